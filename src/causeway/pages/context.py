"""The frame around every public page: who speaks, where am I, what else is there, in which languages."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import timezone, translation
from wagtail.models import Page, Site

from causeway.facts import api as facts
from causeway.pages.languages import LANGUAGES, Language, language
from causeway.pages.links import local_url, path_in_site
from causeway.pages.listing import prefer_language
from causeway.pages.models.organisation import Organisation
from causeway.pages.prose import Prose, content_of
from causeway.pages.style import STYLE

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Link:
    """A link of the frame."""

    title: str
    url: str
    current: bool = False
    lang: str = ""


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language."""

    language: Language
    url: str
    current: bool
    translated: bool


@dataclass(frozen=True)
class Speaker:
    """The organisation as the frame shows it."""

    name: str
    website: str
    phone_fact: str
    fax_fact: str
    leave_url: str
    licence: str
    licence_url: str


def speaker(request: HttpRequest, code: str) -> Speaker:
    """Who speaks on this site, named in the reader's language where there is such a name."""
    organisation = Organisation.for_request(request)
    try:
        timezone.activate(zoneinfo.ZoneInfo(organisation.time_zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        timezone.deactivate()
    names = {text.language: text.name for text in organisation.texts.all()} if organisation.pk else {}
    name = names.get(code) or names.get(settings.LANGUAGE_CODE) or str(settings.WAGTAIL_SITE_NAME)
    return Speaker(
        name=name,
        website=organisation.website,
        phone_fact=organisation.phone_fact,
        fax_fact=organisation.fax_fact,
        leave_url=organisation.leave_url,
        licence=organisation.licence,
        licence_url=organisation.licence_url,
    )


def menu(site: Site | None, code: str, path: str) -> list[Link]:
    """The main menu: pages right below the home page that are marked for it.

    Args:
        site: the site asked for.
        code: the reader's language.
        path: the path being read; its entry is marked as current.
    """
    if site is None:
        return []
    found = (
        Page.objects.live()
        .filter(show_in_menus=True, depth=3, locale__language_code__in={code, settings.LANGUAGE_CODE})
        .select_related("locale")
        .order_by("path")
    )
    links = []
    # Default language first, so that the order is the same in every language.
    pages = sorted(found, key=lambda page: (page.locale.language_code != settings.LANGUAGE_CODE, page.path))
    for page in prefer_language(pages, code):
        below = path_in_site(page)
        other = page.locale.language_code
        links.append(
            Link(
                title=page.title,
                url=local_url(below, code),
                current=path == below or path.startswith(below + "/"),
                lang="" if other == code else language(other).tag,
            )
        )
    return links


def reader_context(
    request: HttpRequest,
    *,
    language: str,
    title: str,
    path: str,
    translations: set[str] | None = None,
    description: str = "",
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

    Returns:
        The context, without session, user or token: the same for every reader.
    """
    reader = LANGUAGES[language]
    exists = set(LANGUAGES) if translations is None else translations
    site = Site.find_for_request(request)
    who = speaker(request, language)
    own = facts.factbook({key for key in (who.phone_fact, who.fax_fact) if key}, language=language)
    return {
        "language": reader,
        "languages": [
            LanguageLink(other, local_url(path, other.code), other.code == language, other.code in exists)
            for other in LANGUAGES.values()
        ],
        "page_title": title,
        "description": description,
        "organisation": who,
        "organisation_facts": own,
        "menu": menu(site, language, path),
        "home_url": local_url("", language),
        "search_url": local_url("search", language),
        "sign_up_url": local_url("news-sign-up", language),
        "trust_url": local_url("trust", language),
        "contact_url": local_url("contact", language),
        "facts_url": local_url("facts", language),
        "canonical": settings.SITE_URL
        + local_url(path, language if language in exists else settings.LANGUAGE_CODE),
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
    translations = set(
        Page.objects.filter(translation_key=page.translation_key, live=True).values_list(
            "locale__language_code", flat=True
        )
    ) | {text.code}
    keys, page_ids = content_of(page)
    prose = Prose(text.code, reader, keys, page_ids)
    context = reader_context(
        request,
        language=reader,
        title=page.title,
        path=path,
        translations=translations,
        description=prose.plain(page.summary),
    )
    parent = path.rpartition("/")[0]
    context.update(
        {
            "text_language": text,
            "is_untranslated": text.code != reader,
            "prose": prose,
            "has_unverified": prose.book.has_unverified,
            "breadcrumbs": [link for link in context["menu"] if link.url == local_url(parent, reader)]
            if parent
            else [],
            "related": [child.value.specific_deferred for child in page.related if child.value and child.value.live],
            "page_sources": facts.sources([str(child.value) for child in page.sources]),
        }
    )
    return context
