"""Putting sources, facts and texts into the database: all of a list or nothing, and twice is as good as once."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count

from causeway.facts.checks import FactLoadError, check_facts, check_sources, check_texts
from causeway.facts.computed import prefix_of, recompute
from causeway.facts.dumping import FACT_FIELDS, SOURCE_FIELDS, TEXT_FIELDS, VALUE_FIELDS, dump_facts
from causeway.facts.models import Fact, FactText, FactValue, Source, ValueSource
from causeway.facts.signals import announce, once
from causeway.facts.vocabulary import BASE_LANGUAGE

_SOURCE_DEFAULTS = {"language": BASE_LANGUAGE, "read": "part"}
_DAYS = frozenset({"checked_on", "review_by"})


@dataclass(frozen=True)
class Loaded:
    """How many entries a load made, changed and found as they already were."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)

    @property
    def total(self) -> int:
        return self.created + self.updated + self.unchanged


def _source(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: item.get(name) or _SOURCE_DEFAULTS.get(name, "") for name in SOURCE_FIELDS}


def _fact(item: Mapping[str, Any]) -> dict[str, Any]:
    """An entry with every field written out, so that it can be compared with what the database holds."""
    whole = {name: item.get(name, "") for name in FACT_FIELDS}
    whole["refs"] = list(item.get("refs", []))
    whole["public"] = item.get("public", True)
    whole["values"] = [
        {
            **{name: value.get(name, "") for name in VALUE_FIELDS},
            "sources": [
                {"source": cited["source"], "place": cited.get("place", "")} for cited in value.get("sources", [])
            ],
        }
        for value in item.get("values", [])
    ]
    return whole


def load_sources(items: list[dict[str, Any]]) -> Loaded:
    """Create or change sources by their keys.

    Args:
        items: entries as a pack writes them.

    Returns:
        How many were created, changed and left as they were.

    Raises:
        FactLoadError: naming key and field of every fault; nothing is loaded then.
    """
    faults = check_sources(items)
    if faults:
        raise FactLoadError(faults)
    wanted = {item["key"]: _source(item) for item in items}
    with transaction.atomic(), once():
        held = {source.key: source for source in Source.objects.select_for_update().filter(key__in=wanted)}
        new = [Source(**fields) for key, fields in wanted.items() if key not in held]
        changed = []
        for key, source in held.items():
            if any(getattr(source, name) != value for name, value in wanted[key].items()):
                for name, value in wanted[key].items():
                    setattr(source, name, value)
                changed.append(source)
        Source.objects.bulk_create(new)
        Source.objects.bulk_update(changed, [name for name in SOURCE_FIELDS if name != "key"], batch_size=200)
        if new or changed:
            announce()
    return Loaded(len(new), len(changed), len(held) - len(changed))


def load_facts(items: list[dict[str, Any]]) -> Loaded:
    """Create or change facts by their keys. A fact's values become exactly those given.

    Args:
        items: entries as a pack writes them; the sources they name must be loaded.

    Returns:
        How many were created, changed and left as they were.

    Raises:
        FactLoadError: naming key and field of every fault; nothing is loaded then.
    """
    with transaction.atomic(), once():
        sources = dict(Source.objects.values_list("key", "pk"))
        faults = check_facts(items, sources)
        if faults:
            raise FactLoadError(faults)
        wanted = {item["key"]: _fact(item) for item in items}
        held = {fact.key: fact for fact in Fact.objects.select_for_update().filter(key__in=wanted)}
        now = dump_facts(list(wanted))
        changed = {key: fact for key, fact in held.items() if now[key] != wanted[key]}
        new = {key: Fact() for key in wanted if key not in held}
        for key, fact in (changed | new).items():
            for name in FACT_FIELDS:
                setattr(fact, name, wanted[key][name])
        Fact.objects.bulk_create(new.values())
        Fact.objects.bulk_update(changed.values(), [name for name in FACT_FIELDS if name != "key"], batch_size=200)
        # A computed fact keeps what was worked out, as long as it is still the same that is worked out.
        kept = {key for key in changed if wanted[key]["computed"] and now[key]["computed"] == wanted[key]["computed"]}
        _replace_values({key: fact for key, fact in (changed | new).items() if key not in kept}, wanted, sources)
        for prefix in sorted({prefix_of(fact.computed) for fact in (changed | new).values() if fact.computed}):
            recompute(prefix)
        if new or changed:
            announce()
    return Loaded(len(new), len(changed), len(held) - len(changed))


def _replace_values(facts: dict[str, Fact], wanted: dict[str, dict[str, Any]], sources: dict[str, int]) -> None:
    FactValue.objects.filter(fact__in=facts.values()).delete()
    values: list[FactValue] = []
    cited: list[ValueSource] = []
    for key, fact in facts.items():
        for position, fields in enumerate(wanted[key]["values"]):
            value = FactValue(fact=fact, position=position)
            for name, column in VALUE_FIELDS.items():
                setattr(value, column, _day(fields[name]) if name in _DAYS else fields[name])
            value.set_days()
            values.append(value)
            cited.extend(
                ValueSource(value=value, source_id=sources[entry["source"]], place=entry["place"], sort_order=order)
                for order, entry in enumerate(fields["sources"])
            )
    FactValue.objects.bulk_create(values)
    for entry in cited:
        # The value had no number of its own when the entry was made.
        entry.value_id = entry.value.pk
    ValueSource.objects.bulk_create(cited)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def load_texts(language: str, texts: dict[str, dict[str, Any]]) -> Loaded:
    """Create or change the words of facts in one language.

    Args:
        language: the language's code.
        texts: words by the key of the fact, as a pack writes them.

    Returns:
        How many were created, changed and left as they were.

    Raises:
        FactLoadError: naming key and field of every fault; nothing is loaded then.
    """
    with transaction.atomic(), once():
        counts = dict(Fact.objects.annotate(count=Count("values")).values_list("key", "count"))
        faults = check_texts(language, texts, counts)
        if faults:
            raise FactLoadError(faults)
        facts = dict(Fact.objects.filter(key__in=texts).values_list("key", "pk"))
        rows = FactText.objects.select_for_update().filter(language=language, fact__key__in=texts)
        held = {text.fact_id: text for text in rows}
        new, changed = [], []
        for key, item in texts.items():
            fields = {name: item.get(name, "") for name in TEXT_FIELDS}
            fields["words"] = dict(item.get("values", {}))
            text = held.get(facts[key])
            if text is None:
                new.append(FactText(fact_id=facts[key], language=language, **fields))
            elif any(getattr(text, name) != value for name, value in fields.items()):
                for name, value in fields.items():
                    setattr(text, name, value)
                changed.append(text)
        FactText.objects.bulk_create(new)
        FactText.objects.bulk_update(changed, [*TEXT_FIELDS, "words"], batch_size=200)
        if new or changed:
            announce()
    return Loaded(len(new), len(changed), len(held) - len(changed))
