"""A report as Markdown, equal in content to the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import singledispatch

from darkfigure.reporting import blocks
from darkfigure.reporting.blocks import Block, Document, FirstPage, Section, Text

#: Signs that Markdown or the HTML within it would take for its own.
_SIGNS = re.compile(r"([\\`*_\[\]<>|#~])")


def to_markdown(document: Document) -> str:
    """Return the report as Markdown.

    Args:
        document: the report.
    """
    parts = [
        *_first(document.first),
        f"## {_safe(document.annex_title)}",
        _safe(document.annex_text),
        *(part for section in document.sections for part in _section(section)),
        "---",
        _safe(document.footer),
    ]
    return "\n\n".join(parts) + "\n"


def _first(page: FirstPage) -> Iterable[str]:
    yield _safe(page.kicker)
    yield f"# {_safe(page.title)}"
    yield from (_safe(text) for text in (page.scope, page.draft) if text)
    yield from (_text(text) for text in page.statement)
    if page.bar is not None:
        yield _block(page.bar)
    yield from (_text(text) for text in page.asides)
    yield f"> **{_safe(page.grade_label)} {page.grade}: {_safe(page.grade_title)}**  \n> {_safe(page.grade_text)}"
    for part in page.parts:
        yield f"### {_safe(part.title)}"
        yield _text(part.text) if part.text is not None else _items(part.items)
    yield f"### {_safe(page.copy[0])}"
    yield f"> {_safe(page.copy[1])}"
    yield f"### {_safe(page.avoid)}"
    yield "\n".join(f"- “{_safe(quotation)}” {_safe(why)}" for quotation, why in page.avoid_items)


def _section(section: Section) -> Iterable[str]:
    yield f"### {_safe(section.title)}"
    yield from (_block(block) for block in section.blocks)


def _safe(text: str) -> str:
    """Return text that stands as it is: on one line, every sign of Markdown's own escaped."""
    return _escaped(" ".join(text.split()))


def _escaped(piece: str) -> str:
    return _SIGNS.sub(r"\\\1", piece.replace("\n", " "))


def _text(text: Text) -> str:
    return "".join(f"**{_escaped(piece)}**" if strong else _escaped(piece) for piece, strong in text)


def _items(items: Sequence[Text]) -> str:
    return "\n".join(f"- {_text(item)}" for item in items)


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(f"{type(block).__name__} is no part of a report.")


@_block.register
def _(block: blocks.Heading) -> str:
    return f"#### {_safe(block.text)}"


@_block.register
def _(block: blocks.Paragraph) -> str:
    return _text(block.text)


@_block.register
def _(block: blocks.Bullets) -> str:
    return _items(block.items)


@_block.register
def _(block: blocks.Pairs) -> str:
    def value(text: Text) -> str:
        if not block.code:
            return _text(text)
        raw = "".join(piece for piece, _ in text).replace("`", "'")
        return f"`{' '.join(raw.split())}`"

    return "\n".join(f"- **{_safe(name)}**: {value(text)}" for name, text in block.items)


@_block.register
def _(block: blocks.Table) -> str:
    rule = ["---:" if block.numeric(column) else "---" for column in range(len(block.header))]
    lines = [list(map(_safe, block.header)), rule, *(list(map(_safe, row)) for row in block.rows)]
    return f"**{_safe(block.caption)}**\n\n" + "\n".join(f"| {' | '.join(line)} |" for line in lines)


@_block.register
def _(block: blocks.Warned) -> str:
    return "\n".join(
        f"{place}. **{_safe(word)}.** {_safe(told)} **{_safe(block.helps)}** {_safe(helps)}"
        for place, (_, word, told, helps) in enumerate(block.items, start=1)
    )


@_block.register
def _(block: blocks.Figure) -> str:
    drawing = block.drawing
    if block.whole:
        return drawing.markdown().strip()
    return f"**{_safe(drawing.title)}**\n\n{_safe(drawing.description)} {_safe(drawing.caption)}"
