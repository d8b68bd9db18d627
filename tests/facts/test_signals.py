"""When the page store is told, which pages use a fact, and what staff have to check."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from wagtail.models import Page, Site

from causeway.facts import api
from causeway.facts.models import Fact, FactDisplay, FactText, FactUse, FactValue, Source, ValueSource
from tests.facts.conftest import FACTS, TODAY, fact, source, value

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard() -> Iterator[list[str]]:
    calls: list[str] = []

    def listen(sender: Any, **_kwargs: Any) -> None:
        calls.append(str(sender))

    api.facts_changed.connect(listen)
    yield calls
    api.facts_changed.disconnect(listen)


def test_every_save_and_delete_is_announced(facts: None, root: Page, heard: list[str]) -> None:
    for model in (Source, Fact, FactValue, ValueSource, FactText):
        heard.clear()
        row = model.objects.first()
        assert row is not None
        row.save()
        assert heard, f"saving a {model.__name__} was not announced"
    for row in (ValueSource.objects.first(), FactText.objects.first(), FactValue.objects.first(), Fact.objects.first()):
        heard.clear()
        assert row is not None
        row.delete()
        assert heard, f"deleting a {type(row).__name__} was not announced"
    heard.clear()
    FactDisplay.objects.create(site=Site.objects.get(is_default_site=True), mode="hide")
    assert heard


def test_a_load_is_announced_once_and_only_when_it_changed_something(facts: None, heard: list[str]) -> None:
    api.load_facts([*FACTS, fact("t.new", "days", value("1")), fact("t.new2", "days", value("1"))])
    assert len(heard) == 1
    api.load_facts(FACTS)
    api.load_sources([source()])
    assert len(heard) == 1


def test_several_loads_can_be_announced_as_one(facts: None, heard: list[str]) -> None:
    with api.changes_once():
        api.load_sources([source(title="Changed")])
        api.load_facts([fact("t.new", "days", value("1"))])
        api.load_texts("th", {"t.new": {"title": "ใหม่"}})
        assert not heard
    assert len(heard) == 1


def test_a_failed_change_is_not_announced(facts: None, heard: list[str]) -> None:
    def fail() -> None:
        with transaction.atomic(), api.changes_once():
            Fact.objects.get(key="t.days").save()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert not heard


@pytest.fixture
def page(root: Page) -> Page:
    return root.add_child(instance=Page(title="A page", slug="a-page"))


def test_a_page_is_remembered_with_the_facts_it_uses(facts: None, page: Page, heard: list[str]) -> None:
    def used() -> set[str]:
        return set(FactUse.objects.filter(page=page).values_list("fact__key", flat=True))

    api.record_uses(page, {"t.days", "t.people", "no.such"})
    assert used() == {"t.days", "t.people"}
    assert len(heard) == 1
    api.record_uses(page, {"t.days", "t.people"})
    assert len(heard) == 1
    api.record_uses(page.pk, {"t.people", "t.date"})
    assert used() == {"t.people", "t.date"}
    assert len(heard) == 2
    api.record_uses(page, set())
    assert used() == set()


def test_what_is_to_be_checked_is_counted(facts: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        summary = api.overdue_summary(TODAY)
    assert (summary.facts, summary.unconfirmed, summary.unverified, summary.overdue) == (13, 1, 2, 1)
    assert api.overdue_summary(datetime.date(2020, 1, 15)).due_soon == 1
    assert summary.to_check == 3


def test_the_next_day_on_which_a_reader_sees_something_else(db: None) -> None:
    assert api.next_change(TODAY) is None
    api.load_sources([source()])
    api.load_facts(
        [
            fact("a", "count", value("1", review_by="2027-01-31", until="2026-12-31")),
            fact("b", "count", value("1", review_by="", **{"from": "2027-03-01"})),
        ]
    )
    days = ["2026-11-22", "2027-01-01", "2027-02-01", "2027-03-01"]
    for day, following in zip(days, [*days[1:], None], strict=True):
        found = api.next_change(datetime.date.fromisoformat(day))
        assert (found.isoformat() if found else None) == following
