"""Links between pages: by path in a pack, by number in the database."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

_BY_PATH = re.compile(r'<a href="page:([^"]*)">(.*?)</a>', re.DOTALL)
_BY_NUMBER = re.compile(r'<a\b(?=[^>]*\blinktype="page")[^>]*\bid="(\d+)"[^>]*>')


def number_links(html: str, number_of: Callable[[str], int | None]) -> str:
    """Write page links the way Wagtail keeps them.

    Args:
        html: rich text as the pack reader makes it.
        number_of: the number of the page at a path, or ``None``.

    Returns:
        The same with ``<a linktype="page" id="7">``; a link to no page leaves its words.
    """

    def link(found: re.Match[str]) -> str:
        number = number_of(unescape(found[1]))
        return found[2] if number is None else f'<a linktype="page" id="{number}">{found[2]}</a>'

    return _BY_PATH.sub(link, html)


def path_links(html: str, path_of: Callable[[int], str | None]) -> str:
    """Write page links the way packs keep them.

    Args:
        html: rich text as Wagtail keeps it.
        path_of: the path of the page with a number, or ``None``.

    Returns:
        The same with ``<a href="page:PATH">``; a link to no page keeps its number, which no pack can hold.
    """

    def link(found: re.Match[str]) -> str:
        path = path_of(int(found[1]))
        return found.group() if path is None else f'<a href="page:{escape(path)}">'

    return _BY_NUMBER.sub(link, html)
