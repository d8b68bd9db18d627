"""What staff see once they are in."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem, admin_menu
from wagtail.models import Page, PageLogEntry

from causeway.facts import api as facts
from causeway.staff.roles import ROLE_CODES
from causeway.staff.wagtail_hooks import ORDER, order_menu

pytestmark = pytest.mark.django_db
HOME = "/admin/"
PAGES = (
    HOME,
    "/admin/account/",
    "/admin/pages/",
    "/admin/images/",
    "/admin/documents/",
    "/admin/users/",
    "/admin/users/new/",
    "/admin/reports/staff-events/",
    "/admin/reports/site-history/",
    "/admin/access/login/",
    "/admin/access/2fa/",
    "/admin/access/password/change/",
)
#: Where something is loaded from, or where a click leads.
REFERENCE = re.compile(r"""(?:src|href|action|srcset|data-[\w-]*url[\w-]*)=["']((?:https?:)?//[^"']+)""", re.IGNORECASE)


def menu(person: Any, rf: Any) -> list[str]:
    """The main menu as this person sees it, from top to bottom."""
    # Apps put their entries into the menu when the addresses are read.
    reverse("wagtailadmin_home")
    request = rf.get(HOME)
    request.user = person.user
    return [str(item.label) for item in sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_leads_to_or_loads_from_another_host(colleague: Any, path: str) -> None:
    html = colleague(owner=True).sign_in().get(path, follow=True).content.decode()
    # Wagtail tells browsers without JavaScript where to learn how to switch it on.
    html = re.sub(r"<noscript.*?</noscript>", "", html, flags=re.DOTALL)
    assert [found for found in REFERENCE.findall(html) if not found.startswith("http://testserver/")] == []
    assert "gravatar" not in html
    assert "wagtail.org" not in html


def test_the_menu_has_the_order_of_the_mission(colleague: Any, rf: Any) -> None:
    owner = colleague(owner=True)
    assert menu(owner, rf) == menu(owner, rf), "the second look finds the same"
    assert menu(owner, rf) == [
        "Site",
        "Facts and sources",
        "Law",
        "Asks",
        "Supporters",
        "Images",
        "Documents",
        "Reports",
        "Settings",
        "Help",
    ]


def test_an_entry_nobody_thought_of_keeps_its_place(rf: Any) -> None:
    early, late = MenuItem("Early", "/x/", order=10), MenuItem("Late", "/y/", order=20)
    reports = MenuItem("Reports", "/z/", name="reports", order=1)
    for _request in range(3):
        order_menu(rf.get(HOME), [late, reports, early])
        assert ORDER["documents"] < early.order < late.order < reports.order


def test_the_menu_shows_each_role_its_own(colleague: Any, rf: Any) -> None:
    labels = {role: set(menu(colleague(role), rf)) for role in ROLE_CODES}
    assert {role for role, found in labels.items() if "Supporters" in found} == {"advocacy", "administrator"}
    assert {role for role, found in labels.items() if "Site" in found} == set(ROLE_CODES) - {"casework"}
    assert all("Facts and sources" in found for found in labels.values())


def test_an_empty_site_says_where_to_begin(colleague: Any) -> None:
    html = colleague("administrator").sign_in().get(HOME).content.decode()
    for step in ("Begin here", "Name your organisation", "Write the first page", "Add a fact and its source"):
        assert step in html
    for address in ("/admin/settings/pages/organisation/", "/admin/pages/", "/admin/facts/new/", "/admin/users/new/"):
        assert f'href="{address}"' in html
    html = colleague("editor").sign_in().get(HOME).content.decode()
    assert "Write the first page" in html
    assert "Name your organisation" not in html, "only what this person may do"


def test_a_site_with_pages_does_not(colleague: Any) -> None:
    home = Page.objects.filter(depth=2).first() or Page.objects.get(depth=1).add_child(instance=Page(title="Home"))
    home.add_child(instance=Page(title="A page", slug="a-page"))
    assert "Begin here" not in colleague("administrator").sign_in().get(HOME).content.decode()


def test_empty_panels_say_what_would_stand_in_them(colleague: Any) -> None:
    html = colleague("reviewer").sign_in().get(HOME).content.decode()
    assert "Nothing. Facts past their date, and pages that nobody has reviewed, stand here." in html
    assert "No page waits for you." in html
    assert "You have not changed a page yet." in html
    html = colleague("press").sign_in().get(HOME).content.decode()
    assert "No page waits for you." not in html, "nothing ever waits for someone who does not review"


def test_overdue_facts_are_counted_and_linked(colleague: Any) -> None:
    yesterday = (timezone.localdate() - datetime.timedelta(days=1)).isoformat()
    source = {"key": "a-law", "title": "A law", "publisher": "A state", "kind": "law", "url": "", "url_note": "no page"}
    value = {"value": "14", "confidence": "H", "sources": [{"source": "a-law", "place": "s.1"}]}
    facts.load_sources([source])
    facts.load_facts(
        [
            {
                "key": f"test.{name}",
                "topic": "claim",
                "type": "days",
                "title": "A period",
                "definition": "How long.",
                "values": [{**value, **check}],
            }
            for name, check in {
                "late": {"checked_on": yesterday, "checked_by": "A. Checker", "review_by": yesterday},
                "open": {},
            }.items()
        ]
    )
    html = " ".join(colleague("casework").sign_in().get(HOME).content.decode().split())
    assert '<a href="/admin/reports/facts-to-check/?status=overdue"><strong>1</strong>' in html
    assert "fact is past its date" in html
    assert '<a href="/admin/reports/facts-to-check/?status=unverified"><strong>1</strong>' in html


def test_readings_of_the_law_wait_for_those_who_may_sign(colleague: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from causeway.law import api as law

    monkeypatch.setattr(law, "unsigned_counts", lambda: (3, 1))
    html = " ".join(colleague("reviewer").sign_in().get(HOME).content.decode().split())
    assert '<a href="/admin/law/unsigned/"><strong>3</strong> <span>readings of the law wait for a signature' in html
    assert "verdict on a duty waits for a signature" in html
    assert "signature" not in colleague("editor").sign_in().get(HOME).content.decode()


def test_overdue_pages_are_listed(colleague: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from causeway.pages import api as pages

    due = datetime.date(2026, 1, 31)
    found = [
        pages.OverduePage(title=f"Guide {n}", language="zh-hant", url_edit="/x/", due=due, reviewed=n > 0)
        for n in range(12)
    ]
    monkeypatch.setattr(pages, "overdue_pages", lambda limit: found[:limit])
    html = colleague("editor").sign_in().get(HOME).content.decode()
    assert "Guide 0" in html
    assert "not yet reviewed" in html
    assert "was due on 31 January 2026" in html
    assert "繁體中文" in html
    assert "Guide 10" not in html
    assert "There are more" in html
    assert "Guide 0" not in colleague("casework").sign_in().get(HOME).content.decode()


def test_ones_own_edits_are_listed(colleague: Any) -> None:
    person = colleague("editor")
    page = Page.objects.get(depth=1).add_child(instance=Page(title="My own page", slug="mine"))
    PageLogEntry.objects.log_action(page, "wagtail.edit", user=person.user)
    assert "My own page" in person.sign_in().get(HOME).content.decode()


def test_the_first_page_counts_nothing_idle(colleague: Any) -> None:
    html = colleague(owner=True).sign_in().get(HOME).content.decode()
    assert "w-summary" not in html


def test_the_list_of_colleagues_says_who_can_do_what(colleague: Any) -> None:
    boss = colleague("administrator")
    colleague("press", "editor", factor=False)
    html = boss.sign_in().get("/admin/users/").content.decode()
    assert "Invite a colleague" in html
    assert re.search(r"Editor, Press officer|Press officer, Editor", html)
    assert "Second factor" in html


def test_an_administrator_sets_nobodys_password(colleague: Any) -> None:
    boss, person = colleague("administrator"), colleague("editor")
    html = boss.sign_in().get(f"/admin/users/edit/{person.user.pk}/").content.decode()
    assert "password" not in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL).lower().split("<main", 1)[1]


def test_ones_own_account_needs_no_family_name_and_leads_to_the_locks(colleague: Any) -> None:
    person = colleague("editor")
    client = person.sign_in()
    html = client.get("/admin/account/").content.decode()
    assert 'href="/admin/access/2fa/"' in html
    assert 'name="name_email-email"' not in html
    assert "localtime" not in html


def test_the_admin_carries_the_name_and_the_colours(colleague: Any) -> None:
    html = colleague("editor").sign_in().get(HOME).content.decode()
    assert "<title>Dashboard - Causeway</title>" in " ".join(html.split())
    assert "/static/staff/admin.css" in html
    assert "causeway-brand" in html


@pytest.mark.parametrize("path", ["/admin/access/login/", "/admin/access/password/reset/", "/admin/access/begin/none/"])
def test_sign_in_pages_run_no_inline_script_and_are_not_kept(client: Any, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "no-store" in answer.headers["Cache-Control"]
    html = answer.content.decode()
    assert not re.search(r"<style|style=|\son\w+=", html)
    assert all("src=" in tag or "application/json" in tag for tag in re.findall(r"<script[^>]*>", html))


@pytest.mark.parametrize("path", ["/admin/access/login/", "/admin/access/password/reset/"])
def test_a_browsers_language_does_not_make_half_a_page_of_two(client: Any, path: str) -> None:
    answer = client.get(path, headers={"accept-language": "zh-Hant"})
    assert answer.headers["Content-Language"] == "en"
    html = answer.content.decode()
    assert '<html lang="en"' in html
    assert not re.search(r"[\u4e00-\u9fff]", html)


def test_staff_choose_their_language_in_their_account(colleague: Any) -> None:
    from wagtail.users.models import UserProfile

    person = colleague("editor")
    profile = UserProfile.get_for_user(person.user)
    profile.preferred_language = "zh-hant"
    profile.save()
    assert '<html lang="zh-hant"' in person.sign_in().get(HOME).content.decode()


def test_what_the_admin_does_not_have_is_not_looked_for_among_the_readers_pages(colleague: Any) -> None:
    answer = colleague("editor").sign_in().get("/admin/images/999999/")
    assert answer.status_code == 404
    assert "Causeway" in answer.content.decode()
