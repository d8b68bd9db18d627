"""Guidance: an index by what a person needs, and guide pages with the next step first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail_localize.fields import SynchronizedField

from causeway.pages.listing import children_in_language
from causeway.pages.prose import summaries

from .base import ReaderPage, tabs

if TYPE_CHECKING:
    from django.http import HttpRequest


class GuideIndexPage(ReaderPage):
    """All guides, grouped by what a person needs."""

    template = "pages/guide_index.html"
    subpage_types: ClassVar = ["pages.GuidePage"]
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("guide index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        guides = children_in_language(GuidePage, self, context["language"].code)
        context["summaries"] = summaries(guides, context["language"].code)
        context["groups"] = [
            (label, [guide for guide in guides if guide.section == section])
            for section, label in GuidePage.SECTIONS
            if any(guide.section == section for guide in guides)
        ]
        return context


class GuidePage(ReaderPage):
    """One thing a person has to do, or a right she has."""

    SECTIONS: ClassVar = [
        ("claims", _("Asking for protection")),
        ("legal", _("Legal help")),
        ("living", _("Living here while you wait")),
        ("slavery", _("Trafficking and forced labour")),
        ("work", _("Domestic work")),
        ("helping", _("For people who want to help")),
    ]
    section = models.CharField(_("group"), max_length=16, choices=SECTIONS, default="claims")

    template = "pages/guide.html"
    parent_page_types: ClassVar = ["pages.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = tabs([*ReaderPage.content_panels, FieldPanel("section")])
    translatable_fields: ClassVar = [*ReaderPage.translatable_fields, SynchronizedField("section")]

    class Meta:
        verbose_name = _("guide")
