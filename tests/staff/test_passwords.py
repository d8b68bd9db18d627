"""Which long passwords are no better than short ones."""

from __future__ import annotations

import contextlib

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from causeway.staff.passwords import GuessableValidator


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "Password Password",
        "iloveyouiloveyou",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "123456789012345",
        "987654321098765",
        "abcdefghijklmnop",
        "qwertyuiopasdfgh",
        "1qaz2wsx3edc4rfv",
        "1111222233334444",
    ],
)
def test_refused(password: str) -> None:
    with pytest.raises(ValidationError, match="easy to guess"):
        GuessableValidator().validate(password)


@pytest.mark.parametrize(
    "password",
    [
        "walnut ferry lantern sixpence",
        "correct horse battery staple",
        "四個互不相干的詞語拼在一起就好了",
        "Xk3!vR9#mQ2$wL7",
        "the cat sat on the mat twice",
    ],
)
def test_taken(password: str) -> None:
    GuessableValidator().validate(password)


@given(st.text(max_size=200))
def test_any_text_gets_an_answer(password: str) -> None:
    with contextlib.suppress(ValidationError):
        GuessableValidator().validate(password)


@given(st.text(min_size=1, max_size=3), st.integers(min_value=5, max_value=60))
def test_nothing_short_is_made_good_by_repeating_it(part: str, times: int) -> None:
    with pytest.raises(ValidationError):
        GuessableValidator().validate(part * times)
