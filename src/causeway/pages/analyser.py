"""Turns text and queries into index tokens, the same way for every script.

Scripts written without spaces (Han, Thai, Lao, Khmer, Burmese) are cut into
grapheme clusters, so that a phrase of clusters finds any word inside a longer
one; other scripts are cut into words. Folding makes spellings meet that a
reader takes for the same: case, width, Latin accents and Vietnamese tones, the
nukta, Traditional and Simplified Chinese. Marks of Thai, Khmer and Devanagari
are letters and stay.

Pure: no Django, no database.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from icu4py.breakers import CharacterBreaker, WordBreaker
from opencc import OpenCC

# Nukta of Devanagari and Bengali: क़ानून and कानून are one word to its readers.
NUKTA = {"\u093c", "\u09bc"}
INVISIBLE = dict.fromkeys(
    [0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]
)
# First and last code point of the scripts that put no spaces between words.
UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x1000, 0x109F),  # Burmese
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Kana
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
MAX_TEXT = 1_000_000


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def fold(text: str) -> str:
    """Bring spellings together that a reader takes for the same.

    Args:
        text: any text; NUL and invisible characters fall out.
    """
    text = unicodedata.normalize("NFKC", text.replace("\x00", " ")).casefold().translate(INVISIBLE)
    decomposed = unicodedata.normalize("NFD", text)
    kept = (c for c in decomposed if c not in NUKTA and not (unicodedata.combining(c) and ord(c) < 0x370))
    text = unicodedata.normalize("NFC", "".join(kept)).replace("đ", "d")
    return _to_simplified().convert(text) if any(_is_unspaced(c) for c in text) else text


def _is_unspaced(character: str) -> bool:
    point = ord(character)
    return any(first <= point <= last for first, last in UNSPACED)


def tokens(text: str) -> list[str]:
    """Cut text into folded tokens, in order.

    Args:
        text: any text; only the first ``MAX_TEXT`` characters are read.

    Returns:
        Tokens of letters and digits; punctuation is dropped.
    """
    found: list[str] = []
    for word in WordBreaker(fold(text[:MAX_TEXT]), "en"):
        if not any(c.isalnum() for c in word):
            continue
        if any(_is_unspaced(c) for c in word):
            found += [cluster for cluster in CharacterBreaker(word, "en") if cluster.strip()]
        else:
            found.append(word)
    return found


def encode(token: str) -> str:
    """Write a token so that no database's own tokeniser can change it: ASCII stays, the rest becomes ``u`` and hex."""
    return token if token.isascii() and token.isalnum() else "u" + token.encode("utf-16-be").hex()


def phrases(query: str, limit: int = 16) -> list[list[str]]:
    """Cut a query into phrases, one for each part between spaces.

    Args:
        query: what the reader typed.
        limit: parts beyond this many are dropped.

    Returns:
        The tokens of each part; a text of these tokens in this order holds the part.
    """
    return [found for part in fold(query[:500]).split()[:limit] if (found := tokens(part))]
