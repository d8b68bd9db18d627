"""Pictures made on the server, as SVG: readable without colour, by screen readers, and on other sites.

Only attributes, no style sheet inside: a page's security policy would forbid one.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import get_language_info
from lawgap.models import READINGS as READING_CODES

from causeway.law.presenting import Reader, tag

PAPER, INK, MUTED, LINE = "#FBF8F1", "#1A2326", "#47545A", "#C9D2CF"
COVERED, TOUCHED = "#BFDAD6", "#F3E3C3"
WIDTH = 960
_FONT = "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'Noto Sans', 'Noto Sans CJK HK', system-ui, sans-serif"
_PATTERN = (
    '<defs><pattern id="fragment" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    f'<rect width="8" height="8" fill="{PAPER}"/><rect width="4" height="8" fill="{TOUCHED}"/></pattern></defs>'
)


def _text(
    x: float, y: float, words: str, *, size: int = 14, weight: str = "", fill: str = INK, anchor: str = ""
) -> str:
    more = f' font-weight="{weight}"' if weight else ""
    more += f' text-anchor="{anchor}"' if anchor else ""
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{fill}"{more}>{escape(words)}</text>'


def _plain(words: Any) -> str:
    """The text of a piece of HTML of ours: at most one element that says its language."""
    text = html.unescape(re.sub(r"<[^>]+>", "", str(words)))
    return text[:1].upper() + text[1:]


def isolated(words: str) -> str:
    """Numbers and addresses, which are read from the left in every language."""
    return f"\u2066{words}\u2069"


def wrapped(words: str, most: int) -> list[str]:
    """Words in lines of at most so many characters; a character of Chinese counts twice.

    Args:
        words: the text.
        most: how many.
    """
    lines = [""]
    for piece in words.split(" "):
        for part in [piece] if _width(piece) <= most else list(_cut(piece, most)):
            joined = f"{lines[-1]} {part}".strip()
            if _width(joined) <= most:
                lines[-1] = joined
            else:
                lines.append(part)
    return [line for line in lines if line] or [""]


def _width(words: str) -> int:
    return sum(2 if ord(char) > 0x2E80 else 1 for char in words)


def _cut(piece: str, most: int) -> Iterable[str]:
    part = ""
    for char in piece:
        if part and _width(part + char) > most:
            yield part
            part = ""
        part += char
    yield part


def _open(width: int, height: float, title: str, description: str, language: str) -> list[str]:
    direction = ' direction="rtl"' if get_language_info(language)["bidi"] else ""
    return [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height:g}" width="{width}" height="{height:g}" '
            f'role="img" aria-labelledby="title desc" xml:lang={quoteattr(tag(language))} lang={quoteattr(tag(language))} '
            f"font-family={quoteattr(_FONT)}{direction}>"
        ),
        f'<title id="title">{escape(title)}</title><desc id="desc">{escape(description)}</desc>',
        _PATTERN,
        f'<rect width="{width}" height="{height:g}" fill="{PAPER}"/>',
    ]


def bill_svg(rows: Sequence[Any], *, title: str, lines: Sequence[str], address: str, reader: Reader) -> str:
    """What a bill would change, purpose by purpose: today's range above, the range under the bill below.

    Args:
        rows: made by ``presenting_bills.change_rows``.
        title: stands on top.
        lines: sentences below the title.
        address: where the page is.
        reader: who reads.
    """
    rtl = bool(get_language_info(reader.language)["bidi"])
    left, top, tall, bar = 250, 96 + 22 * len(lines), 64, 470
    height = top + tall * len(rows) + 40
    out = _open(WIDTH, height, title, " ".join([*lines, *(row.sentence for row in rows)]), reader.language)

    def at(x: float, width: float = 0) -> float:
        return WIDTH - x - width if rtl else x

    out.append(_text(at(24), 40, title, size=24, weight="700"))
    out += [_text(at(24), 66 + 22 * number, line, fill=MUTED) for number, line in enumerate(lines)]
    for number, row in enumerate(rows):
        y = top + tall * number
        for index, line in enumerate(wrapped(_plain(row.title), 30)[:2]):
            out.append(_text(at(24), y + 18 + 18 * index, line, weight="700"))
        for offset, counts, words, fill in (
            (0, row.counts_before, f"{row.before} ({row.before_range})", "url(#fragment)"),
            (24, row.counts_after, f"{row.after} ({row.after_range})", COVERED),
        ):
            scale = bar / max(counts["central"].total, 1)
            low, middle, high = (counts[name].offence * scale for name in READING_CODES)
            out.append(
                f'<rect x="{at(left, bar):g}" y="{y + 6 + offset}" width="{bar}" height="14" fill="{PAPER}" stroke="{LINE}"/>'
            )
            out.append(
                f'<rect x="{at(left + low, high - low):g}" y="{y + 6 + offset}" width="{max(high - low, 2):g}" height="14" '
                f'fill="{fill}" stroke="{INK}"/>'
            )
            out.append(
                f'<rect x="{at(left + middle - 2, 4):g}" y="{y + 3 + offset}" width="4" height="20" fill="{INK}"/>'
            )
            out.append(_text(at(left + bar + 12), y + 18 + offset, isolated(words), size=13))
    out.append(_text(at(24), height - 14, isolated(address), size=13, fill=MUTED))
    return "".join([*out, "</svg>"])
