"""The data: how many cases have each capture history, and what can be read off that without a model."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from darkfigure.lattice import superset_sums
from darkfigure.models import members

#: More lists make more histories than any real table fills; join lists of one kind first.
MOST_LISTS = 10
#: More cases than this in one table are a mistake in the file: it is an eighth of humanity.
MOST_CASES = 10**9


class TableError(ValueError):
    """The data cannot be used; the message says where and what to do.

    Args:
        message: one sentence or two.
        row: the line of the file (1 is the header), where there is one.
        column: the name of the column, where there is one.
    """

    def __init__(self, message: str, row: int | None = None, column: str | None = None) -> None:
        where = ", ".join([f"row {row}"] * (row is not None) + [f"column {column!r}"] * (column is not None))
        super().__init__(f"{where[:1].upper()}{where[1:]}: {message}" if where else message)
        self.row, self.column = row, column


def _whole(value: object) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool)


@dataclass(frozen=True, eq=False)
class CaptureTable:
    """Cases by capture history: on which of the lists each case was found.

    Attributes:
        lists: the names of the lists, in order.
        counts: int64, shape ``(2 ** L,)``, read-only; place *s* holds the cases whose history is the mask *s* (bit *i*
            set: on list *i*). Place 0, on no list, is 0: that is what is to be estimated.
    """

    lists: tuple[str, ...]
    counts: NDArray[np.int64]

    def __post_init__(self) -> None:
        """Check what must hold for any table.

        Raises:
            TableError: for names given twice or empty, too many lists, negative counts, or a count of the unseen.
        """
        names = tuple(str(name) for name in self.lists)
        if not names:
            raise TableError("There is no list. A table needs one column for each list, with 0 and 1 in it.")
        if len(names) > MOST_LISTS:
            raise TableError(
                f"There are {len(names)} lists; at most {MOST_LISTS} can be used. Join lists of one kind "
                "(for example all police forces) before you count."
            )
        for number, name in enumerate(names):
            if not name.strip():
                raise TableError(f"List number {number + 1} has no name. Give every list a name in the header.")
            if name in names[:number]:
                raise TableError("Two lists have this name. Give each list a name of its own.", column=name)
        given = np.asarray(self.counts)
        if given.shape != (1 << len(names),):
            raise TableError(f"{len(names)} lists have {1 << len(names)} histories; {given.size} counts were given.")
        if given.dtype.kind not in "iu":
            raise TableError(f"Counts must be whole numbers, given as integers and none above {MOST_CASES:,}.")
        counts = given.astype(np.int64)
        if np.any(counts < 0):
            raise TableError("A count is below 0. Counts are numbers of cases.")
        if counts[0]:
            raise TableError(
                "There is a count for cases on no list. Nobody has counted those: they are what is estimated. "
                "Take that row out."
            )
        if float(given.astype(float).sum()) > MOST_CASES:
            raise TableError(f"The counts add up to more than {MOST_CASES:,}. Check the column 'count'.")
        counts.flags.writeable = False
        object.__setattr__(self, "lists", names)
        object.__setattr__(self, "counts", counts)

    # --- Making one ---------------------------------------------------------------------------------

    @classmethod
    def from_counts(cls, lists: Sequence[str], rows: Iterable[Sequence[int]]) -> CaptureTable:
        """Make a table of rows as they are printed in papers.

        Args:
            lists: names of the L lists.
            rows: each L numbers 0 or 1 and then the count; histories that are not given have count 0, and rows of one
                history are added up.

        Raises:
            TableError: naming the row (from 1) that cannot be used.
        """
        counts = np.zeros(1 << len(lists) if len(lists) <= MOST_LISTS else 1, dtype=np.int64)
        if counts.size == 1:
            return cls(tuple(lists), counts)
        for number, row in enumerate(rows, start=1):
            if len(row) != len(lists) + 1:
                raise TableError(f"{len(row)} values where {len(lists) + 1} are needed (lists, then count).", number)
            mask = 0
            for place, (name, mark) in enumerate(zip(lists, row[:-1], strict=True)):
                if not _whole(mark) or mark not in (0, 1):
                    raise TableError(f"{mark!r} is neither 0 nor 1.", number, name)
                mask |= int(mark) << place
            count = row[-1]
            if not _whole(count) or count < 0:
                raise TableError(f"{count!r} is not a whole number of cases.", number, "count")
            if mask == 0 and count:
                raise TableError("A count for cases on no list: nobody has counted those. Take the row out.", number)
            if count > MOST_CASES:
                raise TableError(f"{count:,} is more than {MOST_CASES:,} cases. Check it.", number, "count")
            counts[mask] += int(count)
        return cls(tuple(lists), counts)

    @classmethod
    def from_histories(cls, lists: Sequence[str], counts: Mapping[Sequence[str] | str, int]) -> CaptureTable:
        """Make a table of counts by the names of the lists a case is on, for example ``{("A", "B"): 3}``.

        Args:
            lists: names of the lists.
            counts: cases by history; a history of one list may be its name alone.

        Raises:
            TableError: when a name is unknown or a history is empty.
        """
        place = {name: number for number, name in enumerate(lists)}
        rows = []
        for history, count in counts.items():
            names = (history,) if isinstance(history, str) else tuple(history)
            unknown = [name for name in names if name not in place]
            if unknown:
                raise TableError(f"There is no list {unknown[0]!r}.")
            rows.append([*(1 if name in names else 0 for name in lists), count])
        return cls.from_counts(lists, rows)

    # --- What it holds --------------------------------------------------------------------------

    @property
    def n_lists(self) -> int:
        """The number of lists, L."""
        return len(self.lists)

    @cached_property
    def n(self) -> int:
        """The number of cases seen."""
        return int(self.counts.sum())

    @cached_property
    def margins(self) -> NDArray[np.int64]:
        """int64, shape ``(2 ** L,)``: at a mask, the cases that are on all lists of it (and maybe on more)."""
        return superset_sums(self.counts)

    @property
    def totals(self) -> tuple[int, ...]:
        """The number of cases on each list."""
        return tuple(int(self.margins[1 << number]) for number in range(self.n_lists))

    def capture_frequencies(self) -> tuple[int, ...]:
        """Return how many cases are on exactly 1, 2, …, L lists."""
        sizes = np.array([mask.bit_count() for mask in range(self.counts.size)])
        return tuple(int(self.counts[sizes == size].sum()) for size in range(1, self.n_lists + 1))

    def overlap(self) -> NDArray[np.int64]:
        """Return the cases on both lists of each pair, shape ``(L, L)``; the diagonal holds the totals."""
        size = self.n_lists
        return np.array([[self.margins[(1 << i) | (1 << j)] for j in range(size)] for i in range(size)])

    def empty_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of lists that have no case in common."""
        found = combinations(range(self.n_lists), 2)
        return tuple((self.lists[i], self.lists[j]) for i, j in found if self.margins[(1 << i) | (1 << j)] == 0)

    def n_overlapping_triples(self) -> int:
        """Return how many triples of lists overlap in each of their three pairs."""
        shared = self.overlap() > 0
        return sum(
            bool(shared[i, j] and shared[i, k] and shared[j, k]) for i, j, k in combinations(range(self.n_lists), 3)
        )

    def empty_lists(self) -> tuple[str, ...]:
        """Return the lists that hold no case."""
        return tuple(name for name, total in zip(self.lists, self.totals, strict=True) if total == 0)

    def same_lists(self) -> tuple[tuple[str, str], ...]:
        """Return the pairs of lists that hold exactly the same cases."""
        return tuple(
            (self.lists[i], self.lists[j])
            for i, j in combinations(range(self.n_lists), 2)
            if self.totals[i] == self.totals[j] == int(self.margins[(1 << i) | (1 << j)]) > 0
        )

    # --- Making another of it ----------------------------------------------------------------------

    def place(self, name: str) -> int:
        """Return the number (from 0) of a list.

        Raises:
            TableError: when there is none of that name.
        """
        if name not in self.lists:
            raise TableError(f"There is no list {name!r}; the lists are {', '.join(self.lists)}.")
        return self.lists.index(name)

    def _regrouped(self, lists: Sequence[str], of: Sequence[int]) -> CaptureTable:
        """Return a table whose list number ``of[i]`` takes the cases of list *i* (-1: of none)."""
        counts = np.zeros(1 << len(lists), dtype=np.int64)
        for mask, count in enumerate(self.counts.tolist()):
            new = 0
            for number in members(mask):
                if of[number] >= 0:
                    new |= 1 << of[number]
            if new:
                counts[new] += count
        return CaptureTable(tuple(lists), counts)

    def drop_list(self, name: str) -> CaptureTable:
        """Return the table without a list; cases that were on that list alone are gone.

        Raises:
            TableError: when there is no such list, or no other.
        """
        gone = self.place(name)
        kept = [number for number in range(self.n_lists) if number != gone]
        new = {number: at for at, number in enumerate(kept)}
        return self._regrouped([self.lists[i] for i in kept], [new.get(i, -1) for i in range(self.n_lists)])

    def merge_lists(self, names: Sequence[str], into: str | None = None) -> CaptureTable:
        """Return the table with some lists taken as one: a case is on it when it is on any of them.

        Args:
            names: two lists or more.
            into: the name of the new list, which stands where the first of them stood; their names joined by default.

        Raises:
            TableError: when a list does not exist.
        """
        joined = sorted({self.place(name) for name in names})
        kept = [number for number in range(self.n_lists) if number not in joined[1:]]
        new = {number: at for at, number in enumerate(kept)}
        labels = [self.lists[number] for number in kept]
        labels[new[joined[0]]] = into if into is not None else "+".join(self.lists[number] for number in joined)
        of = [new[joined[0]] if number in joined else new[number] for number in range(self.n_lists)]
        return self._regrouped(labels, of)

    def reorder(self, names: Sequence[str]) -> CaptureTable:
        """Return the table with its lists in another order.

        Raises:
            TableError: when the names are not those of the lists, each once.
        """
        if sorted(names) != sorted(self.lists):
            raise TableError(f"The lists are {', '.join(self.lists)}; name each once.")
        return self._regrouped(names, [list(names).index(name) for name in self.lists])

    def tidy(self) -> CaptureTable:
        """Return the table without lists that hold no case."""
        table = self
        for name in self.empty_lists():
            if table.n_lists > 1:
                table = table.drop_list(name)
        return table

    # --- Writing it ------------------------------------------------------------------------------

    def rows(self) -> tuple[tuple[int, ...], ...]:
        """Return the histories that were seen: L marks and the count, by number of lists and then by list."""
        seen = [mask for mask in range(1, self.counts.size) if self.counts[mask]]
        seen.sort(key=lambda mask: (mask.bit_count(), members(mask)))
        return tuple((*(mask >> i & 1 for i in range(self.n_lists)), int(self.counts[mask])) for mask in seen)

    def to_csv(self) -> str:
        """Return the table as CSV: one 0/1 column a list, the last column ``count``."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([*self.lists, "count"])
        writer.writerows(self.rows())
        return text.getvalue()

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of :meth:`to_csv`: two tables with the same mark hold the same data under the same names."""
        return hashlib.sha256(self.to_csv().encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        """Whether both hold the same lists in the same order with the same counts."""
        return (
            isinstance(other, CaptureTable)
            and self.lists == other.lists
            and bool(np.array_equal(self.counts, other.counts))
        )

    def __hash__(self) -> int:
        """Equal tables have equal hashes."""
        return hash((self.lists, self.counts.tobytes()))
