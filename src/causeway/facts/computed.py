"""Facts that another room works out: an expression in the fact, a value whenever that room's data change.

A fact's ``computed`` is an expression such as ``law:score hk un.tip-protocol central offence``. The room that owns the
prefix registers a function for it and calls :func:`recompute` when its data have changed; the values land in the fact's
history like any others, so that tokens, tables and the evidence chain need to know nothing of it.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from causeway.facts.amounts import fault_in
from causeway.facts.dates import is_partial
from causeway.facts.models import Fact, FactValue, Source, ValueSource
from causeway.facts.signals import announce, once


@dataclass(frozen=True)
class ComputedValue:
    """What a room worked out.

    Args:
        value: as a value of the fact's type is written.
        note: how it was worked out, for readers.
        sources: keys of the sources it rests on; unknown ones are passed over.
        as_of: the day or period it describes, empty for none.
        checked_by: who signed what it was worked out from; empty for nobody, which leaves it unverified.
        checked_on: the day of that signature, ``YYYY-MM-DD``.
    """

    value: str
    note: str
    sources: tuple[str, ...] = ()
    as_of: str = ""
    checked_by: str = ""
    checked_on: str = ""


#: Gives a value for an expression, or the reason why there is none; what it leaves out has none either.
Computer = Callable[[set[str]], Mapping[str, ComputedValue | str]]
_computers: dict[str, Computer] = {}
_LONGEST_REASON = 500


def register_computer(prefix: str, computer: Computer) -> None:
    """Name the function that works out the expressions of a prefix.

    Args:
        prefix: such as ``law``, without the colon.
        computer: takes expressions and gives for each its value, or in words why it has none today.
    """
    _computers[prefix] = computer


def prefix_of(expression: str) -> str:
    """The part of an expression that says who works it out."""
    return expression.partition(":")[0]


def has_computer(expression: str) -> bool:
    """Whether some room works out expressions like this one."""
    return prefix_of(expression) in _computers


def recompute(prefix: str) -> int:
    """Work out every fact of a prefix anew and write what has changed.

    Args:
        prefix: such as ``law``.

    Returns:
        How many facts have another value, or none any more.

    An earlier value keeps its place in the history: it ends the day before the new one begins. A second change on one
    day replaces the first.
    """
    computer = _computers.get(prefix)
    if computer is None:
        return 0
    with transaction.atomic(), once():
        facts = list(Fact.objects.select_for_update().filter(computed__startswith=f"{prefix}:").order_by("pk"))
        if not facts:
            return 0
        told = computer({fact.computed for fact in facts})
        results, reasons = _sorted_out(facts, told)
        named = {key for result in results.values() for key in result.sources}
        sources = dict(Source.objects.filter(key__in=named).values_list("key", "pk"))
        open_values = {
            value.fact_id: value
            for value in FactValue.objects.filter(fact__in=facts, valid_until="")
            .prefetch_related("sources__source")
            .order_by("position")
        }
        changed = sum(_write(fact, open_values.get(fact.pk), results.get(fact.pk), sources) for fact in facts)
        _keep_reasons(facts, reasons)
        if changed:
            announce()
    return changed


def _sorted_out(
    facts: list[Fact], told: Mapping[str, ComputedValue | str]
) -> tuple[dict[int, ComputedValue], dict[int, str]]:
    """What can be written, and for the rest why not, by the primary key of the fact."""
    results: dict[int, ComputedValue] = {}
    reasons: dict[int, str] = {}
    for fact in facts:
        result = told.get(fact.computed, "it means nothing today")
        reason = result if isinstance(result, str) else _fault(fact, result)
        if isinstance(result, str) or reason:
            reasons[fact.pk] = reason[:_LONGEST_REASON]
        else:
            results[fact.pk] = result
    return results, reasons


def _fault(fact: Fact, result: ComputedValue) -> str:
    """What keeps a value from being one of this fact, or an empty text."""
    wrong = fault_in(fact.type, result.value)
    if wrong:
        return f"the value {wrong} (the fact's type is {fact.type})"
    if result.as_of and not is_partial(result.as_of):
        return f"the day it is of is no date: {result.as_of[:20]!r}"
    return ""


def _keep_reasons(facts: list[Fact], reasons: Mapping[int, str]) -> None:
    """Tell staff why a fact has no value; what readers see does not hang on it, so nothing is announced."""
    for fact in facts:
        reason = reasons.get(fact.pk, "")
        if reason != fact.computed_fault:
            Fact.objects.filter(pk=fact.pk).update(computed_fault=reason)


def _write(fact: Fact, held: FactValue | None, result: ComputedValue | None, sources: Mapping[str, int]) -> bool:
    today = timezone.localdate()
    if result is None:
        return _close(held, today)
    cited = [key for key in dict.fromkeys(result.sources) if key in sources]
    if held is not None and held.value == result.value:
        return _tell_anew(held, result, cited, sources)
    _close(held, today)
    value = FactValue(
        fact=fact,
        value=result.value,
        valid_from=today.isoformat() if held else "",
        as_of=result.as_of,
        confidence="derived",
    )
    _sign(value, result)
    value.save()
    _cite(value, cited, sources)
    return True


def _close(held: FactValue | None, today: datetime.date) -> bool:
    """End a value the day before; what began today never was anything to a reader of another day."""
    if held is None:
        return False
    yesterday = today - datetime.timedelta(days=1)
    begins = held.starts_on
    if begins is not None and begins > yesterday:
        held.delete()
    else:
        held.valid_until = yesterday.isoformat()
        held.save()
    return True


def _tell_anew(held: FactValue, result: ComputedValue, cited: list[str], sources: Mapping[str, int]) -> bool:
    """The value stays, with the day it was first worked out for; how it came about, and who signed, may be told anew."""
    before = (held.note, held.checked_by, held.checked_on)
    _sign(held, result)
    same_sources = [entry.source.key for entry in held.sources.all()] == cited
    if before == (held.note, held.checked_by, held.checked_on) and same_sources:
        return False
    held.save()
    if not same_sources:
        held.sources.all().delete()
        _cite(held, cited, sources)
    return True


def _sign(value: FactValue, result: ComputedValue) -> None:
    value.note = result.note
    value.checked_by = result.checked_by
    value.checked_on = datetime.date.fromisoformat(result.checked_on) if result.checked_on else None


def _cite(value: FactValue, keys: list[str], sources: Mapping[str, int]) -> None:
    ValueSource.objects.bulk_create(
        ValueSource(value=value, source_id=sources[key], sort_order=order) for order, key in enumerate(keys)
    )
