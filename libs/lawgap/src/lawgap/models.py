"""A standard, the law of a place, a bill, a verdict: as plain immutable values."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

#: Words by language, such as ``{"en": "recruit", "zh-hant": "招募"}``.
Words = Mapping[str, str]
#: Values of each dimension, such as ``{"act": frozenset({"recruit"})}``; every dimension of the standard is there.
Scope = Mapping[str, frozenset[str]]

Kind = Literal["offence", "fragment", "duty", "policy"]
KINDS: Final = ("offence", "fragment", "duty", "policy")
#: How strongly a standard asks; ``unknown`` where nobody has read the wording yet. Failing to ``consider`` something
#: one has considered is no breach, so a gap is counted as one only under the first two.
FORCES: Final = ("must", "must_qualified", "endeavour", "consider", "may", "unknown")
BINDING_FORCES: Final = ("must", "must_qualified")
VERDICTS: Final = ("covered", "partly", "not", "different", "unclear")
HOLDERS: Final = ("government", "un", "court", "academic", "ngo", "foreign")
INSTRUMENT_KINDS: Final = ("statute", "treaty", "policy", "subsidiary")
READINGS: Final = ("low", "central", "high")
CELL_VERDICTS: Final = ("offence", "fragment", "none")


def first_day(text: str) -> datetime.date:
    """The first day of a partial date; for no date, the first of all days.

    Args:
        text: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or nothing.

    Raises:
        ValueError: when it is none of these.
    """
    if not text:
        return datetime.date.min
    parts = [int(part) for part in text.split("-")]
    return datetime.date(parts[0], *(parts[1:] or [1]), *([1] if len(parts) < 3 else []))


def last_day(text: str) -> datetime.date:
    """The last day of a partial date; for no date, the last of all days.

    Args:
        text: ``YYYY``, ``YYYY-MM``, ``YYYY-MM-DD`` or nothing.

    Raises:
        ValueError: when it is none of these.
    """
    if not text:
        return datetime.date.max
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return datetime.date(parts[0], 12, 31)
    if len(parts) == 2:
        return datetime.date(parts[0], parts[1], calendar.monthrange(parts[0], parts[1])[1])
    return datetime.date(*parts)


@dataclass(frozen=True)
class Value:
    """One value of a dimension, such as ``recruit``."""

    code: str
    title: Words


@dataclass(frozen=True)
class Dimension:
    """One side of a conduct, such as the act."""

    code: str
    title: Words
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Block:
    """Cells that share fixed values, such as ``victim: adult``, and vary over the dimensions ``of``."""

    fixed: Mapping[str, str]
    of: tuple[str, ...]


@dataclass(frozen=True)
class Element:
    """One duty of a standard, in own words.

    Args:
        code: such as ``art9.1``.
        force: one of :data:`FORCES`.
    """

    code: str
    title: Words
    text: Words
    force: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Standard:
    """What a law is held against: a treaty's definition as dimensions, and its duties as elements."""

    code: str
    title: Words
    short: Words
    dimensions: tuple[Dimension, ...]
    blocks: tuple[Block, ...]
    elements: tuple[Element, ...] = ()
    adopted: str = ""
    in_force: str = ""
    sources: tuple[str, ...] = ()
    note: Words = field(default_factory=dict)

    def dimension(self, code: str) -> Dimension | None:
        """The dimension of a code, or ``None``."""
        return next((dimension for dimension in self.dimensions if dimension.code == code), None)

    def element(self, code: str) -> Element | None:
        """The element of a code, or ``None``."""
        return next((element for element in self.elements if element.code == code), None)


@dataclass(frozen=True)
class Review:
    """Who signed, as what, when. Nobody, while ``by`` is empty: a draft."""

    by: str = ""
    role: str = ""
    on: str = ""
    note: str = ""

    @property
    def is_signed(self) -> bool:
        return bool(self.by)


@dataclass(frozen=True)
class Penalty:
    """The most a court may impose, as far as it is known.

    Args:
        years: of prison, as text.
        months: of prison, as text.
        life: whether it may be for life.
        fine: as the law writes it.
        note: a remark in words.
    """

    years: str = ""
    months: str = ""
    life: bool = False
    fine: str = ""
    note: Words = field(default_factory=dict)

    @property
    def prison_months(self) -> float | None:
        """The longest time in prison in months, infinite for life; ``None`` when nothing is known of it."""
        if self.life:
            return float("inf")
        if not self.years and not self.months:
            return None
        return float(self.years or 0) * 12 + float(self.months or 0)

    @property
    def is_known(self) -> bool:
        return bool(self.years or self.months or self.life or self.fine or self.note)


@dataclass(frozen=True)
class Cite:
    """Where the text stands, and which text was read.

    Args:
        url: the address.
        part: the section.
        checked: the day the address was looked at.
        start_period: the day from which the text read is in force, as the publisher's file says.
        sha256: fingerprint of the text read.
        language: of the text whose fingerprint it is.
    """

    url: str = ""
    part: str = ""
    checked: str = ""
    start_period: str = ""
    sha256: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Reading:
    """What somebody takes a provision to reach. Superseded, never changed.

    Args:
        kind: one of :data:`KINDS`.
        scope: what counts in the central reading.
        doubtful: values in doubt: those of ``scope`` do not count in the low reading, others count in the high one.
        doubtful_offence: for a fragment, what the high reading takes as an offence; ``None`` for nothing.
        read_on: the day it was put forward.
    """

    kind: str
    scope: Scope
    doubtful: Scope = field(default_factory=dict)
    doubtful_offence: Scope | None = None
    read_on: str = ""
    put_forward_by: str = ""
    review: Review = field(default_factory=Review)
    note: Words = field(default_factory=dict)


def _standing(readings: Sequence[Reading]) -> Reading:
    return next((reading for reading in reversed(readings) if reading.review.is_signed), readings[-1])


@dataclass(frozen=True)
class Provision:
    """One provision in one of its versions in time.

    Args:
        code: with its instrument, such as ``hk.cap200.s129``.
        readings: earlier ones first. The last that is signed stands; while none is, the last.
    """

    code: str
    instrument: str
    jurisdiction: str
    standard: str
    title: Words
    readings: tuple[Reading, ...]
    summary: Words = field(default_factory=dict)
    valid_from: str = ""
    valid_to: str = ""
    penalty: Penalty = field(default_factory=Penalty)
    cite: Cite = field(default_factory=Cite)
    sources: tuple[str, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def reading(self) -> Reading:
        """The reading that stands: the last signed one, for a proposal displaces no signature; else the last."""
        return _standing(self.readings)

    @property
    def proposed(self) -> Reading | None:
        """A reading put forward after the signed one that stands, and not signed itself."""
        last = self.readings[-1]
        return None if last is self.reading else last

    def reading_on(self, day: datetime.date | None) -> Reading | None:
        """The reading that stood at the end of a day; ``None`` when there was none yet.

        Args:
            day: the day; ``None`` for the one that stands.
        """
        if day is None:
            return self.reading
        known = [reading for reading in self.readings if first_day(reading.read_on) <= day]
        return _standing(known) if known else None

    def in_force(self, day: datetime.date) -> bool:
        """Whether this version is in force on a day."""
        return first_day(self.valid_from) <= day <= last_day(self.valid_to)


@dataclass(frozen=True)
class Instrument:
    """A statute or another instrument with its provisions."""

    code: str
    jurisdiction: str
    kind: str
    title: Words
    provisions: tuple[Provision, ...]
    url: str = ""
    sources: tuple[str, ...] = ()
    note: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Amendment:
    """What a bill changes in one provision; what is ``None`` stays."""

    code: str
    kind: str | None = None
    scope: Scope | None = None
    doubtful: Scope | None = None
    doubtful_offence: Scope | None = None
    penalty: Penalty | None = None
    note: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Bill:
    """A bill or draft: what it repeals, changes and adds, and which duties of the standard it touches."""

    code: str
    jurisdiction: str
    standard: str
    title: Words
    repeals: tuple[str, ...] = ()
    amends: tuple[Amendment, ...] = ()
    adds: tuple[Provision, ...] = ()
    duties: tuple[str, ...] = ()
    text: Words = field(default_factory=dict)
    status: Words = field(default_factory=dict)
    date: str = ""
    sources: tuple[str, ...] = ()
    note: Words = field(default_factory=dict)


@dataclass(frozen=True)
class Verdict:
    """A named person's answer to how far a place meets one element. Superseded, never changed."""

    code: str
    element: str
    jurisdiction: str
    standard: str
    value: str
    basis: Words
    as_of: str = ""
    cites: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    put_forward_by: str = ""
    review: Review = field(default_factory=Review)
    supersedes: str = ""


@dataclass(frozen=True)
class View:
    """What somebody else says about the same question."""

    target: str
    jurisdiction: str
    standard: str
    holder: Words
    holder_kind: str
    value: str
    text: Words
    quote: Words = field(default_factory=dict)
    date: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Record:
    """What the publisher's file said of one section when it was read."""

    instrument: str
    part: str
    start_period: str
    sha256: str
    read_on: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Law:
    """Everything that was read: standards, instruments, bills by code; verdicts and views in their order."""

    standards: Mapping[str, Standard] = field(default_factory=dict)
    instruments: Mapping[str, Instrument] = field(default_factory=dict)
    bills: Mapping[str, Bill] = field(default_factory=dict)
    verdicts: tuple[Verdict, ...] = ()
    views: tuple[View, ...] = ()
    records: tuple[Record, ...] = ()

    @property
    def jurisdictions(self) -> tuple[str, ...]:
        """The places whose law was read, in alphabetical order."""
        return tuple(sorted({instrument.jurisdiction for instrument in self.instruments.values()}))

    def provisions(self, jurisdiction: str) -> tuple[Provision, ...]:
        """All versions of all provisions of a place, by code.

        Args:
            jurisdiction: its code.
        """
        found = [
            provision
            for instrument in self.instruments.values()
            if instrument.jurisdiction == jurisdiction
            for provision in instrument.provisions
        ]
        return tuple(sorted(found, key=lambda provision: (provision.code, first_day(provision.valid_from))))

    def standing_verdicts(self) -> tuple[Verdict, ...]:
        """The verdicts that stand, in their order.

        A signed verdict stands until a signed one supersedes it; an unsigned one that would is a proposal. Among
        unsigned ones the newest stands.
        """
        by_code = {verdict.code: verdict for verdict in self.verdicts}
        gone: set[str] = set()
        for verdict in self.verdicts:
            earlier: list[Verdict] = []
            step = by_code.get(verdict.supersedes)
            while step is not None and step is not verdict and step not in earlier:
                earlier.append(step)
                step = by_code.get(step.supersedes)
            if not verdict.review.is_signed and any(other.review.is_signed for other in earlier):
                gone.add(verdict.code)
            else:
                gone.update(other.code for other in earlier)
        return tuple(verdict for verdict in self.verdicts if verdict.code not in gone)

    def current_verdicts(self, jurisdiction: str, standard: str) -> dict[str, Verdict]:
        """The verdict that stands on each element.

        Args:
            jurisdiction: the place.
            standard: the standard.
        """
        return {
            verdict.element: verdict
            for verdict in self.standing_verdicts()
            if verdict.jurisdiction == jurisdiction and verdict.standard == standard
        }
