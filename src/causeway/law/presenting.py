"""What every public page of the law shares: a reader's words, digits and days, the sources, and who has signed."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final, Literal
from urllib.parse import urlsplit

import lawgap
from babel import Locale
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.units import format_unit
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language_info, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from lawgap.models import Dimension, Penalty, Standard, View, last_day

from causeway.facts import api as facts
from causeway.law.vocabulary import HOLDERS, VERDICTS
from causeway.law.words import BASE_LANGUAGE, language_of, pick

#: The fact whose title is what a place is called; where there is none, its code has to do.
PLACE_FACT = "law.place.{}"
_LENGTHS: Final[tuple[Literal["long", "short", "narrow"], ...]] = ("long", "short", "narrow")
READINGS = {
    "low": gettext_lazy("Low: every doubt left out"),
    "central": gettext_lazy("Central: as put forward"),
    "high": gettext_lazy("High: every doubt counted as covered"),
}
#: What a cell is called. The letters stand beside the colour, so that nobody needs the colour.
CELLS = {
    "offence": (pgettext_lazy("letter for covered", "C"), gettext_lazy("Covered")),
    "fragment": (pgettext_lazy("letter for fragment", "F"), gettext_lazy("Fragment only")),
    "none": (pgettext_lazy("letter for none", "N"), gettext_lazy("None")),
}


def tag(language: str) -> str:
    """The value of ``lang`` for a language's code in addresses: ``zh-hant`` is written ``zh-Hant``."""
    return "-".join(part.title() if len(part) == 4 else part for part in language.split("-"))


@dataclass(frozen=True)
class Reader:
    """Writes for a reader in her language, and marks what is only there in another.

    Args:
        language: the code of the reader's language.
        places: what places are called, by their codes.
    """

    language: str
    places: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, language: str, places: Collection[str] = (), book: facts.FactBook | None = None) -> Reader:
        """A reader who is told what places are called.

        Args:
            language: the code of the reader's language.
            places: the codes of the places.
            book: facts already read, those of :func:`place_keys` among them.
        """
        names = {}
        if places:
            book = book or facts.factbook(place_keys(places), language)
            for place in places:
                known = book.summary(PLACE_FACT.format(place))
                names[place] = known.title if known is not None and known.title else place.upper()
        return cls(language, names)

    @property
    def locale(self) -> Locale:
        return facts.babel_locale(self.language)

    def place(self, code: str) -> str:
        """What a place is called."""
        return self.places.get(code, code.upper())

    def words(self, words: Any) -> SafeString:
        """Words by language as HTML, with ``lang`` where they are not in the reader's language."""
        language = language_of(words, self.language)
        if not language or language == self.language:
            return format_html("{}", pick(words, self.language))
        direction = "rtl" if get_language_info(language)["bidi"] else "ltr"
        return format_html('<span lang="{}" dir="{}">{}</span>', tag(language), direction, words[language])

    def plain(self, words: Any) -> str:
        """Words by language as text."""
        return pick(words, self.language)

    def foreign(self, text: str) -> SafeString:
        """A text written once for all languages: Han letters say Chinese, else it is English."""
        language = "zh-hant" if any("\u4e00" <= char <= "\u9fff" for char in text) else BASE_LANGUAGE
        return self.words({language: text}) if text else mark_safe("")

    def list(self, parts: Iterable[SafeString | str]) -> SafeString:
        """Several words joined as the language does."""
        found = list(parts)
        marks = [f"\ue000{number}\ue001" for number in range(len(found))]
        joined = format_list(marks, locale=self.locale) if found else ""
        html = str(format_html("{}", joined))
        for mark, part in zip(marks, found, strict=True):
            html = html.replace(mark, str(format_html("{}", part)))
        return mark_safe(html)  # noqa: S308 (parts are escaped above)

    def number(self, count: int | Decimal) -> str:
        """A count in the reader's digits."""
        return facts.native_digits(format_decimal(count, locale=self.locale, numbering_system="latn"), self.language)

    def span(self, low: int, high: int) -> str:
        """A range, or one number where both ends are the same."""
        if low == high:
            return self.number(low)
        # Isolated: in a text from right to left the larger number would come to stand first.
        return f"\u2066{self.number(low)}–{self.number(high)}\u2069"

    def day(self, text: str | datetime.date | None) -> SafeString:
        """A partial date, for people and for machines."""
        text = text.isoformat() if isinstance(text, datetime.date) else text
        if not text:
            return mark_safe("")
        return format_html('<time datetime="{}">{}</time>', text, facts.partial_date(text, self.language))

    def plain_day(self, text: str | datetime.date) -> str:
        """A partial date as text."""
        text = text.isoformat() if isinstance(text, datetime.date) else text
        return facts.partial_date(text, self.language)


def place_keys(places: Iterable[str]) -> set[str]:
    """The facts that say what places are called."""
    return {PLACE_FACT.format(place) for place in places}


# --- Sources ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SourceLine:
    """A source as a reader sees it. ``url`` is empty where the address may not be shown."""

    publisher: SafeString
    title: SafeString
    url: str
    url_note: SafeString
    date: SafeString
    place: SafeString


class Sources:
    """The sources of one page, read together.

    Args:
        keys: every key the page names.
        reader: who reads.
    """

    def __init__(self, keys: Iterable[str], reader: Reader) -> None:
        self.reader = reader
        self.found = {source.key: source for source in facts.sources(list(dict.fromkeys(keys)))}

    def lines(self, keys: Iterable[str], places: Mapping[str, str] | None = None) -> list[SourceLine]:
        """Some of them in the order asked for.

        Args:
            keys: their keys; those that no source has are left out.
            places: where in each it stands.
        """
        reader = self.reader
        return [
            SourceLine(
                publisher=reader.foreign(source.publisher),
                title=reader.foreign(source.title),
                url=source.url,
                url_note=reader.foreign(source.url_note),
                date=reader.day(source.date),
                place=reader.foreign((places or {}).get(key, "")),
            )
            for key in dict.fromkeys(keys)
            if (source := self.found.get(key))
        ]


# --- Who signed ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Signing:
    """Who stands behind what a page counts."""

    is_draft: bool
    unsigned: str
    total: str
    people: list[str]
    put_forward: list[str]
    stale: list[str]


def signing_of(score: lawgap.Score, reader: Reader) -> Signing:
    """Who signed the readings of a score, who put them forward, and what changed since.

    Args:
        score: the score.
        reader: who reads.
    """
    forward: dict[str, str] = {}
    for hit in score.scored:
        name = hit.reading.put_forward_by
        if name:
            forward[name] = max(forward.get(name, ""), hit.reading.read_on)
    return Signing(
        is_draft=score.is_draft,
        unsigned=reader.number(len(score.unsigned)),
        total=reader.number(len(score.scored)),
        people=[person(by, role, on, reader) for by, role, on in score.reviewers],
        put_forward=[person(name, "", on, reader) for name, on in forward.items()],
        stale=list(score.stale),
    )


def person(name: str, role: str, on: str, reader: Reader) -> str:
    """A name with what the person is and a day, as far as they are known."""
    parts = [name, f"({role})" if role else "", reader.plain_day(on) if on else ""]
    return ", ".join(filter(None, [" ".join(filter(None, parts[:2])), parts[2]]))


# --- Words for things ------------------------------------------------------------------------------------


def titles(dimension: Dimension, reader: Reader) -> dict[str, SafeString]:
    """The values of a dimension in words, by their codes."""
    return {value.code: reader.words(value.title) for value in dimension.values}


def scope_words(scope: Mapping[str, Collection[str]], standard: Standard, reader: Reader) -> list[dict[str, Any]]:
    """What a scope reaches, dimension by dimension.

    Args:
        scope: values of each dimension.
        standard: whose dimensions they are.
        reader: who reads.
    """
    found = []
    for dimension in standard.dimensions:
        values = scope.get(dimension.code, ())
        named = [reader.words(value.title) for value in dimension.values if value.code in values]
        is_all = len(named) == len(dimension.values)
        text = _("all of them") if is_all and len(named) > 2 else reader.list(named) if named else _("none of them")
        found.append({"title": reader.words(dimension.title), "text": text, "is_all": is_all})
    return found


def penalty_words(penalty: Penalty | None, reader: Reader) -> SafeString:
    """The most a court may impose, in words; that it is not known where it is not.

    Args:
        penalty: the penalty.
        reader: who reads.
    """
    if penalty is None or not penalty.is_known:
        return format_html("{}", _("penalty not verified"))
    parts: list[str | SafeString] = []
    if penalty.life:
        parts.append(_("up to life in prison"))
    elif penalty.years or penalty.months:
        spans = [f"{_amount(penalty.years, 'year', reader)}", f"{_amount(penalty.months, 'month', reader)}"]
        parts.append(_("up to %(time)s in prison") % {"time": " ".join(filter(None, spans))})
    if penalty.fine:
        parts.append(format_html("{} {}", _("a fine of at most"), reader.foreign(penalty.fine)))
    told = format_html_join("; ", "{}", ((part,) for part in parts))
    if not penalty.note:
        return told
    note = reader.words(penalty.note)
    return format_html(_("{penalty}. {note}"), penalty=told, note=note) if parts else note


def _amount(text: str, unit: str, reader: Reader) -> str:
    if not text:
        return ""
    try:
        count = Decimal(text)
    except ArithmeticError:
        return text
    # Where CLDR has no long form it inherits the short one; Babel does not and would write "2 duration-year".
    for length in _LENGTHS:
        worded = format_unit(count, f"duration-{unit}", length=length, locale=reader.locale)
        if "duration-" not in worded:
            return facts.native_digits(worded, reader.language)
    return f"{reader.number(count)} {unit}"


def host_of(url: str) -> str:
    """The server of an address, to say where a link leads."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


@dataclass(frozen=True)
class ViewLine:
    """What somebody says about the same question."""

    holder: SafeString
    kind: str
    kind_words: str
    value: str
    value_words: str
    text: SafeString
    quote: SafeString
    date: SafeString
    sources: list[SourceLine]


def view_lines(views: Iterable[View], sources: Sources) -> list[ViewLine]:
    """Views in the order of who is asked first: the Government, then the others as the list of holders has them.

    Args:
        views: the views.
        sources: has read their sources.
    """
    reader, order = sources.reader, list(HOLDERS)
    return [
        ViewLine(
            holder=reader.words(view.holder),
            kind=view.holder_kind,
            kind_words=str(HOLDERS[view.holder_kind]),
            value=view.value,
            value_words=str(VERDICTS[view.value]),
            text=reader.words(view.text),
            quote=reader.words(view.quote),
            date=reader.day(view.date),
            sources=sources.lines(view.sources),
        )
        for view in sorted(views, key=lambda view: (order.index(view.holder_kind), _newest_first(view)))
    ]


@dataclass(frozen=True)
class Said:
    """What is said of one thing: by the Government, and by the others."""

    government: list[ViewLine]
    others: list[ViewLine]

    @property
    def who(self) -> str:
        """The kinds of the others, each once."""
        return "; ".join(dict.fromkeys(view.kind_words for view in self.others))


def said_of(views: Iterable[View], sources: Sources) -> Said:
    """Views with the Government's apart.

    Args:
        views: the views.
        sources: has read their sources.
    """
    lines = view_lines(views, sources)
    return Said(
        [line for line in lines if line.kind == "government"], [line for line in lines if line.kind != "government"]
    )


def _newest_first(view: View) -> int:
    return -last_day(view.date).toordinal() if view.date else 0


def views_on(law: lawgap.Law, jurisdiction: str, standard: str, *targets: str) -> list[View]:
    """What others say about some targets, such as ``art9.1`` or ``purpose.slavery``."""
    return [
        view
        for view in law.views
        if view.jurisdiction == jurisdiction and view.standard == standard and view.target in targets
    ]
