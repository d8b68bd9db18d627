"""The analyser finds words inside scripts without spaces, whatever the spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.pages.analyser import encode, phrases, tokens


def holds(text: str, query: str) -> bool:
    have = tokens(text)
    return all(
        any(have[i : i + len(part)] == part for i in range(len(have) - len(part) + 1)) for part in phrases(query)
    )


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("香港人權監察要求政府立法", "人權"),
        ("统一审核机制的申请人", "申請"),
        ("統一審核機制", "统一审核"),
        ("ការជួញដូរមនុស្សនិងពលកម្មដោយបង្ខំ", "ជួញដូរមនុស្ស"),
        ("แรงงานบังคับและการค้ามนุษย์ในฮ่องกง", "ค้ามนุษย์"),
        ("Luật sư giúp hợp đồng lao động", "hop dong"),
        ("Ang niño ay may karapatan", "nino"),
        ("क़ानून और मज़दूरी", "कानून"),
        ("انسانی اسمگلنگ", "اسمگلنگ"),
        ("MINIMUM Allowable Wage", "minimum allowable"),
    ],
)
def test_found(text: str, query: str) -> None:
    assert holds(text, query)


@pytest.mark.parametrize(
    ("text", "query"),
    [("人口販運", "口人"), ("香港的人有權利", "人權"), ("labourer", "our"), ("wage", "wages paid")],
)
def test_not_found(text: str, query: str) -> None:
    assert not holds(text, query)


@given(st.text(max_size=300))
def test_a_text_is_found_by_itself_and_its_tokens_are_safe_for_any_index(text: str) -> None:
    found = tokens(text)
    assert all(encode(token).isascii() and encode(token).isalnum() for token in found)
    assert holds(text, text[:200]) or not phrases(text[:200]) or len(text) > 200 or " " in text.strip()


@given(st.text(max_size=50))
def test_encoding_keeps_tokens_apart(text: str) -> None:
    a, b = text, text + "x"
    assert encode(a) != encode(b)
