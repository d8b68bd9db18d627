"""Figures as accessible SVG, each with the same data as a table; they need nothing but NumPy.

Each function takes plain results and returns a :class:`Figure`. A figure follows the reader's light or dark setting,
is legible on a phone, never says anything by colour alone, holds nothing from elsewhere and no script, and is the same
to the byte for the same data.
"""

from __future__ import annotations

from darkfigure.figures.chapman import chapman_map
from darkfigure.figures.cloud import models_cloud
from darkfigure.figures.departure import departure_curve
from darkfigure.figures.figure import DataTable, Figure
from darkfigure.figures.forest import forest
from darkfigure.figures.histogram import bootstrap_histogram
from darkfigure.figures.ladder import drop_one_ladder
from darkfigure.figures.overlap import overlap_matrix
from darkfigure.figures.rangebar import range_bar
from darkfigure.figures.threshold import threshold_path

__all__ = [
    "DataTable",
    "Figure",
    "bootstrap_histogram",
    "chapman_map",
    "departure_curve",
    "drop_one_ladder",
    "forest",
    "models_cloud",
    "overlap_matrix",
    "range_bar",
    "threshold_path",
]
