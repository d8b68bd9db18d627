"""What make says to somebody who has only just cloned the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TARGETS = {"setup", "run", "test", "check", "bench", "lock"}


def make(folder: Path, *words: str, path: str = "") -> subprocess.CompletedProcess[str]:
    env = {"PATH": path or os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [shutil.which("make") or "make", *words], cwd=folder, env=env, capture_output=True, text=True, check=False
    )


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    for name in ("Makefile", "uv.lock", "pyproject.toml"):
        shutil.copy(name, tmp_path)
    return tmp_path


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """A PATH with what every Debian has, and no Python."""
    folder = tmp_path / "tools"
    folder.mkdir()
    for name in ("sh", "cat", "sha256sum", "cut", "mkdir", "rm", "touch", "awk", "make"):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    return folder


def python(folder: Path, *, version: str, venv: bool) -> None:
    """Put a stand-in for Python on the PATH."""
    stand_in = folder / "python3"
    stand_in.write_text(
        '#!/bin/sh\ncase "$2" in\n'
        f"*version_info*) exit {0 if version == '3.11' else 1};;\n"
        f"*ensurepip*) exit {0 if venv else 1};;\n"
        "esac\nexit 3\n"
    )
    stand_in.chmod(0o755)


def test_make_alone_lists_the_targets_with_a_line_each(clone: Path) -> None:
    done = make(clone)
    assert done.returncode == 0
    listed = dict(re.findall(r"^  make (\S+) +(.+)$", done.stdout, re.MULTILINE))
    assert set(listed) == TARGETS | {"help"}
    assert all(listed.values())


@pytest.mark.parametrize("target", ["run", "test", "check", "bench", "setup"])
def test_without_python_311_it_says_what_to_install(clone: Path, tools: Path, target: str) -> None:
    for version in ("", "3.13"):
        if version:
            python(tools, version=version, venv=True)
        done = make(clone, target, path=str(tools))
        assert done.returncode != 0
        assert "needs Python 3.11" in done.stderr
        assert "apt-get install python3 python3-venv" in done.stderr
        assert not (clone / ".venv").exists()


def test_without_the_venv_module_it_says_what_to_install(clone: Path, tools: Path) -> None:
    python(tools, version="3.11", venv=False)
    done = make(clone, "run", path=str(tools))
    assert done.returncode != 0
    assert "Debian packs it apart" in done.stderr
    assert "apt-get install python3-venv" in done.stderr
    assert not (clone / ".venv").exists()


def test_a_clone_that_may_not_be_written_to_is_named(clone: Path, tools: Path) -> None:
    python(tools, version="3.11", venv=True)
    (clone / ".venv").write_text("in the way")
    done = make(clone, "run", path=str(tools))
    assert done.returncode != 0
    assert f"may not write to {clone}" in done.stderr


def test_the_uv_of_the_makefile_is_the_uv_of_the_image() -> None:
    pinned = re.search(r"^UV_VERSION := (\S+)$", Path("Makefile").read_text(), re.MULTILINE)
    assert pinned is not None
    assert f"uv=={pinned[1]}" in Path("Dockerfile").read_text()
