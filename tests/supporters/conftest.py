"""A site with two topics and one wording, a clock that stands still, and readers whose browsers check CSRF."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client, TransactionTestCase
from django.utils import timezone

from causeway.supporters import api
from causeway.supporters.models import Consent, ConsentWording, SignupRequest, Supporter, Topic, TopicText

TOPICS = [
    {
        "key": "law",
        "order": 1,
        "title": {"en": "Law and the asks", "zh-hant": "法律與訴求"},
        "text": {"en": "When a law is proposed or changed.", "zh-hant": "有法例提出或修訂時。"},
    },
    {"key": "events", "order": 2, "title": {"en": "Events", "zh-hant": "活動"}, "text": {}},
    {"key": "appeals", "order": 3, "title": {"en": "Appeals for donations"}, "text": {"en": "At most twice a year."}},
]
WORDINGS = [
    {
        "key": "news",
        "version": "1",
        "from": "2026-01-01",
        "text": {"en": "Example Rights writes about what you tick.", "zh-hant": "例子人權會就你所選的題目寫信給你。"},
    }
]


class Clock:
    """The time that ``timezone.now`` tells."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)

    def pass_by(self, **length: float) -> datetime:
        """Let time pass and return the new time."""
        self.now += timedelta(**length)
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    return clock


@pytest.fixture
def offer(db: None) -> None:
    """Topics and a wording, as a pack brings them."""
    api.load_topics(TOPICS)
    api.load_wordings(WORDINGS)


@pytest.fixture
def only_our_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a test that commits, empty the tables of this room only.

    Django would empty all tables, also those that migrations filled and other tests of a kept database need.
    """
    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", lambda case: _clear())


@pytest.fixture
def committed(only_our_tables: None, transactional_db: None) -> None:
    """Topics and a wording that other threads and processes see too."""
    _clear()
    api.load_topics(TOPICS)
    api.load_wordings(WORDINGS)


def _clear() -> None:
    for model in (SignupRequest, Consent, Supporter, TopicText, Topic, ConsentWording):
        model.objects.all().delete()


@pytest.fixture
def reader() -> Client:
    """A browser without cookies, on a site that checks CSRF as in production."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def sign_up(reader: Client) -> Callable[..., Any]:
    """Post the form as a page without JavaScript does."""

    def post(email: str = "name@example.org", *topics: str, language: str = "en", **more: Any) -> Any:
        headers = more.pop("headers", {"Sec-Fetch-Site": "same-origin"})
        data = {"email": email, "topics": list(topics) or ["law"], "leave_empty": "", **more}
        return reader.post(f"/{language}/news-sign-up/", data, headers=headers)

    return post


@pytest.fixture
def links() -> Callable[..., dict[str, str]]:
    """The paths of the two links in the last mail."""

    def read(place: int = -1) -> dict[str, str]:
        text = str(mail.outbox[place].body)
        found = re.findall(r"https?://[^/\s]+(/\S+/news-sign-up/(confirm|leave)/\S+/)", text)
        # The footer repeats the way out in a second language.
        return {kind: path for path, kind in reversed(found)}

    return read


@pytest.fixture
def supporter(
    offer: None, clock: Clock, sign_up: Callable[..., Any], links: Callable[..., dict[str, str]], reader: Client
) -> dict[str, str]:
    """Somebody who signed up for two topics and confirmed; gives the links of the mail."""
    sign_up("name@example.org", "law", "events")
    api.send_due()
    paths = links()
    reader.post(paths["confirm"])
    return paths
