"""What is wrong with entries of the law: every fault, by kind, key and field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in what kind of entry, under which key, in which field (empty for the whole), and what."""

    kind: str
    key: str
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.kind} {self.key or '(no key)'}" if self.kind else "the law"
        return f"{place}: {self.field} {self.message}" if self.field else f"{place}: {self.message}"


class LawDataError(ValueError):
    """Nothing was changed; ``faults`` says why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))
