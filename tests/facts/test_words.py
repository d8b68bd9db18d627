"""Statements in another language are edited one a line."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from causeway.facts.words import as_lines, from_lines

_texts = st.text(min_size=1, max_size=40).map(lambda text: " ".join(text.split())).filter(bool)


@given(st.dictionaries(st.integers(0, 999).map(str), _texts, max_size=5))
def test_what_is_stored_is_what_was_edited(words: dict[str, str]) -> None:
    assert from_lines(as_lines(words)) == words


def test_lines_are_numbered_from_one() -> None:
    assert as_lines({"1": "二", "0": "一"}) == "1: 一\n2: 二"
    assert from_lines("  2 ： 二 \n\n1:一: with a colon") == {"1": "二", "0": "一: with a colon"}
    assert from_lines("") == {}


@pytest.mark.parametrize(
    ("text", "sentence"), [("words", "Line 1"), ("1: a\n0: b", "Line 2"), ("1:", "Line 1"), ("1: a\n1: b", "twice")]
)
def test_a_line_that_cannot_be_read_is_named(text: str, sentence: str) -> None:
    with pytest.raises(ValidationError) as caught:
        from_lines(text)
    assert sentence in caught.value.messages[0]


@pytest.mark.parametrize("stored", [None, [], "x", {"a": "b"}, {"0": None}])
def test_odd_stored_words_do_not_break_the_form(stored: object) -> None:
    assert isinstance(as_lines(stored), str)
