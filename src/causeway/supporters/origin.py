"""Was a form sent from our own page? Asked without a cookie.

Readers get no cookie, so there is no CSRF token either, and none is needed to protect a login that does
not exist. What is left to prevent is another site making its visitors sign up addresses here.
Browsers say where a form comes from: ``Sec-Fetch-Site`` (all since 2023, on TLS and on this machine), else
``Origin``. Old phones send neither, and since our pages send no referrer a browser may say
``Origin: null`` of our own form; so only a positive 'from elsewhere' is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from django.http import HttpRequest


def from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser says that another site made this request.

    Args:
        request: a request that would change something.
    """
    site = request.headers.get("Sec-Fetch-Site", "").strip().lower()
    if site:
        return site not in {"same-origin", "none"}
    origin = request.headers.get("Origin", "").strip()
    if origin in {"", "null"}:
        return False
    try:
        return urlsplit(origin).netloc.lower() != request.get_host().lower()
    except ValueError:
        return True
