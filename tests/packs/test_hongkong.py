"""The pack that is shipped: sound, loaded whole, given back byte for byte."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from django.conf import settings

from causeway.ops.packs.check import check_folder
from causeway.ops.packs.export import export_pack
from causeway.ops.packs.load import load_pack
from causeway.ops.packs.model import KINDS

PACK = Path(settings.REPOSITORY_DIR) / "packs" / "hongkong"
# Reviews fall due as time passes; that must not break the build of a release made before.
WRITTEN_ON = datetime.date(2026, 11, 22)


def test_the_pack_has_no_fault_and_nothing_due_on_the_day_it_was_written():
    """The check that every contributor runs."""
    _pack, faults = check_folder(PACK, WRITTEN_ON)
    assert [str(fault) for fault in faults] == []


@pytest.mark.django_db
def test_the_pack_loads_twice_and_comes_back(tmp_path):
    """In both languages, without a word left out."""
    pack, _faults = check_folder(PACK, WRITTEN_ON)
    first = load_pack(pack)
    assert first.created["page"] == len(pack.pages)
    assert {kind: first.created.get(kind, 0) for kind in KINDS} == {kind: len(pack.of(kind)) for kind in KINDS}
    assert first.kept == first.notes == []
    second = load_pack(pack)
    assert (second.created, second.updated, second.kept) == ({}, {}, [])
    written = export_pack(tmp_path / "out")
    assert (written.changed, written.new, written.left_out) == ([], [], [])
    for path, content in pack.files.items():
        assert (tmp_path / "out" / path).read_bytes() == content
