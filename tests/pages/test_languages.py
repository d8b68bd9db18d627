"""Which language a first visit gets, and what a language is called in HTML."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.pages.languages import LANGUAGES, language, negotiate


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("ur-PK,ur;q=0.9,en;q=0.5", "ur"),
        ("zh-HK,zh;q=0.9,en;q=0.8", "zh-hant"),
        ("zh-TW", "zh-hant"),
        ("zh-CN,zh;q=0.9", "zh-hans"),
        ("zh-Hant-HK", "zh-hant"),
        ("yue", "zh-hant"),
        ("fil-PH,fil;q=0.9", "tl"),
        ("in-ID", "id"),
        ("fr-FR,fr;q=0.9,ne;q=0.4,en;q=0.3", "ne"),
        ("fr", "en"),
        ("", "en"),
        ("en;q=0,vi;q=1", "vi"),
    ],
)
def test_the_browser_is_answered_in_a_language_it_asked_for(asked: str, given: str) -> None:
    assert negotiate(asked) == given


@given(st.text(max_size=2000))
def test_any_header_gets_a_language_of_the_site(header: str) -> None:
    assert negotiate(header) in LANGUAGES


def test_tags_and_directions() -> None:
    assert language("zh-hant").tag == "zh-Hant"
    assert language("tl").tag == "tl"
    assert [code for code, entry in LANGUAGES.items() if entry.dir == "rtl"] == ["ur"]
    assert len(LANGUAGES) == 12
