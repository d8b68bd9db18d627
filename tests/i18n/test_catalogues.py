"""The words a reader meets are there in every language, whole, and say that they are drafts."""

from __future__ import annotations

import re
import shutil
import unicodedata
from collections import Counter
from functools import cache
from gettext import GNUTranslations
from pathlib import Path

import opencc
import pytest
from babel import Locale
from babel.messages.catalog import Catalog, Message
from django.utils import translation
from django.utils.translation import to_locale

from causeway.ops.translations import compile_changed
from tests.i18n.words import (
    LANGUAGES,
    LOCALE,
    STATE,
    Words,
    catalogue,
    is_for_readers,
    is_for_staff,
    po_file,
    reader_words,
    sources,
    words_of,
)

PLACE = re.compile(r"%\((\w+)\)s|\{(\w*)\}|%[sd]")
TAG = re.compile(r"</?[a-z][^>]*>")
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
#: Letters every translation has at least one of; languages in Latin letters are told apart by the words themselves.
SCRIPTS = {
    "zh-hant": "[\u4e00-\u9fff]",
    "zh-hans": "[\u4e00-\u9fff]",
    "th": "[\u0e00-\u0e7f]",
    "km": "[\u1780-\u17ff]",
    "ne": "[\u0900-\u097f]",
    "hi": "[\u0900-\u097f]",
    "bn": "[\u0980-\u09ff]",
    "ur": "[\u0600-\u06ff]",
}
#: Words that are the same as in English: a name, words these languages took over, the letter of 'Nihil'.
SAME = {
    "Causeway": set(LANGUAGES),
    "Data (JSON)": {"id"},
    "Fax": {"tl", "vi"},
    "MM-DD": {"zh-hant"},
    "Menu": {"id", "tl"},
    "N": {"id"},
    "Status": {"id"},
    "feed (Atom)": {"tl"},
    "no. %(number)s": {"id"},
}
#: Arabic letters that look like the Urdu ones and sort, search and join as others: yeh, kaf, heh, alef maksura, teh.
ARABIC_FORMS = re.compile("[\u064a\u0643\u0647\u0649\u0629]")


@cache
def words() -> frozenset[Words]:
    return frozenset(reader_words())


@cache
def catalogue_of(language: str) -> Catalog:
    return catalogue(language)


def message(language: str, wanted: Words) -> Message | None:
    return catalogue_of(language).get(wanted.singular, wanted.context or None)


def forms(found: Message) -> list[str]:
    return [found.string] if isinstance(found.string, str) else list(found.string)


def translated(language: str) -> list[tuple[Words, str]]:
    """Every form of every translation the language has, for readers and for staff, with its English."""
    pairs = []
    for found in catalogue_of(language):
        if found.id:
            english = (found.id, "") if isinstance(found.id, str) else (found.id[0], found.id[1])
            pairs += [(Words(*english, found.context or ""), form) for form in forms(found) if form]
    return pairs


def places(text: str) -> set[str]:
    return {match.group() for match in PLACE.finditer(text)}


def letters(text: str) -> str:
    """What is left of a text for a person to read."""
    return "".join(char for char in TAG.sub("", PLACE.sub("", text)) if char.isalpha())


def test_every_source_with_words_is_for_readers_or_for_staff() -> None:
    unknown = [path for path in sources() if not is_for_readers(path) and not is_for_staff(path)]
    assert not unknown, f"say in tests/i18n/words.py who meets the words of {unknown}"


def test_words_are_found_in_templates_and_modules(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% load i18n %}  <a title="{% translate "A" %}">{% translate "B" context "c" %}</a>\n'
        '   {{ x|default:_("D") }}{% blocktranslate count n=n %}{{ n }} E{% plural %}{{ n }} Es{% endblocktranslate %}'
    )
    module = tmp_path / "module.py"
    module.write_text('x = _("F")\ny = translation.ngettext("G", "Gs", 2)\nz = pgettext("h", "I")\n')
    assert set(words_of(page)) == {Words("A"), Words("B", "", "c"), Words("D"), Words("%(n)s E", "%(n)s Es")}
    assert set(words_of(module)) == {Words("F"), Words("G", "Gs"), Words("I", "", "h")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_a_reader_meets_is_translated(language: str) -> None:
    missing = []
    for wanted in words():
        found = message(language, wanted)
        if found is None or found.fuzzy or not all(form.strip() for form in forms(found)):
            missing.append(wanted.singular)
    how = "run makemessages (see src/causeway/locale/README.md) and translate"
    assert not missing, f"{how}: {sorted(missing)}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_was_left_in_english_or_put_into_another_script(language: str) -> None:
    script = SCRIPTS.get(language)
    wrong = []
    for english, text in translated(language):
        if language in SAME.get(english.singular, set()) or not letters(english.singular):
            continue
        if text in {english.singular, english.plural} or (script and letters(text) and not re.search(script, text)):
            wrong.append((english.singular, text))
    assert not wrong


@pytest.mark.parametrize("language", LANGUAGES)
def test_places_and_tags_survive(language: str) -> None:
    for english, text in translated(language):
        both = english.singular + english.plural
        assert places(text) == places(both), (english.singular, text)
        assert Counter(TAG.findall(text)) == Counter(TAG.findall(english.singular)), (english.singular, text)
        assert "\n" not in english.singular[:1] + english.singular[-1:] or text[-1:] == english.singular[-1:]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_has_the_plural_forms_it_needs(language: str) -> None:
    needed = len(Locale.parse(to_locale(language)).plural_form.tags | {"other"})
    assert catalogue_of(language).num_plurals == needed
    for wanted in words():
        found = message(language, wanted)
        if wanted.plural and found is not None:
            assert len(forms(found)) == needed, wanted.singular


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_are_the_languages_own(language: str) -> None:
    for english, text in translated(language):
        assert not BIDI.search(text), f"a control of direction in {text!r}"
        assert text == unicodedata.normalize("NFC", text), english.singular
        if language == "ur":
            assert not ARABIC_FORMS.search(text), text


def test_simplified_chinese_has_no_traditional_letters() -> None:
    to_simplified = opencc.OpenCC("t2s")
    assert [text for _english, text in translated("zh-hans") if to_simplified.convert(text) != text] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_says_how_far_it_is_checked(language: str) -> None:
    text = po_file(language).read_text(encoding="utf-8")
    comment, _mark, header = text.partition('msgid ""')
    assert f"# State: {STATE}." in comment
    assert "fuzzy" not in comment
    assert f'"X-State: {STATE}\\n"' in header.partition("\n\n")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_file_holds_no_line_numbers_and_no_dead_words(language: str) -> None:
    text = po_file(language).read_text(encoding="utf-8")
    assert "\n#~" not in text
    assert not re.search(r"^#: .*:\d", text, re.MULTILINE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_compiled_at_setup_is_what_django_reads(language: str, tmp_path: Path) -> None:
    folder = tmp_path / to_locale(language) / "LC_MESSAGES"
    folder.mkdir(parents=True)
    shutil.copy(po_file(language), folder)
    assert compile_changed(tmp_path) == 1
    with (folder / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    for wanted in words():
        found = message(language, wanted)
        if found is None or not all(forms(found)):
            continue  # what is missing is told by the test above
        if wanted.plural:
            told = [compiled.ngettext(wanted.singular, wanted.plural, count) for count in (1, 5)]
            assert told == [forms(found)[0], forms(found)[-1]]
        elif wanted.context:
            assert compiled.pgettext(wanted.context, wanted.singular) == forms(found)[0]
        else:
            assert compiled.gettext(wanted.singular) == forms(found)[0]
    assert translation.check_for_language(language)
    assert translation.get_supported_language_variant(language) == language
    with translation.override(language):
        assert translation.get_language() == language
        assert translation.gettext("Leave now") == compiled.gettext("Leave now") != "Leave now"


def test_every_language_of_the_site_has_a_folder_and_no_other() -> None:
    assert {path.name for path in LOCALE.iterdir() if path.is_dir()} == {to_locale(code) for code in LANGUAGES}
