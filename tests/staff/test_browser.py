"""The way in, walked in a browser: a small phone without JavaScript, and passkeys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from allauth.mfa.models import Authenticator
from axe_playwright_python.sync_playwright import Axe

from causeway.staff import api

from .conftest import PASSWORD, Colleague, code_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = [pytest.mark.needs("chromium"), pytest.mark.usefixtures("only_our_tables")]
RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }
}
ACCESS = "/admin/access"


@pytest.fixture
def server(transactional_db: None, as_migrated: None, live_server: Any) -> str:
    """A running site, by name: passkeys need one in the address."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def faults(page: Page) -> list[tuple[str, Any]]:
    """What axe finds, in light and dark."""
    found: list[tuple[str, Any]] = []
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        faulty = Axe().run(page, options=RULES).response["violations"]
        found += [(scheme, fault["id"], [node["target"] for node in fault["nodes"]]) for fault in faulty]
    return found


def too_wide(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def too_small(page: Page) -> list[str]:
    """Buttons and fields lower than 44 px."""
    return page.eval_on_selector_all(
        "button, .button, input:not([type=hidden]):not([type=checkbox])",
        "all => all.filter(e => e.offsetParent && e.getBoundingClientRect().height < 44).map(e => e.outerHTML)",
    )


def walk_in(page: Page, server: str, person: Colleague) -> None:
    page.goto(f"{server}{ACCESS}/login/")
    page.fill("[name=login]", person.user.email)
    page.fill("[name=password]", PASSWORD)
    page.click("button:has-text('Go on')")
    if person.secret:
        page.fill("[name=code]", code_of(person.secret))
        page.click("button:has-text('Sign in')")


def test_the_first_account_on_a_small_phone_without_javascript(server: str, phone: BrowserContext) -> None:
    page = phone.new_page()
    foreign: list[str] = []
    page.on(
        "request",
        lambda request: None if request.url.startswith((server, "data:")) else foreign.append(request.url),
    )

    def look() -> None:
        assert too_wide(page) == 0, page.url
        assert too_small(page) == [], page.url

    page.goto(api.first_account_link(server))
    look()
    page.fill("[name=first_name]", "Ada")
    page.fill("[name=email]", "ada@example.org")
    page.fill("[name=password]", "passwordpassword")
    page.fill("[name=again]", "passwordpassword")
    page.click("button:has-text('Make my account')")
    assert "easy to guess" in page.inner_text(".field--wrong .errorlist")
    look()
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=again]", PASSWORD)
    page.click("button:has-text('Make my account')")
    look()
    page.goto(f"{server}/admin/pages/")
    assert page.url == f"{server}{ACCESS}/2fa/"
    page.click("text=Use an app")
    look()
    page.fill("[name=code]", code_of(page.inner_text(".secret").replace(" ", "")))
    page.click("text=Add this app")
    assert page.locator(".codes code").count() == 10
    look()
    page.click("text=I have kept them")
    assert page.url == f"{server}/admin/"
    assert foreign == []


def test_no_sign_in_page_shuts_anyone_out(server: str, browser: Browser, colleague: Any) -> None:
    person, newcomer = colleague("editor"), colleague("editor", factor=False)
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    try:
        link = api.invite("bea@example.org", "press", base_url=server)
        for path in ("/login/", "/password/reset/", "/password/reset/done/", "/begin/none/", "/inactive/"):
            page.goto(f"{server}{ACCESS}{path}")
            assert faults(page) == [], path
        page.goto(link)
        page.click("button:has-text('Make my account')")
        assert faults(page) == []
        page.evaluate("document.querySelector('form').noValidate = true")
        page.click("button:has-text('Make my account')")
        page.wait_for_selector(".field--wrong")
        assert faults(page) == []
        walk_in(page, server, newcomer)
        for path in ("/2fa/", "/2fa/totp/activate/", "/2fa/webauthn/add/", "/reauthenticate/", "/logout/"):
            page.goto(f"{server}{ACCESS}{path}")
            assert faults(page) == [], path
            assert too_wide(page) == 0, path
        context.clear_cookies()
        walk_in(page, server, person)
        for path in ("/2fa/", "/2fa/webauthn/", "/2fa/recovery-codes/generate/", "/password/change/"):
            page.goto(f"{server}{ACCESS}{path}")
            if "reauthenticate" in page.url:
                assert faults(page) == [], path
                page.fill("[name=password]", PASSWORD)
                page.click("button:has-text('Yes, go on')")
            assert faults(page) == [], path
            assert too_wide(page) == 0, path
    finally:
        context.close()


def test_a_passkey_as_second_factor_and_instead_of_the_password(server: str, desktop: Page, colleague: Any) -> None:
    person = colleague("editor", factor=False)
    devtools = desktop.context.new_cdp_session(desktop)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    walk_in(desktop, server, person)
    assert desktop.url == f"{server}{ACCESS}/2fa/"
    desktop.click("text=Use a passkey")
    desktop.fill("[name=name]", "This laptop")
    desktop.click("text=Add this passkey")
    desktop.wait_for_url("**/recovery-codes/")
    assert desktop.locator(".codes code").count() == 10
    desktop.click("text=I have kept them")
    assert desktop.url == f"{server}/admin/"
    assert Authenticator.objects.get(user=person.user, type="webauthn").wrap().name == "This laptop"

    desktop.context.clear_cookies()
    desktop.goto(f"{server}{ACCESS}/login/")
    desktop.click("text=Sign in with a passkey")
    desktop.wait_for_url(f"{server}/admin/")

    desktop.context.clear_cookies()
    walk_in(desktop, server, person)
    desktop.wait_for_url("**/2fa/authenticate/")
    assert faults(desktop) == []
    desktop.click("text=Use a passkey")
    desktop.wait_for_url(f"{server}/admin/")


def test_a_passkey_that_fails_says_what_to_do(server: str, desktop: Page) -> None:
    desktop.context.new_cdp_session(desktop).send("WebAuthn.enable")
    desktop.goto(f"{server}{ACCESS}/login/")
    desktop.evaluate("() => { navigator.credentials.get = () => Promise.reject(new DOMException('no')) }")
    desktop.click("text=Sign in with a passkey")
    note = desktop.locator("[data-passkey-trouble]")
    note.wait_for()
    assert "use your password" in note.inner_text()


def test_a_bare_number_as_address_offers_no_passkey(server: str, desktop: Page) -> None:
    """Browsers refuse passkeys there; a button that cannot work is worse than none."""
    desktop.goto(server.replace("localhost", "127.0.0.1") + f"{ACCESS}/login/")
    assert not desktop.locator("text=Sign in with a passkey").count()


def test_the_admin_asks_no_other_host_for_anything(server: str, desktop: Page, colleague: Any) -> None:
    person = colleague(owner=True)
    foreign: list[str] = []
    errors: list[str] = []
    desktop.on(
        "request",
        lambda request: None if request.url.startswith((server, "data:", "blob:")) else foreign.append(request.url),
    )
    desktop.on("pageerror", lambda error: errors.append(str(error)))
    walk_in(desktop, server, person)
    for path in (
        "/",
        "/account/",
        "/pages/",
        "/images/",
        "/images/add/",
        "/users/",
        "/users/new/",
        "/reports/staff-events/",
    ):
        desktop.goto(f"{server}/admin{path}")
        desktop.wait_for_load_state("networkidle")
    assert foreign == []
    assert errors == []
    assert re.search(r"causeway-brand", desktop.content())
