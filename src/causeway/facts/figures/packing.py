"""Figures as a pack writes them: what is wrong with them, into the database, and out of it again."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction

from causeway.facts.amounts import NUMERIC_TYPES
from causeway.facts.checks import HIDDEN, LANGUAGE, FactLoadError, Fault
from causeway.facts.dates import is_partial, last_day
from causeway.facts.dumping import dump_facts
from causeway.facts.loading import Loaded
from causeway.facts.models import Figure, check_key
from causeway.facts.signals import announce, once
from causeway.facts.vocabulary import BASE_LANGUAGE, DIRECTIONS, FIGURE_KINDS, TRANSLATION_STATES

Found = Iterator[tuple[str, str]]
Item = Mapping[str, Any]

#: A reader tells so many hues apart, in whatever way they see colours. Points are named one by one and need none.
MOST_SERIES: Final = 4
_MOST_POINTS_SERIES: Final = 12
_SHORT, _LONG = 300, 4000
_WORDS: Final = {"title": (_SHORT, True), "text": (_LONG, False), "note": (_LONG, False), "unit": (100, False)}
FIELDS: Final = (
    "key", "order", "kind", "title", "text", "note", "unit", "levels", "series", "breaks", "translation",
)  # fmt: skip
SERIES_FIELDS: Final = ("fact", "label", "definition", "direction", "part_of", "values", "points")
POINT_FIELDS: Final = ("as_of", "level", "until")
_DRAWN: Final = NUMERIC_TYPES | {"ratio"}
_ORDER = re.compile(r"[0-9]{1,4}\Z")


def check_figures(items: list[dict[str, Any]], known_facts: Mapping[str, Item] | None = None) -> list[Fault]:
    """Every fault of a list of figures.

    Args:
        items: entries as a pack writes them.
        known_facts: facts as a pack writes them, by key, whose values the figures may show; those in the database
            when not given.
    """
    if not isinstance(items, list):
        return [Fault("figure", "", "figures", "must be a list")]
    known = dump_facts(_keys_in(items)) if known_facts is None else known_facts
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, item in enumerate(items):
        if not isinstance(item, Mapping):
            faults.append(Fault("figure", f"number {number + 1}", "entry", "must have fields"))
            continue
        key = item.get("key")
        name = key if isinstance(key, str) and key else f"number {number + 1}"
        if name in seen:
            faults.append(Fault("figure", name, "key", "is used twice"))
        seen.add(name)
        faults.extend(Fault("figure", name, *fault) for fault in _of_figure(item, known))
    return faults


def _keys_in(items: list[Any]) -> list[str]:
    entries = [entry for item in items if isinstance(item, Mapping) for entry in _list(item.get("series"))]
    keys = (entry.get("fact") for entry in entries if isinstance(entry, Mapping))
    return [key for key in keys if isinstance(key, str)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _of_figure(item: Item, known: Mapping[str, Item]) -> Found:
    yield from _fields(item, FIELDS)
    key, kind, order = item.get("key"), item.get("kind"), item.get("order", "")
    try:
        check_key(key if isinstance(key, str) else "")
    except ValidationError:
        yield "key", "may hold only small letters a-z, digits, and single dots or hyphens between them"
    if kind not in FIGURE_KINDS:
        yield "kind", f"is {str(kind)[:40]!r}; say one of: {', '.join(FIGURE_KINDS)}"
    if order not in ("", None) and not _ORDER.match(str(order)):
        yield "order", "must be a whole number up to 9999"
    for name, (longest, needed) in _WORDS.items():
        yield from _words(item.get(name), name, longest, needed=needed)
    translation = item.get("translation") or {}
    if not isinstance(translation, Mapping) or any(state not in TRANSLATION_STATES for state in translation.values()):
        yield "translation", f"must say by language one of: {', '.join(filter(None, TRANSLATION_STATES))}"
    levels = yield from _levels(item, kind)
    yield from _breaks(item)
    yield from _all_series(item, kind, levels, known)


def _fields(item: Item, allowed: Collection[str], at: str = "") -> Found:
    for name in item:
        if name not in allowed:
            yield f"{at}{name}", "is not a field that is known here"


def _words(words: Any, field: str, longest: int, *, needed: bool) -> Found:
    """Faults of words by language; the base language is needed wherever there are any, since others fall back to it."""
    if words in (None, "", {}):
        if needed:
            yield field, f"is empty; give it in {BASE_LANGUAGE} at least"
        return
    if not isinstance(words, Mapping):
        yield field, f"must give words by language, for example {{{BASE_LANGUAGE}: …}}"
        return
    if not str(words.get(BASE_LANGUAGE) or "").strip():
        yield field, f"has no words in {BASE_LANGUAGE}, which stand in for a language that is missing"
    for language, text in words.items():
        if not isinstance(language, str) or LANGUAGE.match(language) is None:
            yield field, f"has no language tag: {str(language)[:20]!r}"
        elif not isinstance(text, str) or not text.strip():
            yield field, f"has no text in {language}; write it or take the language out"
        elif len(text) > longest:
            yield field, f"has {len(text)} characters in {language}; at most {longest} fit"
        elif HIDDEN.search(text):
            yield field, f"holds a control character in {language} that cannot be seen"


def _levels(item: Item, kind: Any) -> Iterator[tuple[str, str]]:
    """Faults of the levels; returns their codes."""
    levels = item.get("levels") or []
    codes: list[str] = []
    if kind == "steps" and not levels:
        yield "levels", "is empty; steps need the names of their levels, the highest first"
    if kind != "steps" and levels:
        yield "levels", "is only for the kind steps"
    if not isinstance(levels, list):
        yield "levels", "must be a list"
        return codes
    for number, level in enumerate(levels):
        at = f"levels[{number}]"
        if not isinstance(level, Mapping):
            yield at, "must have level and label"
            continue
        yield from _fields(level, ("level", "label"), f"{at}.")
        yield from _words(level.get("label"), f"{at}.label", 100, needed=True)
        code = level.get("level")
        if not isinstance(code, str) or not code.strip() or len(code) > 40:
            yield f"{at}.level", "must be a short text in quotation marks"
        elif code in codes:
            yield f"{at}.level", f"is there twice: {code!r}"
        else:
            codes.append(code)
    return codes


def _breaks(item: Item) -> Found:
    breaks = item.get("breaks") or []
    if not isinstance(breaks, list):
        yield "breaks", "must be a list"
        return
    for number, entry in enumerate(breaks):
        at = f"breaks[{number}]"
        if not isinstance(entry, Mapping):
            yield at, "must have at and text"
            continue
        yield from _fields(entry, ("at", "text"), f"{at}.")
        if not isinstance(entry.get("at"), str) or not is_partial(entry["at"]):
            yield f"{at}.at", "must be YYYY, YYYY-MM or YYYY-MM-DD: the first day that is counted the new way"
        yield from _words(entry.get("text"), f"{at}.text", _LONG, needed=True)


def _all_series(item: Item, kind: Any, levels: Collection[str], known: Mapping[str, Item]) -> Found:
    series = item.get("series")
    if not isinstance(series, list) or not series:
        yield "series", "must be a list with at least one series"
        return
    most = _MOST_POINTS_SERIES if kind == "points" else MOST_SERIES
    if len(series) > most:
        yield "series", f"has {len(series)} entries; at most {most} can be told apart"
    keys = [entry.get("fact") for entry in series if isinstance(entry, Mapping)]
    for number, entry in enumerate(series):
        at = f"series[{number}]"
        if not isinstance(entry, Mapping):
            yield at, "must have fact, label and definition"
            continue
        yield from _fields(entry, SERIES_FIELDS, f"{at}.")
        yield from _words(entry.get("label"), f"{at}.label", _SHORT, needed=True)
        yield from _words(entry.get("definition"), f"{at}.definition", _LONG, needed=True)
        if (entry.get("direction") or "unknown") not in DIRECTIONS:
            yield f"{at}.direction", f"is {str(entry['direction'])[:40]!r}; say one of: {', '.join(DIRECTIONS)}"
        if entry.get("values") not in (None, "", "as_of"):
            yield f"{at}.values", "can only be as_of: values are shown by the date they are of"
        key, whole = entry.get("fact"), entry.get("part_of") or ""
        if not isinstance(key, str) or key not in known:
            yield f"{at}.fact", f"is not the key of a fact: {str(key)[:80]!r}"
        else:
            if keys.count(key) > 1:
                yield f"{at}.fact", "is in two series; a series is one fact, with one definition"
            yield from _of_series(entry, known[key], kind, levels, at)
        if whole and (kind != "columns" or whole == key or whole not in keys):
            yield (
                f"{at}.part_of",
                "must be the fact of another series of the same columns, whose count holds this one's",
            )


def _of_series(entry: Item, fact: Item, kind: Any, levels: Collection[str], at: str) -> Found:
    if fact.get("public", True) is False:
        yield f"{at}.fact", "is for staff only; no reader would see it"
    points = entry.get("points") or []
    if not isinstance(points, list):
        yield f"{at}.points", "must be a list"
        return
    if kind != "steps":
        if points:
            yield f"{at}.points", "is only for the kind steps; other kinds take their values from the fact"
        if fact.get("type") not in _DRAWN:
            yield f"{at}.fact", f"has the type {fact.get('type')!r}; a chart of this kind needs numbers"
        return
    if not points:
        yield f"{at}.points", "is empty; say which level each value of the fact stands for"
    held = {value.get("as_of") for value in fact.get("values", []) if isinstance(value, Mapping)}
    seen: set[str] = set()
    for number, point in enumerate(points):
        place = f"{at}.points[{number}]"
        if not isinstance(point, Mapping):
            yield place, "must have as_of and level"
            continue
        yield from _fields(point, POINT_FIELDS, f"{place}.")
        as_of, until = point.get("as_of"), point.get("until") or ""
        if point.get("level") not in levels:
            yield f"{place}.level", f"is not one of the levels: {str(point.get('level'))[:40]!r}"
        if as_of not in held:
            yield f"{place}.as_of", f"is {str(as_of)[:20]!r}, and {entry['fact']} has no value as of that"
        elif as_of in seen:
            yield f"{place}.as_of", f"is there twice: {as_of}"
        elif until and (not is_partial(str(until)) or last_day(str(until)) < last_day(as_of)):
            yield f"{place}.until", "must be a date that is not before as_of"
        seen.add(str(as_of))


def _whole(item: Item) -> dict[str, Any]:
    """An entry with every field written out, so that it can be compared with what the database holds."""
    return {
        "key": item["key"],
        "order": str(int(item.get("order") or 0)),
        "kind": item["kind"],
        **{name: dict(item.get(name) or {}) for name in (*_WORDS, "translation")},
        "levels": [{"level": entry["level"], "label": dict(entry["label"])} for entry in item.get("levels") or []],
        "series": [_whole_series(entry) for entry in item["series"]],
        "breaks": [{"at": entry["at"], "text": dict(entry["text"])} for entry in item.get("breaks") or []],
    }


def _whole_series(entry: Item) -> dict[str, Any]:
    found: dict[str, Any] = {name: entry[name] for name in ("fact", "label", "definition")}
    found |= {name: entry[name] for name in ("direction", "part_of", "values") if entry.get(name)}
    if entry.get("points"):
        found["points"] = [{name: point[name] for name in POINT_FIELDS if point.get(name)} for point in entry["points"]]
    return found


def dump_figures(keys: Collection[str] | None = None) -> dict[str, dict[str, Any]]:
    """Figures as a pack writes them, by key, in their order.

    Args:
        keys: which; all of them when not given.
    """
    rows = Figure.objects.all()
    if keys is not None:
        rows = rows.filter(key__in=keys)
    return {
        figure.key: {name: getattr(figure, name) for name in FIELDS} | {"order": str(figure.order)} for figure in rows
    }


def load_figures(items: list[dict[str, Any]]) -> Loaded:
    """Create or change figures by their keys.

    Args:
        items: entries as a pack writes them; the facts they show must be loaded.

    Returns:
        How many were created, changed and left as they were.

    Raises:
        FactLoadError: naming key and field of every fault; nothing is loaded then.
    """
    with transaction.atomic(), once():
        faults = check_figures(items)
        if faults:
            raise FactLoadError(faults)
        wanted = {item["key"]: _whole(item) for item in items}
        held = {figure.key: figure for figure in Figure.objects.select_for_update().filter(key__in=wanted)}
        now = dump_figures(list(wanted))
        changed = [key for key in wanted if key in held and now[key] != wanted[key]]
        new = [key for key in wanted if key not in held]
        for key in (*changed, *new):
            figure = held.get(key) or Figure(key=key)
            for name in FIELDS:
                setattr(figure, name, wanted[key][name])
            figure.order = int(wanted[key]["order"])
            figure.save()
        if new or changed:
            announce()
    return Loaded(len(new), len(changed), len(held) - len(changed))
