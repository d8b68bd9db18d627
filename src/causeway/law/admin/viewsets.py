"""The lists and forms of the law, one entry of the menu."""

from __future__ import annotations

from typing import Any

from django.db.models import ProtectedError, QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet

from causeway.law.admin import forms, listing, provisions, readings, reports, statutes, verdicts
from causeway.law.admin.choices import show_faults
from causeway.law.changes import changes_once
from causeway.law.faults import LawDataError
from causeway.law.models import Bill, Binding, Decision, Instrument, Provision, Verdict, View
from causeway.law.signed import AppendOnlyError


class SaveView:
    """For views that save a form: what the law as a whole does not allow is said beside the boxes."""

    def form_valid(self, form: Any) -> Any:
        """Save it, or show why it cannot be."""
        try:
            return super().form_valid(form)  # type: ignore[misc]
        except LawDataError as refused:
            show_faults(form, refused.faults, str(getattr(form.instance, "code", "")))
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return self.form_invalid(form)  # type: ignore[attr-defined]


class EntryCreateView(SaveView, generic.CreateView):
    """Add an entry."""


class EntryEditView(SaveView, generic.EditView):
    """Change an entry."""


class EntryDeleteView(generic.DeleteView):
    """Delete an entry nothing rests on."""

    def form_valid(self, form: Any) -> Any:
        """Delete it, or say what rests on it."""
        try:
            with changes_once():
                return super().form_valid(form)
        except LawDataError as refused:
            why = " ".join(f"{fault.key}: {fault.message}" for fault in refused.faults)
        except ProtectedError:
            why = gettext("It has provisions. Delete these first.")
        except AppendOnlyError as refused:
            why = str(refused)
        messages.error(self.request, why)
        return HttpResponseRedirect(self.get_success_url())


class ProvisionDeleteView(EntryDeleteView):
    """Delete a provision none of whose readings was signed."""

    def delete_action(self) -> None:
        """Its readings go with it, one by one: a signed one refuses."""
        for reading in self.object.readings.all():
            reading.delete()
        super().delete_action()


class EntryViewSet(ModelViewSet):
    """A list with forms for entries that are kept as data."""

    form: type[forms.EntryForm]
    icon = "doc-full"
    list_per_page = 100
    copy_view_enabled = False
    add_to_reference_index = False
    add_view_class = EntryCreateView
    edit_view_class = EntryEditView
    delete_view_class = EntryDeleteView

    def get_form_class(self, for_update: bool = False) -> type[forms.EntryForm]:
        """The form, which knows the entry's fields."""
        return self.form

    def get_edit_handler(self) -> None:
        """None: the form shows its own fields."""


class ProvisionIndexView(generic.IndexView):
    """The list of provisions with how each is read today."""

    def get_base_queryset(self) -> QuerySet[Provision]:
        return listing.listed_provisions()

    def get_edit_url(self, instance: Provision) -> str:
        return reverse("law_provision:page", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("__str__"),
            Column("kind", label=_("Read as"), accessor=listing.kind_words),
            StatusTagColumn("status", label=_("State"), accessor=listing.status_words, primary=listing.is_signed),
            Column("signer", label=_("Signed"), accessor=listing.signer),
        ]


class ProvisionViewSet(EntryViewSet):
    """Provisions and their readings."""

    model = Provision
    form = forms.ProvisionForm
    menu_label = _("Provisions")
    icon = "doc-full-inverse"
    url_prefix = "law/provisions"
    index_view_class = ProvisionIndexView
    delete_view_class = ProvisionDeleteView
    search_fields = ["code"]
    list_filter = ["instrument"]

    @property
    def add_view(self) -> Any:
        """The form with the first reading."""
        return provisions.AddProvision.as_view()

    def get_urlpatterns(self) -> list[URLPattern]:
        """Those of a list, and the pages of one provision."""
        return [
            *super().get_urlpatterns(),
            path("page/<int:pk>/", readings.ProvisionPage.as_view(), name="page"),
            path("propose/<int:pk>/", readings.ProposeReading.as_view(), name="propose"),
            path("sign/<int:pk>/", readings.SignReading.as_view(), name="sign"),
        ]


class VerdictIndexView(generic.IndexView):
    """The list of verdicts."""

    def get_edit_url(self, instance: Verdict) -> str:
        return reverse("law_verdict:page", args=[instance.pk])

    @cached_property
    def columns(self) -> list[Column]:
        return [
            self._get_title_column("__str__"),
            Column("jurisdiction", label=_("Jurisdiction"), accessor="jurisdiction", sort_key="jurisdiction"),
            StatusTagColumn("status", label=_("State"), accessor=listing.status_words, primary=listing.is_signed),
            Column("signer", label=_("Signed"), accessor=listing.signer),
        ]


class VerdictViewSet(ModelViewSet):
    """Verdicts on the duties of a standard: listed, put forward, signed, never edited."""

    model = Verdict
    menu_label = _("Verdicts")
    icon = "check"
    url_prefix = "law/verdicts"
    index_view_class = VerdictIndexView
    search_fields = ["code", "element"]
    list_filter = ["jurisdiction", "value"]
    list_per_page = 100
    copy_view_enabled = False
    add_to_reference_index = False
    form_fields = ["data"]

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, and the pages of one verdict; no form that could edit or delete one."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", verdicts.ProposeVerdict.as_view(), name="add"),
            path("page/<int:pk>/", verdicts.VerdictPage.as_view(), name="page"),
            path("page/<int:pk>/", verdicts.VerdictPage.as_view(), name="edit"),
            path("sign/<int:pk>/", verdicts.SignVerdict.as_view(), name="sign"),
        ]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Without the addresses that are not there."""
        found = super().get_common_view_kwargs(**kwargs)
        gone = ("delete_url_name", "history_url_name", "history_results_url_name", "usage_url_name")
        return found | {name: None for name in gone if name in found}


class InstrumentViewSet(EntryViewSet):
    """Statutes and other instruments."""

    model = Instrument
    form = forms.InstrumentForm
    menu_label = _("Instruments")
    icon = "folder-open-inverse"
    url_prefix = "law/instruments"
    list_display = ["__str__", "code", "jurisdiction"]


class BillViewSet(EntryViewSet):
    """Bills and drafts."""

    model = Bill
    form = forms.BillForm
    menu_label = _("Bills")
    icon = "draft"
    url_prefix = "law/bills"
    list_display = ["__str__", "code", "jurisdiction"]


class ViewViewSet(EntryViewSet):
    """What others say."""

    model = View
    form = forms.ViewForm
    menu_label = _("Views of others")
    icon = "openquote"
    url_prefix = "law/views"
    list_display = ["__str__", "holder_kind", "value"]
    list_filter = ["holder_kind", "value"]


class DecisionViewSet(EntryViewSet):
    """Decisions of courts."""

    model = Decision
    form = forms.DecisionForm
    menu_label = _("Court decisions")
    icon = "clipboard-list"
    url_prefix = "law/decisions"
    list_display = ["__str__", "date", "series"]


class BindingViewSet(EntryViewSet):
    """Treaties and whether they bind."""

    model = Binding
    form = forms.BindingForm
    menu_label = _("Treaties")
    icon = "globe"
    url_prefix = "law/treaties"
    list_display = ["__str__", "status", "order"]
    list_filter = ["status"]


def _item_for(*permissions: str) -> type[MenuItem]:
    class Item(MenuItem):
        def is_shown(self, request: HttpRequest) -> bool:
            return any(request.user.has_perm(f"law.{name}") for name in permissions)

    return Item


class UnsignedViewSet(ViewSet):
    """What nobody has signed."""

    name = "law_unsigned"
    url_prefix = "law/unsigned"
    menu_label = _("Unsigned")
    menu_icon = "warning"
    menu_item_class = _item_for(*reports.SEEING)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", reports.Unsigned.as_view(), name="index")]


class StaleViewSet(ViewSet):
    """What was read in a text that has changed."""

    name = "law_stale"
    url_prefix = "law/stale"
    menu_label = _("Text changed")
    menu_icon = "history"
    menu_item_class = _item_for(*reports.SEEING)

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", reports.Stale.as_view(), name="index")]


class StatuteViewSet(ViewSet):
    """The publisher's files of statutes."""

    name = "law_statute"
    url_prefix = "law/statutes"
    menu_label = _("Read a statute")
    menu_icon = "upload"
    menu_item_class = _item_for("add_statuterecord")

    def get_urlpatterns(self) -> list[URLPattern]:
        return [path("", statutes.ReadStatute.as_view(), name="index")]


class LawGroup(ViewSetGroup):
    """Everything about what the law covers."""

    menu_label = _("Law")
    menu_icon = "list-ul"
    menu_order = 220
    items = (
        ProvisionViewSet("law_provision"),
        VerdictViewSet("law_verdict"),
        UnsignedViewSet(),
        StaleViewSet(),
        StatuteViewSet(),
        BillViewSet("law_bill"),
        ViewViewSet("law_view"),
        DecisionViewSet("law_decision"),
        BindingViewSet("law_binding"),
        InstrumentViewSet("law_instrument"),
    )
