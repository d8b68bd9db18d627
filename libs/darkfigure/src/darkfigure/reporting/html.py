"""A report as one HTML file that needs nothing else: no script, no request, everything from users escaped."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from html import escape
from importlib import resources

from darkfigure.reporting import blocks
from darkfigure.reporting.blocks import Block, Document, FirstPage, Section, Text

#: The tag of a language as browsers choose fonts and voices by it.
_TAGS = {"en": "en-GB", "zh-hant": "zh-Hant-HK"}

#: Nothing is loaded and nothing runs, whatever slipped in.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

#: The mark before a warning, by weight: never colour alone.
_MARKS = {"refuse": "✕", "limit": "!", "know": "i"}


def to_html(document: Document) -> str:
    """Return the report as a page.

    Args:
        document: the report.
    """
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    first = document.first
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{_TAGS[document.language]}">',
            "<head>",
            '<meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            '<meta name="color-scheme" content="light dark">',
            f"<title>{escape(first.title)}</title>",
            f"<style>\n{style}</style>",
            "</head>",
            "<body>",
            "<main>",
            *_first(first),
            '<div class="annex">',
            f'<h2 class="annex-title">{escape(document.annex_title)}</h2>',
            f'<p class="quiet">{escape(document.annex_text)}</p>',
            _contents(document),
            *(_section(section) for section in document.sections),
            "</div>",
            "</main>",
            f"<footer><p>{escape(document.footer)}</p></footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


# --- The first page ---------------------------------------------------------------------------------


def _first(page: FirstPage) -> Iterable[str]:
    yield '<article class="first">'
    yield "<header>"
    yield f'<p class="kicker">{escape(page.kicker)}</p>'
    yield f"<h1>{escape(page.title)}</h1>"
    if page.scope:
        yield f'<p class="scope">{escape(page.scope)}</p>'
    if page.draft:
        yield f'<p class="draft">{escape(page.draft)}</p>'
    yield "</header>"
    yield '<div class="answer">'
    yield from (f'<p class="statement">{_text(text)}</p>' for text in page.statement)
    if page.bar is not None:
        yield f'<div class="range">{_block(page.bar)}<div>'
        yield from (f"<p>{_text(text)}</p>" for text in page.asides)
        yield "</div></div>"
    yield "</div>"
    yield (
        f'<p class="grade grade-{page.grade.lower()}"><span class="letter"><span class="word">'
        f"{escape(page.grade_label)}</span> {escape(page.grade)}</span> <span><strong>"
        f"{escape(page.grade_title)}</strong><br>{escape(page.grade_text)}</span></p>"
    )
    yield '<div class="parts">'
    for part in page.parts:
        yield f"<section><h2>{escape(part.title)}</h2>"
        yield f"<p>{_text(part.text)}</p>" if part.text is not None else _items(part.items)
        yield "</section>"
    yield f'<section class="copy"><h2>{escape(page.copy[0])}</h2>'
    yield f"<blockquote><p>{escape(page.copy[1])}</p></blockquote></section>"
    yield f'<section class="avoid"><h2>{escape(page.avoid)}</h2><ul>'
    for quotation, why in page.avoid_items:
        yield f"<li><q>{escape(quotation)}</q> {escape(why)}</li>"
    yield "</ul></section></div></article>"


# --- The annex --------------------------------------------------------------------------------------


def _contents(document: Document) -> str:
    links = "".join(f'<li><a href="#{s.anchor}">{escape(s.title)}</a></li>' for s in document.sections)
    return f'<nav aria-label="{escape(document.annex_title)}"><ul>{links}</ul></nav>'


def _section(section: Section) -> str:
    inside = "\n".join(_block(block) for block in section.blocks)
    return (
        f'<section id="{section.anchor}" aria-labelledby="{section.anchor}-title">\n'
        f'<h3 id="{section.anchor}-title">{escape(section.title)}</h3>\n{inside}\n</section>'
    )


def _text(text: Text) -> str:
    return "".join(f"<strong>{escape(piece)}</strong>" if strong else escape(piece) for piece, strong in text)


def _items(items: Iterable[Text]) -> str:
    return "<ul>" + "".join(f"<li>{_text(item)}</li>" for item in items) + "</ul>"


@singledispatch
def _block(block: Block) -> str:
    raise TypeError(f"{type(block).__name__} is no part of a report.")


@_block.register
def _(block: blocks.Heading) -> str:
    return f"<h4>{escape(block.text)}</h4>"


@_block.register
def _(block: blocks.Paragraph) -> str:
    return f'<p class="quiet">{_text(block.text)}</p>' if block.quiet else f"<p>{_text(block.text)}</p>"


@_block.register
def _(block: blocks.Bullets) -> str:
    items = _items(block.items)
    return items.replace("<ul>", f'<ul lang="{_TAGS[block.language]}">', 1) if block.language else items


@_block.register
def _(block: blocks.Pairs) -> str:
    def value(text: Text) -> str:
        return f"<code>{_text(text)}</code>" if block.code else _text(text)

    inside = "".join(f"<div><dt>{escape(name)}</dt><dd>{value(text)}</dd></div>" for name, text in block.items)
    return f"<dl>{inside}</dl>"


@_block.register
def _(block: blocks.Table) -> str:
    kinds = [' class="number"' if block.numeric(column) else "" for column in range(len(block.header))]
    head = "".join(f'<th scope="col"{kind}>{escape(name)}</th>' for kind, name in zip(kinds, block.header, strict=True))
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td{kind}>{escape(cell)}</td>" for kind, cell in zip(kinds[1:], row[1:], strict=True))
        + "</tr>"
        for row in block.rows
    )
    caption = escape(block.caption)
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{caption}"><table><caption><span>{caption}</span></caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


@_block.register
def _(block: blocks.Warned) -> str:
    inside = "".join(
        f'<li class="{weight}"><p><span class="weight"><span aria-hidden="true">{_MARKS[weight]}</span> '
        f"{escape(word)}</span> {escape(told)}</p>"
        f'<p class="helps"><strong>{escape(block.helps)}</strong> {escape(helps)}</p></li>'
        for weight, word, told, helps in block.items
    )
    return f'<ol class="warnings">{inside}</ol>'


@_block.register
def _(block: blocks.Figure) -> str:
    drawing = block.drawing
    if block.whole:
        return drawing.html()
    return f'<figure class="darkfigure">{drawing.svg}<figcaption>{escape(drawing.caption)}</figcaption></figure>'
