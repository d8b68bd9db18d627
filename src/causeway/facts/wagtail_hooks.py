"""What this app adds to the editors' admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.rich_text.editors.draftail.features import EntityFeature
from wagtail.permissions import policy_registry

from causeway.facts.admin.choosers import fact_chooser, source_chooser
from causeway.facts.admin.report import FactsToCheckView
from causeway.facts.admin.viewsets import FactsGroup
from causeway.facts.models import Fact


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    # The choosers come first: their addresses lie below those of the lists.
    return [fact_chooser, source_chooser, FactsGroup()]


@hooks.register("register_admin_urls")
def register_urls() -> list[Any]:
    return [
        path("reports/facts-to-check/", FactsToCheckView.as_view(), name="facts_to_check"),
        path(
            "reports/facts-to-check/results/",
            FactsToCheckView.as_view(results_only=True),
            name="facts_to_check_results",
        ),
    ]


class FactsToCheckMenuItem(MenuItem):
    """Shown to whoever may see facts."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Fact)
        return bool(policy.user_has_any_permission(request.user, ["add", "change", "view"]))


@hooks.register("register_reports_menu_item")
def register_report() -> MenuItem:
    return FactsToCheckMenuItem(
        _("Facts to check"), reverse("facts_to_check"), name="facts-to-check", icon_name="decimal", order=50
    )


@hooks.register("register_rich_text_features")
def register_fact_feature(features: Any) -> None:
    """A button that puts the token of a fact where the cursor stands; the token is plain text."""
    features.register_editor_plugin(
        "draftail",
        "fact",
        EntityFeature(
            {
                "type": "FACT",
                "icon": "decimal",
                "description": _("Insert a fact"),
                "chooserUrls": {"fact": reverse_lazy("fact_chooser:choose")},
            },
            js=["wagtailadmin/js/chooser-modal.js", "facts/fact-source.js"],
        ),
    )
    features.default_features.append("fact")
