"""Handing in the publisher's file of a statute: what it says of each section is noted, what became stale is shown."""

from __future__ import annotations

from typing import Any

import lawgap
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lawgap.hklm import Statute, read_statute
from wagtail.log_actions import log

from causeway.law import book
from causeway.law.admin import listing
from causeway.law.admin.base import StaffPage
from causeway.law.faults import LawDataError
from causeway.law.models import Instrument
from causeway.law.statutes import take_records

#: Bytes of one file. The longest ordinance of the open data has about 6 MB.
MAX_BYTES = 16 * 1024 * 1024


class StatuteForm(forms.Form):
    """The file; it says itself which law it is."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("XML as e-Legislation gives it out (HKLM). At most 16 MB. Its text is not kept."),
        widget=forms.FileInput(attrs={"accept": ".xml,application/xml"}),
    )

    def clean_file(self) -> Statute:
        """Read it, unless it is too large to be.

        Raises:
            ValidationError: when it is too large, no such file, or of a law that is not here.
        """
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 16 MB. Take the file of this one statute."))
        try:
            found = read_statute(file.read(MAX_BYTES + 1))
        except lawgap.LawError as refused:
            raise ValidationError(
                [_("This file %(what)s.") % {"what": fault.message.rstrip(".")} for fault in refused.faults]
            ) from None
        self.instrument = Instrument.objects.filter(code=found.instrument).first()
        if self.instrument is None:
            raise ValidationError(
                _("This file is of %(code)s, and there is no such instrument here. Add it under ‘Instruments’ first.")
                % {"code": found.instrument}
            )
        return found


class ReadStatute(StaffPage):
    """The form, and what the file said that was handed in."""

    needs = ("add_statuterecord",)
    header_icon = "upload"
    template_name = "law/admin/statute.html"
    page_title = gettext_lazy("Read a statute")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=StatuteForm()))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Read it and show what it changed."""
        form = StatuteForm(request.POST, request.FILES)
        context: dict[str, Any] = {"form": form}
        if form.is_valid():
            statute: Statute = form.cleaned_data["file"]
            before = set(lawgap.stale_provisions(book.law()))
            today = timezone.localdate().isoformat()
            try:
                taken = take_records(statute.instrument, statute.records(today), today)
            except LawDataError as refused:
                form.add_error("file", [fault.message for fault in refused.faults])
            else:
                log(instance=form.instrument, action="law.read_statute", user=request.user)
                readings, _verdicts = listing.stale()
                now = [waiting for waiting in readings if waiting.code not in before]
                context |= {"taken": taken, "instrument": form.instrument, "newly_stale": now, "form": StatuteForm()}
        return self.render_to_response(self.get_context_data(**context), status=422 if form.errors else 200)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "any_instrument": Instrument.objects.exists()}
