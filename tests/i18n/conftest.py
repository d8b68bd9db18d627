"""A small site in English with a home page in every language, a fact, and a sign-up that is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from causeway.facts import api as facts
from causeway.pages import api as pages
from causeway.pages.pagedata import Block, Item, PageData
from causeway.supporters import api as supporters
from tests.i18n.words import LANGUAGES

FACT = {
    "key": "xx.days",
    "refs": [],
    "topic": "claim",
    "type": "days",
    "unit": "",
    "currency": "",
    "title": "Zeit zur Probe",
    "definition": "Probe.",
    "public": True,
    "values": [
        {"value": "28", "qualifier": "about", "until": "2019", "confidence": "H", "sources": [{"source": "xx"}]},
        {
            "value": "14",
            "qualifier": "at-most",
            "from": "2020",
            "confidence": "H",
            "checked_on": "2026-11-22",
            "review_by": "2099-01-01",
            "sources": [{"source": "xx", "place": "1"}],
        },
    ],
}
#: The sample words are German, so that any English left on a page is the interface's.
BLOCKS = (
    Block("next", body="<p>Probe {fact:xx.days}.</p>"),
    Block(
        "contacts",
        items=(Item("Amt", fields={"what": "Hilfe", "languages": "viele", "hours": "immer", "cost": "nichts"}),),
    ),
    Block("asks", items=(Item("Bitte", body="<p>Probe.</p>", parts={"government": "<p>Probe.</p>"}),)),
    Block("range", title="Spanne", fields={"low": "xx.days", "high": "xx.days"}, body="<p>Probe.</p>"),
)


def page(kind: str, path: str, language: str = "en", **more: object) -> PageData:
    given = {"title": f"Seite {path}", "summary": "Probe.", "translation": "draft" if language != "en" else "", **more}
    return PageData(type=kind, path=path, language=language, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Build the site once for all tests of a module, which only read it, and take it back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        build()
        yield
        transaction.set_rollback(True)


@pytest.fixture
def site(built: None, db: None) -> None:
    """The site, and a database that forgets what the test adds."""


def build() -> None:
    """Load everything a reader can meet one of."""
    facts.load_sources([{"key": "xx", "title": "Quelle", "kind": "law", "read": "whole", "date": "2014-02"}])
    facts.load_facts([FACT])
    home = page("home", "home")
    pages.upsert_page("home", "en", home)
    pages.load_organisation({"name": {"en": "Verein"}, "phone_fact": "xx.days", "leave_url": "https://example.org/"})
    for data in (
        page("guide-index", "get-help", nav=True),
        page("guide", "get-help/claim", section="claims", sensitive=True, blocks=BLOCKS),
        page("news-index", "news"),
        page("publication-index", "publications"),
        page("publication", "publications/one", blocks=BLOCKS, extra={"published": "2026-11-22", "series": "Reihe"}),
    ):
        pages.upsert_page(data.path, "en", data)
    for language in LANGUAGES:
        pages.upsert_page("home", language, page("home", "home", language))
    supporters.load_topics([{"key": "law", "title": {"en": "Recht"}, "text": {}}])
    supporters.load_wordings([{"key": "news", "version": "1", "from": "2026-01-01", "text": {"en": "Ich will."}}])
