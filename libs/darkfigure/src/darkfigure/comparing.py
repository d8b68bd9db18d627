"""Several methods on one table, side by side, and the widest range they honestly span."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from darkfigure.assessing import Declared, assess, counts
from darkfigure.estimating import METHODS, estimate
from darkfigure.results import Comparison, Estimate, Result
from darkfigure.tables import CaptureTable

#: What is compared unless something else is asked for. ``bic-average`` is ``bic`` with ``average=True``.
DEFAULT = ("independence", "stepwise", "bic", "bic-average", "dga", "chao")


def compare_methods(
    table: CaptureTable,
    methods: Sequence[str] = DEFAULT,
    *,
    n_boot: int = 1000,
    level: float = 0.95,
    seed: int = 1,
    declared: Declared | None = None,
    engine: str | None = None,
    threads: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Comparison:
    """Run several methods and grade the table by what they say.

    Args:
        table: the data.
        methods: names of methods; ``bic-average`` and ``aic-average`` stand for averages over models.
        n_boot: bootstrap replicates of each method that has them.
        level: the nominal level of the ranges.
        seed: repeats everything that uses chance.
        declared: what is known about the lists beside their cases.
        engine: see ``estimate``.
        threads: see ``estimate``.
        progress: told the method, and how many of how many of its replicates are done.

    Returns:
        The results in the order asked. The spread and the range are over stepwise, BIC and the graph average: a lower
        bound, the test of independence, averages of models already counted and the annex do not count.

    Raises:
        ValueError: for a method that does not exist.
    """
    results: list[Result] = []
    for name in methods:
        base, _, averaged = name.partition("-")
        if base not in METHODS or base == "fixed" or averaged not in ("", "average"):
            known = [*(method for method in METHODS if method != "fixed"), "bic-average", "aic-average"]
            raise ValueError(f"There is no method {name!r} to compare. Say some of: {', '.join(known)}.")
        if base == "dga" and not 2 <= table.n_lists <= 6:
            continue

        def told(done: int, of: int, name: str = name) -> None:
            if progress is not None:
                progress(name, done, of)

        told(0, 1)
        results.append(
            estimate(
                table, base, average=bool(averaged), n_boot=n_boot, level=level, seed=seed, engine=engine,
                threads=threads, progress=told,
            )
        )  # fmt: skip
    counted = [r for r in results if isinstance(r, Estimate) and counts(r)]
    found = [result.total for result in counted]
    limits = [result.interval for result in counted if result.interval is not None]
    return Comparison(
        tuple(results),
        max(found) / min(found) if found else math.nan,
        min((limit.lower for limit in limits), default=math.nan),
        max((limit.upper for limit in limits), default=math.nan),
        assess(table, declared, results=results),
    )
