"""The pages of the law in a browser: accessible, valid, never wider than a phone, without JavaScript, by keyboard."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import validator
from tests.site.conftest import site
from tests.site.test_templates import fetch, violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

    from tests.site.conftest import RunningSite

__all__ = ["site"]
pytestmark = pytest.mark.xdist_group("law-site")
LANGUAGES = ("en", "zh-hant", "ur")
PAGES = (
    "law/",
    "law/matrix/",
    "law/matrix/?box=forced_labour.recruit&reading=high&victim=adult",
    "law/matrix/?purpose=work",
    "law/compare/",
    "law/compare/?what=places&reading=low",
    "law/compare/?what=dates&from=2018-02-08&to=2018-02-09",
    "law/compare/?what=readings",
    "law/bills/",
    "law/bills/hk-modern-slavery-2017/",
    "law/bills/hk-widen-s129/print/",
    "law/provisions/",
    "law/provisions/hk.cap200.s130/",
    "law/provisions/hk.policy.action-plan/",
    "law/standards/un.tip-protocol/",
    "law/courts/",
    "law/treaties/",
    "publications/what-the-law-covers/",
)
CASES = [(code, path) for code in LANGUAGES for path in PAGES]


@pytest.mark.needs("chromium")
@pytest.mark.parametrize(
    ("code", "scheme", "step"),
    [
        ("en", "light", 1),
        pytest.param("zh-hant", "dark", 4, marks=pytest.mark.needs("whole")),
        pytest.param("ur", "light", 3, marks=pytest.mark.needs("whole")),
    ],
)
def test_axe_finds_nothing(site: RunningSite, browser: Browser, code: str, scheme: Any, step: int) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, color_scheme=scheme, reduced_motion="reduce")
    page = context.new_page()
    found = {}
    for path in PAGES[::step]:
        page.goto(f"{site.url}/{code}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        if faults := violations(page):
            found[path] = faults
    context.close()
    assert found == {}


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("width", [320, pytest.param(1280, marks=pytest.mark.needs("whole"))])
def test_no_page_is_wider_than_the_screen(site: RunningSite, browser: Browser, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 640})
    page = context.new_page()
    too_wide = []
    for code, path in CASES:
        page.goto(f"{site.url}/{code}/{path}")
        page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            too_wide.append(f"{code}/{path}")
    context.close()
    assert too_wide == []


@pytest.mark.needs("vnu")
def test_the_validator_finds_no_error(site: RunningSite, tmp_path: Path) -> None:
    pages = {f"{code}/{path}": fetch(f"{site.url}/{code}/{path}") for code, path in CASES}
    assert validator.faults(pages, tmp_path) == []


def test_no_page_weighs_more_than_a_phone_can_bear(site: RunningSite) -> None:
    for code, path in CASES:
        size = len(gzip.compress(fetch(f"{site.url}/{code}/{path}"), 9))
        assert size <= (24 if "standards" in path else 16) * 1024, f"{code}/{path}: {size} bytes"


@pytest.mark.needs("chromium")
def test_a_lawmakers_assistant_finds_what_the_bill_would_change(site: RunningSite, phone: BrowserContext) -> None:
    """From the home page with two links, on a phone, without JavaScript."""
    page = phone.new_page()
    page.goto(f"{site.url}/en/")
    page.get_by_role("link", name=re.compile("what a bill would change")).click()
    answer = "For forced labour or services: from 0 to 90 of 90 (low to high: 54–90)."
    assert answer in re.sub("[\u2066-\u2069]", "", page.locator("main").inner_text())
    page.get_by_role("link", name="Draft Modern Slavery Bill (2017)").first.click()
    assert answer in re.sub("[\u2066-\u2069]", "", page.locator("main").inner_text())
    assert page.locator("h1").inner_text().startswith("What would this bill change?")


@pytest.mark.needs("chromium")
def test_the_matrix_with_the_keyboard_in_chinese_without_javascript(site: RunningSite, phone: BrowserContext) -> None:
    page = phone.new_page()
    page.goto(f"{site.url}/zh-hant/law/matrix/")
    box = page.locator("#matrix td.box a").nth(10)
    box.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("box=forced_labour.recruit"))
    assert "強迫勞動或服務" in page.locator(".law-box h2").inner_text()
    top = page.locator("#box").bounding_box()
    assert top
    assert 0 <= top["y"] < 640, "the opened box is on the screen"
    page.locator(".law-form summary").press("Enter")
    page.locator("#f-victim").select_option("adult")
    page.locator(".law-form button").press("Enter")
    page.wait_for_url(re.compile("victim=adult"))
    assert "/16" in page.locator("#matrix td.box .box__n").first.inner_text()
    smallest = page.locator("#matrix td.box a").first.bounding_box()
    assert smallest
    assert smallest["height"] >= 44


@pytest.mark.needs("chromium")
def test_a_bill_fits_on_one_sheet(site: RunningSite, browser: Browser) -> None:
    page = browser.new_page()
    for code in ("en", "zh-hant"):
        for bill in ("hk-modern-slavery-2017", "hk-widen-s129"):
            page.goto(f"{site.url}/{code}/law/bills/{bill}/print/")
            sheets = re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))
            assert len(sheets) == 1, f"{code}/{bill}"
    page.close()


@pytest.mark.needs("chromium")
def test_the_sheet_of_the_law_is_allowed_by_the_policy(site: RunningSite, browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{site.url}/en/law/matrix/")
    assert page.locator("td.box--fragment").first.evaluate("box => getComputedStyle(box).backgroundImage") != "none"
    assert said == []
    page.close()
