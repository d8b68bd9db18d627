"""Reading the text of a value: numbers, ranges, ratios, telephone numbers. No Django."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext

from causeway.facts.dates import parts

NUMERIC_TYPES = frozenset(
    {"count", "decimal", "money", "percent", "range", "days", "weeks", "months", "years", "hours"}
)
RANGE_MARK = ".."
STATEMENT_LENGTH = 2000

_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,6})?\Z")
_PHONE = re.compile(r"\+?[0-9(][0-9 ()-]{1,30}(?: ext\.? ?[0-9]{1,6})?\Z")


def read_number(text: str) -> Decimal:
    """Read one number.

    Args:
        text: digits, with a point before decimals and nothing between thousands.

    Raises:
        ValueError: when it is anything else.
    """
    if _NUMBER.match(text) is None:
        raise ValueError("write digits only, a point before decimals, no commas or spaces: 4990 or 12.5")
    return Decimal(text)


def read_amount(text: str) -> tuple[Decimal, Decimal | None]:
    """Read a number or a range.

    Args:
        text: ``4990`` or ``21000000..30000000``.

    Returns:
        The number and ``None``, or the low and the high end.

    Raises:
        ValueError: when it is neither, or the ends stand the wrong way round.
    """
    low, mark, high = text.partition(RANGE_MARK)
    if not mark:
        return read_number(low), None
    ends = read_number(low), read_number(high)
    if ends[0] >= ends[1]:
        raise ValueError("the first end of a range must be the lower one")
    return ends


def read_ratio(text: str) -> tuple[Decimal, Decimal]:
    """Read a ratio such as ``1:6``.

    Raises:
        ValueError: when it is not two positive numbers with a colon.
    """
    part, mark, whole = text.partition(":")
    if not mark:
        raise ValueError("write a ratio with a colon: 1:6")
    numbers = read_number(part), read_number(whole)
    if numbers[0] <= 0 or numbers[1] <= 0:
        raise ValueError("both sides of a ratio must be above nought")
    return numbers


def telephone_uri(text: str) -> str:
    """The ``tel:`` address of a telephone number, or an empty text when it holds none."""
    if _PHONE.match(text) is None:
        return ""
    number, _mark, extension = text.partition(" ext")
    digits = re.sub(r"[^0-9+]", "", number)
    extra = re.sub(r"[^0-9]", "", extension)
    return f"tel:{digits}" + (f";ext={extra}" if extra else "")


def number_of(kind: str, text: str) -> Decimal | tuple[Decimal, Decimal] | None:
    """What a value measures, for charts.

    Args:
        kind: the fact's type.
        text: the value.

    Returns:
        A number, the two ends of a range, the share a ratio stands for, or ``None``
        where the value is not a number.
    """
    try:
        if kind in NUMERIC_TYPES:
            low, high = read_amount(text)
            return low if high is None else (low, high)
        if kind == "ratio":
            part, whole = read_ratio(text)
            with localcontext() as context:
                context.prec = 12
                return part / whole
    except ValueError:
        return None
    return None


def fault_in(kind: str, text: str) -> str:
    """Say what is wrong with the text of a value.

    Args:
        kind: the fact's type.
        text: the value.

    Returns:
        A clause to put after the name of the field, or an empty text.
    """
    if not text:
        return "is empty"
    try:
        if kind in NUMERIC_TYPES:
            _low, high = read_amount(text)
            if kind == "range" and high is None:
                return "is no range; write low..high"
            if kind == "count" and ("." in text.replace(RANGE_MARK, "")):
                return "is not a whole number; use the type decimal"
        elif kind == "ratio":
            read_ratio(text)
        elif kind == "date":
            parts(text)
    except ValueError as fault:
        return f"cannot be read: {fault}"
    if kind == "phone" and _PHONE.match(text) is None:
        return "is no telephone number; write digits with spaces, + in front of a country code"
    if kind == "statement" and len(text) > STATEMENT_LENGTH:
        return f"is longer than {STATEMENT_LENGTH} characters"
    return ""
