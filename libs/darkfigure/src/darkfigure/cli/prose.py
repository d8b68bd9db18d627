"""What a person reads first: one plain sentence, the grade, the warnings with what would help; then the figures."""

from __future__ import annotations

import math
from collections.abc import Sequence

from darkfigure import __version__
from darkfigure.cli.screen import Screen
from darkfigure.cli.values import method_name
from darkfigure.results import Estimate, Grade, Interval, Note, Result
from darkfigure.words import (
    grade_words,
    interval_words,
    joined,
    method_words,
    number,
    phrase,
    remedy,
    sentence,
    two_figures,
)


def about(value: float, known: int = 0) -> str:
    """Return an estimate in two figures; rounding never takes it below the cases known."""
    if not math.isfinite(value):
        return number(value)
    rounded = two_figures(value)
    return number(rounded if rounded >= known else math.ceil(value))


def exact(value: float) -> str:
    """Return a number to the unit, as it stands in tables."""
    return number(round(value) if math.isfinite(value) else value)


def per_cent(level: float) -> str:
    """Return a level or a share as it is said."""
    return f"{level * 100:.3g}%"


def known(n: int, things: str = "cases") -> str:
    """Return the sentence on what is known."""
    return phrase("known", n=n, things=things)


def between(interval: Interval, n: int) -> str:
    """Return a range as part of a sentence."""
    level = f"({per_cent(interval.level)}, {interval_words(interval.method)[0]})"
    if not math.isfinite(interval.upper):
        return f"from {about(interval.lower, n)} upwards, without an upper limit {level}"
    return f"between {about(interval.lower, n)} and {about(interval.upper, n)} {level}"


def puts(result: Estimate) -> str:
    """Return the sentence on what a method says."""
    name = method_words(method_name(result))[0]
    total = f"{about(result.total, result.observed)}{' or more' if result.method == 'chao' else ''}"
    begin = f"{name} puts the total, known and unknown together, at about {total}"
    if result.interval is not None:
        return f"{begin}, {between(result.interval, result.observed)}."
    boot = result.settings.get("n_boot")
    why = "none was asked for" if boot == 0 else "the reasons are below"
    return f"{begin}. It comes without a range: {why}."


def opening(screen: Screen, text: str, grade: Grade | None = None) -> None:
    """Add the first sentences, and the grade."""
    screen.paragraph(text, strong=True)
    if grade is not None:
        short, long = grade_words(grade)
        screen.paragraph(f"{phrase('grade')} {grade}: {short}. {long}")


def warnings(screen: Screen, notes: Sequence[Note]) -> None:
    """Add what must be known, the heaviest first, each with what data would help."""
    for severity in ("refuse", "limit", "know"):
        found = [(sentence(one), phrase("help-inline", text=remedy(one))) for one in notes if one.severity == severity]
        if found:
            screen.items(phrase(f"severity-{severity}"), found)


def intervals(screen: Screen, result: Estimate) -> None:
    """Add the table of every range of an estimate."""
    rows = [[interval_words(one.method)[0], *_limits(one), per_cent(one.level)] for one in result.intervals]
    if rows:
        screen.table(["Range", "Lower", "Upper", "Level"], rows)


def methods(screen: Screen, rows: Sequence[tuple[Result, bool, bool]]) -> None:
    """Add the table of several methods.

    Args:
        screen: where to.
        rows: results, each with whether it counts for the range and whether its number is shown.
    """
    cells = []
    for result, counted, shown in rows:
        name = method_words(method_name(result))[0]
        if not isinstance(result, Estimate) or not shown:
            words = "no estimate" if not isinstance(result, Estimate) else "not shown"
            cells.append([name, "", words, "", "", ""])
            continue
        limits = _limits(result.interval) if result.interval else ("", "")
        kind = interval_words(result.interval.method)[0] if result.interval else ""
        cells.append([name, kind, exact(result.total), *limits, "yes" if counted else "no"])
    screen.table(["Method", "Range", "Total", "Lower", "Upper", "Counts"], cells, words=2)


def model(screen: Screen, result: Result) -> None:
    """Add which links between lists the model has."""
    if result.model is None:
        return
    links = [" & ".join(names) for names in result.model.named(result.lists)]
    told = phrase("links", links=joined(links)) if links else phrase("links-none")
    screen.paragraph(f"{told} Written by list number: {result.model}.")


def origin(screen: Screen, mark: str, seed: int | None) -> None:
    """Add where the numbers come from: the mark of the data, the version, the seed."""
    drawn = f"seed {seed}" if seed is not None else phrase("seed-none")
    screen.paragraph(f"Data {mark[:16]}, darkfigure {__version__}, {drawn}.")


def _limits(interval: Interval) -> tuple[str, str]:
    return exact(interval.lower), exact(interval.upper) if math.isfinite(interval.upper) else "none"
