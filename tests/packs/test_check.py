"""What `causeway pack check` says: the file, the line, what is wrong, what was meant."""

from __future__ import annotations

import pytest
from django.conf import settings

from causeway.ops.packs import grammar

EN = "pages/help/appeal/en.md"
ZH = "pages/help/appeal/zh-hant.md"
FACTS = "facts/basics.yaml"


def test_the_sample_is_sound(folder):
    """Every other test here breaks exactly one thing."""
    assert folder.faults() == []


def test_the_languages_of_packs_are_those_of_the_platform():
    """The reader knows no Django, so its list is held against the settings here."""
    assert tuple(code for code, _name in settings.LANGUAGES) == grammar.LANGUAGES


# file; what stands there; what stands there instead; what the fault must say; the line, counted from that of the change
BROKEN = [
    # keys nobody defines
    (EN, "{fact:sample.appeal-days}", "{fact:sample.apeal-days}", "Did you mean 'sample.appeal-days'?", 0),
    (
        EN,
        "phone: sample.phone",
        "phone: sample.fone",
        "no fact has the key 'sample.fone'. Did you mean 'sample.phone'?",
        0,
    ),
    (
        EN,
        "sources: [paper-one]",
        "sources: [papr-one]",
        "no source has the key 'papr-one'. Did you mean 'paper-one'?",
        0,
    ),
    (EN, "related: [help/another]", "related: [help/anothr]", "Did you mean 'help/another'?", 0),
    (EN, "https://example.org/form", "page:help/apeal", "Did you mean 'help/appeal'?", 0),
    (FACTS, "source: paper-two", "source: paper-three", "no source has the key 'paper-three'", 0),
    ("pack.yaml", "phone_fact: sample.phone", "phone_fact: sample.fone", "Did you mean 'sample.phone'?", 0),
    ("facts/basics.zh-hant.yaml", "sample.appeal-days", "sample.appeal", "no fact has the key 'sample.appeal'", 0),
    # facts against their room's rules
    (FACTS, "sources: [{source: paper-two}]", "sources: []", "sources is empty", 0),
    (FACTS, 'value: "14"', 'value: "fourteen"', "write digits only", 0),
    (FACTS, "type: days", "type: dayz", "'dayz'", 0),
    (FACTS, 'as_of: "2026"', 'as_of: "2026-13"', "as_of", 0),
    (FACTS, "confidence: M", "confidense: M", "Did you mean 'confidence'?", 0),
    (FACTS, "key: sample.appeal-days", "key: sample.phone #", "twice (first in line 2)", 0),
    # front matter
    (EN, "type: guide", "type: guid ", "Did you mean 'guide'?", 0),
    (EN, "summary:", "sumary:", "Did you mean 'summary'?", 0),
    (EN, "section: claims", "section: claim #", "Did you mean 'claims'?", 0),
    (EN, "section: claims\nsensitive", "sensitive", "a guide needs its section", -4),
    (EN, "sensitive: true", "sensitive: maybe", "'maybe'", 0),
    (EN, "order: 1", "order: first", "a whole number", 0),
    (EN, 'due: "2027-05-22"', 'due: "2027-02-30"', "not in the calendar", 0),
    (EN, 'due: "2027-05-22"', 'due: "2027-05"', "it needs a day", 0),
    (EN, 'on: ""', 'on: "2026-01-01"', "nobody's name", 0),
    (EN, 'title: "Appeal"', 'title: "Appeal"\ntitle: "Again"', "twice (first in line 3)", 1),
    (EN, 'title: "Appeal"\nsummary', "summary", "has no 'title'", -1),
    # directives
    ("pages/help/another/en.md", "See ", "::: stepps\n:::\nSee ", "Did you mean 'steps'?", 0),
    (EN, "::: contacts", "::: callout warnin Late?\nx\n:::\n::: contacts", "Did you mean 'warning'?", 0),
    (EN, "::: contacts", "::: contacts Whom to call", "nothing after its name", 0),
    (EN, ":::\n\n## Steps", "\n## Steps", "a heading here", 1),
    (EN, "Ask for *help*.\n:::", "Ask for *help*.", "never closed", -6),
    (EN, "## Steps", ":::\n## Steps", "closes nothing", 0),
    (EN, "cost: free", "price: free", "no field 'price'", 0),
    (EN, "cost: free", "what: free", "'what' stands here twice", 0),
    (EN, "## Steps", "# Steps", "a heading of level 1", 0),
    (EN, "### Write", "#### government\nx\n### Write", "'steps' has no part 'government'", 0),
    # prose
    (EN, "*today*", "*today.", "italic begins with * and never ends", 0),
    (EN, "a **date**", "a** date**", "bold has a space after the asterisks", 0),
    (EN, "**date**", "**date **", "bold has a space before the asterisks", 0),
    (EN, "**date**", "****date****", "4 asterisks in a row", 0),
    (EN, "*today*", "_today_", "italics are written *so*", 0),
    (EN, "*today*", "<b>today</b>", "raw HTML", 0),
    (EN, "*today*", "`today`", "code", 0),
    (EN, "*today*", "![x](page:help)", "an image", 0),
    (EN, "*today*", "[](page:help)", "a link without words", 0),
    (EN, "*today*", '[x](page:help "y")', "a link with a title", 0),
    (EN, "*today*", "<https://example.org>", "a bare address", 0),
    (EN, "It has a", "> It has a", "a quotation", 0),
    (EN, "It has a", "| It | has |\n\nIt has a", "a table", 0),
    (EN, "It has a", "    It has a", "indented by four spaces", 0),
    (EN, "- one", "2. one", "it always begins at 1", 0),
    (EN, "- one", "- one\n\n  more", "a second paragraph in one entry", 2),
    (EN, "- one", "-\n- one", "an entry of a list without words", 0),
    (EN, "- one", "- one\n  - two\n    - three\n      - four", "more than 3 deep", 3),
    # links, tokens, runs
    (EN, "https://example.org/form", "javascript:alert(1)", "a link goes to page:PATH or to an address", 0),
    (EN, "https://example.org/form", "/en/help/", "a link goes to", 0),
    (EN, "https://example.org/form", "//example.org", "a link goes to", 0),
    (EN, "https://example.org/form", "ftp://example.org/form", "http:// or https://", 0),
    (EN, "https://example.org/form", "https://a:b@example.org/", "not an address", 0),
    (EN, "https://example.org/form", "page:../help", "is no page", 0),
    (EN, "{fact:sample.phone}", "{fact sample.phone}", "braces hold {fact:KEY}", 0),
    (EN, "{fact:sample.phone}", "{fact:sample.phone@2026-02-31}", "not in the calendar", 0),
    (EN, "{fact:sample.phone}", "[字]{lang=zh_tw}", "braces hold", 0),
    (EN, "{fact:sample.phone}", "[mot]{lang=fr}", "'fr' is no language of the platform", 0),
    # translations and the tree
    (ZH, "translation: draft\n---", "---", "'translation: draft'", -4),
    (ZH, "type: guide", "type: text", "its en is a 'guide'", 0),
    (EN, "section: claims", "translation: draft\nsection: claims", "only for translations", 0),
    # the manifest
    ("pack.yaml", "[en, zh-hant, ur]", "[en, zh-hant, fr]", "'fr' in 'languages' is no language of the platform", 0),
    ("pack.yaml", "Asia/Hong_Kong", "Asia/HongKong", "no time zone", 0),
    ("pack.yaml", "name: sample", "name: ../sample", "no name of a pack", 0),
    ("pack.yaml", "leave_url", "leave_uri", "Did you mean 'leave_url'?", 0),
    ("topics.yaml", 'en: "The law", zh-hant: "法律"', 'en: "The law"', "no words in 'zh-hant'", 0),
    ("wordings.yaml", 'from: "2026-11-22"', 'from: "2026"', "it needs a day", 0),
    # white space
    (EN, "## Steps", "## Steps ", "spaces at the end of the line", 0),
    (EN, "## Steps", "##\tSteps", "a tab", 0),
]


@pytest.mark.parametrize(
    ("file", "old", "new", "says", "offset"),
    BROKEN,
    ids=[f"{says[:24]}-{number}" for number, (*_, says, _o) in enumerate(BROKEN)],
)
def test_a_fault_is_named_with_file_line_and_remedy(folder, file, old, new, says, offset):
    """One broken thing, and its sentence."""
    before = folder.read(file)
    line = before[: before.index(old)].count("\n") + 1 + offset
    folder.replace(file, old, new)
    found = folder.faults()
    assert any(fault.startswith(f"{file}:{line}: ") and says in fault for fault in found), (line, found)


def test_a_page_of_a_kind_that_stands_below_another_is_kept_there(folder):
    """A guide outside the guides would never be found."""
    folder.replace("pages/help/en.md", "type: guide-index", "type: text")
    assert any(f.startswith(f"{EN}:2: ") and "stands below one of the type 'guide-index'" in f for f in folder.faults())


def test_every_fault_is_listed_at_once(folder):
    """A person mends a pack in one go."""
    for file, old, new in (
        (EN, "*today*", "*today"),
        (ZH, "type: guide", "type: gide"),
        (FACTS, "confidence: M", "confidence: X"),
    ):
        folder.replace(file, old, new)
    folder.remove("pages/help/another/zh-hant.md")
    found = "\n".join(folder.faults())
    assert all(
        part in found for part in (f"{EN}:13:", f"{ZH}:2:", f"{FACTS}:25:", "another/zh-hant.md: the page is missing")
    )


def test_a_translation_without_its_original_and_a_page_without_the_one_above(folder):
    """The tree has no holes."""
    folder.write("pages/lost/deep/en.md", '---\ntype: text\ntitle: "Deep"\n---\nx\n')
    folder.write("pages/alone/ur.md", '---\ntype: text\ntitle: "تنہا"\ntranslation: draft\n---\nمتن\n')
    found = "\n".join(folder.faults())
    assert "pages/lost/deep/en.md: there is no page above it; write pages/lost/en.md" in found
    assert "pages/alone/ur.md: there is no page pages/alone/en.md for it to translate" in found


def test_a_translation_stands_below_a_page_of_its_language(folder):
    """What a load would refuse, the check says first."""
    folder.write("pages/help/ur.md", '---\ntype: guide-index\ntitle: "مدد"\ntranslation: draft\n---\n')
    assert folder.faults() == ["pages/help/ur.md: there is no page above it in its language; write pages/home/ur.md"]


@pytest.mark.parametrize(
    "name",
    [
        "page.md",
        "pages/help/EN.md",
        "pages/help/fr.md",
        "pages/He lp/en.md",
        "facts/x.yml",
        "media/x.jpg",
        "pages/en.md",
    ],
)
def test_a_file_that_is_no_part_of_a_pack_is_named(folder, name):
    """A file in the wrong place would otherwise never be seen."""
    folder.write(name, "---\ntype: text\n---\n")
    assert [fault for fault in folder.faults() if fault.startswith(name)]


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    """A pack holds what is in it, nothing else of the machine."""
    secret = tmp_path / "secret.md"
    secret.write_text("---\ntype: text\ntitle: secret\n---\n")
    (folder.path / "pages/secret").mkdir()
    (folder.path / "pages/secret/en.md").symlink_to(secret)
    (folder.path / "facts/more").symlink_to(tmp_path)
    pack, faults = folder.check()
    assert ("secret", "en") not in pack.pages
    assert {fault.path for fault in faults} >= {"pages/secret/en.md", "facts/more"}


def test_what_is_due_fails_a_check_but_stops_no_load(folder):
    """A correction must be able to go out while a review is overdue."""
    folder.replace(EN, 'due: "2027-05-22"', 'due: "2026-11-21"')
    folder.replace(FACTS, 'review_by: "2027-05-22"', 'review_by: "2026-10-01"')
    folder.replace("facts/basics.zh-hant.yaml", '    title: "上訴期限"\n', "")
    _pack, faults = folder.check()
    assert faults.blocking == []
    found = "\n".join(map(str, faults.due))
    assert f"{EN}:8: the review of this page was due on 2026-11-21" in found
    assert f"{FACTS}:15: fact sample.phone was to be checked again by 2026-10-01" in found
    assert f"{FACTS}:17: fact sample.appeal-days stands on a page and has no words in 'zh-hant' for: title" in found


def test_a_review_due_today_is_not_overdue(folder):
    """The last day counts."""
    folder.replace(EN, 'due: "2027-05-22"', 'due: "2026-11-22"')
    assert folder.faults() == []


def test_a_translation_that_is_behind_its_original_is_due(folder):
    """The fingerprint to write is in the sentence, so nobody has to work it out."""
    pack, _faults = folder.check()
    digest = pack.pages["help/appeal", "en"].digest
    folder.replace(ZH, "translation: draft", f"translation: draft\ntranslated_from: {digest}")
    assert folder.faults() == []
    folder.replace(EN, 'due: "2027-05-22"', 'due: "2028-05-22"')
    assert folder.faults() == []  # a date of review is nothing to translate
    folder.replace(EN, "Call", "Please call")
    new = folder.check()[0].pages["help/appeal", "en"].digest
    assert new != digest
    _pack, faults = folder.check()
    assert faults.blocking == []
    assert f"write 'translated_from: {new}'" in str(faults.due[0])


def test_a_repeated_slip_is_listed_some_times_and_then_counted(folder):
    """A file with a hundred thousand slips still gives an answer a person can read."""
    folder.write(
        "pages/help/another/en.md", '---\ntype: guide\ntitle: "A"\nsection: legal\n---\n' + "word \n" * 100_000
    )
    found = [fault for fault in folder.faults() if "another/en.md" in fault]
    assert len(found) < 60
    assert any("99,950 more of the same kind" in fault for fault in found)
