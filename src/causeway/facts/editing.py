"""Adding to a fact's history: a new value closes the former."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from causeway.facts.checks import FactLoadError, Fault, check_facts
from causeway.facts.dumping import VALUE_FIELDS, dump_facts
from causeway.facts.history import ends_to_set, start_of
from causeway.facts.models import Fact, FactValue, Source, ValueSource
from causeway.facts.signals import once


def close_former(fact_id: int) -> int:
    """Give every value that later ones have replaced for good its last day.

    Only values with a day *from* which they hold are closed: a figure described
    as of a day is not wrong after that day, it is only older. Publishers who differ
    do not close each other's values.

    Args:
        fact_id: the fact's primary key.

    Returns:
        How many values were closed.
    """
    with transaction.atomic(), once():
        values = FactValue.objects.select_for_update().filter(fact_id=fact_id).exclude(valid_from="")
        by_publisher: dict[str, list[FactValue]] = {}
        for value in values:
            by_publisher.setdefault(value.published_by, []).append(value)
        closed = [entry for group in by_publisher.values() for entry in ends_to_set(group)]
        for value, last in closed:
            value.valid_until = last.isoformat()
            value.save()
    return len(closed)


def add_value(key: str, *, sources: Sequence[tuple[str, str]] = (), **fields: str) -> int:
    """Add a value to a fact's history; an open former value ends the day before.

    Args:
        key: the fact's key.
        sources: pairs of a source's key and the place in it.
        **fields: fields of a value as a pack writes them (``value``, ``confidence``,
            ``as_of`` …); ``from`` is written ``from_``.

    Returns:
        The number of the new value in the history.

    Raises:
        FactLoadError: naming the faulty fields, or that no such fact exists.
    """
    item: dict[str, Any] = {name.rstrip("_"): text for name, text in fields.items()}
    item["sources"] = [{"source": source, "place": place} for source, place in sources]
    with transaction.atomic(), once():
        fact = Fact.objects.select_for_update().filter(key=key).first()
        if fact is None:
            raise FactLoadError([Fault("fact", key, "key", "is not the key of a fact")])
        known = dict(Source.objects.values_list("key", "pk"))
        faults = check_facts([{**dump_facts([key])[key], "values": [item]}], known)
        if faults:
            raise FactLoadError(faults)
        value = FactValue(fact=fact)
        for name, column in VALUE_FIELDS.items():
            text = item.get(name, "")
            setattr(value, column, (text or None) if name in {"checked_on", "review_by"} else text)
        value.full_clean(exclude=["fact", "position"])
        value.save()
        for order, (source, place) in enumerate(sources):
            ValueSource.objects.create(value=value, source_id=known[source], place=place, sort_order=order)
        if start_of(value.valid_from, "") is not None:
            close_former(fact.pk)
        return value.position or 0
