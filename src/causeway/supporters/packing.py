"""Topics and consent wordings as a content pack holds them: plain lists, read in and given back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction

from causeway.supporters.models import NEWS, SLUG, ConsentWording, Topic, TopicText


class PackError(ValueError):
    """The pack's topics or wordings cannot be loaded; ``faults`` names each reason."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Loaded:
    """What a load did, in rows."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


def _known_languages(where: str, texts: Mapping[str, Any]) -> list[str]:
    known = {code for code, _name in settings.LANGUAGES}
    return [f"{where}: the site has no language ‘{code}’." for code in texts if code not in known]


def _topic_faults(topics: list[Mapping[str, Any]]) -> list[str]:
    faults = []
    seen: set[str] = set()
    for number, topic in enumerate(topics, 1):
        key = str(topic.get("key") or "")
        where = f"topic {key or number}"
        if not key:
            faults.append(f"{where}: it has no key.")
        elif not SLUG.fullmatch(key):
            faults.append(f"{where}: its key may hold lower-case letters, digits and hyphens only.")
        elif key in seen:
            faults.append(f"{where}: it is named twice.")
        seen.add(key)
        if not str(topic.get("order", 100)).isdecimal():
            faults.append(f"{where}: its order must be a whole number.")
        titles = topic.get("title") or {}
        if not isinstance(titles, Mapping) or not titles.get(settings.LANGUAGE_CODE):
            faults.append(f"{where}: it has no title in ‘{settings.LANGUAGE_CODE}’.")
            continue
        texts = topic.get("text") or {}
        if not isinstance(texts, Mapping):
            faults.append(f"{where}: its text must be given by language.")
            continue
        faults += _known_languages(where, {**titles, **texts})
        faults += [f"{where}: it has a text but no title in ‘{code}’." for code in texts if not titles.get(code)]
        for name, values in (("title", titles), ("text", texts)):
            most = TopicText._meta.get_field(name).max_length or 0
            faults += [
                f"{where}: its {name} in ‘{code}’ is longer than {most} characters."
                for code, value in values.items()
                if len(str(value)) > most
            ]
    return faults


def load_topics(topics: Iterable[Mapping[str, Any]]) -> Loaded:
    """Create topics or bring them up to date, by key. Topics that are not named stay as they are.

    Args:
        topics: each with ``key``, ``order``, ``title`` by language and ``text`` by language.

    Returns:
        How many topics were created, updated and unchanged.

    Raises:
        PackError: with every fault; nothing is loaded then.
    """
    wanted = list(topics)
    faults = _topic_faults(wanted)
    if faults:
        raise PackError(faults)
    created = updated = unchanged = 0
    with transaction.atomic():
        for place, data in enumerate(wanted, 1):
            topic, made = Topic.objects.get_or_create(key=data["key"])
            order = int(data.get("order", 10 * place))
            texts = [
                TopicText(topic=topic, language=code, title=title, text=(data.get("text") or {}).get(code, ""))
                for code, title in data["title"].items()
            ]
            before = {(text.language, text.title, text.text) for text in topic.texts.all()}
            after = {(text.language, text.title, text.text) for text in texts}
            if before == after and topic.order == order and not made:
                unchanged += 1
                continue
            topic.order, topic.texts = order, texts
            topic.save()
            created, updated = created + made, updated + (not made)
    return Loaded(created, updated, unchanged)


def dump_topics() -> list[dict[str, Any]]:
    """Give topics back as :func:`load_topics` takes them."""
    order = {code: place for place, (code, _name) in enumerate(settings.LANGUAGES)}
    found = []
    for topic in Topic.objects.prefetch_related("texts"):
        texts = sorted(topic.texts.all(), key=lambda text: order.get(text.language, len(order)))
        found.append(
            {
                "key": topic.key,
                "order": topic.order,
                "title": {text.language: text.title for text in texts},
                "text": {text.language: text.text for text in texts if text.text},
            }
        )
    return found


def _rows_of(wording: Mapping[str, Any], number: int, faults: list[str]) -> list[ConsentWording]:
    key, version = str(wording.get("key") or NEWS), str(wording.get("version") or "")
    where = f"wording {key} {version or number}"
    if not version:
        faults.append(f"{where}: it has no version.")
    texts = wording.get("text") or {}
    if not isinstance(texts, Mapping) or not texts.get(settings.LANGUAGE_CODE):
        faults.append(f"{where}: it has no text in ‘{settings.LANGUAGE_CODE}’.")
        return []
    faults += _known_languages(where, texts)
    try:
        start = date.fromisoformat(str(wording.get("from", "")))
    except ValueError:
        faults.append(f"{where}: ‘from’ must be a day such as 2026-11-22.")
        return []
    return [
        ConsentWording(key=key, version=version, language=code, text=str(text).strip(), start=start)
        for code, text in texts.items()
    ]


def load_wordings(wordings: Iterable[Mapping[str, Any]]) -> Loaded:
    """Create consent wordings, or bring those up to date that nobody has agreed to yet.

    Args:
        wordings: each with ``key``, ``version``, ``from`` and ``text`` by language.

    Returns:
        How many rows (one a language) were created, updated and unchanged.

    Raises:
        PackError: with every fault, among them a changed text that people have agreed to; nothing is loaded then.
    """
    faults: list[str] = []
    rows = [row for number, wording in enumerate(wordings, 1) for row in _rows_of(wording, number, faults)]
    twice = [name for name, count in Counter((row.key, row.version, row.language) for row in rows).items() if count > 1]
    faults += [f"wording {key} {version}: its text in ‘{code}’ is given twice." for key, version, code in twice]
    if faults:
        raise PackError(faults)
    created = updated = unchanged = 0
    with transaction.atomic():
        for row in rows:
            held = ConsentWording.objects.filter(key=row.key, version=row.version, language=row.language).first()
            if held is None:
                row.save()
                created += 1
            elif (held.text, held.start) == (row.text, row.start):
                unchanged += 1
            elif held.text != row.text and held.in_use():
                faults.append(
                    f"wording {held.key} {held.version}: people have agreed to its text in ‘{held.language}’, "
                    "so it cannot change. Give the new text a new version."
                )
            else:
                held.text, held.start = row.text, row.start
                held.save()
                updated += 1
        if faults:
            raise PackError(faults)
    return Loaded(created, updated, unchanged)


def dump_wordings() -> list[dict[str, Any]]:
    """Give wordings back as :func:`load_wordings` takes them, the oldest first."""
    order = {code: place for place, (code, _name) in enumerate(settings.LANGUAGES)}
    found: dict[tuple[str, str], dict[str, Any]] = {}
    rows = sorted(
        ConsentWording.objects.all(),
        key=lambda row: (row.key, row.start, row.version, order.get(row.language, len(order))),
    )
    for row in rows:
        same = found.setdefault(
            (row.key, row.version),
            {"key": row.key, "version": row.version, "from": row.start.isoformat(), "text": {}},
        )
        same["text"][row.language] = row.text
    return list(found.values())
