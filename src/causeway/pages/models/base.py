"""What every page for readers has: summary, blocks, review, sources, language of the text."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField, TranslatableField

from causeway.pages.blocks import ReaderBlocks

if TYPE_CHECKING:
    from django.http import HttpRequest


class ReaderPage(Page):
    """A page the public reads.

    It stays abstract: a shared table would cost each page one more join, and
    wagtail-localize does not support a custom base page model.
    """

    TRANSLATION_STATES: ClassVar = [
        ("", _("written in this language")),
        ("draft", _("draft translation, not yet checked by a second speaker")),
        ("checked", _("translation checked by a second speaker")),
    ]

    summary = models.TextField(
        _("summary"), max_length=500, blank=True, help_text=_("One or two sentences. Also shown by search engines.")
    )
    body = StreamField(ReaderBlocks(), blank=True, verbose_name=_("content"))
    sensitive = models.BooleanField(
        _("a watched reader could be at risk"), default=False, help_text=_("Shows ‘Leave now’ at the top of the page.")
    )
    position = models.PositiveSmallIntegerField(_("position in lists"), default=100)
    reviewed_by = models.CharField(_("reviewed by"), max_length=120, blank=True, help_text=_("A named person."))
    reviewer_role = models.CharField(_("as"), max_length=120, blank=True, help_text=_("For example: solicitor."))
    reviewed_on = models.DateField(_("on"), null=True, blank=True)
    review_due = models.DateField(_("review again by"), null=True, blank=True)
    translation_state = models.CharField(
        _("state of the translation"), max_length=8, blank=True, default="", choices=TRANSLATION_STATES
    )
    translated_from = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Fingerprint of the text this translation was made from."
    )
    sources = StreamField(
        [("source", blocks.CharBlock(help_text=_("Key of a source.")))],
        blank=True,
        verbose_name=_("sources besides those of its facts"),
    )
    related = StreamField([("page", blocks.PageChooserBlock())], blank=True, verbose_name=_("related pages"))

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    trust_panels: ClassVar = [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("reviewed_by"), FieldPanel("reviewer_role")]),
                FieldRowPanel([FieldPanel("reviewed_on"), FieldPanel("review_due")]),
                FieldPanel("translation_state"),
            ],
            heading=_("Review"),
        ),
        FieldPanel("sources"),
        FieldPanel("related"),
    ]
    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("show_in_menus"),
                FieldPanel("position"),
                FieldPanel("sensitive"),
            ],
            heading=_("Address and place"),
        )
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("search_tokens"),
        index.FilterField("content_type"),
    ]

    # What a translation takes from its original. The review and the state of the translation are not among it:
    # nobody has reviewed the new words because somebody reviewed the old ones (see ``signals``).
    translatable_fields: ClassVar = [
        TranslatableField("title"),
        SynchronizedField("slug"),
        TranslatableField("summary"),
        TranslatableField("body"),
        SynchronizedField("sensitive"),
        SynchronizedField("position"),
        SynchronizedField("show_in_menus"),
        SynchronizedField("sources"),
        SynchronizedField("related"),
    ]

    class Meta:
        abstract = True

    def get_admin_display_title(self) -> str:
        return self.draft_title or self.title

    @property
    def is_reviewed(self) -> bool:
        """A named person reviewed it, and the review is not past its date."""
        return bool(self.reviewed_by and self.reviewed_on) and not self.is_overdue

    @property
    def is_overdue(self) -> bool:
        return self.review_due is not None and self.review_due < today()

    @property
    def path_in_site(self) -> str:
        """The address below the language, without slashes at its ends; empty for a home page."""
        # url_path is /<slug of the home page>/<the rest>/
        return self.url_path.strip("/").partition("/")[2]

    def search_tokens(self) -> str:
        """The words of the page as the search index holds them, the title three times for its weight."""
        from causeway.pages.analyser import encode, tokens
        from causeway.pages.prose import text_of, without_tokens

        blocks = self.body.stream_block.get_searchable_content(self.body)
        words = " \n ".join([self.title, self.title, self.title, self.summary, *map(str, blocks)])
        return " ".join(map(encode, tokens(without_tokens(text_of(words)))))

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from causeway.pages.context import page_context

        context = super().get_context(request, *args, **kwargs)
        context.update(page_context(request, self))
        return context


def today() -> datetime.date:
    """The day where the site is; ``ReaderMiddleware`` activates the organisation's time zone."""
    return timezone.localdate()


def tabs(content: list[Any]) -> TabbedInterface:
    """The three tabs every page has in the editor."""
    return TabbedInterface(
        [
            ObjectList(content, heading=_("Content")),
            ObjectList(ReaderPage.trust_panels, heading=_("Review and sources")),
            ObjectList(ReaderPage.promote_panels, heading=_("Address")),
        ]
    )
