"""Prose as data, and its two written forms' common ground: paragraphs and lists of styled characters.

Bold, italic and links are properties of a run of text rather than elements inside elements, so that two ways of
writing the same thing are equal and a text written out always reads back as itself.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from html import escape

BREAK = "\n"
_SPACES = re.compile(r"[ \t\r\f\v]+")


@dataclass(frozen=True)
class Span:
    """A run of characters of one style; ``text`` is a single ``\\n`` for a line break inside a paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str = ""

    def styled_as(self, other: Span) -> bool:
        """Tell whether both look the same."""
        return (self.bold, self.italic, self.href) == (other.bold, other.italic, other.href)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph."""

    spans: tuple[Span, ...]


@dataclass(frozen=True)
class Entry:
    """One entry of a list, perhaps with lists below it."""

    spans: tuple[Span, ...]
    below: tuple[List, ...] = ()


@dataclass(frozen=True)
class List:
    """A list with bullets or numbers."""

    ordered: bool
    entries: tuple[Entry, ...]


Prose = tuple[Paragraph | List, ...]


def _shared(left: Span, right: Span) -> Span:
    return Span(
        "", left.bold and right.bold, left.italic and right.italic, left.href if left.href == right.href else ""
    )


def tidy(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Bring a run of spans into its one normal form.

    White space shrinks to one space, none stays at the ends of a line, a space between two styles takes only what
    both share, and neighbours of one style become one span.

    Args:
        spans: any spans.

    Returns:
        The spans that show the same; ``()`` when there is nothing to see.
    """
    pieces: list[Span] = []
    for span in spans:
        for text in re.split(r"(\n| +)", _SPACES.sub(" ", span.text)):
            if not text:
                continue
            if text.startswith(" ") and pieces and pieces[-1].text in (" ", BREAK):
                continue
            if text == BREAK and pieces and pieces[-1].text == " ":
                pieces.pop()
            pieces.append(replace(span, text=" " if text.startswith(" ") else text))
    pieces = _trim(pieces)
    words = [index for index, piece in enumerate(pieces) if piece.text not in (" ", BREAK)]
    for before, after in itertools.pairwise(words):
        for index in range(before + 1, after):
            pieces[index] = replace(_shared(pieces[before], pieces[after]), text=pieces[index].text)
    joined: list[Span] = []
    for piece in pieces:
        if joined and piece.styled_as(joined[-1]) and BREAK not in (piece.text, joined[-1].text):
            joined[-1] = replace(piece, text=joined[-1].text + piece.text)
        else:
            joined.append(piece)
    return tuple(joined)


def _trim(pieces: list[Span]) -> list[Span]:
    # Any kind of space is cut here, because a Markdown reader cuts them at the ends of a paragraph too.
    while pieces and not pieces[0].text.strip():
        pieces = pieces[1:]
    while pieces and not pieces[-1].text.strip():
        pieces = pieces[:-1]
    if pieces:
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip())
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return pieces


def tidy_list(found: List) -> List | None:
    """Normalise a list: entries without words are dropped (lists below them move up to the entry before).

    Args:
        found: any list.

    Returns:
        The list, or ``None`` when nothing is left of it.
    """
    entries: list[Entry] = []
    for entry in found.entries:
        spans = tidy(entry.spans)
        below = tuple(filter(None, map(tidy_list, entry.below)))
        if spans:
            entries.append(Entry(spans, below))
        elif below and entries:
            entries[-1] = replace(entries[-1], below=_merge((*entries[-1].below, *below)))
        else:
            entries += [inner for lower in below for inner in lower.entries]
    entries = [replace(entry, below=_merge(entry.below)) for entry in entries]
    return List(found.ordered, tuple(entries)) if entries else None


def _merge(lists: tuple[List, ...]) -> tuple[List, ...]:
    merged: list[List] = []
    for found in lists:
        if merged and merged[-1].ordered == found.ordered:
            merged[-1] = replace(merged[-1], entries=merged[-1].entries + found.entries)
        else:
            merged.append(found)
    return tuple(merged)


def tidy_prose(prose: Iterable[Paragraph | List]) -> Prose:
    """Normalise paragraphs and lists; two lists of one kind that touch become one, as they do in the editor.

    Args:
        prose: any prose.

    Returns:
        The prose in its one normal form.
    """
    tidied: list[Paragraph | List] = []
    for part in prose:
        if isinstance(part, Paragraph):
            if spans := tidy(part.spans):
                tidied.append(Paragraph(spans))
        elif found := tidy_list(part):
            last = tidied[-1] if tidied else None
            if isinstance(last, List) and last.ordered == found.ordered:
                tidied[-1] = replace(last, entries=last.entries + found.entries)
            else:
                tidied.append(found)
    return tuple(tidied)


# --- HTML of the kind Wagtail keeps in its database -------------------------------------------------


def to_html(prose: Prose) -> str:
    """Write prose as Wagtail's rich text.

    Args:
        prose: normalised prose.

    Returns:
        HTML without white space between elements.
    """
    return "".join(f"<p>{_inline(part.spans)}</p>" if isinstance(part, Paragraph) else _list(part) for part in prose)


def _list(found: List) -> str:
    tag = "ol" if found.ordered else "ul"
    entries = (f"<li>{_inline(entry.spans)}{''.join(map(_list, entry.below))}</li>" for entry in found.entries)
    return f"<{tag}>{''.join(entries)}</{tag}>"


def _inline(spans: tuple[Span, ...]) -> str:
    html: list[str] = []
    index = 0
    while index < len(spans):
        href = spans[index].href
        end = index
        while end < len(spans) and spans[end].href == href:
            end += 1
        inside = "".join(map(_span, spans[index:end]))
        html.append(f'<a href="{escape(href)}">{inside}</a>' if href else inside)
        index = end
    return "".join(html)


def _span(span: Span) -> str:
    if span.text == BREAK:
        return "<br/>"
    html = escape(span.text, quote=False)
    if span.italic:
        html = f"<i>{html}</i>"
    return f"<b>{html}</b>" if span.bold else html
