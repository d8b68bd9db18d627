"""Numbers as they are said: two significant figures for estimates, every digit for what was counted."""

from __future__ import annotations

import math


def two_figures(value: float) -> int | float:
    """Return a number rounded to two significant figures.

    Args:
        value: any finite number.

    Returns:
        A whole number from 10 upwards (in size), a float below.

    Raises:
        ValueError: when the number is not finite; such a value is said in words, never rounded.
    """
    if not math.isfinite(value):
        raise ValueError("Only a finite number can be rounded.")
    if value == 0:
        return 0
    rounded = round(float(value), 1 - math.floor(math.log10(abs(value))))
    return int(rounded) if abs(rounded) >= 10 else rounded


def grouped(value: float) -> str:
    """Return a finite number with commas between thousands and no more decimals than two figures need.

    Args:
        value: a count, or an estimate that was rounded already.
    """
    if float(value).is_integer():
        return f"{int(value):,}"
    rounded = two_figures(value)
    return f"{rounded:,}"


def ratio(value: float) -> str:
    """Return how many times one number is another: one decimal below ten, whole numbers above.

    Args:
        value: a finite ratio.
    """
    return f"{value:.1f}" if abs(value) < 9.95 else f"{two_figures(value):,}"


def percent(share: float) -> str:
    """Return a share as a percentage, with a decimal where it is below one per cent.

    Args:
        share: between 0 and 1 for a part of a whole; above 1 for a change.
    """
    size = abs(share) * 100
    if size and size < 0.1:
        return "<0.1%"
    return f"{share * 100:.1f}%" if 0 < size < 0.95 else f"{share * 100:,.0f}%"
