"""How alike two replies are, and which of them repeat each other."""

from __future__ import annotations

import string
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.asks import likeness
from causeway.asks.likeness import Text, compare, compare_all, containment, resemblance, runs, shingles

WORDS = st.lists(st.text(string.ascii_lowercase, min_size=1, max_size=6), min_size=1, max_size=30).map(" ".join)
HAN = st.text("香港政府從來沒有任何跡象顯示販運人口集團利用作為目的地", min_size=1, max_size=40)
TEXTS = st.one_of(WORDS, HAN, st.text(max_size=60))
ONE = "There is no sign that the place is being actively used by syndicates as a transit point."
OTHER = "Again: THERE IS no sign, that the place is being actively used by syndicates as a transit-point!"


def text(key: str, quote: str = "", full: str = "", language: str = "en") -> Text:
    return Text(key, (key,), {language: quote} if quote else {}, full)


@given(one=TEXTS, other=TEXTS)
def test_resemblance_is_the_same_both_ways_and_between_nought_and_one(one: str, other: str) -> None:
    left, right = shingles(one), shingles(other)
    assert resemblance(left, right) == resemblance(right, left)
    assert 0 <= resemblance(left, right) <= min(containment(left, right), 1) <= 1


@given(one=st.one_of(WORDS, HAN))
def test_a_text_is_wholly_like_itself(one: str) -> None:
    assert resemblance(shingles(one), shingles(one)) == 1
    assert containment(shingles(one), shingles(one)) == 1


@given(one=WORDS, other=WORDS)
def test_texts_without_a_word_in_common_are_not_alike_at_all(one: str, other: str) -> None:
    left, right = shingles(one), shingles(other.upper().translate({ord(c): c + "1" for c in string.ascii_uppercase}))
    assert resemblance(left, right) == containment(left, right) == 0


@given(before=WORDS, middle=WORDS, after=WORDS)
def test_a_part_is_contained_in_the_whole(before: str, middle: str, after: str) -> None:
    whole = shingles(f"{before} {middle} {after}")
    if len(middle.split()) >= likeness.WORDS:
        assert containment(shingles(middle), whole) == 1


@given(one=TEXTS, other=TEXTS)
def test_the_runs_of_a_text_are_the_text(one: str, other: str) -> None:
    assert "".join(part for part, _same in runs(one, other)) == one
    same = [same for _part, same in runs(one, other)]
    assert all(left != right for left, right in pairwise(same)), "neighbours differ"


def test_case_width_and_punctuation_are_no_difference() -> None:
    assert containment(shingles(ONE), shingles(OTHER)) == 1
    assert resemblance(shingles("ＡＢＣ，deF ghi jkl"), shingles("abc def GHI jkl")) == 1


def test_chinese_is_compared_by_characters() -> None:
    assert [token.text for token in likeness.tokens("香港TIP報告。")] == ["香", "港", "tip", "報", "告"]
    found = compare(
        text("2019", "香港從來沒有任何跡象顯示被販運集團利用", language="zh-hant"),
        text("2022", "政府重申，香港從來沒有任何跡象顯示被販運集團利用。", language="zh-hant"),
    )
    assert found
    assert found.repeats
    assert (found.same, found.words) == (19, 19)


def test_the_shared_words_are_marked() -> None:
    parts = runs("First of all, there is no sign that it happens.", "we say there is no sign that it ended")
    assert parts == [("First of all, ", False), ("there is no sign that it", True), (" happens.", False)]


def test_too_little_text_is_not_compared() -> None:
    """A handful of words is alike by chance."""
    assert compare(text("a", "has never been tolerated here"), text("b", "has never been tolerated here")) is None
    found = compare_all([text("a", "has never been tolerated here"), text("b", ONE), text("c")])
    assert found.too_short == ("a", "c")
    assert found.groups == found.pairs == ()


def test_quotes_in_two_languages_are_not_compared() -> None:
    assert compare(text("a", ONE), text("b", ONE, language="zh-hant")) is None


def test_full_texts_are_compared_only_where_both_have_one() -> None:
    long = "We take a serious view of the matter and shall go on doing so with every means at our hands."
    both = compare(text("a", ONE, long), text("b", "Quite another quote of more than ten words that says it.", long))
    assert both
    assert (both.language, both.resemblance) == ("", 1)
    one = compare(text("a", ONE, long), text("b", OTHER))
    assert one
    assert one.language == "en"


def test_replies_that_repeat_each_other_are_put_together() -> None:
    rest = "Nothing of the sort was said by anybody at any time in this chamber today, I believe."
    found = compare_all([text("2022", OTHER), text("2020", rest), text("2019", ONE), text("2025", f"{rest} {OTHER}")])
    assert found.groups == (("2019", "2020", "2022", "2025"),), "the last one repeats both"
    pair = found.pair("2022", "2019")
    assert pair
    assert (pair.first, pair.second) == ("2019", "2022")
    assert compare_all([text("2022", OTHER), text("2020", rest), text("2019", ONE)]).groups == (("2019", "2022"),)


@given(st.permutations([text("a", ONE), text("b", OTHER), text("c", "x " * 20), text("d", ONE[10:])]))
def test_the_order_in_which_they_are_given_is_no_matter(texts: list[Text]) -> None:
    assert compare_all(texts).groups == (("a", "b", "d"),)


@pytest.mark.parametrize("nothing", ["", "   ", "?!", "。"])
def test_a_text_without_words(nothing: str) -> None:
    assert shingles(nothing) == frozenset()
    assert resemblance(shingles(nothing), shingles(ONE)) == 0
    assert runs(nothing, ONE) == ([(nothing, False)] if nothing else [])
