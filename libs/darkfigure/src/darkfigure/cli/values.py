"""Results as plain values for JSON: the same names in every answer, and never a number that is not finite."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from darkfigure import __version__
from darkfigure.plain import plain
from darkfigure.results import SCHEMA_VERSION, Estimate, Interval, Note, NotEstimable, Result
from darkfigure.words import remedy, sentence


def as_json(data: dict[str, Any]) -> str:
    """Return strict JSON; what has no JSON form raises rather than slips through."""
    return json.dumps(data, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def header(command: str, *, refused: bool = False) -> dict[str, Any]:
    """Return what every answer begins with."""
    return {
        "schema_version": SCHEMA_VERSION,
        "command": command,
        "version": __version__,
        "status": "not-estimable" if refused else "ok",
    }


def note(one: Note) -> dict[str, Any]:
    """Return a note with its words."""
    return {
        "code": one.code,
        "severity": one.severity,
        "message": sentence(one),
        "remedy": remedy(one),
        "values": plain(one.values),
    }


def notes(many: Sequence[Note]) -> list[dict[str, Any]]:
    """Return notes with their words."""
    return [note(one) for one in many]


def interval(one: Interval | None) -> dict[str, Any] | None:
    """Return a range; an upper limit there is none of becomes null, and a flag says so."""
    if one is None:
        return None
    return {
        "lower": plain(one.lower),
        "upper": plain(one.upper),
        "level": one.level,
        "method": one.method,
        "flags": notes(one.flags),
    }


def method_name(result: Result) -> str:
    """Return the name a method goes by in ``--method``; averages over models have one of their own."""
    averaged = isinstance(result, Estimate) and result.settings.get("average")
    return f"{result.method}-average" if averaged else result.method


def reasons(result: Result, notes_of_table: Sequence[Note]) -> tuple[Note, ...]:
    """Return why there is no estimate: what the method says, or else what the table says."""
    own = tuple(one for one in result.notes if one.severity == "refuse") if isinstance(result, NotEstimable) else ()
    return own or tuple(one for one in notes_of_table if one.severity == "refuse")


def result(one: Result, *, withheld: bool = False) -> dict[str, Any]:
    """Return what one method found; every key is there, with null where there is nothing.

    Args:
        one: the result.
        withheld: the table carries no estimate, so the number is left out whatever the method says.
    """
    given = one if isinstance(one, Estimate) and not withheld else None
    replicates = given.replicates if given else None
    return {
        "method": method_name(one),
        "observed": one.observed,
        "lists": list(one.lists),
        "input_sha256": one.input_sha256,
        "estimate": plain(given.total) if given else None,
        "dark_figure": plain(given.dark_figure) if given else None,
        "interval": interval(given.interval) if given else None,
        "intervals": [interval(each) for each in given.intervals] if given else [],
        "model": None if one.model is None else str(one.model),
        "links": [] if one.model is None else [list(names) for names in one.model.named(one.lists)],
        "existence": one.existence if isinstance(one, NotEstimable) else None,
        "seed": given.seed if given else None,
        "settings": plain(given.settings) if given else {},
        "bootstrap": None
        if replicates is None
        else {
            "replicates": len(replicates.estimates),
            "failed": replicates.failed,
            "with_empty_list": replicates.with_empty_list,
            "z0": plain(replicates.z0),
            "acceleration": plain(replicates.acceleration),
        },
        "details": plain(given.details) if given else {},
    }
