"""The whole report, put together from its parts."""

from __future__ import annotations

from darkfigure import __version__
from darkfigure.reporting.blocks import Document
from darkfigure.reporting.context import Context
from darkfigure.reporting.firstpage import first_page
from darkfigure.reporting.lists import lists_section
from darkfigure.reporting.literature import literature_section
from darkfigure.reporting.methods import assumptions_section, methods_section, warnings_section
from darkfigure.reporting.provenance import provenance_section
from darkfigure.reporting.robustness import coverage_section, sensitivity_section


def document(context: Context) -> Document:
    """Return the report before it is written as HTML or Markdown.

    Args:
        context: what the report is about.
    """
    sections = (
        methods_section(context),
        warnings_section(context),
        lists_section(context),
        sensitivity_section(context),
        coverage_section(context),
        assumptions_section(context),
        literature_section(context),
        provenance_section(context),
    )
    return Document(
        language=context.language,
        first=first_page(context),
        annex_title=context.say("annex-title"),
        annex_text=context.say("annex-text-refused" if context.refused else "annex-text"),
        sections=tuple(section for section in sections if section is not None and section.blocks),
        footer=context.say("footer", version=__version__),
    )
