"""The search page: finds words in every script, answers anything, logs nothing."""

from __future__ import annotations

import logging

import pytest
from django.test import Client

from causeway.pages.searching import find

pytestmark = pytest.mark.usefixtures("site")


@pytest.mark.parametrize(
    ("query", "code", "title"),
    [
        ("refused", "en", "Your claim was refused"),
        ("聲請", "zh-hant", "你的聲請被拒絕"),
        ("声请", "zh-hant", "你的聲請被拒絕"),
        ("拒絕", "zh-hant", "你的聲請被拒絕"),
        ("refused", "ur", "Your claim was refused"),
        ("FORCED labour", "en", "Your claim was refused"),
    ],
)
def test_found(query: str, code: str, title: str) -> None:
    assert title in [page.title for page in find(query, code)]


def test_of_one_page_in_two_languages_the_reader_gets_hers() -> None:
    titles = [page.title for page in find("統一審核機制", "en")]
    assert "Your claim was refused" in titles
    assert "你的聲請被拒絕" not in titles


@pytest.mark.parametrize("query", ["zebra", "絕拒", "", "   ", "!!!", "()&|:*", '"', "NEAR(", "a AND", "-- ;"])
def test_nothing_found(client: Client, query: str) -> None:
    assert find(query, "en") == []
    assert client.get("/en/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize(
    "query", ["x" * 10_000, "\u202eabc\u202c", "a\x00b", "法" * 5_000, "<script>", "%s{fact:xx.days}"]
)
def test_hostile_input_gets_an_answer(client: Client, query: str) -> None:
    answer = client.get("/en/search/", {"q": query, "p": "-1"})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert "<script>" not in html.replace("</script>", "")
    assert answer["Cache-Control"] == "no-store"


def test_bytes_that_are_no_text_get_an_answer(client: Client) -> None:
    assert client.get("/en/search/?q=%ED%A0%BD%FF%00").status_code == 200


def test_a_kind_is_named_only_where_it_tells_a_reader_something(client: Client) -> None:
    html = client.get("/en/search/", {"q": "refused"}).content.decode().split("<main")[1]
    assert '<p class="when">Guide</p>' in html
    html = client.get("/en/search/", {"q": "Get help"}).content.decode().split("<main")[1]
    assert ">Get help</a></h2><p>" in html


def test_a_term_reaches_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client.get("/en/search/", {"q": "canary-term-7781"})
    assert "canary-term-7781" not in caplog.text
