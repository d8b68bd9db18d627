"""What the command understands, with help that can be learned from; nothing heavy is imported to show it."""

from __future__ import annotations

import argparse
import datetime
import re
from typing import Any, NoReturn

from lawgap import __version__
from lawgap.models import READINGS

#: What ``schema`` prints: of the files, and of the answers with ``--json``.
FILE_SCHEMAS = ("standard", "instrument", "bill", "verdicts", "records")
ANSWER_SCHEMAS = ("check", "score", "diff", "simulate", "statute", "record")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

_FOLDER = """\
DIR is a folder of law: standards/ instruments/ bills/ verdicts/ records/, one YAML
file for each standard, instrument, bill or set of verdicts.

Exit status: 0 done; 1 (check) something is unsigned or stale; 2 bad input or usage,
said with file and line on standard error; 130 after Ctrl-C.
"""


class UsageError(Exception):
    """The command was not understood; the message says what to write."""


class _Parser(argparse.ArgumentParser):
    """Says in one sentence what was not understood, and leaves the exit to ``main``."""

    def error(self, message: str) -> NoReturn:
        """Raise what would be printed with the whole usage."""
        place = self.prog.removeprefix("lawgap").strip()
        raise UsageError(f"{place + ': ' if place else ''}{message}. See: {self.prog} --help")


def day(text: str) -> datetime.date:
    """A whole date of the command line."""
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text[:40]}' is no date; write YYYY-MM-DD") from None


def parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command."""
    top = _Parser(
        prog="lawgap",
        description="What a law covers of a standard, conduct by conduct; what a bill would change; who signed it.",
        epilog="Begin with:\n"
        "  lawgap check DIR                      is it well formed, signed, and still up to date?\n"
        "  lawgap score DIR                      what is covered, in part or not at all\n"
        "  lawgap simulate DIR BILL              what a bill would change\n\n" + _FOLDER,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    top.add_argument("--version", action="version", version=f"lawgap {__version__}")
    commands = top.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for add in (_check, _score, _diff, _simulate, _svg, _sheet, _statute, _record, _schema):
        add(commands)
    return top


# --- The commands -----------------------------------------------------------------------------------


def _check(commands: Any) -> None:
    this = _command(
        commands, "check", "checking:check", "whether files are well formed, signed, and still up to date",
        ["check law", "check law --statute cap200.xml      has a text changed since it was read?"],
    )  # fmt: skip
    _folder(this)
    this.add_argument(
        "--statute", action="append", default=[], metavar="FILE.xml",
        help="an e-Legislation file to hold the provisions against; may be repeated",
    )  # fmt: skip
    _json(this)


def _score(commands: Any) -> None:
    this = _command(
        commands, "score", "scores:score", "what is covered, low, central and high, in all and by dimension",
        [
            "score law --standard un.tip-protocol --jurisdiction hk",
            "score law --as-of 2018-02-08 --json",
            "score law --csv > cells.csv          one row for each kind of conduct",
        ],
    )  # fmt: skip
    _folder(this)
    _whose(this)
    _when(this)
    this.add_argument(
        "--reading", choices=READINGS, default="central", help="whose counts stand in the tables (central)"
    )
    this.add_argument("--cells", action="store_true", help="list every cell with the provisions that reach it")
    _language(this)
    group = this.add_argument_group("output").add_mutually_exclusive_group()
    group.add_argument("--json", action="store_true", help="print JSON; see: lawgap schema score")
    group.add_argument("--csv", action="store_true", help="print CSV, one row a cell")


def _diff(commands: Any) -> None:
    this = _command(
        commands, "diff", "scores:diff", "what differs between two days, two places, or a law and a bill",
        [
            "diff law 2018-02-08 2018-02-09        two days",
            "diff law read:2026-11-22 read:2026-11-25   two readings of the same law",
            "diff law hk gb-eaw@2016-01-01         two places, each on a day",
            "diff law 2026-11-25 hk-widen-s129     the law, and the law with a bill",
        ],
    )  # fmt: skip
    _folder(this)
    for name in ("before", "after"):
        words = "a date, JURISDICTION, JURISDICTION@DATE, read:DATE, JURISDICTION@read:DATE or a bill"
        this.add_argument(name, metavar="A" if name == "before" else "B", help=words)
    _whose(this)
    this.add_argument("--cells", action="store_true", help="with --json: list every cell that changes")
    _language(this)
    _json(this)


def _simulate(commands: Any) -> None:
    this = _command(
        commands, "simulate", "scores:simulate", "what a bill would change",
        ["simulate law hk-widen-s129", "simulate law hk-widen-s129 --as-of 2018-06-05 --json"],
    )  # fmt: skip
    _folder(this)
    this.add_argument("bill", metavar="BILL", help="the code of a bill in DIR/bills")
    _whose(this)
    this.add_argument("--as-of", type=day, metavar="DATE", help="the day on which it is taken to be law (today)")
    this.add_argument("--cells", action="store_true", help="with --json: list every cell that changes")
    _language(this)
    _json(this)


def _svg(commands: Any) -> None:
    this = _command(
        commands, "svg", "drawing:svg", "the matrix as a picture that needs no colour and speaks to a screen reader",
        ["svg law -o matrix.svg", "svg law --bill hk-widen-s129 --language zh-hant --wide -o matrix.svg"],
    )  # fmt: skip
    _folder(this)
    _file(this)
    _whose(this)
    _when(this)
    this.add_argument("--bill", metavar="BILL", help="the law as it would be with a bill")
    this.add_argument("--rows", metavar="DIMENSION", help="what stands in the rows (purpose, where there is one)")
    this.add_argument("--columns", metavar="DIMENSION", help="what stands in the columns (act, where there is one)")
    this.add_argument("--wide", action="store_true", help="the panels beside each other, for a wide page")
    _language(this)


def _sheet(commands: Any) -> None:
    this = _command(
        commands, "sheet", "drawing:sheet", "one page A4 for a legislator, as HTML to print",
        ["sheet law -o sheet.html", "sheet law --bill hk-widen-s129 --place 'Hong Kong' -o sheet.html"],
    )  # fmt: skip
    _folder(this)
    _file(this)
    _whose(this)
    _when(this)
    this.add_argument("--bill", metavar="BILL", help="say also what this bill would change")
    _language(this)


def _statute(commands: Any) -> None:
    this = _command(
        commands, "statute", "statutes:statute", "what a file of Hong Kong e-Legislation says of its sections",
        ["statute cap200.xml --json"], folder=False,
    )  # fmt: skip
    this.add_argument("file", metavar="FILE.xml", help="the file; its text is not kept")
    _json(this)


def _record(commands: Any) -> None:
    this = _command(
        commands, "record", "statutes:record", "keep the start and fingerprint of each section, to see later changes",
        ["record law cap200.xml"],
    )  # fmt: skip
    _folder(this)
    this.add_argument("file", metavar="FILE.xml", help="the file; its text is not kept")
    this.add_argument("--read-on", type=day, metavar="DATE", help="the day the file was fetched (today)")
    _json(this)


def _schema(commands: Any) -> None:
    this = _command(
        commands, "schema", "schemas:show", "print a JSON Schema, of a kind of file or of an answer",
        ["schema instrument > instrument.schema.json"], folder=False,
    )  # fmt: skip
    this.add_argument("name", choices=[*FILE_SCHEMAS, *ANSWER_SCHEMAS, "common"], help="whose")


# --- Options that several share ---------------------------------------------------------------------


def _command(
    commands: Any, name: str, run: str, words: str, examples: list[str], *, folder: bool = True
) -> argparse.ArgumentParser:
    lines = "\n".join(f"  lawgap {example}" for example in examples)
    this: argparse.ArgumentParser = commands.add_parser(
        name,
        help=words,
        description=f"{words[0].upper()}{words[1:]}.",
        epilog=f"For example:\n{lines}\n" + (f"\n{_FOLDER}" if folder else ""),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    this.set_defaults(run=run)
    return this


def _folder(this: argparse.ArgumentParser) -> None:
    this.add_argument("folder", metavar="DIR", help="the folder of law; see below")


def _file(this: argparse.ArgumentParser) -> None:
    this.add_argument("-o", "--output", metavar="FILE", help="where to write it (standard output)")
    this.add_argument("--place", default="", metavar="NAME", help="the name of the place, instead of its code")


def _whose(this: argparse.ArgumentParser) -> None:
    this.add_argument("--standard", metavar="CODE", help="what it is held against (needed where DIR has several)")
    this.add_argument("--jurisdiction", metavar="CODE", help="whose law (needed where DIR has several)")


def _when(this: argparse.ArgumentParser) -> None:
    this.add_argument("--as-of", type=day, metavar="DATE", help="the day whose law counts (today)")
    this.add_argument(
        "--read-on", type=day, metavar="DATE", help="the day whose readings of it count (those that stand)"
    )


def _language(this: argparse.ArgumentParser) -> None:
    this.add_argument("--language", default="en", metavar="TAG", help="of the words, such as zh-hant (en)")


def _json(this: argparse.ArgumentParser) -> None:
    this.add_argument("--json", action="store_true", help=f"print JSON; see: lawgap schema {this.prog.split()[-1]}")
