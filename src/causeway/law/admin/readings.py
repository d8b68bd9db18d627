"""One provision with the history of its readings; putting a reading forward; signing one."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import lawgap
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lawgap.models import READINGS, Standard, View
from wagtail.admin import messages
from wagtail.log_actions import log

from causeway.facts import api as facts_api
from causeway.law import book, proposing, signing
from causeway.law.admin.base import StaffPage, in_sentences, person
from causeway.law.admin.forms import ReadingForm, SignForm
from causeway.law.admin.grid import Grid, in_words
from causeway.law.entries import Data
from causeway.law.faults import LawDataError
from causeway.law.models import Provision, Reading, StatuteRecord
from causeway.law.signed import AppendOnlyError
from causeway.law.vocabulary import READING_KINDS
from causeway.law.words import pick

SEEING = ("view_provision", "add_reading", "change_provision", "sign_reading")
READING_WORDS = {
    "low": gettext_lazy("Low: what is in doubt left out"),
    "central": gettext_lazy("Central: as put forward"),
    "high": gettext_lazy("High: every doubt decided for the law"),
}
CELL_WORDS = {
    "offence": gettext_lazy("covered"),
    "fragment": gettext_lazy("touched by another offence"),
    "none": gettext_lazy("not reached"),
}
#: Changed kinds of conduct that a preview writes out.
_SHOWN = 12


class ProvisionPageBase(StaffPage):
    """A page about one provision."""

    header_icon = "doc-full-inverse"

    @cached_property
    def provision(self) -> Provision:
        """The provision, with its readings."""
        rows = Provision.objects.select_related("instrument").prefetch_related("readings")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @cached_property
    def known(self) -> lawgap.Law:
        """The law as it stands."""
        return book.law()

    @cached_property
    def read(self) -> Any:
        """The provision as the library reads it: of its versions the one that was asked for."""
        versions = Provision.objects.filter(code=self.provision.code).order_by("position").values_list("pk", flat=True)
        number = list(versions).index(self.provision.pk)
        instrument = self.known.instruments[self.provision.instrument.code]
        return [found for found in instrument.provisions if found.code == self.provision.code][number]

    @property
    def standard(self) -> Any:
        """The standard it is read against."""
        return self.known.standards[self.read.standard]

    def way_here(self) -> list[dict[str, Any]]:
        items = [{"url": reverse("law_provision:index"), "label": _("Provisions")}]
        if not isinstance(self, ProvisionPage):
            items.append({"url": self.own_url, "label": self.provision.code})
        return items

    @property
    def own_url(self) -> str:
        """The provision's own page."""
        return reverse("law_provision:page", args=[self.provision.pk])

    def reading_words(self, reading: Any) -> dict[str, Any]:
        """A reading in words.

        Args:
            reading: as the library has it.
        """
        high = reading.doubtful_offence
        return {
            "kind": READING_KINDS.get(reading.kind, reading.kind),
            "reaches": reading.kind in ("offence", "fragment"),
            "sides": in_words(self.standard, reading.scope, reading.doubtful, self.language),
            "high": in_words(self.standard, high, {}, self.language) if high is not None else [],
            "note": pick(reading.note, self.language),
        }

    def sources(self) -> list[Any]:
        """The sources the provision names."""
        return facts_api.sources(list(self.read.sources))

    def views(self, reading: Any, holder_kind: str = "") -> list[dict[str, Any]]:
        """What others say about a value that a reading reaches, or about an element.

        Args:
            reading: as the library has it.
            holder_kind: whose views; everybody's when empty.
        """
        place = self.provision.instrument.jurisdiction
        found = []
        for view in self.known.views:
            side, _dot, value = view.target.partition(".")
            reached = value in reading.scope.get(side, ()) or value in reading.doubtful.get(side, ())
            if view.jurisdiction == place and reached and holder_kind in ("", view.holder_kind):
                found.append(view_words(view, self.known, self.language))
        return found


def view_words(view: View, law: lawgap.Law, language: str) -> dict[str, Any]:
    """A view for a template, with its sources.

    Args:
        view: as the library has it.
        law: the law, for the words of what it is about.
        language: the reader's.
    """
    return {
        "holder": pick(view.holder, language),
        "text": pick(view.text, language),
        "quote": pick(view.quote, language),
        "date": view.date,
        "target": target_words(law.standards[view.standard], view.target, language),
        "sources": facts_api.sources(list(view.sources)),
    }


def target_words(standard: Standard, target: str, language: str) -> str:
    """What a view is about, in words.

    Args:
        standard: the standard.
        target: a dimension and its value, or an element.
        language: the reader's.
    """
    code, _dot, value = target.partition(".")
    side = standard.dimension(code)
    if side is not None:
        words = next((pick(known.title, language) for known in side.values if known.code == value), value)
        return f"{pick(side.title, language)}: {words}"
    element = standard.element(target)
    return f"{target}: {pick(element.title, language)}" if element else target


class ProvisionPage(ProvisionPageBase):
    """What a provision is, how it is read today, and how it was read before."""

    needs = SEEING
    needs_to_post = ("change_reading",)
    template_name = "law/admin/provision.html"

    def get_page_title(self) -> str:
        return str(self.provision)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw the newest reading, unsigned as it is."""
        reading = get_object_or_404(Reading, pk=request.POST.get("withdraw", "0") or "0", provision=self.provision)
        try:
            proposing.withdraw_reading(reading.pk)
        except (AppendOnlyError, LawDataError, Reading.DoesNotExist) as refused:
            messages.error(request, str(refused))
        else:
            log(instance=self.provision, action="law.withdraw", user=request.user)
            messages.success(request, _("Withdrawn. The reading before it stands again."))
        return HttpResponseRedirect(self.own_url)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = sorted(self.provision.readings.all(), key=lambda row: -row.position)
        history = [
            {"row": row, "words": self.reading_words(read), "standing": number == 0}
            for number, (row, read) in enumerate(zip(rows, reversed(self.read.readings), strict=True))
        ]
        return {
            **super().get_context_data(**kwargs),
            "provision": self.provision,
            "read": self.read,
            "title": pick(self.read.title, self.language),
            "summary": pick(self.read.summary, self.language),
            "penalty_note": pick(self.read.penalty.note, self.language),
            "sources": self.sources(),
            "history": history,
            "stale": lawgap.stale_provisions(self.known).get(self.provision.code, ""),
            "views": self.views(self.read.reading),
            "may_propose": self.may("add_reading"),
            "may_sign": self.may("sign_reading") and not rows[0].is_signed,
            "may_edit": self.may("change_provision"),
            "may_withdraw": self.may("change_reading") and len(rows) > 1 and not rows[0].is_signed,
        }


class ProposeReading(ProvisionPageBase):
    """A form with a tick for every value; first it shows what would change, then it puts the reading forward."""

    needs = ("add_reading",)
    template_name = "law/admin/propose.html"
    page_title = gettext_lazy("Put a reading forward")

    def get_page_title(self) -> str:
        return _("Put a reading of %(code)s forward") % {"code": self.provision.code}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        standing = self.provision.newest
        data = standing.data if standing else {}
        form = ReadingForm(initial={"read_on": timezone.localdate(), "put_forward_by": person(request), "note": {}})
        return self.render_to_response(
            self.get_context_data(
                form=form, grid=Grid.of_reading(self.standard, data), kind=data.get("kind", "offence")
            )
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show what would change; put it forward when that very reading was shown before."""
        form = ReadingForm(request.POST)
        grid = Grid.of_post(self.standard, request.POST)
        kind = request.POST.get("kind", "")
        kind = kind if kind in READING_KINDS else "offence"
        context: dict[str, Any] = {"form": form, "grid": grid, "kind": kind, "wrong": grid.faults(kind)}
        if form.is_valid() and not context["wrong"]:
            reading = self._reading(form.cleaned_data, grid, kind)
            mark = hashlib.sha256(json.dumps(reading, sort_keys=True).encode()).hexdigest()
            try:
                if request.POST.get("do") == "save" and request.POST.get("shown") == mark:
                    return self._save(reading)
                found = proposing.preview(self.provision, reading)
            except LawDataError as refused:
                context["wrong"] = in_sentences(refused)
            else:
                context |= {"preview": self._preview_words(found), "shown": mark}
                context["was_changed"] = request.POST.get("do") == "save"
        status = 422 if form.errors or context["wrong"] else 200
        return self.render_to_response(self.get_context_data(**context), status=status)

    def _reading(self, cleaned: dict[str, Any], grid: Grid, kind: str) -> Data:
        found: Data = {
            "kind": kind,
            **grid.reading(kind),
            "read_on": cleaned["read_on"].isoformat(),
            "put_forward_by": cleaned["put_forward_by"].strip(),
        }
        return {**found, "note": cleaned["note"]} if cleaned["note"] else found

    def _save(self, reading: Data) -> HttpResponse:
        made = proposing.propose_reading(self.provision.pk, reading, self.request.user.pk)
        log(instance=self.provision, action="law.propose", user=self.request.user)
        buttons = []
        if self.may("sign_reading"):
            buttons = [messages.button(reverse("law_provision:sign", args=[self.provision.pk]), _("Sign it"))]
        messages.success(
            self.request,
            _(
                "Put forward. A reviewer can sign it now. Until then a signed reading stands; where there is none, this counts as a draft."
            ),
            buttons=buttons,
        )
        del made
        return HttpResponseRedirect(self.own_url)

    def _preview_words(self, found: proposing.Preview) -> dict[str, Any]:
        central = found.diff["central"]
        cells = []
        for number, change in enumerate(central.cells()):
            if number == _SHOWN:
                break
            words = ", ".join(
                next(
                    pick(value.title, self.language)
                    for value in side.values
                    if value.code == change.cell.values[side.code]
                )
                for side in self.standard.dimensions
                if side.code in change.cell.values
            )
            cells.append({"words": words, "before": CELL_WORDS[change.before], "after": CELL_WORDS[change.after]})
        return {
            "nothing": found.changes_nothing,
            "total": found.before.total,
            "cells": cells,
            "more": central.changed - len(cells),
            "rows": [
                {
                    "label": READING_WORDS[name],
                    "before": found.before.counts[name],
                    "after": found.after.counts[name],
                    "gained": found.diff[name].gained,
                    "lost": found.diff[name].lost,
                }
                for name in READINGS
            ],
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        grid = kwargs.pop("grid")
        standing = self.provision.newest
        return {
            **super().get_context_data(**kwargs),
            "provision": self.provision,
            "title": pick(self.read.title, self.language),
            "summary": pick(self.read.summary, self.language),
            "sides": grid.sides(self.language),
            "kinds": READING_KINDS.items(),
            "standing": standing,
            "back": self.own_url,
        }


class SignReading(ProvisionPageBase):
    """The reading in words, its sources and the other side's view; then name, role, and a tick."""

    needs = ("sign_reading",)
    template_name = "law/admin/sign_reading.html"
    page_title = gettext_lazy("Sign the reading")

    def get_page_title(self) -> str:
        return _("Sign the reading of %(code)s") % {"code": self.provision.code}

    @property
    def row(self) -> Reading:
        """The reading to be signed."""
        found = self.provision.newest
        return found if found is not None else get_object_or_404(Reading, pk=0)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.is_signed:
            messages.warning(request, _("%(name)s has signed it already.") % {"name": self.row.signed_by})
            return HttpResponseRedirect(self.own_url)
        form = SignForm(initial={"name": person(request), "seen": signing.fingerprint(self.row)})
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign it."""
        form = SignForm(request.POST)
        if form.is_valid():
            try:
                signing.sign_reading(
                    self.row.pk,
                    name=form.cleaned_data["name"],
                    role=form.cleaned_data["role"],
                    note=form.cleaned_data["note"],
                    account=request.user.pk,
                    seen=form.cleaned_data["seen"],
                )
            except (signing.SigningError, LawDataError) as refused:
                messages.error(request, str(refused))
                return HttpResponseRedirect(self.own_url)
            log(instance=self.provision, action="law.sign", user=request.user)
            messages.success(request, _("Signed. Readers see your name, your role and today's date beside it."))
            return HttpResponseRedirect(self.own_url)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cite = self.read.cite
        return {
            **super().get_context_data(**kwargs),
            "provision": self.provision,
            "read": self.read,
            "row": self.row,
            "words": self.reading_words(self.read.reading),
            "title": pick(self.read.title, self.language),
            "summary": pick(self.read.summary, self.language),
            "sources": self.sources(),
            "record": StatuteRecord.objects.filter(
                instrument=self.provision.instrument.code, part=cite.part, language=cite.language
            ).first(),
            "views": self.views(self.read.reading, "government"),
            "own": self.row.proposed_account == self.request.user.pk,
            "back": self.own_url,
        }
