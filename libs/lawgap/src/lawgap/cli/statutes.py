"""The subcommands ``statute`` and ``record``: what the publisher's file says of its sections, and keeping it."""

from __future__ import annotations

import datetime
import re
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lawgap.cli.answers import Answer
from lawgap.cli.outputs import write_file
from lawgap.cli.scores import header
from lawgap.faults import Fault, LawError, quoted
from lawgap.models import Record

if TYPE_CHECKING:
    from lawgap.hklm import Statute

_FILE_NAME = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*", re.ASCII)


def read_file(path: str) -> Statute:
    """Read a file of Hong Kong e-Legislation.

    Args:
        path: the file.

    Raises:
        LawError: when it cannot be read or is none.
    """
    from lawgap.hklm import MAX_BYTES, read_statute

    try:
        with Path(path).open("rb") as file:
            return read_statute(file.read(MAX_BYTES + 1), path)
    except OSError as error:
        raise LawError([Fault(path, 0, f"cannot be read ({error.strerror}); check the name and the folder")]) from None


def statute(args: Namespace) -> Answer:
    """Say what a file holds."""
    found = read_file(args.file)
    parts = [
        {
            "part": part.name,
            "temporal_id": part.temporal_id,
            "start_period": part.start_period,
            "status": part.status,
            "sha256": part.sha256,
        }
        for part in found.parts
    ]
    data = {
        **header("statute"),
        "instrument": found.instrument,
        "language": found.language,
        "date": found.date,
        "parts": parts,
    }

    def told() -> str:
        from lawgap.outputs.markdown import plain_text, table

        rows = [
            [
                plain_text(part["part"]),
                part["start_period"] or "–",
                plain_text(part["status"] or "–"),
                part["sha256"][:16],
            ]
            for part in parts
        ]
        head = f"{found.instrument}, language {plain_text(found.language)}, sections: {len(parts)}. No text is kept."
        return f"{head}\n\n{table(['Section', 'In force from', 'Status', 'Fingerprint'], rows, words=4)}\n"

    return Answer(data, told)


def record(args: Namespace) -> Answer:
    """Keep what a file says of its sections, beside the law."""
    from lawgap.folder import read_folder

    law = read_folder(args.folder)
    found = read_file(args.file)
    if not _FILE_NAME.fullmatch(found.instrument):
        raise LawError([Fault(args.file, 0, f"the law calls itself {quoted(found.instrument)}, which is no code")])
    read_on = (args.read_on or datetime.date.today()).isoformat()  # noqa: DTZ011 -- 'today' on this machine is meant
    latest: dict[tuple[str, str], Record] = {}
    for known in law.records:
        key = (known.part, known.language)
        if known.instrument == found.instrument and (key not in latest or latest[key].read_on <= known.read_on):
            latest[key] = known
    new, changed = [], []
    for one in found.records(read_on):
        before = latest.get((one.part, one.language))
        if before and (before.start_period, before.sha256) == (one.start_period, one.sha256):
            continue
        new.append(one)
        if before:
            changed.append(one.part)
    path = _path(Path(args.folder), found.instrument)
    if new:
        _add(path, args.folder, found.instrument, new)
    data = {
        **header("record"),
        "instrument": found.instrument,
        "file": path.relative_to(args.folder).as_posix(),
        "read_on": read_on,
        "new": [one.part for one in new if one.part not in changed],
        "changed": changed,
        "unchanged": len(found.records(read_on)) - len(new),
    }

    def told() -> str:
        if not new:
            return f"Nothing has changed since it was last read; {data['file']} stays as it is.\n"
        words = f"{len(new) - len(changed)} new, {len(changed)} changed"
        more = f" ({', '.join(changed)})" if changed else ""
        return f"Written: {data['file']}: {words}{more}. Run 'lawgap check' to see which verdicts are stale.\n"

    return Answer(data, told)


def _path(folder: Path, instrument: str) -> Path:
    """The file of records of an instrument: the one there is, whatever it is called, else one named after it."""
    from lawgap.strictyaml import plain, read_bytes

    for path in sorted((folder / "records").rglob("*.y*ml")):
        if plain(read_bytes(path.read_bytes(), path.name)).get("instrument") == instrument:
            return path
    return folder / "records" / f"{instrument}.yaml"


def _add(path: Path, folder: str, instrument: str, records: list[Record]) -> None:
    """Write records into their file; nothing is written that could not be read again."""
    from lawgap.strictyaml import plain, read_bytes
    from lawgap.writing import dump, rewrite

    parts = [
        {
            "part": one.part,
            "start_period": one.start_period,
            "sha256": one.sha256,
            "read_on": one.read_on,
            "language": one.language,
        }
        for one in records
    ]
    name = path.relative_to(folder).as_posix()
    if path.exists():
        original = path.read_bytes()
        data: dict[str, Any] = plain(read_bytes(original, name))
        content = rewrite(original, {**data, "parts": [*(data.get("parts") or []), *parts]})
    else:
        content = dump({"instrument": instrument, "parts": parts})
    read_bytes(content, name)
    path.parent.mkdir(exist_ok=True)
    write_file(content, path)
