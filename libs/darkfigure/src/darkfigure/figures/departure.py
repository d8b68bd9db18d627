"""What would have to be true: the total when the unseen are more or fewer than the model says.

Under a departure the dark figure is exactly ``n0 * exp(xi)`` (Aleshin-Guendel, Sadinle & Wakefield, arXiv 2101.09304).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from darkfigure.figures.badges import Point, badge, draw_badges
from darkfigure.figures.canvas import Canvas, points_path
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.lettering import about, exact, times, width
from darkfigure.figures.scales import Scale, around, axis_left
from darkfigure.figures.theme import SIZES, WIDTH
from darkfigure.figures.words import Words
from darkfigure.results import Estimate
from darkfigure.words.numbers import grouped

#: The factors drawn, and those named on the axis.
LEAST, MOST = 0.25, 4.0
_NAMED = ((0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4"))
_HEIGHT, _STEPS = 190.0, 48


class _Claim(NamedTuple):
    total: float
    factor: float | None


def departure_curve(
    base: Estimate, claims: Sequence[float], *, language: str = "en", words: Mapping[str, str] | None = None
) -> Figure:
    """Draw the total against how many times the modelled unseen cases there are, with what each claim needs.

    Args:
        base: the estimate.
        claims: totals that somebody names, in cases.
        language: ``en`` or ``zh-hant``.
        words: phrases in place of those of ``figures.words``, by key.

    Raises:
        ValueError: when a claim is no number, or there are no words in the language.
    """
    say = Words(language, words)
    if not all(math.isfinite(claim) for claim in claims):
        raise ValueError("A claim must be a number of cases.")
    marked = [_Claim(claim, _factor(base, claim)) for claim in sorted(set(claims))]
    unseen = about(base.dark_figure)
    canvas = Canvas(
        "departure",
        say("departure-title"),
        _description(base, marked, say),
        say("departure-caption", unseen=unseen),
        _table(base, marked, say),
        say.language,
        say("table"),
    )
    top = canvas.paragraph(canvas.heading() + 2, say("departure-total")) - 4
    ends = [_total(base, LEAST), _total(base, MOST)]
    upright = Scale(*around([*ends, float(max(base.observed, 1))], 1.15), top + _HEIGHT, top)
    left = 8 + max(width(grouped(value), SIZES["label"][0]) for value in upright.ticks(5))
    across = Scale(LEAST, MOST, left, WIDTH - 6)
    drawn = [claim for claim in marked if claim.factor is not None and LEAST <= claim.factor <= MOST]
    points = [(across(claim.factor or 1), upright(claim.total)) for claim in drawn]
    _field(canvas, base, across, upright, points, say)
    letters = {claim.total: _letter(place) for place, claim in enumerate(marked)}
    draw_badges(canvas, points, [letters[claim.total] for claim in drawn], (left, top, WIDTH, top + _HEIGHT - 10))
    y = _axis(canvas, across, upright.start, say("departure-axis")) + 8
    return canvas.figure(_key(canvas, y, base, marked, letters, say))


# --- Parts ------------------------------------------------------------------------------------------


def _total(base: Estimate, factor: float) -> float:
    return base.observed + base.dark_figure * factor


def _letter(place: int) -> str:
    """Return the letter of a claim, or its number where there are more than letters."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def _factor(base: Estimate, claim: float) -> float | None:
    """Return the factor a claim needs, or none where no factor gives it."""
    missing = claim - base.observed
    if missing < 0 or base.dark_figure <= 0:
        return 1.0 if missing == 0 and base.dark_figure == 0 else None
    return missing / base.dark_figure


def _field(canvas: Canvas, base: Estimate, across: Scale, upright: Scale, points: Sequence[Point], say: Words) -> None:
    for factor, _ in _NAMED:
        canvas.line(across(factor), upright.end, across(factor), upright.start, "rule")
    axis_left(canvas, upright, across.start, WIDTH)
    for x, y in points:
        canvas.line(x, y, x, upright.start, "mark", 1, "2 3")
    if base.observed:
        y = upright(base.observed)
        canvas.line(across.start, y, WIDTH, y, "accent", 1.5, "4 3")
        canvas.text(
            WIDTH, y - 10, say("known", n=exact(base.observed)), anchor="end", fill="accent", bold=True, halo=True
        )
    factors = [LEAST * (MOST / LEAST) ** (step / _STEPS) for step in range(_STEPS + 1)]
    curve: list[Point] = [(across(factor), upright(_total(base, factor))) for factor in factors]
    canvas.path(points_path(curve), stroke="mark", wide=2.5)
    x, y = across(1), upright(base.total)
    canvas.circle(x, y, 5, "ground", "mark", 2.5)
    label = say("departure-model", total=about(base.total, base.observed))
    canvas.text(x - 8, y - 12, label, anchor="end", bold=True, halo=True)


def _axis(canvas: Canvas, across: Scale, bottom: float, title: str) -> float:
    canvas.line(across.start, bottom, across.end, bottom, "muted")
    for factor, label in _NAMED:
        canvas.line(across(factor), bottom, across(factor), bottom + 4, "muted")
        canvas.text(min(across(factor), WIDTH - 8), bottom + 13, f"× {label}", anchor="middle", fill="muted")
    return canvas.paragraph(bottom + 31, title)


def _key(
    canvas: Canvas, top: float, base: Estimate, marked: Sequence[_Claim], letters: Mapping[float, str], say: Words
) -> float:
    y = top
    for claim in marked:
        reached = claim.factor is not None and LEAST <= claim.factor <= MOST
        badge(canvas, (8, y), letters[claim.total], hollow=not reached)
        total = say("departure-claim", total=exact(claim.total))
        canvas.text(24, y, _needs(base, claim, say), lead=total)
        y += 22
    return y - (4 if marked else 8)


def _needs(base: Estimate, claim: _Claim, say: Words) -> str:
    if claim.factor is not None:
        return say("departure-needs", factor=times(claim.factor))
    if claim.total < base.observed:
        return say("departure-impossible", n=exact(base.observed))
    return say("departure-never")


def _description(base: Estimate, marked: Sequence[_Claim], say: Words) -> str:
    told = say(
        "departure-description",
        n=exact(base.observed),
        unseen=about(base.dark_figure),
        low=about(_total(base, LEAST), base.observed),
        high=about(_total(base, MOST), base.observed),
    )
    reachable = [claim for claim in marked if claim.factor is not None]
    said = [say("departure-said", total=exact(one.total), factor=times(one.factor or 0)) for one in reachable]
    return say.joined(told, *said)


def _table(base: Estimate, marked: Sequence[_Claim], say: Words) -> DataTable:
    drawn = {_Claim(_total(base, factor), factor) for factor, _ in _NAMED}
    rows = []
    for claim in sorted(drawn | set(marked)):
        factor = say("impossible") if claim.factor is None else f"{claim.factor:.4g}"
        rows.append((exact(claim.total), factor, exact(max(claim.total - base.observed, 0))))
    return DataTable(tuple(say(f"column-{key}") for key in ("claim", "factor", "unseen")), tuple(rows), words=0)
