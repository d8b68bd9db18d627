"""Changes of staff in files of any shape: the result says what it must, and says the rest as it was."""

from __future__ import annotations

import copy
import string

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from causeway.ops.packs import yamlwrite
from causeway.ops.packs.compare import alike
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.merge_nodes import merge_nodes
from causeway.ops.packs.yamlfile import plain_node, read_yaml

from . import rooms_pack
from .rooms_pack import ACT, ASKS, BILL, EVENTS, STANDARD, VERDICTS
from .test_export import changed_lines


def data(text: str) -> dict:
    """What a file says."""
    faults = Faults()
    found = plain_node(read_yaml(text, "x.yaml", faults))
    assert not len(faults), [str(fault) for fault in faults]
    return found


@pytest.mark.parametrize("file", rooms_pack.FILES)
def test_nothing_changed_is_nothing_written(file):
    """Comments, blank lines and every way of writing a value."""
    text = rooms_pack.FILES[file]
    assert merge_nodes(text, data(text)) == text


EDITS = [
    (EVENTS, lambda now: now["events"][1]["text"].update({"zh-hant": "新"}), {'      zh-hant: "新"'}),
    (EVENTS, lambda now: now["events"][0].update(date="2014-02"), {'    date: "2014-02"'}),
    (EVENTS, lambda now: now["events"][0]["asks"].append("plan"), {"    asks: [law, plan]"}),
    (EVENTS, lambda now: now["events"][0].update(effect="advances"), {"    effect: advances"}),
    (EVENTS, lambda now: now["events"][1]["sources"].pop(0), set()),
    (EVENTS, lambda now: now["events"][0].pop("stance"), set()),
    (ASKS, lambda now: now["asks"][0]["milestones"][0].update(state="bill"), {"        state: bill"}),
    (STANDARD, lambda now: now["elements"][0].update(force="consider"), None),
    (ACT, lambda now: now["provisions"][0]["scope"].update(act="any"), {"    scope: {act: any, purpose: [labour]}"}),
    (ACT, lambda now: now["provisions"][1].update(valid_to="2001"), {'    valid_to: "2001"'}),
    (BILL, lambda now: now.update(date="2018"), {'date: "2018"'}),
    (VERDICTS, lambda now: now["verdicts"][0].update(value="not"), {'    value: "not"'}),
]


@pytest.mark.parametrize(("file", "edit", "lines"), EDITS, ids=[f"{n}" for n in range(len(EDITS))])
def test_an_edit_writes_its_own_lines(file, edit, lines):
    """What is new in the file is what was edited; the comments are all still there."""
    text = rooms_pack.FILES[file]
    now = data(text)
    edit(now)
    merged = merge_nodes(text, now)
    assert alike(data(merged), now)
    new = changed_lines(text, merged) - set(text.splitlines())
    assert len(new) == 1 if lines is None else new == lines
    for line in text.splitlines():
        assert not line.strip().startswith("#") or line in merged.splitlines()


def test_entries_come_go_and_move_with_their_comments_in_place():
    """A new one at the end, the first one gone, two in another order."""
    text = rooms_pack.FILES[EVENTS]
    now = data(text)
    first, second = now["events"]
    merged = merge_nodes(text, {"events": [second, {**first, "key": "new"}]})
    assert data(merged)["events"] == [second, {**first, "key": "new"}]
    assert "# the reply came the same day" in merged
    assert data(merge_nodes(text, {"events": [second, first]}))["events"] == [second, first]
    assert data(merge_nodes(text, {"events": []})) == {"events": []}


def test_a_way_of_writing_that_cannot_be_changed_in_part_is_written_anew():
    """Braces over several lines look like a list of fields; what comes out must be right, not pretty."""
    text = "scope: {\n  act: any,\n  purpose: [labour]\n}\nnote: {}\n"
    now = {"scope": {"act": ["move"], "purpose": ["labour"]}, "note": {}}
    assert data(merge_nodes(text, now)) == now


words = st.text(string.ascii_letters + "權利 '\"#:-{}[],&*!|>%@`\\\n0", max_size=20)
values = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["key", "code", "en", "text", "at"]), inner, max_size=3),
    ),
    max_leaves=8,
)
names = st.sampled_from(["title", "text", "sources", "review", "scope", "note"])


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(names, values, max_size=5))
def test_whatever_is_written_reads_back(wanted):
    """A file written anew says exactly what it was written from."""
    if wanted:
        assert data(yamlwrite.document(wanted)) == wanted


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(rooms_pack.FILES)), st.data())
def test_whatever_is_edited_reads_back(file, draw):
    """Anything, anywhere in a file, may become anything else."""
    text = rooms_pack.FILES[file]
    now = data(text)
    for _time in range(draw.draw(st.integers(1, 3))):
        change(now, draw)
    assume(now)
    assert alike(data(merge_nodes(text, now)), now)


def change(node: object, draw: st.DataObject) -> None:
    """Change one thing somewhere in plain data."""
    inner = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else []
    if not inner:
        return
    at = draw.draw(st.sampled_from(list(inner)))
    if isinstance(node[at], dict | list) and node[at] and draw.draw(st.booleans()):
        change(node[at], draw)
        return
    deed = draw.draw(st.sampled_from(["set", "drop", "add"]))
    if deed == "set":
        node[at] = draw.draw(values)
    elif deed == "drop":
        del node[at]
    elif isinstance(node, dict):
        node[draw.draw(names)] = draw.draw(values)
    else:
        node.append(copy.deepcopy(draw.draw(values)))
