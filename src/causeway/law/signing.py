"""Signing: the one place where a named person comes to stand behind a reading or a verdict."""

from __future__ import annotations

import datetime
import hashlib
import json
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.law.changes import changes_once
from causeway.law.entries import Data
from causeway.law.models import Provision, Reading, StatuteRecord, Verdict
from causeway.law.signed import SignedEntry

_LONGEST = 300
_LONGEST_NOTE = 2000


class SigningError(ValueError):
    """Nothing was signed; the message says why, in words for the person who tried."""


def fingerprint(row: SignedEntry) -> str:
    """What a person saw when they were asked to sign, so that nothing else is signed in its place.

    Args:
        row: a reading or a verdict.
    """
    seen: list[Any] = [row.data]
    if isinstance(row, Reading):
        # What the provision says of itself is read together with its scope, but for where its text stands, which
        # signing itself brings up to date.
        seen.append({name: value for name, value in row.provision.data.items() if name != "cite"})
    return hashlib.sha256(json.dumps(seen, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def sign_reading(
    pk: int,
    *,
    name: str,
    role: str,
    account: int | None,
    seen: str = "",
    note: str = "",
    on: datetime.date | None = None,
) -> Reading:
    """Have a named person stand behind a reading, for good.

    Where the publisher's file of the statute was read here, the provision also takes over which text that was, so that
    a later change of the text shows.

    Args:
        pk: the reading.
        name: who signs.
        role: as what.
        account: the number of the staff account that does it.
        seen: the :func:`fingerprint` of what the person was shown; not compared when empty.
        note: a remark.
        on: the day; today when not given.

    Returns:
        The signed reading.

    Raises:
        SigningError: when name or role is empty, somebody signed before, there is a newer reading, or it is no longer
            what the person was shown.
    """
    review = _review(name, role, note, on)
    with changes_once():
        # The provision first: whoever proposes another reading of it waits.
        number = Reading.objects.filter(pk=pk).values_list("provision_id", flat=True).first()
        provision = Provision.objects.select_for_update(of=("self",)).filter(pk=number).first()
        reading = Reading.objects.select_for_update().filter(pk=pk).first()
        if provision is None or reading is None:
            raise SigningError(_("This reading is no longer there."))
        standing = provision.newest
        if standing is not None and standing.pk != reading.pk:
            raise SigningError(_("Somebody put a newer reading forward. Look at that one."))
        _sign(reading, review, account, seen)
        _take_text(provision, review["on"])
    return reading


def sign_verdict(
    pk: int,
    *,
    name: str,
    role: str,
    account: int | None,
    seen: str = "",
    note: str = "",
    on: datetime.date | None = None,
) -> Verdict:
    """Have a named person stand behind a verdict, for good.

    Args:
        pk: the verdict.
        name: who signs.
        role: as what.
        account: the number of the staff account that does it.
        seen: the :func:`fingerprint` of what the person was shown; not compared when empty.
        note: a remark.
        on: the day; today when not given.

    Returns:
        The signed verdict.

    Raises:
        SigningError: as :func:`sign_reading`.
    """
    review = _review(name, role, note, on)
    with changes_once():
        verdict = Verdict.objects.select_for_update().filter(pk=pk).first()
        if verdict is None:
            raise SigningError(_("This verdict is no longer there."))
        if Verdict.objects.filter(supersedes=verdict.code).exists():
            raise SigningError(_("Somebody put a newer verdict forward. Look at that one."))
        _sign(verdict, review, account, seen)
    return verdict


def _review(name: str, role: str, note: str, on: datetime.date | None) -> Data:
    name, role, note = " ".join(name.split()), " ".join(role.split()), note.strip()
    if not name:
        raise SigningError(_("Write the name of the person who signs. Nobody cannot sign."))
    if not role:
        raise SigningError(_("Write as what the person signs, for example ‘solicitor’ or ‘caseworker’."))
    if max(len(name), len(role)) > _LONGEST or len(note) > _LONGEST_NOTE:
        raise SigningError(_("Name, role or note is too long."))
    return {"by": name, "role": role, "on": (on or timezone.localdate()).isoformat(), "note": note}


def _sign(row: SignedEntry, review: Data, account: int | None, seen: str) -> None:
    if row.is_signed:
        raise SigningError(
            _("%(name)s signed this on %(day)s already.") % {"name": row.signed_by, "day": row.signed_on}
        )
    if seen and fingerprint(row) != seen:
        raise SigningError(_("It changed while you were reading. Read it again before you sign."))
    row.data = {**row.data, "review": review}
    row.signed_account = account
    row.save()


def _take_text(provision: Provision, day: str) -> None:
    """Note which text was read, where this site has read the publisher's file."""
    cite = provision.data.get("cite") or {}
    record = StatuteRecord.objects.filter(
        instrument=provision.instrument.code, part=cite.get("part", ""), language=cite.get("language") or "en"
    ).first()
    if record is None:
        return
    text = {"checked": day, "start_period": record.start_period, "sha256": record.sha256}
    if any(cite.get(name, "") != value for name, value in text.items()):
        provision.data = {**provision.data, "cite": {**cite, **text}}
        provision.save()
