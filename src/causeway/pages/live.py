"""Live parts: what a room above the pages adds below the text of the page that stands at its address.

The rooms may import the pages and not the other way round, so each hands its part down here when it is ready.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest

MakeLive = Callable[["HttpRequest", str], tuple[str, dict[str, Any]]]

_makers: dict[str, MakeLive] = {}


@dataclass(frozen=True)
class LivePart:
    """A template and what it is filled with; its names hold in that template only."""

    template: str
    context: dict[str, Any] = field(default_factory=dict)


def register_live(page_type: str, make: MakeLive) -> None:
    """Take the function that makes the live part of a page type; a later one replaces an earlier one.

    Args:
        page_type: the name packs use, such as ``law``.
        make: called as ``make(request, language)`` with the code of the reader's language each time such a page is
            shown. It returns the name of a template and the context for it, to which the page's own is added.
    """
    _makers[page_type] = make


def live_part(page_type: str, request: HttpRequest, language: str) -> LivePart | None:
    """The live part of a page, or ``None`` when no room has one.

    Args:
        page_type: the name packs use.
        request: the request.
        language: the code of the reader's language.
    """
    make = _makers.get(page_type)
    return LivePart(*make(request, language)) if make else None
