"""How far a value may be relied on, and whether a reader may see it. No Django."""

from __future__ import annotations

import datetime
from enum import StrEnum
from typing import Protocol

CONFIDENCES = ("H", "M", "L", "UNVERIFIED", "derived")
MODES = ("banner", "hide")
#: A review that falls due within so many days is shown to staff beforehand.
DUE_SOON_DAYS = 30


class Status(StrEnum):
    """The four states of a value."""

    VERIFIED = "verified"
    OVERDUE = "overdue"
    UNVERIFIED = "unverified"
    UNCONFIRMED = "unconfirmed"


class Checked(Protocol):
    """What the status of a value depends on."""

    @property
    def confidence(self) -> str: ...

    @property
    def checked_by(self) -> str: ...

    @property
    def review_by(self) -> datetime.date | None: ...


def status_of(value: Checked | None, today: datetime.date) -> Status:
    """How far a value may be relied on today.

    Args:
        value: the value, or ``None`` when a fact has none.
        today: the day on which a reader sees it.

    Returns:
        ``unconfirmed`` when no source was read, ``unverified`` when no named person
        checked it or its only source is weak, ``overdue`` when its review date has
        passed, else ``verified``. A value nobody checked is ``unverified`` first,
        whatever its review date says.
    """
    if value is None or value.confidence not in CONFIDENCES or value.confidence == "UNVERIFIED":
        return Status.UNCONFIRMED
    if not value.checked_by.strip() or value.confidence == "L":
        return Status.UNVERIFIED
    if value.review_by is not None and value.review_by < today:
        return Status.OVERDUE
    return Status.VERIFIED


def is_shown(status: Status, *, mode: str, public: bool) -> bool:
    """Whether readers may see a value.

    Args:
        status: how far it may be relied on.
        mode: ``banner`` or ``hide``; anything else counts as ``hide``.
        public: whether the fact is for readers at all.
    """
    if not public or status is Status.UNCONFIRMED:
        return False
    return status is Status.VERIFIED or mode == "banner"
