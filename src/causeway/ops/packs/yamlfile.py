"""A YAML reader for people's files: every scalar is text, every node knows its line, and nothing clever is accepted.

Anchors, aliases, tags, merge keys, several documents, duplicate keys and deep nesting are refused: none is needed in a
pack, and each is a known way to hide something or to make a small file large.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from causeway.ops.packs.faults import Faults, quoted
from causeway.ops.packs.textfile import report_characters

MAX_DEPTH = 12
MAX_NODES = 200_000


@dataclass(frozen=True)
class Text:
    """A scalar, as written."""

    value: str
    line: int


@dataclass(frozen=True)
class Sequence:
    """A list."""

    items: list[Node]
    line: int


@dataclass(frozen=True)
class Mapping:
    """A mapping; ``lines`` holds the line of each key."""

    items: dict[str, Node]
    line: int
    lines: dict[str, int] = field(default_factory=dict)


Node = Text | Sequence | Mapping
NAMES = {Text: "text", Sequence: "a list", Mapping: "a mapping"}


def plain_node(node: Node | None) -> Any:
    """A node as plain data: text, lists and mappings of them."""
    if isinstance(node, Text):
        return node.value
    if isinstance(node, Sequence):
        return [plain_node(item) for item in node.items]
    return {name: plain_node(item) for name, item in node.items.items()} if node else None


_Base: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class PackLoader(_Base):  # type: ignore[misc]
    """PyYAML's loader without types; only its events are used, so nothing is ever constructed from a tag."""


class _RefusedError(Exception):
    def __init__(self, line: int, message: str, code: str) -> None:
        super().__init__(message)
        self.line, self.message, self.code = line, message, code


def read_yaml(text: str, path: str, faults: Faults, *, first_line: int = 1) -> Node | None:
    """Read one YAML document.

    Args:
        text: the document.
        path: the file, for faults.
        faults: collects what is wrong.
        first_line: the line of the file on which ``text`` begins.

    Returns:
        The document's root node, or ``None`` when it cannot be read. Duplicate keys are reported and the first is kept.
    """
    try:
        return _Reader(text, path, faults, first_line - 1).document()
    except _RefusedError as refused:
        faults.add(path, refused.line, refused.message, code=refused.code)
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        line = (mark.line if mark else 0) + first_line
        what = " ".join(part for part in (fault.context, fault.problem) if part)
        faults.add(path, line, f"this is not YAML: {what}; check quotes, colons and indentation", code="yaml")
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        faults.add(path, first_line, f"this is not YAML: {quoted(str(fault), 200)}", code="yaml")
    return None


class _Reader:
    def __init__(self, text: str, path: str, faults: Faults, offset: int) -> None:
        self.path, self.faults, self.offset = path, faults, offset
        self.events = iter(yaml.parse(text, Loader=PackLoader))
        self.nodes = 0

    def line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return (mark.line if mark else 0) + 1 + self.offset

    def next(self) -> yaml.Event:
        event = next(self.events)
        line = self.line(event)
        if isinstance(event, yaml.AliasEvent):
            raise _RefusedError(line, f"an alias (*{event.anchor}); write the value out in full", "alias")
        if anchor := getattr(event, "anchor", None):
            raise _RefusedError(line, f"an anchor (&{anchor}); write the value out where it is needed", "alias")
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise _RefusedError(line, f"a tag ({quoted(tag)}); every value of a pack is plain text", "tag")
        if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
            raise _RefusedError(line, "a % directive; a pack file holds plain YAML", "tag")
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise _RefusedError(line, f"more than {MAX_NODES:,} values in one file; split it", "size")
        return event

    def document(self) -> Node | None:
        self.next()  # stream start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            raise _RefusedError(self.offset + 1, "there is nothing here but comments", "empty")
        root = self.node(self.next(), 1)
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            raise _RefusedError(self.line(event), "a second document begins here; a file holds one", "yaml")
        return root

    def node(self, event: yaml.Event, depth: int) -> Node:
        line = self.line(event)
        if depth > MAX_DEPTH:
            raise _RefusedError(line, f"nested more than {MAX_DEPTH} deep", "depth")
        if isinstance(event, yaml.ScalarEvent):
            report_characters(event.value.replace("\n", ""), self.path, line, self.faults)
            return Text(event.value, line)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(inner := self.next(), yaml.SequenceEndEvent):
                items.append(self.node(inner, depth + 1))
            return Sequence(items, line)
        result = Mapping({}, line)
        while not isinstance(inner := self.next(), yaml.MappingEndEvent):
            self.pair(inner, result, depth)
        return result

    def pair(self, event: yaml.Event, result: Mapping, depth: int) -> None:
        line = self.line(event)
        if not isinstance(event, yaml.ScalarEvent):
            raise _RefusedError(line, "the name of a field must be one word", "yaml")
        key = event.value
        report_characters(key, self.path, line, self.faults)
        if key in result.items:
            first = result.lines[key]
            self.faults.add(
                self.path, line, f"{quoted(key)} stands here twice (first in line {first}); keep one", code="duplicate"
            )
            self.node(self.next(), depth + 1)
            return
        result.items[key] = self.node(self.next(), depth + 1)
        result.lines[key] = line
