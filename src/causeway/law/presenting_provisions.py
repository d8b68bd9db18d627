"""A provision in words: what it reaches, what is in doubt, how it was read before, and by whom."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import lawgap
from django.utils.safestring import SafeString
from lawgap.models import Provision, Reading, Standard, Value
from lawgap.scoring import Hit

from causeway.law.matrix_table import Box, Row, Table, make_box, state_of
from causeway.law.presenting import Reader, penalty_words, person, scope_words
from causeway.law.presenting_scores import axes
from causeway.law.vocabulary import READING_KINDS


def in_force_or_last(versions: list[Provision], today: datetime.date) -> Provision:
    """The version in force on a day, else the last one.

    Args:
        versions: all versions of one provision, the oldest first; at least one.
        today: the day.
    """
    return next((version for version in reversed(versions) if version.in_force(today)), versions[-1])


@dataclass(frozen=True)
class ReadingLine:
    """One reading of a provision, as somebody put it forward."""

    kind: str
    reaches: list[dict[str, Any]]
    is_nothing: bool
    doubt: list[dict[str, Any]]
    doubt_offence: bool
    put_forward: str
    signed: str
    sign_note: str
    note: SafeString
    read_on: SafeString


def reading_line(reading: Reading, standard: Standard, reader: Reader) -> ReadingLine:
    """A reading in words.

    Args:
        reading: the reading.
        standard: whose dimensions its scope has.
        reader: who reads.
    """
    named = {code: values for code, values in reading.doubtful.items() if values}
    doubt = [
        line
        for line, dimension in zip(scope_words(named, standard, reader), standard.dimensions, strict=True)
        if dimension.code in named
    ]
    review = reading.review
    return ReadingLine(
        kind=str(READING_KINDS[reading.kind]),
        reaches=scope_words(reading.scope, standard, reader) if reading.scope else [],
        is_nothing=not reading.scope or any(not values for values in reading.scope.values()),
        doubt=doubt,
        doubt_offence=reading.doubtful_offence is not None,
        put_forward=reading.put_forward_by,
        signed=person(review.by, review.role, review.on, reader) if review.is_signed else "",
        sign_note=review.note,
        note=reader.words(reading.note),
        read_on=reader.day(reading.read_on),
    )


@dataclass(frozen=True)
class VersionLine:
    """One version of a provision in time."""

    starts: SafeString
    ends: SafeString
    penalty: SafeString
    is_shown: bool


def version_lines(versions: list[Provision], shown: Provision, reader: Reader) -> list[VersionLine]:
    """Every version in time, the newest first."""
    return [
        VersionLine(
            reader.day(version.valid_from),
            reader.day(version.valid_to),
            penalty_words(version.penalty, reader),
            version is shown,
        )
        for version in reversed(versions)
    ]


def mini_table(hit: Hit, score: lawgap.Score, reader: Reader, path: str) -> Table:
    """What one provision reaches, in the boxes of the matrix: its central reading, or in doubt where only the high one.

    Args:
        hit: the provision with the cells it reaches.
        score: the score it is part of.
        reader: who reads.
        path: the address of the matrix, for the links of the boxes.
    """
    rows, columns = axes(score.standard)
    found = []
    for row in rows.values:
        boxes = []
        for column in columns.values:
            cells = score.space.chosen({rows.code: row.code, columns.code: column.code})
            boxes.append(_mini_box(hit, cells, row, column, reader, path))
        found.append(Row(row.code, reader.words(row.title), boxes))
    return Table(
        reader.words(rows.title),
        reader.words(columns.title),
        [(value.code, reader.words(value.title)) for value in columns.values],
        found,
    )


def _mini_box(hit: Hit, cells: int, row: Value, column: Value, reader: Reader, path: str) -> Box:
    central, high = hit.masks["central"], hit.masks["high"]
    offence, fragment = (central.offence & cells).bit_count(), (central.fragment & cells & ~central.offence).bit_count()
    widest = ((high.offence | high.fragment) & cells).bit_count()
    state = state_of(offence, fragment, cells.bit_count())
    return make_box(
        row,
        column,
        "doubt" if state == "none" and widest else state,
        (offence or fragment or widest, cells.bit_count()),
        reader,
        url=f"{path}?box={row.code}.{column.code}#box",
    )


def covered_words(hit: Hit, reader: Reader) -> Mapping[str, str]:
    """How many cells a provision reaches, from low to high, as an offence and as a fragment."""
    offences = [hit.masks[name].offence.bit_count() for name in ("low", "high")]
    fragments = [(masks.fragment & ~masks.offence).bit_count() for masks in hit.masks.values()]
    return {"offence": reader.span(*offences), "fragment": reader.span(min(fragments), max(fragments))}
