"""What staff do with asks and events: lists and forms; and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from causeway.asks import api
from causeway.asks.admin.listing import STATE_WORDS
from causeway.asks.models import Ask, CalendarEntry, Correction, Event, Milestone
from causeway.facts import api as facts_api

from .conftest import ASKS, EVENTS, SECRET, client_of, colleague, event, sample
from .staff import dispute_page, edit, errors, new_event, posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor", "root")]


# --- lists -----------------------------------------------------------------------------------------------


def test_the_menu_leads_to_all_of_it(editor: Client) -> None:
    for name in (
        "asks_ask:index",
        "asks_event:index",
        "asks_event:drafts",
        "asks_correction:index",
        "asks_calendar:index",
    ):
        assert editor.get(reverse(name)).status_code == 200
    html = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("asks_event:drafts") in html


def test_the_list_of_asks_says_where_each_stands(editor: Client) -> None:
    html = editor.get(reverse("asks_ask:index")).content.decode()
    assert "Refused" in html
    assert "Stalled (plan published)" in html
    assert "1 / 2" in html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=published", {"a1", "q1", "q2", "published"}),
        ("state=draft", {"unread"}),
        ("state=disputed", set()),
        ("state=waits", {"rumour"}),
        ("kind=question", {"q1", "q2"}),
        ("stance=opposes", {"a1"}),
        ("q=member", {"q1", "q2"}),
        ("q=（中）+2014-03", {"q2"}),
        ("q=nothing-of-the-kind", set()),
    ],
)
def test_the_list_of_events_can_be_narrowed(editor: Client, query: str, shown: set[str]) -> None:
    html = editor.get(reverse("asks_event:index") + "?" + query).content.decode()
    assert {entry["key"] for entry in EVENTS if f"What happened in {entry['key']}." in html} == shown


def test_the_state_in_the_list_is_the_one_the_filter_finds(editor: Client) -> None:
    Event.objects.filter(key="q1").update(disputed=True)
    from causeway.asks.admin import listing

    for state in STATE_WORDS:
        found = {event.key for event in listing.with_state(Event.objects.all(), state)}
        assert found == {event.key for event in listing.listed() if listing.state_of(event) == state}


def test_the_list_costs_the_same_for_more_events(editor: Client, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    editor.get(reverse("asks_event:index"))
    with CaptureQueriesContext(connection) as few:
        editor.get(reverse("asks_event:index"))
    api.load_events([event(f"n{number}", "2020", asks=["law", "plan"]) for number in range(30)])
    with django_assert_max_num_queries(len(few) + 1):
        editor.get(reverse("asks_event:index"))


def test_the_list_goes_into_a_spreadsheet_without_what_is_for_staff(editor: Client) -> None:
    Event.objects.filter(key="a1").update(compared_text=SECRET)
    rows = b"".join(editor.get(reverse("asks_event:index") + "?export=csv").streaming_content).decode()
    assert "What happened in a1." in rows
    assert SECRET not in rows


def test_drafts_say_what_is_to_do(editor: Client) -> None:
    html = editor.get(reverse("asks_event:drafts")).content.decode()
    assert "read the source, then set stance and asks" in html
    assert "What happened in unread." in html
    assert "What happened in q1." not in html
    assert "The Government: Paper" in html
    assert editor.get(reverse("asks_event:drafts_results")).status_code == 200


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("asks_ask:index", "Write down what is asked for"),
        ("asks_event:index", "anything that happened to an ask"),
        ("asks_event:drafts", "Nothing to read."),
        ("asks_correction:index", "A line comes here when a published event is changed"),
        ("asks_calendar:index", "Add what comes back every year"),
    ],
)
def test_an_empty_list_says_what_belongs_there(db: None, name: str, text: str) -> None:
    assert text in client_of(colleague("Ada Example")).get(reverse(name)).content.decode()


# --- forms -----------------------------------------------------------------------------------------------


def test_forms_left_alone_change_nothing(editor: Client) -> None:
    before = api.dump_asks(), api.dump_events(), api.dump_calendar()
    rows = [("asks_ask", Ask), ("asks_event", Event), ("asks_calendar", CalendarEntry)]
    for name, model in rows:
        for row in model.objects.all():
            address = reverse(f"{name}:edit", args=[row.pk])
            response = editor.post(address, posted(editor, address))
            assert response.status_code == 302, (row, errors(response))
    assert (api.dump_asks(), api.dump_events(), api.dump_calendar()) == before
    assert not Correction.objects.exists()


def test_a_new_event_gets_a_key_and_the_name_of_who_entered_it(editor: Client, ada: Any) -> None:
    response = new_event(editor)
    assert response.status_code == 302, errors(response)
    made = Event.objects.get(key="2026-11-24-statement")
    assert (made.entered_account, made.entered_by, made.changed_by) == (ada.pk, "Ada Example", "")
    assert "Entered by Ada Example" in editor.get(edit(made.key)).content.decode()
    assert new_event(editor).status_code == 302
    assert Event.objects.filter(key="2026-11-24-statement-2").exists()


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"sources-TOTAL_FORMS": "0"}, "Please submit at least 1 form"),
        ({"text.en": ""}, "Write it in English at least."),
        ({"quote.en": " ".join(["word"] * 41)}, "has 41 words; at most 40 may be quoted"),
        ({"date": "2026-13"}, "Write YYYY"),
        ({"stance": "to-set"}, "such an event stays a draft"),
        ({"asks": []}, "name the asks it is about"),
        ({"key": "A b"}, "Write small letters"),
        ({"key": "q1"}, "already exists"),
    ],
)
def test_a_bad_event_is_refused_beside_its_box(editor: Client, fields: dict[str, Any], message: str) -> None:
    before = Event.objects.count()
    response = new_event(editor, **fields)
    assert response.status_code == 200
    shown = errors(response) + str(response.context["form"].formsets["sources"].non_form_errors())
    assert message in shown
    assert Event.objects.count() == before


def test_an_answer_before_its_question_is_refused_beside_its_box(editor: Client) -> None:
    question = str(Event.objects.get(key="q2").pk)
    response = new_event(editor, kind="reply", date="2014-02-20", answers=question)
    assert "was asked after this was said" in str(response.context["form"].errors["answers"])


def test_the_key_of_an_event_stays(editor: Client) -> None:
    editor.post(edit("q2"), posted(editor, edit("q2")) | {"key": "other"})
    assert Event.objects.filter(key="q2").exists()


def test_a_checked_translation_is_no_longer_a_draft(editor: Client) -> None:
    assert Event.objects.get(key="q1").is_draft_in("zh-hant")
    data = posted(editor, edit("q1")) | {"checked_languages": ["zh-hant"]}
    assert editor.post(edit("q1"), data).status_code == 302
    held = Event.objects.get(key="q1")
    assert not held.is_draft_in("zh-hant")
    assert held.is_draft_in("id")
    assert not held.is_draft_in("en")


def test_a_milestone_that_events_name_cannot_be_taken_out(editor: Client) -> None:
    address = reverse("asks_ask:edit", args=[Ask.objects.get(key="plan").pk])
    data = posted(editor, address) | {"milestones-0-DELETE": "1"}
    response = editor.post(address, data)
    assert "still needs the milestone 'plan.published'" in errors(response).replace('\\"', "'").replace("\\'", "'")
    assert Milestone.objects.filter(key="plan.published").exists()


@pytest.mark.parametrize(
    ("name", "model", "key", "why"),
    [
        ("asks_ask", Ask, "law", "events are about this ask"),
        ("asks_event", Event, "q1", "Readers have seen this"),
    ],
)
def test_what_others_rest_on_is_not_deleted(editor: Client, name: str, model: Any, key: str, why: str) -> None:
    row = model.objects.get(key=key)
    address = reverse(f"{name}:delete", args=[row.pk])
    assert why in editor.get(address).content.decode()
    editor.post(address)
    assert model.objects.filter(pk=row.pk).exists()


def test_a_draft_can_be_deleted(editor: Client) -> None:
    editor.post(reverse("asks_event:delete", args=[Event.objects.get(key="unread").pk]))
    assert not Event.objects.filter(key="unread").exists()


def test_a_source_that_an_event_names_stays(editor: Client, ada: Any) -> None:
    from django.db.models import ProtectedError

    field = Event._meta.get_field("sources").related_model._meta.get_field("source")
    with pytest.raises(ProtectedError):
        field.related_model.objects.get(key="gov-paper").delete()
    assert "gov-paper" in facts_api.source_keys()


# --- who may not -----------------------------------------------------------------------------------------


def test_who_may_only_look_can_change_nothing(asks: None) -> None:
    client = client_of(colleague("Cat Example", "view_event", "view_ask"))
    assert client.get(reverse("asks_event:index")).status_code == 200
    for address in (reverse("asks_event:add"), edit("q1"), dispute_page("q1")):
        assert client.post(address, {"note": "x"}).status_code == 302
        assert client.get(address).status_code == 302
    assert not Event.objects.filter(disputed=True).exists()


def test_the_roles_write_asks_and_only_reviewers_delete(db: None) -> None:
    from django.contrib.auth.models import Group

    def may(role: str, name: str) -> bool:
        return Group.objects.get(name=role).permissions.filter(content_type__app_label="asks", codename=name).exists()

    for role in ("editor", "advocacy", "reviewer", "administrator"):
        assert may(role, "change_event")
        assert may(role, "add_correction")
        assert may(role, "delete_event") == (role in {"reviewer", "administrator"})
    for role in ("press", "casework"):
        assert not may(role, "change_event")


def test_asks_are_edited_with_their_milestones(editor: Client) -> None:
    address = reverse("asks_ask:edit", args=[Ask.objects.get(key="law").pk])
    data = posted(editor, address) | {"milestones-0-title.en": "A text", "milestones-0-state": "stalled"}
    assert "Select a valid choice" in errors(editor.post(address, data))
    assert editor.post(address, data | {"milestones-0-state": "drafted"}).status_code == 302
    held = api.dump_asks(["law"])["law"]
    assert held["milestones"][0]["title"]["en"] == "A text"
    # Events and packs know it by its key.
    assert editor.post(address, data | {"milestones-0-state": "", "milestones-0-key": "law.other"}).status_code == 302
    held = api.dump_asks(["law"])["law"]
    assert held["milestones"][0]["key"] == "law.draft"
    assert held["milestones"][1:] == [{**stone} for stone in sample(ASKS, "law")["milestones"][1:]]


def test_a_source_an_event_rests_on_cannot_be_deleted_and_it_says_why(asks: None) -> None:
    owner = get_user_model().objects.create_superuser("owner@example.org", "a long made-up password")
    source = Event.objects.get(key="q1").sources.get().source
    response = client_of(owner).post(reverse("source:delete", args=[source.pk]), follow=True)
    assert "Something still rests on it" in response.content.decode()
    assert type(source).objects.filter(pk=source.pk).exists()
