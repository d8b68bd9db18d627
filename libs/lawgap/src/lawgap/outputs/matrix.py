"""The matrix as a picture: each box says in letter, pattern, number and words how far the law covers its conduct.

It needs no colour: what is covered is solid, a fragment is hatched, the rest is empty, each in proportion. The picture
carries its whole content as a description for screen readers. A box never shows a bare share: it counts the kinds of
conduct in it, with the range of the readings beneath.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from html import escape

from lawgap.faults import LawError, listed, quoted
from lawgap.models import CELL_VERDICTS, Dimension, Standard, Value
from lawgap.outputs.lettering import clean, width, wrap
from lawgap.outputs.phrases import RIGHT_TO_LEFT, Phrases
from lawgap.outputs.saying import days_of, signatures, standard_of
from lawgap.scoring import Counts, Score

#: Units of the drawing: as many as a small phone has points, so that text is as large there as it says.
PANEL, MARGIN, GAP = 344, 8, 4
#: A box has its words above and, below them, a strip with its share of each pattern.
BOX, STRIP, LINE = 60, 11, 15
_LIGHT = {
    "ground": "#FBF8F1", "ink": "#1A2326", "muted": "#47545A", "solid": "#0A3D48", "on": "#FBF8F1",
    "hatch": "#0A4A57", "line": "#47545A", "plate": "#FBF8F1", "mark": "#94260F", "sand": "#F3E3C3",
}  # fmt: skip
_DARK = {
    "ground": "#0E1A1E", "ink": "#EFEBE2", "muted": "#B3BFC2", "solid": "#F2D9A8", "on": "#0E1A1E",
    "hatch": "#8FD0DC", "line": "#B3BFC2", "plate": "#0E1A1E", "mark": "#FFB09A", "sand": "#16272D",
}  # fmt: skip
_FACES = (
    'Seravek,"Gill Sans Nova",Ubuntu,Calibri,"Noto Sans","PingFang HK","Noto Sans HK","Noto Sans CJK HK",'
    '"Noto Sans CJK TC","Microsoft JhengHei",system-ui,sans-serif'
)


def as_svg(
    score: Score,
    language: str = "en",
    *,
    rows: str | None = None,
    columns: str | None = None,
    place: str = "",
    bill: str = "",
    wide: bool = False,
    dark: bool = True,
) -> str:
    """Draw the matrix of a score.

    Args:
        score: the score.
        language: of the words, such as ``zh-hant``; one written from right to left is mirrored.
        rows: the dimension of the rows; ``purpose`` or else the first that is neither fixed nor the columns.
        columns: the dimension of the columns; ``act`` or else the first.
        place: the name of the place; its code when left out.
        bill: the name of the bill with which the law is scored, if it is with one.
        wide: whether the panels (adult and child) stand beside each other.
        dark: whether it follows a reader's dark screen; a page for print does not.

    Returns:
        An SVG document of its own: no script, no outside request.

    Raises:
        LawError: when the standard has no such dimension.
    """
    return _Matrix(score, language, rows, columns, place, bill, wide, dark).svg()


def panels_of(standard: Standard) -> list[dict[str, str]]:
    """What is fixed in each panel: one for each block of cells, such as the adults and the children."""
    return [dict(block.fixed) for block in standard.blocks]


def sides_of(standard: Standard, rows: str | None = None, columns: str | None = None) -> tuple[Dimension, Dimension]:
    """The dimensions of rows and columns.

    Args:
        standard: the standard.
        rows: the one that is wished for the rows.
        columns: the one that is wished for the columns.

    Raises:
        LawError: when there is no such dimension, or it does not vary in every panel.
    """
    fixed = {code for block in standard.blocks for code in block.fixed}
    varying = [
        dimension
        for dimension in standard.dimensions
        if dimension.code not in fixed and all(dimension.code in block.of for block in standard.blocks)
    ]
    varying = varying or [dimension for dimension in standard.dimensions if dimension.code not in fixed]
    known = {dimension.code: dimension for dimension in varying}
    for wish in (rows, columns):
        if wish is not None and wish not in known:
            raise LawError(f"{quoted(wish)} is no dimension that every cell has; there is {listed(known)}")
    if len(known) < 2:
        only = next(iter(known.values()), standard.dimensions[0])
        return only, only
    column = columns or next(code for code in ("act", *known) if code in known and code != rows)
    row = rows or next(code for code in ("purpose", *known) if code in known and code != column)
    if row == column:
        raise LawError("rows and columns are the same dimension; name two")
    return known[row], known[column]


class _Matrix:
    def __init__(
        self, score: Score, language: str, rows: str | None, columns: str | None, place: str, bill: str, wide: bool,
        dark: bool,
    ) -> None:  # fmt: skip
        self.score, self.phrases, self.dark = score, Phrases(language), dark
        self.rows, self.columns = sides_of(score.standard, rows, columns)
        if self.rows is self.columns:  # the standard has one side only: one column, without a name
            self.columns = Dimension("", {}, (Value("", {}),))
        self.place, self.bill = place or score.jurisdiction, bill
        self.panels = panels_of(score.standard)
        self.wide = wide and len(self.panels) > 1
        self.across = MARGIN * 2 + PANEL + ((PANEL + 24) * (len(self.panels) - 1) if self.wide else 0)
        self.parts: list[str] = []
        mark = repr((language, self.rows.code, self.columns.code, place, bill, wide, score.masks, score.as_of))
        self.uid = f"lawgap-{hashlib.sha256(mark.encode()).hexdigest()[:10]}"

    # --- The whole ----------------------------------------------------------------------------------

    def svg(self) -> str:
        title = self.title()
        y = self.heading(title)
        tops = []
        for number, fixed in enumerate(self.panels):
            left = MARGIN + (PANEL + 24) * number if self.wide else MARGIN
            bottom = self.panel(fixed, left, y)
            tops.append(bottom)
            if not self.wide:
                y = bottom + 14
        y = max(tops) + 14
        y = self.legend(y)
        height = y + MARGIN
        if self.score.is_draft:
            self.draft_mark(height)
        tag = self.phrases.language
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="{self.uid}" role="img" lang="{escape(tag)}" '
            f'direction="{"rtl" if self.phrases.mirrored else "ltr"}" width="100%" '
            f'viewBox="0 0 {_number(self.across)} {_number(height)}" aria-labelledby="{self.uid}-t {self.uid}-d" '
            f"font-family='{_FACES}' font-size=\"12\">"
            f'<title id="{self.uid}-t">{escape(title)}</title>'
            f'<desc id="{self.uid}-d">{escape(self.description())}</desc>'
            f"<style>{self.style()}</style>"
            f'<defs><pattern id="{self.uid}-h" width="6" height="6" patternUnits="userSpaceOnUse">'
            f'<path d="M-1,1l2,-2M0,6l6,-6M5,7l2,-2" class="s-hatch" stroke="{_LIGHT["hatch"]}" stroke-width="1.3" '
            f'fill="none"/></pattern></defs>'
            f'<rect width="{_number(self.across)}" height="{_number(height)}" class="f-ground" fill="{_LIGHT["ground"]}"/>'
            f"{''.join(self.parts)}</svg>\n"
        )

    def title(self) -> str:
        name = "matrix-title-bill" if self.bill else "matrix-title"
        words = {"place": self.place, "standard": standard_of(self.score, self.phrases), "bill": self.bill}
        return clean(self.phrases(name, **words))

    def range_words(self) -> str:
        counts = self.score.counts
        central = counts["central"]
        return self.phrases(
            "matrix-range", low=counts["low"].offence, high=counts["high"].offence, total=self.score.total,
            central=central.offence, fragment=central.fragment, none=central.none,
        )  # fmt: skip

    def said(self) -> list[str]:
        return [self.range_words(), days_of(self.score, self.phrases), *signatures(self.score, self.phrases)]

    def description(self) -> str:
        """The whole matrix in sentences."""
        found = self.said()
        for fixed in self.panels:
            found.append(f"{self.panel_title(fixed)[0]}:" if fixed else "")
            for value in self.rows.values:
                counts = self.counts({**fixed, self.rows.code: value.code})
                central = counts["central"]
                name = self.phrases.text(value.title, value.code)
                said = self.phrases(
                    "row", row=name, offence=central.offence, fragment=central.fragment, none=central.none,
                    total=central.total, low=counts["low"].offence, high=counts["high"].offence,
                )  # fmt: skip
                boxes = []
                for column in self.columns.values:
                    box = self.counts({**fixed, self.rows.code: value.code, self.columns.code: column.code})
                    verdict, count = strongest(box["central"])
                    of = self.phrases("of", count=count, total=box["central"].total)
                    boxes.append(f"{self.phrases.text(column.title, column.code)}: {self.phrases(verdict)}, {of}")
                found.append(f"{said} {'; '.join(boxes)}.")
        return clean(" ".join(found))

    def counts(self, choice: Mapping[str, str]) -> dict[str, Counts]:
        return self.score.counted(self.score.space.chosen({code: value for code, value in choice.items() if code}))

    def style(self) -> str:
        roles = {"f": "fill", "s": "stroke"}
        light = "".join(f".{self.uid} .{k}-{role}{{{p}:{c}}}" for role, c in _LIGHT.items() for k, p in roles.items())
        dark = "".join(f".{self.uid} .{k}-{role}{{{p}:{c}}}" for role, c in _DARK.items() for k, p in roles.items())
        most = self.across * 2 if not self.wide else self.across * 1.7
        width_rule = f".{self.uid}{{max-width:{_number(most)}px;height:auto}}"
        return width_rule + light + (f"@media (prefers-color-scheme:dark){{{dark}}}" if self.dark else "")

    # --- Its parts ----------------------------------------------------------------------------------

    def heading(self, title: str) -> float:
        y = 20.0
        for line in wrap(title, self.across - 2 * MARGIN, 16):
            self.text(MARGIN, y, line, size=16, bold=True, own=True)
            y += 20
        for number, words in enumerate(self.said()):
            draft = self.score.is_draft and number >= 2
            for line in wrap(clean(words), self.across - 2 * MARGIN, 12):
                self.text(MARGIN, y, line, role="mark" if draft else "ink", bold=draft, own=True)
                y += LINE
        return y + 4

    def panel_title(self, fixed: Mapping[str, str]) -> tuple[str, str]:
        """The title of a panel and its language."""
        found = []
        language = self.phrases.language
        for code, value in fixed.items():
            dimension = self.score.standard.dimension(code)
            assert dimension is not None  # noqa: S101 -- the loader has checked the blocks
            titles = {known.code: known.title for known in dimension.values}
            name, language = self.phrases.pick(titles[value], value)
            title = self.phrases.text(dimension.title, code)
            found.append(self.phrases("panel", dimension=title, value=name))
        return clean(" · ".join(found)), language

    def panel(self, fixed: Mapping[str, str], left: float, top: float) -> float:
        y = top + 12
        if fixed:
            title, language = self.panel_title(fixed)
            for line in wrap(title, PANEL, 14):
                self.text(left, y, line, size=14, bold=True, language=language)
                y += 18
        step = (PANEL + GAP) / len(self.columns.values)
        room = step - GAP
        heads = [
            (wrap(clean(name), room, 10.5), language)
            for name, language in (self.phrases.pick(column.title, column.code) for column in self.columns.values)
        ]
        deepest = max(len(lines) for lines, _language in heads)
        for number, (lines, language) in enumerate(heads):
            for place, line in enumerate(lines):
                offset = deepest - len(lines) + place
                x = left + number * step + room / 2
                self.text(x, y + offset * 12, line, size=10.5, anchor="middle", role="muted", language=language)
        y += deepest * 12 + 2
        for value in self.rows.values:
            y = self.row(fixed, value.code, value.title, left, y, step)
        return y

    def row(
        self, fixed: Mapping[str, str], code: str, words: Mapping[str, str], left: float, y: float, step: float
    ) -> float:
        name, language = self.phrases.pick(words, code)
        y += 10
        for line in wrap(clean(name), PANEL, 12):
            self.text(left, y, line, bold=True, language=language)
            y += LINE
        y -= 8
        for number, column in enumerate(self.columns.values):
            choice = {**fixed, self.rows.code: code, self.columns.code: column.code}
            title = f"{name}, {self.phrases.text(column.title, column.code)}"
            self.box(left + number * step, y, step - GAP, self.counts(choice), title)
        return y + BOX + 6

    def box(self, x: float, y: float, across: float, counts: Mapping[str, Counts], name: str) -> None:
        central = counts["central"]
        verdict, count = strongest(central)
        of = self.phrases("of", count=count, total=central.total)
        told = ", ".join(f"{self.phrases(one)} {getattr(central, one)}" for one in CELL_VERDICTS)
        self.parts.append(f"<g><title>{escape(clean(f'{name}: {told}'))}</title>")
        whole = verdict == "offence" and central.offence == central.total
        self.rect(x, y, across, BOX, "solid" if whole else "ground")
        solid = across * central.offence / central.total if central.total else 0
        hatched = across * central.fragment / central.total if central.total else 0
        self.rect(x, y + BOX - STRIP, solid, STRIP, "solid")
        self.rect(x + solid, y + BOX - STRIP, hatched, STRIP, "hatch", f"url(#{self.uid}-h)")
        self.frame(x, y, across, BOX, ' stroke-dasharray="3 2"' if verdict == "none" else "")
        low, high = counts["low"].offence, counts["high"].offence
        lines: list[tuple[str, float, bool]] = [(self.phrases(f"letter-{verdict}"), 15, True), (of, 11, False)]
        if low != high:
            lines.append((self.phrases("range", low=low, high=high), 10.5, False))
        place = y + (21 if len(lines) == 2 else 16) + (5 if whole else 0)
        for text, size, bold in lines:
            role = "on" if whole else "ink"
            self.text(x + across / 2, place, text, size=size, bold=bold, anchor="middle", role=role, own=True)
            place += 15 if size == 15 else 12
        self.parts.append("</g>")

    def legend(self, y: float) -> float:
        samples = (("offence", "solid", None), ("fragment", "hatch", f"url(#{self.uid}-h)"), ("none", "ground", None))
        x: float = MARGIN
        for verdict, role, pattern in samples:
            label = f"{self.phrases(f'letter-{verdict}')} {self.phrases(verdict)}"
            if x + 26 + width(label, 12) > self.across - MARGIN:
                x, y = MARGIN, y + 20
            self.rect(x, y, 20, 14, role, pattern)
            self.frame(x, y, 20, 14, ' stroke-dasharray="3 2"' if verdict == "none" else "")
            self.text(x + 26, y + 11, label, own=True)
            x += 26 + width(label, 12) + 16
        y += 32
        for line in wrap(self.phrases("legend"), self.across - 2 * MARGIN, 11):
            self.text(MARGIN, y, line, size=11, role="muted", own=True)
            y += 14
        return y - 6

    def draft_mark(self, height: float) -> None:
        words = self.phrases("draft")
        tag = f' lang="{self.phrases.own}"' if self.phrases.own != self.phrases.language else ""
        size = min(54, (self.across - 40) / max(width(words, 1), 1))
        for place in (0.36, 0.76) if height > 900 else (0.5,):
            middle, y = self.across / 2, height * place
            self.parts.append(
                f'<text x="{_number(middle)}" y="{_number(y)}" text-anchor="middle" font-size="{_number(size)}" '
                f'font-weight="700" fill="none" stroke="{_LIGHT["mark"]}" stroke-width="1" opacity=".55" class="s-mark" '
                f'aria-hidden="true" pointer-events="none"{tag} direction="ltr" '
                f'transform="rotate(-24 {_number(middle)} {_number(y)})">{escape(words)}</text>'
            )

    # --- Shapes -------------------------------------------------------------------------------------

    def rect(self, x: float, y: float, across: float, high: float, role: str, pattern: str | None = None) -> None:
        if across <= 0:
            return
        left = self.across - x - across if self.phrases.mirrored else x
        # A class would win over the pattern.
        look = f'fill="{pattern}"' if pattern else f'class="f-{role}" fill="{_LIGHT[role]}"'
        self.parts.append(
            f'<rect x="{_number(left)}" y="{_number(y)}" width="{_number(across)}" height="{_number(high)}" {look}/>'
        )

    def frame(self, x: float, y: float, across: float, high: float, dashed: str = "") -> None:
        left = self.across - x - across if self.phrases.mirrored else x
        self.parts.append(
            f'<rect x="{_number(left + 0.5)}" y="{_number(y + 0.5)}" width="{_number(across - 1)}" '
            f'height="{_number(high - 1)}" class="s-line" fill="none" stroke="{_LIGHT["line"]}"{dashed}/>'
        )

    def text(
        self, x: float, y: float, words: str, *, size: float = 12, bold: bool = False, anchor: str = "start",
        role: str = "ink", language: str = "", own: bool = False,
    ) -> None:  # fmt: skip
        """Write a line; words of another language than the drawing's carry its tag."""
        place = self.across - x if self.phrases.mirrored else x
        spoken = self.phrases.own if own else language
        turned = self.phrases.mirrored and bool(spoken) and spoken.partition("-")[0] not in RIGHT_TO_LEFT
        tag = f' lang="{escape(spoken)}"' if spoken and spoken != self.phrases.language else ""
        look = f' font-size="{_number(size)}"' if size != 12 else ""
        look += ' font-weight="700"' if bold else ""
        if turned:  # English among Urdu reads from the left, and still begins where the line begins
            look += ' direction="ltr"'
            anchor = {"start": "end", "end": "start"}.get(anchor, anchor)
        look += f' text-anchor="{anchor}"' if anchor != "start" else ""
        self.parts.append(
            f'<text x="{_number(place)}" y="{_number(y)}"{tag}{look} class="f-{role}" fill="{_LIGHT[role]}">'
            f"{escape(words)}</text>"
        )


def strongest(counts: Counts) -> tuple[str, int]:
    """The best verdict that any cell of a box has, and how many have it; ``none`` counts all."""
    if counts.offence:
        return "offence", counts.offence
    return ("fragment", counts.fragment) if counts.fragment else ("none", counts.none)


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
