"""What this app adds to the editors' admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from causeway.law.admin.viewsets import LawGroup


@hooks.register("register_admin_viewset")
def register_law() -> LawGroup:
    """Put the group into the admin."""
    return LawGroup()


@hooks.register("insert_global_admin_css")
def looks() -> SafeString:
    """The grid of a reading and the pages around it."""
    return format_html('<link rel="stylesheet" href="{}">', static("law-admin/admin.css"))


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Name what happens to readings and verdicts, for the audit trail."""
    for action, label, message in (
        ("law.propose", _("Put forward"), _("Put a reading or verdict forward")),
        ("law.sign", _("Sign"), _("Signed a reading or verdict")),
        ("law.withdraw", _("Withdraw"), _("Withdrew a reading or verdict that nobody had signed")),
        ("law.read_statute", _("Read a statute"), _("Read the publisher's file of a statute")),
    ):
        actions.register_action(action, label, message)
