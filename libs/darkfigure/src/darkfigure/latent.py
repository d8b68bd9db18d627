"""The total from latent classes of cases, with the checks that single chains lack (Manrique-Vallier 2016)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from darkfigure.convergence import bulk_draws, effective_draws, rhat
from darkfigure.latent_sampler import CAP, run
from darkfigure.posterior import Mode, weighted_modes
from darkfigure.results import Estimate, Interval, Note, NotEstimable
from darkfigure.tables import CaptureTable

Floats = NDArray[np.float64]

METHOD = "lcmcr"
FEWEST_CHAINS = 8
#: Chains that agree have an R-hat below the first and are worth at least the second number of draws.
AGREED, ENOUGH = 1.01, 400
#: Modes over all chains are looked for as if these were worth at least so many draws.
SHARPEST = 500.0
QUANTILES = (0.025, 0.05, 0.25, 0.5, 0.75, 0.95, 0.975)
KEPT_DRAWS = 1000


def latent_classes(
    table: CaptureTable,
    *,
    classes: int = 10,
    chains: int = 8,
    sweeps: int = 12_000,
    burn: int = 4_000,
    seed: int = 1,
    level: float = 0.95,
) -> Estimate | NotEstimable:
    """Estimate the total from latent classes: within each, the lists are independent (Manrique-Vallier 2016).

    The weights of the classes break a stick whose concentration has a Gamma(0.25, 0.25) prior, the chance of each
    class to be on each list is uniform, and the prior of the total is 1/N up to 20 unseen for each case seen. One
    chain tells little: it can stay in one region of the posterior for as long as it is run. So chains are started in
    two ways. Half are grown: they get to know the cases by and by, beginning with about twenty. Half are scattered:
    they start from classes drawn at random, with few or many unseen. The estimate comes from all chains if they agree,
    else from the grown ones, and the notes ``not-converged`` and ``multimodal`` say that they do not. It is to be
    shown as exploratory: data tell latent classes apart only weakly. Lists without a case are left out.

    Args:
        table: the data.
        classes: the most classes, at least 2.
        chains: the number of chains of each kind, at least 8.
        sweeps: the sweeps kept of each chain, at least 100.
        burn: the sweeps before them, at least 100.
        seed: a whole number from 0; the same seed gives the same result.
        level: the posterior probability of the interval, between 0 and 1.

    Returns:
        The estimate: the posterior mean with the credible interval of equal tails, whose upper limit is infinity where
        it only reflects the cut of the prior (note ``no-upper-limit``). Its ``details`` hold ``rhat`` and ``ess`` over
        both kinds, ``mean_error`` (the Monte-Carlo standard error of the mean), ``agree``, ``quantiles``, ``modes``,
        ``chains`` (start, mean, sd and modes of each), ``cap``, ``near_cap`` (the share of draws in the last tenth
        below it) and ``draws`` (a thinned sample). Or a refusal: no second list, or no case on two lists.

    Raises:
        ValueError: for a setting out of range.
    """
    _check(classes, chains, sweeps, burn, seed, level)
    used = table.tidy()
    reason = "one-list" if used.n and used.n_lists < 2 else "" if sum(used.capture_frequencies()[1:]) else "no-overlap"
    if reason:
        return NotEstimable(METHOD, table.n, table.lists, table.sha256, (Note(reason, {}, "refuse"),))
    random = np.random.default_rng(np.random.SeedSequence(seed))
    grown, scattered = run(used, classes, chains, sweeps, burn, random)
    found = _judge(grown, scattered)
    lower, upper = np.quantile(found.draws, ((1 - level) / 2, (1 + level) / 2))
    bounded = upper <= table.n * (1 + 0.95 * CAP)
    return Estimate(
        method=METHOD,
        observed=table.n,
        total=float(found.draws.mean()),
        lists=table.lists,
        input_sha256=table.sha256,
        intervals=(Interval(float(lower), float(upper) if bounded else np.inf, level, "credible"),),
        notes=_notes(found, bounded),
        seed=seed,
        settings={
            "classes": classes,
            "chains": chains,
            "sweeps": sweeps,
            "burn": burn,
            "level": level,
            "prior": "1/N",
            "cap": CAP,
        },
        details=_details(found, grown, scattered, table.n) | {"empty_lists": list(table.empty_lists())},
    )


def _check(classes: int, chains: int, sweeps: int, burn: int, seed: int, level: float) -> None:
    if not 0 < level < 1:
        raise ValueError("The level of an interval lies between 0 and 1, for example 0.95.")
    if classes < 2:
        raise ValueError("One class is the model of independent lists; ask for 2 classes or more.")
    if chains < FEWEST_CHAINS:
        raise ValueError(
            f"Fewer than {FEWEST_CHAINS} chains cannot show that a chain is stuck; ask for {FEWEST_CHAINS}."
        )
    if min(sweeps, burn) < 100:
        raise ValueError("Ask for at least 100 sweeps to keep and 100 before them.")
    if seed < 0:
        raise ValueError("The seed is a whole number from 0.")


@dataclass(frozen=True)
class _Found:
    """What the chains say: the draws to use, shape ``(S, C)``; the rest is about all chains of both kinds."""

    draws: Floats
    agree: bool
    rhat: float
    ess: float
    mean_error: float
    modes: tuple[Mode, ...]


def _judge(grown: Floats, scattered: Floats) -> _Found:
    everything = np.concatenate([grown, scattered], axis=1)
    between, ess = rhat(everything), bulk_draws(everything)
    agree = between < AGREED
    error = float(everything.std(ddof=1) / np.sqrt(effective_draws(everything)))
    # Chains that disagree are together worth few draws; so few would blur the very modes they disagree about.
    modes = weighted_modes(everything.ravel(), effective=max(ess, SHARPEST))
    return _Found(everything if agree else grown, agree, between, ess, error, modes)


def _notes(found: _Found, bounded: bool) -> tuple[Note, ...]:
    notes = []
    if not found.agree or found.ess < ENOUGH:
        notes.append(Note("not-converged", {"rhat": found.rhat, "ess": found.ess}))
    if len(found.modes) > 1:
        notes.append(Note("multimodal", {"method": METHOD, "modes": [mode.total for mode in found.modes]}))
    if not bounded:
        notes.append(Note("no-upper-limit"))
    return (*notes, Note("highest-order", {}, "know"))


def _details(found: _Found, grown: Floats, scattered: Floats, observed: int) -> dict[str, Any]:
    flat = found.draws.ravel()
    thinned = flat[:: -(-flat.size // KEPT_DRAWS)]
    starts = [("grown", chain) for chain in grown.T] + [("scattered", chain) for chain in scattered.T]
    return {
        "rhat": found.rhat,
        "ess": found.ess,
        "agree": found.agree,
        "mean_error": found.mean_error,
        "median": float(np.median(flat)),
        "quantiles": {str(prob): float(np.quantile(flat, prob)) for prob in QUANTILES},
        "modes": [{"total": mode.total, "share": mode.share} for mode in found.modes],
        "chains": [_chain(start, chain) for start, chain in starts],
        "cap": observed * (1 + CAP),
        "near_cap": float(np.mean(flat > observed * (1 + 0.9 * CAP))),
        "draws": thinned.tolist(),
    }


def _chain(start: str, chain: Floats) -> dict[str, Any]:
    modes = weighted_modes(chain, effective=effective_draws(chain[:, None]))
    return {
        "start": start,
        "mean": float(chain.mean()),
        "sd": float(chain.std(ddof=1)),
        "modes": [mode.total for mode in modes],
    }
