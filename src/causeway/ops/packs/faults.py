"""What is wrong with a pack: one plain sentence each, with the file and the line."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

# A damaged file can hold the same slip on every line; past this many the rest are counted, not listed.
SAME_KIND_LISTED = 50


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong.

    ``line`` is 0 when the fault is of the whole file or folder. ``due`` faults (a review overdue, a translation
    behind its English) fail ``pack check`` and leave ``pack load`` alone: a correction must not wait for them.
    """

    path: str
    line: int
    message: str
    code: str = "fault"
    due: bool = False

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{place}: {self.message}" if place else self.message

    def as_dict(self) -> dict[str, object]:
        """The fault for machines."""
        return asdict(self)


class Faults:
    """Collects faults while reading goes on, so that one run names them all."""

    def __init__(self) -> None:
        self._found: list[Fault] = []
        self._count: Counter[tuple[str, str]] = Counter()

    def add(self, path: str, line: int, message: str, *, code: str = "fault", due: bool = False) -> None:
        """Note a fault.

        Args:
            path: the file, from the pack's folder.
            line: its line, from 1; 0 for the whole file.
            message: a sentence that says what is wrong and what to do.
            code: a short word for the kind of fault, for machines and for counting.
            due: true when it must not stop a load.
        """
        self._count[path, code] += 1
        if self._count[path, code] <= SAME_KIND_LISTED:
            self._found.append(Fault(path, line, message, code, due))

    def __iter__(self) -> Iterator[Fault]:
        yield from self.sorted()

    def __len__(self) -> int:
        return len(self._found)

    def has_at(self, path: str, line: int) -> bool:
        """Whether something that stops a load was found on a line already."""
        return any((fault.path, fault.line) == (path, line) and not fault.due for fault in self._found)

    def sorted(self) -> list[Fault]:
        """All faults by file and line; those beyond the listed number as one sentence a file and kind."""
        more = [
            Fault(path, 0, f"and {count - SAME_KIND_LISTED:,} more of the same kind ({code})", code)
            for (path, code), count in self._count.items()
            if count > SAME_KIND_LISTED
        ]
        return sorted([*self._found, *more], key=lambda fault: (fault.path, fault.line or 10**9, fault.message))

    @property
    def blocking(self) -> list[Fault]:
        """Those that stop a load."""
        return [fault for fault in self.sorted() if not fault.due]

    @property
    def due(self) -> list[Fault]:
        """Those that only fail a check."""
        return [fault for fault in self.sorted() if fault.due]


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for a word nobody knows.

    Args:
        word: what was written.
        known: what could have been meant.

    Returns:
        `` Did you mean 'x'?`` (with its leading space) or ``''``.
    """
    # A very long word has no near one and is slow to compare. Dotted keys share their beginnings, so they must be nearer.
    cutoff = 0.8 if "." in word or "/" in word else 0.6
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=cutoff) if len(word) <= 120 else []
    return f" Did you mean '{close[0]}'?" if close else ""


def one_of(known: Iterable[str]) -> str:
    """Write a list of allowed words for a sentence.

    Args:
        known: the words.

    Returns:
        ``one of: a, b, c``.
    """
    return "one of: " + ", ".join(known)


def quoted(text: str, limit: int = 60) -> str:
    """Quote what a file says, short enough for one line and safe for a terminal.

    Args:
        text: the words.
        limit: how many characters to show.

    Returns:
        The words in single quotes, without control characters.
    """
    safe = "".join(char if char.isprintable() else "?" for char in text[:limit])
    return f"'{safe}…'" if len(text) > limit else f"'{safe}'"
