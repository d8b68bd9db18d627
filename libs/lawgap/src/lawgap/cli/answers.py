"""What a subcommand gives back: the same answer for machines and for people, with its exit status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from lawgap.faults import Fault

#: Exit statuses of an answer: done; something is unsigned or stale; the files are at fault.
DONE, UNSIGNED, BAD_INPUT = 0, 1, 2


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes:
        data: what ``--json`` prints; its shape is in ``lawgap.schemas``.
        told: returns what is printed otherwise.
        status: the exit status.
        faults: what is said on standard error, whatever is printed.
    """

    data: dict[str, Any]
    told: Callable[[], str]
    status: int = DONE
    faults: tuple[Fault, ...] = ()
