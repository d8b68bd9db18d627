"""Making an account by a one-time link, and closing the side doors to signing in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import View

from causeway.staff import api
from causeway.staff.forms import BeginForm
from causeway.staff.models import AccessLink
from causeway.staff.role_setup import role_label


@method_decorator([never_cache, sensitive_post_parameters("password", "again")], name="dispatch")
class BeginView(View):
    """The page behind a one-time link. Opening it changes nothing; mail scanners open links too."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        """Show the form, or say that the link is spent."""
        link = api.find_link(token)
        return self._page(request, link, self._form(link)) if link else self._spent(request)

    @sensitive_variables("data")
    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Make the account, sign in, and go on to the second factor."""
        link = api.find_link(token)
        if link is None:
            return self._spent(request)
        form = self._form(link, request.POST)
        if not form.is_valid():
            return self._page(request, link, form, status=422)
        data = form.cleaned_data
        try:
            person = api.accept(
                token,
                email=data["email"],
                password=data["password"],
                first_name=data["first_name"],
                last_name=data["last_name"],
            )
        except (api.LinkSpentError, IntegrityError):
            return self._spent(request)
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        return redirect("mfa_index")

    @staticmethod
    def _form(link: AccessLink, data: Any = None) -> BeginForm:
        return BeginForm(data, address=link.email)

    @staticmethod
    def _page(request: HttpRequest, link: AccessLink, form: BeginForm, status: int = 200) -> HttpResponse:
        first = link.purpose == AccessLink.Purpose.FIRST
        return render(
            request,
            "staff/begin.html",
            {"form": form, "link": link, "first": first, "role": role_label(link.role)},
            status=status,
        )

    @staticmethod
    def _spent(request: HttpRequest) -> HttpResponse:
        return render(request, "staff/link_spent.html", {}, status=410)


@never_cache
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Stand where Wagtail has sign-in pages that ask for a password only."""
    following = request.GET.get("next", "")
    query = "?" + urlencode({"next": following}) if following else ""
    return HttpResponseRedirect(reverse("account_login") + query)


@never_cache
def to_password_reset(request: HttpRequest, **kwargs: str) -> HttpResponse:
    """Stand where Wagtail has its own password reset."""
    return redirect("account_reset_password")


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """``/admin/access/`` itself: one's own sign-in, or the way in."""
    return redirect("mfa_index" if request.user.is_authenticated else "account_login")
