"""Estimates in closed form: Chao's lower bound, and for two lists Lincoln-Petersen and Chapman."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, log, sqrt

from darkfigure.models import members, pair_masks
from darkfigure.results import Estimate, Interval, Note, NotEstimable, Result
from darkfigure.tables import CaptureTable, TableError

_HIGHEST_ORDER = Note("highest-order", severity="know")


@dataclass(frozen=True)
class PairTotal:
    """What two of the lists, taken by themselves, say about the total.

    Attributes:
        pair: the names of the two lists.
        a: cases on the first.
        b: cases on the second.
        m: cases on both.
        total: Chapman's estimate of all cases, or none where the two have no case in common.
    """

    pair: tuple[str, str]
    a: int
    b: int
    m: int
    total: float | None


def chao(table: CaptureTable, level: float = 0.95) -> Result:
    """Return Chao's lower bound for the number of cases.

    With f1 and f2 the cases on exactly one and exactly two of L lists the bound is n + (L-1)/L f1^2 / (2 f2). It holds
    where cases differ in how easily they are found, or where lists find the same cases more often than by chance; it is
    no bound where lists cannot meet the same case. Where no case is on exactly two lists but some are on more, the
    bias-corrected form n + (L-1)/L f1 (f1-1) / (2 (f2+1)) is given instead. Lists without a case are no occasion to be
    found, so L does not count them.

    Args:
        table: the data.
        level: the nominal level of the interval.

    Returns:
        An estimate of method ``chao``, or why there is none. ``details`` has ``formula`` (``closed`` or
        ``bias-corrected``), ``bias_corrected`` (that form's total), ``f1``, ``f2``, ``lists_used`` and ``se``. The
        interval is the log-normal one for this bound; it takes the formula's own model as given. There is none where no
        case is on exactly one list.

    Raises:
        ValueError: when the level is not between 0 and 1.

    Chao (1987), Estimating the population size for capture-recapture data with unequal catchability, Biometrics 43(4),
    783-791.
    """
    _check_level(level)
    used = table.tidy()
    refused = _refusal("chao", table, used)
    if refused:
        return refused
    frequencies = used.capture_frequencies()
    f1, f2 = frequencies[0], frequencies[1]
    factor = (used.n_lists - 1) / used.n_lists
    corrected = used.n + factor * f1 * (f1 - 1) / (2 * (f2 + 1))
    if f2:
        formula, total = "closed", used.n + factor * f1 * f1 / (2 * f2)
        slopes = factor * f1 / f2, -factor * f1 * f1 / (2 * f2 * f2)
    else:
        formula, total = "bias-corrected", corrected
        slopes = factor * (2 * f1 - 1) / 2, 0.0
    variance = _delta_variance(frequencies, slopes, total)
    details = {
        "formula": formula,
        "bias_corrected": corrected,
        "f1": f1,
        "f2": f2,
        "lists_used": used.n_lists,
        "se": sqrt(variance),
    }
    notes = (Note("lower-bound-condition", severity="know"), *_few_lists(used))
    return _estimate("chao", table, total, variance, level, details, notes)


def lincoln_petersen(table: CaptureTable, level: float = 0.95) -> Result:
    """Return the estimate a b / m of two lists with a and b cases, m of them on both.

    Args:
        table: a table of two lists.
        level: the nominal level of the interval.

    Returns:
        An estimate of method ``lincoln-petersen``, or why there is none. It is the maximum-likelihood estimate where the
        two lists find cases independently. ``details`` has ``a``, ``b``, ``m`` and ``se``; the interval is log-normal,
        and absent where all cases of one list are on the other.

    Raises:
        TableError: when there are more than two lists.
        ValueError: when the level is not between 0 and 1.

    Seber (1982), The estimation of animal abundance and related parameters, second edition, section 3.1; the interval
    as in Chao (1987).
    """
    return _two_lists("lincoln-petersen", table, level)


def chapman(table: CaptureTable, level: float = 0.95) -> Result:
    """Return Chapman's estimate (a+1)(b+1)/(m+1) - 1 of two lists, which is nearly without bias for small m.

    Args:
        table: a table of two lists.
        level: the nominal level of the interval.

    Returns:
        An estimate of method ``chapman``, or why there is none: with no case on both lists the formula still gives a
        number, but one that only reflects the sizes of the lists. ``details`` has ``a``, ``b``, ``m`` and ``se``; the
        interval is log-normal, and absent where all cases of one list are on the other.

    Raises:
        TableError: when there are more than two lists.
        ValueError: when the level is not between 0 and 1.

    Chapman (1951), Some properties of the hypergeometric distribution with applications to zoological sample censuses;
    variance after Seber (1970), The effects of trap response on tag recapture estimates, Biometrics 26(1), 13-22.
    """
    return _two_lists("chapman", table, level)


def pairwise_chapman(table: CaptureTable) -> tuple[PairTotal, ...]:
    """Return Chapman's estimate for every pair of lists, each taken as if there were no others.

    Totals that disagree wildly are the plainest sign that lists depend on each other.

    Args:
        table: the data.

    Returns:
        One entry a pair, in the order (1,2), (1,3), …; none for a single list.
    """
    found = []
    for pair in pair_masks(table.n_lists):
        first, second = members(pair)
        a, b, m = (int(table.margins[mask]) for mask in (1 << first, 1 << second, pair))
        total = _chapman_total(a, b, m) if m else None
        found.append(PairTotal((table.lists[first], table.lists[second]), a, b, m, total))
    return tuple(found)


def _two_lists(method: str, table: CaptureTable, level: float) -> Result:
    _check_level(level)
    if table.n_lists > 2:
        raise TableError(
            f"This method takes two lists and the table has {table.n_lists}. Drop or merge lists, or use chao."
        )
    refused = _refusal(method, table, table)
    if refused:
        return refused
    a, b = table.totals
    m = int(table.margins[3])
    if method == "chapman":
        total = _chapman_total(a, b, m)
        variance = (a + 1) * (b + 1) * (a - m) * (b - m) / ((m + 1) ** 2 * (m + 2))
    else:
        total, variance = a * b / m, a * b * (a - m) * (b - m) / m**3
    details = {"a": a, "b": b, "m": m, "se": sqrt(variance)}
    return _estimate(method, table, total, variance, level, details, (_HIGHEST_ORDER, *_few_lists(table)))


def _chapman_total(a: int, b: int, m: int) -> float:
    return (a + 1) * (b + 1) / (m + 1) - 1


def _delta_variance(frequencies: tuple[int, ...], slopes: tuple[float, float], total: float) -> float:
    """Return the variance of n + g(f1, f2) for frequencies that are multinomial with the estimated total.

    For the closed form this is Chao's (1987) own: f2 (A/2 r^2 + A^2 r^3 + A^2/4 r^4) with r = f1/f2, A = (L-1)/L.

    Args:
        frequencies: cases on exactly 1, 2, … lists.
        slopes: derivatives of g by f1 and f2.
        total: n + g.
    """
    weights = [1 + slopes[0], 1 + slopes[1], *[1.0] * (len(frequencies) - 2)]
    square = sum(count * weight**2 for count, weight in zip(frequencies, weights, strict=True))
    mean = sum(count * weight for count, weight in zip(frequencies, weights, strict=True))
    return max(square - mean**2 / total, 0.0)


def _refusal(method: str, table: CaptureTable, used: CaptureTable) -> NotEstimable | None:
    """Return why no estimate exists, if none does: a single list, or no case on two lists."""
    if table.n_lists == 1:
        code = "one-list"
    elif sum(used.capture_frequencies()[1:]) == 0:
        code = "no-overlap"
    else:
        return None
    return NotEstimable(method, table.n, table.lists, table.sha256, (Note(code, severity="refuse"),))


def _few_lists(table: CaptureTable) -> tuple[Note, ...]:
    return (Note("few-lists", {"n_lists": table.n_lists}),) if table.n_lists < 3 else ()


def _estimate(
    method: str,
    table: CaptureTable,
    total: float,
    variance: float,
    level: float,
    details: Mapping[str, object],
    notes: tuple[Note, ...],
) -> Estimate:
    unseen = total - table.n
    intervals: tuple[Interval, ...] = ()
    # Where nobody is estimated to be unseen the formulas give a variance of 0, which says nothing about the doubt.
    if unseen > 0:
        intervals = (_log_normal(table.n, unseen, variance, level, method),)
    else:
        notes = (*notes, Note("no-upper-limit"))
    return Estimate(
        method=method,
        observed=table.n,
        total=total,
        lists=table.lists,
        input_sha256=table.sha256,
        intervals=intervals,
        notes=notes,
        settings={"level": level},
        details=dict(details),
    )


def _log_normal(observed: int, unseen: float, variance: float, level: float, method: str) -> Interval:
    """Return the interval that takes the logarithm of the number unseen as normal (Chao 1987)."""
    from scipy.special import ndtri

    spread = exp(float(ndtri((1 + level) / 2)) * sqrt(log(1 + variance / unseen**2)))
    flags = (Note("conditional-interval", {"method": method}, "know"),)
    return Interval(observed + unseen / spread, observed + unseen * spread, level, "wald", flags)


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"The level {level} is not between 0 and 1. Write 0.95 for 95 per cent.")
