"""Entries as files write them: an instrument taken apart into provisions and readings and put together again.

No Django here. The order of fields is that of the files, so that an entry written out reads like one by hand whatever
order a database keeps.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

Data = dict[str, Any]

#: What belongs to a reading and not to the provision it reads.
READING_FIELDS: Final = (
    "kind", "scope", "doubtful", "doubtful_offence", "read_on", "put_forward_by", "review", "note",
)  # fmt: skip
_PROVISION_FIELDS: Final = (
    "code", "standard", "title", "summary", "valid_from", "valid_to", "max_penalty", "cite", "sources",
)  # fmt: skip
#: The order of fields of each kind of entry.
ORDER: Final[Mapping[str, tuple[str, ...]]] = {
    "law-standard": ("standard", "title", "short", "adopted", "in_force", "sources", "note", "dimensions", "cells",
                     "elements"),
    "law-instrument": ("instrument", "jurisdiction", "standard", "kind", "title", "url", "sources", "note",
                       "provisions"),
    "law-bill": ("bill", "jurisdiction", "standard", "title", "text", "date", "status", "sources", "repeals", "amends",
                 "adds", "duties", "note"),
    "law-verdict": ("code", "jurisdiction", "standard", "element", "value", "as_of", "basis", "cites", "sources",
                    "put_forward_by", "review", "supersedes"),
    "law-view": ("key", "jurisdiction", "standard", "target", "holder", "holder_kind", "value", "text", "quote", "date",
                 "sources"),
    "decision": ("key", "series", "order", "parties", "citation", "court", "date", "outcome", "note", "sources"),
    "binding": ("key", "title", "status", "text", "order", "sources"),
    "provision": (*_PROVISION_FIELDS, *READING_FIELDS, "superseded"),
    "reading": READING_FIELDS,
}  # fmt: skip


@dataclass
class ProvisionParts:
    """A provision without its readings, and these, the oldest first."""

    own: Data
    readings: list[Data] = field(default_factory=list)


def ordered(kind: str, data: Mapping[str, Any]) -> Data:
    """An entry with its fields in the order of the files; fields nobody knows come last.

    Args:
        kind: one of ``ORDER``.
        data: the entry.
    """
    known = ORDER[kind]
    return {name: data[name] for name in (*known, *(name for name in data if name not in known)) if name in data}


def take_apart(provision: Mapping[str, Any]) -> ProvisionParts:
    """Part a provision from its readings; the reverse of :func:`put_together`.

    Args:
        provision: as its file says it.

    Returns:
        What is the provision's own. An empty list of earlier readings stays with it, so that it comes back.
    """
    own = {name: value for name, value in provision.items() if name not in READING_FIELDS and name != "superseded"}
    earlier = provision.get("superseded")
    if "superseded" in provision and not earlier:
        own["superseded"] = earlier
    standing = {name: provision[name] for name in READING_FIELDS if name in provision}
    return ProvisionParts(own, [*(dict(reading) for reading in earlier or ()), standing])


def put_together(parts: ProvisionParts) -> Data:
    """A provision as its file says it.

    Args:
        parts: what :func:`take_apart` made, or what a database keeps of it.
    """
    *earlier, standing = parts.readings or [{}]
    found = {**parts.own, **standing}
    if earlier:
        found["superseded"] = [ordered("reading", reading) for reading in earlier]
    return ordered("provision", found)


def view_key(view: Mapping[str, Any], number: int = 1) -> str:
    """The key of a view whose file gives it none: where, on what, whose, when.

    Args:
        view: the entry, with ``jurisdiction``.
        number: the how manieth view of that description it is, from 1.
    """
    if view.get("key"):
        return str(view["key"])
    parts = [str(view.get(name) or "") for name in ("jurisdiction", "target", "holder_kind", "date")]
    return ":".join([*filter(None, parts), *([str(number)] if number > 1 else [])])


def view_keys(views: list[Data]) -> list[str]:
    """The key of each of some views, in their order; equal descriptions are numbered.

    Args:
        views: all views of a place, in the order of their file.
    """
    seen: dict[str, int] = {}
    found = []
    for view in views:
        plain = view_key(view)
        seen[plain] = seen.get(plain, 0) + 1
        found.append(view_key(view, seen[plain]))
    return found


def not_text(data: Any, path: str = "") -> Iterator[str]:
    """The places in an entry where something stands that is neither text nor a list nor a mapping.

    Args:
        data: the entry.
        path: where it stands.
    """
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from not_text(value, f"{path}.{name}" if path else str(name))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from not_text(value, f"{path}[{number}]")
    elif not isinstance(data, str):
        yield path


def sources_in(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every source an entry names, as pairs of its place and the source's key.

    Args:
        data: the entry; ``sources`` is a list of keys, or of mappings with ``source`` and ``place``.
        path: where it stands.
    """
    if isinstance(data, Mapping):
        for name, value in data.items():
            inner = f"{path}.{name}" if path else str(name)
            if name == "sources":
                yield from _cited(value, inner)
            else:
                yield from sources_in(value, inner)
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from sources_in(value, f"{path}[{number}]")


def _cited(value: Any, path: str) -> Iterator[tuple[str, str]]:
    for number, item in enumerate(value if isinstance(value, list) else [value]):
        place = f"{path}[{number}]"
        if isinstance(item, Mapping):
            yield f"{place}.source", str(item.get("source", ""))
        elif isinstance(item, str) and item:
            yield place, item
