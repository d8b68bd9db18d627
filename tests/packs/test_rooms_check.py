"""What a check says of the law, the figures and the asks: file, line, what is wrong, what was meant."""

from __future__ import annotations

import pytest

from causeway.asks import checks as asks
from causeway.asks import vocabulary as words
from causeway.facts import vocabulary
from causeway.facts.figures import packing as figures
from causeway.law import api as law_api
from causeway.law.entries import ORDER
from causeway.law.models import BINDING_STATUS
from causeway.ops.packs import commands, shapes
from causeway.ops.packs.check import report

from .rooms_pack import ACT, ASKS, BILL, BINDINGS, CALENDAR, DECISIONS, EVENTS, FIGURES, STANDARD, VERDICTS


def test_the_sample_is_sound(rooms):
    """Every other test here breaks exactly one thing."""
    assert rooms.faults() == []


# file; what stands there; what stands there instead; what the fault must say; the line, counted from that of the change
BROKEN = [
    # what the library says
    (ACT, "act: [move]", "act: [mov]", "Do you mean 'move'?", 0),
    (ACT, "kind: offence", "kind: ofence", "'ofence'", 0),
    (ACT, "summary:", "sumary:", "no field 'sumary'", 0),
    (ACT, "  - code: s2", '  - code: s1\n    valid_from: "2000"', "two versions of xx.act.s1 hold at the same time", 0),
    (ACT, 'by: "", role: ""', 'by: "", role: "solicitor"', "a review by nobody", 0),
    (STANDARD, "force: must", "force: shall", "'shall'", 0),
    (BILL, "repeals: [xx.act.s2]", "repeals: [xx.act.s9]", "'xx.act.s9', which is no known provision", 0),
    (VERDICTS, "cites: [xx.act.s1]", "cites: [xx.act.s8]", "'xx.act.s8', which is no known provision", 0),
    (VERDICTS, '    put_forward_by: "The editors"\n', "", "by nobody", -7),
    (VERDICTS, "element: art1", "element: art2", "no element 'art2'", 0),
    (VERDICTS, "target: art1", "target: art2", "'art2' is no element", 0),
    (VERDICTS, 'sources: [paper-one]}\n', "sources: []}\n", "this view has no 'sources'", 0),
    # what a pack says of the files of law
    (ACT, "sources: [paper-two]", "sources: [paper-tow]", "no source has the key 'paper-tow'. Did you mean 'paper-two'?", 0),
    (STANDARD, "sources: [paper-one]}", "sources: [paper-on]}", "Did you mean 'paper-one'?", 0),
    (VERDICTS, "sources: [paper-one]\n", "sources: [paper-0]\n", "no source has the key 'paper-0'", 0),
    (ACT, 'zh-hant: "條例"', 'zh-hans: "条例", fr: "loi"', "'title' has no language 'fr'", 0),
    (ACT, 'en: "Moving people", zh-hant: "運送他人"', 'en: "Moving people"', "'title' has no words in 'zh-hant'", 0),
    (ACT, "sources: [paper-one]\n    scope", "sources: [paper-one] \n    scope", "spaces at the end of the line", 0),
    # decisions and treaties
    (DECISIONS, "series: ab", "serie: ab", "Did you mean 'series'?", 0),
    (DECISIONS, 'date: "2016-12-23"', 'date: "2016-13-23"', "not in the calendar", 0),
    (DECISIONS, 'outcome: {en: "The claim was allowed.", zh-hant: "申請得直。"}', "outcome: {}", "has no words", 0),
    (DECISIONS, 'sources: [{source: paper-one, place: "para 1"}]', "sources: []", "'sources' is an empty list", 0),
    (BINDINGS, "status: not-extended", "status: not-extend", "Did you mean 'not-extended'?", 0),
    (BINDINGS, "source: paper-one", "source: paper-1", "no source has the key 'paper-1'", 0),
    (BINDINGS, 'order: "1"', 'order: "first"', "a whole number", 0),
    # asks
    (ASKS, "  - key: law\n", "  - key: the law\n", "is no key", 0),
    (ASKS, "key: law.in-force", "key: law.draft", "is used twice: 'law.draft' is a milestone of 'law' already", 0),
    (ASKS, "reached_by: events", "reached_by: luck", "'luck'", 0),
    (ASKS, 'optional: "false"', 'optional: "perhaps"', "'perhaps'", 0),
    (ASKS, '    addressed_to: {en: "The Government", zh-hant: "政府"}\n', "", "has no 'addressed_to'", -4),
    (ASKS, 'zh-hant: "通過一條法例。"', 'zh-hnat: "通過一條法例。"', "Did you mean 'zh-hant'?", 0),
    # events
    (EVENTS, "asks: [law]", "asks: [lwa]", "no ask has the key 'lwa'", 0),
    (EVENTS, "asks: [law]\n    sources", "asks: [law]\n    milestones: [{key: law.drft, effect: completes}]\n    sources",
     "no ask has a milestone with the key 'law.drft'. Did you mean 'law.draft'?", 1),
    (EVENTS, "answers: 2014-02-12-q1", "answers: 2014-02-12-q2", "no event has the key '2014-02-12-q2'", 0),
    (EVENTS, "answers: 2014-02-12-q1", "answers: 2014-02-12-a1", "which is a reply; only a question is answered", 0),
    (EVENTS, '- key: 2014-02-12-a1\n    date: "2014-02-12"', '- key: 2014-02-12-a1\n    date: "2014-01"',
     "was asked after this was said (2014-01)", 12),
    (EVENTS, '    sources: [{source: paper-one, place: ""}]\n', "", "has no 'sources'", -8),
    (EVENTS, 'sources: [{source: paper-one, place: ""}]', "sources: []", "'sources' is an empty list", 0),
    (EVENTS, "kind: question", "kind: questoin", "Did you mean 'question'?", 0),
    (EVENTS, "stance: supports", "stance: against", "'against'", 0),
    (EVENTS, "confidence: H", "confidence: X", "one of: H, M, L", 0),
    (EVENTS, "there is no plan to legislate", "word " * 40 + "word", "has 41 words; at most 40", 0),
    (EVENTS, "key: 2014-02-12-a1", "key: 2014-02-12-q1", "stands twice (first in line 2)", 0),
    (EVENTS, 'date: "2014-02-12"', 'date: "12 Feb 2014"', "is not a date", 0),
    (EVENTS, 'text: {en: "Asked for a law.", zh-hant: "要求立法。"}', 'text: "Asked for a law."', "'text' is text", 0),
    (EVENTS, "events:", "event:", "Did you mean 'events'?", 0),
    (EVENTS, "confidence: H\n\n", "confidence: H\n    translation: {zh-hant: good}\n\n", "'good'", 1),
    (EVENTS, "confidence: H\n\n", "confidence: H\n    translation: {zh-hnt: checked}\n\n", "Did you mean 'zh-hant'?", 1),
    # the calendar and the figures
    (CALENDAR, 'from: "06-01"', 'from: "6-1"', "write month and day", 0),
    (CALENDAR, 'to: "09-30"', 'to: "09-31"', "write month and day", 0),
    (FIGURES, "fact: sample.appeal-days", "fact: sample.apeal-days", "Did you mean 'sample.appeal-days'?", 0),
    (FIGURES, "kind: columns", "kind: pie", "'pie'", 0),
    (FIGURES, 'at: "2019"', 'at: "soon"', "is not a date", 0),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "says", "offset"),
    BROKEN,
    ids=[f"{file.rpartition('/')[2][:8]}-{number}" for number, (file, *_rest) in enumerate(BROKEN)],
)
def test_a_fault_is_named_with_file_line_and_remedy(rooms, file, old, new, says, offset):
    """One broken thing, and its sentence."""
    before = rooms.read(file)
    line = before[: before.index(old)].count("\n") + 1 + offset
    rooms.replace(file, old, new)
    found = rooms.faults()
    assert any(fault.startswith(f"{file}:{line}: ") and says in fault for fault in found), (line, found)
    assert len(found) < 4, "one slip is not told in many ways"


def test_a_missing_language_stops_no_load(rooms):
    """A correction of the law must not wait for its translation."""
    rooms.replace(EVENTS, ', zh-hant: "要求立法。"', "")
    rooms.replace(VERDICTS, ', zh-hant: "只有一種行為。"', "")
    _pack, faults = rooms.check()
    assert faults.blocking == []
    assert [(fault.path, fault.code) for fault in faults.due] == [(EVENTS, "translation"), (VERDICTS, "translation")]


def test_what_was_said_stays_in_its_language(rooms):
    """A quotation and the name of who said it are not translated for the sake of it."""
    rooms.replace(VERDICTS, 'en: "it suffices"', 'zh-hant: "足夠"')
    assert rooms.faults() == []


def test_a_file_that_cannot_be_read_does_not_make_others_wrong(rooms):
    """Without the Act its bill would repeal nothing: only the Act is named."""
    rooms.write(ACT, rooms.read(ACT).encode("utf-16"))
    assert rooms.faults() == [f"{ACT}: the file is UTF-16 (or UTF-32); save it as UTF-8"]


def test_law_without_a_standard_is_refused(rooms):
    """There is nothing to hold it against."""
    rooms.remove(STANDARD)
    assert any(fault.startswith("law/standards: the pack has law and no standard") for fault in rooms.faults())


def test_two_files_of_one_code_are_named_once(rooms):
    """By the library, with the file."""
    rooms.write("law/bills/other.yaml", rooms.read(BILL))
    found = rooms.faults()
    assert len(found) == 1
    assert "another file of the bill 'xx-bill'" in found[0]


def test_keys_of_views_are_those_of_the_room(rooms):
    """Loading twice must find the same view again, also where two say the same on the same day."""
    view = rooms.read(VERDICTS).split("# the Government first\n")[1]
    rooms.write(VERDICTS, rooms.read(VERDICTS) + view + view.replace("2024-06-25", ""))
    pack, _faults = rooms.check()
    views = pack.of("law-view")
    assert [entry.key for entry in views] == [
        "xx:art1:government:2024-06-25",
        "xx:art1:government:2024-06-25:2",
        "xx:art1:government",
    ]
    plain = [{name: value for name, value in entry.data.items() if name != "key"} for entry in views]
    assert law_api.view_keys(plain) == [entry.key for entry in views]


def test_a_fact_worked_out_from_the_law_needs_no_value(rooms):
    """Its number comes from the law, so the pack has none to give."""
    rooms.write("facts/live.yaml", COMPUTED)
    assert rooms.faults() == []
    rooms.replace("facts/live.yaml", "    computed:", "    computd:")
    assert any("Did you mean 'computed'?" in fault for fault in rooms.faults())


COMPUTED = """\
facts:
  - key: sample.law.covered
    topic: law
    type: count
    unit: "cells"
    title: "Conduct covered"
    definition: "Cells of the standard that are an offence."
    public: true
    computed: "law:score xx xx.standard central offence"
"""


def test_a_check_counts_every_kind(rooms, capsys):
    """For a person in one line and for a machine by name; a pack without the law says nothing of it."""
    assert commands.main(["check", str(rooms.path)]) == 0
    assert (
        "2 texts of facts, 1 standard, 1 instrument, 1 bill, 1 verdict, 1 view, 1 decision, 1 binding, 1 figure, 1 ask, "
        "2 events, 1 yearly date, 25 files." in capsys.readouterr().out
    )
    pack, faults = rooms.check()
    counts = report(pack, faults)["counts"]
    wanted = {
        "standards": 1, "instruments": 1, "bills": 1, "verdicts": 1, "views": 1, "decisions": 1, "bindings": 1,
        "figures": 1, "asks": 1, "events": 2, "yearly dates": 1,
    }  # fmt: skip
    assert wanted.items() <= counts.items()


@pytest.mark.parametrize(
    "name", ["asks/events.yml", "asks/Events-1.yaml", "law/act.yaml", "law/records/x.yaml", "decision.yaml"]
)
def test_a_file_in_the_wrong_place_is_named(rooms, name):
    """It would never be read."""
    rooms.write(name, "events: []\n")
    assert [fault for fault in rooms.faults() if fault.startswith(f"{name}: no file of a pack stands here.")]


@pytest.mark.parametrize("kind", ["law", "asks"])
def test_the_first_page_of_a_room_stands_at_its_address(rooms, kind):
    """Elsewhere the room's own addresses would not be below it."""
    for language, extra in (("en", ""), ("zh-hant", "translation: draft\n")):
        rooms.write(f"pages/{kind}/{language}.md", f'---\ntype: {kind}\ntitle: "T"\n{extra}---\nWords.\n')
    assert rooms.faults() == []
    rooms.write("pages/help/other/en.md", f'---\ntype: {kind}\ntitle: "T"\n---\nWords.\n')
    found = "\n".join(rooms.faults())
    assert f"pages/help/other/en.md:2: a page of the type '{kind}' stands at pages/{kind}" in found


def test_the_fields_and_words_of_packs_are_those_of_the_rooms():
    """The reader knows no Django, so its lists are held against the rooms' here."""
    tables = {kind: table.fields for kind, table in shapes.TABLES.items()}
    assert set(tables["figure"]) == set(figures.FIELDS)
    assert set(tables["figure"]["series"].inner) == set(figures.SERIES_FIELDS)
    assert set(tables["figure"]["series"].inner["points"].inner) == set(figures.POINT_FIELDS)
    assert set(tables["ask"]) == set(asks.ASK_FIELDS)
    assert set(tables["ask"]["milestones"].inner) == set(asks.MILESTONE_FIELDS)
    assert set(tables["event"]) == set(asks.EVENT_FIELDS)
    assert set(tables["calendar"]) == set(asks.CALENDAR_FIELDS)
    assert set(tables["decision"]) == set(ORDER["decision"])
    assert set(tables["binding"]) == set(ORDER["binding"])
    for ours, theirs in (
        (shapes.FIGURE_KINDS, vocabulary.FIGURE_KINDS),
        (shapes.DIRECTIONS, vocabulary.DIRECTIONS),
        (shapes.BINDING_STATUS, BINDING_STATUS),
        (shapes.EVENT_KINDS, words.KINDS),
        (shapes.ACTOR_KINDS, words.ACTOR_KINDS),
        (shapes.STANCES, words.STANCES),
        (shapes.EFFECTS, words.EFFECTS),
        (shapes.MILESTONE_EFFECTS, words.MILESTONE_EFFECTS),
        (shapes.REACHED_BY, words.REACHED_BY),
        (shapes.CONFIDENCE, words.CONFIDENCE),
    ):
        assert set(ours) == {word for word in theirs if word}
