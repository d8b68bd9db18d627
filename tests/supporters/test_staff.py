"""What staff can see and do: numbers for those who plan, one person at a time for those who answer for it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from wagtail.models import ModelLogEntry

from causeway.staff.models import User
from causeway.supporters import api, signup
from causeway.supporters.models import Consent, ConsentWording, SignupRequest, Supporter, Topic
from causeway.supporters.tokens import confirm_token

pytestmark = pytest.mark.django_db

OVERVIEW, PERSON = "/admin/supporters/", "/admin/supporters/person/"

As = Callable[[str], Client]


@pytest.fixture
def signed_in(settings: Any, db: None) -> As:
    """A browser of a colleague with one role. The second factor is the staff room's business."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "SecondFactor" not in name]

    def enter(role: str) -> Client:
        user = User.objects.create_user(f"{role}@staff.example.org", "walnut ferry lantern sixpence")
        user.groups.add(Group.objects.get(name=role))
        session = SessionStore()
        session.update({SESSION_KEY: user.pk, HASH_SESSION_KEY: user.get_session_auth_hash()})
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.save()
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
        return client

    return enter


@pytest.fixture
def people(offer: None, clock: Any) -> None:
    """Twelve supporters in English, one in Chinese, and one who has not confirmed."""
    wording = ConsentWording.objects.get(language="en")
    for number in range(14):
        language = "zh-hant" if number == 12 else "en"
        signup.receive(f"name{number}@example.org", ["law"], language, wording, clock.now)
        if number < 13:
            row = SignupRequest.objects.latest("pk")
            row.confirm_hash = confirm_token(row.seed, clock.now).hash
            row.save()
            signup.confirm(row.confirm_hash, clock.now)


@pytest.mark.parametrize(
    ("role", "overview", "person"),
    [
        ("administrator", 200, 200),
        ("advocacy", 200, 200),
        ("press", 302, 302),
        ("casework", 302, 302),
    ],
)
def test_only_those_who_answer_for_supporters_see_them(
    people: None, signed_in: As, role: str, overview: int, person: int
) -> None:
    client = signed_in(role)
    assert client.get(OVERVIEW).status_code == overview
    assert client.get(PERSON).status_code == person
    answer = client.post(PERSON, {"email": "name1@example.org"})
    assert answer.status_code == person
    assert ("supporter" in answer.content.decode()) == (person == 200)
    home = client.get("/admin/").content.decode()
    assert (OVERVIEW in home) == (overview == 200)


def test_the_overview_counts_and_names_nobody(people: None, signed_in: As) -> None:
    text = signed_in("advocacy").get(OVERVIEW).content.decode()
    assert "<td>Law and the asks</td><td>13</td>" in text
    assert "<td>繁體中文</td><td>1</td>" in text
    assert "@example.org" not in text.replace("advocacy@staff.example.org", "")


def test_who_may_not_see_people_sees_no_small_counts(people: None, signed_in: As) -> None:
    from django.contrib.auth.models import Permission

    client = signed_in("press")
    press = Group.objects.get(name="press")
    press.permissions.add(Permission.objects.get(codename="view_topic"))
    text = client.get(OVERVIEW).content.decode()
    assert "<td>Law and the asks</td><td>13</td>" in text
    assert "<td>繁體中文</td><td>fewer than 10</td>" in text
    assert PERSON not in text


def test_an_empty_site_says_what_to_do_first(db: None, signed_in: As) -> None:
    text = signed_in("administrator").get(OVERVIEW).content.decode()
    assert "Nobody has signed up yet" in text
    assert "/admin/news-topics/new/" in text
    assert "/admin/consent-wordings/new/" in text


def test_one_person_is_found_by_the_exact_address_and_each_look_is_noted(people: None, signed_in: As) -> None:
    client = signed_in("advocacy")
    assert client.post(PERSON, {"email": "name1"}).status_code == 422
    assert "We hold nothing" in client.post(PERSON, {"email": "name@example.org"}).content.decode()
    assert not ModelLogEntry.objects.filter(action__startswith="supporters.").exists()
    text = client.post(PERSON, {"email": " NAME1@example.org"}).content.decode()
    assert "What we hold" in text
    assert "news 1 (en)" in text
    entry = ModelLogEntry.objects.get(action="supporters.look_up")
    assert entry.user.email == "advocacy@staff.example.org"
    assert "example.org" not in f"{entry.label}{entry.data}"


def test_what_we_hold_can_be_handed_over(people: None, signed_in: As) -> None:
    answer = signed_in("advocacy").post(PERSON, {"email": "name12@example.org", "do": "export"})
    assert answer["Content-Disposition"].startswith("attachment")
    held = json.loads(answer.content)
    assert held["address"] == "name12@example.org"
    consent = held["supporter"]["consents"][0]
    assert consent["wording"] == "Example Rights writes about what you tick."
    assert consent["topic"] == "law"
    assert held["sign_ups"][0]["state"] == "confirmed"
    assert ModelLogEntry.objects.filter(action="supporters.export").count() == 1


def test_a_person_can_be_erased_after_a_second_press(people: None, signed_in: As) -> None:
    client = signed_in("administrator")
    asked = client.post(PERSON, {"email": "name1@example.org", "do": "erase"})
    assert "Yes, erase" in asked.content.decode()
    assert Supporter.objects.filter(email="name1@example.org").exists()
    done = client.post(PERSON, {"email": "name1@example.org", "do": "erase", "sure": "yes"})
    assert done.status_code == 302
    assert not SignupRequest.objects.filter(email="name1@example.org").exists()
    assert not Supporter.objects.filter(email="name1@example.org").exists()
    emptied = Supporter.objects.get(email__isnull=True)
    assert (emptied.language, emptied.consents.filter(withdrawn_at__isnull=True).count()) == ("", 0)
    assert emptied.left_at is not None
    assert ModelLogEntry.objects.filter(action="supporters.erase").count() == 1
    assert api.export("name1@example.org")["supporter"] is None


def test_a_sign_up_that_nobody_confirmed_can_be_erased_too(people: None, signed_in: As) -> None:
    client = signed_in("administrator")
    client.post(PERSON, {"email": "name13@example.org", "do": "erase", "sure": "yes"})
    assert not SignupRequest.objects.filter(email="name13@example.org").exists()
    assert ModelLogEntry.objects.filter(action="supporters.erase").count() == 1


def test_who_may_only_look_cannot_erase(people: None, signed_in: As) -> None:
    client = signed_in("advocacy")
    assert 'value="erase"' not in client.post(PERSON, {"email": "name1@example.org"}).content.decode()
    client.post(PERSON, {"email": "name1@example.org", "do": "erase", "sure": "yes"})
    assert Supporter.objects.filter(email="name1@example.org").exists()


def test_the_person_who_was_erased_can_sign_up_anew(people: None, clock: Any) -> None:
    api.erase("name1@example.org", clock.now)
    signup.receive("name1@example.org", ["law"], "en", ConsentWording.objects.get(language="en"), clock.now)
    row = SignupRequest.objects.latest("pk")
    row.confirm_hash = confirm_token(row.seed, clock.now).hash
    row.save()
    assert signup.confirm(row.confirm_hash, clock.now).state == "on"
    assert signup.standing_of_address(row.email_hash).state == "on"
    assert signup.leave(row.email_hash, clock.now).state == "left"


def test_editors_of_the_list_of_topics_can_add_and_change_one(offer: None, signed_in: As) -> None:
    client = signed_in("administrator")
    assert client.get("/admin/news-topics/").status_code == 200
    assert client.get("/admin/news-topics/new/").status_code == 200
    data = {
        "key": "films", "order": "9", "shown": "on",
        "texts-TOTAL_FORMS": "1", "texts-INITIAL_FORMS": "0", "texts-MIN_NUM_FORMS": "0", "texts-MAX_NUM_FORMS": "99",
        "texts-0-language": "en", "texts-0-title": "Film nights", "texts-0-text": "", "texts-0-id": "",
        "texts-0-ORDER": "1", "texts-0-DELETE": "",
    }  # fmt: skip
    answer = client.post("/admin/news-topics/new/", data)
    assert answer.status_code == 302, answer.content.decode()
    assert "Film nights" in Client().get("/en/news-sign-up/").content.decode()


def test_words_somebody_agreed_to_cannot_be_changed_in_the_admin(people: None, signed_in: As) -> None:
    client = signed_in("administrator")
    used = ConsentWording.objects.get(language="en")
    page = client.get(f"/admin/consent-wordings/edit/{used.pk}/")
    assert "can no longer be changed" in page.content.decode()
    data = {"version": "1", "language": "en", "start": "2026-01-01", "text": "Other words"}
    client.post(f"/admin/consent-wordings/edit/{used.pk}/", data)
    client.post(f"/admin/consent-wordings/delete/{used.pk}/")
    used.refresh_from_db()
    assert used.text == "Example Rights writes about what you tick."
    unused = ConsentWording.objects.get(language="zh-hant")
    assert "can no longer be changed" not in client.get(f"/admin/consent-wordings/edit/{unused.pk}/").content.decode()
    client.post(f"/admin/consent-wordings/edit/{unused.pk}/", {**data, "language": "zh-hant"})
    unused.refresh_from_db()
    assert unused.text == "Other words"


def test_a_topic_people_chose_cannot_be_deleted(people: None, signed_in: As) -> None:
    topic = Topic.objects.get(key="law")
    signed_in("administrator").post(f"/admin/news-topics/delete/{topic.pk}/")
    assert Topic.objects.filter(key="law").exists()
    assert Consent.objects.filter(topic__key="law").count() == 13
