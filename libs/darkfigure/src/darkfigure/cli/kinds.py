"""Kinds of values that options take, each with a sentence for what is none."""

from __future__ import annotations

import math
from argparse import ArgumentTypeError
from collections.abc import Callable

#: More replicates change no digit that can be quoted, and fill the memory.
MOST_REPLICATES = 100_000


def whole(least: int, most: int) -> Callable[[str], int]:
    """Return what reads a whole number between two others."""

    def read(text: str) -> int:
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 40 else None
        if value is None or not least <= value <= most:
            raise ArgumentTypeError(f"{text!r} is not a whole number from {least:,} to {most:,}, in plain digits")
        return value

    return read


#: Replicates of a bootstrap, and a seed.
replicates = whole(0, MOST_REPLICATES)
seed = whole(0, 2**63 - 1)


def number(text: str) -> float:
    """Read a finite number."""
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ArgumentTypeError(f"{text!r} is not a number in plain digits")
    return value


def positive(text: str) -> float:
    """Read a number above 0."""
    if not number(text) > 0:
        raise ArgumentTypeError(f"{text!r} is not above 0")
    return number(text)


def share(text: str) -> float:
    """Read a number from 0 to 1."""
    if not 0 <= number(text) <= 1:
        raise ArgumentTypeError(f"{text!r} is not between 0 and 1")
    return number(text)


def level(text: str) -> float:
    """Read the level of an interval."""
    if not 0 < number(text) < 1:
        raise ArgumentTypeError(f"{text!r} is not between 0 and 1; write 0.95 for 95 per cent")
    return number(text)


def numbers(text: str) -> list[float]:
    """Read numbers with commas between them."""
    return [number(part) for part in text.split(",")]


def place(text: str) -> str | None:
    """Read where to write; ``-`` is standard output, as where nothing is said."""
    if not text:
        raise ArgumentTypeError("the name is empty")
    return None if text == "-" else text


def names(text: str) -> list[str]:
    """Read names with commas between them."""
    return [part.strip() for part in text.split(",")]
