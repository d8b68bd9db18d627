"""Two panels on an event's form: who wrote what, and the line for the corrections log."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import MultiFieldPanel, Panel

from causeway.asks.admin.listing import WAITS, state_of


class RecordPanel(Panel):
    """Says who entered and changed an event, and whether it is in dispute or waits for a second source."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "asks/admin/record_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return context | {"event": self.instance, "waits": state_of(self.instance) == WAITS}


class CorrectionPanel(MultiFieldPanel):
    """The line for the public log; asked for only where readers have seen the event."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk and not self.instance.draft)
