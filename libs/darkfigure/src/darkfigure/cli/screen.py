"""Text for a terminal: wrapped to its width, with tables in columns and, where it is one, a little emphasis."""

from __future__ import annotations

import os
import shutil
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TextIO

#: Lines longer than this are hard to read, however wide the window is.
WIDEST, NARROWEST = 100, 40
_GAP = "  "


def width(text: str) -> int:
    """Return how many places a text takes; letters of Chinese, Japanese and Korean take two."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


@dataclass
class Screen:
    """Collects paragraphs and tables and returns them as one text.

    Attributes:
        columns: the width of a line.
        colour: whether emphasis is shown.
    """

    columns: int = 80
    colour: bool = False
    _parts: list[str] = field(default_factory=list, repr=False)

    @classmethod
    def of(cls, stream: TextIO) -> Screen:
        """Return the screen for a stream: plain unless it is a terminal and ``NO_COLOR`` is not set."""
        columns = min(max(shutil.get_terminal_size().columns, NARROWEST), WIDEST)
        return cls(columns, stream.isatty() and not os.environ.get("NO_COLOR"))

    def paragraph(self, text: str, *, strong: bool = False) -> None:
        """Add a paragraph."""
        self._parts.append(self._marked(self._wrapped(text), strong))

    def items(self, title: str, items: Sequence[tuple[str, str]]) -> None:
        """Add a list of items, each with a second sentence beneath it that may be empty."""
        lines = [self._marked(self._wrapped(title), strong=True)]
        for first, second in items:
            lines.append(self._wrapped(first, "  - ", "    "))
            if second:
                lines.append(self._wrapped(second, "    ", "    "))
        self._parts.append("\n".join(lines))

    def table(self, header: Sequence[str], rows: Sequence[Sequence[str]], words: int = 1, title: str = "") -> None:
        """Add a table.

        Args:
            header: the names of the columns.
            rows: a text a cell.
            words: how many columns from the left hold words; the rest hold numbers and stand to the right.
            title: what stands above it.
        """
        cells = [list(header), *(list(row) for row in rows)]
        widths = [max(width(row[place]) for row in cells) for place in range(len(header))]
        over = sum(widths) + len(_GAP) * (len(widths) - 1) - self.columns
        if over > 0:
            widths[0] = max(widths[0] - over, min(widths[0], 12))
        lines = [self._marked(self._wrapped(title), strong=True)] if title else []
        for number, row in enumerate(cells):
            lines += self._row(row, widths, words)
            if number == 0:
                lines.append(_GAP.join("-" * size for size in widths))
        self._parts.append("\n".join(lines))

    def text(self) -> str:
        """Return everything that was added."""
        return "\n\n".join(self._parts) + "\n" if self._parts else ""

    # --- Parts --------------------------------------------------------------------------------------

    def _wrapped(self, text: str, first: str = "", rest: str = "") -> str:
        # Long names are broken rather than left to run over the edge.
        return textwrap.fill(text, self.columns, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)

    def _marked(self, text: str, strong: bool) -> str:
        return f"\x1b[1m{text}\x1b[0m" if strong and self.colour else text

    def _row(self, row: Sequence[str], widths: Sequence[int], words: int) -> list[str]:
        """Return the lines of a row; only its first cell may take several."""
        first = textwrap.wrap(row[0], max(widths[0], 1), break_on_hyphens=False) or [""]
        lines = []
        for number, piece in enumerate(first):
            cells = [piece, *(row[1:] if number == 0 else [""] * (len(row) - 1))]
            padded = []
            for place, (cell, size) in enumerate(zip(cells, widths, strict=True)):
                room = " " * max(size - width(cell), 0)
                padded.append(cell + room if place < words else room + cell)
            lines.append(_GAP.join(padded).rstrip())
        return lines
