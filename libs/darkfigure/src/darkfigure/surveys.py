"""Prevalence from a sample survey: a proportion with its limits, and what it means for a population of known size."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from darkfigure.results import Note

#: Below this many independent answers a percentage is not fit for a headline; the usual rule of statistical offices.
SMALL_SAMPLE = 30
#: Below this many positive answers the normal approximation behind Wilson's interval is poor.
FEW_POSITIVES = 5
#: Below this many degrees of freedom the design effect itself is poorly known.
FEW_DEGREES = 8

Limits = tuple[float, float]


@dataclass(frozen=True)
class SurveyEstimate:
    """How many of a population are affected, from a sample of it.

    It is never added to a total from lists (multiple systems estimation): both count the same people, by other ways.

    Attributes:
        sample_size: the number of answers.
        positive: the number of positive answers, unweighted.
        proportion: the weighted share of positive answers, from 0 to 1.
        standard_error: of the proportion, with the design and the finite population in it.
        design: how the design effect was found: ``simple`` (no weights), ``kish`` (weights only) or ``linearised``
            (strata or clusters).
        design_effect: the variance as a multiple of that of a simple random sample of this size.
        degrees_of_freedom: clusters less strata; for ``simple`` and ``kish`` answers less one.
        effective_size: the size of a simple random sample from an endless population that would be as precise; infinite
            when everybody was asked.
        level: the nominal level of the limits.
        wilson: lower and upper limit of the proportion after Wilson, or none where all answers are alike.
        clopper_pearson: the same after Clopper and Pearson.
        population: the size of the population, where it was given.
        total: proportion times population, in people, or none.
        total_wilson: the limits of the total that belong to ``wilson``, or none.
        total_clopper_pearson: the limits of the total that belong to ``clopper_pearson``, or none.
        notes: what must be known about it.
    """

    sample_size: int
    positive: int
    proportion: float
    standard_error: float
    design: Literal["simple", "kish", "linearised"]
    design_effect: float
    degrees_of_freedom: int
    effective_size: float
    level: float
    wilson: Limits | None
    clopper_pearson: Limits
    population: int | None
    total: float | None
    total_wilson: Limits | None
    total_clopper_pearson: Limits | None
    notes: tuple[Note, ...]

    @property
    def limits(self) -> Limits:
        """The limits of the proportion to show first: Wilson's, or Clopper and Pearson's with few positive answers."""
        return self.clopper_pearson if self.wilson is None or self._few else self.wilson

    @property
    def total_limits(self) -> Limits | None:
        """The limits of the total to show first, where there is a population."""
        return self.total_clopper_pearson if self.total_wilson is None or self._few else self.total_wilson

    @property
    def _few(self) -> bool:
        return min(self.positive, self.sample_size - self.positive) < FEW_POSITIVES


@dataclass(frozen=True)
class _Design:
    """What is known of a sample before limits are put on it."""

    kind: Literal["simple", "kish", "linearised"]
    size: int
    positive: int
    proportion: float
    effect: float
    degrees: int
    #: By how much few degrees of freedom make intervals wider, squared.
    widening: float = 1.0
    notes: tuple[Note, ...] = ()


def survey(
    positive: int | ArrayLike,
    size: int | None = None,
    *,
    weight: ArrayLike | None = None,
    stratum: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    population: int | None = None,
    level: float = 0.95,
) -> SurveyEstimate:
    """Estimate a proportion, and a total where the size of the population is known, from a probability sample.

    Either from counts, ``survey(175, 1049)``, or from one entry an answer, ``survey(answers, weight=weights)``.

    The design effect is 1 without weights; with weights alone it is Kish's n sum(w^2) / (sum w)^2; with strata or
    clusters it is the variance by Taylor linearisation, the first-stage clusters within strata taken as drawn with
    replacement, over that of a simple random sample, p (1-p) / (n-1). The effective size is n over the design effect,
    for strata and clusters times (t with n-1 / t with their degrees of freedom)^2 as Korn and Graubard have it, and
    never more than n. With a population of N it is divided by 1 - n/N. Both intervals are computed at that size.

    Args:
        positive: the number of positive answers; or an array of 0 and 1, shape ``(n,)``.
        size: the number of answers, where ``positive`` is a number.
        weight: shape ``(n,)``, above 0: how many people an answer stands for, on any scale.
        stratum: shape ``(n,)``, labels: the part of the population that was sampled by itself.
        cluster: shape ``(n,)``, labels: the group that was drawn as a whole, for example a household; labels are read
            within the stratum.
        population: the number of people the sample was drawn from.
        level: the nominal level of the limits. With no positive answer (or none but positive) the one limit left keeps
            half of the doubt, as if there were two.

    Returns:
        The estimate.

    Raises:
        ValueError: for numbers that do not fit together, a population smaller than the sample, arrays of different
            lengths, answers other than 0 and 1, weights that are not above 0, or a single cluster.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212. Clopper & Pearson (1934), Biometrika
    26, 404-413. Kish (1965), Survey Sampling. Korn & Graubard (1998), Confidence intervals for proportions with small
    expected number of positive counts estimated from survey data, Survey Methodology 24, 193-201.
    """
    if not 0 < level < 1:
        raise ValueError(f"The level {level} is not between 0 and 1. Write 0.95 for 95 per cent.")
    if size is not None:
        if not (weight is None and stratum is None and cluster is None):
            raise ValueError("Weights, strata and clusters belong to single answers. Give an array of 0 and 1.")
        design = _counted(positive, size)
    else:
        answers = _answers(positive)
        weights = _weights(weight, answers.size)
        if stratum is None and cluster is None:
            design = _weighted(answers, weights, weight is not None)
        else:
            strata = _labels(stratum, answers.size, "stratum")
            design = _linearised(answers, weights, strata, _clusters(cluster, strata), level)
    if population is not None and not _whole(population, design.size):
        raise ValueError(
            f"The population ({population}) must be a whole number and not smaller than the sample ({design.size})."
        )
    return _estimate(design, population, level)


# --- What was given ------------------------------------------------------------------------------


def _whole(value: Any, least: int) -> bool:
    return isinstance(value, int | np.integer) and not isinstance(value, bool) and bool(value >= least)


def _counted(positive: Any, size: int) -> _Design:
    if not _whole(size, 2):
        raise ValueError(f"The number of answers ({size}) must be a whole number and at least 2.")
    if not _whole(positive, 0) or positive > size:
        raise ValueError(f"The positive answers ({positive}) must be a whole number from 0 to {size}.")
    return _Design("simple", int(size), int(positive), int(positive) / int(size), 1.0, int(size) - 1)


def _answers(given: Any) -> NDArray[np.float64]:
    answers = np.asarray(given)
    if answers.ndim != 1:
        raise ValueError("Give the number of answers too, or an array with one 0 or 1 for each answer.")
    if answers.size < 2:
        raise ValueError("There must be at least 2 answers.")
    if answers.dtype.kind not in "biuf" or not np.isin(answers, (0, 1)).all():
        raise ValueError("Every answer must be 0 or 1. Take out those who did not answer.")
    return answers.astype(np.float64)


def _weights(given: ArrayLike | None, size: int) -> NDArray[np.float64]:
    weights = np.ones(size) if given is None else np.asarray(given, dtype=np.float64)
    if weights.shape != (size,):
        raise ValueError(f"There are {size} answers and {weights.size} weights. Give each answer one.")
    if not (np.isfinite(weights).all() and (weights > 0).all()):
        raise ValueError("Every weight must be a number above 0. Take out answers that stand for nobody.")
    scaled: NDArray[np.float64] = weights / weights.sum()
    return scaled


def _labels(given: ArrayLike | None, size: int, what: str) -> NDArray[np.int64]:
    """Return labels as numbers from 0; without labels everybody has the same."""
    if given is None:
        return np.zeros(size, dtype=np.int64)
    labels = np.asarray(given)
    if labels.shape != (size,):
        raise ValueError(f"There are {size} answers and {labels.size} labels of a {what}. Give each answer one.")
    if labels.dtype.kind == "O" or (labels.dtype.kind == "f" and not np.isfinite(labels).all()):
        raise ValueError(f"An answer has no label of a {what}, or labels are of several kinds. Give each answer one.")
    numbers: NDArray[np.int64] = np.unique(labels, return_inverse=True)[1].astype(np.int64)
    return numbers


def _clusters(given: ArrayLike | None, strata: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return a number for each cluster within its stratum; without clusters everybody is one."""
    if given is None:
        return np.arange(strata.size)
    labels = _labels(given, strata.size, "cluster")
    pairs: NDArray[np.int64] = strata * (labels.max() + 1) + labels
    return np.unique(pairs, return_inverse=True)[1].astype(np.int64)


# --- The design effect ---------------------------------------------------------------------------


def _kish(weights: NDArray[np.float64]) -> float:
    """Return Kish's effect of unequal weights; the weights add up to 1."""
    return float(weights.size * np.square(weights).sum())


def _weighted(answers: NDArray[np.float64], weights: NDArray[np.float64], weighted: bool) -> _Design:
    size, positive = answers.size, int(answers.sum())
    if not weighted:
        return _counted(positive, size)
    return _Design("kish", size, positive, _share(answers, weights), _kish(weights), size - 1)


def _share(answers: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """Return the weighted share, exactly 0 or 1 where all answers are alike."""
    return float(answers[0]) if np.ptp(answers) == 0 else float(answers @ weights)


def _linearised(
    answers: NDArray[np.float64],
    weights: NDArray[np.float64],
    strata: NDArray[np.int64],
    clusters: NDArray[np.int64],
    level: float,
) -> _Design:
    size, share = answers.size, _share(answers, weights)
    sums = np.bincount(clusters, weights * (answers - share))
    home = np.zeros(sums.size, dtype=np.int64)
    home[clusters] = strata
    count = np.bincount(home)
    degrees = int(sums.size - count.size)
    if degrees < 1:
        raise ValueError("There is a single cluster in each stratum. At least two are needed: take strata together.")
    # A stratum of one cluster has no spread of its own: its cluster is compared with the mean of all, which is 0.
    mean = np.where(count > 1, np.bincount(home, sums) / count, 0.0)
    factor = np.where(count > 1, count / np.maximum(count - 1, 1), 1.0)
    variance = float((factor[home] * (sums - mean[home]) ** 2).sum())
    notes = []
    if (count == 1).any():
        notes.append(Note("survey-lone-clusters", {"strata": int((count == 1).sum())}))
    if degrees < FEW_DEGREES:
        notes.append(Note("survey-few-clusters", {"clusters": int(sums.size), "degrees": degrees}))
    if share in (0.0, 1.0):
        notes.append(Note("survey-design-effect-unknown"))
        effect, widening = _kish(weights), 1.0
    else:
        effect, widening = variance * (size - 1) / (share * (1 - share)), _widening(degrees, size - 1, level)
    return _Design("linearised", size, int(answers.sum()), share, effect, degrees, widening, tuple(notes))


def _widening(degrees: int, simple: int, level: float) -> float:
    """Return how much wider few clusters make an interval, squared (Korn & Graubard 1998)."""
    from scipy.special import stdtrit

    tail = (1 + level) / 2
    return max(float(stdtrit(degrees, tail) / stdtrit(simple, tail)) ** 2, 1.0)


# --- The limits ----------------------------------------------------------------------------------


def _estimate(design: _Design, population: int | None, level: float) -> SurveyEstimate:
    left = 1.0 if population is None else 1.0 - design.size / population
    effective = design.size / max(design.effect * design.widening, 1.0) / left if left else inf
    share = design.proportion
    mixed = 0 < design.positive < design.size
    wilson = _wilson(share, effective, level) if mixed else None
    exact = _clopper_pearson(share, effective, level)
    variance = share * (1 - share) / (design.size - 1) * design.effect * left
    return SurveyEstimate(
        sample_size=design.size,
        positive=design.positive,
        proportion=share,
        standard_error=sqrt(variance),
        design=design.kind,
        design_effect=design.effect,
        degrees_of_freedom=design.degrees,
        effective_size=effective,
        level=level,
        wilson=wilson,
        clopper_pearson=exact,
        population=population,
        total=None if population is None else share * population,
        total_wilson=_total(wilson, design, population),
        total_clopper_pearson=_total(exact, design, population),
        notes=(*_notes(design, effective), *design.notes),
    )


def _notes(design: _Design, effective: float) -> list[Note]:
    notes = []
    if effective < SMALL_SAMPLE:
        notes.append(Note("survey-small-sample", {"effective": effective, "size": design.size}))
    if design.positive == 0:
        notes.append(Note("survey-none-positive", {"size": design.size}))
    elif design.positive == design.size:
        notes.append(Note("survey-all-positive", {"size": design.size}))
    elif min(design.positive, design.size - design.positive) < FEW_POSITIVES:
        notes.append(Note("survey-few-positives", {"positive": design.positive, "size": design.size}))
    return notes


def _wilson(share: float, size: float, level: float) -> Limits:
    """Return Wilson's score limits."""
    from scipy.special import ndtri

    if size == inf:
        return share, share
    square = float(ndtri((1 + level) / 2)) ** 2 / size
    middle = share + square / 2
    half = sqrt(square * (share * (1 - share) + square / 4))
    return (middle - half) / (1 + square), (middle + half) / (1 + square)


def _clopper_pearson(share: float, size: float, level: float) -> Limits:
    """Return the limits of Clopper and Pearson, for a size that need not be whole as by Korn and Graubard."""
    from scipy.special import betaincinv

    if size == inf:
        return share, share
    tail, positive, negative = (1 - level) / 2, share * size, (1 - share) * size
    lower = float(betaincinv(positive, negative + 1, tail)) if positive > 0 else 0.0
    upper = float(betaincinv(positive + 1, negative, 1 - tail)) if negative > 0 else 1.0
    return lower, upper


def _total(limits: Limits | None, design: _Design, population: int | None) -> Limits | None:
    """Return the limits in people. Without weights, those who answered are counted as they answered."""
    if limits is None or population is None:
        return None
    lower, upper = limits[0] * population, limits[1] * population
    if design.kind != "simple":
        return lower, upper
    return max(lower, design.positive), min(upper, population - (design.size - design.positive))
