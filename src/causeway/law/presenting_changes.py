"""Two scores beside each other: a law with and without a bill, two days, two readings, two places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import lawgap
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from lawgap.models import BINDING_FORCES, Dimension, Element
from lawgap.models import READINGS as READING_CODES

from causeway.law.presenting import CELLS, READINGS, Reader, penalty_words
from causeway.law.presenting_scores import axes
from causeway.law.vocabulary import FORCES

#: Sign and name of the way a number goes; never colour alone.
WAYS = {
    "up": ("↑", gettext_lazy("more")),
    "down": ("↓", gettext_lazy("fewer")),
    "same": ("=", gettext_lazy("no change")),
}


@dataclass(frozen=True)
class ChangeRow:
    """One value of a dimension, such as one purpose, before and after."""

    code: str
    title: SafeString
    total: str
    before: str
    after: str
    before_range: str
    after_range: str
    way: str
    sign: str
    words: str
    sentence: str
    gained: str
    lost: str
    is_lost: bool
    counts_before: Mapping[str, lawgap.Counts]
    counts_after: Mapping[str, lawgap.Counts]


def change_rows(
    change: lawgap.Diff,
    dimension: Dimension,
    reader: Reader,
    reading: str = "central",
    names: tuple[str, str] | None = None,
) -> list[ChangeRow]:
    """What changes for each value of a dimension.

    Args:
        change: the difference.
        dimension: one of the standard's dimensions.
        reader: who reads.
        reading: whose cells are counted as gained and lost.
        names: what the two sides are called, where they stand beside each other and not one after the other.
    """
    rows = []
    for value in dimension.values:
        among = change.after.space.having[dimension.code][value.code]
        old, new = change.before.counted(among), change.after.counted(among)
        rows.append(
            _row(
                value.code,
                reader.words(value.title),
                reader.plain(value.title),
                (old, new),
                ((change[reading].gained_cells & among).bit_count(), (change[reading].lost_cells & among).bit_count()),
                reader,
                reading,
                names,
            )
        )
    return rows


def whole_row(change: lawgap.Diff, reader: Reader, reading: str = "central") -> ChangeRow:
    """What changes over all cells."""
    title = _("all conduct together")
    counts = (change.before.counts, change.after.counts)
    return _row(
        "",
        reader.words({reader.language: title}),
        title,
        counts,
        (change[reading].gained, change[reading].lost),
        reader,
        reading,
    )


def _row(
    code: str,
    title: SafeString,
    name: str,
    counts: tuple[Mapping[str, lawgap.Counts], Mapping[str, lawgap.Counts]],
    cells: tuple[int, int],
    reader: Reader,
    reading: str,
    names: tuple[str, str] | None = None,
) -> ChangeRow:
    old, new = counts
    before, after, total = old[reading].offence, new[reading].offence, new[reading].total
    way = "up" if after > before else "down" if after < before else "same"
    sign, word = WAYS[way]
    words = str(word) if way == "same" else f"{reader.number(abs(after - before))} {word}"
    numbers = {
        "what": name,
        "before": reader.number(before),
        "after": reader.number(after),
        "total": reader.number(total),
        "was": reader.span(old["low"].offence, old["high"].offence),
        "range": reader.span(new["low"].offence, new["high"].offence),
    }
    return ChangeRow(
        code=code,
        title=title,
        total=numbers["total"],
        before=numbers["before"],
        after=numbers["after"],
        before_range=numbers["was"],
        after_range=numbers["range"],
        way=way,
        sign=sign,
        words=words,
        sentence=_pattern(old, new, way, names)
        % {**numbers, "one": (names or ("", ""))[0], "two": (names or ("", ""))[1]},
        gained=reader.number(cells[0]),
        lost=reader.number(cells[1]),
        is_lost=cells[1] > 0,
        counts_before=old,
        counts_after=new,
    )


def _pattern(
    old: Mapping[str, lawgap.Counts], new: Mapping[str, lawgap.Counts], way: str, names: tuple[str, str] | None
) -> str:
    """The sentence that says what changes; always with the range where there is one."""
    was, will = ({name: counts[name].offence for name in READING_CODES} for counts in (old, new))
    if names is not None:
        return _("For %(what)s: %(one)s covers %(before)s (%(was)s), %(two)s %(after)s (%(range)s) of %(total)s.")
    if was == will:
        return _(
            "For %(what)s: nothing changes; %(after)s of %(total)s covered before and after (low to high: %(range)s)."
        )
    if len({*was.values()}) == len({*will.values()}) == 1:
        return _("For %(what)s: from %(before)s to %(after)s of %(total)s, in every reading.")
    if way == "same":
        return _(
            "For %(what)s: still %(after)s of %(total)s in this reading (low to high: %(was)s before, %(range)s after)."
        )
    return _("For %(what)s: from %(before)s to %(after)s of %(total)s (low to high: %(range)s).")


@dataclass(frozen=True)
class ReadingRow:
    """Cells gained and lost in one reading."""

    title: str
    before: str
    after: str
    gained: str
    lost: str
    is_lost: bool
    moves: list[str]


def reading_rows(change: lawgap.Diff, reader: Reader) -> list[ReadingRow]:
    """Covered before and after, gained and lost, in each reading."""
    return [
        ReadingRow(
            title=str(READINGS[code]),
            before=reader.number(change.before.counts[code].offence),
            after=reader.number(change.after.counts[code].offence),
            gained=reader.number(change[code].gained),
            lost=reader.number(change[code].lost),
            is_lost=change[code].lost > 0,
            moves=[
                _("%(count)s from ‘%(before)s’ to ‘%(after)s’")
                % {"count": reader.number(count), "before": CELLS[old][1], "after": CELLS[new][1]}
                for (old, new), count in change[code].moves.items()
            ],
        )
        for code in READING_CODES
    ]


@dataclass(frozen=True)
class PenaltyLine:
    """A penalty that is new, gone or another."""

    code: str
    title: SafeString
    before: SafeString | str
    after: SafeString | str
    is_known: bool


def penalty_lines(change: lawgap.Diff, reader: Reader, known: set[str]) -> list[PenaltyLine]:
    """The penalties that change.

    Args:
        change: the difference.
        reader: who reads.
        known: codes of the provisions that have a page.
    """
    titles = {
        hit.provision.code: hit.provision.title for score in (change.before, change.after) for hit in score.scored
    }
    return [
        PenaltyLine(
            code=line.code,
            title=reader.words(titles.get(line.code, {})),
            before=penalty_words(line.before, reader) if line.before else _("not there"),
            after=penalty_words(line.after, reader) if line.after else _("not there"),
            is_known=line.code in known,
        )
        for line in change.penalties
    ]


@dataclass(frozen=True)
class ChangeBox:
    """A box of the matrix of changes."""

    text: str
    label: str
    state: str


@dataclass(frozen=True)
class ChangeTable:
    """Cells gained and lost by row and column of the matrix."""

    corner: SafeString
    columns: list[SafeString]
    rows: list[tuple[SafeString, list[ChangeBox]]]


def change_table(change: lawgap.Diff, reader: Reader, reading: str = "central") -> ChangeTable:
    """Cells gained and lost, box by box."""
    space = change.after.space
    rows, columns = axes(change.after.standard)
    found = []
    for row in rows.values:
        boxes = []
        for column in columns.values:
            among = space.having[rows.code][row.code] & space.having[columns.code][column.code]
            gained = (change[reading].gained_cells & among).bit_count()
            lost = (change[reading].lost_cells & among).bit_count()
            text = " ".join(
                filter(None, [f"+{reader.number(gained)}" if gained else "", f"−{reader.number(lost)}" if lost else ""])
            )
            words = {
                "row": reader.plain(row.title),
                "column": reader.plain(column.title),
                "gained": reader.number(gained),
                "lost": reader.number(lost),
            }
            boxes.append(
                ChangeBox(
                    text=text or "=",
                    label=_("%(row)s, %(column)s: %(gained)s gained, %(lost)s lost") % words,
                    state="lost" if lost else "gained" if gained else "same",
                )
            )
        found.append((reader.words(row.title), boxes))
    return ChangeTable(reader.words(rows.title), [reader.words(value.title) for value in columns.values], found)


@dataclass(frozen=True)
class DutyLine:
    """A duty that a bill leaves alone."""

    code: str
    title: SafeString
    force: str
    is_binding: bool


def duty_lines(elements: tuple[Element, ...], reader: Reader) -> list[DutyLine]:
    """Duties in words, what binds first."""
    found = [
        DutyLine(element.code, reader.words(element.title), str(FORCES[element.force]), element.force in BINDING_FORCES)
        for element in elements
    ]
    return sorted(found, key=lambda line: not line.is_binding)


def gained_and_lost(change: lawgap.Diff, reading: str, reader: Reader) -> str:
    """In one sentence how many cells get a better and how many a worse answer, where the law changes."""
    gained, lost = change[reading].gained, change[reading].lost
    if not gained and not lost:
        return _("No conduct gets another answer.")
    better = ngettext(
        "%(count)s kind of conduct gets a better answer", "%(count)s kinds of conduct get a better answer", gained
    ) % {"count": reader.number(gained)}
    worse = ngettext("%(count)s gets a worse one.", "%(count)s get a worse one.", lost) % {"count": reader.number(lost)}
    return f"{better}; {worse}"


def better_and_worse(change: lawgap.Diff, reading: str, reader: Reader, names: tuple[str, str]) -> str:
    """In one sentence how many cells have a better and how many a worse answer in the second of two places."""
    return _(
        "In %(two)s %(gained)s kinds of conduct have a better answer than in %(one)s, and %(lost)s a worse one."
    ) % {
        "one": names[0],
        "two": names[1],
        "gained": reader.number(change[reading].gained),
        "lost": reader.number(change[reading].lost),
    }
