"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCES = sorted(path for path in Path("src/causeway").rglob("*.py") if "migrations" not in path.parts)


def reads_environment(tree: ast.AST) -> bool:
    ways = {"environ", "environb", "getenv", "putenv"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id == "os" and node.attr in ways:
                return True
        elif isinstance(node, ast.ImportFrom) and node.module == "os" and ways & {name.name for name in node.names}:
            return True
    return False


def test_only_env_reads_the_environment() -> None:
    readers = {str(path) for path in SOURCES if reads_environment(ast.parse(path.read_text(encoding="utf-8")))}
    assert readers == {"src/causeway/env.py"}


@pytest.mark.parametrize("code", ["import os\nos.environ['X']", "import os\nos.getenv('X')", "from os import environ"])
def test_the_rule_above_sees_every_way(code: str) -> None:
    assert reads_environment(ast.parse(code))


def test_no_file_has_grown_too_long_or_is_called_utils() -> None:
    for path in SOURCES:
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= 400 or "vocabulary" in path.name, f"{path}: {lines} lines"
        assert path.name != "utils.py"


def test_every_message_to_the_log_is_a_code() -> None:
    """Text with values in it would be dropped by the formatter: whoever wrote it would look for it in vain."""
    from causeway.ops.logs import EVENT, FIELDS

    wrong = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
            ):
                continue
            if node.func.value.id not in {"log", "logger"} or node.func.attr not in {
                "debug", "info", "warning", "error", "exception", "critical",
            }:  # fmt: skip
                continue
            message = node.args[0] if len(node.args) == 1 else None
            if not (isinstance(message, ast.Constant) and EVENT.fullmatch(str(message.value))):
                wrong.append(f"{path}:{node.lineno}: the message is not a code")
            for keyword in node.keywords:
                if keyword.arg == "extra" and isinstance(keyword.value, ast.Dict):
                    named = {key.value for key in keyword.value.keys if isinstance(key, ast.Constant)}
                    wrong += [f"{path}:{node.lineno}: {name} is not a field of the log" for name in named - set(FIELDS)]
    assert wrong == []
