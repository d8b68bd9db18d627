"""The way a reader takes: sign up, get a mail, press the button, and leave again. No JavaScript anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from causeway.supporters import api
from causeway.supporters.models import Consent, SignupRequest, Supporter
from tests import validator

pytestmark = pytest.mark.django_db

SignUp = Callable[..., Any]
Links = Callable[..., dict[str, str]]


class Form(HTMLParser):
    """The fields of the first form that holds a named button or an address."""

    def __init__(self, html: str, action_end: str) -> None:
        super().__init__()
        self.fields: list[tuple[str, str]] = []
        self.ticked: list[str] = []
        self._inside, self._end = False, action_end
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = values.get("action", "").endswith(self._end)
        elif tag == "input" and self._inside and "name" in values:
            self.fields.append((values["name"], values.get("value", "")))
            if "checked" in values:
                self.ticked.append(values.get("value", ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False


def count() -> tuple[int, int, int]:
    return SignupRequest.objects.count(), Supporter.objects.count(), Consent.objects.count()


def test_from_the_form_to_the_list_and_off_it(offer: None, reader: Client, sign_up: SignUp, links: Links) -> None:
    page = reader.get("/en/news-sign-up/")
    assert page.status_code == 200
    form = Form(page.content.decode(), "/en/news-sign-up/")
    assert ("topics", "law") in form.fields
    assert form.ticked == [], "a topic is ticked before the reader ticked it"
    assert "Example Rights writes about what you tick." in page.content.decode()

    answer = sign_up("Name@Example.ORG", "law", "events", wording=dict(form.fields)["wording"])
    assert answer.status_code == 303
    assert answer["Location"] == "/en/news-sign-up/received/"
    assert reader.get(answer["Location"]).status_code == 200
    assert SignupRequest.objects.get().email == "name@example.org"
    assert Supporter.objects.count() == 0

    assert api.send_due() == 1
    assert mail.outbox[0].to == ["name@example.org"]
    paths = links()
    before = count()
    page = reader.get(paths["confirm"])
    assert "Law and the asks" in page.content.decode()
    assert count() == before
    assert Supporter.objects.count() == 0, "a mail scanner that opens the link has confirmed"

    answer = reader.post(paths["confirm"])
    page = reader.get(answer["Location"])
    text = page.content.decode()
    assert "You are signed up" in text
    assert "Law and the asks" in text
    assert "Events" in text
    consent = Consent.objects.filter(topic__key="law").get()
    assert (consent.wording.version, consent.language, consent.withdrawn_at) == ("1", "en", None)

    page = reader.get(paths["leave"])
    assert Supporter.objects.get().left_at is None, "opening the link has unsubscribed"
    answer = reader.post(paths["leave"], {"do": "leave"})
    assert answer.status_code == 303
    assert "You have left our list" in reader.get(answer["Location"]).content.decode()
    assert Consent.objects.filter(withdrawn_at__isnull=True).count() == 0
    assert not reader.cookies, "a reader was given a cookie"


def test_a_footer_form_leads_to_the_whole_form_and_stores_nothing(offer: None, reader: Client) -> None:
    page = reader.get("/en/news-sign-up/received/")
    form = Form(page.content.decode(), "/en/news-sign-up/")
    assert not form.fields, "inside this room the footer links to the form"
    answer = reader.post(
        "/en/news-sign-up/",
        {"step": "topics", "email": "name@example.org"},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code == 200
    text = answer.content.decode()
    assert 'value="name@example.org"' in text
    assert "error" not in Form(text, "x").fields
    assert "Please put this right" not in text
    assert SignupRequest.objects.count() == 0
    assert answer["Cache-Control"] == "no-store"


def test_the_footer_form_names_a_wrong_address_at_once(offer: None, reader: Client) -> None:
    answer = reader.post("/en/news-sign-up/", {"step": "topics", "email": "name@"})
    assert answer.status_code == 422
    assert "Tick at least one topic" not in answer.content.decode()


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"email": "", "topics": "law"}, "email", "Enter your e-mail address."),
        ({"email": "name@example", "topics": "law"}, "email", "This is not a complete e-mail address."),
        ({"email": "name@example.org"}, "topic-1", "Tick at least one topic."),
        ({"email": "name@example.org", "topics": "gone"}, "topic-1", "One of the topics is no longer offered."),
    ],
)
def test_a_fault_is_named_at_the_field_and_in_a_summary(
    offer: None, reader: Client, data: dict[str, str], field: str, sentence: str
) -> None:
    answer = reader.post("/en/news-sign-up/", data)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "<title>Error: " in text
    assert re.search(rf'class="error-summary".*?href="#{field}">[^<]*{re.escape(sentence)}', text, re.DOTALL)
    assert f'id="{field}"' in text
    assert re.search(r'aria-describedby="(email|topics)-error', text)
    assert re.search(rf'class="error" id="(email|topics)-error">{re.escape(sentence)}', text)
    if data["email"]:
        assert f'value="{data["email"]}"' in text, "what was typed is lost"
    if data.get("topics") == "law":
        assert re.search(r'value="law" checked', text), "the tick is lost"
    assert SignupRequest.objects.count() == 0


def test_a_filled_trap_is_said_openly_and_stores_nothing(offer: None, sign_up: SignUp) -> None:
    answer = sign_up("name@example.org", "law", leave_empty="http://spam.example")
    assert answer.status_code == 422
    assert "should stay empty" in answer.content.decode()
    assert SignupRequest.objects.count() == 0


def test_known_and_new_addresses_get_the_same_answer(supporter: dict[str, str], sign_up: SignUp) -> None:
    answers, statements = [], []
    for email in ("name@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as queries:
            answer = sign_up(email, "law")
        statements.append([query["sql"].split(" ", 1)[0] for query in queries])
        answers.append((answer.status_code, sorted(answer.items()), answer.content))
    assert answers[0] == answers[1]
    assert statements[0] == statements[1], "the work differs, so the time would tell"
    assert statements[0].count("INSERT") == 1


def test_a_second_post_makes_no_second_row_and_no_second_mail(
    offer: None, sign_up: SignUp, clock: Any, reader: Client
) -> None:
    for _time in range(3):
        assert sign_up("name@example.org", "law", "events").status_code == 303
    assert api.send_due() == 1
    clock.pass_by(minutes=30)
    sign_up("NAME@example.org", "events", "law")
    assert api.send_due() == 0
    assert SignupRequest.objects.count() == 1
    assert len(mail.outbox) == 1


def test_who_asks_again_after_an_hour_gets_another_mail(
    offer: None, sign_up: SignUp, clock: Any, reader: Client, links: Links
) -> None:
    sign_up()
    api.send_due()
    clock.pass_by(minutes=61)
    sign_up()
    assert api.send_due() == 1
    assert SignupRequest.objects.count() == 1
    for place in (0, 1):
        assert reader.get(links(place)["confirm"]).status_code == 200, "an earlier mail's link must not die"


def test_signing_up_again_adds_topics_and_takes_none_away(
    supporter: dict[str, str], sign_up: SignUp, clock: Any, reader: Client, links: Links
) -> None:
    clock.pass_by(hours=2)
    sign_up("name@example.org", "appeals")
    api.send_due()
    reader.post(links()["confirm"])
    live = Consent.objects.filter(withdrawn_at__isnull=True)
    assert set(live.values_list("topic__key", flat=True)) == {"law", "events", "appeals"}
    assert Supporter.objects.count() == 1


def test_the_page_and_the_mail_speak_the_readers_language(
    offer: None, sign_up: SignUp, reader: Client, links: Links
) -> None:
    page = reader.get("/zh-hant/news-sign-up/").content.decode()
    assert "法律與訴求" in page
    assert "例子人權會就你所選的題目寫信給你。" in page
    assert '<label for="topic-3"><span lang="en" dir="ltr">Appeals for donations' in page, (
        "an English run is not marked"
    )
    sign_up("name@example.org", "law", language="zh-hant")
    api.send_due()
    assert "法律與訴求" in str(mail.outbox[0].body)
    assert mail.outbox[0].extra_headers["Content-Language"] == "zh-hant"
    assert links()["confirm"].startswith("/zh-hant/")


def test_words_changed_while_the_page_was_open_are_shown_before_they_are_agreed_to(
    offer: None, sign_up: SignUp, clock: Any
) -> None:
    api.load_wordings([{"key": "news", "version": "2", "from": "2026-11-10", "text": {"en": "New words."}}])
    answer = sign_up("name@example.org", "law", wording="1:en")
    assert answer.status_code == 422
    assert "New words." in answer.content.decode()
    assert SignupRequest.objects.count() == 0
    assert sign_up("name@example.org", "law", wording="2:en").status_code == 303


def test_words_replaced_today_still_count_for_a_page_opened_before(offer: None, sign_up: SignUp, clock: Any) -> None:
    api.load_wordings([{"key": "news", "version": "2", "from": "2026-11-22", "text": {"en": "New words."}}])
    assert sign_up("name@example.org", "law", wording="1:en").status_code == 303
    assert SignupRequest.objects.get().wording.version == "1"


def test_a_site_without_topics_says_so(db: None, reader: Client, sign_up: SignUp) -> None:
    page = reader.get("/en/news-sign-up/")
    assert page.status_code == 200
    assert "You cannot sign up for news yet" in page.content.decode()
    assert sign_up().status_code == 503


def test_pages_behind_a_mailed_link_are_kept_by_nobody(supporter: dict[str, str], reader: Client) -> None:
    for path in supporter.values():
        answer = reader.get(path)
        assert answer["Cache-Control"] == "no-store"
        assert "noindex" in answer["X-Robots-Tag"]
        assert 'name="robots" content="noindex' in answer.content.decode()
        assert "example.org" not in path


@pytest.mark.needs("vnu")
def test_every_state_is_valid_html(
    supporter: dict[str, str], offer: None, sign_up: SignUp, reader: Client, links: Links, clock: Any, tmp_path: Path
) -> None:
    sign_up("other@example.org", "appeals", language="ur")
    api.send_due(now=clock.now)
    answers = {
        "form": reader.get("/ur/news-sign-up/"),
        "errors": sign_up("name@", "gone", leave_empty="x", wording="9:en", language="zh-hant"),
        "topics": reader.post("/en/news-sign-up/", {"step": "topics", "email": "a@example.org"}),
        "received": reader.get("/en/news-sign-up/received/"),
        "confirm": reader.get(links()["confirm"]),
        "on": reader.get(supporter["confirm"]),
        "leave": reader.get(supporter["leave"]),
        "left": reader.post(supporter["leave"]),
        "message": reader.get("/en/news-sign-up/leave/x/"),
        "footer": reader.get("/en/search/"),
    }
    assert b'id="footer-email"' in answers["footer"].content
    pages = {}
    pages = {name: answer.content for name, answer in answers.items()}
    assert validator.faults(pages, tmp_path) == []
