"""What a report is made of, before it becomes HTML or Markdown: both say the same since both are written from this."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

#: Text in pieces, each with whether it stands out.
Text = tuple[tuple[str, bool], ...]


def plain(text: str) -> Text:
    """Return text in which nothing stands out."""
    return ((text, False),)


class Drawing(Protocol):
    """A figure that can be set into a page."""

    @property
    def svg(self) -> str:
        """The drawing."""

    @property
    def title(self) -> str:
        """What it shows."""

    @property
    def description(self) -> str:
        """What there is to see in it."""

    @property
    def caption(self) -> str:
        """How to read it."""

    def html(self) -> str:
        """Return it as a piece of HTML, its table included."""

    def markdown(self) -> str:
        """Return it as Markdown, its table included."""


@dataclass(frozen=True)
class Heading:
    """A heading below that of the section."""

    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; ``quiet`` ones explain rather than tell."""

    text: Text
    quiet: bool = False


@dataclass(frozen=True)
class Bullets:
    """A list.

    Attributes:
        items: its entries.
        language: the tag of their language, where it is not that of the report.
    """

    items: tuple[Text, ...]
    language: str | None = None


@dataclass(frozen=True)
class Pairs:
    """Names with what belongs to each; ``code`` for values that are copied rather than read."""

    items: tuple[tuple[str, Text], ...]
    code: bool = False


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        caption: what it shows.
        header: the names of the columns.
        rows: a string a cell; the first is the name of the row.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def numeric(self, column: int) -> bool:
        """Whether a column holds numbers, so that it is set to its end; the names of the rows never are."""
        return column > 0 and any(_is_number(row[column]) for row in self.rows)


def _is_number(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell) and cell.replace("<", "").replace(",", "")[:1].isdigit()


@dataclass(frozen=True)
class Warned:
    """Warnings: how heavy each is (``refuse``, ``limit``, ``know``), that in words, its sentence, what would help."""

    items: tuple[tuple[str, str, str, str], ...]
    helps: str


@dataclass(frozen=True)
class Figure:
    """A drawing with its caption; a ``whole`` one brings its own table, others stand beside one."""

    drawing: Drawing
    whole: bool = False


Block = Heading | Paragraph | Bullets | Pairs | Table | Warned | Figure


@dataclass(frozen=True)
class Section:
    """A part of the annex.

    Attributes:
        anchor: its name in addresses.
        title: its heading.
        blocks: what it holds.
    """

    anchor: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Part:
    """A part of the first page: a heading and either a text or a list."""

    title: str
    text: Text | None = None
    items: tuple[Text, ...] = ()


@dataclass(frozen=True)
class FirstPage:
    """The page in plain words.

    Attributes:
        kicker: what kind of page it is.
        title: its title.
        scope: what, where and when, as the user said it; may be empty.
        draft: that the translation is not checked, where that is so.
        grade: A, B or C.
        grade_label: the word before the letter.
        grade_title: the grade in a few words.
        grade_text: the grade in a sentence.
        statement: what is known and what range is estimated, a sentence each.
        bar: the range as a bar, where there is one.
        asides: what belongs right after: no single number, the rate.
        parts: assumptions, what would make it wrong; of a refusal: the reasons, what would help.
        copy: the heading of the sentence to copy, and it; none for a refusal without one.
        avoid: the heading of what not to say; each item is the quotation and why.
        avoid_items: those items.
    """

    kicker: str
    title: str
    scope: str
    draft: str
    grade: str
    grade_label: str
    grade_title: str
    grade_text: str
    statement: tuple[Text, ...]
    bar: Figure | None
    asides: tuple[Text, ...]
    parts: tuple[Part, ...]
    copy: tuple[str, str]
    avoid: str
    avoid_items: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Document:
    """A whole report.

    Attributes:
        language: its tag.
        first: the page in plain words.
        annex_title: the heading of what follows.
        annex_text: a sentence below it.
        sections: the parts of the annex.
        footer: the last line.
    """

    language: str
    first: FirstPage
    annex_title: str
    annex_text: str
    sections: tuple[Section, ...]
    footer: str
