"""How long the estimates of darkfigure take, in processor time, beside the R package that is the field's yardstick."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

from benchmarks.table import Row

#: Processor seconds of R 4.2.2 with SparseMSE 2.0.1, MultipleSystemsEstimation 1.2.0 and dga 2.0.2 on a machine of two
#: cores; "extrapolated" where only part of the replicates was run. See the note below the table in README.md.
R_SECONDS = {"uk": 385.0, "new-orleans": 1086.0, "bic": 3900.0, "graphs": 1.2}
#: Fewer replicates for R, whose time grows with their number; its figure is scaled up.
R_REPLICATES = 20
R_SCRIPT = f"""
suppressMessages(library(SparseMSE))
data(UKdat)
set.seed(1)
one <- system.time(estimatepopulation(UKdat, nboot = 1, pthresh = 0.02, iseed = 1))
many <- system.time(estimatepopulation(UKdat, nboot = 1 + {R_REPLICATES}, pthresh = 0.02, iseed = 1))
cat(sum(many[1:2]) - sum(one[1:2]), sum(one[1:2]), "\\n")
"""


@dataclass(frozen=True)
class Timed:
    """One measurement.

    Attributes:
        what: for the table.
        bar: processor seconds at most.
        run: what is timed, with everything imported and compiled.
        beside: what R takes for the same work, in processor seconds.
        scale: the bar is for so many times the work that is run.
    """

    what: str
    bar: float
    run: Callable[[], object]
    beside: float | None = None
    scale: float = 1.0

    def row(self) -> Row:
        """Measure; the best of three runs, since other work on the machine only ever adds."""
        took = []
        for _ in range(3 if self.bar < 10 else 1):
            begin = time.process_time()
            self.run()
            took.append(time.process_time() - begin)
        seconds = min(took) * self.scale
        ratio = f", R {self.beside:,.0f} s: {self.beside / seconds:,.0f} times as long" if self.beside else ""
        return Row(self.what, f"{seconds:.2f} s{ratio}", f"≤ {self.bar:g} s", met=seconds <= self.bar)


def measure() -> list[Row]:
    """Return the rows."""
    from darkfigure.covering import coverage
    from darkfigure.datasets import dataset
    from darkfigure.engine import selection
    from darkfigure.engine.choice import numba_is_here, using
    from darkfigure.estimating import estimate
    from darkfigure.graphs import average_graphs
    from darkfigure.models import catalogue

    uk, uk5, orleans = dataset("UKdat"), dataset("UKdat_5"), dataset("NewOrl")
    engines = ["numpy", *(["numba"] if numba_is_here() else [])]
    for engine in engines:
        estimate(uk, n_boot=5, engine=engine)
    catalogue(6, 2)
    average_graphs(uk)
    rows = []
    bars = {"numpy": (5.0, 8.0), "numba": (0.5, 1.0)}
    for engine in engines:
        name = "NumPy alone" if engine == "numpy" else "Numba, 2 threads"

        def stepwise(table: object, engine: str = engine) -> Callable[[], object]:
            return lambda: estimate(table, n_boot=1000, engine=engine, threads=2)  # type: ignore[arg-type]

        rows += [
            Timed(f"UK, six lists: 1,000 replicates, model chosen anew in each, BCa; {name}", bars[engine][0], stepwise(uk), R_SECONDS["uk"]),
            Timed(f"New Orleans, eight lists: the same; {name}", bars[engine][1], stepwise(orleans), R_SECONDS["new-orleans"]),
        ]  # fmt: skip
    best = engines[-1]

    def all_models() -> None:
        with using(best, 2):
            selection.fit_catalogue(uk.counts, catalogue(6, 2))

    rows += [
        Timed(
            f"UK, five lists: best of 1,024 models in each of 1,000 replicates (1.02 million fits, and as many for the parametric range); {best}", 15.0,
            lambda: estimate(uk5, "bic", n_boot=1000, engine=best, threads=2), R_SECONDS["bic"],
        ),
        Timed(f"UK, six lists: all 32,768 models with pairs; {best}", 1.0, all_models),
        Timed("UK, five lists: average over 822 decomposable graphs", 1.0, lambda: average_graphs(uk5), R_SECONDS["graphs"]),
        Timed("UK, six lists: average over 18,154 decomposable graphs", 2.0, lambda: average_graphs(uk)),
        Timed(
            f"coverage on the UK's five lists: 500 data sets, 1,000 replicates each; {best}", 30.0,
            lambda: coverage(uk5, sets=100, engine=best, threads=2), scale=5.0,
        ),
    ]  # fmt: skip
    return [*(timed.row() for timed in rows), *_commands(), *_peer()]


def _commands() -> list[Row]:
    """Time whole processes, from nothing; wall time, the best of five."""
    out = []
    for what, words, bar in (
        ("import darkfigure", ["-c", "import darkfigure"], 0.3),
        ("darkfigure estimate on the UK's six lists, from a cold start", ["-m", "darkfigure.cli", "estimate", "dataset:UKdat"], 1.5),
    ):  # fmt: skip
        took = []
        for _ in range(5):
            begin = time.perf_counter()
            subprocess.run([sys.executable, *words], check=True, stdout=subprocess.DEVNULL)
            took.append(time.perf_counter() - begin)
        out.append(Row(what, f"{min(took):.2f} s", f"≤ {bar:g} s", met=min(took) <= bar))
    return out


def _peer() -> list[Row]:
    """Run R on the same work in the same run, where it is installed with the package."""
    if shutil.which("Rscript") is None:
        return []
    ran = subprocess.run(["Rscript", "-e", R_SCRIPT], check=False, capture_output=True, text=True)
    if ran.returncode:
        return []
    from darkfigure.datasets import dataset
    from darkfigure.estimating import estimate

    more, one = (float(word) for word in ran.stdout.split()[-2:])
    table = dataset("UKdat")
    begin = time.process_time()
    estimate(table, n_boot=1000, engine="numpy")
    ours = time.process_time() - begin
    theirs = one + more / R_REPLICATES * 999
    return [
        Row(
            "… the first row beside R with SparseMSE in this run (R: scaled up from 20 replicates)",
            f"{ours:.2f} s to {theirs:,.0f} s: {theirs / ours:,.0f} times as long", "≥ 100 times", met=theirs >= 100 * ours,
        )
    ]  # fmt: skip
