"""The report of facts that somebody should look at."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry

from causeway.facts.admin.listing import FactFilterSet, columns, current_text, listed, status_words
from causeway.facts.due import overdue_summary, status_condition
from causeway.facts.models import Fact


class FactsToCheckView(ReportView):
    """Facts nobody checked, overdue ones, and those due within thirty days; the most urgent first."""

    model = Fact
    page_title = _("Facts to check")
    header_icon = "decimal"
    index_url_name = "facts_to_check"
    index_results_url_name = "facts_to_check_results"
    results_template_name = "facts/admin/to_check_results.html"
    any_permission_required = ["add", "change", "view"]
    filterset_class = FactFilterSet
    default_ordering = "review"
    list_export = ["key", "title", "topic", "current", "status", "current_review_by"]
    export_headings = {
        "key": _("Key"),
        "title": _("Title"),
        "topic": _("Topic"),
        "current": _("Value today"),
        "status": _("Status"),
        "current_review_by": _("Check again by"),
    }

    @cached_property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Fact)

    def get_base_queryset(self) -> QuerySet[Fact]:
        return listed().filter(status_condition("to-check"))

    def order_queryset(self, queryset: QuerySet[Fact]) -> QuerySet[Fact]:
        if self.is_explicitly_ordered:
            return super().order_queryset(queryset)
        return queryset.order_by(F("current_review_by").asc(nulls_last=True), "title")

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Fact"), accessor="title", get_url=self._edit_url, sort_key="title"),
            *columns(),
        ]

    def _edit_url(self, fact: Fact) -> str | None:
        if self.permission_policy.user_has_permission(self.request.user, "change"):
            return reverse("fact:edit", args=[fact.pk])
        return None

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context | {"due": overdue_summary()}

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        item.current, item.status = current_text(item), status_words(item)
        row: dict[str, Any] = super().to_row_dict(item)
        return row
