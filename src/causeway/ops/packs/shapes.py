"""What the files of the law's and the asks' tables hold: one table of fields a kind, for reader, writer and docs.

The files of ``law/`` are not here: the library ``lawgap`` knows their fields.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from causeway.ops.packs import grammar


@dataclass(frozen=True)
class Shape:
    """What one field holds.

    ``kind``: ``text`` one line, ``key``, ``choice`` one of ``choices``, ``date`` as much of it as is known,
    ``month-day``, ``number``, ``flag`` true or false, ``words`` by language, ``quote`` words by language in the
    language they were said in, ``states`` one of ``choices`` by language, ``keys`` a list of keys, ``entries`` a list of
    mappings with the fields of ``inner``.

    ``ref`` names what a key must be the key of: ``source``, ``fact``, ``standard``, ``ask``, ``milestone`` or ``event``.
    """

    kind: str = "text"
    required: bool = False
    choices: tuple[str, ...] = ()
    inner: Mapping[str, Shape] | None = None
    ref: str = ""
    limit: int = 400


@dataclass(frozen=True)
class Table:
    """A kind of entry: the name of the list in its file, and the fields of one."""

    kind: str
    root: str
    fields: Mapping[str, Shape]


def _one(*words: str, required: bool = True) -> Shape:
    return Shape("choice", required=required, choices=words)


_KEY = Shape("key", required=True)
_ORDER = Shape("number")
_TITLE = Shape("words", required=True, limit=300)
_WORDS = Shape("words", limit=4000)
_NEEDED = Shape("words", required=True, limit=4000)
_FLAG = Shape("flag")
_TRANSLATION = Shape("states", choices=grammar.TRANSLATION)
_CITED = {"source": Shape("key", required=True, ref="source"), "place": Shape(limit=300)}
_SOURCES = Shape("entries", inner=_CITED)
_NEEDED_SOURCES = Shape("entries", required=True, inner=_CITED)

BINDING_STATUS = ("binding", "applied", "not-extended", "not-applied", "unverified")
EVENT_KINDS = (
    "question", "reply", "statement", "report", "recommendation", "bill_stage", "vote", "judgment", "plan", "budget",
    "treaty_action", "media",
)  # fmt: skip
ACTOR_KINDS = ("government", "lawmaker", "court", "un", "foreign", "ngo", "academic", "media")
STANCES = ("supports", "opposes", "neutral", "partly", "to-set")
EFFECTS = ("none", "acknowledges", "advances", "refuses", "reverses")
MILESTONE_EFFECTS = ("advances", "completes", "reverses")
REACHED_BY = ("events", "law-coverage")
FIGURE_KINDS = ("columns", "lines", "steps", "points")
DIRECTIONS = ("inbound", "outbound", "internal", "unknown")
CONFIDENCE = ("H", "M", "L")

TABLES: Mapping[str, Table] = {
    table.kind: table
    for table in (
        Table(
            "decision",
            "decisions",
            {
                "key": _KEY,
                "series": Shape("key", required=True),
                "order": _ORDER,
                "parties": Shape(required=True, limit=300),
                "citation": Shape(limit=300),
                "court": _TITLE,
                "date": Shape("date", required=True),
                "outcome": _NEEDED,
                "note": _WORDS,
                "sources": _NEEDED_SOURCES,
            },
        ),
        Table(
            "binding",
            "bindings",
            {
                "key": _KEY,
                "order": _ORDER,
                "title": _TITLE,
                "status": _one(*BINDING_STATUS),
                "text": _WORDS,
                "sources": _SOURCES,
            },
        ),
        Table(
            "ask",
            "asks",
            {
                "key": _KEY,
                "order": _ORDER,
                "title": _TITLE,
                "wording": _NEEDED,
                "addressed_to": _TITLE,
                "milestones": Shape(
                    "entries",
                    required=True,
                    inner={
                        "key": _KEY,
                        "title": _TITLE,
                        "test": _NEEDED,
                        "optional": _FLAG,
                        "state": Shape(limit=40),
                        "reached_by": _one(*REACHED_BY, required=False),
                        "standard": Shape("key", ref="standard"),
                        "jurisdiction": Shape(limit=120),
                        "translation": _TRANSLATION,
                    },
                ),
                "translation": _TRANSLATION,
            },
        ),
        Table(
            "event",
            "events",
            {
                "key": _KEY,
                "date": Shape("date", required=True),
                "kind": _one(*EVENT_KINDS),
                "actor": _TITLE,
                "actor_kind": _one(*ACTOR_KINDS),
                "text": _NEEDED,
                "quote": Shape("quote", limit=1000),
                "stance": _one(*STANCES),
                "asks": Shape("keys", ref="ask"),
                "milestones": Shape(
                    "entries",
                    inner={
                        "key": Shape("key", required=True, ref="milestone"),
                        "effect": _one(*MILESTONE_EFFECTS),
                    },
                ),
                "effect": _one(*EFFECTS, required=False),
                "answers": Shape("key", ref="event"),
                "sources": _NEEDED_SOURCES,
                "confidence": _one(*CONFIDENCE),
                "note": _WORDS,
                "draft": _FLAG,
                "disputed": _FLAG,
                "translation": _TRANSLATION,
            },
        ),
        Table(
            "calendar",
            "calendar",
            {
                "key": _KEY,
                "title": _TITLE,
                "text": _WORDS,
                "from": Shape("month-day", required=True),
                "to": Shape("month-day", required=True),
                "sources": _SOURCES,
                "translation": _TRANSLATION,
            },
        ),
        Table(
            "figure",
            "figures",
            {
                "key": _KEY,
                "order": _ORDER,
                "title": _TITLE,
                "text": _WORDS,
                "kind": _one(*FIGURE_KINDS),
                "unit": Shape("words", limit=100),
                "levels": Shape("entries", inner={"level": Shape(required=True, limit=40), "label": _TITLE}),
                "series": Shape(
                    "entries",
                    required=True,
                    inner={
                        "fact": Shape("key", required=True, ref="fact"),
                        "label": _TITLE,
                        "definition": _NEEDED,
                        "direction": _one(*DIRECTIONS, required=False),
                        "part_of": Shape("key", ref="fact"),
                        "values": _one("as_of", required=False),
                        "points": Shape(
                            "entries",
                            inner={
                                "as_of": Shape("date", required=True),
                                "level": Shape(required=True, limit=40),
                                "until": Shape("date"),
                            },
                        ),
                    },
                ),
                "breaks": Shape("entries", inner={"at": Shape("date", required=True), "text": _NEEDED}),
                "note": _WORDS,
                "translation": _TRANSLATION,
            },
        ),
    )
}


def field_names(fields: Mapping[str, Shape]) -> set[str]:
    """Every name of a field, also those inside lists.

    Args:
        fields: the fields of a kind of entry.
    """
    return set(fields).union(*(field_names(shape.inner) for shape in fields.values() if shape.inner))


def choices(fields: Mapping[str, Shape]) -> set[str]:
    """Every word a field may be one of, also those inside lists.

    Args:
        fields: the fields of a kind of entry.
    """
    own = {word for shape in fields.values() for word in shape.choices}
    return own.union(*(choices(shape.inner) for shape in fields.values() if shape.inner))
