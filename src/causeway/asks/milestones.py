"""Milestones that no event reaches but the law itself: asked of the room of the law, and only when somebody looks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

import lawgap
from django.utils import timezone

from causeway.asks.models import Milestone

LAW_COVERAGE = "law-coverage"


def covers(standard: str, jurisdiction: str, as_of: datetime.date) -> bool:
    """Whether on a day an offence covers every cell of a standard, with everything in doubt left out.

    Args:
        standard: the standard's code; the first one when empty.
        jurisdiction: the place's code; the organisation's own when empty.
        as_of: the day whose law counts.

    Returns:
        False also where there is no such standard or place: what was not read is not known to be covered.
    """
    from causeway.law import api as law_api

    first, own = law_api.defaults()
    standard, jurisdiction = standard or first, jurisdiction or own
    if as_of >= timezone.localdate():
        return law_api.every_cell_covered(standard, jurisdiction)
    try:
        found = law_api.score(standard, jurisdiction, as_of)
    except lawgap.LawError:
        return False
    return bool(found.total) and found.counts["low"].offence == found.total


def reached(milestones: Iterable[Milestone], as_of: datetime.date) -> set[str]:
    """The keys of those milestones that the law reaches on a day.

    Args:
        milestones: any milestones; those that events reach are passed over.
        as_of: the day.
    """
    answers: dict[tuple[str, str], bool] = {}
    found = set()
    for milestone in milestones:
        if milestone.reached_by != LAW_COVERAGE:
            continue
        asked = (milestone.standard, milestone.jurisdiction)
        if asked not in answers:
            answers[asked] = covers(*asked, as_of)
        if answers[asked]:
            found.add(milestone.key)
    return found
