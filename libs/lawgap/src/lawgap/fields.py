"""Taking the fields of a node one by one, with a fault and a line for whatever is missing, unknown or malformed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from lawgap.faults import Fault, listed, nearest, quoted
from lawgap.models import Words, first_day
from lawgap.strictyaml import Fields, Items, Node, Text

_DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?", re.ASCII)
_CODE = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*", re.ASCII)
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*", re.ASCII)
_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2})?", re.ASCII)


class Taker:
    """Reads one mapping.

    Args:
        node: what stands where a mapping should.
        file: the file, for faults.
        faults: collects what is wrong.
        what: how to call the mapping in a sentence, such as ``this provision``.
    """

    def __init__(self, node: Node, file: str, faults: list[Fault], what: str) -> None:
        self.file, self.faults, self.what = file, faults, what
        self.line = node.line
        if isinstance(node, Fields):
            self.node = node
        else:
            self.fault(node.line, f"{what} is no mapping; write fields, one 'name: value' a line")
            self.node = Fields({}, node.line)
        self.known: list[str] = []

    def fault(self, line: int, message: str) -> None:
        self.faults.append(Fault(self.file, line, message))

    def at(self, name: str) -> int:
        return self.node.line_of(name)

    def has(self, name: str) -> bool:
        return name in self.node.items

    def get(self, name: str) -> Node | None:
        """The node of a field that may be missing."""
        self.known.append(name)
        return self.node.items.get(name)

    def text(self, name: str, *, required: bool = False, limit: int = 300) -> str:
        """One line of text."""
        node = self.get(name)
        if node is None or (isinstance(node, Text) and not node.value):
            if required:
                self.fault(self.at(name), f"{self.what} has no '{name}'; write it")
            return ""
        if not isinstance(node, Text):
            self.fault(self.at(name), f"'{name}' of {self.what} is text, not a list or mapping")
            return ""
        if len(node.value) > limit:
            self.fault(node.line, f"'{name}' has {len(node.value):,} characters; at most {limit:,}")
            return ""
        return node.value

    def code(self, name: str, *, required: bool = True) -> str:
        """A code of letters, digits, dots, hyphens and underlines."""
        found = self.text(name, required=required, limit=120)
        if found and not _CODE.fullmatch(found):
            self.fault(self.at(name), f"{quoted(found)} is no code: letters a-z, digits, '.', '-' and '_'")
            return ""
        return found

    def choice(self, name: str, allowed: Iterable[str], *, default: str = "") -> str:
        """One of some words; required when there is no default."""
        allowed = list(allowed)
        found = self.text(name, required=not default)
        if found and found not in allowed:
            message = f"'{name}' is {quoted(found)}; it is one of: {listed(allowed)}.{nearest(found, allowed)}"
            self.fault(self.at(name), message)
            return default or allowed[0]
        return found or default or allowed[0]

    def date(self, name: str, *, whole: bool = False) -> str:
        """A date, as much of it as is known."""
        found = self.text(name, limit=40)
        if not found:
            return ""
        try:
            if not _DATE.fullmatch(found) or (whole and len(found) < 10):
                raise ValueError
            first_day(found)
        except ValueError:
            wanted = "YYYY-MM-DD" if whole else "YYYY, YYYY-MM or YYYY-MM-DD"
            self.fault(self.at(name), f"'{name}' is {quoted(found)}, which is no date; write {wanted}")
            return ""
        return found

    def number(self, name: str) -> str:
        """A plain number, kept as text."""
        found = self.text(name, limit=40)
        if found and not _NUMBER.fullmatch(found):
            self.fault(self.at(name), f"'{name}' is {quoted(found)}; write a plain number such as 10 or 0.5")
            return ""
        return found

    def yes(self, name: str) -> bool:
        return self.choice(name, ("true", "false"), default="false") == "true"

    def words(self, name: str, *, required: bool = False, limit: int = 4000) -> Words:
        """Words by language."""
        node = self.get(name)
        if node is None or (isinstance(node, Text) and not node.value):
            if required:
                self.fault(self.at(name), f"{self.what} has no '{name}'; write it by language: {name}: {{en: …}}")
            return {}
        if not isinstance(node, Fields):
            self.fault(self.at(name), f"'{name}' needs its words by language, such as {name}: {{en: …}}")
            return {}
        found: dict[str, str] = {}
        for language, inner in node.items.items():
            line = node.line_of(language)
            if not _LANGUAGE.fullmatch(language):
                self.fault(line, f"{quoted(language)} is no language tag, such as en or zh-hant")
            elif not isinstance(inner, Text):
                self.fault(line, f"'{name}' in {quoted(language)} is text, not a list or mapping")
            elif len(inner.value) > limit:
                self.fault(line, f"'{name}' in {quoted(language)} has more than {limit:,} characters")
            elif inner.value.strip():
                found[language] = inner.value.strip()
        if required and not found:
            self.fault(self.at(name), f"'{name}' of {self.what} has no words")
        return found

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; one text alone is a list of one."""
        node = self.get(name)
        if node is None or (isinstance(node, Text) and not node.value):
            return ()
        items = node.items if isinstance(node, Items) else [node]
        found: list[str] = []
        for item in items:
            if not isinstance(item, Text) or not item.value:
                self.fault(item.line or self.at(name), f"each entry of '{name}' is one text")
            elif item.value in found:
                self.fault(item.line, f"{quoted(item.value)} stands twice in '{name}'")
            else:
                found.append(item.value)
        return tuple(found)

    def entries(self, name: str) -> list[Node]:
        """The nodes of a list."""
        node = self.get(name)
        if node is None or (isinstance(node, Text) and not node.value):
            return []
        if not isinstance(node, Items):
            self.fault(self.at(name), f"'{name}' needs a list; begin each entry with '- '")
            return []
        return node.items

    def inner(self, name: str, what: str) -> Taker:
        """A mapping inside this one; an empty one when the field is missing."""
        node = self.get(name)
        if node is None or (isinstance(node, Text) and not node.value):
            return Taker(Fields({}, self.at(name)), self.file, self.faults, what)
        return Taker(node, self.file, self.faults, what)

    def finish(self) -> None:
        """Report every field nobody asked for."""
        for name in self.node.items:
            if name not in self.known:
                fields = listed(dict.fromkeys(self.known))
                message = f"{self.what} has no field {quoted(name)}.{nearest(name, self.known)} Its fields: {fields}"
                self.fault(self.at(name), message)
