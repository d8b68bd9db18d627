"""What other rooms' templates may show of the sign-up, and ``lang`` on words in another language."""

from __future__ import annotations

from typing import Any

from django import template
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info

from causeway.supporters import api

register = template.Library()


@register.simple_tag
def news_sign_up() -> dict[str, Any]:
    """The address of the sign-up and whether it is open, for the small form of a footer."""
    return api.footer_context(translation.get_language() or settings.LANGUAGE_CODE)


@register.simple_tag
def run_of(language: str) -> SafeString:
    """``lang`` and ``dir`` for words that are not in the language of the page; else nothing.

    Args:
        language: the language of the words.
    """
    if language == translation.get_language():
        return SafeString("")
    tag = "-".join(part.title() if len(part) == 4 else part for part in language.split("-"))
    return format_html(' lang="{}" dir="{}"', tag, "rtl" if get_language_info(language)["bidi"] else "ltr")
