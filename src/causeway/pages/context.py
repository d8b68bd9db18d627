"""The context of public pages: the same for every reader, without session, user or token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from wagtail.models import Page

from causeway.facts import api as facts
from causeway.pages.frame import frame_of, speaker
from causeway.pages.languages import LANGUAGES, Language, language
from causeway.pages.links import local_url, path_in_site
from causeway.pages.prose import Prose, content_of
from causeway.pages.style import STYLE

if TYPE_CHECKING:
    from django.http import HttpRequest

    from causeway.facts.api import FactBook


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language."""

    language: Language
    url: str
    current: bool
    translated: bool


def reader_context(
    request: HttpRequest,
    *,
    language: str,
    title: str,
    path: str,
    translations: set[str] | None = None,
    description: str = "",
    book: FactBook | None = None,
) -> dict[str, Any]:
    """Everything ``pages/base.html`` needs.

    Args:
        request: the request; neither its session nor its user is touched.
        language: the code of the reader's language.
        title: the title of the page, in the reader's language.
        path: the address below the language.
        translations: languages in which this page truly exists; all of them for
            pages made by code, whose words are translated with the interface.
        description: one or two sentences for search engines.
        book: facts already read, among them the organisation's own.
    """
    exists = set(LANGUAGES) if translations is None else translations
    who = speaker(request, language)
    return {
        "language": LANGUAGES[language],
        "languages": [
            LanguageLink(other, local_url(path, other.code), other.code == language, other.code in exists)
            for other in LANGUAGES.values()
        ],
        "page_title": title,
        "description": description,
        "organisation": who,
        "organisation_facts": book or facts.factbook(who.fact_keys, language=language),
        "menu": frame_of(request, language).menu(path),
        "home_url": local_url("", language),
        "search_url": local_url("search", language),
        "sign_up_url": local_url("news-sign-up", language),
        "trust_url": local_url("trust", language),
        "contact_url": local_url("contact", language),
        "facts_url": local_url("facts", language),
        "canonical": settings.SITE_URL + local_url(path, language if language in exists else settings.LANGUAGE_CODE),
        "site_url": settings.SITE_URL,
        "style": STYLE,
        "path": path,
    }


def page_context(request: HttpRequest, page: Any) -> dict[str, Any]:
    """The frame and the prose of one page of the tree.

    Args:
        request: the request.
        page: a ``ReaderPage``, perhaps in another language than the reader's.
    """
    reader = translation.get_language() or settings.LANGUAGE_CODE
    text = language(page.locale.language_code)
    path = path_in_site(page)
    who = speaker(request, reader)
    content = content_of(page)
    prose = Prose(text.code, reader, content.keys | who.fact_keys, content.page_ids)
    context = reader_context(
        request,
        language=reader,
        title=page.title,
        path=path,
        translations=_translations(page) | {text.code},
        description=prose.plain(page.summary),
        book=prose.book,
    )
    parent = path.rpartition("/")[0]
    context.update(
        {
            "text_language": text,
            "is_untranslated": text.code != reader,
            "prose": prose,
            "has_facts": bool(content.keys),
            "has_unverified": prose.book.has_unverified,
            "breadcrumbs": [link for link in context["menu"] if parent and link.path == parent],
            "related": [prose.pages[number] for number in content.related if number in prose.pages],
            "page_sources": facts.sources([str(child.value) for child in page.sources]),
        }
    )
    return context


def _translations(page: Any) -> set[str]:
    """The languages in which a page is live; known already when the page was found by its address."""
    known: set[str] | None = getattr(page, "live_languages", None)
    if known is not None:
        return known
    found = Page.objects.live().filter(translation_key=page.translation_key)
    return set(found.values_list("locale__language_code", flat=True))
