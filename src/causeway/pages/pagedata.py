"""A page as plain data: what a pack file says, and what an editor's page can be written back to.

Nothing here knows Django or Wagtail, so that the pack reader can be strict, fast and tested alone.

Rich text (every ``body`` and every value of ``parts``) is HTML of the small kind Wagtail keeps in its database:
``p ul ol li b i br a``, with

* ``<a href="https://…">`` for another site,
* ``<a linktype="page" id="7">`` for a page of this site; while a pack is being read or written the same link is
  ``<a href="page:get-help/legal-help">`` (see ``causeway.ops.packs.links``),
* the literal tokens ``{fact:KEY}``, ``{fact:KEY@DATE}`` and ``[text]{lang=CODE}``, which the page fills when it is
  shown. They stay text because Wagtail's editor would strip an element it does not know.

Everything else is plain text, which may hold the same tokens, never HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

TYPES = (
    "home", "change", "law", "asks", "guide-index", "guide", "news-index", "news", "publication-index", "publication",
    "contact", "text",
)  # fmt: skip
SECTIONS = ("claims", "legal", "living", "slavery", "work", "helping")
CALLOUTS = ("note", "warning", "late", "safety")
BLOCKS = (
    "text", "heading", "next", "steps", "callout", "contacts", "definitions", "asks", "figures", "range", "chart", "links",
    "image",
)  # fmt: skip


@dataclass(frozen=True)
class Review:
    """Who read the page against its sources, and when that must be done again.

    Dates are text as written: ``''``, ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.
    """

    by: str = ""
    role: str = ""
    on: str = ""
    due: str = ""


@dataclass(frozen=True)
class Item:
    """One entry of a block that has entries: a step, a contact, a definition, an ask, a figure, a link.

    ``fields`` by block: contacts ``phone`` (fact key) ``what languages cost hours``; figures ``fact`` (key);
    links ``to`` (``page:PATH`` or ``https://…``) and ``text`` (plain). ``parts`` by block: asks ``government`` (rich
    text).
    """

    title: str
    fields: dict[str, str] = field(default_factory=dict)
    body: str = ""
    parts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Block:
    """One block of a page's body.

    ========== ==================================================================================
    kind       what it uses
    ========== ==================================================================================
    text       ``body``
    heading    ``level`` (2 or 3), ``title``
    next       ``body``
    callout    ``style`` (one of ``CALLOUTS``), ``title``, ``body``
    range      ``title``, ``fields`` low, high, known (fact keys; known may be missing), ``body``
    chart      ``fields`` figure (key of a figure)
    image      ``fields`` file (``images/NAME``) and alt (``''`` when it only decorates)
    all others ``items``
    ========== ==================================================================================
    """

    kind: str
    style: str = ""
    level: int = 0
    title: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    body: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True)
class PageData:
    """A page in one language.

    ``path`` is the address below the language (``get-help/legal-help``; the home page is ``home``).
    ``related`` holds paths, ``sources`` source keys. ``translation`` is ``''`` in the default language, else
    ``draft`` or ``checked``. ``translated_from`` is the fingerprint of the default-language text the translation was
    made from, or ``''``. ``extra`` holds what only one type has: publication ``series number authors partners
    published external_url cite``; news ``published topics``. ``authors``, ``partners`` and ``topics`` are lists.
    """

    type: str
    path: str
    language: str
    title: str
    summary: str = ""
    order: int = 0
    section: str = ""
    sensitive: bool = False
    nav: bool = False
    review: Review = Review()
    translation: str = ""
    translated_from: str = ""
    sources: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    extra: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    blocks: tuple[Block, ...] = ()


def map_rich_text(data: PageData, change: Callable[[str], str]) -> PageData:
    """Change every piece of rich text of a page.

    Args:
        data: the page.
        change: takes the HTML of one piece and returns its new HTML.

    Returns:
        A page that is the same but for its rich text.
    """

    def item(old: Item) -> Item:
        return replace(old, body=change(old.body), parts={name: change(html) for name, html in old.parts.items()})

    return replace(
        data,
        blocks=tuple(
            replace(block, body=change(block.body), items=tuple(item(old) for old in block.items))
            for block in data.blocks
        ),
    )


def texts(data: PageData) -> Iterator[str]:
    """Every piece of text of a page that a reader sees, plain or rich, in reading order.

    Args:
        data: the page.

    Yields:
        The text; empty pieces are left out.
    """
    yield from filter(None, (data.title, data.summary))
    for value in data.extra.values():
        yield from filter(None, (value,) if isinstance(value, str) else value)
    for block in data.blocks:
        yield from filter(None, (block.title, *(block.fields.get(name, "") for name in ("alt",)), block.body))
        for item in block.items:
            plain = (item.fields.get(name, "") for name in ("what", "languages", "cost", "hours", "text"))
            yield from filter(None, (item.title, *plain, item.body, *item.parts.values()))
