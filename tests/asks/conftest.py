"""Two small asks with their events, and colleagues who work on them."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

from causeway.asks import api
from causeway.facts import api as facts_api
from tests.facts.conftest import root, signed_in, without_second_factor

__all__ = ["root", "without_second_factor"]

SECRET = "The whole reply as it was pasted, which nobody outside may read."


def words(text: str) -> dict[str, str]:
    return {"en": text, "zh-hant": f"{text}（中）"}


def milestone(key: str, state: str = "", **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": words(f"Title of {key}"),
        "test": words(f"Anyone can see {key}."),
        "optional": "false",
        "state": state,
        "reached_by": "events",
        **fields,
    }


def event(key: str, date: str, **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "date": date,
        "kind": "statement",
        "actor": words("The Government"),
        "actor_kind": "government",
        "text": words(f"What happened in {key}."),
        "stance": "neutral",
        "asks": ["law"],
        "effect": "none",
        "sources": [{"source": "gov-paper", "place": "para 3"}],
        "confidence": "H",
        "draft": "false",
        **fields,
    }


SOURCES = [
    {"key": "gov-paper", "title": "Paper", "publisher": "The Government", "kind": "government"},
    {"key": "daily", "title": "Article", "publisher": "The Daily", "kind": "media"},
    {"key": "weekly", "title": "Article", "publisher": "The Weekly", "kind": "media"},
]
ASKS = [
    {
        "key": "plan",
        "order": "2",
        "title": words("A plan"),
        "wording": words("Publish a plan."),
        "addressed_to": words("The Government"),
        "milestones": [milestone("plan.published", "plan_published"), milestone("plan.money")],
    },
    {
        "key": "law",
        "order": "1",
        "title": words("A law"),
        "wording": words("Pass one law."),
        "addressed_to": words("The Government"),
        "milestones": [
            milestone("law.draft", "drafted"),
            milestone("law.in-force", "in_force"),
            milestone(
                "law.covers",
                "implemented",
                reached_by="law-coverage",
                standard="un.test-protocol",
                jurisdiction="xx",
            ),
        ],
    },
]
EVENTS = [
    event(
        "a1",
        "2014-02-12",
        kind="reply",
        stance="opposes",
        answers="q1",
        quote={"en": "there is no plan to legislate"},
        note=words("A note."),
        effect="refuses",
    ),
    event("q1", "2014-02-12", kind="question", actor=words("A member"), actor_kind="lawmaker", stance="supports"),
    event("q2", "2014-03-01", kind="question", actor=words("A member"), actor_kind="lawmaker", stance="supports"),
    event("published", "2015", asks=["plan"], milestones=[{"key": "plan.published", "effect": "completes"}]),
    event(
        "rumour",
        "2016-05",
        asks=["plan"],
        milestones=[{"key": "plan.money", "effect": "completes"}],
        sources=[{"source": "daily", "place": ""}],
    ),
    event("unread", "2017-01-01", stance="to-set", asks=[], draft="true"),
]
CALENDAR = [
    {
        "key": "report",
        "title": words("The report"),
        "text": words("It comes in summer."),
        "from": "06-01",
        "to": "09-30",
        "sources": [{"source": "gov-paper", "place": ""}],
    }
]


def sample(entries: list[dict[str, Any]], key: str) -> dict[str, Any]:
    """A copy of one of the entries above, to be changed."""
    return copy.deepcopy(next(entry for entry in entries if entry["key"] == key))


@pytest.fixture
def sources(db: None) -> None:
    """The sources that the events name."""
    facts_api.load_sources(SOURCES)


@pytest.fixture
def asks(sources: None) -> None:
    """All of it, in the database."""
    api.load_asks(ASKS)
    api.load_events(EVENTS)
    api.load_calendar(CALENDAR)


def colleague(name: str, *codenames: str) -> Any:
    """An account with some permissions on the asks; those of an editor when none are named."""
    first, _, last = name.partition(" ")
    user = get_user_model().objects.create_user(
        f"{first.lower()}@example.org", "a long made-up password", first_name=first, last_name=last
    )
    group = Group.objects.create(name=f"Asks {name}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    mine = Permission.objects.filter(content_type__app_label="asks")
    group.permissions.add(*(mine.filter(codename__in=codenames) if codenames else mine))
    user.groups.add(group)
    return user


def client_of(user: Any) -> Client:
    """A browser in which a colleague is signed in."""
    return signed_in(user)


@pytest.fixture
def ada(asks: None) -> Any:
    return colleague("Ada Example")


@pytest.fixture
def editor(ada: Any) -> Client:
    return client_of(ada)


@pytest.fixture
def second(asks: None) -> Client:
    return client_of(colleague("Ben Example"))
