"""Each provision: what it reaches, its penalty, how it was read, and where its text stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from lawgap.cells import space_of
from lawgap.models import Provision
from lawgap.scoring import hit_of

from causeway.law import views
from causeway.law.presenting import Sources, host_of, penalty_words
from causeway.law.presenting_provisions import (
    covered_words,
    in_force_or_last,
    mini_table,
    reading_line,
    version_lines,
)
from causeway.law.views import Desk
from causeway.law.vocabulary import READING_KINDS, VERDICTS

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every provision, instrument by instrument, the organisation's own place first."""
    desk = views.desk(request)
    places = sorted(desk.law.jurisdictions, key=lambda code: (code != desk.place, code))
    return views.page(
        desk,
        "provisions",
        _("Each provision and what it reaches"),
        description=_("Every section that was looked at, whose reading it is, and the longest sentence."),
        groups=[{"name": desk.reader.place(code), "instruments": _instruments(desk, code)} for code in places],
        signing=views.signing(desk, views.score(desk)),
    )


def _instruments(desk: Desk, place: str) -> list[dict[str, Any]]:
    reader, found = desk.reader, []
    for instrument in desk.law.instruments.values():
        if instrument.jurisdiction != place:
            continue
        versions: dict[str, list[Provision]] = {}
        for provision in instrument.provisions:
            versions.setdefault(provision.code, []).append(provision)
        lines = []
        for code, held in versions.items():
            shown = in_force_or_last(held, desk.today)
            hit = hit_of(shown, shown.reading, space_of(desk.law.standards[shown.standard]))
            lines.append(
                {
                    "code": code,
                    "title": reader.words(shown.title),
                    "kind": str(READING_KINDS[shown.reading.kind]),
                    "is_law": shown.reading.kind in ("offence", "fragment"),
                    "penalty": penalty_words(shown.penalty, reader),
                    "is_signed": shown.reading.review.is_signed,
                    "reach": covered_words(hit, reader)["offence" if shown.reading.kind == "offence" else "fragment"],
                }
            )
        found.append({"title": reader.words(instrument.title), "code": instrument.code, "lines": lines})
    return found


@require_safe
def provision(request: HttpRequest, code: str) -> HttpResponse:
    """One provision."""
    desk = views.desk(request)
    versions = [
        held for instrument in desk.law.instruments.values() for held in instrument.provisions if held.code == code
    ]
    if not versions:
        raise Http404
    versions.sort(key=lambda version: version.valid_from)
    reader, shown = desk.reader, in_force_or_last(versions, desk.today)
    instrument = desk.law.instruments[shown.instrument]
    standard = desk.law.standards[shown.standard]
    hit = hit_of(shown, shown.reading, space_of(standard))
    score = views.score(desk, shown.jurisdiction)
    cited = [verdict for verdict in desk.law.verdicts if code in verdict.cites]
    current = {found.code for found in desk.law.current_verdicts(shown.jurisdiction, standard.code).values()}
    sources = Sources([*shown.sources, *instrument.sources], reader)
    url = shown.cite.url or instrument.url
    return views.page(
        desk,
        "provision",
        reader.plain(shown.title) or code,
        above=[(_("Each provision and what it reaches"), reverse("law:provisions"))],
        provision=shown,
        code=code,
        part=shown.cite.part,
        instrument_title=reader.words(instrument.title),
        provision_title=reader.words(shown.title),
        summary=reader.words(shown.summary),
        penalty=penalty_words(shown.penalty, reader),
        is_law=shown.reading.kind in ("offence", "fragment"),
        standing=reading_line(shown.reading, standard, reader),
        reach=covered_words(hit, reader),
        total=reader.number(score.total),
        table=mini_table(hit, score, reader, reverse("law:matrix")),
        earlier=[reading_line(reading, standard, reader) for reading in reversed(shown.readings[:-1])],
        versions=version_lines(versions, shown, reader) if len(versions) > 1 or shown.valid_from else [],
        is_stale=code in score.stale,
        verdicts=[
            {
                "url": f"{reverse('law:standard', args=[standard.code])}#{verdict.element}",
                "title": reader.words(element.title if element else {}),
                "value": str(VERDICTS[verdict.value]),
                "is_current": verdict.code in current,
                "is_signed": verdict.review.is_signed,
            }
            for verdict in cited
            for element in [standard.element(verdict.element)]
        ],
        text_url=url,
        text_host=host_of(url),
        read_of=reader.day(shown.cite.start_period),
        provision_sources=sources.lines(shown.sources or instrument.sources),
        place_of_it=reader.place(shown.jurisdiction),
    )
