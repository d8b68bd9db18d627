"""Text in figures: how wide it is, where it must be cut, and how names from anywhere stay in their place."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Mapping

from darkfigure.words.numbers import grouped, two_figures

#: Advance widths in hundredths of an em, of the widest face in the list of faces (Noto Sans), so that others fit too.
_WIDTHS = {
    26: " ijl!,.:;'’·J",
    34: "()[]-If`t/\\{}",
    42: '"r?_',
    48: "csz–LFvy",
    56: "kx*S|ETaeX$+0123456789<=>Y^~×Z",
    62: "PVobgdpqKRhnuCA#B",
    74: "&DGUHN",
    80: "OQw…%",
    94: "@MWm",
}
_WIDTH_OF = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_OTHER = 0.62
_BOLD = 1.07

_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
#: Bidirectional classes of characters that are written from the right, or that change direction.
_TURNING = frozenset({"R", "AL", "AN", "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})
#: Categories of characters that take no room of their own: marks set on others, and controls of direction.
_NO_WIDTH = frozenset({"Mn", "Me", "Cf"})


def clean(text: str) -> str:
    """Return text as XML can hold it: white space in one form, and a replacement for what XML forbids."""
    spaced = " ".join(text.split())
    return "".join(letter if _allowed(letter) else "\ufffd" for letter in spaced)


def name(text: str) -> str:
    """Return a name within a direction of its own, so that a right-to-left name cannot disturb its neighbours."""
    cleaned = clean(text)
    turns = any(unicodedata.bidirectional(letter) in _TURNING for letter in cleaned)
    return f"{_FIRST_STRONG_ISOLATE}{cleaned}{_POP_ISOLATE}" if turns else cleaned


def own_line(text: str) -> str:
    """Return a line of its own: a name within its direction, or words that hold names which were set apart already."""
    return text if _FIRST_STRONG_ISOLATE in text else name(text)


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide text is, rather too wide than too narrow.

    Args:
        text: the text.
        size: its size, in units of the drawing.
        bold: whether it is bold.
    """
    ems = sum(_letter_width(letter) for letter in text)
    return ems * size * (_BOLD if bold else 1)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return text cut to the room there is, with an ellipsis where something is missing.

    Args:
        text: the text, clean and without direction marks.
        room: how wide it may be, in units of the drawing.
        size: its size.
        bold: whether it is bold.
    """
    if width(text, size, bold=bold) <= room:
        return text
    kept = text
    while kept and width(f"{kept}…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def wrap(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Return text in lines that fit the room; Chinese may break between any two characters.

    Args:
        text: the text.
        room: how wide a line may be.
        size: the size of the text.
        bold: whether it is bold.
    """
    lines = [""]
    for piece in _pieces(text):
        if lines[-1] and width(lines[-1] + piece.rstrip(), size, bold=bold) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return [fit(line.rstrip(), room, size, bold=bold) for line in lines]


# --- Numbers ------------------------------------------------------------------------------------


def about(value: float, observed: float = 0) -> str:
    """Return an estimate in two significant figures, never below what was counted.

    Args:
        value: a finite estimate, in cases.
        observed: the number of cases seen.
    """
    rounded = two_figures(value)
    return grouped(rounded if rounded >= observed else max(observed, math.ceil(value)))


def exact(value: float) -> str:
    """Return a finite number of cases to the unit, for tables."""
    return f"{round(value):,}"


def short(value: float) -> str:
    """Return a number in the least room: two figures and ``k`` for thousands, ``m`` for millions, from 1,000 up."""
    if abs(value) < 1000:
        return grouped(two_figures(value) if not float(value).is_integer() else value)
    rounded = two_figures(value)
    scale, letter = (1e6, "m") if rounded >= 1e6 else (1e3, "k")
    return f"{rounded / scale:,.10g}{letter}"


def times(factor: float) -> str:
    """Return a factor as it is said: two decimals below ten, then two figures."""
    return f"{factor:.2f}" if factor < 9.995 else grouped(two_figures(factor))


def filled(template: str, **values: str) -> str:
    """Return a phrase with its values; a value is never itself read as a phrase."""
    return template.format_map(_Values(values))


# --- Parts ------------------------------------------------------------------------------------------


class _Values(dict[str, str]):
    """Values by name; a phrase of the user's own that asks for another is shown as it stands."""

    def __init__(self, values: Mapping[str, str]) -> None:
        super().__init__(values)

    def __missing__(self, key: str) -> str:
        return f"{{{key}}}"


def _allowed(letter: str) -> bool:
    code = ord(letter)
    return code >= 0x20 and not 0x7F <= code < 0xA0 and not 0xD800 <= code < 0xE000 and code & 0xFFFE != 0xFFFE


def _letter_width(letter: str) -> float:
    known = _WIDTH_OF.get(letter)
    if known is not None:
        return known
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0.0
    return 1.0 if unicodedata.east_asian_width(letter) in "WF" else _OTHER


def _pieces(text: str) -> list[str]:
    pieces = [""]
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF" and unicodedata.category(letter)[0] != "P"
        if wide and pieces[-1]:
            pieces.append("")
        pieces[-1] += letter
        if letter == " ":
            pieces.append("")
    return pieces
