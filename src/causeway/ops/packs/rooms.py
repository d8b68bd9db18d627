"""The rooms that keep what table files say, each behind the same two questions: what do you hold, and take this."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from causeway.asks import api as asks_api
from causeway.facts import api as facts_api
from causeway.law import api as law_api
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.model import Entry
from causeway.pages import api as pages_api
from causeway.supporters import api as supporters_api

State = dict[str, Any]


@dataclass(frozen=True)
class Room:
    """One kind of entry.

    ``held`` gives what the database holds of some keys, in plain data that survives JSON; ``take`` writes entries.
    Rooms that follow each other with the same ``together`` are loaded inside it, because they only together make sense.
    """

    kind: str
    held: Callable[[Collection[str]], dict[str, State]]
    take: Callable[[list[Entry]], object]
    all_keys: Callable[[], Collection[str]]
    together: Callable[[], AbstractContextManager[None]] = nullcontext


def _texts_held(keys: Collection[str]) -> dict[str, State]:
    found: dict[str, State] = {}
    by_language: dict[str, list[str]] = {}
    for key in keys:
        fact, _, language = key.rpartition(" ")
        by_language.setdefault(language, []).append(fact)
    for language, wanted in by_language.items():
        for fact, words in facts_api.dump_texts(language, wanted).items():
            found[f"{fact} {language}"] = words
    return found


def _texts_take(entries: list[Entry]) -> None:
    by_language: dict[str, dict[str, Any]] = {}
    for entry in entries:
        fact, _, language = entry.key.rpartition(" ")
        by_language.setdefault(language, {})[fact] = entry.data
    for language, texts in by_language.items():
        facts_api.load_texts(language, texts)


def _some(all_of_them: dict[str, State], keys: Collection[str]) -> dict[str, State]:
    return {key: all_of_them[key] for key in keys if key in all_of_them}


def _topics() -> dict[str, State]:
    return {topic["key"]: topic for topic in supporters_api.dump_topics()}


def _wordings() -> dict[str, State]:
    return {f"{wording['key']} {wording['version']}": wording for wording in supporters_api.dump_wordings()}


def _organisation() -> dict[str, State]:
    held = pages_api.dump_organisation()
    return {"organisation": held} if held else {}


def _datas(entries: list[Entry]) -> list[dict[str, Any]]:
    return [entry.data for entry in entries]


def _plain(kind: str, load: Callable[[list[State]], object], dump: Callable[..., dict[str, State]]) -> Room:
    return Room(kind, dump, lambda entries: load(_datas(entries)), dump)


# What the law room keeps, in the order of loading.
LAW_KINDS = ("law-standard", "law-instrument", "law-bill", "law-verdict", "law-view", "decision", "binding")


def _law(kind: str) -> Room:
    return replace(
        _plain(kind, partial(law_api.load, kind), partial(law_api.dump, kind)), together=law_api.changes_once
    )


# In the order of loading: facts name sources, words name facts. The organisation comes after the pages, which make
# the site it belongs to.
TABLES = (
    _plain("source", facts_api.load_sources, facts_api.dump_sources),
    _plain("fact", facts_api.load_facts, facts_api.dump_facts),
    Room("text", _texts_held, _texts_take, lambda: ()),
    *map(_law, LAW_KINDS),
    _plain("figure", facts_api.load_figures, facts_api.dump_figures),
    _plain("ask", asks_api.load_asks, asks_api.dump_asks),
    _plain("event", asks_api.load_events, asks_api.dump_events),
    _plain("calendar", asks_api.load_calendar, asks_api.dump_calendar),
    Room(
        "topic",
        lambda keys: _some(_topics(), keys),
        lambda entries: supporters_api.load_topics(_datas(entries)),
        _topics,
    ),
    Room(
        "wording",
        lambda keys: _some(_wordings(), keys),
        lambda entries: supporters_api.load_wordings(_datas(entries)),
        _wordings,
    ),
)
ORGANISATION = Room(
    "organisation",
    lambda keys: _some(_organisation(), keys),
    lambda entries: pages_api.load_organisation(entries[0].data),
    lambda: (),
)


def note_refusal(entries: list[Entry], refusal: Exception, faults: Faults) -> None:
    """Turn what a room answered to a load into faults with files and lines.

    Args:
        entries: what it was given.
        refusal: its answer.
        faults: collects them.
    """
    by_key = {entry.key.partition(" ")[0]: entry for entry in entries}
    by_kind = {(entry.kind, entry.key): entry for entry in entries}
    for fault in getattr(refusal, "faults", [refusal]):
        kind, key = getattr(fault, "kind", ""), getattr(fault, "key", "")
        entry = by_kind.get((kind, key)) or by_key.get(key) or (entries[0] if entries else None)
        line = entry.at(fault.field) if entry and hasattr(fault, "field") else 0
        faults.add(entry.file if entry else "", line, str(fault), code="refused")
