"""The report: one page in plain words, then how the numbers came about; as HTML, Markdown or JSON."""

from __future__ import annotations

import json
from typing import Any, Literal

from darkfigure.reporting.asdict import to_dict
from darkfigure.reporting.context import Context
from darkfigure.reporting.document import document
from darkfigure.reporting.html import to_html
from darkfigure.reporting.markdown import to_markdown
from darkfigure.results import Comparison, Coverage, NotEstimable, Sensitivity
from darkfigure.tables import CaptureTable
from darkfigure.words import check_language

__all__ = ["FORMATS", "Format", "report", "report_dict"]

Format = Literal["html", "markdown", "json"]

#: The formats of a report.
FORMATS: tuple[Format, ...] = ("html", "markdown", "json")


def report(
    table: CaptureTable,
    *,
    comparison: Comparison,
    sensitivity: Sensitivity | None = None,
    coverage: Coverage | NotEstimable | None = None,
    title: str | None = None,
    language: str = "en",
    format: Format = "html",  # noqa: A002  # the word the command uses
    population: int | None = None,
    subject: str | None = None,
    place: str | None = None,
    period: str | None = None,
    definition: str | None = None,
    publisher: str | None = None,
    publish_below: int = 10,
    date: str | None = None,
    command: str | None = None,
) -> str:
    """Return the report on a table: what is known, what range is estimated, what would make it wrong, and how.

    Where the grade is C it is a page that refuses, says why, and says what data would change that. A single number is
    given only where the grade is A and the methods differ no more than 1.5 times.

    Args:
        table: the data; counts below ``publish_below`` are not printed.
        comparison: several methods on the table, with its grade, from :func:`darkfigure.compare_methods`.
        sensitivity: what an estimate rests on, from :func:`darkfigure.sensitivity`.
        coverage: how often the interval holds the truth, from :func:`darkfigure.coverage`.
        title: the title of the page.
        language: ``en`` or ``zh-hant``; the Chinese is marked as a draft translation.
        format: ``html`` (one file that needs nothing else), ``markdown`` or ``json``.
        population: people who live in the place, for the rate per 100,000 (UN indicator 16.2.2).
        subject: what is counted, such as ``cases of forced labour``; ``cases`` without it.
        place: where.
        period: when.
        definition: who counts as a case.
        publisher: who publishes the estimate.
        publish_below: the smallest count of cases that is printed; 1 prints all. It does not stop a reader from
            working a small count out from sums: that is the work of complementary suppression.
        date: the date of the report, as it is to be printed; none is put in without it.
        command: the command that repeats the report.

    Raises:
        ValueError: for a language or format there is none of, a population below the number of cases, a limit below
            1, or results of another table.
    """
    if format not in FORMATS:
        raise ValueError(f"There is no format {format!r}; the formats are {', '.join(FORMATS)}.")
    context = Context(
        table=table,
        comparison=comparison,
        sensitivity=sensitivity,
        coverage=coverage,
        language=check_language(language),
        title=title,
        subject=subject,
        place=place,
        period=period,
        definition=definition,
        publisher=publisher,
        population=population,
        publish_below=publish_below,
        date=date,
        command=command,
    )
    _check(context)
    if format == "json":
        return json.dumps(to_dict(context), ensure_ascii=False, allow_nan=False, indent=2) + "\n"
    return (to_html if format == "html" else to_markdown)(document(context))


def report_dict(table: CaptureTable, **arguments: Any) -> dict[str, Any]:
    """Return the report as a dict that JSON can hold.

    Args:
        table: the data.
        **arguments: those of :func:`report`, but ``format``.

    Raises:
        ValueError: as :func:`report`.
    """
    found: dict[str, Any] = json.loads(report(table, format="json", **arguments))
    return found


def _check(context: Context) -> None:
    if context.publish_below < 1:
        raise ValueError("The smallest count that is printed must be 1 or more.")
    if context.population is not None and context.population < max(1, context.n):
        raise ValueError(
            f"The population ({context.population:,}) is smaller than the number of cases ({context.n:,}). "
            "Give the number of people who live in the place."
        )
    results = [*context.comparison.results, *([context.sensitivity.base] if context.sensitivity else [])]
    if any(result.input_sha256 != context.table.sha256 for result in results):
        raise ValueError("The results belong to another table. Compare the methods on this one.")
