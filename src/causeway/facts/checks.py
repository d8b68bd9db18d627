"""What is wrong with sources, facts and texts before any of them is loaded: every fault, by key and field."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from causeway.facts.amounts import fault_in
from causeway.facts.computed import has_computer
from causeway.facts.dates import first_day, is_partial, last_day, parts
from causeway.facts.models import check_key
from causeway.facts.vocabulary import (
    CONFIDENCE,
    QUALIFIERS,
    READ,
    SOURCE_KINDS,
    TOPICS,
    TRANSLATION_STATES,
    TYPES,
)

# Controls that a database may refuse or that make a text read otherwise than it is written.
HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_CURRENCY = re.compile(r"[A-Z]{3}\Z")
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,4}\Z")
_HTTP = URLValidator(schemes=["http", "https"])
_INDEX = re.compile(r"[0-9]{1,4}\Z")


@dataclass(frozen=True)
class Fault:
    """One thing wrong: in what kind of entry, under which key, in which field, and what."""

    kind: str
    key: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind} {self.key or '(no key)'}: {self.field} {self.message}"


class FactLoadError(ValueError):
    """Nothing was loaded; ``faults`` says why."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = list(faults)
        super().__init__("\n".join(map(str, self.faults)))


#: Text fields: the longest they may be (0: as long as it likes) and whether they may be empty.
_SOURCE_TEXT = {
    "key": (120, False), "title": (0, False), "publisher": (300, True), "kind": (20, False), "url": (1000, True),
    "url_note": (300, True), "date": (10, True), "language": (35, True), "read": (5, True), "note": (0, True),
}  # fmt: skip
_FACT_TEXT = {
    "key": (120, False), "topic": (20, False), "type": (10, False), "unit": (100, True), "currency": (3, True),
    "title": (300, False), "definition": (0, True), "computed": (300, True),
}  # fmt: skip
_VALUE_TEXT = {
    "value": (0, False), "qualifier": (10, True), "from": (10, True), "until": (10, True), "as_of": (10, True),
    "published_by": (300, True), "confidence": (10, False), "checked_on": (10, True), "checked_by": (200, True),
    "review_by": (10, True), "note": (0, True),
}  # fmt: skip
_CITED_TEXT = {"source": (120, False), "place": (300, True)}
_TEXT_TEXT = {"title": (300, True), "definition": (0, True), "unit": (100, True), "translation": (8, True)}


def _texts(
    item: Mapping[str, Any], allowed: Mapping[str, tuple[int, bool]], also: Collection[str], at: str = ""
) -> Iterator[tuple[str, str]]:
    """Faults of the text fields of one entry, as (field, message)."""
    for name in item:
        if name not in allowed and name not in also:
            yield f"{at}{name}", "is not a field that is known here"
    for name, (longest, may_be_empty) in allowed.items():
        text = item.get(name, "")
        if not isinstance(text, str):
            yield f"{at}{name}", "must be text; put it in quotation marks"
        elif not text.strip() and not may_be_empty:
            yield f"{at}{name}", "is empty"
        elif longest and len(text) > longest:
            yield f"{at}{name}", f"has {len(text)} characters; at most {longest} fit"
        elif HIDDEN.search(text):
            yield f"{at}{name}", "holds a control character that cannot be seen"


def _choice(item: Mapping[str, Any], name: str, choices: Iterable[str], at: str = "") -> Iterator[tuple[str, str]]:
    text = item.get(name, "")
    if isinstance(text, str) and text and text not in choices:
        yield f"{at}{name}", f"is {text[:40]!r}; say one of: {', '.join(filter(None, choices))}"


def _key(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    text = item.get("key", "")
    if isinstance(text, str) and text:
        try:
            check_key(text)
        except ValidationError:
            yield "key", "may hold only small letters a-z, digits, and single dots or hyphens between them"


def _date(item: Mapping[str, Any], name: str, at: str = "", *, whole: bool = False) -> Iterator[tuple[str, str]]:
    text = item.get(name, "")
    if not isinstance(text, str) or not text:
        return
    if not is_partial(text) or (whole and len(parts(text)) != 3):
        yield f"{at}{name}", f"is {text[:20]!r}; write {'YYYY-MM-DD' if whole else 'YYYY, YYYY-MM or YYYY-MM-DD'}"


def _of_source(item: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    yield from _texts(item, _SOURCE_TEXT, ())
    yield from _key(item)
    yield from _choice(item, "kind", SOURCE_KINDS)
    yield from _choice(item, "read", READ)
    yield from _date(item, "date")
    url, language = item.get("url", ""), item.get("language", "")
    if isinstance(url, str) and url:
        try:
            _HTTP(url)
        except ValidationError:
            yield "url", f"is no web address: {url[:60]!r}; leave it empty and say why in url_note"
    if isinstance(language, str) and language and LANGUAGE.match(language) is None:
        yield "language", f"is no language tag: {language[:20]!r}"


def _of_value(item: Mapping[str, Any], kind: Any, known_sources: Collection[str], at: str) -> Iterator[tuple[str, str]]:
    yield from _texts(item, _VALUE_TEXT, ("sources",), at)
    yield from _choice(item, "qualifier", QUALIFIERS, at)
    yield from _choice(item, "confidence", CONFIDENCE, at)
    for name in ("from", "until", "as_of"):
        yield from _date(item, name, at)
    for name in ("checked_on", "review_by"):
        yield from _date(item, name, at, whole=True)
    start, end = item.get("from", ""), item.get("until", "")
    dated = isinstance(start, str) and isinstance(end, str) and is_partial(start) and is_partial(end)
    if dated and last_day(end) < first_day(start):
        yield f"{at}until", "is before from"
    value = item.get("value", "")
    if isinstance(value, str) and value.strip() and kind in TYPES:
        wrong = fault_in(kind, value)
        if wrong:
            yield f"{at}value", f"{wrong} (the fact's type is {kind})"
    cited = item.get("sources", [])
    if not isinstance(cited, list):
        yield f"{at}sources", "must be a list"
        return
    for number, entry in enumerate(cited):
        place = f"{at}sources[{number}]"
        if not isinstance(entry, Mapping):
            yield place, "must have source and place"
            continue
        yield from _texts(entry, _CITED_TEXT, (), f"{place}.")
        key = entry.get("source", "")
        if isinstance(key, str) and key and key not in known_sources:
            yield f"{place}.source", f"is not the key of a source: {key[:80]!r}"
    confidence = item.get("confidence", "")
    if confidence in {"H", "M", "L"} and not cited:
        yield f"{at}sources", f"is empty, yet the confidence is {confidence}; name the source or say UNVERIFIED"
    if confidence == "derived" and not cited and not item.get("note"):
        yield f"{at}note", "is empty; a derived value needs its working there, or its sources"


def _of_fact(item: Mapping[str, Any], known_sources: Collection[str]) -> Iterator[tuple[str, str]]:
    yield from _texts(item, _FACT_TEXT, ("refs", "public", "values"))
    yield from _key(item)
    yield from _choice(item, "topic", TOPICS)
    yield from _choice(item, "type", TYPES)
    kind, currency = item.get("type", ""), item.get("currency", "")
    if kind == "money" and not currency:
        yield "currency", "is empty; money needs its ISO code, for example HKD"
    if isinstance(currency, str) and currency and _CURRENCY.match(currency) is None:
        yield "currency", f"is {currency[:10]!r}; write the three letters of its ISO code"
    refs = item.get("refs", [])
    if not isinstance(refs, list) or not all(isinstance(ref, str) for ref in refs):
        yield "refs", "must be a list of texts"
    if not isinstance(item.get("public", True), bool):
        yield "public", "must be true or false"
    values = item.get("values", [])
    if computed := item.get("computed", ""):
        if isinstance(computed, str) and not has_computer(computed):
            yield "computed", f"begins with no part of the site that works anything out: {computed[:80]!r}"
        if values:
            yield "values", "cannot be given beside computed; delete one of the two"
        return
    if not isinstance(values, list) or not values:
        yield "values", "must be a list with at least one value"
        return
    for number, value in enumerate(values):
        at = f"values[{number}]"
        if isinstance(value, Mapping):
            yield from _of_value(value, kind, known_sources, f"{at}.")
        else:
            yield at, "must have fields"


def _of_text(item: Mapping[str, Any], count: int) -> Iterator[tuple[str, str]]:
    yield from _texts(item, _TEXT_TEXT, ("values",))
    yield from _choice(item, "translation", TRANSLATION_STATES)
    values = item.get("values", {})
    if not isinstance(values, Mapping):
        yield "values", "must give words by the number of the value"
        return
    for number, words in values.items():
        if not isinstance(number, str) or _INDEX.match(number) is None or int(number) >= count:
            yield "values", f"has no value number {str(number)[:10]!r}; they run from 0 to {count - 1}"
        elif not isinstance(words, str) or not words.strip():
            yield f"values[{number}]", "must be text"
        elif HIDDEN.search(words):
            yield f"values[{number}]", "holds a control character that cannot be seen"


def _each(kind: str, items: Any) -> Iterator[tuple[str, Mapping[str, Any] | Fault]]:
    seen: set[str] = set()
    if not isinstance(items, list):
        yield "", Fault(kind, "", "list", "is missing")
        return
    for number, item in enumerate(items):
        if not isinstance(item, Mapping):
            yield "", Fault(kind, f"number {number + 1}", "entry", "must have fields")
            continue
        key = item.get("key")
        name = key if isinstance(key, str) and key else f"number {number + 1}"
        if name in seen:
            yield name, Fault(kind, name, "key", "is used twice")
        seen.add(name)
        yield name, item


def check_sources(items: list[dict[str, Any]]) -> list[Fault]:
    """Every fault of a list of sources.

    Args:
        items: entries as a pack writes them.
    """
    faults: list[Fault] = []
    for key, item in _each("source", items):
        found = [item] if isinstance(item, Fault) else [Fault("source", key, *fault) for fault in _of_source(item)]
        faults.extend(found)
    return faults


def check_facts(items: list[dict[str, Any]], known_sources: Collection[str]) -> list[Fault]:
    """Every fault of a list of facts.

    Args:
        items: entries as a pack writes them.
        known_sources: keys of the sources a value may name.
    """
    faults: list[Fault] = []
    for key, item in _each("fact", items):
        if isinstance(item, Fault):
            faults.append(item)
        else:
            faults.extend(Fault("fact", key, *fault) for fault in _of_fact(item, known_sources))
    return faults


def check_texts(language: str, texts: dict[str, Any], value_counts: Mapping[str, int]) -> list[Fault]:
    """Every fault of the words of facts in one language.

    Args:
        language: the language's code.
        texts: words by the key of the fact, as a pack writes them.
        value_counts: how many values each known fact has.
    """
    faults: list[Fault] = []
    kind = f"{str(language)[:35]} text of"
    if not isinstance(texts, Mapping):
        return [Fault(kind, "", "texts", "must give words by the key of the fact")]
    if not isinstance(language, str) or LANGUAGE.match(language) is None:
        faults.append(Fault(kind, "", "language", "is no language tag"))
    for key, item in texts.items():
        name = str(key)[:120]
        if key not in value_counts:
            faults.append(Fault(kind, name, "key", "is not the key of a fact"))
        elif not isinstance(item, Mapping):
            faults.append(Fault(kind, name, "entry", "must have fields"))
        else:
            faults.extend(Fault(kind, name, *fault) for fault in _of_text(item, value_counts[key]))
    return faults
