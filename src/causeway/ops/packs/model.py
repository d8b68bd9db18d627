"""A pack in memory: what every file says, and on which line."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from causeway.ops.packs.body import Ref
from causeway.ops.packs.pagefile import PageFile

# Kinds of entries in the order of loading, and what one of them is called.
KINDS = {
    "source": "source",
    "fact": "fact",
    "text": "text",
    "law-standard": "standard",
    "law-instrument": "instrument",
    "law-bill": "bill",
    "law-verdict": "verdict",
    "law-view": "view",
    "decision": "decision",
    "binding": "binding",
    "figure": "figure",
    "ask": "ask",
    "event": "event",
    "calendar": "yearly date",
    "topic": "topic",
    "wording": "wording",
}


@dataclass(frozen=True)
class Entry:
    """One entry of a table file: a source, a fact, the words of a fact, a decision, an event, the organisation.

    ``kind`` is one of ``KINDS`` or ``organisation``.

    ``data`` has the shape the room that keeps it takes; ``lines`` the line of each field by its path, such as
    ``values[0].sources[1].source``.
    """

    kind: str
    key: str
    file: str
    line: int
    data: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)

    def at(self, path: str) -> int:
        """The line of a field, or of the nearest thing around it that has one."""
        while path:
            if path in self.lines:
                return self.lines[path]
            path = path.rpartition(".")[0] if "." in path else path.rpartition("[")[0]
        return self.line


@dataclass(frozen=True)
class Manifest:
    """``pack.yaml``."""

    name: str
    version: str = ""
    languages: tuple[str, ...] = ()
    required_languages: tuple[str, ...] = ()
    default_language: str = "en"
    organisation: dict[str, Any] = field(default_factory=dict)
    refs: tuple[Ref, ...] = ()
    lines: dict[str, int] = field(default_factory=dict)


@dataclass
class Pack:
    """Everything a pack's folder holds.

    ``files`` are the bytes by path, ``pages`` by (path, language), ``entries`` by (kind, key). The key of a ``text`` is
    ``FACT LANGUAGE``, that of a ``wording`` ``KEY VERSION``. ``refs`` are references of files that are not pages.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    manifest: Manifest = field(default_factory=lambda: Manifest(""))
    pages: dict[tuple[str, str], PageFile] = field(default_factory=dict)
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    refs: list[tuple[str, Ref]] = field(default_factory=list)

    def of(self, kind: str) -> list[Entry]:
        """The entries of a kind, in the order of their files and lines."""
        return sorted(
            (entry for entry in self.entries.values() if entry.kind == kind), key=lambda entry: (entry.file, entry.line)
        )

    def counts(self) -> dict[str, int]:
        """How much there is of each."""
        by_language: dict[str, int] = {}
        for _path, language in self.pages:
            by_language[language] = by_language.get(language, 0) + 1
        return {
            "files": len(self.files),
            "pages": len(self.pages),
            **{f"pages {language}": count for language, count in sorted(by_language.items())},
            **{f"{name}s": len(self.of(kind)) for kind, name in KINDS.items()},
        }


def sha256(content: bytes) -> str:
    """The fingerprint of a file."""
    return hashlib.sha256(content).hexdigest()
