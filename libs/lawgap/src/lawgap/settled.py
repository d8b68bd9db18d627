"""The settled form of a file of law: the order of its fields, what stands on one line, what takes quotation marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from lawgap.faults import LawError, quoted
from lawgap.strictyaml import hidden_character

#: A flow mapping or list stands on one line where the line is no longer than this.
WIDTH = 112
#: The order of fields: of a file of each kind, then of the entries in it, by the field they stand in.
ORDER: Mapping[str, tuple[str, ...]] = {
    "standard": (
        *("standard", "title", "short", "adopted", "in_force", "sources", "note", "dimensions", "cells", "elements"),
    ),
    "instrument": ("instrument", "jurisdiction", "standard", "kind", "title", "url", "sources", "note", "provisions"),
    "bill": (
        *("bill", "jurisdiction", "standard", "title", "text", "date", "status", "sources", "repeals", "amends"),
        *("adds", "duties", "note"),
    ),
    "verdicts": ("jurisdiction", "standard", "verdicts", "views"),
    "records": ("instrument", "parts"),
}
_READING = ("kind", "scope", "doubtful", "doubtful_offence", "read_on", "put_forward_by", "review", "note")
_PROVISION = (
    *("code", "standard", "title", "summary", "valid_from", "valid_to", "max_penalty", "cite", "sources"),
    *_READING,
    "superseded",
)
ENTRIES: Mapping[str, tuple[str, ...]] = {
    "provisions": _PROVISION,
    "adds": _PROVISION,
    "superseded": _READING,
    "amends": ("code", "kind", "scope", "doubtful", "doubtful_offence", "max_penalty", "note"),
    "verdicts": (
        *("code", "element", "value", "as_of", "basis", "cites", "sources", "put_forward_by", "review", "supersedes"),
    ),
    "views": ("target", "holder", "holder_kind", "value", "text", "quote", "date", "sources"),
    "elements": ("code", "title", "text", "force", "sources"),
    "dimensions": ("code", "title", "values"),
    "values": ("code", "title"),
    "parts": ("part", "start_period", "sha256", "read_on", "language"),
    "max_penalty": ("years", "months", "life", "fine", "note"),
    "cite": ("url", "part", "checked", "start_period", "sha256", "language"),
    "review": ("by", "role", "on", "note"),
}
SCOPES = frozenset(("scope", "doubtful", "doubtful_offence"))
#: Lists of entries stand one below the other; of these two each entry takes one line where it fits.
_SHORT_ENTRIES = ("values", "cells")
#: Fields that hold a code or one word of a closed list stand without quotation marks.
_WORDS = frozenset(
    [
        "standard",
        "instrument",
        "jurisdiction",
        "kind",
        "code",
        "element",
        "value",
        "bill",
        "force",
        "target",
        "holder_kind",
        "supersedes",
    ]
)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*", re.ASCII)
#: What other readers take for something else than text.
_TAKEN = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"}


# --- Values on one line ---------------------------------------------------------------------------------


def quote(text: str) -> str:
    """Text between double quotation marks.

    Args:
        text: the text.

    Raises:
        LawError: when it holds a character that nobody can see, which no file may.
    """
    if hidden := hidden_character(text.replace("\n", " ").replace("\t", " ")):
        raise LawError(f"{quoted(text)} holds the invisible character U+{ord(hidden):04X}; delete it")
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in text) + '"'


def key(text: str) -> str:
    """The name of a field. "on", the day of a review, is one of ours; a language called "no" takes quotation marks."""
    return text if text == "on" else word(text)


def word(text: str) -> str:
    """A code without quotation marks where every reader takes it for text, else with them."""
    return text if _WORD.fullmatch(text) and text.lower() not in _TAKEN else quote(text)


def flow(value: Any, name: str = "") -> str:
    """A value on one line.

    Args:
        value: a dict, list or text.
        name: the field it stands in.

    Raises:
        LawError: when there is anything else in it.
    """
    if isinstance(value, str):
        return word(value) if name in _WORDS or (name in SCOPES and value == "any") else quote(value)
    if isinstance(value, Mapping):
        # The values of a scope are codes, whatever its dimensions are called.
        inside = "scope" if name in SCOPES else ""
        pairs = (
            f"{key(field)}: {flow(item, inside or field)}" for field, item in ordered(value, ENTRIES.get(name, ()))
        )
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list | tuple):
        items = (word(item) if isinstance(item, str) else flow(item, name) for item in value)
        return "[" + ", ".join(items) + "]"
    raise LawError(f"{quoted(repr(value))} is no text; every value is text, a list or a mapping")


def ordered(data: Mapping[str, Any], order: tuple[str, ...]) -> list[tuple[str, Any]]:
    """The fields in their settled order; those it does not have come last, as they stand."""
    for field in data:
        if not isinstance(field, str):
            raise LawError(f"{quoted(repr(field))} is no name of a field")
    known = [(name, data[name]) for name in order if name in data]
    return known + [(name, value) for name, value in data.items() if name not in order]


# --- Values over several lines --------------------------------------------------------------------------


def block_mapping(data: Mapping[str, Any], kind: str, indent: str) -> list[str]:
    """A mapping, one field below the other.

    Args:
        data: the mapping.
        kind: the kind of file it is, or the field it stands in.
        indent: what stands before each line.

    Returns:
        Its lines.
    """
    fields = ordered(data, (ORDER if not indent else ENTRIES).get(kind, ()))
    inside = "scope" if indent and kind in SCOPES else ""
    return [line for name, value in fields for line in entry(name, value, indent, inside)]


def entry(name: str, value: Any, indent: str, inside: str = "") -> list[str]:
    """A field with its name.

    Args:
        name: its name.
        value: what stands in it.
        indent: what stands before its line.
        inside: ``scope`` for a dimension of a scope.

    Returns:
        Its lines.
    """
    style = inside or name
    entries = isinstance(value, list | tuple) and any(not isinstance(item, str) for item in value)
    if not entries or not value:
        line = f"{indent}{key(name)}: {flow(value, style)}"
        if isinstance(value, str) or not value or len(line) <= WIDTH:
            return [line]
    lines = [f"{indent}{key(name)}:"]
    if isinstance(value, Mapping):
        return lines + block_mapping(value, style, indent + "  ")
    return lines + [line for item in value for line in list_item(item, style, indent + "  ")]


def list_item(value: Any, name: str, indent: str) -> list[str]:
    """An entry of a list.

    Args:
        value: what stands in it.
        name: the field that holds the list.
        indent: what stands before the dash.

    Returns:
        Its lines.
    """
    if isinstance(value, str):
        return [f"{indent}- {word(value)}"]
    line = f"{indent}- {flow(value, name)}"
    if not value or not isinstance(value, Mapping) or (name in _SHORT_ENTRIES and len(line) <= WIDTH):
        return [line]
    lines = block_mapping(value, name, indent + "  ")
    return [f"{indent}- {lines[0].lstrip(' ')}", *lines[1:]]
