"""A figure with its values, live from the histories of its facts, in one reader's language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from causeway.facts import exports
from causeway.facts.amounts import number_of
from causeway.facts.book import FactBook, Reading
from causeway.facts.dates import first_day, last_day
from causeway.facts.figures.plan import LEAD, Break, Datum, Plan, Series
from causeway.facts.formats import format_value, number, partial_date
from causeway.facts.markup import formatted
from causeway.facts.models import Figure
from causeway.facts.presenting import Tongue
from causeway.facts.records import FactRecord, ValueRecord
from causeway.facts.status import Status
from causeway.facts.vocabulary import BASE_LANGUAGE
from causeway.facts.wording import direction, phrases

#: How much of its height a letter's line takes up, where that is much.
_LEADS = {"ur": 2.0, "th": 1.6, "km": 1.7, "ne": 1.6, "hi": 1.6, "bn": 1.6}


@dataclass(frozen=True)
class Said:
    """Words in the language they were found in."""

    text: str
    language: str

    def html(self, tongue: Tongue) -> SafeString:
        """The words, marked with their language where it is not that of the words around them."""
        return tongue.piece(self.text, self.language)


def said(words: Any, language: str) -> Said:
    """Words of a figure in a language, else in the base language, else in whichever there is.

    Args:
        words: by language.
        language: the reader's.
    """
    if isinstance(words, Mapping):
        for wanted in (language, BASE_LANGUAGE, *words):
            if words.get(wanted):
                return Said(str(words[wanted]), str(wanted))
    return Said("", language)


@dataclass(frozen=True)
class Row:
    """One value: what is drawn, what stands in the table, what machines get."""

    as_of: str
    until: str
    when: str
    html: SafeString
    publisher: str
    level: str
    status: Status
    is_shown: bool
    datum: Datum | None
    entry: dict[str, Any]


@dataclass(frozen=True)
class FilledSeries:
    """One fact of a figure with its values, the earliest first. ``part_of`` is the place of the series that holds it."""

    fact: str
    label: Said
    definition: Said
    direction: str
    rows: list[Row]
    part_of: int | None = None


@dataclass(frozen=True)
class Filled:
    """A figure with its values."""

    figure: Figure
    language: str
    title: Said
    text: Said
    note: Said
    unit: Said
    series: list[FilledSeries]
    levels: list[Said]
    breaks: list[tuple[str, Said]]
    book: FactBook

    @property
    def drawn_language(self) -> str:
        """The language of the drawing: that of the figure's own words."""
        return self.title.language

    @property
    def direction(self) -> str:
        return direction(self.drawn_language)

    @property
    def rows(self) -> list[Row]:
        return [row for series in self.series for row in series.rows]

    @property
    def has_unverified(self) -> bool:
        return any(row.is_shown and row.status is not Status.VERIFIED for row in self.rows)

    @property
    def has_hidden(self) -> bool:
        return any(not row.is_shown for row in self.rows)

    @property
    def has_rough(self) -> bool:
        """Whether a publisher says 'about' or 'more than' of anything that is drawn."""
        return any(row.datum is not None and row.datum.is_rough for row in self.rows)

    def plan(self) -> Plan:
        """What is drawn."""
        kinds = {self.book.facts[series.fact].type for series in self.series if series.rows}
        # Of many people a scale says '50 million'; a part of one it writes out.
        kind = "percent" if kinds == {"percent"} else "count" if kinds <= {"count", "range"} else "decimal"
        return Plan(
            kind=self.figure.kind,
            series=tuple(
                Series(series.label.text, tuple(row.datum for row in series.rows if row.datum), series.part_of)
                for series in self.series
            ),
            levels=tuple(level.text for level in self.levels),
            breaks=tuple(
                Break(_year_of(first_day(at)), number(Decimal(place), self.drawn_language))
                for place, (at, _text) in enumerate(self.breaks, start=1)
            ),
            number=lambda value: _scale_mark(value, kind, self.drawn_language),
            year=lambda year: partial_date(f"{year:04d}", self.drawn_language).removesuffix("年"),
            lead=_LEADS.get(self.drawn_language, LEAD),
        )


def _scale_mark(value: float, kind: str, language: str) -> str:
    exact = Decimal(str(round(value, 6))).normalize()
    text = str(exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact)
    return format_value(kind, text, language=language, phrases=phrases(language)).text


def _year_of(day: Any) -> float:
    start = day.replace(month=1, day=1)
    length = 366 if day.year % 4 == 0 and (day.year % 100 != 0 or day.year % 400 == 0) else 365
    return float(day.year + (day - start).days / length)


def _end_of(text: str) -> float:
    day = last_day(text)
    # A year ends where the next begins: the day itself counts.
    return _year_of(day) + 1 / 366 if (day.month, day.day) != (12, 31) else float(day.year + 1)


def fill(figure: Figure, book: FactBook) -> Filled:
    """Read a figure's values.

    Args:
        figure: the figure.
        book: knows language, display mode and day; the facts that are missing in it are read in one query.
    """
    language = book.language
    book.add({entry["fact"] for entry in figure.series})
    facts = [entry["fact"] for entry in figure.series]
    levels = {entry["level"]: (place, said(entry["label"], language)) for place, entry in enumerate(figure.levels)}
    return Filled(
        figure=figure,
        language=language,
        title=said(figure.title, language),
        text=said(figure.text, language),
        note=said(figure.note, language),
        unit=said(figure.unit, language),
        series=[
            FilledSeries(
                fact=entry["fact"],
                label=said(entry["label"], language),
                definition=said(entry["definition"], language),
                direction=entry.get("direction", ""),
                rows=_rows(book, entry, levels),
                part_of=facts.index(entry["part_of"]) if entry.get("part_of") in facts else None,
            )
            for entry in figure.series
        ],
        levels=[label for _place, label in levels.values()],
        breaks=[(entry["at"], said(entry["text"], language)) for entry in figure.breaks],
        book=book,
    )


def _rows(book: FactBook, entry: Mapping[str, Any], levels: Mapping[str, tuple[int, Said]]) -> list[Row]:
    fact = book.facts.get(entry["fact"])
    if fact is None or not fact.public:
        return []
    points = {point["as_of"]: point for point in entry.get("points", ())}
    rows = [
        _row(book, fact, value, points, levels)
        for value in fact.values
        if (value.as_of or value.valid_from) and (not points or value.as_of in points)
    ]
    return sorted(rows, key=lambda row: (first_day(row.as_of), last_day(row.as_of)))


def _row(
    book: FactBook,
    fact: FactRecord,
    value: ValueRecord,
    points: Mapping[str, Mapping[str, str]],
    levels: Mapping[str, tuple[int, Said]],
) -> Row:
    found: Reading = book.read(fact, value)
    as_of = value.as_of or value.valid_from
    point = points.get(as_of, {})
    until = point.get("until", "")
    place, label = levels.get(point.get("level", ""), (0, Said("", book.language)))
    when = partial_date(as_of, book.language)
    if until:
        when = f"{when}–{partial_date(until, book.language)}"
    measured = number_of(fact.type, value.value) if found.is_shown else None
    ends = measured if isinstance(measured, tuple) else (measured, None)
    datum = None
    if found.is_shown and (ends[0] is not None or point):
        datum = Datum(
            start=_year_of(first_day(as_of)),
            end=_end_of(until or as_of),
            low=float(ends[0] or 0),
            high=None if ends[1] is None else float(ends[1]),
            when=when,
            text=formatted(fact, _Bare(value), book.language).text if ends[0] is not None else label.text,
            level=place,
            publisher=value.published_by,
            is_rough=bool(value.qualifier),
        )
    machine = exports.value_entry(fact, value, book)
    return Row(
        as_of=as_of,
        until=until,
        when=when,
        html=book.show(found, as_of) if fact.public else mark_safe(""),
        publisher=value.published_by if found.is_shown else "",
        level=label.text if found.is_shown else "",
        status=found.status,
        is_shown=found.is_shown,
        datum=datum,
        entry=machine | {"as_of": as_of} | ({"level": point["level"], "until": until} if point else {}),
    )


class _Bare:
    """A value without its qualifier: the drawing shows that by a broken edge or an open mark."""

    def __init__(self, value: ValueRecord) -> None:
        self.value, self.words, self.qualifier = value.value, value.words, ""


def described(filled: Filled, drawn: Sequence[FilledSeries]) -> str:
    """What a drawing shows, for who cannot see it: each series with its values.

    Args:
        filled: the figure.
        drawn: the series to tell of.
    """
    parts = []
    for series in drawn:
        values = ", ".join(f"{row.datum.when}: {row.datum.text}" for row in series.rows if row.datum)
        if values:
            parts.append(f"{series.label.text}: {values}.")
    return " ".join(parts)
