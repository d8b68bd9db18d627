"""What a law covers of a standard, cell by cell; what a bill would change; who signed it.

>>> import lawgap
>>> law = lawgap.read_folder("libs/lawgap/examples/hk-first-reading")
>>> lawgap.score(law).counts["central"]
Counts(offence=54, fragment=262, none=314)
"""

from __future__ import annotations

from lawgap.bills import Simulation, apply, simulate
from lawgap.diffing import Diff, diff
from lawgap.faults import Fault, LawError
from lawgap.folder import from_data, read_files, read_folder
from lawgap.models import Law
from lawgap.scoring import Counts, Score, score
from lawgap.staleness import stale_provisions, stale_verdicts

__all__ = [
    "Counts",
    "Diff",
    "Fault",
    "Law",
    "LawError",
    "Score",
    "Simulation",
    "apply",
    "diff",
    "from_data",
    "read_files",
    "read_folder",
    "score",
    "simulate",
    "stale_provisions",
    "stale_verdicts",
]
__version__ = "0.1.0"
