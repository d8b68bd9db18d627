"""The editors' part: facts and sources, each with list, form and deletion."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Count, ProtectedError, QuerySet
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from causeway.facts.admin.forms import FactForm
from causeway.facts.admin.listing import FactFilterSet, columns, listed, search
from causeway.facts.admin.panels import ComputedPanel, TokenPanel, UsesPanel, ValuesPanel
from causeway.facts.models import Fact, Source
from causeway.facts.uses import figures_with


class FactIndexView(generic.IndexView):
    """The list of facts with their value and status today."""

    def get_base_queryset(self) -> QuerySet[Fact]:
        return listed()

    def search_queryset(self, queryset: QuerySet[Fact]) -> QuerySet[Fact]:
        return search(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        return [self._get_title_column("title"), *columns()]


class GuardedDeleteView(generic.DeleteView):
    """Refuses, with the reason, to delete what something still rests on."""

    def reason(self) -> str:
        """Why it cannot be deleted, or an empty text."""
        raise NotImplementedError

    @property
    def confirmation_message(self) -> Any:
        return self.reason() or super().confirmation_message

    def form_valid(self, form: Any) -> Any:
        if reason := self.reason():
            return self.refused(reason)
        # What another room rests on it, this one cannot know beforehand; Wagtail's index of references may.
        if self.usage and self.usage.is_protected:
            return self.refused(_("Something still rests on it. Change that first."))
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            return self.refused(_("Something still rests on it. Change that first."))

    def refused(self, reason: Any) -> Any:
        messages.error(self.request, reason)
        return redirect(self.edit_url_name, self.object.pk)


class FactDeleteView(GuardedDeleteView):
    """A fact that a page uses cannot be deleted: the page would say so to its readers."""

    def reason(self) -> str:
        uses = self.object.uses.count()
        figures = figures_with(self.object.key)
        if figures:
            return _("The figure “%(figure)s” shows this fact. Take it out of the figure first.") % {
                "figure": figures[0].key
            }
        if not uses:
            return ""
        return ngettext(
            "%(count)s page uses this fact. Take it out of the page first.",
            "%(count)s pages use this fact. Take it out of the pages first.",
            uses,
        ) % {"count": uses}


class SourceDeleteView(GuardedDeleteView):
    """A source that a value names cannot be deleted: the value would stand without it."""

    def reason(self) -> str:
        cited = self.object.cited.count()
        if not cited:
            return ""
        return ngettext(
            "%(count)s value of a fact names this source. Change the fact first.",
            "%(count)s values of facts name this source. Change the facts first.",
            cited,
        ) % {"count": cited}


SOURCE_PANELS = [FieldPanel("source"), FieldPanel("place")]
VALUE_PANELS = [
    FieldRowPanel([FieldPanel("value"), FieldPanel("qualifier")]),
    FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until"), FieldPanel("as_of")]),
    FieldRowPanel([FieldPanel("confidence"), FieldPanel("published_by")]),
    InlinePanel("sources", SOURCE_PANELS, heading=_("Sources"), label=_("Source")),
    FieldRowPanel([FieldPanel("checked_on"), FieldPanel("review_by")]),
    FieldPanel("checked_by"),
    FieldPanel("note"),
]
TEXT_PANELS = [
    FieldRowPanel([FieldPanel("language"), FieldPanel("translation")]),
    FieldPanel("title"),
    FieldPanel("definition"),
    FieldPanel("unit"),
    FieldPanel("words"),
]


class FactViewSet(ModelViewSet):
    model = Fact
    icon = "decimal"
    menu_label = _("Facts")
    url_prefix = "facts"
    list_per_page = 50
    ordering = ["title"]
    search_fields = ["title"]
    filterset_class = FactFilterSet
    index_view_class = FactIndexView
    delete_view_class = FactDeleteView
    list_export = ["key", "title", "topic", "type", "unit", "current_confidence", "current_review_by"]
    export_filename = "facts"
    # A copy would need another key before it means anything.
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            TokenPanel(),
            MultiFieldPanel(
                [
                    FieldPanel("key"),
                    FieldPanel("title"),
                    FieldPanel("definition"),
                    FieldRowPanel([FieldPanel("topic"), FieldPanel("type")]),
                    FieldRowPanel([FieldPanel("unit"), FieldPanel("currency")]),
                    FieldPanel("public"),
                ],
                heading=_("The fact"),
            ),
            ComputedPanel(heading=_("Values, worked out by the site")),
            ValuesPanel(
                "values",
                VALUE_PANELS,
                heading=_("Values"),
                label=_("Value"),
                min_num=1,
                help_text=_(
                    "Keep past values. When something changes, add a value with the day from which it holds: "
                    "the former one then ends the day before."
                ),
            ),
            InlinePanel("texts", TEXT_PANELS, heading=_("In other languages"), label=_("Language")),
            UsesPanel(heading=_("Pages that use it")),
        ],
        base_form_class=FactForm,
    )


class SourceIndexView(generic.IndexView):
    """The list of sources with how many values cite each."""

    def get_base_queryset(self) -> QuerySet[Source]:
        return Source.objects.annotate(times=Count("cited"))

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("title"),
            Column("publisher", label=_("Publisher"), accessor="publisher", sort_key="publisher"),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("date", label=_("Date"), accessor="date", sort_key="date"),
            NumberColumn("times", label=_("Values"), accessor="times", sort_key="times"),
            Column("key", label=_("Key"), accessor="key", sort_key="key"),
        ]


class SourceViewSet(ModelViewSet):
    model = Source
    icon = "doc-full"
    menu_label = _("Sources")
    url_prefix = "sources"
    list_per_page = 50
    ordering = ["key"]
    search_fields = ["key", "title", "publisher"]
    list_filter = ["kind", "read"]
    index_view_class = SourceIndexView
    delete_view_class = SourceDeleteView
    copy_view_enabled = False
    list_export = ["key", "title", "publisher", "kind", "url", "date", "language", "read"]
    export_filename = "sources"
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("publisher"), FieldPanel("kind")]),
            FieldPanel("url"),
            FieldPanel("url_note"),
            FieldRowPanel([FieldPanel("date"), FieldPanel("language"), FieldPanel("read")]),
            FieldPanel("note"),
        ]
    )


class FactsGroup(ModelViewSetGroup):
    """Facts and sources, one entry of the menu."""

    menu_label = _("Facts and sources")
    menu_icon = "decimal"
    menu_order = 210
    items = (FactViewSet("fact"), SourceViewSet("source"))
