"""The subcommand ``check``: is it well formed, is it signed, and does the text that was read still stand?"""

from __future__ import annotations

import datetime
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from lawgap.cli.answers import BAD_INPUT, DONE, UNSIGNED, Answer
from lawgap.cli.scores import header
from lawgap.faults import Fault, LawError
from lawgap.folder import read_folder
from lawgap.models import Law, Record
from lawgap.staleness import stale_provisions, stale_verdicts

#: Lines of one kind that are printed; ``--json`` has them all.
MOST_LINES = 200


def check(args: Namespace) -> Answer:
    """Check a folder."""
    try:
        law = read_folder(args.folder)
        remarks: list[str] = []
        if args.statute:
            law = replace(law, records=(*law.records, *_records(args.statute, law, remarks)))
    except LawError as refused:
        return _at_fault(refused.faults)
    found = {
        "unsigned_readings": list(_unsigned_readings(law)),
        "unsigned_verdicts": _unsigned_verdicts(law),
        "stale_provisions": [
            {"code": code, "message": message} for code, message in sorted(stale_provisions(law).items())
        ],
        "stale_verdicts": [
            {"code": code, "provisions": list(cited)} for code, cited in sorted(stale_verdicts(law).items())
        ],
    }
    open_points = any(found.values())
    data = {
        **header("check"),
        "status": "open" if open_points else "ok",
        "faults": [],
        "standards": list(law.standards),
        "jurisdictions": list(law.jurisdictions),
        "provisions": len({p.code for instrument in law.instruments.values() for p in instrument.provisions}),
        "bills": list(law.bills),
        "verdicts": len(law.standing_verdicts()),
        **found,
        "remarks": remarks,
    }
    return Answer(data, lambda: _told(data), UNSIGNED if open_points else DONE)


def _at_fault(faults: list[Fault]) -> Answer:
    data = {
        **header("check"),
        "status": "faults",
        "faults": [{"file": fault.file, "line": fault.line, "message": fault.message} for fault in faults],
    }
    return Answer(data, lambda: "", BAD_INPUT, tuple(faults))


def _unsigned_readings(law: Law) -> Iterator[dict[str, Any]]:
    """The readings that nobody has signed, of the law and of the bills: those that stand, and newer proposals."""
    owners = [instrument.provisions for instrument in law.instruments.values()]
    for provision in [*(p for found in owners for p in found), *(p for bill in law.bills.values() for p in bill.adds)]:
        reading = provision.proposed or provision.reading
        if not reading.review.is_signed:
            yield {
                "code": provision.code,
                "file": provision.file,
                "line": provision.line,
                "put_forward_by": reading.put_forward_by,
            }


def _unsigned_verdicts(law: Law) -> list[str]:
    """The verdicts that nobody has signed and no other supersedes."""
    gone = {verdict.supersedes for verdict in law.verdicts}
    return [verdict.code for verdict in law.verdicts if not verdict.review.is_signed and verdict.code not in gone]


def _records(paths: list[str], law: Law, remarks: list[str]) -> Iterator[Record]:
    """What the publisher's files say, and remarks on what cannot be compared with them."""
    from lawgap.cli.statutes import read_file

    today = datetime.date.today().isoformat()  # noqa: DTZ011 -- the day the file is held against the law
    for path in paths:
        statute = read_file(path)
        instrument = law.instruments.get(statute.instrument)
        if instrument is None:
            remarks.append(f"{path} is {statute.instrument}, which is no instrument of this folder.")
            continue
        parts = {part.name for part in statute.parts}
        for provision in instrument.provisions:
            cite = provision.cite
            if cite.part and cite.part not in parts:
                remarks.append(f"{path} has no section {cite.part}, which {provision.code} cites.")
            elif cite.part and not (cite.start_period or cite.sha256):
                remarks.append(
                    f"{provision.code} cites no start and no fingerprint of the text that was read, so nothing is known "
                    "of later changes; write 'start_period' and 'sha256' once the text has been read."
                )
        yield from statute.records(today)


def _told(data: dict[str, Any]) -> str:
    head = (
        f"{data['provisions']} provisions of {', '.join(data['jurisdictions']) or 'no place'}, "
        f"{len(data['bills'])} bills and {data['verdicts']} verdicts, against {', '.join(data['standards'])}: well formed."
    )
    lines = [head]
    unsigned = [
        f"{one['code']} ({one['file']}:{one['line']}), put forward by {one['put_forward_by'] or 'nobody named'}"
        for one in data["unsigned_readings"]
    ]
    stale = [one["message"] for one in data["stale_provisions"]]
    verdicts = [f"{one['code']} cites {', '.join(one['provisions'])}" for one in data["stale_verdicts"]]
    for title, found in (
        ("Readings that nobody has signed", unsigned),
        ("Verdicts that nobody has signed", data["unsigned_verdicts"]),
        ("Provisions whose text has changed", stale),
        ("Verdicts on a text that has changed", verdicts),
        ("Remarks", data["remarks"]),
    ):
        if found:
            more = [f"  … and {len(found) - MOST_LINES} more; see --json"] if len(found) > MOST_LINES else []
            lines += ["", f"{title} ({len(found)}):", *(f"  - {one}" for one in found[:MOST_LINES]), *more]
    if data["status"] == "ok":
        lines += ["", "Everything is signed, and nothing is known to have changed."]
    return "\n".join(lines) + "\n"
