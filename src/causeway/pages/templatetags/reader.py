"""Template tags of the public pages."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date
from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from causeway.facts import api as facts
from causeway.pages.languages import language
from causeway.pages.links import local_url, path_in_site
from causeway.pages.prose import Prose
from causeway.pages.style import ROOM_STYLES, STYLE, integrity

register = template.Library()

BAR = 600


@dataclass(frozen=True)
class Range:
    """Positions on a bar ``BAR`` units wide."""

    x: int
    width: int
    known_x: int | None
    label: str


def draw_range(low: Any, high: Any, known: Any) -> Range | None:
    """Place an estimate on its bar; the bar runs from nought to a little past the high end."""
    if low is None or high is None or low.number is None or high.number is None:
        return None
    bottom = low.number[0] if isinstance(low.number, tuple) else low.number
    top = high.number[1] if isinstance(high.number, tuple) else high.number
    if top <= 0 or bottom > top:
        return None
    scale = BAR / (float(top) * 1.12)
    known_number = known.number if known is not None and not isinstance(known.number, tuple) else None
    x = round(float(bottom) * scale)
    return Range(
        x=x,
        width=max(6, round(float(top) * scale) - x),
        known_x=None if known_number is None else round(float(known_number) * scale),
        label=f"{low.text} – {high.text}",
    )


def _prose(context: Any) -> Prose:
    """The prose of the page; a block shown on its own, as in a comparison of versions, gets one of its own."""
    found: Prose | None = context.get("prose")
    if found is None:
        code = translation.get_language() or settings.LANGUAGE_CODE
        found = context["prose"] = Prose(code, code)
    return found


@register.simple_tag(takes_context=True)
def prose(context: Any, value: Any) -> SafeString:
    """Rich text with its facts, links and language runs."""
    return _prose(context).html(getattr(value, "source", value) or "")


@register.simple_tag(takes_context=True)
def words(context: Any, value: Any) -> SafeString:
    """One line of text with its facts and language runs."""
    return _prose(context).words(str(value or ""))


@register.simple_tag(takes_context=True)
def fact(context: Any, key: str, mark: bool = True) -> SafeString:
    """One fact by its key, with its source mark."""
    return _prose(context).book.render(key, mark=mark)


@register.simple_tag(takes_context=True)
def page_address(context: Any, page: Any) -> str:
    """The address of a page, or of the page with a primary key, in the reader's language."""
    if isinstance(page, int):
        page = _prose(context).pages.get(page)
        if page is None:
            return ""
    return local_url(path_in_site(page), _prose(context).reader_language)


@register.simple_tag(takes_context=True)
def live_part(context: Any) -> SafeString:
    """What a room adds below the text of its page; its names are not seen by the page around it."""
    live = context["live"]
    with context.push(**live.context):
        found: SafeString = context.template.engine.get_template(live.template).render(context)
        return found


@register.simple_tag(takes_context=True)
def lang_of(context: Any, page: Any) -> SafeString:
    """``lang`` and ``dir`` of a page's own words, where they differ from the reader's language."""
    own = language(page.locale.language_code)
    if own.code == context["language"].code:
        return mark_safe("")
    return mark_safe(f' lang="{own.tag}" dir="{own.dir}"')  # noqa: S308 (both from our own table)


@register.simple_tag(takes_context=True)
def day(context: Any, value: datetime.date | None) -> SafeString:
    """A day in the reader's language and digits."""
    if value is None:
        return mark_safe("")
    own = context["language"]
    text = format_date(value, "long", locale=facts.babel_locale(own.code))
    # It may stand in a list entry that is in another language, where an Urdu day would be read in the wrong order.
    mark = "" if own.code == settings.LANGUAGE_CODE else f' lang="{own.tag}" dir="{own.dir}"'
    return mark_safe(f'<time datetime="{value.isoformat()}"{mark}>{text}</time>')  # noqa: S308 (Babel's own text)


@register.simple_tag(takes_context=True)
def organisation_fact(context: Any, key: str) -> SafeString:
    """A number of the organisation's own, as a telephone link where it is one."""
    return context["organisation_facts"].render(key, mark=False, link=True)


@register.simple_tag(takes_context=True)
def fact_phone(context: Any, key: str) -> SafeString:
    """A telephone number as a link, with its source mark."""
    return _prose(context).book.render(key, link=True)


@register.simple_tag(takes_context=True)
def item_summary(context: Any, page: Any) -> SafeString:
    """The summary of a listed page."""
    return context["summaries"].get(page.pk, mark_safe(""))


@register.simple_tag(takes_context=True)
def item_level(context: Any) -> str:
    """The element name of an item's title: one level below the last heading."""
    return f"h{_prose(context).level + 1}"


@register.simple_tag(takes_context=True)
def sub_level(context: Any) -> str:
    """The element name of a heading inside an item."""
    return f"h{_prose(context).level + 2}"


@register.simple_tag(takes_context=True)
def note_level(context: Any, level: str) -> str:
    """Remember the level of a heading just written."""
    _prose(context).level = int(level)
    return ""


@register.simple_tag(takes_context=True)
def range_geometry(context: Any, value: Any) -> Range | None:
    """Where the ends of an estimate stand on its bar, or nothing while they are being checked."""
    book = _prose(context).book
    low, high = book.summary(value["low"]), book.summary(value["high"])
    known = book.summary(value["known"]) if value.get("known") else None
    return draw_range(low, high, known)


@register.simple_tag
def style() -> SafeString:
    """The stylesheet, for the page's head."""
    return mark_safe(STYLE)  # noqa: S308 (our own file)


@register.simple_tag
def room_style(room: str) -> SafeString:
    """The sheet of a room's own pages, for their head; nothing where the room has none."""
    sheet = ROOM_STYLES.get(room, "")
    return mark_safe(f"<style>{sheet}</style>" if sheet else "")  # noqa: S308 (our own file)


@register.simple_tag
def script(name: str) -> SafeString:
    """A small module that adds to a page what the page also works without."""
    return format_html('<script type="module" src="{}" integrity="{}"></script>', static(name), integrity(name))


@register.filter
def plain(value: str, prose_of_page: Any) -> str:
    """A line of text without marks, for places where markup cannot stand."""
    return prose_of_page.plain(value)
