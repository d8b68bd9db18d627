"""What every output says of a score beside its counts: of which law it is, who signed it, whether it is a draft."""

from __future__ import annotations

from lawgap.outputs.phrases import Phrases
from lawgap.scoring import Counts, Score


def standard_of(score: Score, phrases: Phrases) -> str:
    """The standard's short name."""
    return phrases.text(score.standard.short or score.standard.title, score.standard.code)


def range_of(counts: dict[str, Counts], phrases: Phrases) -> str:
    """How many cells are covered, low to high; one number where the readings agree."""
    low, high = counts["low"].offence, counts["high"].offence
    return str(low) if low == high else phrases("range", low=low, high=high)


def days_of(score: Score, phrases: Phrases) -> str:
    """The day of the law and, where it is another than the one that stands, of the readings."""
    found = phrases("as-of", date=score.as_of.isoformat())
    if score.read_on:
        found += ("" if phrases.own.startswith("zh") else " ") + phrases("read-on", date=score.read_on.isoformat())
    return found


def signatures(score: Score, phrases: Phrases) -> list[str]:
    """Who signed what is scored, and what stands unsigned or stale; never nothing."""
    found = []
    if not score.scored:
        found.append(phrases("nothing-read"))
    elif len(score.unsigned) == len(score.scored):
        one = len(score.scored) == 1
        found.append(phrases("nobody-one") if one else phrases("nobody", total=len(score.scored)))
    elif score.unsigned:
        found.append(phrases("unsigned", total=len(score.scored), count=len(score.unsigned)))
    if score.stale:
        found.append(phrases("stale", count=len(score.stale)))
    names = [
        phrases("signature", name=name, role=role, date=on) if role else phrases("signature-plain", name=name, date=on)
        for name, role, on in score.reviewers
    ]
    if names:
        found.append(phrases("signed", names="; ".join(names)))
    return found
