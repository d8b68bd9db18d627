"""A few made-up facts, one for each way a fact can stand."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client
from wagtail.models import Locale, Page, Site

from causeway.facts import api

TODAY = datetime.date(2026, 11, 22)
SECRET = "987654"  # the value no source was read for: no reader may ever see it


def source(key: str = "gov-paper", **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": "Paper on screening",
        "publisher": "Example Government",
        "kind": "government",
        "url": "https://gov.example.org/paper",
        "date": "2014-02",
        **fields,
    }


def value(text: str, **fields: Any) -> dict[str, Any]:
    cited = [] if fields.get("confidence") == "UNVERIFIED" else [{"source": "gov-paper", "place": "s.3(1)"}]
    return {
        "value": text,
        "confidence": "H",
        "checked_on": "2026-11-01",
        "checked_by": "Ada Example",
        "review_by": "2099-05-01",
        "sources": cited,
        **fields,
    }


def fact(key: str, kind: str, *values: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "topic": "claim",
        "type": kind,
        "title": f"Title of {key}",
        "definition": f"What {key} means.",
        "values": list(values),
        **fields,
    }


FACTS = [
    fact("t.days", "days", value("28", **{"from": "2012", "until": "2016-12-31"}), value("14", **{"from": "2017"})),
    fact("t.people", "count", value("49600000", as_of="2021"), unit="people", topic="numbers"),
    fact("t.range", "range", value("21000000..30000000"), topic="numbers", unit="people"),
    fact("t.unverified", "count", value("4321", checked_by="")),
    fact("t.weak", "count", value("8765", confidence="L")),
    fact("t.overdue", "money", value("4990", review_by="2020-01-31"), currency="HKD", unit="HK$ a month"),
    fact("t.unconfirmed", "count", value(SECRET, confidence="UNVERIFIED", note=f"somebody said {SECRET}")),
    fact("t.staff", "count", value("555444"), public=False),
    fact("t.phone", "phone", value("+852 3109 7359")),
    fact("t.statement", "statement", value("The law names the <crime> & its purpose.")),
    fact("t.date", "date", value("2014-03-03")),
    fact(
        "t.mixed",
        "count",
        value(SECRET, confidence="UNVERIFIED", **{"from": "2001", "until": "2009"}),
        value("777", **{"from": "2010"}),
    ),
    fact("t.derived", "percent", value("12.5", confidence="derived", note="1 of 8, worked out")),
]
TEXTS = {
    "t.days": {"title": "上訴期限", "definition": "由決定送達起計。", "translation": "draft"},
    "t.people": {"title": "現代奴隸制人數", "unit": "人", "translation": "checked"},
    "t.statement": {"title": "法例", "values": {"0": "法例訂明該罪行。"}, "translation": "draft"},
}


@pytest.fixture
def facts(db: None) -> None:
    """The facts above, in the database."""
    api.load_sources([source(), source("second", title="報告", publisher="", url="", url_note="Read in print.")])
    api.load_facts(FACTS)
    api.load_texts("zh-hant", TEXTS)


@pytest.fixture
def today() -> datetime.date:
    return TODAY


@pytest.fixture
def hidden(settings: Any) -> None:
    """The site hides what nobody checked."""
    settings.UNVERIFIED_FACTS = "hide"


@pytest.fixture
def root(db: None) -> Page:
    """The root of the page tree and a default site, also where tests that commit emptied the database."""
    locale, _ = Locale.objects.get_or_create(language_code="en")
    found = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    if not Site.objects.filter(is_default_site=True).exists():
        home = found.add_child(instance=Page(title="Home", slug="facts-default-home", locale=locale))
        Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return found


@pytest.fixture
def without_second_factor(monkeypatch: pytest.MonkeyPatch) -> None:
    """Signing in is another room's matter; its tests show that nobody comes in without a second factor."""
    from causeway.staff import sessions

    monkeypatch.setattr(sessions, "standing", lambda *_args: sessions.Standing.GOOD)


def signed_in(user: Any) -> Client:
    """A browser in which a member of staff is signed in."""
    client = Client()
    session = client.session
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    client.cookies[django_settings.SESSION_COOKIE_NAME] = session.session_key
    return client
