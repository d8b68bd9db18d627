"""JSON Schemas (draft 2020-12) of what the commands print with ``--json``: one a command, and what they share."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

#: The commands whose answers have a schema.
NAMES = (
    "check", "estimate", "compare", "sensitivity", "coverage", "report", "plot", "survey", "simulate", "datasets"
)  # fmt: skip
#: What the others refer to as ``common.schema.json``.
COMMON = "common"


def schema(name: str) -> dict[str, Any]:
    """Return a schema.

    Args:
        name: one of ``NAMES``, or ``COMMON``.

    Raises:
        ValueError: when there is none of that name.
    """
    if name not in (*NAMES, COMMON):
        raise ValueError(f"There is no schema {name!r}. There are: {', '.join(NAMES)}.")
    found: dict[str, Any] = json.loads(files(__name__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8"))
    return found
