"""The tutorial and the README hold: their commands and snippets run, print what they show, and end as they say."""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from lawgap.cli import main
from lawgap.cli.arguments import parser
from lawgap.settled import ENTRIES, ORDER

from libs.lawgap.tests.made_up import FIRST_READING

ROOT = Path(__file__).resolve().parents[3]
TUTORIAL, README = ROOT / "docs" / "lawgap.md", ROOT / "libs" / "lawgap" / "README.md"
BLOCK = re.compile(r"^```(\w+)(.*)\n((?:.*\n)*?)```$", re.MULTILINE)


@dataclass(frozen=True)
class Told:
    """A block that was run: what it printed, how it ended, how the document says it ends, and what it shows."""

    body: str
    printed: str
    status: int
    expected: int
    shown: str | None


def run(language: str, body: str, names: dict[str, object]) -> tuple[str, int]:
    """Run a block in this process, which is quicker than one each."""
    out, status = io.StringIO(), 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        if language == "python":
            exec(compile(body, "snippet", "exec"), names)  # noqa: S102 -- our own documentation
            return out.getvalue(), 0
        for line in body.splitlines():
            program, *words = shlex.split(line)
            if program == "rm":
                Path(words[0]).unlink()
                continue
            assert program == "lawgap", line
            status = max(status, main(words))
    return out.getvalue(), status


@contextlib.contextmanager
def sitting_in(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


def follow(path: Path, folder: Path) -> list[Told]:
    """Do everything a document asks for, in its order; of files it shows, write those it gives a name."""
    shutil.copytree(FIRST_READING, folder / "law")
    told: list[Told] = []
    found = [(language, words.split(), body) for language, words, body in BLOCK.findall(path.read_text("utf-8"))]
    names: dict[str, object] = {}
    with sitting_in(folder):
        for (language, words, body), after in zip(found, [*found[1:], ("", [], "")], strict=True):
            if language in ("yaml", "xml") and words:
                Path(words[0]).write_text(body, encoding="utf-8")
            if "run" in words:
                asked = [int(word.removeprefix("exit=")) for word in words if word.startswith("exit=")]
                printed, status = run(language, body, names)
                told.append(
                    Told(body, printed, status, asked[0] if asked else 0, after[2] if after[0] == "text" else None)
                )
    return told


def missing(shown: str, printed: str) -> str:
    """The first passage that is shown and was not printed there; a line of ``…`` stands for any lines."""
    rest = [line.rstrip() for line in printed.strip("\n").splitlines()]
    passages = [part.strip("\n").splitlines() for part in re.split(r"^…$", shown, flags=re.MULTILINE)]
    for number, passage in enumerate(passages):
        first, last = number == 0, number == len(passages) - 1
        if not passage:
            continue
        places = range(1) if first else range(len(rest))
        wanted = [line.rstrip() for line in passage]
        at = next((place for place in places if rest[place : place + len(wanted)] == wanted), None)
        if at is None or (last and at + len(wanted) != len(rest)):
            return "\n".join(passage)
        rest = rest[at + len(wanted) :]
    return ""


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    return follow(TUTORIAL, tmp_path_factory.mktemp("tutorial"))


@pytest.fixture(scope="module")
def readme(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    return follow(README, tmp_path_factory.mktemp("readme"))


@pytest.mark.parametrize("name", ["tutorial", "readme"])
def test_everything_runs_and_prints_what_is_shown(name: str, request: pytest.FixtureRequest) -> None:
    told: list[Told] = request.getfixturevalue(name)
    assert len(told) >= 2
    for block in told:
        assert block.status == block.expected, f"{block.body}\n{block.printed}"
        assert block.shown is None or not missing(block.shown, block.printed), f"{block.body}\n{block.printed}"


def test_every_command_and_option_has_its_place_in_the_table() -> None:
    table = TUTORIAL.read_text("utf-8").partition("## Commands")[2].partition("\n## ")[0]
    rows = {row.split("|")[1].strip(): row for row in table.splitlines() if row.startswith("| `lawgap")}
    actions = next(action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    for name, command in actions.choices.items():
        row = next((row for head, row in rows.items() if head.startswith(f"`lawgap {name} ")), None)
        assert row, f"no row for lawgap {name}"
        for action in command._actions:
            if action.option_strings and action.dest != "help":
                assert action.option_strings[-1] in row or action.option_strings[0] in row, (name, action.dest)


def test_the_readme_names_every_field_of_every_file() -> None:
    text = README.read_text("utf-8")
    fields = {field for order in (*ORDER.values(), *ENTRIES.values()) for field in order}
    assert sorted(field for field in fields if f"`{field}`" not in text) == []


@pytest.mark.parametrize("path", [TUTORIAL, README], ids=["tutorial", "readme"])
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    heads = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ")).strip().lower().replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    for link in re.findall(r"\]\(([^)\s]+)\)", text):
        file, _, anchor = link.partition("#")
        if ":" in link:
            continue
        assert not file or (path.parent / file).exists(), link
        assert file or anchor in heads, link
