"""Hierarchical log-linear models over a set of lists, written as bit masks.

List number *i* (from 0) is bit ``1 << i``. A *term* is the mask of the lists whose interaction it describes: a single
bit is the main effect of a list, two bits an interaction of a pair. A model is *hierarchical* when every part of a
term is a term too. Main effects of all lists always belong to it, and so does the intercept (mask 0, left out here).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

_TERM = re.compile(r"\d+(?:\+\d+)*")


class ModelError(ValueError):
    """A model was described in a way that makes no sense; the message says what to write instead."""


def parts(mask: int) -> Iterator[int]:
    """Yield every part of a term that is not empty, the term itself included.

    Args:
        mask: the term.
    """
    part = mask
    while part:
        yield part
        part = (part - 1) & mask


def members(mask: int) -> tuple[int, ...]:
    """Return the numbers (from 0) of the lists in a mask."""
    return tuple(bit for bit in range(mask.bit_length()) if mask >> bit & 1)


def pair_masks(n_lists: int) -> tuple[int, ...]:
    """Return the masks of all pairs in the order (1,2), (1,3), …, (2,3), …: the order in which ties are broken."""
    return tuple((1 << first) | (1 << second) for first, second in combinations(range(n_lists), 2))


@dataclass(frozen=True)
class HierarchicalModel:
    """A hierarchical log-linear model.

    Attributes:
        n_lists: the number of lists.
        terms: masks of all its terms, main effects first, then by order and within an order as ``pair_masks`` does.
    """

    n_lists: int
    terms: tuple[int, ...]

    @classmethod
    def of(cls, n_lists: int, terms: Iterable[int] = ()) -> HierarchicalModel:
        """Return the smallest hierarchical model that holds these terms.

        Args:
            n_lists: the number of lists.
            terms: masks; parts of them and all main effects are added.

        Raises:
            ModelError: when a term names a list that is not there.
        """
        found = {1 << number for number in range(n_lists)}
        for term in terms:
            if not 0 < term < 1 << n_lists:
                raise ModelError(f"A term names a list beyond the {n_lists} of the table.")
            found.update(parts(term))
        return cls(n_lists, tuple(sorted(found, key=lambda mask: (mask.bit_count(), members(mask)))))

    @classmethod
    def independence(cls, n_lists: int) -> HierarchicalModel:
        """Return the model of main effects alone."""
        return cls.of(n_lists)

    @classmethod
    def all_pairs(cls, n_lists: int) -> HierarchicalModel:
        """Return the model with every interaction of two lists."""
        return cls.of(n_lists, pair_masks(n_lists))

    @classmethod
    def from_pairs(cls, pairs: Iterable[Sequence[str]], lists: Sequence[str]) -> HierarchicalModel:
        """Return the model with these interactions.

        Args:
            pairs: for each interaction the names of its lists (two or more).
            lists: the names of the table's lists, in order.

        Raises:
            ModelError: when a name is not among the lists.
        """
        place = {name: number for number, name in enumerate(lists)}
        masks = []
        for names in pairs:
            unknown = [name for name in names if name not in place]
            if unknown:
                raise ModelError(f"There is no list {unknown[0]!r}; the lists are {', '.join(lists)}.")
            masks.append(sum({1 << place[name] for name in names}))
        return cls.of(len(lists), masks)

    @classmethod
    def parse(cls, text: str, n_lists: int) -> HierarchicalModel:
        """Read a model written as its largest terms by list number from 1, for example ``[12,13,4]``.

        A term with a list whose number has two digits is written with plus signs: ``[1+10,2]``.

        Args:
            text: the description.
            n_lists: the number of lists of the table.

        Raises:
            ModelError: when it cannot be read or names a list that is not there.
        """
        inside = text.strip().removeprefix("[").removesuffix("]").replace(" ", "")
        masks = []
        for word in inside.split(",") if inside else ():
            if not _TERM.fullmatch(word):
                raise ModelError(f"{word!r} is not a term. Write list numbers from 1, for example [12,13,4].")
            # No list has the number 0, so a word with one is a number of two digits.
            single = "+" not in word and "0" not in word
            numbers = [int(number) for number in (word if single else word.split("+"))]
            if not all(1 <= number <= n_lists for number in numbers) or len(set(numbers)) < len(numbers):
                raise ModelError(f"The term {word!r} must name lists from 1 to {n_lists}, each once.")
            masks.append(sum(1 << (number - 1) for number in numbers))
        return cls.of(n_lists, masks)

    @property
    def generators(self) -> tuple[int, ...]:
        """The largest terms: those that are no part of another."""
        return tuple(
            term for term in self.terms if not any(term != other and term & other == term for other in self.terms)
        )

    @property
    def interactions(self) -> tuple[int, ...]:
        """The terms of two lists or more."""
        return self.terms[self.n_lists :]

    @property
    def order(self) -> int:
        """The number of lists in its largest term."""
        return max((term.bit_count() for term in self.terms), default=0)

    def __str__(self) -> str:
        """Return the largest terms by list number, as in ``[12,13,4]``."""
        words = []
        for term in sorted(self.generators, key=members):
            numbers = [str(number + 1) for number in members(term)]
            words.append(("+" if any(len(number) > 1 for number in numbers) else "").join(numbers))
        return f"[{','.join(words)}]"

    def named(self, lists: Sequence[str]) -> tuple[tuple[str, ...], ...]:
        """Return the interactions by name.

        Args:
            lists: the names of the lists, in order.
        """
        return tuple(tuple(lists[number] for number in members(term)) for term in self.interactions)


@dataclass(frozen=True)
class Catalogue:
    """All hierarchical models up to an order, as a tree: each model but the first is its parent and one term more.

    Attributes:
        n_lists: the number of lists.
        models: the models; the first is independence, and a parent stands before its children.
        parent: for each model the place of its parent (-1 for the first).
        added: for each model the term it has more than its parent (0 for the first).
    """

    n_lists: int
    models: tuple[HierarchicalModel, ...]
    parent: tuple[int, ...]
    added: tuple[int, ...]


@cache
def catalogue(n_lists: int, max_order: int) -> Catalogue:
    """Return every hierarchical model with all main effects, depth first.

    There are 64, 1,024 and 32,768 of order 2 for four, five and six lists, and 8, 113 and 6,893 of all orders below
    the highest for three, four and five.

    Args:
        n_lists: the number of lists.
        max_order: the largest number of lists in a term; at most ``n_lists - 1``, since the interaction of all lists
            cannot be told from the unseen count.
    """
    order = min(max_order, n_lists - 1)
    candidates = [
        sum(1 << number for number in chosen)
        for size in range(2, order + 1)
        for chosen in combinations(range(n_lists), size)
    ]
    singles = tuple(1 << number for number in range(n_lists))
    models, parent, added = [HierarchicalModel(n_lists, singles)], [-1], [0]

    def grow(place: int, terms: tuple[int, ...], held: set[int], begin: int) -> None:
        for number in range(begin, len(candidates)):
            term = candidates[number]
            if term.bit_count() > 2 and not all(part in held for part in parts(term) if part != term):
                continue
            longer = (*terms, term)
            models.append(HierarchicalModel(n_lists, longer))
            parent.append(place)
            added.append(term)
            held.add(term)
            grow(len(models) - 1, longer, held, number + 1)
            held.discard(term)

    grow(0, singles, set(singles), 0)
    return Catalogue(n_lists, tuple(models), tuple(parent), tuple(added))
