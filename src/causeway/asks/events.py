"""Reading asks and events: where each ask stands on a day, and which questions wait for an answer."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from causeway.asks import milestones, status
from causeway.asks.models import Ask, Event, EventMilestone, EventSource, Milestone


def published(events: QuerySet[Event] | None = None) -> QuerySet[Event]:
    """Events that readers may see, the oldest first, with all that is shown of them fetched at once.

    Args:
        events: which; all of them when not given.
    """
    rows = Event.objects.all() if events is None else events
    return (
        rows.filter(draft=False)
        .select_related("answers")
        .prefetch_related(
            "asks",
            Prefetch("sources", queryset=EventSource.objects.select_related("source")),
            Prefetch("effects", queryset=EventMilestone.objects.select_related("milestone")),
            "replies",
            "corrections",
        )
    )


def as_folded(event: Event) -> status.Event:
    """What the folding needs of an event.

    Args:
        event: the event, with its asks, sources and effects at hand.
    """
    return status.Event(
        key=event.key,
        first=event.starts_on,
        last=event.ends_on,
        asks=tuple(ask.key for ask in event.asks.all()),
        effect=event.effect,
        milestones=tuple(status.MilestoneEffect(row.milestone.key, row.effect) for row in event.effects.all()),
        sources=tuple(status.Source(row.source.key, row.source.kind) for row in event.sources.all()),
        draft=event.draft,
        disputed=event.disputed,
    )


def statuses(as_of: datetime.date | None = None) -> dict[str, status.Status]:
    """Where every ask stands, by its key, in the order of the asks.

    Args:
        as_of: the day asked about; today when not given.
    """
    day = as_of or timezone.localdate()
    asks = list(
        Ask.objects.prefetch_related(Prefetch("milestones", queryset=Milestone.objects.order_by("sort_order", "pk")))
    )
    reached = milestones.reached((row for ask in asks for row in ask.milestones.all()), day)
    events = [as_folded(event) for event in published()]
    return {
        ask.key: status.status(
            status.Ask(
                ask.key,
                tuple(
                    status.Milestone(row.key, row.state, row.optional, row.key in reached)
                    for row in ask.milestones.all()
                ),
            ),
            events,
            day,
        )
        for ask in asks
    }


def status_of(key: str, as_of: datetime.date | None = None) -> status.Status | None:
    """Where one ask stands, or ``None`` when there is no such ask.

    Args:
        key: the ask's key.
        as_of: the day asked about; today when not given.
    """
    return statuses(as_of).get(key)


@dataclass(frozen=True)
class Clock:
    """A question, and how long it waited or has waited for its answer.

    ``reply`` is the reply readers may see. ``unread``: there is a reply, but nobody has read it in full yet, so it is a
    draft; the clock has stopped all the same. ``days`` is ``None`` where the dates are too vague to tell.
    """

    question: Event
    days: int | None
    reply: Event | None = None
    unread: bool = False

    @property
    def is_running(self) -> bool:
        """Whether no answer is known."""
        return self.reply is None and not self.unread


def clocks(as_of: datetime.date | None = None) -> list[Clock]:
    """Every published question with its clock, the newest first.

    Args:
        as_of: the day asked about; today when not given. Later questions and replies are left out.
    """
    day = as_of or timezone.localdate()
    found = []
    for question in published(Event.objects.filter(kind="question", ends_on__lte=day)).order_by("-ends_on", "-key"):
        replies = sorted((row for row in question.replies.all() if row.ends_on <= day), key=lambda row: row.ends_on)
        shown = next((row for row in replies if not row.draft), None)
        first = replies[0] if replies else None
        end = first.ends_on if first else day
        vague = question.starts_on != question.ends_on or (first is not None and first.starts_on != first.ends_on)
        found.append(
            Clock(question, None if vague else (end - question.ends_on).days, shown, bool(replies) and shown is None)
        )
    return found
