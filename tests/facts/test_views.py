"""What the public reads about facts, and what it never does."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Page, PageViewRestriction, Site

from causeway.facts import api, exports
from causeway.facts.vocabulary import TOPICS
from tests.facts.conftest import SECRET, fact, source, value

pytestmark = pytest.mark.django_db

STAFF = "555444"


def text_of(response: Any) -> str:
    """The words of a page's content."""
    html = response.content.decode()
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main is not None
    words = re.sub(r"</?(?:a|bdi|span|time|strong)\b[^>]*>", "", main.group())
    words = re.sub(r"<[^>]+>", " ", words)
    return re.sub(r"\s+", " ", words.replace("&#x27;", "'"))


def rows_of(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_index_leads_to_every_topic_and_to_the_data(client: Client, facts: None) -> None:
    response = client.get("/en/facts/")
    html, words = response.content.decode(), text_of(response)
    assert response.status_code == 200
    assert "12 facts." in words
    assert "Protection claims (10)" in words
    assert "Numbers (2)" in words
    assert 'href="/en/facts/?topic=claim"' in html
    assert 'href="/en/facts/facts.csv"' in html
    assert 'href="/en/facts/facts.json"' in html
    assert "CC BY 4.0" in words
    # A topic without facts is not offered.
    assert "Court cases" not in words


def test_the_list_of_one_topic(client: Client, facts: None) -> None:
    words = text_of(client.get("/en/facts/?topic=numbers"))
    for shown in ("Title of t.people", "49.6 million", "21–30 million", "Other topics"):
        assert shown in words
    assert "14 days" not in words
    claims = text_of(client.get("/en/facts/?topic=claim"))
    assert "14 days" in claims
    assert "t.staff" not in claims
    assert "No facts yet." in text_of(client.get("/en/facts/?topic=cases"))


@pytest.mark.parametrize("topic", ["gossip", "claim'--", "<script>", "%00", "x" * 5000])
def test_an_unknown_topic_is_a_helpful_answer(client: Client, facts: None, topic: str) -> None:
    response = client.get("/en/facts/", {"topic": topic})
    assert response.status_code == 404
    assert "There is no such topic" in text_of(response)
    assert "Protection claims" in text_of(response)
    assert "<script>" not in response.content.decode()


def test_the_list_of_no_facts(client: Client, db: None) -> None:
    assert "No facts yet." in text_of(client.get("/en/facts/"))


def test_a_fact_with_its_source_and_who_checked_it(client: Client, facts: None) -> None:
    response = client.get("/en/facts/t.people/")
    words = text_of(response)
    for shown in (
        "Title of t.people", "What t.people means.", "49.6 million", "people", "As of", "2021",
        "Example Government", "Paper on screening", "February 2014", "s.3(1)", "Ada Example", "1 November 2026",
        "1 May 2099", "High: an official text",
    ):  # fmt: skip
        assert shown in words
    assert '<a href="https://gov.example.org/paper" rel="noreferrer">' in response.content.decode()


def test_past_values_and_the_value_of_a_past_day(client: Client, facts: None) -> None:
    words = text_of(client.get("/en/facts/t.days/"))
    assert "14 days" in words
    assert "28 days" in words.partition("Other values")[2]
    past = text_of(client.get("/en/facts/t.days/?on=2014-03-03"))
    assert "As it stood on 3 March 2014." in past
    assert "28 days" in past.partition("Other values")[0]
    assert "14 days" in past.partition("Other values")[2]
    assert "No value is recorded for that day." in text_of(client.get("/en/facts/t.days/?on=2011"))


@pytest.mark.parametrize(
    "on", ["yesterday", "2014-02-30", "2014-3-3", "0000", "9" * 4000, "2014-03-03'", "\x00", "٢٠١٤"]
)
def test_a_day_that_is_none_is_answered_in_words(client: Client, facts: None, on: str) -> None:
    response = client.get("/en/facts/t.days/", {"on": on})
    assert response.status_code == 400
    assert "The day was not understood" in text_of(response)
    assert client.get("/en/facts/t.days.json", {"on": on}).status_code == 400


@pytest.mark.parametrize(
    "path", ["no.such/", "no.such.json", "t.staff/", "t.staff.json", "t.staff.csv", "T.DAYS/", "..%2f..%2fx/", "a..b/"]
)
def test_what_is_not_there_is_not_found(client: Client, facts: None, path: str) -> None:
    assert client.get(f"/en/facts/{path}").status_code == 404


def test_in_another_language(client: Client, facts: None) -> None:
    html = client.get("/zh-hant/facts/t.people/").content.decode()
    assert '<html lang="zh-Hant" dir="ltr">' in html
    assert "現代奴隸制人數" in html
    assert "4960萬" in html
    assert '<span lang="en" dir="ltr">What t.people means.</span>' in html or "What t.people means." in html


def test_english_stands_in_marked_as_english(client: Client, facts: None, monkeypatch: Any) -> None:
    from causeway.facts import presenting

    monkeypatch.setattr(presenting, "interface_language", lambda _language: "en")
    html = client.get("/ur/facts/t.days/").content.decode()
    assert '<article class="page page--fact" lang="en" dir="ltr">' in html
    assert '<span lang="ur" dir="rtl"><bdi>14 دن</bdi></span>' in html


PLACES = [
    f"/{language}/facts/{path}"
    for language in ("en", "zh-hant", "bn")
    for path in ("", "?topic=claim", "t.unconfirmed/", "t.unconfirmed/?on=2005", "t.mixed/", "t.mixed/?on=2005",
                 "facts.csv", "facts.json", "t.unconfirmed.json", "t.unconfirmed.csv", "t.mixed.csv", "t.mixed.json", "t.mixed.json?on=2005")
]  # fmt: skip


@pytest.mark.parametrize("mode", ["banner", "hide"])
def test_what_no_source_was_read_for_never_leaves(client: Client, facts: None, settings: Any, mode: str) -> None:
    settings.UNVERIFIED_FACTS = mode
    for place in PLACES:
        response = client.get(place)
        assert response.status_code == 200, place
        body = response.content.decode()
        for form in (SECRET, "987,654", "9,87,654", "৯,৮৭,৬৫৪", "৯৮৭", "somebody said", STAFF, "555,444"):
            assert form not in body, (place, form)


def test_hidden_values_never_leave_in_hide_mode(client: Client, facts: None, hidden: None) -> None:
    for place in (
        "",
        "t.unverified/",
        "t.weak/",
        "t.overdue/",
        "facts.csv",
        "facts.json",
        "t.weak.json",
        "t.overdue.json",
    ):
        body = client.get(f"/en/facts/{place}").content.decode()
        for form in ("4321", "4,321", "8765", "8,765", "4990", "4,990"):
            assert form not in body, (place, form)
    assert "Being checked" in text_of(client.get("/en/facts/t.weak/"))


def test_in_banner_mode_they_stand_under_a_warning(client: Client, facts: None) -> None:
    words = text_of(client.get("/en/facts/t.weak/"))
    assert "8,765" in words
    assert "Not yet checked by a named person." in words
    assert "Due to be checked again." in text_of(client.get("/en/facts/t.overdue/"))
    assert "dotted line" in text_of(client.get("/en/facts/?topic=claim"))
    assert "rely on it" not in text_of(client.get("/en/facts/t.people/"))


def test_the_working_of_a_derived_value_is_shown_and_other_notes_are_not(client: Client, facts: None) -> None:
    assert "1 of 8, worked out" in text_of(client.get("/en/facts/t.derived/"))
    api.load_facts([fact("t.noted", "count", value("5", note="ask the archive again"))])
    for place in ("t.noted/", "facts.csv", "facts.json", "t.noted.json"):
        assert "ask the archive" not in client.get(f"/en/facts/{place}").content.decode()


def test_a_source_without_an_address_says_why(client: Client, facts: None) -> None:
    api.load_facts([fact("t.print", "count", value("5", sources=[{"source": "second", "place": "p. 9"}]))])
    words = text_of(client.get("/en/facts/t.print/"))
    assert "Read in print." in words
    assert "報告" in words


def test_csv(client: Client, facts: None) -> None:
    response = client.get("/en/facts/facts.csv")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert 'filename="facts-en.csv"' in response["Content-Disposition"]
    rows = {row["key"]: row for row in rows_of(response)}
    assert tuple(next(iter(rows.values()))) == exports.COLUMNS
    assert "t.staff" not in rows
    people = rows["t.people"]
    assert (people["value"], people["text"], people["as_of"], people["status"], people["licence"]) == (
        "49600000", "49.6 million", "2021", "verified", "CC BY 4.0",
    )  # fmt: skip
    assert (rows["t.range"]["low"], rows["t.range"]["high"]) == ("21000000", "30000000")
    assert rows["t.unconfirmed"]["status"] == "unconfirmed"
    assert rows["t.unconfirmed"]["text"] == "being checked"
    assert {row["language"] for row in rows_of(client.get("/bn/facts/facts.csv"))} == {"bn"}


def test_the_history_of_a_fact_as_a_table(client: Client, facts: None) -> None:
    rows = rows_of(client.get("/en/facts/t.days.csv"))
    assert [(row["text"], row["from"], row["until"]) for row in rows] == [
        ("14 days", "2017", ""), ("28 days", "2012", "2016-12-31"),
    ]  # fmt: skip
    assert [row["value"] for row in rows_of(client.get("/en/facts/t.mixed.csv"))] == ["777", ""]
    assert 'href="/en/facts/t.days.csv"' in client.get("/en/facts/t.days/").content.decode()


CELLS = [
    "=1+1", "+1+1", "-1+cmd|' /C calc'!A0", "@SUM(A1)", "\t=1+1", "\r=1+1", " =1+1", "\u00a0=1", "＝1+1", "＋1", "－1+1",
    "＠x", "\u200b=1", "\n=1", "−1+1", "\ufeff=1", "\x0b=1",
]  # fmt: skip


@pytest.mark.parametrize("cell", CELLS)
def test_no_cell_is_run_as_a_formula(cell: str) -> None:
    assert exports.safe_cell(cell) == "'" + cell


@pytest.mark.parametrize("cell", ["-3", "12.5", "14 days", "a=b", "", "0", "報告"])
def test_ordinary_cells_stay_as_they_are(cell: str) -> None:
    assert exports.safe_cell(cell) == cell


def test_formulas_in_every_text_of_a_fact_are_harmless(client: Client, db: None) -> None:
    evil = '=HYPERLINK("https://evil.example.org","x")'
    api.load_sources([source(title=evil, publisher=evil)])
    api.load_facts(
        [
            fact(
                "t.evil", "statement",
                value(evil, published_by=evil, checked_by=evil, sources=[{"source": "gov-paper", "place": evil}] * 2),
                title=evil, definition=evil, unit=evil,
            )
        ]
    )  # fmt: skip
    for cell in rows_of(client.get("/en/facts/facts.csv"))[0].values():
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_json(client: Client, facts: None) -> None:
    data = json.loads(client.get("/en/facts/facts.json").content)
    assert data["licence"] == {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
    assert data["language"] == "en"
    assert data["count"] == len(data["facts"]) == 12
    one = json.loads(client.get("/en/facts/t.days.json").content)["facts"][0]
    assert one["current"]["value"] == "14"
    assert [item["value"] for item in one["values"]] == ["14", "28"]
    assert one["url"].endswith("/en/facts/t.days/")
    past = json.loads(client.get("/en/facts/t.days.json?on=2014").content)
    assert (past["on"], past["facts"][0]["current"]["value"]) == ("2014", "28")
    hidden = json.loads(client.get("/en/facts/t.unconfirmed.json").content)["facts"][0]
    assert hidden["current"] == {"status": "unconfirmed", "text": "being checked", "value": None}


@pytest.mark.parametrize("path", ["", "t.days/", "t.days.json", "facts.csv", "facts.json"])
def test_only_reading_and_no_cookie(client: Client, facts: None, path: str) -> None:
    response = client.get(f"/en/facts/{path}")
    assert not response.cookies
    assert "cookie" not in response.get("Vary", "").lower()
    assert client.post(f"/en/facts/{path}").status_code == 405
    assert client.head(f"/en/facts/{path}").status_code == 200


def test_the_list_costs_few_queries_however_many_facts(
    client: Client, db: None, django_assert_max_num_queries: Any
) -> None:
    api.load_sources([source()])
    topics = list(TOPICS)
    api.load_facts([fact(f"n{n}", "count", value(str(n)), topic=topics[n % len(topics)]) for n in range(200)])
    for query in ("", "?topic=claim"):
        client.get(f"/en/facts/{query}")
        with django_assert_max_num_queries(12):
            client.get(f"/en/facts/{query}")
    with django_assert_max_num_queries(3):
        client.get("/en/facts/facts.csv")


@pytest.fixture
def tree(root: Page) -> dict[str, Page]:
    """An English home with three pages, one of them also in Chinese, one private, one a draft."""
    english, _ = Locale.objects.get_or_create(language_code="en")
    chinese, _ = Locale.objects.get_or_create(language_code="zh-hant")
    home = root.add_child(instance=Page(title="Home", slug="facts-home", locale=english))
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()
    chinese_home = home.copy_for_translation(chinese)
    chinese_home.save_revision().publish()
    guide = home.add_child(instance=Page(title="Guide <one> {fact:t.days}", slug="guide", locale=english))
    translated = guide.copy_for_translation(chinese)
    translated.title = "指南"
    translated.save_revision().publish()
    private = home.add_child(instance=Page(title="Private page", slug="private", locale=english))
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    draft = home.add_child(instance=Page(title="Draft page", slug="draft", locale=english, live=False))
    for page in (guide, translated, private, draft):
        api.record_uses(page, {"t.days"})
    return {"guide": guide, "translated": translated}


def test_the_pages_that_use_a_fact(client: Client, facts: None, tree: dict[str, Page]) -> None:
    api.record_uses(tree["guide"], {"t.days"})
    api.record_uses(tree["translated"], {"t.days"})
    html = client.get("/en/facts/t.days/").content.decode()
    assert '<a href="/en/guide/">Guide &lt;one&gt; 14 days</a>' in html
    assert "Private page" not in html
    assert "Draft page" not in html
    assert "指南" not in html
    chinese = client.get("/zh-hant/facts/t.days/").content.decode()
    assert '"/zh-hant/guide/"' in chinese
    assert "指南" in chinese
    assert "Guide &lt;one&gt;" not in chinese
    assert 'href="/en/guide/"' in client.get("/bn/facts/t.days/").content.decode()
