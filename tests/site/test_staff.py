"""The first member of staff: from the printed link through both locks into the admin and the style guide."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import TYPE_CHECKING

import pytest
from django.conf import settings

from .test_templates import violations

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from .conftest import RunningSite

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("site")]


def code_now(secret: str) -> str:
    """What an authenticator app shows (RFC 6238)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    mac = hmac.new(key, struct.pack(">Q", int(time.time()) // 30), hashlib.sha1).digest()
    place = mac[-1] & 15
    return f"{(struct.unpack('>I', mac[place : place + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


def first_link(site: RunningSite) -> str:
    for _attempt in range(240):
        found = re.search(rf"{site.url}/admin/access/begin/\S+", (site.data / "up.log").read_text())
        if found:
            return found.group()
        time.sleep(0.25)
    pytest.fail("no link for the first account was printed")


def enrol(page: Page, link: str) -> None:
    page.goto(link)
    page.locator("input[name=first_name]").fill("Sample")
    page.locator("input[type=email]").fill("owner@example.org")
    for field in page.locator("input[type=password]").all():
        field.fill("a long made-up sentence, 42")
    page.keyboard.press("Enter")
    page.wait_for_url("**/2fa/**")
    page.locator('a[href*="totp/activate"]').first.click()
    secret = re.search(r"\b[A-Z2-7]{32}\b", page.content().replace(" ", ""))
    assert secret, "the secret can be typed by hand"
    page.locator("input[name=code]").fill(code_now(secret.group()))
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_the_first_account_and_every_component(site: RunningSite, browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    foreign: list[str] = []
    own = (site.url, "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(own) else foreign.append(request.url))

    page.goto(f"{site.url}/en/styleguide/")
    assert "/admin/access/login/" in page.url, "the style guide is for staff"
    enrol(page, first_link(site))
    page.goto(f"{site.url}/admin/")
    assert page.locator("text=What is overdue").count()
    assert page.locator("text=facts have no named checker").count()

    pictures = settings.REPOSITORY_DIR / "test-results" / "styleguide"
    pictures.mkdir(parents=True, exist_ok=True)
    for code in ("en", "ur"):
        for width in (360, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            page.goto(f"{site.url}/{code}/styleguide/")
            assert violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{code} at {width}"
            picture = page.screenshot(path=str(pictures / f"{code}-{width}.png"), full_page=True)
            assert len(picture) > 50_000
    assert foreign == []
    context.close()
