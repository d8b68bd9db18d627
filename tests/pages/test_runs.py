"""Runs of another language inside prose."""

from causeway.pages.runs import mark_runs, unmark


def test_a_run_gets_its_language_and_direction() -> None:
    assert mark_runs("Ask for [統一審核機制]{lang=zh-hant}.") == (
        'Ask for <span lang="zh-Hant" dir="ltr">統一審核機制</span>.'
    )
    assert 'dir="rtl"' in mark_runs("[اردو]{lang=ur}")


def test_an_unknown_language_keeps_the_words() -> None:
    assert mark_runs("[mot]{lang=fr}") == "mot"


def test_plain_text_has_no_marks() -> None:
    assert unmark("the [統一審核機制]{lang=zh-hant} form") == "the 統一審核機制 form"


def test_many_brackets_are_read_in_one_pass() -> None:
    text = "[" * 200_000 + "]{lang=" * 1000
    assert mark_runs(text) == text
