"""Values for strict JSON: nothing that is not finite, nothing of NumPy."""

from __future__ import annotations

import math
from typing import Any


def plain(value: Any) -> Any:
    """Return a value with nothing in it that JSON cannot hold: numbers that are not finite become null.

    Args:
        value: any value; dictionaries and sequences are gone through.

    Returns:
        Dictionaries, lists, text, whole and finite numbers, true, false and null; of anything else its text.
    """
    if isinstance(value, dict):
        return {str(name): plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if value is None or isinstance(value, (bool, str, int)):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if hasattr(value, "tolist"):  # arrays and numbers of NumPy
        return plain(value.tolist())
    return str(value)
