"""A reader's whole way, on a small phone, without JavaScript."""

from __future__ import annotations

import email
import email.policy
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

    from .conftest import RunningSite

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.xdist_group("site")]


def body_of(mail: Path) -> str:
    message = email.message_from_bytes(mail.read_bytes(), policy=email.policy.default)
    part = message.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def next_mail(site: RunningSite, known: list[Path]) -> Path:
    for _attempt in range(240):
        new = [mail for mail in site.mails() if mail not in known]
        if new:
            return new[0]
        time.sleep(0.25)
    pytest.fail("no mail was written")


def test_from_the_home_page_to_a_source_and_onto_the_mailing_list_and_off_it(
    site: RunningSite, phone: BrowserContext
) -> None:
    page = phone.new_page()
    foreign: list[str] = []
    page.on("request", lambda request: None if request.url.startswith(site.url) else foreign.append(request.url))

    page.goto(f"{site.url}/en/")
    page.get_by_role("link", name=re.compile("I want change")).click()
    assert page.get_by_role("heading", level=1).inner_text() == "What we want to change"

    page.goto(f"{site.url}/zh-hant/get-help/your-claim-was-refused/")
    assert page.locator("html").get_attribute("lang") == "zh-Hant"
    assert page.locator("h1").inner_text() == "你的聲請被拒絕"
    page.locator("a.source-mark").first.click()
    assert re.fullmatch(rf"{site.url}/zh-hant/facts/[a-z0-9.-]+/", page.url)

    known = site.mails()
    page.goto(f"{site.url}/en/")
    page.locator("footer input[type=email]").fill("reader@example.org")
    page.locator("footer button").click()
    assert not page.locator("input[type=checkbox]:checked").count(), "topics are unticked"
    page.locator("main input[type=checkbox]").first.check()
    page.locator("main form button[type=submit]").click()
    assert page.url.endswith("/en/news-sign-up/received/")

    link = re.search(rf"{site.url}/en/news-sign-up/confirm/\S+", body_of(next_mail(site, known)))
    assert link, "the mail holds the link"
    assert not re.search("reader|example", link.group()), "no address in an address"
    page.goto(link.group())
    page.locator("main form button").first.click()
    assert "/news-sign-up/" in page.url
    page.locator('a[href*="/news-sign-up/leave/"]').first.click()
    page.locator("main form button").first.click()
    assert page.locator("h1").inner_text()

    assert foreign == []
    assert phone.cookies() == []
