"""What a score, a difference or a bill looks like: JSON, CSV, a picture, a page for print, tables for a terminal.

A score is always shown as a range with its three counts, who signed it and when; never as one bare number.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lawgap.outputs.asdict import as_json, diff_as_json, simulation_as_json
    from lawgap.outputs.cellfile import as_csv
    from lawgap.outputs.markdown import diff_as_markdown, score_as_markdown, simulation_as_markdown
    from lawgap.outputs.matrix import as_svg
    from lawgap.outputs.sheet import as_sheet

__all__ = [
    "as_csv",
    "as_json",
    "as_sheet",
    "as_svg",
    "diff_as_json",
    "diff_as_markdown",
    "score_as_markdown",
    "simulation_as_json",
    "simulation_as_markdown",
]
_HOMES = {
    **dict.fromkeys(("as_json", "diff_as_json", "simulation_as_json"), "asdict"),
    **dict.fromkeys(("diff_as_markdown", "score_as_markdown", "simulation_as_markdown"), "markdown"),
    "as_csv": "cellfile",
    "as_svg": "matrix",
    "as_sheet": "sheet",
}


def __getattr__(name: str) -> Any:
    """Import a form of output when it is asked for: a command needs one of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
