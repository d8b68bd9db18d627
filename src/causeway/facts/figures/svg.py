"""A drawing as SVG: inside a page, in the page's own colours, or a file of its own for other sites. No Django.

Colours stand in attributes and not in a style, because a page's policy allows no style that it does not name.
Nothing hangs on colour alone: each series has a pattern and a mark of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from causeway.facts.figures.layouts import apart
from causeway.facts.figures.plan import SIZE, SMALL, Box, Drawing, Mark, Shape, Stroke, Words, wrapped

#: In a page: what its style sheets say, light or dark.
PAGE: Mapping[str, str] = {
    "ink": "currentColor",
    "muted": "var(--muted)",
    "line": "var(--line)",
    "ground": "var(--ground)",
    "band": "var(--mist)",
    **{str(number): f"var(--hue-{number})" for number in range(4)},
}
#: Alone: fixed, on a ground of its own.
ALONE: Mapping[str, str] = {
    "ink": "#1a2326",
    "muted": "#47545a",
    "line": "#c9d2cf",
    "ground": "#fbf8f1",
    "band": "#e6eeec",
    "0": "#0a4a57",
    "1": "#a63a1c",
    "2": "#8a6200",
    "3": "#5a4a96",
}
_FONT = "Seravek, 'Gill Sans Nova', Ubuntu, Calibri, 'Noto Sans', 'Noto Sans HK', 'Noto Sans TC', system-ui, sans-serif"
_MARGIN = 16


@dataclass(frozen=True)
class Frame:
    """The words around a drawing that stands alone, each with whether it is set off."""

    title: str
    unit: str = ""
    below: Sequence[str] = ()


def inline(
    drawing: Drawing, *, name: str, title: str, description: str, language: str, direction: str, css: str
) -> str:
    """A drawing for a page.

    Args:
        drawing: the shapes.
        name: begins the ids; no other drawing of the page may have it.
        title: what screen readers call it.
        description: what it shows, in words.
        language: the tag of the language of its words.
        direction: ``ltr`` or ``rtl``.
        css: its class.
    """
    body = "".join(_shapes(drawing.shapes, PAGE, name))
    return (
        f'<svg class={quoteattr(css)} viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}" role="img" '
        f'lang={quoteattr(language)} direction="{direction}" aria-labelledby="{name}-t" aria-describedby="{name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f"{_patterns(PAGE, name)}{body}</svg>"
    )


def alone(drawing: Drawing, frame: Frame, *, description: str, language: str, direction: str, lead: float) -> str:
    """A drawing as a file that another site can show, with its title and what must be known beside it.

    Args:
        drawing: the shapes.
        frame: the words around it.
        description: what it shows, in words.
        language: the tag of the language of its words.
        direction: ``ltr`` or ``rtl``.
        lead: the height of a line in letters.
    """
    width = drawing.width + 2 * _MARGIN
    head, y = _block([frame.title], width, _MARGIN, 18, lead, "strong")
    unit, y = _block([frame.unit] if frame.unit else [], width, y, SIZE, lead, "quiet")
    top = y + 8
    foot, bottom = _block(frame.below, width, top + drawing.height + 10, SMALL, lead, "quiet")
    start = width if direction == "rtl" else 0
    words = [
        Words(
            abs(start - entry.x), entry.y, apart(entry.text) if start else entry.text, "start", entry.role, entry.size
        )
        for entry in (*head, *unit, *foot)
    ]
    height = bottom + _MARGIN
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" role="img" lang={quoteattr(language)} xml:lang={quoteattr(language)} '
        f'direction="{direction}" aria-labelledby="t" aria-describedby="d" font-family={quoteattr(_FONT)}>'
        f'<title id="t">{escape(frame.title)}</title><desc id="d">{escape(description)}</desc>'
        f'<rect width="100%" height="100%" fill="{ALONE["ground"]}"/>{_patterns(ALONE, "f")}'
        f"<g>{''.join(_shapes(words, ALONE, 'f'))}</g>"
        f'<g transform="translate({_MARGIN} {_n(top)})">{"".join(_shapes(drawing.shapes, ALONE, "f"))}</g></svg>\n'
    )


def _block(
    texts: Sequence[str], width: float, y: float, size: float, lead: float, role: str
) -> tuple[list[Words], float]:
    found = []
    for text in texts:
        for line in wrapped(text, width - 2 * _MARGIN, size):
            found.append(Words(_MARGIN, y + size * lead * 0.76, line, "start", role, size))
            y += size * lead
    return found, y


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _patterns(colour: Mapping[str, str], name: str) -> str:
    """The filling of the second to the fourth series, and of a part, whose lines are of the ground's colour."""
    drawn = {
        "1": ('<path d="M0 6 6 0M-1 1 1-1M5 7 7 5" stroke-width="1.5"', "1", 6, 0.22),
        "2": ('<path d="M1.5 3h3" stroke-width="3"', "2", 6, 0.22),
        "3": ('<path d="M0 2h6M0 5h6" stroke-width="1.5"', "3", 6, 0.22),
        "p": ('<path d="M-1 7 7-1M-1 1 1-1M5 7 7 5" stroke-width="2.5"', "ground", 6, 0.0),
    }
    return (
        "<defs>"
        + "".join(
            f'<pattern id="{name}-{key}" width="{size}" height="{size}" patternUnits="userSpaceOnUse">'
            + (
                f'<rect width="{size}" height="{size}" fill="{colour[hue]}" fill-opacity="{faint}" stroke="none"/>'
                if faint
                else ""
            )
            + f'{path} stroke="{colour[hue]}" fill="none"/></pattern>'
            for key, (path, hue, size, faint) in drawn.items()
        )
        + "</defs>"
    )


def _shapes(shapes: Sequence[Shape], colour: Mapping[str, str], name: str) -> Iterator[str]:
    # What lies behind comes first: bands, then lines of the scale, then everything else.
    order = sorted(shapes, key=lambda shape: _depth(shape))
    for shape in order:
        if isinstance(shape, Box):
            yield _box(shape, colour, name)
        elif isinstance(shape, Stroke):
            yield _stroke(shape, colour)
        elif isinstance(shape, Mark):
            yield _mark(shape, colour)
        else:
            yield _words(shape, colour)


def _depth(shape: Shape) -> int:
    if isinstance(shape, Box):
        return {"band": 0, "part": 3, "part-key": 3}.get(shape.role, 2)
    if isinstance(shape, Stroke):
        return {"grid": 1, "break": 1, "base": 4}.get(shape.role, 3)
    return 4 if isinstance(shape, Mark) else 5


def _box(box: Box, colour: Mapping[str, str], name: str) -> str:
    at = f'x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" height="{_n(max(box.height, 0))}"'
    if box.role == "band":
        return f'<rect {at} fill="{colour["band"]}" stroke="none"/>'
    if box.role in {"part", "part-key"}:
        return f'<rect {at} fill="url(#{name}-p)" stroke="none"/>'
    hue = colour[str(box.series % 4)]
    fill = hue if box.series % 4 == 0 else f"url(#{name}-{box.series % 4})"
    if box.role == "range":
        return f'<rect {at} fill="{hue}" fill-opacity="0.35" stroke="{hue}"/>'
    if box.is_rough and box.height > 3:
        # Its end is not exact, so it is not drawn as a firm edge.
        edge = f'<path d="M{_n(box.x)} {_n(box.y)}h{_n(box.width)}" stroke="{hue}" stroke-width="2.5" stroke-dasharray="4 3" fill="none"/>'
        body = f'x="{_n(box.x)}" y="{_n(box.y + 4)}" width="{_n(box.width)}" height="{_n(max(box.height - 4, 0))}"'
        return f'<rect {body} fill="{fill}" stroke="{hue if box.series % 4 else "none"}"/>{edge}'
    return f'<rect {at} fill="{fill}" stroke="{hue if box.series % 4 else "none"}"/>'


_STROKES = {
    "grid": ("line", "1", ""),
    "base": ("muted", "1.5", ""),
    "break": ("ink", "1.5", ' stroke-dasharray="2 4"'),
    "line": ("", "4", ""),
    "join": ("", "2.5", ""),
    "sample": ("", "2.5", ""),
    "cap": ("", "2.5", ""),
}
_DASHES = ("", ' stroke-dasharray="8 3"', ' stroke-dasharray="2 3"', ' stroke-dasharray="10 3 2 3"')


def _stroke(stroke: Stroke, colour: Mapping[str, str]) -> str:
    hue, width, dash = _STROKES[stroke.role]
    if not hue:
        hue, dash = str(stroke.series % 4), _DASHES[stroke.series % 4] if stroke.role in {"join", "sample"} else ""
    return (
        f'<path d="M{_n(stroke.x1)} {_n(stroke.y1)}L{_n(stroke.x2)} {_n(stroke.y2)}" stroke="{colour[hue]}" '
        f'stroke-width="{width}"{dash} fill="none"/>'
    )


_MARKS = (
    "a5 5 0 1 0 10 0 5 5 0 1 0-10 0z",
    "m.5-4.5h9v9h-9z",
    "l5-6 5 6-5 6z",
    "m0 4.5 5-9.5 5 9.5z",
)


def _mark(mark: Mark, colour: Mapping[str, str]) -> str:
    hue = colour[str(mark.series % 4)]
    # A value that is not exact is an open mark.
    fill = colour["ground"] if mark.is_rough else hue
    shape = _MARKS[mark.series % 4]
    return f'<path d="M{_n(mark.x - 5)} {_n(mark.y)}{shape}" fill="{fill}" stroke="{hue}" stroke-width="2"/>'


def _words(words: Words, colour: Mapping[str, str]) -> str:
    hue = colour["muted" if words.role == "quiet" else "ink"]
    weight = (
        ' font-weight="700"'
        if words.role in {"strong", "sign"}
        else ' font-weight="600"'
        if words.role == "value"
        else ""
    )
    anchor = f' text-anchor="{words.anchor}"' if words.anchor != "start" else ""
    return (
        f'<text x="{_n(words.x)}" y="{_n(words.y)}" font-size="{_n(words.size)}"{anchor}{weight} '
        f'fill="{hue}" stroke="none">{escape(words.text)}</text>'
    )
