"""Files of the law and of the asks made to hurt: each gets a plain answer, and none of it reaches the database."""

from __future__ import annotations

import pytest

from . import rooms_pack
from .rooms_pack import ACT, ASKS, BILL, EVENTS, FIGURES, STANDARD, VERDICTS

ALL = sorted(rooms_pack.FILES)
BOMB = "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n"

# What is done to any file; what the fault must say.
DEEDS = {
    "empty": (lambda text: b"", "empty"),
    "only-comments": (lambda text: b"# nothing\n", "nothing here but comments"),
    "huge": (lambda text: text.encode() + b"# x\n" * 300_000, "at most 1,048,576"),
    "million-values": (lambda text: b"x: [" + b"a," * 400_000 + b"]\n", "more than 200,000 values"),
    "utf-16": (lambda text: text.encode("utf-16"), "UTF-16"),
    "big5": (lambda text: (text + "# 香港\n").encode("big5", "ignore"), "Big5"),
    "byte-order-mark": (lambda text: b"\xef\xbb\xbf" + text.encode(), "byte order mark"),
    "windows-ends": (lambda text: text.replace("\n", "\r\n").encode(), "CRLF"),
    "nul": (lambda text: (text + "# \0\n").encode(), "NUL"),
    "alias-bomb": (lambda text: BOMB.encode(), "an anchor (&a)"),
    "alias": (lambda text: b"x: *y\n", "an alias (*y)"),
    "python-tag": (lambda text: b"x: !!python/object/apply:os.system ['true']\n", "a tag"),
    "own-tag": (lambda text: b"x: !include /etc/passwd\n", "a tag"),
    "override": (lambda text: text.replace('"', '"\u202e', 1).encode(), "RIGHT-TO-LEFT OVERRIDE"),
    "override-escaped": (lambda text: text.replace('"', '"\\u202e', 1).encode(), "RIGHT-TO-LEFT OVERRIDE"),
    "isolate": (lambda text: text.replace('"', '"\u2066', 1).encode(), "LEFT-TO-RIGHT ISOLATE"),
    "two-documents": (lambda text: (text + "---\n" + text).encode(), "a second document"),
    "duplicate-key": (
        lambda text: (text + text.splitlines()[-1] + "\nzz: a\nzz: b\n").encode(),
        "'zz' stands here twice",
    ),
    "deep": (lambda text: b"x: " + b"[" * 100_000 + b"\n", "nested more than"),
    "open-quote": (lambda text: b'x: "a\n', "not YAML"),
    "list-at-the-top": (lambda text: b"- a\n- b\n", ""),
    "text-at-the-top": (lambda text: b"all of it\n", ""),
    "nothing-known": (lambda text: b"nonsense: {a: b}\n", ""),
}


@pytest.mark.parametrize("file", ALL)
@pytest.mark.parametrize("deed", DEEDS)
def test_a_hostile_file_gets_a_plain_answer(rooms, file, deed):
    """Each file alone, in an otherwise sound pack: a fault of that file, never a crash, never silence."""
    make, says = DEEDS[deed]
    rooms.write(file, make(rooms_pack.FILES[file]))
    _pack, faults = rooms.check()
    found = [str(fault) for fault in faults.blocking if fault.path == file]
    assert any(says in fault for fault in found), found or [str(fault) for fault in faults]
    assert all(str(fault).isprintable() for fault in faults)


# file; what stands there; something of another shape
WRONG = [
    (EVENTS, "asks: [law]", "asks: law", "needs a list"),
    (EVENTS, "asks: [law]", "asks: [[law]]", "needs text"),
    (EVENTS, "asks: [law]", "asks: [law, law]", "stands twice"),
    (EVENTS, "kind: question", "kind: [question]", "needs text"),
    (EVENTS, 'date: "2014-02-12"', "date: {from: 2014}", "needs text"),
    (EVENTS, 'sources: [{source: paper-one, place: ""}]', "sources: [paper-one]", "needs fields"),
    (EVENTS, 'sources: [{source: paper-one, place: ""}]', "sources: [{source: paper-one, pages: 3}]", "no field 'pages'"),
    (EVENTS, 'sources: [{source: paper-one, place: ""}]', 'sources: [{place: ""}]', "has no 'source'"),
    (EVENTS, 'zh-hant: "要求立法。"', 'zh-hant: [a, b]', "needs text"),
    (EVENTS, "Asked for a law.", "x" * 5_000, "at most 4,000"),
    (EVENTS, '- key: 2014-02-12-q1', '- [a, b]\n  - key: 2014-02-12-q1', "needs fields"),
    (ASKS, 'order: "1"', 'order: "99999999999999999999"', "a whole number"),
    (ASKS, "- key: law.draft", "- key: ../../etc", "is no key"),
    (ASKS, 'title: {en: "A law", zh-hant: "法例"}', "title: {}", "has no words"),
    (FIGURES, "      - fact: sample.appeal-days", "      - fact: [a]", "needs text"),
    (ACT, "provisions:", "provisions: all\nmore:", "a list"),
    (ACT, "scope: {act: [move], purpose: [labour]}", "scope: everything", "needs a mapping"),
    (ACT, "scope: {act: [move], purpose: [labour]}", "scope: {act: [move]}", "says nothing of purpose"),
    (ACT, "scope: {act: any, purpose: [organs]}", "scope: {act: any, purpose: [organs, organs]}", "stands twice"),
    (ACT, 'years: "10"', 'years: "ten"', "a plain number"),
    (ACT, 'read_on: "2026-11-22"', 'read_on: "2026-02-30"', "no date"),
    (ACT, "  - code: s2", '  - code: s1\n    valid_from: "1999"\n    valid_to: "1998"', "ends before it begins"),
    (ACT, "  - code: s2", '  - code: s1\n    valid_from: "1999"', "hold at the same time"),
    (STANDARD, "  - code: purpose", "  - code: act", "stands twice"),
    (STANDARD, "{code: organs,", "{code: any,", "'any' stands for every value"),
    (STANDARD, "    values:\n      - {code: recruit", "    valuse:\n      - {code: recruit", "has no values"),
    (BILL, "adds:", "addz:", "no field 'addz'"),
    (VERDICTS, "value: partly", "value: yes", "'yes'"),
    (VERDICTS, 'quote: {en: "it suffices"}', 'quote: {en: "' + "word " * 41 + '"}', "longer than 40 words"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "says"), WRONG, ids=[f"{row[0].rpartition('/')[2][:9]}-{n}" for n, row in enumerate(WRONG)]
)
def test_a_wrong_shape_is_named_with_its_line(rooms, file, old, new, says):
    """A list for a word, a word for a list, too much, too little, twice."""
    rooms.replace(file, old, new)
    _pack, faults = rooms.check()
    found = [str(fault) for fault in faults.blocking if fault.path == file and fault.line]
    assert any(says in fault for fault in found), [str(fault) for fault in faults]


def test_a_hundred_thousand_slips_are_counted_not_listed(rooms):
    """A person can still read the answer."""
    rooms.write(EVENTS, "events:\n" + "  - {a: b}\n" * 20_000)
    assert len(rooms.faults()) < 400
