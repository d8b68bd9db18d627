"""Counting the words of a quote, also in scripts that put no space between words. No Django."""

from __future__ import annotations

import re
from typing import Final

# Scripts written without spaces, with about how many characters make one word: Han and kana; Thai, Lao, Burmese, Khmer.
_TWO_A_WORD: Final = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_FIVE_A_WORD: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_WORD: Final = re.compile(r"\S*\w\S*")


def count_words(text: str) -> int:
    """How many words a text has.

    Words are what stands between spaces. In scripts without spaces two characters of Han or kana count as one word,
    and five of Thai, Lao, Burmese or Khmer, so that a quote is about as long in every language.

    Args:
        text: the text.
    """
    two, five = len(_TWO_A_WORD.findall(text)), len(_FIVE_A_WORD.findall(text))
    rest = _FIVE_A_WORD.sub(" ", _TWO_A_WORD.sub(" ", text))
    return len(_WORD.findall(rest)) + -(-two // 2) + -(-five // 5)
