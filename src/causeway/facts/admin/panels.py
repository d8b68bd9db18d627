"""Panels on a fact's form: how to place it in a text, how it is worked out, and which pages use it."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.admin.panels import InlinePanel, Panel
from wagtail.models import Page

from causeway.facts.history import newest_first
from causeway.facts.markup import formatted
from causeway.facts.vocabulary import BASE_LANGUAGE


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


class ValuesPanel(InlinePanel):
    """The values of a fact, typed by editors; a fact that is worked out has none to type."""

    class BoundPanel(InlinePanel.BoundPanel):
        def __init__(self, *, instance: Any, form: Any, **kwargs: Any) -> None:
            self.is_computed = bool(instance and instance.computed)
            # Its form has no boxes for values (see FactForm).
            super().__init__(instance=instance, form=None if self.is_computed else form, **kwargs)

        def is_shown(self) -> bool:
            return not self.is_computed and bool(super().is_shown())


class ComputedPanel(Panel):
    """Says by what expression a fact is worked out, what came of it and how, or why nothing did."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "facts/admin/computed_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance and self.instance.pk and self.instance.computed)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            language = get_language() or BASE_LANGUAGE
            rows = newest_first(list(self.instance.values.all()))
            context["values"] = [{"value": row, "text": formatted(self.instance, row, language).text} for row in rows]
            return context
