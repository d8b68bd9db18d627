"""What an estimate rests on: the total when one thing about the data or the assumptions is otherwise."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from darkfigure.estimating import estimate
from darkfigure.models import members
from darkfigure.resampling import delete_one, totals
from darkfigure.results import Estimate, Result, Scenario, Sensitivity
from darkfigure.selecting import Selector, Stepwise
from darkfigure.tables import CaptureTable

THRESHOLDS = (0.001, 0.01, 0.02, 0.05, 0.1)
#: Factors on the dark figure, evenly spaced in their logarithm.
FACTORS = tuple(2.0 ** (step / 4) for step in range(-8, 9))
LINKAGE_SHARES = (0.01, 0.05, 0.1)
LINKAGE_DRAWS = 100


def sensitivity(
    table: CaptureTable,
    *,
    p_threshold: float = 0.02,
    claims: Sequence[float] = (),
    seed: int = 1,
    base: Result | None = None,
) -> Sensitivity:
    """Compute what the stepwise estimate rests on.

    Args:
        table: the data.
        p_threshold: its threshold.
        claims: totals somebody names; for each, by what factor the unseen would have to differ from the model.
        seed: repeats the linkage errors.
        base: the estimate, where it was made already.
    """
    base = base if base is not None else estimate(table, "stepwise", p_threshold=p_threshold, n_boot=0)
    if not isinstance(base, Estimate):
        return Sensitivity(base, ())
    selector = Stepwise(p_threshold, table.n_lists)
    return Sensitivity(
        base,
        (
            *departures(base, claims),
            *drop_lists(table, selector),
            *merge_pairs(table, selector),
            *thresholds(table),
            *delete_cases(table, selector),
            *linkage(table, selector, seed),
            *internal_consistency(table, selector),
        ),
    )


def departures(base: Estimate, claims: Sequence[float] = ()) -> tuple[Scenario, ...]:
    """Return the total if the interaction of all lists, of which the data say nothing, were not 0.

    A departure xi makes the dark figure exactly exp(xi) times as large (Aleshin-Guendel, Sadinle & Wakefield, arXiv
    2101.09304).

    Args:
        base: the estimate.
        claims: totals for which the factor is wanted; those not above the cases seen are left out.
    """
    n, dark = base.observed, base.dark_figure
    steps = [Scenario("departure", f"{factor:.4g}", n, n + dark * factor, {"factor": factor}) for factor in FACTORS]
    named = [
        Scenario("departure", f"{claim:.0f}", n, float(claim), {"factor": (claim - n) / dark, "claim": True})
        for claim in claims
        if claim > n and dark > 0
    ]
    return (*steps, *named)


def _one(table: CaptureTable, selector: Selector) -> float:
    """Return a total, NaN where there is none."""
    if table.n_lists < 2 or table.n == 0:
        return math.nan
    return float(totals(selector, table.counts[None])[0])


def _for(selector: Selector, n_lists: int) -> Selector:
    """Return the selector for a table with another number of lists."""
    return Stepwise(selector.threshold, n_lists) if isinstance(selector, Stepwise) else selector


def drop_lists(table: CaptureTable, selector: Selector) -> tuple[Scenario, ...]:
    """Leave out each list in turn.

    Args:
        table: the data.
        selector: the method.
    """
    if table.n_lists < 3:
        return ()
    out = []
    for name in table.lists:
        rest = table.drop_list(name).tidy()
        out.append(Scenario("drop-list", name, rest.n, _one(rest, _for(selector, rest.n_lists))))
    return tuple(out)


def merge_pairs(table: CaptureTable, selector: Selector) -> tuple[Scenario, ...]:
    """Take each pair of lists as one.

    Args:
        table: the data.
        selector: the method.
    """
    if table.n_lists < 3:
        return ()
    out = []
    for pair in combinations(table.lists, 2):
        merged = table.merge_lists(pair)
        out.append(Scenario("merge-lists", " + ".join(pair), merged.n, _one(merged, _for(selector, merged.n_lists))))
    return tuple(out)


def thresholds(table: CaptureTable, values: Sequence[float] = THRESHOLDS) -> tuple[Scenario, ...]:
    """Let pairs enter more or less easily.

    Args:
        table: the data.
        values: thresholds of the p-value.
    """
    out = []
    for value in values:
        selector = Stepwise(value, table.n_lists)
        entered = len(selector.path(table))
        out.append(Scenario("threshold", f"{value:g}", table.n, _one(table, selector), {"pairs": entered}))
    return tuple(out)


def delete_cases(table: CaptureTable, selector: Selector) -> tuple[Scenario, ...]:
    """Take one case out of each history that was seen.

    Args:
        table: the data.
        selector: the method.
    """
    tables, masks = delete_one(table)
    found = totals(selector, tables)
    return tuple(
        Scenario(
            "delete-case", " & ".join(table.lists[i] for i in members(int(mask))), table.n - 1, float(total),
            {"cases": int(table.counts[mask])},
        )
        for mask, total in zip(masks, found, strict=True)
    )  # fmt: skip


def linkage(
    table: CaptureTable, selector: Selector, seed: int, shares: Sequence[float] = LINKAGE_SHARES
) -> tuple[Scenario, ...]:
    """Break a share of the links between lists, or mend as many.

    Broken: a case on several lists becomes two cases, one of them on one list alone (a link that is false). Mended: two
    such cases become one (a link that was missed). The median over random choices is given, with the middle 90 %.

    Args:
        table: the data.
        selector: the method.
        seed: repeats the choices.
        shares: of the cases on two lists or more.
    """
    out = []
    streams = iter(np.random.SeedSequence(seed).spawn(2 * len(shares)))
    for kind in ("broken", "mended"):
        for share in shares:
            rng = np.random.default_rng(next(streams))
            drawn = np.array([_relink(table.counts, share, kind == "mended", rng) for _ in range(LINKAGE_DRAWS)])
            found = totals(selector, drawn)
            valid = found[np.isfinite(found)]
            middle = float(np.median(valid)) if valid.size else math.nan
            low, high = np.quantile(valid, [0.05, 0.95]).tolist() if valid.size else (math.nan, math.nan)
            details = {
                "share": share, "change": kind, "low": low, "high": high, "n": float(drawn.sum(1).mean()),
                "failed": int(found.size - valid.size),
            }  # fmt: skip
            out.append(Scenario("linkage", f"{kind} {share:.0%}", round(float(drawn.sum(1).mean())), middle, details))
    return tuple(out)


def _relink(counts: NDArray[np.int64], share: float, mend: bool, rng: np.random.Generator) -> NDArray[np.int64]:
    out = counts.copy()
    for mask in range(1, counts.size):
        if mask.bit_count() < 2 or counts[mask] == 0:
            continue
        parts = [1 << number for number in members(mask)]
        changed = rng.multinomial(rng.binomial(int(counts[mask]), share), np.full(len(parts), 1 / len(parts)))
        for part, many in zip(parts, changed.tolist(), strict=True):
            rest = mask & ~part
            if mend:
                # Two singles of a pair may be one person; never more than there are.
                able = min(many, int(out[part]), int(out[rest])) if part != rest else 0
                out[part], out[rest], out[mask] = out[part] - able, out[rest] - able, out[mask] + able
            else:
                able = min(many, int(out[mask]))
                out[part], out[rest], out[mask] = out[part] + able, out[rest] + able, out[mask] - able
    return out


def internal_consistency(table: CaptureTable, selector: Selector) -> tuple[Scenario, ...]:
    """Estimate the known size of each list from the other lists (Binette & Steorts, arXiv 2112.01594).

    Args:
        table: the data.
        selector: the method.

    Returns:
        For each list: ``n`` its cases that are on another list too, ``total`` the estimate of its size, ``details`` the
        true size and their ratio.
    """
    if table.n_lists < 3:
        return ()
    out = []
    for number, name in enumerate(table.lists):
        inside = table.counts.copy()
        inside[[mask for mask in range(table.counts.size) if not mask >> number & 1]] = 0
        alone = CaptureTable(table.lists, inside).drop_list(name).tidy()
        total = _one(alone, _for(selector, alone.n_lists))
        true = table.totals[number]
        out.append(
            Scenario("internal", name, alone.n, total, {"true": true, "ratio": total / true if true else math.nan})
        )
    return tuple(out)
