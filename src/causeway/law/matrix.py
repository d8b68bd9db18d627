"""What is asked of the matrix in an address, and the form that asks it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import urlencode

import lawgap
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from lawgap.models import READINGS as READING_CODES
from lawgap.models import Standard, first_day

from causeway.law.presenting import READINGS, Reader
from causeway.law.presenting_scores import axes

#: Longer values than this are not looked at, nor repeated in the answer.
_LONGEST: Final = 120
_DATE: Final = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)


class QuestionError(ValueError):
    """An address asks for something that is not there; the message says what, in the reader's language."""


@dataclass(frozen=True)
class Question:
    """What a reader asks of the matrix.

    Args:
        place: code of the jurisdiction.
        reading: ``low``, ``central`` or ``high``.
        as_of: the day whose law counts.
        choice: one value of each dimension that is narrowed down.
        box: row and column of the box that is open, or nothing.
    """

    place: str
    reading: str
    as_of: datetime.date
    choice: Mapping[str, str] = field(default_factory=dict)
    box: tuple[str, str] | None = None
    default_place: str = ""
    today: datetime.date = datetime.date.min

    def query(self, **changes: Any) -> str:
        """It as the query of an address, without what goes without saying.

        Args:
            **changes: fields that are otherwise.
        """
        asked = replace(self, **changes)
        found = dict(asked.choice)
        if asked.reading != "central":
            found["reading"] = asked.reading
        if asked.place != asked.default_place:
            found["place"] = asked.place
        if asked.as_of != asked.today:
            found["as_of"] = asked.as_of.isoformat()
        if asked.box:
            found["box"] = ".".join(asked.box)
        return "?" + urlencode(found) if found else ""


def given(values: Mapping[str, Any], name: str) -> str:
    """One value of a query, cut to what can mean something."""
    return str(values.get(name, ""))[: _LONGEST + 1].strip()


def read_day(values: Mapping[str, Any], name: str, default: datetime.date) -> datetime.date:
    """A day from a query.

    Args:
        values: the query.
        name: the day's name in it.
        default: the day meant when it is left empty.

    Raises:
        QuestionError: when it is no day.
    """
    text = given(values, name)
    if not text:
        return default
    try:
        if not _DATE.fullmatch(text):
            raise ValueError(text)
        return first_day(text)
    except ValueError:
        raise QuestionError(
            _("‘%(day)s’ is no day. Write it as year, month and day, for example 2018-02-09.") % {"day": text[:40]}
        ) from None


def read_choice(values: Mapping[str, Any], name: str, title: str, allowed: Collection[str], default: str) -> str:
    """One of a list from a query.

    Args:
        values: the query.
        name: its name there.
        title: what a reader calls it.
        allowed: the codes of the list.
        default: what is meant when it is left empty.

    Raises:
        QuestionError: when it is not on the list.
    """
    text = given(values, name)
    if not text:
        return default
    if text not in allowed:
        raise QuestionError(
            _("‘%(value)s’ is not on the list under ‘%(list)s’. Choose one from the list.")
            % {"value": text[:40], "list": title}
        )
    return text


def read_question(
    values: Mapping[str, Any],
    law: lawgap.Law,
    standard: Standard,
    place: str,
    today: datetime.date,
    reader: Reader,
) -> Question:
    """Read the query of the matrix.

    Args:
        values: the query.
        law: knows the places.
        standard: knows the dimensions.
        place: the place meant where none is named.
        today: the day meant where none is named.
        reader: who asks.

    Raises:
        QuestionError: when it asks for something that is not there.
    """
    choice = {}
    for dimension in standard.dimensions:
        codes = [value.code for value in dimension.values]
        if found := read_choice(values, dimension.code, reader.plain(dimension.title), codes, ""):
            choice[dimension.code] = found
    box = None
    if text := given(values, "box"):
        rows, columns = axes(standard)
        boxes = {f"{row.code}.{column.code}" for row in rows.values for column in columns.values}
        if text not in boxes:
            raise QuestionError(_("There is no box ‘%(box)s’. Choose one in the table.") % {"box": text[:40]})
        row, _dot, column = text.partition(".")
        box = (row, column)
    return Question(
        place=read_choice(values, "place", _("Whose law"), law.jurisdictions, place),
        reading=read_choice(values, "reading", _("Reading"), READING_CODES, "central"),
        as_of=read_day(values, "as_of", today),
        choice=choice,
        box=box,
        default_place=place,
        today=today,
    )


@dataclass(frozen=True)
class Option:
    """One entry of a list to choose from."""

    value: str
    title: SafeString | str
    chosen: bool


@dataclass(frozen=True)
class Choice:
    """A list to choose from."""

    name: str
    title: SafeString | str
    options: list[Option]


def choices(question: Question, law: lawgap.Law, standard: Standard, reader: Reader) -> list[Choice]:
    """The lists of the form above the matrix; words in them are plain text, since a list holds no markup."""
    found = []
    for dimension in standard.dimensions:
        chosen = question.choice.get(dimension.code, "")
        options = [Option("", _("All"), not chosen)]
        options += [Option(value.code, reader.plain(value.title), value.code == chosen) for value in dimension.values]
        found.append(Choice(dimension.code, reader.plain(dimension.title), options))
    readings = [Option(code, str(title), code == question.reading) for code, title in READINGS.items()]
    found.append(Choice("reading", _("Reading"), readings))
    if len(law.jurisdictions) > 1:
        places = [Option(code, reader.place(code), code == question.place) for code in law.jurisdictions]
        found.append(Choice("place", _("Whose law"), places))
    return found
