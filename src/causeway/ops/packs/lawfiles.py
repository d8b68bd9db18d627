"""The files of ``law/``: the library ``lawgap`` says what is wrong with them, a pack adds its own rules and its lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import lawgap

from causeway.ops.packs import grammar
from causeway.ops.packs.body import Ref
from causeway.ops.packs.faults import Faults, nearest, one_of, quoted
from causeway.ops.packs.model import Entry
from causeway.ops.packs.shaped import report_missing
from causeway.ops.packs.yamlfile import Mapping as MappingNode
from causeway.ops.packs.yamlfile import Node, Sequence, Text, plain_node

FOLDER = "law/"
FILE = re.compile(r"law/(standards|instruments|bills|verdicts)/[a-z0-9]+(?:[._-][a-z0-9]+)*\.yaml")
# The kind of entry a file is as a whole, and the field with its code.
WHOLE = {
    "standards": ("law-standard", "standard"),
    "instruments": ("law-instrument", "instrument"),
    "bills": ("law-bill", "bill"),
}
VERDICTS = ("law-verdict", "verdicts")
VIEWS = ("law-view", "views")
# What a file of verdicts says once for all of them.
OUTER = ("jurisdiction", "standard")
# Fields of words by language; 'holder' is a name and 'quote' stays in the language it was said in.
_WORDS = ("title", "short", "text", "summary", "note", "basis", "status", "holder", "quote")
_AS_SAID = ("holder", "quote")
_QUOTED = re.compile(r"'([^']+)'")


@dataclass
class LawFiles:
    """What the files of law say: their entries, and the sources they name, each with its file."""

    entries: list[Entry] = field(default_factory=list)
    refs: list[tuple[str, Ref]] = field(default_factory=list)


def read_law(
    nodes: Mapping[str, Node | None], contents: Mapping[str, bytes], required: tuple[str, ...], faults: Faults
) -> LawFiles:
    """Read all files of law.

    Args:
        nodes: the root of each file; ``None`` when it cannot be read, which is reported already.
        contents: the bytes of each.
        required: the languages every text of the pack must exist in.
        faults: collects what is wrong.

    Returns:
        Their entries. A view without a key of its own gets one that stays the same while what it is about does.
    """
    found = LawFiles()
    # Without one file others seem to name what is not there: they are held against each other once all can be read.
    if nodes and None not in nodes.values():
        _ask_the_library({path: contents[path] for path in nodes}, nodes, faults)
        if not any(path.startswith(f"{FOLDER}standards/") for path in nodes):
            message = "the pack has law and no standard to hold it against; write law/standards/NAME.yaml"
            faults.add(f"{FOLDER}standards", 0, message, code="missing")
    views: dict[str, int] = {}
    for path, node in sorted(nodes.items()):
        if isinstance(node, MappingNode):
            for name, line, inner in _fields(node):
                if name == "sources":
                    found.refs += [(path, ref) for ref in _sources(inner, line)]
                elif name in _WORDS and isinstance(inner, MappingNode):
                    _check_words(name, inner, path, line, required, faults)
            found.entries += _entries(path, node, views)
    return found


def _ask_the_library(contents: Mapping[str, bytes], nodes: Mapping[str, Node | None], faults: Faults) -> None:
    files = {path.removeprefix(FOLDER): content for path, content in contents.items()}
    try:
        lawgap.read_files(files)
    except lawgap.LawError as refused:
        for fault in refused.faults:
            path = FOLDER + fault.file if fault.file else FOLDER.rstrip("/")
            line = fault.line or _line_of(nodes.get(path), fault.message)
            faults.add(path, line, _with_folder(fault.message, files), code="law")


def _with_folder(message: str, files: Mapping[str, bytes]) -> str:
    """Name other files of law as a pack names them."""
    for file in files:
        if file in message:
            message = message.replace(file, FOLDER + file)
    return message


def _line_of(node: Node | None, message: str) -> int:
    """The line of the code a fault of the whole law speaks of, the last time it stands in the file; 0 for none."""
    lines: dict[str, int] = {}
    if node is not None:
        lines = {text.value: text.line for text in _texts(node)}
    words = [*_QUOTED.findall(message), *(word.strip(",;.") for word in message.split())]
    return next((lines[word] for word in words if "." in word and word in lines), 0)


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    else:
        for inner in node.items if isinstance(node, Sequence) else node.items.values():
            yield from _texts(inner)


def _fields(node: Node) -> Iterator[tuple[str, int, Node]]:
    """Every field anywhere in a node, with its line. What stands by language is not gone into."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from _fields(item)
    elif isinstance(node, MappingNode):
        for name, inner in node.items.items():
            yield name, node.lines[name], inner
            if name not in _WORDS:
                yield from _fields(inner)


def _sources(node: Node, line: int) -> Iterator[Ref]:
    for item in node.items if isinstance(node, Sequence) else [node]:
        if isinstance(item, Text) and item.value:
            yield Ref("source", item.value, item.line or line)


def _check_words(name: str, node: MappingNode, path: str, line: int, required: tuple[str, ...], faults: Faults) -> None:
    for code in node.items:
        if code not in grammar.LANGUAGES:
            hint = nearest(code, grammar.LANGUAGES)
            message = f"'{name}' has no language {quoted(code)}.{hint} It is {one_of(grammar.LANGUAGES)}"
            faults.add(path, node.lines[code], message, code="language")
    if name not in _AS_SAID:
        words = {code: inner.value.strip() for code, inner in node.items.items() if isinstance(inner, Text)}
        report_missing(words, required, name, path, line, faults)


# --- entries -------------------------------------------------------------------------------------------


def _entries(path: str, node: MappingNode, views: dict[str, int]) -> Iterator[Entry]:
    folder = path.split("/")[1]
    data = plain_node(node)
    if folder in WHOLE:
        kind, name = WHOLE[folder]
        if isinstance(code := data.get(name), str) and code:
            yield Entry(kind, code, path, node.line, data, lines_of(node))
        return
    outer = {name: data[name] for name in OUTER if isinstance(data.get(name), str)}
    for item in _items(node, VERDICTS[1]):
        verdict = {**outer, **plain_node(item)}
        if isinstance(code := verdict.get("code"), str) and code:
            yield Entry(VERDICTS[0], code, path, item.line, verdict, lines_of(item))
    for item in _items(node, VIEWS[1]):
        view = {**outer, **plain_node(item)}
        key = view_key(view, views)
        yield Entry(VIEWS[0], key, path, item.line, {**view, "key": key}, lines_of(item))


def _items(node: MappingNode, name: str) -> list[MappingNode]:
    inner = node.items.get(name)
    return [item for item in inner.items if isinstance(item, MappingNode)] if isinstance(inner, Sequence) else []


def view_key(view: Mapping[str, Any], seen: dict[str, int]) -> str:
    """The key of a view: where, on what, whose, when; a second one of that description is numbered.

    Args:
        view: the view, with its ``jurisdiction``.
        seen: how many there were of each description; counts this one.
    """
    parts = [view.get(name) for name in ("jurisdiction", "target", "holder_kind", "date")]
    plain = ":".join(part for part in parts if isinstance(part, str) and part)
    seen[plain] = seen.get(plain, 0) + 1
    return f"{plain}:{seen[plain]}" if seen[plain] > 1 else plain


def lines_of(node: Node, at: str = "") -> dict[str, int]:
    """The line of everything inside a node, by its path, such as ``provisions[0].scope.act``."""
    found: dict[str, int] = {}
    if isinstance(node, MappingNode):
        for name, inner in node.items.items():
            place = f"{at}.{name}" if at else name
            found[place] = node.lines[name]
            found.update(lines_of(inner, place))
    elif isinstance(node, Sequence):
        for number, inner in enumerate(node.items):
            found[f"{at}[{number}]"] = inner.line
            found.update(lines_of(inner, f"{at}[{number}]"))
    return found
