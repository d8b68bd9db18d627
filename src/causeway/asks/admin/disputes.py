"""Putting an event in dispute, and the second person who settles it."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from causeway.asks import editing
from causeway.asks.admin.forms import DisputeForm
from causeway.asks.admin.listing import language
from causeway.asks.models import Event


class DisputeView(WagtailAdminTemplateMixin, TemplateView):
    """One page for both: what it offers depends on whether the event is in dispute."""

    template_name = "asks/admin/dispute.html"
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in those who may change events."""
        if not request.user.has_perm("asks.change_event"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def event(self) -> Event:
        """The event."""
        return get_object_or_404(Event, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Settle the dispute") if self.event.disputed else _("Put in dispute")

    def get_page_subtitle(self) -> str:
        return str(self.event)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("asks_event:index"), "label": _("Events")},
            {"url": reverse("asks_event:edit", args=[self.event.pk]), "label": str(self.event)},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            "form": DisputeForm(),
            **context,
            "event": self.event,
            "text": self.event.words("text", language()),
            "sources": self.event.sources.select_related("source"),
            "may_confirm": editing.may_confirm(self.event, self.request.user),
        }

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the page offered."""
        try:
            if "confirm" in request.POST:
                editing.confirm(self.event, request.user)
                messages.success(request, _("Confirmed. The event counts again."))
            else:
                form = DisputeForm(request.POST)
                if not form.is_valid():
                    return self.render_to_response(self.get_context_data(form=form))
                editing.dispute(self.event, request.user, form.cleaned_data["note"])
                messages.success(request, _("In dispute. It has no effect until a second person confirms it."))
        except editing.NotAllowedError as refused:
            messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("asks_event:edit", args=[self.event.pk]))
