"""Asks, events and yearly dates as a content pack holds them: plain data in and out.

What staff alone see is never given out: the full text of a reply, who entered, disputed or confirmed an event.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

from causeway.asks.checks import check_asks, check_calendar, check_events
from causeway.asks.faults import AsksError, Fault
from causeway.asks.models import (
    Ask,
    CalendarEntry,
    CalendarSource,
    Event,
    EventMilestone,
    EventSource,
    Milestone,
)
from causeway.facts import api as facts_api

Data = dict[str, Any]
Loaded = facts_api.Loaded


# --- out -------------------------------------------------------------------------------------------------


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _optional(**fields: Any) -> Data:
    """Fields that an entry has only where they say something."""
    return {name: value for name, value in fields.items() if value}


def _cited(row: Any) -> list[Data]:
    cited = sorted(row.sources.all(), key=lambda entry: (entry.sort_order or 0, entry.pk))
    return [{"source": entry.source.key, "place": entry.place} for entry in cited]


def _ask_data(ask: Ask) -> Data:
    milestones = sorted(ask.milestones.all(), key=lambda row: (row.sort_order or 0, row.pk))
    return {
        "key": ask.key,
        "order": str(ask.order),
        "title": ask.title,
        "wording": ask.wording,
        "addressed_to": ask.addressed_to,
        "milestones": [
            {
                "key": row.key,
                "title": row.title,
                "test": row.test,
                "optional": _flag(row.optional),
                "state": row.state,
                "reached_by": row.reached_by,
                **_optional(standard=row.standard, jurisdiction=row.jurisdiction, translation=row.translation),
            }
            for row in milestones
        ],
        **_optional(translation=ask.translation),
    }


def _event_data(event: Event) -> Data:
    effects = sorted(event.effects.all(), key=lambda row: (row.sort_order or 0, row.pk))
    return {
        "key": event.key,
        "date": event.date,
        "kind": event.kind,
        "actor": event.actor,
        "actor_kind": event.actor_kind,
        "text": event.text,
        "quote": event.quote,
        "stance": event.stance,
        "asks": [ask.key for ask in sorted(event.asks.all(), key=lambda ask: (ask.order, ask.key))],
        "milestones": [{"key": row.milestone.key, "effect": row.effect} for row in effects],
        "effect": event.effect,
        **_optional(answers=event.answers.key if event.answers else ""),
        "sources": _cited(event),
        "confidence": event.confidence,
        "note": event.note,
        "draft": _flag(event.draft),
        **_optional(disputed="true" if event.disputed else "", translation=event.translation),
    }


def _calendar_data(entry: CalendarEntry) -> Data:
    return {
        "key": entry.key,
        "title": entry.title,
        "text": entry.text,
        "from": entry.starts,
        "to": entry.ends,
        "sources": _cited(entry),
        **_optional(translation=entry.translation),
    }


def _dump(rows: QuerySet[Any], of: Callable[[Any], Data], keys: Collection[str] | None) -> dict[str, Data]:
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return {row.key: of(row) for row in rows}


def dump_asks(keys: Collection[str] | None = None) -> dict[str, Data]:
    """Asks as :func:`load_asks` takes them, by key, in their order.

    Args:
        keys: which; all of them when not given.
    """
    return _dump(Ask.objects.prefetch_related("milestones"), _ask_data, keys)


def dump_events(keys: Collection[str] | None = None) -> dict[str, Data]:
    """Events as :func:`load_events` takes them, by key, the oldest first.

    Args:
        keys: which; all of them when not given.
    """
    rows = Event.objects.select_related("answers").prefetch_related("asks", "sources__source", "effects__milestone")
    return _dump(rows, _event_data, keys)


def dump_calendar(keys: Collection[str] | None = None) -> dict[str, Data]:
    """Yearly dates as :func:`load_calendar` takes them, by key, by month and day.

    Args:
        keys: which; all of them when not given.
    """
    return _dump(CalendarEntry.objects.prefetch_related("sources__source"), _calendar_data, keys)


# --- in --------------------------------------------------------------------------------------------------


def _true(value: Any) -> bool:
    return value in (True, "true")


def _said(words: Any) -> dict[str, str]:
    return {language: text for language, text in (words or {}).items() if text.strip()}


def _whole_cited(item: Mapping[str, Any]) -> list[Data]:
    return [{"source": cited["source"], "place": cited.get("place", "")} for cited in item.get("sources") or []]


def _whole_ask(item: Mapping[str, Any]) -> Data:
    """An entry with every field written out, so that it can be compared with what the database holds."""
    order = item.get("order")
    return {
        "key": item["key"],
        "order": "100" if order in ("", None) else str(int(order)),
        **{name: _said(item[name]) for name in ("title", "wording", "addressed_to")},
        "milestones": [
            {
                "key": row["key"],
                "title": _said(row["title"]),
                "test": _said(row["test"]),
                "optional": _flag(_true(row.get("optional"))),
                "state": row.get("state") or "",
                "reached_by": row.get("reached_by") or "events",
                **_optional(**{name: row.get(name) for name in ("standard", "jurisdiction", "translation")}),
            }
            for row in item["milestones"]
        ],
        **_optional(translation=dict(item.get("translation") or {})),
    }


def _whole_event(item: Mapping[str, Any], order_of_asks: Mapping[str, int]) -> Data:
    to_set = item["stance"] == "to-set"
    return {
        **{name: item[name] for name in ("key", "date", "kind", "actor_kind", "stance", "confidence")},
        **{name: _said(item.get(name)) for name in ("actor", "text", "quote", "note")},
        "asks": sorted(item.get("asks") or [], key=lambda key: order_of_asks[key]),
        "milestones": [{"key": row["key"], "effect": row["effect"]} for row in item.get("milestones") or []],
        "effect": item.get("effect") or "none",
        **_optional(answers=item.get("answers")),
        "sources": _whole_cited(item),
        "draft": _flag(to_set or _true(item.get("draft"))),
        **_optional(
            disputed="true" if _true(item.get("disputed")) else "", translation=dict(item.get("translation") or {})
        ),
    }


def _whole_calendar(item: Mapping[str, Any]) -> Data:
    return {
        "key": item["key"],
        **{name: _said(item.get(name)) for name in ("title", "text")},
        **{name: item[name] for name in ("from", "to")},
        "sources": _whole_cited(item),
        **_optional(translation=dict(item.get("translation") or {})),
    }


def _sort(model: type[Model], wanted: Mapping[str, Data], held: Mapping[str, Data]) -> tuple[dict[str, Any], Loaded]:
    """Rows that are new or change, by key, and how many there are of each."""
    changed = [key for key, data in wanted.items() if key in held and held[key] != data]
    new = {key for key in wanted if key not in held}
    rows = {row.key: row for row in model._default_manager.select_for_update().filter(key__in=changed)}
    found = {key: rows.get(key) or model(key=key) for key in wanted if key in new or key in rows}
    return found, Loaded(len(new), len(changed), len(wanted) - len(new) - len(changed))


def load_asks(items: Iterable[Mapping[str, Any]]) -> Loaded:
    """Create or change asks by their keys; an ask's milestones become exactly those given.

    Args:
        items: entries as a pack writes them.

    Returns:
        How many were created, changed and left as they were.

    Raises:
        AsksError: naming key and field of every fault, among them milestones that would go although events name them,
            or that belong to another ask; nothing is loaded then.
    """
    entries: list[Any] = list(items)
    with transaction.atomic():
        faults = check_asks(entries)
        if faults:
            raise AsksError(faults)
        wanted = {item["key"]: _whole_ask(item) for item in entries}
        rows, loaded = _sort(Ask, wanted, dump_asks(list(wanted)))
        for key, ask in rows.items():
            data = wanted[key]
            ask.order = int(data["order"])
            for name in ("title", "wording", "addressed_to"):
                setattr(ask, name, data[name])
            ask.translation = data.get("translation", {})
            ask.save()
            _take_milestones(ask, data["milestones"], faults)
        if faults:
            raise AsksError(faults)
    return loaded


def _take_milestones(ask: Ask, wanted: list[Data], faults: list[Fault]) -> None:
    keys = [data["key"] for data in wanted]
    held = {row.key: row for row in Milestone.objects.filter(key__in=keys).select_related("ask")}
    for row in Milestone.objects.filter(ask_id=ask.pk).exclude(key__in=keys):
        events = list(EventMilestone.objects.filter(milestone=row).values_list("event__key", flat=True)[:3])
        if events:
            message = f"no longer has {row.key!r}, which events name ({', '.join(events)}); change those first"
            faults.append(Fault("ask", ask.key, "milestones", message))
        else:
            row.delete()
    for order, data in enumerate(wanted):
        row = held.get(data["key"]) or Milestone(key=data["key"], ask_id=ask.pk)
        if row.ask_id != ask.pk:
            message = f"is used twice: {row.key!r} is a milestone of {row.ask.key!r} already"
            faults.append(Fault("ask", ask.key, f"milestones[{order}].key", message))
            continue
        for name in ("title", "test", "state", "reached_by"):
            setattr(row, name, data[name])
        row.standard, row.jurisdiction = data.get("standard", ""), data.get("jurisdiction", "")
        row.translation, row.optional, row.sort_order = data.get("translation", {}), _true(data["optional"]), order
        row.save()


def load_events(items: Iterable[Mapping[str, Any]]) -> Loaded:
    """Create or change events by their keys; sources and effects become exactly those given.

    The full text pasted for comparison stays, and so does who entered an event.

    Args:
        items: entries as a pack writes them; the sources and asks they name must be loaded.

    Returns:
        How many were created, changed and left as they were.

    Raises:
        AsksError: naming key and field of every fault; nothing is loaded then.
    """
    entries: list[Any] = list(items)
    with transaction.atomic():
        faults = check_events(entries)
        if faults:
            raise AsksError(faults)
        asks = {ask.key: ask for ask in Ask.objects.all()}
        places = {key: place for place, key in enumerate(asks)}
        wanted = {item["key"]: _whole_event(item, places) for item in entries}
        held = dump_events(list(wanted))
        for key, data in wanted.items():
            # Only a second person lifts a dispute; a file does not.
            data.update(_optional(disputed=held.get(key, {}).get("disputed")))
        rows, loaded = _sort(Event, wanted, held)
        milestones = dict(Milestone.objects.values_list("key", "pk"))
        for key, event in rows.items():
            data = wanted[key]
            for name in (
                "date",
                "kind",
                "actor",
                "actor_kind",
                "text",
                "quote",
                "stance",
                "effect",
                "confidence",
                "note",
            ):
                setattr(event, name, data[name])
            event.draft, event.disputed = _true(data["draft"]), "disputed" in data
            event.translation = data.get("translation", {})
            event.asks.set([asks[name] for name in data["asks"]])
            event.save()
            EventMilestone.objects.filter(event_id=event.pk).delete()
            EventMilestone.objects.bulk_create(
                EventMilestone(
                    event_id=event.pk, milestone_id=milestones[row["key"]], effect=row["effect"], sort_order=order
                )
                for order, row in enumerate(data["milestones"])
            )
        _take_sources(EventSource, "event", rows, wanted)
        _take_answers(rows, wanted)
    return loaded


def _take_answers(rows: Mapping[str, Event], wanted: Mapping[str, Data]) -> None:
    """When all events are there: a reply may come before its question in a file."""
    questions = dict(Event.objects.values_list("key", "pk"))
    for key, event in rows.items():
        answered = questions.get(wanted[key].get("answers", ""))
        if event.answers_id != answered:
            event.answers_id = answered
            event.save(update_fields=["answers"])


def load_calendar(items: Iterable[Mapping[str, Any]]) -> Loaded:
    """Create or change yearly dates by their keys; sources become exactly those given.

    Args:
        items: entries as a pack writes them; the sources they name must be loaded.

    Returns:
        How many were created, changed and left as they were.

    Raises:
        AsksError: naming key and field of every fault; nothing is loaded then.
    """
    entries: list[Any] = list(items)
    with transaction.atomic():
        faults = check_calendar(entries)
        if faults:
            raise AsksError(faults)
        wanted = {item["key"]: _whole_calendar(item) for item in entries}
        rows, loaded = _sort(CalendarEntry, wanted, dump_calendar(list(wanted)))
        for key, entry in rows.items():
            data = wanted[key]
            entry.title, entry.text, entry.starts, entry.ends = data["title"], data["text"], data["from"], data["to"]
            entry.translation = data.get("translation", {})
            entry.save()
        _take_sources(CalendarSource, "entry", rows, wanted)
    return loaded


def _take_sources(model: Any, parent: str, rows: Mapping[str, Any], wanted: Mapping[str, Data]) -> None:
    ids = {source.key: source.pk for source in _sources(wanted.values())}
    model.objects.filter(**{f"{parent}__in": [row.pk for row in rows.values()]}).delete()
    model.objects.bulk_create(
        model(**{f"{parent}_id": row.pk}, source_id=ids[cited["source"]], place=cited["place"], sort_order=order)
        for key, row in rows.items()
        for order, cited in enumerate(wanted[key]["sources"])
    )


def _sources(datas: Iterable[Data]) -> QuerySet[Any]:
    """The rows of the sources that entries name; the model is the facts', reached by the foreign key."""
    model = EventSource._meta.get_field("source").related_model
    keys = {cited["source"] for data in datas for cited in data["sources"]}
    return model.objects.filter(key__in=keys)
