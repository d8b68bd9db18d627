"""The command: bad input, and how the process ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from darkfigure import estimating, reporting
from darkfigure.cli import arguments, drawing, main
from darkfigure.schemas import NAMES

from libs.darkfigure.tests.cli_answers import COMMAND, Output, refusal

# --- Bad input --------------------------------------------------------------------------------------

HOSTILE: dict[str, tuple[bytes, str]] = {
    "float": (b"A,B,count\n1,0,3\n0,1,2.5\n", "Row 3, column 'count': '2.5' is no number of cases"),
    "negative": (b"A,B,count\n1,0,-3\n", "Row 2, column 'count': '-3' is no number of cases"),
    "empty": (b"", "is empty"),
    "no header": (b"1,0,3\n0,1,4\n", "Row 1: The first line holds numbers"),
    "same name": (b"A,A,count\n1,0,3\n", "Row 1, column 'A': Two lists have this name"),
    "nobody": (b"A,B,count\n1,0,3\n0,0,9\n", "Row 3: This is the count of the cases on no list"),
    "nowhere": (b"A,B\n1,0\n0,0\n", "Row 3: The case is on no list"),
    "twelve lists": (b"A,B,C,D,E,F,G,H,I,J,K,L,count\n" + b"1," * 12 + b"3\n", "There are 12 lists; at most 10"),
    "same list": (b"A,B,count\n1,1,3\n", "Column 'B': This list holds exactly the cases of 'A'"),
    "empty list": (b"A,B,count\n1,0,3\n", "Column 'B': No case is on this list"),
    "no case": (b"A,B,count\n1,0,0\n", "holds no case"),
    "one case": (b"A,B,count\n1,1,1\n", "holds a single case"),
    "10^12": (b"A,B,count\n1,0,1000000000000\n", "Row 2, column 'count': 1,000,000,000,000 is more than"),
    "UTF-16": ("A,B,count\n1,0,3\n".encode("utf-16"), "is in UTF-16"),
    "semicolons": (b"A;B;count\n1;0;3\n", "Row 1: The columns are separated by semicolons"),
    "spreadsheet": (b"PK\x03\x04" + bytes(100), "is a spreadsheet"),
    "escape": (b"A\x1b[31m,B,count\n1,0,3\n", "Row 1: There is a character that cannot be seen (U+001B)"),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_bad_table_is_refused_with_file_row_and_column(kind: str, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "lists.csv"
    path.write_bytes(HOSTILE[kind][0])
    commands = ["estimate", "check", "compare", "sensitivity", "coverage", "report", "plot", "simulate"]
    for command in commands if kind == "float" else commands[:1]:
        said = refusal(capsys, command, str(path))
        assert HOSTILE[kind][1] in said
        assert "lists.csv" in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("answer,age\n1,30\n", "Row 1: Column 'age' is none of answer, weight, stratum, cluster"),
        ("weight\n1\n", "There is no column 'answer'"),
        ("answer\n1\nyes\n", "Row 3, column 'answer': The answer is neither 0 nor 1"),
        ("answer,weight\n1,0\n", "Row 2, column 'weight': The weight is not a number above 0"),
        ("answer,weight\n1\n", "Row 2: The row has 1 values"),
        ("answer,stratum\n1,\n", "Row 2, column 'stratum': There is no label"),
        ("answer,answer\n1,1\n", "There are two columns of this name"),
        ("", "'answers.csv' is empty"),
        ("answer\n1\n", "There must be at least 2 answers"),
    ],
)
def test_a_bad_survey_is_refused_with_row_and_column(
    content: str, says: str, tmp_path: Path, capsys: Output
) -> None:  # fmt: skip
    path = tmp_path / "answers.csv"
    path.write_text(content)
    assert says in refusal(capsys, "survey", str(path))


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        ([], "the following arguments are required: COMMAND"),
        (["estimat", "x"], "invalid choice: 'estimat'"),
        (["estimate"], "estimate: the following arguments are required: TABLE.csv. See: darkfigure estimate --help"),
        (["estimate", "none.csv"], "There is no file 'none.csv'"),
        (["estimate", "."], "is a folder"),
        (["estimate", "dataset:none"], "There is no data set 'none'. There are: UKdat"),
        (["estimate", "dataset:Korea", "--boot", "-1"], "--boot: '-1' is not a whole number from 0 to 100,000"),
        (["estimate", "dataset:Korea", "--boot", "1e3"], "'1e3' is not a whole number"),
        (["estimate", "dataset:Korea", "--seed", "x"], "--seed: 'x' is not a whole number"),
        (["estimate", "dataset:Korea", "--level", "95"], "write 0.95 for 95 per cent"),
        (["estimate", "dataset:Korea", "--level", "nan"], "'nan' is not a number"),
        (["estimate", "dataset:Korea", "--threshold", "2"], "'2' is not between 0 and 1"),
        (["estimate", "dataset:Korea", "--method", "guess"], "invalid choice: 'guess'"),
        (["estimate", "dataset:Korea", "--model", "[14]"], "must name lists from 1 to 3"),
        (["estimate", "dataset:Korea", "--method", "fixed"], "Give a model with the method 'fixed'"),
        (["estimate", "dataset:Korea", "--method", "dga", "--interval", "bca"], "has no interval 'bca'"),
        (["estimate", "dataset:NewOrl", "--method", "dga"], "at most 6 lists"),
        (
            ["estimate", "dataset:Korea", "--feeds", "b:x"],
            "--feeds 'b:x' does not name two lists. Write two of b, c, d",
        ),
        (["sensitivity", "dataset:Korea", "--claim", "20,000"], "'20,000' is not a number in plain digits"),
        (["coverage", "dataset:Korea", "--boot", "0"], "at least 20 replicates"),
        (["report", "dataset:Korea", "--language", "xx"], "There are no words in 'xx'"),
        (["report", "dataset:Korea", "--boot", "0", "--population", "5"], "is smaller than the number of cases"),
        (["plot", "dataset:Korea", "--figure", "bootstrap", "--boot", "0"], "Ask for at least one replicate"),
        (["survey"], "Give either a file of answers, or both --positive and --size"),
        (["survey", "--positive", "3"], "Give both --positive and --size"),
        (["survey", "--positive", "3", "--size", "2"], "must be a whole number from 0 to 2"),
        (["simulate", "--total", "5"], "Give either --capture"),
        (["simulate", "--total", "5", "--capture", "0.1,x"], "'x' is not a number"),
        (["simulate", "--total", "5", "--capture", "0.1,2"], "must be above 0 and below 1"),
        (["simulate", "--total", "5", "--capture", "0.1,0.2", "--pair", "A,Q=2"], "--pair 'A,Q' does not name two"),
        (["simulate", "--total", "5", "--capture", "0.1,0.2", "--lists", "=A,B"], "begins like a formula"),
        (["simulate", "--total", "5", "--capture", "0.1,0.2", "--reps", "2"], "Name a folder"),
        (["datasets", "--about"], "Name a table"),
    ],
)
def test_what_makes_no_sense_is_said_in_one_sentence(argv: list[str], says: str, capsys: Output) -> None:
    assert says in refusal(capsys, *argv)


def test_a_fault_is_no_traceback_and_no_bad_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    monkeypatch.setitem(drawing._FIGURES, "overlap", lambda *_: dict[str, str]()["gone"])
    assert main(["plot", "dataset:Korea", "--figure", "overlap"]) == 1
    told = capsys.readouterr()
    assert told.err == "darkfigure: a fault of darkfigure itself, not of your data (KeyError: 'gone'). Please report it.\n"  # fmt: skip
    assert told.out == ""


# --- The process ------------------------------------------------------------------------------------


def test_the_choices_are_those_of_the_library() -> None:
    assert arguments.METHODS == estimating.METHODS
    assert arguments.INTERVALS == estimating.INTERVALS
    assert arguments.FORMATS == reporting.FORMATS
    assert set(arguments.FIGURES) == drawing._FIGURES.keys()


@pytest.mark.parametrize("command", ["", *NAMES])
def test_help_gives_examples_that_are_understood(command: str, capsys: Output) -> None:
    assert main([*command.split(), "--help"]) == 0
    text = capsys.readouterr().out
    examples = [line.strip() for line in text.splitlines() if line.startswith("  darkfigure ")]
    assert examples
    assert "100%" not in text


def test_help_and_version_come_without_numpy() -> None:
    code = "import sys; from darkfigure.cli import main; main(['--help']); main(['--version']); sys.exit('numpy' in sys.modules)"  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1].startswith("darkfigure ")


def test_progress_is_told_only_where_it_is_wanted(capsys: Output) -> None:
    argv = ["coverage", "dataset:Korea", "--sets", "24", "--boot", "40"]
    assert main(argv) == 0
    assert capsys.readouterr().err == ""
    assert main([*argv, "--progress"]) == 0
    assert capsys.readouterr().err.startswith("data sets: 8 of 24 (")
    assert main([*argv, "--progress", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_the_process_ends_with_the_status_and_writes_utf8(tmp_path: Path) -> None:
    path = tmp_path / "名單.csv"
    path.write_text("警察,庇護所,count\n1,0,10\n0,1,12\n", encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "en_US.ISO-8859-1", "PYTHONIOENCODING": "latin-1"}
    done = subprocess.run([*COMMAND, "check", str(path)], capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stderr) == (3, b"")
    assert "庇護所" in done.stdout.decode()


def test_a_reader_that_has_gone_is_no_fault() -> None:
    with subprocess.Popen([*COMMAND, "datasets", "--json"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None and process.stderr is not None  # noqa: PT018
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 0


def test_ctrl_c_ends_with_130_and_without_a_traceback() -> None:
    argv = [
        *COMMAND,
        "coverage",
        "dataset:Korea",
        "--sets",
        "100000",
        "--boot",
        "40",
        "--engine",
        "numpy",
        "--progress",
    ]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stderr is not None
        assert process.stderr.readline().startswith(b"data sets: ")
        process.send_signal(signal.SIGINT)
        assert b"Traceback" not in process.stderr.read()
        assert process.wait(60) == 130
