"""The pages of the sign-up in a real browser: what the site's own walk does not meet, such as errors and mailed links."""

from __future__ import annotations

import os
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from causeway.supporters import api, signup

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.usefixtures("committed")]

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
LANGUAGES = ("en", "zh-hant", "ur")


def faults(page: Page) -> list[str]:
    page.evaluate(AXE)
    found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
    lines = [f"{fault['id']}: {node['html'][:150]}" for fault in found for node in fault["nodes"]]
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return lines + ([f"{width} pixels too wide"] if width > 0 else [])


@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.needs("whole"))])
@pytest.mark.parametrize("language", LANGUAGES)
def test_each_state_can_be_read_and_used_by_everyone(
    language: str, scheme: Any, live_server: Any, browser: Browser, links: Callable[..., dict[str, str]], settings: Any
) -> None:
    settings.SITE_URL = live_server.url
    context = browser.new_context(viewport={"width": 320, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(10_000)
    seen: dict[str, list[str]] = {}

    def look(name: str) -> None:
        seen[name] = faults(page)
        folder = os.environ.get("PICTURES")
        if folder:
            page.screenshot(path=str(Path(folder) / f"{name}-{language}-{scheme}.png"), full_page=True)

    page.goto(f"{live_server.url}/{language}/news-sign-up/")
    look("form")
    page.locator("main button").click()
    look("errors")
    page.get_by_role("main").locator("input[type=email]").fill("name@example.org")
    for box in page.locator("main input[type=checkbox]").all()[:2]:
        box.check()
    page.locator("main button").click()
    assert page.url.endswith("/received/")
    look("received")
    api.send_due()
    paths = links()
    page.goto(live_server.url + paths["confirm"])
    look("confirm")
    page.locator("main button").click()
    look("on-list")
    page.locator(f"main a[href='{paths['leave']}']").click()
    look("leave")
    page.locator("main button").first.click()
    look("left")
    page.locator("main button").click()
    look("back-again")
    page.goto(f"{live_server.url}/{language}/news-sign-up/leave/x/")
    look("damaged-link")
    assert context.cookies() == []
    context.close()
    assert {name: lines for name, lines in seen.items() if lines} == {}
    assert signup.standing_of_address(api.address_hash("name@example.org")).state == "on"
