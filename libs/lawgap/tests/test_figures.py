"""The figures that are published of Hong Kong's law, and how they move when an input does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lawgap
import pytest
from lawgap.models import READINGS
from lawgap.strictyaml import plain, read_bytes
from lawgap.writing import rewrite

from libs.lawgap.tests.made_up import FIRST_READING

PACK = Path(__file__).parents[3] / "packs" / "hongkong" / "law"
ALL_ACTS, ANY = ["transfer", "receive"], "any"


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.yaml"))}


def provision(data: dict[str, Any], code: str) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in data["provisions"] if one["code"] == code)
    return found


def counts(content: dict[str, bytes], reading: str = "central") -> tuple[int, int, int]:
    found = lawgap.score(lawgap.read_files(content), "un.tip-protocol", "hk").counts[reading]
    return found.offence, found.fragment, found.none


def changed(content: dict[str, bytes], file: str, change: Any) -> dict[str, bytes]:
    """The files with one of them changed, as an editor would change it."""
    data = plain(read_bytes(content[file], file))
    change(data)
    return {**content, file: rewrite(content[file], data)}


def wider_s130(data: dict[str, Any]) -> None:
    provision(data, "s130")["scope"]["purpose"] = ["prostitution", "other_sexual"]


def limited_s42(data: dict[str, Any]) -> None:
    one = provision(data, "s42")
    one["scope"]["purpose"] = ["slavery", "similar_practices"]
    one["doubtful_offence"] = {}


def s44(means: Any) -> Any:
    def change(data: dict[str, Any]) -> None:
        scope = {"act": ALL_ACTS, "means": means, "purpose": ANY, "border": ANY, "victim": ANY}
        one = provision(data, "s44")
        one.update(kind="fragment", scope=scope, doubtful={})
        one.pop("doubtful_offence", None)

    return change


CAP200, CAP212 = "instruments/hk.cap200.yaml", "instruments/hk.cap212.yaml"
VARIANTS: dict[str, tuple[list[tuple[str, Any]], tuple[int, int, int]]] = {
    "unchanged": ([], (54, 262, 314)),
    "s130 also for other sexual exploitation": ([(CAP200, wider_s130)], (72, 254, 304)),
    "s44 as a fragment by any means": ([(CAP212, s44(ANY))], (54, 421, 155)),
    "s44 as a fragment by payment alone": ([(CAP212, s44(["payment"]))], (54, 288, 288)),
    "s42 for slavery and similar practices alone": ([(CAP212, limited_s42)], (54, 235, 341)),
    "all three": ([(CAP200, wider_s130), (CAP212, s44(ANY)), (CAP212, limited_s42)], (72, 392, 166)),
}


@pytest.mark.parametrize("name", VARIANTS)
def test_one_change_of_the_first_reading_at_a_time(name: str) -> None:
    changes, expected = VARIANTS[name]
    content = files(FIRST_READING)
    for file, change in changes:
        content = changed(content, file, change)
    assert counts(content) == expected
    score = lawgap.score(lawgap.read_files(content))
    assert all(score.by["purpose"]["forced_labour"][reading].offence == 0 for reading in READINGS)


def test_all_three_by_purpose() -> None:
    content = files(FIRST_READING)
    for file, change in VARIANTS["all three"][0]:
        content = changed(content, file, change)
    found = lawgap.score(lawgap.read_files(content)).by["purpose"]
    assert {value: (c["central"].offence, c["central"].fragment, c["central"].none) for value, c in found.items()} == {
        "prostitution": (54, 28, 8), "other_sexual": (18, 40, 32), "forced_labour": (0, 90, 0), "slavery": (0, 52, 38),
        "similar_practices": (0, 52, 38), "servitude": (0, 40, 50), "organs": (0, 90, 0),
    }  # fmt: skip


def test_the_first_reading_in_its_three_readings() -> None:
    content = files(FIRST_READING)
    assert counts(content, "low") == (45, 262, 323)
    assert counts(content, "high") == (294, 106, 230)


def test_section_131_taken_away() -> None:
    def change(data: dict[str, Any]) -> None:
        data["provisions"] = [one for one in data["provisions"] if one["code"] != "s131"]

    content = files(FIRST_READING)
    # A verdict that cites it would rightly refuse to load.
    content = {path: text for path, text in content.items() if not path.startswith("verdicts/")}
    assert counts(changed(content, CAP200, change))[0] == 45


def test_the_two_bills_on_the_first_reading() -> None:
    law = lawgap.read_folder(FIRST_READING)
    whole = lawgap.simulate(law, "hk-modern-slavery-2017")
    assert whole.after.counts["central"] == lawgap.Counts(630, 0, 0)
    assert (whole.diff["central"].changed, whole.diff["central"].lost) == (576, 0)
    assert lawgap.simulate(law, "hk-widen-s129").after.counts["central"].offence == 216


def test_the_pack_covers_no_trafficking_for_forced_labour_in_any_reading() -> None:
    law = lawgap.read_folder(PACK)
    score = lawgap.score(law, "un.tip-protocol", "hk")
    assert all(score.by["purpose"]["forced_labour"][reading].offence == 0 for reading in READINGS)
    assert [score.counts[reading].offence for reading in READINGS][:2] == [45, 54]


def test_the_pack_keeps_the_first_reading_beside_its_own() -> None:
    """Its readings of 22 November 2026 are those of the example."""
    import datetime

    law = lawgap.read_folder(PACK)
    day = datetime.date(2026, 11, 22)
    for reading, expected in {"low": (45, 262, 323), "central": (54, 262, 314), "high": (294, 106, 230)}.items():
        found = lawgap.score(law, "un.tip-protocol", "hk", read_on=day).counts[reading]
        assert (found.offence, found.fragment, found.none) == expected


def test_the_packs_three_changes_as_they_stand() -> None:
    """The addendum's three changes in the pack's own law: section 44 is one there, the other two are in doubt there."""
    content = files(PACK)
    section44 = provision(plain(read_bytes(content[CAP212], CAP212)), "s44")
    assert (section44["kind"], section44["scope"]["means"], section44["scope"]["purpose"]) == ("fragment", "any", "any")
    assert counts(content) == (54, 421, 155)
    for file, change in ((CAP200, wider_s130), (CAP212, limited_s42)):
        content = changed(content, file, change)
    assert counts(content) == (72, 392, 166)
    score = lawgap.score(lawgap.read_files(content), "un.tip-protocol", "hk")
    assert all(score.by["purpose"]["forced_labour"][reading].offence == 0 for reading in READINGS)
