"""What a subcommand gives back: the same answer for machines and for people, with its exit status."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from darkfigure.cli.screen import Screen

#: Exit statuses of an answer. That something cannot be estimated is one.
DONE, NOT_ESTIMABLE = 0, 3


@dataclass(frozen=True)
class Answer:
    """An answer.

    Attributes:
        data: what ``--json`` prints; its shape is in ``darkfigure.schemas``.
        told: returns what is printed otherwise.
    """

    data: dict[str, Any]
    told: Callable[[Screen], str]

    @property
    def status(self) -> int:
        """The exit status."""
        return DONE if self.data["status"] == "ok" else NOT_ESTIMABLE
