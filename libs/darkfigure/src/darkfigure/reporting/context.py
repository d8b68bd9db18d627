"""What a report is about: the table, the results, and what the person who asks for it has said about them."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Any

from darkfigure.assessing import counts
from darkfigure.reporting.blocks import Text
from darkfigure.results import Comparison, Coverage, Estimate, Note, NotEstimable, Result, Sensitivity
from darkfigure.tables import CaptureTable
from darkfigure.words import joined, method_words, number, phrase, rounded, runs, two_figures

#: Methods further apart than this may not be summed up in one number.
MOST_SPREAD = 1.5


@dataclass(frozen=True)
class Context:
    """Everything a report is written from.

    Attributes:
        table: the data.
        comparison: several methods on it, with the grade.
        sensitivity: what the first estimate rests on, where it was computed.
        coverage: how often its interval holds the truth, where that was simulated.
        language: ``en`` or ``zh-hant``.
        title: the title, or none for the usual one.
        subject: what is counted, in the user's words, or none for 'cases'.
        place: where, in the user's words.
        period: when, in the user's words.
        definition: who counts, in the user's words.
        publisher: who publishes the estimate.
        population: people who live there, for a rate.
        publish_below: counts below it are not printed.
        date: the date of the report, as the user gives it.
        command: the command that repeats it.
    """

    table: CaptureTable
    comparison: Comparison
    sensitivity: Sensitivity | None
    coverage: Coverage | NotEstimable | None
    language: str
    title: str | None
    subject: str | None
    place: str | None
    period: str | None
    definition: str | None
    publisher: str | None
    population: int | None
    publish_below: int
    date: str | None
    command: str | None

    def say(self, key: str, **values: Any) -> str:
        """Return a phrase in the language of the report."""
        return phrase(key, self.language, **values)

    def runs(self, key: str, **values: Any) -> Text:
        """Return a phrase in the language of the report, in pieces."""
        return runs(key, self.language, **values)

    def about(self, value: float) -> str:
        """Return an estimate in two figures."""
        return rounded(value, self.language)

    def exact(self, value: float) -> str:
        """Return a number to the unit, for the tables of the annex."""
        return number(round(value) if math.isfinite(value) else value, self.language)

    def listed(self, items: list[str]) -> str:
        """Return items as a list within a sentence."""
        return joined(items, self.language)

    def count(self, value: int) -> str:
        """Return a count of the data as it may be published: small ones only as 'below ten'."""
        if 0 < value < self.publish_below:
            return self.say("below", number=self.publish_below)
        return number(value, self.language)

    @property
    def n(self) -> int:
        """The number of cases known."""
        return self.table.n

    @property
    def things(self) -> str:
        """What is counted."""
        if not self.subject:
            return self.say("cases")
        latin = self.language == "zh-hant" and self.subject[0].isascii()
        return f" {self.subject}" if latin else self.subject

    @property
    def refused(self) -> bool:
        """Whether the table carries no estimate."""
        return self.comparison.assessment.grade == "C"

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The estimates that may be shown, those behind the range first; none where the table carries none."""
        found = [result for result in self.comparison.results if isinstance(result, Estimate)]
        return () if self.refused else tuple(sorted(found, key=lambda result: not counts(result)))

    @property
    def refusals(self) -> tuple[NotEstimable, ...]:
        """The methods that gave none."""
        return tuple(result for result in self.comparison.results if isinstance(result, NotEstimable))

    @cached_property
    def ranged(self) -> bool:
        """Whether there is a range to show."""
        return not self.refused and math.isfinite(self.comparison.lower)

    @property
    def lower(self) -> float:
        """The lower end of the range in two figures, never below the number known."""
        return _not_below(self.n, self.comparison.lower)

    @property
    def upper(self) -> float:
        """The upper end of the range in two figures; infinity where the data set none."""
        return _not_below(self.n, self.comparison.upper)

    @property
    def open(self) -> bool:
        """Whether the range has no upper end."""
        return not math.isfinite(self.comparison.upper)

    @cached_property
    def counted(self) -> tuple[Estimate, ...]:
        """The estimates behind the range."""
        return tuple(estimate for estimate in self.estimates if counts(estimate))

    def name(self, result: Result) -> str:
        """Return the plain name of a result's method."""
        return method_words(method_key(result), self.language)[0]

    @property
    def headline(self) -> float | None:
        """A single number in two figures, only where the methods agree and the grade is A."""
        agree = self.comparison.spread <= MOST_SPREAD
        if not (self.ranged and agree and self.comparison.assessment.grade == "A" and self.counted):
            return None
        return two_figures(statistics.median(estimate.total for estimate in self.counted))

    @property
    def level(self) -> float | None:
        """The nominal level of the intervals behind the range, where it is one."""
        levels = {estimate.interval.level for estimate in self.counted if estimate.interval}
        return levels.pop() if len(levels) == 1 else None

    @property
    def notes(self) -> tuple[Note, ...]:
        """Every warning of the table, each once."""
        return once(tuple(self._protected(note) for note in self.comparison.assessment.notes))

    def _protected(self, note: Note) -> Note:
        """Take out numbers from which a small overlap follows: Chapman's total and the sizes of two lists give it."""
        if note.code != "chapman-spread" or self.publish_below <= 1:
            return note
        overlap = self.table.overlap()
        shared = [int(overlap[i, j]) for i, j in combinations(range(self.table.n_lists), 2)]
        hidden = any(0 < value < self.publish_below for value in shared)
        return Note("chapman-spread-hidden", {}, note.severity) if hidden else note


def method_key(result: Result) -> str:
    """Return the method of a result under which its words stand; an average over models has words of its own."""
    averaged = isinstance(result, Estimate) and result.settings.get("average")
    return f"{result.method}-average" if averaged else result.method


def once(notes: tuple[Note, ...]) -> tuple[Note, ...]:
    """Return notes without repetitions, in their order."""
    found: list[Note] = []
    for note in notes:
        if note not in found:
            found.append(note)
    return tuple(found)


def _not_below(n: int, value: float) -> float:
    if not math.isfinite(value):
        return value
    return two_figures(value) if two_figures(value) >= n else max(n, math.ceil(value))
