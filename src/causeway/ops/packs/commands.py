"""``causeway pack check | load | export``: what they print, and the status they end with."""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.db import DatabaseError
from django.utils import timezone

from causeway.ops.packs.faults import Fault
from causeway.ops.packs.model import KINDS
from causeway.ops.packs.reading import PackFolderError
from causeway.ops.progress import Step, step

# What not every pack has, so that a check counts it only where it is there.
_NAMED_WHERE_THERE = tuple(kind for kind in KINDS if kind not in ("source", "fact", "text", "topic", "wording"))
NOT_POSSIBLE = 1
BAD_INPUT = 2


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main(argv: Sequence[str]) -> int:
    """Run ``causeway pack``. Django must be set up.

    Args:
        argv: the action, the folder and its options.

    Returns:
        0 when all is well, 1 when the database cannot be used, 2 when the pack or the folder has faults.
    """
    parser = argparse.ArgumentParser(prog="causeway pack", description="Content packs.")
    add_actions(parser)
    return run(parser.parse_args(list(argv)))


def add_actions(parser: argparse.ArgumentParser) -> None:
    """Add the three actions to a parser; each has its own ``--help``."""
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")

    def add(name: str, about: str, act: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=about, description=about)
        made.add_argument("folder", metavar="DIR", type=Path, help="the pack's folder")
        made.add_argument("--json", action="store_true", help="print the result for a machine")
        made.set_defaults(act=act)
        return made

    add("check", "list every fault of a pack by file and line; nothing is changed", _check)
    load = add("load", "load a pack: all of it, or nothing when it has faults", _load)
    load.add_argument(
        "--take",
        metavar="FILE",
        action="append",
        default=[],
        help="let this file of the pack replace what staff have edited (FILE:KEY for one entry); may be repeated",
    )
    load.add_argument("--prune", action="store_true", help="take pages off the site whose files are gone from the pack")
    load.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    export = add("export", "write the pack as the site has it now into a new folder", _export)
    export.add_argument("--pack", metavar="NAME", default="", help="which pack, when several are loaded")


def run(args: argparse.Namespace) -> int:
    """Run the action of parsed arguments; see :func:`main`."""
    try:
        status: int = args.act(args)
    except PackFolderError as fault:
        _refuse(args, [Fault("", 0, str(fault), "folder")])
        return BAD_INPUT
    except DatabaseError as fault:
        what = str(fault).strip().partition("\n")[0]
        message = f"the database cannot be used ({what}); run `causeway prepare`, or look at DATA and DATABASE_URL"
        _refuse(args, [Fault("", 0, message, "database")])
        return NOT_POSSIBLE
    return status


def _refuse(args: argparse.Namespace, faults: list[Fault]) -> None:
    if args.json:
        _say(json.dumps({"ok": False, "faults": [fault.as_dict() for fault in faults]}, ensure_ascii=False, indent=1))
        return
    for fault in faults:
        _complain(str(fault))


@contextlib.contextmanager
def _progress(args: argparse.Namespace, title: str) -> Iterator[Step]:
    """Tell how far things are; a machine that reads the output is told nothing."""
    if args.json:
        yield Step(title)
        return
    with step(title) as current:
        yield current


def _number(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def _checked(args: argparse.Namespace) -> tuple[Any, Any]:
    from causeway.ops.packs.check import check_folder

    with _progress(args, f"Checking {args.folder.name or args.folder}"):
        return check_folder(args.folder, timezone.localdate())


def _check(args: argparse.Namespace) -> int:
    from causeway.ops.packs.check import report

    pack, faults = _checked(args)
    if args.json:
        _say(json.dumps(report(pack, faults), ensure_ascii=False, indent=1))
        return BAD_INPUT if len(faults) else 0
    for fault in faults.blocking:
        _complain(str(fault))
    if faults.due:
        _complain("Due (a load goes through all the same):")
        for fault in faults.due:
            _complain(str(fault))
    if len(faults):
        _complain(f"{_number(len(faults.blocking), 'fault')}, {len(faults.due):,} due. Nothing was changed.")
        return BAD_INPUT
    counts = pack.counts()
    more = [_number(counts[f"{KINDS[kind]}s"], KINDS[kind]) for kind in _NAMED_WHERE_THERE if counts[f"{KINDS[kind]}s"]]
    _say(
        f"{pack.manifest.name} {pack.manifest.version} is sound: {_number(counts['pages'], 'page')} "
        f"({', '.join(f'{name[6:]} {count}' for name, count in counts.items() if name.startswith('pages '))}), "
        f"{_number(counts['facts'], 'fact')}, {_number(counts['sources'], 'source')}, "
        f"{_number(counts['texts'], 'text')} of facts, "
        f"{''.join(f'{text}, ' for text in more)}{_number(counts['files'], 'file')}."
    )
    return 0


def _load(args: argparse.Namespace) -> int:
    from causeway.ops.packs.load import PackLoadError, load_pack

    pack, faults = _checked(args)
    blocking = faults.blocking
    unknown = [path for path in args.take if path.partition(":")[0] not in pack.files]
    blocking += [Fault(path, 0, "--take names no file of this pack", "take") for path in unknown]
    if blocking:
        _refuse(args, blocking)
        if not args.json:
            _complain(f"{_number(len(blocking), 'fault')}. Nothing was loaded.")
        return BAD_INPUT
    try:
        with _progress(args, f"Loading the pack {pack.manifest.name}") as current:

            def tell(text: str) -> None:
                current.note = text

            outcome = load_pack(pack, take=frozenset(args.take), prune=args.prune, dry_run=args.dry_run, tell=tell)
    except PackLoadError as fault:
        _refuse(args, fault.faults)
        if not args.json:
            _complain(f"{_number(len(fault.faults), 'fault')}. Nothing was loaded.")
        return BAD_INPUT
    if args.json:
        _say(json.dumps({"ok": True, "due": len(faults.due), **_plain(outcome)}, ensure_ascii=False, indent=1))
    else:
        _say(_told(outcome, args.dry_run, pack.manifest.name))
        if faults.due:
            _say(f"{len(faults.due):,} due (reviews, translations): see `causeway pack check {args.folder}`.")
    return 0


def _plain(outcome: Any) -> dict[str, Any]:
    return {
        **{name: getattr(outcome, name) for name in ("created", "updated", "unchanged", "notes")},
        **{name: [vars(kept) for kept in getattr(outcome, name)] for name in ("kept", "gone", "pruned")},
    }


def _counted(what: dict[str, int]) -> str:
    return ", ".join(_number(count, KINDS.get(kind, kind)) for kind, count in sorted(what.items())) or "nothing"


def _told(outcome: Any, rehearsal: bool, name: str) -> str:
    lines = [
        (
            f"{name}{' (a rehearsal: nothing was changed)' if rehearsal else ''}: new {_counted(outcome.created)}; "
            f"changed {_counted(outcome.updated)}; as before {_counted(outcome.unchanged)}."
        )
    ]
    lines += outcome.notes
    if outcome.kept:
        lines.append("Left as the site has it, because staff have written there since:")
        lines += [f"  {kept.file}: {kept.kind} {kept.key} ({kept.why})" for kept in outcome.kept]
        first = outcome.kept[0]
        example = first.file if first.kind in ("page", "organisation") else f"{first.file}:{first.key}"
        lines.append(f"  To take the pack's version instead: --take '{example}'")
    lines += _listed("No longer in the pack:", outcome.gone)
    lines += _listed("Taken off the site:", outcome.pruned)
    return "\n".join(lines)


def _listed(title: str, entries: Iterable[Any]) -> list[str]:
    found = [f"  {entry.file}: {entry.kind} {entry.key}{f' ({entry.why})' if entry.why else ''}" for entry in entries]
    return [title, *found] if found else []


def _export(args: argparse.Namespace) -> int:
    from causeway.ops.packs.export import export_pack

    with _progress(args, f"Writing the pack to {args.folder}"):
        written = export_pack(args.folder, args.pack)
    if args.json:
        _say(json.dumps({"ok": True, **vars(written)}, ensure_ascii=False, indent=1))
        return 0
    _say(
        f"{args.folder}: {_number(len(written.as_loaded), 'file')} as loaded, "
        f"{len(written.changed):,} changed by staff, {len(written.new):,} new."
    )
    for title, files in (("Changed:", written.changed), ("New:", written.new), ("Left out:", written.left_out)):
        if files:
            _say(title)
            for file in files:
                _say(f"  {file}")
    return 0
