"""Changing the law: all that belongs together in one transaction, checked as a whole before it counts."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save

from causeway.law import book
from causeway.law.models import LawState

#: The prefix of expressions this room works out for the facts.
PREFIX = "law"


@dataclass
class _Change:
    happened: bool = False


_open: ContextVar[_Change | None] = ContextVar("law_change", default=None)


@contextmanager
def changes_once() -> Iterator[None]:
    """Make several changes as one: in a transaction, one after another, and held against each other at the end.

    Inside another ``changes_once`` it does nothing of its own.

    Raises:
        LawDataError: at the end, when the law as a whole would contradict itself; nothing is changed then.
    """
    if _open.get() is not None:
        yield
        return
    held = _Change()
    token = _open.set(held)
    try:
        with transaction.atomic():
            _lock()
            yield
            if held.happened:
                book.entries().law()
                _renew()
    finally:
        _open.reset(token)


def _lock() -> None:
    """Let others who would change the law wait: each change is checked against what was there before it."""
    LawState.objects.get_or_create(pk=1)
    LawState.objects.select_for_update().get(pk=1)


def _renew() -> None:
    LawState(pk=1, stamp=secrets.token_hex(16)).save()
    transaction.on_commit(_recompute, robust=True)


def _recompute() -> None:
    """Have the numbers that facts take from the law worked out again."""
    from causeway.facts import api as facts_api

    facts_api.recompute(PREFIX)


def announce() -> None:
    """Note that something changed."""
    held = _open.get()
    if held is None:
        _renew()
    else:
        held.happened = True


def _saved(raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        announce()


def _deleted(**_kwargs: Any) -> None:
    announce()


def connect(models: Any) -> None:
    """Watch the models.

    Args:
        models: the models of this app.
    """
    for model in models:
        if model is not LawState:
            name = f"law-{model.__name__}"
            post_save.connect(_saved, sender=model, dispatch_uid=f"{name}-saved")
            post_delete.connect(_deleted, sender=model, dispatch_uid=f"{name}-deleted")
