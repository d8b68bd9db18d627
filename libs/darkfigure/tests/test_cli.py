"""The command: what it prints, what it refuses, with which status, and that it never leaves a mess."""

from __future__ import annotations

import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from darkfigure.cli import arguments, main
from darkfigure.datasets import dataset, names
from darkfigure.engine.choice import numba_is_here
from darkfigure.reading import read_csv

from libs.darkfigure.tests.cli_answers import Output, answer, refusal

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

    assert {"feeds-unknown", "separate-unknown", "definitions-unknown", "linkage-unaudited", "open-unknown"} <= codes()  # fmt: skip
    said = codes("--feeds", "b:c", "--separate", "none", "--same-definition", "--linkage-audited", "--closed")
    assert "feeds" in said
    assert not said & {"feeds-unknown", "separate-unknown", "definitions-unknown", "linkage-unaudited", "open-unknown"}  # fmt: skip
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
