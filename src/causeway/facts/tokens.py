"""The token that places a fact in prose: ``{fact:KEY}`` or ``{fact:KEY@2014-03-03}``. No Django.

Every pattern here has bounded repetition, so that a text of a million braces is read in one pass.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from causeway.facts.dates import is_partial

KEY_LENGTH = 120
KEY = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*\Z")
TOKEN = re.compile(rf"\{{fact:([a-z0-9.-]{{1,{KEY_LENGTH}}})(?:@([0-9-]{{4,10}}))?\}}")
# Anything that looks as if a token was meant. What follows the colon is looked at afterwards.
_ATTEMPT = re.compile(r"\{[\s\u00a0]{0,9}fact\b[^{}<>\n]{0,200}\}?", re.IGNORECASE)


@dataclass(frozen=True)
class Token:
    """One token of a text: which fact, on which day (empty for today), and where it stands."""

    key: str
    on: str
    start: int
    end: int


def is_key(text: str) -> bool:
    """Whether a text can be the key of a fact or of a source."""
    return len(text) <= KEY_LENGTH and KEY.match(text) is not None


def read(match: re.Match[str]) -> Token | None:
    """Turn a match of ``TOKEN`` into a token.

    Args:
        match: the match.

    Returns:
        The token, or ``None`` when its key or its date is malformed.
    """
    key, on = match.group(1), match.group(2) or ""
    if KEY.match(key) is None or (on and not is_partial(on)):
        return None
    return Token(key, on, match.start(), match.end())


def tokens_in(text: str) -> Iterator[Token]:
    """Every well-formed token of a text, in order.

    Args:
        text: plain text, Markdown or HTML.
    """
    for match in TOKEN.finditer(text):
        token = read(match)
        if token is not None:
            yield token


def keys_in(text: str) -> set[str]:
    """The keys of every fact a text places.

    Args:
        text: plain text, Markdown or HTML.
    """
    return {token.key for token in tokens_in(text)}


def broken_tokens(text: str) -> list[str]:
    """What looks like a token and is none, so that an author can be told instead of the reader.

    Args:
        text: plain text, Markdown or HTML.

    Returns:
        The faulty pieces as they stand.
    """
    good = {token.start for token in tokens_in(text)}
    return [found.group() for found in _ATTEMPT.finditer(text) if found.start() not in good]
