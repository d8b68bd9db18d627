"""Readers are not followed: no cookie leaves on a public address, and no answer varies by one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

STAFF_PREFIXES = ("/admin/", "/documents/")


class ReaderMiddleware:
    """Stands outside the session middleware and has the last word on cookies."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            response = self.get_response(request)
        finally:
            # The frame of a page sets the organisation's time zone; the next request of this thread starts afresh.
            timezone.deactivate()
        if request.path.startswith(STAFF_PREFIXES) or "/styleguide/" in request.path:
            return response
        response.cookies.clear()
        varies = [name.strip() for name in response.get("Vary", "").split(",") if name.strip()]
        varies = [name for name in varies if name.lower() != "cookie"]
        if varies:
            response["Vary"] = ", ".join(varies)
        elif "Vary" in response:
            del response["Vary"]
        return response
