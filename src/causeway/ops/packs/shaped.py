"""Reads the tables of :mod:`causeway.ops.packs.shapes`: strictly, with the line of everything, every value as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from causeway.ops.packs import grammar
from causeway.ops.packs.body import Ref
from causeway.ops.packs.faults import Faults, quoted
from causeway.ops.packs.fields import FALSE, TRUE, Fields
from causeway.ops.packs.model import Entry
from causeway.ops.packs.shapes import Shape, Table
from causeway.ops.packs.yamlfile import Mapping as MappingNode
from causeway.ops.packs.yamlfile import Node

_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_SHORT_MONTHS = {"02-30", "02-31", "04-31", "06-31", "09-31", "11-31"}


class ShapedReader:
    """Reads one file.

    Args:
        path: the file.
        required: the languages every text of the pack must exist in.
        faults: collects what is wrong.
    """

    def __init__(self, path: str, required: tuple[str, ...], faults: Faults) -> None:
        self.path, self.required, self.faults = path, required, faults
        self.refs: list[Ref] = []
        self.lines: dict[str, int] = {}

    def entries(self, table: Table, nodes: list[Node]) -> Iterator[Entry]:
        """Read the entries of a file.

        Args:
            table: what they are.
            nodes: them.

        Yields:
            One entry for each that has a key; what they refer to is in ``refs``.
        """
        for node in nodes:
            self.lines = {}
            data = self.mapping(node, table.fields, f"this {table.kind}", "")
            if isinstance(key := data.get("key"), str) and grammar.KEY.fullmatch(key):
                yield Entry(table.kind, key, self.path, node.line, data, self.lines)

    def mapping(self, node: Node, shapes: Mapping[str, Shape], what: str, at: str) -> dict[str, Any]:
        """Read one mapping; what it does not say is not in the answer."""
        fields = Fields(node, self.path, self.faults, what)
        data: dict[str, Any] = {}
        for name in fields.items:
            if name in shapes:
                inner_at = f"{at}.{name}" if at else name
                self.lines[inner_at] = fields.lines[name]
                data[name] = self.value(fields, name, shapes[name], inner_at)
        if isinstance(node, MappingNode):
            for name, shape in shapes.items():
                if shape.required and name not in fields.items:
                    fields.fault(fields.line, f"{what} has no '{name}'", "missing")
        fields.finish(known=list(shapes))
        return data

    def value(self, fields: Fields, name: str, shape: Shape, at: str) -> Any:
        if shape.kind == "entries":
            return self.sequence(fields, name, shape, at)
        if shape.kind == "keys":
            return self.keys(fields, name, shape)
        if shape.kind in ("words", "quote"):
            return self.words(fields, name, shape)
        if shape.kind == "states":
            inner = fields.inner(name, f"'{name}'")
            found = {code: inner.choice(code, shape.choices) for code in inner.items if code in grammar.LANGUAGES}
            inner.finish("language", grammar.LANGUAGES)
            return found
        return self.scalar(fields, name, shape)

    def scalar(self, fields: Fields, name: str, shape: Shape) -> str:
        if shape.kind == "choice":
            return fields.choice(name, shape.choices, required=shape.required)
        if shape.kind == "flag":
            return fields.choice(name, (TRUE, FALSE))
        if shape.kind == "date":
            return fields.date(name, required=shape.required)
        if shape.kind == "key":
            found = fields.key(name, required=shape.required)
            self.refer(shape, found, fields.at(name))
            return found
        found = fields.text(name, required=shape.required, limit=shape.limit)
        if shape.kind == "number" and found and not re.fullmatch(r"\d{1,4}", found):
            fields.fault(fields.at(name), f"'{name}' is {quoted(found)}; it is a whole number from 0 to 9,999")
        if shape.kind == "month-day" and found and (not _MONTH_DAY.fullmatch(found) or found in _SHORT_MONTHS):
            fields.fault(fields.at(name), f"'{name}' is {quoted(found)}; write month and day, such as 06-30", "date")
        return found

    def refer(self, shape: Shape, key: str, line: int) -> None:
        if shape.ref and key:
            self.refs.append(Ref(shape.ref, key, line))

    def sequence(self, fields: Fields, name: str, shape: Shape, at: str) -> list[dict[str, Any]]:
        found = []
        for number, node in enumerate(fields.sequence(name, required=shape.required)):
            self.lines[f"{at}[{number}]"] = node.line
            found.append(self.mapping(node, shape.inner or {}, f"an entry of '{name}'", f"{at}[{number}]"))
        return found

    def keys(self, fields: Fields, name: str, shape: Shape) -> list[str]:
        found: list[str] = []
        for text in fields.texts(name, required=shape.required):
            if not grammar.KEY.fullmatch(text.value):
                fields.fault(
                    text.line, f"{quoted(text.value)} in '{name}' is no key: small letters, digits, '.' and '-'"
                )
            elif text.value in found:
                fields.fault(text.line, f"{quoted(text.value)} stands twice in '{name}'", "duplicate")
            else:
                found.append(text.value)
                self.refer(shape, text.value, text.line)
        return found

    def words(self, fields: Fields, name: str, shape: Shape) -> dict[str, str]:
        found = fields.by_language(name, grammar.LANGUAGES, required=shape.required)
        line = fields.at(name)
        if shape.required and not any(found.values()):
            fields.fault(line, f"'{name}' of {fields.what} has no words", "missing")
            return found
        for code, text in found.items():
            if len(text) > shape.limit:
                fields.fault(
                    line, f"'{name}' in '{code}' has {len(text):,} characters; at most {shape.limit:,}", "size"
                )
        if shape.kind == "words":
            report_missing(found, self.required, name, self.path, line, self.faults)
        return found


def report_missing(
    words: Mapping[str, str], required: tuple[str, ...], name: str, path: str, line: int, faults: Faults
) -> None:
    """Report required languages in which words are missing; a load goes through all the same.

    Args:
        words: by language; where there are none at all, none are missing.
        required: the languages the pack requires.
        name: the field.
        path: the file.
        line: its line.
        faults: collects them.
    """
    if not any(words.values()):
        return
    for code in required:
        if not words.get(code):
            faults.add(path, line, f"'{name}' has no words in '{code}'", code="translation", due=True)
