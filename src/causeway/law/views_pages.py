"""The standard with its duties, the courts, the treaties."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from lawgap.models import BINDING_FORCES, Verdict

from causeway.law import api, views
from causeway.law.presenting import Reader, Sources, person, said_of, views_on
from causeway.law.presenting_scores import axes, glance, government_says, value_rows
from causeway.law.views import Desk
from causeway.law.vocabulary import BINDING_STATUS, FORCES, VERDICTS

if TYPE_CHECKING:
    from django.http import HttpRequest


# --- The standard ------------------------------------------------------------------------------------------


@require_safe
def standard(request: HttpRequest, code: str) -> HttpResponse:
    """A standard: what it defines, its duties with our verdicts, and beside each what others say."""
    desk = views.desk(request)
    if code not in desk.law.standards:
        raise Http404
    reader, held, place = desk.reader, desk.law.standards[code], desk.place
    score = views.score(desk)
    verdicts = desk.law.current_verdicts(place, code)
    said = [view for view in desk.law.views if view.jurisdiction == place and view.standard == code]
    keys = [key for view in said for key in view.sources] + [
        key for verdict in verdicts.values() for key in verdict.sources
    ]
    keys += [key for element in held.elements for key in element.sources] + list(held.sources)
    sources = Sources(keys, reader)
    rows, _columns = axes(held)
    counted = {
        row.code: row
        for row in value_rows(score, rows, reader, government_says(desk.law, score, rows.code), reverse("law:matrix"))
    }
    return views.page(
        desk,
        "standard",
        reader.plain(held.short or held.title),
        description=_(
            "Its duties one by one: how strongly each binds, how far the law of %(place)s meets it, and what others say."
        )
        % {"place": reader.place(place)},
        held=held,
        held_title=reader.words(held.title),
        held_short=reader.words(held.short or held.title),
        adopted=reader.day(held.adopted),
        in_force=reader.day(held.in_force),
        note=reader.words(held.note),
        dimensions=[
            {
                "title": reader.words(dimension.title),
                "values": [reader.words(value.title) for value in dimension.values],
            }
            for dimension in held.dimensions
        ],
        glance=glance(score.counts, reader),
        row_title=reader.words(rows.title),
        purposes=[
            {
                "target": f"{rows.code}.{value.code}",
                "row": counted[value.code],
                "said": said_of(views_on(desk.law, place, code, f"{rows.code}.{value.code}"), sources),
            }
            for value in rows.values
        ],
        elements=[
            _element(desk, element, verdicts.get(element.code), sources, place, code) for element in held.elements
        ],
        standard_sources=sources.lines(held.sources),
        signing=views.signing(desk, score),
    )


def _element(
    desk: Desk, element: Any, verdict: Verdict | None, sources: Sources, place: str, standard: str
) -> dict[str, Any]:
    reader = desk.reader
    known = {provision.code for provision in desk.law.provisions(place)}
    found: dict[str, Any] = {
        "code": element.code,
        "title": reader.words(element.title),
        "text": reader.words(element.text),
        "force": element.force,
        "force_words": str(FORCES[element.force]),
        "is_no_breach": element.force not in (*BINDING_FORCES, "unknown"),
        "sources": sources.lines(element.sources),
        "said": said_of(views_on(desk.law, place, standard, element.code), sources),
        "verdict": None,
    }
    if verdict is not None:
        review = verdict.review
        found["verdict"] = {
            "value": verdict.value,
            "words": str(VERDICTS[verdict.value]),
            "basis": reader.words(verdict.basis),
            "as_of": reader.day(verdict.as_of),
            "cites": [code for code in verdict.cites if code in known],
            "sources": sources.lines(verdict.sources),
            "put_forward": verdict.put_forward_by,
            "signed": person(review.by, review.role, review.on, reader) if review.is_signed else "",
        }
    return found


# --- The courts --------------------------------------------------------------------------------------------


def _cited(data: Mapping[str, Any], sources: Sources) -> list[Any]:
    places = {str(cited.get("source", "")): str(cited.get("place", "")) for cited in data.get("sources", ())}
    return sources.lines(places, places)


def _keys(entries: list[dict[str, Any]]) -> list[str]:
    return [str(cited.get("source", "")) for entry in entries for cited in entry.get("sources", ())]


@require_safe
def courts(request: HttpRequest) -> HttpResponse:
    """Decisions case by case, each with what it changed."""
    desk = views.desk(request)
    reader, found = desk.reader, api.decisions()
    sources = Sources(_keys(found), reader)
    series: dict[str, list[dict[str, Any]]] = {}
    for decision in found:
        series.setdefault(str(decision.get("series") or decision.get("key")), []).append(decision)
    groups = [_series(name, held, sources, reader) for name, held in series.items()]
    return views.page(
        desk,
        "courts",
        _("What the courts decided"),
        description=_("Each case step by step. A later court often changed what an earlier one had said."),
        groups=sorted(groups, key=lambda group: (group["is_mixed"], group["first"])),
    )


def _series(name: str, held: list[dict[str, Any]], sources: Sources, reader: Reader) -> dict[str, Any]:
    steps = sorted(held, key=lambda decision: int(decision.get("order") or 0))
    names = Counter(str(decision.get("parties", "")) for decision in steps)
    parties, times = names.most_common(1)[0]
    is_mixed = times == 1 and len(steps) > 1
    return {
        "name": name,
        "is_mixed": is_mixed,
        "title": _("Older decisions") if is_mixed else reader.foreign(parties),
        "first": min(str(decision.get("date", "")) for decision in steps),
        "steps": [
            {
                "key": decision.get("key", ""),
                "parties": reader.foreign(str(decision.get("parties", ""))),
                "citation": decision.get("citation", ""),
                "court": reader.words(decision.get("court")),
                "date": reader.day(str(decision.get("date", ""))),
                "outcome": reader.words(decision.get("outcome")),
                "note": reader.words(decision.get("note")),
                "sources": _cited(decision, sources),
            }
            for decision in steps
        ],
        "is_longer": len(steps) > 1 and not is_mixed,
    }


# --- The treaties ------------------------------------------------------------------------------------------


@require_safe
def treaties(request: HttpRequest) -> HttpResponse:
    """Which treaties bind, which do not, and which are being checked."""
    desk = views.desk(request)
    reader, found = desk.reader, api.bindings()
    sources = Sources(_keys(found), reader)
    groups: dict[str, list[dict[str, Any]]] = {status: [] for status in BINDING_STATUS}
    for entry in found:
        groups.setdefault(str(entry.get("status", "")), []).append(
            {
                "key": entry.get("key", ""),
                "title": reader.words(entry.get("title")),
                "text": reader.words(entry.get("text")),
                "sources": _cited(entry, sources),
            }
        )
    return views.page(
        desk,
        "treaties",
        _("Which treaties bind %(place)s") % {"place": reader.place(desk.place)},
        description=_("A treaty that a state has joined need not apply in every part of it."),
        groups=[
            {"code": status, "title": str(BINDING_STATUS.get(status, status)), "entries": entries}
            for status, entries in groups.items()
            if entries
        ],
    )
