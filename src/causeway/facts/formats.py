"""Values in the words, digits and order of a language, by way of Babel. No Django, no database.

Words that are ours ("about", "1 in 6") come in as phrases, because only the caller knows
whether they are translated; what comes out is a list of runs, each with its language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date as babel_date
from babel.dates import format_skeleton
from babel.numbers import NumberPattern, format_decimal, get_currency_symbol, parse_pattern
from babel.units import format_unit

from causeway.facts.amounts import NUMERIC_TYPES, read_amount, read_ratio
from causeway.facts.dates import first_day, parts

# Languages whose locale is not simply their code. English dates are British: day before month.
LOCALES = {"en": "en_GB", "zh-hant": "zh_Hant_HK", "zh-hans": "zh_Hans", "tl": "fil"}
# Short words for large numbers: Hong Kong's own locale would write 49.6M where its readers write 4960萬.
_LARGE_LOCALES = {"zh-hant": "zh_Hant"}
# CLDR's long Nepali words call a million a crore (ten million); its short ones are right.
_LARGE_STYLES = {"ne": "short"}
LARGE_FROM = Decimal(1_000_000)
LARGE_BELOW = Decimal(1_000_000_000_000)
LARGE_STEP = Decimal(100_000)

UNITS = {"days": "day", "weeks": "week", "months": "month", "years": "year", "hours": "hour"}
#: Where nought stands in the scripts whose own digits a locale may use.
_NOUGHT = {
    "arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966, "beng": 0x09E6, "thai": 0x0E50,
    "laoo": 0x0ED0, "mymr": 0x1040, "khmr": 0x17E0,
}  # fmt: skip
# A bare dollar says too little where several are in use.
_SYMBOLS = {"USD": "US$"}
_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Run:
    """A stretch of text; ``lang`` is empty where it is in the language asked for."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Phrase:
    """A pattern of ours with named places, and its language where it is not the one asked for."""

    text: str
    lang: str = ""


@dataclass(frozen=True)
class Formatted:
    """A value as a reader sees it."""

    runs: tuple[Run, ...]
    dir: str = ""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


@lru_cache(maxsize=64)
def babel_locale(language: str) -> Locale:
    """The Babel locale of a language of the site.

    Args:
        language: its code in addresses.

    Returns:
        Its locale; British English for a language Babel does not know.
    """
    try:
        return Locale.parse(LOCALES.get(language, language.replace("-", "_")))
    except (UnknownLocaleError, ValueError):
        return Locale.parse(LOCALES["en"])


@lru_cache(maxsize=64)
def _digits(language: str) -> dict[int, int]:
    nought = _NOUGHT.get(babel_locale(language).default_numbering_system)
    return {} if nought is None else {ord("0") + number: nought + number for number in range(10)}


def native_digits(text: str, language: str) -> str:
    """Put the language's own digits for the Latin ones (Babel changes only the signs between them)."""
    return text.translate(_digits(language))


def compose(phrase: Phrase, places: Mapping[str, Iterable[Run]]) -> list[Run]:
    """Put runs into the places of a phrase, so that each keeps its own language.

    Args:
        phrase: text with places such as ``%(value)s``.
        places: what goes into each.
    """
    runs: list[Run] = []
    for index, piece in enumerate(_PLACE.split(phrase.text)):
        if index % 2:
            runs.extend(places.get(piece, ()))
        elif piece:
            runs.append(Run(piece, phrase.lang))
    return runs


def _exponent(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def number(value: Decimal, language: str, *, places: int | None = None, grouped: bool = True) -> str:
    """A number in the language's digits and signs.

    Args:
        value: the number.
        language: the language's code.
        places: decimals to show; as many as were written when not given.
        grouped: whether thousands are set apart.
    """
    locale = babel_locale(language)
    if places is None:
        places = max(0, -_exponent(value))
    pattern = _fresh(locale.decimal_formats[None].pattern)
    pattern.frac_prec = (places, places)
    return native_digits(pattern.apply(value, locale, group_separator=grouped, numbering_system="default"), language)


def _fresh(text: str) -> NumberPattern:
    # A pattern of its own each time: the locale's is shared, and its precision is changed here.
    return parse_pattern(str(text))


def _range(low: str, high: str, phrases: Mapping[str, Phrase]) -> str:
    return "".join(run.text for run in compose(phrases["range"], {"low": [Run(low)], "high": [Run(high)]}))


def _large(low: Decimal, high: Decimal | None, language: str, phrases: Mapping[str, Phrase]) -> str:
    """``49.6 million``, ``21–30 million``; empty where the words would round or the number is small."""
    top = low if high is None else high
    ends = [low] if high is None else [low, high]
    if not LARGE_FROM <= top < LARGE_BELOW or any(end % LARGE_STEP or end < 0 for end in ends):
        return ""
    locale = Locale.parse(_LARGE_LOCALES[language]) if language in _LARGE_LOCALES else babel_locale(language)
    styles = locale.compact_decimal_formats
    style = _LARGE_STYLES.get(language, "long")
    forms = styles[style if style in list(styles) else "short"]
    magnitude = max((int(size) for size in forms["other"] if int(size) <= top), default=0)
    pattern = str(forms["other"][str(magnitude)].pattern) if magnitude else "0"
    zeros = pattern.count("0")
    if pattern.strip("0") == "":
        return ""
    scaled = [end / (magnitude // 10 ** (zeros - 1)) for end in ends]
    if any(_exponent(end.normalize()) < -2 for end in scaled):
        return ""
    form = forms[locale.plural_form(scaled[-1])] if locale.plural_form(scaled[-1]) in list(forms) else forms["other"]
    found = _fresh(form[str(magnitude)].pattern if str(magnitude) in list(form) else pattern)
    figures = [number(_plain(end), language, grouped=False) for end in scaled]
    figure = figures[0] if high is None else _range(figures[0], figures[1], phrases)
    return found.prefix[0] + figure + found.suffix[0]


def _plain(value: Decimal) -> Decimal:
    """Without trailing noughts and without an exponent."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if _exponent(value) > 0 else value


def _figure(low: Decimal, high: Decimal | None, language: str, phrases: Mapping[str, Phrase]) -> str:
    if high is None:
        return number(low, language)
    return _range(number(low, language), number(high, language), phrases)


def _money(text: str, currency: str, language: str, phrases: Mapping[str, Phrase]) -> str:
    locale = babel_locale(language)
    low, high = read_amount(text)
    figure = _large(low, high, language, phrases) or _figure(low, high, language, phrases)
    pattern = _fresh(locale.currency_formats["standard"].pattern)
    symbol = _SYMBOLS.get(currency) or get_currency_symbol(currency, locale)
    before, after = pattern.prefix[0], pattern.suffix[0]
    # CLDR: a symbol that ends in a letter is set apart from the figure (CHF 20, HK$20).
    if before.endswith("¤") and symbol[-1:].isalpha():
        before += "\N{NO-BREAK SPACE}"
    if after.startswith("¤") and symbol[:1].isalpha():
        after = "\N{NO-BREAK SPACE}" + after
    return (before + figure + after).replace("¤", symbol)


def _percent(text: str, language: str, phrases: Mapping[str, Phrase]) -> str:
    pattern = _fresh(babel_locale(language).percent_formats[None].pattern)
    return pattern.prefix[0] + _figure(*read_amount(text), language, phrases) + pattern.suffix[0]


def _duration(text: str, unit: str, language: str, phrases: Mapping[str, Phrase]) -> str:
    locale = babel_locale(language)
    low, high = read_amount(text)
    top = low if high is None else high
    written = format_decimal(top, locale=locale)
    # Where CLDR has no long form it inherits the short one; Babel does not and would write "14 duration-day".
    for length in ("long", "short", "narrow"):
        worded = format_unit(top, f"duration-{unit}", length=length, locale=locale)
        if "duration-" not in worded and written in worded:
            return worded.replace(written, _figure(low, high, language, phrases), 1)
    return f"{_figure(low, high, language, phrases)} {unit}"


def partial_date(text: str, language: str) -> str:
    """A year, a month or a day in the language's words and digits.

    Args:
        text: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``; anything else comes back as it is.
        language: the language's code.
    """
    try:
        known = len(parts(text))
    except ValueError:
        return text
    locale = babel_locale(language)
    day = first_day(text)
    if known == 3:
        worded = babel_date(day, "long", locale=locale)
    else:
        worded = format_skeleton("y" if known == 1 else "yMMMM", day, locale=locale)
    return native_digits(worded, language)


def format_value(
    kind: str,
    text: str,
    *,
    language: str,
    phrases: Mapping[str, Phrase],
    qualifier: str = "",
    currency: str = "",
    words: str = "",
    base_language: str = "en",
) -> Formatted:
    """A value as a reader sees it.

    Args:
        kind: the fact's type.
        text: the value as stored.
        language: the code of the language to write it in.
        phrases: ``range``, ``ratio`` and each qualifier.
        qualifier: one of the qualifiers, or empty.
        currency: ISO code, for money.
        words: a statement's words in that language, if translated.
        base_language: the language of ``text`` where it is words.

    Returns:
        The runs of the value; a stored value that cannot be read is written as it stands.
    """
    direction = ""
    try:
        if kind == "statement":
            runs = [Run(words or text, "" if words or language == base_language else base_language)]
        elif kind == "phone":
            runs, direction = [Run(text)], "ltr"
        elif kind == "date":
            runs = [Run(partial_date(text, language))]
        elif kind == "ratio":
            part, whole = (number(side, language) for side in read_ratio(text))
            runs = compose(phrases["ratio"], {"part": [Run(part)], "whole": [Run(whole)]})
        elif kind == "money":
            runs = [Run(_money(text, currency, language, phrases))]
        elif kind == "percent":
            runs = [Run(_percent(text, language, phrases))]
        elif kind in UNITS:
            runs = [Run(_duration(text, UNITS[kind], language, phrases))]
        elif kind in NUMERIC_TYPES:
            low, high = read_amount(text)
            large = "" if kind == "decimal" else _large(low, high, language, phrases)
            runs = [Run(large or _figure(low, high, language, phrases))]
        else:
            runs = [Run(text)]
    except ValueError:
        runs = [Run(text)]
    if qualifier and qualifier in phrases:
        runs = compose(phrases[qualifier], {"value": runs})
    return Formatted(tuple(runs), direction)
