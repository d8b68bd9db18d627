"""Sources, facts and texts as a pack writes them, from the database: the mirror of ``loading``."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from causeway.facts.models import Fact, FactText, Source

SOURCE_FIELDS = ("key", "title", "publisher", "kind", "url", "url_note", "date", "language", "read", "note")
FACT_FIELDS = ("key", "refs", "topic", "type", "unit", "currency", "title", "definition", "computed", "public")
#: The name of each field of a value in a pack, and in the database.
VALUE_FIELDS = {
    "value": "value",
    "qualifier": "qualifier",
    "from": "valid_from",
    "until": "valid_until",
    "as_of": "as_of",
    "published_by": "published_by",
    "confidence": "confidence",
    "checked_on": "checked_on",
    "checked_by": "checked_by",
    "review_by": "review_by",
    "note": "note",
}
TEXT_FIELDS = ("title", "definition", "unit", "translation")


def _day(value: Any) -> Any:
    """Dates as packs write them: text, empty for none."""
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else value


def dump_sources(keys: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """Sources as a pack writes them.

    Args:
        keys: which; all of them when not given.
    """
    rows = Source.objects.order_by("key")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return {source.key: {name: getattr(source, name) for name in SOURCE_FIELDS} for source in rows}


def dump_facts(keys: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """Facts with their values as a pack writes them.

    Args:
        keys: which; all of them when not given.
    """
    rows = Fact.objects.order_by("key").prefetch_related("values__sources__source")
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return {
        fact.key: {
            **{name: getattr(fact, name) for name in FACT_FIELDS},
            # What was worked out is no word of anybody.
            "values": [
                {
                    **{name: _day(getattr(value, column)) for name, column in VALUE_FIELDS.items()},
                    "sources": [
                        {"source": cited.source.key, "place": cited.place}
                        for cited in sorted(value.sources.all(), key=lambda cited: (cited.sort_order or 0, cited.pk))
                    ],
                }
                for value in sorted(fact.values.all(), key=lambda value: value.position or 0)
                if not fact.computed
            ],
        }
        for fact in rows
    }


def dump_texts(language: str, keys: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """The words of facts in one language as a pack writes them, empty ones left out.

    Args:
        language: the language's code.
        keys: the facts; all of them when not given.
    """
    rows = FactText.objects.filter(language=language).select_related("fact").order_by("fact__key")
    if keys is not None:
        rows = rows.filter(fact__key__in=keys)
    found: dict[str, dict[str, Any]] = {}
    for text in rows:
        entry: dict[str, Any] = {name: getattr(text, name) for name in TEXT_FIELDS if getattr(text, name)}
        if text.words:
            entry["values"] = dict(text.words)
        found[text.fact.key] = entry
    return found
