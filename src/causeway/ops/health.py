"""Is the process alive, and can it do its work? Neither answer names a version, a path or a count."""

from __future__ import annotations

import ipaddress
import logging
import secrets
import shutil
from collections.abc import Callable
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

if TYPE_CHECKING:
    from django.http import HttpRequest

log = logging.getLogger("causeway.health")

#: Share of the disk that has to be free, and the bytes that are enough on a large disk.
FREE_SHARE, FREE_BYTES = 0.10, 2 * 1024**3


def _text(body: str, status: int = 200) -> HttpResponse:
    return HttpResponse(body + "\n", status=status, content_type="text/plain; charset=utf-8")


@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """Answer that the process runs; asks nothing else."""
    return _text("ok")


def database_writes() -> bool:
    """Whether the database takes a write (which is then undone) and has every table the code expects."""
    from django.contrib.sessions.models import Session
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    with transaction.atomic():
        Session.objects.create(session_key=f"ready{secrets.token_hex(12)}", session_data="", expire_date=timezone.now())
        transaction.set_rollback(True)
    return True


def disk_has_room() -> bool:
    """Whether the disk that holds DATA has room for more."""
    usage = shutil.disk_usage(settings.DATA)
    return usage.free > min(usage.total * FREE_SHARE, FREE_BYTES)


CHECKS: tuple[tuple[str, Callable[[], bool]], ...] = (
    ("database", database_writes),
    ("disk", disk_has_room),
)


def _from_this_machine(request: HttpRequest) -> bool:
    """Whether the request was made here, and not handed on by a proxy for someone else."""
    if "HTTP_X_FORWARDED_FOR" in request.META or "HTTP_FORWARDED" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        # A Unix socket has no address: whoever can open it is on this machine.
        return request.META.get("REMOTE_ADDR", "") == ""


@never_cache
def ready(request: HttpRequest) -> HttpResponse:
    """Answer 200 when the site can take work, 503 with the names of what fails when it cannot.

    Other machines get no answer, because the check writes to the database.
    """
    if not _from_this_machine(request):
        return _text("asked from this machine only", status=403)
    failing = []
    for name, check in CHECKS:
        try:
            good = check()
        except Exception:
            log.exception("not ready", extra={"job": name})
            good = False
        if not good:
            failing.append(name)
    return _text("ready") if not failing else _text("not ready: " + ", ".join(failing), status=503)
