"""How much the choice of model matters: every model's total against how well it fits."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from darkfigure.figures.badges import badge, draw_badges
from darkfigure.figures.canvas import Canvas
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.lettering import about, exact
from darkfigure.figures.scales import Scale, around, axis_below, axis_left, lines_up
from darkfigure.figures.theme import WIDTH
from darkfigure.figures.words import Words

#: Within this difference of BIC a model fits almost as well as the best (Raftery 1995, Sociological Methodology 25).
NEAR = 2.0
#: Models further behind than this are not drawn; their weight is below one in a hundred.
_REACH = 10.0
_MOST_NUMBERED, _MOST_ROWS = 6, 50
_HEIGHT, _LEFT = 190.0, 26.0
#: Points closer than this would lie on each other: one is drawn for all.
_SAME = 2.5


class _Model(NamedTuple):
    total: float
    bic: float
    label: str
    behind: float


def models_cloud(
    points: Sequence[tuple[float, float, str]], *, language: str = "en", words: Mapping[str, str] | None = None
) -> Figure:
    """Draw the total of each model against its BIC, as the difference to the best.

    Args:
        points: for each model its total in cases, its BIC and its name; those without a finite total are left out.
        language: ``en`` or ``zh-hant``.
        words: phrases in place of those of ``figures.words``, by key.

    Raises:
        ValueError: when no model has a finite total and BIC, or there are no words in the language.
    """
    say = Words(language, words)
    models = _ranked(points)
    shown = [model for model in models if model.behind <= _reach(models)]
    near = [model for model in models if model.behind <= NEAR]
    rows = models[:_MOST_ROWS]
    caption = say.joined(
        say("cloud-caption"),
        say("cloud-more", more=exact(len(models) - len(shown))) if len(shown) < len(models) else "",
        say("cloud-table-limit", rows=str(len(rows))) if len(rows) < len(models) else "",
    )
    description = say(
        "cloud-description",
        models=exact(len(models)),
        near=f"{NEAR:g}",
        low=about(min(model.total for model in near)),
        high=about(max(model.total for model in near)),
    )
    canvas = Canvas("cloud", say("cloud-title"), description, caption, _table(rows, say), say.language, say("table"))
    top = canvas.paragraph(canvas.heading() + 2, say("cloud-axis")) + 2
    scale = Scale(*around([model.total for model in shown], 1.12), _LEFT + 8, WIDTH - 8)
    down = Scale(0, _reach(models), top + 12, top + _HEIGHT, log=False)
    _field(canvas, scale, down, say)
    numbered = shown[:_MOST_NUMBERED]
    _points(canvas, shown, scale, down)
    spots = [(scale(model.total), down(model.behind)) for model in numbered]
    labels = [str(place) for place in range(1, len(numbered) + 1)]
    draw_badges(canvas, spots, labels, (_LEFT, top, WIDTH, top + _HEIGHT))
    y = axis_below(canvas, scale, top + _HEIGHT, say("axis-total")) + 8
    return canvas.figure(_key(canvas, y, numbered))


# --- Parts ------------------------------------------------------------------------------------------


def _ranked(points: Sequence[tuple[float, float, str]]) -> list[_Model]:
    finite = [point for point in points if math.isfinite(point[0]) and math.isfinite(point[1]) and point[0] > 0]
    if not finite:
        raise ValueError("There is no model with a total to draw.")
    best = min(point[1] for point in finite)
    found = [_Model(total, bic, label, bic - best) for total, bic, label in finite]
    return sorted(found, key=lambda model: (model.behind, model.total, model.label))


def _reach(models: Sequence[_Model]) -> float:
    """Return how far down the field goes: far enough for a few models, where few are close."""
    few = models[: min(4, len(models))][-1].behind
    return float(math.ceil(max(_REACH, min(few * 1.1, 5 * _REACH))))


def _field(canvas: Canvas, scale: Scale, down: Scale, say: Words) -> None:
    canvas.rect(_LEFT, down.start - 10, WIDTH - _LEFT, down(NEAR) - down.start + 10, "mist")
    axis_left(canvas, down, _LEFT, WIDTH, 6)
    lines_up(canvas, scale, down.start - 10, down.end)


def _points(canvas: Canvas, models: Sequence[_Model], scale: Scale, down: Scale) -> None:
    taken: set[tuple[int, int]] = set()
    for model in models:
        x, y = scale(model.total), down(model.behind)
        spot = (round(x / _SAME), round(y / _SAME))
        if spot in taken:
            continue
        taken.add(spot)
        if model.behind <= NEAR:
            canvas.polygon([(x, y - 5), (x + 5, y), (x, y + 5), (x - 5, y)], "mark", "ground", 1)
        else:
            canvas.circle(x, y, 3, "ground", "mark", 1.25)


def _key(canvas: Canvas, top: float, models: Sequence[_Model]) -> float:
    y = top
    for place, model in enumerate(models, start=1):
        badge(canvas, (8, y), str(place))
        beside = f"BIC +{model.behind:.1f}"
        canvas.text(24, y, model.label, lead=about(model.total), room=WIDTH - 24 - 110)
        canvas.text(WIDTH, y, beside, anchor="end", fill="muted")
        y += 22
    return y - 4


def _table(models: Sequence[_Model], say: Words) -> DataTable:
    rows = [(model.label, exact(model.total), f"{model.bic:,.2f}", f"{model.behind:.2f}") for model in models]
    return DataTable(tuple(say(f"column-{key}") for key in ("model", "total", "bic", "behind")), tuple(rows))
