"""Colours for light and dark, faces and sizes of type: what makes the figures one family.

Every colour was measured against its ground: text 7:1 or more, lines that carry meaning 3:1 or more, in light and dark.
"""

from __future__ import annotations

from typing import Final, Literal

Colour = Literal[
    "ground", "ink", "muted", "rule", "stripe", "mark", "soft", "accent", "mist", "heat1", "heat2", "heat3", "heat4"
]
Size = Literal["label", "title", "big"]

#: By role: the colour on paper, and on a dark ground.
COLOURS: Final[dict[Colour, tuple[str, str]]] = {
    "ground": ("#FBF8F1", "#0E1A1E"),
    "ink": ("#1A2326", "#EFEBE2"),
    "muted": ("#47545A", "#B3BFC2"),
    "rule": ("#D5DAD5", "#2B3C42"),
    "stripe": ("#A9BFC0", "#3F5A61"),
    "mark": ("#0A4A57", "#8FD0DC"),
    "soft": ("#5A96A0", "#4B8C99"),
    "accent": ("#94260F", "#FFB09A"),
    "mist": ("#E6EEEC", "#16272D"),
    "heat1": ("#E6EEEC", "#16272D"),
    "heat2": ("#CFE0DF", "#1B3A43"),
    "heat3": ("#B3CFCF", "#1E4652"),
    "heat4": ("#8DB6B9", "#20505C"),
}

#: Sizes of text in units of the drawing, on phones and where the figure is shown wide.
SIZES: Final[dict[Size, tuple[float, float]]] = {"label": (12, 10), "title": (15, 12.5), "big": (17, 15)}

SANS: Final = "Seravek,'Gill Sans Nova',Ubuntu,Calibri,'Noto Sans',system-ui,sans-serif"
SERIF: Final = "'Iowan Old Style','Palatino Linotype','URW Palladio L',P052,'Noto Serif',serif"
SANS_HANT: Final = "'PingFang HK','Noto Sans HK','Noto Sans CJK HK','Noto Sans TC','Microsoft JhengHei',sans-serif"
SERIF_HANT: Final = "'Noto Serif HK','Noto Serif TC','Noto Serif CJK HK','Songti TC','PMingLiU',serif"

#: The width of every drawing in its own units: that of a small phone, so that a unit there is about a pixel.
WIDTH: Final = 336.0
#: The ground around it.
MARGIN: Final = 8.0


def style(used: set[tuple[str, Colour]]) -> str:
    """Return the style sheet of a drawing: dark colours, and smaller type where it is shown wide.

    The light colours are attributes of the elements, so that the drawing is right where styles are not read at all.

    Args:
        used: the pairs of property (``fill``, ``stroke``) and colour that the drawing uses.
    """
    dark = "".join(f".dkf .{kind[0]}-{colour}{{{kind}:{COLOURS[colour][1]}}}" for kind, colour in sorted(used))
    base = ".dkf{display:block;width:100%;max-width:660px;height:auto;font-variant-numeric:tabular-nums}.darkfigure figcaption{max-width:660px}"
    wide = ":root.dkf{{font-size:{0}px}}:root.dkf .title{{font-size:{1}px}}:root.dkf .big{{font-size:{2}px}}"
    small = wide.format(*(size[1] for size in SIZES.values()))
    # A figure within a page asks the room it has; one that stands alone asks the window.
    held, alone = small.replace(":root.dkf", ".dkf"), small
    return (
        f".darkfigure{{container-type:inline-size}}{base}@container (min-width:520px){{{held}}}"
        f"@media (min-width:520px){{{alone}}}@media (prefers-color-scheme:dark){{{dark}}}"
    )


def sans(language: str) -> str:
    """Return the faces of text, in the order they are tried."""
    return SANS_HANT if language == "zh-hant" else SANS


def serif(language: str) -> str:
    """Return the faces of titles, in the order they are tried."""
    return SERIF_HANT if language == "zh-hant" else SERIF
