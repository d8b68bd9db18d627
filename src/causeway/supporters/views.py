"""The pages of the sign-up. Each works without JavaScript, sets no cookie and holds no address in its address.

No GET changes anything: programs that check links for mail servers follow every one of them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from causeway.pages import api as pages
from causeway.supporters import catalogue, signup
from causeway.supporters.forms import TRAP, AddressForm, SignUpForm
from causeway.supporters.limits import network_of, signups
from causeway.supporters.origin import from_elsewhere
from causeway.supporters.retention import LEFT
from causeway.supporters.signup import Standing
from causeway.supporters.tokens import (
    CONFIRM_DAYS,
    TokenError,
    TokenExpiredError,
    leave_token,
    read_confirm_token,
    read_leave_token,
)

# An address and a handful of topics are a few hundred bytes.
LARGEST_BODY = 16 * 1024

View = Callable[..., HttpResponse]


class SeeOther(HttpResponseRedirect):
    """Go and read the answer there; the usual answer to a form."""

    status_code = 303


def _page(request: HttpRequest, template: str, title: str, status: int = 200, **context: Any) -> HttpResponse:
    """Draw a page of this room in the frame of the site."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    # Quoted anew: what was cut from a mail may hold anything, and goes into the links to the other languages.
    path = quote(request.path.strip("/").partition("/")[2], safe="/:")
    frame = pages.reader_context(request, language=language, title=title, path=path)
    own = {"heading": title, "confirm_days": CONFIRM_DAYS, "undo_days": LEFT.days}
    return render(request, f"supporters/{template}.html", {**frame, **own, **context}, status=status)


def _message(request: HttpRequest, status: int, title: str, *sentences: str, again: bool = True) -> HttpResponse:
    return _page(request, "message", title, status, sentences=sentences, again=again)


def form_post(*, own_pages_only: bool) -> Callable[[View], View]:
    """Guard a view that takes forms: small bodies, no CSRF cookie, never stored.

    Args:
        own_pages_only: refuse what a browser says comes from another site. Not for leaving: a mail
            provider posts that on the reader's behalf, and the link itself is the credential.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)
            if _length(request) > LARGEST_BODY:
                answer = _message(request, 413, _("That is too much"), _("Send only your address and the topics."))
            elif own_pages_only and from_elsewhere(request):
                answer = _message(
                    request,
                    403,
                    _("This form was sent from another website"),
                    _("To protect you we only accept it from our own page. Please fill it in here."),
                )
            else:
                answer = view(request, *args, **kwargs)
            answer["Cache-Control"] = "no-store"
            return answer

        return guarded

    return decorate


def private(view: View) -> View:
    """A page behind a link from a mail: kept out of search engines and caches."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer = view(request, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        answer["X-Robots-Tag"] = "noindex, nofollow"
        return answer

    return guarded


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


@form_post(own_pages_only=True)
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    """Show the form; take it; or, from the small form of a footer, show it with the address filled in."""
    language = translation.get_language() or settings.LANGUAGE_CODE
    today = timezone.localdate()
    if request.method != "POST":
        return _form(request, SignUpForm(language=language, today=today))
    form = SignUpForm(request.POST, language=language, today=today)
    if not form.is_open:
        return _form(request, form, status=503)
    if request.POST.get("step") == "topics":
        # From a footer: nothing is stored, and there is nothing to complain about but the address.
        address = AddressForm(request.POST)
        return _form(request, form, status=200 if address.is_valid() else 422, errors=address.errors)
    if not form.is_valid():
        return _form(request, form, status=422, errors=form.errors)
    wait = signups.wait(network_of(request), settings.SIGNUPS_PER_HOUR)
    if wait:
        minutes = max(1, round(wait / 60))
        answer = _message(
            request,
            429,
            _("Too many sign-ups from your network"),
            translation.ngettext(
                "Nothing was stored. Please try again in %(minutes)s minute.",
                "Nothing was stored. Please try again in %(minutes)s minutes.",
                minutes,
            )
            % {"minutes": minutes},
            again=False,
        )
        answer["Retry-After"] = str(wait)
        return answer
    assert form.agreed is not None  # noqa: S101 - a form without it is not valid
    data = form.cleaned_data
    signup.receive(data["email"], data["topics"], language, form.agreed, timezone.now())
    return SeeOther(reverse("supporters:received"))


def _form(request: HttpRequest, form: SignUpForm, status: int = 200, errors: Any = None) -> HttpResponse:
    if not form.is_open:
        return _message(
            request,
            status,
            _("News by e-mail"),
            _("You cannot sign up for news yet. Please come back later."),
            again=False,
        )
    errors = {name: messages[0] for name, messages in (errors or {}).items()}
    return _page(
        request,
        "sign_up",
        _("News by e-mail"),
        status,
        form=form,
        errors=errors,
        title_prefix=_("Error: ") if errors else "",
        wording=form.in_force,
        trap=TRAP,
        trapped=form.is_trapped and status == 422,
    )


@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """Say what happens next; the same for every address."""
    answer = _page(request, "received", _("We have your sign-up"))
    answer["X-Robots-Tag"] = "noindex"
    return answer


@private
@form_post(own_pages_only=True)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for the press of a button; on the press, confirm."""
    now = timezone.now()
    try:
        found = read_confirm_token(token, now)
    except TokenExpiredError:
        return _too_old(request)
    except TokenError:
        return _unknown_link(request)
    if request.method == "POST":
        if signup.confirm(found, now).state == "gone":
            return _too_old(request)
        return SeeOther(request.path)
    standing = signup.standing_of_request(found, now)
    if standing.state == "waiting":
        return _page(request, "confirm", _("One more step: press the button"), topics=_words(standing))
    if standing.state == "on":
        return _page(
            request,
            "on_list",
            _("You are signed up"),
            topics=_words(standing),
            leave_url=reverse("supporters:leave", args=[leave_token(standing.email_hash)]),
        )
    if standing.state == "left":
        return _message(
            request,
            200,
            _("You are not on our list"),
            _("You signed up with this link and left later. We send you nothing."),
        )
    return _too_old(request)


@private
@form_post(own_pages_only=False)
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Show what somebody gets and the button to stop it; on the press, stop it.

    A mail provider's one-click request (RFC 8058) is any POST that does not come from our own buttons. It is
    answered at once and without a redirect, as that standard asks.
    """
    try:
        email_hash = read_leave_token(token)
    except TokenError:
        return _unknown_link(request)
    if request.method != "POST":
        return _leave_page(request, signup.standing_of_address(email_hash))
    now, wish = timezone.now(), request.POST.get("do", "")
    if wish in {"rejoin", "topics"}:
        if from_elsewhere(request):
            return _leave_page(request, signup.standing_of_address(email_hash))
        if wish == "rejoin":
            signup.rejoin(email_hash, now)
        else:
            signup.keep_only(email_hash, request.POST.getlist("topics"), now)
        return SeeOther(request.path)
    standing = signup.leave(email_hash, now)
    return SeeOther(request.path) if wish == "leave" else _leave_page(request, standing)


def _leave_page(request: HttpRequest, standing: Standing) -> HttpResponse:
    titles = {
        "on": _("Your news by e-mail"),
        "waiting": _("Your news by e-mail"),
        "left": _("You have left our list"),
        "gone": _("You are not on our list"),
    }
    return _page(request, "leave", titles[standing.state], state=standing.state, topics=_words(standing))


def _words(standing: Standing) -> list[catalogue.TopicChoice]:
    language = translation.get_language() or settings.LANGUAGE_CODE
    return catalogue.topics(language, keys=standing.topics) if standing.topics else []


def _too_old(request: HttpRequest) -> HttpResponse:
    return _message(
        request,
        410,
        _("This link is too old"),
        _("A link to confirm works for %(days)s days, then we delete the address. Please sign up again.")
        % {"days": CONFIRM_DAYS},
    )


def _unknown_link(request: HttpRequest) -> HttpResponse:
    return _message(
        request,
        404,
        _("This link does not work"),
        _("Perhaps it was cut in two on its way. Copy the whole link from the mail, or sign up again."),
    )
