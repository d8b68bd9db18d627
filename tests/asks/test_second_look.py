"""What is put right in public, and what waits for a second person."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from causeway.asks import api
from causeway.asks.models import Ask, Correction, Event

from .conftest import SECRET
from .staff import dispute_page, edit, errors, new_event, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor", "root")]


# --- corrections -----------------------------------------------------------------------------------------


def test_a_change_that_readers_see_needs_a_line_for_the_log(editor: Client, ada: Any) -> None:
    data = posted(editor, edit("q1")) | {"text.en": "Asked for two laws."}
    response = editor.post(edit("q1"), data)
    assert response.status_code == 200
    assert "readers have seen this event" in str(response.context["form"].errors["correction_was"])
    response = editor.post(
        edit("q1"), data | {"correction_was.en": "It said one law.", "correction_now.en": "It says two laws."}
    )
    assert response.status_code == 302, errors(response)
    held = Event.objects.get(key="q1")
    assert (held.words("text"), held.changed_by) == ("Asked for two laws.", "Ada Example")
    line = Correction.objects.get()
    assert (line.event, line.event_key, line.made_by) == (held, "q1", "Ada Example")
    assert (line.was, line.now) == ({"en": "It said one law."}, {"en": "It says two laws."})


def test_a_changed_source_is_a_change_that_readers_see(editor: Client) -> None:
    data = posted(editor, edit("q1")) | {"sources-0-place": "para 4"}
    assert "correction_was" in editor.post(edit("q1"), data).context["form"].errors


def test_where_nothing_was_wrong_no_line_is_needed(editor: Client) -> None:
    data = posted(editor, edit("q1")) | {"note.en": "An added note.", "nothing_wrong": "on"}
    assert editor.post(edit("q1"), data).status_code == 302
    assert not Correction.objects.exists()


def test_drafts_and_what_is_for_staff_are_changed_without_a_line(editor: Client) -> None:
    draft = posted(editor, edit("unread")) | {
        "stance": "opposes", "draft": "", "asks": [str(Ask.objects.get(key="law").pk)],
    }  # fmt: skip
    assert "correction_was" not in editor.get(edit("unread")).content.decode()
    assert editor.post(edit("unread"), draft).status_code == 302
    assert editor.post(edit("a1"), posted(editor, edit("a1")) | {"compared_text": SECRET}).status_code == 302
    assert Event.objects.get(key="a1").compared_text == SECRET
    assert not Correction.objects.exists()


def test_taking_back_what_readers_saw_needs_a_line(editor: Client) -> None:
    data = posted(editor, edit("q2")) | {"draft": "on"}
    assert "correction_was" in editor.post(edit("q2"), data).context["form"].errors


def test_a_line_stays_when_its_event_is_gone(asks: None) -> None:
    line = Correction.objects.create(event=Event.objects.get(key="q2"), was={"en": "a"}, now={"en": "b"})
    Event.objects.filter(key="q2").delete()
    line.refresh_from_db()
    assert (line.event, line.event_key) == (None, "q2")
    line.save()
    assert line.event_key == "q2"


# --- disputes --------------------------------------------------------------------------------------------


def test_a_disputed_event_has_no_effect_until_a_second_person_confirms_it(editor: Client, second: Client) -> None:
    assert api.statuses()["law"].state == "refused"
    assert "Put in dispute" in editor.get(edit("a1")).content.decode()
    editor.post(dispute_page("a1"), {"note": "The paper says otherwise."})
    held = Event.objects.get(key="a1")
    assert (held.disputed, held.disputed_by, held.dispute_note) == (True, "Ada Example", "The paper says otherwise.")
    assert api.statuses()["law"].state == "not_started"
    # It came with a pack, so who disputed it is the only one who has looked at it.
    assert "a second person has to confirm it" in editor.get(dispute_page("a1")).content.decode()
    editor.post(dispute_page("a1"), {"confirm": "yes"})
    assert Event.objects.get(key="a1").disputed
    assert "it is right" in second.get(dispute_page("a1")).content.decode()
    second.post(dispute_page("a1"), {"confirm": "yes"})
    held = Event.objects.get(key="a1")
    assert (held.disputed, held.confirmed_by) == (False, "Ben Example")
    assert api.statuses()["law"].state == "refused"
    assert [entry.action for entry in ModelLogEntry.objects.filter(action__startswith="asks.").order_by("pk")] == [
        "asks.dispute",
        "asks.confirm",
    ]


def test_who_entered_or_last_changed_it_is_no_second_person(editor: Client, second: Client) -> None:
    new_event(editor)
    key = "2026-11-24-statement"
    second.post(dispute_page(key), {"note": "Is it so?"})
    editor.post(dispute_page(key), {"confirm": "yes"})
    assert Event.objects.get(key=key).disputed
    # Who disputed it has looked, and did not write it.
    second.post(dispute_page(key), {"confirm": "yes"})
    assert not Event.objects.get(key=key).disputed
    second.post(dispute_page(key), {"note": "Once more."})
    second.post(edit(key), posted(second, edit(key)) | {"note.en": "Changed.", "nothing_wrong": "on"})
    second.post(dispute_page(key), {"confirm": "yes"})
    assert Event.objects.get(key=key).disputed


def test_a_dispute_needs_a_reason(editor: Client) -> None:
    assert "This field is required" in editor.post(dispute_page("a1"), {"note": " "}).content.decode()
    assert not Event.objects.get(key="a1").disputed
    editor.post(dispute_page("a1"), {"confirm": "yes"})
    assert not Event.objects.get(key="a1").confirmed_by
