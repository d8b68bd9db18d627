"""The reader of the environment names everything that is wrong at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from causeway.env import EnvError, read_environment


def test_without_any_setting_the_site_can_run() -> None:
    values = read_environment({})
    assert (values["HOST"], values["PORT"], values["WORKERS"]) == ("127.0.0.1", 8000, 2)
    assert values["DATA"] == Path("data").resolve()


def test_every_fault_is_named_with_what_to_say() -> None:
    with pytest.raises(EnvError) as fault:
        read_environment({"PORT": "abc", "PRODUCTION": "maybe", "UNVERIFIED_FACTS": "show"})
    said = str(fault.value)
    assert "PORT='abc': say a whole number." in said
    assert "PRODUCTION='maybe': say 1 or 0." in said
    assert "say one of: , banner, hide" not in said
    assert "UNVERIFIED_FACTS='show': say banner or hide." in said


def test_nothing_else_reads_the_environment() -> None:
    source = Path(__file__).resolve().parent.parent / "src" / "causeway"
    readers = {
        file.relative_to(source).as_posix()
        for file in source.rglob("*.py")
        if "os.environ" in file.read_text(encoding="utf-8") or "getenv" in file.read_text(encoding="utf-8")
    }
    assert readers == {"env.py"}
