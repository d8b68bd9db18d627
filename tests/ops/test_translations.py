from __future__ import annotations

import gettext
import os
from pathlib import Path

import pytest

from causeway.ops.machine import UnfitError
from causeway.ops.release import PACKAGE_DIR
from causeway.ops.translations import compile_changed

PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\nmsgid "House"\nmsgstr "屋"\n'


def catalogue(folder: Path, text: str = PO) -> Path:
    place = folder / "zh_Hant" / "LC_MESSAGES" / "django.po"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def test_only_what_changed_is_compiled(tmp_path: Path) -> None:
    po = catalogue(tmp_path)
    assert compile_changed(tmp_path) == 1
    assert compile_changed(tmp_path) == 0
    assert gettext.translation("django", tmp_path, ["zh_Hant"]).gettext("House") == "屋"
    po.write_text(PO.replace("屋", "家"), encoding="utf-8")
    later = po.with_suffix(".mo").stat().st_mtime_ns + 1_000_000
    os.utime(po, ns=(later, later))
    assert compile_changed(tmp_path) == 1
    gettext._translations.clear()  # type: ignore[attr-defined]
    assert gettext.translation("django", tmp_path, ["zh_Hant"]).gettext("House") == "家"


def test_a_file_that_is_no_catalogue_is_named(tmp_path: Path) -> None:
    po = catalogue(tmp_path, PO.replace("charset=UTF-8", "charset=UTF-8\\nPlural-Forms: nplurals=MANY"))
    with pytest.raises(UnfitError, match="is not a catalogue") as said:
        compile_changed(tmp_path)
    assert str(po) in str(said.value)
    assert not po.with_suffix(".mo").exists()


def test_the_catalogues_of_the_site_compile() -> None:
    compile_changed(PACKAGE_DIR / "locale")
