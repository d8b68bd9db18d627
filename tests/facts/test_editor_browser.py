"""The editor's button in a real browser: choose a fact, and its token stands at the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.contrib.auth import get_user_model
from django.test import TransactionTestCase
from wagtail.models import Collection, Locale, Page, Site

from causeway.facts import api
from causeway.facts.models import Fact, FactValue, Source
from tests.facts.conftest import FACTS, TEXTS, signed_in, source

if TYPE_CHECKING:
    from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.needs("chromium")]


@pytest.fixture
def only_what_we_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the test, take away what it made, not everything that migrations made as Django would."""

    def clear(_case: Any) -> None:
        Site.objects.filter(hostname="facts.example.org").delete()
        for page in Page.objects.filter(slug="facts-browser-home"):
            page.delete()
        get_user_model().objects.filter(email="browser@example.org").delete()
        for model in (FactValue, Fact, Source):
            model.objects.all().delete()

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", clear)


@pytest.fixture
def page_to_edit(only_what_we_made: None, transactional_db: None, without_second_factor: None) -> Any:
    from causeway.pages.models import HomePage, TextPage

    api.load_sources([source(), source("second")])
    api.load_facts(FACTS)
    api.load_texts("zh-hant", TEXTS)
    locale, _ = Locale.objects.get_or_create(language_code="en")
    # Tests that commit may have emptied the tables that migrations fill.
    root = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    home = root.add_child(instance=HomePage(title="Home", slug="facts-browser-home", locale=locale))
    Site.objects.create(hostname="facts.example.org", root_page=home)
    page = TextPage(title="Guide", slug="guide", locale=locale)
    page.body = [("text", "<p>Days to appeal:</p>")]
    return home.add_child(instance=page)


def test_a_fact_is_inserted_at_the_cursor(page_to_edit: Any, live_server: Any, desktop: Tab) -> None:
    user = get_user_model().objects.create_superuser("browser@example.org", "a long made-up password")
    client = signed_in(user)
    desktop.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    errors: list[str] = []
    desktop.on("pageerror", lambda error: errors.append(str(error)))
    desktop.goto(f"{live_server.url}/admin/pages/{page_to_edit.pk}/edit/")
    writing = desktop.locator(".public-DraftEditor-content").first
    words = lambda: writing.inner_text().replace("\u00a0", " ").strip()  # noqa: E731
    writing.click()
    desktop.keyboard.press("End")
    desktop.keyboard.type("/fact")
    desktop.get_by_role("option", name="Insert a fact").click()
    desktop.locator(".modal-body").get_by_role("link", name="Title of t.days").click()
    desktop.locator(".public-DraftEditor-content", has_text="{fact:t.days}").first.wait_for()
    assert words() == "Days to appeal:{fact:t.days}"
    desktop.locator(".modal").wait_for(state="detached")
    # With words selected, the floating toolbar puts the token in their place.
    writing.click()
    desktop.keyboard.press("End")
    desktop.keyboard.type(" or words")
    for _letter in "words":
        desktop.keyboard.press("Shift+ArrowLeft")
    desktop.locator('button[name="FACT"]').first.click()
    modal = desktop.locator(".modal-body")
    modal.locator('[name="q"]').fill("people")
    modal.get_by_role("link", name="Title of t.days").wait_for(state="detached")
    modal.get_by_role("link", name="Title of t.people").click()
    desktop.locator(".public-DraftEditor-content", has_text="{fact:t.people}").first.wait_for()
    assert words() == "Days to appeal:{fact:t.days} or {fact:t.people}"
    # The editor writes its words into the form a quarter of a second after the last change; a person
    # is never that quick, a test can be.
    desktop.wait_for_function(
        "text => [...document.querySelectorAll('input[name$=value]')].some(field => field.value.includes(text))",
        arg="{fact:t.days} or {fact:t.people}",
    )
    with desktop.expect_navigation():
        desktop.locator('button:has-text("Save draft")').first.click()
    page_to_edit.refresh_from_db()
    assert "{fact:t.days} or {fact:t.people}" in str(page_to_edit.get_latest_revision_as_object().body.get_prep_value())
    assert not errors
