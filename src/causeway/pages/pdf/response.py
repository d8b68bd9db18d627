"""Compiles and keeps the PDF of a publication; the same content gives the same file."""

from __future__ import annotations

import datetime
import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import noto_cjk_sans_otc
import typst
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _

from causeway.pages.context import page_context
from causeway.pages.pdf.document import blocks
from causeway.pages.pdf.languages import LANGUAGES_ON_PAPER

TEMPLATE = Path(__file__).with_name("briefing.typ")
CHINESE = {"zh-hant": "Noto Sans CJK HK", "zh-hans": "Noto Sans CJK SC"}


def pdf_response(request: HttpRequest, page: Any) -> HttpResponse:
    """Answer with the PDF of a publication.

    Args:
        request: the request.
        page: a ``PublicationPage`` whose text is kept here.

    Raises:
        Http404: when the text is kept elsewhere or its script has no font.
    """
    code = page.locale.language_code
    if page.is_external or code not in LANGUAGES_ON_PAPER:
        raise Http404
    with translation.override(code):
        content = _content(request, page)
    data = json.dumps(content, ensure_ascii=False, sort_keys=True)
    pdf = _kept(data) or _compile(data, page.published)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{page.slug}-{code}.pdf"'
    response["Cache-Control"] = "public, max-age=0, must-revalidate"
    return response


def _content(request: HttpRequest, page: Any) -> dict[str, Any]:
    context = page_context(request, page)
    prose = context["prose"]
    code = page.locale.language_code
    series = f"{page.series} {page.number}".strip()
    notes = []
    if not page.is_reviewed:
        notes.append(_("Not yet reviewed by a lawyer.") + " " + _("Check dates and amounts with someone who can help."))
    if context["has_unverified"]:
        notes.append(_("Some numbers have not been checked by a named person yet."))
    if page.translation_state == "draft":
        notes.append(_("Draft translation.") + " " + _("Not yet checked by a second speaker."))
    return {
        "language": code.partition("-")[0],
        "region": "HK" if code == "zh-hant" else "CN" if code == "zh-hans" else "",
        "chinese": CHINESE.get(code, CHINESE["zh-hant"]),
        "is_chinese": code in CHINESE,
        "title": page.title,
        "summary": prose.plain(page.summary),
        "organisation": context["organisation"].name,
        "series": series,
        "authors": ", ".join(page.author_names),
        "published": page.published.isoformat(),
        "notes": notes,
        "blocks": blocks(page, prose, settings.SITE_URL),
        "labels": {
            "cite": _("How to cite"),
            "marks": _("Each dot after a number opens its source on the site."),
            "online": _("Current version:"),
        },
        "citation": page.cite(context["organisation"].name, context["canonical"]),
        "address": context["canonical"],
    }


def _place(data: str) -> Path:
    recipe = hashlib.sha256(data.encode() + TEMPLATE.read_bytes()).hexdigest()
    return Path(settings.MEDIA_ROOT).parent / "pdf" / f"{recipe}.pdf"


def _kept(data: str) -> bytes | None:
    try:
        return _place(data).read_bytes()
    except OSError:
        return None


def _compile(data: str, published: datetime.date) -> bytes:
    made = typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=[Path(noto_cjk_sans_otc.FONT_PATH).parent],
        ignore_system_fonts=True,
        sys_inputs={"data": data},
        timestamp=datetime.datetime.combine(published, datetime.time(), datetime.UTC),
    )
    place = _place(data)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as file:
            file.write(made)
        Path(file.name).replace(place)
    except OSError:
        # A full disk must not keep a reader from the file that was just made.
        return bytes(made)
    return bytes(made)
