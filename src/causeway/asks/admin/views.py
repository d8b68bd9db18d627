"""The pages of the lists: asks, events and drafts, the form of an event, and what is not deleted."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from causeway.asks.admin import listing
from causeway.asks.admin.forms import in_use
from causeway.asks.events import statuses
from causeway.asks.models import Ask, Event


class GuardedDeleteView(generic.DeleteView):
    """Refuses, with the reason, to delete what readers or other entries rest on."""

    def reason(self) -> str:
        """Why it cannot be deleted, or an empty text."""
        raise NotImplementedError

    @property
    def confirmation_message(self) -> Any:
        return self.reason() or super().confirmation_message

    def form_valid(self, form: Any) -> Any:
        reason = self.reason()
        if reason:
            messages.error(self.request, reason)
            return redirect(self.edit_url_name, self.object.pk)
        return super().form_valid(form)


class AskIndexView(generic.IndexView):
    """The list of asks with where each stands today."""

    def get_base_queryset(self) -> QuerySet[Ask]:
        return Ask.objects.prefetch_related("milestones")

    @cached_property
    def standing(self) -> dict[str, Any]:
        """Where every ask stands, read once a page."""
        return statuses()

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("__str__"),
            Column(
                "standing", label=_("Stands at"), accessor=lambda ask: listing.status_words(self.standing.get(ask.key))
            ),
            Column("done", label=_("Milestones done"), accessor=self._done),
            Column("order", label=_("Order"), accessor="order", sort_key="order"),
            Column("key", label=_("Key"), accessor="key", sort_key="key"),
        ]

    def _done(self, ask: Ask) -> str:
        status = self.standing.get(ask.key)
        return f"{status.done} / {len(status.milestones)}" if status else ""


class AskDeleteView(GuardedDeleteView):
    """An ask that something happened to cannot be deleted."""

    def reason(self) -> str:
        count = in_use(self.object)
        if not count:
            return ""
        return ngettext(
            "%(count)s event is about this ask. Change the event first.",
            "%(count)s events are about this ask. Change the events first.",
            count,
        ) % {"count": count}


class EventIndexView(generic.IndexView):
    """The list of events, the newest first."""

    def get_base_queryset(self) -> QuerySet[Event]:
        return listing.listed()

    def search_queryset(self, queryset: QuerySet[Event]) -> QuerySet[Event]:
        return listing.search(queryset, self.search_query) if self.is_searching else queryset

    @cached_property
    def columns(self) -> list[Column]:
        title = self._get_title_column("text")
        title.accessor, title.label, title.sort_key, title.width = listing.title, _("What happened"), None, "32%"
        return [
            title,
            Column("date", label=_("Date"), accessor="date", sort_key="ends_on", classname="asks-date"),
            Column("actor", label=_("Who"), accessor=listing.actor),
            Column("kind", label=_("Kind"), accessor="get_kind_display", sort_key="kind"),
            Column("stance", label=_("Stance"), accessor="get_stance_display", sort_key="stance"),
            Column("asks", label=_("Asks"), accessor=listing.ask_titles),
            StatusTagColumn("state", label=_("State"), accessor=listing.state_words, primary=listing.is_settled),
        ]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        return listing.row_dict(item)


class DraftIndexView(EventIndexView):
    """Drafts, among them those whose source has still to be read."""

    page_title = _("To read")
    header_icon = "draft"

    def get_base_queryset(self) -> QuerySet[Event]:
        return listing.listed(Event.objects.filter(draft=True))

    @cached_property
    def columns(self) -> list[Column]:
        found = [column for column in super().columns if column.name not in {"state", "stance"}]
        return [*found, Column("sources", label=_("Sources to read"), accessor=listing.source_names)]


class EventEditView(generic.EditView):
    """Change an event."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        words = _("Settle the dispute") if self.object.disputed else _("Put in dispute")
        url = reverse("asks_event:dispute", args=[self.object.pk])
        return [*super().header_more_buttons, Button(words, url=url, icon_name="warning", priority=15)]


class EventDeleteView(GuardedDeleteView):
    """What readers have seen does not vanish without a word."""

    def reason(self) -> str:
        if self.object.draft:
            return ""
        return str(_("Readers have seen this. Make it a draft with a line in the corrections log instead."))
