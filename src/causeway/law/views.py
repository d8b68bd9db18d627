"""What every view of the law shares: the frame, the reader, and a refusal in a sentence."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import lawgap
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from lawgap.models import Standard

from causeway.facts import api as facts
from causeway.law import api
from causeway.law.presenting import Reader, Signing, place_keys, signing_of
from causeway.pages import api as pages

if TYPE_CHECKING:
    from django.http import HttpRequest

PATH = "law"
#: What is said of the law as a whole is said of these elements.
GENERAL = ("definition", "art5.1")


@dataclass(frozen=True)
class Desk:
    """What a view of the law works with: the law, what is meant where nobody says, and who reads."""

    request: HttpRequest
    law: lawgap.Law
    standard: Standard
    place: str
    today: datetime.date
    reader: Reader
    book: facts.FactBook

    @property
    def path(self) -> str:
        """The address of the page below the language, without outer slashes."""
        return self.request.path.strip("/").partition("/")[2]


def desk(request: HttpRequest) -> Desk:
    """Lay out what a view needs; the facts of the frame and the names of places are read together.

    Raises:
        Http404: while no law was loaded.
    """
    language = get_language() or settings.LANGUAGE_CODE
    who = pages.speaker(request, language)
    law = api.law()
    if not law.standards or not law.instruments:
        raise Http404
    book = facts.factbook(who.fact_keys | place_keys(law.jurisdictions), language)
    standard, place = api.defaults()
    reader = Reader.of(language, law.jurisdictions, book)
    return Desk(request, law, law.standards[standard], place, timezone.localdate(), reader, book)


def page(
    desk: Desk,
    template: str,
    title: str,
    *,
    description: str = "",
    above: Iterable[tuple[str, str]] = (),
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    """Draw a page of the law in the frame of the site.

    Args:
        desk: the desk.
        template: its name below ``law/``.
        title: the page's title.
        description: one or two sentences for search engines; also the lead of the page.
        above: title and address of the pages between this one and the first page of the law.
        status: the status of the answer.
        **context: what the template needs.
    """
    frame = pages.reader_context(
        desk.request,
        language=desk.reader.language,
        title=title,
        path=desk.path,
        description=description,
        book=desk.book,
    )
    top = next((link for link in frame["menu"] if link.path == PATH), None)
    first = {"title": top.title, "url": top.url, "lang": top.lang} if top else None
    own = {
        "heading": title,
        "lead": description,
        "breadcrumbs": [
            *([first] if first else []),
            *({"title": words, "url": url, "lang": ""} for words, url in above),
        ],
        "reader": desk.reader,
        "standard": desk.standard,
        "standard_short": desk.reader.words(desk.standard.short or desk.standard.title),
        "law_url": pages.local_url(PATH, desk.reader.language),
        "place": desk.place,
        "place_name": desk.reader.place(desk.place),
        "rooms": rooms(desk.standard.code, desk.request.path),
    }
    return render(desk.request, f"law/{template}.html", {**frame, **own, **context}, status=status)


def rooms(standard: str, path: str = "") -> list[dict[str, Any]]:
    """The pages of the law, for the list at the foot of each of them.

    Args:
        standard: the code of the standard they are about.
        path: the address of the page that is shown.
    """
    known = [
        (reverse("law:matrix"), _("Every conduct, in a table")),
        (reverse("law:bills"), _("What a bill would change")),
        (reverse("law:compare"), _("Compare two days, two places, or law and bill")),
        (reverse("law:provisions"), _("Each provision and what it reaches")),
        (reverse("law:standard", args=[standard]), _("Duties one by one, and what others say")),
        (reverse("law:courts"), _("What the courts decided")),
        (reverse("law:treaties"), _("Which treaties bind")),
    ]
    return [{"url": url, "title": title, "current": url == path} for url, title in known]


def score(desk: Desk, place: str = "", as_of: datetime.date | None = None, **options: Any) -> lawgap.Score:
    """What a place's law covers of the standard of the desk."""
    return lawgap.score(desk.law, desk.standard.code, place or desk.place, as_of or desk.today, **options)


def signing(desk: Desk, of: lawgap.Score) -> Signing:
    """Who signed the readings of a score."""
    return signing_of(of, desk.reader)


def address(view: str, *args: str) -> str:
    """The whole address of a page of the law, for pictures and data that leave the site."""
    return str(settings.SITE_URL) + reverse(f"law:{view}", args=args)


def signing_line(found: Signing) -> str:
    """In one sentence who signed, for pictures and paper.

    Args:
        found: who signed.
    """
    if not found.people:
        return _("Draft: nobody has signed these readings of the law yet.")
    names = {"people": "; ".join(found.people), "unsigned": found.unsigned, "total": found.total}
    if found.is_draft:
        return _("Draft: signed in part by %(people)s; %(unsigned)s of %(total)s readings are unsigned.") % names
    return _("Signed by %(people)s.") % names
