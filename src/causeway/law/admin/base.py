"""What the pages of this part of the admin share."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from causeway.law.faults import LawDataError
from causeway.law.words import BASE_LANGUAGE


class StaffPage(WagtailAdminTemplateMixin, TemplateView):
    """A page for those who hold one of the permissions ``needs``, or another one for what they send."""

    needs: tuple[str, ...] = ()
    needs_to_post: tuple[str, ...] = ()
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in only those who may."""
        wanted = self.needs_to_post or self.needs if request.method == "POST" else self.needs
        if not any(request.user.has_perm(f"law.{name}") for name in wanted):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def may(self, name: str) -> bool:
        """Whether the person holds a permission on the law.

        Args:
            name: such as ``sign_reading``.
        """
        return bool(self.request.user.has_perm(f"law.{name}"))

    @property
    def language(self) -> str:
        """The language the person reads."""
        return get_language() or BASE_LANGUAGE

    def way_here(self) -> list[dict[str, Any]]:
        """What stands above this page, as breadcrumbs."""
        return []

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, what stands above, and this page."""
        return [*self.breadcrumbs_items, *self.way_here(), {"url": "", "label": self.get_page_title()}]


def in_sentences(refused: LawDataError) -> list[str]:
    """What is wrong, for a person.

    Args:
        refused: why nothing was saved.
    """
    return [f"{fault.field}: {fault.message}" if fault.field else fault.message for fault in refused.faults]


def person(request: Any) -> str:
    """The name of the person whose account this is; empty where the account has none."""
    return str(request.user.get_full_name())
