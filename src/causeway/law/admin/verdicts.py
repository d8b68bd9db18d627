"""One verdict with those before it; putting one forward; signing one."""

from __future__ import annotations

from typing import Any

import lawgap
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.log_actions import log

from causeway.facts import api as facts_api
from causeway.law import book, proposing, signing
from causeway.law.admin.base import StaffPage, person
from causeway.law.admin.choices import show_faults
from causeway.law.admin.forms import SignForm, VerdictForm
from causeway.law.admin.readings import view_words
from causeway.law.faults import LawDataError
from causeway.law.models import Provision, Verdict
from causeway.law.signed import AppendOnlyError
from causeway.law.vocabulary import FORCES
from causeway.law.words import pick


class VerdictPageBase(StaffPage):
    """A page about one verdict."""

    header_icon = "check"

    @cached_property
    def verdict(self) -> Verdict:
        """The verdict."""
        return get_object_or_404(Verdict, pk=self.kwargs["pk"])

    @property
    def own_url(self) -> str:
        """The verdict's own page."""
        return reverse("law_verdict:page", args=[self.verdict.pk])

    def way_here(self) -> list[dict[str, Any]]:
        items = [{"url": reverse("law_verdict:index"), "label": _("Verdicts")}]
        if not isinstance(self, VerdictPage):
            items.append({"url": self.own_url, "label": self.verdict.code})
        return items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        law, verdict = book.law(), self.verdict
        read = next(found for found in law.verdicts if found.code == verdict.code)
        element = law.standards[read.standard].element(read.element)
        return {
            **super().get_context_data(**kwargs),
            "verdict": verdict,
            "read": read,
            "basis": pick(read.basis, self.language),
            "element": element,
            "element_title": pick(element.title, self.language) if element else "",
            "element_text": pick(element.text, self.language) if element else "",
            "force": FORCES.get(element.force, "") if element else "",
            "sources": facts_api.sources(list(read.sources)),
            "cites": Provision.objects.filter(code__in=read.cites).select_related("instrument"),
            "views": [
                view_words(view, law, self.language)
                for view in law.views
                if view.jurisdiction == read.jurisdiction
                and view.target == read.element
                and (isinstance(self, VerdictPage) or view.holder_kind == "government")
            ],
            "back": self.own_url,
        }


class VerdictPage(VerdictPageBase):
    """A verdict, what it rests on, and the verdicts on the same element before and after it."""

    needs = ("view_verdict", "add_verdict", "sign_verdict")
    needs_to_post = ("change_verdict",)
    template_name = "law/admin/verdict.html"

    def get_page_title(self) -> str:
        return str(self.verdict)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Withdraw it, unsigned as it is."""
        name = str(self.verdict)
        before = Verdict.objects.filter(code=self.verdict.supersedes).first() if self.verdict.supersedes else None
        try:
            proposing.withdraw_verdict(self.verdict.pk)
        except (AppendOnlyError, LawDataError, Verdict.DoesNotExist) as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(self.own_url)
        if before is not None:
            log(instance=before, action="law.withdraw", user=request.user)
        messages.success(request, _("‘%(verdict)s’ is withdrawn.") % {"verdict": name})
        return HttpResponseRedirect(reverse("law_verdict:index"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        verdict = self.verdict
        others = Verdict.objects.filter(jurisdiction=verdict.jurisdiction, element=verdict.element).order_by("-pk")
        superseded = Verdict.objects.filter(supersedes=verdict.code).exists()
        return context | {
            "history": others,
            "superseded": superseded,
            "stale": ", ".join(lawgap.stale_verdicts(book.law()).get(verdict.code, ())),
            "may_propose": self.may("add_verdict"),
            "may_sign": self.may("sign_verdict") and not verdict.is_signed and not superseded,
            "may_withdraw": self.may("change_verdict") and not verdict.is_signed and not superseded,
            "propose_url": f"{reverse('law_verdict:add')}?supersedes={verdict.code}",
        }


class ProposeVerdict(StaffPage):
    """A form for a verdict; it supersedes the one that stands on the same element."""

    needs = ("add_verdict",)
    header_icon = "check"
    template_name = "law/admin/propose_verdict.html"
    page_title = gettext_lazy("Put a verdict forward")

    def way_here(self) -> list[dict[str, Any]]:
        return [{"url": reverse("law_verdict:index"), "label": _("Verdicts")}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        held = Verdict.objects.filter(code=request.GET.get("supersedes", "")).first()
        names = ("jurisdiction", "standard", "element", "value", "basis", "cites", "sources")
        initial = {name: held.data[name] for name in names if name in held.data} if held else {}
        form = VerdictForm(initial={**initial, "put_forward_by": person(request)})
        return self.render_to_response(self.get_context_data(form=form))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Put it forward."""
        form = VerdictForm(request.POST)
        if form.is_valid():
            try:
                made = proposing.propose_verdict(form.entry(), request.user.pk)
            except LawDataError as refused:
                show_faults(form, refused.faults)
            else:
                log(instance=made, action="law.propose", user=request.user)
                messages.success(request, _("Put forward. The site shows it with the mark that nobody has signed it."))
                return HttpResponseRedirect(reverse("law_verdict:page", args=[made.pk]))
        return self.render_to_response(self.get_context_data(form=form), status=422)


class SignVerdict(VerdictPageBase):
    """The verdict in words, its sources and the other side's view; then name, role, and a tick."""

    needs = ("sign_verdict",)
    template_name = "law/admin/sign_verdict.html"
    page_title = gettext_lazy("Sign the verdict")

    def get_page_title(self) -> str:
        return _("Sign the verdict on %(element)s") % {"element": self.verdict.element}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.verdict.is_signed:
            messages.warning(request, _("%(name)s has signed it already.") % {"name": self.verdict.signed_by})
            return HttpResponseRedirect(self.own_url)
        form = self._form(initial={"name": person(request), "seen": signing.fingerprint(self.verdict)})
        return self.render_to_response(self.get_context_data(form=form))

    def _form(self, *args: Any, **kwargs: Any) -> SignForm:
        form = SignForm(*args, **kwargs)
        form.fields["read"].label = _("I have read the provisions it rests on and its sources")
        return form

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign it."""
        form = self._form(request.POST)
        if form.is_valid():
            try:
                signing.sign_verdict(
                    self.verdict.pk,
                    name=form.cleaned_data["name"],
                    role=form.cleaned_data["role"],
                    note=form.cleaned_data["note"],
                    account=request.user.pk,
                    seen=form.cleaned_data["seen"],
                )
            except (signing.SigningError, LawDataError) as refused:
                messages.error(request, str(refused))
                return HttpResponseRedirect(self.own_url)
            log(instance=self.verdict, action="law.sign", user=request.user)
            messages.success(request, _("Signed. Readers see your name, your role and today's date beside it."))
            return HttpResponseRedirect(self.own_url)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"own": self.verdict.proposed_account == self.request.user.pk}
