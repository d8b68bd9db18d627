"""What waits for a person: entries nobody has signed, and entries on a text that has changed."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from causeway.law.admin import listing
from causeway.law.admin.base import StaffPage
from causeway.law.models import StatuteRecord

SEEING = ("view_reading", "add_reading", "sign_reading", "sign_verdict")


class Unsigned(StaffPage):
    """Readings and verdicts that stand and that nobody has signed."""

    needs = SEEING
    header_icon = "warning"
    template_name = "law/admin/unsigned.html"
    page_title = gettext_lazy("Unsigned")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readings, verdicts = listing.unsigned()
        return {**super().get_context_data(**kwargs), "readings": readings, "verdicts": verdicts}


class Stale(StaffPage):
    """Readings and verdicts on a text that has changed since."""

    needs = SEEING
    header_icon = "history"
    template_name = "law/admin/stale.html"
    page_title = gettext_lazy("Text changed")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        readings, verdicts = listing.stale()
        return {
            **super().get_context_data(**kwargs),
            "readings": readings,
            "verdicts": verdicts,
            "has_records": StatuteRecord.objects.exists(),
            "may_read_files": self.may("add_statuterecord"),
        }
