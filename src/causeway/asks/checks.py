"""What is wrong with asks, events and yearly dates before any of them is loaded: every fault, by key and field."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.conf import settings

from causeway.asks.counting import count_words
from causeway.asks.dates import first_day, is_month_day, is_partial, last_day
from causeway.asks.faults import Fault
from causeway.asks.models import KEY_LENGTH, Ask, Event, Milestone
from causeway.asks.status import REACHABLE
from causeway.asks.vocabulary import (
    ACTOR_KINDS,
    CONFIDENCE,
    EFFECTS,
    KINDS,
    MAX_QUOTE_WORDS,
    MILESTONE_EFFECTS,
    REACHED_BY,
    STANCES,
    TRANSLATION_STATES,
)
from causeway.asks.words import BASE_LANGUAGE
from causeway.facts import api as facts_api

Found = Iterator[tuple[str, str]]
Item = Mapping[str, Any]

_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_ORDER = re.compile(r"[0-9]{1,4}\Z")
_FLAGS: Final = ("", "true", "false", True, False)
_SHORT, _LONG, _PLACE = 300, 4000, 300

#: Addresses beside those of the asks.
RESERVED_KEYS: Final = frozenset({"calendar", "corrections", "questions", "same-answer"})
ASK_FIELDS: Final = ("key", "order", "title", "wording", "addressed_to", "milestones", "translation")
MILESTONE_FIELDS: Final = (
    "key", "title", "test", "optional", "state", "reached_by", "standard", "jurisdiction", "translation",
)  # fmt: skip
EVENT_FIELDS: Final = (
    "key", "date", "kind", "actor", "actor_kind", "text", "quote", "stance", "asks", "milestones", "effect", "answers",
    "sources", "confidence", "note", "draft", "disputed", "translation",
)  # fmt: skip
CALENDAR_FIELDS: Final = ("key", "title", "text", "from", "to", "sources", "translation")


@dataclass(frozen=True)
class Known:
    """What entries may refer to: keys of sources and asks, milestones with what reaches them, events with kind and date."""

    sources: Collection[str]
    asks: Collection[str] = ()
    milestones: Mapping[str, str] = field(default_factory=dict)
    events: Mapping[str, tuple[str, str]] = field(default_factory=dict)


# --- parts of entries ------------------------------------------------------------------------------------


def _fields(item: Item, known: Collection[str], at: str = "") -> Found:
    for name in item:
        if name not in known:
            yield f"{at}{str(name)[:60]}", "is not a field that is known here"


def _key(item: Item, name: str = "key", at: str = "") -> Found:
    text = item.get(name, "")
    if not isinstance(text, str) or not facts_api.is_key(text):
        yield (
            f"{at}{name}",
            f"may hold only small letters a-z, digits, and single dots or hyphens between them, {KEY_LENGTH} at most",
        )


def _choice(item: Item, name: str, choices: Iterable[str], at: str = "", *, required: bool = True) -> Found:
    text = item.get(name, "")
    if text in ("", None) and not required:
        return
    if not isinstance(text, str) or text not in choices:
        yield f"{at}{name}", f"is {str(text)[:40]!r}; say one of: {', '.join(choices)}"


def _words(item: Item, name: str, longest: int, at: str = "", *, required: bool = True, base: bool = True) -> Found:
    """Words by language; ``base``: where there are any, the base language must be among them."""
    words = item.get(name) or {}
    place = f"{at}{name}"
    if not isinstance(words, Mapping):
        yield place, "needs its words by language, such as {en: …}"
        return
    languages = dict(settings.LANGUAGES)
    for language, text in words.items():
        if language not in languages:
            yield place, f"has words in {str(language)[:20]!r}, which is no language of this site"
        elif not isinstance(text, str):
            yield f"{place}.{language}", "must be text; put it in quotation marks"
        elif len(text) > longest:
            yield f"{place}.{language}", f"has {len(text):,} characters; at most {longest:,} fit"
        elif _HIDDEN.search(text):
            yield f"{place}.{language}", "holds a control character that cannot be seen; delete it"
    said = [language for language, text in words.items() if isinstance(text, str) and text.strip()]
    if (required and not said) or (base and said and BASE_LANGUAGE not in said):
        yield place, f"has no words in {BASE_LANGUAGE!r}"


def _quote(item: Item) -> Found:
    yield from _words(item, "quote", _LONG, required=False, base=False)
    quote = item.get("quote")
    for language, text in quote.items() if isinstance(quote, Mapping) else ():
        number = count_words(text) if isinstance(text, str) else 0
        if number > MAX_QUOTE_WORDS:
            yield f"quote.{language}", f"has {number} words; at most {MAX_QUOTE_WORDS} may be quoted"


def _translation(item: Item, at: str = "") -> Found:
    states = item.get("translation") or {}
    if not isinstance(states, Mapping):
        yield f"{at}translation", "must say by language draft or checked, such as {zh-hant: checked}"
        return
    for language, state in states.items():
        if language not in dict(settings.LANGUAGES) or language == BASE_LANGUAGE:
            yield f"{at}translation", f"is about {str(language)[:20]!r}, which is no language translated into here"
        elif str(state) not in TRANSLATION_STATES:
            yield f"{at}translation.{language}", f"is {str(state)[:20]!r}; say one of: {', '.join(TRANSLATION_STATES)}"


def _flag(item: Item, name: str, at: str = "") -> Found:
    if item.get(name, "") not in _FLAGS:
        yield f"{at}{name}", f"is {str(item[name])[:20]!r}; say true or false"


def _order(item: Item) -> Found:
    order = item.get("order", "")
    if order not in ("", None) and not _ORDER.match(str(order)):
        yield "order", f"is {str(order)[:20]!r}; write a whole number from 0 to 9,999"


def _list(item: Item, name: str, at: str = "") -> list[Any] | None:
    found = item.get(name) or []
    return found if isinstance(found, list) else None


def _known_key(path: str, key: Any, known: Collection[str], what: str) -> Found:
    if not isinstance(key, str) or not key:
        yield path, f"is empty; write the key of {what}"
    elif key not in known:
        near = difflib.get_close_matches(key[:KEY_LENGTH], known, n=1, cutoff=0.7)
        hint = f" Do you mean {near[0]!r}?" if near else ""
        yield path, f"is not the key of {what}: {key[:80]!r}.{hint}"


def _sources(item: Item, known: Collection[str], *, required: bool) -> Found:
    cited = _list(item, "sources")
    if cited is None:
        yield "sources", "must be a list"
        return
    if required and not cited:
        yield "sources", "is empty; an event without a source is not recorded"
    seen: set[str] = set()
    for number, entry in enumerate(cited):
        at = f"sources[{number}]"
        if not isinstance(entry, Mapping):
            yield at, "must have source and place"
            continue
        yield from _fields(entry, ("source", "place"), f"{at}.")
        yield from _known_key(f"{at}.source", entry.get("source"), known, "a source")
        place = entry.get("place", "")
        if not isinstance(place, str) or len(place) > _PLACE or _HIDDEN.search(place):
            yield f"{at}.place", f"must be text of at most {_PLACE} characters"
        elif (mark := f"{entry.get('source')} {place}") in seen:
            yield at, "stands twice; name each place in a source once"
        else:
            seen.add(mark)


# --- entries ---------------------------------------------------------------------------------------------


def _of_ask(item: Item, known: Known) -> Found:
    yield from _fields(item, ASK_FIELDS)
    yield from _key(item)
    if str(item.get("key")) in RESERVED_KEYS:
        yield "key", "is the address of another page of the asks; choose another"
    yield from _order(item)
    yield from _words(item, "title", _SHORT)
    yield from _words(item, "wording", _LONG)
    yield from _words(item, "addressed_to", _SHORT)
    yield from _translation(item)
    milestones = _list(item, "milestones")
    if not milestones:
        yield "milestones", "must be a list with at least one milestone; without one nobody can tell what is reached"
        return
    for number, milestone in enumerate(milestones):
        at = f"milestones[{number}]"
        if isinstance(milestone, Mapping):
            yield from _of_milestone(milestone, f"{at}.")
        else:
            yield at, "must have fields"


def _of_milestone(item: Item, at: str) -> Found:
    yield from _fields(item, MILESTONE_FIELDS, at)
    yield from _key(item, at=at)
    yield from _words(item, "title", _SHORT, at)
    yield from _words(item, "test", _LONG, at)
    yield from _translation(item, at)
    yield from _flag(item, "optional", at)
    yield from _choice(item, "state", REACHABLE, at, required=False)
    yield from _choice(item, "reached_by", REACHED_BY, at, required=False)
    for name, longest in (("standard", 240), ("jurisdiction", 120)):
        text = item.get(name) or ""
        if not isinstance(text, str) or len(text) > longest or _HIDDEN.search(text):
            yield f"{at}{name}", f"must be text of at most {longest} characters"
        elif text and item.get("reached_by") != "law-coverage":
            yield f"{at}{name}", "is only for a milestone that is reached by law-coverage"


def _of_event(item: Item, known: Known) -> Found:
    yield from _fields(item, EVENT_FIELDS)
    yield from _key(item)
    date = item.get("date", "")
    if not isinstance(date, str) or not is_partial(date):
        yield "date", f"is {str(date)[:20]!r}; write YYYY, YYYY-MM or YYYY-MM-DD, and a day that the calendar has"
    yield from _choice(item, "kind", KINDS)
    yield from _choice(item, "actor_kind", ACTOR_KINDS)
    yield from _choice(item, "stance", STANCES)
    yield from _choice(item, "confidence", CONFIDENCE)
    yield from _choice(item, "effect", EFFECTS, required=False)
    yield from _words(item, "actor", _SHORT)
    yield from _words(item, "text", _LONG)
    yield from _words(item, "note", _LONG, required=False)
    yield from _quote(item)
    yield from _translation(item)
    for name in ("draft", "disputed"):
        yield from _flag(item, name)
    yield from _sources(item, known.sources, required=True)
    yield from _event_effects(item, known)
    yield from _answers(item, known)


def _event_effects(item: Item, known: Known) -> Found:
    asks, effects = _list(item, "asks"), _list(item, "milestones")
    if asks is None:
        yield "asks", "must be a list of keys"
        asks = []
    for number, key in enumerate(asks):
        yield from _known_key(f"asks[{number}]", key, known.asks, "an ask")
        if key in asks[:number]:
            yield f"asks[{number}]", "stands twice"
    is_draft = item.get("draft", "") in ("true", True)
    if item.get("stance") == "to-set" and item.get("draft", "") in ("false", False):
        yield "stance", "is 'to-set'; such an event stays a draft until somebody has read the source"
    if not asks and item.get("stance") != "to-set" and not is_draft:
        yield "asks", "is empty; name the asks it is about, or keep it as a draft"
    if not asks and item.get("effect", "none") not in ("none", "", None):
        yield "asks", f"is empty, yet the effect is {str(item['effect'])[:20]!r}; name the asks it has it on"
    if effects is None:
        yield "milestones", "must be a list"
        return
    seen: set[str] = set()
    for number, entry in enumerate(effects):
        at = f"milestones[{number}]"
        if not isinstance(entry, Mapping):
            yield at, "must have key and effect"
            continue
        key = entry.get("key")
        yield from _fields(entry, ("key", "effect"), f"{at}.")
        yield from _known_key(f"{at}.key", key, known.milestones, "a milestone")
        yield from _choice(entry, "effect", MILESTONE_EFFECTS, f"{at}.")
        if str(key) in seen:
            yield f"{at}.key", f"stands twice: {str(key)[:80]!r}; an event has one effect on a milestone"
        if known.milestones.get(str(key)) == "law-coverage":
            yield f"{at}.key", f"is {key!r}, which the law itself reaches; no event completes it"
        seen.add(str(key))


def _answers(item: Item, known: Known) -> Found:
    key = item.get("answers") or ""
    if not key:
        return
    yield from _known_key("answers", key, known.events, "an event")
    if item.get("kind") != "reply":
        yield "answers", f"is only for a reply; this is a {str(item.get('kind'))[:20]}"
    asked = known.events.get(key) if isinstance(key, str) else None
    if asked is None:
        return
    kind, day = asked
    if kind != "question":
        yield "answers", f"is {key!r}, which is a {kind}; only a question is answered"
    date = item.get("date", "")
    if isinstance(date, str) and is_partial(date) and is_partial(day) and last_day(date) < first_day(day):
        yield "answers", f"is {key!r} of {day}, which was asked after this was said ({date}); look at the dates"


def _of_calendar(item: Item, known: Known) -> Found:
    yield from _fields(item, CALENDAR_FIELDS)
    yield from _key(item)
    yield from _words(item, "title", _SHORT)
    yield from _words(item, "text", _LONG, required=False)
    yield from _translation(item)
    for name in ("from", "to"):
        text = item.get(name, "")
        if not isinstance(text, str) or not is_month_day(text):
            yield name, f"is {str(text)[:20]!r}; write month and day as MM-DD, such as 06-30"
    yield from _sources(item, known.sources, required=False)


# --- lists of entries ------------------------------------------------------------------------------------


def _check(kind: str, items: Any, of: Callable[[Item, Known], Found], known: Known) -> list[Fault]:
    if not isinstance(items, list):
        return [Fault(kind, "", "", "must be a list of entries")]
    faults: list[Fault] = []
    seen: set[str] = set()
    for number, item in enumerate(items, 1):
        if not isinstance(item, Mapping):
            faults.append(Fault(kind, f"number {number}", "", "must have fields"))
            continue
        key = item.get("key")
        name = key[:KEY_LENGTH] if isinstance(key, str) and key else f"number {number}"
        if name in seen:
            faults.append(Fault(kind, name, "key", "is used twice"))
        seen.add(name)
        faults += [Fault(kind, name, *fault) for fault in of(item, known)]
    return faults


def _milestones(asks: Iterable[Any]) -> Iterator[tuple[str, int, Item]]:
    """The milestones of asks, each with the ask's key and its number."""
    for ask in asks:
        found = ask.get("milestones") if isinstance(ask, Mapping) else None
        for number, milestone in enumerate(found if isinstance(found, list) else []):
            if isinstance(milestone, Mapping):
                yield str(ask.get("key")), number, milestone


def check_asks(items: list[dict[str, Any]], known_sources: Collection[str] | None = None) -> list[Fault]:
    """Every fault of a list of asks.

    Args:
        items: entries as a pack writes them.
        known_sources: not needed; it stands here so that all three checks are called alike.
    """
    faults = _check("ask", items, _of_ask, Known(()))
    seen: dict[str, str] = {}
    for ask, number, milestone in _milestones(items if isinstance(items, list) else []):
        key = str(milestone.get("key"))
        if key in seen:
            message = f"is used twice: {key!r} is a milestone of {seen[key]!r} already"
            faults.append(Fault("ask", ask, f"milestones[{number}].key", message))
        seen.setdefault(key, ask)
    return faults


def check_events(
    items: list[dict[str, Any]],
    known_sources: Collection[str] | None = None,
    asks: list[dict[str, Any]] | None = None,
) -> list[Fault]:
    """Every fault of a list of events.

    Args:
        items: entries as a pack writes them.
        known_sources: the keys of the sources there are; those in the database when not given.
        asks: the asks there are, as a pack writes them; then the database is not looked at for asks nor for questions.
            Those in the database when not given.
    """
    sources = facts_api.source_keys() if known_sources is None else known_sources
    events: dict[str, tuple[str, str]] = {}
    if asks is None:
        keys = set(Ask.objects.values_list("key", flat=True))
        milestones = dict(Milestone.objects.values_list("key", "reached_by"))
        events = {key: (kind, date) for key, kind, date in Event.objects.values_list("key", "kind", "date")}
    else:
        keys = {str(ask.get("key")) for ask in asks}
        milestones = {
            str(milestone.get("key")): str(milestone.get("reached_by") or "events")
            for _ask, _number, milestone in _milestones(asks)
        }
    for item in items if isinstance(items, list) else []:
        if isinstance(item, Mapping) and isinstance(item.get("key"), str):
            events[item["key"]] = (str(item.get("kind")), str(item.get("date")))
    return _check("event", items, _of_event, Known(sources, keys, milestones, events))


def check_calendar(items: list[dict[str, Any]], known_sources: Collection[str] | None = None) -> list[Fault]:
    """Every fault of a list of yearly dates.

    Args:
        items: entries as a pack writes them.
        known_sources: the keys of the sources there are; those in the database when not given.
    """
    sources = facts_api.source_keys() if known_sources is None else known_sources
    return _check("calendar", items, _of_calendar, Known(sources))
