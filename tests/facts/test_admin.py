"""The editors' part: list, form, history, chooser, report; and who may not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.rich_text import features

from causeway.facts import api
from causeway.facts.models import Fact, Source
from tests.facts.conftest import fact, signed_in, source, value

pytestmark = pytest.mark.django_db


def client_with(*codenames: str) -> Client:
    user = get_user_model().objects.create_user(f"{len(codenames)}@example.org", "a long made-up password")
    group = Group.objects.create(name="Facts " + " ".join(codenames)[:100])
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        group.permissions.add(Permission.objects.get(content_type__app_label="facts", codename=codename))
    user.groups.add(group)
    return signed_in(user)


@pytest.fixture
def editor(without_second_factor: None, facts: None) -> Client:
    return client_with(
        "add_fact", "change_fact", "delete_fact", "view_fact", "add_source", "change_source", "delete_source"
    )


def test_the_list_shows_value_and_status_today(editor: Client) -> None:
    html = editor.get(reverse("fact:index")).content.decode()
    for shown in ("Title of t.days", "14 days", "49.6 million", "Not checked", "No source read", "1 May 2099"):
        assert shown in html
    # Staff see what readers do not.
    assert "987,654" in html
    assert "555,444" in html


@pytest.mark.parametrize(
    ("query", "shown", "absent"),
    [
        ("status=unverified", {"t.unverified", "t.weak"}, {"t.days", "t.overdue", "t.unconfirmed"}),
        ("status=overdue", {"t.overdue"}, {"t.days", "t.unverified"}),
        ("status=unconfirmed", {"t.unconfirmed"}, {"t.mixed", "t.days"}),
        ("status=verified", {"t.days", "t.mixed", "t.derived"}, {"t.weak", "t.overdue", "t.unconfirmed"}),
        ("topic=numbers", {"t.people", "t.range"}, {"t.days"}),
        ("confidence=L", {"t.weak"}, {"t.days"}),
        ("public=false", {"t.staff"}, {"t.days"}),
        ("q=t.people", {"t.people"}, {"t.days"}),
        ("q=上訴", {"t.days"}, {"t.people"}),
    ],
)
def test_the_list_can_be_narrowed(editor: Client, query: str, shown: set[str], absent: set[str]) -> None:
    html = editor.get(reverse("fact:index") + "?" + query).content.decode()
    assert {key for key in shown if f"Title of {key}" in html} == shown
    assert not {key for key in absent if f"Title of {key}" in html}


def test_the_list_costs_the_same_for_more_facts(editor: Client, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    editor.get(reverse("fact:index"))
    with CaptureQueriesContext(connection) as few:
        editor.get(reverse("fact:index"))
    api.load_facts([fact(f"n{n}", "count", value(str(n))) for n in range(30)])
    with django_assert_max_num_queries(len(few) + 1):
        editor.get(reverse("fact:index"))


def test_the_list_goes_into_a_spreadsheet(editor: Client) -> None:
    response = editor.get(reverse("fact:index") + "?export=csv")
    assert b"t.days" in b"".join(response.streaming_content)


def form_of(client: Client, address: str) -> dict[str, str]:
    """What a browser would post back from a form left as it is."""
    form = client.get(address).context["form"]
    data: dict[str, str] = {}

    def collect(one: Any) -> None:
        for field in one:
            text = field.value()
            if text is True:
                data[field.html_name] = "on"
            elif text not in (None, False):
                data[field.html_name] = text if isinstance(text, str) else str(text)
        for formset in getattr(one, "formsets", {}).values():
            for field in formset.management_form:
                data[field.html_name] = str(field.value())
            for child in formset.forms:
                collect(child)

    collect(form)
    return data


def add_value_to(data: dict[str, str], source_pk: int, **fields: str) -> None:
    """Fill in the next empty value of a fact's form, as the button 'Add value' would."""
    number = int(data["values-TOTAL_FORMS"])
    prefix = f"values-{number}-"
    data["values-TOTAL_FORMS"] = str(number + 1)
    data |= {f"{prefix}{name}": text for name, text in {"confidence": "H", **fields}.items()}
    data |= {f"{prefix}sources-TOTAL_FORMS": "1", f"{prefix}sources-INITIAL_FORMS": "0"}
    data |= {f"{prefix}sources-MIN_NUM_FORMS": "0", f"{prefix}sources-MAX_NUM_FORMS": "1000"}
    data |= {
        f"{prefix}sources-0-source": str(source_pk),
        f"{prefix}sources-0-place": "s.5",
        f"{prefix}sources-0-ORDER": "1",
    }


def test_the_form_says_how_to_place_it_and_where_it_is_used(editor: Client, root: Page) -> None:
    page = root.add_child(instance=Page(title="A guide that uses it", slug="uses-it"))
    held = Fact.objects.get(key="t.days")
    api.record_uses(page, {"t.days"})
    html = editor.get(reverse("fact:edit", args=[held.pk])).content.decode()
    assert "<code>{fact:t.days}</code>" in html
    assert "A guide that uses it" in html
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in html


def test_a_form_left_alone_changes_nothing(editor: Client) -> None:
    before = api.dump_facts(), api.dump_texts("zh-hant")
    for held in Fact.objects.all():
        address = reverse("fact:edit", args=[held.pk])
        response = editor.post(address, form_of(editor, address))
        assert response.status_code == 302, response.context["form"].errors
    assert (api.dump_facts(), api.dump_texts("zh-hant")) == before


def test_a_new_value_keeps_the_old_one_and_closes_it(editor: Client) -> None:
    held = Fact.objects.get(key="t.days")
    address = reverse("fact:edit", args=[held.pk])
    data = form_of(editor, address)
    add_value_to(
        data, Source.objects.get(key="gov-paper").pk, value="10", valid_from="2026-01-01", checked_by="Ada Example"
    )
    response = editor.post(address, data)
    assert response.status_code == 302, response.context["form"].formsets["values"].errors
    values = api.dump_facts(["t.days"])["t.days"]["values"]
    assert [(item["value"], item["until"]) for item in values] == [
        ("28", "2016-12-31"),
        ("14", "2025-12-31"),
        ("10", ""),
    ]
    assert values[2]["sources"] == [{"source": "gov-paper", "place": "s.5"}]
    assert api.plain("t.days", "en") == "10 days"
    assert api.plain("t.days", "en", on="2020") == "14 days"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"value": "1,400"}, "no commas"),
        ({"value": "ten"}, "digits only"),
        ({"value": "10", "valid_from": "soon"}, "YYYY"),
        ({"value": "10", "valid_from": "2026", "valid_until": "2025"}, "before the day it begins"),
    ],
)
def test_a_faulty_value_is_refused_in_words(editor: Client, fields: dict[str, str], sentence: str) -> None:
    address = reverse("fact:edit", args=[Fact.objects.get(key="t.days").pk])
    data = form_of(editor, address)
    add_value_to(data, Source.objects.get(key="gov-paper").pk, **fields)
    before = api.dump_facts()
    response = editor.post(address, data)
    assert response.status_code == 200
    assert sentence in str(response.context["form"].formsets["values"].errors)
    assert api.dump_facts() == before


def test_confidence_needs_a_source(editor: Client) -> None:
    address = reverse("fact:edit", args=[Fact.objects.get(key="t.days").pk])
    data = form_of(editor, address)
    add_value_to(data, Source.objects.get(key="gov-paper").pk, value="10")
    data["values-2-sources-TOTAL_FORMS"] = "0"
    assert "Name the source below" in str(editor.post(address, data).context["form"].formsets["values"].errors)
    data["values-2-confidence"] = "UNVERIFIED"
    assert editor.post(address, data).status_code == 302


def test_a_fact_can_be_added_and_its_key_then_stays(editor: Client) -> None:
    data = {
        "key": "t.added", "title": "Added", "topic": "law", "type": "money", "public": "on",
        "values-TOTAL_FORMS": "0", "values-INITIAL_FORMS": "0", "values-MIN_NUM_FORMS": "1", "values-MAX_NUM_FORMS": "1000",
        "texts-TOTAL_FORMS": "0", "texts-INITIAL_FORMS": "0", "texts-MIN_NUM_FORMS": "0", "texts-MAX_NUM_FORMS": "1000",
    }  # fmt: skip
    add_value_to(data, Source.objects.get(key="gov-paper").pk, value="5000")
    refused = editor.post(reverse("fact:add"), data)
    assert "three-letter code" in str(refused.context["form"].errors)
    assert editor.post(reverse("fact:add"), {**data, "currency": "HKD"}).status_code == 302
    held = Fact.objects.get(key="t.added")
    assert api.plain("t.added", "en") == "HK$5,000"
    address = reverse("fact:edit", args=[held.pk])
    assert editor.post(address, {**form_of(editor, address), "key": "t.renamed"}).status_code == 302
    held.refresh_from_db()
    assert held.key == "t.added"


@pytest.mark.parametrize("key", ["Bad Key", "facts", "x.json", "a..b", "t.days"])
def test_a_key_that_cannot_be_is_refused(editor: Client, key: str) -> None:
    data = {
        "key": key, "title": "x", "topic": "law", "type": "count",
        "values-TOTAL_FORMS": "0", "values-INITIAL_FORMS": "0", "texts-TOTAL_FORMS": "0", "texts-INITIAL_FORMS": "0",
    }  # fmt: skip
    add_value_to(data, Source.objects.get(key="gov-paper").pk, value="5")
    assert "key" in editor.post(reverse("fact:add"), data).context["form"].errors


def test_a_fact_in_use_cannot_be_deleted(editor: Client, root: Page) -> None:
    page = root.add_child(instance=Page(title="x", slug="uses-it"))
    held = Fact.objects.get(key="t.days")
    api.record_uses(page, {"t.days"})
    address = reverse("fact:delete", args=[held.pk])
    assert "1 page uses this fact" in editor.get(address).content.decode()
    editor.post(address)
    assert Fact.objects.filter(key="t.days").exists()
    api.record_uses(page, set())
    editor.post(address)
    assert not Fact.objects.filter(key="t.days").exists()


def test_a_cited_source_cannot_be_deleted(editor: Client) -> None:
    address = reverse("source:delete", args=[Source.objects.get(key="gov-paper").pk])
    assert "values of facts name this source" in editor.get(address).content.decode()
    assert "values of facts name this source" in editor.post(address, follow=True).content.decode()
    assert Source.objects.filter(key="gov-paper").exists()
    editor.post(reverse("source:delete", args=[Source.objects.get(key="second").pk]))
    assert not Source.objects.filter(key="second").exists()


def test_sources_can_be_listed_and_added(editor: Client) -> None:
    html = editor.get(reverse("source:index") + "?q=screening").content.decode()
    assert "Paper on screening" in html
    assert "報告" not in html
    new = {**source("third"), "language": "en", "read": "whole"}
    assert editor.post(reverse("source:add"), new).status_code == 302
    assert "YYYY" in str(
        editor.post(reverse("source:add"), {**new, "key": "b", "date": "2014-2"}).context["form"].errors
    )


def test_the_chooser_gives_the_token(editor: Client) -> None:
    modal = json.loads(editor.get(reverse("fact_chooser:choose")).content)
    assert modal["step"] == "choose"
    assert "Title of t.days" in modal["html"]
    assert "14 days" in modal["html"]
    # In a text it would say 'being checked' for ever.
    assert "t.staff" not in modal["html"]
    results = editor.get(reverse("fact_chooser:choose_results") + "?q=people&topic=numbers").content.decode()
    assert "Title of t.people" in results
    assert "Title of t.days" not in results
    chosen = json.loads(editor.get(reverse("fact_chooser:chosen", args=[Fact.objects.get(key="t.days").pk])).content)
    assert chosen["step"] == "chosen"
    assert chosen["result"]["token"] == "{fact:t.days}"


def test_the_source_chooser(editor: Client) -> None:
    modal = json.loads(editor.get(reverse("source_chooser:choose") + "?q=gov.paper").content)
    assert "Paper on screening" not in modal["html"]
    modal = json.loads(editor.get(reverse("source_chooser:choose") + "?q=screening").content)
    assert "Paper on screening" in modal["html"]
    new = {**source("fourth"), "language": "en", "read": "part"}
    chosen = json.loads(editor.post(reverse("source_chooser:create"), new).content)
    assert chosen["step"] == "chosen"
    assert Source.objects.filter(key="fourth").exists()


def test_the_report_names_what_is_to_be_checked(editor: Client) -> None:
    html = editor.get(reverse("facts_to_check")).content.decode()
    for key in ("t.unverified", "t.weak", "t.overdue", "t.unconfirmed"):
        assert f"Title of {key}" in html
    for key in ("t.days", "t.people", "t.derived"):
        assert f"Title of {key}" not in html
    assert "Of 13 facts, 2 were not checked by a named person" in html
    assert html.index("Title of t.overdue") < html.index("Title of t.weak")
    export = editor.get(reverse("facts_to_check") + "?export=csv")
    table = b"".join(export.streaming_content).decode()
    assert '"HK$4,990"' in table
    assert "Overdue" in table


def test_the_report_of_nothing_says_what_belongs_there(without_second_factor: None) -> None:
    editor = client_with("view_fact", "change_fact")
    assert "Nothing to check." in editor.get(reverse("facts_to_check")).content.decode()


@pytest.mark.parametrize(
    "name", ["fact:index", "fact:add", "source:index", "source:add", "facts_to_check", "facts_to_check_results"]
)
def test_without_permission_it_stays_closed(without_second_factor: None, db: None, name: str) -> None:
    response = client_with().get(reverse(name))
    assert response.status_code == 302
    assert response["Location"] == reverse("wagtailadmin_home")


def test_who_may_only_look_cannot_change(without_second_factor: None, facts: None) -> None:
    reader = client_with("view_fact")
    assert reader.get(reverse("fact:index")).status_code == 200
    address = reverse("fact:edit", args=[Fact.objects.get(key="t.days").pk])
    assert reader.get(address).status_code == 302
    assert reader.post(address, {"title": "x"}).status_code == 302
    assert Fact.objects.get(key="t.days").title == "Title of t.days"


def test_the_display_setting_can_be_chosen(without_second_factor: None, facts: None, root: Page) -> None:
    from wagtail.models import Site

    editor = client_with("change_factdisplay")
    address = reverse("wagtailsettings:edit", args=["facts", "factdisplay", Site.objects.get(is_default_site=True).pk])
    assert editor.get(address).status_code == 200
    assert editor.post(address, {"mode": "hide"}).status_code == 302
    assert api.display_mode() == "hide"


def test_the_editor_has_the_button() -> None:
    plugin = features.get_editor_plugin("draftail", "fact")
    options: dict[str, Any] = {}
    plugin.construct_options(options)
    assert options["entityTypes"][0]["type"] == "FACT"
    assert str(options["entityTypes"][0]["chooserUrls"]["fact"]) == reverse("fact_chooser:choose")
    assert any("facts/fact-source.js" in str(path) for path in plugin.media._js)
