"""The first page of the admin: what is overdue, what waits for you, what you did last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import RecentEditsPanel, WorkflowObjectsToModeratePanel
from wagtail.models import GroupApprovalTask, Page

from causeway.facts import api as facts
from causeway.law import api as law
from causeway.pages import api as pages

PAGES_SHOWN = 10


class BeginHere(Component):
    """First steps, while the site has no pages."""

    name = "begin_here"
    template_name = "staff/admin/begin_here.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        steps = (
            (
                user.has_perm("pages.change_organisation"),
                reverse("wagtailsettings:edit", args=["pages", "organisation"]),
                _("Name your organisation"),
                _("Its name leads on every page, with the number people can call."),
            ),
            (
                user_has_any_page_permission(user),
                reverse("wagtailadmin_explore_root"),
                _("Write the first page"),
                _("Start with the page people need most: what to do first, and who can help."),
            ),
            (
                user.has_perm("facts.add_fact"),
                reverse("fact:add"),
                _("Add a fact and its source"),
                _("A number on a page is a fact: it says where it comes from and when it was last checked."),
            ),
            (
                user.has_perm("staff.add_user"),
                reverse("wagtailusers_users:add"),
                _("Invite a colleague"),
                _("Somebody who reads what you write before it is published."),
            ),
        )
        return {"steps": [step for may, *step in steps if may]}


def site_is_empty() -> bool:
    """Whether nothing but the home page is there."""
    return not Page.objects.filter(depth__gt=2).exists()


class WhatIsOverdue(Component):
    """Facts and pages that have not been checked, or not for too long."""

    name = "what_is_overdue"
    template_name = "staff/admin/overdue.html"
    order = 100

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        sees_facts = user.has_perm("facts.view_fact")
        sees_pages = user_has_any_page_permission(user)
        waiting = pages.overdue_pages(PAGES_SHOWN + 1) if sees_pages else []
        languages = dict(settings.LANGUAGES)
        return {
            "counts": [
                *(_counts(facts.overdue_summary()) if sees_facts else []),
                *(_unsigned(*law.unsigned_counts()) if user.has_perm("law.sign_reading") else []),
            ],
            "sees_facts": sees_facts,
            "sees_pages": sees_pages,
            "pages": [(page, languages.get(page.language, page.language)) for page in waiting[:PAGES_SHOWN]],
            "more": len(waiting) > PAGES_SHOWN,
        }


def _counts(due: facts.DueSummary) -> list[tuple[int, str, str]]:
    """What is to do about facts: how many, in words, and where; nothing where nothing is to do."""
    report = reverse("facts_to_check")
    counts = (
        (due.overdue, ngettext("fact is past its date", "facts are past their date", due.overdue), "overdue"),
        (
            due.unconfirmed,
            ngettext("fact is hidden until confirmed", "facts are hidden until confirmed", due.unconfirmed),
            "unconfirmed",
        ),
        (
            due.unverified,
            ngettext("fact has no named checker", "facts have no named checker", due.unverified),
            "unverified",
        ),
        (due.due_soon, ngettext("fact is due within a month", "facts are due within a month", due.due_soon), ""),
    )
    return [
        (number, words, f"{report}?status={status}" if status else report) for number, words, status in counts if number
    ]


def _unsigned(readings: int, verdicts: int) -> list[tuple[int, str, str]]:
    """What of the law waits for somebody who may sign it."""
    counts = (
        (
            readings,
            ngettext("reading of the law waits for a signature", "readings of the law wait for a signature", readings),
        ),
        (
            verdicts,
            ngettext("verdict on a duty waits for a signature", "verdicts on duties wait for a signature", verdicts),
        ),
    )
    return [(number, words, reverse("law_unsigned:index")) for number, words in counts if number]


class WaitingForYou(WorkflowObjectsToModeratePanel):
    """Pages a colleague asks this person to read."""

    order = 200

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        html = super().render_html(parent_context)
        assert parent_context is not None  # noqa: S101 - Wagtail always gives one
        if html.strip() or not _reads_for_others(parent_context["request"].user):
            return html
        return Nothing(
            _("Waiting for your review"),
            _("No page waits for you. When a colleague submits one, it stands here and a mail tells you."),
        ).render_html(parent_context)


def _reads_for_others(user: Any) -> bool:
    return user.is_superuser or GroupApprovalTask.objects.filter(active=True, groups__user=user).exists()


class YourRecentEdits(RecentEditsPanel):
    """What this person changed last."""

    def render_html(self, parent_context: Mapping[str, Any] | None = None) -> str:
        html = super().render_html(parent_context)
        assert parent_context is not None  # noqa: S101 - Wagtail always gives one
        if html.strip() or not user_has_any_page_permission(parent_context["request"].user):
            return html
        return Nothing(
            _("Your most recent edits"), _("You have not changed a page yet. The pages you change stand here.")
        ).render_html(parent_context)


class Nothing(Component):
    """A panel that says what would stand in it."""

    template_name = "staff/admin/nothing.html"

    def __init__(self, heading: str, sentence: str) -> None:
        self.heading, self.sentence = heading, sentence

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        return {"heading": self.heading, "sentence": self.sentence}
