"""Putting readings and verdicts forward, and what a reading would change before anybody puts it forward."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lawgap
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.law import book
from causeway.law.changes import changes_once
from causeway.law.checks import check
from causeway.law.entries import Data
from causeway.law.faults import Fault, LawDataError
from causeway.law.models import Provision, Reading, Verdict
from causeway.law.signed import AppendOnlyError

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True)
class Preview:
    """The scores without and with a proposed reading."""

    before: lawgap.Score
    after: lawgap.Score
    diff: lawgap.Diff

    @property
    def changes_nothing(self) -> bool:
        """Whether every count stays as it is."""
        return not any(change.changed for change in self.diff.readings.values())


def preview(provision: Provision, reading: Data) -> Preview:
    """What a reading would change once it stands.

    Args:
        provision: the provision, which is in the database.
        reading: the reading, which is not.

    Raises:
        LawDataError: when the reading cannot be one.
    """
    # A proposal moves no signed reading; the question is what it would do once it is signed.
    signed = {**reading, "review": {"by": "–", "on": timezone.localdate().isoformat()}}
    before, after = book.law(), book.entries({provision.pk: signed}).law()
    held = next(
        (found for found in after.provisions(provision.instrument.jurisdiction) if found.code == provision.code), None
    )
    standard = held.standard if held else None
    place = provision.instrument.jurisdiction
    scores = [lawgap.score(law, standard, place) for law in (before, after)]
    return Preview(scores[0], scores[1], lawgap.diff(*scores))


def propose_reading(provision_pk: int, reading: Data, account: int | None) -> Reading:
    """Put a reading forward as the newest of its provision.

    It counts at once, as an unsigned draft, where nobody has signed an earlier one; else once it is signed.

    Args:
        provision_pk: the provision.
        reading: the reading; a signature in it is left out.
        account: the number of the staff account that does it.

    Raises:
        LawDataError: when it contradicts the standard, or is by nobody.
        Provision.DoesNotExist: when there is no such provision.
    """
    data = {name: value for name, value in reading.items() if name != "review"}
    if not str(data.get("put_forward_by", "")).strip():
        raise LawDataError([Fault("law-instrument", "", "put_forward_by", _("is empty; a reading by nobody is none"))])
    with changes_once():
        provision = Provision.objects.select_for_update(of=("self",)).get(pk=provision_pk)
        last = Reading.objects.filter(provision=provision).aggregate(last=Max("position"))["last"]
        made = Reading(
            provision=provision, position=0 if last is None else last + 1, data=data, proposed_account=account
        )
        made.save()
    return made


def withdraw_reading(pk: int) -> None:
    """Take back the newest reading of a provision while nobody has signed it; the one before stands again.

    Args:
        pk: the reading.

    Raises:
        AppendOnlyError: when it is signed, not the newest, or the only one.
    """
    with changes_once():
        reading = Reading.objects.select_for_update().get(pk=pk)
        others = Reading.objects.filter(provision_id=reading.provision_id).exclude(pk=pk)
        if others.filter(position__gt=reading.position).exists() or not others.exists():
            raise AppendOnlyError(_("Only the newest reading can be withdrawn, and only where an earlier one stands."))
        reading.delete()


def propose_verdict(verdict: Data, account: int | None) -> Verdict:
    """Put a verdict forward. It supersedes the one that stands on the same element.

    Args:
        verdict: the verdict with ``jurisdiction`` and ``standard``; code, what it supersedes and a signature in it are
            left out.
        account: the number of the staff account that does it.

    Raises:
        LawDataError: when it contradicts the law, or is by nobody.
    """
    data: dict[str, Any] = {
        name: value for name, value in verdict.items() if name not in ("code", "review", "supersedes")
    }
    with changes_once():
        place, element = str(data.get("jurisdiction", "")), str(data.get("element", ""))
        rows = Verdict.objects.select_for_update().filter(jurisdiction=place, element=element)
        held = [row for row in rows if data.get("standard", "") in ("", row.standard) or not row.standard]
        gone = {row.supersedes for row in held}
        standing = [row for row in held if row.code not in gone]
        data = {"code": _free_code(f"{place}.{element}", len(held)), **data}
        if standing:
            data["supersedes"] = standing[-1].code
        faults = check("law-verdict", [data])
        if faults:
            raise LawDataError(faults)
        made = Verdict(data=data, proposed_account=account)
        made.save()
    return made


def _free_code(stem: str, number: int) -> str:
    while True:
        code = f"{stem}.{_LETTERS[number]}" if number < len(_LETTERS) else f"{stem}.{number + 1}"
        if not Verdict.objects.filter(code=code).exists():
            return code
        number += 1


def withdraw_verdict(pk: int) -> None:
    """Take back a verdict that nobody has signed; the one it supersedes stands again.

    Args:
        pk: the verdict.

    Raises:
        AppendOnlyError: when it is signed, or a later one supersedes it.
    """
    with changes_once():
        verdict = Verdict.objects.select_for_update().get(pk=pk)
        if Verdict.objects.filter(supersedes=verdict.code).exists():
            raise AppendOnlyError(_("A later verdict supersedes this one; withdraw that one first."))
        verdict.delete()
