"""What the database holds of a page, as plain data that can be stored, compared and written to a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from wagtail.models import Page

from causeway.ops.packs.compare import alike
from causeway.ops.packs.links import path_links
from causeway.ops.packs.serialise import tidy_blocks
from causeway.pages import api as pages_api
from causeway.pages.pagedata import PageData, map_rich_text


def page_path(page: Any) -> str:
    """The path of a page in packs; ``home`` for a home page."""
    return str(page.url_path).strip("/").partition("/")[2] or pages_api.HOME


class Paths:
    """Looks up paths by page number, each once."""

    def __init__(self) -> None:
        self._known: dict[int, str | None] = {}

    def __call__(self, number: int) -> str | None:
        if number not in self._known:
            page = Page.objects.filter(pk=number).only("url_path").first()
            self._known[number] = page_path(page) if page else None
        return self._known[number]


def _number(number: int) -> str:
    # Compared by number, a page is not changed by moving the page it links to.
    return f"-{number}"


def state_of(page: Any) -> dict[str, Any]:
    """What a page holds, in the form that is stored with a load and compared later.

    Args:
        page: the page, or an earlier or unpublished version of it.

    Returns:
        Plain data; equal for versions that show the same.
    """
    data = pages_api.page_data(page)
    data = map_rich_text(data, lambda html: path_links(html, _number))
    return plain(replace(data, path="", blocks=tidy_blocks(data.blocks)))


def plain(data: PageData) -> dict[str, Any]:
    """A page's data as JSON gives it back: lists for tuples."""
    return {name: _lists(value) for name, value in asdict(data).items()}


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _lists(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_lists(inner) for inner in value]
    return value


def data_for_file(page: Any, paths: Paths, lost: Callable[[str], None]) -> PageData:
    """What a page's file should say.

    Args:
        page: the published page.
        paths: looks up the pages it links to.
        lost: told of what a pack cannot carry.
    """
    data = map_rich_text(pages_api.page_data(page), lambda html: path_links(html, paths))
    return replace(data, blocks=tidy_blocks(data.blocks, lost))


def is_edited(page: Any, revision_id: int | None, path: str, loaded: dict[str, Any]) -> str:
    """Tell whether staff changed a page since a load.

    Args:
        page: the page as the database has it, with the fields of its type.
        revision_id: its newest revision right after the load.
        path: where the load put it.
        loaded: what it held right after the load.

    Returns:
        What was done to it, in words for a list; ``''`` when nothing was.
    """
    if page_path(page) != path:
        return f"moved in the admin to {page_path(page)}"
    if not page.live:
        return "taken off the site in the admin"
    if page.latest_revision_id == page.live_revision_id == revision_id:
        return ""
    newest = page.get_latest_revision_as_object()
    same = alike(state_of(newest), loaded) and alike(state_of(page), loaded)
    return "" if same else "edited in the admin"
