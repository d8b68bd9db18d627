"""How far two replies are the same words: shares of shingles, and groups of replies that repeat each other.

Method: Broder, A. Z. (1997), 'On the resemblance and containment of documents', Proceedings of Compression and
Complexity of Sequences 1997, IEEE, pp. 21-29. A text is the set of its *shingles*, every run of :data:`WORDS` words in
their order. The *resemblance* of two texts is the share of all their shingles that both have (the index of Jaccard);
the *containment* of one in the other is the share of its own shingles that the other has too. Broder draws samples of
the shingles because he compares millions of pages; here all of them are compared, so nothing is estimated.

Chinese and other scripts without spaces are cut into characters, and a shingle is :data:`CHARACTERS` of them. Upper
and lower case, the width of letters and all punctuation are no difference. No Django, no database.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Final

#: Words in a shingle; Broder's own example has four.
WORDS: Final = 4
#: Characters in a shingle where words have no spaces between them.
CHARACTERS: Final = 6
#: A text with fewer words or characters than this says too little to be compared.
SHORTEST: Final = 10
#: Two texts repeat each other when so much of the shorter one is in the longer one.
REPEATS_FROM: Final = 0.5

#: First and last letters of scripts written without spaces between words.
_SPACELESS: Final = (
    ("\u0e00", "\u0eff"),  # Thai, Lao
    ("\u1000", "\u109f"),  # Burmese
    ("\u1780", "\u17ff"),  # Khmer
    ("\u3005", "\u30ff"),  # marks and kana
    ("\u3400", "\u9fff"),  # Han
    ("\uf900", "\ufaff"),
    ("\U00020000", "\U0003ffff"),
)
_APOSTROPHES: Final = "'’"

Shingles = frozenset[tuple[str, ...]]


@dataclass(frozen=True)
class Token:
    """A word, or a character of a script without spaces: how it is compared, and where it stands in its text."""

    text: str
    start: int
    end: int
    spaceless: bool = False


def _is_spaceless(char: str) -> bool:
    return any(first <= char <= last for first, last in _SPACELESS)


def tokens(text: str) -> list[Token]:
    """Cut a text into words, or into characters where words have no spaces between them.

    Args:
        text: any text.

    Returns:
        Its tokens in order, punctuation left out.
    """
    found: list[tuple[int, int, bool]] = []
    start = -1
    for place, char in enumerate(text):
        kind = unicodedata.category(char)[0]
        is_own = kind in "LN" and _is_spaceless(char)
        inside = start >= 0
        if kind == "M" and not inside and found and found[-1][1] == place:
            # A vowel or tone sign belongs to the character before it.
            found[-1] = (found[-1][0], place + 1, True)
            continue
        follows = char in _APOSTROPHES and inside and text[place + 1 : place + 2].isalpha()
        goes_on = not is_own and (kind in "LMN" or follows)
        if goes_on and not inside:
            start = place
        elif not goes_on and inside:
            found.append((start, place, False))
            start = -1
        if is_own:
            found.append((place, place + 1, True))
    if start >= 0:
        found.append((start, len(text), False))
    return [Token(_plain(text[first:end]), first, end, own) for first, end, own in found]


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", word).casefold()).replace("’", "'")


def _width(found: Sequence[Token]) -> int:
    return CHARACTERS if sum(token.spaceless for token in found) * 2 > len(found) else WORDS


def _shingle(found: Sequence[Token], width: int, at: int) -> tuple[str, ...]:
    return tuple(token.text for token in found[at : at + width])


@lru_cache(maxsize=4096)
def _cut(text: str) -> tuple[tuple[Token, ...], Shingles]:
    """A text's tokens and shingles, cut once however many others it is compared with."""
    found = tuple(tokens(text))
    return found, _shingles(found)


def _shingles(found: Sequence[Token]) -> Shingles:
    width = _width(found)
    return (
        frozenset(_shingle(found, width, at) for at in range(max(1, len(found) - width + 1))) if found else Shingles()
    )


def shingles(text: str) -> Shingles:
    """The set of a text's shingles; a text shorter than one shingle is one of its own.

    Args:
        text: any text.
    """
    return _cut(text)[1]


def resemblance(one: Shingles, other: Shingles) -> float:
    """The share of the shingles of both that both have: 0 for nothing in common, 1 for the same set.

    Args:
        one: shingles of a text.
        other: those of another.
    """
    both = len(one | other)
    return len(one & other) / both if both else 0.0


def containment(one: Shingles, other: Shingles) -> float:
    """The share of a text's shingles that the other has too; not the same the other way round.

    Args:
        one: shingles of the text that may be part of the other.
        other: those of the other.
    """
    return len(one & other) / len(one) if one else 0.0


def runs(text: str, other: str) -> list[tuple[str, bool]]:
    """A text cut into parts that the other has too and parts that it has not.

    Args:
        text: the text to cut.
        other: the text to compare it with.

    Returns:
        The parts in order, each with whether it is in the other; joined they are the text.
    """
    found = tokens(text)
    shared = _shared(found, shingles(other))
    parts: list[tuple[str, bool]] = []
    place = 0
    for first, end in _spans(shared):
        start, stop = found[first].start, found[end - 1].end
        parts += [(text[place:start], False)] if start > place else []
        parts.append((text[start:stop], True))
        place = stop
    return [*parts, (text[place:], False)] if place < len(text) else parts


def _shared(found: Sequence[Token], others: Shingles) -> list[bool]:
    """For each token whether it stands in a shingle that the other text has."""
    width = _width(found)
    shared = [False] * len(found)
    for at in range(max(1, len(found) - width + 1)) if found else ():
        if _shingle(found, width, at) in others:
            shared[at : at + width] = [True] * len(found[at : at + width])
    return shared


def _spans(shared: Sequence[bool]) -> list[tuple[int, int]]:
    """The unbroken runs of what is shared, as first and one past the last."""
    edges = [at for at in range(len(shared) + 1) if (at > 0 and shared[at - 1]) != (at < len(shared) and shared[at])]
    return list(zip(edges[::2], edges[1::2], strict=True))


@dataclass(frozen=True)
class Text:
    """What is known of one reply: the quote the public may read, by language, and a full text that it may not.

    ``order`` decides which of two came first.
    """

    key: str
    order: tuple[str, ...]
    quotes: Mapping[str, str] = field(default_factory=dict)
    full: str = ""


@dataclass(frozen=True)
class Pair:
    """Two replies that can be compared, the earlier first.

    ``same`` of the ``words`` words (or characters) of the shorter one stand in the longer one in the same order.
    ``language`` is the quotes' language; empty where full texts were compared.
    """

    first: str
    second: str
    resemblance: float
    containment: float
    same: int
    words: int
    language: str = ""

    @property
    def share(self) -> float:
        """The share of the words of the shorter text that both have."""
        return self.same / self.words if self.words else 0.0

    @property
    def repeats(self) -> bool:
        """Whether the later one says the earlier one's words again, or the other way round."""
        return self.containment >= REPEATS_FROM


@dataclass(frozen=True)
class Comparison:
    """Replies that repeat each other, every pair that was compared, and the replies that could not be."""

    groups: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]
    too_short: tuple[str, ...]

    def pair(self, one: str, other: str) -> Pair | None:
        """The pair of two replies, or ``None`` when they were not compared.

        Args:
            one: the key of one.
            other: the key of the other.
        """
        return next((pair for pair in self.pairs if {pair.first, pair.second} == {one, other}), None)


def _enough(text: str) -> bool:
    return len(_cut(text)[0]) >= SHORTEST


def compare(one: Text, other: Text) -> Pair | None:
    """Compare two replies by their full texts where both have one, else by quotes in the same language.

    Args:
        one: a reply.
        other: another.

    Returns:
        The pair, or ``None`` when they have no long enough text of the same kind and language.
    """
    first, second = sorted((one, other), key=lambda text: (text.order, text.key))
    candidates = [("", first.full, second.full)]
    candidates += [(language, first.quotes[language], second.quotes.get(language, "")) for language in first.quotes]
    for language, before, after in candidates:
        if not (_enough(before) and _enough(after)):
            continue
        (short, small), (_long, large) = sorted((_cut(before), _cut(after)), key=lambda cut: len(cut[0]))
        shared = _shared(short, large)
        return Pair(
            first.key,
            second.key,
            resemblance(small, large),
            max(containment(small, large), containment(large, small)),
            sum(shared),
            len(shared),
            language,
        )
    return None


def compare_all(texts: Iterable[Text]) -> Comparison:
    """Compare every reply with every other one, and put those together that repeat each other.

    Args:
        texts: the replies, each key once.

    Returns:
        Groups of two and more in the order of their first reply; within a group each repeats at least one other.
    """
    ordered = sorted(texts, key=lambda text: (text.order, text.key))
    usable = [text for text in ordered if _enough(text.full) or any(map(_enough, text.quotes.values()))]
    pairs = [pair for one, other in combinations(usable, 2) if (pair := compare(one, other))]
    group = {text.key: {text.key} for text in usable}
    for pair in pairs:
        if pair.repeats and group[pair.first] is not group[pair.second]:
            group[pair.first] |= group[pair.second]
            for key in group[pair.second]:
                group[key] = group[pair.first]
    found: dict[int, list[str]] = defaultdict(list)
    for text in usable:
        found[id(group[text.key])].append(text.key)
    return Comparison(
        groups=tuple(tuple(keys) for keys in found.values() if len(keys) > 1),
        pairs=tuple(pairs),
        too_short=tuple(text.key for text in ordered if text not in usable),
    )
