"""The security headers of every answer, in one place.

Used by the middleware, by the pages served when Django cannot answer, and by the generated nginx
example, so that none of them can drift from the others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

ADMIN_PREFIX = "/admin/"
HSTS = "max-age=63072000; includeSubDomains; preload"
#: What a page for readers needs of the browser: nothing.
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "autoplay",
        "browsing-topics",
        "camera",
        "display-capture",
        "encrypted-media",
        "fullscreen",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "picture-in-picture",
        "publickey-credentials-get",
        "screen-wake-lock",
        "usb",
        "xr-spatial-tracking",
    )
)
#: Staff sign in with passkeys.
ADMIN_PERMISSIONS = PERMISSIONS.replace(
    "publickey-credentials-get=()", "publickey-credentials-create=(self), publickey-credentials-get=(self)"
)
COMMON: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def public_policy(style_hash: str = "") -> str:
    """Return the content security policy of pages for readers.

    Args:
        style_hash: ``sha256-…`` of the style sheet that is written into the page; empty when there is none.
    """
    style = f"'{style_hash}' 'self'" if style_hash else "'self'"
    return (
        f"default-src 'none'; style-src {style}; img-src 'self' data:; script-src 'self'; connect-src 'self'; "
        "manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


#: Wagtail's admin has inline scripts whose text differs from page to page, so no hash can name them;
#: it shows previews in a frame of its own, and pictures it has not uploaded yet.
ADMIN_POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; frame-src 'self'; media-src 'self'; "
    "manifest-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
)


def public_headers(style_hash: str = "", *, hsts: bool = False) -> dict[str, str]:
    """Return the headers of an answer to a reader.

    Args:
        style_hash: see ``public_policy``.
        hsts: whether browsers are told to use TLS only; for a public server behind TLS.
    """
    headers = {
        "Content-Security-Policy": public_policy(style_hash),
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": PERMISSIONS,
        **COMMON,
    }
    if hsts:
        headers["Strict-Transport-Security"] = HSTS
    return headers


def admin_headers(*, hsts: bool = False) -> dict[str, str]:
    """Return the headers of an answer to staff, below ``ADMIN_PREFIX``."""
    headers = {
        "Content-Security-Policy": ADMIN_POLICY,
        "X-Frame-Options": "SAMEORIGIN",
        # Under "no-referrer" browsers post forms with "Origin: null", which Django's CSRF check refuses.
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": ADMIN_PERMISSIONS,
        "Cache-Control": "no-store, private",
        **COMMON,
    }
    if hsts:
        headers["Strict-Transport-Security"] = HSTS
    return headers


def style_hash() -> str:
    """Return the hash of the inlined style sheet."""
    from causeway.pages.style import STYLE_HASH

    return STYLE_HASH


#: A view may be stricter or more exact in these; the others are the same for every answer.
OWN_CHOICE = frozenset({"Content-Security-Policy", "Cache-Control", "Cross-Origin-Resource-Policy"})


class SecurityHeadersMiddleware:
    """Puts the security headers on every answer that leaves Django."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        from django.conf import settings

        self.get_response = get_response
        hsts = bool(settings.SECURE_HSTS_SECONDS)
        self.public = public_headers(style_hash(), hsts=hsts)
        self.admin = admin_headers(hsts=hsts)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request`` and set its headers."""
        response = self.get_response(request)
        # A preview is made by a request of Wagtail's own to the page's address, and shown in a frame of the admin.
        staff = request.path.startswith(ADMIN_PREFIX) or getattr(request, "is_dummy", False)
        for name, value in (self.admin if staff else self.public).items():
            if name not in OWN_CHOICE or name not in response.headers:
                response.headers[name] = value
        return response
