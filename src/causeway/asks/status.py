"""Where an ask stands, worked out from what happened. No Django, no database, no clock: the day is given.

Events are folded in the order of their dates. The order in which they are given is no matter.

**Which events count.** An event is left out when it is a draft, when it is disputed and no second person has confirmed
it, when it has no effect on the ask, or when its date lies after the day asked about. One that has an effect but
neither two sources nor one primary source (:data:`PRIMARY`) waits: it is listed in ``waiting`` and changes nothing.

**Partial dates.** An event counts from the *last* day its date allows, for from then on it has happened for certain:
``2016`` counts from 31 December 2016. On one day steps forward are folded before refusals and reversals.

**What an event does, and what follows**

==============================  ================================================================================
it completes a milestone        The milestone is done, and the ask stands where its milestones say (below).
it advances a milestone         The ask is ``acknowledged`` if it was ``not_started``; else it stands where it stood.
it advances the ask             The same.
it acknowledges the ask         The same, but a refusal or reversal before it stays.
it refuses the ask              ``refused``, until a later event completes or advances something.
it reverses a milestone         The milestone is no longer done (one that was not done: nothing). ``reversed``, until
                                a later event completes or advances something, if the ask stood at the milestone's
                                state, was ``implemented`` by it, or was ``partly_met`` by it alone.
it reverses the ask             No milestone is done any more; ``reversed`` in the same way.
nothing happens for 365 days    ``stalled``, with the state it stalled in, if that is on the way
                                (:data:`ON_THE_WAY`); the next event with an effect that counts ends it. Not if
                                another one *may* have happened in time, its date being partial.
the law reaches a milestone     It is completed on the day asked about, after all events.
==============================  ================================================================================

**Where the milestones say it stands**, the first of these that holds:

1. all required milestones are done: ``implemented``;
2. of the milestones that are done and have a ``state``, the one furthest down the list has a strong one
   (:data:`STRONG`): that state;
3. a required milestone is done beside it: ``partly_met``;
4. the state of that milestone, where there is one;
5. else ``acknowledged``, or ``not_started`` while nothing has happened.

So a plan that is published makes ``plan_published``, and the next required step done makes ``partly_met``; a draft makes
``drafted`` however many steps without a state are done, and a consultation held after it does not set it back.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Final

NOT_STARTED: Final = "not_started"
ACKNOWLEDGED: Final = "acknowledged"
PARTLY_MET: Final = "partly_met"
IMPLEMENTED: Final = "implemented"
REFUSED: Final = "refused"
STALLED: Final = "stalled"
REVERSED: Final = "reversed"

#: States in which nothing happening means that the ask has stalled.
ON_THE_WAY: Final = frozenset(
    {ACKNOWLEDGED, "plan_published", "drafted", "needs_ce_consent", "introduced", "committee"}
)
#: States that being partly met does not replace.
STRONG: Final = frozenset({"drafted", "needs_ce_consent", "introduced", "committee", "passed", "in_force", IMPLEMENTED})
#: States a milestone may lead to; the others are worked out.
REACHABLE: Final = ("acknowledged", "plan_published", "drafted", "needs_ce_consent", "introduced", "committee", "passed",
                    "in_force", "implemented", "partly_met")  # fmt: skip
#: Kinds of sources of which one is enough: those who act, speaking for themselves.
PRIMARY: Final = frozenset({"government", "court", "law", "un", "treaty-body"})
STALLS_AFTER: Final = datetime.timedelta(days=365)


@dataclass(frozen=True)
class Source:
    """A source by its key, and its kind."""

    key: str
    kind: str


@dataclass(frozen=True)
class MilestoneEffect:
    """What an event did to a milestone: ``advances``, ``completes`` or ``reverses``."""

    milestone: str
    effect: str


@dataclass(frozen=True)
class Event:
    """What the folding needs of an event. ``first`` and ``last`` are the days its date allows."""

    key: str
    first: datetime.date
    last: datetime.date
    asks: tuple[str, ...] = ()
    effect: str = "none"
    milestones: tuple[MilestoneEffect, ...] = ()
    sources: tuple[Source, ...] = ()
    draft: bool = False
    disputed: bool = False

    @property
    def is_sourced(self) -> bool:
        """Whether it has two sources or one primary one."""
        return len({source.key for source in self.sources}) > 1 or any(
            source.kind in PRIMARY for source in self.sources
        )


@dataclass(frozen=True)
class Milestone:
    """What the folding needs of a milestone. ``reached``: the law itself reaches it on the day asked about."""

    key: str
    state: str = ""
    optional: bool = False
    reached: bool = False


@dataclass(frozen=True)
class Ask:
    """An ask with its milestones in their order."""

    key: str
    milestones: tuple[Milestone, ...] = ()


@dataclass(frozen=True)
class Rung:
    """Where one milestone stands, and the keys of the events that made it so.

    ``done_by`` is empty where the law itself reaches it; ``done_on`` is then the day asked about.
    """

    key: str
    done: bool = False
    done_by: str = ""
    done_on: datetime.date | None = None
    advanced_by: tuple[str, ...] = ()
    reversed_by: str = ""


@dataclass(frozen=True)
class Turn:
    """One change of state: from which day, to what, and by which event (none when time or the law did it)."""

    on: datetime.date
    state: str
    event: str = ""
    stalled_in: str = ""


@dataclass(frozen=True)
class Status:
    """Where an ask stands on a day.

    ``since`` is the day the state began, ``days`` the number of days since the last step (an event with an effect that
    counts; ``last_step``), ``made_by`` the keys of the events that made the state, ``waiting`` those of events that
    wait for a second source, ``trail`` every change of state, oldest first.
    """

    ask: str
    as_of: datetime.date
    state: str = NOT_STARTED
    stalled_in: str = ""
    since: datetime.date | None = None
    days: int | None = None
    last_step: str = ""
    made_by: tuple[str, ...] = ()
    milestones: tuple[Rung, ...] = ()
    waiting: tuple[str, ...] = ()
    trail: tuple[Turn, ...] = ()

    @property
    def done(self) -> int:
        """How many milestones are done."""
        return sum(rung.done for rung in self.milestones)


@dataclass
class _Fold:
    """The fold as it goes. ``over`` is a refusal or reversal that lies over where the milestones say it stands."""

    ask: Ask
    began_by: str = ""
    over: str = ""
    over_by: str = ""
    rungs: dict[str, Rung] = field(default_factory=dict)
    trail: list[Turn] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rungs = {milestone.key: Rung(milestone.key) for milestone in self.ask.milestones}

    @property
    def state(self) -> str:
        return self.over or self.stand()[0]

    @property
    def made_by(self) -> tuple[str, ...]:
        return (self.over_by,) if self.over else self.stand()[1]

    def stand(self) -> tuple[str, tuple[str, ...], str]:
        """Where the milestones say it stands, the events that made it so, and the milestone whose state that is."""
        done = [milestone for milestone in self.ask.milestones if self.rungs[milestone.key].done]
        required = {milestone.key for milestone in self.ask.milestones if not milestone.optional}
        met = {milestone.key for milestone in done} & required
        if required and met == required:
            return IMPLEMENTED, self.done_by(met), ""
        holder = next((milestone for milestone in reversed(done) if milestone.state), None)
        if holder and (holder.state in STRONG or not met - {holder.key}):
            return holder.state, self.done_by({holder.key}), holder.key
        if met:
            return PARTLY_MET, self.done_by(met), ""
        return (ACKNOWLEDGED, (self.began_by,), "") if self.began_by else (NOT_STARTED, (), "")

    def done_by(self, keys: set[str]) -> tuple[str, ...]:
        """The events that completed some milestones, oldest first."""
        rungs = sorted(
            (self.rungs[key] for key in keys), key=lambda rung: (rung.done_on or datetime.date.max, rung.done_by)
        )
        return tuple(dict.fromkeys(rung.done_by for rung in rungs if rung.done_by))

    def take(self, event: Event) -> None:
        """Fold one event."""
        effects = {effect.milestone: effect.effect for effect in event.milestones}
        for key, rung in self.rungs.items():
            effect = effects.get(key)
            if effect == "completes":
                self.complete(key, event.key, event.last)
            elif effect == "advances":
                self.rungs[key] = replace(rung, advanced_by=(*rung.advanced_by, event.key))
                self.forward(event.key)
        undone = {key for key, effect in effects.items() if effect == "reverses" and key in self.rungs}
        self.undo(undone, event.key)
        if self.ask.key in event.asks:
            if event.effect == "advances":
                self.forward(event.key)
            elif event.effect == "acknowledges":
                self.began_by = self.began_by or event.key
            elif event.effect == "refuses":
                self.over, self.over_by = REFUSED, event.key
            elif event.effect == "reverses":
                self.undo(set(self.rungs), event.key)
                self.over, self.over_by = REVERSED, event.key

    def forward(self, event: str) -> None:
        """A step forward: lifts what lies over the progress."""
        self.over = self.over_by = ""
        self.began_by = self.began_by or event

    def complete(self, key: str, event: str, day: datetime.date) -> None:
        self.forward(event)
        rung = self.rungs[key]
        if not rung.done:
            self.rungs[key] = replace(rung, done=True, done_by=event, done_on=day, reversed_by="")

    def undo(self, keys: set[str], event: str) -> None:
        """Take back milestones that are done; what the ask stood at may have rested on one of them."""
        keys = {key for key in keys if self.rungs[key].done}
        if not keys:
            return
        before, _made_by, holder = self.stand()
        for key in keys:
            self.rungs[key] = Rung(key, advanced_by=self.rungs[key].advanced_by, reversed_by=event)
        after = self.stand()[0]
        if (
            holder in keys
            or (before == IMPLEMENTED and after != IMPLEMENTED)
            or (before == PARTLY_MET and after in {NOT_STARTED, ACKNOWLEDGED})
        ):
            self.over, self.over_by = REVERSED, event

    def note(self, on: datetime.date, event: str, stalled_in: str = "") -> None:
        """Note a change of state in the trail, if it is one."""
        state = STALLED if stalled_in else self.state
        before = self.trail[-1] if self.trail else Turn(on, NOT_STARTED)
        if (before.state, before.stalled_in) != (state, stalled_in):
            self.trail.append(Turn(on, state, event, stalled_in))


def touches(ask: Ask, event: Event) -> bool:
    """Whether an event has an effect on an ask, or on a milestone of it.

    Args:
        ask: the ask.
        event: the event.
    """
    own = {milestone.key for milestone in ask.milestones}
    return (event.effect != "none" and ask.key in event.asks) or any(
        effect.milestone in own for effect in event.milestones
    )


def _order(event: Event) -> tuple[datetime.date, datetime.date, bool, str]:
    setback = event.effect in {"refuses", "reverses"} or any(effect.effect == "reverses" for effect in event.milestones)
    return event.last, event.first, setback, event.key


def status(ask: Ask, events: Iterable[Event], as_of: datetime.date) -> Status:
    """Fold events into where an ask stands.

    Args:
        ask: the ask with its milestones.
        events: all events, in any order; each key once.
        as_of: the day asked about. Events whose date may still lie after it have no effect yet.

    Returns:
        Where it stands, with what made it so.
    """
    meant = [event for event in events if touches(ask, event) and not event.draft and not event.disputed]
    steps = sorted((event for event in meant if event.is_sourced), key=_order)
    fold = _Fold(ask)
    last: Event | None = None
    for number, event in enumerate(steps):
        if event.last > as_of:
            break
        _stall(fold, last, steps[number:], event.last)
        fold.take(event)
        fold.note(event.last, event.key)
        last = event
    later = [event for event in steps if event.last > as_of and event.first <= as_of]
    stalled_in = _stall(fold, last, later, as_of)
    reached = [milestone for milestone in ask.milestones if milestone.reached]
    for milestone in reached:
        fold.complete(milestone.key, "", as_of)
    if reached:
        fold.note(as_of, "")
        stalled_in = ""
    return Status(
        ask=ask.key,
        as_of=as_of,
        state=STALLED if stalled_in else fold.state,
        stalled_in=stalled_in,
        since=fold.trail[-1].on if fold.trail else None,
        days=(as_of - last.last).days if last else None,
        last_step=last.key if last else "",
        made_by=fold.made_by,
        milestones=tuple(fold.rungs.values()),
        waiting=tuple(
            event.key for event in sorted(meant, key=_order) if not event.is_sourced and event.first <= as_of
        ),
        trail=tuple(fold.trail),
    )


def _stall(fold: _Fold, last: Event | None, others: Iterable[Event], until: datetime.date) -> str:
    """Note that the ask stalled between its last step and a day, if it did; gives the state it stalled in."""
    if last is None or fold.state not in ON_THE_WAY:
        return ""
    day = last.last + STALLS_AFTER
    if day > until or any(event.first < day for event in others):
        return ""
    fold.note(day, "", fold.state)
    return fold.state
