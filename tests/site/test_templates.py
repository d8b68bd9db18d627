"""Every template in three languages: accessible, valid, light, and never wider than the phone."""

from __future__ import annotations

import gzip
import urllib.error
import urllib.request
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import validator

from .conftest import LANGUAGES, TEMPLATES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from .conftest import RunningSite

pytestmark = pytest.mark.xdist_group("site")

TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
CASES = [(code, path) for code in LANGUAGES for path in TEMPLATES]
NAMES = [f"{code}/{path}" for code, path in CASES]


def violations(page: Any) -> list[str]:
    # evaluate() is not subject to the page's policy; a script element would be.
    page.evaluate(AXE)
    result = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
    return [f"{found['id']}: {found['help']}: {found['nodes'][0]['html'][:160]}" for found in result["violations"]]


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.needs("whole"))])
@pytest.mark.parametrize(("code", "path"), CASES, ids=NAMES)
def test_axe_finds_nothing(site: RunningSite, browser: Browser, code: str, path: str, scheme: Any) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{site.url}/{code}/{path}")
    try:
        assert violations(page) == []
    finally:
        context.close()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("width", [320, 360, 1440])
def test_no_page_is_wider_than_the_screen(site: RunningSite, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    too_wide = []
    for code, path in CASES:
        page.goto(f"{site.url}/{code}/{path}")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            too_wide.append(f"{code}/{path}")
    context.close()
    assert too_wide == []


@pytest.mark.needs("chromium")
def test_urdu_is_laid_out_from_the_right(site: RunningSite, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{site.url}/ur/")
    assert page.locator("html").get_attribute("dir") == "rtl"
    brand = page.locator(".brand").bounding_box()
    menu = page.locator(".tool--menu").bounding_box()
    assert brand
    assert menu
    assert brand["x"] > menu["x"]
    # Words that are not translated yet keep their own direction.
    assert page.locator("article").get_attribute("dir") == "ltr"
    context.close()


@pytest.mark.needs("chromium")
def test_the_menus_open_without_javascript(site: RunningSite, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.url}/en/")
    assert not page.locator("#menu").is_visible()
    page.locator(".tool--menu").click()
    page.locator("#menu a").first.click()
    assert page.url != f"{site.url}/en/"
    page.goto(f"{site.url}/en/get-help/legal-help/")
    page.locator("[popovertarget=languages]").click()
    page.locator("#languages a[lang=zh-Hant]").click()
    assert page.url == f"{site.url}/zh-hant/get-help/legal-help/"
    context.close()


@pytest.mark.needs("chromium")
def test_leave_now_is_the_second_stop_and_leaves_no_way_back(site: RunningSite, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    context.route(
        "**/*",
        lambda route: route.continue_() if route.request.url.startswith(site.url) else route.fulfill(body="weather"),
    )
    page.goto(f"{site.url}/en/get-help/")
    page.goto(f"{site.url}/en/get-help/signs-of-forced-labour/")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Leave now"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.startswith(site.url))
    page.go_back()
    assert page.url == f"{site.url}/en/get-help/", "the page itself is no longer in the history"
    context.close()


def fetch(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as fault:
        return fault.read()


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("width", [320, 360, 768])
def test_a_source_mark_stays_in_the_line_of_its_words_and_can_be_touched(
    site: RunningSite, browser: Browser, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    astray, marks = [], 0
    for code in ("en", "zh-hant"):
        for path in ("what-we-want-to-change/", "get-help/domestic-worker-rights/", "contact/"):
            page.goto(f"{site.url}/{code}/{path}")
            for mark in page.locator("a.source-mark").all():
                marks += 1
                pieces, beside, broad = mark.evaluate(
                    """mark => {
                        const box = mark.getBoundingClientRect();
                        const words = [...mark.previousElementSibling.getClientRects()].at(-1);
                        const middle = (box.top + box.bottom) / 2;
                        return [mark.getClientRects().length, words.top - 6 < middle && middle < words.bottom,
                            Math.min(box.width, box.height)];
                    }"""
                )
                if (pieces, beside) != (1, True) or broad < 24:
                    astray.append(f"{code}/{path}: {mark.get_attribute('href')} {pieces} {beside} {broad}")
    context.close()
    assert marks > 100
    assert astray == []


@pytest.mark.needs("vnu")
def test_the_validator_finds_no_error(site: RunningSite, tmp_path: Path) -> None:
    pages = {f"{code}/{path}": fetch(f"{site.url}/{code}/{path}") for code, path in CASES}
    assert validator.faults(pages, tmp_path) == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_text_page_fits_into_fourteen_kilobytes(site: RunningSite, code: str) -> None:
    for path in ("", "what-we-want-to-change/", "get-help/", "get-help/your-claim-was-refused/", "contact/", "trust/"):
        size = len(gzip.compress(fetch(f"{site.url}/{code}/{path}"), 9))
        assert size <= 14 * 1024, f"{code}/{path}: {size} bytes"


@pytest.mark.needs("chromium")
def test_a_browser_without_popovers_gets_folded_menus(site: RunningSite, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.add_init_script("delete HTMLElement.prototype.popover; delete HTMLElement.prototype.togglePopover")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelectorAll('[popover]')"
        ".forEach(menu => menu.removeAttribute('popover')))"
    )
    page.goto(f"{site.url}/en/")
    assert not page.locator("#languages").is_visible()
    page.locator("[popovertarget=languages]").click()
    assert page.locator("#languages").is_visible()
    assert page.locator("[popovertarget=languages]").get_attribute("aria-expanded") == "true"
    context.close()
