"""Runs of another language inside prose, written ``[統一審核機制]{lang=zh-hant}``.

A screen reader and the browser's choice of glyphs both need the language of a
run. The mark is plain text so that it survives every editor, spreadsheet and
translation file.
"""

from __future__ import annotations

import re

from causeway.pages.languages import LANGUAGES

RUN = re.compile(r"\[([^\[\]{}]{1,200})\]\{lang=([a-z]{2,3}(?:-[a-z]{4})?)\}")


def mark_runs(html: str) -> str:
    """Turn each marked run into a ``span`` with its language and direction.

    Args:
        html: escaped HTML; the marks' own characters are not special in it.

    Returns:
        The HTML with spans; a mark that names an unknown language keeps its text only.
    """

    def span(match: re.Match[str]) -> str:
        text, code = match.groups()
        known = LANGUAGES.get(code)
        return f'<span lang="{known.tag}" dir="{known.dir}">{text}</span>' if known else text

    return RUN.sub(span, html)


def unmark(text: str) -> str:
    """Drop the marks and keep the words, for titles, mail and search."""
    return RUN.sub(r"\1", text)
