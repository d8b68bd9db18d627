"""Changes a file of YAML line by line: finds where each value stands, and writes anew only what differs.

The result is read again by :func:`lawgap.writing.rewrite` and used only when it says what it is to say, so that nothing
here has to be sure of every corner of YAML.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

import yaml

from lawgap.faults import LawError
from lawgap.settled import ENTRIES, ORDER, SCOPES, block_mapping, entry, flow, list_item, ordered, quote, word

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


def patched(text: str, data: Mapping[str, Any], kind: str) -> str:
    """Write changed data into a text of YAML.

    Args:
        text: the text.
        data: what it is to say.
        kind: what the file is; see :func:`lawgap.writing.kind_of`.

    Returns:
        The changed text.

    Raises:
        LawError: when its lines cannot be matched with the data.
    """
    patcher = _Patcher(text)
    try:
        patcher.mapping(_Spans(text).root, data, kind, ORDER.get(kind, ()), "")
    except _UnmatchedError:
        raise LawError("the lines of the file cannot be matched with what it is to say") from None
    return patcher.result()


class _UnmatchedError(Exception):
    """What stands here cannot be changed in part; whoever holds it writes it anew."""


@dataclass
class _Span:
    """A node, and where it stands: from ``start`` to ``end``, both as places in the text."""

    start: int
    end: int
    column: int
    flow: bool = True
    style: str = ""
    value: str | None = None
    fields: dict[str, tuple[_Span, _Span]] | None = None
    items: list[_Span] = field(default_factory=list)

    @property
    def data(self) -> Any:
        if self.value is not None:
            return self.value
        if self.fields is not None:
            return {name: inner.data for name, (_key, inner) in self.fields.items()}
        return [item.data for item in self.items]


class _Spans:
    """Reads a text that is known to be plain YAML."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0]
        for line in text.split("\n"):
            self.lines.append(self.lines[-1] + len(line) + 1)
        self.events = iter(yaml.parse(text, Loader=_LOADER))
        next(self.events)
        next(self.events)
        self.root = self.node(next(self.events))

    def place(self, mark: Any) -> int:
        return min(self.lines[int(mark.line)] + int(mark.column), len(self.text))

    def node(self, event: Any) -> _Span:
        start, column = self.place(event.start_mark), event.start_mark.column
        kind = type(event)
        if kind is yaml.ScalarEvent:
            end = self.place(event.end_mark)
            if (event.style or "") in ("|", ">"):
                end = start + len(self.text[start:end].rstrip())
            return _Span(start, end, column, style=event.style or "", value=event.value)
        span = _Span(start, start, column, flow=bool(event.flow_style))
        last = start
        if kind is yaml.MappingStartEvent:
            span.fields = {}
            while type(inner := next(self.events)) is not yaml.MappingEndEvent:
                key = self.node(inner)
                value = self.node(next(self.events))
                span.fields[key.value or ""] = (key, value)
                last = max(key.end, value.end)
        else:
            while type(inner := next(self.events)) is not yaml.SequenceEndEvent:
                span.items.append(self.node(inner))
                last = span.items[-1].end
        # The end of a block collection is told only where the next thing begins, beyond the comments between.
        span.end = self.place(inner.end_mark) if span.flow else last
        return span


class _Patcher:
    def __init__(self, text: str) -> None:
        self.text = text
        self.edits: list[tuple[int, int, str]] = []

    def result(self) -> str:
        pieces, at = [], 0
        for start, end, new in sorted(self.edits, key=lambda edit: edit[:2]):
            if start < at:
                raise LawError("two changes of one place")
            pieces += [self.text[at:start], new]
            at = end
        return "".join([*pieces, self.text[at:]])

    def attempt(self, change: Any, *given: Any) -> bool:
        """Make a change in part, or none of it."""
        before = len(self.edits)
        try:
            change(*given)
        except _UnmatchedError:
            del self.edits[before:]
            return False
        return True

    # --- Values -------------------------------------------------------------------------------------

    def value(self, old: _Span, new: Any, name: str, style: str) -> None:
        if old.data == new:
            return
        if old.fields is not None and isinstance(new, Mapping):
            if not old.flow and new:
                self.mapping(old, new, name, ENTRIES.get(name, ()), "scope" if name in SCOPES else "")
                return
            if old.flow and new.keys() == old.fields.keys():
                inside = "scope" if style in SCOPES else ""
                for field_name, (_key, inner) in old.fields.items():
                    self.value(inner, new[field_name], field_name, inside or field_name)
                return
        if old.value is None and old.fields is None and not old.flow and isinstance(new, list) and new:
            self.sequence(old, new, name, style)
            return
        if not old.flow or (isinstance(new, list | tuple) and any(not isinstance(item, str) for item in new)):
            raise _UnmatchedError
        self.edits.append((old.start, old.end, self.inline(old, new, style)))

    def inline(self, old: _Span, new: Any, style: str) -> str:
        if old.value is None or not isinstance(new, str):
            written = flow(new, style)
        elif old.style == "'" and "\n" not in new:
            quote(new)  # refuses what no file may hold
            written = "'" + new.replace("'", "''") + "'"
        else:
            written = word(new) if old.style == "" and old.value else flow(new, style)
        # A field without a value ends with its colon.
        return f" {written}" if old.start == old.end else written

    # --- Mappings -----------------------------------------------------------------------------------

    def mapping(self, old: _Span, new: Mapping[str, Any], name: str, order: tuple[str, ...], inside: str) -> None:
        if old.fields is None or old.flow or not new:
            raise _UnmatchedError
        indent = " " * old.column
        last = ""
        for field_name, value in ordered(new, tuple(dict.fromkeys((*order, *old.fields)))):
            if field_name not in old.fields:
                lines = entry(field_name, value, indent, inside)
                if last:
                    self.insert_after(old.fields[last][1].end, lines)
                else:
                    self.insert_before(next(iter(old.fields.values()))[0].start, lines)
                continue
            last = field_name
            key, inner = old.fields[field_name]
            if not self.attempt(self.value, inner, value, field_name, inside or field_name):
                written = "\n".join(entry(field_name, value, indent, inside)).lstrip(" ")
                self.edits.append((key.start, max(key.end + 1, inner.end), written))
        for field_name, (key, inner) in old.fields.items():
            if field_name not in new:
                self.delete(key.start, max(key.end, inner.end))

    # --- Lists --------------------------------------------------------------------------------------

    def sequence(self, old: _Span, new: list[Any], name: str, style: str) -> None:
        before, after = [_identity(item.data) for item in old.items], [_identity(item) for item in new]
        matched = SequenceMatcher(None, before, after, autojunk=False)
        for what, first, last, start, end in matched.get_opcodes():
            pairs = min(last - first, end - start) if what != "insert" else 0
            for number in range(pairs):
                self.item(old.items[first + number], new[start + number], name, style)
            for item in old.items[first + pairs : last]:
                self.delete(self.dash(item), item.end)
            if end - start > pairs:
                dash = " " * self.column(self.dash(old.items[0]))
                lines = [line for item in new[start + pairs : end] for line in list_item(item, name, dash)]
                if first + pairs:
                    self.insert_after(old.items[first + pairs - 1].end, lines)
                else:
                    self.insert_before(self.dash(old.items[0]), lines)

    def item(self, old: _Span, new: Any, name: str, style: str) -> None:
        if self.attempt(self.value, old, new, name, style):
            return
        if isinstance(new, Mapping) and new and not old.flow:
            written = "\n".join(block_mapping(new, name, " " * old.column)).lstrip(" ")
        else:
            written = flow(new, style)
        self.edits.append((old.start, old.end, written))

    def dash(self, item: _Span) -> int:
        """Where the dash before an item stands."""
        found = self.text.rfind("-", 0, item.start)
        if found < 0 or self.text[found + 1 : item.start].strip(" \n"):
            raise _UnmatchedError
        return found

    # --- Lines --------------------------------------------------------------------------------------

    def column(self, place: int) -> int:
        return place - (self.text.rfind("\n", 0, place) + 1)

    def line_start(self, place: int) -> int:
        """The start of a line on which nothing stands before a place."""
        start = self.text.rfind("\n", 0, place) + 1
        if self.text[start:place].strip(" "):
            raise _UnmatchedError
        return start

    def line_end(self, place: int) -> int:
        """The start of the next line."""
        found = self.text.find("\n", place)
        return len(self.text) if found < 0 else found + 1

    def insert_after(self, place: int, lines: list[str]) -> None:
        at = self.line_end(place)
        written = "".join(f"{line}\n" for line in lines)
        if at == len(self.text) and not self.text.endswith("\n"):
            written = "\n" + written.removesuffix("\n")
        self.edits.append((at, at, written))

    def insert_before(self, place: int, lines: list[str]) -> None:
        at = self.line_start(place)
        self.edits.append((at, at, "".join(f"{line}\n" for line in lines)))

    def delete(self, start: int, end: int) -> None:
        self.edits.append((self.line_start(start), self.line_end(end), ""))


def _identity(item: Any) -> str:
    """What makes an entry the same one although it changed: its code, where it has one."""
    if isinstance(item, Mapping):
        named = next((item[name] for name in ("code", "part") if isinstance(item.get(name), str)), None)
        return f"= {named}" if named is not None else repr(sorted(item.items(), key=lambda pair: str(pair[0])))
    return repr(item)
