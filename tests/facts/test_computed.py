"""Facts that another room works out: written when its data change, never typed, never dumped, with a history."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from causeway.facts import api, computed
from causeway.facts.due import status_condition, with_current
from causeway.facts.models import Fact, FactValue

from .conftest import fact, signed_in, source, value

pytestmark = pytest.mark.django_db

EXPRESSION = "made-up:cells of a sample"


def entry(**fields: Any) -> dict[str, Any]:
    return {**fact("t.cells", "count", unit="cells"), "computed": EXPRESSION, "values": [], **fields}


def worked_out(value: str, **fields: Any) -> api.ComputedValue:
    return api.ComputedValue(value=value, note="Counted by a made-up room.", sources=("gov-paper",), **fields)


@pytest.fixture(autouse=True)
def room(monkeypatch: pytest.MonkeyPatch) -> dict[str, api.ComputedValue | str]:
    """A made-up room and what it answers."""
    answers: dict[str, api.ComputedValue | str] = {}
    monkeypatch.setitem(computed._computers, "made-up", lambda expressions: answers)
    api.load_sources([source()])
    return answers


def history() -> list[tuple[str, str]]:
    return [(value.value, value.valid_until) for value in FactValue.objects.order_by("position")]


def on_day(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_args: datetime.date.fromisoformat(day))


def test_a_value_is_worked_out_and_shown_with_its_working(room: dict[str, Any], client: Any) -> None:
    api.load_facts([entry()])
    assert history() == []
    room[EXPRESSION] = worked_out("54")
    assert api.recompute("made-up") == 1
    assert "54" in str(api.render("t.cells", language="en", mark=False))
    [value] = FactValue.objects.all()
    assert (value.confidence, value.checked_by) == ("derived", "")
    assert [cited.source.key for cited in value.sources.all()] == ["gov-paper"]
    assert api.recompute("made-up") == 0


def test_a_later_change_keeps_the_former_value(room: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    api.load_facts([entry()])
    on_day("2026-01-05", monkeypatch)
    room[EXPRESSION] = worked_out("54", as_of="2026-01-05")
    api.recompute("made-up")
    on_day("2026-03-01", monkeypatch)
    room[EXPRESSION] = worked_out("72", as_of="2026-03-01")
    api.recompute("made-up")
    room[EXPRESSION] = worked_out("73", as_of="2026-03-01")
    api.recompute("made-up")
    assert history() == [("54", "2026-02-28"), ("73", "")]
    assert "54" in str(api.render("t.cells", language="en", on="2026-02-01", mark=False))
    assert "73" in str(api.render("t.cells", language="en", on="2026-03-01", mark=False))


def test_a_signature_changes_the_status_and_not_the_history(room: dict[str, Any]) -> None:
    api.load_facts([entry()])
    room[EXPRESSION] = worked_out("54")
    api.recompute("made-up")
    room[EXPRESSION] = worked_out("54", checked_by="Ada Example", checked_on="2026-11-01")
    assert api.recompute("made-up") == 1
    [value] = FactValue.objects.all()
    assert (value.checked_by, str(value.checked_on)) == ("Ada Example", "2026-11-01")


def test_what_cannot_be_worked_out_has_no_value(room: dict[str, Any]) -> None:
    api.load_facts([entry()])
    room[EXPRESSION] = worked_out("54")
    api.recompute("made-up")
    room.clear()
    assert api.recompute("made-up") == 1
    assert "54" not in str(api.render("t.cells", language="en", mark=False))


def test_a_pack_neither_gives_nor_takes_what_was_worked_out(room: dict[str, Any]) -> None:
    api.load_facts([entry()])
    room[EXPRESSION] = worked_out("54")
    api.recompute("made-up")
    dumped = api.dump_facts(["t.cells"])["t.cells"]
    assert (dumped["computed"], dumped["values"]) == (EXPRESSION, [])
    assert api.load_facts([dumped]).unchanged == 1
    # Other words for the fact leave the value; another expression does not.
    api.load_facts([entry(title="Another title")])
    assert history() == [("54", "")]
    api.load_facts([entry(computed="made-up:something else")])
    assert history() == []


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"computed": "nobody:knows"}, "computed", "no part of the site that works anything out"),
        ({"values": [{"value": "5", "confidence": "derived", "note": "x"}]}, "values", "beside computed"),
        ({"computed": "x" * 301}, "computed", "at most 300"),
    ],
)
def test_bad_entries_are_refused(fields: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(api.FactLoadError) as refusal:
        api.load_facts([entry(**fields)])
    assert any(fault.field == field and message in fault.message for fault in refusal.value.faults)
    assert not Fact.objects.exists()


def test_staff_see_why_there_is_no_value(
    room: dict[str, Any], admin_user: Any, client: Any, without_second_factor: None
) -> None:
    room[EXPRESSION] = "the sample has no cells"
    api.load_facts([entry()])
    assert history() == []
    address = reverse("fact:edit", args=[Fact.objects.get().pk])
    assert "the sample has no cells" in signed_in(admin_user).get(address).content.decode()
    page = client.get("/en/facts/t.cells/").content.decode()
    assert "This site works the value out." in page
    assert "the sample has no cells" not in page
    room[EXPRESSION] = worked_out("54")
    api.recompute("made-up")
    assert Fact.objects.get().computed_fault == ""


@pytest.mark.parametrize("text", ["many", "1,000", "", "5..4"])
def test_a_value_of_another_type_is_no_value(room: dict[str, Any], text: str) -> None:
    room[EXPRESSION] = worked_out(text)
    api.load_facts([entry()])
    assert history() == []
    assert "the fact's type is count" in Fact.objects.get().computed_fault


def test_a_load_works_out_what_it_brought(room: dict[str, Any]) -> None:
    room[EXPRESSION] = worked_out("54")
    api.load_facts([entry()])
    assert history() == [("54", "")]


def test_the_page_says_how_it_was_worked_out_and_that_nobody_signed(room: dict[str, Any], client: Any) -> None:
    room[EXPRESSION] = worked_out("54")
    api.load_facts([entry()])
    page = client.get("/en/facts/t.cells/").content.decode()
    assert "Counted by a made-up room." in page
    assert "Worked out by this site, not signed yet." in page
    assert "Not yet checked by a named person." not in page
    room[EXPRESSION] = worked_out("54", checked_by="Ada Example", checked_on="2026-11-01")
    api.recompute("made-up")
    signed = client.get("/en/facts/t.cells/").content.decode()
    assert "not signed yet" not in signed
    assert "Ada Example" in signed


def test_what_is_worked_out_is_not_for_whoever_checks_facts(room: dict[str, Any]) -> None:
    room[EXPRESSION] = worked_out("54")
    api.load_facts([entry(), fact("t.plain", "count", value("7", checked_by=""))])
    due = api.overdue_summary()
    assert (due.unverified, due.unsigned, due.unconfirmed) == (1, 1, 0)
    to_check = with_current(Fact.objects.all()).filter(status_condition("to-check"))
    assert [found.key for found in to_check] == ["t.plain"]
    room.clear()
    api.recompute("made-up")
    assert api.overdue_summary().unconfirmed == 1


def test_nobody_types_over_it_in_the_admin(room: dict[str, Any], admin_user: Any, without_second_factor: None) -> None:
    room[EXPRESSION] = worked_out("54")
    api.load_facts([entry()])
    held = Fact.objects.get()
    client = signed_in(admin_user)
    address = reverse("fact:edit", args=[held.pk])
    page = client.get(address).content.decode()
    for shown in (EXPRESSION, "54 ", "Counted by a made-up room.", "nobody yet"):
        assert shown.strip() in page
    assert "values-TOTAL_FORMS" not in page
    data = {
        "title": "Another title", "definition": "", "topic": held.topic, "type": held.type, "unit": "cells",
        "currency": "", "public": "on", "key": held.key,
        "values-TOTAL_FORMS": "1", "values-INITIAL_FORMS": "0", "values-MIN_NUM_FORMS": "1", "values-MAX_NUM_FORMS": "1000",
        "values-0-value": "630", "values-0-confidence": "H",
        "texts-TOTAL_FORMS": "0", "texts-INITIAL_FORMS": "0", "texts-MIN_NUM_FORMS": "0", "texts-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    assert client.post(address, data).status_code == 302
    assert Fact.objects.get().title == "Another title"
    assert history() == [("54", "")]
