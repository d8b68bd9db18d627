"""Two scores beside each other: two days, two readings, two places, or law and bill."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import lawgap
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from lawgap.models import READINGS as READING_CODES
from lawgap.models import first_day

from causeway.law import views
from causeway.law.matrix import Option, QuestionError, read_choice, read_day
from causeway.law.presenting import READINGS
from causeway.law.presenting_changes import (
    better_and_worse,
    change_rows,
    change_table,
    gained_and_lost,
    penalty_lines,
    reading_rows,
    whole_row,
)
from causeway.law.presenting_scores import axes
from causeway.law.views import Desk

if TYPE_CHECKING:
    from django.http import HttpRequest

WHAT = {
    "bill": gettext_lazy("Law and bill"),
    "places": gettext_lazy("Two places"),
    "dates": gettext_lazy("The law on two days"),
    "readings": gettext_lazy("Two readings of the same law"),
}


@dataclass(frozen=True)
class Sides:
    """What is held against what, with a name for each side."""

    what: str
    reading: str
    before: lawgap.Score
    after: lawgap.Score
    names: tuple[str, str]
    values: Mapping[str, str]


def _days_of_change(desk: Desk) -> list[str]:
    """The days on which a provision began or ended, as far as they are known."""
    versions = desk.law.provisions(desk.place)
    return sorted({day for version in versions for day in (version.valid_from, version.valid_to) if day})


def _days_of_reading(desk: Desk) -> list[str]:
    """The days on which readings were put forward."""
    versions = desk.law.provisions(desk.place)
    return sorted({reading.read_on for version in versions for reading in version.readings if reading.read_on})


def _sides(desk: Desk, values: Mapping[str, Any]) -> Sides:
    """Read the query.

    Raises:
        QuestionError: when it asks for something that is not there.
    """
    reader, place = desk.reader, desk.place
    what = read_choice(values, "what", _("Compare"), WHAT, "bill" if desk.law.bills else "dates")
    reading = read_choice(values, "reading", _("Reading"), READING_CODES, "central")
    today = views.score(desk)
    if what == "bill":
        code = read_choice(values, "bill", _("Bill"), desk.law.bills, next(iter(desk.law.bills), ""))
        if not code:
            raise QuestionError(_("There is no bill to compare with yet."))
        found = lawgap.simulate(desk.law, code, as_of=desk.today)
        return Sides(
            what, reading, found.before, found.after, (_("today's law"), reader.plain(found.bill.title)), {"bill": code}
        )
    if what == "places":
        others = [code for code in desk.law.jurisdictions if code != place]
        one = read_choice(values, "place", _("First place"), desk.law.jurisdictions, place)
        two = read_choice(values, "other", _("Second place"), desk.law.jurisdictions, next(iter(others), place))
        scores = (views.score(desk, one), views.score(desk, two))
        return Sides(what, reading, *scores, (reader.place(one), reader.place(two)), {"place": one, "other": two})
    if what == "readings":
        days = _days_of_reading(desk)
        first = read_day(values, "from", first_day(days[0]) if days else desk.today)
        second = read_day(values, "to", desk.today)
        scores = (views.score(desk, read_on=first), views.score(desk, read_on=second))
        return _on_days(desk, what, reading, scores, first, second)
    days = _days_of_change(desk)
    first = read_day(values, "from", _day_before(days[-1]) if days else desk.today)
    second = read_day(values, "to", desk.today)
    scores = (views.score(desk, as_of=first), views.score(desk, as_of=second) if second != desk.today else today)
    return _on_days(desk, what, reading, scores, first, second)


def _day_before(text: str) -> datetime.date:
    day = first_day(text)
    return day - datetime.timedelta(days=1) if day > datetime.date.min else day


def _on_days(
    desk: Desk,
    what: str,
    reading: str,
    scores: tuple[lawgap.Score, lawgap.Score],
    first: datetime.date,
    second: datetime.date,
) -> Sides:
    plain = desk.reader.plain_day
    pattern = _("the law of %(day)s") if what == "dates" else _("the readings of %(day)s")
    names = (pattern % {"day": plain(first)}, pattern % {"day": plain(second)})
    return Sides(what, reading, *scores, names, {"from": first.isoformat(), "to": second.isoformat()})


def _forms(desk: Desk, sides: Sides) -> dict[str, Any]:
    reader = desk.reader

    def options(codes: Any, words: Any, chosen: str) -> list[Option]:
        return [Option(code, words(code), code == chosen) for code in codes]

    given = dict(sides.values)
    places = desk.law.jurisdictions
    other = next((code for code in places if code != desk.place), desk.place)
    changed, read = _days_of_change(desk), _days_of_reading(desk)
    first = {
        "dates": _day_before(changed[-1]).isoformat() if changed else "",
        "readings": first_day(read[0]).isoformat() if read else "",
    }
    day = {
        what: {
            "from": given["from"] if sides.what == what else first[what],
            "to": given["to"] if sides.what == what else desk.today.isoformat(),
        }
        for what in first
    }
    return {
        "bills": options(desk.law.bills, lambda code: reader.plain(desk.law.bills[code].title), given.get("bill", "")),
        "first_places": options(places, reader.place, given.get("place", desk.place)),
        "second_places": options(places, reader.place, given.get("other", other)),
        "readings": options(READINGS, lambda code: str(READINGS[code]), sides.reading),
        "day": day,
        "days_of_change": [reader.day(text) for text in changed],
        "days_of_reading": [reader.day(text) for text in read],
    }


def _notes(desk: Desk, sides: Sides) -> list[Any]:
    """What of each place's law was looked at and what was not, as its instruments say."""
    places = {sides.before.jurisdiction, sides.after.jurisdiction} - {desk.place}
    return [
        {"title": desk.reader.words(instrument.title), "text": desk.reader.words(instrument.note)}
        for instrument in desk.law.instruments.values()
        if instrument.jurisdiction in places and instrument.note
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The forms, and what is gained, lost and changed between the two sides."""
    desk = views.desk(request)
    fault = ""
    try:
        sides = _sides(desk, request.GET)
    except QuestionError as refused:
        fault = str(refused)
        sides = _sides(desk, {"what": "dates"})
    reader = desk.reader
    change = lawgap.diff(sides.before, sides.after)
    known = {p.code for place in desk.law.jurisdictions for p in desk.law.provisions(place)}
    is_beside = sides.what == "places"
    signing = [views.signing(desk, sides.before), views.signing(desk, sides.after)]
    return views.page(
        desk,
        "compare",
        _("Compare"),
        description=_(
            "Two days, two readings, two places, or law and bill: what is gained, lost and changed, in words first."
        ),
        status=400 if fault else 200,
        fault=fault,
        what=sides.what,
        what_title=str(WHAT[sides.what]),
        forms=_forms(desk, sides),
        names=sides.names,
        reading_title=str(READINGS[sides.reading]),
        title_of_sides=(_("%(one)s and %(two)s, side by side") if is_beside else _("From %(one)s to %(two)s"))
        % {"one": sides.names[0], "two": sides.names[1]},
        answer=better_and_worse(change, sides.reading, reader, sides.names)
        if is_beside
        else gained_and_lost(change, sides.reading, reader),
        notes=_notes(desk, sides) if is_beside else [],
        whole=whole_row(change, reader, sides.reading),
        rows=change_rows(change, axes(desk.standard)[0], reader, sides.reading, sides.names if is_beside else None),
        reading_rows=reading_rows(change, reader),
        table=change_table(change, reader, sides.reading),
        penalties=penalty_lines(change, reader, known),
        is_other_place=sides.before.jurisdiction != sides.after.jurisdiction,
        bill_url=reverse("law:bill", args=[sides.values["bill"]]) if "bill" in sides.values else "",
        signing=next((one for one in signing if one.is_draft), signing[1]),
    )
