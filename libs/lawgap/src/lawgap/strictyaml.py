"""YAML as people write it and nothing clever: every scalar is text, every node knows its line.

PyYAML's own loaders turn ``no`` into False and ``2016-11-16`` into a date, keep the last of two equal keys without a
word, and expand an alias bomb when it is walked. Only its events are used here; aliases, anchors, tags, directives,
several documents, duplicate keys and deep nesting are refused.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from lawgap.faults import Fault, LawError, quoted

#: Bytes of one file. The longest real instrument mapped so far has 30 kB.
MAX_BYTES = 2 * 1024 * 1024
MAX_DEPTH = 12
MAX_NODES = 400_000
#: Characters that make text look other than it is: bidirectional overrides and invisible marks, beside controls.
_HIDDEN = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\u2028\u2029")
_MENDED = {"\r": "Windows line ends; save the file with plain ones", "\t": "a tab; write spaces"}

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(slots=True)
class Text:
    """A scalar, as written."""

    value: str
    line: int = 0


@dataclass(slots=True)
class Items:
    """A list."""

    items: list[Node]
    line: int = 0


@dataclass(slots=True)
class Fields:
    """A mapping; ``lines`` holds the line of each key."""

    items: dict[str, Node]
    line: int = 0
    lines: dict[str, int] = field(default_factory=dict)

    def line_of(self, name: str) -> int:
        """The line of a field, or of the mapping when it has none."""
        return self.lines.get(name, self.line)


Node = Text | Items | Fields


def read_bytes(content: bytes, file: str) -> Node:
    """Read one document.

    Args:
        content: the file's bytes, UTF-8.
        file: its name, for faults.

    Returns:
        The root node.

    Raises:
        LawError: when it is no such document; each fault has its line.
    """
    if len(content) > MAX_BYTES:
        raise LawError([Fault(file, 0, f"larger than {MAX_BYTES // 1024**2} MB; split it")])
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content[: fault.start].count(b"\n") + 1
        raise LawError(
            [Fault(file, line, "this is not UTF-8; save the file as UTF-8 without a byte order mark")]
        ) from None
    if text.startswith("\ufeff"):
        raise LawError([Fault(file, 1, "begins with a byte order mark; save the file as UTF-8 without one")])
    if not text.isascii() or not text.isprintable():
        _refuse_hidden(text, file)
    reader = _Reader(text, file)
    try:
        root = reader.document()
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        what = " ".join(part for part in (fault.context, fault.problem) if part)
        message = f"this is not YAML: {what}; check quotes, colons and indentation"
        raise LawError([Fault(file, mark.line + 1 if mark else 1, message)]) from None
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        if isinstance(fault, LawError):
            raise
        raise LawError([Fault(file, 1, f"this is not YAML: {quoted(str(fault), 200)}")]) from None
    if reader.faults:
        raise LawError(reader.faults)
    return root


def _refuse_hidden(text: str, file: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if line.isascii() and line.isprintable():
            continue
        if char := hidden_character(line):
            what = _MENDED.get(char, "delete it")
            raise LawError([Fault(file, number, f"holds the invisible character U+{ord(char):04X}; {what}")])


def hidden_character(text: str) -> str:
    """The first character that nobody can see or that makes text look other than it is; nothing when there is none.

    Args:
        text: the text; line ends and tabs count too.
    """
    if text.isascii() and text.isprintable():
        return ""
    return next(
        (char for char in text if char in _HIDDEN or unicodedata.category(char) in ("Cc", "Cs", "Co", "Cn")), ""
    )


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.file = file
        self.events: Iterator[Any] = iter(yaml.parse(text, Loader=_LOADER))
        self.nodes = 0
        self.faults: list[Fault] = []
        #: Between double quotes an escape can spell what the file's own bytes may not hold.
        self.escapes = "\\" in text

    def refused(self, event: Any, message: str) -> LawError:
        return LawError([Fault(self.file, _line(event), message)])

    def next(self) -> Any:
        event = next(self.events)
        kind = type(event)
        if kind is yaml.AliasEvent:
            raise self.refused(event, f"an alias (*{event.anchor}); write the value out in full")
        if kind is yaml.ScalarEvent or kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            if event.anchor:
                raise self.refused(event, f"an anchor (&{event.anchor}); write the value out where it is needed")
            if event.tag and event.tag != "!":
                raise self.refused(event, f"a tag ({quoted(event.tag)}); every value here is plain text")
            self.nodes += 1
            if self.nodes > MAX_NODES:
                raise self.refused(event, f"more than {MAX_NODES:,} values in one file; split it")
            if self.escapes and kind is yaml.ScalarEvent and event.style == '"':
                char = hidden_character(event.value.replace("\n", " ").replace("\t", " "))
                if char:
                    raise self.refused(event, f"an escape for the invisible character U+{ord(char):04X}; delete it")
        return event

    def document(self) -> Node:
        self.next()
        event = self.next()
        if type(event) is yaml.StreamEndEvent:
            raise LawError([Fault(self.file, 1, "there is nothing here but comments")])
        if event.version or event.tags:
            raise self.refused(event, "a % directive; a file holds plain YAML")
        root = self.node(self.next(), 1)
        self.next()
        event = self.next()
        if type(event) is not yaml.StreamEndEvent:
            raise self.refused(event, "a second document begins here; a file holds one")
        return root

    def node(self, event: Any, depth: int) -> Node:
        if depth > MAX_DEPTH:
            raise self.refused(event, f"nested more than {MAX_DEPTH} deep")
        line = _line(event)
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return Text(event.value, line)
        if kind is yaml.SequenceStartEvent:
            items: list[Node] = []
            while type(inner := self.next()) is not yaml.SequenceEndEvent:
                items.append(self.node(inner, depth + 1))
            return Items(items, line)
        found: dict[str, Node] = {}
        lines: dict[str, int] = {}
        while type(inner := self.next()) is not yaml.MappingEndEvent:
            if type(inner) is not yaml.ScalarEvent:
                raise self.refused(inner, "the name of a field must be one word")
            key, at = inner.value, _line(inner)
            value = self.node(self.next(), depth + 1)
            if key in found:
                message = f"{quoted(key)} stands here twice (first in line {lines[key]}); keep one"
                self.faults.append(Fault(self.file, at, message))
                continue
            found[key] = value
            lines[key] = at
        return Fields(found, line, lines)


def plain(node: Node) -> Any:
    """A node as dicts, lists and text.

    Args:
        node: what was read.
    """
    if type(node) is Text:
        return node.value
    if type(node) is Items:
        return [plain(item) for item in node.items]
    assert type(node) is Fields  # noqa: S101 -- the third and last kind of node
    return {key: plain(value) for key, value in node.items.items()}


def node_of(data: Any) -> Node:
    """Dicts, lists and text as nodes without lines; the reverse of :func:`plain`.

    Args:
        data: plain data; other scalars than text are refused, so that nothing is guessed.

    Raises:
        LawError: when there is anything else in it.
    """
    if isinstance(data, str):
        return Text(data)
    if isinstance(data, dict):
        return Fields({str(key): node_of(value) for key, value in data.items()})
    if isinstance(data, list | tuple):
        return Items([node_of(item) for item in data])
    raise LawError(f"{quoted(repr(data))} is no text; every value is text, a list or a mapping")
