"""What the public reads about facts: the list, a fact, and both for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from causeway.facts import exports, presenting
from causeway.facts.book import FactBook, Reading
from causeway.facts.context import reader_context
from causeway.facts.dates import is_partial
from causeway.facts.figures.values import said
from causeway.facts.models import Fact, FactUse, Figure
from causeway.facts.reading import read_facts
from causeway.facts.uses import figures_with
from causeway.facts.vocabulary import TOPICS

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "facts"


def _language() -> str:
    # The path says it (i18n_patterns), so it is one of the site's languages.
    return get_language() or settings.LANGUAGE_CODE


def _site_url() -> str:
    return str(getattr(settings, "SITE_URL", ""))


def _book(request: HttpRequest, keys: set[str] | None = None, topic: str = "") -> FactBook:
    language = _language()
    return FactBook(
        (),
        language,
        facts=read_facts(language, keys=keys, topic=topic, public_only=True),
        site=Site.find_for_request(request),
        page_url_prefix=reverse("facts:index"),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The topics; ``?topic=`` lists the public facts of one."""
    topic = request.GET.get("topic", "")
    is_known = not topic or topic in TOPICS
    counts = dict(Fact.objects.filter(public=True).order_by().values_list("topic").annotate(Count("pk")))
    book = _book(request, None if topic and is_known else set(), topic)
    tongue = presenting.Tongue.of(book.language)
    title = str(TOPICS[topic]) if topic and is_known else _("Every number and its source")
    context = reader_context(
        request,
        language=book.language,
        title=title,
        path=PATH,
        description=_("Each fact with its source, the day it was last compared with it, and its past values."),
    )
    context.update(
        {
            "tongue": tongue,
            "title": title,
            "topics": presenting.topics(counts, tongue),
            "topic": topic if is_known else "",
            "is_unknown_topic": not is_known,
            "entries": presenting.entries(book, tongue),
            "count": sum(counts.values()),
            "count_text": tongue.number(sum(counts.values())),
            "has_figures": Figure.objects.exists(),
            "has_unverified": book.has_unverified,
            "has_hidden": book.has_hidden,
            "licence": exports.LICENCE,
            "licence_url": exports.LICENCE_URL,
        }
    )
    return render(request, "facts/index.html", context, status=200 if is_known else 404)


def _reading(request: HttpRequest, key: str) -> tuple[FactBook, Reading, str, str]:
    """The fact asked for on the day asked for, the day's text, and the same day when it is no date."""
    book = _book(request, {key})
    # The book would look for a missing key again, staff facts included; the public's list has the last word.
    if key not in book.facts:
        raise Http404
    asked = request.GET.get("on", "")[:40].strip()
    on = asked if is_partial(asked) else ""
    reading = book.reading(key, on)
    if reading is None:
        raise Http404
    return book, reading, on, asked if asked and not on else ""


@require_safe
def fact(request: HttpRequest, key: str) -> HttpResponse:
    """One fact: its value, its sources, who checked it, its past values, and where it is used."""
    book, reading, on, not_a_date = _reading(request, key)
    tongue = presenting.Tongue.of(book.language)
    record = reading.fact
    context = reader_context(
        request, language=book.language, title=record.title, path=f"{PATH}/{key}", description=record.definition
    )
    context.update(
        {
            "tongue": tongue,
            "fact": record,
            "title": presenting.title_of(record, tongue),
            "definition": presenting.definition_of(record, tongue),
            "unit": presenting.unit_of(record, tongue),
            "topic": record.topic,
            "topic_title": str(TOPICS.get(record.topic, "")),
            "value": presenting.value_line(record, reading.value, book, tongue) if reading.value else None,
            "is_shown": reading.is_shown,
            "status": reading.status,
            "on": tongue.day(on),
            "on_text": on,
            "not_a_date": not_a_date,
            "history": presenting.history(reading, book, tongue),
            "uses": _uses(request, key, book.language, tongue),
            "figures": [
                {
                    "url": reverse("facts:figure", args=[shown.key]),
                    "title": said(shown.title, book.language).html(tongue),
                }
                for shown in figures_with(key)
            ],
        }
    )
    return render(request, "facts/fact.html", context, status=400 if not_a_date else 200)


def _uses(request: HttpRequest, key: str, language: str, tongue: presenting.Tongue) -> list[dict[str, Any]]:
    """The public pages that use a fact, each once: in the reader's language where it is there."""
    ids = FactUse.objects.filter(fact__key=key).values("page_id")
    pages = Page.objects.live().public().filter(pk__in=ids).select_related("locale").order_by("url_path")
    rank = {language: 0, settings.LANGUAGE_CODE: 1}
    found: dict[Any, Page] = {}
    for page in sorted(pages, key=lambda page: rank.get(page.locale.language_code, 2)):
        found.setdefault(page.translation_key, page)
    titles = FactBook((), language, site=Site.find_for_request(request))
    return [
        {"url": url, "title": tongue.piece(titles.fill_plain(page.title), page.locale.language_code)}
        for page in found.values()
        if (url := page.get_url(request))
    ]


def _json(data: dict[str, Any], status: int = 200) -> JsonResponse:
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})


@require_safe
def fact_json(request: HttpRequest, key: str) -> HttpResponse:
    """One fact for machines."""
    book, reading, on, not_a_date = _reading(request, key)
    if not_a_date:
        return _json({"error": "`on` must be YYYY, YYYY-MM or YYYY-MM-DD."}, status=400)
    entry = exports.fact_entry(reading, book, _site_url() + book.address(key))
    return _json(exports.whole(book, [entry]) | ({"on": on} if on else {}))


@require_safe
def fact_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The whole history of one fact as a table, the newest value first."""
    book, reading, _on, _not_a_date = _reading(request, key)
    entry = exports.fact_entry(reading, book, _site_url() + book.address(key))
    return _csv([entry | {"current": value} for value in entry["values"]], book.language, key)


def _csv(entries: list[dict[str, Any]], language: str, name: str) -> HttpResponse:
    response = HttpResponse(exports.as_csv(entries, language), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{language}.csv"'
    return response


def _entries(book: FactBook) -> list[dict[str, Any]]:
    readings = (book.reading(key) for key in book.facts)
    return [
        exports.fact_entry(reading, book, _site_url() + book.address(reading.fact.key))
        for reading in readings
        if reading is not None
    ]


@require_safe
def all_json(request: HttpRequest) -> HttpResponse:
    """Every public fact for machines."""
    book = _book(request)
    return _json(exports.whole(book, _entries(book)))


@require_safe
def all_csv(request: HttpRequest) -> HttpResponse:
    """Every public fact as a table."""
    book = _book(request)
    return _csv(_entries(book), book.language, "facts")
