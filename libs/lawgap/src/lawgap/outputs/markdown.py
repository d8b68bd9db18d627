"""Tables in Markdown that can be read in a terminal as they are and pasted into a document."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from lawgap.bills import Simulation
from lawgap.diffing import Diff
from lawgap.models import CELL_VERDICTS, READINGS
from lawgap.outputs.phrases import Phrases
from lawgap.outputs.reaching import reached_by
from lawgap.outputs.saying import days_of, range_of, signatures, standard_of
from lawgap.scoring import Score

_MARKED = re.compile(r"([\\`*_<>\[\]|])")


def plain_text(text: str) -> str:
    """Text of a file as it stands in Markdown: on one line, and nothing in it marks anything."""
    return _MARKED.sub(r"\\\1", " ".join(text.split()))


def width(text: str) -> int:
    """How many places of a terminal a text takes; a Chinese letter takes two."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def table(header: Sequence[str], rows: Sequence[Sequence[object]], words: int = 1) -> str:
    """A table.

    Args:
        header: the names of the columns.
        rows: the cells.
        words: how many columns from the left hold words; the others hold numbers and stand to the right.
    """
    cells = [list(header), *([str(cell) for cell in row] for row in rows)]
    widths = [max(3, *(width(row[place]) for row in cells)) for place in range(len(header))]
    lines = []
    for number, row in enumerate(cells):
        padded = []
        for place, cell in enumerate(row):
            room = " " * (widths[place] - width(cell))
            padded.append(cell + room if place < words else room + cell)
        lines.append(f"| {' | '.join(padded)} |")
        if number == 0:
            rules = ("-" * size if place < words else "-" * (size - 1) + ":" for place, size in enumerate(widths))
            lines.append(f"| {' | '.join(rules)} |")
    return "\n".join(lines)


def score_as_markdown(score: Score, language: str = "en", *, place: str = "", reading: str = "central") -> str:
    """A score: its range, its three counts in each reading, each dimension, and who signed.

    Args:
        score: the score.
        language: of the words.
        place: the name of the place, where its code is not enough.
        reading: the reading whose counts stand beside the range of each value.
    """
    phrases = Phrases(language)
    dimensions = [dimension for dimension in score.standard.dimensions if len(dimension.values) > 1]
    parts = [heading(score, phrases, place), *signatures(score, phrases), counts_table(score, phrases)]
    parts.append(phrases("by-value", reading=phrases(reading)))
    for dimension in dimensions:
        rows = []
        for value in dimension.values:
            counts = score.by[dimension.code][value.code]
            chosen = counts[reading]
            name = plain_text(phrases.text(value.title, value.code))
            rows.append((name, chosen.total, range_of(counts, phrases), *(getattr(chosen, v) for v in CELL_VERDICTS)))
        title = plain_text(phrases.text(dimension.title, dimension.code))
        header = [title, phrases("cells"), phrases("covered-range"), *(phrases(verdict) for verdict in CELL_VERDICTS)]
        parts.append(table(header, rows))
    return "\n\n".join(parts) + "\n"


def heading(score: Score, phrases: Phrases, place: str = "") -> str:
    """What is scored, and its range in a sentence."""
    central = score.counts["central"]
    title = phrases("matrix-title", place=plain_text(place or score.jurisdiction), standard=standard_of(score, phrases))
    said = phrases(
        "matrix-range", low=score.counts["low"].offence, high=score.counts["high"].offence, total=score.total,
        central=central.offence, fragment=central.fragment, none=central.none,
    )  # fmt: skip
    return f"{title}\n\n{said}\n\n{days_of(score, phrases)}"


def counts_table(score: Score, phrases: Phrases) -> str:
    """The three counts in each reading."""
    rows = [(phrases(name), *(getattr(score.counts[name], verdict) for verdict in CELL_VERDICTS)) for name in READINGS]
    return table([phrases("reading"), *(phrases(verdict) for verdict in CELL_VERDICTS)], rows)


def diff_as_markdown(change: Diff, language: str = "en") -> str:
    """What differs between two scores.

    Args:
        change: the difference.
        language: of the words.
    """
    phrases = Phrases(language)
    before, after = change.before, change.after
    names = [f"{one.jurisdiction}, {one.label or days_of(one, phrases)}" for one in (before, after)]
    parts = [f"A: {names[0]}\nB: {names[1]}"]
    for name, one in zip("AB", (before, after), strict=True):
        parts.append("\n".join(f"{name}: {line}" for line in signatures(one, phrases)))
    rows = []
    for reading in READINGS:
        one_way = change[reading]
        old, new = before.counts[reading], after.counts[reading]
        pairs = (f"{getattr(old, verdict)} → {getattr(new, verdict)}" for verdict in CELL_VERDICTS)
        rows.append((phrases(reading), *pairs, one_way.gained, one_way.lost))
    header = [phrases("reading"), *(phrases(verdict) for verdict in CELL_VERDICTS), "+", "−"]
    parts.append(table(header, rows))
    penalties = [one for one in change.penalties if one.code in _reaching(change)]
    if penalties:
        known = [
            (
                penalty.code,
                "–" if penalty.before is None else plain_text(phrases.penalty(penalty.before)),
                "–" if penalty.after is None else plain_text(phrases.penalty(penalty.after)),
            )
            for penalty in penalties
        ]
        parts.append(table([phrases("penalty"), "A", "B"], known, words=3))
    return "\n\n".join(parts) + "\n"


def _reaching(change: Diff) -> set[str]:
    """The provisions that punish something; a duty or a policy has no penalty to compare."""
    hits = (*change.before.scored, *change.after.scored)
    return {hit.provision.code for hit in hits if hit.reading.kind in ("offence", "fragment")}


def simulation_as_markdown(result: Simulation, language: str = "en") -> str:
    """What a bill would change.

    Args:
        result: what was simulated.
        language: of the words.
    """
    phrases = Phrases(language)
    parts = [phrases("sheet-bill", bill=plain_text(phrases.text(result.bill.title, result.bill.code)))]
    if status := phrases.text(result.bill.status):
        parts.append(plain_text(status))
    parts.append(diff_as_markdown(result.diff, language).rstrip("\n"))
    said = cautions(result, phrases)
    parts.append("\n".join([f"{phrases('warnings')}:", *(f"- {line}" for line in said or [phrases("none-of-them")])]))
    if result.untouched:
        must = sum(element.force in ("must", "must_qualified") for element in result.untouched)
        parts.append(phrases("sheet-untouched", count=len(result.untouched), must=must))
    return "\n\n".join(parts) + "\n"


def cautions(result: Simulation, phrases: Phrases) -> list[str]:
    """What a reader must not overlook, in the reader's language."""
    return [
        phrases(
            caution.code,
            count=caution.count,
            provision=caution.provision,
            reading=phrases(caution.reading) if caution.reading else "",
        )
        for caution in result.warnings
    ]


def cells_as_markdown(score: Score, language: str = "en", reading: str = "central") -> str:
    """Every cell with its verdict and the provisions that reach it.

    Args:
        score: the score.
        language: of the words.
        reading: whose verdicts.
    """
    phrases = Phrases(language)
    titles = {
        dimension.code: {value.code: phrases.text(value.title, value.code) for value in dimension.values}
        for dimension in score.standard.dimensions
    }
    reached = reached_by(score)[reading]
    header = ["#", *(phrases.text(dimension.title, dimension.code) for dimension in score.standard.dimensions)]
    rows = [
        (
            cell.number,
            *(plain_text(titles[code][cell.values[code]]) if code in cell.values else "–" for code in titles),
            phrases(score.verdict(cell.number, reading)),
            ", ".join(map(plain_text, reached[cell.number])),
        )
        for cell in score.cells
    ]
    return table([*map(plain_text, header), phrases(reading), phrases("provision")], rows, words=len(header) + 2) + "\n"
