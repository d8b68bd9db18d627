"""A fact as plain data, read in one language. No Django, no database."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from causeway.facts.history import end_of, start_of, value_on


@dataclass(frozen=True)
class SourceRecord:
    """A source, and the place in it where one value stands (empty when the source stands alone)."""

    key: str
    title: str
    publisher: str
    kind: str
    url: str
    url_note: str
    date: str
    language: str
    read: str
    place: str = ""

    @property
    def name(self) -> str:
        """Who says so, or what the document is where no publisher is named."""
        return self.publisher or self.title


@dataclass(frozen=True)
class ValueRecord:
    """One value of a fact's history."""

    position: int
    value: str
    qualifier: str
    valid_from: str
    valid_until: str
    as_of: str
    published_by: str
    confidence: str
    checked_on: datetime.date | None
    checked_by: str
    review_by: datetime.date | None
    note: str
    sources: tuple[SourceRecord, ...] = ()
    # The words of a statement in the language read, empty where they are not translated.
    words: str = ""

    @property
    def starts_on(self) -> datetime.date | None:
        return start_of(self.valid_from, self.as_of)

    @property
    def ends_on(self) -> datetime.date | None:
        return end_of(self.valid_until)


@dataclass(frozen=True)
class FactRecord:
    """A fact with its whole history, its words in the language read where they exist."""

    key: str
    topic: str
    type: str
    currency: str
    public: bool
    computed: str
    base_title: str
    base_definition: str
    base_unit: str
    own_title: str = ""
    own_definition: str = ""
    own_unit: str = ""
    translation: str = ""
    values: tuple[ValueRecord, ...] = field(default=())

    @property
    def title(self) -> str:
        return self.own_title or self.base_title

    @property
    def definition(self) -> str:
        return self.own_definition or self.base_definition

    @property
    def unit(self) -> str:
        return self.own_unit or self.base_unit

    def value_on(self, day: datetime.date) -> ValueRecord | None:
        """The value that held on a day, or ``None``."""
        return value_on(self.values, day)
