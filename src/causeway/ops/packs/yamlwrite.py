"""Writes the small YAML of a pack. What it writes, ``yamlfile`` reads back as the same text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from causeway.ops.packs import grammar
from causeway.ops.packs.textfile import FORBIDDEN

# Other readers take these words for something else than text.
_TAKEN = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n", ""})
_WORD = re.compile(r"[A-Za-z](?:[A-Za-z0-9_]|[./-](?=[A-Za-z0-9_]))*")
# Fields that hold one word of a closed list, or a key.
_WORDS = frozenset(
    {
        "key",
        "kind",
        "language",
        "read",
        "topic",
        "type",
        "currency",
        "qualifier",
        "confidence",
        "source",
        "translation",
        "name",
        "jurisdiction",
        "default_language",
        "phone_fact",
        "fax_fact",
    }
)


def quote(text: str) -> str:
    """Write text between double quotes.

    Args:
        text: any text; hidden characters are left out.
    """
    safe = FORBIDDEN.sub(lambda found: " " if found.group() == "\t" else "", text)
    return '"' + safe.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def word(text: str) -> str:
    """Write a word without quotes where every reader takes it for text, else with them.

    Args:
        text: a word of a closed list, a key, a path.
    """
    return text if _WORD.fullmatch(text) and text.lower() not in _TAKEN else quote(text)


def flow_list(words: Iterable[str]) -> str:
    """Write a list of words on one line."""
    return f"[{', '.join(map(word, words))}]"


def scalar(name: str, value: object) -> str:
    """Write one value of a field."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    return word(str(value)) if name in _WORDS and value else quote(str(value))


def entry(kind: str, data: Mapping[str, Any], like: Mapping[str, Any], indent: str = "  ") -> list[str]:
    """Write one entry of a table.

    Args:
        kind: ``source``, ``fact``, ``text``, ``topic`` or ``wording``.
        data: the entry; for ``text`` its key is under ``key``.
        like: the entry as the file has it; its empty fields are kept, those it never had stay away while empty.
        indent: what stands before its first line.

    Returns:
        Its lines, without line ends.
    """
    if kind == "text":
        rest = {name: value for name, value in data.items() if name != "key"}
        return [f"{indent}{word(data['key'])}:", *_mapping(grammar.TEXT_FIELDS, rest, like, indent + "  ")]
    order = {
        "source": grammar.SOURCE_FIELDS,
        "fact": grammar.FACT_FIELDS,
        "topic": grammar.TOPIC_FIELDS,
        "wording": grammar.WORDING_FIELDS,
    }[kind]
    return _dashed(_mapping(order, data, like, indent + "  "), indent)


def _dashed(lines: list[str], indent: str) -> list[str]:
    return [f"{indent}- {lines[0].lstrip()}", *lines[1:]] if lines else []


def _mapping(order: Iterable[str], data: Mapping[str, Any], like: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for name in order:
        value = data.get(name)
        if value is None or (not value and not isinstance(value, bool) and name not in like):
            continue
        if name == "values" and isinstance(value, list):
            lines.append(f"{indent}values:")
            for number, item in enumerate(value):
                lines += _value(item, _nth(like.get("values"), number), indent + "  ")
        elif isinstance(value, Mapping):
            lines.append(f"{indent}{name}:")
            lines += [f"{indent}  {_key(code)}: {quote(str(text))}" for code, text in value.items()]
        elif isinstance(value, list):
            lines.append(f"{indent}{name}: [{', '.join(quote(str(text)) for text in value)}]")
        else:
            lines.append(f"{indent}{name}: {scalar(name, value)}")
    return lines


def _nth(values: Any, number: int) -> Mapping[str, Any]:
    found = values[min(number, len(values) - 1)] if isinstance(values, list) and values else {}
    return found if isinstance(found, Mapping) else {}


def _value(item: Mapping[str, Any], like: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for name in grammar.VALUE_FIELDS:
        value = item.get(name)
        if not value and name not in like and name != "value":
            continue
        if name == "sources":
            lines.append(f"{indent}  sources: [{', '.join(map(_cited, value or ()))}]")
        else:
            lines.append(f"{indent}  {name}: {scalar(name, value or '')}")
    return _dashed(lines, indent)


def _cited(cited: Mapping[str, str]) -> str:
    place = f", place: {quote(cited['place'])}" if cited.get("place") else ""
    return f"{{source: {word(cited.get('source', ''))}{place}}}"


def _key(code: str) -> str:
    return code if _WORD.fullmatch(code) and code.lower() not in _TAKEN else quote(code)


def table(kind: str, entries: Iterable[Mapping[str, Any]]) -> str:
    """Write a whole table file.

    Args:
        kind: ``source``, ``fact``, ``text``, ``topic`` or ``wording``.
        entries: its entries.
    """
    lines = [f"{kind}s:"]
    for data in entries:
        lines += entry(kind, data, {})
    return "\n".join(lines) + "\n"


def manifest(fields: Mapping[str, Any]) -> str:
    """Write ``pack.yaml``.

    Args:
        fields: its fields in order; a mapping inside is written below its name.
    """
    lines: list[str] = []
    for name, value in fields.items():
        if isinstance(value, Mapping):
            lines.append(f"{name}:")
            for inner, text in value.items():
                if isinstance(text, Mapping):
                    lines.append(f"  {inner}:")
                    lines += [f"    {_key(code)}: {quote(str(words))}" for code, words in text.items()]
                else:
                    lines.append(f"  {inner}: {scalar(inner, text)}")
        elif isinstance(value, list | tuple):
            lines.append(f"{name}: {flow_list(value)}")
        else:
            lines.append(f"{name}: {scalar(name, value)}")
    return "\n".join(lines) + "\n"


# --- data of any shape -----------------------------------------------------------------------------------

_WIDTH = 118
# Fields of the law and of the asks that hold one word of a closed list, a key or a code.
_MORE_WORDS = _WORDS | frozenset(
    {
        "instrument", "standard", "bill", "code", "element", "target", "series", "status", "stance", "actor_kind",
        "holder_kind", "effect", "answers", "reached_by", "state", "force", "fact", "victim", "optional", "draft", "life",
        "act", "means", "purpose", "border", "supersedes",
    }
)  # fmt: skip


def _name(name: str) -> str:
    # Unlike a value, a field's name is written as people write it, 'on' too: a pack is read by readers that take all
    # of it for text.
    return name if _WORD.fullmatch(name) else quote(name)


def _flow(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_name(code)}: {_flow(code, text)}" for code, text in value.items())
        return f"{{{inner}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_flow('key', item) for item in value)}]"
    if isinstance(value, bool):
        return "true" if value else "false"
    return word(str(value)) if name in _MORE_WORDS and value else quote(str(value))


def _is_flat(value: Any) -> bool:
    """Whether something reads well on one line: no list of mappings in it but of sources and the like."""
    if isinstance(value, Mapping):
        return all(_is_flat(inner) and not isinstance(inner, Mapping) for inner in value.values())
    if isinstance(value, list | tuple):
        return all(_is_flat(inner) and not isinstance(inner, list | tuple) for inner in value)
    return True


def field(name: str, value: Any, indent: str, *, flow: bool = False) -> list[str]:
    """Write one field of any shape.

    Args:
        name: its name.
        value: text, a list or a mapping.
        indent: what stands before its name.
        flow: whether to write it on one line however long that gets.

    Returns:
        Its lines, without line ends.
    """
    line = f"{indent}{_name(name)}: {_flow(name, value)}"
    if flow or isinstance(value, str | bool | int) or not value or (len(line) <= _WIDTH and _is_flat(value)):
        return [line]
    lines = [f"{indent}{_name(name)}:"]
    if isinstance(value, Mapping):
        for inner, inner_value in value.items():
            lines += field(inner, inner_value, indent + "  ")
        return lines
    for inner_value in value:
        lines += item(inner_value, indent + "  ")
    return lines


def item(value: Any, indent: str, *, flow: bool = False) -> list[str]:
    """Write one entry of a list.

    Args:
        value: text, a list or a mapping.
        indent: what stands before its dash.
        flow: whether to write it on one line however long that gets.
    """
    line = f"{indent}- {_flow('key', value)}"
    short = len(line) <= _WIDTH and _is_flat(value) and len(value) <= len(grammar.CITED_FIELDS)
    if flow or not isinstance(value, Mapping) or not value or short:
        return [line]
    lines = [line for name, inner in value.items() for line in field(name, inner, indent + "  ")]
    return _dashed(lines, indent)


def document(data: Mapping[str, Any]) -> str:
    """Write a whole file.

    Args:
        data: what its root says.
    """
    return "\n".join(line for name, value in data.items() for line in field(name, value, "")) + "\n"
