"""No page for readers asks another host for anything, sets a cookie or stores a byte."""

from __future__ import annotations

import re
import urllib.request
from typing import TYPE_CHECKING

import pytest

from .conftest import LANGUAGES, TEMPLATES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .conftest import RunningSite

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("site")]

STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length, cookie: document.cookie,
  databases: (await indexedDB.databases()).length, caches: window.caches ? (await caches.keys()).length : 0,
  workers: navigator.serviceWorker ? (await navigator.serviceWorker.getRegistrations()).length : 0,
})"""
NOTHING = {"local": 0, "session": 0, "cookie": "", "databases": 0, "caches": 0, "workers": 0}


def addresses(site: RunningSite) -> list[str]:
    with urllib.request.urlopen(f"{site.url}/sitemap.xml") as answer:
        listed = re.findall(r"<loc>([^<]+)</loc>", answer.read().decode())
    rest = [f"{site.url}/{code}/{path}" for code in LANGUAGES for path in TEMPLATES]
    return list(dict.fromkeys([*listed, *rest]))


def test_nothing_leaves_and_nothing_stays(site: RunningSite, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    foreign: list[str] = []
    violations: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(site.url) else foreign.append(request.url))
    page.on("console", lambda line: violations.append(line.text) if "Content Security Policy" in line.text else None)
    found = addresses(site)
    assert len(found) > 60
    for address in found:
        page.goto(address)
        assert page.evaluate(STORED) == NOTHING, address
    assert foreign == []
    assert violations == []
    assert context.cookies() == []
    context.close()


def test_public_answers_do_not_vary_by_cookie(site: RunningSite) -> None:
    for code in LANGUAGES:
        for path in ("", "get-help/", "news-sign-up/", "search/?q=a", "facts/"):
            with urllib.request.urlopen(f"{site.url}/{code}/{path}") as answer:
                assert "Set-Cookie" not in answer.headers
                assert "cookie" not in (answer.headers["Vary"] or "").lower()
