"""What this app adds to the editors' admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from causeway.asks.admin.viewsets import AsksGroup


@hooks.register("register_admin_viewset")
def register_asks() -> AsksGroup:
    """Put the group into the admin."""
    return AsksGroup()


@hooks.register("insert_global_admin_css")
def looks() -> SafeString:
    """The boxes of words and the page of a dispute."""
    return format_html('<link rel="stylesheet" href="{}">', static("asks-admin/admin.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what happens to events, for the audit trail."""
    for action, label, message in (
        ("asks.dispute", _("Dispute"), _("Put an event in dispute")),
        ("asks.confirm", _("Confirm"), _("Confirmed an event as a second person")),
    ):
        actions.register_action(action, label, message)
