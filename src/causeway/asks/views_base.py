"""What every view of this room begins with: the rows of a page, its frame, and the questions in its address."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Prefetch
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from causeway.asks import dates, events
from causeway.asks.models import Ask, Event, Milestone
from causeway.asks.presenting import Lines, Tongue, address, has_drafts
from causeway.asks.presenting_asks import Standing, Standings
from causeway.asks.vocabulary import ACTOR_KINDS, KINDS, STANCES
from causeway.pages import api as pages_api

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: What a reader can narrow a list of events down by: the name in the address, and what it may be.
CHOICES: Mapping[str, Mapping[str, Any]] = {
    "kind": KINDS,
    "actor": ACTOR_KINDS,
    # Nothing a reader sees is still to be read.
    "stance": {key: words for key, words in STANCES.items() if key != "to-set"},
}
_LONGEST = 40


def begin(request: HttpRequest) -> str:
    """Take the organisation's time zone, in which all days are meant, and tell the reader's language.

    Args:
        request: the request. Its path says the language, so it is one of the site's.
    """
    language = get_language() or settings.LANGUAGE_CODE
    # Who speaks is read with the frame, and the frame sets the time zone.
    pages_api.speaker(request, language)
    return language


@dataclass
class Board:
    """Every ask and every event a reader may see, read once for one page.

    Args:
        language: the reader's.
        day: the day asked about; today when not given.
    """

    language: str
    day: datetime.date = field(default_factory=timezone.localdate)

    @cached_property
    def tongue(self) -> Tongue:
        """The page's languages."""
        return Tongue.of(self.language)

    @cached_property
    def asks(self) -> dict[str, Ask]:
        """Every ask by its key, in order, with its milestones."""
        steps = Prefetch("milestones", queryset=Milestone.objects.order_by("sort_order", "pk"))
        return {ask.key: ask for ask in Ask.objects.prefetch_related(steps)}

    @cached_property
    def events(self) -> dict[str, Event]:
        """Every published event by its key, the oldest first."""
        return {event.key: event for event in events.published()}

    @cached_property
    def unread(self) -> dict[str, int]:
        """How many replies about each ask are recorded and still to be read; under the empty key, about all."""
        drafts = Event.objects.filter(draft=True, kind="reply")
        counts = dict(drafts.order_by().values_list("asks__key").annotate(Count("pk", distinct=True)))
        return {**{key: count for key, count in counts.items() if key}, "": drafts.count()}

    def lines(self, ask: str = "") -> Lines:
        """What makes lines of events.

        Args:
            ask: the ask whose page it is.
        """
        return Lines(self.tongue, self.asks, ask)

    def standings(self, ask: str = "") -> list[Standing]:
        """Where the asks stand on the day.

        Args:
            ask: only this one; all when empty.
        """
        found = events.statuses(self.day)
        make = Standings(self.lines(ask), self.events)
        return [
            make.standing(self.asks[key], one, self.unread.get(key, 0))
            for key, one in found.items()
            if key in self.asks and ask in ("", key)
        ]

    def newest(self, ask: str = "") -> list[Event]:
        """The events of one ask, or all, that had begun on the day, the newest first.

        Args:
            ask: the ask's key.
        """
        return [
            event
            for event in reversed(self.events.values())
            if event.starts_on <= self.day and (not ask or any(own.key == ask for own in event.asks.all()))
        ]


@dataclass(frozen=True)
class Asked:
    """What a reader asked for in the address.

    ``chosen`` holds what was understood, ``faults`` a sentence for whatever was not.
    """

    chosen: dict[str, str]
    day: datetime.date
    on: str
    faults: list[str]

    @property
    def is_filtered(self) -> bool:
        """Whether events are left out."""
        return any(self.chosen.values())

    @property
    def query(self) -> dict[str, str]:
        """What to ask again, for the address of the same events as a file."""
        return {name: value for name, value in {**self.chosen, "on": self.on}.items() if value}

    def fits(self, event: Event) -> bool:
        """Whether an event is among those asked for."""
        has = {"kind": event.kind, "actor": event.actor_kind, "stance": event.stance, "year": event.date[:4]}
        return all(has[name] == value for name, value in self.chosen.items() if value)


def read_query(request: HttpRequest) -> Asked:
    """Read what a reader asked for; what cannot be understood is left out, and said.

    Args:
        request: the request.
    """
    chosen, faults = {}, []
    for name, known in CHOICES.items():
        value = _value(request, name)
        chosen[name] = value if value in known else ""
        if value and value not in known:
            faults.append(_("‘%(value)s’ is not in the list. Choose again below.") % {"value": value})
    year = _value(request, "year")
    chosen["year"] = year if len(year) == 4 and dates.is_partial(year) else ""
    if year and not chosen["year"]:
        faults.append(_("‘%(value)s’ is no year. Write four figures, for example 2018.") % {"value": year})
    day, on, fault = read_day(request)
    return Asked(chosen, day, on, faults + ([fault] if fault else []))


def read_day(request: HttpRequest) -> tuple[datetime.date, str, str]:
    """The day asked about, as it was asked, and a sentence when it was not understood.

    Args:
        request: the request.

    Returns:
        Today, with nothing asked, where the day is no date or still to come.
    """
    today, on = timezone.localdate(), _value(request, "on")
    if not on:
        return today, "", ""
    if not dates.is_partial(on):
        words = _("‘%(value)s’ is no date. Write year, month and day, for example 2018-06-30. Below is today.")
        return today, "", words % {"value": on}
    if dates.first_day(on) > today:
        return today, "", _("‘%(value)s’ is still to come. Below is today.") % {"value": on}
    return min(dates.last_day(on), today), on, ""


def _value(request: HttpRequest, name: str) -> str:
    return str(request.GET.get(name, ""))[:_LONGEST].strip()


def show(
    request: HttpRequest,
    board: Board,
    template: str,
    make: Callable[[], dict[str, Any]],
    path: str = "",
    status: int = 200,
) -> HttpResponse:
    """One page of this room.

    Args:
        request: the request.
        board: its rows.
        template: its template.
        make: gives its words: ``title``, ``lead`` and what the template needs. Called in the language of the words,
            which is English where this room is not translated.
        path: its address below ``asks/``.
        status: of the answer.
    """
    language = board.language
    with override(board.tongue.words):
        words = make()
        crumb = _("Where the asks stand")
    title = words["title"]
    frame = pages_api.reader_context(
        request,
        language=language,
        title=words.get("plain_title", str(title)),
        path=f"asks/{path}",
        description=words.get("description", ""),
    )
    frame.update(
        {
            "tongue": board.tongue,
            "crumb": {"url": address("", language), "title": crumb},
            "is_draft_translation": has_drafts(words.get("worded", ()), language),
            "here": address(path, language),
            **words,
        }
    )
    return render(request, template, frame, status=status)
