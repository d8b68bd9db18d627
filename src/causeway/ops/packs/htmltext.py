"""Wagtail's rich text back to prose."""

from __future__ import annotations

from collections.abc import Callable
from html.parser import HTMLParser

from causeway.ops.packs.richtext import BREAK, Entry, List, Paragraph, Prose, Span, tidy_prose

_KNOWN = frozenset({"p", "ul", "ol", "li", "b", "strong", "i", "em", "a", "br", "div", "span"})


class _Reader(HTMLParser):
    """Follows start and end tags; forgiving, because editors paste from anywhere."""

    def __init__(self, lost: Callable[[str], None]) -> None:
        super().__init__(convert_charrefs=True)
        self.lost = lost
        self.parts: list[Paragraph | List] = []
        self.spans: list[Span] = []
        self.bold = self.italic = 0
        self.hrefs: list[str] = []
        # One open list a level: its kind and its entries so far; an entry is its spans and the lists below it.
        self.open: list[tuple[bool, list[tuple[list[Span], list[List]]]]] = []

    def end_paragraph(self) -> None:
        if not self.open:
            self.parts.append(Paragraph(tuple(self.spans)))
            self.spans = []

    def add(self, text: str) -> None:
        span = Span(text, self.bold > 0, self.italic > 0, self.hrefs[-1] if self.hrefs else "")
        if self.open:
            entries = self.open[-1][1]
            if entries:
                entries[-1][0].append(span)
            elif text.strip():
                entries.append(([span], []))
        else:
            self.spans.append(span)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("b", "strong"):
            self.bold += 1
        elif tag in ("i", "em"):
            self.italic += 1
        elif tag == "a":
            self.hrefs.append(self.href(dict(attrs)))
        elif tag == "br":
            self.add(BREAK)
        elif tag in ("ul", "ol"):
            if not self.open:
                self.end_paragraph()
            self.open.append((tag == "ol", []))
        elif tag == "li":
            if self.open:
                self.open[-1][1].append(([], []))
        elif tag in ("p", "div") or tag not in _KNOWN:
            if self.open:
                self.add(" ")
            else:
                self.end_paragraph()
        if tag not in _KNOWN:
            self.lost(f"<{tag}>")

    def href(self, attrs: dict[str, str | None]) -> str:
        href = attrs.get("href") or ""
        kind = attrs.get("linktype")
        if kind or href.partition(":")[0].lower() not in ("http", "https", "mailto", "page"):
            self.lost(f"link to {kind} {attrs.get('id')}" if kind else f"link to {href}")
            return ""
        return href

    def handle_endtag(self, tag: str) -> None:
        if tag in ("b", "strong"):
            self.bold = max(0, self.bold - 1)
        elif tag in ("i", "em"):
            self.italic = max(0, self.italic - 1)
        elif tag == "a":
            if self.hrefs:
                self.hrefs.pop()
        elif tag in ("ul", "ol") and self.open:
            ordered, entries = self.open.pop()
            done = List(ordered, tuple(Entry(tuple(spans), tuple(below)) for spans, below in entries))
            if not self.open:
                self.parts.append(done)
            elif self.open[-1][1]:
                self.open[-1][1][-1][1].append(done)
            else:
                self.open[-1][1].append(([], [done]))
        elif tag in ("p", "div") and not self.open:
            self.end_paragraph()

    def handle_data(self, data: str) -> None:
        self.add(data.replace("\n", " "))


def from_html(html: str, lost: Callable[[str], None] | None = None) -> Prose:
    """Read Wagtail's rich text, with page links already in the form ``page:PATH``.

    Args:
        html: the rich text.
        lost: told of every element or link a pack cannot carry.

    Returns:
        The prose in normal form.
    """
    reader = _Reader(lost or (lambda what: None))
    reader.feed(html)
    reader.close()
    while reader.open:
        reader.handle_endtag("ul")
    reader.end_paragraph()
    return tidy_prose(reader.parts)
