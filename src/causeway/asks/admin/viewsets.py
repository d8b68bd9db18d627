"""The lists and forms of the asks, one entry of the menu."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from causeway.asks.admin import listing
from causeway.asks.admin.disputes import DisputeView
from causeway.asks.admin.forms import AskForm, CalendarForm, CorrectionForm, EventForm
from causeway.asks.admin.panels import CorrectionPanel, RecordPanel
from causeway.asks.admin.views import (
    AskDeleteView,
    AskIndexView,
    DraftIndexView,
    EventDeleteView,
    EventEditView,
    EventIndexView,
)
from causeway.asks.models import Ask, CalendarEntry, Correction, Event

SOURCES = InlinePanel("sources", [FieldPanel("source"), FieldPanel("place")], heading=_("Sources"), label=_("Source"))
CHECKED = MultiFieldPanel([FieldPanel("checked_languages")], heading=_("Translations"), classname="collapsed")


class RoomViewSet(ModelViewSet):
    """What the lists of this room share."""

    list_per_page = 50
    copy_view_enabled = False


# --- asks ------------------------------------------------------------------------------------------------


class AskViewSet(RoomViewSet):
    """What is asked for."""

    model = Ask
    icon = "list-ol"
    menu_label = _("Asks")
    url_prefix = "asks/asks"
    index_view_class = AskIndexView
    index_results_template_name = "asks/admin/asks_results.html"
    delete_view_class = AskDeleteView
    ordering = ["order", "key"]
    search_fields = ["key"]
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("key"),
                    FieldPanel("order"),
                    FieldPanel("title"),
                    FieldPanel("wording"),
                    FieldPanel("addressed_to"),
                ],
                heading=_("The ask"),
            ),
            InlinePanel(
                "milestones",
                [
                    FieldPanel("key"),
                    FieldPanel("title"),
                    FieldPanel("test"),
                    FieldRowPanel([FieldPanel("state"), FieldPanel("optional")]),
                    FieldPanel("reached_by"),
                    FieldRowPanel([FieldPanel("standard"), FieldPanel("jurisdiction")]),
                ],
                heading=_("Milestones"),
                label=_("Milestone"),
                min_num=1,
                help_text=_(
                    "In the order of the road. Where the ask stands is worked out from the events that complete them; "
                    "it is never typed in."
                ),
            ),
            CHECKED,
        ],
        base_form_class=AskForm,
    )


# --- events ----------------------------------------------------------------------------------------------


class EventViewSet(RoomViewSet):
    """What happened."""

    model = Event
    icon = "history"
    menu_label = _("Events")
    url_prefix = "asks/events"
    index_view_class = EventIndexView
    index_results_template_name = "asks/admin/events_results.html"
    edit_view_class = EventEditView
    delete_view_class = EventDeleteView
    filterset_class = listing.EventFilterSet
    ordering = ["-ends_on", "-key"]
    search_fields = ["key"]
    list_export = ["key", "date", "kind", "actor", "text", "stance", "state", "sources"]
    export_filename = "events"
    edit_handler = ObjectList(
        [
            RecordPanel(),
            MultiFieldPanel(
                [
                    FieldPanel("key"),
                    FieldRowPanel([FieldPanel("date"), FieldPanel("kind")]),
                    FieldPanel("actor"),
                    FieldPanel("actor_kind"),
                    FieldPanel("text"),
                    FieldPanel("quote"),
                    FieldPanel("answers"),
                ],
                heading=_("What happened"),
            ),
            InlinePanel(
                "sources",
                [FieldPanel("source"), FieldPanel("place")],
                heading=_("Sources"),
                label=_("Source"),
                min_num=1,
                help_text=_(
                    "An effect on an ask counts with two sources, or with one of those who act themselves: "
                    "government, court, law, United Nations."
                ),
            ),
            MultiFieldPanel(
                [
                    FieldPanel("asks", widget=forms.CheckboxSelectMultiple),
                    FieldRowPanel([FieldPanel("stance"), FieldPanel("effect")]),
                    FieldRowPanel([FieldPanel("confidence"), FieldPanel("draft")]),
                    FieldPanel("note"),
                ],
                heading=_("What it means for the asks"),
            ),
            InlinePanel(
                "effects",
                [FieldPanel("milestone"), FieldPanel("effect")],
                heading=_("Milestones"),
                label=_("Effect on a milestone"),
            ),
            MultiFieldPanel(
                [FieldPanel("compared_text")], heading=_("For comparison with other replies"), classname="collapsed"
            ),
            CHECKED,
            CorrectionPanel(
                [FieldPanel("nothing_wrong"), FieldPanel("correction_was"), FieldPanel("correction_now")],
                heading=_("For the public corrections log"),
                help_text=_("Readers have seen this event. If you change what they saw, say what was wrong."),
            ),
        ],
        base_form_class=EventForm,
    )

    def drafts_view(self, **options: Any) -> Any:
        """The list of drafts, or its results alone."""
        kwargs = self.get_index_view_kwargs(
            results_template_name="asks/admin/drafts_results.html",
            index_url_name=self.get_url_name("drafts"),
            index_results_url_name=self.get_url_name("drafts_results"),
            add_url_name=None,
        )
        return self.construct_view(DraftIndexView, **kwargs, **options)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Those of a list, the drafts, and the page of a dispute."""
        return [
            *super().get_urlpatterns(),
            path("drafts/", self.drafts_view(), name="drafts"),
            path("drafts/results/", self.drafts_view(results_only=True), name="drafts_results"),
            path("dispute/<int:pk>/", DisputeView.as_view(), name="dispute"),
        ]


class DraftsMenuItem(MenuItem):
    """Shown to whoever may see events."""

    def is_shown(self, request: HttpRequest) -> bool:
        return any(request.user.has_perm(f"asks.{action}_event") for action in ("view", "add", "change"))


class DraftsViewSet(ViewSet):
    """The menu's way to the drafts, which belong to the events."""

    name = "asks_drafts"
    url_prefix = "asks/to-read"
    menu_label = _("To read")
    menu_icon = "draft"
    menu_item_class = DraftsMenuItem

    @property
    def menu_url(self) -> str:
        return reverse("asks_event:drafts")


# --- corrections and calendar ----------------------------------------------------------------------------


class CorrectionViewSet(RoomViewSet):
    """The public log of what was put right."""

    model = Correction
    icon = "check"
    menu_label = _("Corrections")
    url_prefix = "asks/corrections"
    index_results_template_name = "asks/admin/corrections_results.html"
    ordering = ["-date", "-pk"]
    list_display = ["__str__", DateColumn("date", label=_("Date"), sort_key="date"), "event_key", "ask_key", "made_by"]
    edit_handler = ObjectList(
        [
            FieldPanel("date"),
            FieldPanel("event"),
            FieldPanel("ask"),
            FieldPanel("was"),
            FieldPanel("now"),
            CHECKED,
        ],
        base_form_class=CorrectionForm,
    )


class CalendarViewSet(RoomViewSet):
    """What comes back every year."""

    model = CalendarEntry
    icon = "calendar-alt"
    menu_label = _("Calendar")
    url_prefix = "asks/calendar"
    index_results_template_name = "asks/admin/calendar_results.html"
    ordering = ["starts", "ends", "key"]
    list_display = ["__str__", "starts", "ends", "key"]
    edit_handler = ObjectList(
        [
            FieldPanel("key"),
            FieldPanel("title"),
            FieldPanel("text"),
            FieldRowPanel([FieldPanel("starts"), FieldPanel("ends")]),
            SOURCES,
            CHECKED,
        ],
        base_form_class=CalendarForm,
    )


class AsksGroup(ViewSetGroup):
    """Everything about what is asked for, one entry of the menu."""

    menu_label = _("Asks")
    menu_icon = "list-ol"
    menu_order = 230
    items = (
        AskViewSet("asks_ask"),
        EventViewSet("asks_event"),
        DraftsViewSet(),
        CorrectionViewSet("asks_correction"),
        CalendarViewSet("asks_calendar"),
    )
