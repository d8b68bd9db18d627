"""What a page shows of a figure, as ready words and safe HTML, and what machines and other sites get."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from causeway.facts import exports
from causeway.facts.figures import layouts, svg
from causeway.facts.figures.values import Filled, FilledSeries, described, said
from causeway.facts.presenting import Tongue
from causeway.facts.vocabulary import DIRECTIONS
from causeway.facts.wording import direction, tag

COLUMNS = (
    "figure", "title", "kind", "unit", "language", "fact", "series", "definition", "as_of", "until", "text", "value",
    "low", "high", "qualifier", "level", "direction", "published_by", "confidence", "status", "source", "source_url", "url", "licence",
)  # fmt: skip


def picture(filled: Filled, name: str) -> SafeString:
    """The drawing for a page, twice: for a narrow and for a wide screen; a style sheet shows one of them.

    Args:
        filled: the figure.
        name: begins the ids in it.
    """
    plan = filled.plan()
    drawn = []
    for width, css in ((layouts.NARROW, "chart__narrow"), (layouts.WIDE, "chart__wide")):
        drawing = layouts.draw(plan, width)
        if not drawing.shapes:
            return mark_safe("")
        if filled.direction == "rtl":
            drawing = layouts.mirrored(drawing)
        drawn.append(
            svg.inline(
                drawing,
                name=f"{name}-{css[-1]}",
                title=filled.title.text,
                description=described(filled, filled.series),
                language=tag(filled.drawn_language),
                direction=filled.direction,
                css=css,
            )
        )
    return mark_safe("".join(drawn))  # noqa: S308 (svg.inline escapes all that is not its own)


def file(filled: Filled) -> str:
    """The drawing as a file for other sites, with all that must be known beside it."""
    with override(filled.drawn_language):
        below = [
            *(f"{place}. {text.text}" for place, (_at, text) in enumerate(filled.breaks, start=1)),
            *([filled.note.text] if filled.note.text else []),
            *([rough_words(filled.figure.kind)] if filled.has_rough else []),
            *([_("Not yet checked by a named person.")] if filled.has_unverified else []),
            *([_("Values that are being checked are not shown.")] if filled.has_hidden else []),
            _("Each value with its source: %(address)s")
            % {"address": address(filled.figure.key, filled.language, whole=True)},
        ]
    plan = filled.plan()
    drawing = layouts.draw(plan, layouts.WIDE)
    if filled.direction == "rtl":
        drawing = layouts.mirrored(drawing)
    return svg.alone(
        drawing,
        svg.Frame(filled.title.text, filled.unit.text, below),
        description=described(filled, filled.series),
        language=tag(filled.drawn_language),
        direction=filled.direction,
        lead=plan.lead,
    )


def rough_words(kind: str) -> str:
    """How values that a publisher rounded are drawn."""
    if kind == "columns":
        return _("A broken upper edge: the publisher says ‘about’ or ‘more than’.")
    return _("An open mark: the publisher says ‘about’ or ‘more than’.")


def address(key: str, language: str, *, whole: bool = False) -> str:
    """The address of a figure's page.

    Args:
        key: the figure's key.
        language: the language of the page.
        whole: with the site's own address before it.
    """
    with override(language):
        path = reverse("facts:figure", args=[key])
    return (str(getattr(settings, "SITE_URL", "")) if whole else "") + path


def context(filled: Filled, *, name: str = "figure") -> dict[str, Any]:
    """Everything the template of a figure places.

    Args:
        filled: the figure with its values.
        name: begins the ids in the page.
    """
    tongue = Tongue.of(filled.language)
    key = filled.figure.key
    url = address(key, filled.language)
    return {
        "key": key,
        "name": name,
        "words_tag": tag(tongue.words),
        "words_dir": direction(tongue.words),
        "url": url,
        "svg_url": f"{url[:-1]}.svg",
        "csv_url": f"{url[:-1]}.csv",
        "json_url": f"{url[:-1]}.json",
        "kind": filled.figure.kind,
        "title": filled.title.html(tongue),
        "text": filled.text.html(tongue),
        "note": filled.note.html(tongue),
        "unit": filled.unit.html(tongue),
        "picture": picture(filled, name),
        "series": [_series(series, tongue) for series in filled.series],
        "has_levels": bool(filled.levels),
        "breaks": [{"at": tongue.day(at), "text": text.html(tongue)} for at, text in filled.breaks],
        "rough_words": rough_words(filled.figure.kind) if filled.has_rough else "",
        "has_gaps": filled.figure.kind == "columns" and _has_gaps(filled),
        "has_unverified": filled.has_unverified,
        "has_hidden": filled.has_hidden,
        "is_draft": filled.figure.translation.get(filled.drawn_language) == "draft",
    }


def _has_gaps(filled: Filled) -> bool:
    years = {row.datum.year for row in filled.rows if row.datum}
    return bool(years) and len(years) <= max(years) - min(years)


def _series(series: FilledSeries, tongue: Tongue) -> dict[str, Any]:
    rows = []
    for row in series.rows:
        html = row.html
        if tongue.words != tongue.reader:
            html = mark_safe(f'<span lang="{tag(tongue.reader)}" dir="{direction(tongue.reader)}">{html}</span>')  # noqa: S308
        rows.append(
            {
                "when": mark_safe(f"{tongue.day(row.as_of)}–{tongue.day(row.until)}")  # noqa: S308 (both made by format_html)
                if row.until
                else tongue.day(row.as_of),
                "html": html,
                "publisher": tongue.foreign(row.publisher),
                "level": row.level,
            }
        )
    return {
        "label": series.label.html(tongue),
        "definition": series.definition.html(tongue),
        "direction": DIRECTIONS.get(series.direction, ""),
        "rows": rows,
    }


def entry(filled: Filled) -> dict[str, Any]:
    """A figure for machines."""
    book = filled.book
    return {
        "licence": {"name": exports.LICENCE, "url": exports.LICENCE_URL},
        "language": filled.language,
        "key": filled.figure.key,
        "kind": filled.figure.kind,
        "title": filled.title.text,
        "title_language": filled.title.language,
        "text": filled.text.text,
        "note": filled.note.text,
        "unit": filled.unit.text,
        "url": address(filled.figure.key, filled.language, whole=True),
        "levels": [
            {"level": level["level"], "label": said(level["label"], filled.language).text}
            for level in filled.figure.levels
        ],
        "series": [
            {
                "fact": series.fact,
                "fact_url": str(getattr(settings, "SITE_URL", "")) + book.address(series.fact),
                "label": series.label.text,
                "definition": series.definition.text,
                "direction": series.direction,
                "part_of": filled.series[series.part_of].fact if series.part_of is not None else "",
                "values": [row.entry for row in series.rows],
            }
            for series in filled.series
        ],
        "breaks": [{"at": at, "text": text.text} for at, text in filled.breaks],
    }


def table(filled: Filled) -> str:
    """A figure as a table for spreadsheets, one row a value; a row names its series and its definition."""
    whole = entry(filled)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for series in whole["series"]:
        for value in series["values"]:
            source = (value.get("sources") or [{}])[0]
            cells = value | {
                "figure": whole["key"],
                **{name: whole[name] for name in ("title", "kind", "unit", "language")},
                "fact": series["fact"],
                "series": series["label"],
                "definition": series["definition"],
                "direction": series["direction"],
                "source": source.get("title", ""),
                "source_url": source.get("url", ""),
                "url": series["fact_url"],
                "licence": exports.LICENCE,
            }
            writer.writerow([exports.safe_cell(str(cells.get(name) or "")) for name in COLUMNS])
    return "\ufeff" + out.getvalue()
