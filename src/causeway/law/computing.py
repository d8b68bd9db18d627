"""Numbers that facts take from the law.

``law:score JURISDICTION STANDARD READING VERDICT [DIMENSION=VALUE ...] [bill=CODE]`` with READING ``low``, ``central``
or ``high`` and VERDICT ``offence``, ``fragment``, ``none``, ``cells`` (all three), or with a bill ``changed``, ``gained``
or ``lost``.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import lawgap
from django.utils import timezone
from lawgap.models import READINGS

from causeway.law import book
from causeway.law.changes import PREFIX
from causeway.law.faults import LawDataError
from causeway.law.words import pick

VERDICTS: Final = ("offence", "fragment", "none", "cells")
CHANGES: Final = ("changed", "gained", "lost")
_SHAPE: Final = "law:score JURISDICTION STANDARD READING VERDICT [DIMENSION=VALUE ...] [bill=CODE]"
#: The longest name a fact's value can hold of who checked it.
_LONGEST_NAME: Final = 200


class ExpressionError(ValueError):
    """An expression that means nothing; the message says why."""


@dataclass(frozen=True)
class Expression:
    """What is to be counted."""

    jurisdiction: str
    standard: str
    reading: str
    verdict: str
    choice: Mapping[str, str] = field(default_factory=dict)
    bill: str = ""


@dataclass(frozen=True)
class Result:
    """A count, how it came about, on which sources it rests, of which day it is, and who stands behind it.

    ``checked_by`` is empty while any reading it rests on is unsigned or stale.
    """

    value: str
    note: str
    sources: tuple[str, ...]
    as_of: str
    checked_by: str = ""
    checked_on: str = ""


def parse(text: str) -> Expression:
    """Read an expression.

    Args:
        text: such as ``law:score hk un.tip-protocol central offence purpose=forced_labour``.

    Raises:
        ExpressionError: when it is none.
    """
    what, *words = text.split()
    if what.removeprefix(f"{PREFIX}:") != "score" or len(words) < 4:
        raise ExpressionError(f"'{text[:120]}' is no expression; write {_SHAPE}")
    jurisdiction, standard, reading, verdict, *more = words
    if reading not in READINGS:
        raise ExpressionError(f"'{reading[:40]}' is no reading; write one of: {', '.join(READINGS)}")
    if verdict not in VERDICTS + CHANGES:
        raise ExpressionError(f"'{verdict[:40]}' cannot be counted; write one of: {', '.join(VERDICTS + CHANGES)}")
    choice: dict[str, str] = {}
    for word in more:
        name, equals, value = word.partition("=")
        if not equals or not name or not value:
            raise ExpressionError(f"'{word[:60]}' is no choice; write DIMENSION=VALUE or bill=CODE")
        if name in choice:
            raise ExpressionError(f"'{name[:60]}' stands twice")
        choice[name] = value
    bill = choice.pop("bill", "")
    if verdict in CHANGES and not bill:
        raise ExpressionError(f"'{verdict}' compares the law with a bill; add bill=CODE")
    return Expression(jurisdiction, standard, reading, verdict, choice, bill)


def evaluate(law: lawgap.Law, expression: Expression, as_of: datetime.date) -> Result:
    """Count.

    Args:
        law: the law.
        expression: what to count.
        as_of: the day whose law counts.

    Raises:
        lawgap.LawError: when the law has no such place, standard, value or bill.
    """
    standard, place = expression.standard, expression.jurisdiction
    if expression.bill:
        simulated = lawgap.simulate(law, expression.bill, standard, place, as_of)
        before, score, change = simulated.before, simulated.after, simulated.diff[expression.reading]
    else:
        before = score = lawgap.score(law, standard, place, as_of)
        change = None
    among = score.chosen(expression.choice)
    if change is not None and expression.verdict in CHANGES:
        cells = {"gained": change.gained_cells, "lost": change.lost_cells}
        cells["changed"] = cells["gained"] | cells["lost"]
        counted = cells[expression.verdict] & among
    else:
        masks = score.masks[expression.reading]
        counted = {
            "offence": masks.offence,
            "fragment": masks.fragment,
            "none": score.space.all & ~masks.offence & ~masks.fragment,
            "cells": score.space.all,
        }[expression.verdict] & among
    checked_by, checked_on = _checked(law, expression, before, score)
    return Result(
        value=str(counted.bit_count()),
        note=" ".join(_note(law, expression, before, score, among)),
        sources=tuple(dict.fromkeys(_sources(law, expression, score, counted))),
        as_of=as_of.isoformat(),
        checked_by=checked_by,
        checked_on=checked_on,
    )


def _checked(law: lawgap.Law, expression: Expression, before: lawgap.Score, score: lawgap.Score) -> tuple[str, str]:
    """Who signed all that a count rests on, and when the last of them did; nobody while one signature is missing."""
    people = dict.fromkeys(name for name, _role, _on in (*before.reviewers, *score.reviewers))
    if before.is_draft or score.is_draft or not people:
        return "", ""
    if expression.bill and law.bills[expression.bill].amends:
        # What an amendment would reach is nobody's reading of a text that is in force.
        return "", ""
    names = ", ".join(people)
    if len(names) > _LONGEST_NAME:
        names = f"{next(iter(people))[: _LONGEST_NAME - 20]} and {len(people) - 1} more"
    return names, max(on for _name, _role, on in (*before.reviewers, *score.reviewers))


def _sources(law: lawgap.Law, expression: Expression, score: lawgap.Score, counted: int) -> Iterator[str]:
    # Where nothing reaches a cell the count rests on all that was looked through.
    hits: Iterable[Any] = score.reaching(counted, expression.reading) or score.scored
    if expression.bill:
        yield from law.bills[expression.bill].sources
    if expression.verdict == "cells":
        hits = ()
    for hit in hits:
        yield from hit.provision.sources
    yield from score.standard.sources


_READING = {
    "low": "everything in doubt left out",
    "central": "the readings as they were put forward",
    "high": "every doubt decided for the law",
}
_COUNTED = {
    "offence": "an offence of that kind covers",
    "fragment": "only another offence touches",
    "none": "no offence reaches",
    "cells": "there are",
    "changed": "the bill would change",
    "gained": "would be better covered under the bill",
    "lost": "would be worse covered under the bill",
}


def _note(
    law: lawgap.Law, expression: Expression, before: lawgap.Score, score: lawgap.Score, among: int
) -> Iterator[str]:
    standard = pick(score.standard.short) or pick(score.standard.title) or score.standard.code
    size = among.bit_count()
    yield (
        f"Counted cell by cell against the {standard}: the {'' if size == score.total else f'{size} of '}"
        f"{score.total} kinds of conduct"
        + (f" with {_choice(score, expression.choice)}" if expression.choice else "")
        + f" which {_COUNTED[expression.verdict]}"
        + (
            f", if the bill ‘{pick(law.bills[expression.bill].title) or expression.bill}’ were law"
            if expression.bill
            else ""
        )
        + "."
    )
    yield f"{expression.reading.capitalize()} reading: {_READING[expression.reading]}."
    yield from _signed(before)


def _choice(score: lawgap.Score, choice: Mapping[str, str]) -> str:
    words = [
        f"{pick(dimension.title).lower()} ‘{pick(value.title)}’"
        for dimension in score.standard.dimensions
        for value in dimension.values
        if choice.get(dimension.code) == value.code
    ]
    return " and ".join(words)


def _signed(score: lawgap.Score) -> Iterator[str]:
    people = "; ".join(f"{name}, {role}, {on}" for name, role, on in score.reviewers)
    if not score.reviewers:
        yield "Nobody has signed the readings of the law yet: this is a draft."
    elif score.unsigned:
        yield f"Signed in part by {people}; {len(score.unsigned)} of {len(score.scored)} readings are unsigned drafts."
    else:
        yield f"The readings of the law are signed by {people}."
    if score.stale:
        yield f"The text of {', '.join(score.stale)} has changed since it was read."


def compute(expressions: Collection[str]) -> dict[str, Result | str]:
    """Work out what facts ask for.

    Args:
        expressions: such as ``law:score hk un.tip-protocol central offence``.

    Returns:
        A result for each that means something today, and for each other the reason: such a fact says 'being checked'
        and not yesterday's number.
    """
    found: dict[str, Result | str] = {}
    if not expressions:
        return found
    law, today = book.law(), timezone.localdate()
    for text in expressions:
        try:
            found[text] = evaluate(law, parse(text), today)
        except (ExpressionError, lawgap.LawError) as refused:
            found[text] = str(refused)
    return found


def expression_fault(text: str) -> str:
    """Why an expression means nothing against the law as it stands; empty when it does mean something.

    Args:
        text: the expression.
    """
    try:
        evaluate(book.law(), parse(text), timezone.localdate())
    except (ExpressionError, lawgap.LawError, LawDataError) as refused:
        return str(refused)
    return ""


def _for_facts(expressions: set[str]) -> dict[str, Any]:
    from causeway.facts import api as facts_api

    return {
        text: result if isinstance(result, str) else facts_api.ComputedValue(**vars(result))
        for text, result in compute(expressions).items()
    }


def register() -> None:
    """Tell the facts who works such numbers out."""
    from causeway.facts import api as facts_api

    facts_api.register_computer(PREFIX, _for_facts)
