"""Words for everything a result says, in English and Traditional Chinese.

A result carries codes (:class:`darkfigure.results.Note`), methods and grades; here they become sentences that a reader
without statistics understands.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from types import MappingProxyType
from typing import Any

from darkfigure.results import Note
from darkfigure.words import en, report_en, report_zh_hant, zh_hant
from darkfigure.words.numbers import grouped, percent, ratio, two_figures

__all__ = [
    "LANGUAGES",
    "check_language",
    "grade_words",
    "interval_words",
    "joined",
    "method_words",
    "number",
    "phrase",
    "remedy",
    "rounded",
    "runs",
    "sentence",
    "two_figures",
    "wrong_if",
]

_BOOKS = {"en": (en, report_en.PHRASES), "zh-hant": (zh_hant, report_zh_hant.PHRASES)}

#: The languages there are words in, by tag.
LANGUAGES = tuple(_BOOKS)

#: How many pairs of lists a sentence names before it says how many more there are.
_MOST_NAMED = 6


def check_language(language: str) -> str:
    """Return the tag of a language as it is used here.

    Args:
        language: ``en`` or ``zh-hant``; case, underscores and regions (``en-GB``, ``zh-Hant-HK``, ``zh-hk``) are taken.

    Raises:
        ValueError: when there are no words in that language.
    """
    tag = language.lower().replace("_", "-")
    if tag == "en" or tag.startswith("en-"):
        return "en"
    if tag in {"zh-hk", "zh-mo", "zh-tw"} or tag.startswith("zh-hant"):
        return "zh-hant"
    raise ValueError(f"There are no words in {language!r}; the languages are {', '.join(LANGUAGES)}.")


# --- Notes --------------------------------------------------------------------------------------


def sentence(note: Note, language: str = "en") -> str:
    """Return what a note says, with its numbers.

    Args:
        note: the note.
        language: ``en`` or ``zh-hant``.

    Raises:
        KeyError: when there are no words for the code, or one of its values is missing.
    """
    return _told(_book(language).NOTES[note.code][0], note, language)


def remedy(note: Note, language: str = "en") -> str:
    """Return what data would help against what a note says.

    Args:
        note: the note.
        language: ``en`` or ``zh-hant``.

    Raises:
        KeyError: when there are no words for the code, or one of its values is missing.
    """
    return _told(_book(language).NOTES[note.code][1], note, language)


def wrong_if(note: Note, language: str = "en") -> str | None:
    """Return how a note could make the answer wrong, as the end of 'It would be wrong if', or none where it cannot.

    Args:
        note: the note.
        language: ``en`` or ``zh-hant``.

    Raises:
        KeyError: when a value of the note is missing.
    """
    template = _book(language).WRONG_IF.get(note.code)
    return None if template is None else _told(template, note, language)


# --- Methods, intervals, grades ---------------------------------------------------------------------


def method_words(method: str, language: str = "en") -> tuple[str, str]:
    """Return the plain name of a method and what it assumes.

    Args:
        method: as in :class:`darkfigure.results.Estimate`.
        language: ``en`` or ``zh-hant``.

    Raises:
        KeyError: when there are no words for it.
    """
    return _pair(_book(language).METHODS[method])


def interval_words(method: str, language: str = "en") -> tuple[str, str]:
    """Return the plain name of a kind of interval and how it is made.

    Args:
        method: as in :class:`darkfigure.results.Interval`.
        language: ``en`` or ``zh-hant``.

    Raises:
        KeyError: when there are no words for it.
    """
    return _pair(_book(language).INTERVALS[method])


def grade_words(grade: str, language: str = "en") -> tuple[str, str]:
    """Return what a grade means, in a few words and in a sentence.

    Args:
        grade: ``A``, ``B`` or ``C``.
        language: ``en`` or ``zh-hant``.

    Raises:
        KeyError: when there is no such grade.
    """
    return _pair(_book(language).GRADES[grade])


# --- Phrases of pages -------------------------------------------------------------------------------


def phrase(key: str, language: str = "en", **values: Any) -> str:
    """Return a phrase of the report or of a figure.

    Args:
        key: which one.
        language: ``en`` or ``zh-hant``.
        **values: what stands in it; whole numbers keep their digits, floats are said in two figures.

    Raises:
        KeyError: when there is no such phrase, or a value is missing.
    """
    return "".join(text for text, _ in runs(key, language, **values))


def runs(key: str, language: str = "en", **values: Any) -> tuple[tuple[str, bool], ...]:
    """Return a phrase in pieces, each with whether it is to stand out.

    Args:
        key: which one.
        language: ``en`` or ``zh-hant``.
        **values: as for :func:`phrase`.

    Raises:
        KeyError: when there is no such phrase, or a value is missing.
    """
    language = check_language(language)
    told = {name: value if isinstance(value, str) else number(value, language) for name, value in values.items()}
    pieces = _BOOKS[language][1][key].split("**")
    return tuple((piece.format_map(told), place % 2 == 1) for place, piece in enumerate(pieces) if piece)


def number(value: float, language: str = "en") -> str:
    """Return a number in digits: whole numbers as they are, others in two figures, and words where it is not finite.

    Args:
        value: the number.
        language: ``en`` or ``zh-hant``.
    """
    if math.isfinite(value):
        return grouped(value if isinstance(value, int) or float(value).is_integer() else two_figures(value))
    return phrase("no-estimate" if math.isnan(value) else "no-limit", language)


def rounded(value: float, language: str = "en") -> str:
    """Return an estimate in two significant figures, such as ``11,000``, and words where it is not finite.

    Args:
        value: the estimate, in cases.
        language: ``en`` or ``zh-hant``.
    """
    return number(two_figures(value) if math.isfinite(value) else value, language)


def joined(items: Sequence[str], language: str = "en") -> str:
    """Return items as a list within a sentence: ``A, B and C``.

    Args:
        items: one or more.
        language: ``en`` or ``zh-hant``.
    """
    if len(items) < 2:
        return "".join(items)
    return phrase("list-comma", language).join(items[:-1]) + phrase("list-and", language) + items[-1]


# --- How values are said ------------------------------------------------------------------------------


def _book(language: str) -> Any:
    return _BOOKS[check_language(language)][0]


def _pair(words: tuple[str, str]) -> tuple[str, str]:
    return words


def _told(template: str, note: Note, language: str) -> str:
    told = {name: _FORMS.get(name, _plain)(value, language) for name, value in note.values.items()}
    return template.format_map(told)


def _plain(value: Any, language: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return phrase("list-of-lists", language).join(str(item) for item in value)
    return number(value, language)


def _about(value: float, language: str) -> str:
    if not math.isfinite(value):
        return number(value, language)
    return phrase("about", language, number=rounded(value, language))


def _about_all(values: Sequence[float], language: str) -> str:
    return joined([_about(value, language) for value in values], language)


def _finite(form: Callable[[float], str], value: float, language: str) -> str:
    return form(value) if math.isfinite(value) else phrase("beyond-measure", language)


def _method(value: str, language: str) -> str:
    book = _book(language)
    return str((book.METHODS | book.INTERVALS)[value][0])


def _pairs(values: Sequence[str | Mapping[str, Any]], language: str) -> str:
    said = [_with_chance(value, language) if isinstance(value, Mapping) else value for value in values]
    if len(said) > _MOST_NAMED:
        more = phrase("and-more", language, number=len(said) - _MOST_NAMED)
        return phrase("list-semicolon", language).join([*said[:_MOST_NAMED], more])
    return phrase("list-semicolon", language).join(said)


def _with_chance(value: Mapping[str, Any], language: str) -> str:
    chance = _finite(percent, float(value["chance"]), language)
    return phrase("pair-chance", language, pair=str(value["pair"]), chance=chance)


def _sides(value: str | Sequence[str], language: str) -> str:
    names = [value] if isinstance(value, str) else list(value)
    return joined([_book(language).SIDES[name] for name in names], language)


def _decimal(places: int, value: float, language: str) -> str:
    return f"{value:.{places}f}" if math.isfinite(value) else phrase("beyond-measure", language)


def _whole(value: float, language: str) -> str:
    return number(round(value) if math.isfinite(value) else value, language)


def _settings(values: Sequence[float], language: str) -> str:
    return joined([f"{value:.2g}" for value in values], language)


#: How a value of a note is said, by its name; the rest are names, or counts that keep their digits.
_FORMS: Mapping[str, Callable[[Any, str], str]] = MappingProxyType(
    {
        **dict.fromkeys(("low", "high", "total_with", "total_without", "mean"), _about),
        **dict.fromkeys(("totals", "modes"), _about_all),
        **dict.fromkeys(("low_method", "high_method", "method"), _method),
        "ratio": partial(_finite, ratio),
        "share": partial(_finite, percent),
        "effective": _whole,
        "pairs": _pairs,
        "sides": _sides,
        "deltas": _settings,
        "ess": _whole,
        "z0": partial(_decimal, 2),
        "rhat": partial(_decimal, 2),
    }
)
