"""The first pages of the law and of the asks: an editor's words, then what their room adds."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from causeway.pages import api, live
from causeway.pages.models import AsksPage, LawPage
from causeway.pages.pagedata import Block

from .conftest import page

pytestmark = pytest.mark.usefixtures("site")

WORDS = (Block("text", body="<p>You have {fact:xx.days}.</p>"),)


@pytest.fixture(autouse=True)
def no_rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rooms of the site itself have no part in these tests."""
    monkeypatch.setattr(live, "_makers", {})


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


@pytest.mark.parametrize(("kind", "model"), [("law", LawPage), ("asks", AsksPage)])
def test_a_page_stands_without_its_room(client: Client, kind: str, model: type[Page]) -> None:
    """The words of the editor are there before any room adds something."""
    made = api.upsert_page(kind, "en", page(kind, kind, "en", "The first page", blocks=WORDS))
    assert isinstance(made, model)
    assert api.page_data(made).type == kind
    html = text(client, f"/en/{kind}/")
    assert "<bdi>14 days</bdi>" in html
    assert 'class="live"' not in html


@pytest.mark.parametrize("kind", ["law", "asks"])
def test_the_room_adds_its_part_below_the_words(client: Client, kind: str) -> None:
    """It is asked in the reader's language, and its names do not touch the page around it."""
    asked: list[str] = []

    def make(request: Any, language: str) -> tuple[str, dict[str, Any]]:
        asked.append(language)
        # Any template with a name to fill shows it; "related" is also a name of the page.
        return "pages/parts/related.html", {"related": [api.find_page("get-help", "en")], "title": "x"}

    api.register_live(kind, make)
    api.upsert_page(kind, "en", page(kind, kind, "en", "The first page", blocks=WORDS))
    html = text(client, f"/en/{kind}/")
    below = html.index('<div class="live">')
    assert html.index("<bdi>14 days</bdi>") < below < html.index("Read next")
    assert html.count("Read next") == 1, "the page's own related pages are still none"
    assert "<h1>The first page</h1>" in html
    untranslated = text(client, f"/ur/{kind}/")
    assert '<div class="live" lang="ur" dir="rtl">' in untranslated
    assert asked == ["en", "ur"]


def test_they_stand_below_a_home_page_once(client: Client) -> None:
    """A second one would have another address, which no room knows."""
    home = api.find_page("home", "en")
    guides = api.find_page("get-help", "en")
    for model in (LawPage, AsksPage):
        assert model.can_create_at(home)
        assert not model.can_create_at(guides)
    law = api.upsert_page("law", "en", page("law", "law", "en", "The first page"))
    assert not LawPage.can_create_at(home)
    assert AsksPage.can_create_at(home)
    assert law.allowed_subpage_models() == []
