"""The subcommand ``survey``: a share of a population from a sample of it, given as counts or as one row an answer."""

from __future__ import annotations

import math
from argparse import Namespace
from typing import Any

from darkfigure.cli import prose, values
from darkfigure.cli.answers import Answer
from darkfigure.cli.columns import Columns
from darkfigure.cli.screen import Screen
from darkfigure.plain import plain
from darkfigure.surveys import Limits, SurveyEstimate
from darkfigure.surveys import survey as run

#: Said with every survey: both count the same people, by other ways.
_APART = "Never add this to a total from lists (multiple systems estimation): both count some of the same people."


def survey(args: Namespace) -> Answer:
    """Estimate from a sample."""
    counted = args.positive is not None or args.size is not None
    if counted == (args.answers is not None):
        raise ValueError("Give either a file of answers, or both --positive and --size.")
    if counted:
        if args.positive is None or args.size is None:
            raise ValueError("Give both --positive and --size: how many answers were positive, and how many there are.")
        found = run(args.positive, args.size, population=args.population, level=args.level)
    else:
        columns = Columns.read(args.answers)
        found = run(
            columns.answer, weight=columns.weight, stratum=columns.stratum, cluster=columns.cluster,
            population=args.population, level=args.level,
        )  # fmt: skip

    def told(screen: Screen) -> str:
        _tell(screen, found)
        return screen.text()

    return Answer(_data(found), told)


def _data(found: SurveyEstimate) -> dict[str, Any]:
    return {
        **values.header("survey"),
        "sample_size": found.sample_size,
        "positive": found.positive,
        "proportion": found.proportion,
        "standard_error": found.standard_error,
        "design": found.design,
        "design_effect": found.design_effect,
        "degrees_of_freedom": found.degrees_of_freedom,
        "effective_size": plain(found.effective_size),
        "level": found.level,
        "limits": _limits(found.limits),
        "wilson": _limits(found.wilson),
        "clopper_pearson": _limits(found.clopper_pearson),
        "population": found.population,
        "total": found.total,
        "total_limits": _limits(found.total_limits),
        "total_wilson": _limits(found.total_wilson),
        "total_clopper_pearson": _limits(found.total_clopper_pearson),
        "warnings": values.notes(found.notes),
    }


def _limits(found: Limits | None) -> dict[str, Any] | None:
    return None if found is None else {"lower": plain(found[0]), "upper": plain(found[1])}


def _share(value: float) -> str:
    """Return a share as it is said: two figures of the per cent."""
    return f"{float(f'{value * 100:.2g}'):g}%"


def _tell(screen: Screen, found: SurveyEstimate) -> None:
    lower, upper = found.limits
    text = (
        f"{found.positive:,} of {found.sample_size:,} answers were positive. That puts the share in the population at "
        f"about {_share(found.proportion)}, between {_share(lower)} and {_share(upper)} ({prose.per_cent(found.level)})."
    )
    if found.total is not None and found.total_limits is not None and found.population is not None:
        low, high = found.total_limits
        text += (
            f" Among {found.population:,} people that is about {prose.about(found.total)}, between {prose.about(low)} "
            f"and {prose.about(high)}."
        )
    prose.opening(screen, text)
    prose.warnings(screen, found.notes)
    screen.paragraph(_APART)
    rows = []
    for name, limits, totals in (
        ("Wilson", found.wilson, found.total_wilson),
        ("Clopper-Pearson", found.clopper_pearson, found.total_clopper_pearson),
    ):
        if limits is not None:
            told = [prose.exact(limit) for limit in totals or ()]
            rows.append([name, f"{limits[0]:.3%}", f"{limits[1]:.3%}", *told])
    people = [] if found.population is None else ["People, from", "to"]
    screen.table(["Range", "Lower", "Upper", *people], rows)
    effective = "everybody was asked" if math.isinf(found.effective_size) else f"{found.effective_size:,.0f}"
    rows = [
        ["Share", f"{found.proportion:.3%}"],
        ["Standard error", f"{found.standard_error:.3%}"],
        ["Design effect", f"{found.design_effect:.2f} ({found.design})"],
        ["Effective size", effective],
    ]
    screen.table(["Figure", "Value"], rows)
