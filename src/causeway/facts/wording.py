"""Our own words in a language, and whether they truly are in it."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_noop as _

from causeway.facts.formats import Phrase
from causeway.facts.vocabulary import BASE_LANGUAGE

# How a language writes tags whose code in addresses is lower case.
TAGS = {"zh-hant": "zh-Hant", "zh-hans": "zh-Hans"}

#: Patterns a value may need. %(value)s, %(low)s and so on stay as they are in every translation.
PATTERNS = {
    "range": _("%(low)s–%(high)s"),
    "ratio": _("%(part)s in %(whole)s"),
    "about": _("about %(value)s"),
    "more-than": _("more than %(value)s"),
    "at-least": _("at least %(value)s"),
    "at-most": _("at most %(value)s"),
    "up-to": _("up to %(value)s"),
}
BEING_CHECKED = _("being checked")
SOURCE = _("Source: %(title)s")
SOURCE_STATUS = {
    "unverified": _("Source: %(title)s (not yet checked by a named person)"),
    "overdue": _("Source: %(title)s (due to be checked again)"),
    "unconfirmed": _("About this fact: %(title)s (being checked)"),
}


def tag(language: str) -> str:
    """The value of ``lang`` for a language's code in addresses."""
    return TAGS.get(language, language)


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    try:
        return "rtl" if translation.get_language_info(language)["bidi"] else "ltr"
    except KeyError:
        return "ltr"


def say(words: str, language: str) -> Phrase:
    """Our words in a language.

    Args:
        words: the English words, as marked for translation.
        language: the language's code.

    Returns:
        The words, with ``lang`` set where no translation exists and they stay English.
    """
    if language == BASE_LANGUAGE:
        return Phrase(words)
    with translation.override(language):
        found = translation.gettext(words)
    # An identical translation of words with no letters in them (a dash) is no missing one.
    missing = found == words and any(char.isalpha() for char in words.replace("%(low)s", "").replace("%(high)s", ""))
    return Phrase(found, BASE_LANGUAGE if missing else "")


@lru_cache(maxsize=32)
def phrases(language: str) -> dict[str, Phrase]:
    """Every pattern a value may need, in a language."""
    return {name: say(words, language) for name, words in PATTERNS.items()}


def interface_language(language: str) -> str:
    """The language our templates truly appear in: English where the words are not translated yet."""
    return language if not say(BEING_CHECKED, language).lang else str(settings.LANGUAGE_CODE)
