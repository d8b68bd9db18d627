"""A figure as a value: the drawing, what it shows in words, and the same data as a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape

from darkfigure.figures.lettering import clean


@dataclass(frozen=True)
class DataTable:
    """The data of a figure.

    Attributes:
        header: the names of the columns.
        rows: a text a cell; counts and estimates to the unit.
        words: how many columns from the left hold words rather than numbers.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


@dataclass(frozen=True)
class Figure:
    """A drawing that says the same in three ways: as a picture, in words, and as a table.

    Attributes:
        svg: the drawing, a whole SVG document without anything from elsewhere.
        title: what it shows, in a few words.
        description: what there is to see in it, for those who do not see it.
        caption: how to read it.
        table: the same data.
        language: ``en`` or ``zh-hant``.
        table_label: the words on the button that opens the table.
    """

    svg: str
    title: str
    description: str
    caption: str
    table: DataTable
    language: str = "en"
    table_label: str = field(default="The same data as a table", repr=False)

    def html(self) -> str:
        """Return it as a ``<figure>``: the drawing, how to read it, and the table behind a button."""
        head = "".join(f'<th scope="col">{escape(clean(cell))}</th>' for cell in self.table.header)
        body = "".join(f"<tr>{self._cells(row)}</tr>" for row in self.table.rows)
        tag = "zh-Hant" if self.language == "zh-hant" else "en"
        title = escape(clean(self.title))
        return (
            f'<figure class="darkfigure" lang="{tag}">{self.svg}'
            f"<figcaption>{escape(clean(self.caption))}</figcaption>"
            f"<details><summary>{escape(clean(self.table_label))}</summary>"
            f'<div class="scroll" role="region" tabindex="0" aria-label="{title}">'
            f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            "</div></details></figure>"
        )

    def markdown(self, image: str | None = None) -> str:
        """Return it as Markdown: title, what it shows, how to read it, and the table.

        Args:
            image: the address of the drawing, where it was saved beside the text.
        """
        picture = [f"![{_marked(self.title)}]({image})"] if image else []
        lines = [f"**{_marked(self.title)}**", *picture, _marked(self.description), _marked(self.caption)]
        rule = "|".join("---" if column < self.table.words else "---:" for column in range(len(self.table.header)))
        rows = [self.table.header, *self.table.rows]
        cells = [f"| {' | '.join(_marked(cell) for cell in row)} |" for row in rows]
        return "\n\n".join([*(line for line in lines if line), "\n".join([cells[0], f"|{rule}|", *cells[1:]])]) + "\n"

    def _cells(self, row: tuple[str, ...]) -> str:
        cells = []
        for column, cell in enumerate(row):
            tag = 'th scope="row"' if column == 0 else "td"
            # Names come from anywhere: each decides its own direction.
            kind = ' dir="auto"' if column < self.table.words else ' class="number"'
            cells.append(f"<{tag}{kind}>{escape(clean(cell))}</{tag[:2]}>")
        return "".join(cells)


def _marked(text: str) -> str:
    """Return text in which nothing is read as Markdown or HTML."""
    cleaned = clean(text)
    for letter in "\\`*_[]|#":
        cleaned = cleaned.replace(letter, f"\\{letter}")
    return cleaned.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
