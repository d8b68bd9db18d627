"""The subcommand ``schema``."""

from __future__ import annotations

from argparse import Namespace

from lawgap.cli.answers import Answer


def show(args: Namespace) -> Answer:
    """Print a schema as it is published."""
    from lawgap.schemas import schema_text

    return Answer({}, lambda: schema_text(args.name))
