"""What the public reads about the asks."""

from __future__ import annotations

import csv
import datetime
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from defusedxml import ElementTree
from django.conf import settings
from django.test import Client
from django.utils import timezone

from causeway.asks import api
from causeway.asks.models import Correction, Event
from causeway.asks.presenting import anchor
from causeway.facts import api as facts_api

from .conftest import SECRET, event, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root")]

PACK = Path(settings.REPOSITORY_DIR) / "packs" / "hongkong"
ENGLISH = ' lang="en" dir="ltr"'
ATOM = "{http://www.w3.org/2005/Atom}"
ONE = "There is no sign that the place is being actively used by syndicates as a transit point"
PAGES = ("law/", "plan/", "same-answer/", "questions/", "calendar/", "corrections/")
FILES = (
    "asks.csv", "asks.json", "events.csv", "events.json", "feed.atom", "law/events.csv", "law/events.json",
    "law/milestones.csv", "law/status.csv", "law/feed.atom", "law/calendar.ics", "same-answer/pairs.csv",
    "same-answer/pairs.json", "questions/questions.csv", "questions/questions.json", "calendar/calendar.csv",
    "calendar/calendar.json", "calendar/calendar.ics", "corrections/corrections.csv", "corrections/corrections.json",
)  # fmt: skip


def body(client: Client, path: str, status: int = 200, **query: str) -> str:
    answer = client.get(f"/en/asks/{path}", query)
    assert answer.status_code == status, path
    return answer.content.decode()


def said(page: str) -> str:
    """The words of a page's content."""
    main = re.search(r"<main.*?</main>", page, re.DOTALL)
    assert main
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", main.group())))


def of(page: str, key: str) -> str:
    """The part of a page about one event."""
    return page.partition(f'id="{anchor(key)}"')[2].partition('<li class="ev')[0]


def rows(client: Client, path: str, **query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, path, **query).removeprefix("\ufeff"))))


@pytest.fixture
def pack(db: None) -> None:
    """The asks of the pack that comes with the site."""

    def read(pattern: str, name: str) -> list[dict[str, Any]]:
        files = sorted(PACK.glob(pattern))
        return [item for file in files for item in yaml.load(file.read_text(), yaml.BaseLoader)[name]]  # noqa: S506

    facts_api.load_sources(read("sources/*.yaml", "sources"))
    api.load_asks(read("asks/asks.yaml", "asks"))
    api.load_events(read("asks/events-*.yaml", "events"))
    api.load_calendar(read("asks/calendar.yaml", "calendar"))


def test_an_ask_says_where_it_stands_and_why(client: Client, asks: None) -> None:
    page = body(client, "law/")
    text = said(page)
    assert "<h1>A law</h1>" in page
    for words_of_it in (
        "Pass one law.",
        "Asked of: The Government",
        "Refused since 12 February 2014",
        "0 of 3 milestones done",
        "What happened in a1.",
        "Refuses the ask",
        "Anyone can see law.draft.",
        "Worked out from the law itself, not from events.",
    ):
        assert words_of_it in text
    days = (timezone.localdate() - datetime.date(2014, 2, 12)).days
    assert f"{days:,} days" in text


def test_each_event_shows_its_parts(client: Client, asks: None) -> None:
    shown = of(body(client, "law/"), "a1")
    assert '<time datetime="2014-02-12">' in shown
    assert "<q>there is no plan to legislate</q>" in shown
    assert re.search(r'aria-hidden="true">−</span>.*Opposes', shown), "a sign and a word"
    assert "primary source" in shown
    assert "para 3" in shown
    assert "A note." in shown
    assert f'href="/en/asks/law/#{anchor("q1")}"' in shown, "the question it answers"
    assert 'class="ev ev--government"' in body(client, "law/")


def test_a_quote_stays_in_the_language_it_was_said_in(client: Client, asks: None) -> None:
    shown = client.get("/ur/asks/law/").content.decode()
    # Either the quote says that it is English, or the whole article is.
    marks = (f"<span{ENGLISH}><q>" in of(shown, "a1"), f'class="page page--asks"{ENGLISH}' in shown)
    assert sum(marks) == 1
    assert "there is no plan to legislate</q>" in of(shown, "a1")
    assert "（中）" in client.get("/zh-hant/asks/law/").content.decode()


def test_an_event_without_a_second_source_is_shown_as_waiting(client: Client, asks: None) -> None:
    page = body(client, "plan/")
    assert "Waits for a second source." in of(page, "rumour")
    assert "Waiting for a second source" in page
    assert "Plan published" in said(page)
    Event.objects.filter(key="published").update(disputed=True)
    page = body(client, "plan/")
    assert "Disputed." in of(page, "published")
    assert "Not started" in said(page)


def test_low_confidence_is_said(client: Client, asks: None) -> None:
    assert "Low confidence" not in body(client, "plan/")
    Event.objects.filter(key="rumour").update(confidence="L")
    assert "Low confidence" in of(body(client, "plan/"), "rumour")


def test_drafts_are_never_shown_but_counted(client: Client, asks: None) -> None:
    api.load_events([event("unread", "2015-02-03", kind="reply", stance="to-set", answers="q2", draft="true")])
    for path in PAGES:
        assert "What happened in unread" not in body(client, path)
    for path in FILES:
        assert "unread" not in body(client, path).replace('"state": "unread"', "").replace(",unread,", "")
    assert "1 reply of the Government is recorded and still to be read." in said(body(client, "law/"))
    assert "A reply is recorded and still to be read." in of(body(client, "law/"), "q2")


def test_what_staff_pasted_for_comparison_is_never_shown(client: Client, asks: None) -> None:
    Event.objects.filter(actor_kind="government").update(compared_text=f"{SECRET} {SECRET}")
    for path in (*PAGES, *FILES):
        assert "as it was pasted" not in body(client, path), path
    assert "Full texts" in body(client, "same-answer/")


def test_a_past_day(client: Client, asks: None) -> None:
    text = said(body(client, "plan/", on="2015-06-30"))
    assert "Where it stood on 30 June 2015" in text
    assert "Not started" in text, "a year counts from its last day"
    assert "Plan published" in said(body(client, "plan/", on="2016-01-01"))
    assert "rumour" not in body(client, "plan/", on="2016-01-01")


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"on": "2015-02-30"}, "is no date"),
        ({"on": "9999-01-01"}, "is still to come"),
        ({"kind": "gossip"}, "‘gossip’ is not in the list"),
        ({"stance": "to-set"}, "‘to-set’ is not in the list"),
        ({"actor": "<script>alert(1)</script>"}, "is not in the list"),
        ({"year": "12"}, "is no year"),
        ({"year": "%00"}, "is no year"),
        ({"kind": "x" * 5000}, "is not in the list"),
    ],
)
def test_what_cannot_be_understood_is_said(client: Client, asks: None, query: dict[str, str], sentence: str) -> None:
    page = body(client, "law/", 400, **query)
    assert sentence in said(page)
    assert "Where it stands" in said(page), "the page is there all the same"
    assert "<script>alert" not in page
    assert sentence in json.loads(body(client, "law/events.json", 400, **query))["error"]
    body(client, "law/events.csv", 400, **query)


@pytest.mark.parametrize(
    "path", ["none/", "LAW/", "none/events.csv", "none/feed.atom", "none/calendar.ics", "law/x.csv"]
)
def test_what_is_not_there(client: Client, asks: None, path: str) -> None:
    assert "We cannot find that page" in body(client, path, 404)


def test_events_can_be_narrowed_down(client: Client, asks: None) -> None:
    page = body(client, "law/", kind="question", year="2014", actor="lawmaker", stance="supports")
    assert f'id="{anchor("q1")}"' in page
    assert f'id="{anchor("a1")}"' not in page
    assert "2 of 3 events fit." in said(page)
    assert "No event on record fits." in said(body(client, "law/", kind="vote"))
    assert [row["key"] for row in rows(client, "law/events.csv", kind="reply")] == ["a1"]


def test_words_of_staff_are_never_markup(client: Client, asks: None) -> None:
    evil = "<img src=x onerror=alert(1)>\"'&"
    api.load_events(
        [event("a1", "2014-02-12", text=words(evil), actor=words(evil), note=words(evil), quote={"en": evil})]
    )
    Correction.objects.create(event=Event.objects.get(key="a1"), was=words(evil), now=words(evil))
    for path in (*PAGES, "law/feed.atom", "feed.atom"):
        assert "<img src=x" not in body(client, path).replace("&lt;img", ""), path
    ElementTree.fromstring(body(client, "law/feed.atom"))


def test_a_cell_is_no_formula(client: Client, asks: None) -> None:
    api.load_events([event("a1", "2014-02-12", text=words('=HYPERLINK("x")'))])
    row = next(row for row in rows(client, "law/events.csv") if row["key"] == "a1")
    assert row["text"] == '\'=HYPERLINK("x")'


def test_the_same_answer_again(client: Client, asks: None) -> None:
    assert "too little text on record to compare" in said(body(client, "same-answer/"))
    api.load_events(
        [
            event("s1", "2019-06-20", quote={"en": f"{ONE}."}),
            event("s2", "2022-07-20", quote={"en": f"Again, {ONE.lower()} for crime."}),
            event("s3", "2023", quote={"en": "Quite another thing was said in this year by quite another minister."}),
        ]
    )
    page = body(client, "same-answer/")
    assert "The same words in 2019 and 2022" in said(page)
    assert f"<mark>{ONE}</mark>" in page
    assert "Compared with 20 July 2022: 17 of the 17 words" in said(page)
    pairs = {(row["first"], row["second"]): row for row in rows(client, "same-answer/pairs.csv")}
    assert pairs["s1", "s2"]["repeats"] == "yes"
    assert pairs["s1", "s3"]["repeats"] == "no"


def test_the_clock_of_questions(client: Client, asks: None) -> None:
    text = said(body(client, "questions/"))
    waited = (timezone.localdate() - datetime.date(2014, 3, 1)).days
    assert "1 question waits for an answer." in text
    assert f"No answer on record. It has waited {waited:,} days." in text
    assert "does not prove that none was given" in text
    assert text.index("q2") < text.index("q1"), "what waits comes first"
    states = {row["key"]: row["state"] for row in rows(client, "questions/questions.csv")}
    assert states == {"q1": "answered", "q2": "waits"}


def test_corrections_are_public(client: Client, asks: None) -> None:
    assert "Nothing has been corrected yet." in said(body(client, "corrections/"))
    row = Event.objects.get(key="a1")
    Correction.objects.create(event=row, was=words("It said 2013."), now=words("It says 2014."), made_by="Ada Example")
    page = body(client, "corrections/")
    assert "It said 2013." in page
    assert f'href="/en/asks/law/#{anchor("a1")}"' in page
    assert "Ada Example" not in page + body(client, "corrections/corrections.json")
    assert "Corrected." in of(body(client, "law/"), "a1")


def test_the_feed_is_atom_with_ids_that_stay(client: Client, asks: None) -> None:
    first = ElementTree.fromstring(body(client, "law/feed.atom"))
    assert first.tag == f"{ATOM}feed"
    ids = [entry.findtext(f"{ATOM}id") for entry in first.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) == 3
    for name in ("id", "title", "updated"):
        assert first.findtext(f"{ATOM}{name}")
        assert all(entry.findtext(f"{ATOM}{name}") for entry in first.iter(f"{ATOM}entry"))
    Event.objects.update(changed_at=timezone.now())
    again = ElementTree.fromstring(body(client, "law/feed.atom"))
    assert sorted(ids) == sorted(entry.findtext(f"{ATOM}id") for entry in again.iter(f"{ATOM}entry"))


def test_the_calendar_of_an_ask(client: Client, asks: None) -> None:
    text = body(client, "plan/calendar.ics").replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20150101\r\nDTEND;VALUE=DATE:20160101" in text
    assert "The exact day is not known." in text
    assert "RRULE:FREQ=YEARLY" in body(client, "calendar/calendar.ics")


def test_the_first_page_shows_all_asks(client: Client, asks: None) -> None:
    from django.test import RequestFactory

    from causeway.asks.views import live

    template, context = live(RequestFactory().get("/en/asks/"), "en")
    from django.template.loader import render_to_string

    text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", render_to_string(template, context))))
    assert text.index("A law") < text.index("A plan")
    assert "Refused since" in text
    assert "Last step: at least" in text, "the plan's date is only a year"
    assert "Questions and their answers" in text


def test_files_say_their_licence(client: Client, pack: None) -> None:
    for path in FILES:
        answer = client.get(f"/en/asks/{path.replace('law/', 'definition/')}")
        assert answer.status_code == 200
        if path.endswith(".json"):
            assert {"licence", "licence_url", "as_of"} <= answer.json().keys()


def test_the_pack(client: Client, pack: None) -> None:
    """Every sourced event of the pack is shown on an ask's page or in the table of all; none of its drafts is."""
    shown = {row["key"] for row in rows(client, "events.csv")}
    drafts = set(Event.objects.filter(draft=True).values_list("key", flat=True))
    assert drafts
    assert shown == set(Event.objects.filter(draft=False).values_list("key", flat=True))
    law = body(client, "law/")
    assert "Refused since 5 June 2018" in said(law)
    assert "Drafted" in said(body(client, "law/", on="2018-01-01"))
    assert "Partly met" in said(body(client, "action-plan/"))
    assert "The same words in 2019, 2022, 2023 and 2025" in said(body(client, "same-answer/"))
    assert not any(anchor(key) in law for key in drafts)


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_wherever_cb_is_told_the_acquittal_is_told(client: Client, pack: None, language: str) -> None:
    word, acquitted = {"en": ("CB", "acquitted"), "zh-hant": ("CB", "無罪")}[language]
    page = client.get(f"/{language}/asks/law/").content.decode()
    told = [part for part in page.split('<li class="ev')[1:] if re.search(rf"\b{word}\b", part)]
    assert len(told) > 2
    assert all(acquitted in part for part in told)
