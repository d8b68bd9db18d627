"""The frame around a public page. It belongs to the pages, which hand it down here."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

ReaderContext = Callable[..., dict[str, Any]]

_frame: list[ReaderContext] = []


def use_reader_context(function: ReaderContext) -> None:
    """Take the function that builds the frame of a public page.

    Args:
        function: called as ``function(request, language=…, title=…, path=…, description=…)``.
    """
    _frame[:] = [function]


def reader_context(request: HttpRequest, **words: Any) -> dict[str, Any]:
    """The frame of a page, or just its words while no frame was handed down.

    Args:
        request: the request.
        **words: language, title, path and description.
    """
    if _frame:
        return _frame[0](request, **words)
    return {"language": words["language"], "page_title": words["title"], "description": words.get("description", "")}
