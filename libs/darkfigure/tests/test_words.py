"""The words: each code has a sentence and a remedy in both languages, and numbers are said as people say them."""

from __future__ import annotations

import math
import re
from pathlib import Path
from string import Formatter
from typing import Any

import darkfigure
import pytest
from darkfigure.results import Note
from darkfigure.words import (
    LANGUAGES,
    check_language,
    en,
    grade_words,
    interval_words,
    joined,
    method_words,
    number,
    phrase,
    remedy,
    report_en,
    report_zh_hant,
    rounded,
    runs,
    sentence,
    two_figures,
    wrong_if,
    zh_hant,
)
from hypothesis import given, settings
from hypothesis import strategies as st

#: Every note a result can carry, with values as the library gives them.
NOTES: dict[str, dict[str, Any]] = {
    "one-list": {},
    "few-lists": {"n_lists": 2},
    "no-overlap": {},
    "no-overlapping-triple": {},
    "empty-pairs": {"pairs": ["A & B", "A & C"], "count": 2, "of": 10},
    "small-overlap": {"median": 3.5},
    "no-maximum": {"model": "[12,13,4]"},
    "not-identifiable": {"model": "[12,13,4]"},
    "no-admissible-model": {},
    "one-case": {"history": "A & B", "total_with": 1_034.15, "total_without": 1_190.4, "share": 0.151},
    "methods-differ": {
        "ratio": 2.03,
        "low_method": "stepwise",
        "low": 11_313.0,
        "high_method": "bic",
        "high": 22_991.3,
    },
    "drop-list-range": {"low_list": "GO", "low": 10_202.0, "high_list": "PF", "high": 22_623.0, "ratio": 2.22},
    "models-differ": {"ratio": 1.7, "low": 12_350.0, "high": 21_136.0},
    "saturated": {"sides": ["lower", "upper"]},
    "bias-correction": {"z0": -0.5302},
    "failed-replicates": {"failed": 61, "of": 1000, "share": 0.061},
    "replicate-empty-list": {"count": 4, "of": 1000},
    "no-upper-limit": {},
    "far-beyond": {"ratio": 14.76},
    "wide-interval": {"ratio": 4.34},
    "boundary": {"pairs": [{"pair": "A & H", "chance": 0.0312}, {"pair": "C & H", "chance": 0.0004}]},
    "conditional-interval": {"method": "wald"},
    "lower-bound-condition": {},
    "local-search": {},
    "prior-sensitivity": {
        "deltas": [0.015625, 0.03125, 0.0625],
        "totals": [24_000.0, 21_282.0, 12_100.0],
        "ratio": 2.0,
    },
    "multimodal": {"method": "lcmcr", "modes": [13_444.0, 22_221.0]},
    "not-converged": {"rhat": 1.1833, "ess": 42.7},
    "chapman-spread": {"low_pair": "A & B", "low": 2_800.0, "high_pair": "B & C", "high": 96_000.0, "ratio": 34.3},
    "feeds": {"source": "Hotline", "target": "Shelter"},
    "feeds-unknown": {},
    "separate": {"first": "North", "second": "South"},
    "separate-unknown": {},
    "definitions-differ": {},
    "definitions-unknown": {},
    "linkage-unaudited": {},
    "open-population": {},
    "open-unknown": {},
    "highest-order": {},
    "heavy-tail": {"median": 20_140.0, "mean": 310_555.0},
    "chapman-spread-hidden": {},
    "survey-lone-clusters": {"strata": 2},
    "survey-few-clusters": {"clusters": 5, "degrees": 4},
    "survey-design-effect-unknown": {},
    "survey-small-sample": {"effective": 21.4, "size": 60},
    "survey-none-positive": {"size": 60},
    "survey-all-positive": {"size": 60},
    "survey-few-positives": {"positive": 3, "size": 60},
}
METHODS = ("stepwise", "bic", "aic", "bic-average", "aic-average", "independence", "fixed", "chao", "dga", "lcmcr")
BOOKS = {"en": en, "zh-hant": zh_hant}


def placeholders(text: str) -> set[str]:
    """Return the names that stand in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def raised_codes() -> set[str]:
    """Return the codes of the notes that the library's own source makes."""
    source = Path(darkfigure.__file__).parent
    texts = [file.read_text() for file in source.rglob("*.py") if "words" not in file.parts]
    return {code for text in texts for code in re.findall(r"Note\(\s*\"([a-z-]+)\"", text)}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", NOTES)
def test_every_code_has_a_sentence_and_a_remedy(code: str, language: str) -> None:
    note = Note(code, NOTES[code])
    for text in (sentence(note, language), remedy(note, language), wrong_if(note, language) or "none."):
        assert text == text.strip()
        assert not re.search(r"[{}]|nan|inf\b|None|\[|\d\.\d{4}", text.replace("[12,13,4]", ""))
    assert sentence(note, language)[-1] in ".。"
    assert remedy(note, language)[-1] in ".。?？"


def test_no_code_is_without_an_example_here_or_words() -> None:
    assert set(NOTES) == set(en.NOTES) == set(zh_hant.NOTES)
    assert raised_codes() - set(NOTES) == set()


def test_chinese_words_are_chinese() -> None:
    texts = [*(text for pair in zh_hant.NOTES.values() for text in pair), *zh_hant.WRONG_IF.values()]
    assert all(re.search(r"[一-鿿]", text) for text in texts)
    assert set(report_en.PHRASES) == set(report_zh_hant.PHRASES)


def test_placeholders_agree_between_the_languages() -> None:
    for code, (told, helps) in en.NOTES.items():
        assert placeholders(told) == placeholders(zh_hant.NOTES[code][0]), code
        assert placeholders(helps) == placeholders(zh_hant.NOTES[code][1]), code
        assert placeholders(told) <= set(NOTES[code]), code
    assert set(en.WRONG_IF) == set(zh_hant.WRONG_IF)
    for code, text in en.WRONG_IF.items():
        assert placeholders(text) == placeholders(zh_hant.WRONG_IF[code]), code
    for key, text in report_en.PHRASES.items():
        other = report_zh_hant.PHRASES[key]
        assert placeholders(text) == placeholders(other), key
        assert text.count("**") % 2 == other.count("**") % 2 == 0, key


def test_every_method_interval_and_grade_has_a_name_and_a_sentence() -> None:
    for name in ("METHODS", "INTERVALS", "GRADES", "SIDES"):
        assert list(getattr(en, name)) == list(getattr(zh_hant, name)), name
    for language in LANGUAGES:
        for method in (*METHODS, "chapman", "lincoln-petersen"):
            name, assumes = method_words(method, language)
            assert name
            assert assumes[-1] in ".。"
        assert all(interval_words(kind, language)[0] for kind in ("bca", "percentile", "parametric", "profile", "wald"))
        assert len({grade_words(grade, language)[0] for grade in "ABC"}) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_there_are_no_words_for_raises(language: str) -> None:
    with pytest.raises(KeyError):
        sentence(Note("no-such-code"), language)
    with pytest.raises(KeyError):
        remedy(Note("no-such-code"), language)
    with pytest.raises(KeyError):
        sentence(Note("few-lists"), language)  # its number is missing
    with pytest.raises(KeyError):
        phrase("no-such-phrase", language)
    with pytest.raises(KeyError):
        method_words("no-such-method", language)


def test_languages_by_any_of_their_tags() -> None:
    assert [check_language(tag) for tag in ("en", "en-GB", "EN_us")] == ["en"] * 3
    assert [check_language(tag) for tag in ("zh-hant", "zh_Hant", "zh-Hant-HK", "zh-hk")] == ["zh-hant"] * 4
    for tag in ("zh", "zh-hans", "fr", ""):
        with pytest.raises(ValueError, match="languages are en, zh-hant"):
            check_language(tag)


def test_estimates_are_said_in_two_figures_and_counts_exactly() -> None:
    assert "Stepwise selection gives about 11,000, Best model by BIC about 23,000" in sentence(
        Note("methods-differ", NOTES["methods-differ"])
    )
    assert "2.0 times" in sentence(Note("methods-differ", NOTES["methods-differ"]))
    assert "61 of 1,000 (6%)" in sentence(Note("failed-replicates", NOTES["failed-replicates"]))
    assert "about 13,000 and about 22,000" in sentence(Note("multimodal", NOTES["multimodal"]))
    assert "約11,000" in sentence(Note("methods-differ", NOTES["methods-differ"]), "zh-hant")
    assert "3%" in sentence(Note("boundary", NOTES["boundary"]))
    assert "<0.1%" in sentence(Note("boundary", NOTES["boundary"]))
    assert "3.5 cases" in sentence(Note("small-overlap", NOTES["small-overlap"]))
    assert "lower and upper" in sentence(Note("saturated", NOTES["saturated"]))
    assert "15 times" in sentence(Note("far-beyond", NOTES["far-beyond"]))


def test_many_pairs_are_not_all_named() -> None:
    pairs = [f"{letter} & Z" for letter in "ABCDEFGHIJKLMNOPQR"]
    told = sentence(Note("empty-pairs", {"pairs": pairs, "count": 18, "of": 28}))
    assert "18 of 28" in told
    assert "F & Z; and 12 more" in told
    assert "G & Z" not in told


def test_a_number_that_is_none_is_said_in_words() -> None:
    values = {"history": "A", "total_with": 500.0, "total_without": math.nan, "share": math.nan}
    told = sentence(Note("one-case", values))
    assert "from about 500 to no estimate" in told
    assert "nan" not in told
    assert number(math.inf) == "no upper limit"
    assert "nan" not in sentence(Note("far-beyond", {"ratio": math.inf}), "zh-hant")


def test_two_figures() -> None:
    said = [two_figures(x) for x in (11_313, 8_784.8, 43_894, 9_960, 123, 99.6, 10, 9.96, 0.01234, 0, -1_250.1)]
    assert said == [11_000, 8_800, 44_000, 10_000, 120, 100, 10, 10, 0.012, 0, -1_300]
    assert [rounded(x) for x in (11_313.0, 7.04, 1_234_567)] == ["11,000", "7", "1,200,000"]
    for value in (math.nan, math.inf):
        with pytest.raises(ValueError, match="finite"):
            two_figures(value)


@settings(deadline=None, max_examples=200)
@given(st.floats(1e-6, 1e12))
def test_two_figures_are_near_and_stay_put(value: float) -> None:
    once = two_figures(value)
    assert abs(once - value) <= 0.0501 * value
    assert two_figures(once) == once
    assert len(f"{once:.15e}".split("e")[0].replace(".", "").rstrip("0")) <= 2
    assert isinstance(once, int) == (once >= 10)


def test_lists_in_a_sentence() -> None:
    assert joined(["A"]) == "A"
    assert joined(["A", "B"]) == "A and B"
    assert joined(["A", "B", "C"]) == "A, B and C"
    assert joined(["甲", "乙", "丙"], "zh-hant") == "甲、乙及丙"


def test_what_stands_out_is_ours_not_the_users() -> None:
    pieces = runs("known", n=2_744, things="**cases** {n}")
    assert pieces == (("We know of ", False), ("2,744", True), (" **cases** {n}.", False))
