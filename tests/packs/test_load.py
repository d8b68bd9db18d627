"""Loading: all or nothing, twice is once, and never over what staff have written."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page, Revision, Site

from causeway.facts import api as facts
from causeway.ops.models import PackFile, PackObject
from causeway.ops.packs.load import PackLoadError
from causeway.pages import api as pages
from causeway.settings import base

pytestmark = pytest.mark.django_db

EN = "pages/help/appeal/en.md"
ZH = "pages/help/appeal/zh-hant.md"
FACTS = "facts/basics.yaml"


def body(path: str, language: str = "en") -> str:
    """The stored blocks of a page, as one text."""
    return str(pages.find_page(path, language).body.get_prep_value())


def edit(path: str, title: str, language: str = "en", *, publish: bool = True):
    """Change a page the way the admin does."""
    page = pages.find_page(path, language)
    page.title = title
    revision = page.save_revision()
    if publish:
        revision.publish()
    return pages.find_page(path, language)


def test_a_pack_becomes_pages_facts_topics_and_settings(folder):
    """Everything a file says is on the site, in both languages."""
    outcome = folder.load()
    assert outcome.created == {
        "source": 2,
        "fact": 2,
        "text": 2,
        "topic": 1,
        "wording": 1,
        "organisation": 1,
        "page": 8,
    }
    assert outcome.kept == outcome.gone == outcome.notes == []
    page = pages.find_page("help/appeal", "zh-hant")
    assert (page.title, page.translation_state, page.live) == ("上訴", "draft", True)
    assert page.get_translation(pages.find_page("help/appeal", "en").locale).title == "Appeal"
    assert facts.plain("sample.appeal-days", "en") == "14 days"
    assert pages.dump_organisation()["name"]["zh-hant"] == "示例組織"


def test_the_worker_can_do_whatever_a_first_load_leaves_for_it(folder, settings, django_capture_on_commit_callbacks):
    """The welcome page of a new Wagtail goes, and no task is left that looks for it: the first start prints no error."""
    settings.TASKS = base.TASKS
    root = Page.get_first_root_node()
    welcome = root.get_children().first() or root.add_child(instance=Page(title="Welcome", slug="home"))
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": welcome})
    with django_capture_on_commit_callbacks(execute=True):
        folder.load()
    assert not Page.objects.filter(pk=welcome.pk).exists()
    assert Site.objects.get(is_default_site=True).root_page.specific == pages.find_page("home", "en")
    queued = DBTaskResult.objects.all()
    assert queued
    for result in queued:
        result.task.call(*result.args_kwargs["args"], **result.args_kwargs["kwargs"])


def test_links_lead_to_pages_that_come_later_in_the_pack(folder):
    """Home links to a guide that is made after it, and each language to its own page."""
    folder.load()
    for language in ("en", "zh-hant"):
        target = pages.find_page("help/appeal", language)
        assert f'<a linktype="page" id="{target.pk}">' in body("home", language)
    assert pages.find_page("help/appeal", "en").related[0].value.pk == pages.find_page("help/another", "en").pk


def test_bold_beside_chinese_brackets_and_runs_of_other_languages_arrive(folder):
    """CommonMark would leave these asterisks on the page."""
    folder.load()
    text = body("home", "zh-hant")
    assert "[Sample]{lang=en}是<b>「示例」</b>機構" in text


def test_a_second_load_changes_nothing(folder):
    """No revision, no publication, no row."""
    folder.load()
    before = (Revision.objects.count(), *PackObject.objects.order_by("pk").values_list("pk", "revision_id"))
    outcome = folder.load()
    assert (outcome.created, outcome.updated) == ({}, {})
    assert outcome.unchanged["page"] == 8
    assert (Revision.objects.count(), *PackObject.objects.order_by("pk").values_list("pk", "revision_id")) == before


def test_a_new_page_has_one_version_in_its_history(folder):
    """The page without text that links were made to is nobody's business."""
    folder.load()
    assert pages.find_page("help/appeal", "en").revisions.count() == 1


def test_a_changed_file_becomes_a_new_published_version(folder):
    """And only that page, that fact."""
    folder.load()
    folder.replace(EN, "How to appeal.", "How to appeal in time.")
    folder.replace(FACTS, 'value: "14"', 'value: "21"')
    outcome = folder.load()
    assert outcome.updated == {"page": 1, "fact": 1}
    page = pages.find_page("help/appeal", "en")
    assert (page.summary, page.revisions.count(), page.live) == ("How to appeal in time.", 2, True)
    assert facts.plain("sample.appeal-days", "en") == "21 days"


@pytest.mark.parametrize("publish", [True, False])
def test_what_an_editor_wrote_is_kept_and_named(folder, publish):
    """A published edit and an unpublished draft alike; the pack's other changes go in."""
    folder.load()
    edit("help/appeal", "The editor's title", publish=publish)
    folder.replace(EN, "How to appeal.", "The pack's summary.")
    folder.replace(ZH, 'title: "上訴"', 'title: "提出上訴"')
    outcome = folder.load()
    assert [(kept.file, kept.why) for kept in outcome.kept] == [(EN, "edited in the admin")]
    page = pages.find_page("help/appeal", "en")
    assert page.summary == "How to appeal."
    assert page.get_latest_revision_as_object().title == "The editor's title"
    assert pages.find_page("help/appeal", "zh-hant").title == "提出上訴"
    # It is named again until somebody decides.
    assert len(folder.load().kept) == 1


def test_take_replaces_what_an_editor_wrote(folder):
    """The way out of a conflict, one file at a time; the editor's version stays in the history."""
    folder.load()
    edit("help/appeal", "The editor's title")
    folder.replace(EN, "How to appeal.", "The pack's summary.")
    outcome = folder.load(take=frozenset({EN}))
    assert outcome.kept == []
    page = pages.find_page("help/appeal", "en")
    assert (page.title, page.summary, page.revisions.count()) == ("Appeal", "The pack's summary.", 3)
    assert folder.load().kept == []


def test_saving_without_a_change_is_no_edit(folder):
    """Wagtail's editor gives every paragraph a key; that is not a word of anybody."""
    folder.load()
    page = pages.find_page("help/another", "en")
    page.body = [("text", page.body[0].value.source.replace("<p>", '<p data-block-key="abcde">'))]
    page.save_revision().publish()
    assert "data-block-key" in body("help/another")
    folder.replace("pages/help/another/en.md", "See ", "Read ")
    outcome = folder.load()
    assert (outcome.kept, outcome.updated) == ([], {"page": 1})


def test_a_fact_that_staff_checked_is_kept(folder):
    """The check of a named person must not vanish with the next load."""
    folder.load()
    held = facts.dump_facts(["sample.appeal-days"])["sample.appeal-days"]
    held["values"][0]["checked_by"] = "A. Checker"
    facts.load_facts([held])
    folder.replace(FACTS, 'value: "14"', 'value: "21"')
    folder.replace(FACTS, 'title: "Telephone"', 'title: "Phone"')
    outcome = folder.load()
    assert [(kept.key, kept.why) for kept in outcome.kept] == [("sample.appeal-days", "edited in the admin")]
    assert outcome.updated == {"fact": 1}
    assert facts.plain("sample.appeal-days", "en") == "14 days"
    outcome = folder.load(take=frozenset({f"{FACTS}:sample.appeal-days"}))
    assert (outcome.kept, outcome.updated) == ([], {"fact": 1})
    assert facts.plain("sample.appeal-days", "en") == "21 days"


def test_a_release_that_knows_more_fields_sees_no_edits(folder):
    """What an earlier release stored has fewer fields; nobody edited anything."""
    folder.load()
    for record in PackObject.objects.all():
        for name in ("note", "nav", "fax_fact"):
            record.loaded.pop(name, None)
        record.loaded["of_an_older_release"] = ""
        record.save()
    page = pages.find_page("help/appeal", "en")
    page.save_revision().publish()
    folder.replace(EN, "How to appeal.", "How to appeal in time.")
    folder.replace("sources/papers.yaml", "A paper", "The paper")
    outcome = folder.load()
    assert (outcome.kept, outcome.updated) == ([], {"page": 1, "source": 1})


def test_publishing_an_earlier_version_again_is_an_edit(folder):
    """The newest version is the pack's, but readers see another."""
    folder.load()
    first = pages.find_page("help/appeal", "en").latest_revision
    folder.replace(EN, "How to appeal.", "How to appeal in time.")
    folder.load()
    first.publish()
    folder.replace(EN, "How to appeal in time.", "How to appeal soon.")
    assert [kept.file for kept in folder.load().kept] == [EN]


def test_settings_that_staff_changed_are_kept(folder):
    """Where 'Leave now' goes may be a matter of somebody's safety."""
    folder.load()
    pages.load_organisation({**pages.dump_organisation(), "leave_url": "https://example.org/recipes"})
    folder.replace("pack.yaml", "https://example.org/weather", "https://example.org/news")
    outcome = folder.load()
    assert [kept.kind for kept in outcome.kept] == ["organisation"]
    assert pages.dump_organisation()["leave_url"] == "https://example.org/recipes"


@pytest.mark.parametrize("deed", ["delete", "unpublish", "move"])
def test_a_page_taken_away_in_the_admin_does_not_come_back(folder, deed):
    """Deleted, unpublished or moved: the file is named and nothing is done."""
    folder.load()
    page = pages.find_page("help/another", "en")
    if deed == "delete":
        page.delete()
    elif deed == "unpublish":
        page.unpublish()
    else:
        page.move(pages.find_page("home", "en"), pos="last-child")
    folder.replace("pages/help/another/en.md", "See ", "Read ")
    count = Page.objects.count()
    outcome = folder.load()
    assert [kept.file for kept in outcome.kept] == ["pages/help/another/en.md"]
    assert Page.objects.count() == count
    assert pages.find_page("help/another", "en") is None or not pages.find_page("help/another", "en").live


def test_a_deleted_page_can_be_taken_back(folder):
    """--take makes it anew."""
    folder.load()
    pages.find_page("help/another", "en").delete()
    outcome = folder.load(take=frozenset({"pages/help/another/en.md"}))
    assert outcome.kept == []
    assert "appeal" in body("help/another")


def test_a_page_somebody_made_at_the_same_address_is_kept(folder):
    """The pack does not know it, so it may not replace it."""
    for name in ("pages/help/another/en.md", "pages/help/another/zh-hant.md"):
        folder.remove(name)
    folder.replace(EN, "related: [help/another]\n", "")
    folder.load()
    original = pages.page_data(pages.find_page("help/appeal", "en"))
    pages.upsert_page("help/another", "en", original)
    folder.write("pages/help/another/en.md", '---\ntype: guide\ntitle: "Another"\nsection: legal\n---\nText.\n')
    folder.write(
        "pages/help/another/zh-hant.md", '---\ntype: guide\ntitle: "另"\nsection: legal\ntranslation: draft\n---\n'
    )
    outcome = folder.load()
    assert [(kept.file, kept.why) for kept in outcome.kept] == [
        ("pages/help/another/en.md", "made in the admin, or by another pack")
    ]
    assert pages.find_page("help/another", "en").title == "Appeal"


def test_a_removed_file_is_reported_and_its_page_kept_unless_pruned(folder):
    """Nothing leaves the site by accident."""
    folder.load()
    for language in ("en", "zh-hant"):
        folder.remove(f"pages/help/another/{language}.md")
    folder.replace(EN, "related: [help/another]\n", "")
    outcome = folder.load()
    assert {gone.file for gone in outcome.gone} == {"pages/help/another/en.md", "pages/help/another/zh-hant.md"}
    assert pages.find_page("help/another", "en").live
    edit("help/another", "Mine", "zh-hant")
    outcome = folder.load(prune=True)
    assert [gone.file for gone in outcome.pruned] == ["pages/help/another/en.md"]
    assert not pages.find_page("help/another", "en").live
    assert pages.find_page("help/another", "zh-hant").live
    assert [gone.why for gone in outcome.gone] == ["the page stays: edited in the admin"]


def test_a_rehearsal_changes_nothing(folder):
    """--dry-run says what a load would do."""
    outcome = folder.load(dry_run=True)
    assert outcome.created["page"] == 8
    assert PackFile.objects.count() == 0
    assert pages.find_page("home", "en") is None


def test_what_a_room_refuses_undoes_everything(folder, monkeypatch):
    """A fault that only the database can see, at the very end: nothing of the pack is there."""

    def refuse(manifest):
        raise pages.PageError("There is no site yet.")

    monkeypatch.setattr(pages, "load_organisation", refuse)
    with pytest.raises(PackLoadError) as refusal:
        folder.load()
    assert refusal.value.faults[0].path == "pack.yaml"
    assert PackFile.objects.count() == PackObject.objects.count() == 0
    assert facts.source_keys() == set()
    assert pages.find_page("home", "en") is None


def test_two_packs_beside_each_other(folder, tmp_path):
    """The second brings its own pages and may not touch those of the first."""
    folder.load()
    second = type(folder)(tmp_path / "second")
    second.replace("pack.yaml", "name: sample", "name: second")
    second.write("pages/more/en.md", '---\ntype: text\ntitle: "More"\n---\nText.\n')
    second.write("pages/more/zh-hant.md", '---\ntype: text\ntitle: "更多"\ntranslation: draft\n---\n文字。\n')
    second.replace(EN, 'title: "Appeal"', 'title: "Their appeal"')
    outcome = second.load()
    assert outcome.created == {"page": 2}
    assert pages.find_page("help/appeal", "en").title == "Appeal"
    assert {kept.why for kept in outcome.kept} == {"made in the admin, or by another pack"}


def test_pictures_arrive_and_a_changed_one_replaces_the_old(folder, settings, tmp_path):
    """A picture is a file of the pack and an image of the library."""
    settings.MEDIA_ROOT = tmp_path / "media"
    folder.write("images/harbour.png", png(1))
    folder.replace(EN, "## Steps", "::: image\nfile: images/harbour.png\nalt: A harbour\n:::\n\n## Steps")
    folder.load()
    block = next(block for block in pages.find_page("help/appeal", "en").body if block.block_type == "image")
    assert block.value.contextual_alt_text == "A harbour"
    first = block.value.pk
    folder.write("images/harbour.png", png(2))
    assert folder.load().updated == {"picture": 1, "page": 1}
    block = next(block for block in pages.find_page("help/appeal", "en").body if block.block_type == "image")
    assert (block.value.width, block.value.pk != first) == (2, True)


def png(width: int) -> bytes:
    """A small picture."""
    import io

    from PIL import Image

    stream = io.BytesIO()
    Image.new("RGB", (width, 1)).save(stream, "PNG")
    return stream.getvalue()
