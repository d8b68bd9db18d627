"""The first pages of the law and of the asks: an editor's words, and below them what the room itself shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext_lazy as _

from causeway.pages.live import live_part

from .base import ReaderPage, tabs

if TYPE_CHECKING:
    from django.http import HttpRequest


class LawPage(ReaderPage):
    """What the law covers; the room of the law adds its newest count and the ways into its pages.

    Nothing stands below it in the tree: the addresses there belong to the room.
    """

    template = "pages/law.html"
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("‘What the law covers’")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["live"] = live_part("law", request, context["language"].code)
        return context


class AsksPage(ReaderPage):
    """What we ask for; the room of the asks adds where each of them stands.

    Nothing stands below it in the tree: the addresses there belong to the room.
    """

    template = "pages/asks.html"
    parent_page_types: ClassVar = ["pages.HomePage"]
    subpage_types: ClassVar[list[str]] = []
    max_count_per_parent = 1
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("‘Where the asks stand’")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["live"] = live_part("asks", request, context["language"].code)
        return context
