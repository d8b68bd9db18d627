"""What other rooms may ask of the pages: find, write, read back, list what is overdue."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.dispatch import Signal
from django.urls import reverse
from wagtail.models import Locale, Page, Site

from causeway.pages import conversion
from causeway.pages.context import reader_context
from causeway.pages.frame import speaker
from causeway.pages.languages import LANGUAGES
from causeway.pages.links import local_url, path_in_site
from causeway.pages.live import register_live
from causeway.pages.models import (
    AsksPage,
    ChangePage,
    ContactPage,
    GuideIndexPage,
    GuidePage,
    HomePage,
    LawPage,
    NewsIndexPage,
    NewsPage,
    Organisation,
    OrganisationText,
    PublicationIndexPage,
    PublicationPage,
    ReaderPage,
    TextPage,
)
from causeway.pages.models.base import today
from causeway.pages.pagedata import PageData, Review

__all__ = [
    "HOME",
    "OverduePage",
    "PageError",
    "dump_organisation",
    "find_page",
    "load_organisation",
    "local_url",
    "overdue_pages",
    "page_data",
    "page_types",
    "reader_context",
    "register_live",
    "set_related",
    "site_changed",
    "speaker",
    "upsert_page",
]

# Sent after anything changed that a public page may show and that no Wagtail signal tells of.
site_changed = Signal()

HOME = "home"

TYPES: dict[str, type[ReaderPage]] = {
    "home": HomePage,
    "change": ChangePage,
    "law": LawPage,
    "asks": AsksPage,
    "guide-index": GuideIndexPage,
    "guide": GuidePage,
    "news-index": NewsIndexPage,
    "news": NewsPage,
    "publication-index": PublicationIndexPage,
    "publication": PublicationPage,
    "contact": ContactPage,
    "text": TextPage,
}


class PageError(ValueError):
    """A page cannot be written; the message names the page and what is wrong."""


def page_types() -> dict[str, type[ReaderPage]]:
    """Every page type by the name packs use."""
    return dict(TYPES)


def _locale(language: str) -> Locale:
    locale, _made = Locale.objects.get_or_create(language_code=language)
    return locale


def find_page(path: str, language: str) -> ReaderPage | None:
    """Find a page by its address.

    Args:
        path: the address below the language; ``home`` for the home page.
        language: a code of the site.

    Returns:
        The page with the fields of its type, or ``None``; drafts are found too.
    """
    home = HomePage.objects.filter(locale__language_code=language, depth=2).first()
    if home is None or path == HOME:
        return home
    page = Page.objects.filter(url_path=f"{home.url_path}{path}/", locale__language_code=language).first()
    return page.specific if page else None


def upsert_page(path: str, language: str, data: PageData) -> ReaderPage:
    """Create a page, or publish a new revision of it.

    Args:
        path: the address below the language; ``home`` for the home page.
        language: a code of the site.
        data: the page as plain data. Links to pages must already be in Wagtail's form.

    Returns:
        The published page.

    Raises:
        PageError: when the parent or the original does not exist, or the type changed.
    """
    model = TYPES[data.type]
    page = find_page(path, language)
    if page is not None and not isinstance(page, model):
        raise PageError(f"{path}/{language}: the page is a {page._meta.verbose_name}; a pack cannot change its type.")
    is_new = page is None
    if page is None:
        page = model(locale=_locale(language), slug=path.rpartition("/")[2] if path != HOME else _home_slug(language))
        if language != settings.LANGUAGE_CODE:
            original = find_page(path, settings.LANGUAGE_CODE)
            if original is None:
                raise PageError(f"{path}/{language}: there is no {settings.LANGUAGE_CODE} page to be translated.")
            page.translation_key = original.translation_key
    _fill(page, data)
    if is_new:
        if path == HOME:
            _move_welcome_page_aside()
        _parent(path, language).add_child(instance=page)
        if path == HOME and language == settings.LANGUAGE_CODE:
            _make_site_root(page)
    else:
        page.save()
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def _home_slug(language: str) -> str:
    # Home pages of all languages are siblings, so their slugs differ; readers see the language's own prefix.
    return "home" if language == settings.LANGUAGE_CODE else f"home-{language}"


def _parent(path: str, language: str) -> Page:
    if path == HOME:
        root = Page.get_first_root_node()
        if root is None:
            raise PageError("The page tree has no root. Run the migrations first.")
        return root
    above = path.rpartition("/")[0] or HOME
    parent = find_page(above, language)
    if parent is None:
        raise PageError(f"{path}/{language}: its parent page {above}/{language} does not exist.")
    return parent


def _move_welcome_page_aside() -> None:
    """A new Wagtail has a welcome page at the address of ours; it goes once ours is the root of the site."""
    welcome = Page.objects.filter(depth=2, slug="home", content_type=ContentType.objects.get_for_model(Page))
    # Not by save(), which would queue tasks about a page that is about to go.
    welcome.update(slug="welcome", url_path="/welcome/")


def _make_site_root(home: Page) -> None:
    """Make the home page the root of the site, in place of the welcome page of a new Wagtail."""
    site = Site.objects.filter(is_default_site=True).first()
    old = site.root_page if site else None
    if site is None:
        site = Site(is_default_site=True, hostname="localhost", port=80)
    site.root_page = home
    site.site_name = str(settings.WAGTAIL_SITE_NAME)
    site.save()
    if old is not None and old.pk != home.pk and old.specific_class is Page:
        old.delete()


def _fill(page: ReaderPage, data: PageData) -> None:
    def find(path: str) -> int | None:
        target = find_page(path, page.locale.language_code) or find_page(path, settings.LANGUAGE_CODE)
        return target.pk if target else None

    page.title = page.draft_title = data.title
    page.summary = data.summary
    page.position = data.order or 100
    page.sensitive = data.sensitive
    page.show_in_menus = data.nav
    page.translation_state = data.translation
    page.translated_from = data.translated_from
    page.reviewed_by, page.reviewer_role = data.review.by, data.review.role
    page.reviewed_on = conversion.partial_date(data.review.on)
    page.review_due = conversion.partial_date(data.review.due)
    page.body = page.body.stream_block.to_python(conversion.to_stream(data.blocks, find))
    page.sources = page.sources.stream_block.to_python([{"type": "source", "value": key} for key in data.sources])
    related = [number for number in map(find, data.related) if number]
    page.related = page.related.stream_block.to_python([{"type": "page", "value": number} for number in related])
    if isinstance(page, GuidePage) and data.section:
        page.section = data.section
    if isinstance(page, NewsPage | PublicationPage):
        page.published = conversion.partial_date(str(data.extra.get("published", ""))) or today()
    if isinstance(page, PublicationPage):
        _fill_publication(page, data)


def _fill_publication(page: PublicationPage, data: PageData) -> None:
    page.series = str(data.extra.get("series", ""))
    page.number = str(data.extra.get("number", ""))
    page.external_url = str(data.extra.get("external_url", ""))
    page.is_external = bool(page.external_url) or not data.blocks
    page.citation = str(data.extra.get("cite", ""))
    for name, kind in (("authors", "author"), ("partners", "partner")):
        stream = getattr(page, name).stream_block
        values = [{"type": kind, "value": value} for value in data.extra.get(name, ())]
        setattr(page, name, stream.to_python(values))


def page_data(page: ReaderPage) -> PageData:
    """Read a page back as plain data; the reverse of :func:`upsert_page`."""
    page = page.specific
    kind = next(name for name, model in TYPES.items() if type(page) is model)
    extra: dict[str, str | tuple[str, ...]] = {}
    if isinstance(page, NewsPage | PublicationPage):
        extra["published"] = page.published.isoformat()
    if isinstance(page, PublicationPage):
        extra.update(series=page.series, number=page.number, external_url=page.external_url, cite=page.citation)
        extra.update(authors=tuple(page.author_names), partners=tuple(page.partner_names))

    def path_of(number: int) -> str | None:
        target = Page.objects.filter(pk=number).first()
        return (path_in_site(target) or HOME) if target else None

    return PageData(
        type=kind,
        path=path_in_site(page) or HOME,
        language=page.locale.language_code,
        title=page.title,
        summary=page.summary,
        order=page.position,
        section=page.section if isinstance(page, GuidePage) else "",
        sensitive=page.sensitive,
        nav=page.show_in_menus,
        review=Review(
            by=page.reviewed_by,
            role=page.reviewer_role,
            on=page.reviewed_on.isoformat() if page.reviewed_on else "",
            due=page.review_due.isoformat() if page.review_due else "",
        ),
        translation=page.translation_state,
        translated_from=page.translated_from,
        sources=tuple(str(child.value) for child in page.sources),
        related=tuple(path_in_site(child.value) or HOME for child in page.related if child.value),
        extra={name: value for name, value in extra.items() if value},
        blocks=conversion.from_stream(page.body, path_of),
    )


ORGANISATION_FIELDS = (
    "website", "phone_fact", "fax_fact", "leave_url", "time_zone", "jurisdiction", "licence", "licence_url",
)  # fmt: skip


def load_organisation(manifest: dict[str, Any]) -> None:
    """Take the organisation's name and settings from a pack.

    Args:
        manifest: ``name`` by language, and ``website``, ``phone_fact``, ``fax_fact``, ``leave_url``,
            ``time_zone``, ``jurisdiction``, ``licence``, ``licence_url`` where the pack has them.

    Raises:
        PageError: when there is no site yet; load the home page first.
    """
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        raise PageError("There is no site yet. Load the home page first.")
    for language in LANGUAGES:
        _locale(language)
    organisation = Organisation.for_site(site)
    for name in ORGANISATION_FIELDS:
        if name in manifest:
            setattr(organisation, name, manifest[name])
    organisation.texts = [
        OrganisationText(language=language, name=name) for language, name in manifest.get("name", {}).items()
    ]
    organisation.save()
    if manifest.get("name", {}).get(settings.LANGUAGE_CODE):
        Site.objects.filter(pk=site.pk).update(site_name=manifest["name"][settings.LANGUAGE_CODE])


def dump_organisation() -> dict[str, Any]:
    """The organisation as :func:`load_organisation` takes it; empty before anything was loaded."""
    organisation = Organisation.objects.filter(site__is_default_site=True).first()
    if organisation is None:
        return {}
    names = {text.language: text.name for text in organisation.texts.order_by("pk")}
    return {"name": names, **{name: getattr(organisation, name) for name in ORGANISATION_FIELDS}}


def set_related(page: ReaderPage, paths: tuple[str, ...]) -> None:
    """Point a page at its related pages once all pages of a pack exist; makes no revision of its own."""
    found = [find_page(path, page.locale.language_code) or find_page(path, settings.LANGUAGE_CODE) for path in paths]
    raw = [{"type": "page", "value": target.pk} for target in found if target]
    page.related = page.related.stream_block.to_python(raw)


@dataclass(frozen=True)
class OverduePage:
    """A page that waits for a reviewer."""

    title: str
    language: str
    url_edit: str
    due: datetime.date | None
    reviewed: bool


def overdue_pages(limit: int = 20) -> list[OverduePage]:
    """Guides, briefings and other pages nobody has reviewed, or whose review date has passed.

    Args:
        limit: how many at most, the longest overdue first.
    """
    waiting: list[OverduePage] = []
    for model in (GuidePage, ChangePage, LawPage, AsksPage, PublicationPage):
        found = model.objects.live().filter(Q(review_due__lt=today()) | Q(reviewed_by="")).select_related("locale")
        waiting += [
            OverduePage(
                title=page.title,
                language=page.locale.language_code,
                url_edit=reverse("wagtailadmin_pages:edit", args=[page.pk]),
                due=page.review_due,
                reviewed=bool(page.reviewed_by),
            )
            for page in found.order_by("review_due")[:limit]
        ]
    waiting.sort(key=lambda page: (page.due or datetime.date.max, page.title))
    return waiting[:limit]
