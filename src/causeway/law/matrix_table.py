"""The matrix as a table, and a box of it opened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import lawgap
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lawgap.cells import Cell
from lawgap.models import Value

from causeway.law.matrix import Question
from causeway.law.presenting import CELLS, Reader, penalty_words, titles
from causeway.law.presenting_scores import axes


@dataclass(frozen=True)
class Box:
    """One box: all cells of a row and a column that are asked for."""

    row: str
    column: str
    state: str
    letter: str
    word: str
    count: str
    total: str
    label: str
    column_title: SafeString
    url: str
    is_open: bool


@dataclass(frozen=True)
class Row:
    """One row of the table."""

    code: str
    title: SafeString
    boxes: list[Box]


@dataclass(frozen=True)
class Table:
    """The matrix as a table."""

    corner: SafeString
    corner_column: SafeString
    columns: list[tuple[str, SafeString]]
    rows: list[Row]


def table(score: lawgap.Score, question: Question, reader: Reader, path: str) -> Table:
    """The matrix.

    Args:
        score: what is shown.
        question: what is asked of it.
        reader: who reads.
        path: the address of the page, for the links of the boxes.
    """
    rows, columns = axes(score.standard)
    among = score.chosen(question.choice)
    shown = [value for value in columns.values if question.choice.get(columns.code, value.code) == value.code]
    found = []
    for row in rows.values:
        if question.choice.get(rows.code, row.code) != row.code:
            continue
        boxes = []
        for column in shown:
            cells = among & score.space.having[rows.code][row.code] & score.space.having[columns.code][column.code]
            boxes.append(_box(score, cells, row, column, question, reader, path))
        found.append(Row(row.code, reader.words(row.title), boxes))
    return Table(
        reader.words(rows.title),
        reader.words(columns.title),
        [(value.code, reader.words(value.title)) for value in shown],
        found,
    )


def state_of(offence: int, fragment: int, total: int) -> str:
    """What a box is called: all covered, some covered, touched, nothing.

    Args:
        offence: how many of its cells are covered.
        fragment: how many are only touched.
        total: how many there are.
    """
    if offence:
        return "all" if offence == total else "some"
    return "fragment" if fragment else "none"


def state_words(state: str) -> tuple[str, str]:
    """Letter and word of a box."""
    if state == "doubt":
        return "?", _("In doubt: only in the high reading")
    if state == "some":
        return str(CELLS["offence"][0]), _("Covered in part")
    letter, word = CELLS["offence" if state == "all" else state]
    return str(letter), str(word)


def _box(
    score: lawgap.Score, cells: int, row: Value, column: Value, question: Question, reader: Reader, path: str
) -> Box:
    masks = score.masks[question.reading]
    offence, fragment = (masks.offence & cells).bit_count(), (masks.fragment & cells).bit_count()
    where = (row.code, column.code)
    return make_box(
        row,
        column,
        state_of(offence, fragment, cells.bit_count()),
        (offence or fragment, cells.bit_count()),
        reader,
        url=f"{path}{question.query(box=where)}#box",
        is_open=question.box == where,
    )


def make_box(
    row: Value, column: Value, state: str, counts: tuple[int, int], reader: Reader, *, url: str, is_open: bool = False
) -> Box:
    """A box in words.

    Args:
        row: of the row.
        column: of the column.
        state: what :func:`state_of` says, or ``doubt``.
        counts: how many of its cells are meant, of how many.
        reader: who reads.
        url: where the box leads.
        is_open: whether it is the one that is open.
    """
    letter, word = state_words(state)
    numbers = {"count": reader.number(counts[0]), "total": reader.number(counts[1])}
    label = _("%(row)s, %(column)s: %(word)s, %(count)s of %(total)s")
    return Box(
        row=row.code,
        column=column.code,
        column_title=reader.words(column.title),
        state=state,
        letter=letter,
        word=word,
        label=label % {"row": reader.plain(row.title), "column": reader.plain(column.title), "word": word, **numbers},
        url=url,
        is_open=is_open,
        **numbers,
    )


# --- An open box -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reaching:
    """A provision that reaches a box."""

    code: str
    title: SafeString
    kind: str
    word: str
    count: str
    penalty: SafeString
    is_signed: bool
    doubt: str


@dataclass(frozen=True)
class CellLine:
    """One cell of an open box."""

    words: SafeString
    verdict: str
    letter: str
    word: str
    provisions: list[str]


@dataclass(frozen=True)
class OpenBox:
    """An open box: the provisions that reach it and its cells one by one."""

    row: SafeString
    column: SafeString
    total: str
    counts: Mapping[str, lawgap.Counts]
    provisions: list[Reaching]
    cells: list[CellLine]


def cells_of(score: lawgap.Score, question: Question) -> int:
    """The cells of the open box that are asked for, as a set."""
    among = score.chosen(question.choice)
    if question.box is None:
        return among
    rows, columns = axes(score.standard)
    return among & score.space.chosen({rows.code: question.box[0], columns.code: question.box[1]})


def open_box(score: lawgap.Score, question: Question, reader: Reader) -> OpenBox | None:
    """The box that is open, or ``None``.

    Args:
        score: what is shown.
        question: says which box.
        reader: who reads.
    """
    if question.box is None:
        return None
    rows, columns = axes(score.standard)
    among = cells_of(score, question)
    names = {dimension.code: titles(dimension, reader) for dimension in score.standard.dimensions}
    return OpenBox(
        row=names[rows.code][question.box[0]],
        column=names[columns.code][question.box[1]],
        total=reader.number(among.bit_count()),
        counts=score.counted(among),
        provisions=reaching(score, among, question.reading, reader),
        cells=[
            _cell_line(score, cell, question, names, {rows.code, columns.code}, reader)
            for cell in score.space.listed(among)
        ],
    )


def reaching(score: lawgap.Score, among: int, reading: str, reader: Reader) -> list[Reaching]:
    """The provisions that reach some cells, offences first, each with its penalty.

    Those that reach them only when every doubt is counted are among them, and say so.
    """
    found = []
    for hit in score.reaching(among, "high"):
        masks, widest = hit.masks[reading], hit.masks["high"]
        offence, fragment = (masks.offence & among).bit_count(), (masks.fragment & among).bit_count()
        kind = "offence" if offence else "fragment" if fragment else ""
        doubt = ""
        if not kind:
            doubt = _("only in the high reading")
        elif not offence and widest.offence & among:
            doubt = _("covers it in the high reading")
        shown = kind or ("offence" if widest.offence & among else "fragment")
        counted = offence or fragment or ((widest.offence or widest.fragment) & among).bit_count()
        found.append(
            Reaching(
                code=hit.provision.code,
                title=reader.words(hit.provision.title),
                kind=shown,
                word=str(CELLS[shown][1]),
                count=reader.number(counted),
                penalty=penalty_words(hit.provision.penalty, reader),
                is_signed=hit.reading.review.is_signed,
                doubt=doubt,
            )
        )
    return sorted(found, key=lambda line: (bool(line.doubt), line.kind != "offence", line.code))


def _cell_line(
    score: lawgap.Score,
    cell: Cell,
    question: Question,
    names: Mapping[str, Mapping[str, SafeString]],
    known: set[str],
    reader: Reader,
) -> CellLine:
    verdict = score.verdict(cell.number, question.reading)
    words = [names[code][value] for code, value in reversed(cell.values.items()) if code not in known]
    return CellLine(
        words=reader.list(words),
        verdict=verdict,
        letter=str(CELLS[verdict][0]),
        word=str(CELLS[verdict][1]),
        provisions=[hit.provision.code for hit in score.hits(cell.number, question.reading)],
    )
