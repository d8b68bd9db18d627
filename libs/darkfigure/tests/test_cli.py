"""The command: what it prints, what it refuses, with which status, and that it never leaves a mess."""

from __future__ import annotations

import io
import json
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from darkfigure import estimating, reporting
from darkfigure.cli import arguments, drawing, main
from darkfigure.datasets import dataset, names
from darkfigure.engine.choice import numba_is_here
from darkfigure.reading import read_csv
from darkfigure.schemas import NAMES

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


@pytest.fixture
def apart(tmp_path: Path) -> str:
    """Three lists without a case in common: no method has an estimate, though the graph average has a number."""
    path = tmp_path / "apart.csv"
    path.write_text("A,B,C,count\n1,0,0,10\n0,1,0,12\n0,0,1,7\n")
    return str(path)


# --- What a person reads ----------------------------------------------------------------------------


def test_an_estimate_begins_with_a_plain_sentence_then_grade_warnings_and_figures(capsys: Output) -> None:
    assert main(["estimate", "dataset:UKdat", "--boot", "200"]) == 0
    text = capsys.readouterr().out
    flat = " ".join(text.split())
    assert flat.startswith("We know of 2,744 cases. Stepwise selection puts the total, known and unknown together, at about 11,000, between ")  # fmt: skip
    marks = ["Grade B: Exploratory", "Not for headlines - ", "2 of 15 (LA & GP; LA & NCA)", "What data would help:", "Say it beside - ", "Total, estimated 11,418", "Links between lists"]  # fmt: skip
    places = [flat.index(mark) for mark in marks]
    assert places == sorted(places)
    assert "\x1b" not in text


def test_text_keeps_to_the_width_of_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    path = tmp_path / "lists.csv"
    names = [f"Police of the district number {place}" for place in range(1, 6)]
    path.write_text(dataset("UKdat_5").to_csv().replace("LA,NG,PFNCA,GO,GP", ",".join(names)))
    assert main(["check", str(path)]) == 0
    assert max(map(len, capsys.readouterr().out.splitlines())) <= 60


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("no_colour", "marked"), [("", True), ("1", False)])
def test_emphasis_only_on_a_terminal_that_wants_it(
    no_colour: str, marked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", no_colour)
    screen = _Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    assert main(["datasets"]) == 0
    assert ("\x1b[1m" in screen.getvalue()) is marked


def test_a_refusal_is_a_result_with_reasons_in_words(apart: str, capsys: Output) -> None:
    assert main(["estimate", apart]) == 3
    told = capsys.readouterr()
    flat = " ".join(told.out.split())
    assert flat.startswith("We know of 29 cases. How many more there are cannot be estimated from these lists. Grade C")
    assert "No case is on two lists" in flat
    assert told.err == ""


def test_methods_far_apart_get_no_single_number(capsys: Output) -> None:
    argv = ["compare", "dataset:UKdat_5", "--boot", "0", "--method", "stepwise", "--method", "bic"]
    assert main(argv) == 0
    flat = " ".join(capsys.readouterr().out.split())
    assert "There is no single number: the methods differ 2.0 times, from about 11,000" in flat


# --- The numbers ------------------------------------------------------------------------------------


def test_the_json_holds_the_unrounded_numbers(reference: dict[str, Any], capsys: Output) -> None:
    found = answer(capsys, "estimate", "dataset:UKdat_5", "--boot", "0")
    known = next(fit for fit in reference["fits"] if (fit["table"], fit["which"]) == ("UKdat_5", "stepwise_p0.02"))
    assert found["estimate"] == pytest.approx(known["N"], rel=1e-10)
    assert found["model"] == known["model"]
    assert found["dark_figure"] == found["estimate"] - 2744
    assert (found["method"], found["observed"], found["interval"], found["seed"]) == ("stepwise", 2744, None, None)
    assert found["input_sha256"] == dataset("UKdat_5").sha256
    assert found["grade"] == "B"
    assert "methods-differ" in {warning["code"] for warning in found["warnings"]}


@pytest.mark.parametrize(
    ("argv", "total", "model"),
    [
        (["--method", "independence"], 141.99, "[1,2,3]"),
        (["--method", "bic"], 157.17, None),
        (["--model", "[1,2,3]"], 141.99, "[1,2,3]"),
        (["--method", "chao"], 137.45, None),
        (["--threshold", "0"], 141.99, "[1,2,3]"),
    ],
)
def test_each_method_can_be_asked_for(argv: list[str], total: float, model: str | None, capsys: Output) -> None:
    found = answer(capsys, "estimate", "dataset:Korea", "--boot", "0", *argv)
    assert found["estimate"] == pytest.approx(total, abs=0.006)
    assert model is None or found["model"] == model


def test_the_average_has_a_name_of_its_own(capsys: Output) -> None:
    first = answer(capsys, "estimate", "dataset:Korea", "--boot", "0", "--method", "bic", "--average")
    second = answer(capsys, "estimate", "dataset:Korea", "--boot", "0", "--method", "bic-average")
    assert first == second
    assert first["method"] == "bic-average"


def test_the_same_seed_gives_the_same_bytes(capsys: Output) -> None:
    told = []
    for seed in ("7", "7", "8"):
        assert main(["estimate", "dataset:Korea", "--boot", "80", "--seed", seed, "--json"]) == 0
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != told[2]


@pytest.mark.skipif(not numba_is_here(), reason="Numba is not installed")
def test_engines_and_threads_agree(capsys: Output) -> None:
    limits = []
    for options in (["--engine", "numpy"], ["--engine", "numba", "--threads", "1"], ["--engine", "numba", "--threads", "2"]):  # fmt: skip
        found = answer(capsys, "estimate", "dataset:UKdat_5", "--boot", "60", *options)
        limits.append([found["estimate"], *(one[end] for one in found["intervals"] for end in ("lower", "upper"))])
    assert limits[0] == pytest.approx(limits[1], rel=1e-9)
    assert limits[1] == limits[2]


def test_no_number_leaves_a_table_that_carries_none(tmp_path: Path, capsys: Output) -> None:
    """Every case of A is on B, so no model has a fit; Chao's bound and the graph average have numbers all the same."""
    path = tmp_path / "within.csv"
    path.write_text("A,B,C,count\n0,1,0,10\n1,1,0,5\n0,1,1,4\n")
    for method in ("stepwise", "chao", "dga"):
        found = answer(capsys, "estimate", str(path), "--method", method, "--boot", "0", status=3)
        assert (found["estimate"], found["intervals"], found["details"]) == (None, [], {})
        assert found["reasons"][0]["code"] == "no-maximum"
    compared = answer(capsys, "compare", str(path), "--boot", "0", status=3)
    assert [one["estimate"] for one in compared["methods"]] == [None] * 6
    assert (compared["spread"], compared["range"]) == (None, {"lower": None, "upper": None})
    checked = answer(capsys, "check", str(path), status=3)
    assert [checked["chao"]["estimate"], *(pair["total"] for pair in checked["chapman"])] == [None] * 4
    assert main(["compare", str(path), "--boot", "0"]) == 3
    assert "not shown" in capsys.readouterr().out


def test_check_says_which_models_can_be_fitted(capsys: Output) -> None:
    found = answer(capsys, "check", "dataset:Artificial_3", "--model", "[12,3]")
    codes = {one["name"]: one["code"] for one in found["existence"]}
    assert codes == {"independence": 0, "all-pairs": 2, "given": 1}
    assert found["existence"][2]["direction"]
    assert (found["n"], found["totals"], found["capture_frequencies"]) == (96, [46, 36, 20], [90, 6, 0])
    assert found["empty_pairs"] == [["A", "C"], ["B", "C"]]


def test_a_method_that_cannot_be_used_is_not_passed_over_in_silence(capsys: Output) -> None:
    argv = ["compare", "dataset:NewOrl", "--boot", "0", "--method", "chao", "--method", "dga"]
    assert answer(capsys, *argv)["left_out"] == ["dga"]
    assert main(argv) == 0
    assert "Left out, since there are too many lists for it or too few: Average over graphs." in capsys.readouterr().out.replace("\n", " ")  # fmt: skip


def test_what_is_declared_moves_the_warnings(capsys: Output) -> None:
    def codes(*options: str) -> set[str]:
        return {one["code"] for one in answer(capsys, "check", "dataset:Korea", *options)["warnings"]}

    assert {"feeds-unknown", "separate-unknown", "definitions-unknown", "linkage-unaudited", "open-population"} <= codes()  # fmt: skip
    said = codes("--feeds", "b:c", "--separate", "none", "--same-definition", "--linkage-audited", "--closed")
    assert "feeds" in said
    assert not said & {"feeds-unknown", "separate-unknown", "definitions-unknown", "linkage-unaudited", "open-population"}  # fmt: skip
    assert "definitions-differ" in codes("--different-definitions")


def test_a_claim_is_told_by_what_would_have_to_be_true(capsys: Output) -> None:
    found = answer(capsys, "sensitivity", "dataset:UKdat", "--claim", "20000", "--boot", "0")
    assert found["claims"] == [{"total": 20000.0, "unseen_times": pytest.approx(1.99, abs=0.005)}]
    assert len([one for one in found["scenarios"] if one["kind"] == "drop-list"]) == 6


def test_a_survey_from_counts_and_from_a_file_agree(tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "answers.csv"
    path.write_text("answer\n" + "1\n" * 3 + "0\n" * 97)
    counts = answer(capsys, "survey", "--positive", "3", "--size", "100", "--population", "5000")
    assert counts == answer(capsys, "survey", str(path), "--population", "5000")
    # The exact limit for 3 of 100, as in tables of the binomial distribution.
    endless = answer(capsys, "survey", "--positive", "3", "--size", "100")
    assert endless["clopper_pearson"]["lower"] == pytest.approx(0.006229972, rel=1e-6)
    assert counts["total"] == pytest.approx(150)
    path.write_text("answer,weight,cluster\n1,2,a\n0,1,a\n0,1.5,b\n1,1,b\n0,1,c\n")
    assert answer(capsys, "survey", str(path))["design"] == "linearised"


# --- Tables in and out ------------------------------------------------------------------------------


def test_a_table_may_come_from_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    assert main(["datasets", "Korea"]) == 0
    text = capsys.readouterr().out
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
    assert answer(capsys, "check", "-")["input_sha256"] == dataset("Korea").sha256


def test_the_published_tables_are_listed_and_printed(capsys: Output) -> None:
    assert [one["name"] for one in answer(capsys, "datasets")["tables"]] == list(names())
    assert main(["datasets", "kosovo"]) == 0
    assert capsys.readouterr().out == dataset("Kosovo").to_csv()
    assert main(["datasets", "Kosovo", "--about"]) == 0
    assert "Ball, P." in capsys.readouterr().out


def test_made_up_tables_can_be_read_and_hold_the_truth(tmp_path: Path, capsys: Output) -> None:
    folder = tmp_path / "made"
    argv = ["simulate", "--total", "900", "--capture", "0.3,0.2,0.1", "--pair", "A,B=3", "--reps", "2"]
    assert main([*argv, "-o", str(folder)]) == 0
    truth = json.loads((folder / "truth.json").read_text())
    made = [read_csv(folder / f"table-0000{number}.csv") for number in (1, 2)]
    assert [table.sha256 for table in made] == [one["input_sha256"] for one in truth["tables"]]
    assert all(table.n + one["unseen"] == 900 for table, one in zip(made, truth["tables"], strict=True))
    assert "is not empty" in refusal(capsys, *argv, "-o", str(folder)) if capsys.readouterr() else False
    single = answer(capsys, "simulate", str(folder / "table-00001.csv"), "--total", "900")
    assert single["lists"] == ["A", "B", "C"]


def test_a_model_with_coefficients_can_be_simulated(capsys: Output) -> None:
    argv = ["simulate", "--total", "100000", "--lists", "X,Y", "--model", "[12]", "--coefficient", "12=0"]
    found = answer(capsys, *argv, "--coefficient", "1=0", "--coefficient", "2=-inf")
    assert found["probabilities"] == [0.5, 0.5, 0.0, 0.0]


@pytest.mark.parametrize("figure", arguments.FIGURES)
def test_every_figure_is_drawn_into_its_file(figure: str, tmp_path: Path, capsys: Output) -> None:
    path = tmp_path / "figure.svg"
    assert main(["plot", "dataset:Korea", "--figure", figure, "--boot", "40", "-o", str(path), "--quiet"]) == 0
    assert ElementTree.fromstring(path.read_text()).tag.endswith("svg")  # noqa: S314 - made a moment ago
    assert capsys.readouterr() == ("", "")
    assert [entry.name for entry in tmp_path.iterdir()] == ["figure.svg"]


@pytest.mark.parametrize(
    ("options", "inside"),
    [
        (["--language", "zh-hant"], '<html lang="zh-Hant'),
        (["--format", "markdown", "--title", "Forced labour"], "# Forced labour"),
        (["--format", "json"], '"kind": "report"'),
    ],
)
def test_reports_are_written_in_each_format(options: list[str], inside: str, tmp_path: Path) -> None:
    path = tmp_path / "page"
    assert main(["report", "dataset:Korea", "--boot", "40", *options, "-o", str(path)]) == 0
    text = path.read_text()
    assert inside in text
    assert "report dataset:Korea --seed 1 --boot 40" in text


def test_a_report_that_refuses_is_written_and_says_so_by_its_status(apart: str, tmp_path: Path, capsys: Output) -> None:
    assert main(["report", apart, "-o", str(tmp_path / "page.html")]) == 3
    assert "No estimate can be given" in (tmp_path / "page.html").read_text()
    assert "grade C" in capsys.readouterr().out
    assert main(["plot", apart, "-o", str(tmp_path / "figure.svg")]) == 3
    assert not (tmp_path / "figure.svg").exists()


def test_files_are_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Output) -> None:
    source, kept = tmp_path / "lists.csv", tmp_path / "page.html"
    source.write_text(dataset("Korea").to_csv())
    kept.write_text("before")
    kept.chmod(0o640)
    plot = ["plot", str(source), "--figure", "overlap", "-o"]
    assert "file the data come from" in refusal(capsys, *plot, str(source))
    assert "There is no folder" in refusal(capsys, *plot, str(tmp_path / "none" / "page.svg"))
    assert "is a folder" in refusal(capsys, *plot, str(tmp_path))
    monkeypatch.setattr(os, "fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert "No space left on device" in refusal(capsys, *plot, str(kept))
    assert kept.read_text() == "before"
    monkeypatch.undo()
    assert main([*plot, str(kept), "--quiet"]) == 0
    assert kept.read_text().startswith("<svg")
    assert stat.S_IMODE(kept.stat().st_mode) == 0o640
    assert main([*plot, os.devnull]) == 0
    assert stat.S_ISCHR(Path(os.devnull).stat().st_mode)
    assert source.read_text() == dataset("Korea").to_csv()
    assert len(list(tmp_path.iterdir())) == 2


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
