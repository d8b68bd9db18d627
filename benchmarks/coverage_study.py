"""How often the range that darkfigure shows first holds the truth, in eight made-up populations."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from darkfigure.covering import covered
from darkfigure.selecting import Stepwise
from darkfigure.simulation import cell_probabilities
from numpy.typing import NDArray

SETS, REPLICATES, SEED = 400, 1000, 20261125
NAMES = "ABCDEFGH"


@dataclass(frozen=True)
class Scenario:
    """A population of which the truth is known.

    Attributes:
        what: in words.
        truth: people.
        shares: probability of each history, the unseen at place 0.
        holds: whether the assumptions of the method hold in it.
    """

    what: str
    truth: int
    shares: Callable[[], NDArray[np.float64]]
    holds: bool = True


def _two_kinds() -> NDArray[np.float64]:
    """A fifth of the people are five times as easy to find: no model of pairs describes that."""
    easy, hard = (cell_probabilities([rate] * 4, {}) for rate in (0.4, 0.08))
    return 0.2 * easy + 0.8 * hard


SCENARIOS = (
    Scenario("three lists, independent, large overlaps", 1000, lambda: cell_probabilities([0.3, 0.25, 0.2], {})),
    Scenario("five lists, independent, each sees 3 to 10 %", 5000, lambda: cell_probabilities([0.1, 0.08, 0.06, 0.05, 0.03], {})),
    Scenario("five lists, one pair refers to each other (odds x 6)", 5000, lambda: cell_probabilities([0.1, 0.08, 0.06, 0.05, 0.03], {(0, 1): 6.0})),
    Scenario("five lists, one pair keeps apart (odds x 0.15)", 5000, lambda: cell_probabilities([0.1, 0.08, 0.06, 0.05, 0.03], {(0, 1): 0.15})),
    Scenario(
        "six lists as sparse as the UK's, three pairs dependent", 12_000,
        lambda: cell_probabilities([0.008, 0.05, 0.1, 0.07, 0.03, 0.006], {(0, 1): 5.0, (1, 2): 0.4, (2, 3): 2.0}),
    ),
    Scenario("eight small lists, hardly any overlap", 1000, lambda: cell_probabilities([0.06, 0.04, 0.03, 0.03, 0.02, 0.02, 0.01, 0.01], {})),
    Scenario("three lists, two of them dependent (odds x 4)", 1000, lambda: cell_probabilities([0.3, 0.25, 0.2], {(0, 1): 4.0})),
    Scenario("four lists; a fifth of the people are five times as easy to find", 5000, _two_kinds, holds=False),
)  # fmt: skip


def measure(tell: Callable[[str], None]) -> str:
    """Return the table in Markdown.

    Args:
        tell: told the scenario that is simulated.
    """
    rows = []
    for scenario in SCENARIOS:
        tell(scenario.what)
        shares = scenario.shares()
        lists = shares.size.bit_length() - 1
        found = covered(
            shares, scenario.truth, list(NAMES[:lists]), lambda table: Stepwise(0.02, table.n_lists), "stepwise",
            sets=SETS, n_boot=REPLICATES, levels=[0.8, 0.95], seed=SEED,
        )  # fmt: skip
        bca, plain = found.levels["bca"], found.levels["percentile"]
        seen = scenario.truth * (1 - shares[0])
        rows.append(
            f"| {scenario.what} | {scenario.truth:,} | {seen:,.0f} | **{bca[0.95]:.1%}** | {plain[0.95]:.1%} | {bca[0.8]:.1%} | "
            f"{found.bias / scenario.truth:+.0%} | {found.refused} | {'yes' if scenario.holds else 'no'} |"
        )
    head = [
        f"{SETS} data sets a row, {REPLICATES:,} replicates each with the model chosen anew (`stepwise`, threshold 0.02), seed {SEED}.",
        "",
        "| population | truth | seen | BCa 95 % holds it | percentile 95 % | BCa 80 % | mean error | no range | assumptions hold |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join(head + rows)
