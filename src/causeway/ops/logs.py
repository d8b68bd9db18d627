"""Logs that cannot give a reader away: one JSON line an event, made only of fields named here.

A field that is not in ``FIELDS``, or whose value does not have the shape stated there, is left
out. The text of a message and the arguments of an exception are never written, because that is
where addresses, search terms and names end up: an event has a code, and an error has its class
and the places in the code it passed through.
"""

from __future__ import annotations

import contextvars
import json
import logging
import re
import secrets
import sys
import threading
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

EVENT = re.compile(r"[a-z][a-z0-9]*(?:[._ -][a-z0-9]+)*")
OWN_LOGGERS = "causeway"
PACKAGE_DIR = Path(__file__).resolve().parent.parent
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT"})


def _matches(pattern: str) -> Callable[[object], object]:
    shape = re.compile(pattern)

    def read(value: object) -> object:
        return value if isinstance(value, str) and shape.fullmatch(value) else None

    return read


def _whole(value: object) -> object:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else _whole(value)


#: Every field a line may hold beside time, level and event, and the shape its value must have.
#: ``route`` is the name of an address pattern, never an address; ``staff`` is the number of a staff account.
FIELDS: Mapping[str, Callable[[object], object]] = {
    "request": _matches(r"[0-9a-f]{16}"),
    "method": lambda value: value if value in METHODS else None,
    "route": _matches(r"[A-Za-z0-9_:.-]{1,120}"),
    "status": _whole,
    "ms": _number,
    "staff": _whole,
    "count": _whole,
    "seconds": _number,
    "fact": _matches(r"[a-z0-9.-]{1,120}"),
    "language": _matches(r"[a-z]{2,3}(-[a-z]{2,8})?"),
    "generation": _matches(r"[0-9a-z-]{1,80}"),
    "job": _matches(r"[a-z0-9_.-]{1,60}"),
    "child": _matches(r"[a-z0-9_-]{1,20}"),
    "errno": _whole,
}

_context: contextvars.ContextVar[Mapping[str, object] | None] = contextvars.ContextVar("log_context", default=None)


def _places(trace: TracebackType | None, keep: int = 6) -> list[str]:
    """File, line and function of the innermost frames: code, not data."""
    places = []
    for frame in traceback.extract_tb(trace)[-keep:]:
        parts = Path(frame.filename).parts
        places.append(f"{'/'.join(parts[-3:])}:{frame.lineno} {frame.name}")
    return places


class AllowListFormatter(logging.Formatter):
    """Writes a record as one JSON line of allowed fields only."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line for ``record``; its message's arguments and exception text stay out."""
        own = record.name.split(".", 1)[0] == OWN_LOGGERS
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.msg
            if own and isinstance(record.msg, str) and len(record.msg) <= 60 and EVENT.fullmatch(record.msg)
            else "message",
        }
        if line["event"] == "message":
            # Someone else's text: say where it was written, so that it can be read in the code.
            line["logger"] = record.name
            line["place"] = f"{record.module}:{record.lineno}"
        held = {**(_context.get() or {}), **record.__dict__}
        for name, read in FIELDS.items():
            value = read(held.get(name))
            if value is not None:
                line[name] = value
        if record.exc_info and record.exc_info[0] is not None:
            kind = record.exc_info[0]
            line["error"] = f"{kind.__module__}.{kind.__qualname__}"
            line["places"] = _places(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


class RequestLogMiddleware:
    """Logs each answered request by the name of its route, and gives its log lines one request number."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self.log = logging.getLogger("causeway.request")

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer ``request`` and log route, method, status, time taken and staff number."""
        if getattr(request, "is_dummy", False):
            # Wagtail's own, inside a request of the editor's that is logged.
            return self.get_response(request)
        began = time.perf_counter()
        token = _context.set({"request": secrets.token_hex(8)})
        try:
            response = self.get_response(request)
            fields: dict[str, Any] = {
                "method": request.method,
                "status": response.status_code,
                "ms": round((time.perf_counter() - began) * 1000, 1),
            }
            match = request.resolver_match
            if match is not None:
                # view_name is what urls.py calls the pattern; the matched text never comes into it.
                fields["route"] = match.view_name or getattr(match.func, "__name__", "")
            # Only when a view has already asked who this is: asking here would open a session for a reader.
            user = request.__dict__.get("_cached_user")
            if user is not None and user.is_authenticated:
                fields["staff"] = user.pk
            level = logging.ERROR if response.status_code >= 500 else logging.INFO
            self.log.log(level, "request", extra=fields)
            return response
        finally:
            _context.reset(token)


def install_hooks() -> None:
    """Send what Python would print as a bare traceback through the allow-list as well."""
    log = logging.getLogger("causeway.process")

    def uncaught(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.exit(130)
        log.critical("uncaught", exc_info=(kind, fault, trace))

    def uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
        if args.exc_type is not SystemExit and args.exc_value is not None:
            log.critical("uncaught", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))

    sys.excepthook = uncaught
    threading.excepthook = uncaught_in_thread
    logging.captureWarnings(capture=True)


#: ``LOGGING`` of the settings, and what Granian is given: everything through one formatter to stderr.
CONFIG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "causeway.ops.logs.AllowListFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "causeway": {"level": "INFO"},
        # Django's own handlers would mail or print messages as they are.
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        # Our own line for the request already says 4xx; a traceback of a 5xx is wanted.
        "django.request": {"level": "ERROR"},
        "_granian": {"handlers": [], "level": "WARNING", "propagate": True},
        "granian.access": {"handlers": [], "level": "CRITICAL", "propagate": False},
    },
}
