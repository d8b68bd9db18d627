"""Text in drawings: about how wide it is, and where a line must break."""

from __future__ import annotations

import unicodedata

#: Advance widths in hundredths of an em, rather too wide than too narrow.
_NARROW, _WIDE = frozenset(" ijl!,.:;'’·()[]-Ift/\\{}r"), frozenset("mwMWO@%—Q&GDUHN")


def width(text: str, size: float) -> float:
    """About how wide a text is.

    Args:
        text: the text.
        size: of its letters, in units of the drawing.
    """
    return size * sum(_advance(letter) for letter in text)


def _advance(letter: str) -> float:
    if unicodedata.combining(letter):
        return 0
    if unicodedata.east_asian_width(letter) in "WF":
        return 1
    return 0.33 if letter in _NARROW else 0.82 if letter in _WIDE else 0.57


def wrap(text: str, room: float, size: float) -> list[str]:
    """A text in lines that fit; Chinese may break between any two letters, and a word that is too long is broken.

    Args:
        text: the text.
        room: how wide a line may be.
        size: of its letters.
    """
    lines = [""]
    for piece in _pieces(" ".join(text.split())):
        if lines[-1] and width(lines[-1] + piece.rstrip(), size) > room:
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        if not lines[-1]:
            piece = piece.lstrip()
        while width(piece.rstrip(), size) > room and len(piece) > 1:
            fitting = next(end for end in range(len(piece) - 1, 0, -1) if end == 1 or width(piece[:end], size) <= room)
            lines[-1] += piece[:fitting]
            lines.append("")
            piece = piece[fitting:]
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """Words with the space behind them; each Chinese letter, with the marks that may not begin a line, by itself."""
    found: list[str] = []
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in "WF"
        sticks = letter in "，。、；：！？）》」』〉"
        after = found[-1][-1] if found else " "
        opened = after in "（《「『〈"
        breaks = after == " " or ((wide or _is_wide(after)) and not sticks and not opened)
        if not found or (breaks and letter != " "):
            found.append(letter)
        else:
            found[-1] += letter
    return found


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def clean(text: str) -> str:
    """Text as XML can hold it: white space in one form, and nothing that turns direction or that XML forbids."""
    spaced = " ".join(text.split())
    return "".join(
        "\ufffd" if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Cn") else letter for letter in spaced
    )
