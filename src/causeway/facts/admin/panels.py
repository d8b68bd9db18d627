"""Two panels on a fact's form: how to place it in a text, and which pages use it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from wagtail.admin.panels import Panel
from wagtail.models import Page


class TokenPanel(Panel):
    """Says what to type to place this fact in a text."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "facts/admin/token_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk)


class UsesPanel(Panel):
    """Lists the pages whose published text places this fact."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "facts/admin/uses_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            ids = self.instance.uses.values("page_id")
            pages = Page.objects.filter(pk__in=ids).select_related("locale").order_by("title", "locale__language_code")
            context["pages"] = [
                {
                    "title": page.get_admin_display_title(),
                    "language": page.locale.get_display_name(),
                    "url": reverse("wagtailadmin_pages:edit", args=[quote(page.pk)]),
                }
                for page in pages
            ]
            return context
