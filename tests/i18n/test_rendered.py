"""Pages as a reader gets them: the frame and everything the site says itself is in her language."""

from __future__ import annotations

import re
from functools import cache

import pytest
from bs4 import BeautifulSoup, NavigableString, Tag
from django.core import mail
from django.test import Client

from causeway.supporters import api as supporters
from tests.i18n.test_catalogues import SAME, letters
from tests.i18n.words import LANGUAGES, reader_words

ADDRESSES = {
    "": 200,
    "get-help/": 200,
    "get-help/claim/": 200,
    "news/": 200,
    "publications/one/": 200,
    "facts/": 200,
    "facts/?topic=claim": 200,
    "facts/xx.days/": 200,
    "facts/xx.days/?on=2014": 200,
    "news-sign-up/": 200,
    "news-sign-up/received/": 200,
    "news-sign-up/confirm/nonsense/": 404,
    "search/": 200,
    "search/?q=Seite": 200,
    "search/?q=zzzzzz": 200,
    "no-such-page/": 404,
}
#: What an untranslated frame would show on almost every page.
FREQUENT = (
    "Skip to the content",
    "Languages",
    "Search this site",
    "News by e-mail",
    "How to contact us safely",
    "This site",
    "No cookies, no trackers. We do not know who reads it.",
    "What we promise",
    "Every number and its source",
    "Made with Causeway",
    "Your e-mail address",
    "Choose topics",
    "We cannot find that page",
    "Not yet reviewed by a lawyer.",
    "This page is not in your language yet.",
)
#: Written out here, so that a mistake in the site's own table is one.
TAGS = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}
ATTRIBUTES = ("aria-label", "placeholder", "title", "alt")


@cache
def english() -> frozenset[str]:
    return frozenset(text for words in reader_words() for text in (words.singular, words.plural) if letters(text))


def spoken(page: BeautifulSoup) -> list[str]:
    """Every piece of text of a page, and of the attributes that are read out."""
    texts = [str(text) for text in page.find_all(string=True) if type(text) is NavigableString]
    return [*texts, *(str(tag[name]) for tag in page.find_all(True) for name in ATTRIBUTES if tag.get(name))]


def readable(html: str) -> BeautifulSoup:
    page = BeautifulSoup(html, "html.parser")
    for tag in page.find_all(["style", "script"]):
        tag.decompose()
    return page


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_speak_the_readers_language(language: str, client: Client, site: None) -> None:
    for address, status in ADDRESSES.items():
        answer = client.get(f"/{language}/{address}")
        assert answer.status_code == status, address
        page = readable(answer.content.decode())
        assert isinstance(page.html, Tag)
        wanted = (TAGS.get(language, language), "rtl" if language == "ur" else "ltr")
        assert (page.html["lang"], page.html["dir"]) == wanted, address
        texts = [" ".join(text.split()) for text in spoken(page)]
        left = [text for text in texts if text in english() and language not in SAME.get(text, set())]
        assert not left, (address, left)
        whole = " ".join(texts)
        assert not [sentence for sentence in FREQUENT if sentence in whole], address


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_the_frame_are_not_said_to_be_english(language: str, client: Client, site: None) -> None:
    """Around an English text the frame's words carry the reader's language, and the text carries its own."""
    page = readable(client.get(f"/{language}/get-help/claim/").content.decode())
    article = page.find("article")
    assert isinstance(article, Tag)
    assert article["lang"] == "en"
    for title in ("next", "sources"):
        heading = page.find(id=title)
        assert isinstance(heading, Tag)
        assert heading["lang"] == TAGS.get(language, language)
    assert "lang" not in page.find("footer").attrs  # type: ignore[union-attr]
    facts = readable(client.get(f"/{language}/facts/xx.days/").content.decode()).find("article")
    assert isinstance(facts, Tag)
    assert "lang" not in facts.attrs


def test_the_pages_have_these_words_in_english(client: Client, site: None) -> None:
    """What is looked for above is truly there in English, so that not finding it means something."""
    shown = {
        " ".join(text.split())
        for address in ADDRESSES
        for text in spoken(readable(client.get(f"/en/{address}").content.decode()))
    }
    assert set(FREQUENT) - shown == {"This page is not in your language yet."}
    assert len(shown & english()) > 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_faults_in_the_form_are_said_in_the_readers_language(language: str, client: Client, site: None) -> None:
    for email in ("", "no address", "x" * 260 + "@example.org", "a\u202eb@example.org", "名@example.org", "a@b"):
        answer = client.post(f"/{language}/news-sign-up/", {"email": email, "topics": ["gone"], "leave_empty": "x"})
        assert answer.status_code == 422
        summary = readable(answer.content.decode()).find(class_="error-summary")
        assert isinstance(summary, Tag)
        told = [item.get_text() for item in summary.find_all("li")]
        assert len(told) == 3
        assert not set(told) & english()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mail_is_in_the_readers_language(language: str, client: Client, site: None) -> None:
    answer = client.post(f"/{language}/news-sign-up/", {"email": "name@example.org", "topics": ["law"]})
    assert answer.status_code == 303
    supporters.send_due(10)
    letter = mail.outbox[-1]
    own, _mark, footer = str(letter.body).partition("\n-- \n")
    pattern = {text: re.compile(re.sub(r"%\\?\(\w+\\?\)s", ".+", re.escape(text))) for text in english()}
    for line in [letter.subject, *own.splitlines()]:
        assert not [text for text in pattern if line and pattern[text].fullmatch(line)], line
    # The second footer is English, for whoever finds the mail.
    first, second = footer.strip().split("\n\n")[:2] if "\n\n" in footer.strip() else (footer, footer)
    assert "You get this mail because" not in first
    assert "You get this mail because" in second
