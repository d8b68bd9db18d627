"""Error pages: in the reader's language, and able to stand without the database."""

from __future__ import annotations

from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from causeway.pages.context import reader_context
from causeway.pages.languages import LANGUAGES, language, negotiate
from causeway.pages.links import local_url
from causeway.pages.style import STYLE


def _language(request: HttpRequest) -> str:
    first = request.path.strip("/").partition("/")[0]
    return first if first in LANGUAGES else negotiate(request.headers.get("Accept-Language", ""))


def _answer(request: HttpRequest, status: int, title: str, sentences: list[str]) -> HttpResponse:
    code = _language(request)
    with translation.override(code):
        extra: dict[str, Any] = {"title": title, "sentences": sentences, "status": status}
        try:
            frame = reader_context(request, language=code, title=title, path="")
            template = "pages/error.html"
        except DatabaseError:
            # The plain page needs no query at all.
            frame = {"language": language(code), "style": STYLE, "home_url": local_url("", code)}
            template = "pages/error_plain.html"
        response = HttpResponse(render_to_string(template, {**frame, **extra}), status=status)
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = code
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400."""
    with translation.override(_language(request)):
        return _answer(request, 400, _("We could not read that request"), [_("Go back and try again.")])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403."""
    with translation.override(_language(request)):
        return _answer(request, 403, _("This page is not open to you"), [_("Ask an administrator if you need it.")])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: says what to do, and offers the nearest part of the site that exists."""
    code = _language(request)
    with translation.override(code):
        sentences = [
            _("The address may be mistyped, or the page has moved."),
            _("Use the search above, or start from one of these pages."),
        ]
        return _answer(request, 404, _("We cannot find that page"), sentences)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: plain, and without the database."""
    code = _language(request)
    with translation.override(code):
        html = render_to_string(
            "pages/error_plain.html",
            {
                "language": language(code),
                "style": STYLE,
                "home_url": local_url("", code),
                "title": _("Something went wrong on our side"),
                "sentences": [
                    _("Nothing you typed was kept."),
                    _("Please try again in a few minutes."),
                ],
                "status": 500,
            },
        )
    response = HttpResponse(html, status=500)
    response["Cache-Control"] = "no-store"
    return response
