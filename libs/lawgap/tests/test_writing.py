"""What is written reads back as the same, and a change of one field is a change of its lines alone."""

from __future__ import annotations

import copy
import difflib
from pathlib import Path
from typing import Any

import lawgap
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from lawgap.strictyaml import plain, read_bytes
from lawgap.writing import dump, rewrite

from libs.lawgap.tests.made_up import EXAMPLES, STANDARD, laws

PACK = Path(__file__).parents[3] / "packs" / "hongkong" / "law"
FILES = sorted([*EXAMPLES.rglob("*.yaml"), *PACK.rglob("*.yaml")])
CAP200 = EXAMPLES / "hk-first-reading" / "instruments" / "hk.cap200.yaml"


def read(content: bytes) -> Any:
    return plain(read_bytes(content, "it"))


def changed_lines(before: bytes, after: bytes) -> tuple[list[str], list[str]]:
    """The lines that are gone and the lines that are new."""
    diff = list(difflib.ndiff(before.decode().splitlines(), after.decode().splitlines()))
    return [line[2:] for line in diff if line[:1] == "-"], [line[2:] for line in diff if line[:1] == "+"]


# --- Every file that is shipped -------------------------------------------------------------------------


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.parent.name}/{path.name}")
def test_shipped_files_are_in_the_settled_form(path: Path) -> None:
    content = path.read_bytes()
    uncommented = b"".join(line for line in content.splitlines(True) if not line.lstrip().startswith(b"#"))
    assert dump(read(content)) == uncommented
    assert rewrite(content, read(content)) == content


@given(st.data())
def test_a_change_of_one_value_in_a_shipped_file_changes_its_lines_alone(data: st.DataObject) -> None:
    content = data.draw(st.sampled_from(FILES)).read_bytes()
    original = read(content)
    changed = copy.deepcopy(original)
    holder, name = data.draw(st.sampled_from(list(_places(changed))))
    holder[name] = data.draw(texts)
    result = rewrite(content, changed)
    assert read(result) == changed
    if changed == original:
        assert result == content
    else:
        gone, new = changed_lines(content, result)
        assert (len(gone), len(new)) == (1, 1)


def _places(node: Any) -> Any:
    """Every place of a text: what holds it, and its name or number."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for name, inner in list(items):
        if isinstance(inner, str):
            yield node, name
        else:
            yield from _places(inner)


# --- Whatever it holds ----------------------------------------------------------------------------------

visible = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))
texts = st.text(visible | st.sampled_from(list("\n\t\"'\\#:-{}[],&*!|>%@` ")), max_size=30)
words = st.dictionaries(st.sampled_from(["en", "zh-hant", "no", "ur"]), texts, max_size=3)
names = st.sampled_from(["title", "note", "code", "scope", "on", "value", "sources", "max_penalty", "0", "a b", "y"])
anything = st.recursive(
    texts | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3),
    max_leaves=12,
)
files = st.fixed_dictionaries(
    {"instrument": texts},
    optional={
        "title": words,
        "sources": st.lists(texts, max_size=3),
        "provisions": st.lists(
            st.dictionaries(st.sampled_from(["code", "summary", "kind", "superseded", "cite"]), anything), max_size=4
        ),
        "note": anything,
    },
)


@given(files)
def test_what_is_written_reads_back_and_is_written_the_same(data: dict[str, Any]) -> None:
    written = dump(data)
    assert read(written) == data
    assert dump(read(written)) == written
    assert rewrite(written, data) == written


@given(files, files)
def test_any_file_can_become_any_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    original = dump(before)
    result = rewrite(original, after)
    assert read(result) == after
    assert before != after or result == original


@given(laws(), laws())
def test_a_law_written_is_the_law(found: list[dict[str, Any]], later: list[dict[str, Any]]) -> None:
    def law(content: bytes) -> lawgap.Law:
        return lawgap.read_files({"standards/made.up.yaml": dump(STANDARD), "instruments/xx.act.yaml": content})

    content = dump({"instrument": "xx.act", "provisions": found})
    changed = rewrite(content, {"instrument": "xx.act", "provisions": later})
    assert lawgap.score(law(content)).masks == lawgap.score(law(dump(read(content)))).masks
    assert lawgap.score(law(changed)).masks == lawgap.score(law(dump(read(changed)))).masks


@pytest.mark.parametrize(
    "word", ["yes", "No", "TRUE", "null", "~", "1", "1e3", "2018-02-09", "0x1f", "", "a: b", "# c"]
)
def test_other_readers_take_every_value_for_text_too(word: str) -> None:
    data = {"instrument": word, "sources": [word], "provisions": [{"code": word, "title": {"no": word}}]}
    assert yaml.safe_load(dump(data)) == data


@pytest.mark.parametrize("hidden", ["\u202e", "\x00", "\ufeff", "\u2028", "\r"])
def test_invisible_characters_are_refused_both_ways(hidden: str) -> None:
    with pytest.raises(lawgap.LawError, match=r"invisible character U\+"):
        dump({"instrument": f"a{hidden}b"})
    with pytest.raises(lawgap.LawError, match=r"escape for the invisible character U\+"):
        read(f'instrument: "a\\u{ord(hidden):04x}b"\n'.encode())


def test_other_data_than_text_is_refused() -> None:
    with pytest.raises(lawgap.LawError, match="no text"):
        dump({"instrument": "a", "provisions": [{"code": 5}]})


# --- What a change leaves alone -------------------------------------------------------------------------

BY_HAND = b"""\
# Written by hand.
instrument: xx.act   # its code
title: {en: 'The Act', "fr": "La loi"}

provisions:
# the first one
- code: s1      # here
  kind: offence
  scope: {act: [take,  keep],  means: any, aim: any, who: any}
  note:
    en: >-
      Folded
      words
    fr: 'mots'   # in French

  # before the second
- code: s2
  kind: fragment
  scope:
    act: any
    means: any
    aim: [work]
    who: any
  sources: []
# the end
"""


def after(change: Any) -> bytes:
    data = read(BY_HAND)
    change(data)
    result = rewrite(BY_HAND, data)
    assert read(result) == data
    return result


def test_a_change_in_a_file_written_by_hand_keeps_its_comments_and_quotation_marks() -> None:
    def change(data: Any) -> None:
        data["title"]["en"] = "The Act's name"
        data["provisions"][0]["kind"] = "duty"
        data["provisions"][0]["note"]["en"] = "Other words"
        data["provisions"][1]["scope"]["aim"] = ["work", "trade"]
        data["provisions"][1]["sources"] = ["one", "two words"]

    gone, new = changed_lines(BY_HAND, after(change))
    assert new == [
        "title: {en: 'The Act''s name', \"fr\": \"La loi\"}",
        "  kind: duty",
        '    en: "Other words"',
        "    aim: [work, trade]",
        '  sources: [one, "two words"]',
    ]
    assert len(gone) == 7


def test_a_new_field_stands_where_its_kind_stands() -> None:
    def change(data: Any) -> None:
        data["provisions"][0]["valid_to"] = "2018-02-08"
        data["provisions"][1]["review"] = {"by": "A. Name", "role": "barrister", "on": "2026-11-26", "note": ""}

    result = after(change)
    assert changed_lines(BY_HAND, result) == (
        [],
        [
            '  valid_to: "2018-02-08"',
            '  review: {by: "A. Name", role: "barrister", on: "2026-11-26", note: ""}',
        ],
    )
    lines = result.decode().splitlines()
    assert lines.index('  valid_to: "2018-02-08"') == lines.index("- code: s1      # here") + 1


def test_provisions_come_and_go_without_touching_the_others() -> None:
    def change(data: Any) -> None:
        data["provisions"].insert(1, {"code": "s1a", "kind": "policy"})
        del data["provisions"][2]

    gone, new = changed_lines(BY_HAND, after(change))
    assert new == ["- code: s1a", "  kind: policy"]
    assert gone == BY_HAND.decode().splitlines()[16:24]


def test_a_field_that_goes_takes_its_lines_along() -> None:
    def change(data: Any) -> None:
        del data["provisions"][0]["note"]

    gone, new = changed_lines(BY_HAND, after(change))
    assert new == []
    assert gone == BY_HAND.decode().splitlines()[9:14]


def test_a_signature_is_a_change_of_one_line() -> None:
    content = CAP200.read_bytes()
    data = read(content)
    data["provisions"][1]["review"] = {"by": "A. Name", "role": "barrister", "on": "2026-11-26", "note": ""}
    gone, new = changed_lines(content, rewrite(content, data))
    assert gone == ['    review: {by: "", role: "", on: "", note: ""}']
    assert new == ['    review: {by: "A. Name", role: "barrister", on: "2026-11-26", note: ""}']


def test_a_superseded_reading_is_added_below_its_provision() -> None:
    content = CAP200.read_bytes()
    data = read(content)
    provision = data["provisions"][0]
    provision["superseded"] = [{"kind": "offence", "scope": provision["scope"], "read_on": "2026-11-20"}]
    gone, new = changed_lines(content, rewrite(content, data))
    assert gone == []
    assert new[:2] == ["    superseded:", "      - kind: offence"]
