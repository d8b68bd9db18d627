"""Colleagues in the admin: invited, given roles, closed; and what happened to their accounts."""

from __future__ import annotations

from typing import Any, ClassVar

import django_filters
from allauth.mfa.models import Authenticator
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.views.generic import PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.users.views.users import EditView, IndexView, UserViewSet

from causeway.staff import api
from causeway.staff.forms import InviteForm, StaffUserEditForm
from causeway.staff.models import AccessLink, StaffEvent, User
from causeway.staff.role_setup import role_label
from causeway.staff.roles import ROLES
from causeway.staff.sessions import FACTORS

user_policy = ModelPermissionPolicy(User)
event_policy = ModelPermissionPolicy(StaffEvent)


class ColleaguesView(IndexView):
    """The list of accounts."""

    page_title = _("Colleagues")
    add_item_label = _("Invite a colleague")

    def get_base_queryset(self) -> QuerySet[User]:
        factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=FACTORS)
        return super().get_base_queryset().prefetch_related("groups").annotate(has_factor=Exists(factors))

    @cached_property
    def columns(self) -> list[Column]:
        bulk, name, address, _level, active, last = super().columns
        address.label = _("E-mail address")
        return [
            bulk,
            name,
            address,
            Column("roles", label=_("Roles"), accessor=roles_of),
            BooleanColumn("has_factor", label=_("Second factor"), width="12%"),
            active,
            last,
        ]


def roles_of(person: User) -> str:
    """The roles of an account in words."""
    words = [role_label(group.name) for group in person.groups.all()]
    return ", ".join([gettext("Owner"), *words] if person.is_superuser else words) or "–"


class ForgetFactorView(WagtailAdminTemplateMixin, PermissionCheckedMixin, View):
    """Take a colleague's second factor away who has lost it and the recovery codes; they enrol anew."""

    template_name = "staff/admin/forget_factor.html"
    page_title = _("Take away the second factor")
    header_icon = "key"
    permission_policy = user_policy
    permission_required = "change"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer.

        Raises:
            PermissionDenied: for one's own account, which has a page of its own, and for an owner's
                when someone who is no owner asks.
        """
        self.person = get_object_or_404(User, pk=kwargs["pk"])
        if self.person == request.user or (self.person.is_superuser and not request.user.is_superuser):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        return TemplateResponse(request, self.template_name, self.get_context_data(person=self.person))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        api.forget_second_factor(self.person, actor=request.user.pk)
        messages.success(request, _("Done. %(person)s is asked for a new second factor.") % {"person": self.person})
        return redirect(StaffUserViewSet.address("index"))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": StaffUserViewSet.address("index"), "label": _("Colleagues")},
            {"url": "", "label": self.get_page_title()},
        ]


class ColleagueEditView(EditView):
    """One account."""

    page_title = _("Colleague")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the account.

        Raises:
            PermissionDenied: when someone who is no owner would change an owner: with the owner's
                address they could ask for a new password.
        """
        super().setup(request, *args, **kwargs)
        if self.object.is_superuser and not request.user.is_superuser:
            raise PermissionDenied

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "may_make_owners": self.request.user.is_superuser}


class InviteView(WagtailAdminTemplateMixin, PermissionCheckedMixin, FormView):
    """Invite a colleague; the invitations that are still open stand below the form."""

    form_class = InviteForm
    template_name = "staff/admin/invite.html"
    page_title = _("Invite a colleague")
    header_icon = "user"
    permission_policy = user_policy
    permission_required = "add"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": StaffUserViewSet.address("index"), "label": _("Colleagues")},
            {"url": "", "label": self.get_page_title()},
        ]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        number = request.POST.get("withdraw", "")
        if number.isdecimal():
            if api.withdraw(int(number[:18]), actor=request.user.pk):
                messages.success(request, _("The invitation is withdrawn; its link no longer works."))
            return redirect(request.path)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: InviteForm) -> HttpResponse:
        email, role = form.cleaned_data["email"].lower(), form.cleaned_data["role"]
        try:
            link = api.invite(email, role, invited_by=self.request.user.pk)
        except api.InvitationError as fault:
            form.add_error("email", str(fault))
            return self.form_invalid(form)
        mailed = api.mail_invitation(email, role, link)
        # Shown in this answer only: the database has no more than a hash of it.
        context = self.get_context_data(
            form=self.form_class(), link=link, invited=email, role=role_label(role), mailed=mailed
        )
        return TemplateResponse(self.request, self.template_name, context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "roles": [(role.code, role.label, role.purpose) for role in ROLES],
            "invitations": [
                {"link": link, "role": role_label(link.role)}
                for link in AccessLink.objects.open().filter(purpose=AccessLink.Purpose.INVITATION)
            ],
        }


class StaffUserViewSet(UserViewSet):
    """Wagtail's user pages, where accounts are made by invitation."""

    menu_label = _("Colleagues")
    icon = "group"
    index_view_class = ColleaguesView
    edit_view_class = ColleagueEditView

    @classmethod
    def address(cls, name: str) -> str:
        """The address of one of the views."""
        return reverse(f"wagtailusers_users:{name}")

    @property
    def add_view(self) -> Any:
        """Invite instead of making an account for somebody else."""
        return InviteView.as_view()

    def get_form_class(self, for_update: bool = False) -> Any:
        return StaffUserEditForm if for_update else super().get_form_class(for_update)


class StaffEventFilterSet(WagtailFilterSet):
    """By what happened, to whom, and when."""

    time = django_filters.DateFromToRangeFilter(label=_("Time"), widget=DateRangePickerWidget)
    kind = django_filters.MultipleChoiceFilter(
        label=_("What"), choices=StaffEvent.Kind.choices, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = StaffEvent
        fields: ClassVar[list[str]] = ["time", "kind"]


class StaffEventsView(ReportView):
    """The record of staff events; it can be read and nothing else."""

    model = StaffEvent
    page_title = _("Staff events")
    header_icon = "key"
    permission_policy = event_policy
    any_permission_required: ClassVar[list[str]] = ["view"]
    filterset_class = StaffEventFilterSet
    index_url_name = "staff_events"
    index_results_url_name = "staff_events_results"
    results_template_name = "staff/admin/events_results.html"
    default_ordering = "-time"
    is_searchable = False
    list_export: ClassVar[list[str]] = ["time", "kind", "actor", "object", "role"]
    export_headings: ClassVar[dict[str, Any]] = {
        "time": _("Time"),
        "kind": _("What"),
        "actor": _("Who (number)"),
        "object": _("To which account (number)"),
        "role": _("Role"),
    }

    def get_filename(self) -> str:
        return "staff-events"

    @cached_property
    def names(self) -> dict[int, str]:
        """The name of every account by its number; staff are few."""
        return {person.pk: str(person) for person in get_user_model().objects.all()}

    def name_of(self, number: int | None) -> str:
        """How an account is called in the report."""
        if number is None:
            return "–"
        return self.names.get(number) or gettext("account %(number)s (deleted)") % {"number": number}

    @cached_property
    def columns(self) -> list[Column]:
        return [
            DateColumn("time", label=_("Time"), width="20%"),
            Column("kind", label=_("What"), accessor="get_kind_display", width="30%"),
            Column("actor", label=_("Who"), accessor=lambda event: self.name_of(event.actor)),
            Column("object", label=_("To which account"), accessor=lambda event: self.name_of(event.object)),
            Column("role", label=_("Role"), accessor=lambda event: role_label(event.role)),
        ]
