"""The YAML files of a pack: manifest, sources, facts, the words of facts, topics, consent wordings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from causeway.ops.packs import grammar
from causeway.ops.packs.body import Ref
from causeway.ops.packs.faults import Faults, nearest, one_of, quoted
from causeway.ops.packs.fields import Fields
from causeway.ops.packs.model import Entry, Manifest
from causeway.ops.packs.yamlfile import NAMES, Mapping, Node, Sequence, Text

# Lists and mappings inside an entry, by field; everything else in it is text.
_CITED: dict[str, Any] = dict.fromkeys(grammar.CITED_FIELDS)
_VALUE: dict[str, Any] = {**dict.fromkeys(grammar.VALUE_FIELDS), "sources": [_CITED]}
_FACT: dict[str, Any] = {**dict.fromkeys(grammar.FACT_FIELDS), "values": [_VALUE], "refs": [None], "public": bool}
_SOURCE: dict[str, Any] = dict.fromkeys(grammar.SOURCE_FIELDS)
_TEXT: dict[str, Any] = {**dict.fromkeys(grammar.TEXT_FIELDS), "values": dict}


class _Shaper:
    """Turns a node into plain data of a given shape and remembers the line of everything."""

    def __init__(self, path: str, faults: Faults) -> None:
        self.path, self.faults = path, faults
        self.lines: dict[str, int] = {}

    def fault(self, line: int, message: str, code: str = "value") -> None:
        self.faults.add(self.path, line, message, code=code)

    def shape(self, node: Node, shape: Any, at: str) -> Any:
        """Data of the shape, or ``None`` when the node has another."""
        self.lines.setdefault(at, node.line)
        name = at.rpartition(".")[2] or "this"
        if isinstance(shape, list):
            return self.sequence(node, shape[0], at, name)
        if shape is dict or isinstance(shape, dict):
            return self.mapping(node, shape, at, name)
        if not isinstance(node, Text):
            self.fault(node.line, f"'{name}' is {NAMES[type(node)]}; it needs text")
            return None
        value = node.value.strip("\n")
        if value != value.strip():
            self.fault(node.line, f"'{name}' begins or ends with a space; delete it")
        if shape is bool:
            if value not in ("true", "false"):
                self.fault(node.line, f"'{name}' is {quoted(value)}; it is one of: true, false")
            return value != "false"
        return value

    def sequence(self, node: Node, shape: Any, at: str, name: str) -> Any:
        if isinstance(node, Text) and not node.value:
            return []
        if not isinstance(node, Sequence):
            self.fault(node.line, f"'{name}' is {NAMES[type(node)]}; it needs a list")
            return None
        found = [self.shape(item, shape, f"{at}[{index}]") for index, item in enumerate(node.items)]
        return [item for item in found if item is not None]

    def mapping(self, node: Node, shape: Any, at: str, name: str) -> Any:
        if not isinstance(node, Mapping):
            self.fault(node.line, f"'{name}' is {NAMES[type(node)]}; it needs fields, one 'name: value' a line")
            return None
        known: dict[str, Any] = dict.fromkeys(node.items) if shape is dict else shape
        data: dict[str, Any] = {}
        for key, inner in node.items.items():
            line = node.lines[key]
            if key not in known:
                hint = nearest(key, known)
                self.fault(line, f"no field {quoted(key)} here.{hint} The fields are: {', '.join(known)}", "unknown")
                continue
            inner_at = f"{at}.{key}" if at else key
            self.lines[inner_at] = line
            value = self.shape(inner, known[key], inner_at)
            if value is not None:
                data[key] = value
        return data


def _root(node: Node, name: str, path: str, faults: Faults) -> Node | None:
    fields = Fields(node, path, faults, "the file")
    inner = fields.take(name)
    if inner is None and isinstance(node, Mapping):
        faults.add(path, 1, f"the file has no '{name}:' at its beginning", code="missing")
    fields.finish(known=[name])
    return inner


def listed(node: Node, name: str, path: str, faults: Faults) -> list[Node]:
    """The entries of a file that is one list.

    Args:
        node: the file's root.
        name: the list's name.
        path: the file.
        faults: collects what is wrong.
    """
    inner = _root(node, name, path, faults)
    if isinstance(inner, Sequence):
        return inner.items
    if inner is not None and not (isinstance(inner, Text) and not inner.value):
        faults.add(path, inner.line, f"'{name}' is {NAMES[type(inner)]}; it needs a list", code="value")
    return []


def read_keyed(kind: str, node: Node, path: str, faults: Faults) -> Iterator[Entry]:
    """Read a file of sources or of facts.

    Args:
        kind: ``source`` or ``fact``.
        node: the file's root.
        path: the file.
        faults: collects what is wrong.

    Yields:
        One entry for each item that has a key.
    """
    shape = _SOURCE if kind == "source" else _FACT
    for item in listed(node, f"{kind}s", path, faults):
        shaper = _Shaper(path, faults)
        data = shaper.shape(item, shape, "")
        if data is None:
            continue
        key = data.get("key", "")
        if not grammar.KEY.fullmatch(key) or len(key) > 120:
            says = f"{quoted(key)} is no key: small letters, digits, '.' and '-', like hk.usm.rate"
            faults.add(path, shaper.lines.get("key", item.line), says if key else f"a {kind} without its key")
            continue
        yield Entry(kind, key, path, item.line, data, shaper.lines)


def read_texts(node: Node, path: str, language: str, faults: Faults) -> Iterator[Entry]:
    """Read a file of the words of facts in one language.

    Args:
        node: the file's root.
        path: the file.
        language: its language.
        faults: collects what is wrong.

    Yields:
        One entry for each fact.
    """
    inner = _root(node, "texts", path, faults)
    if not isinstance(inner, Mapping):
        if inner is not None and not (isinstance(inner, Text) and not inner.value):
            faults.add(path, inner.line, "'texts' needs one mapping for each key of a fact", code="value")
        return
    for key, item in inner.items.items():
        shaper = _Shaper(path, faults)
        data = shaper.shape(item, _TEXT, "")
        if data is not None:
            yield Entry("text", f"{key} {language}", path, inner.lines[key], data, shaper.lines)


def read_topics(node: Node, path: str, required: tuple[str, ...], faults: Faults) -> Iterator[Entry]:
    """Read the topics people may ask news about."""
    yield from _read(node, "topic", path, faults, lambda fields: _topic(fields, required))


def read_wordings(node: Node, path: str, required: tuple[str, ...], faults: Faults) -> Iterator[Entry]:
    """Read the versions of what people agree to."""
    yield from _read(node, "wording", path, faults, lambda fields: _wording(fields, required))


def _read(
    node: Node, kind: str, path: str, faults: Faults, read: Callable[[Fields], tuple[str, dict[str, Any]]]
) -> Iterator[Entry]:
    for item in listed(node, f"{kind}s", path, faults):
        fields = Fields(item, path, faults, f"this {kind}")
        key, data = read(fields)
        fields.finish()
        if key.strip():
            yield Entry(kind, key, path, item.line, data, dict(fields.lines))


def _by_language(fields: Fields, name: str, required: tuple[str, ...]) -> dict[str, str]:
    words = {code: text.strip() for code, text in fields.by_language(name, grammar.LANGUAGES, required=True).items()}
    for code in required:
        if name in fields.items and not words.get(code):
            fields.fault(fields.at(name), f"'{name}' has no words in '{code}'", "translation")
    return {code: text for code, text in words.items() if text}


def _topic(fields: Fields, required: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    key = fields.key("key")
    data: dict[str, Any] = {"key": key, "title": _by_language(fields, "title", required)}
    if order := fields.number("order"):
        data["order"] = order
    data["text"] = _by_language(fields, "text", required) if "text" in fields.items else {}
    fields.known += ["order", "text"]
    return key, data


def _wording(fields: Fields, required: tuple[str, ...]) -> tuple[str, dict[str, Any]]:
    key = fields.key("key")
    version = fields.text("version", required=True, limit=20)
    start = fields.date("from", whole=True, required=True)
    text = _by_language(fields, "text", required)
    return f"{key} {version}", {"key": key, "version": version, "from": start, "text": text}


# --- the manifest --------------------------------------------------------------------------------------


def read_manifest(node: Node, path: str, faults: Faults) -> Manifest:
    """Read ``pack.yaml``.

    Args:
        node: the file's root.
        path: the file.
        faults: collects what is wrong.

    Returns:
        The manifest; its ``organisation`` is what ``causeway.pages.api.load_organisation`` takes.
    """
    fields = Fields(node, path, faults, "the pack")
    name = fields.text("name", required=True, limit=60)
    if name and not grammar.SLUG.fullmatch(name):
        fields.fault(fields.at("name"), f"{quoted(name)} is no name of a pack: small letters, digits and '-'")
    version = fields.text("version", required=True, limit=40)
    languages = _languages(fields, "languages", grammar.LANGUAGES, "no language of the platform")
    required = _languages(fields, "required_languages", languages, "not among the pack's languages")
    default = fields.choice("default_language", languages, default="en")
    if default != "en":
        fields.fault(fields.at("default_language"), "the default language of this platform is 'en'")
    organisation, refs = _organisation(fields)
    fields.finish()
    return Manifest(name, version, languages, required, default, organisation, tuple(refs), dict(fields.lines))


def _languages(fields: Fields, name: str, allowed: tuple[str, ...], why: str) -> tuple[str, ...]:
    found: list[str] = []
    for node in fields.texts(name, required=True):
        if node.value not in allowed:
            hint = nearest(node.value, allowed) or f" It is {one_of(allowed)}"
            fields.fault(node.line, f"{quoted(node.value)} in '{name}' is {why}.{hint}", "language")
        elif node.value in found:
            fields.fault(node.line, f"{quoted(node.value)} stands twice in '{name}'", "duplicate")
        else:
            found.append(node.value)
    return tuple(found)


def _organisation(fields: Fields) -> tuple[dict[str, Any], list[Ref]]:
    inner = fields.inner("organisation", "'organisation'")
    data: dict[str, Any] = {"name": inner.by_language("name", grammar.LANGUAGES, required=True)}
    refs: list[Ref] = []
    for name in ("phone_fact", "fax_fact"):
        data[name] = inner.key(name, required=False)
        if data[name]:
            refs.append(Ref("fact", data[name], inner.at(name)))
    data["website"] = inner.url("url", limit=200)
    inner.finish()
    data["leave_url"] = fields.url("leave_url", limit=200)
    data["time_zone"] = fields.text("time_zone", required=True, limit=60)
    try:
        ZoneInfo(data["time_zone"] or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):
        fields.fault(fields.at("time_zone"), f"{quoted(data['time_zone'])} is no time zone, like Asia/Hong_Kong")
    data["jurisdiction"] = fields.text("jurisdiction", limit=20)
    data["licence"] = fields.text("licence", required=True, limit=60)
    data["licence_url"] = fields.url("licence_url", limit=200)
    return data, refs
