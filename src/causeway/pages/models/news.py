"""News."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from causeway.pages.listing import children_in_language
from causeway.pages.prose import summaries

from .base import ReaderPage, tabs, today

if TYPE_CHECKING:
    from django.http import HttpRequest


class NewsIndexPage(ReaderPage):
    """All news, newest first."""

    template = "pages/news_index.html"
    subpage_types: ClassVar = ["pages.NewsPage"]
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("news index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        items = children_in_language(NewsPage, self, context["language"].code)
        context["summaries"] = summaries(items, context["language"].code)
        context["items"] = sorted(items, key=lambda item: item.published, reverse=True)
        return context


class NewsPage(ReaderPage):
    """One piece of news."""

    published = models.DateField(_("published"), default=today)

    template = "pages/news.html"
    parent_page_types: ClassVar = ["pages.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = tabs([*ReaderPage.content_panels, FieldPanel("published")])
    translatable_fields: ClassVar = [*ReaderPage.translatable_fields, SynchronizedField("published")]

    class Meta:
        verbose_name = _("news")
