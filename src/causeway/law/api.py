"""What the other rooms of the house, and the public pages of this one, may use of the law."""

from __future__ import annotations

import datetime
from typing import Any

import lawgap

from causeway.law import book
from causeway.law.book import law
from causeway.law.changes import changes_once
from causeway.law.computing import expression_fault
from causeway.law.entries import view_keys
from causeway.law.faults import Fault, LawDataError
from causeway.law.models import Binding, Decision, Provision, Reading, Verdict
from causeway.law.packing import (
    KINDS,
    Loaded,
    check_bills,
    check_bindings,
    check_decisions,
    check_instruments,
    check_standards,
    check_verdicts,
    check_views,
    dump,
    dump_bills,
    dump_bindings,
    dump_decisions,
    dump_instruments,
    dump_standards,
    dump_verdicts,
    dump_views,
    load,
    load_bills,
    load_bindings,
    load_decisions,
    load_instruments,
    load_law,
    load_standards,
    load_verdicts,
    load_views,
)
from causeway.law.words import language_of, pick
from causeway.pages import api as pages_api

__all__ = [
    "KINDS",
    "Fault",
    "LawDataError",
    "Loaded",
    "bindings",
    "changes_once",
    "check_bills",
    "check_bindings",
    "check_decisions",
    "check_instruments",
    "check_standards",
    "check_verdicts",
    "check_views",
    "decisions",
    "defaults",
    "dump",
    "dump_bills",
    "dump_bindings",
    "dump_decisions",
    "dump_instruments",
    "dump_standards",
    "dump_verdicts",
    "dump_views",
    "every_cell_covered",
    "expression_fault",
    "language_of",
    "law",
    "load",
    "load_bills",
    "load_bindings",
    "load_decisions",
    "load_instruments",
    "load_law",
    "load_standards",
    "load_verdicts",
    "load_views",
    "pick",
    "score",
    "simulate",
    "unsigned_counts",
    "view_keys",
]


def defaults() -> tuple[str, str]:
    """The standard and the jurisdiction meant where nobody names one.

    Returns:
        Their codes: the standard that was loaded first, and the organisation's own jurisdiction where its law was
        loaded, else the first place. Empty before anything was loaded.
    """
    known = law()
    standard = next(iter(book.standard_codes()), "")
    own = str(pages_api.dump_organisation().get("jurisdiction", "")).lower()
    places = known.jurisdictions
    return standard, own if own in places else next(iter(places), "")


def score(
    standard: str = "",
    jurisdiction: str = "",
    as_of: datetime.date | None = None,
    read_on: datetime.date | None = None,
) -> lawgap.Score:
    """What the law of a place covers of a standard.

    Args:
        standard: the standard's code; the first when empty.
        jurisdiction: the place's code; the organisation's own when empty.
        as_of: the day whose law counts; today when not given.
        read_on: the day whose readings of it count; those that stand when not given.

    Raises:
        lawgap.LawError: when there is no such standard or place.
    """
    first, own = defaults()
    return lawgap.score(law(), standard or first, jurisdiction or own, as_of, read_on)


def simulate(bill: str, standard: str = "", as_of: datetime.date | None = None) -> lawgap.Simulation:
    """What a bill would change.

    Args:
        bill: the bill's code.
        standard: the standard's code; the bill's own when empty.
        as_of: the day on which the bill is taken to be law; today when not given.

    Raises:
        lawgap.LawError: when there is no such bill or standard.
    """
    return lawgap.simulate(law(), bill, standard or None, None, as_of)


def every_cell_covered(standard: str, jurisdiction: str) -> bool:
    """Whether a place's law covers every cell of a standard even with everything in doubt left out.

    Args:
        standard: the standard's code.
        jurisdiction: the place's code.

    Returns:
        False also where there is no such standard or place: what was not read is not known to be covered.
    """
    try:
        found = lawgap.score(law(), standard, jurisdiction)
    except lawgap.LawError:
        return False
    return found.counts["low"].offence == found.total


def decisions() -> list[dict[str, Any]]:
    """The decisions of courts as packs write them, the oldest first."""
    return list(Decision.objects.values_list("data", flat=True))


def bindings() -> list[dict[str, Any]]:
    """The treaties and whether they bind the place, as packs write them, in their order."""
    return list(Binding.objects.values_list("data", flat=True))


def unsigned_counts() -> tuple[int, int]:
    """How many readings and how many verdicts, the newest of each, wait for a signature."""
    newest_last = Reading.objects.filter(provision__in=Provision.objects.all()).order_by("provision_id", "position")
    newest = dict(newest_last.values_list("provision_id", "signed_by"))
    superseded = Verdict.objects.exclude(supersedes="").values("supersedes")
    verdicts = Verdict.objects.filter(signed_by="").exclude(code__in=superseded).count()
    return sum(1 for name in newest.values() if not name), verdicts
