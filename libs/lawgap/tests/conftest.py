"""The worked example, read once."""

from __future__ import annotations

import lawgap
import pytest

from libs.lawgap.tests.made_up import FIRST_READING


@pytest.fixture(scope="session")
def first_reading() -> lawgap.Law:
    """The worked example."""
    return lawgap.read_folder(FIRST_READING)
