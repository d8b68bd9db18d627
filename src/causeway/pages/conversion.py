"""Between plain page data (``pagedata``) and the blocks Wagtail stores."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable
from typing import Any

from causeway.pages.pagedata import Block, Item

PAGE_PREFIX = "page:"
# Blocks that are lists of items: the name of an item's title field, and of its body field if it has one.
ITEM_BLOCKS = {
    "steps": ("title", "body"),
    "contacts": ("name", "note"),
    "definitions": ("term", "body"),
    "asks": ("title", "body"),
    "figures": ("label", "note"),
    "links": ("title", ""),
}
ITEM_FIELDS = {
    "contacts": ("phone", "what", "languages", "cost", "hours"),
    "figures": ("fact",),
    "links": ("text",),
}
ITEM_PARTS = {"asks": ("government",)}
Find = Callable[[str], int | None]


def partial_date(text: str) -> datetime.date | None:
    """Read a date of a pack; a year or a month stands for its first day."""
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", text)
    return datetime.date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None


def to_stream(blocks: tuple[Block, ...], find: Find) -> list[dict[str, Any]]:
    """Turn plain blocks into the raw value of a StreamField.

    Args:
        blocks: the blocks of a page.
        find: the primary key of the page at a path, or ``None``.

    Returns:
        One dictionary with ``type`` and ``value`` for each block.
    """
    return [{"type": block.kind, "value": _value(block, find)} for block in blocks]


def _value(block: Block, find: Find) -> Any:
    if block.kind == "text":
        return block.body
    if block.kind == "heading":
        return {"level": str(block.level or 2), "text": block.title}
    if block.kind == "next":
        return {"body": block.body}
    if block.kind == "callout":
        return {"kind": block.style or "note", "title": block.title, "body": block.body}
    if block.kind == "range":
        return {"title": block.title, "body": block.body, **{k: block.fields.get(k, "") for k in RANGE_FIELDS}}
    if block.kind == "chart":
        return {"figure": block.fields["figure"]}
    if block.kind == "image":
        alt = block.fields.get("alt", "")
        return {"image": int(block.fields["file"].removeprefix("images/")), "alt_text": alt, "decorative": not alt}
    if block.kind in ITEM_BLOCKS:
        # Wagtail takes an entry for a bare value unless it carries an id.
        return [
            {"type": "item", "id": str(uuid.uuid4()), "value": _item(block.kind, item, find)} for item in block.items
        ]
    raise ValueError(f"A pack cannot hold a block of the kind {block.kind!r} yet.")


RANGE_FIELDS = ("low", "high", "known")


def _item(kind: str, item: Item, find: Find) -> dict[str, Any]:
    title, body = ITEM_BLOCKS[kind]
    value: dict[str, Any] = {title: item.title}
    if body:
        value[body] = item.body
    value.update({name: item.fields.get(name, "") for name in ITEM_FIELDS.get(kind, ())})
    value.update({name: item.parts.get(name, "") for name in ITEM_PARTS.get(kind, ())})
    if kind == "links":
        target = item.fields.get("to", "")
        if target.startswith(PAGE_PREFIX):
            value["page"], value["url"] = find(target.removeprefix(PAGE_PREFIX)), ""
        else:
            value["page"], value["url"] = None, target
    return value


def from_stream(stream: Any, path_of: Callable[[int], str | None]) -> tuple[Block, ...]:
    """Turn a page's blocks into plain data.

    Args:
        stream: the value of ``body``.
        path_of: the path of the page with a primary key, or ``None``.
    """
    return tuple(_block(child["type"], child["value"], path_of) for child in stream.get_prep_value())


def _block(kind: str, value: Any, path_of: Callable[[int], str | None]) -> Block:
    if kind == "text":
        return Block(kind, body=value)
    if kind == "heading":
        return Block(kind, level=int(value["level"]), title=value["text"])
    if kind == "next":
        return Block(kind, body=value["body"])
    if kind == "callout":
        return Block(kind, style=value["kind"], title=value["title"], body=value["body"])
    if kind == "range":
        fields = {name: value[name] for name in RANGE_FIELDS if value.get(name)}
        return Block(kind, title=value["title"], fields=fields, body=value["body"] or "")
    if kind == "chart":
        return Block(kind, fields={"figure": value["figure"]})
    if kind == "image":
        return Block(kind, fields={"file": f"images/{value['image']}", "alt": value.get("alt_text") or ""})
    return Block(kind, items=tuple(_plain_item(kind, child["value"], path_of) for child in value))


def _plain_item(kind: str, value: dict[str, Any], path_of: Callable[[int], str | None]) -> Item:
    title, body = ITEM_BLOCKS[kind]
    fields = {name: value[name] for name in ITEM_FIELDS.get(kind, ()) if value.get(name)}
    if kind == "links":
        path = path_of(value["page"]) if value.get("page") else None
        fields = {"to": f"{PAGE_PREFIX}{path}" if path is not None else value.get("url") or "", **fields}
    parts = {name: value[name] for name in ITEM_PARTS.get(kind, ()) if value.get(name)}
    return Item(title=value[title], fields=fields, body=(value.get(body) or "") if body else "", parts=parts)
