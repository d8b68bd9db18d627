"""Which conduct a place's law covers, on a day: low, central and high, never one bare number.

A cell is covered (``offence``) when an offence of that kind reaches it; touched (``fragment``) when only a provision
that catches a part reaches it; else ``none``. Verdicts are computed from the scopes, never typed in. Values in doubt
give three readings: *low* leaves them out, *central* follows what was put forward, *high* resolves every doubt for the
law. A fragment is always shown and never counted as covered.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lawgap.cells import Cell, Space, space_of
from lawgap.faults import LawError, listed, nearest, quoted
from lawgap.models import READINGS, Law, Provision, Reading, Scope, Standard
from lawgap.staleness import stale_provisions

_EMPTY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Counts:
    """How many cells are covered, only touched, and neither."""

    offence: int
    fragment: int
    none: int

    @property
    def total(self) -> int:
        return self.offence + self.fragment + self.none


@dataclass(frozen=True)
class Masks:
    """Sets of cells in one reading; a cell may be in both."""

    offence: int = 0
    fragment: int = 0


@dataclass(frozen=True)
class Hit:
    """A provision in force with the reading that is scored, and the cells it reaches in each of the three readings."""

    provision: Provision
    reading: Reading
    masks: Mapping[str, Masks]

    def reaches(self, cell: int, reading: str) -> str:
        """``offence``, ``fragment`` or nothing."""
        masks = self.masks[reading]
        if masks.offence >> cell & 1:
            return "offence"
        return "fragment" if masks.fragment >> cell & 1 else ""


def scopes_of(reading: Reading) -> dict[str, Scope]:
    """The scope in each of the three readings.

    Args:
        reading: what was put forward, with its doubts.

    Returns:
        ``low``: the scope without what is in doubt; ``central``: the scope; ``high``: the scope with what is in doubt.
    """
    doubtful = reading.doubtful
    return {
        "low": {code: values - doubtful.get(code, _EMPTY) for code, values in reading.scope.items()},
        "central": reading.scope,
        "high": {code: values | doubtful.get(code, _EMPTY) for code, values in reading.scope.items()},
    }


def hit_of(provision: Provision, reading: Reading, space: Space) -> Hit:
    """What a provision reaches.

    Args:
        provision: the provision.
        reading: what it is taken to reach.
        space: the cells of its standard.
    """
    if reading.kind not in ("offence", "fragment"):
        return Hit(provision, reading, dict.fromkeys(READINGS, Masks()))
    central = space.reached(reading.scope)
    if not reading.doubtful and reading.doubtful_offence is None:
        same = Masks(offence=central) if reading.kind == "offence" else Masks(fragment=central)
        return Hit(provision, reading, dict.fromkeys(READINGS, same))
    cells = {name: space.reached(scope) for name, scope in scopes_of(reading).items()}
    if reading.kind == "offence":
        return Hit(provision, reading, {name: Masks(offence=mask) for name, mask in cells.items()})
    masks = {name: Masks(fragment=mask) for name, mask in cells.items()}
    if reading.doubtful_offence is not None:
        masks["high"] = Masks(space.reached(reading.doubtful_offence) & cells["high"], cells["high"])
    return Hit(provision, reading, masks)


class Score:
    """What the law of one place covers of one standard on one day.

    Args:
        standard: what it is held against.
        jurisdiction: the place.
        as_of: the day whose law it is.
        hits: the provisions in force that have been read.
        read_on: the day whose readings they are; ``None`` for those that stand.
        stale: codes of provisions whose text has changed since they were read.
        label: how to call it beside another, such as the name of a bill.
    """

    def __init__(
        self,
        standard: Standard,
        jurisdiction: str,
        as_of: datetime.date,
        hits: Iterable[Hit],
        read_on: datetime.date | None = None,
        stale: frozenset[str] = frozenset(),
        label: str = "",
    ) -> None:
        self.standard, self.jurisdiction, self.as_of, self.read_on = standard, jurisdiction, as_of, read_on
        self.label = label
        self.space = space_of(standard)
        self.scored = tuple(hits)
        self.stale = tuple(sorted(stale & {hit.provision.code for hit in self.scored}))
        self.masks: dict[str, Masks] = {}
        for name in READINGS:
            offence = fragment = 0
            for hit in self.scored:
                offence |= hit.masks[name].offence
                fragment |= hit.masks[name].fragment
            self.masks[name] = Masks(offence, fragment & ~offence)

    @property
    def total(self) -> int:
        """How many cells the standard has."""
        return self.space.total

    @property
    def cells(self) -> tuple[Cell, ...]:
        return self.space.cells

    def counted(self, among: int) -> dict[str, Counts]:
        """The three counts in each reading.

        Args:
            among: the set of cells to count, as :class:`~lawgap.cells.Space` gives it.
        """
        size = among.bit_count()
        found = {}
        for name, masks in self.masks.items():
            offence, fragment = (masks.offence & among).bit_count(), (masks.fragment & among).bit_count()
            found[name] = Counts(offence, fragment, size - offence - fragment)
        return found

    @cached_property
    def counts(self) -> dict[str, Counts]:
        """The three counts in each reading, over all cells."""
        return self.counted(self.space.all)

    @cached_property
    def by(self) -> dict[str, dict[str, dict[str, Counts]]]:
        """The counts of each value of each dimension. A child's cells have no means and are in none of its values."""
        return {
            dimension: {value: self.counted(mask) for value, mask in masks.items()}
            for dimension, masks in self.space.having.items()
        }

    def select(self, **choice: str) -> dict[str, Counts]:
        """The counts over the cells that have some values, such as ``purpose="forced_labour", victim="adult"``.

        Args:
            choice: one value for each dimension that matters.

        Raises:
            LawError: when the standard has no such dimension or value.
        """
        return self.counted(self.chosen(choice))

    def chosen(self, choice: Mapping[str, str]) -> int:
        """The set of cells that have some values.

        Raises:
            LawError: when the standard has no such dimension or value.
        """
        for code, value in choice.items():
            values = self.space.having.get(code)
            if values is None:
                raise LawError(
                    f"{quoted(code)} is no dimension of {self.standard.code}; it has {listed(self.space.having)}"
                )
            if value not in values:
                raise LawError(
                    f"{quoted(value)} is no value of '{code}'; it has {listed(values)}.{nearest(value, values)}"
                )
        return self.space.chosen(choice)

    def verdict(self, cell: int, reading: str = "central") -> str:
        """``offence``, ``fragment`` or ``none``.

        Args:
            cell: its number.
            reading: ``low``, ``central`` or ``high``.
        """
        masks = self.masks[reading]
        if masks.offence >> cell & 1:
            return "offence"
        return "fragment" if masks.fragment >> cell & 1 else "none"

    def hits(self, cell: int, reading: str = "central") -> list[Hit]:
        """The provisions that reach a cell, offences first."""
        found = [hit for hit in self.scored if hit.reaches(cell, reading)]
        return sorted(found, key=lambda hit: (hit.reaches(cell, reading) != "offence", hit.provision.code))

    def reaching(self, among: int, reading: str = "central") -> list[Hit]:
        """The provisions that reach any of a set of cells, by code."""
        found = [hit for hit in self.scored if (hit.masks[reading].offence | hit.masks[reading].fragment) & among]
        return sorted(found, key=lambda hit: hit.provision.code)

    @cached_property
    def unsigned(self) -> tuple[str, ...]:
        """Codes of scored provisions whose reading nobody has signed."""
        return tuple(sorted(hit.provision.code for hit in self.scored if not hit.reading.review.is_signed))

    @property
    def is_draft(self) -> bool:
        """Whether anything in it is unsigned or stale."""
        return bool(self.unsigned or self.stale)

    @cached_property
    def reviewers(self) -> tuple[tuple[str, str, str], ...]:
        """Name, role and latest day of everyone who signed a reading in it."""
        latest: dict[tuple[str, str], str] = {}
        for hit in self.scored:
            review = hit.reading.review
            if review.is_signed:
                key = (review.by, review.role)
                latest[key] = max(latest.get(key, ""), review.on)
        return tuple((by, role, on) for (by, role), on in sorted(latest.items()))


def choose(law: Law, standard: str | None, jurisdiction: str | None) -> tuple[Standard, str]:
    """The standard and the place that are meant.

    Args:
        law: what was read.
        standard: its code; may be ``None`` while there is one.
        jurisdiction: its code; may be ``None`` while there is one.

    Raises:
        LawError: when there is none of that name, or several and none is named.
    """
    if standard is None:
        if len(law.standards) != 1:
            raise LawError(f"say which standard: {listed(law.standards)}")
        standard = next(iter(law.standards))
    if standard not in law.standards:
        known = law.standards
        raise LawError(f"there is no standard {quoted(standard)}.{nearest(standard, known)} There is {listed(known)}")
    places = law.jurisdictions
    if jurisdiction is None:
        if len(places) != 1:
            raise LawError(f"say which jurisdiction: {listed(places)}")
        jurisdiction = places[0]
    if jurisdiction not in places:
        hint = nearest(jurisdiction, places)
        raise LawError(f"there is no law of {quoted(jurisdiction)}.{hint} There is law of {listed(places)}")
    return law.standards[standard], jurisdiction


def score(
    law: Law,
    standard: str | None = None,
    jurisdiction: str | None = None,
    as_of: datetime.date | None = None,
    read_on: datetime.date | None = None,
) -> Score:
    """Score a place's law.

    Args:
        law: what was read.
        standard: the standard's code; may be left out while there is one.
        jurisdiction: the place's code; may be left out while there is one.
        as_of: the day whose law counts; today when left out.
        read_on: the day whose readings of that law count; those that stand when left out.

    Returns:
        The score.

    Raises:
        LawError: when standard or jurisdiction is unknown or not clear.
    """
    against, place = choose(law, standard, jurisdiction)
    # The clock is read on purpose: 'today' is what a person without a date asks for.
    day = as_of or datetime.date.today()  # noqa: DTZ011
    space = space_of(against)
    hits = []
    for provision in law.provisions(place):
        if provision.standard != against.code or not provision.in_force(day):
            continue
        reading = provision.reading_on(read_on)
        if reading is not None:
            hits.append(hit_of(provision, reading, space))
    return Score(against, place, day, hits, read_on, frozenset(stale_provisions(law)))
