"""Scores, differences and bills as plain data for machines; the shapes are in ``lawgap.schemas``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from lawgap.bills import Simulation
from lawgap.cells import Cell
from lawgap.diffing import Diff
from lawgap.models import READINGS, Penalty, Review
from lawgap.outputs.phrases import Phrases
from lawgap.outputs.reaching import reached_by
from lawgap.scoring import Counts, Hit, Score


def counts_of(counts: Counts) -> dict[str, int]:
    """The three counts."""
    return {"offence": counts.offence, "fragment": counts.fragment, "none": counts.none}


def as_json(score: Score, *, cells: bool = False, among: int | None = None) -> dict[str, Any]:
    """A score as plain data.

    Args:
        score: the score.
        cells: whether every cell is listed, with its verdict in each reading and the provisions that reach it.
        among: the set of cells to list; all of them when left out. The counts are always over all.

    Returns:
        ``cells``, the total; for each reading the three counts, in all and ``by`` dimension value; the same turned
        round under ``by``; who signed, what is unsigned and stale; the provisions; perhaps ``cell_list``.
    """
    found: dict[str, Any] = {
        "standard": score.standard.code,
        "standard_title": dict(score.standard.short or score.standard.title),
        "jurisdiction": score.jurisdiction,
        "label": score.label,
        "as_of": score.as_of.isoformat(),
        "read_on": score.read_on.isoformat() if score.read_on else None,
        "cells": score.total,
    }
    for name in READINGS:
        by = {
            dimension: {value: counts_of(counts[name]) for value, counts in values.items()}
            for dimension, values in score.by.items()
        }
        found[name] = {**counts_of(score.counts[name]), "by": by}
    found["by"] = {
        dimension: {
            value: {"cells": counts["central"].total, **{name: counts_of(counts[name]) for name in READINGS}}
            for value, counts in values.items()
        }
        for dimension, values in score.by.items()
    }
    found["is_draft"] = score.is_draft
    found["reviewers"] = [{"name": name, "role": role, "on": on} for name, role, on in score.reviewers]
    found["unsigned"] = list(score.unsigned)
    found["stale"] = list(score.stale)
    found["provisions"] = [provision_as_json(hit, score) for hit in score.scored]
    if cells:
        reaching = reached_by(score)
        chosen = score.space.all if among is None else among
        found["cell_list"] = [
            cell_as_json(cell, score, {name: cells[cell.number] for name, cells in reaching.items()})
            for cell in score.space.listed(chosen)
        ]
    return found


def penalty_as_json(penalty: Penalty) -> dict[str, Any]:
    """A penalty, with the words for it in English."""
    return {
        "years": penalty.years,
        "months": penalty.months,
        "life": penalty.life,
        "fine": penalty.fine,
        "note": dict(penalty.note),
        "text": Phrases().penalty(penalty),
    }


def review_as_json(review: Review) -> dict[str, str]:
    """Who signed."""
    return {"by": review.by, "role": review.role, "on": review.on, "note": review.note}


def provision_as_json(hit: Hit, score: Score) -> dict[str, Any]:
    """A provision with what it reaches in each reading."""
    provision, reading = hit.provision, hit.reading
    found: dict[str, Any] = {
        "code": provision.code,
        "instrument": provision.instrument,
        "title": dict(provision.title),
        "kind": reading.kind,
        "penalty": penalty_as_json(provision.penalty),
        "valid_from": provision.valid_from,
        "valid_to": provision.valid_to,
        "read_on": reading.read_on,
        "put_forward_by": reading.put_forward_by,
        "review": review_as_json(reading.review),
        "is_signed": reading.review.is_signed,
        "is_stale": provision.code in score.stale,
        "sources": list(provision.sources),
    }
    for name in READINGS:
        masks = hit.masks[name]
        found[name] = {
            "offence": masks.offence.bit_count(),
            "fragment": (masks.fragment & ~masks.offence).bit_count(),
        }
    return found


def cell_as_json(cell: Cell, score: Score, reached: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    """A cell with its verdict in each reading and the provisions that reach it.

    Args:
        cell: the cell.
        score: the score.
        reached: for each reading what reaches the cell; see :func:`lawgap.outputs.reaching.reached_by`.
    """
    codes = sorted({code for found in reached.values() for code in found})
    return {
        "number": cell.number,
        "values": dict(cell.values),
        **{name: score.verdict(cell.number, name) for name in READINGS},
        "provisions": [
            {"code": code, **{name: reached[name].get(code, "none") for name in READINGS}} for code in codes
        ],
    }


def diff_as_json(change: Diff, *, cells: bool = False) -> dict[str, Any]:
    """A difference as plain data.

    Args:
        change: the difference.
        cells: whether every cell that changes is listed.
    """
    found: dict[str, Any] = {
        "standard": change.before.standard.code,
        "cells": change.before.total,
        "before": as_json(change.before),
        "after": as_json(change.after),
        "change": {},
    }
    for name in READINGS:
        reading = change[name]
        one: dict[str, Any] = {
            "gained": reading.gained,
            "lost": reading.lost,
            "changed": reading.changed,
            "moves": [{"before": old, "after": new, "cells": count} for (old, new), count in reading.moves.items()],
        }
        if cells:
            one["cell_list"] = [
                {
                    "number": cell.cell.number,
                    "values": dict(cell.cell.values),
                    "before": cell.before,
                    "after": cell.after,
                }
                for cell in reading.cells()
            ]
        found["change"][name] = one
    found["penalties"] = list(_penalties(change))
    return found


def _penalties(change: Diff) -> Iterator[Mapping[str, Any]]:
    for penalty in change.penalties:
        yield {
            "code": penalty.code,
            "before": None if penalty.before is None else penalty_as_json(penalty.before),
            "after": None if penalty.after is None else penalty_as_json(penalty.after),
        }


def simulation_as_json(result: Simulation, *, cells: bool = False) -> dict[str, Any]:
    """What a bill would change, as plain data.

    Args:
        result: what was simulated.
        cells: whether every cell that changes is listed.
    """
    bill = result.bill
    return {
        "bill": {
            "code": bill.code,
            "jurisdiction": bill.jurisdiction,
            "title": dict(bill.title),
            "date": bill.date,
            "status": dict(bill.status),
            "sources": list(bill.sources),
        },
        **diff_as_json(result.diff, cells=cells),
        "warnings": [
            {
                "code": caution.code,
                "message": caution.message,
                "reading": caution.reading,
                "count": caution.count,
                "provision": caution.provision,
            }
            for caution in result.warnings
        ],
        "untouched": [
            {"code": element.code, "title": dict(element.title), "force": element.force} for element in result.untouched
        ],
    }
