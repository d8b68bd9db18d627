"""Publications: our policy briefings, with a PDF made from the same content, and reports by others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.fields import StreamField
from wagtail_localize.fields import SynchronizedField, TranslatableField

from causeway.pages.listing import children_in_language
from causeway.pages.pdf.languages import LANGUAGES_ON_PAPER
from causeway.pages.prose import summaries

from .base import ReaderPage, tabs, today

if TYPE_CHECKING:
    from django.http import HttpRequest


class PublicationIndexPage(ReaderPage):
    """All publications, newest first, our own series before the rest."""

    template = "pages/publication_index.html"
    subpage_types: ClassVar = ["pages.PublicationPage"]
    edit_handler = tabs(ReaderPage.content_panels)

    class Meta:
        verbose_name = _("publication index")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        items = children_in_language(PublicationPage, self, context["language"].code)
        context["summaries"] = summaries(items, context["language"].code)
        context["items"] = sorted(items, key=lambda item: item.published, reverse=True)
        return context


class PublicationPage(ReaderPage):
    """A briefing or a report.

    With ``external_url`` it is an entry that points to a report kept elsewhere;
    without it the text is here and the PDF is made from it.
    """

    series = models.CharField(_("series"), max_length=120, blank=True)
    number = models.CharField(_("number in the series"), max_length=20, blank=True)
    authors = StreamField([("author", blocks.CharBlock(max_length=160))], blank=True, verbose_name=_("authors"))
    partners = StreamField([("partner", blocks.CharBlock(max_length=160))], blank=True, verbose_name=_("published by"))
    published = models.DateField(_("published"), default=today)
    external_url = models.URLField(_("address of a report kept elsewhere"), blank=True)
    is_external = models.BooleanField(_("the text is kept elsewhere"), default=False)
    citation = models.TextField(
        _("how to cite"), blank=True, help_text=_("Leave empty to have it made from authors, year and title.")
    )
    downloads = StreamField([("document", DocumentChooserBlock())], blank=True, verbose_name=_("downloads"))

    template = "pages/publication.html"
    parent_page_types: ClassVar = ["pages.PublicationIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    edit_handler = tabs(
        [
            *ReaderPage.content_panels,
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("series"), FieldPanel("number")]),
                    FieldPanel("authors"),
                    FieldPanel("partners"),
                    FieldPanel("published"),
                    FieldPanel("is_external"),
                    FieldPanel("external_url"),
                    FieldPanel("citation"),
                    FieldPanel("downloads"),
                ],
                heading=_("About this publication"),
            ),
        ]
    )

    translatable_fields: ClassVar = [
        *ReaderPage.translatable_fields,
        TranslatableField("series"),
        SynchronizedField("number"),
        SynchronizedField("authors"),
        SynchronizedField("partners"),
        SynchronizedField("published"),
        SynchronizedField("external_url"),
        SynchronizedField("is_external"),
        TranslatableField("citation"),
        SynchronizedField("downloads"),
    ]

    class Meta:
        verbose_name = _("publication")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["has_pdf"] = not self.is_external and self.locale.language_code in LANGUAGES_ON_PAPER
        context["citation"] = self.cite(context["organisation"].name, context["canonical"])
        return context

    def cite(self, organisation: str, address: str) -> str:
        """How to cite this publication: who, when, what, in which series, where.

        Args:
            organisation: the publisher when neither authors nor partners are named.
            address: the full address of the page.
        """
        if self.citation:
            return self.citation
        who = ", ".join(self.author_names or self.partner_names) or organisation
        series = f" {self.series}{' ' + self.number if self.number else ''}." if self.series else ""
        return f"{who} ({self.published.year}). {self.title}.{series} {self.external_url or address}"

    @property
    def author_names(self) -> list[str]:
        return [str(child.value) for child in self.authors]

    @property
    def partner_names(self) -> list[str]:
        return [str(child.value) for child in self.partners]
