"""What the room of the law adds below the words of the page at ``law/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import lawgap
from django.urls import reverse
from django.utils import timezone

from causeway.law import api
from causeway.law.presenting import Reader, Sources, signing_of, view_lines, views_on
from causeway.law.presenting_changes import change_rows, whole_row
from causeway.law.presenting_scores import axes, glance, government_says, value_rows
from causeway.law.views import GENERAL, rooms
from causeway.pages import api as pages

if TYPE_CHECKING:
    from django.http import HttpRequest


def make_live(request: HttpRequest, language: str) -> tuple[str, dict[str, Any]]:
    """The newest count in one glance, who is right about which purpose, what each bill would change, and all the ways in.

    Args:
        request: the request; nothing personal of it is looked at.
        language: the code of the reader's language.
    """
    law = api.law()
    standard, place = api.defaults()
    if not standard or not place:
        return "law/live.html", {"glance": None}
    today = timezone.localdate()
    reader = Reader.of(language, law.jurisdictions)
    score = lawgap.score(law, standard, place, today)
    rows, _columns = axes(score.standard)
    said = [view for view in views_on(law, place, standard, *GENERAL) if view.holder_kind == "government"]
    sources = Sources([key for view in said for key in view.sources], reader)
    matrix_url = reverse("law:matrix")
    bills = []
    for code, bill in law.bills.items():
        found = lawgap.simulate(law, code, as_of=today)
        bills.append(
            {
                "url": reverse("law:bill", args=[code]),
                "title": reader.words(bill.title),
                "whole": whole_row(found.diff, reader),
                "rows": change_rows(found.diff, rows, reader),
            }
        )
    return "law/live.html", {
        "reader": reader,
        "glance": glance(score.counts, reader),
        "purposes": value_rows(score, rows, reader, government_says(law, score, rows.code), matrix_url),
        "row_title": reader.words(rows.title),
        "standard_short": reader.words(score.standard.short or score.standard.title),
        "as_of_day": reader.day(today),
        "place_name": reader.place(place),
        "government": view_lines(said, sources),
        "signing": signing_of(score, reader),
        "bills": bills,
        "rooms": rooms(standard),
    }


def register() -> None:
    """Hand the live part down to the pages."""
    pages.register_live("law", make_live)
