"""Every block and component on one page, for staff and for the tests that photograph and check them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from causeway.facts import api as facts
from causeway.pages.blocks import ReaderBlocks
from causeway.pages.context import reader_context
from causeway.pages.languages import language
from causeway.pages.models import HomePage
from causeway.pages.prose import Prose, content_of

SAMPLE = "<p>Sample text. It shows how a paragraph of a guide looks with <b>strong words</b> and <a>a link</a>.</p>"


def sample_blocks(keys: list[str]) -> list[dict[str, Any]]:
    """One of each block, with sample words and real facts.

    Args:
        keys: keys of facts to show; at least one, else the blocks that need facts are left out.
    """
    token = f" {{fact:{keys[0]}}}" if keys else ""
    prose = SAMPLE.replace("</p>", f"{token}</p>")
    item = {"type": "item", "id": "00000000-0000-4000-8000-000000000000"}
    blocks: list[dict[str, Any]] = [
        {"type": "next", "value": {"body": prose}},
        {"type": "heading", "value": {"level": "2", "text": "Sample section"}},
        {"type": "text", "value": prose + "<ul><li>First</li><li>Second</li></ul>"},
        {
            "type": "steps",
            "value": [{**item, "value": {"title": f"Sample step {n}", "body": SAMPLE}} for n in (1, 2, 3)],
        },
    ]
    blocks += [
        {"type": "callout", "value": {"kind": kind, "title": f"Sample callout: {kind}", "body": SAMPLE}}
        for kind in ("note", "warning", "late", "safety")
    ]
    contact = {"name": "Sample office", "what": "What it does", "cost": "Free", "hours": "9 to 5", "note": SAMPLE}
    blocks += [
        {"type": "contacts", "value": [{**item, "value": {**contact, "phone": "", "languages": "English"}}]},
        {"type": "definitions", "value": [{**item, "value": {"term": "Sample term", "body": SAMPLE}}] * 2},
        {
            "type": "asks",
            "value": [{**item, "value": {"title": "Sample ask", "body": SAMPLE, "government": SAMPLE}}] * 2,
        },
        {
            "type": "links",
            "value": [
                {**item, "value": {"title": f"Sample door {n}", "page": None, "url": "/", "text": "Where it leads"}}
                for n in (1, 2, 3)
            ],
        },
    ]
    if keys:
        figures = [{**item, "value": {"label": "Sample label", "fact": key, "note": SAMPLE}} for key in keys[:3]]
        blocks.append({"type": "figures", "value": figures})
        ends = {"low": keys[0], "high": keys[0], "known": ""}
        blocks.append({"type": "range", "value": {"title": "Sample estimate", "body": SAMPLE, **ends}})
    blocks += [{"type": "chart", "value": {"figure": key}} for key in list(facts.figure_keys())[:1]]
    return blocks


@never_cache
@require_safe
@login_required
def styleguide(request: HttpRequest) -> HttpResponse:
    """Show the style guide to staff."""
    if not request.user.is_staff:
        raise PermissionDenied
    code = translation.get_language() or settings.LANGUAGE_CODE
    home = HomePage.objects.live().filter(locale__language_code=settings.LANGUAGE_CODE).first()
    keys = sorted(content_of(home).keys)[:6] if home else []
    context = reader_context(request, language=code, title=_("Style guide"), path="styleguide")
    context.update(
        {
            "body": ReaderBlocks().to_python(sample_blocks(keys)),
            "prose": Prose(settings.LANGUAGE_CODE, code, set(keys)),
            "text_language": language(settings.LANGUAGE_CODE),
            "is_untranslated": code != settings.LANGUAGE_CODE,
            "reviewed": SimpleNamespace(is_reviewed=False, reviewed_by=""),
            "colours": ("ground", "mist", "sand", "harbour", "vermilion"),
        }
    )
    return render(request, "pages/styleguide.html", context)
