"""Where a report comes from: the mark of the data, versions, seeds, settings, and the command that repeats it."""

from __future__ import annotations

import platform
from importlib import metadata
from typing import Any

from darkfigure import __version__
from darkfigure.reporting.blocks import Pairs, Paragraph, Section, plain
from darkfigure.reporting.context import Context
from darkfigure.results import SCHEMA_VERSION, Coverage, Estimate

#: What the results depend on, beside this library.
_LIBRARIES = ("numpy", "scipy")


def versions() -> dict[str, str]:
    """Return the versions of the library, of Python and of what the numbers are computed with."""
    found = {"darkfigure": __version__, "python": platform.python_version()}
    return found | {name: metadata.version(name) for name in _LIBRARIES}


def seeds(context: Context) -> tuple[int, ...]:
    """Return the seeds that chance was drawn with, each once."""
    found = [result.seed for result in context.comparison.results if isinstance(result, Estimate)]
    found += [context.coverage.seed] if isinstance(context.coverage, Coverage) else []
    return tuple(dict.fromkeys(seed for seed in found if seed is not None))


def command(context: Context) -> str:
    """Return the command that repeats the report: the one given, or that of the settings."""
    if context.command:
        return context.command
    parts = ["darkfigure report TABLE.csv"]
    if seeds(context):
        parts.append(f"--seed {seeds(context)[0]}")
    settings: dict[str, Any] = {}
    for estimate in context.estimates:
        settings = estimate.settings | settings
    if "n_boot" in settings:
        parts.append(f"--boot {settings['n_boot']}")
    if context.level:
        parts.append(f"--level {context.level:g}")
    if context.population is not None:
        parts.append(f"--population {context.population}")
    return " ".join([*parts, f"--language {context.language}"])


def provenance_section(context: Context) -> Section:
    """Return the section on where the numbers come from."""
    items = [("mark", context.table.sha256)]
    items += [("date", context.date)] if context.date else []
    items += [("publisher", context.publisher)] if context.publisher else []
    items += [("versions", ", ".join(f"{name} {version}" for name, version in versions().items()))]
    items += [("seed", ", ".join(str(seed) for seed in seeds(context)) or context.say("seed-none"))]
    items += [("settings", _settings(context))] if context.estimates else []
    items += [("command", command(context))]
    told = Pairs(tuple((context.say(f"provenance-{name}"), plain(value)) for name, value in items), code=True)
    text = Paragraph(context.runs("provenance-text", schema=SCHEMA_VERSION))
    return Section("provenance", context.say("provenance-title"), (text, told))


def _settings(context: Context) -> str:
    told = []
    for estimate in context.estimates:
        given = sorted((name, value) for name, value in estimate.settings.items() if value is not None)
        if given:
            settings = ", ".join(f"{name}={value}" for name, value in given)
            told.append(f"{context.name(estimate)}: {settings}")
    return "; ".join(told) or context.say("settings-usual")
