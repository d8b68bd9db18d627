"""Comparing what the database holds with what it held after a load."""

from __future__ import annotations

import hashlib
import json
from typing import Any


def digest(data: object) -> str:
    """The fingerprint of plain data, whatever the order of its fields."""
    return hashlib.sha256(json.dumps(data, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def alike(left: Any, right: Any) -> bool:
    """Tell whether two pieces of plain data say the same.

    A field that one side lacks and the other has empty is no difference: a later release may know more fields than
    the one that loaded the pack, and that is no edit of anybody.

    Args:
        left: plain data as JSON has it.
        right: the same.
    """
    if not left and not right:
        return True
    if isinstance(left, dict) and isinstance(right, dict):
        return all(alike(left.get(name), right.get(name)) for name in {*left, *right})
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(alike, left, right))
    return bool(left == right)
