"""Takes typed values out of a YAML mapping, and reports by line whatever does not fit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable

from causeway.ops.packs import grammar
from causeway.ops.packs.body import address_fault
from causeway.ops.packs.faults import Faults, nearest, one_of, quoted
from causeway.ops.packs.yamlfile import NAMES, Mapping, Node, Sequence, Text

TRUE, FALSE = "true", "false"


def date_fault(text: str) -> str:
    """Say what is wrong with a whole or partial date.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Returns:
        A sentence, or ``''`` when there is such a day, month or year.
    """
    if not grammar.DATE.fullmatch(text):
        return f"{quoted(text)} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
    try:
        first_day(text)
    except ValueError:
        return f"{quoted(text)} is not in the calendar"
    return ""


def first_day(text: str) -> datetime.date:
    """The first day of a partial date.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Raises:
        ValueError: when there is no such day.
    """
    year, month, day = (*map(int, text.split("-")), 1, 1)[:3]
    return datetime.date(year, month, day)


class Fields:
    """One mapping of a file. Every getter reports its own faults and returns a harmless value.

    Args:
        node: the mapping; anything else is reported and read as empty.
        path: the file.
        faults: collects what is wrong.
        what: what the mapping is, for sentences: ``this source``.
        line: where it stands, when ``node`` is missing.
    """

    def __init__(self, node: Node | None, path: str, faults: Faults, what: str, line: int = 1) -> None:
        self.path, self.faults, self.what = path, faults, what
        self.line = node.line if node else line
        self.known: list[str] = []
        self.items: dict[str, Node] = {}
        self.lines: dict[str, int] = {}
        if isinstance(node, Mapping):
            self.items, self.lines = node.items, node.lines
        elif node is not None and not (isinstance(node, Text) and not node.value):
            self.fault(self.line, f"{what} is {NAMES[type(node)]}; it needs fields, one 'name: value' a line")

    def fault(self, line: int, message: str, code: str = "value") -> None:
        """Report something at a line of this file."""
        self.faults.add(self.path, line, message, code=code)

    def at(self, name: str) -> int:
        """The line of a field, or of the mapping when the field is missing."""
        return self.lines.get(name, self.line)

    def take(self, name: str) -> Node | None:
        """The raw node of a field, which thereby becomes a known one."""
        self.known.append(name)
        return self.items.get(name)

    def text(
        self, name: str, *, required: bool = False, limit: int = 4000, one_line: bool = True, default: str = ""
    ) -> str:
        """A field of words."""
        node = self.take(name)
        if isinstance(node, Text):
            return self.words(node, name, required=required, limit=limit, one_line=one_line)
        if node is not None:
            self.fault(node.line, f"'{name}' is {NAMES[type(node)]}; it needs text")
        elif required:
            self.fault(self.line, f"{self.what} has no '{name}'", "missing")
        return default

    def words(self, node: Text, name: str, *, required: bool, limit: int, one_line: bool = True) -> str:
        """Check one scalar."""
        value = node.value.strip("\n")
        if required and not value.strip():
            self.fault(node.line, f"'{name}' is empty", "missing")
        if one_line and "\n" in value:
            self.fault(node.line, f"'{name}' has more than one line; write it in one")
        if value != value.strip():
            self.fault(node.line, f"'{name}' begins or ends with a space; delete it")
        if len(value) > limit:
            self.fault(node.line, f"'{name}' has {len(value):,} characters; at most {limit:,}")
        return value

    def key(self, name: str, *, required: bool = True) -> str:
        """A dotted slug."""
        value = self.text(name, required=required, limit=120)
        if value and not grammar.KEY.fullmatch(value):
            self.fault(
                self.at(name), f"{quoted(value)} is no key: small letters, digits, '.' and '-', like hk.usm.rate"
            )
        return value

    def choice(self, name: str, allowed: Iterable[str], *, required: bool = False, default: str = "") -> str:
        """One of some words."""
        allowed = tuple(allowed)
        value = self.text(name, required=required) or default
        if value and value not in allowed:
            hint = nearest(value, allowed)
            self.fault(self.at(name), f"'{name}' is {quoted(value)}; it is {one_of(filter(None, allowed))}.{hint}")
        return value

    def date(self, name: str, *, whole: bool = False, required: bool = False) -> str:
        """A date as text; ``whole`` asks for a day."""
        value = self.text(name, required=required)
        if value and (message := date_fault(value)):
            self.fault(self.at(name), f"'{name}': {message}", "date")
            return ""
        if value and whole and len(value) != 10:
            self.fault(self.at(name), f"'{name}' is {quoted(value)}; it needs a day, YYYY-MM-DD", "date")
            return ""
        return value

    def url(self, name: str, *, required: bool = False, limit: int = 2000) -> str:
        """An address, or ``''``."""
        value = self.text(name, required=required, limit=limit)
        if value and (value.startswith("mailto:") or address_fault(value)):
            self.fault(self.at(name), f"'{name}': {address_fault(value) or 'it needs a web address'}", "link")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """``true`` or ``false``."""
        return self.choice(name, (TRUE, FALSE), default=TRUE if default else FALSE) == TRUE

    def number(self, name: str, *, default: int = 0, top: int = 32_767) -> int:
        """A whole number from 0."""
        value = self.text(name)
        if not value:
            return default
        if not re.fullmatch(r"\d{1,9}", value) or int(value) > top:
            self.fault(self.at(name), f"'{name}' is {quoted(value)}; it is a whole number from 0 to {top:,}")
            return default
        return int(value)

    def sequence(self, name: str, *, required: bool = False) -> list[Node]:
        """The nodes of a list."""
        node = self.take(name)
        if isinstance(node, Sequence):
            if required and not node.items:
                self.fault(node.line, f"'{name}' is an empty list", "missing")
            return node.items
        if node is not None and not (isinstance(node, Text) and not node.value and not required):
            self.fault(node.line, f"'{name}' is {NAMES[type(node)]}; it needs a list")
        elif node is None and required:
            self.fault(self.line, f"{self.what} has no '{name}'", "missing")
        return []

    def texts(self, name: str, *, required: bool = False, limit: int = 400) -> list[Text]:
        """A list of words, each with its line."""
        found: list[Text] = []
        for node in self.sequence(name, required=required):
            if isinstance(node, Text):
                found.append(Text(self.words(node, name, required=True, limit=limit), node.line))
            else:
                self.fault(node.line, f"an entry of '{name}' is {NAMES[type(node)]}; it needs text")
        return found

    def inner(self, name: str, what: str) -> Fields:
        """A mapping inside this one; empty when it is missing."""
        return Fields(self.take(name), self.path, self.faults, what, self.at(name))

    def by_language(self, name: str, languages: Iterable[str], *, required: bool = False) -> dict[str, str]:
        """A mapping from language codes to words."""
        node = self.take(name)
        if node is None:
            if required:
                self.fault(self.line, f"{self.what} has no '{name}'", "missing")
            return {}
        inner = Fields(node, self.path, self.faults, f"'{name}'")
        found = {code: inner.text(code, one_line=False) for code in languages if code in inner.items}
        inner.finish("language", languages)
        return found

    def finish(self, word: str = "field", known: Iterable[str] | None = None) -> None:
        """Report every field nobody asked for."""
        known = list(dict.fromkeys(self.known)) if known is None else list(known)
        for name, line in self.lines.items():
            if name not in known:
                hint = nearest(name, known)
                where = f"{self.what} has no {word}"
                self.fault(line, f"{where} {quoted(name)}.{hint} It is {one_of(known)}", "unknown")
