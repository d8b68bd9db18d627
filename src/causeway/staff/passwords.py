"""Long passwords that are no better than short ones."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

FEWEST_DIFFERENT = 6
RUNS = (
    "01234567890",
    "abcdefghijklmnopqrstuvwxyz",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)


def _unit(text: str) -> str:
    """The shortest part that gives ``text`` when repeated."""
    for length in range(1, len(text) // 2 + 1):
        if (text[:length] * (len(text) // length + 1))[: len(text)] == text:
            return text[:length]
    return text


def _without_runs(text: str) -> str:
    """``text`` with walks along the keyboard or the alphabet, four keys or more, cut down to one key."""
    kept, place = [], 0
    while place < len(text):
        length = 1
        for run in RUNS:
            for line in (run, run[::-1]):
                here = length
                while place + here < len(text) and text[place : place + here + 1] in line:
                    here += 1
                length = max(length, here)
        kept.append(text[place] if length >= 4 else text[place : place + length])
        place += length
    return "".join(kept)


class GuessableValidator:
    """Refuses a password that is a common one repeated, one letter held down, or a walk along the keys."""

    def __init__(self) -> None:
        self.common = CommonPasswordValidator()

    def validate(self, password: str, user: Any = None) -> None:
        """Check ``password``.

        Raises:
            ValidationError: with one sentence on what to do instead.
        """
        text = password.lower().replace(" ", "")
        core = _without_runs(_unit(text))
        if len(set(core)) < FEWEST_DIFFERENT or _unit(text) in self.common.passwords:
            raise ValidationError(
                _("This password is easy to guess. Four or five words that do not belong together make a good one."),
                code="password_guessable",
            )

    def get_help_text(self) -> str:
        """The sentence shown beside the field."""
        return _("Four or five words that do not belong together make a good password.")
