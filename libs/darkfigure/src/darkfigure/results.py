"""What the methods return: plain values that say how they came about. A refusal is one of them, not an error."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from darkfigure.models import HierarchicalModel

#: Existence of a fit: it exists; the likelihood has no maximum; several models fit alike; both.
EXISTS, NO_MAXIMUM, NOT_IDENTIFIABLE, NEITHER = 0, 1, 2, 3

Grade = Literal["A", "B", "C"]

#: Version of the shape of the JSON that the commands print (``schemas/``).
SCHEMA_VERSION = 1


@dataclass(frozen=True)
class Note:
    """One thing a reader must know about a result: a warning, a flag of an interval, a reason to refuse.

    The words are in ``darkfigure.words`` under the code, in each language; ``values`` fills them.

    Attributes:
        code: what it is, for example ``empty-pairs``.
        values: numbers and names that belong to it, in the order they are said.
        severity: ``refuse`` (no estimate can be given), ``limit`` (not for headlines), ``know`` (say it beside).
    """

    code: str
    values: dict[str, Any] = field(default_factory=dict)
    severity: Literal["refuse", "limit", "know"] = "limit"


@dataclass(frozen=True)
class Interval:
    """A range for the total.

    Attributes:
        lower: its lower limit, in cases; never below the number observed.
        upper: its upper limit, in cases; infinity where there is none.
        level: the share of samples whose range should hold the truth, for example 0.95.
        method: ``bca``, ``percentile``, ``parametric``, ``profile``, ``wald`` or ``credible``.
        flags: notes on how far it can be trusted, for example ``saturated``.
    """

    lower: float
    upper: float
    level: float
    method: str
    flags: tuple[Note, ...] = ()


@dataclass(frozen=True)
class Replicates:
    """What the bootstrap gave.

    Attributes:
        estimates: the total in each replicate; NaN where no estimate exists. Shape ``(B,)``.
        jackknife: for each history that was seen, the total with one case fewer in it.
        weights: the cases in each of those histories.
        failed: replicates without an estimate.
        with_empty_list: replicates in which a list held no case and was left out.
        z0: the bias correction.
        acceleration: the acceleration.
    """

    estimates: tuple[float, ...]
    jackknife: tuple[float, ...]
    weights: tuple[int, ...]
    failed: int
    with_empty_list: int
    z0: float
    acceleration: float


@dataclass(frozen=True)
class Estimate:
    """An estimate of how many cases there are in all.

    Attributes:
        method: ``stepwise``, ``bic``, ``aic``, ``independence``, ``fixed``, ``chao``, ``dga``, ``lcmcr``,
            ``chapman`` or ``lincoln-petersen``.
        observed: the number of cases seen, n.
        total: the estimated number of cases, seen and unseen, N.
        interval: the first of ``intervals``, or none where none was asked for or none may be given.
        intervals: every range that was computed.
        model: the model the estimate comes from, where there is one.
        lists: the names of the lists.
        notes: what must be known about it.
        seed: the seed that repeats it, where chance was used.
        settings: what was asked for: thresholds, replicates, order.
        replicates: the bootstrap, where there was one.
        details: figures of the method itself (AIC, BIC, weights of models, convergence of chains).
        input_sha256: the mark of the table.
    """

    method: str
    observed: int
    total: float
    lists: tuple[str, ...]
    input_sha256: str
    intervals: tuple[Interval, ...] = ()
    model: HierarchicalModel | None = None
    notes: tuple[Note, ...] = ()
    seed: int | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    replicates: Replicates | None = None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def dark_figure(self) -> float:
        """The estimated number of cases nobody saw."""
        return self.total - self.observed

    @property
    def interval(self) -> Interval | None:
        """The range to show first."""
        return self.intervals[0] if self.intervals else None


@dataclass(frozen=True)
class NotEstimable:
    """No estimate exists, and why.

    Attributes:
        method: the method that was asked for.
        observed: the number of cases seen.
        lists: the names of the lists.
        input_sha256: the mark of the table.
        notes: the reasons, at least one, with what data would change that.
        existence: the code of the model that was to be fitted, where it was that (1, 2 or 3).
        model: that model.
    """

    method: str
    observed: int
    lists: tuple[str, ...]
    input_sha256: str
    notes: tuple[Note, ...]
    existence: int | None = None
    model: HierarchicalModel | None = None


Result = Estimate | NotEstimable


@dataclass(frozen=True)
class Assessment:
    """How far a table carries an estimate.

    Attributes:
        grade: A: a range may be published; B: exploratory, not for headlines; C: not estimable.
        notes: every warning, the heaviest first.
    """

    grade: Grade
    notes: tuple[Note, ...]


@dataclass(frozen=True)
class Comparison:
    """Several methods on one table.

    Attributes:
        results: each method's result, refusals included.
        spread: largest total divided by smallest, over the methods that count (see ``comparing``); NaN with none.
        lower: lowest lower limit of those, upper: highest upper limit; NaN with none.
        assessment: the grade of the table with its warnings.
    """

    results: tuple[Result, ...]
    spread: float
    lower: float
    upper: float
    assessment: Assessment


@dataclass(frozen=True)
class Scenario:
    """The total when one thing about the data or the assumptions is otherwise.

    Attributes:
        kind: ``departure``, ``drop-list``, ``merge-lists``, ``threshold``, ``delete-case``, ``linkage``,
            ``internal``.
        label: which one: the list, the pair, the threshold, the factor.
        n: cases seen under it.
        total: the total under it; NaN where no estimate exists.
        details: further figures.
    """

    kind: str
    label: str
    n: int
    total: float
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Sensitivity:
    """What an estimate rests on.

    Attributes:
        base: the estimate it is about.
        scenarios: every departure, grouped by ``kind`` in the order they are told.
    """

    base: Result
    scenarios: tuple[Scenario, ...]

    def of(self, kind: str) -> tuple[Scenario, ...]:
        """Return the scenarios of one kind."""
        return tuple(scenario for scenario in self.scenarios if scenario.kind == kind)


@dataclass(frozen=True)
class Coverage:
    """How often an interval holds the truth, on data simulated from a fitted model.

    Attributes:
        method: the estimator.
        truth: the total the data were simulated from.
        sets: data sets simulated.
        refused: of those, data sets for which there was no interval.
        levels: nominal level by measured share, for each kind of interval: ``{"bca": {0.95: 0.918}}``.
        bias: mean of estimate minus truth, in cases.
        rmse: root of the mean squared difference, in cases.
        seed: the seed that repeats it.
        settings: replicates a set and the like.
    """

    method: str
    truth: float
    sets: int
    refused: int
    levels: dict[str, dict[float, float]]
    bias: float
    rmse: float
    seed: int
    settings: dict[str, Any] = field(default_factory=dict)
