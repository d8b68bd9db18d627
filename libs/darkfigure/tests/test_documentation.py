"""The tutorial holds: its commands and snippets run, print what it shows, and end as it says."""

from __future__ import annotations

import argparse
import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from darkfigure import datasets
from darkfigure.assessing import Declared, assess
from darkfigure.cli import main
from darkfigure.cli.arguments import parser
from darkfigure.datasets import dataset
from darkfigure.engine.choice import numba_is_here
from darkfigure.words import en

ROOT = Path(__file__).resolve().parents[3]
TUTORIAL = ROOT / "docs" / "darkfigure.md"
README = ROOT / "libs" / "darkfigure" / "README.md"
BLOCK = re.compile(r"^```(\w+)(.*)\n((?:.*\n)*?)```$", re.MULTILINE)
#: A number as it is quoted: with its commas, or with decimals.
QUOTED = re.compile(r"(?<![\w.,/:])\d{1,3}(?:,\d{3})+(?![\w,])")
#: Figures that nothing here prints, and who gave them.
PUBLISHED = {
    "10,000": "Home Office (2014)",
    "13,000": "Home Office (2014)",
    "9,000": "the range of compare with 1,000 replicates; below, the limit it comes from is checked",
    "100,000": "UN indicator 16.2.2",
    "1,000": "the usual number of replicates",
    "1,024": "models of pairs of five lists, 2 to the power of 10",
}


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, the words after it, and what stands in it."""

    language: str
    words: tuple[str, ...]
    body: str


def blocks(path: Path) -> list[Block]:
    """Every fenced block of a document."""
    found = BLOCK.findall(path.read_text(encoding="utf-8"))
    return [Block(language, tuple(words.split()), body) for language, words, body in found]


@dataclass(frozen=True)
class Told:
    """A block that was run: what it printed, how it ended, how the document says it ends, and what it shows."""

    block: Block
    printed: str
    statuses: tuple[int, ...]
    expected: int
    shown: str | None


def run_commands(body: str) -> tuple[str, tuple[int, ...]]:
    """Run the commands of a block in this process, which is quicker than one each."""
    out, statuses = io.StringIO(), []
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out):
        for line in body.splitlines():
            program, *words = shlex.split(line)
            assert program == "darkfigure", line
            statuses.append(main(words))
    return out.getvalue(), tuple(statuses)


def run_python(body: str, names: dict[str, object]) -> tuple[str, tuple[int, ...]]:
    """Run a snippet among the names of those before it; one that raises fails the test."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(body, "snippet", "exec"), names)  # noqa: S102 - our own documentation
    return out.getvalue(), (0,)


@contextlib.contextmanager
def following(folder: Path) -> Iterator[None]:
    """Sit in a folder as the reader does, at a screen of 100 columns, with the quickest engine there is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("COLUMNS", "100")
        patch.setenv("DARKFIGURE_ENGINE", "numba" if numba_is_here() else "numpy")
        yield


def follow(path: Path, folder: Path) -> list[Told]:
    """Do everything a document asks for, in its order; of files it shows, write those it gives a name."""
    told: list[Told] = []
    found, names = blocks(path), dict[str, object]()
    with following(folder):
        for block, after in zip(found, [*found[1:], Block("", (), "")], strict=True):
            shown = after.body if after.language == "text" else None
            if block.language == "csv" and block.words:
                Path(block.words[0]).write_text(block.body, encoding="utf-8")
            if "run" not in block.words:
                continue
            asked = [word for word in block.words if word.startswith("exit=")]
            expected = int(asked[0].removeprefix("exit=")) if asked else 0
            snippet = block.language == "python"
            printed, statuses = run_python(block.body, names) if snippet else run_commands(block.body)
            told.append(Told(block, printed, statuses, expected, shown))
    return told


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("tutorial")


@pytest.fixture(scope="module")
def tutorial(folder: Path) -> list[Told]:
    return follow(TUTORIAL, folder)


@pytest.fixture(scope="module")
def readme(tmp_path_factory: pytest.TempPathFactory) -> list[Told]:
    return follow(README, tmp_path_factory.mktemp("readme"))


def missing(shown: str, printed: str) -> str:
    """Return the first passage that is shown and was not printed there; a line of ``…`` stands for any lines."""
    rest = [line.rstrip() for line in printed.strip("\n").splitlines()]
    passages = [part.strip("\n").splitlines() for part in re.split(r"^…$", shown, flags=re.MULTILINE)]
    for number, passage in enumerate(passages):
        first, last = number == 0, number == len(passages) - 1
        if not passage and (first or last):
            continue  # it begins, or ends, with a line of …
        places = range(1) if first else range(len(rest))
        at = next((place for place in places if rest[place : place + len(passage)] == passage), None)
        if at is None or (last and at + len(passage) != len(rest)):
            return "\n".join(passage)
        rest = rest[at + len(passage) :]
    return ""


def test_a_passage_that_was_not_printed_is_found() -> None:
    assert missing("a\nb\n", "a\nb\n") == ""
    assert missing("a\n…\nd\n", "a\nb\nc\nd\n") == ""
    assert missing("a\n…\n", "a\nb\n") == ""
    assert missing("a\n…\n", "b\na\n") == "a"
    assert missing("…\nb\nd\n", "a\nb\nc\nd\n") == "b\nd"
    assert missing("…\nb\n", "a\nb\nc\n") == "b"
    assert missing("a\n", "a\nb\n") == "a"


@pytest.mark.parametrize("document", ["tutorial", "readme"])
def test_commands_end_as_documented(document: str, request: pytest.FixtureRequest) -> None:
    for told in request.getfixturevalue(document):
        assert set(told.statuses) == {told.expected}, (told.block.body, told.printed)


@pytest.mark.parametrize("document", ["tutorial", "readme"])
def test_outputs_are_those_that_are_printed(document: str, request: pytest.FixtureRequest) -> None:
    wrong = [missing(told.shown, told.printed) for told in request.getfixturevalue(document) if told.shown is not None]
    assert [passage for passage in wrong if passage] == []


def test_passages_of_files_are_in_the_files(tutorial: list[Told], folder: Path) -> None:
    assert tutorial
    shown = [block for block in blocks(TUTORIAL) if block.language == "markdown" and block.words]
    assert shown
    for block in shown:
        written = (folder / block.words[0]).read_text(encoding="utf-8")
        assert missing(f"…\n{block.body}…\n", written) == ""


def test_figures_in_the_text_were_printed(tutorial: list[Told], folder: Path) -> None:
    printed = "\n".join([*(told.printed for told in tutorial), (folder / "uk.md").read_text(encoding="utf-8")])
    known = set(QUOTED.findall(printed)) | set(PUBLISHED)
    prose = BLOCK.sub("", TUTORIAL.read_text(encoding="utf-8")).partition("\n## Commands\n")[0]
    quoted = set(QUOTED.findall(prose))
    assert {"2,744", "2,523", "27,596", "43,000"} <= quoted, "is nothing found any more?"
    assert quoted - known == set()


def test_the_range_of_a_thousand_replicates_begins_where_the_text_says(tutorial: list[Told]) -> None:
    """The upper limit is printed with 100 replicates as well: it is the largest total any of them gave."""
    whole = next(told.printed for told in tutorial if told.block.body == "darkfigure estimate uk.csv\n")
    assert re.search(r"^bootstrap, BCa +9,010 ", whole, re.MULTILINE)
    assert "goes from 9,000 to 43,000" in TUTORIAL.read_text(encoding="utf-8")


def test_as_many_published_tables_get_a_b_as_the_text_says() -> None:
    in_order = Declared(feeds=(), separate=(), same_definition=True, linkage_audited=True, closed=True)
    grades = [assess(dataset(name), in_order).grade for name in datasets.names()]
    assert (len(grades), grades.count("B")) == (12, 11)
    assert "eleven of the twelve" in " ".join(TUTORIAL.read_text(encoding="utf-8").split())


# --- Nothing is left out ----------------------------------------------------------------------------


def section(title: str) -> str:
    """The part of the tutorial below a heading."""
    return TUTORIAL.read_text(encoding="utf-8").partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def rows(text: str, columns: int) -> list[list[str]]:
    """The rows of the tables with so many columns, without their headings."""
    found = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"]
    return [row for row in found if len(row) == columns and row[0].startswith("`")]


def commands() -> dict[str, argparse.ArgumentParser]:
    """Every subcommand with its parser."""
    (below,) = (action for action in parser()._actions if isinstance(action, argparse._SubParsersAction))
    return dict(below.choices)


def test_each_command_has_a_row() -> None:
    named = {row[0].strip("`") for row in rows(section("Commands"), 2)}
    assert named == {f"darkfigure {name}" for name in commands()}


def test_each_option_has_a_row_that_names_its_commands() -> None:
    having: dict[str, set[str]] = {}
    for name, made in commands().items():
        for action in made._actions:
            for option in action.option_strings:
                if action.help != argparse.SUPPRESS and option not in {"-h", "--help"}:
                    having.setdefault(option, set()).add(name)
    documented: dict[str, set[str]] = {}
    for options, places, _meaning in rows(section("Commands"), 3):
        named = set(commands()) if places == "every command" else set(re.findall(r"`(\w+)`", places))
        documented |= dict.fromkeys(re.findall(r"`(-[\w-]+)`", options), named)
    assert documented == having


def test_each_choice_of_an_option_is_named() -> None:
    words = set(re.findall(r"`([\w-]+)`", section("Commands")))
    for name, made in commands().items():
        for action in made._actions:
            if action.option_strings and action.choices and action.help != argparse.SUPPRESS:
                assert set(map(str, action.choices)) <= words, (name, action.dest)


def test_each_warning_has_a_row_and_each_row_is_a_warning() -> None:
    assert {row[0].strip("`") for row in rows(section("Warnings"), 3)} == set(en.NOTES)


def test_each_public_name_is_in_the_table_for_python() -> None:
    import darkfigure

    named = set(re.findall(r"`(\w+)`", section("In Python")))
    assert set(darkfigure.__all__) - {"__version__"} <= named


def test_links_of_the_readme_lead_somewhere() -> None:
    links = re.findall(r"\]\(([^)\s#]+)[^)]*\)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if ":" not in link and not (README.parent / link).exists()] == []
