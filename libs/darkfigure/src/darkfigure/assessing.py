"""How far a table carries an estimate: the warnings, and a grade.

The limits are proposals, calibrated by simulation (``benchmarks/``), not taken from the literature.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from darkfigure.bounds import pairwise_chapman
from darkfigure.estimating import estimate
from darkfigure.models import HierarchicalModel
from darkfigure.resampling import delete_one, most_influential, totals
from darkfigure.results import Assessment, Estimate, Grade, Note, Result
from darkfigure.selecting import Found, Stepwise, search
from darkfigure.sensitivities import drop_lists
from darkfigure.tables import CaptureTable

#: Overlaps smaller than this at the median carry little.
SMALL_OVERLAP = 5
#: Methods or models that differ by more than this settle nothing.
APART = 1.5
#: Totals after leaving out a list that differ by more than this.
LADDER = 2.0
#: One case that moves the total by more than this share.
ONE_CASE = 0.1
#: Upper limit divided by lower limit.
WIDE = 4.0
#: Pairwise estimates this far apart are the plainest sign of dependence.
PAIRS_APART, PAIRS_FAR_APART = 2.0, 4.0

_WEIGHT = {"refuse": 0, "limit": 1, "know": 2}


@dataclass(frozen=True)
class Declared:
    """What the people who made the lists say about them; no table can show it.

    Attributes:
        feeds: pairs (source, target) where one list refers people to the other; ``None``: not asked.
        separate: pairs that cannot share a case, by mandate or place; ``None``: not asked.
        same_definition: whether all lists count the same thing, in the same place and period; ``None``: not asked.
        linkage_audited: whether somebody checked a sample of the links by hand.
        closed: whether nobody entered or left the population in the period; ``None``: not asked.
    """

    feeds: Sequence[tuple[str, str]] | None = None
    separate: Sequence[tuple[str, str]] | None = None
    same_definition: bool | None = None
    linkage_audited: bool = False
    closed: bool | None = None

    def notes(self) -> tuple[Note, ...]:
        """Return what follows from it."""
        notes = [Note("feeds", {"source": source, "target": target}) for source, target in self.feeds or ()]
        notes += [Note("separate", {"first": first, "second": second}) for first, second in self.separate or ()]
        if self.same_definition is False:
            notes.append(Note("definitions-differ"))
        if self.closed is False:
            notes.append(Note("open-population"))
        unknown = {
            "feeds-unknown": self.feeds is None,
            "separate-unknown": self.separate is None,
            "definitions-unknown": self.same_definition is None,
            "linkage-unaudited": not self.linkage_audited,
            "open-unknown": self.closed is None,
        }
        return (*notes, *(Note(code, {}, "know") for code, holds in unknown.items() if holds))


def table_notes(table: CaptureTable) -> tuple[Note, ...]:
    """Return what the overlaps alone say.

    Args:
        table: the data.
    """
    if table.n_lists < 2:
        return (Note("one-list", {}, "refuse"),)
    overlap = table.overlap()[np.triu_indices(table.n_lists, 1)]
    few = [Note("few-lists", {"n_lists": table.n_lists})] if table.n_lists < 3 else []
    if not overlap.any():
        return (Note("no-overlap", {}, "refuse"), *few)
    notes = few
    if not few and table.n_overlapping_triples() == 0:
        notes.append(Note("no-overlapping-triple"))
    empty = [" & ".join(pair) for pair in table.empty_pairs()]
    if empty:
        notes.append(Note("empty-pairs", {"pairs": empty, "count": len(empty), "of": overlap.size}))
    median = float(np.median(overlap))
    if median < SMALL_OVERLAP:
        notes.append(Note("small-overlap", {"median": median}))
    return (*notes, *_pairs(table))


def _pairs(table: CaptureTable) -> tuple[Note, ...]:
    found = [(pair.total, " & ".join(pair.pair)) for pair in pairwise_chapman(table) if pair.total is not None]
    if len(found) < 2:
        return ()
    (low, low_pair), (high, high_pair) = min(found), max(found)
    ratio = high / low
    if ratio <= PAIRS_APART:
        return ()
    values = {"low_pair": low_pair, "low": low, "high_pair": high_pair, "high": high, "ratio": ratio}
    return (Note("chapman-spread", values, "limit" if ratio > PAIRS_FAR_APART else "know"),)


def result_notes(results: Sequence[Result]) -> tuple[Note, ...]:
    """Return what the results say of themselves and of one another.

    Args:
        results: results of methods on one table.
    """
    notes: list[Note] = []
    for result in results:
        said = [*result.notes]
        if isinstance(result, Estimate):
            said += [flag for interval in result.intervals for flag in interval.flags]
        # A lower bound, the test of independence or an average limits nothing; that chains disagree does.
        limits = counts(result) or result.method == "lcmcr"
        notes += said if limits else [note for note in said if note.severity != "limit"]
        if isinstance(result, Estimate) and result.interval is not None and counts(result):
            ratio = result.interval.upper / result.interval.lower
            if ratio > WIDE and math.isfinite(ratio):
                notes.append(Note("wide-interval", {"ratio": ratio}))
    note = spread_note(results)
    return (*notes, *((note,) if note else ()))


def counts(result: Result) -> bool:
    """Whether a result counts for the range: not a lower bound, a test model or an annex."""
    average = isinstance(result, Estimate) and result.settings.get("average")
    return isinstance(result, Estimate) and result.method in {"stepwise", "bic", "dga"} and not average


def spread_note(results: Sequence[Result]) -> Note | None:
    """Return the note on methods that are far apart, if they are.

    Args:
        results: results of methods on one table.
    """
    found = [result for result in results if isinstance(result, Estimate) and counts(result)]
    if len(found) < 2:
        return None
    low, high = min(found, key=lambda r: r.total), max(found, key=lambda r: r.total)
    ratio = high.total / low.total
    values = {
        "ratio": ratio, "low_method": low.method, "low": low.total, "high_method": high.method, "high": high.total
    }  # fmt: skip
    return Note("methods-differ", values) if ratio > APART else None


def graded(notes: Sequence[Note], refused: bool) -> Assessment:
    """Return the grade that notes add up to.

    C when no estimate exists; A when nothing limits it; B otherwise.

    Args:
        notes: all notes; of those that say the same the first is kept.
        refused: whether no method gave an estimate.
    """
    seen: dict[str, Note] = {}
    for note in notes:
        # Feeding and separate lists are named one by one.
        key = f"{note.code} {note.values}" if note.code in {"feeds", "separate"} else note.code
        known = seen.get(key)
        if known is None or _WEIGHT[note.severity] < _WEIGHT[known.severity]:
            seen[key] = note
    if not refused:
        # A method that cannot be used where another can is no reason to refuse the table.
        seen = {key: note for key, note in seen.items() if note.severity != "refuse"}
    kept = tuple(sorted(seen.values(), key=lambda note: _WEIGHT[note.severity]))
    grade: Grade = "C" if refused else "B" if any(note.severity == "limit" for note in kept) else "A"
    return Assessment(grade, kept)


def assess(
    table: CaptureTable, declared: Declared | None = None, *, results: Sequence[Result] | None = None
) -> Assessment:
    """Grade a table: A, a range may be published; B, exploratory; C, not estimable.

    Args:
        table: the data.
        declared: what is known about the lists beside their cases.
        results: results that were computed already. Without them a quick look is taken: stepwise and the best BIC
            model without bootstrap, the graph average up to five lists, each list left out, each case left out.
    """
    notes = [*table_notes(table), *(declared or Declared()).notes(), Note("highest-order", {}, "know")]
    if any(note.severity == "refuse" for note in notes):
        return graded(notes, refused=True)
    looked = _quick(table)
    results = list(results or ()) + [result for result in looked if not _has(results or (), result.method)]
    # The graph average has a prior and gives a number for any table; without a likelihood's it does not count.
    refused = not any(counts(result) and result.method != "dga" for result in results)
    if not refused:
        notes += [*_one_case(table), *_ladder(table)]
    return graded([*notes, *result_notes(results)], refused)


def _has(results: Sequence[Result], method: str) -> bool:
    return any(result.method == method and counts(result) for result in results)


def _quick(table: CaptureTable) -> list[Result]:
    """Take a look without bootstrap; six lists or more by a search downhill, which is all a look needs."""
    stepwise = estimate(table, "stepwise", n_boot=0)
    found = [stepwise, _quick_bic(table)]
    if 3 <= table.n_lists <= 5:
        found.append(estimate(table, "dga"))
    return found


def _quick_bic(table: CaptureTable) -> Result:
    if table.n_lists <= 5:
        return estimate(table, "bic", n_boot=0)
    found: Found = search(table, "bic", 2, exhaustive=False)
    if not found.models:
        return estimate(table, "fixed", model=HierarchicalModel.independence(table.n_lists), n_boot=0)
    near = found.totals[found.criterion - found.criterion[0] < 2]
    low, high = float(near.min()), float(near.max())
    notes = (Note("models-differ", {"ratio": high / low, "low": low, "high": high}),) if high > APART * low else ()
    return Estimate(
        "bic", table.n, float(found.totals[0]), table.lists, table.sha256, model=found.models[0], notes=notes
    )


def _one_case(table: CaptureTable) -> tuple[Note, ...]:
    """Say which case moves the stepwise total most, where that is much."""
    tables, masks = delete_one(table)
    selector = Stepwise(0.02, table.n_lists)
    whole = float(totals(selector, table.counts[None])[0])
    note = most_influential(tuple(totals(selector, tables).tolist()), tuple(masks.tolist()), table, whole)
    return (note,) if note is not None and note.values["share"] > ONE_CASE else ()


def _ladder(table: CaptureTable) -> tuple[Note, ...]:
    rungs = [(rung.label, rung.total) for rung in drop_lists(table, Stepwise(0.02, table.n_lists))]
    found = [(label, total) for label, total in rungs if math.isfinite(total)]
    if len(found) < 2:
        return ()
    (low_list, low), (high_list, high) = min(found, key=lambda r: r[1]), max(found, key=lambda r: r[1])
    if high / low <= LADDER:
        return ()
    values = {"low_list": low_list, "low": low, "high_list": high_list, "high": high, "ratio": high / low}
    return (Note("drop-list-range", values),)
