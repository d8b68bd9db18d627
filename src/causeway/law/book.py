"""The law as the library reads it, made from the rows and kept in this process for as long as they stay the same."""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

import lawgap

from causeway.law.entries import Data, ProvisionParts, put_together
from causeway.law.faults import Fault, LawDataError
from causeway.law.models import Bill, Instrument, LawState, Provision, Reading, Standard, StatuteRecord, Verdict, View

#: How often the rows are read again when somebody changes them meanwhile.
_TRIES = 4


@dataclass
class Entries:
    """Everything the library is given, by a name its faults come back with, and whose each name is."""

    data: dict[str, Data] = field(default_factory=dict)
    owners: dict[str, tuple[str, str]] = field(default_factory=dict)

    def add(self, name: str, kind: str, key: str, data: Data) -> None:
        """Add one entry.

        Args:
            name: begins with the folder its file would lie in.
            kind: the kind of entry in packs.
            key: its key there.
            data: what its file would say.
        """
        self.data[name], self.owners[name] = data, (kind, key)

    def law(self) -> lawgap.Law:
        """Read it.

        Raises:
            LawDataError: when the entries contradict each other or themselves.
        """
        try:
            return lawgap.from_data(self.data.items())
        except lawgap.LawError as refused:
            raise LawDataError(self._fault(fault) for fault in refused.faults) from None

    def _fault(self, fault: lawgap.Fault) -> Fault:
        kind, key = self.owners.get(fault.file, ("", ""))
        message = fault.message
        # The library calls entries by their files, which here are names nobody has seen.
        for name, (_kind, owner) in self.owners.items():
            if name in message:
                message = message.replace(f"{name}:0", owner).replace(name, owner)
        return Fault(kind, key, "", message)


def instrument_data(codes: Collection[str] | None = None) -> dict[str, Data]:
    """Instruments with their provisions and readings as their files say them, by code.

    Args:
        codes: which; all of them when not given.
    """
    return {code: data for code, (data, _parts) in _instruments(codes).items()}


def _instruments(codes: Collection[str] | None = None) -> dict[str, tuple[Data, list[tuple[int, ProvisionParts]]]]:
    rows = Instrument.objects.order_by("code")
    provisions = Provision.objects.order_by("position", "pk")
    readings = Reading.objects.order_by("position", "pk")
    if codes is not None:
        rows = rows.filter(code__in=codes)
        provisions = provisions.filter(instrument__code__in=codes)
        readings = readings.filter(provision__instrument__code__in=codes)
    read: dict[int, list[Data]] = {}
    for number, data in readings.values_list("provision_id", "data"):
        read.setdefault(number, []).append(data)
    held: dict[int, list[tuple[int, ProvisionParts]]] = {}
    for pk, number, data in provisions.values_list("pk", "instrument_id", "data"):
        held.setdefault(number, []).append((pk, ProvisionParts(data, read.get(pk, []))))
    found = {}
    for pk, code, data in rows.values_list("pk", "code", "data"):
        parts = held.get(pk, [])
        whole = dict(data)
        # The list of provisions is written even where it is empty, unless the file had none at all.
        if parts or "provisions" in data:
            whole["provisions"] = [put_together(part) for _pk, part in parts]
        found[code] = (whole, parts)
    return found


def entries(proposed: Mapping[int, Data] | None = None) -> Entries:
    """Everything the database holds of the law.

    Args:
        proposed: readings that are not in the database, by the number of the provision they would be the newest of.
    """
    found = Entries()
    for code, data in Standard.objects.values_list("code", "data"):
        found.add(f"standards/{code}", "law-standard", code, data)
    for code, (data, parts) in _instruments().items():
        if proposed and parts:
            data["provisions"] = [
                put_together(
                    ProvisionParts(part.own, [*part.readings, proposed[pk]] if pk in proposed else part.readings)
                )
                for pk, part in parts
            ]
        found.add(f"instruments/{code}", "law-instrument", code, data)
    for code, data in Bill.objects.values_list("code", "data"):
        found.add(f"bills/{code}", "law-bill", code, data)
    for number, (code, data) in enumerate(Verdict.objects.order_by("pk").values_list("code", "data")):
        found.add(f"verdicts/{number:06d} {code}", "law-verdict", code, one_of("verdicts", data))
    for number, (key, data) in enumerate(View.objects.order_by("pk").values_list("key", "data")):
        found.add(f"verdicts/view {number:06d} {key}", "law-view", key, one_of("views", data))
    for instrument, sections in _records().items():
        found.add(f"records/{instrument}", "law-instrument", instrument, {"instrument": instrument, "parts": sections})
    return found


def standard_codes() -> list[str]:
    """The codes of the standards, the one that was loaded first before the others."""
    return list(Standard.objects.values_list("code", flat=True))


def one_of(where: str, data: Mapping[str, Any]) -> Data:
    """A verdict or a view as a file of its own.

    Args:
        where: ``verdicts`` or ``views``.
        data: the entry, which says its place and perhaps its standard itself.
    """
    outer = {name: data[name] for name in ("jurisdiction", "standard") if name in data}
    hidden = ("jurisdiction", "standard", "key") if where == "views" else ("jurisdiction", "standard")
    return {**outer, where: [{name: value for name, value in data.items() if name not in hidden}]}


def _records() -> dict[str, list[Data]]:
    names = ("part", "start_period", "sha256", "read_on", "language")
    found: dict[str, list[Data]] = {}
    for row in StatuteRecord.objects.order_by("instrument", "pk").values("instrument", *names):
        found.setdefault(row["instrument"], []).append({name: row[name] for name in names})
    return found


def stamp() -> str:
    """The mark of the law as it stands; empty before anything was written."""
    return LawState.objects.filter(pk=1).values_list("stamp", flat=True).first() or ""


_kept: tuple[str, lawgap.Law] | None = None
_reading = threading.Lock()


def law() -> lawgap.Law:
    """The law as it stands in the database.

    Returns:
        The same object as before while nothing has changed; it costs one query then.

    Raises:
        LawDataError: when the rows contradict each other, which no way of writing them allows.
    """
    global _kept
    now = stamp()
    kept = _kept
    if kept is not None and kept[0] == now and now:
        return kept[1]
    with _reading:
        for _try in range(_TRIES):
            now = stamp()
            if _kept is not None and _kept[0] == now and now:
                return _kept[1]
            try:
                found = entries().law()
            except LawDataError:
                # Rows that were read while somebody was writing them may contradict each other; others may not.
                if stamp() == now:
                    raise
                continue
            if stamp() == now:
                _kept = (now, found)
                return found
        return entries().law()


def forget() -> None:
    """Read the law anew next time, whatever its mark; for tests that change rows behind its back."""
    global _kept
    _kept = None
