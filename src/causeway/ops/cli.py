"""The ``causeway`` command."""

from __future__ import annotations

import argparse
import logging.config
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from causeway.env import EnvError, choose_settings, read_environment
from causeway.ops.machine import UnfitError, plain_reason

Env = dict[str, Any]
BAD_INPUT = 2


def _up(env: Env, args: argparse.Namespace) -> int:
    from causeway.ops.up import up

    return up(env)


def _web(env: Env, args: argparse.Namespace) -> int:
    from causeway.ops.machine import check_data, check_port
    from causeway.ops.web import serve

    if not args.child_of:
        check_data(env["DATA"])
        check_port(env["HOST"], env["PORT"])
    serve(env)
    return 0


def _worker(env: Env, args: argparse.Namespace) -> int:
    from causeway.ops.worker import work

    work()
    return 0


def _prepare(env: Env, args: argparse.Namespace) -> int:
    from causeway.ops.machine import check_data
    from causeway.ops.prepare import prepare

    check_data(env["DATA"])
    prepare(env)
    return 0


def _compile(env: Env, args: argparse.Namespace) -> int:
    from causeway.ops.release import PACKAGE_DIR
    from causeway.ops.translations import compile_changed

    compile_changed(PACKAGE_DIR / "locale")
    return 0


def _first_link(env: Env, args: argparse.Namespace) -> int:
    marker = env["DATA"] / "run" / "has-accounts"
    if marker.exists():
        return 0
    import django

    django.setup()
    from causeway.staff.api import first_account_link

    link = first_account_link(args.base_url)
    if link:
        print(link)
    else:
        marker.touch()
    return 0


def _staff(env: Env, args: argparse.Namespace) -> int:
    from causeway.ops.prepare import sqlite_place

    place = sqlite_place(env)
    if place is not None and not place.exists():
        raise UnfitError(f"There is no database in {env['DATA']} yet. Make it with: causeway prepare")
    import django
    from django.db import Error

    django.setup()
    from causeway.ops.prepare import plain_database
    from causeway.staff.api import InvitationError, invite

    try:
        print(invite(args.email, args.role))
    except InvitationError as fault:
        print(fault, file=sys.stderr)
        return BAD_INPUT
    except Error as fault:
        raise UnfitError(plain_database(fault)) from fault
    print("Send this link to your colleague: it works once, for a day.", file=sys.stderr)
    return 0


def _pack(env: Env, args: argparse.Namespace) -> int:
    import django

    django.setup()
    from causeway.ops.packs import commands

    return commands.main(args.words)


def _doctor(env: Env, args: argparse.Namespace) -> int:
    from causeway.ops.doctor import examine

    return examine(env)


def _nginx(env: Env, args: argparse.Namespace) -> int:
    import django

    django.setup()
    from causeway.ops.nginx import write

    for path in write(env, Path(args.folder)):
        print(path)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="causeway", description="Runs a Causeway site. Settings come from the environment: docs/operators.md."
    )
    parser.add_argument("--child-of", type=int, default=0, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, run: Callable[[Env, argparse.Namespace], int], about: str | None) -> argparse.ArgumentParser:
        # A command without help is for other commands and stays out of the list.
        made = commands.add_parser(name, help=about, description=about) if about else commands.add_parser(name)
        made.set_defaults(run=run)
        return made

    add("up", _up, "set everything up that is missing, then run web server and worker until Ctrl-C")
    add("web", _web, "run the web server alone")
    add("worker", _worker, "run the worker alone: tasks, mail that is due, publishing by the clock")
    staff = add("staff", _staff, "accounts of staff")
    staff.add_argument("action", choices=["add"])
    staff.add_argument("email", metavar="EMAIL")
    staff.add_argument("--role", default="editor", help="role of the account (default: editor)")
    add("pack", _pack, "content packs: check one, load it, or write one back (causeway pack --help)")
    add("doctor", _doctor, "look over settings, data, database, mail and content, and say what to do")
    nginx = add("nginx", _nginx, "write the two files that deploy/nginx.conf includes: headers and languages")
    nginx.add_argument("folder", metavar="DIR")
    add("prepare", _prepare, "set everything up that is missing, without starting anything")
    add("compile", _compile, "compile the translations of the interface")
    add("first-link", _first_link, None).add_argument("base_url")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        argv: its words; those of the process by default.

    Returns:
        The exit status: 0, 1 when something cannot be done, 2 when what was asked makes no sense.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    # The actions of `pack` have a parser of their own, which needs Django; `up` must not wait for that.
    of_pack = words[1:] if words[:1] == ["pack"] else None
    args = _parser().parse_args(words[:1] if of_pack is not None else words)
    args.words = of_pack
    if args.child_of:
        from causeway.ops.processes import die_with

        die_with(args.child_of)
    try:
        env = read_environment()
        choose_settings()
        if args.command in {"web", "worker"}:
            from causeway.ops.logs import CONFIG

            logging.config.dictConfig(CONFIG)
        status: int = args.run(env, args)
    except EnvError as fault:
        print(fault, file=sys.stderr)
        return BAD_INPUT
    except UnfitError as fault:
        if str(fault):
            print(fault, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as fault:
        where = f" ({fault.filename})" if fault.filename else ""
        print(f"That did not work: {plain_reason(fault)}{where}.", file=sys.stderr)
        return 1
    sys.stdout.flush()
    return status


if __name__ == "__main__":
    sys.exit(main())
