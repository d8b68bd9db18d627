"""What the command said: its answer in JSON, or its refusal."""

from __future__ import annotations

import json
from typing import Any

import pytest
from lawgap.cli import main

Output = pytest.CaptureFixture[str]


def told(capsys: Output, *argv: object, status: int = 0) -> str:
    """Run the command and return what it printed."""
    assert main([str(word) for word in argv]) == status
    printed = capsys.readouterr()
    assert status == 2 or printed.err == ""
    return printed.out


def answer(capsys: Output, *argv: object, status: int = 0) -> dict[str, Any]:
    """Run the command with ``--json`` and return its answer."""
    found: dict[str, Any] = json.loads(told(capsys, *argv, "--json", status=status))
    return found


def refusal(capsys: Output, *argv: object) -> str:
    """Run the command and return why it refused; it prints nothing else."""
    assert main([str(word) for word in argv]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    return printed.err
