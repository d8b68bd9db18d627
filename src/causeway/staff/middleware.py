"""Nobody sees anything of the admin before they have shown a second factor.

Readers' addresses are left alone: there, who is signed in is asked only if a view asks, and then the
same judgement holds, so that no page or document for staff opens with a password alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, HttpResponseRedirect
from django.middleware.locale import LocaleMiddleware
from django.urls import Resolver404, resolve, reverse
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from causeway.staff import sessions
from causeway.staff.sessions import Standing

if TYPE_CHECKING:
    from django.http import HttpRequest

STAFF_ADDRESS = re.compile(r"/admin(/|\Z)|/[a-z]{2,3}(-[a-z]{2,8})?/styleguide(/|\Z)")
ADMIN_ADDRESS = re.compile(r"/admin(/|\Z)")
ACCESS_PREFIX = "/admin/access/"
#: All that an account without a second factor may open, by the names of the addresses.
ENROLMENT = frozenset(
    {
        "access_home",
        "account_logout",
        "account_reauthenticate",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
        "wagtailadmin_logout",
    }
)
#: The editor asks these of its own accord every few seconds; they are not somebody's click.
BACKGROUND = frozenset({"wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release"})
#: Sign-in pages need no inline script, so they are allowed none; Wagtail's own pages cannot do without.
ACCESS_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def _judged(request: HttpRequest, user: Any) -> Any:
    if user.is_authenticated and sessions.standing(request, user) is not Standing.GOOD:
        return AnonymousUser()
    return user


class ReaderLocaleMiddleware(LocaleMiddleware):
    """Django's choice of language, for readers' addresses only.

    Staff choose theirs in their account: half a page in each of two languages helps nobody. And what
    is not found in the admin is not looked for again below a reader's language.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Choose the language of the answer."""
        if not ADMIN_ADDRESS.match(request.path_info):
            return super().process_request(request)
        translation.activate(settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = settings.LANGUAGE_CODE
        return None

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Say which language it is in.

        Django's own middleware would send an address it does not know to the same address below a language, and
        the 404 there would blame the reader for an address she never asked for.
        """
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


class SecondFactorMiddleware:
    """Sends staff to sign in or to enrol, and ends sessions that are over."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``, or say first what is missing."""
        asked = request.user
        if not STAFF_ADDRESS.match(request.path_info):
            request.user = SimpleLazyObject(lambda: _judged(request, asked))  # type: ignore[assignment]
            return self.get_response(request)
        response = (self._stop(request, asked) if asked.is_authenticated else None) or self.get_response(request)
        if request.path_info.startswith(ACCESS_PREFIX):
            response.headers.setdefault("Content-Security-Policy", ACCESS_POLICY)
            response.headers["Cache-Control"] = "no-store, private"
        return response

    def _stop(self, request: HttpRequest, user: Any) -> HttpResponse | None:
        """The answer that stands in the way, or None when the way is free."""
        name = _name_of(request)
        standing = sessions.standing(request, user)
        if standing is Standing.GOOD:
            if name not in BACKGROUND:
                sessions.touch(request)
            return None
        if standing is Standing.NO_FACTOR:
            if name in ENROLMENT:
                sessions.touch(request)
                return None
            return _send(request, reverse("mfa_index"), _("Your account needs a second factor first."))
        logout(request)
        if standing is Standing.OVER:
            why = _("Your time was up, so you were signed out. Sign in to go on.")
        else:
            why = _("Sign in again, this time with your second factor.")
        if name in {"account_login", "account_logout", "wagtailadmin_logout"}:
            return None
        messages.info(request, why)
        return _send(request, _login_address(request), why)


def _name_of(request: HttpRequest) -> str:
    try:
        return resolve(request.path_info).view_name
    except Resolver404:
        return ""


def _login_address(request: HttpRequest) -> str:
    # After a POST the same address would be asked for again without what was posted.
    query = "?" + urlencode({"next": request.get_full_path()}, safe="/") if request.method == "GET" else ""
    return reverse("account_login") + query


def _send(request: HttpRequest, address: str, sentence: str) -> HttpResponse:
    """Redirect a person; tell a script, which would follow the redirect and take the page for its answer."""
    script = request.headers.get("x-requested-with") == "XMLHttpRequest" or "json" in request.headers.get("accept", "")
    if script:
        return HttpResponse(sentence, status=403, content_type="text/plain; charset=utf-8")
    return HttpResponseRedirect(address)
