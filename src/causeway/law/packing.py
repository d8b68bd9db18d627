"""The law as a content pack holds it: plain data in and out, so that what was loaded comes back exactly.

An entry of each kind is what its file says: a whole standard, a whole instrument with its provisions and their
readings, a whole bill; one verdict and one view each, to which ``jurisdiction`` and ``standard`` of their file are
added, since they stand at its head; one decision; one treaty. A view may have a ``key``; where it has none it gets one
from :func:`causeway.law.entries.view_keys`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from causeway.law.book import instrument_data
from causeway.law.changes import changes_once
from causeway.law.checks import check, key_of
from causeway.law.entries import Data, ProvisionParts, ordered, take_apart, view_keys
from causeway.law.faults import Fault, LawDataError
from causeway.law.models import Bill, Binding, Decision, Instrument, Provision, Reading, Standard, Verdict, View
from causeway.law.signed import SignedEntry


@dataclass(frozen=True)
class Loaded:
    """How many entries a load made, changed and found as they already were."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Loaded) -> Loaded:
        return Loaded(self.created + other.created, self.updated + other.updated, self.unchanged + other.unchanged)


#: The model of each kind and its column with the key. In the order of loading.
_TABLES: dict[str, tuple[type[Model], str]] = {
    "law-standard": (Standard, "code"),
    "law-instrument": (Instrument, "code"),
    "law-bill": (Bill, "code"),
    "law-verdict": (Verdict, "code"),
    "law-view": (View, "key"),
    "decision": (Decision, "key"),
    "binding": (Binding, "key"),
}
KINDS = tuple(_TABLES)


def _was_signed(kind: str, key: str, row: SignedEntry, what: str) -> Fault:
    message = (
        f"{what} was signed by {row.signed_by} on {row.signed_on}, so it cannot change or go. "
        "Take it over as it is, and write what is new as a new entry that supersedes it."
    )
    return Fault(kind, key, "", message)


def _load(kind: str, items: Iterable[Data]) -> Loaded:
    wanted = list(items)
    faults = check(kind, wanted)
    if faults:
        raise LawDataError(faults)
    keys = view_keys(wanted) if kind == "law-view" else [key_of(kind, data) for data in wanted]
    take = _take_instrument if kind == "law-instrument" else _take_row
    total = Loaded()
    with changes_once():
        model, column = _TABLES[kind]
        held = {getattr(row, column): row for row in model._base_manager.filter(**{f"{column}__in": keys})}
        for key, data in zip(keys, wanted, strict=True):
            total += take(kind, key, held.get(key), data, faults)
        if faults:
            raise LawDataError(faults)
    return total


def _take_row(kind: str, key: str, row: Any, data: Data, faults: list[Fault]) -> Loaded:
    if row is None:
        row = _TABLES[kind][0](data=data)
        if kind == "law-view":
            row.key = key
        row.save()
        return Loaded(created=1)
    if row.data == data:
        return Loaded(unchanged=1)
    if getattr(row, "is_signed", False):
        faults.append(_was_signed(kind, key, row, "this verdict"))
        return Loaded()
    row.data = data
    row.save()
    return Loaded(updated=1)


def _take_instrument(kind: str, key: str, row: Any, data: Data, faults: list[Fault]) -> Loaded:
    if row is not None and instrument_data([key])[key] == data:
        return Loaded(unchanged=1)
    made = row is None
    row = row or Instrument()
    row.data = {name: [] if name == "provisions" else value for name, value in data.items()}
    row.save()
    held: dict[tuple[str, int], Provision] = {}
    for provision in row.provisions.order_by("position", "pk"):
        held[_version(provision.code, held)] = provision
    seen: dict[tuple[str, int], ProvisionParts] = {}
    for item in data.get("provisions", []):
        parts = take_apart(item)
        seen[_version(f"{row.code}.{parts.own['code']}", seen)] = parts
    for position, (version, parts) in enumerate(seen.items()):
        provision = held.pop(version, None) or Provision(instrument=row)
        provision.data, provision.position = parts.own, position
        provision.save()
        _take_readings(key, provision, parts.readings, faults)
    for provision in held.values():
        _remove(key, provision, faults)
    return Loaded(created=1) if made else Loaded(updated=1)


def _version(code: str, known: Collection[tuple[str, int]]) -> tuple[str, int]:
    """A provision's code and which of its versions in time it is; the same code twice is another version."""
    return code, sum(1 for other, _number in known if other == code)


def _take_readings(key: str, provision: Provision, wanted: list[Data], faults: list[Fault]) -> None:
    held = list(provision.readings.order_by("position"))
    for number, reading in enumerate(held):
        now = wanted[number] if number < len(wanted) else None
        if reading.data == now:
            continue
        if reading.is_signed:
            what = f"the reading of {provision.code}" + (f" of {reading.read_on}" if reading.read_on else "")
            faults.append(_was_signed("law-instrument", key, reading, what))
        elif now is None:
            reading.delete()
        else:
            reading.data = now
            reading.save()
    for number in range(len(held), len(wanted)):
        Reading(provision=provision, position=number, data=wanted[number]).save()


def _remove(key: str, provision: Provision, faults: list[Fault]) -> None:
    signed = provision.readings.exclude(signed_by="").first()
    if signed is not None:
        faults.append(_was_signed("law-instrument", key, signed, f"a reading of {provision.code}"))
        return
    for reading in provision.readings.all():
        reading.delete()
    provision.delete()


def _dump(kind: str, keys: Collection[str] | None = None) -> dict[str, Data]:
    if kind == "law-instrument":
        found = instrument_data(keys)
    else:
        model, column = _TABLES[kind]
        rows = model._base_manager.order_by("pk")
        if keys is not None:
            rows = rows.filter(**{f"{column}__in": keys})
        found = dict(rows.values_list(column, "data"))
    return {key: ordered(kind, data) for key, data in found.items()}


def load(kind: str, items: Iterable[Data]) -> Loaded:
    """Create or change entries of one kind by their keys. Entries that are not named stay as they are.

    The law as a whole is checked when it is done; to load several kinds that only together make sense, put the calls
    into one ``changes_once()``.

    Args:
        kind: one of ``KINDS``.
        items: entries as a pack writes them.

    Returns:
        How many were created, changed and left as they were.

    Raises:
        LawDataError: naming kind, key and field of every fault, among them signed entries that would change or go;
            nothing is loaded then.
    """
    return _load(kind, items)


def dump(kind: str, keys: Collection[str] | None = None) -> dict[str, Data]:
    """Entries of one kind as :func:`load` takes them, by key.

    Args:
        kind: one of ``KINDS``.
        keys: which; all of them when not given.
    """
    return _dump(kind, keys)


def load_law(entries: dict[str, list[Data]]) -> Loaded:
    """Load entries of several kinds as one: all of them or none.

    Args:
        entries: entries by kind, as :func:`load` takes them.

    Raises:
        LawDataError: as :func:`load`.
    """
    total = Loaded()
    with changes_once():
        for kind in KINDS:
            if entries.get(kind):
                total += _load(kind, entries[kind])
    return total


def _functions(kind: str) -> tuple[Callable[..., Loaded], Callable[..., dict[str, Data]], Callable[..., list[Fault]]]:
    def load_them(items: Iterable[Data]) -> Loaded:
        return _load(kind, items)

    def dump_them(keys: Collection[str] | None = None) -> dict[str, Data]:
        return _dump(kind, keys)

    def check_them(items: list[Data], known_sources: Collection[str] | None = None) -> list[Fault]:
        return check(kind, items, known_sources)

    for function in (load_them, dump_them, check_them):
        function.__doc__ = f"As ``{function.__name__.partition('_')[0]}``, for entries of the kind ``{kind}``."
    return load_them, dump_them, check_them


load_standards, dump_standards, check_standards = _functions("law-standard")
load_instruments, dump_instruments, check_instruments = _functions("law-instrument")
load_bills, dump_bills, check_bills = _functions("law-bill")
load_verdicts, dump_verdicts, check_verdicts = _functions("law-verdict")
load_views, dump_views, check_views = _functions("law-view")
load_decisions, dump_decisions, check_decisions = _functions("decision")
load_bindings, dump_bindings, check_bindings = _functions("binding")
