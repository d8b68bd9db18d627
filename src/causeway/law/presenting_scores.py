"""Counts as a reader sees them: always a range with three counts, never one bare number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import lawgap
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lawgap.models import READINGS as READING_CODES
from lawgap.models import Dimension, Standard

from causeway.law.presenting import READINGS, Reader
from causeway.law.vocabulary import VERDICTS

BAR = 600
#: The dimensions that make the rows and the columns of the matrix, where a standard has them.
ROWS, COLUMNS = "purpose", "act"


def axes(standard: Standard) -> tuple[Dimension, Dimension]:
    """The dimension of the rows and that of the columns.

    Args:
        standard: has at least one dimension; a standard of one has it in both places.
    """
    first, last = standard.dimensions[0], standard.dimensions[-1]
    return standard.dimension(ROWS) or last, standard.dimension(COLUMNS) or first


@dataclass(frozen=True)
class Bar:
    """Where a range stands on a bar ``BAR`` units wide."""

    x: int
    width: int
    middle: int
    label: str


@dataclass(frozen=True)
class CountRow:
    """The three counts in one reading."""

    code: str
    title: str
    covered: str
    touched: str
    none: str


@dataclass(frozen=True)
class Glance:
    """A score in one glance."""

    total: str
    low: str
    central: str
    high: str
    covered: str
    bar: Bar
    rows: list[CountRow]


def glance(counts: Mapping[str, lawgap.Counts], reader: Reader) -> Glance:
    """The counts of a score, or of a part of it.

    Args:
        counts: the three counts in each reading.
        reader: who reads.
    """
    low, central, high = (counts[name].offence for name in READING_CODES)
    total = counts["central"].total
    scale = BAR / max(total, 1)
    x = round(low * scale)
    width = max(4, round(high * scale) - x)
    label = _("Covered: %(low)s in the low, %(central)s in the central and %(high)s in the high reading, of %(total)s.")
    numbers = {
        "low": reader.number(low),
        "central": reader.number(central),
        "high": reader.number(high),
        "total": reader.number(total),
    }
    return Glance(
        **numbers,
        covered=reader.span(low, high),
        bar=Bar(min(x, BAR - width), width, min(max(round(central * scale), 3), BAR - 3), label % numbers),
        rows=[count_row(name, counts[name], reader) for name in READING_CODES],
    )


def count_row(code: str, counts: lawgap.Counts, reader: Reader) -> CountRow:
    """One reading's counts."""
    return CountRow(
        code=code,
        title=str(READINGS[code]),
        covered=reader.number(counts.offence),
        touched=reader.number(counts.fragment),
        none=reader.number(counts.none),
    )


@dataclass(frozen=True)
class ValueRow:
    """One value of a dimension, such as one purpose, with its range and what the Government says of it."""

    code: str
    title: SafeString
    total: str
    covered: str
    touched: str
    none: str
    is_nothing: bool
    government: list[str]
    url: str


def value_rows(
    score: lawgap.Score,
    dimension: Dimension,
    reader: Reader,
    government: Mapping[str, Iterable[str]] | None = None,
    url: str = "",
) -> list[ValueRow]:
    """The range of each value of a dimension.

    Args:
        score: the score.
        dimension: one of its standard's dimensions.
        reader: who reads.
        government: what the Government says of each value, as codes of verdicts.
        url: the address of the matrix, to which the choice of the value is added.
    """
    rows = []
    for value in dimension.values:
        counts = score.by[dimension.code][value.code]
        said = dict.fromkeys((government or {}).get(value.code, ()))
        rows.append(
            ValueRow(
                code=value.code,
                title=reader.words(value.title),
                total=reader.number(counts["central"].total),
                covered=reader.span(counts["low"].offence, counts["high"].offence),
                touched=_between(counts, "fragment", reader),
                none=_between(counts, "none", reader),
                is_nothing=counts["high"].offence == 0,
                government=[str(VERDICTS[code]) for code in said],
                url=f"{url}?{dimension.code}={value.code}",
            )
        )
    return rows


def _between(counts: Mapping[str, lawgap.Counts], name: str, reader: Reader) -> str:
    numbers = [getattr(counts[reading], name) for reading in READING_CODES]
    return reader.span(min(numbers), max(numbers))


def government_says(law: lawgap.Law, score: lawgap.Score, dimension: str) -> dict[str, list[str]]:
    """What the Government says of each value of a dimension, as codes of verdicts."""
    found: dict[str, list[str]] = {}
    for view in law.views:
        of, _dot, value = view.target.partition(".")
        if (
            view.holder_kind == "government"
            and of == dimension
            and view.jurisdiction == score.jurisdiction
            and view.standard == score.standard.code
        ):
            found.setdefault(value, []).append(view.value)
    return found


def counts_data(counts: Mapping[str, lawgap.Counts]) -> dict[str, dict[str, int]]:
    """Counts for machines."""
    return {
        reading: {"covered": count.offence, "fragment": count.fragment, "none": count.none, "cells": count.total}
        for reading, count in counts.items()
    }


def signing_data(score: lawgap.Score) -> dict[str, Any]:
    """Who signed, for machines."""
    return {
        "draft": score.is_draft,
        "unsigned": list(score.unsigned),
        "signed_by": [{"name": by, "role": role, "on": on} for by, role, on in score.reviewers],
        "text_changed_since": list(score.stale),
    }
