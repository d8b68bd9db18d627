"""A whole folder of law: reads every file, then holds them against each other."""

from __future__ import annotations

import contextlib
import gc
import itertools
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from lawgap.faults import Fault, LawError, listed, nearest, quoted
from lawgap.models import Bill, Instrument, Law, Provision, Record, Standard, Verdict, View, first_day, last_day
from lawgap.reading import LawReader
from lawgap.standards import read_standard
from lawgap.strictyaml import Node, node_of, read_bytes

FOLDERS = ("standards", "instruments", "bills", "verdicts", "records")
MAX_FILES = 20_000
MAX_FOLDER_BYTES = 256 * 1024 * 1024
_FILE = re.compile(r"(?:.*/)?[^/]+\.ya?ml", re.ASCII)


def read_folder(folder: Path | str) -> Law:
    """Read a folder of law.

    Args:
        folder: holds ``standards/``, ``instruments/``, ``bills/``, ``verdicts/`` and perhaps ``records/``.

    Returns:
        What it says.

    Raises:
        LawError: when anything is wrong; each fault names file and line.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise LawError(f"{folder}: there is no such folder")
    files: dict[str, bytes] = {}
    total = 0
    for place, names, file_names in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(file_names):
            path = Path(place, name)
            file = path.relative_to(folder).as_posix()
            if name.startswith(".") or name.endswith("~") or file.partition("/")[0] not in FOLDERS:
                continue
            if path.is_symlink() or not path.is_file():
                raise LawError([Fault(file, 0, "a link or a special file; a folder of law holds plain files")])
            files[file] = path.read_bytes()
            total += len(files[file])
            if len(files) > MAX_FILES or total > MAX_FOLDER_BYTES:
                raise LawError(f"{folder}: more than {MAX_FILES:,} files or {MAX_FOLDER_BYTES // 1024**2} MB")
    if not any(file.startswith("standards/") for file in files):
        raise LawError(f"{folder}: there is no standard in it; it needs a file standards/NAME.yaml")
    return read_files(files)


def read_files(files: Mapping[str, bytes]) -> Law:
    """Read files of law from memory, whatever their order.

    Args:
        files: content by path, such as ``instruments/hk.cap200.yaml``.

    Returns:
        What they say.

    Raises:
        LawError: when anything is wrong; each fault names file and line.
    """
    with _uncollected():
        return _read(files)


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector out of a long read, which makes no circles: it costs a third of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _read(files: Mapping[str, bytes]) -> Law:
    nodes: dict[str, Node] = {}
    faults: list[Fault] = []
    for file in sorted(files):
        if file.partition("/")[0] not in FOLDERS or not _FILE.fullmatch(file):
            faults.append(Fault(file, 0, f"no file of law stands here; they are NAME.yaml in {listed(FOLDERS)}"))
            continue
        try:
            nodes[file] = read_bytes(files[file], file)
        except LawError as refused:
            faults += refused.faults
    return _build(nodes, faults)


def from_data(entries: Iterable[tuple[str, Any]]) -> Law:
    """Build the law from plain data, such as a database keeps.

    Args:
        entries: pairs of a name, such as ``instruments/hk.cap200``, and what its file would say, as dicts, lists and
            text. Faults name it.

    Returns:
        What they say.

    Raises:
        LawError: when anything is wrong.
    """
    return _build({name: node_of(data) for name, data in entries}, [])


def _build(nodes: Mapping[str, Node], faults: list[Fault]) -> Law:
    unread = bool(faults)

    def of(folder: str) -> list[tuple[str, Node]]:
        return [(file, node) for file, node in sorted(nodes.items()) if file.startswith(f"{folder}/")]

    standards: dict[str, Standard] = {}
    for file, node in of("standards"):
        standard = read_standard(node, file, faults)
        if standard and not _taken(standards, standard.code, "standard", file, faults):
            standards[standard.code] = standard
    reader = LawReader(standards, faults)
    instruments: dict[str, Instrument] = {}
    for file, node in of("instruments"):
        instrument = reader.instrument(node, file)
        if not _taken(instruments, instrument.code, "instrument", file, faults):
            instruments[instrument.code] = instrument
    bills: dict[str, Bill] = {}
    for file, node in of("bills"):
        bill = reader.bill(node, file)
        if bill and not _taken(bills, bill.code, "bill", file, faults):
            bills[bill.code] = bill
    verdicts: list[tuple[str, Verdict]] = []
    views: list[View] = []
    records: list[Record] = []
    for file, node in of("verdicts"):
        found, seen = reader.verdicts(node, file)
        verdicts += [(file, verdict) for verdict in found]
        views += seen
    for file, node in of("records"):
        records += reader.records(node, file)
    law = Law(
        standards, instruments, bills, tuple(verdict for _file, verdict in verdicts), tuple(views), tuple(records)
    )
    if unread:
        # What a file that could not be read would have said is nobody's fault.
        raise LawError(faults)
    check_whole(law, {bill: file for file, bill in _bill_files(of("bills"))}, dict(_verdict_files(verdicts)), faults)
    if faults:
        raise LawError(faults)
    return law


def _taken(known: Mapping[str, object], code: str, what: str, file: str, faults: list[Fault]) -> bool:
    if code in known:
        faults.append(Fault(file, 1, f"there is another file of the {what} {quoted(code)}; keep one"))
    return code in known


def _bill_files(files: list[tuple[str, Node]]) -> Iterable[tuple[str, str]]:
    for file, node in files:
        items = getattr(node, "items", None)
        code = items.get("bill") if isinstance(items, dict) else None
        yield file, getattr(code, "value", "")


def _verdict_files(verdicts: list[tuple[str, Verdict]]) -> Iterable[tuple[str, str]]:
    return ((verdict.code, file) for file, verdict in verdicts)


def check_whole(law: Law, bill_files: Mapping[str, str], verdict_files: Mapping[str, str], faults: list[Fault]) -> None:
    """Report what no single file can tell.

    Args:
        law: everything that was read.
        bill_files: the file of each bill.
        verdict_files: the file of each verdict.
        faults: collects what is wrong.
    """
    by_code: dict[str, list[Provision]] = {}
    for instrument in law.instruments.values():
        for provision in instrument.provisions:
            by_code.setdefault(provision.code, []).append(provision)
    for versions in by_code.values():
        _overlaps(versions, faults)
    for bill in law.bills.values():
        file = bill_files.get(bill.code, "")
        targets = [("repeals", code) for code in bill.repeals] + [("amends", change.code) for change in bill.amends]
        for what, code in targets:
            if code not in by_code:
                hint = nearest(code, by_code)
                faults.append(
                    Fault(file, 0, f"the bill {bill.code} {what} {quoted(code)}, which is no known provision.{hint}")
                )
        both = set(bill.repeals) & {change.code for change in bill.amends}
        faults += [Fault(file, 0, f"the bill {bill.code} both repeals and amends {code}") for code in sorted(both)]
    _verdict_chain(law, by_code, verdict_files, faults)


def _overlaps(versions: list[Provision], faults: list[Fault]) -> None:
    ordered = sorted(versions, key=lambda version: first_day(version.valid_from))
    for before, after in itertools.pairwise(ordered):
        if first_day(after.valid_from) <= last_day(before.valid_to):
            message = (
                f"two versions of {after.code} hold at the same time (the other: {before.file}:{before.line}); "
                "end the earlier one with 'valid_to' the day before the later one's 'valid_from'"
            )
            faults.append(Fault(after.file, after.line, message))


def _verdict_chain(
    law: Law, by_code: Mapping[str, list[Provision]], files: Mapping[str, str], faults: list[Fault]
) -> None:
    codes = [verdict.code for verdict in law.verdicts]
    known = set(codes)
    faults += [
        Fault(files.get(code, ""), 0, f"two verdicts have the code {quoted(code)}; keep one")
        for code in sorted({code for code in codes if codes.count(code) > 1})
    ]
    by_verdict = {verdict.code: verdict for verdict in law.verdicts}
    for verdict in law.verdicts:
        file = files.get(verdict.code, "")
        if verdict.supersedes and verdict.supersedes not in known:
            faults.append(
                Fault(file, 0, f"{verdict.code} supersedes {quoted(verdict.supersedes)}, which does not exist")
            )
        elif verdict.supersedes and by_verdict[verdict.supersedes].element != verdict.element:
            faults.append(Fault(file, 0, f"{verdict.code} supersedes a verdict on another element"))
        for cited in verdict.cites:
            if cited not in by_code:
                hint = nearest(cited, by_code)
                faults.append(
                    Fault(file, 0, f"{verdict.code} cites {quoted(cited)}, which is no known provision.{hint}")
                )
    gone = {verdict.supersedes for verdict in law.verdicts if verdict.supersedes}
    standing: dict[tuple[str, str, str], str] = {}
    for verdict in law.verdicts:
        if verdict.code in gone:
            continue
        key = (verdict.jurisdiction, verdict.standard, verdict.element)
        if key in standing:
            message = (
                f"{verdict.code} and {standing[key]} both stand on {verdict.element}; say which 'supersedes' which"
            )
            faults.append(Fault(files.get(verdict.code, ""), 0, message))
        standing[key] = verdict.code
