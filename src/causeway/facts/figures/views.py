"""The pages of the figures, and each figure as a picture, a table and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from causeway.facts.book import FactBook
from causeway.facts.context import reader_context
from causeway.facts.figures import presenting
from causeway.facts.figures.values import Filled, fill, said
from causeway.facts.models import Figure
from causeway.facts.presenting import Tongue

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "facts/figures"


def _book(request: HttpRequest) -> FactBook:
    return FactBook((), get_language() or settings.LANGUAGE_CODE, site=Site.find_for_request(request))


def _filled(request: HttpRequest, key: str) -> Filled:
    figure = Figure.objects.filter(key=key).first()
    if figure is None:
        raise Http404
    return fill(figure, _book(request))


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Every figure by its title, with what it shows."""
    language = get_language() or settings.LANGUAGE_CODE
    tongue = Tongue.of(language)
    title = _("Figures by year")
    context = reader_context(
        request,
        language=language,
        title=title,
        path=PATH,
        description=_("Charts made from the facts, each with its table, its definitions and its sources."),
    )
    context.update(
        {
            "tongue": tongue,
            "title": title,
            "figures": [
                {
                    "url": presenting.address(figure.key, language),
                    "title": said(figure.title, language).html(tongue),
                    "text": said(figure.text, language).html(tongue),
                }
                for figure in Figure.objects.all()
            ],
        }
    )
    return render(request, "facts/figures/index.html", context)


@require_safe
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """One figure: the chart, what breaks in it, and below it the table with every value's source."""
    filled = _filled(request, key)
    tongue = Tongue.of(filled.language)
    context = reader_context(
        request,
        language=filled.language,
        title=filled.title.text,
        path=f"{PATH}/{key}",
        description=filled.text.text[:300],
    )
    context.update({"tongue": tongue, "chart": presenting.context(filled), "embed": _embed(filled)})
    return render(request, "facts/figures/figure.html", context)


def _embed(filled: Filled) -> str:
    """What another site writes to show the picture."""
    picture = presenting.address(filled.figure.key, filled.language, whole=True)[:-1] + ".svg"
    return f'<img src="{picture}" alt="{filled.title.text}" width="712">'


@require_safe
def figure_svg(request: HttpRequest, key: str) -> HttpResponse:
    """The chart alone, with fixed colours, its title and its notes, for another site to show."""
    response = HttpResponse(presenting.file(_filled(request, key)), content_type="image/svg+xml; charset=utf-8")
    # A picture that other sites may show, unlike everything else here.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


@require_safe
def figure_csv(request: HttpRequest, key: str) -> HttpResponse:
    """The figure's values as a table."""
    filled = _filled(request, key)
    response = HttpResponse(presenting.table(filled), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{key}-{filled.language}.csv"'
    return response


@require_safe
def figure_json(request: HttpRequest, key: str) -> HttpResponse:
    """The figure for machines."""
    data: dict[str, Any] = presenting.entry(_filled(request, key))
    return JsonResponse(data, json_dumps_params={"ensure_ascii": False, "indent": 1})
