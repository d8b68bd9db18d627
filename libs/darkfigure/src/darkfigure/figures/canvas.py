"""A sheet to draw on: shapes and text in roles of colour, escaped, with names of its own that no other drawing shares."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import Literal

from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.lettering import clean, fit, own_line, width, wrap
from darkfigure.figures.theme import COLOURS, MARGIN, SIZES, WIDTH, Colour, Size, sans, serif, style

Anchor = Literal["start", "middle", "end"]
Pattern = Literal["hatch", "dots"]

#: By pattern: the size of its tile, its strokes, and how wide they are.
_PATTERNS: dict[Pattern, tuple[int, str, float]] = {
    "hatch": (6, "M-1,1l2,-2M0,6l6,-6M5,7l2,-2", 1.1),
    "dots": (5, "M1.5,2.5h2", 2),
}


def number(value: float) -> str:
    """Return a coordinate: two decimals at most, and no needless ones."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def points_path(points: Sequence[tuple[float, float]]) -> str:
    """Return the path through points."""
    return "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points)


class Canvas:
    """A drawing in the making.

    Args:
        kind: what kind of figure it is, for example ``forest``.
        title: what it shows.
        description: what there is to see in it.
        caption: how to read it.
        table: its data.
        language: ``en`` or ``zh-hant``.
        table_label: the words on the button that opens the table.
    """

    def __init__(
        self, kind: str, title: str, description: str, caption: str, table: DataTable, language: str, table_label: str
    ) -> None:
        self._made = Figure("", title, description, caption, table, language, table_label)
        mark = hashlib.sha256(repr((kind, self._made)).encode("utf-8", "replace")).hexdigest()
        self.uid = f"dkf-{kind}-{mark[:10]}"
        self._language = language
        self._parts: list[str] = []
        self._patterns: dict[str, str] = {}
        self._used: set[tuple[str, Colour]] = set()

    # --- Shapes -------------------------------------------------------------------------------------

    def rect(
        self,
        x: float,
        y: float,
        across: float,
        high: float,
        fill: Colour | None = None,
        *,
        stroke: Colour | None = None,
        pattern: Pattern | None = None,
        radius: float = 0,
        wide: float = 1,
    ) -> None:
        """Draw a rectangle; with a pattern, *fill* is the colour of its strokes."""
        place = f'x="{number(x)}" y="{number(y)}" width="{number(max(across, 0))}" height="{number(max(high, 0))}"'
        if radius:
            place += f' rx="{number(radius)}"'
        if pattern and fill:
            place += f' fill="{self._pattern(pattern, fill)}"'
        self._add("rect", place, None if pattern else fill, stroke, wide, filled=bool(pattern))

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: Colour, wide: float = 1, dash: str | None = None
    ) -> None:
        """Draw a line, dashed where a pattern of dashes is given."""
        self.path(points_path([(x1, y1), (x2, y2)]), stroke=stroke, wide=wide, dash=dash)

    def path(
        self,
        d: str,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        wide: float = 1,
        dash: str | None = None,
    ) -> None:
        """Draw a path."""
        place = f'd="{d}"' + (f' stroke-dasharray="{dash}"' if dash else "")
        self._add("path", place, fill, stroke, wide)

    def polygon(
        self,
        points: Sequence[tuple[float, float]],
        fill: Colour | None,
        stroke: Colour | None = None,
        wide: float = 1,
    ) -> None:
        """Draw a closed shape."""
        self._add("path", f'd="{points_path(points)}Z" stroke-linejoin="round"', fill, stroke, wide)

    def circle(
        self, x: float, y: float, radius: float, fill: Colour | None, stroke: Colour | None = None, wide: float = 1
    ) -> None:
        """Draw a circle."""
        self._add("circle", f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"', fill, stroke, wide)

    # --- Text ---------------------------------------------------------------------------------------

    def text(
        self,
        x: float,
        y: float,
        content: str,
        *,
        anchor: Anchor = "start",
        fill: Colour = "ink",
        bold: bool = False,
        halo: bool = False,
        size: Size = "label",
        room: float | None = None,
        lead: str = "",
    ) -> None:
        """Write a line.

        Args:
            x: where it begins, is centred or ends.
            y: the height of its middle.
            content: the words; a name from outside needs no care by the caller.
            anchor: which part of it is at *x*.
            fill: its colour.
            bold: whether it is bold.
            halo: whether the ground shows around it, where it stands on lines.
            size: ``label``, ``title`` or ``big``.
            room: how wide it may be; what does not fit is cut, and the whole stays as a tooltip.
            lead: what stands before it in bold.
        """
        whole = clean(content)
        shown = whole if room is None else fit(whole, room, SIZES[size][0], bold=bold)
        place = f'x="{number(x)}" y="{number(y)}" dy=".35em"'
        if size != "label":
            place += f' font-size="{number(SIZES[size][0])}"'
        if size == "title":
            place += f' font-family="{serif(self._language)}"'
        if bold:
            place += ' font-weight="700"'
        if anchor != "start":
            place += f' text-anchor="{anchor}"'
        if halo:
            place += ' paint-order="stroke" stroke-linejoin="round"'
        tip = f"<title>{escape(whole)}</title>" if shown != whole else ""
        classes = () if size == "label" else (size,)
        before = f'<tspan font-weight="700">{escape(clean(lead))}</tspan>{" " if shown else ""}' if lead else ""
        self._add(
            "text", place, fill, "ground" if halo else None, 4, classes, f"{tip}{before}{escape(own_line(shown))}"
        )

    def beside(self, x: float, y: float, content: str, *, fill: Colour = "ink", bold: bool = False) -> None:
        """Write a line that belongs to an upright line at *x*: centred on it, or as near as the sheet allows."""
        half = width(clean(content), SIZES["label"][0], bold=bold) / 2
        place = min(max(x, half), WIDTH - half)
        self.text(place, y, content, anchor="middle", fill=fill, bold=bold, halo=True)

    def paragraph(self, y: float, content: str, *, fill: Colour = "muted", x: float = 0) -> float:
        """Write text that breaks into lines, and return the height of what follows it."""
        for line in wrap(clean(content), WIDTH - x, SIZES["label"][0]):
            self.text(x, y, line, fill=fill)
            y += 16
        return y

    def heading(self) -> float:
        """Write the title at the top, and return the height at which the drawing begins."""
        y = 10.0
        for line in wrap(clean(self._made.title), WIDTH, SIZES["title"][0], bold=True):
            self.text(0, y, line, bold=True, size="title")
            y += 20
        return y + 2

    # --- The whole ----------------------------------------------------------------------------------

    def figure(self, height: float) -> Figure:
        """Return the figure.

        Args:
            height: how high the drawing is.
        """
        self._used.add(("fill", "ground"))
        edge = {"x": -MARGIN, "y": -MARGIN, "width": WIDTH + 2 * MARGIN, "height": height + 2 * MARGIN}
        box = " ".join(number(value) for value in edge.values())
        place = " ".join(f'{key}="{number(value)}"' for key, value in edge.items())
        tag = "zh-Hant" if self._language == "zh-hant" else "en"
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="dkf" role="img" lang="{tag}" width="100%" '
            f'viewBox="{box}" aria-labelledby="{self.uid}-t {self.uid}-d" '
            f'font-family="{sans(self._language)}" font-size="{number(SIZES["label"][0])}">'
            f'<title id="{self.uid}-t">{escape(clean(self._made.title))}</title>'
            f'<desc id="{self.uid}-d">{escape(clean(self._made.description))}</desc>'
            f"<style>{style(self._used)}</style>{self._definitions()}"
            f'<rect {place} class="f-ground" fill="{COLOURS["ground"][0]}"/>{"".join(self._parts)}</svg>'
        )
        return replace(self._made, svg=svg)

    # --- Parts --------------------------------------------------------------------------------------

    def _add(
        self,
        tag: str,
        place: str,
        fill: Colour | None,
        stroke: Colour | None,
        wide: float = 1,
        classes: tuple[str, ...] = (),
        body: str = "",
        *,
        filled: bool = False,
    ) -> None:
        names, look = list(classes), ""
        for kind, colour in (("fill", fill), ("stroke", stroke)):
            if colour is not None:
                self._used.add((kind, colour))
                names.append(f"{kind[0]}-{colour}")
                look += f' {kind}="{COLOURS[colour][0]}"'
        if fill is None and not filled:
            look += ' fill="none"'
        if stroke is not None and wide != 1:
            look += f' stroke-width="{number(wide)}"'
        told = f' class="{" ".join(names)}"' if names else ""
        self._parts.append(f"<{tag} {place}{told}{look}" + (f">{body}</{tag}>" if body else "/>"))

    def _pattern(self, pattern: Pattern, colour: Colour) -> str:
        key = f"{self.uid}-{pattern}-{colour}"
        if key not in self._patterns:
            self._used.add(("stroke", colour))
            size, d, wide = _PATTERNS[pattern]
            self._patterns[key] = (
                f'<pattern id="{key}" width="{size}" height="{size}" patternUnits="userSpaceOnUse"><path d="{d}" '
                f'class="s-{colour}" stroke="{COLOURS[colour][0]}" stroke-width="{number(wide)}" fill="none"/></pattern>'
            )
        return f"url(#{key})"

    def _definitions(self) -> str:
        return f"<defs>{''.join(self._patterns.values())}</defs>" if self._patterns else ""
