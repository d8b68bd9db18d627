"""Gibbs sampling of latent classes, all chains at once (Manrique-Vallier, Biometrics 2016)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from darkfigure.tables import CaptureTable

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

#: Shape and rate of the Gamma prior of the concentration.
SHAPE, RATE = 0.25, 0.25
#: The prior of the total is 1/N, cut off where more than so many times the cases seen are unseen.
CAP = 20
#: The chains start with unseen cases from the first to the second of these, times the cases seen.
FIRST_UNSEEN = (0.2, 15.0)
#: A chain that is grown begins with about so many of the cases.
FIRST_CASES = 20
#: Every so many sweeps a chain may move the class in the last place and redraw the concentration within these limits.
JUMP_EVERY, CONCENTRATIONS = 5, (1e-4, 1e2)
#: Added before logarithms and divisions: smaller than any number that matters here.
TINY = 1e-200


@dataclass
class Chains:
    """The state of C chains with K classes on L lists; H histories were seen.

    Attributes:
        marks: float64, shape ``(H, L)``: 1 where the history is on the list.
        seen: int64, shape ``(C, H)``: the cases of each history that the chain knows of.
        log_weights: shape ``(C, K)``: log of the share of each class.
        log_on: shape ``(C, K, L)``: log of the chance of a case of the class to be on the list.
        log_off: the same shape: log of the chance not to be on it.
        concentration: shape ``(C,)``: the larger, the more classes are in use.
        unseen: int64, shape ``(C,)``: the cases on no list.
        random: the generator of all chains.
        swept: how often everything was drawn.
    """

    marks: Floats
    seen: Counts
    log_weights: Floats
    log_on: Floats
    log_off: Floats
    concentration: Floats
    unseen: Counts
    random: np.random.Generator
    swept: int = 0

    @classmethod
    def scattered(cls, table: CaptureTable, classes: int, chains: int, random: np.random.Generator) -> Chains:
        """Return chains that start far apart, so that it means something when they agree later.

        They differ in the number of classes in use (1 to K), in which histories share one, in the concentration
        (0.02 to 20) and in the unseen cases (0.2 to 15 times the seen ones).

        Args:
            table: the data.
            classes: the number of classes, K, at least 2.
            chains: the number of chains, C.
            random: the generator.
        """
        histories = np.flatnonzero(table.counts)
        seen = np.tile(table.counts[histories], (chains, 1))
        number = np.arange(chains)
        made = cls(
            marks=(histories[:, None] >> np.arange(table.n_lists) & 1).astype(float),
            seen=seen,
            log_weights=np.zeros((chains, classes)),
            log_on=np.zeros((chains, classes, table.n_lists)),
            log_off=np.zeros((chains, classes, table.n_lists)),
            concentration=np.geomspace(0.02, 20, chains)[number * 3 % chains],
            unseen=np.ceil(table.n * np.geomspace(*FIRST_UNSEEN, chains)).astype(np.int64),
            random=random,
        )
        used = np.arange(classes) <= (number * 7 % classes)[:, None]
        shares = (random.standard_gamma(0.5, (chains, histories.size, classes)) + TINY) * used[:, None, :]
        rest = (random.standard_gamma(1.0, (chains, classes)) + TINY) * used
        made.update(
            random.multinomial(seen, shares / shares.sum(axis=2, keepdims=True)),
            random.multinomial(made.unseen, rest / rest.sum(axis=1, keepdims=True)),
        )
        return made

    def thin(self, full: Counts, share: float, chains: slice) -> None:
        """Let some chains know of a random part of the cases only.

        With few cases the posterior is wide and a chain moves freely between its regions; as the cases come in, it
        settles in one. A chain that starts with all of them stays where it was put for a long time.

        Args:
            full: shape ``(H,)``: all cases.
            share: the chance of each case to be known.
            chains: which.
        """
        drawn = self.random.binomial(full, share, self.seen[chains].shape)
        self.seen[chains] = np.where(drawn.sum(axis=1, keepdims=True) > 0, drawn, full)

    def sweep(self) -> None:
        """Draw everything once given the rest."""
        none = self.log_off.sum(axis=2) + self.log_weights
        logs = self.marks @ (self.log_on - self.log_off).transpose(0, 2, 1)
        logs += none[:, None, :]
        shares, _ = _shares(logs)
        members = self.random.multinomial(self.seen, shares)
        shares, log_missed = _shares(none)
        self._draw_unseen(log_missed)
        self.update(members, self.random.multinomial(self.unseen, shares))

    def _draw_unseen(self, log_missed: Floats) -> None:
        """Draw the unseen cases: negative binomial in the seen ones, given the chance to be missed.

        A draw beyond the cap is refused and the old number stays, which is the Metropolis rule for the cut prior.
        """
        seen = self.seen.sum(axis=1)
        log_missed = np.minimum(log_missed, 0)
        odds = np.exp(log_missed) / (TINY - np.expm1(log_missed))
        # A rate of four times the cap gives a draw beyond it as surely as a larger one, and cannot overflow.
        drawn = self.random.poisson(np.minimum(self.random.standard_gamma(seen) * odds, 4.0 * CAP * seen + 1000))
        self.unseen = np.where(drawn <= CAP * seen, drawn, np.minimum(self.unseen, CAP * seen))

    def update(self, members: Counts, unseen_members: Counts) -> None:
        """Draw the order and the weights of the classes, the chances of the lists and the concentration.

        Args:
            members: shape ``(C, H, K)``: the cases of each history by class.
            unseen_members: shape ``(C, K)``: the unseen cases by class.
        """
        sizes = members.sum(axis=1) + unseen_members
        order = self.draw_order(sizes)
        self.swept += 1
        if self.swept % JUMP_EVERY == 0:
            order = self._jump(sizes, order)
        rows = np.arange(order.shape[0])[:, None]
        sizes = sizes[rows, order].astype(float)
        on = (members.transpose(0, 2, 1) @ self.marks)[rows, order]
        chances = np.log(self.random.standard_gamma(1 + np.stack([on, sizes[:, :, None] - on])) + TINY)
        chances -= np.logaddexp(chances[0], chances[1])
        self.log_on, self.log_off = chances
        self._draw_weights(sizes)

    def draw_order(self, sizes: Counts) -> NDArray[np.int64]:
        """Draw the order of the classes along the stick given their sizes; return the old place of each.

        Without it a chain keeps the order it started with, and the concentration that goes with it, for as long as one
        can wait (Papaspiliopoulos & Roberts 2008). With the breaks of the stick summed out, two neighbours of sizes a
        and b change places with the odds (concentration + b + later) / (concentration + a + later), where later counts
        all classes behind them. The last place is left alone: it holds what is left of the stick.
        """
        chains, classes = sizes.shape
        # Both in one array, so that one swap moves a class's size and its old place.
        held = np.stack([sizes, np.tile(np.arange(classes), (chains, 1))])
        for first in (0, 1):
            pairs = (classes - 1 - first) // 2
            left, right = held[:, :, first : first + 2 * pairs : 2], held[:, :, first + 1 : first + 1 + 2 * pairs : 2]
            behind = held[0, :, ::-1].cumsum(axis=1)[:, ::-1][:, first + 2 : first + 2 + 2 * pairs : 2]
            behind = behind + self.concentration[:, None]
            swap = self.random.random(behind.shape) * (behind + left[0]) < behind + right[0]
            moved = np.where(swap, right, left)
            right[:] = np.where(swap, left, right)
            left[:] = moved
        return np.asarray(held[1])

    def _jump(self, sizes: Counts, order: NDArray[np.int64]) -> NDArray[np.int64]:
        """Propose to change the class in the last place for another, with another concentration; return the order.

        A stick that is cut off after K breaks has a trap: all of the stick in the last place with a large
        concentration. It has next to no mass, but no small step leads out of it. A Metropolis step with the breaks
        summed out does.
        """
        chains, classes = sizes.shape
        rows = np.arange(chains)
        other = order.copy()
        place = self.random.integers(0, classes - 1, chains)
        other[rows, place], other[rows, -1] = order[rows, -1], order[rows, place]
        low, high = CONCENTRATIONS
        proposed = np.exp(self.random.uniform(np.log(low), np.log(high), chains))
        gain = _log_order(np.take_along_axis(sizes, other, axis=1), proposed)
        gain -= _log_order(np.take_along_axis(sizes, order, axis=1), self.concentration)
        inside = (self.concentration >= low) & (self.concentration <= high)
        moved = inside & (-self.random.standard_exponential(chains) < gain)
        self.concentration = np.where(moved, proposed, self.concentration)
        return np.where(moved[:, None], other, order)

    def _draw_weights(self, sizes: Floats) -> None:
        """Break the stick, each class but the last taking a Beta share of what is left; draw the concentration."""
        later = sizes[:, ::-1].cumsum(axis=1)[:, -2::-1]
        shapes = self.concentration[:, None] + later
        gammas = np.log(self.random.standard_gamma(1 + np.stack([sizes[:, :-1], shapes])) + TINY)
        # A Gamma of small shape a underflows; its log is drawn as that of shape a + 1 and log(uniform) / a.
        gammas[1] -= self.random.standard_exponential(shapes.shape) / shapes
        gammas -= np.logaddexp(gammas[0], gammas[1])
        remaining = gammas[1].cumsum(axis=1)
        self.log_weights[:, 0] = 0
        self.log_weights[:, 1:] = remaining
        self.log_weights[:, :-1] += gammas[0]
        drawn = self.random.standard_gamma(SHAPE + sizes.shape[1] - 1, sizes.shape[0])
        self.concentration = drawn / (RATE - remaining[:, -1]) + TINY


def _log_order(sizes: Counts, concentration: Floats) -> Floats:
    """Return the log probability of sizes in their order, times the prior of the log of the concentration.

    Args:
        sizes: shape ``(C, K)``.
        concentration: shape ``(C,)``.
    """
    from scipy.special import gammaln

    behind = sizes[:, ::-1].cumsum(axis=1)[:, -2::-1]
    front, alpha = sizes[:, :-1], concentration[:, None]
    logs = gammaln(1.0 + front) + gammaln(alpha + behind) - gammaln(1.0 + alpha + front + behind) + np.log(alpha)
    return np.asarray(logs.sum(axis=1) + SHAPE * np.log(concentration) - RATE * concentration)


def _shares(logs: Floats) -> tuple[Floats, Floats]:
    """Return what each class has of the sum along the last axis, and the log of that sum."""
    highest = logs.max(axis=-1, keepdims=True)
    parts = np.exp(logs - highest)
    sums = parts.sum(axis=-1, keepdims=True)
    parts /= sums
    return parts, (highest + np.log(sums))[..., 0]


def run(
    table: CaptureTable, classes: int, chains: int, sweeps: int, burn: int, random: np.random.Generator
) -> tuple[Floats, Floats]:
    """Run chains of two kinds of start side by side.

    Args:
        table: the data, at least one case.
        classes: the number of classes, at least 2.
        chains: how many chains of each kind.
        sweeps: the sweeps that are kept, of each chain.
        burn: the sweeps before them; in the first half of these the grown chains get to know the cases.
        random: the generator.

    Returns:
        The totals of the chains that were grown and of those that were scattered, each of shape ``(sweeps, chains)``.
    """
    state = Chains.scattered(table, classes, 2 * chains, random)
    full = state.seen[0].copy()
    # Alternating, so that the grown and the scattered ones have the same spread of first values.
    grown, scattered = slice(0, None, 2), slice(1, None, 2)
    for share in np.geomspace(min(1.0, FIRST_CASES / table.n), 1.0, max(burn // 2, 1)):
        state.thin(full, float(share), grown)
        state.sweep()
    state.seen[grown] = full
    for _ in range(burn - burn // 2):
        state.sweep()
    totals = np.empty((sweeps, 2 * chains))
    for number in range(sweeps):
        state.sweep()
        totals[number] = state.unseen
    totals += table.n
    return totals[:, grown], totals[:, scattered]
