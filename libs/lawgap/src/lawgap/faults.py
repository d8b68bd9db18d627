"""What is wrong with a file: where it stands and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing that is wrong.

    Args:
        file: the file below the folder that was read; empty when no file is to blame.
        line: its line, from 1; 0 when the whole file is meant.
        message: a sentence that says what is wrong and what to do.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" if place else self.message


class LawError(ValueError):
    """Nothing was read; ``faults`` says why."""

    def __init__(self, faults: Iterable[Fault] | str) -> None:
        self.faults = [Fault("", 0, faults)] if isinstance(faults, str) else sorted(faults)
        super().__init__("\n".join(map(str, self.faults)))


def quoted(text: str, limit: int = 60) -> str:
    """A piece of a file in quotation marks, cut and without control characters, fit for a terminal.

    Args:
        text: the piece.
        limit: characters shown at most.
    """
    shown = "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text[: limit + 1])
    return f"'{shown[:limit]}…'" if len(text) > limit else f"'{shown}'"


def nearest(word: str, known: Iterable[str]) -> str:
    """' Do you mean …?' when a known word is close, else nothing.

    Args:
        word: what the file says.
        known: the words it might be.
    """
    found = difflib.get_close_matches(word[:80], list(known), n=1, cutoff=0.6)
    return f" Do you mean '{found[0]}'?" if found else ""


def listed(words: Iterable[str], limit: int = 20) -> str:
    """Words with commas between, cut after ``limit``."""
    found = list(words)
    return ", ".join(found[:limit]) + (f" and {len(found) - limit} more" if len(found) > limit else "")
