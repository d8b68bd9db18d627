"""The command ``lawgap``: a folder of law in, what it covers and what a bill would change out."""

from __future__ import annotations

import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Iterable, Sequence

from lawgap.cli.answers import BAD_INPUT, DONE, UNSIGNED, Answer
from lawgap.cli.arguments import UsageError, parser
from lawgap.faults import Fault, LawError

__all__ = ["BAD_INPUT", "DONE", "FAULT", "STOPPED", "UNSIGNED", "main"]

#: Exit statuses beside those of an answer: a fault of the program itself, and Ctrl-C.
FAULT, STOPPED = 70, 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Args:
        argv: its arguments; those of the process by default.

    Returns:
        The exit status: 0 done; 1 ``check`` found something unsigned or stale; 2 bad input or usage, said on standard
        error in a sentence with file and line; 70 a fault of the program itself; 130 after Ctrl-C.
    """
    given = list(sys.argv[1:] if argv is None else argv)
    try:
        args = parser().parse_args(given)
        return _deliver(_answer(args), args)
    except SystemExit as done:  # argparse has printed the help or the version
        return int(done.code or 0)
    except KeyboardInterrupt:
        return STOPPED
    except LawError as error:
        return _refused(error.faults)
    except UsageError as error:
        return _refused([Fault("", 0, str(error))])
    except OSError as error:
        place = f"'{error.filename}' cannot be used: " if error.filename else ""
        return _refused([Fault("", 0, f"{place}{error.strerror}; check the name and the permissions")])
    except MemoryError:
        return _refused([Fault("", 0, "there is not enough memory for this; split the files")])
    except Exception as error:
        # A reader of a pipe, a cron job, a web page must never meet a traceback.
        if os.environ.get("LAWGAP_TRACEBACK"):
            raise
        kind = f"{type(error).__name__}: {error}"
        return _refused(
            [Fault("", 0, f"a fault of lawgap itself, not of your files ({kind}); please report it")], FAULT
        )


def _answer(args: Namespace) -> Answer:
    """Do what was asked, by the function that the subcommand names as ``module:function``."""
    module, _, function = args.run.partition(":")
    found: Answer = getattr(importlib.import_module(f"{__name__}.{module}"), function)(args)
    return found


def _deliver(answer: Answer, args: Namespace) -> int:
    """Print an answer. A reader that has gone (``| head``) is no fault: what was asked for was done."""
    _tell(answer.faults)
    try:
        reconfigure = getattr(sys.stdout, "reconfigure", None)
        if reconfigure is not None:  # JSON, CSV and SVG are UTF-8, whatever the locale says
            reconfigure(encoding="utf-8", newline="\n")
        if getattr(args, "json", False):
            import json

            sys.stdout.write(json.dumps(answer.data, ensure_ascii=False, indent=2) + "\n")
        else:
            sys.stdout.write(answer.told())
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at its end; there must be something to flush to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise
    return answer.status


def _refused(faults: Iterable[Fault], status: int = BAD_INPUT) -> int:
    _tell(faults)
    return status


def _tell(faults: Iterable[Fault]) -> None:
    """Say what is wrong, a line each."""
    for fault in faults:
        sys.stderr.write(f"lawgap: {' '.join(str(fault).split())}\n")
