"""The law of the Hong Kong pack in the database, and beside it the same law read by the library alone."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

import lawgap
import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from lawgap.strictyaml import plain, read_bytes

from causeway.facts import api as facts_api
from causeway.law import api
from causeway.pages import api as pages_api
from causeway.pages.pagedata import PageData

PACK = Path(__file__).parents[2] / "packs/hongkong"
DRAFT = "nobody has signed these readings"


@cache
def by_library() -> lawgap.Law:
    return lawgap.read_folder(PACK / "law")


def _read(path: Path) -> Any:
    return plain(read_bytes(path.read_bytes(), path.name))


@cache
def _entries() -> tuple[list[dict[str, Any]], dict[str, list[dict[str, Any]]]]:
    verdicts: list[dict[str, Any]] = []
    views: list[dict[str, Any]] = []
    for path in sorted((PACK / "law/verdicts").glob("*.yaml")):
        file = _read(path)
        outer = {name: file[name] for name in ("jurisdiction", "standard") if name in file}
        verdicts += [{**outer, **verdict} for verdict in file.get("verdicts", [])]
        views += [{**outer, **view} for view in file.get("views", [])]
    views = [{**view, "key": key} for view, key in zip(views, api.view_keys(views), strict=True)]
    found = {
        "law-standard": [_read(path) for path in sorted((PACK / "law/standards").glob("*.yaml"))],
        "law-instrument": [_read(path) for path in sorted((PACK / "law/instruments").glob("*.yaml"))],
        "law-bill": [_read(path) for path in sorted((PACK / "law/bills").glob("*.yaml"))],
        "law-verdict": verdicts,
        "law-view": views,
        "decision": _read(PACK / "decisions.yaml")["decisions"],
        "binding": _read(PACK / "bindings.yaml")["bindings"],
    }
    sources = [source for path in sorted((PACK / "sources").glob("*.yaml")) for source in _read(path)["sources"]]
    return sources, found


@pytest.fixture
def hongkong(db: None) -> lawgap.Law:
    """Load it, with the page at ``law/`` and two home pages; the same law as the library reads it."""
    sources, entries = _entries()
    facts_api.load_sources(sources)
    api.load_law(entries)
    for kind, path, title in (("home", "home", "Home"), ("law", "law", "What the law covers")):
        pages_api.upsert_page(path, "en", PageData(type=kind, path=path, language="en", title=title, nav=kind == "law"))
    pages_api.load_organisation({"name": {"en": "Example Centre"}, "jurisdiction": "HK"})
    return by_library()


def page(client: Client, address: str, status: int = 200, language: str = "en") -> BeautifulSoup:
    answer = client.get(f"/{language}/{address}")
    assert answer.status_code == status, address
    return BeautifulSoup(answer.content.decode(), "html.parser")


def words(found: BeautifulSoup | Tag | None) -> str:
    assert found is not None
    return re.sub(r"[\u2066-\u2069]", "", " ".join(found.get_text(" ").split()))
