"""JSON Schemas (draft 2020-12): of the files of a law, as plain data, and of what the commands print with ``--json``."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

#: The kinds of files; every scalar is text.
FILES = ("standard", "instrument", "bill", "verdicts", "records")
#: The commands whose answers have a schema.
ANSWERS = ("check", "score", "diff", "simulate", "statute", "record")
#: What the others refer to as ``common.schema.json``.
COMMON = "common"


def schema_text(name: str) -> str:
    """Return a schema as it is published.

    Args:
        name: one of ``FILES`` or ``ANSWERS``, or ``COMMON``.

    Raises:
        ValueError: when there is none of that name.
    """
    if name not in (*FILES, *ANSWERS, COMMON):
        raise ValueError(f"There is no schema {name!r}. There are: {', '.join((*FILES, *ANSWERS))}.")
    return files(__name__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")


def schema(name: str) -> dict[str, Any]:
    """Return a schema as data.

    Args:
        name: one of ``FILES`` or ``ANSWERS``, or ``COMMON``.

    Raises:
        ValueError: when there is none of that name.
    """
    found: dict[str, Any] = json.loads(schema_text(name))
    return found
