"""Holds the tables of the law and of the asks against each other, and against the rules of the rooms that keep them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, Protocol

from causeway.asks import api as asks_api
from causeway.facts import api as facts_api
from causeway.law import api as law_api
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.model import Entry, Pack

_LAW = {
    "law-standard": law_api.check_standards,
    "law-instrument": law_api.check_instruments,
    "law-bill": law_api.check_bills,
    "law-verdict": law_api.check_verdicts,
    "law-view": law_api.check_views,
    "decision": law_api.check_decisions,
    "binding": law_api.check_bindings,
}


class FieldFault(Protocol):
    """What a room says of one field of an entry."""

    @property
    def key(self) -> str: ...
    @property
    def field(self) -> str: ...
    @property
    def message(self) -> str: ...


def report_fields(entries: list[Entry], found: Iterable[FieldFault], faults: Faults, suffix: str = "") -> None:
    """Give what a room says of its entries the lines of the pack's files.

    Args:
        entries: what the room was asked about.
        found: its answer.
        faults: collects them; a line of which something is said already is passed over.
        suffix: what follows the room's key in the pack's.
    """
    by_key = {entry.key: entry for entry in entries}
    for fault in found:
        # A source nobody defines is reported with a hint among the references.
        if "is not the key of a source" in fault.message:
            continue
        entry = by_key.get(fault.key + suffix)
        if entry is None:
            faults.add("", 0, str(fault))
            continue
        line = entry.at(fault.field)
        if not faults.has_at(entry.file, line):
            message = f"{entry.kind} {fault.key}: {fault.field} {fault.message}".replace(":  ", ": ")
            faults.add(entry.file, line, message, code="value")


def milestone_keys(pack: Pack) -> list[str]:
    """The key of every milestone of every ask.

    Args:
        pack: the pack.
    """
    return [str(stone.get("key")) for ask in pack.of("ask") for stone in ask.data.get("milestones", [])]


def check_rooms(pack: Pack, faults: Faults, sources: set[str]) -> None:
    """Hold the law, the figures and the asks of a pack against the rules of the rooms that keep them.

    Args:
        pack: the pack as read.
        faults: collects what is wrong.
        sources: the keys of its sources.
    """
    asks = _datas(pack, "ask")
    checks: dict[str, Callable[[list[Any]], Iterable[FieldFault]]] = {
        **{kind: partial(check, known_sources=sources) for kind, check in _LAW.items()},
        "figure": partial(facts_api.check_figures, known_facts={entry.key: entry.data for entry in pack.of("fact")}),
        "ask": asks_api.check_asks,
        "event": partial(asks_api.check_events, known_sources=sources, asks=asks),
        "calendar": partial(asks_api.check_calendar, known_sources=sources),
    }
    for kind, check in checks.items():
        if entries := pack.of(kind):
            report_fields(entries, check(_datas(pack, kind)), faults)


def _datas(pack: Pack, kind: str) -> list[dict[str, Any]]:
    return [entry.data for entry in pack.of(kind)]
