"""The form of a report on real results: sound, self-contained, safe, the same in each format and each time."""

from __future__ import annotations

import itertools
import json
import re
from functools import cache
from html.parser import HTMLParser
from typing import Any

import pytest
from darkfigure.comparing import compare_methods
from darkfigure.covering import coverage
from darkfigure.datasets import dataset
from darkfigure.models import HierarchicalModel
from darkfigure.reporting import FORMATS, report, report_dict
from darkfigure.results import Assessment, Comparison, Estimate, Interval, Note
from darkfigure.sensitivities import sensitivity
from darkfigure.tables import CaptureTable

NAMES = ("UKdat_4", "Korea", "Artificial_3", "apart", "two")
MADE = {
    "apart": CaptureTable.from_histories(["Shelter", "Police"], {"Shelter": 40, "Police": 31}),
    "two": CaptureTable.from_histories(["A", "B"], {"A": 60, "B": 45, ("A", "B"): 22}),
}


@cache
def _results(name: str) -> tuple[Any, ...]:
    table = MADE.get(name) or dataset(name)
    simulated = coverage(table, sets=2, n_boot=20) if table.n_lists > 2 else None
    return table, compare_methods(table, n_boot=20), sensitivity(table), simulated


def given(name: str) -> dict[str, Any]:
    """Return what a report on a table takes, with few replicates."""
    table, comparison, rests_on, simulated = _results(name)
    return {
        "table": table,
        "comparison": comparison,
        "sensitivity": rests_on,
        "coverage": simulated,
        "population": 70_000_000,
    }


class Page(HTMLParser):
    """What a page holds: tags with attributes, headings, cells, and the text of its first page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.words: list[tuple[tuple[str, ...], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in {"meta", "br", "rect", "path", "circle", "line", "link"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append((tuple(self.open), data))

    def text(self, *within: str) -> str:
        """Return the text within all of these tags, drawings and styles left out."""
        kept = [text for tags, text in self.words if {"svg", "style"}.isdisjoint(tags) and set(within) <= set(tags)]
        return " ".join(" ".join(kept).split())


@pytest.mark.parametrize("language", ["en", "zh-hant"])
@pytest.mark.parametrize("name", NAMES)
def test_page_is_sound_and_needs_nothing_else(name: str, language: str) -> None:
    text = report(language=language, **given(name))
    page = Page(text)
    assert not page.open
    names = [tag for tag, _ in page.tags]
    assert not {"script", "link", "img", "iframe", "form", "object"} & set(names)
    assert not re.search(r"(?:src|href)=\"(?!#)|url\((?!#)|@import|https?://(?!www\.w3\.org/2000/svg)", text)
    levels = [int(tag[1]) for tag in names if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert names.count("table") == names.count("caption")
    assert all(attributes.get("scope") in {"row", "col"} for tag, attributes in page.tags if tag == "th")
    marks = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(marks) == len(set(marks))
    targets = {str(attributes["href"])[1:] for tag, attributes in page.tags if tag == "a"}
    assert targets <= set(marks)
    assert dict(page.tags)["html"]["lang"] == {"en": "en-GB", "zh-hant": "zh-Hant-HK"}[language]


@pytest.mark.parametrize("language", ["en", "zh-hant"])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMATS)
def test_no_number_that_is_none_is_printed(form: str, name: str, language: str) -> None:
    text = report(format=form, language=language, **given(name))  # type: ignore[arg-type]
    assert not re.search(r"\b(?:nan|NaN|inf|Infinity|None)\b", re.sub(r"<style>.*?</style>", "", text, flags=re.DOTALL))
    assert ("翻譯初稿，尚未由第二位使用者核對" in text) == (language == "zh-hant" and form != "json")


@pytest.mark.parametrize("name", NAMES)
def test_markdown_holds_every_sentence_heading_and_cell_of_the_page(name: str) -> None:
    page = Page(report(**given(name)))
    written = report(format="markdown", **given(name))
    plain = re.sub(r"\\(.)", r"\1", written).replace("**", "").replace("`", "")
    plain = " ".join(plain.replace("&lt;", "<").replace("&amp;", "&").split())
    skipped = {"svg", "style", "title", "nav", "summary", "figure"}
    for tags, text in page.words:
        piece = " ".join(text.split())
        if piece and skipped.isdisjoint(tags) and "weight" not in tags and piece not in "✕!i":
            assert piece in plain, piece
    for block in re.findall(r"(?:^\|.*\n)+", written, flags=re.MULTILINE):
        widths = {len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}
        assert len(widths) == 1, block


def test_what_users_write_is_never_markup() -> None:
    nasty = "<script>alert(1)</script>|**x**`[y](http://z)\n# h"
    table = CaptureTable(("A<b>", "B|C", nasty), dataset("UKdat_5").counts[:8])
    interval = Interval(8_000.0, 12_000.0, 0.95, "bca")
    model = HierarchicalModel.all_pairs(3)
    results = (Estimate("stepwise", table.n, 9_000.0, table.lists, table.sha256, (interval,), model),)
    notes = (Note("feeds", {"source": "A<b>", "target": nasty}),)
    words = dict.fromkeys(("title", "subject", "place", "period", "definition", "publisher", "date", "command"), nasty)
    told: dict[str, Any] = {
        "table": table,
        "comparison": Comparison(results, 1.0, 8_000.0, 12_000.0, Assessment("B", notes)),
        **words,
    }
    page = Page(report(**told))
    assert {"script", "b", "a"} & {tag for tag, attributes in page.tags if attributes.get("href", "#") == "#"} == set()
    assert not page.open
    written = report(format="markdown", **told)
    outside = re.sub(r"(?<!\\)`[^`]*`", "", written)
    assert not re.search(r"(?<!\\)<script|(?<!\\)\[y|^# h", outside, flags=re.MULTILINE)
    for block in re.findall(r"(?:^\|.*\n)+", written, flags=re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1
    assert report_dict(**told)["title"] == nasty


def test_same_input_gives_the_same_report() -> None:
    for form in FORMATS:
        assert report(format=form, **given("UKdat_4")) == report(format=form, **given("UKdat_4"))
    assert json.loads(report(format="json", **given("UKdat_4")))["schema_version"] == 1
