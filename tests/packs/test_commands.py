"""`causeway pack`: what it prints and the status it ends with."""

from __future__ import annotations

import json

import pytest
from django.db import OperationalError

from causeway.ops.models import PackFile
from causeway.ops.packs import commands
from causeway.pages import api as pages

EN = "pages/help/appeal/en.md"


def test_a_sound_pack_is_counted(folder, capsys):
    """One line, status 0."""
    assert commands.main(["check", str(folder.path)]) == 0
    out = capsys.readouterr().out
    assert "sample 1 is sound: 8 pages (en 4, zh-hant 4), 2 facts, 2 sources" in out


def test_faults_are_sentences_and_status_2(folder, capsys):
    """On the error stream, each with its place."""
    folder.replace(EN, "type: guide", "type: guid")
    assert commands.main(["check", str(folder.path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert f"{EN}:2: 'type' is 'guid'" in said.err
    assert "1 fault, 0 due. Nothing was changed." in said.err


def test_a_machine_gets_the_same_as_json(folder, capsys):
    """Faults with path, line, code and message."""
    folder.replace(EN, "type: guide", "type: guid")
    folder.replace("pages/home/en.md", "2027-05-22", "2020-05-22")
    assert commands.main(["check", str(folder.path), "--json"]) == 2
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert (found["faults"][0]["path"], found["faults"][0]["line"]) == (EN, 2)
    assert found["due"][0]["code"] == "overdue"


@pytest.mark.parametrize("name", ["missing", "sample/pages"])
def test_a_folder_that_is_no_pack_is_said_to_be_none(folder, capsys, name):
    """A wrong path is the commonest mistake."""
    assert commands.main(["check", str(folder.path.parent / name)]) == 2
    said = capsys.readouterr().err
    assert "there is no such folder" in said or "this is no pack" in said


@pytest.mark.django_db
def test_a_broken_pack_loads_nothing_and_lists_everything(folder, capsys):
    """Two faults in two files: both are named, the database stays empty."""
    folder.replace(EN, "{fact:sample.phone}", "{fact:sample.fone}")
    folder.write("facts/basics.zh-hant.yaml", "texts: 'x")
    assert commands.main(["load", str(folder.path)]) == 2
    said = capsys.readouterr().err
    assert f"{EN}:13: no fact has the key 'sample.fone'. Did you mean 'sample.phone'?" in said
    assert "facts/basics.zh-hant.yaml:1: this is not YAML" in said
    assert "Nothing was loaded." in said
    assert PackFile.objects.count() == 0
    assert pages.find_page("home", "en") is None


@pytest.mark.django_db
def test_loading_says_what_it_did_what_it_left_and_how_to_go_on(folder, capsys):
    """New, changed, as before; and the words of the way out of a conflict."""
    assert commands.main(["load", str(folder.path)]) == 0
    assert "sample: new 2 facts, 1 organisation, 8 pages" in capsys.readouterr().out
    page = pages.find_page("help/appeal", "en")
    page.title = "Mine"
    page.save_revision().publish()
    folder.replace(EN, "How to appeal.", "Theirs.")
    assert commands.main(["load", str(folder.path)]) == 0
    said = capsys.readouterr().out
    assert f"{EN}: page help/appeal en (edited in the admin)" in said
    assert f"--take '{EN}'" in said
    assert commands.main(["load", str(folder.path), "--take", EN]) == 0
    assert "changed 1 page" in capsys.readouterr().out


@pytest.mark.django_db
def test_take_of_a_file_that_is_not_there_is_refused(folder, capsys):
    """A slip of the pen must not pass for done."""
    assert commands.main(["load", str(folder.path), "--take", "pages/x/en.md"]) == 2
    assert "pages/x/en.md: --take names no file of this pack" in capsys.readouterr().err
    assert PackFile.objects.count() == 0


def test_a_database_that_is_not_there_is_said_in_one_sentence(folder, capsys, monkeypatch):
    """No traceback for a command run before the site was prepared."""

    def refuse(*args, **options):
        raise OperationalError("no such table: ops_packfile\nmore")

    monkeypatch.setattr("causeway.ops.packs.load.load_pack", refuse)
    assert commands.main(["load", str(folder.path)]) == 1
    said = capsys.readouterr().err
    assert said == (
        "the database cannot be used (no such table: ops_packfile); run `causeway prepare`, or look at DATA and "
        "DATABASE_URL\n"
    )


@pytest.mark.django_db
def test_export_says_what_it_wrote(folder, capsys, tmp_path):
    """And refuses a folder that holds something, with status 2."""
    commands.main(["load", str(folder.path)])
    capsys.readouterr()
    assert commands.main(["export", str(tmp_path / "out")]) == 0
    assert "files as loaded, 0 changed by staff, 0 new." in capsys.readouterr().out
    assert commands.main(["export", str(tmp_path / "out")]) == 2
    assert "the folder is not empty; name a new one" in capsys.readouterr().err
