"""Writing a pack back: byte for byte what was loaded, and what staff wrote since in the lines it belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from causeway.facts import api as facts
from causeway.ops.packs.check import check_folder
from causeway.ops.packs.export import export_pack
from causeway.ops.packs.reading import PackFolderError
from causeway.pages import api as pages

from .conftest import FILES, TODAY, Folder

pytestmark = pytest.mark.django_db

EN = "pages/help/appeal/en.md"


def bytes_of(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def changed_lines(before: str, after: str) -> set[str]:
    """Lines that are in one text only."""
    return set(before.splitlines()) ^ set(after.splitlines())


def sound(folder: Path) -> None:
    """What was written must pass the check itself."""
    _pack, faults = check_folder(folder, TODAY)
    assert [str(fault) for fault in faults] == []


def test_what_was_loaded_comes_back_byte_for_byte(folder, tmp_path):
    """Comments, quotes, order, blank lines: everything."""
    folder.load()
    written = export_pack(tmp_path / "out")
    assert bytes_of(tmp_path / "out") == {name: text.encode() for name, text in FILES.items()}
    assert (len(written.as_loaded), written.changed, written.new, written.left_out) == (len(FILES), [], [], [])


def test_an_edited_field_changes_its_line_and_no_other(folder, tmp_path):
    """A difference a colleague can read."""
    folder.load()
    page = pages.find_page("help/appeal", "en")
    page.title = 'How to "appeal"'
    page.reviewed_by = "A. Reviewer"
    page.reviewed_on = TODAY
    page.save_revision().publish()
    written = export_pack(tmp_path / "out")
    assert written.changed == [EN]
    text = (tmp_path / "out" / EN).read_text()
    assert changed_lines(FILES[EN], text) == {
        'title: "Appeal"',
        r'title: "How to \"appeal\""',
        'review: {by: "", role: "", on: "", due: "2027-05-22"}',
        'review: {by: "A. Reviewer", role: "", on: "2026-11-22", due: "2027-05-22"}',
    }
    sound(tmp_path / "out")


def test_an_edited_body_is_written_and_reads_back_the_same(folder, tmp_path):
    """Blocks of an editor become Markdown, links become paths, and the front matter stays as it was."""
    folder.load()
    page = pages.find_page("help/appeal", "en")
    target = pages.find_page("help", "en")
    page.body.append(
        ("text", f'<p data-block-key="x">New: <a linktype="page" id="{target.pk}">all <b>help</b></a> 5*5</p>')
    )
    page.save_revision().publish()
    export_pack(tmp_path / "out")
    text = (tmp_path / "out" / EN).read_text()
    assert "New: [all **help**](page:help) 5\\*5" in text
    assert text.split("---\n")[1] == FILES[EN].split("---\n")[1]
    sound(tmp_path / "out")
    second = Folder(tmp_path / "again")
    second.write(EN, text)
    assert second.load(take=frozenset({EN})).updated == {"page": 1}
    assert pages.page_data(pages.find_page("help/appeal", "en")).blocks[-1].body.endswith("5*5</p>")


def test_what_a_pack_cannot_hold_is_named(folder, tmp_path):
    """A telephone link, a document: the words stay, the loss is said."""
    folder.load()
    page = pages.find_page("help/another", "en")
    page.body = [("text", '<p><a href="tel:+852999">call</a> <a linktype="document" id="3">form</a></p>')]
    page.save_revision().publish()
    written = export_pack(tmp_path / "out")
    assert "call form\n" in (tmp_path / "out/pages/help/another/en.md").read_text()
    assert [sentence.split(": ", 2)[2] for sentence in written.left_out] == [
        "link to tel:+852999",
        "link to document 3",
    ]


def test_a_checked_fact_changes_its_own_lines(folder, tmp_path):
    """The comments around it and the other facts stay."""
    folder.load()
    held = facts.dump_facts(["sample.appeal-days"])["sample.appeal-days"]
    held["values"][0]["checked_by"] = "A. Checker"
    facts.load_facts([held])
    written = export_pack(tmp_path / "out")
    assert written.changed == ["facts/basics.yaml"]
    text = (tmp_path / "out/facts/basics.yaml").read_text()
    assert changed_lines(FILES["facts/basics.yaml"], text) == {'        checked_by: "A. Checker"'}
    assert "# how long an appeal may take" in text
    sound(tmp_path / "out")


def test_a_fact_made_on_the_site_gets_a_file(folder, tmp_path):
    """With its source and its words; the result loads into another site."""
    folder.load()
    facts.load_sources([{"key": "paper-three", "title": "Third", "kind": "un", "language": "en", "read": "whole"}])
    new = facts.dump_facts(["sample.appeal-days"])["sample.appeal-days"]
    facts.load_facts([{**new, "key": "sample.new", "title": "New"}])
    facts.load_texts("zh-hant", {"sample.new": {"title": "新", "translation": "draft"}})
    facts.load_texts("ur", {"sample.phone": {"title": "فون", "translation": "draft"}})
    written = export_pack(tmp_path / "out")
    assert written.new == [
        "facts/basics.ur.yaml",
        "facts/from-the-site.yaml",
        "facts/from-the-site.zh-hant.yaml",
        "sources/from-the-site.yaml",
    ]
    pack, faults = check_folder(tmp_path / "out", TODAY)
    assert [str(fault) for fault in faults] == []
    assert pack.entries["fact", "sample.new"].data["values"][0]["value"] == "14"


def test_a_page_made_in_the_admin_gets_a_file(folder, tmp_path):
    """As if somebody had written it by hand."""
    folder.load()
    original = pages.page_data(pages.find_page("help/another", "en"))
    pages.upsert_page("help/made", "en", original)
    written = export_pack(tmp_path / "out")
    assert written.new == ["pages/help/made/en.md"]
    text = (tmp_path / "out/pages/help/made/en.md").read_text()
    assert 'title: "Another"' in text
    assert "See [appeal](page:help/appeal)." in text


def test_a_moved_page_moves_its_file_and_the_links_to_it(folder, tmp_path):
    """The new address is the truth."""
    folder.load()
    page = pages.find_page("help/appeal", "en")
    page.slug = "appeals"
    page.save_revision().publish()
    written = export_pack(tmp_path / "out")
    assert "pages/help/appeals/en.md" in written.new
    assert EN not in bytes_of(tmp_path / "out")
    assert "(page:help/appeals)" in (tmp_path / "out/pages/home/en.md").read_text()


def test_a_page_taken_off_the_site_is_left_out_and_said(folder, tmp_path):
    """An export shows the site as readers see it."""
    folder.load()
    pages.find_page("help/another", "zh-hant").unpublish()
    written = export_pack(tmp_path / "out")
    assert "pages/help/another/zh-hant.md" not in bytes_of(tmp_path / "out")
    assert any(sentence.startswith("pages/help/another/zh-hant.md: left out") for sentence in written.left_out)


def test_changed_settings_come_back_in_the_manifest(folder, tmp_path):
    """Everything else of pack.yaml keeps its value."""
    folder.load()
    pages.load_organisation({**pages.dump_organisation(), "leave_url": "https://example.org/recipes"})
    written = export_pack(tmp_path / "out")
    assert written.changed == ["pack.yaml"]
    before, after = folder.check()[0].manifest, check_folder(tmp_path / "out", TODAY)[0].manifest
    assert after.organisation == {**before.organisation, "leave_url": "https://example.org/recipes"}
    assert (after.languages, after.version) == (before.languages, before.version)
    sound(tmp_path / "out")


def test_an_editors_version_that_a_load_left_alone_is_what_is_written(folder, tmp_path):
    """After a conflict the site, not the newer file, is the truth."""
    folder.load()
    page = pages.find_page("help/appeal", "en")
    page.title = "The editor's title"
    page.save_revision().publish()
    folder.replace(EN, "How to appeal.", "The pack's summary.")
    folder.load()
    export_pack(tmp_path / "out")
    text = (tmp_path / "out" / EN).read_text()
    assert "The editor's title" in text
    assert "How to appeal." in text
    assert "The pack's summary." not in text


def test_an_export_loads_into_the_same_site_without_a_change(folder, tmp_path):
    """Out and in again: nothing is lost, nothing is new."""
    folder.load()
    page = pages.find_page("help/appeal", "en")
    page.title = "Edited"
    page.save_revision().publish()
    export_pack(tmp_path / "out")
    back = Folder(tmp_path / "back")
    back.path = tmp_path / "out"
    outcome = back.load(take=frozenset({EN}))
    assert (outcome.created, outcome.updated, outcome.kept) == ({}, {"page": 1}, [])
    assert bytes_of(tmp_path / "out")[EN] != FILES[EN].encode()
    export_pack(tmp_path / "out2")
    assert bytes_of(tmp_path / "out2") == bytes_of(tmp_path / "out")


def test_a_folder_that_holds_something_is_refused(folder, tmp_path):
    """Nobody's files are written over; an empty folder is fine."""
    folder.load()
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(PackFolderError, match="not empty"):
        export_pack(tmp_path / "out")
    assert list(bytes_of(tmp_path / "out")) == ["mine.txt"]
    (tmp_path / "empty").mkdir()
    export_pack(tmp_path / "empty")
    assert (tmp_path / "empty/pack.yaml").exists()


def test_nothing_half_written_stays_when_writing_fails(folder, tmp_path, monkeypatch):
    """A full disk in the middle: no folder, no remains."""
    folder.load()
    write = Path.write_bytes
    calls = []

    def full(self: Path, content: bytes) -> int:
        calls.append(self)
        if len(calls) > 3:
            raise OSError(28, "No space left on device")
        return write(self, content)

    before = set(tmp_path.iterdir())
    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        export_pack(tmp_path / "out")
    assert set(tmp_path.iterdir()) == before


def test_a_site_without_a_pack_says_so(tmp_path):
    """Instead of an empty folder."""
    with pytest.raises(PackFolderError, match="no pack was loaded"):
        export_pack(tmp_path / "out")
    assert not (tmp_path / "out").exists()
