"""Where an ask stands, as a reader sees it: the status with its reasons, the ladder of milestones, the trail."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from causeway.asks import status
from causeway.asks.models import Ask, Event, Milestone
from causeway.asks.presenting import EventLine, Lines, Link, address, day_text, state_words
from causeway.asks.vocabulary import MILESTONE_EFFECTS
from causeway.asks.words import language_of, pick


@dataclass(frozen=True)
class Happening:
    """What an event did to a milestone."""

    event: Link
    words: str


@dataclass(frozen=True)
class RungLine:
    """One milestone. ``mark`` is ``done``, ``partly``, ``open`` or ``reversed``."""

    key: str
    title: SafeString
    test: SafeString
    mark: str
    words: str
    is_optional: bool
    by_law: bool
    happened: list[Happening] = field(default_factory=list)


@dataclass(frozen=True)
class TurnLine:
    """One change of status."""

    when: SafeString
    on: str
    state: str
    words: str
    event: Link | None
    why: str


@dataclass(frozen=True)
class Standing:
    """One ask and where it stands on a day."""

    key: str
    url: str
    title: SafeString
    wording: SafeString
    addressed_to: SafeString
    state: str
    words: str
    sentence: str
    since: SafeString
    days: str
    last_step: Link | None
    why: list[EventLine]
    rungs: list[RungLine]
    done: int
    total: int
    done_text: str
    waiting: list[EventLine]
    trail: list[TurnLine]
    unread: int = 0


def _sentence(found: status.Status) -> str:
    """What a status means, in one or two sentences."""
    if found.state == status.STALLED:
        return _("It stood at ‘%(state)s’, and nothing on record has moved it for a year or more.") % {
            "state": state_words(found.stalled_in)
        }
    return {
        "not_started": _("No step towards it is on record."),
        "acknowledged": _(
            "Something has been done about it, but no milestone that would change its status is reached."
        ),
        "plan_published": _("A plan is published. The other milestones are still open."),
        "drafted": _("A draft can be read. It has not been introduced in the legislature."),
        "needs_ce_consent": _("A bill needs the consent of the head of government before it can be introduced."),
        "introduced": _("A bill has been introduced in the legislature."),
        "committee": _("A bill is with a committee of the legislature."),
        "passed": _("A bill has been passed. It is not in force yet."),
        "in_force": _("A law is in force. Other milestones are still open."),
        "implemented": _("Every milestone that the ask needs is reached."),
        "partly_met": _("Part of it is done. Other milestones that it needs are still open."),
        "refused": _("It was refused, and nothing on record has moved it forward since."),
        "reversed": _("Something that had been reached was taken back."),
    }[found.state]


def _mark(rung: status.Rung) -> tuple[str, str]:
    if rung.done:
        return "done", _("Done")
    if rung.reversed_by:
        return "reversed", _("Taken back")
    return ("partly", _("Partly")) if rung.advanced_by else ("open", _("Open"))


@dataclass
class Standings:
    """Makes standings for one page.

    Args:
        lines: makes the lines of events.
        events: every published event by its key.
    """

    lines: Lines
    events: Mapping[str, Event]

    def standing(self, ask: Ask, found: status.Status, unread: int = 0) -> Standing:
        """One ask.

        Args:
            ask: the ask with its milestones.
            found: where it stands.
            unread: how many replies about it are recorded and still to be read.
        """
        tongue = self.lines.tongue
        rungs = [
            self.rung(milestone, rung) for milestone, rung in zip(ask.milestones.all(), found.milestones, strict=True)
        ]
        trail = [self.turn(turn) for turn in reversed(found.trail)]
        return Standing(
            key=ask.key,
            url=address(ask.key, tongue.reader),
            title=tongue.said(ask.title),
            wording=tongue.quotation(pick(ask.wording, tongue.reader), language_of(ask.wording, tongue.reader)),
            addressed_to=tongue.said(ask.addressed_to),
            state=found.state,
            words=state_words(found.state),
            sentence=_sentence(found),
            since=trail[0].when if trail else SafeString(),
            days=self.days(found),
            last_step=self.link(found.last_step),
            why=self.event_lines(found.made_by),
            rungs=rungs,
            done=found.done,
            total=len(rungs),
            done_text=_("%(done)s of %(total)s milestones done")
            % {"done": tongue.number(found.done), "total": tongue.number(len(rungs))},
            waiting=self.event_lines(found.waiting),
            trail=trail,
            unread=unread,
        )

    def days(self, found: status.Status) -> str:
        """The days since the last step; at least so many where its date is only known to the month or the year."""
        if found.days is None:
            return ""
        words = self.lines.tongue.days(found.days)
        step = self.events.get(found.last_step)
        return _("at least %(days)s") % {"days": words} if step and step.starts_on != step.ends_on else words

    def event_lines(self, keys: tuple[str, ...]) -> list[EventLine]:
        """Events by their keys, those that readers may see."""
        return [self.lines.line(self.events[key]) for key in keys if key in self.events]

    def link(self, key: str) -> Link | None:
        """A link to an event, or ``None`` where there is none."""
        return self.lines.link(self.events[key]) if key in self.events else None

    def rung(self, milestone: Milestone, rung: status.Rung) -> RungLine:
        """One milestone with what happened to it."""
        tongue = self.lines.tongue
        mark, words = _mark(rung)
        did = [(key, "advances") for key in rung.advanced_by]
        did += [(rung.done_by, "completes")] if rung.done_by else []
        did += [(rung.reversed_by, "reverses")] if rung.reversed_by else []
        links = [(self.link(key), str(MILESTONE_EFFECTS[effect])) for key, effect in did]
        return RungLine(
            key=rung.key,
            title=tongue.said(milestone.title),
            test=tongue.said(milestone.test),
            mark=mark,
            words=words,
            is_optional=milestone.optional,
            by_law=milestone.reached_by == "law-coverage",
            happened=[Happening(link, words) for link, words in links if link],
        )

    def turn(self, turn: status.Turn) -> TurnLine:
        """One change of status; the date is as vague as that of the event that made it."""
        tongue = self.lines.tongue
        event = self.events.get(turn.event)
        words = state_words(turn.state)
        why = ""
        if turn.stalled_in:
            why = _("Nothing on record moved it for a year; it had stood at ‘%(state)s’.") % {
                "state": state_words(turn.stalled_in)
            }
        elif event is None:
            why = _("The law itself reaches a milestone.")
        on = event.date if event else day_text(turn.on)
        return TurnLine(tongue.day(on), on, turn.state, words, self.lines.link(event) if event else None, why)
