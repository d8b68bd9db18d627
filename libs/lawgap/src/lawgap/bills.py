"""What a bill would change: a pure function of law and bill, and an honest list of what it leaves alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from typing import Literal

from lawgap.diffing import Diff, diff
from lawgap.faults import LawError, nearest, quoted
from lawgap.models import (
    BINDING_FORCES,
    READINGS,
    Amendment,
    Bill,
    Element,
    Instrument,
    Law,
    Provision,
    Scope,
)
from lawgap.scopes import outside
from lawgap.scoring import Score, score


@dataclass(frozen=True)
class Caution:
    """Something a reader of the result must not overlook.

    Args:
        code: ``cells-lost``, ``duties-untouched``, ``penalty-lower`` or ``not-in-force``.
        message: a sentence.
        reading: the reading it is about, where it is about one.
        count: how many cells or duties.
    """

    code: Literal["cells-lost", "duties-untouched", "penalty-lower", "not-in-force"]
    message: str
    reading: str = ""
    count: int = 0
    provision: str = ""


@dataclass(frozen=True)
class Simulation:
    """A law with and without a bill."""

    bill: Bill
    before: Score
    after: Score
    diff: Diff
    warnings: tuple[Caution, ...]
    untouched: tuple[Element, ...]


def bill_of(law: Law, code: str) -> Bill:
    """The bill of a code.

    Raises:
        LawError: when there is none.
    """
    if code not in law.bills:
        raise LawError(f"there is no bill {quoted(code)}.{nearest(code, law.bills)}")
    return law.bills[code]


def apply(law: Law, bill: Bill, as_of: datetime.date) -> Law:
    """The law as it would be on a day if the bill were law on that day.

    Args:
        law: the law; it stays as it is.
        bill: the bill.
        as_of: the day.

    Returns:
        The changed law. What the bill repeals or amends is looked for among the versions in force on the day.

    Raises:
        LawError: when the bill names a provision that does not exist at all.
    """
    known = {provision.code for provision in law.provisions(bill.jurisdiction)}
    for code in (*bill.repeals, *(change.code for change in bill.amends)):
        if code not in known:
            raise LawError(
                f"the bill {bill.code} names {quoted(code)}, which is no provision of {bill.jurisdiction}."
                f"{nearest(code, known)}"
            )
    changes = {change.code: change for change in bill.amends}
    instruments = dict(law.instruments)
    for code, instrument in law.instruments.items():
        if instrument.jurisdiction != bill.jurisdiction:
            continue
        provisions = []
        for provision in instrument.provisions:
            if not provision.in_force(as_of):
                provisions.append(provision)
            elif provision.code not in bill.repeals:
                provisions.append(_amended(provision, changes.get(provision.code)))
        instruments[code] = replace(instrument, provisions=tuple(provisions))
    if bill.adds:
        # In force on the day the question is asked of, whatever the draft says of its own beginning.
        added = tuple(replace(provision, valid_from="", valid_to="") for provision in bill.adds)
        instruments[bill.code] = Instrument(bill.code, bill.jurisdiction, "statute", bill.title, added)
    return replace(law, instruments=instruments)


def _amended(provision: Provision, change: Amendment | None) -> Provision:
    if change is None:
        return provision
    reading = provision.reading
    scope = reading.scope if change.scope is None else change.scope
    doubtful = reading.doubtful if change.doubtful is None else change.doubtful
    changed = replace(
        reading,
        kind=change.kind or reading.kind,
        scope=scope,
        doubtful=doubtful,
        doubtful_offence=_still_inside(reading.doubtful_offence, change, scope, doubtful),
        note=change.note or reading.note,
    )
    penalty = provision.penalty if change.penalty is None else change.penalty
    # What earlier readings said was said of the text that the bill replaces.
    return replace(provision, readings=(replace(changed, read_on=""),), penalty=penalty)


def _still_inside(kept: Scope | None, change: Amendment, scope: Scope, doubtful: Scope) -> Scope | None:
    narrower = kept if change.doubtful_offence is None else change.doubtful_offence
    return None if narrower is None or outside(narrower, scope, doubtful) else narrower


def simulate(
    law: Law,
    bill: Bill | str,
    standard: str | None = None,
    jurisdiction: str | None = None,
    as_of: datetime.date | None = None,
) -> Simulation:
    """Say what a bill would change.

    Args:
        law: the law.
        bill: the bill or its code.
        standard: the standard; the bill's own when left out.
        jurisdiction: must be the bill's own, when given.
        as_of: the day on which the bill is taken to be law; today when left out.

    Returns:
        The law before and after, the difference, what must not be overlooked, and the duties left untouched.

    Raises:
        LawError: when the bill is unknown, names unknown provisions, or belongs to another place.
    """
    found = bill_of(law, bill) if isinstance(bill, str) else bill
    if jurisdiction not in (None, found.jurisdiction):
        raise LawError(f"{found.code} is a bill of {found.jurisdiction}, not of {jurisdiction}")
    day = as_of or datetime.date.today()  # noqa: DTZ011 -- 'today' is what a person without a date asks for
    against = standard or found.standard
    before = score(law, against, found.jurisdiction, day)
    after = score(apply(law, found, day), against, found.jurisdiction, day)
    after.label = found.code
    change = diff(before, after)
    untouched = tuple(element for element in before.standard.elements if element.code not in found.duties)
    return Simulation(found, before, after, change, tuple(_warnings(found, law, day, change, untouched)), untouched)


def _warnings(bill: Bill, law: Law, day: datetime.date, change: Diff, untouched: tuple[Element, ...]) -> list[Caution]:
    found = []
    in_force = {provision.code for provision in law.provisions(bill.jurisdiction) if provision.in_force(day)}
    for code in (*bill.repeals, *(amendment.code for amendment in bill.amends)):
        if code not in in_force:
            message = f"{code} is not in force on {day}; the bill changes nothing there."
            found.append(Caution("not-in-force", message, provision=code))
    for name in READINGS:
        if lost := change[name].lost:
            message = (
                f"In the {name} reading {lost} {'cell gets' if lost == 1 else 'cells get'} a worse verdict than today: "
                "what the bill repeals reached further there than what it adds."
            )
            found.append(Caution("cells-lost", message, name, lost))
    for penalty in change.penalties:
        if penalty.before and penalty.after:
            old, new = penalty.before.prison_months, penalty.after.prison_months
            if old is not None and new is not None and new < old:
                message = f"The longest prison term of {penalty.code} would be shorter than today."
                found.append(Caution("penalty-lower", message, provision=penalty.code))
    binding = [element for element in untouched if element.force in BINDING_FORCES]
    if binding:
        message = (
            f"The bill touches none of {len(binding)} {'duty' if len(binding) == 1 else 'duties'} that the standard "
            "states as a must: criminal law alone gives no help to the people who were trafficked."
        )
        found.append(Caution("duties-untouched", message, count=len(binding)))
    return found
