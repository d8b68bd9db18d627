"""Which words a reader can meet, and where they are written: the one list that says so."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

PACKAGE: Path = settings.PACKAGE_DIR
LOCALE = PACKAGE / "locale"
#: The languages the interface is translated into, by code in addresses.
LANGUAGES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
STATE = "draft translation, not yet checked by a second speaker"

#: Sources whose words readers meet, below the package. A file with words that is in neither list fails a test.
READERS = (
    "asks/calendars.py",
    "asks/exports.py",
    "asks/feeds.py",
    "asks/presenting*.py",
    "asks/templates/asks/*",
    "asks/views*.py",
    "asks/vocabulary.py",
    "asks/words.py",
    "facts/figures/*",
    "facts/templates/facts/figures/*",
    "facts/templates/facts/fact.html",
    "facts/templates/facts/index.html",
    "facts/views.py",
    "facts/vocabulary.py",
    "facts/wording.py",
    "law/exports.py",
    "law/matrix*.py",
    "law/presenting*.py",
    "law/templates/law/*",
    "law/views*.py",
    "law/vocabulary.py",
    "law/words.py",
    "pages/errors.py",
    "pages/pdf/*.py",
    "pages/searching.py",
    "pages/templates/pages/*",
    "settings/base.py",
    "supporters/addresses.py",
    "supporters/forms.py",
    "supporters/letters.py",
    "supporters/templates/supporters/*.html",
    "supporters/templates/supporters/mail/*",
    "supporters/views.py",
)
#: Sources whose words only staff meet. Of the page types, readers meet what ``names_of_pages`` gives.
STAFF = (
    "asks/admin/*",
    "asks/apps.py",
    "asks/checks.py",
    "asks/editing.py",
    "asks/faults.py",
    "asks/models.py",
    "asks/packing.py",
    "asks/templates/asks/admin/*",
    "asks/wagtail_hooks.py",
    "facts/admin/*",
    "facts/apps.py",
    "facts/models.py",
    "facts/templates/facts/admin/*",
    "facts/wagtail_hooks.py",
    "facts/words.py",
    "law/admin/*",
    "law/apps.py",
    "law/faults.py",
    "law/models.py",
    "law/proposing.py",
    "law/signed.py",
    "law/signing.py",
    "law/templates/law/admin/*",
    "law/wagtail_hooks.py",
    "pages/blocks.py",
    "pages/models/*.py",
    "pages/organisation.py",
    "pages/styleguide.py",
    "staff/*",
    "supporters/figures.py",
    "supporters/models.py",
    "supporters/staff_views.py",
    "supporters/templates/supporters/staff/*",
    "supporters/wagtail_hooks.py",
)
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True)
class Words:
    """Words as they stand in a source: the English is the key."""

    singular: str
    plural: str = ""
    context: str = ""


def is_for_readers(path: str) -> bool:
    """Whether readers meet the words of a source; the staff's folders win over the readers' wider ones."""
    return not is_for_staff(path) and any(fnmatchcase(path, pattern) for pattern in READERS)


def is_for_staff(path: str) -> bool:
    """Whether only staff meet the words of a source."""
    return any(fnmatchcase(path, pattern) for pattern in STAFF)


def words_of(path: Path) -> Iterator[Words]:
    """The words marked for translation in a module or a template.

    Args:
        path: the file.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # Django's own tool turns a template into function calls; what stood around them may be indented anyhow.
        text = "\n".join(line.strip() for line in templatize(text).splitlines())
    for _line, found, _comments, context in extract("python", io.BytesIO(text.encode()), keywords=FUNCTIONS):
        parts = (found,) if isinstance(found, str) else found
        yield Words(str(parts[0]), str(parts[1]) if len(parts) > 1 else "", context or "")


def sources() -> dict[str, set[Words]]:
    """Every source with words marked for translation, by its path below the package."""
    files = [path for path in sorted(PACKAGE.rglob("*")) if path.suffix in {".py", ".html", ".txt", ".atom"}]
    found = {path.relative_to(PACKAGE).as_posix(): set(words_of(path)) for path in files}
    return {path: words for path, words in found.items() if words}


def names_of_pages() -> set[Words]:
    """What search results call each type of page, and the headings of the guide index."""
    from django.utils import translation

    from causeway.pages.api import page_types

    with translation.override(settings.LANGUAGE_CODE):
        names = {str(model._meta.verbose_name) for model in page_types().values()}
        names |= {str(label) for _key, label in page_types()["guide"].SECTIONS}  # type: ignore[attr-defined]
    return {Words(name) for name in names}


def reader_words() -> set[Words]:
    """All that must be translated in every language."""
    return names_of_pages().union(*(words for path, words in sources().items() if is_for_readers(path)))


def po_file(language: str) -> Path:
    """Where the words of a language are."""
    return LOCALE / to_locale(language) / "LC_MESSAGES" / "django.po"


def catalogue(language: str) -> Catalog:
    """The words of a language.

    Args:
        language: its code in addresses.
    """
    with po_file(language).open("rb") as file:
        return read_po(file, locale=to_locale(language))
