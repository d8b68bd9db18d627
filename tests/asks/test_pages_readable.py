"""Every page of the asks can be read and used by everyone: axe, the HTML checker, a small screen, from right to left."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client

from causeway.asks.models import Correction, Event
from tests import validator

from .conftest import words

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("root", "full")]

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = ("en", "zh-hant", "ur")
PATHS = ("law/", "plan/", "law/?on=2014-06-01&kind=reply", "law/?kind=none", "same-answer/", "questions/", "calendar/",
         "corrections/")  # fmt: skip
QUOTE = "There is no sign that the place is being actively used by syndicates as a transit point."


@pytest.fixture
def full(asks: None) -> None:
    """Something of everything: a correction, a dispute, low confidence, the same answer twice."""
    Correction.objects.create(event=Event.objects.get(key="a1"), was=words("It said 2013."), now=words("It says 2014."))
    Event.objects.filter(key="rumour").update(confidence="L")
    Event.objects.filter(key="published").update(disputed=True)
    Event.objects.filter(key__in=["a1", "published"]).update(quote={"en": QUOTE}, kind="statement")
    Event.objects.filter(key="published").update(actor_kind="government")


def pages(client: Client) -> dict[str, str]:
    names = [f"/{language}/asks/{path}" for language in LANGUAGES for path in PATHS]
    return {name: client.get(name).content.decode() for name in names}


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.needs("whole"))])
def test_axe_finds_nothing_and_nothing_is_too_wide(client: Client, browser: Browser, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    found = []
    for name, html in pages(client).items():
        page.set_content(html, wait_until="domcontentloaded")
        page.evaluate(AXE)
        faults = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
        found += [f"{name}: {fault['id']}: {fault['nodes'][0]['html'][:160]}" for fault in faults]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{name}: too wide")
    context.close()
    assert found == []


@pytest.mark.needs("vnu")
def test_the_checker_finds_no_error(client: Client, tmp_path: Path) -> None:
    assert validator.faults({name: html.encode() for name, html in pages(client).items()}, tmp_path) == []


def test_from_right_to_left(client: Client) -> None:
    """The frame is the reader's; what is not translated says so and runs its own way."""
    html = client.get("/ur/asks/law/").content.decode()
    assert '<html lang="ur" dir="rtl">' in html
    # Marked once and for all, or at each text that is only there in English.
    assert re.search(r'<article [^>]*lang="en" dir="ltr"|<h1><span lang="en" dir="ltr">', html)
    assert html.count("<h1") == 1


def test_everything_works_without_javascript(client: Client) -> None:
    for html in pages(client).values():
        main = html.partition("<main")[2].partition("</main>")[0]
        assert "<script" not in main
        assert " on" + "click" not in main
        assert 'style="' not in main
