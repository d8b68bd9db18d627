from __future__ import annotations

from pathlib import Path

import pytest

from causeway.ops.store import PageStore

HEADERS = [("Content-Type", "text/html; charset=utf-8"), ("Content-Language", "en"), ("X-Frame-Options", "DENY")]


@pytest.fixture
def store(tmp_path: Path) -> PageStore:
    """A page store with a first generation."""
    made = PageStore(tmp_path / "pages", release="r1")
    made.recover()
    return made
