"""Pages back to files: the mirror of ``markdown``, ``body`` and ``pagefile``.

Whatever these write reads back as the same thing; tests hold the two against each other on made-up pages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from causeway.ops.packs import grammar
from causeway.ops.packs.grammar import DIRECTIVES, FACT_TOKEN, RUN
from causeway.ops.packs.htmltext import from_html
from causeway.ops.packs.richtext import BREAK, List, Paragraph, Prose, Span, to_html
from causeway.ops.packs.textfile import FORBIDDEN
from causeway.ops.packs.yamlwrite import flow_list, quote, word
from causeway.pages.pagedata import Block, Item, PageData

_SPECIAL = re.compile(r"[\\`*\[\]<{]|(?<!\w)_|_(?!\w)|&(?=[#A-Za-z])")
_LINE_START = re.compile(r"[#>+=~|:-]|\d+(?=[.)])")
_TOKEN = re.compile(f"({FACT_TOKEN.pattern})|({RUN.pattern})")


def _clean(text: str) -> str:
    return FORBIDDEN.sub(lambda found: " " if found.group() == "\t" else "", text)


# --- prose -------------------------------------------------------------------------------------------


def _escape(text: str) -> str:
    return _SPECIAL.sub(lambda found: "\\" + found.group(), text)


def _words(text: str, *, starts_line: bool) -> str:
    """Escape what Markdown would read as markup; fact tokens and the marks of language runs stay."""
    written: list[str] = []
    end = 0
    for found in _TOKEN.finditer(text):
        written.append(_escape(text[end : found.start()]))
        if found[1]:
            written.append(found.group())
        else:
            run = RUN.fullmatch(found.group())
            written.append(f"[{_escape(run[1])}]{{lang={run[2]}}}" if run else found.group())
        end = found.end()
    written.append(_escape(text[end:]))
    line = "".join(written)
    if starts_line and (start := _LINE_START.match(line)):
        # A number is followed by the sign that makes it a list, any other start is the sign itself.
        at = start.end() if start.group()[0].isdigit() else 0
        line = f"{line[:at]}\\{line[at:]}"
    return line


def _address(href: str) -> str:
    return f"<{href}>" if re.search(r"[\s()<]", href) else href


def markdown_line(spans: tuple[Span, ...], indent: str = "") -> str:
    """Write one paragraph.

    Args:
        spans: its words in normal form.
        indent: what stands before the lines after a line break.

    Returns:
        Markdown without a line end.
    """
    written: list[str] = []
    switched = outside = 0
    href = ""
    starts = True
    for index, span in enumerate(spans):
        style = (2 if span.bold else 0) + (1 if span.italic else 0)
        if href and span.href != href:
            # What began inside the link and does not go on behind it ends inside it, as people write it.
            ends = switched & ~outside & ~style
            written.append("*" * ends + f"]({_address(href)})")
            switched &= ~ends
            href = ""
        marks = "*" * (switched ^ style)
        switched = style
        written.append(marks)
        if span.href and not href:
            written.append("[")
            href = span.href
            outside = switched
            starts = False
        if span.text == BREAK:
            written.append(f"\\\n{indent}")
            starts = True
            continue
        text = _words(span.text, starts_line=starts and not marks)
        if text.endswith("!") and not text.endswith("\\!") and index + 1 < len(spans):
            text = text[:-1] + "\\!"
        written.append(text)
        starts = False
    if href:
        ends = switched & ~outside
        written.append("*" * ends + f"]({_address(href)})")
        switched &= ~ends
    written.append("*" * switched)
    return "".join(written)


def _list(found: List, indent: str) -> Iterable[str]:
    for number, entry in enumerate(found.entries, 1):
        mark = f"{number}. " if found.ordered else "- "
        inner = indent + " " * len(mark)
        yield f"{indent}{mark}{markdown_line(entry.spans, inner)}"
        for below in entry.below:
            yield from _list(below, inner)


def markdown(prose: Prose) -> str:
    """Write prose.

    Args:
        prose: normalised prose.

    Returns:
        Markdown; paragraphs and lists apart by an empty line, no line end after the last.
    """
    return "\n\n".join(
        markdown_line(part.spans) if isinstance(part, Paragraph) else "\n".join(_list(part, "")) for part in prose
    )


# --- blocks ------------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """Bring plain words into one line without hidden characters or outer spaces."""
    return " ".join(_clean(text).split())


def tidy_html(html: str, lost: Callable[[str], None] | None = None) -> str:
    """Bring rich text into its one normal form.

    Args:
        html: rich text, page links in the form ``page:PATH``.
        lost: told of what a pack cannot carry.
    """
    return to_html(from_html(_clean(html), lost))


def tidy_blocks(blocks: Iterable[Block], lost: Callable[[str], None] | None = None) -> tuple[Block, ...]:
    """Bring blocks into the form a file can hold: blocks without content go, text blocks that touch become one.

    Args:
        blocks: any blocks.
        lost: told of what a pack cannot carry.
    """
    tidied: list[Block] = []
    for block in blocks:
        items = tuple(
            Item(
                one_line(item.title),
                {name: value for name, raw in item.fields.items() if (value := _guard(raw))},
                tidy_html(item.body, lost),
                {name: html for name, raw in item.parts.items() if (html := tidy_html(raw, lost))},
            )
            for item in block.items
        )
        fields = {name: value for name, raw in block.fields.items() if (value := one_line(raw))}
        body = tidy_html(block.body, lost)
        done = replace(block, title=one_line(block.title), fields=fields, body=body, items=items)
        last = tidied[-1] if tidied else None
        if last and last.kind == done.kind == "text":
            tidied[-1] = replace(last, body=tidy_html(last.body + done.body))
        elif done.title or done.body or done.items or done.fields:
            tidied.append(done)
    return tuple(tidied)


def _guard(value: str) -> str:
    # A line of plain text cannot be escaped, so it must not begin like a heading or a directive.
    return re.sub(r"^(?:#+|:::+)\s*", "", one_line(value))


def body(blocks: Iterable[Block]) -> str:
    """Write the body of a page.

    Args:
        blocks: tidied blocks.

    Returns:
        The text after the front matter, with a line end after the last line; ``''`` for no blocks.
    """
    text = "\n\n".join(map(_block, blocks))
    return f"{text}\n" if text else ""


def _block(block: Block) -> str:
    if block.kind == "text":
        return markdown(from_html(block.body))
    if block.kind == "heading":
        return f"{'#' * block.level} {block.title}"
    kind = DIRECTIVES[block.kind]
    opening = " ".join(
        filter(None, ("::: " + block.kind, block.style, block.title if kind.title == "optional" else ""))
    )
    fields = dict(block.fields)
    if kind.title == "field":
        fields = {"title": block.title, **fields}
    lines = [opening, *_fields(fields, kind.fields)]
    if block.body:
        lines += ([""] if kind.fields else []) + [markdown(from_html(block.body))]
    entries = "\n\n".join(_item(block.kind, item) for item in block.items)
    return "\n".join([*lines, *filter(None, [entries]), ":::"])


def _fields(fields: dict[str, str], known: dict[str, grammar.Field]) -> list[str]:
    return [f"{name}: {fields.get(name, '')}".rstrip() for name, spec in known.items() if fields.get(name) or spec.said]


def _item(kind: str, item: Item) -> str:
    directive = DIRECTIVES[kind]
    lines = [f"### {item.title}", *_fields(item.fields, directive.item_fields)]
    text = item.fields.get("text", "") if directive.item_body == "plain" else markdown(from_html(item.body))
    if text:
        lines += ([""] if directive.item_fields else []) + [text]
    for name in directive.parts:
        if item.parts.get(name):
            lines += ["", f"#### {name}", markdown(from_html(item.parts[name]))]
    return "\n".join(lines)


# --- front matter ------------------------------------------------------------------------------------


def front_fields(data: PageData) -> dict[str, str]:
    """Write each field of the front matter.

    Args:
        data: the page.

    Returns:
        The text of each value by the field's name, in the order of writing; a field at its default is ``''``.
    """
    review = data.review
    inner = ", ".join(f"{name}: {quote(getattr(review, name))}" for name in ("by", "role", "on", "due"))
    fields = {
        "type": word(data.type),
        "title": quote(one_line(data.title)),
        "summary": quote(one_line(data.summary)) if data.summary else "",
        "order": str(data.order) if data.order else "",
        "section": word(data.section) if data.section else "",
        "sensitive": "true" if data.sensitive else "",
        "nav": "true" if data.nav else "",
        "review": f"{{{inner}}}" if review != type(review)() else "",
        "translation": word(data.translation) if data.translation else "",
        "translated_from": quote(data.translated_from) if data.translated_from else "",
        "sources": flow_list(data.sources) if data.sources else "",
        "related": flow_list(data.related) if data.related else "",
    }
    for name in grammar.EXTRA_KEYS.get(data.type, {}):
        value = data.extra.get(name, "")
        if isinstance(value, str):
            fields[name] = quote(one_line(value)) if value else ""
        else:
            fields[name] = f"[{', '.join(quote(one_line(text)) for text in value)}]" if value else ""
    return fields


def page(data: PageData) -> str:
    """Write a whole page file.

    Args:
        data: the page, blocks tidied and links as ``page:PATH``.
    """
    front = "".join(f"{name}: {value}\n" for name, value in front_fields(data).items() if value)
    return f"---\n{front}---\n{body(data.blocks)}"
