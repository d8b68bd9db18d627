"""The picture, the page for print and the tables: what they say, in which language, and that nothing escapes its place."""

from __future__ import annotations

import datetime
import re
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree

import lawgap
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawgap.models import READINGS
from lawgap.outputs import as_json, as_sheet, as_svg, diff_as_markdown, score_as_markdown, simulation_as_markdown
from lawgap.outputs.lettering import width, wrap
from lawgap.outputs.phrases import _EN, _ZH_HANT, Phrases

from libs.lawgap.tests.made_up import STANDARD, law_of, laws

SVG = "{http://www.w3.org/2000/svg}"
SIGNED = {"by": "A. Made-Up", "role": "barrister", "on": "2026-11-26", "note": ""}
EVERYTHING = {"act": "any", "means": "any", "aim": "any", "who": "any"}


def drawn(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 -- our own drawing


def texts(svg: str) -> list[str]:
    return ["".join(node.itertext()) for node in drawn(svg).iter(f"{SVG}text")]


# --- The matrix -----------------------------------------------------------------------------------------


def test_every_box_says_letter_count_and_range(first_reading: lawgap.Law) -> None:
    svg = as_svg(lawgap.score(first_reading), place="Hong Kong")
    boxes = list(drawn(svg).iter(f"{SVG}g"))
    assert len(boxes) == 2 * 7 * 5
    said = [["".join(text.itertext()) for text in box.iter(f"{SVG}text")] for box in boxes]
    assert said[0] == ["C", "16 of 16"]
    assert said[1] == ["C", "8 of 16"]
    assert said[2] == ["C", "8 of 16", "0–8"]
    assert said[4] == ["N", "16 of 16", "0–16"]
    assert all(box[0] in "CFN" and re.fullmatch(r"\d+ of (16|2)", box[1]) for box in said)
    titles = [node.findtext(f"{SVG}title") for node in boxes]
    assert titles[1] == "prostitution of others, transporting: covered 8, fragment only 3, not covered 5"


def test_its_patterns_tell_the_same_without_colour(first_reading: lawgap.Law) -> None:
    svg = drawn(as_svg(lawgap.score(first_reading)))
    box = list(svg.iter(f"{SVG}g"))[1]
    rects = list(box.iter(f"{SVG}rect"))
    whole, solid, hatched = (float(rect.get("width", "")) for rect in rects[:3])
    assert solid / whole == pytest.approx(8 / 16, abs=0.01)
    assert hatched / whole == pytest.approx(3 / 16, abs=0.01)
    assert rects[2].get("fill", "").startswith("url(#")
    assert rects[2].get("class") is None


def test_it_speaks_to_a_screen_reader(first_reading: lawgap.Law) -> None:
    svg = drawn(as_svg(lawgap.score(first_reading), place="Hong Kong"))
    assert svg.get("role") == "img"
    named = svg.get("aria-labelledby", "").split()
    assert [svg.find(f"{SVG}{tag}").get("id") for tag in ("title", "desc")] == named  # type: ignore[union-attr]
    assert svg.findtext(f"{SVG}title") == "What the law of Hong Kong covers of the UN Trafficking Protocol"
    said = svg.findtext(f"{SVG}desc") or ""
    assert "between 45 and 294 of 630" in said
    assert "nobody has signed" in said
    assert "forced labour or services: 0 covered, 80 fragment only, 0 not covered, of 80" in said
    assert "harbouring: covered, 16 of 16" in said


def test_a_draft_is_marked_and_a_signed_law_is_not() -> None:
    found = {"code": "s1", "kind": "offence", "scope": EVERYTHING}
    assert "UNSIGNED DRAFT" in texts(as_svg(lawgap.score(law_of([found]))))
    signed = texts(as_svg(lawgap.score(law_of([{**found, "review": SIGNED}]))))
    assert "UNSIGNED DRAFT" not in signed
    assert "Signed by A. Made-Up, barrister, 2026-11-26." in " ".join(signed)
    sheet = as_sheet(lawgap.score(law_of([{**found, "review": SIGNED}])))
    assert "UNSIGNED DRAFT" not in sheet
    assert "A. Made-Up, barrister, 2026-11-26" in sheet


def test_chinese_fallback_and_mirrored_languages(first_reading: lawgap.Law) -> None:
    score = lawgap.score(first_reading)
    chinese = drawn(as_svg(score, "zh-hant", place="香港"))
    assert chinese.get("lang") == "zh-hant"
    assert "強迫勞動或服務" in texts(as_svg(score, "zh-hant"))
    assert all(node.get("lang") is None for node in chinese.iter(f"{SVG}text"))
    urdu, english = drawn(as_svg(score, "ur")), drawn(as_svg(score))
    assert urdu.get("direction") == "rtl"
    assert {node.get("lang") for node in urdu.iter(f"{SVG}text")} == {"en"}
    across = float(english.get("viewBox", "").split()[2])
    for one, other in zip(english.iter(f"{SVG}rect"), urdu.iter(f"{SVG}rect"), strict=True):
        if one.get("x"):
            mirrored = across - float(one.get("x", "")) - float(one.get("width", ""))
            assert float(other.get("x", "")) == pytest.approx(mirrored, abs=0.02)


def test_rows_and_columns_can_be_chosen_and_no_word_leaves_its_panel(first_reading: lawgap.Law) -> None:
    score = lawgap.score(first_reading)
    svg = drawn(as_svg(score, rows="border", columns="purpose", wide=True))
    assert len(list(svg.iter(f"{SVG}g"))) == 2 * 2 * 7
    with pytest.raises(lawgap.LawError, match="same dimension"):
        as_svg(score, rows="act", columns="act")
    with pytest.raises(lawgap.LawError, match="no dimension"):
        as_svg(score, rows="means")


def test_a_standard_with_one_dimension_has_a_matrix_too() -> None:
    side = STANDARD["dimensions"][0]
    one = {"standard": "one", "title": {"en": "One"}, "dimensions": [side]}
    provision = {"code": "s1", "kind": "offence", "scope": {"act": ["take"]}}
    law = lawgap.from_data(
        [("standards/one", one), ("instruments/x.y", {"instrument": "x.y", "provisions": [provision]})]
    )
    svg = drawn(as_svg(lawgap.score(law)))
    said = [[node.text for node in box.iter(f"{SVG}text")] for box in svg.iter(f"{SVG}g")]
    assert said == [["C", "1 of 1"], ["N", "1 of 1"]]
    assert as_sheet(lawgap.score(law))


#: What a title in a file may hold.
hostile = st.sampled_from(
    ["<script>alert(1)</script>", "a & b", '"><svg onload=x>', "]]>", "'", "&lt;", "|", "`x`", "*"]
)


@given(laws(3), hostile, st.sampled_from(["en", "zh-hant", "ur", "xx"]))
def test_whatever_a_file_says_stays_text(found: list[dict[str, Any]], words: str, language: str) -> None:
    for provision in found:
        provision["title"] = {"en": words}
        provision["max_penalty"] = {"fine": words, "note": {"en": words}}
    law = law_of(found, [{"bill": "xx-bill", "title": {"en": words}, "status": {"en": words}, "sources": [words]}])
    day = datetime.date(2023, 5, 1)
    score, result = lawgap.score(law, as_of=day), lawgap.simulate(law, "xx-bill", as_of=day)
    svg = as_svg(score, language, place=words, bill=words)
    assert {node.tag for node in drawn(svg).iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "style", "defs", "pattern", "path", "rect", "text", "g")
    }
    sheet = as_sheet(score, language, bill=result, place=words)
    tags = _Tags()
    tags.feed(sheet)
    assert not tags.found & {"script", "svg", "img", "link", "iframe", "object"}
    assert "http" not in re.sub(r"<meta[^>]*>", "", sheet)
    for text in (score_as_markdown(score, language, place=words), simulation_as_markdown(result, language)):
        assert "<script" not in text.replace("\\<", "")


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)

    def handle_data(self, data: str) -> None:
        self.text.append(data)


# --- The sheet ------------------------------------------------------------------------------------------


def test_the_sheet_has_question_range_fragments_with_penalties_bill_signature_date_and_sources(
    first_reading: lawgap.Law,
) -> None:
    bill = lawgap.simulate(first_reading, "hk-modern-slavery-2017")
    day = datetime.date(2026, 11, 25)
    sheet = as_sheet(lawgap.score(first_reading, as_of=day), bill=bill, place="Hong Kong", made_on=day)
    tags = _Tags()
    tags.feed(sheet)
    text = " ".join(" ".join(tags.text).split()).partition("} ")[2].rpartition("} ")[2]
    for words in (
        "What does the law of Hong Kong cover of the UN Trafficking Protocol?",
        "Of 630 kinds of conduct in the standard, the law covers between 45 and 294; 54 in the central reading.",
        "nobody has signed any of the 9 provisions",
        "Law as of 2026-11-25.",
        "forced labour or services 0 0 90 0",
        "Commercial dealing in organs hk.cap465.s4 3 months · fine: level 5",
        "central reading: 54 covered today, 630 with the bill; 576 kinds of conduct gain, 0 lose.",
        "Reply to Legislative Council question 8 on trafficking.",
        "Made on 2026-11-25",
    ):
        assert words in text, words
    assert "%" not in text
    assert sheet.count("<h1>") == 1
    assert sheet.count("<caption>") == sheet.count("<table")


def test_sources_that_are_keys_can_be_told_in_words(first_reading: lawgap.Law) -> None:
    score = lawgap.score(first_reading)
    key = score.scored[0].provision.sources[0]
    assert "Told in words" in as_sheet(score, sources={key: "Told in words"})


# --- Words ----------------------------------------------------------------------------------------------


def test_both_languages_have_the_same_words_with_the_same_values() -> None:
    assert _EN.keys() == _ZH_HANT.keys()
    for name in _EN:
        assert set(re.findall(r"{(\w+)}", _EN[name])) == set(re.findall(r"{(\w+)}", _ZH_HANT[name])), name


def test_a_language_without_words_falls_back_to_english_and_says_so() -> None:
    assert Phrases("km").own == "en"
    assert Phrases("ur").mirrored
    assert Phrases("km").pick({"zh-hant": "招募", "en": "recruiting"}) == ("recruiting", "en")
    assert Phrases("km").pick({"zh-hant": "招募"}) == ("招募", "zh-hant")
    assert '<span lang="en" dir="auto">' in as_sheet(lawgap.score(law_of([])), "km")


@given(st.text(max_size=60), st.integers(20, 300))
def test_lines_fit_and_lose_no_letter(text: str, room: int) -> None:
    lines = wrap(text, room, 12)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width(line, 12) <= room for line in lines if len(line) > 1)


@given(laws(), laws())
def test_every_form_of_every_score_is_a_range_with_three_counts(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> None:
    day = datetime.date(2023, 5, 1)
    one, other = lawgap.score(law_of(old), as_of=day), lawgap.score(law_of(new), as_of=day)
    data = as_json(one, cells=True)
    for name in READINGS:
        assert sum(data[name][verdict] for verdict in ("offence", "fragment", "none")) == data["cells"]
    text = score_as_markdown(one)
    assert f"between {data['low']['offence']} and {data['high']['offence']} of {data['cells']}" in text
    assert "draft" in text or "Signed by" in text or "has been read" in text
    assert f"{one.counts['central'].offence} → {other.counts['central'].offence}" in diff_as_markdown(
        lawgap.diff(one, other)
    )
