"""What a bill would change: the list of bills, and each as a page, on paper, as data and as a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import lawgap
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from causeway.law import charts, exports, views
from causeway.law.presenting import Sources, view_lines, views_on
from causeway.law.presenting_changes import change_rows, duty_lines, penalty_lines, reading_rows, whole_row
from causeway.law.presenting_scores import axes
from causeway.law.views import Desk

if TYPE_CHECKING:
    from django.http import HttpRequest


def _simulation(desk: Desk, code: str) -> lawgap.Simulation:
    if code not in desk.law.bills:
        raise Http404
    return lawgap.simulate(desk.law, code, as_of=desk.today)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The bills, each with the sentence that matters most."""
    desk = views.desk(request)
    entries = []
    for code in desk.law.bills:
        found = _simulation(desk, code)
        entries.append(
            {
                "url": reverse("law:bill", args=[code]),
                "title": desk.reader.words(found.bill.title),
                "status": desk.reader.words(found.bill.status),
                "whole": whole_row(found.diff, desk.reader),
                "rows": change_rows(found.diff, axes(found.before.standard)[0], desk.reader),
            }
        )
    return views.page(
        desk,
        "bills",
        _("What would a bill change?"),
        description=_(
            "Each bill is laid over today's law, conduct by conduct. You see what would be covered, what would be lost, "
            "and which duties it leaves alone."
        ),
        entries=entries,
        signing=views.signing(desk, views.score(desk)),
    )


def _told(desk: Desk, found: lawgap.Simulation) -> dict[str, Any]:
    reader, bill = desk.reader, found.bill
    said = [
        view
        for view in views_on(desk.law, bill.jurisdiction, found.before.standard.code, *views.GENERAL)
        if view.holder_kind == "government"
    ]
    sources = Sources([*bill.sources, *(key for view in said for key in view.sources)], reader)
    rows = change_rows(found.diff, axes(found.before.standard)[0], reader)
    untouched = duty_lines(found.untouched, reader)
    known = {provision.code for provision in desk.law.provisions(bill.jurisdiction)}
    return {
        "bill": bill,
        "bill_title": reader.words(bill.title),
        "bill_text": reader.words(bill.text),
        "bill_status": reader.words(bill.status),
        "bill_note": reader.words(bill.note),
        "bill_date": reader.day(bill.date),
        "asked_place": reader.place(bill.jurisdiction),
        "today_day": reader.day(found.before.as_of),
        "whole": whole_row(found.diff, reader),
        "rows": rows,
        "first_rows": sorted(rows, key=lambda row: row.way == "same"),
        "reading_rows": reading_rows(found.diff, reader),
        "cells_lost": _cells_lost(found, desk),
        "penalties": penalty_lines(found.diff, reader, known),
        "untouched": untouched,
        "untouched_binding": [line for line in untouched if line.is_binding],
        "untouched_other": [line for line in untouched if not line.is_binding],
        "lower": [warning.provision for warning in found.warnings if warning.code == "penalty-lower"],
        "not_in_force": [warning.provision for warning in found.warnings if warning.code == "not-in-force"],
        "government": view_lines(said, sources),
        "bill_sources": sources.lines(bill.sources),
        "signing": views.signing(desk, found.after),
    }


def _cells_lost(found: lawgap.Simulation, desk: Desk) -> str:
    """How many cells would be worse off than today, in the reading in which most are; empty when none would."""
    most = max(found.diff.readings.values(), key=lambda change: change.lost).lost
    if not most:
        return ""
    return ngettext(
        "%(count)s kind of conduct would be worse off than today: what the bill repeals reaches further there than what it adds.",
        "%(count)s kinds of conduct would be worse off than today: what the bill repeals reaches further there than what it adds.",
        most,
    ) % {"count": desk.reader.number(most)}


@require_safe
def bill(request: HttpRequest, code: str) -> HttpResponse:
    """One bill: the answer in words first, then everything behind it."""
    desk = views.desk(request)
    found = _simulation(desk, code)
    return views.page(
        desk,
        "bill",
        _("What would this bill change? %(title)s") % {"title": desk.reader.plain(found.bill.title)},
        description=_("Laid over the law of today, conduct by conduct, against the %(standard)s.")
        % {"standard": desk.reader.plain(found.before.standard.short or found.before.standard.title)},
        above=[(_("What a bill would change"), reverse("law:bills"))],
        csv_url=reverse("law:bill_csv", args=[code]),
        json_url=reverse("law:bill_json", args=[code]),
        svg_url=reverse("law:bill_svg", args=[code]),
        print_url=reverse("law:bill_print", args=[code]),
        matrix_url=reverse("law:matrix"),
        compare_url=f"{reverse('law:compare')}?what=bill&bill={code}",
        embed_page=views.address("bill", code),
        embed_picture=views.address("bill_svg", code),
        **_told(desk, found),
    )


@require_safe
def on_paper(request: HttpRequest, code: str) -> HttpResponse:
    """One page of A4 for a lawmaker."""
    desk = views.desk(request)
    found = _simulation(desk, code)
    return views.page(
        desk,
        "bill_print",
        _("What would this bill change? %(title)s") % {"title": desk.reader.plain(found.bill.title)},
        above=[
            (_("What a bill would change"), reverse("law:bills")),
            (desk.reader.plain(found.bill.title), reverse("law:bill", args=[code])),
        ],
        whole_address=views.address("bill", code),
        **_told(desk, found),
    )


@require_safe
def as_json(request: HttpRequest, code: str) -> HttpResponse:
    """One bill for machines."""
    desk = views.desk(request)
    return exports.json_answer(exports.bill_data(_simulation(desk, code), views.address("bill", code)))


@require_safe
def as_csv(request: HttpRequest, code: str) -> HttpResponse:
    """Before and after as a table."""
    desk = views.desk(request)
    return exports.csv_answer(exports.bill_rows(_simulation(desk, code)), code)


@require_safe
def as_svg(request: HttpRequest, code: str) -> HttpResponse:
    """Before and after as a picture."""
    desk = views.desk(request)
    found = _simulation(desk, code)
    reader = desk.reader
    legend = _(
        "Above: today. Below: with the bill. Each bar runs from the low to the high reading; the mark is the central one."
    )
    return exports.picture_answer(
        charts.bill_svg(
            change_rows(found.diff, axes(found.before.standard)[0], reader),
            title=reader.plain(found.bill.title),
            lines=[
                whole_row(found.diff, reader).sentence,
                legend,
                views.signing_line(views.signing(desk, found.after)),
            ],
            address=views.address("bill", code),
            reader=reader,
        )
    )
