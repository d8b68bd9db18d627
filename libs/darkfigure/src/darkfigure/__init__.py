"""How many are not seen: multiple systems estimation with an honest range, and a refusal where no estimate exists."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

#: Where each public name is; read on first use, so that ``import darkfigure`` stays quick.
_PLACES = {
    "CaptureTable": "tables",
    "TableError": "tables",
    "HierarchicalModel": "models",
    "ModelError": "models",
    "Assessment": "results",
    "Comparison": "results",
    "Coverage": "results",
    "Estimate": "results",
    "Interval": "results",
    "NotEstimable": "results",
    "Note": "results",
    "Scenario": "results",
    "Sensitivity": "results",
    "read_csv": "reading",
    "from_records": "reading",
    "read_text": "reading",
    "fit": "fitting",
    "check_existence": "existence",
    "estimate": "estimating",
    "compare_methods": "comparing",
    "sensitivity": "sensitivities",
    "coverage": "covering",
    "simulate": "simulation",
    "cell_probabilities": "simulation",
    "assess": "assessing",
    "Declared": "assessing",
    "chao": "bounds",
    "chapman": "bounds",
    "lincoln_petersen": "bounds",
    "pairwise_chapman": "bounds",
    "average_graphs": "graphs",
    "latent_classes": "latent",
    "survey": "surveys",
    "SurveyEstimate": "surveys",
    "report": "reporting",
    "dataset": "datasets",
}

__all__ = ["__version__", *_PLACES]  # noqa: PLE0604 - the names are the keys above


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_PLACES[name]}"), name)


if TYPE_CHECKING:
    from darkfigure.models import HierarchicalModel as HierarchicalModel
    from darkfigure.results import Estimate as Estimate
    from darkfigure.results import Interval as Interval
    from darkfigure.results import Note as Note
    from darkfigure.results import NotEstimable as NotEstimable
    from darkfigure.tables import CaptureTable as CaptureTable
    from darkfigure.tables import TableError as TableError
