"""The matrix: as a page, as a table to download, as data, as a picture to embed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import lawgap
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from lawgap import outputs

from causeway.law import exports, matrix, matrix_table, views
from causeway.law.presenting import READINGS, Sources, said_of, views_on
from causeway.law.presenting_scores import axes, count_row, glance
from causeway.law.views import Desk

if TYPE_CHECKING:
    from django.http import HttpRequest


def _asked(desk: Desk, values: Mapping[str, Any] | None = None) -> tuple[matrix.Question, lawgap.Score]:
    values = desk.request.GET if values is None else values
    question = matrix.read_question(values, desk.law, desk.standard, desk.place, desk.today, desk.reader)
    return question, views.score(desk, question.place, question.as_of)


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The table, its form, and the box that is open."""
    desk = views.desk(request)
    fault = ""
    try:
        question, score = _asked(desk)
    except matrix.QuestionError as refused:
        fault = str(refused)
        question, score = _asked(desk, {})
    reader = desk.reader
    rows, _columns = axes(desk.standard)
    box = matrix_table.open_box(score, question, reader)
    about = [f"{rows.code}.{question.box[0]}"] if question.box else []
    if not about and rows.code in question.choice:
        about = [f"{rows.code}.{question.choice[rows.code]}"]
    is_whole = not about
    found = views_on(desk.law, question.place, desk.standard.code, *(about or views.GENERAL))
    sources = Sources([key for view in found for key in view.sources], reader)
    closed = replace(question, box=None)
    whole = replace(closed, choice={}, reading="central")
    path = reverse("law:matrix")
    return views.page(
        desk,
        "matrix",
        _("What the law of %(place)s covers, conduct by conduct") % {"place": reader.place(question.place)},
        description=_(
            "Each box joins an act with a purpose. It says how many kinds of conduct in it are an offence of that kind."
        ),
        status=400 if fault else 200,
        fault=fault,
        question=question,
        choices=matrix.choices(question, desk.law, desk.standard, reader),
        as_of=question.as_of.isoformat(),
        as_of_day=reader.day(question.as_of),
        asked_place=reader.place(question.place),
        reading_title=str(READINGS[question.reading]),
        glance=glance(score.counted(score.chosen(question.choice)), reader),
        is_narrowed=bool(question.choice),
        table=matrix_table.table(score, closed if box is None else question, reader, path),
        box=box,
        box_rows=[count_row(name, counts, reader) for name, counts in box.counts.items()] if box else [],
        close_url=path + closed.query() + "#matrix",
        said=said_of(found, sources),
        is_whole=is_whole,
        signing=views.signing(desk, score),
        csv_url=reverse("law:matrix_csv") + closed.query(),
        json_url=reverse("law:matrix_json") + closed.query(),
        svg_url=reverse("law:matrix_svg") + whole.query(),
        embed_page=views.address("matrix"),
        embed_picture=views.address("matrix_svg") + whole.query(),
    )


def _refused(refused: matrix.QuestionError) -> HttpResponse:
    return HttpResponse(f"{refused}\n", status=400, content_type="text/plain; charset=utf-8")


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """One row for each cell."""
    desk = views.desk(request)
    try:
        question, score = _asked(desk)
    except matrix.QuestionError as refused:
        return _refused(refused)
    rows = exports.cell_rows(score, matrix_table.cells_of(score, question))
    return exports.csv_answer(rows, f"{question.place}-{desk.standard.code}-{question.as_of}")


@require_safe
def as_json(request: HttpRequest) -> HttpResponse:
    """Counts, provisions and cells."""
    desk = views.desk(request)
    try:
        question, score = _asked(desk)
    except matrix.QuestionError as refused:
        return exports.json_answer({"error": str(refused)}, status=400)
    asked: dict[str, Any] = dict(question.choice)
    if question.box:
        asked["box"] = ".".join(question.box)
    cells = matrix_table.cells_of(score, question)
    return exports.json_answer(exports.matrix_data(score, cells, asked, views.address("matrix") + question.query()))


@require_safe
def as_svg(request: HttpRequest) -> HttpResponse:
    """The table as a picture."""
    desk = views.desk(request)
    try:
        question, score = _asked(desk)
    except matrix.QuestionError as refused:
        return _refused(refused)
    # The library draws it whole, adults beside children, each box with its range; what narrows the page leaves it alone.
    place = desk.reader.place(question.place)
    return exports.picture_answer(outputs.as_svg(score, desk.reader.language, place=place, wide=True, dark=False))
