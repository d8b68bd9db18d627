"""Adding a provision: what it is and its first reading, in one form, since one without the other means nothing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lawgap.models import Standard
from wagtail.admin import messages
from wagtail.log_actions import log

from causeway.law import book
from causeway.law.admin.base import StaffPage, person
from causeway.law.admin.choices import show_faults
from causeway.law.admin.forms import ProvisionForm, ReadingForm
from causeway.law.admin.grid import Grid
from causeway.law.changes import changes_once
from causeway.law.faults import LawDataError
from causeway.law.models import Provision, Reading
from causeway.law.vocabulary import READING_KINDS


class AddProvision(StaffPage):
    """A new provision with its first reading."""

    needs = ("add_provision",)
    header_icon = "doc-full-inverse"
    template_name = "law/admin/add_provision.html"
    page_title = gettext_lazy("Add a provision")

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": reverse("law_provision:index"), "label": _("Provisions")}]

    @property
    def standard(self) -> Standard | None:
        """What it is read against; ``None`` before a standard was loaded."""
        standards = book.law().standards
        return next((standards[code] for code in book.standard_codes()), None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        standard = self.standard
        form = ProvisionForm(prefix="provision", initial={"instrument": request.GET.get("instrument")})
        reading = ReadingForm(initial={"read_on": timezone.localdate(), "put_forward_by": person(request)})
        grid = Grid.of_reading(standard, {}) if standard else None
        return self.render_to_response(
            self.get_context_data(provision_form=form, form=reading, grid=grid, kind="offence")
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add it."""
        standard = self.standard
        form, reading_form = ProvisionForm(request.POST, prefix="provision"), ReadingForm(request.POST)
        grid = Grid.of_post(standard, request.POST) if standard else None
        kind = request.POST.get("kind", "")
        kind = kind if kind in READING_KINDS else "offence"
        wrong = grid.faults(kind) if grid else [_("There is no standard yet. Load a pack that has one.")]
        valid = form.is_valid() & reading_form.is_valid()
        if valid and grid and not wrong:
            cleaned = reading_form.cleaned_data
            data = {
                "kind": kind,
                **grid.reading(kind),
                "read_on": cleaned["read_on"].isoformat(),
                "put_forward_by": cleaned["put_forward_by"].strip(),
                **({"note": cleaned["note"]} if cleaned["note"] else {}),
            }
            try:
                made = self._save(form, data)
            except LawDataError as refused:
                show_faults(form, refused.faults, form.instance.instrument.code)
            else:
                log(instance=made, action="wagtail.create", user=request.user)
                messages.success(request, _("Added. Nobody has signed its reading yet."))
                return HttpResponseRedirect(reverse("law_provision:page", args=[made.pk]))
        context = self.get_context_data(provision_form=form, form=reading_form, grid=grid, kind=kind, wrong=wrong)
        return self.render_to_response(context, status=422)

    def _save(self, form: ProvisionForm, data: dict[str, Any]) -> Provision:
        with changes_once():
            made: Provision = form.save()
            Reading(provision=made, position=0, data=data, proposed_account=self.request.user.pk).save()
        return made

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grid = kwargs.pop("grid")
        return {
            **super().get_context_data(**kwargs),
            "sides": grid.sides(self.language) if grid else [],
            "kinds": READING_KINDS.items(),
            "back": reverse("law_provision:index"),
        }
