"""Keeps the page store as new as the database: what changes the site swaps the generation on commit."""

from __future__ import annotations

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction

from causeway.ops.front import KEEP
from causeway.ops.headers import public_headers, style_hash
from causeway.ops.release import release_mark
from causeway.ops.store import PageStore

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

log = logging.getLogger("causeway.freshness")


@lru_cache(maxsize=4)
def _store_at(root: Path) -> PageStore:
    return PageStore(root, release=release_mark())


def page_store() -> PageStore:
    """Return the page store of this site."""
    return _store_at(Path(settings.PAGE_STORE))


class _Held(threading.local):
    """What this thread still has to swap, and how many callers wait with it."""

    depth = 0
    changed = False


_held = _Held()


def announce() -> None:
    """Note that a change is about to be committed; call it before the change is written."""
    page_store().mark_pending()


def swap_after_commit() -> None:
    """Swap the page store once the present transaction is committed; at once when there is none.

    A transaction that is rolled back swaps nothing. Any number of calls make one swap.
    """
    announce()
    connection = transaction.get_connection()
    if connection.in_atomic_block and any(_committed in waiting for waiting in connection.run_on_commit):
        return
    transaction.on_commit(_committed, robust=True)


def _committed() -> None:
    if _held.depth:
        _held.changed = True
    else:
        swap()


def swap() -> None:
    """Swap now."""
    _held.changed = False
    generation = page_store().swap()
    if generation is None:
        log.error("page store stopped", extra={"errno": page_store().last_errno})


@contextlib.contextmanager
def one_swap() -> Iterator[None]:
    """Make all changes committed inside into one swap, done at the end (also when an error ends it)."""
    _held.depth += 1
    try:
        yield
    finally:
        _held.depth -= 1
        if not _held.depth and _held.changed:
            swap()


def set_time_zone(name: str) -> None:
    """Say in which time zone the site's days end."""
    if page_store().set_zone(name):
        swap_after_commit()


def renew_process_caches() -> None:
    """Forget what this process remembers of the site; another process may have changed it."""
    from wagtail.models import Site

    Site.clear_site_root_paths_cache()


class StoreMiddleware:
    """Tells the page store which answers are the same for every reader, and swaps before staff hear 'published'.

    It stands outside the other middleware (but for the log): it sees the answer as it leaves.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.same = public_headers(style_hash(), hsts=bool(settings.SECURE_HSTS_SECONDS))

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request``; a change it made is in the store when this returns."""
        with one_swap():
            response = self.get_response(request)
        session = getattr(request, "session", None)
        request.META[KEEP] = (
            not getattr(response, "streaming", False)
            and not response.cookies
            # Whoever looked into the session or made a token has made a personal page, whatever its headers say.
            and not (session is not None and session.accessed)
            and "CSRF_COOKIE" not in request.META
            # nginx sends these headers for every stored page, so a page with others cannot be one.
            and all(response.headers.get(name) == value for name, value in self.same.items())
        )
        return response
