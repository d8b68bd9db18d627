"""What surrounds every public page, read with as few queries as it takes: home pages, menu, organisation."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from causeway.pages.languages import language
from causeway.pages.links import local_url, path_in_site
from causeway.pages.listing import prefer_language
from causeway.pages.organisation import Organisation, OrganisationText

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Link:
    """A link of the frame; ``lang`` where its title is in another language than the reader's."""

    title: str
    url: str
    path: str
    current: bool = False
    lang: str = ""


@dataclass(frozen=True)
class Speaker:
    """The organisation as the frame shows it."""

    name: str
    # The tag of the name's language, where that is not the reader's.
    lang: str = ""
    website: str = ""
    phone_fact: str = ""
    fax_fact: str = ""
    leave_url: str = ""
    licence: str = ""
    licence_url: str = ""

    @property
    def fact_keys(self) -> set[str]:
        return {key for key in (self.phone_fact, self.fax_fact) if key}


@dataclass
class Frame:
    """The pages every page shows links to, in the reader's language and the site's own.

    Args:
        code: the reader's language.
    """

    code: str
    homes: dict[str, Page] = field(default_factory=dict)
    menu_pages: list[Page] = field(default_factory=list)

    @classmethod
    def read(cls, code: str) -> Frame:
        """One query for the home pages and the main menu.

        Args:
            code: the reader's language.
        """
        codes = {code, settings.LANGUAGE_CODE}
        found = (
            Page.objects.live()
            .filter(Q(depth=2) | Q(depth=3, show_in_menus=True), locale__language_code__in=codes)
            .select_related("locale")
        )
        # Default language first, so that the order is the same in every language.
        pages = sorted(found, key=lambda page: (page.locale.language_code != settings.LANGUAGE_CODE, page.path))
        homes = {page.locale.language_code: page for page in pages if page.depth == 2}
        return cls(code, homes, prefer_language([page for page in pages if page.depth == 3], code))

    def menu(self, path: str) -> list[Link]:
        """The main menu.

        Args:
            path: the path being read; its entry is marked as current.
        """
        links = []
        for page in self.menu_pages:
            below, own = path_in_site(page), page.locale.language_code
            links.append(
                Link(
                    title=page.title,
                    url=local_url(below, self.code),
                    path=below,
                    current=path == below or path.startswith(below + "/"),
                    lang="" if own == self.code else language(own).tag,
                )
            )
        return links


def frame_of(request: HttpRequest, code: str) -> Frame:
    """The frame of a request, read once."""
    kept: Frame | None = getattr(request, "_reader_frame", None)
    if kept is None or kept.code != code:
        kept = Frame.read(code)
        request._reader_frame = kept  # type: ignore[attr-defined]
    return kept


def speaker(request: HttpRequest, code: str) -> Speaker:
    """Who speaks on this site, named in the reader's language where there is such a name.

    Activates the organisation's time zone, so that 'today' is the day where it works.

    Args:
        request: the request, on which the answer is kept.
        code: the reader's language.
    """
    kept: tuple[str, Speaker] | None = getattr(request, "_reader_speaker", None)
    if kept is None or kept[0] != code:
        kept = (code, _read_speaker(code))
        request._reader_speaker = kept  # type: ignore[attr-defined]
    return kept[1]


def _read_speaker(code: str) -> Speaker:
    texts = list(
        OrganisationText.objects.filter(organisation__site__is_default_site=True).select_related("organisation")
    )
    about: Any = texts[0].organisation if texts else Organisation.objects.filter(site__is_default_site=True).first()
    names = {text.language: text.name for text in texts}
    name = names.get(code) or names.get(settings.LANGUAGE_CODE) or str(settings.WAGTAIL_SITE_NAME)
    lang = "" if code in names or code == settings.LANGUAGE_CODE else language(settings.LANGUAGE_CODE).tag
    if about is None:
        return Speaker(name, lang)
    try:
        timezone.activate(zoneinfo.ZoneInfo(about.time_zone))
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        timezone.deactivate()
    shown = ("website", "phone_fact", "fax_fact", "leave_url", "licence", "licence_url")
    return Speaker(name, lang, **{attribute: getattr(about, attribute) for attribute in shown})
