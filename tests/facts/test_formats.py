"""Values in the words and digits of each language."""

from __future__ import annotations

import pytest
from babel.numbers import format_compact_decimal

from causeway.facts.formats import Phrase, Run, babel_locale, format_value, partial_date

PHRASES = {
    "range": Phrase("%(low)s–%(high)s"),
    "ratio": Phrase("%(part)s in %(whole)s"),
    "about": Phrase("about %(value)s"),
}
CASES = {
    "en": ["14 days", "49.6 million", "21–30 million", "15,782", "HK$4,990", "12.5%", "3 March 2014", "March 2014"],
    "zh-hant": ["14 日", "4960萬", "2100–3000萬", "15,782", "HK$4,990", "12.5%", "2014年3月3日", "2014年3月"],
    "ur": ["14 دن", "4.96 کروڑ", "2.1–3 کروڑ", "15,782", "HK$4,990", "12.5%", "3 مارچ، 2014", "مارچ 2014"],
    "bn": ["১৪ দিন", "৪.৯৬ কোটি", "২.১–৩ কোটি", "১৫,৭৮২", "৪,৯৯০ HK$", "১২.৫%", "৩ মার্চ, ২০১৪", "মার্চ ২০১৪"],
    "ne": ["१४ दिन", "४.९६ करोड", "२.१–३ करोड", "१५,७८२", "HK$ ४,९९०", "१२.५%", "२०१४ मार्च ३", "२०१४ मार्च"],
    "hi": ["14 दिन", "4.96 करोड़", "2.1–3 करोड़", "15,782", "HK$4,990", "12.5%", "3 मार्च 2014", "मार्च 2014"],
    "th": ["14 วัน", "49.6 ล้าน", "21–30 ล้าน", "15,782", "HK$4,990", "12.5%", "3 มีนาคม ค.ศ. 2014", "มีนาคม 2014"],
    "km": ["14 ថ្ងៃ", "49.6 លាន", "21–30 លាន", "15,782", "4,990 HK$", "12.5%", "3 មីនា 2014", "មីនា 2014"],
    "tl": ["14 na araw", "49.6 na milyon", "21–30 milyon", "15,782", "HK$4,990", "12.5%", "Marso 3, 2014", "Marso 2014"],
    "id": ["14 hari", "49,6 juta", "21–30 juta", "15.782", "HK$4.990", "12,5%", "3 Maret 2014", "Maret 2014"],
    "vi": ["14 ngày", "49,6 triệu", "21–30 triệu", "15.782", "4.990 HK$", "12,5%", "3 tháng 3, 2014", "tháng 3 năm 2014"],
    "zh-hans": ["14天", "4960万", "2100–3000万", "15,782", "HK$4,990", "12.5%", "2014年3月3日", "2014年3月"],
}  # fmt: skip


def words(kind: str, text: str, language: str = "en", **options: str) -> str:
    found = format_value(kind, text, language=language, phrases=PHRASES, **options).text  # type: ignore[arg-type]
    return found.replace("\u00a0", " ")


@pytest.mark.parametrize("language", CASES)
def test_every_kind_in_every_language(language: str) -> None:
    assert [
        words("days", "14", language),
        words("count", "49600000", language),
        words("range", "21000000..30000000", language),
        words("count", "15782", language),
        words("money", "4990", language, currency="HKD"),
        words("percent", "12.5", language),
        words("date", "2014-03-03", language),
        words("date", "2014-03", language),
    ] == CASES[language]


# What each large word is worth, by our own knowledge: CLDR's long Nepali form calls a million a crore.
WORTH = {
    "million": 6, "billion": 9, "萬": 4, "億": 8, "万": 4, "亿": 8, "juta": 6, "miliar": 9, "milyon": 6, "bilyon": 9,
    "triệu": 6, "tỷ": 9, "ล้าน": 6, "พันล้าน": 9, "หมื่นล้าน": 10, "แสนล้าน": 11, "लाख": 5, "करोड": 7, "करोड़": 7,
    "अरब": 9, "खरब": 11, "លាន": 6, "ប៊ីលាន": 9, "لاکھ": 5, "کروڑ": 7, "ارب": 9, "کھرب": 11, "লাখ": 5, "কোটি": 7,
}  # fmt: skip


@pytest.mark.parametrize("language", CASES)
@pytest.mark.parametrize(
    "amount", [1_000_000, 2_500_000, 27_600_000, 49_600_000, 150_000_000, 1_600_000_000, 236_000_000_000]
)
def test_large_words_are_worth_what_they_say(language: str, amount: int) -> None:
    import re
    import unicodedata

    text = words("count", str(amount), language)
    figure = re.match(r"[\d.,]+", text)
    assert figure is not None
    digits = "".join(str(unicodedata.digit(char)) if char.isdigit() else "." for char in figure.group())
    word = text[figure.end() :].replace("na ", "").strip()
    if word:
        assert round(float(digits) * 10 ** WORTH[word]) == amount
    else:
        assert int(digits.replace(".", "")) == amount


def test_babels_own_long_nepali_million_is_still_wrong() -> None:
    # When this fails, CLDR has mended it and _LARGE_STYLES can go.
    assert format_compact_decimal(1_000_000, format_type="long", locale="ne") == "1 करोड"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("999900", "999,900"),
        ("1000000", "1 million"),
        ("1234567", "1,234,567"),
        ("27650000", "27,650,000"),
        ("1234500000", "1,234,500,000"),
        ("900000..1500000", "0.9–1.5 million"),
        ("900001..1500000", "900,001–1,500,000"),
        ("5..12", "5–12"),
        ("1000000000000", "1,000,000,000,000"),
        ("0", "0"),
    ],
)
def test_large_words_never_round(text: str, written: str) -> None:
    assert words("range" if ".." in text else "count", text) == written


@pytest.mark.parametrize(
    ("kind", "text", "options", "written"),
    [
        ("days", "1", {}, "1 day"),
        ("days", "14..28", {}, "14–28 days"),
        ("months", "1.5", {}, "1.5 months"),
        ("hours", "24", {}, "24 hours"),
        ("weeks", "2", {}, "2 weeks"),
        ("years", "14", {"qualifier": "about"}, "about 14 years"),
        ("decimal", "2.50", {}, "2.50"),
        ("decimal", "-3", {}, "-3"),
        ("percent", "3..5", {}, "3–5%"),
        ("ratio", "1:6", {}, "1 in 6"),
        ("ratio", "1:11000", {}, "1 in 11,000"),
        ("money", "42.10", {"currency": "HKD"}, "HK$42.10"),
        ("money", "236000000000", {"currency": "USD"}, "US$236 billion"),
        ("money", "100", {"currency": "CHF"}, "CHF 100"),
        ("money", "4000..5000", {"currency": "HKD"}, "HK$4,000–5,000"),
        ("date", "2014", {}, "2014"),
        ("phone", "2711 8844", {}, "2711 8844"),
        # A stored value that cannot be read is shown as it stands rather than as nothing.
        ("count", "4,990", {}, "4,990"),
        ("days", "soon", {}, "soon"),
        ("a kind nobody knows", "x", {}, "x"),
    ],
)
def test_kinds(kind: str, text: str, options: dict[str, str], written: str) -> None:
    assert words(kind, text, **options) == written


@pytest.mark.parametrize("language", CASES)
def test_telephone_numbers_keep_latin_digits_and_their_direction(language: str) -> None:
    found = format_value("phone", "+852 3109 7359", language=language, phrases=PHRASES)
    assert (found.text, found.dir) == ("+852 3109 7359", "ltr")


def test_statements_carry_their_language() -> None:
    here = format_value("statement", "A sentence.", language="zh-hant", phrases=PHRASES, words="一句。")
    assert here.runs == (Run("一句。"),)
    elsewhere = format_value("statement", "A sentence.", language="bn", phrases=PHRASES)
    assert elsewhere.runs == (Run("A sentence.", "en"),)


def test_our_words_carry_their_language_until_translated() -> None:
    found = format_value(
        "count", "14", language="bn", phrases={"about": Phrase("about %(value)s", "en")}, qualifier="about"
    )
    assert found.runs == (Run("about ", "en"), Run("১৪"))


def test_dates_that_are_none_come_back_as_they_are() -> None:
    assert partial_date("around 2014", "en") == "around 2014"
    assert partial_date("2014", "bn") == "২০১৪"


def test_a_language_babel_does_not_know_is_written_in_english() -> None:
    assert str(babel_locale("xx-nowhere")) == "en_GB"
