"""Facts about the site's languages that Django does not hold: tags, direction, negotiation."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import get_language_info
from django.utils.translation.trans_real import parse_accept_lang_header

# The tag written into `lang`: script subtags are capitalised by BCP 47 convention.
TAGS = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}

# What browsers send for languages we hold under another code.
ALIASES = {
    "fil": "tl",
    "in": "id",
    "yue": "zh-hant",
    "zh-hk": "zh-hant",
    "zh-tw": "zh-hant",
    "zh-mo": "zh-hant",
    "zh-hant": "zh-hant",
    "zh": "zh-hans",
}


@dataclass(frozen=True)
class Language:
    """One language of the site: its code in addresses, its tag in HTML, its own name and direction."""

    code: str
    tag: str
    name: str
    dir: str


def language(code: str) -> Language:
    """Describe a language by its code in addresses.

    Args:
        code: one of the codes of ``settings.LANGUAGES``.

    Raises:
        KeyError: when the site does not hold it.
    """
    return LANGUAGES[code]


LANGUAGES: dict[str, Language] = {
    code: Language(code, TAGS.get(code, code), str(name), "rtl" if get_language_info(code)["bidi"] else "ltr")
    for code, name in settings.LANGUAGES
}


def negotiate(accept_language: str) -> str:
    """Choose the language of a first visit from what the browser asks for.

    Args:
        accept_language: the request's ``Accept-Language`` header.

    Returns:
        A code of the site; the default language when none fits.
    """
    for wanted, _weight in parse_accept_lang_header(accept_language[:500].lower()):
        parts = wanted.split("-")
        for length in range(len(parts), 0, -1):
            tag = "-".join(parts[:length])
            code = ALIASES.get(tag, tag)
            if code in LANGUAGES:
                return code
    return str(settings.LANGUAGE_CODE)
