"""The small Markdown of a pack: paragraphs, bold, italic, links and lists. Anything else is refused with its line.

Blocks and links are markdown-it's (CommonMark). Emphasis is not: CommonMark does not see ``**`` between a letter and
a bracket or quotation mark, which is everyday Chinese. Here an asterisk run simply switches: one is italic, two is
bold, three is both. It opens before a character and closes after one, and one that never closes is a fault instead of
an asterisk on the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from causeway.ops.packs.faults import Faults, quoted
from causeway.ops.packs.richtext import BREAK, Entry, List, Paragraph, Prose, Span, tidy_prose
from causeway.ops.packs.textfile import report_characters

MAX_LIST_DEPTH = 3
MAX_PARAGRAPH = 20_000
# markdown-it silently drops what is nested deeper than its own limit, so ours must be met well before.
_NESTING = 60

_REFUSED = {
    "heading_open": "a heading here; headings begin at the left edge and stand outside lists",
    "blockquote_open": "a quotation ('>'); use a paragraph, and name who said it in the text",
    "code_block": "text indented by four spaces or more; begin it at the left edge",
    "fence": "a code block; a page holds plain prose",
    "hr": "a rule ('---'); use a heading",
    "html_block": "raw HTML; write Markdown",
}
_REFUSED_INLINE = {
    "html_inline": "raw HTML; write Markdown, or \\< for the sign itself",
    "code_inline": "code (`…`); use bold, or \\` for the sign itself",
    "image": "an image; use the directive '::: image'",
}
_UNDERSCORES = re.compile(r"(?<!\w)_{1,3}[^\s_](?:[^_]*[^\s_])?_{1,3}(?!\w)")
_MARK = re.compile(r"[-+*>]|\d{1,9}[.)]")
_MARKS = re.compile(r"(?: *(?:[-+*>]|\d{1,9}[.)])(?= |$))*")
_REFERENCE = re.compile(r" {0,3}\[[^\]\[]+\]: ")
# Between two of these a line end in the file is no space: Chinese and Japanese are written without.
_NO_SPACE = re.compile(
    r"[\u2e80-\u303f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
)


@dataclass(frozen=True)
class LinkAt:
    """A link and the line it stands on."""

    href: str
    line: int


def _asterisks(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "*":
        return False
    end = state.pos
    while end < state.posMax and state.src[end] == "*":
        end += 1
    if not silent:
        before = state.src[state.pos - 1] if state.pos else " "
        after = state.src[end] if end < len(state.src) else " "
        open_before, open_after = before in " \n", after in " \n"
        token = state.push("text" if open_before and open_after else "switch", "", 0)
        token.content = state.src[state.pos : end]
        token.meta = {"before": not open_before, "after": not open_after}
    state.pos = end
    return True


def _cut_giants(state: StateCore) -> None:
    # Some hostile paragraphs take the inline parser time that grows with the square of their length.
    for token in state.tokens:
        if token.type == "inline" and len(token.content) > MAX_PARAGRAPH:
            token.meta["length"] = len(token.content)
            token.content = ""


def _engine() -> MarkdownIt:
    engine = MarkdownIt("commonmark", {"maxNesting": _NESTING})
    engine.inline.ruler.at("emphasis", _asterisks)
    engine.inline.ruler2.disable(["emphasis", "balance_pairs"])
    engine.core.ruler.disable(["text_join"])
    engine.core.ruler.before("inline", "cut_giants", _cut_giants)
    engine.block.ruler.disable(["reference"])
    # Addresses stay as people wrote them; what they may be is checked where all links are.
    engine.normalizeLink = lambda url: url  # type: ignore[method-assign]
    engine.validateLink = lambda url: True  # type: ignore[method-assign]
    return engine


_ENGINE = _engine()


class _Reader:
    def __init__(self, path: str, first_line: int, faults: Faults) -> None:
        self.path, self.first_line, self.faults = path, first_line, faults
        self.links: list[LinkAt] = []

    def fault(self, line: int, message: str) -> None:
        self.faults.add(self.path, line, message, code="markdown")

    def line(self, token: Token) -> int:
        return self.first_line + (token.map[0] if token.map else 0)

    # --- blocks ---------------------------------------------------------------------------------

    def parts(self, tokens: Iterator[Token], until: str = "") -> Iterator[Paragraph | List]:
        for token in tokens:
            if token.type == until:
                return
            if token.type == "inline":
                yield Paragraph(tuple(self.inline(token)))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield self.list_of(token, tokens, 1)
            elif token.type in _REFUSED:
                self.fault(self.line(token), _REFUSED[token.type])

    def list_of(self, opened: Token, tokens: Iterator[Token], depth: int) -> List:
        ordered = opened.type == "ordered_list_open"
        if depth == MAX_LIST_DEPTH + 1:
            self.fault(self.line(opened), f"lists stand more than {MAX_LIST_DEPTH} deep; make them flatter")
        if ordered and (start := opened.attrs.get("start", 1)) != 1:
            self.fault(self.line(opened), f"a numbered list begins at {start}; it always begins at 1")
        entries: list[Entry] = []
        closing = opened.type.replace("_open", "_close")
        for token in tokens:
            if token.type == closing:
                break
            if token.type == "list_item_open":
                entries.append(self.entry(token, tokens, depth))
        return List(ordered, tuple(entries))

    def entry(self, opened: Token, tokens: Iterator[Token], depth: int) -> Entry:
        spans: list[Span] = []
        below: list[List] = []
        paragraphs = 0
        for token in tokens:
            if token.type == "list_item_close":
                break
            if token.type == "inline":
                paragraphs += 1
                if paragraphs == 2 or below:
                    message = "a second paragraph in one entry of a list; an entry is one paragraph and lists below it"
                    self.fault(self.line(token), message)
                spans += [Span(" "), *self.inline(token)] if spans else self.inline(token)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                below.append(self.list_of(token, tokens, depth + 1))
            elif token.type in _REFUSED:
                self.fault(self.line(token), _REFUSED[token.type])
        if not spans:
            self.fault(self.line(opened), "an entry of a list without words")
        return Entry(tuple(spans), tuple(below))

    # --- inline ---------------------------------------------------------------------------------

    def inline(self, block: Token) -> list[Span]:
        line = self.line(block)
        if length := block.meta.get("length"):
            self.fault(line, f"a paragraph of {length:,} characters; at most {MAX_PARAGRAPH:,}, so divide it")
            return [Span("…")]
        spans: list[Span] = []
        style = Span("")
        opened: dict[str, int] = {}
        children = block.children or []
        for index, token in enumerate(children):
            if token.type == "switch":
                style = self.switch(token, style, opened, line)
            elif token.type in ("text", "text_special"):
                if token.type == "text":
                    self.check_text(token.content, line)
                report_characters(token.content, self.path, line, self.faults)
                spans.append(replace(style, text=token.content))
            elif token.type == "softbreak":
                line += 1
                if not _joins(spans, children[index + 1] if index + 1 < len(children) else None):
                    spans.append(replace(style, text=" "))
            elif token.type == "hardbreak":
                line += 1
                spans.append(replace(style, text=BREAK))
            elif token.type == "link_open":
                style = replace(style, href=self.link(token, line))
                if children[index + 1].type == "link_close":
                    self.fault(line, f"a link without words ({quoted(style.href)}); write [words](address)")
            elif token.type == "link_close":
                style = replace(style, href="")
            elif token.type in _REFUSED_INLINE:
                self.fault(line, _REFUSED_INLINE[token.type])
        for name, begun in opened.items():
            mark = "**" if name == "bold" else "*"
            message = f"{name} begins with {mark} and never ends in this paragraph; close it, or write \\* for the sign"
            self.fault(begun, message)
        return spans

    def switch(self, token: Token, style: Span, opened: dict[str, int], line: int) -> Span:
        count = len(token.content)
        if count > 3:
            self.fault(line, f"{count} asterisks in a row; one is italic, two bold, three both, \\* is the sign itself")
            return style
        for name, wanted in (("bold", count & 2), ("italic", count & 1)):
            if not wanted:
                continue
            ends = name in opened
            if not token.meta["before" if ends else "after"]:
                where = "before the asterisks that end it" if ends else "after the asterisks that begin it"
                self.fault(line, f"{name} has a space {where}; delete the space, or write \\* for the sign itself")
            if ends:
                del opened[name]
            else:
                opened[name] = line
        return replace(style, bold="bold" in opened, italic="italic" in opened)

    def link(self, token: Token, line: int) -> str:
        href = str(token.attrs.get("href", ""))
        if token.markup == "autolink":
            self.fault(line, f"a bare address <{quoted(href)[1:-1]}>; write [words that say what it is]({href[:60]})")
        if "title" in token.attrs:
            self.fault(line, "a link with a title in quotes; put the words into the link's own text")
        self.links.append(LinkAt(href, line))
        return href

    def check_text(self, text: str, line: int) -> None:
        if found := _UNDERSCORES.search(text):
            self.fault(line, f"{quoted(found.group())}: italics are written *so*, bold **so**; \\_ is the sign itself")


def _joins(spans: list[Span], following: Token | None) -> bool:
    before = spans[-1].text[-1:] if spans else ""
    after = following.content[:1] if following and following.type.startswith("text") else ""
    return bool(before and after and _NO_SPACE.match(before) and _NO_SPACE.match(after))


def read_markdown(text: str, path: str, first_line: int, faults: Faults) -> tuple[Prose, list[LinkAt]]:
    """Read prose.

    Args:
        text: the Markdown.
        path: the file, for faults.
        first_line: the line of the file on which ``text`` begins.
        faults: collects what is wrong.

    Returns:
        The prose in normal form, and every link with its line.
    """
    for number, line in enumerate(text.split("\n"), first_line):
        if _REFERENCE.match(line):
            faults.add(path, number, "a link kept apart ('[name]: address'); write [words](address)", code="markdown")
        if re.match(r" {0,3}\|", line):
            faults.add(path, number, "a table; use a list, or '\\|' for the sign itself", code="markdown")
        if (depth := len(_MARK.findall(_MARKS.match(line[:400]).group()))) > 12:  # type: ignore[union-attr]
            faults.add(path, number, f"{depth} list or quotation marks in one line; write a flat list", code="depth")
            return (), []
        if len(line) - len(line.lstrip(" ")) > 40:
            faults.add(path, number, "indented by more than 40 spaces; write a flat list", code="depth")
            return (), []
    reader = _Reader(path, first_line, faults)
    prose = tidy_prose(list(reader.parts(iter(_ENGINE.parse(text)))))
    return prose, reader.links
