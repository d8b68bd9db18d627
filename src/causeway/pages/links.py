"""Addresses of pages: the same path in every language, whether or not the page is translated yet."""

from __future__ import annotations

from typing import Any


def path_in_site(page: Any) -> str:
    """The address of a page below the language, without outer slashes; empty for a home page."""
    return str(page.url_path).strip("/").partition("/")[2]


def local_url(path: str, code: str) -> str:
    """The address of a path in a language.

    Args:
        path: the address below the language, such as ``get-help/legal-help``.
        code: a language of the site.
    """
    path = path.strip("/")
    return f"/{code}/{path}/" if path else f"/{code}/"
