"""The command ``darkfigure``: tables in, estimates with their range and their warnings out, and refusals as results."""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence

from darkfigure.cli.answers import DONE, Answer
from darkfigure.cli.arguments import UsageError, parser

__all__ = ["BAD_INPUT", "DONE", "FAULT", "STOPPED", "main"]

#: Exit statuses beside those of an answer (0 done, 3 not estimable).
FAULT, BAD_INPUT, STOPPED = 1, 2, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: its arguments; those of the process by default.

    Returns:
        The exit status: 0 done; 2 bad input or usage, said in one sentence on standard error; 3 not estimable, which
        is a result and stands on standard output with its reasons; 130 after Ctrl-C. 1 is a fault of the program.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        args = parser().parse_args(given)
        return _deliver(_answer(args), args)
    except SystemExit as done:  # argparse has printed the help or the version
        return int(done.code or 0)
    except KeyboardInterrupt:
        return STOPPED
    except UsageError as error:
        return _refused(str(error))
    except (ValueError, OSError, ArithmeticError, MemoryError) as error:
        return _refused(_sentence(error))
    except Exception as error:  # noqa: BLE001 - a reader of a pipe, a cron job, a web page must never meet a traceback
        if os.environ.get("DARKFIGURE_TRACEBACK"):
            traceback.print_exc()
        kind = f"{type(error).__name__}: {error}"
        return _refused(f"a fault of darkfigure itself, not of your data ({kind}). Please report it.", FAULT)


def _answer(args: Namespace) -> Answer:
    """Do what was asked, by the function that the subcommand names as ``module:function``."""
    module, _, function = args.run.partition(":")
    found: Answer = getattr(importlib.import_module(f"{__name__}.{module}"), function)(args)
    return found


def _deliver(answer: Answer, args: Namespace) -> int:
    """Print an answer. A reader that has gone (``| head``) is no fault: what was asked for was done."""
    try:
        _encode()
        if args.json:
            from darkfigure.cli.values import as_json

            sys.stdout.write(as_json(answer.data))
        else:
            from darkfigure.cli.screen import Screen

            sys.stdout.write(answer.told(Screen.of(sys.stdout)))
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at its end; there must be something to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise
    return answer.status


def _encode() -> None:
    """Write UTF-8 whatever the locale says: JSON and CSV are UTF-8, and names of lists come in every script."""
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")


def _sentence(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return "There is not enough memory for this. Ask for fewer replicates, sets or models."
    if isinstance(error, UnicodeError):
        return "A text that was given holds bytes that are not UTF-8. Write it anew."
    if isinstance(error, OSError):
        return f"{error.filename!r} cannot be used: {error.strerror}." if error.filename else f"{error.strerror}."
    return str(error)


def _refused(message: str, status: int = BAD_INPUT) -> int:
    line = " ".join(message.split())
    sys.stderr.write(f"darkfigure: {line}\n")
    return status
