"""Two scores held against each other: cells gained and lost, and penalties that changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lawgap.cells import Cell, Space
from lawgap.faults import LawError
from lawgap.models import CELL_VERDICTS, READINGS, Penalty
from lawgap.scoring import Score


@dataclass(frozen=True)
class CellChange:
    """A cell whose verdict differs."""

    cell: Cell
    before: str
    after: str


@dataclass(frozen=True)
class ReadingDiff:
    """The difference in one reading, as sets of cells.

    Args:
        space: the cells.
        before: for each verdict the cells that had it.
        after: for each verdict the cells that have it.
    """

    space: Space
    before: dict[str, int]
    after: dict[str, int]

    @property
    def gained_cells(self) -> int:
        """Cells with a better verdict, as a set."""
        rose_to_offence = self.after["offence"] & ~self.before["offence"]
        return rose_to_offence | (self.after["fragment"] & self.before["none"])

    @property
    def lost_cells(self) -> int:
        """Cells with a worse verdict, as a set."""
        fell_from_offence = self.before["offence"] & ~self.after["offence"]
        return fell_from_offence | (self.before["fragment"] & self.after["none"])

    @property
    def gained(self) -> int:
        return self.gained_cells.bit_count()

    @property
    def lost(self) -> int:
        return self.lost_cells.bit_count()

    @property
    def changed(self) -> int:
        return self.gained + self.lost

    @property
    def moves(self) -> dict[tuple[str, str], int]:
        """How many cells went from one verdict to another, without those that stayed."""
        counted: Counter[tuple[str, str]] = Counter()
        for old in CELL_VERDICTS:
            for new in CELL_VERDICTS:
                if old != new and (both := (self.before[old] & self.after[new]).bit_count()):
                    counted[old, new] = both
        return dict(counted)

    def cells(self) -> Iterator[CellChange]:
        """Every cell that changed, in order."""
        for cell in self.space.listed(self.gained_cells | self.lost_cells):
            bit = 1 << cell.number
            yield CellChange(
                cell,
                next(verdict for verdict in CELL_VERDICTS if self.before[verdict] & bit),
                next(verdict for verdict in CELL_VERDICTS if self.after[verdict] & bit),
            )


@dataclass(frozen=True)
class PenaltyChange:
    """A provision that is new, gone, or has another penalty; ``None`` where it is not there."""

    code: str
    before: Penalty | None
    after: Penalty | None


@dataclass(frozen=True)
class Diff:
    """The difference of two scores: per reading, and in penalties."""

    before: Score
    after: Score
    readings: dict[str, ReadingDiff]
    penalties: tuple[PenaltyChange, ...]

    def __getitem__(self, reading: str) -> ReadingDiff:
        return self.readings[reading]


def _sets(score: Score, reading: str) -> dict[str, int]:
    masks = score.masks[reading]
    return {
        "offence": masks.offence,
        "fragment": masks.fragment,
        "none": score.space.all & ~masks.offence & ~masks.fragment,
    }


def diff(before: Score, after: Score) -> Diff:
    """Hold two scores against each other: two days, two places, or a law with and without a bill.

    Args:
        before: the first.
        after: the second, against the same standard.

    Returns:
        The difference; turning the two round turns gained and lost round.

    Raises:
        LawError: when the standards differ.
    """
    if before.standard.code != after.standard.code or before.total != after.total:
        raise LawError("only scores against the same standard can be compared")
    readings = {name: ReadingDiff(after.space, _sets(before, name), _sets(after, name)) for name in READINGS}
    old = {hit.provision.code: hit.provision.penalty for hit in before.scored}
    new = {hit.provision.code: hit.provision.penalty for hit in after.scored}
    penalties = [
        PenaltyChange(code, old.get(code), new.get(code))
        for code in sorted({*old, *new})
        if old.get(code) != new.get(code)
    ]
    return Diff(before, after, readings, tuple(penalties))
