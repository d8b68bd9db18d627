from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from causeway.ops.store import PageStore

HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Language", "en"), ("X-Frame-Options", "DENY")]


@pytest.fixture
def store(tmp_path: Path) -> PageStore:
    """A page store with a first generation."""
    made = PageStore(tmp_path / "pages", release="r1")
    made.recover()
    return made


@pytest.fixture
def site_store(settings: Any, tmp_path: Path) -> PageStore:
    """The page store of the site under test, empty and in a folder of its own."""
    from causeway.ops.freshness import page_store

    settings.PAGE_STORE = tmp_path / "pages"
    made = page_store()
    made.recover()
    return made


@pytest.fixture
def small_site(transactional_db: None) -> Callable[..., Any]:
    """A home page and a news index with one piece of news; returns a function that writes the news anew."""
    from wagtail.models import Collection, Locale, Page

    from causeway.pages.api import PageData, upsert_page

    # transactional tests before this one have emptied the tables that migrations fill
    Locale.objects.get_or_create(language_code="en")
    if Page.get_first_root_node() is None:
        Page.add_root(title="Root", slug="root")
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")

    def data(path: str, kind: str, title: str) -> PageData:
        return PageData(path=path, language="en", type=kind, title=title, summary="")

    upsert_page("home", "en", data("home", "home", "Home"))
    upsert_page("news", "en", data("news", "news-index", "News"))
    first = data("news/first", "news", "First")

    def write(title: str) -> Any:
        return upsert_page("news/first", "en", replace(first, title=title))

    write("First")
    return write
