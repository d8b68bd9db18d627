"""Tokens in prose, well-formed and hostile."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.facts.dates import first_day, is_partial, last_day
from causeway.facts.tokens import broken_tokens, is_key, keys_in, tokens_in


def test_finds_keys_and_days_in_order() -> None:
    text = "A {fact:hk.usm.appeal-days} b {fact:x@2014} c {fact:y.z@2014-03}{fact:y.z@2014-03-03}"
    assert [(token.key, token.on) for token in tokens_in(text)] == [
        ("hk.usm.appeal-days", ""),
        ("x", "2014"),
        ("y.z", "2014-03"),
        ("y.z", "2014-03-03"),
    ]
    assert keys_in(text) == {"hk.usm.appeal-days", "x", "y.z"}


HOSTILE = [
    "{fact:}",
    "{fact: x}",
    "{fact:X}",
    "{fact:x@}",
    "{fact:x@2014-13}",
    "{fact:x@2014-02-30}",
    "{fact:x@0000}",
    "{fact:x@２０１４}",
    "{fact:.x}",
    "{fact:x.}",
    "{fact:a..b}",
    "{fact:a/../b}",
    "{fact:a\u202eb}",
    "{fact:\u2066a}",
    "{fact:a\x00}",
    "{fact:a\nb}",
    "{fact:аbc}",  # a Cyrillic letter that looks like a
    "{fact:" + "a" * 121 + "}",
    "{ fact:x}",
    "{FACT:x}",
    "{{fact:x}",
]


@pytest.mark.parametrize("text", HOSTILE[:-1])
def test_malformed_tokens_are_no_tokens_and_are_reported(text: str) -> None:
    assert keys_in(text) == set()
    assert broken_tokens(f"before {text} after")


def test_nested_braces_hold_the_inner_token_only() -> None:
    assert keys_in("{{fact:x}}") == {"x"}
    assert keys_in("{fact:{fact:x}}") == {"x"}
    assert broken_tokens("{fact:{fact:x}}") == ["{fact:"]


def test_ordinary_braces_are_no_attempts() -> None:
    assert broken_tokens("[word]{lang=zh-hant} {factory} a set {1, 2}") == []


@pytest.mark.parametrize(
    "unit", ["{", "}", "{fact:", "{fact:a", "{fact:a@2014", "<", "<a ", "{ \u00a0", "{fact", "\u202e{"]
)
def test_a_million_of_anything_is_read_in_one_pass(unit: str) -> None:
    from causeway.facts.book import _PIECE

    # Read more than once a character, a million characters take longer than anyone waits for a test run.
    text = unit * (1_000_000 // len(unit)) + "{fact:x}"
    assert keys_in(text) == {"x"}
    assert broken_tokens(text) is not None
    assert _PIECE.sub(lambda match: "", text) is not None


@given(st.text(alphabet="{}fact:@.-ab019\u202e \n<>", max_size=200))
def test_no_text_breaks_the_reading(text: str) -> None:
    for token in tokens_in(text):
        assert is_key(token.key)
        assert not token.on or is_partial(token.on)
        assert text[token.start : token.end].startswith("{fact:" + token.key)


def test_keys() -> None:
    good = ["a", "hk.usm.appeal-days", "0", "a-b.c-d", "x" * 120]
    bad = ["", "A", "a b", ".a", "a.", "a..b", "-a", "a_b", "x" * 121, "a\n", "é"]
    assert all(map(is_key, good))
    assert not any(map(is_key, bad))


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2014", "2014-01-01", "2014-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2014-03-03", "2014-03-03", "2014-03-03"),
        ("9999", "9999-01-01", "9999-12-31"),
    ],
)
def test_partial_dates_cover_days(text: str, first: str, last: str) -> None:
    assert (first_day(text).isoformat(), last_day(text).isoformat()) == (first, last)


def test_no_partial_date() -> None:
    texts = ["", "14", "2014-", "2014-3", "2014-13", "2014-02-30", "0000", "2014-03-03x", " 2014", "2014\n", "٢٠١٤"]
    assert not any(map(is_partial, texts))
    random.Random(1).shuffle(texts)
    with pytest.raises(ValueError, match="YYYY"):
        first_day("March 2014")
