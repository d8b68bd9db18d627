"""The words of a pack: directives, front matter, kinds of values. One table each, read by reader, writer and docs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from causeway.pages.pagedata import CALLOUTS

# The languages the platform has a frame for; a test holds this against the settings.
LANGUAGES = ("en", "zh-hant", "id", "tl", "vi", "th", "ne", "km", "ur", "bn", "hi", "zh-hans")

KEY = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
DATE = re.compile(r"\d{4}(?:-\d{2}(?:-\d{2})?)?")
RUN = re.compile(r"\[([^\[\]{}]{1,200})\]\{lang=([a-z]{2,3}(?:-[a-z]{4})?)\}")
FACT_TOKEN = re.compile(r"\{fact:([a-z0-9]+(?:[.-][a-z0-9]+)*)(?:@(\d{4}(?:-\d{2}(?:-\d{2})?)?))?\}")
IMAGE = re.compile(r"images/[a-z0-9]+(?:[-_.][a-z0-9]+)*\.(?:avif|gif|jpe?g|png|webp)")

MAX_LINE = 300
MAX_TITLE = 160
MAX_PAGE_TITLE = 160
MAX_SUMMARY = 500


@dataclass(frozen=True)
class Field:
    """A ``name: value`` line of a directive or an item.

    ``kind``: ``text`` one plain line, ``fact`` a fact key, ``figure`` the key of a figure, ``target`` ``page:PATH`` or an address, ``image`` a file of
    the pack. A field that is ``said`` must stand there, even when it has no value.
    """

    kind: str = "text"
    required: bool = False
    said: bool = False
    limit: int = MAX_LINE


@dataclass(frozen=True)
class Directive:
    """What may stand between ``::: name`` and ``:::``.

    ``body`` and ``item_body``: ``rich`` Markdown, ``plain`` one line of words, ``none``.
    """

    name: str
    purpose: str
    styles: tuple[str, ...] = ()
    title: str = "none"  # none, optional (on the ::: line), field (a line 'title: …')
    fields: dict[str, Field] = field(default_factory=dict)
    body: str = "none"
    body_required: bool = False
    items: bool = False
    item_title: int = MAX_TITLE
    item_fields: dict[str, Field] = field(default_factory=dict)
    item_body: str = "rich"
    item_body_required: bool = False
    parts: tuple[str, ...] = ()


DIRECTIVES: dict[str, Directive] = {
    directive.name: directive
    for directive in (
        Directive("next", "The box 'Do this first'.", body="rich", body_required=True),
        Directive("steps", "Numbered steps, one '### title' each.", items=True),
        Directive(
            "callout",
            "A box that stands out; its kind is one of " + ", ".join(CALLOUTS) + ".",
            styles=CALLOUTS,
            title="optional",
            body="rich",
            body_required=True,
        ),
        Directive(
            "contacts",
            "Who to call, one '### name' each.",
            items=True,
            item_fields={
                "phone": Field("fact"),
                "what": Field(),
                "languages": Field(),
                "cost": Field(),
                "hours": Field(),
            },
        ),
        Directive("definitions", "What words mean, one '### term' each.", items=True, item_body_required=True),
        Directive(
            "asks",
            "What we ask for, one '### ask' each; '#### government' begins the Government's answer.",
            items=True,
            item_title=200,
            item_body_required=True,
            parts=("government",),
        ),
        Directive(
            "figures",
            "Numbers side by side, one '### label' each.",
            items=True,
            item_title=200,
            item_fields={"fact": Field("fact", required=True)},
        ),
        Directive(
            "range",
            "An estimate as a bar from a low to a high end.",
            title="field",
            fields={
                "title": Field(required=True, limit=200),
                "low": Field("fact", required=True),
                "high": Field("fact", required=True),
                "known": Field("fact"),
            },
            body="rich",
        ),
        Directive(
            "chart",
            "A chart of 'figures.yaml', with its table.",
            fields={"figure": Field("figure", required=True)},
        ),
        Directive(
            "links",
            "Ways onward, one '### title' each.",
            items=True,
            item_fields={"to": Field("target", required=True)},
            item_body="plain",
        ),
        Directive(
            "image",
            "A picture of the pack's folder images/; 'alt:' says what it shows, or stays empty when it only decorates.",
            fields={"file": Field("image", required=True), "alt": Field(said=True, limit=255)},
        ),
    )
}

# --- front matter --------------------------------------------------------------------------------------

# Some types stand only below another.
PARENTS = {"guide": "guide-index", "news": "news-index", "publication": "publication-index"}
# The first page of a room has one address, since those below it are the room's own.
PLACES = {"law": "law", "asks": "asks"}

# What every page may say, in the order it is written out.
PAGE_KEYS = (
    "type", "title", "summary", "order", "section", "sensitive", "nav", "review", "translation",
    "translated_from", "sources", "related",
)  # fmt: skip
# What one type adds: 'text' with its limit, 'list' of texts with the limit of each, 'date' or 'url'.
EXTRA_KEYS: dict[str, dict[str, tuple[str, int]]] = {
    "news": {"published": ("date", 10)},
    "publication": {
        "series": ("text", 120),
        "number": ("text", 20),
        "authors": ("list", 160),
        "partners": ("list", 160),
        "published": ("date", 10),
        "external_url": ("url", 200),
        "cite": ("text", 500),
    },
}
TRANSLATION = ("draft", "checked")

# --- tables --------------------------------------------------------------------------------------------

# The fields of each table, in the order they are written out. What a value of each may be is for the rooms that keep
# them (``causeway.facts.api.check_facts`` and so on); a pack only knows the names.
SOURCE_FIELDS = ("key", "title", "publisher", "kind", "url", "url_note", "date", "language", "read", "note")
FACT_FIELDS = (
    "key", "refs", "topic", "type", "unit", "currency", "title", "definition", "public", "computed", "values",
)  # fmt: skip
VALUE_FIELDS = (
    "value", "qualifier", "from", "until", "as_of", "published_by", "confidence", "sources", "checked_on",
    "checked_by", "review_by", "note",
)  # fmt: skip
CITED_FIELDS = ("source", "place")
TEXT_FIELDS = ("title", "definition", "unit", "values", "translation")
TOPIC_FIELDS = ("key", "order", "title", "text")
WORDING_FIELDS = ("key", "version", "from", "text")
