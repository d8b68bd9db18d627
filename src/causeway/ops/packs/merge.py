"""Changes made on the site, put into the files they came from: only the lines of what changed are written anew."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from causeway.ops.packs import grammar, serialise, yamlwrite
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.model import Entry
from causeway.ops.packs.pagefile import read_page
from causeway.ops.packs.yamlfile import Mapping as Node
from causeway.ops.packs.yamlfile import plain_node, read_yaml
from causeway.pages.pagedata import PageData


def merge_page(text: str, now: PageData, changed: Callable[[str], bool]) -> str:
    """Write a page into the file it came from.

    Args:
        text: the file as loaded.
        now: the page as the site has it.
        changed: tells whether staff changed a field: a name of the front matter, or ``blocks``.

    Returns:
        The file with the changed fields written anew, and the body too when a block changed.
    """
    lines = text.split("\n")
    end = lines.index("---", 1)
    node = read_yaml("\n".join(lines[1:end]), "", Faults(), first_line=2)
    starts = dict(node.lines) if isinstance(node, Node) else {}
    written = serialise.front_fields(now)
    front: list[str] = []
    order = sorted(starts, key=lambda name: starts[name])
    first = starts[order[0]] - 1 if order else end
    front += lines[1:first]
    for name, following in zip(order, [*order[1:], ""], strict=True):
        stop = starts[following] - 1 if following else end
        if not changed(name):
            front += lines[starts[name] - 1 : stop]
        elif written.get(name):
            front.append(f"{name}: {written[name]}")
    known = (*grammar.PAGE_KEYS, *grammar.EXTRA_KEYS.get(now.type, {}))
    front += [
        f"{name}: {written[name]}" for name in known if name not in starts and changed(name) and written.get(name)
    ]
    body = serialise.body(now.blocks) if changed("blocks") else "\n".join(lines[end + 1 :])
    merged = "\n".join(["---", *front, "---", body])
    found = read_page(merged, "", now.path, now.language, Faults())
    if found is None or serialise.tidy_blocks(found.data.blocks) != now.blocks or found.data.title != now.title:
        return serialise.page(now)
    return merged


@dataclass(frozen=True)
class Change:
    """What becomes of an entry of a table file: ``data`` is ``None`` when it goes."""

    kind: str
    data: Mapping[str, Any] | None


def merge_table(text: str, kind: str, entries: list[Entry], changes: Mapping[str, Change], more: list[Change]) -> str:
    """Write changed entries into the file they came from.

    Args:
        text: the file as loaded.
        kind: what it holds.
        entries: what it holds, as read.
        changes: what staff changed or deleted, by key.
        more: entries to add at the end.

    Returns:
        The file with the lines of those entries written anew; comments and all other lines stay.
    """
    lines = text.rstrip("\n").split("\n")
    ordered = sorted(entries, key=lambda entry: entry.line)
    if any(not _starts_entry(lines[entry.line - 1], entry) for entry in ordered):
        kept = [changes[entry.key].data if entry.key in changes else _whole(entry) for entry in ordered]
        return yamlwrite.table(kind, [data for data in [*kept, *(change.data for change in more)] if data is not None])
    first = ordered[0].line - 1 if ordered else len(lines)
    written = lines[:first]
    indent = "  "
    for number, entry in enumerate(ordered):
        stop = ordered[number + 1].line - 1 if number + 1 < len(ordered) else len(lines)
        start = entry.line - 1
        indent = lines[start][: len(lines[start]) - len(lines[start].lstrip())]
        change = changes.get(entry.key)
        if change is None:
            written += lines[start:stop]
            continue
        while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].lstrip().startswith("#")):
            stop -= 1
        if change.data is not None:
            written += yamlwrite.entry(kind, change.data, entry.data, indent)
        written += lines[stop : ordered[number + 1].line - 1 if number + 1 < len(ordered) else len(lines)]
    for change in more:
        if change.data is not None:
            written += yamlwrite.entry(kind, change.data, {}, indent)
    return "\n".join(written) + "\n"


def _whole(entry: Entry) -> dict[str, Any]:
    return {**entry.data, "key": entry.key.rpartition(" ")[0]} if entry.kind == "text" else entry.data


def _starts_entry(line: str, entry: Entry) -> bool:
    stripped = line.lstrip(" ")
    return not stripped.startswith("{") if entry.kind == "text" else stripped.startswith("- ") and "{" not in stripped


# --- pack.yaml ---------------------------------------------------------------------------------------

# Where pack.yaml keeps what the organisation's settings hold.
_INSIDE = {"name": "name", "phone_fact": "phone_fact", "fax_fact": "fax_fact", "website": "url"}


def merge_manifest(text: str, organisation: Mapping[str, Any], changed: Callable[[str], bool]) -> str:
    """Write the organisation's settings into ``pack.yaml``.

    Args:
        text: the file as loaded.
        organisation: the settings as the site has them.
        changed: tells whether staff changed one.

    Returns:
        The file, written anew as a whole.
    """
    fields = plain_node(read_yaml(text, "", Faults()))
    if not isinstance(fields, dict):
        return text
    inside = fields.get("organisation")
    inside = dict(inside) if isinstance(inside, dict) else {}
    for name, value in organisation.items():
        if not changed(name):
            continue
        if name in _INSIDE:
            inside[_INSIDE[name]] = value
        else:
            fields[name] = value
    return yamlwrite.manifest({**fields, "organisation": inside})
