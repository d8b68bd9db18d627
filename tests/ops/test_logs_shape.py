from __future__ import annotations

import json
import logging
import sys

from causeway.ops.logs import AllowListFormatter

CANARY = "canary-7f3a@example.org 203.0.113.77"


def line(name: str = "causeway.test", msg: object = "event", args: tuple[object, ...] = (), **extra: object) -> str:
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, msg, args, None)
    record.__dict__.update(extra)
    return AllowListFormatter().format(record)


def test_allowed_fields_are_written_and_all_others_left_out() -> None:
    written = json.loads(line(status=404, route="wagtail_serve", path=f"/x/{CANARY}", agent=CANARY))
    assert written["event"] == "event"
    assert written["status"] == 404
    assert written["route"] == "wagtail_serve"
    assert set(written) == {"time", "level", "event", "status", "route"}


def test_an_allowed_field_with_the_wrong_shape_is_left_out() -> None:
    text = line(route=f"/en/{CANARY}", status=CANARY, method=CANARY, staff=CANARY, fact=CANARY)
    assert CANARY not in text
    assert set(json.loads(text)) == {"time", "level", "event"}


def test_text_of_messages_never_gets_through() -> None:
    for name in ("causeway.x", "django.request", "some.library"):
        assert "canary" not in line(name, f"Not Found: /{CANARY}")
        assert "canary" not in line(name, "Not Found: %s", (CANARY,))
    assert json.loads(line("some.library", "Not Found: %s", ("x",)))["event"] == "message"


def test_an_exception_shows_its_class_and_places_but_not_its_words() -> None:
    try:
        raise ValueError(CANARY)
    except ValueError:
        record = logging.LogRecord("causeway.x", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())
    text = AllowListFormatter().format(record)
    assert "canary" not in text
    written = json.loads(text)
    assert written["error"] == "builtins.ValueError"
    assert any("test_logs_shape.py" in place for place in written["places"])
