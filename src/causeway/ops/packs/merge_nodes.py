"""Changed data put into the YAML file it came from: the lines of what stayed stay, down to the single field.

Works on any file of a pack. What it writes is read again before it is used; should that not say what it must say, the
whole file is written anew instead, which costs comments but never a word.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from typing import Any

from causeway.ops.packs import yamlwrite
from causeway.ops.packs.compare import alike
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.yamlfile import Mapping as MappingNode
from causeway.ops.packs.yamlfile import Node, Sequence, Text, plain_node, read_yaml

# What tells one entry of a list from another while its words change.
_NAMES = ("key", "code", "source", "fact", "target", "at")


def merge_nodes(text: str, now: Mapping[str, Any]) -> str:
    """Write data into the file it came from.

    Args:
        text: the file as loaded.
        now: what its root must say: text, lists and mappings. An empty field that the file never had stays away.

    Returns:
        The file, with the lines of what changed written anew.
    """
    root = read_yaml(text, "", Faults())
    if not isinstance(root, MappingNode):
        return yamlwrite.document(now)
    lines = text.rstrip("\n").split("\n")
    merged = "\n".join([*lines[: _first(root) - 1], *_Merger(lines).mapping(root, now, len(lines))]) + "\n"
    again = read_yaml(merged, "", Faults())
    return merged if alike(plain_node(again), now) else yamlwrite.document(now)


def _first(node: MappingNode) -> int:
    return min(node.lines.values(), default=node.line)


class _Merger:
    """Line numbers begin at 1; the end of something is its last line."""

    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def column(self, line: int) -> int:
        """Where the words of a line begin, behind the dash of a list."""
        text = self.lines[line - 1]
        indent = len(text) - len(text.lstrip())
        return indent + 2 if text.lstrip().startswith("- ") else indent

    def is_block(self, node: Node) -> bool:
        """Whether each part of it begins a line of its own, so that it can be written anew alone."""
        if isinstance(node, MappingNode):
            starts = sorted(node.lines.values())
            columns = {self.column(line) for line in starts}
            flow = any(self.lines[line - 1].lstrip("- ").startswith("{") for line in starts[:1])
            return bool(starts) and len(set(starts)) == len(starts) and len(columns) == 1 and not flow
        if isinstance(node, Sequence):
            starts = [item.line for item in node.items]
            dashes = all(self.lines[line - 1].lstrip().startswith("- ") for line in starts)
            return bool(starts) and len(set(starts)) == len(starts) and dashes
        return False

    def trimmed(self, start: int, end: int) -> int:
        """The last line of something, without the empty lines and comments after it."""
        while end > start and (not (line := self.lines[end - 1].strip()) or line.startswith("#")):
            end -= 1
        return end

    # --- mappings -------------------------------------------------------------------------------

    def mapping(self, node: MappingNode, now: Mapping[str, Any], end: int) -> list[str]:
        """The lines of a block mapping as they must be now; the first carries its dash, where it has one."""
        names = sorted(node.items, key=lambda name: node.lines[name])
        column = self.column(node.lines[names[0]])
        head = self.lines[node.lines[names[0]] - 1][:column]
        written: list[str] = []
        for name, following in zip(names, [*names[1:], ""], strict=True):
            start = node.lines[name]
            stop = node.lines[following] - 1 if following else end
            last = self.trimmed(start, stop)
            written += self.field(name, node.items[name], now.get(name), start, last, column)
            written += self.lines[last:stop]
        tail = len(written)
        while tail and (not written[tail - 1].strip() or written[tail - 1].lstrip().startswith("#")):
            tail -= 1
        new = {name: value for name, value in now.items() if name not in node.items and value not in ("", [], {}, None)}
        written[tail:tail] = [line for name in new for line in yamlwrite.field(name, new[name], " " * column)]
        if head.strip() and written and not written[0].startswith(head):
            written[0] = head + written[0][column:]
        return written

    def field(self, name: str, node: Node, now: Any, start: int, last: int, column: int) -> list[str]:
        """The lines of one field."""
        if alike(plain_node(node), now):
            # An empty field that was there stays, and so does one with words.
            return self.lines[start - 1 : last]
        if now is None:
            return []
        indent = " " * column
        if isinstance(node, MappingNode) and isinstance(now, Mapping) and node.items and self.is_inside(node, start):
            return [self.lines[start - 1], *self.between(start, _first(node)), *self.mapping(node, now, last)]
        if isinstance(node, Sequence) and isinstance(now, list) and now and self.is_inside(node, start):
            first = node.items[0].line
            return [self.lines[start - 1], *self.between(start, first), *self.sequence(node, now, last)]
        return yamlwrite.field(name, now, indent, flow=not isinstance(node, Text) and start == last)

    def is_inside(self, node: Node, start: int) -> bool:
        """Whether a list or mapping stands on the lines below its name."""
        if isinstance(node, MappingNode):
            return _first(node) > start and self.is_block(node)
        return isinstance(node, Sequence) and bool(node.items) and node.items[0].line > start and self.is_block(node)

    def between(self, start: int, first: int) -> list[str]:
        """Comments between a name and what stands below it."""
        return self.lines[start : first - 1]

    # --- lists ----------------------------------------------------------------------------------

    def sequence(self, node: Sequence, now: list[Any], end: int) -> list[str]:
        """The lines of a block list as they must be now."""
        before = [plain_node(item) for item in node.items]
        starts = [item.line for item in node.items]
        first = self.lines[starts[0] - 1]
        indent = first[: len(first) - len(first.lstrip())]
        written: list[str] = []
        for old, new in _pairs(before, now):
            if old is None:
                written += yamlwrite.item(now[new or 0], indent)
                continue
            stop = starts[old + 1] - 1 if old + 1 < len(starts) else end
            last = self.trimmed(starts[old], stop)
            if new is not None:
                written += self.item(node.items[old], before[old], now[new], starts[old], last, indent)
            written += self.lines[last:stop]
        return written

    def item(self, node: Node, before: Any, now: Any, start: int, last: int, indent: str) -> list[str]:
        if alike(before, now):
            return self.lines[start - 1 : last]
        if isinstance(node, MappingNode) and isinstance(now, Mapping) and self.is_block(node):
            return self.mapping(node, now, last)
        return yamlwrite.item(now, indent, flow=isinstance(node, MappingNode | Sequence) and start == last)


def _pairs(before: list[Any], now: list[Any]) -> list[tuple[int | None, int | None]]:
    """Which old entry became which new one, in the new order; an old one without a new one is gone."""
    matcher = difflib.SequenceMatcher(None, *_labels(before, now), autojunk=False)
    pairs: list[tuple[int | None, int | None]] = []
    for what, old, old_end, new, new_end in matcher.get_opcodes():
        if what == "equal":
            pairs += zip(range(old, old_end), range(new, new_end), strict=True)
            continue
        same = min(old_end - old, new_end - new) if what == "replace" and not _named(before[old]) else 0
        pairs += [(old + number, new + number) for number in range(same)]
        pairs += [(number, None) for number in range(old + same, old_end)]
        pairs += [(None, number) for number in range(new + same, new_end)]
    return pairs


def _labels(before: list[Any], now: list[Any]) -> tuple[list[str], list[str]]:
    if all(_named(item) for item in [*before, *now]):
        return [_named(item) for item in before], [_named(item) for item in now]
    return [json.dumps(item, sort_keys=True) for item in before], [json.dumps(item, sort_keys=True) for item in now]


def _named(item: Any) -> str:
    if not isinstance(item, Mapping):
        return ""
    names = [str(item[name]) for name in _NAMES if item.get(name)]
    # The same provision may stand in several versions.
    return " ".join([*names[:1], str(item.get("valid_from", ""))]) if names else ""
