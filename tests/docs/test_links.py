"""Links lead somewhere, words are ours, pictures are small, decisions are complete."""

from __future__ import annotations

import importlib.util
import re
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from .documents import ROOT, document, documents

NAMES = [found.path for found in documents()]


def checker() -> ModuleType:
    """The link checker that ``make check`` runs."""
    spec = importlib.util.spec_from_file_location("links", ROOT / ".ci" / "links.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_link_and_anchor_leads_somewhere() -> None:
    assert checker().faults(ROOT) == []


def test_the_checker_finds_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "there.md").write_text("# There\n\n## One part\n", encoding="utf-8")
    (tmp_path / "README.md").write_text(
        "[good](docs/there.md#one-part) [gone](docs/gone.md)\n[no part](docs/there.md#two)\n![no picture](a.png)\n",
        encoding="utf-8",
    )
    found = checker().faults(tmp_path)
    assert [fault.partition(": ")[0] for fault in found] == ["README.md:1", "README.md:2", "README.md:3"]


@pytest.mark.parametrize("path", NAMES)
def test_links_of_this_document(path: str) -> None:
    """Also of documents the checker of ``make check`` does not look at, such as a pack's."""
    links = re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```|`[^`]*`", "", document(path).text, flags=re.DOTALL))
    for target in links:
        if not re.match(r"[a-z]+:|#", target):
            assert ((ROOT / path).parent / target.partition("#")[0]).exists(), target


def test_every_document_is_reached_from_the_readme() -> None:
    reached, waiting = set(), ["README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or not path.endswith(".md"):
            continue
        reached.add(path)
        for target in re.findall(r"\]\(([^)\s#]+)(?:#[^)]*)?\)", document(path).text):
            place = ((ROOT / path).parent / target).resolve()
            if place.is_file() and place.is_relative_to(ROOT):
                waiting.append(str(place.relative_to(ROOT)))
    assert set(NAMES) - reached == set()


@pytest.mark.parametrize("path", NAMES)
def test_nothing_is_left_to_be_written(path: str) -> None:
    text = document(path).text
    assert not re.search(r"\b(?:TODO|FIXME|XXX|TBD|WIP)\b|lorem ipsum|@@", text)


AMERICAN = re.compile(
    r"\b(?:organization\w*|behavior\w*|colors?|favorite\w*|center\w*|analyz\w+|recogniz\w+|authoriz\w+|minimiz\w+|labor|"
    r"fulfill|catalogs?)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("path", NAMES)
def test_the_words_are_british(path: str) -> None:
    assert AMERICAN.findall(document(path).prose) == []


def test_pictures_are_small_and_shown() -> None:
    shown = "\n".join(found.text for found in documents())
    for picture in (ROOT / "docs" / "pictures").iterdir():
        if picture.suffix in {".png", ".svg"}:
            assert picture.stat().st_size < 150_000, picture.name
            assert f"pictures/{picture.name}" in shown, picture.name


def test_pictures_have_descriptions() -> None:
    for found in documents():
        assert re.findall(r"!\[\s*\]\(", found.text) == [], found.path
        for picture in re.findall(r"<img [^>]*>", found.text):
            assert re.search(r' alt="[^"]{20,}"', picture), found.path
            source = re.search(r' src="([^"]+)"', picture)
            assert source is not None
            assert ((ROOT / found.path).parent / source[1]).is_file(), source[1]


RECORDS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))


def test_decisions_are_numbered_and_listed() -> None:
    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", document("docs/decisions/README.md").text)
    assert listed == [record.name for record in RECORDS]
    for number, record in enumerate(RECORDS, 1):
        assert record.name.startswith(f"{number:04d}-")
        assert record.read_text(encoding="utf-8").startswith(f"# {number}. ")


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.stem)
def test_a_decision_says_why_what_and_what_follows(record: Path) -> None:
    text = record.read_text(encoding="utf-8")
    places = [text.find(f"\n**{part}.** ") for part in ("Context", "Decision", "Consequences")]
    assert -1 not in places
    assert places == sorted(places)


def test_the_changes_name_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    titles = re.findall(r"^## (.+)$", document("CHANGELOG.md").text, re.MULTILINE)
    assert titles[0] == "Unreleased"
    assert titles[1].startswith(version)


def test_the_licences_are_named_rightly() -> None:
    readme = document("README.md").text
    assert "BSD 3-Clause" in readme
    assert "CC BY 4.0" in readme
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("BSD 3-Clause License")
    assert "CC BY 4.0" in (ROOT / "packs/hongkong/LICENSE").read_text(encoding="utf-8")
    assert "](LICENSE)" in readme
    assert "](packs/hongkong/LICENSE)" in readme
