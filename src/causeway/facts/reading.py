"""Facts from the database as plain records: everything a page needs in one query."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from django.db.models import FilteredRelation, Q

from causeway.facts.models import Fact, Source
from causeway.facts.records import FactRecord, SourceRecord, ValueRecord

_FACT = ("key", "topic", "type", "currency", "public", "computed", "title", "definition", "unit")
_TEXT = ("own__title", "own__definition", "own__unit", "own__translation", "own__words")
_VALUE = ("position", "value", "qualifier", "valid_from", "valid_until", "as_of", "published_by", "confidence",
          "checked_on", "checked_by", "review_by", "note")  # fmt: skip
_SOURCE = ("key", "title", "publisher", "kind", "url", "url_note", "date", "language", "read")
_COLUMNS = (
    *_FACT,
    *_TEXT,
    "values__pk",
    *(f"values__{name}" for name in _VALUE),
    "values__sources__place",
    *(f"values__sources__source__{name}" for name in _SOURCE),
)
# SQLite allows so many variables in a query; a page never comes near it.
_CHUNK = 500


@dataclass
class _Value:
    columns: tuple[Any, ...]
    sources: list[SourceRecord] = field(default_factory=list)


@dataclass
class _Fact:
    columns: tuple[Any, ...]
    text: tuple[Any, ...]
    values: dict[int, _Value] = field(default_factory=dict)

    def record(self) -> FactRecord:
        title, definition, unit, translation, words = (part or "" for part in self.text)
        # `words` is data an editor typed as JSON: anything but an object of texts counts as nothing.
        own = words if isinstance(words, dict) else {}
        values = tuple(
            ValueRecord(*value.columns, sources=tuple(value.sources), words=str(own.get(str(value.columns[0])) or ""))
            for value in self.values.values()
        )
        return FactRecord(
            *self.columns,
            own_title=title,
            own_definition=definition,
            own_unit=unit,
            translation=translation,
            values=values,
        )


def read_facts(
    language: str, *, keys: Collection[str] | None = None, topic: str = "", public_only: bool = False
) -> dict[str, FactRecord]:
    """Read facts with their words, values and sources.

    Args:
        language: the code of the language whose words are wanted beside the English.
        keys: which facts; all of them when not given.
        topic: only those of one topic.
        public_only: leave out what readers may not see.

    Returns:
        Records by key, in the order of topic and key. One query for up to 500 facts.
    """
    if keys is not None and len(keys) > _CHUNK:
        ordered = sorted(keys)
        found: dict[str, FactRecord] = {}
        for start in range(0, len(ordered), _CHUNK):
            found |= read_facts(language, keys=ordered[start : start + _CHUNK], topic=topic, public_only=public_only)
        return found
    if keys is not None and not keys:
        return {}
    rows = Fact.objects.annotate(own=FilteredRelation("texts", condition=Q(texts__language=language)))
    if keys is not None:
        rows = rows.filter(key__in=keys)
    if topic:
        rows = rows.filter(topic=topic)
    if public_only:
        rows = rows.filter(public=True)
    facts: dict[str, _Fact] = {}
    order = ("topic", "key", "values__position", "values__sources__sort_order", "values__sources__pk")
    text_at = len(_FACT)
    value_at = text_at + len(_TEXT)
    source_at = value_at + 1 + len(_VALUE)
    for row in rows.order_by(*order).values_list(*_COLUMNS):
        fact = facts.setdefault(row[0], _Fact(row[:text_at], row[text_at:value_at]))
        value_pk = row[value_at]
        if value_pk is None:
            continue
        value = fact.values.setdefault(value_pk, _Value(row[value_at + 1 : source_at]))
        place, *source = row[source_at:]
        if source[0] is not None:
            value.sources.append(SourceRecord(*source, place=place))
    return {key: fact.record() for key, fact in facts.items()}


def read_sources(keys: Collection[str]) -> list[SourceRecord]:
    """Read sources by their keys.

    Args:
        keys: in the order they are wanted.

    Returns:
        Records in that order; unknown keys are left out.
    """
    rows = Source.objects.filter(key__in=set(keys)).values_list(*_SOURCE)
    found = {row[0]: SourceRecord(*row) for row in rows}
    return [found[key] for key in dict.fromkeys(keys) if key in found]
