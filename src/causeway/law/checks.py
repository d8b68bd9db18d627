"""What only the database can tell of entries, and what the library does not read: every fault, by key and field.

The library checks the rest of the law (unknown values, overlaps, bills that repeal unknown provisions) on the whole.
"""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from causeway.facts import api as facts_api
from causeway.law.entries import ORDER, not_text, sources_in, view_key
from causeway.law.faults import Fault
from causeway.law.models import CODE_LENGTH
from causeway.law.vocabulary import BINDING_STATUS

#: The field that names an entry of each kind.
KEY_FIELD = {
    "law-standard": "standard",
    "law-instrument": "instrument",
    "law-bill": "bill",
    "law-verdict": "code",
    "decision": "key",
    "binding": "key",
}
_CODE = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}\Z")
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_WEB = re.compile(r"https?://[^\s<>\"]+\Z", re.IGNORECASE)
_PLACE = 300


def _first_day(text: str) -> datetime.date:
    parts = [int(part) for part in text.split("-")]
    return datetime.date(*(*parts, 1, 1)[:3])


def key_of(kind: str, data: Any) -> str:
    """The key of an entry; empty where it has none.

    Args:
        kind: the kind of entry.
        data: the entry.
    """
    if not isinstance(data, Mapping):
        return ""
    if kind == "law-view":
        return view_key(data)
    found = data.get(KEY_FIELD[kind], "")
    return found if isinstance(found, str) else ""


def _shape(kind: str, data: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(data, Mapping):
        yield "", "must have fields"
        return
    for path in not_text(data):
        yield path, "must be text, a list or a mapping; put it in quotation marks"
    for path, text in _texts(data):
        if _HIDDEN.search(text):
            yield path, "holds a control character that cannot be seen; delete it"
        elif text and path.rpartition(".")[2] == "url" and not _WEB.match(text):
            yield path, "is no web address; begin it with https://"
    name = KEY_FIELD.get(kind, "key")
    key = data.get(name, "")
    if kind != "law-view" and (not isinstance(key, str) or len(key) > CODE_LENGTH or not _CODE.match(key)):
        yield name, "is no code: letters a-z, digits, '.', '-' and '_', at most 240 of them"


def _texts(data: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(data, Mapping):
        for name, value in data.items():
            yield from _texts(value, f"{path}.{name}" if path else str(name))
    elif isinstance(data, list):
        for number, value in enumerate(data):
            yield from _texts(value, f"{path}[{number}]")
    elif isinstance(data, str):
        yield path, data


def _sources(data: Any, known: Collection[str]) -> Iterator[tuple[str, str]]:
    for path, key in sources_in(data):
        if key not in known:
            near = difflib.get_close_matches(key[:120], known, n=1, cutoff=0.7)
            hint = f" Do you mean '{near[0]}'?" if near else " Add it under 'Sources' first."
            yield path, f"is not the key of a source: '{key[:80]}'.{hint}"


def _parts_of_instrument(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The shape that the rows need; what is inside it the library reads."""
    provisions = data.get("provisions", [])
    if not isinstance(provisions, list):
        yield "provisions", "must be a list"
        return
    for number, provision in enumerate(provisions):
        path = f"provisions[{number}]"
        if not isinstance(provision, Mapping):
            yield path, "must have fields"
            continue
        code = provision.get("code", "")
        if not isinstance(code, str) or not _CODE.match(code) or len(code) > 120:
            yield f"{path}.code", "is no code: letters a-z, digits, '.', '-' and '_', at most 120 of them"
        earlier = provision.get("superseded") or []
        if not isinstance(earlier, list) or not all(isinstance(reading, Mapping) for reading in earlier):
            yield f"{path}.superseded", "must be a list of earlier readings"


def _field(
    data: Mapping[str, Any], name: str, *, words: bool = False, required: bool = False
) -> Iterator[tuple[str, str]]:
    value = data.get(name)
    if not value:
        if required:
            yield name, "is empty; write it" + (" by language, such as {en: …}" if words else "")
        return
    if words and not isinstance(value, Mapping):
        yield name, "needs its words by language, such as {en: …}"
    elif words:
        for language, text in value.items():
            if not _LANGUAGE.match(str(language)):
                yield f"{name}.{language}"[:80], "is no language tag, such as en or zh-hant"
            elif not isinstance(text, str):
                yield f"{name}.{language}", "must be text"
    elif not isinstance(value, str):
        yield name, "must be text"


def _cited(data: Mapping[str, Any], *, required: bool, why: str) -> Iterator[tuple[str, str]]:
    cited = data.get("sources", [])
    if not isinstance(cited, list):
        yield "sources", "must be a list"
        return
    if not cited and required:
        yield "sources", why
    for number, item in enumerate(cited):
        path = f"sources[{number}]"
        if not isinstance(item, Mapping):
            yield path, "must have source and place"
            continue
        if not item.get("source"):
            yield f"{path}.source", "is empty; write the key of a source"
        for name in item:
            if name not in ("source", "place"):
                yield f"{path}.{name}", "is not a field that is known here"
        if len(str(item.get("place", ""))) > _PLACE:
            yield f"{path}.place", f"is longer than {_PLACE} characters"


def _unknown(kind: str, data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name in data:
        if name not in ORDER[kind]:
            yield str(name)[:80], "is not a field that is known here"


def _order(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    order = data.get("order", "")
    if not isinstance(order, str) or (order and not re.fullmatch(r"[0-9]{1,6}", order)):
        yield "order", "must be a whole number such as 1"


def _date(data: Mapping[str, Any], name: str) -> Iterator[tuple[str, str]]:
    text = data.get(name, "")
    if not text or not isinstance(text, str):
        return
    try:
        if not _DATE.match(text):
            raise ValueError
        _first_day(text)
    except ValueError:
        yield name, f"is '{text[:20]}'; write YYYY, YYYY-MM or YYYY-MM-DD"


def _of_decision(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _unknown("decision", data)
    for name in ("series", "citation"):
        yield from _field(data, name)
    yield from _field(data, "parties", required=True)
    for name in ("court", "outcome"):
        yield from _field(data, name, words=True, required=True)
    yield from _field(data, "note", words=True)
    yield from _order(data)
    yield from _date(data, "date")
    yield from _cited(data, required=True, why="is empty; a decision without a source is not shown to anybody")


def _of_binding(data: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _unknown("binding", data)
    yield from _field(data, "title", words=True, required=True)
    yield from _field(data, "text", words=True)
    status = data.get("status", "")
    if status not in BINDING_STATUS:
        yield "status", f"is '{str(status)[:40]}'; say one of: {', '.join(BINDING_STATUS)}"
    yield from _order(data)
    yield from _cited(data, required=status != "unverified", why="is empty; name the source, or say unverified")


_MORE = {"law-instrument": _parts_of_instrument, "decision": _of_decision, "binding": _of_binding}


def check(kind: str, items: Any, known_sources: Collection[str] | None = None) -> list[Fault]:
    """Every fault of some entries that can be told without the rest of the law.

    Args:
        kind: one of ``KEY_FIELD``, or ``law-view``.
        items: entries as a pack writes them.
        known_sources: keys of the sources there are; those in the database when not given.
    """
    if not isinstance(items, list):
        return [Fault(kind, "", "", "must be a list of entries")]
    known = facts_api.source_keys() if known_sources is None else known_sources
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, data in enumerate(items, 1):
        key = key_of(kind, data)[:CODE_LENGTH] or f"number {number}"
        found = list(_shape(kind, data))
        if not found and kind in _MORE:
            found = list(_MORE[kind](data))
        if not found:
            found = list(_sources(data, known))
        # Views of one description may be several; they are numbered.
        if key in seen and (kind != "law-view" or data.get("key")):
            found.append((KEY_FIELD.get(kind, "key"), "is used twice"))
        seen.add(key)
        faults += [Fault(kind, key, *fault) for fault in found]
    return faults
