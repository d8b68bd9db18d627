"""The search page: an answer for any input, without JavaScript; what was asked is never logged or kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.models import Page
from wagtail.search.query import And, Phrase
from wagtail.search.utils import normalise_query_string

from causeway.pages.analyser import encode, phrases
from causeway.pages.context import reader_context
from causeway.pages.languages import Language, language
from causeway.pages.links import local_url, path_in_site
from causeway.pages.models import GuidePage, NewsPage, PublicationPage, ReaderPage
from causeway.pages.prose import summaries

MOST = 300
PER_PAGE = 20
# What a reader would call a kind of text; what an index page is called is for editors.
KINDS = (GuidePage, NewsPage, PublicationPage)


def pinned_pages(query: str) -> list[Page]:
    """The pages an editor put first for exactly this query; looking for them records nothing."""
    words = normalise_query_string(query)
    promotions = SearchPromotion.objects.filter(query__query_string=words, page__live=True).order_by("sort_order")
    return [promotion.page for promotion in promotions.select_related("page__locale") if promotion.page]


@dataclass(frozen=True)
class Hit:
    """One result."""

    title: str
    url: str
    kind: str
    summary: SafeString
    language: Language
    is_other: bool


def find(query: str, code: str) -> list[ReaderPage]:
    """Find pages that hold every part of a query.

    Args:
        query: what the reader typed; anything at all.
        code: the reader's language.

    Returns:
        Pages by relevance, the reader's language first, then the site's own,
        then others; of one page in several languages only the best.
    """
    parts = phrases(query)
    if not parts:
        return []
    pinned = pinned_pages(query)
    asked = And([Phrase(" ".join(map(encode, part))) for part in parts])
    if len(parts) == 1:
        asked = asked.subqueries[0]
    found = Page.objects.live().public().filter(depth__gt=1).select_related("locale")
    hits = list(found.search(asked)[:MOST])

    def rank(page: Any) -> int:
        return {code: 0, settings.LANGUAGE_CODE: 1}.get(page.locale.language_code, 2)

    best: dict[Any, Any] = {}
    for page in [*pinned, *sorted(hits, key=rank)]:
        best.setdefault(page.translation_key, page)
    return list(best.values())


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show results for ``?q=``."""
    code = translation.get_language() or settings.LANGUAGE_CODE
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:200]
    paginator = Paginator(find(query, code), PER_PAGE)
    shown = paginator.get_page(request.GET.get("p"))
    pages = [page.specific for page in shown]
    texts = summaries([page for page in pages if isinstance(page, ReaderPage)], code)
    hits = [
        Hit(
            title=page.title,
            url=local_url(path_in_site(page), code),
            kind=str(page._meta.verbose_name) if isinstance(page, KINDS) else "",
            summary=texts.get(page.pk, SafeString("")),
            language=language(page.locale.language_code),
            is_other=page.locale.language_code != code,
        )
        for page in pages
    ]
    context = reader_context(request, language=code, title=_("Search"), path="search")
    context.update({"query": query, "hits": hits, "shown": shown, "count": paginator.count})
    response = render(request, "pages/search.html", context)
    response["Cache-Control"] = "no-store"
    return response
