"""One signal for "what readers see of facts has changed", sent once for each change or each load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal

#: Sent after any save or delete of a source, a fact, its values, its words, a figure, or the display setting.
facts_changed = Signal()

_held: ContextVar[list[bool] | None] = ContextVar("facts_changed_held", default=None)
WATCHED = frozenset({"Source", "Fact", "FactValue", "ValueSource", "FactText", "FactUse", "FactDisplay", "Figure"})


def announce() -> None:
    """Say that facts changed; inside ``once`` it is said at the end."""
    held = _held.get()
    if held is None:
        facts_changed.send(sender="facts")
    else:
        held.append(True)


@contextmanager
def once() -> Iterator[None]:
    """Send one signal for everything saved inside, and none when nothing was or when it failed."""
    if _held.get() is not None:
        yield
        return
    held: list[bool] = []
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
    if held:
        announce()


def _saved(sender: Any, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        announce()


def _deleted(sender: Any, **_kwargs: Any) -> None:
    announce()


def connect(models: Any) -> None:
    """Watch the models.

    Args:
        models: the models of this app.
    """
    for model in models:
        if model.__name__ in WATCHED:
            name = f"facts-{model.__name__}"
            post_save.connect(_saved, sender=model, dispatch_uid=f"{name}-saved")
            post_delete.connect(_deleted, sender=model, dispatch_uid=f"{name}-deleted")
