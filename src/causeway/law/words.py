"""Words by language, as the law's data keep them: the reader's own where they exist, else the base language's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

BASE_LANGUAGE: Final = "en"


def language_of(words: Any, language: str) -> str:
    """The language in which some words are shown to a reader.

    Args:
        words: by language.
        language: the reader's.

    Returns:
        The reader's own, else the base language, else the first there is; empty when there are no words.
    """
    if not isinstance(words, Mapping):
        return ""
    for wanted in (language, BASE_LANGUAGE, *words):
        if words.get(wanted):
            return str(wanted)
    return ""


def pick(words: Any, language: str = BASE_LANGUAGE) -> str:
    """Some words in a reader's language, or what stands in for them (see :func:`language_of`).

    Args:
        words: by language.
        language: the reader's.
    """
    found = language_of(words, language)
    return str(words[found]) if found else ""
