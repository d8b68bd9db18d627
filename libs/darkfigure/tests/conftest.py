"""The public tables and what is known about them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

HERE = Path(__file__).parent / "reference"


@pytest.fixture(scope="session")
def reference() -> dict[str, Any]:
    """Fits to 40 digits, limits of intervals, published figures."""
    found: dict[str, Any] = json.loads((HERE / "values.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def replicates(reference: dict[str, Any]) -> dict[str, NDArray[np.int64]]:
    """Tables by history for each name in ``reference["bca"]``, shape ``(1000, 2 ** L)``."""
    out = {}
    with np.load(HERE / "replicates.npz", allow_pickle=False) as drawn:
        for name, about in reference["bca"].items():
            histories = np.array(about["histories"])
            masks = (histories << np.arange(histories.shape[1])).sum(1)
            out[name] = np.zeros((len(drawn[name]), 1 << histories.shape[1]), np.int64)
            out[name][:, masks] = drawn[name]
    return out


@pytest.fixture
def apart(tmp_path: Path) -> str:
    """Three lists without a case in common: no method has an estimate, though the graph average has a number."""
    path = tmp_path / "apart.csv"
    path.write_text("A,B,C,count\n1,0,0,10\n0,1,0,12\n0,0,1,7\n")
    return str(path)
