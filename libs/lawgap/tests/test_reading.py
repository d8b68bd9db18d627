"""Files as people write them, and as nobody should: each fault with its file, its line and what to do."""

from __future__ import annotations

from pathlib import Path

import lawgap
import pytest
import yaml
from lawgap.strictyaml import MAX_BYTES, plain, read_bytes

from libs.lawgap.tests.made_up import STANDARD

SOUND = {
    "standards/made.yaml": yaml.safe_dump(STANDARD, sort_keys=False).encode(),
    "instruments/xx.act.yaml": b"""\
instrument: xx.act
provisions:
  - code: s1
    kind: offence
    valid_to: "2010"
    scope: {act: [take], means: any, aim: [work], who: any}
  - code: s1
    kind: offence
    valid_from: "2011"
    scope: {act: [take], means: any, aim: any, who: any}
""",
    "bills/xx-bill.yaml": b"bill: xx-bill\nrepeals: [xx.act.s1]\n",
    "verdicts/xx.yaml": b"""\
jurisdiction: xx
verdicts:
  - {code: v1, element: help, value: partly, basis: {en: Some}, cites: [xx.act.s1], put_forward_by: A. Sample}
views:
  - {target: aim.work, holder: {en: A made-up ministry}, holder_kind: government, value: covered, text: {en: All is well}, sources: [made-up]}
""",
}


def refused(changed: dict[str, bytes]) -> list[lawgap.Fault]:
    """The faults of the sound files with some of them changed."""
    with pytest.raises(lawgap.LawError) as refusal:
        lawgap.read_files(SOUND | changed)
    return refusal.value.faults


def put(file: str, old: str, new: str) -> dict[str, bytes]:
    text = SOUND[file].decode()
    assert old in text
    return {file: text.replace(old, new, 1).encode()}


def test_the_sound_files_are_read() -> None:
    law = lawgap.read_files(SOUND)
    assert [provision.code for provision in law.provisions("xx")] == ["xx.act.s1", "xx.act.s1"]
    assert law.bills["xx-bill"].jurisdiction == "xx"
    assert law.current_verdicts("xx", "made.up")["help"].value == "partly"


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "message"),
    [
        (
            "instruments/xx.act.yaml",
            "act: [take]",
            "act: [steal]",
            6,
            "'steal' is no value of 'act'. It has take, keep",
        ),
        ("instruments/xx.act.yaml", "act: [take]", "acts: [take]", 6, "Do you mean 'act'?"),
        ("instruments/xx.act.yaml", "who: any}", "who: [any]}", 6, "Write 'any' alone"),
        ("instruments/xx.act.yaml", ", who: any}", "}", 6, "says nothing of who; write 'any'"),
        ("instruments/xx.act.yaml", "kind: offence", "kind: offense", 4, "Do you mean 'offence'?"),
        ("instruments/xx.act.yaml", "kind: offence", "kynd: offence", 4, "has no field 'kynd'. Do you mean 'kind'?"),
        ("instruments/xx.act.yaml", 'valid_to: "2010"', 'valid_to: "2010-02-30"', 5, "is no date; write YYYY"),
        (
            "instruments/xx.act.yaml",
            'valid_to: "2010"',
            "valid_to: 2011-01",
            7,
            "two versions of xx.act.s1 hold at the same",
        ),
        (
            "instruments/xx.act.yaml",
            'valid_to: "2010"',
            "valid_from: 2010-06\n    valid_to: 2009",
            6,
            "ends before it begins",
        ),
        (
            "instruments/xx.act.yaml",
            "kind: offence",
            "kind: offence\n    kind: fragment",
            5,
            "stands here twice (first in line 4)",
        ),
        ("instruments/xx.act.yaml", "kind: offence", "kind: &a offence", 4, "an anchor (&a)"),
        ("instruments/xx.act.yaml", "kind: offence", "kind: *a", 4, "an alias (*a)"),
        ("instruments/xx.act.yaml", "kind: offence", "kind: !!str offence", 4, "a tag ("),
        ("instruments/xx.act.yaml", "kind: offence", "kind: !!python/object:os.system offence", 4, "a tag ("),
        (
            "instruments/xx.act.yaml",
            "kind: offence",
            "kind: offence\n    review: {on: 2026-01-01}",
            5,
            "a review by nobody",
        ),
        (
            "instruments/xx.act.yaml",
            "kind: offence",
            "kind: offence\n    review: {by: A. Sample}",
            5,
            "signs without a date",
        ),
        (
            "instruments/xx.act.yaml",
            "kind: offence",
            "kind: offence\n    title: Bare words",
            5,
            "needs its words by language",
        ),
        (
            "instruments/xx.act.yaml",
            "kind: offence",
            "kind: offence\n    max_penalty: {years: ten}",
            5,
            "write a plain number",
        ),
        (
            "instruments/xx.act.yaml",
            "kind: offence",
            "kind: offence\n    doubtful_offence: {act: [keep]}",
            5,
            "only a fragment",
        ),
        (
            "instruments/xx.act.yaml",
            "kind: offence",
            "kind: fragment\n    doubtful_offence: {act: [keep]}",
            5,
            "act.keep is neither",
        ),
        ("instruments/xx.act.yaml", "instrument: xx.act", "instrument: ../etc", 1, "is no code"),
        ("instruments/xx.act.yaml", "provisions:", "--- \nprovisions:", 2, "a second document"),
        ("instruments/xx.act.yaml", "provisions:", "\u202eprovisions:", 2, "invisible character U+202E"),
        ("bills/xx-bill.yaml", "xx.act.s1", "xx.act.s2", 0, "repeals 'xx.act.s2', which is no known provision"),
        ("bills/xx-bill.yaml", "repeals", "duties: [helpp]\nrepeals", 2, "has no element 'helpp'. Do you mean 'help'?"),
        ("verdicts/xx.yaml", ", put_forward_by: A. Sample", "", 3, "is by nobody"),
        ("verdicts/xx.yaml", "element: help", "element: halp", 3, "has no element 'halp'"),
        ("verdicts/xx.yaml", "value: partly", "value: yes", 3, "it is one of: covered"),
        ("verdicts/xx.yaml", "[xx.act.s1]", "[xx.act.s7]", 0, "cites 'xx.act.s7'"),
        ("verdicts/xx.yaml", "aim.work", "aim.wrok", 5, "Do you mean 'aim.work'?"),
        ("verdicts/xx.yaml", ", sources: [made-up]", "", 5, "has no 'sources'"),
        (
            "verdicts/xx.yaml",
            "sources: [made-up]",
            "quote: {en: " + "word " * 41 + "}, sources: [a]",
            5,
            "longer than 40 words",
        ),
    ],
)
def test_a_fault_has_its_place_and_says_what_to_do(file: str, old: str, new: str, line: int, message: str) -> None:
    faults = refused(put(file, old, new))
    assert any(fault.file == file and fault.line == line and message in fault.message for fault in faults), faults


def test_scalars_stay_text() -> None:
    found = plain(read_bytes(b"a: no\nb: 2016-11-16\nc: 1:20\nd: 1_000\ne: on\nf: null\ng: ~\nh: 0o17\n", "x.yaml"))
    assert found == {
        "a": "no",
        "b": "2016-11-16",
        "c": "1:20",
        "d": "1_000",
        "e": "on",
        "f": "null",
        "g": "~",
        "h": "0o17",
    }


BOMB = b"a: &a [x, x, x, x, x, x, x, x, x]\n" + b"".join(
    f"{chr(98 + i)}: &{chr(98 + i)} [{', '.join(['*' + chr(97 + i)] * 9)}]\n".encode() for i in range(8)
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "nothing here but comments"),
        (b"# only a comment\n", "nothing here but comments"),
        (b"\xff\xfei\x00n\x00", "not UTF-8"),
        ("instrument: xx.\u6cd5".encode("big5hkscs"), "not UTF-8"),
        (b"\xef\xbb\xbfinstrument: xx.act\n", "byte order mark"),
        (b"a: \x00", "U+0000"),
        (b"instrument: xx.act\r\nprovisions: []\r\n", "Windows line ends"),
        (b"a: [1, 2", "not YAML"),
        (b"\t- a", "a tab; write spaces"),
        (BOMB, "an anchor (&a)"),
        (b"[" * 5000, "nested more than"),
        (b"a: " * 5000, "not YAML"),
        (b"- " * 40 + b"x", "nested more than"),
        (b"{? [a, b] : c}", "must be one word"),
        (b"%YAML 1.1\n---\na: b\n", "a % directive"),
        (b"x" * (MAX_BYTES + 1), "larger than 2 MB"),
        (b"just words", "is no mapping"),
        (b"- a\n- b\n", "is no mapping"),
    ],
)
def test_the_hostile_corpus_is_refused_in_a_sentence(content: bytes, message: str) -> None:
    faults = refused({"instruments/xx.act.yaml": content})
    assert any(message in fault.message for fault in faults), faults
    assert {fault.file for fault in faults} == {"instruments/xx.act.yaml"} or message == "is no mapping"
    assert all(len(str(fault)) < 600 and str(fault).isprintable() for fault in faults)


def test_a_standard_with_too_many_cells_is_refused_before_they_are_made() -> None:
    sides = [
        {"code": f"d{n}", "title": {"en": "d"}, "values": [{"code": f"v{i}", "title": {"en": "v"}} for i in range(40)]}
        for n in range(6)
    ]
    content = yaml.safe_dump({"standard": "huge", "title": {"en": "Huge"}, "dimensions": sides}).encode()
    with pytest.raises(lawgap.LawError, match="4,096,000,000 cells; at most 200,000"):
        lawgap.read_files({"standards/huge.yaml": content})


def test_two_files_of_one_instrument_and_two_standing_verdicts_are_refused() -> None:
    twice = {"instruments/again.yaml": SOUND["instruments/xx.act.yaml"]}
    assert any("another file of the instrument 'xx.act'" in fault.message for fault in refused(twice))
    second = b"  - {code: v2, element: help, value: not, basis: {en: None}, put_forward_by: B. Sample}\nviews:"
    both = {"verdicts/xx.yaml": SOUND["verdicts/xx.yaml"].replace(b"views:", second)}
    assert any("say which 'supersedes' which" in fault.message for fault in refused(both))
    chain = {"verdicts/xx.yaml": both["verdicts/xx.yaml"].replace(b"by: B. Sample", b"by: B. Sample, supersedes: v1")}
    law = lawgap.read_files(SOUND | chain)
    assert law.current_verdicts("xx", "made.up")["help"].code == "v2"
    assert len(law.verdicts) == 2


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(lawgap.LawError, match="no such folder"):
        lawgap.read_folder(tmp_path / "nowhere")
    with pytest.raises(lawgap.LawError, match="no standard in it"):
        lawgap.read_folder(tmp_path)
    (tmp_path / "standards").mkdir()
    (tmp_path / "standards" / "made.yaml").symlink_to("/etc/hostname")
    with pytest.raises(lawgap.LawError, match="a link or a special file"):
        lawgap.read_folder(tmp_path)


def test_plain_data_that_is_no_text_is_refused() -> None:
    with pytest.raises(lawgap.LawError, match="is no text"):
        lawgap.from_data([("standards/made", STANDARD | {"adopted": 2000})])
