"""The body of a page file: prose, headings and directives, each with the line it begins on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from causeway.ops.packs import grammar
from causeway.ops.packs.faults import Faults, nearest, one_of, quoted
from causeway.ops.packs.grammar import DIRECTIVES, Directive, Field
from causeway.ops.packs.markdown import read_markdown
from causeway.ops.packs.richtext import to_html
from causeway.pages.pagedata import Block, Item

_OPEN = re.compile(r"::: ([^ ]+)(?: (.*))?")
_HEADING = re.compile(r"(#{1,6})(?: (.*)|$)")
_FIELD = re.compile(r"([A-Za-z][A-Za-z_-]{0,30}):(?: (.*)|$)")
_MARKUP = re.compile(r"\*\*|\]\(|`|</?[A-Za-z]")


@dataclass(frozen=True)
class Ref:
    """Something a file points at: a ``page`` by path, an ``image`` by file, and by key a ``fact``, ``source``, ``standard``,
    ``ask``, ``milestone`` or ``event``.
    """

    kind: str
    target: str
    line: int


@dataclass
class _Lines:
    """Lines of a file with the number of the first."""

    first: int
    lines: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[tuple[int, str]]:
        return enumerate(self.lines, self.first).__iter__()

    def add(self, number: int, line: str) -> None:
        if not self.lines:
            self.first = number
        self.lines.append(line)


class BodyReader:
    """Reads one body; faults and references gather as it goes."""

    def __init__(self, path: str, faults: Faults) -> None:
        self.path, self.faults = path, faults
        self.refs: list[Ref] = []

    def fault(self, line: int, message: str, code: str = "body") -> None:
        self.faults.add(self.path, line, message, code=code)

    def read(self, text: str, first_line: int) -> tuple[Block, ...]:
        """Read a body.

        Args:
            text: everything after the front matter.
            first_line: the line of the file on which it begins.

        Returns:
            The blocks in their order.
        """
        blocks: list[Block] = []
        prose = _Lines(first_line)
        lines = list(enumerate(text.split("\n"), first_line))
        index = 0
        while index < len(lines):
            number, line = lines[index]
            index += 1
            if line.startswith(":::"):
                blocks += self.prose_block(prose)
                prose = _Lines(number + 1)
                inside, index = self.inside(lines, index, number)
                blocks += self.directive(line, number, inside)
            elif heading := _HEADING.fullmatch(line):
                blocks += self.prose_block(prose)
                prose = _Lines(number + 1)
                blocks += self.heading(len(heading[1]), heading[2] or "", number)
            else:
                prose.add(number, line)
        return (*blocks, *self.prose_block(prose))

    def inside(self, lines: list[tuple[int, str]], index: int, begun: int) -> tuple[_Lines, int]:
        """The lines up to the closing ``:::``, and where to go on."""
        inside = _Lines(begun + 1)
        if lines[index - 1][1] == ":::":
            return inside, index
        while index < len(lines):
            number, line = lines[index]
            if line == ":::":
                return inside, index + 1
            if line.startswith(":::"):
                self.fault(number, f"this begins before the directive of line {begun} is closed with ':::'")
                return inside, index
            inside.add(number, line)
            index += 1
        self.fault(begun, "the directive is never closed; end it with a line ':::'")
        return inside, index

    # --- what stands outside directives -------------------------------------------------------------

    def rich(self, lines: _Lines) -> str:
        if not any(line.strip() for line in lines.lines):
            return ""
        prose, links = read_markdown("\n".join(lines.lines), self.path, lines.first, self.faults)
        for link in links:
            self.target(link.href, link.line)
        return to_html(prose)

    def prose_block(self, lines: _Lines) -> list[Block]:
        html = self.rich(lines)
        return [Block("text", body=html)] if html else []

    def heading(self, level: int, title: str, line: int) -> list[Block]:
        if level not in (2, 3):
            hint = "the page's title is in the front matter" if level == 1 else "there is no deeper one"
            self.fault(line, f"a heading of level {level}; use ## or ### ({hint})")
            return []
        title = self.plain(title, line, "the heading", grammar.MAX_TITLE)
        return [Block("heading", level=level, title=title)] if title else []

    def plain(self, text: str, line: int, what: str, limit: int, *, required: bool = True) -> str:
        text = text.strip()
        if not text and required:
            self.fault(line, f"{what} has no words")
        if len(text) > limit:
            self.fault(line, f"{what} has {len(text)} characters; at most {limit}")
        if found := _MARKUP.search(text):
            self.fault(line, f"{what} is plain text, without {quoted(found.group())}")
        return text

    def target(self, href: str, line: int) -> None:
        if href.startswith("page:"):
            path = href.removeprefix("page:")
            if path != "home" and not all(grammar.SLUG.fullmatch(part) for part in path.split("/")):
                self.fault(line, f"{quoted(href)} is no page: write page: and its path, like page:get-help/legal-help")
            else:
                self.refs.append(Ref("page", path, line))
            return
        if message := address_fault(href):
            self.fault(line, message, "link")

    # --- directives ---------------------------------------------------------------------------------

    def directive(self, line: str, number: int, inside: _Lines) -> list[Block]:
        if line == ":::":
            self.fault(number, "':::' closes nothing; a directive begins with '::: name'")
            return []
        opened = _OPEN.fullmatch(line)
        if not opened:
            self.fault(number, f"{quoted(line)}: write '::: name', with one space")
            return []
        kind = DIRECTIVES.get(opened[1])
        if kind is None:
            known = f"the directives are {', '.join(DIRECTIVES)}."
            self.fault(number, f"unknown directive {quoted(opened[1])};{nearest(opened[1], DIRECTIVES)} {known}")
            return []
        style, title = self.opening(kind, opened[2] or "", number)
        if kind.items:
            items = tuple(self.items(kind, inside))
            if not items:
                self.fault(number, f"'{kind.name}' has no entries; each begins with '### title'")
            return [Block(kind.name, items=items)]
        fields, rest = self.fields(kind.name, kind.fields, inside, number)
        if kind.title == "field":
            title = fields.pop("title", "")
        body = self.rich(rest) if kind.body == "rich" else ""
        if kind.body == "none" and any(text.strip() for text in rest.lines):
            self.fault(rest.first, f"'{kind.name}' holds no text besides its fields")
        if kind.body_required and not body:
            self.fault(number, f"'{kind.name}' has no text")
        return [Block(kind.name, style=style, title=title, fields=fields, body=body)]

    def opening(self, kind: Directive, rest: str, line: int) -> tuple[str, str]:
        style = ""
        if kind.styles:
            style, _, rest = rest.strip().partition(" ")
            if style not in kind.styles:
                hint = nearest(style, kind.styles)
                self.fault(line, f"'{kind.name}' needs its kind, {one_of(kind.styles)}; not {quoted(style)}.{hint}")
        if rest.strip() and kind.title != "optional":
            self.fault(line, f"'{kind.name}' has nothing after its name; delete {quoted(rest)}")
            return style, ""
        return style, self.plain(rest, line, "the title", grammar.MAX_TITLE, required=False)

    def items(self, kind: Directive, inside: _Lines) -> Iterator[Item]:
        gathered: list[tuple[int, str, _Lines]] = []
        for number, line in inside:
            heading = _HEADING.fullmatch(line)
            if heading and len(heading[1]) == 3:
                gathered.append((number, heading[2] or "", _Lines(number + 1)))
            elif heading and len(heading[1]) != 4:
                self.fault(number, f"inside '{kind.name}' an entry begins with '### title', not '{heading[1]}'")
            elif gathered:
                gathered[-1][2].add(number, line)
            elif line.strip():
                self.fault(number, f"text before the first entry of '{kind.name}'; an entry begins with '### title'")
        for number, title, lines in gathered:
            yield self.item(kind, title, number, lines)

    def item(self, kind: Directive, title: str, number: int, lines: _Lines) -> Item:
        title = self.plain(title, number, "the entry's title", kind.item_title)
        fields, rest = self.fields(kind.name, kind.item_fields, lines, number)
        body_lines = _Lines(rest.first)
        parts: dict[str, _Lines] = {}
        into = body_lines
        for line_number, line in rest:
            heading = _HEADING.fullmatch(line)
            if not heading:
                into.add(line_number, line)
                continue
            name = (heading[2] or "").strip()
            into = _Lines(line_number + 1)
            if name not in kind.parts:
                allowed = f"only {one_of(f'#### {part}' for part in kind.parts)}" if kind.parts else "none"
                self.fault(line_number, f"'{kind.name}' has no part {quoted(name)}; it has {allowed}")
            elif name in parts:
                self.fault(line_number, f"a second '#### {name}' in one entry")
            else:
                parts[name] = into
        if kind.item_body == "plain":
            body = ""
            if text := self.one_line(kind.name, body_lines):
                fields["text"] = text
        else:
            body = self.rich(body_lines)
        if kind.item_body_required and not body:
            self.fault(number, f"this entry of '{kind.name}' has no text")
        written = {name: html for name, part in parts.items() if (html := self.rich(part))}
        return Item(title, fields, body, written)

    def one_line(self, name: str, lines: _Lines) -> str:
        words = [(number, line.strip()) for number, line in lines if line.strip()]
        if len(words) > 1:
            self.fault(words[1][0], f"the text of an entry of '{name}' is one line of plain words")
        return self.plain(words[0][1], words[0][0], "the text", grammar.MAX_LINE) if words else ""

    def fields(self, name: str, allowed: dict[str, Field], lines: _Lines, begun: int) -> tuple[dict[str, str], _Lines]:
        """Take the ``name: value`` lines off the top."""
        fields: dict[str, str] = {}
        seen: dict[str, int] = {}
        used = 0
        for number, line in lines:
            found = _FIELD.fullmatch(line) if allowed else None
            if not found:
                break
            used += 1
            key, value = found[1], (found[2] or "").strip()
            if key not in allowed:
                known = f"{one_of(allowed)}. (Leave a blank line before text.)"
                self.fault(number, f"'{name}' has no field {quoted(key)};{nearest(key, allowed)} it has {known}")
            elif key in seen:
                self.fault(number, f"'{key}' stands here twice (first in line {seen[key]}); keep one")
            else:
                seen[key] = number
                fields[key] = self.value(key, allowed[key], value, number)
        for key, spec in allowed.items():
            if (spec.required or spec.said) and key not in seen:
                self.fault(begun, f"'{name}' needs a line '{key}: …' here")
        kept = {key: value for key, value in fields.items() if value}
        return kept, _Lines(lines.first + used, lines.lines[used:])

    def value(self, key: str, spec: Field, value: str, line: int) -> str:
        if not value:
            if spec.required:
                self.fault(line, f"'{key}' has no value")
            return ""
        if spec.kind == "text":
            return self.plain(value, line, f"'{key}'", spec.limit)
        if spec.kind == "target":
            self.target(value, line)
        elif spec.kind in ("fact", "figure"):
            self.refs.append(Ref(spec.kind, value, line))
        elif grammar.IMAGE.fullmatch(value):
            self.refs.append(Ref("image", value, line))
        else:
            self.fault(line, f"{quoted(value)} is no picture of the pack: write images/name.jpg (avif, gif, png, webp)")
        return value


def address_fault(href: str) -> str:
    """Say what is wrong with a link to another site.

    Args:
        href: what the file says.

    Returns:
        A sentence, or ``''`` when it is a plain http(s) or mail address.
    """
    shown = quoted(href)
    if href.startswith("mailto:"):
        return "" if re.fullmatch(r"mailto:[^\s@?]+@[^\s@?]+\.[^\s@?]+", href) else f"{shown} is no mail address"
    try:
        parts = urlsplit(href)
        _ = parts.port
    except ValueError:
        return f"{shown} is not an address"
    if parts.scheme not in ("http", "https"):
        return f"{shown}: a link goes to page:PATH or to an address that begins with http:// or https://"
    if not parts.hostname or "." not in parts.hostname or parts.username is not None or re.search(r'[\s<>"\\]', href):
        return f"{shown} is not an address that a reader can open"
    return ""
