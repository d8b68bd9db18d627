"""Adding to a fact's history: a new value closes the former."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.db import transaction

from causeway.facts.checks import FactLoadError, Fault, check_facts
from causeway.facts.dumping import VALUE_FIELDS, dump_facts
from causeway.facts.history import start_of
from causeway.facts.models import Fact, FactValue, Source, ValueSource
from causeway.facts.signals import once


def close_former(fact_id: int) -> int:
    """Give every value that a later one has replaced its last day.

    Only values with a day *from* which they hold are closed: a figure described
    as of a day is not wrong after that day, it is only older.

    Args:
        fact_id: the fact's primary key.

    Returns:
        How many values were closed.
    """
    closed = 0
    with transaction.atomic(), once():
        values = list(FactValue.objects.select_for_update().filter(fact_id=fact_id).exclude(valid_from=""))
        for value in values:
            if value.valid_until or value.starts_on is None:
                continue
            later = [
                other.starts_on
                for other in values
                if other.published_by == value.published_by and other.starts_on and other.starts_on > value.starts_on
            ]
            if later:
                value.valid_until = (min(later) - datetime.timedelta(days=1)).isoformat()
                value.save()
                closed += 1
    return closed


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
