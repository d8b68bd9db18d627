"""The command: what it prints, what it refuses, with which status, and that it never leaves a mess."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from lawgap import __version__
from lawgap.cli import main
from lawgap.strictyaml import plain, read_bytes

from libs.lawgap.tests.cli_answers import Output, answer, refusal, told
from libs.lawgap.tests.made_up import EXAMPLES, FIRST_READING

PACK = Path(__file__).parents[3] / "packs" / "hongkong" / "law"
STATUTE = """\
<?xml version="1.0" encoding="UTF-8"?>
<ordinance xmlns="http://www.xml.gov.hk/schemas/hklm/1.0">
<meta><identifier>/hk/cap200!en</identifier><language>en</language><date>2026-11-25</date></meta>
<main>
<section name="s129" temporalId="s129_1" startPeriod="{start}" status="operational"><content>{text}</content></section>
<section name="s130" temporalId="s130_1" startPeriod="2018-02-09" status="operational"><content>Two</content></section>
</main></ordinance>
"""


@pytest.fixture
def law(tmp_path: Path) -> Path:
    """A copy of the worked example that may be written to."""
    return Path(shutil.copytree(FIRST_READING, tmp_path / "law"))


def statute(folder: Path, text: str = "One", start: str = "2018-02-09") -> Path:
    path = folder / "cap200.xml"
    path.write_text(STATUTE.format(text=text, start=start), encoding="utf-8")
    return path


def sign_everything(law: Path) -> None:
    """Sign as a made-up reviewer."""
    for path in law.rglob("*.yaml"):
        signed = path.read_text().replace(
            'review: {by: "", role: "", on: "", note: ""}',
            'review: {by: "A. Made-Up", role: "barrister", on: "2026-11-26", note: ""}',
        )
        path.write_text(signed)


# --- score ----------------------------------------------------------------------------------------------


def test_a_score_is_a_range_with_three_counts_and_who_signed(capsys: Output) -> None:
    text = told(capsys, "score", FIRST_READING, "--standard", "un.tip-protocol", "--jurisdiction", "hk")
    assert "between 45 and 294 of 630 kinds of conduct, 54 in the central reading" in text
    assert "| central reading      |      54 |           262 |         314 |" in text
    assert "nobody has signed any of the 9 provisions" in text
    assert "%" not in text


def test_the_json_of_a_score_has_the_counts_of_each_reading_both_ways(capsys: Output) -> None:
    found = answer(capsys, "score", FIRST_READING, "--as-of", "2026-11-25")
    assert found["cells"] == 630
    assert {name: found["central"][name] for name in ("offence", "fragment", "none")} == {
        "offence": 54, "fragment": 262, "none": 314,
    }  # fmt: skip
    assert (found["low"]["offence"], found["high"]["offence"]) == (45, 294)
    for reading in ("low", "central", "high"):
        for dimension, values in found["by"].items():
            for value, counts in values.items():
                assert found[reading]["by"][dimension][value] == counts[reading]
                assert sum(counts[reading].values()) == counts["cells"]
        assert found["by"]["purpose"]["forced_labour"][reading]["offence"] == 0
    assert found["is_draft"] is True
    assert found["reviewers"] == []
    assert len(found["unsigned"]) == 9
    s129 = next(one for one in found["provisions"] if one["code"] == "hk.cap200.s129")
    assert (s129["kind"], s129["penalty"]["text"]) == ("offence", "10 years")
    assert (s129["low"]["offence"], s129["central"]["offence"]) == (9, 27)


def test_cells_one_by_one_agree_with_the_counts_in_every_form(capsys: Output) -> None:
    found = answer(capsys, "score", FIRST_READING, "--cells")
    rows = list(csv.DictReader(io.StringIO(told(capsys, "score", FIRST_READING, "--csv"))))
    assert len(found["cell_list"]) == len(rows) == 630
    for reading in ("low", "central", "high"):
        for verdict in ("offence", "fragment", "none"):
            assert sum(cell[reading] == verdict for cell in found["cell_list"]) == found[reading][verdict]
            assert sum(row[reading] == verdict for row in rows) == found[reading][verdict]
    assert {row["signed"] for row in rows} == {"no"}
    text = told(capsys, "score", FIRST_READING, "--cells", "--reading", "high")
    assert text.count("hk.cap200.s131") > 10


def test_a_signed_law_names_who_signed_and_when(law: Path, capsys: Output) -> None:
    sign_everything(law)
    text = told(capsys, "score", law)
    assert "Signed by A. Made-Up, barrister, 2026-11-26." in text
    assert "draft" not in text
    found = answer(capsys, "score", law)
    assert found["reviewers"] == [{"name": "A. Made-Up", "role": "barrister", "on": "2026-11-26"}]
    assert found["is_draft"] is False
    assert {row["signed"] for row in csv.DictReader(io.StringIO(told(capsys, "score", law, "--csv")))} == {"yes"}


def test_words_of_another_language(capsys: Output) -> None:
    text = told(capsys, "score", FIRST_READING, "--language", "zh-hant")
    assert "《聯合國人口販運議定書》" in text
    assert "未簽署草稿" in text


# --- diff, simulate -------------------------------------------------------------------------------------


def test_what_a_bill_would_change(capsys: Output) -> None:
    widened = answer(capsys, "simulate", FIRST_READING, "hk-widen-s129")
    assert widened["after"]["central"]["offence"] == 216
    whole = answer(capsys, "simulate", FIRST_READING, "hk-modern-slavery-2017", "--cells")
    assert [whole["after"]["central"][name] for name in ("offence", "fragment", "none")] == [630, 0, 0]
    assert (whole["change"]["central"]["changed"], whole["change"]["central"]["lost"]) == (576, 0)
    assert len(whole["change"]["central"]["cell_list"]) == 576
    text = told(capsys, "simulate", FIRST_READING, "hk-modern-slavery-2017")
    assert "54 → 630" in text
    assert "28, of which 5 are stated as a must" in text


def test_two_days_two_readings_two_places_and_a_bill(capsys: Output) -> None:
    bill = answer(capsys, "diff", FIRST_READING, "2026-11-25", "hk-widen-s129")
    assert bill["after"]["label"] == "hk-widen-s129"
    assert (bill["change"]["central"]["gained"], bill["change"]["central"]["lost"]) == (162, 0)
    back = answer(capsys, "diff", FIRST_READING, "hk-widen-s129", "2026-11-25")
    assert (back["change"]["central"]["gained"], back["change"]["central"]["lost"]) == (0, 162)
    readings = answer(capsys, "diff", FIRST_READING, "read:2026-11-21", "hk@read:2026-11-22")
    assert readings["before"]["central"]["offence"] == 0
    assert readings["after"]["central"]["offence"] == 54
    places = answer(capsys, "diff", PACK, "hk@2026-11-25", "gb-eaw@2014-01-01")
    assert places["after"]["jurisdiction"] == "gb-eaw"
    assert places["after"]["central"]["none"] == 630
    same = told(capsys, "diff", FIRST_READING, "2026-11-25", "2026-11-25")
    assert "54 → 54" in same


# --- check ----------------------------------------------------------------------------------------------


def test_check_lists_what_nobody_has_signed_and_ends_with_1(capsys: Output) -> None:
    text = told(capsys, "check", FIRST_READING, status=1)
    assert "Readings that nobody has signed (10):" in text
    assert "hk.cap200.s129 (instruments/hk.cap200.yaml:9)" in text
    assert "Verdicts that nobody has signed (28):" in text


def test_check_is_content_when_all_is_signed(law: Path, capsys: Output) -> None:
    sign_everything(law)
    assert "Everything is signed" in told(capsys, "check", law)
    assert answer(capsys, "check", law)["status"] == "ok"


def test_a_proposal_beside_a_signed_verdict_is_listed(law: Path, capsys: Output) -> None:
    sign_everything(law)
    path = law / "verdicts" / "hk.yaml"
    data = plain(read_bytes(path.read_bytes(), path.name))
    newer = {
        **data["verdicts"][0], "code": "hk.definition.2", "supersedes": data["verdicts"][0]["code"], "review": {},
        "put_forward_by": "somebody",
    }  # fmt: skip
    from lawgap.writing import dump

    path.write_bytes(dump({**data, "verdicts": [*data["verdicts"], newer]}))
    assert answer(capsys, "check", law, status=1)["unsigned_verdicts"] == ["hk.definition.2"]


def test_check_says_file_line_and_what_to_do_and_ends_with_2(law: Path, capsys: Output) -> None:
    path = law / "instruments" / "hk.cap200.yaml"
    path.write_text(path.read_text().replace("harbour", "harbor", 1).replace("kind: offence", "kind: ofence", 1))
    message = refusal(capsys, "check", law)
    assert "instruments/hk.cap200.yaml:26: 'kind' is 'ofence'" in message
    assert "Do you mean 'offence'?" in message
    assert main(["check", str(law), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "faults"
    assert found["faults"][0]["file"] == "instruments/hk.cap200.yaml"


def test_a_text_that_changed_makes_what_rests_on_it_stale(law: Path, tmp_path: Path, capsys: Output) -> None:
    sign_everything(law)
    xml = statute(tmp_path)
    parts = answer(capsys, "statute", xml)["parts"]
    path = law / "instruments" / "hk.cap200.yaml"
    path.write_text(path.read_text().replace('sha256: ""', f'sha256: "{parts[0]["sha256"]}"', 1))
    found = answer(capsys, "check", law, "--statute", xml)
    assert found["status"] == "ok"
    assert any("has no section s131" in remark for remark in found["remarks"])
    changed = answer(capsys, "check", law, "--statute", statute(tmp_path, "Another"), status=1)
    assert [one["code"] for one in changed["stale_provisions"]] == ["hk.cap200.s129"]
    assert "hk.definition" in [one["code"] for one in changed["stale_verdicts"]]


# --- statute, record ------------------------------------------------------------------------------------


def test_records_are_kept_and_only_changes_are_added(law: Path, tmp_path: Path, capsys: Output) -> None:
    xml = statute(tmp_path)
    found = answer(capsys, "record", law, xml, "--read-on", "2026-11-01")
    assert (found["file"], found["new"], found["changed"]) == ("records/hk.cap200.yaml", ["s129", "s130"], [])
    kept = (law / "records" / "hk.cap200.yaml").read_bytes()
    assert b"One" not in kept
    assert "Nothing has changed" in told(capsys, "record", law, xml, "--read-on", "2026-11-02")
    assert (law / "records" / "hk.cap200.yaml").read_bytes() == kept
    again = answer(capsys, "record", law, statute(tmp_path, "Another"), "--read-on", "2026-11-03")
    assert (again["new"], again["changed"], again["unchanged"]) == ([], ["s129"], 1)
    now = (law / "records" / "hk.cap200.yaml").read_bytes()
    assert now.startswith(kept)
    told(capsys, "check", law, status=1)


@pytest.mark.parametrize(
    "content", [b"", b"<a/>", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", b"\x00\xff", b"PK\x03\x04"]
)
def test_a_hostile_statute_is_refused_and_nothing_is_written(
    content: bytes, law: Path, tmp_path: Path, capsys: Output
) -> None:
    path = tmp_path / "bad.xml"
    path.write_bytes(content)
    for argv in (["statute", path], ["record", law, path], ["check", law, "--statute", path]):
        assert "bad.xml" in refusal(capsys, *argv)
    assert not (law / "records").exists()


# --- svg, sheet, schema ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["svg", "sheet"])
def test_a_file_is_written_whole_and_never_over_the_law(
    command: str, law: Path, tmp_path: Path, capsys: Output
) -> None:
    target = tmp_path / "out"
    assert told(capsys, command, law, "-o", target) == f"Written: {target}\n"
    assert target.read_text().rstrip().endswith(("</svg>", "</html>"))
    printed = told(capsys, command, law)
    assert printed == target.read_text()
    before = {path: path.read_bytes() for path in law.rglob("*") if path.is_file()}
    assert "file of the law itself" in refusal(capsys, command, law, "-o", law / "bills" / "hk-widen-s129.yaml")
    assert "there is no folder" in refusal(capsys, command, law, "-o", tmp_path / "none" / "out")
    assert "is a folder" in refusal(capsys, command, law, "-o", tmp_path)
    (law / "instruments" / "hk.cap57.yaml").write_text("broken: [")
    before[law / "instruments" / "hk.cap57.yaml"] = b"broken: ["
    target.write_text("earlier")
    assert "hk.cap57.yaml:2" in refusal(capsys, command, law, "-o", target)
    assert target.read_text() == "earlier"
    assert {path: path.read_bytes() for path in law.rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["law", "out"]


# --- Whatever is asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argv", "says"),
    [
        (["score", "nowhere"], "nowhere: there is no such folder"),
        (["score"], "required: DIR"),
        (["score", FIRST_READING, "--standard", "un.tip-protocols"], "Do you mean 'un.tip-protocol'?"),
        (["score", FIRST_READING, "--jurisdiction", "hkk"], "Do you mean 'hk'?"),
        (["score", PACK], "say which jurisdiction: gb-eaw, hk"),
        (["score", FIRST_READING, "--as-of", "2026-13-01"], "is no date; write YYYY-MM-DD"),
        (["simulate", FIRST_READING, "hk-widen"], "Do you mean 'hk-widen-s129'?"),
        (["simulate", FIRST_READING, "hk-widen-s129", "--jurisdiction", "gb"], "is a bill of hk, not of gb"),
        (["diff", FIRST_READING, "2026-11-25", "hk@2026-02-30"], "is no date"),
        (["diff", FIRST_READING, "2026-11-25", "\u202egnirts"], "is no date (YYYY-MM-DD)"),
        (["svg", FIRST_READING, "--rows", "colour"], "there is act, purpose, border"),
        (["schema", "nothing"], "invalid choice"),
        (["statute", "nowhere.xml"], "nowhere.xml: cannot be read"),
        ([], "required: COMMAND"),
    ],
)
def test_bad_input_is_said_in_a_sentence(argv: list[Any], says: str, capsys: Output) -> None:
    message = refusal(capsys, *argv)
    assert says in message
    assert message.startswith("lawgap: ")
    assert message.count("\n") == 1
    assert "\u202e" not in message


def test_version_and_help(capsys: Output) -> None:
    assert told(capsys, "--version") == f"lawgap {__version__}\n"
    for command in ("check", "score", "diff", "simulate", "svg", "sheet", "statute", "record", "schema"):
        assert "For example:" in told(capsys, command, "--help")


def test_the_command_on_the_path_and_a_reader_that_leaves_early() -> None:
    argv = [sys.executable, "-m", "lawgap.cli", "score", str(FIRST_READING), "--csv"]
    with subprocess.Popen(argv, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline().startswith(b"cell,act,")
        process.stdout.close()
        assert process.wait() == 0
        assert process.stderr
        assert process.stderr.read() == b""


def test_what_is_not_needed_is_not_imported() -> None:
    code = f"import sys, lawgap.cli; lawgap.cli.main(['score', {str(FIRST_READING)!r}, '--json']); sys.stderr.write(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"lawgap.hklm", "defusedxml", "lawgap.outputs.matrix", "xml"} & set(done.stderr.split())


def test_examples_are_not_touched_by_these_tests() -> None:
    assert not list(EXAMPLES.rglob("records"))
