"""What staff see of the admin: its colours, its menu in the order of the mission, its first page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.home import RecentEditsPanel, WorkflowObjectsToModeratePanel
from wagtail.admin.widgets.button import Button

from causeway.staff import dashboard
from causeway.staff.viewsets import ForgetFactorView, StaffEventsView, event_policy

#: Menu entries by name, in the order of the mission's parts: what readers see, what it rests on, who
#: asked to hear from us, then the tools. Parts that are built later take the numbers in between.
ORDER = {
    "explorer": 10,
    "facts-and-sources": 20,
    "law": 30,
    "asks": 40,
    "supporters": 60,
    "images": 100,
    "documents": 110,
    "snippets": 120,
    "reports": 800,
    "settings": 900,
    "help": 1000,
}
LABELS = {"explorer": _("Site")}
#: Entries of Wagtail's help menu that lead to other hosts.
ELSEWHERE = ("whats-new-in-wagtail", "editor-guide")
LATE = 1000


@hooks.register("insert_global_admin_css")
def identity() -> SafeString:
    """The site's colours, light and dark."""
    return format_html('<link rel="stylesheet" href="{}">', static("staff/admin.css"))


@hooks.register("construct_main_menu", order=LATE)
def order_menu(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """Name and order the menu; entries nobody thought of come after the documents."""
    for item in menu_items:
        # The same objects come by with every request: go by the order they were made with, not by ours.
        made = item.__dict__.setdefault("order_when_made", item.order)
        item.order = ORDER.get(item.name, 200 + min(made, 500))
        item.label = LABELS.get(item.name, item.label)


@hooks.register("construct_help_menu", order=LATE)
def keep_help_here(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """No link to another host in the menu."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(ELSEWHERE)]


@hooks.register("construct_homepage_summary_items", order=LATE)
def no_counters(request: HttpRequest, summary_items: list[Any]) -> None:
    """How many images there are helps nobody decide what to do next."""
    summary_items.clear()


@hooks.register("construct_homepage_panels", order=-LATE)
def first_page(request: HttpRequest, panels: list[Any]) -> None:
    """What is overdue first; then what waits for this person; then their own work."""
    own = {WorkflowObjectsToModeratePanel: dashboard.WaitingForYou, RecentEditsPanel: dashboard.YourRecentEdits}
    panels[:] = [own[type(panel)]() if type(panel) in own else panel for panel in panels]
    panels.append(dashboard.WhatIsOverdue())
    if dashboard.site_is_empty():
        panels.append(dashboard.BeginHere())


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    """The report of staff events, and help for a colleague who lost the second factor."""
    return [
        path("users/forget-factor/<int:pk>/", ForgetFactorView.as_view(), name="staff_forget_factor"),
        path("reports/staff-events/", StaffEventsView.as_view(), name="staff_events"),
        path("reports/staff-events/results/", StaffEventsView.as_view(results_only=True), name="staff_events_results"),
    ]


class StaffEventsMenuItem(MenuItem):
    """Shown to those who may read it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return event_policy.user_has_permission(request.user, "view")


@hooks.register("register_reports_menu_item")
def events_menu_item() -> MenuItem:
    """The report of staff events in the menu."""
    return StaffEventsMenuItem(
        _("Staff events"), reverse("staff_events"), name="staff-events", icon_name="key", order=1300
    )


@hooks.register("register_account_menu_item")
def own_sign_in(request: HttpRequest) -> dict[str, Any]:
    """From one's account to one's password and second factor."""
    return {
        "url": reverse("mfa_index"),
        "label": _("Password and second factor"),
        "help_text": _("Change your password, your app, your passkeys or your recovery codes."),
    }


@hooks.register("register_user_listing_buttons")
def help_the_locked_out(user: Any, request_user: Any) -> list[Button]:
    """Beside each colleague: take away a lost second factor."""
    may = request_user.has_perm("staff.change_user") and user != request_user
    if not may or not user.has_factor or (user.is_superuser and not request_user.is_superuser):
        return []
    address = reverse("staff_forget_factor", args=[user.pk])
    return [Button(_("Take away the second factor"), address, icon_name="key", priority=90)]
