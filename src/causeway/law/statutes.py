"""What the publisher's files of statutes say of each section: kept as dates and fingerprints, never as text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from lawgap.models import Record

from causeway.law.changes import changes_once
from causeway.law.models import Provision, StatuteRecord

_FIELDS = ("start_period", "sha256")


@dataclass(frozen=True)
class Taken:
    """What reading a file changed.

    Args:
        sections: how many sections it has.
        new: those never read before.
        changed: those whose text or date is another one than when it was read before.
    """

    sections: int
    new: tuple[str, ...]
    changed: tuple[str, ...]


def take_records(instrument: str, records: Iterable[Record], read_on: str = "") -> Taken:
    """Keep what a publisher's file says of an instrument's sections.

    A provision of which nobody noted the text that was read is taken to have been read in the one that was known until
    now: otherwise a change would pass unseen.

    Args:
        instrument: the instrument's code.
        records: one for each section.
        read_on: the day; today when empty.

    Returns:
        What changed.
    """
    day = read_on or timezone.localdate().isoformat()
    wanted = {(record.part, record.language): record for record in records if record.part}
    new, changed = [], []
    with changes_once():
        rows = StatuteRecord.objects.select_for_update().filter(instrument=instrument)
        held = {(row.part, row.language): row for row in rows}
        for (part, language), record in wanted.items():
            row = held.get((part, language))
            if row is None:
                new.append(part)
                row = StatuteRecord(instrument=instrument, part=part, language=language)
            elif any(getattr(row, name) != getattr(record, name) for name in _FIELDS):
                changed.append(part)
                _note_former(row)
            row.start_period, row.sha256, row.read_on = record.start_period[:10], record.sha256[:64], day
            row.save()
    return Taken(len(wanted), tuple(new), tuple(changed))


def _note_former(row: StatuteRecord) -> None:
    for provision in Provision.objects.filter(instrument__code=row.instrument):
        cite = provision.data.get("cite") or {}
        same = cite.get("part") == row.part and (cite.get("language") or "en") == row.language
        if same and not cite.get("start_period") and not cite.get("sha256"):
            provision.data = {
                **provision.data,
                "cite": {**cite, "start_period": row.start_period, "sha256": row.sha256},
            }
            provision.save()
