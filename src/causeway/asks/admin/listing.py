"""Asks and events in the editors' lists: where each stands, in a fixed number of queries a page."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet

from causeway.asks.events import as_folded
from causeway.asks.models import Ask, Event, EventMilestone, EventSource
from causeway.asks.status import PRIMARY, STALLED, Status
from causeway.asks.vocabulary import KINDS, STANCES, STATES
from causeway.asks.words import BASE_LANGUAGE

PUBLISHED, DRAFT, DISPUTED, WAITS = "published", "draft", "disputed", "waits"
STATE_WORDS = {
    PUBLISHED: _("Published"),
    DRAFT: _("Draft"),
    DISPUTED: _("In dispute"),
    WAITS: _("Waits for a second source"),
}


def language() -> str:
    """The language of the member of staff."""
    return get_language() or BASE_LANGUAGE


def listed(events: QuerySet[Event] | None = None) -> QuerySet[Event]:
    """Events with what a list shows of them.

    Args:
        events: which; all of them when not given.
    """
    rows = Event.objects.all() if events is None else events
    return rows.prefetch_related(
        "asks",
        Prefetch("sources", queryset=EventSource.objects.select_related("source")),
        Prefetch("effects", queryset=EventMilestone.objects.select_related("milestone")),
    )


def state_of(event: Event) -> str:
    """One of ``STATE_WORDS``, for a listed event."""
    if event.draft:
        return DRAFT
    if event.disputed:
        return DISPUTED
    folded = as_folded(event)
    has_effect = folded.effect != "none" or folded.milestones
    return WAITS if has_effect and not folded.is_sourced else PUBLISHED


def state_words(event: Event) -> str:
    """The state of a listed event in a word or two."""
    return str(STATE_WORDS[state_of(event)])


def is_settled(event: Event) -> bool:
    """Whether nothing is to be done about a listed event."""
    return state_of(event) == PUBLISHED


def title(event: Event) -> str:
    """What a listed event is called: what happened, shortened."""
    text = event.words("text", language())
    return Truncator(text).chars(80)


def actor(event: Event) -> str:
    """Who did it."""
    return event.words("actor", language())


def ask_titles(event: Event) -> str:
    """The asks a listed event is about, by their numbers and titles."""
    return ", ".join(ask.words("title", language()) for ask in event.asks.all()) or "–"


def source_names(event: Event) -> str:
    """The sources of a listed event."""
    return "; ".join(str(row.source) for row in event.sources.all())


def with_state(events: QuerySet[Event], state: str) -> QuerySet[Event]:
    """Events in one state.

    Args:
        events: the events.
        state: one of ``STATE_WORDS``.
    """
    if state == DRAFT:
        return events.filter(draft=True)
    if state == DISPUTED:
        return events.filter(draft=False, disputed=True)
    primary = EventSource.objects.filter(event=OuterRef("pk"), source__kind__in=PRIMARY)
    effects = EventMilestone.objects.filter(event=OuterRef("pk"))
    events = events.filter(draft=False, disputed=False).annotate(
        number_of_sources=Count("sources__source", distinct=True),
        is_primary=Exists(primary),
        has_effects=Exists(effects),
    )
    waits = Q(is_primary=False, number_of_sources__lt=2) & (~Q(effect="none") | Q(has_effects=True))
    return events.filter(waits) if state == WAITS else events.exclude(waits)


class EventFilterSet(WagtailFilterSet):
    """The filters beside the list of events."""

    state = django_filters.ChoiceFilter(label=_("State"), choices=list(STATE_WORDS.items()), method="filter_state")
    asks = django_filters.ModelChoiceFilter(label=_("Ask"), queryset=Ask.objects.all())
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=list(KINDS.items()))
    stance = django_filters.ChoiceFilter(label=_("Stance"), choices=list(STANCES.items()))

    class Meta:
        model = Event
        fields = ["state", "asks", "kind", "stance"]

    def filter_state(self, queryset: QuerySet[Event], _name: str, value: str) -> QuerySet[Event]:
        return with_state(queryset, value)


def search(events: QuerySet[Event], words: str) -> QuerySet[Event]:
    """Events whose key, date, actor, words or note hold some words, in any language.

    Args:
        events: the events to search.
        words: what was typed; each must be found.
    """
    for word in words.split()[:10]:
        found = Q(key__icontains=word) | Q(date__startswith=word)
        for name in ("actor", "text", "note"):
            # In the column the letters of other scripts may be written as escapes; asked by language they are not.
            for code in _codes():
                found |= Q(**{f"{name}__{code}__icontains": word})
        events = events.filter(found)
    return events


def _codes() -> list[str]:
    from django.conf import settings

    return [code for code, _name in settings.LANGUAGES]


def status_words(status: Status | None) -> str:
    """Where an ask stands, in a few words.

    Args:
        status: where it stands.
    """
    if status is None:
        return ""
    words = str(STATES[status.state])
    if status.state == STALLED:
        words = f"{words} ({str(STATES[status.stalled_in]).lower()})"
    return words


def row_dict(event: Any) -> dict[str, Any]:
    """A listed event as a row of a spreadsheet; never the full text pasted for comparison."""
    return {
        "key": event.key,
        "date": event.date,
        "kind": event.kind,
        "actor": actor(event),
        "text": event.words("text", language()),
        "stance": event.stance,
        "state": state_words(event),
        "sources": source_names(event),
    }
