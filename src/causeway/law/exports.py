"""The matrix and bills for machines. Column names and order are a promise: add at the end, never rename."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from typing import Any

import lawgap
from django.http import HttpResponse, JsonResponse
from lawgap.models import READINGS, Penalty

from causeway.law.presenting_scores import counts_data, signing_data
from causeway.law.words import pick

LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
NOTICE = (
    "Counted from proposed readings of the law. 'covered': an offence of that kind reaches the conduct; 'fragment': only "
    "another offence catches a part of it, which is never counted as covered; 'none': neither. The low reading leaves out "
    "everything in doubt, the high one counts it. Not legal advice."
)
# What a spreadsheet reads as a formula.
_FORMULA = re.compile(r"\s*[=+\-@\t\r]")


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet runs as a formula."""
    return f"'{text}" if _FORMULA.match(text) and not re.fullmatch(r"-?\d+", text) else text


def csv_answer(rows: Iterable[Iterable[Any]], name: str) -> HttpResponse:
    """A table to download: RFC 4180 with a byte order mark, without which spreadsheets misread all but Latin letters.

    Args:
        rows: the rows, the names of the columns first.
        name: the file's name without its ending.
    """
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerows([safe_cell(str(cell)) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def json_answer(data: Mapping[str, Any], status: int = 200) -> JsonResponse:
    """Data for machines."""
    return JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False, "indent": 1})


def picture_answer(svg: str) -> HttpResponse:
    """A picture that other sites may show, unlike everything else here."""
    response = HttpResponse(svg, content_type="image/svg+xml; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    # Its own few styles stand inside it; it has no script and asks for nothing.
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"
    return response


def _about(score: lawgap.Score) -> dict[str, Any]:
    return {
        "standard": score.standard.code,
        "standard_title": pick(score.standard.title),
        "jurisdiction": score.jurisdiction,
        "as_of": score.as_of.isoformat(),
        "readings_of": score.read_on.isoformat() if score.read_on else "",
    }


def _fragment_or_offence(score: lawgap.Score, number: int) -> dict[str, str]:
    names = {"offence": "covered", "fragment": "fragment", "none": "none"}
    return {reading: names[score.verdict(number, reading)] for reading in READINGS}


def cell_rows(score: lawgap.Score, among: int) -> list[list[str]]:
    """One row for each cell, the names of the columns first.

    Args:
        score: the score.
        among: the cells, as a set.
    """
    dimensions = [dimension.code for dimension in score.standard.dimensions]
    about = _about(score)
    rows = [
        [
            "standard",
            "jurisdiction",
            "as_of",
            "cell",
            *dimensions,
            *READINGS,
            "offences",
            "fragments",
            "draft",
            "licence",
        ]
    ]
    for cell in score.space.listed(among):
        hits = score.hits(cell.number)
        reached = {
            kind: [h.provision.code for h in hits if h.reaches(cell.number, "central") == kind] for kind in KINDS
        }
        rows.append(
            [
                about["standard"],
                about["jurisdiction"],
                about["as_of"],
                str(cell.number),
                *(cell.values.get(code, "") for code in dimensions),
                *_fragment_or_offence(score, cell.number).values(),
                " ".join(reached["offence"]),
                " ".join(reached["fragment"]),
                "yes" if score.is_draft else "no",
                LICENCE["name"],
            ]
        )
    return rows


KINDS = ("offence", "fragment")


def matrix_data(score: lawgap.Score, among: int, asked: Mapping[str, str], url: str) -> dict[str, Any]:
    """The matrix for machines.

    Args:
        score: the score.
        among: the cells asked for, as a set.
        asked: the choice that led to them.
        url: the address of the page.
    """
    by_value = {
        dimension: {value: counts_data(score.counted(mask & among)) for value, mask in values.items() if mask & among}
        for dimension, values in score.space.having.items()
    }
    return {
        "licence": LICENCE,
        "notice": NOTICE,
        "url": url,
        **_about(score),
        "choice": dict(asked),
        **signing_data(score),
        "counts": counts_data(score.counted(among)),
        "by": by_value,
        "provisions": [provision_data(hit) for hit in score.reaching(among, "high")],
        "cells": [
            {"cell": cell.number, **cell.values, "verdict": _fragment_or_offence(score, cell.number)}
            for cell in score.space.listed(among)
        ],
    }


def provision_data(hit: Any) -> dict[str, Any]:
    """A provision for machines, with its penalty and who signed its reading."""
    provision, review = hit.provision, hit.reading.review
    return {
        "code": provision.code,
        "title": dict(provision.title),
        "kind": hit.reading.kind,
        "max_penalty": penalty_data(provision.penalty),
        "valid_from": provision.valid_from,
        "valid_to": provision.valid_to,
        "read_on": hit.reading.read_on,
        "put_forward_by": hit.reading.put_forward_by,
        "signed_by": {"name": review.by, "role": review.role, "on": review.on} if review.is_signed else None,
        "text": provision.cite.url,
    }


def penalty_data(penalty: Penalty | None) -> dict[str, Any] | None:
    """A penalty for machines; ``None`` where it is not known."""
    if penalty is None or not penalty.is_known:
        return None
    return {
        "years": penalty.years,
        "months": penalty.months,
        "life": penalty.life,
        "fine": penalty.fine,
        "note": dict(penalty.note),
    }


def bill_data(found: lawgap.Simulation, url: str) -> dict[str, Any]:
    """What a bill would change, for machines."""
    before, after = found.before, found.after
    return {
        "licence": LICENCE,
        "notice": NOTICE,
        "url": url,
        "bill": found.bill.code,
        "title": dict(found.bill.title),
        "status": dict(found.bill.status),
        "date": found.bill.date,
        **_about(before),
        **signing_data(after),
        "before": counts_data(before.counts),
        "after": counts_data(after.counts),
        "by": {
            dimension: {
                value: {"before": counts_data(before.by[dimension][value]), "after": counts_data(counts)}
                for value, counts in values.items()
            }
            for dimension, values in after.by.items()
        },
        "cells": {
            reading: {"gained": found.diff[reading].gained, "lost": found.diff[reading].lost} for reading in READINGS
        },
        "penalties": [
            {"provision": change.code, "before": penalty_data(change.before), "after": penalty_data(change.after)}
            for change in found.diff.penalties
        ],
        "warnings": [{"code": warning.code, "message": warning.message} for warning in found.warnings],
        "duties_untouched": [element.code for element in found.untouched],
    }


def bill_rows(found: lawgap.Simulation) -> list[list[str]]:
    """Before and after by dimension, value and reading, the names of the columns first."""
    rows = [
        ["bill", "jurisdiction", "as_of", "dimension", "value", "reading", "cells", "covered_before", "covered_after",
         "fragment_before", "fragment_after", "none_before", "none_after", "draft", "licence"]
    ]  # fmt: skip
    before, after = found.before, found.after
    parts = [("", "", before.counts, after.counts)]
    parts += [
        (dimension, value, before.by[dimension][value], counts)
        for dimension, values in after.by.items()
        for value, counts in values.items()
    ]
    for dimension, value, old, new in parts:
        for reading in READINGS:
            was, will = old[reading], new[reading]
            numbers = [will.total, was.offence, will.offence, was.fragment, will.fragment, was.none, will.none]
            rows.append(
                [found.bill.code, found.bill.jurisdiction, before.as_of.isoformat(), dimension, value, reading,
                 *map(str, numbers), "yes" if after.is_draft else "no", LICENCE["name"]]
            )  # fmt: skip
    return rows
