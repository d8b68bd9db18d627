"""Running the command in a test."""

from __future__ import annotations

import json
import sys
from typing import Any

import pytest
from darkfigure.cli import main

Output = pytest.CaptureFixture[str]
COMMAND = [sys.executable, "-m", "darkfigure.cli"]


def answer(capsys: Output, *argv: str, status: int = 0) -> dict[str, Any]:
    """Run a command with ``--json`` and return what it prints."""
    assert main([*argv, "--json"]) == status
    told = capsys.readouterr()
    assert told.err == ""
    found: dict[str, Any] = json.loads(told.out)
    return found


def refusal(capsys: Output, *argv: str) -> str:
    """Run a command that must be refused and return the sentence."""
    assert main(list(argv)) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("darkfigure: ")
    assert told.err.count("\n") == 1
    return told.err.removeprefix("darkfigure: ").strip()
