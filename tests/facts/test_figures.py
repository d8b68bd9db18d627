"""Charts made from facts: what is drawn, what is never joined, and that nothing is shown that readers may not see."""

from __future__ import annotations

import csv
import io
import json
import re
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from defusedxml.ElementTree import fromstring
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from causeway.facts import api
from causeway.facts.models import Fact, Figure
from tests import validator

from .conftest import SECRET, fact, signed_in, source, value

if TYPE_CHECKING:
    from playwright.sync_api import Browser

AXE = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag2aaa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# --- figures in the database --------------------------------------------------------------------------


def year(text: str, at: str, **fields: Any) -> dict[str, Any]:
    return value(text, as_of=at, **fields)


SCREENED = fact("t.screened", "count", year("7500", "2018", qualifier="more-than"), year("7678", "2021"), unit="people")
COUNTED = fact("t.counted", "count", year("18", "2018", published_by="Example Government"), year("1", "2021"))
OTHERS = fact("t.others", "count", year("29", "2018", published_by="Another State"))
PART = fact("t.part", "count", year("7", "2018"))
TIER = fact("t.tier", "statement", year("Tier 1 from 2001 to 2008.", "2001"), year("Tier 2.", "2009"))
HIDDEN = fact("t.hidden", "count", year(SECRET, "2019", confidence="UNVERIFIED"), year("5", "2020"))
STAFF = fact("t.staff-only", "count", year("555444", "2019"), public=False)


def series(key: str, **fields: Any) -> dict[str, Any]:
    return {"fact": key, "label": {"en": f"Label of {key}"}, "definition": {"en": f"Definition of {key}."}, **fields}


def figure(key: str = "screening", **fields: Any) -> dict[str, Any]:
    return {
        "key": key,
        "order": "1",
        "title": {"en": "Screened by year", "zh-hant": "每年識別人數"},
        "kind": "columns",
        "series": [series("t.screened")],
        **fields,
    }


IDENTIFIED = figure(
    "identified",
    order="2",
    series=[series("t.counted"), series("t.others"), series("t.part", part_of="t.counted", direction="outbound")],
    breaks=[{"at": "2020", "text": {"en": "Counting <changed>."}}],
    note={"en": "The two cannot be compared."},
)
TIERS = figure(
    "tiers",
    kind="steps",
    levels=[{"level": "1", "label": {"en": "Tier 1"}}, {"level": "2", "label": {"en": "Tier 2"}}],
    series=[
        series(
            "t.tier",
            points=[{"as_of": "2001", "level": "1", "until": "2008"}, {"as_of": "2009", "level": "2"}],
        )
    ],
)


@pytest.fixture
def figures(db: None) -> None:
    api.load_sources([source()])
    api.load_facts([SCREENED, COUNTED, OTHERS, PART, TIER, HIDDEN, STAFF])
    api.load_figures(
        [figure(), IDENTIFIED, TIERS, figure("hidden", kind="lines", series=[series("t.hidden")])],
    )


def words_of(response: Any) -> str:
    main = re.search(r"<main.*?</main>", response.content.decode(), re.DOTALL)
    assert main is not None
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:a|bdi|span|time)\b[^>]*>", "", main.group())))


def test_the_page_shows_the_chart_and_every_value_with_its_source(client: Client, figures: None) -> None:
    response = client.get("/en/facts/figures/identified/")
    html, words = response.content.decode(), words_of(response)
    for shown in (
        "Screened by year", "Label of t.counted", "Definition of t.others.", "Another State", "Example Government",
        "Counting &lt;changed&gt;.", "The two cannot be compared.", "Where people were taken: out of the place.",
    ):  # fmt: skip
        assert shown in words
    assert html.count('role="img"') == 2
    assert 'href="/en/facts/t.counted/?on=2018"' in html
    assert "more than 7,500" in words_of(client.get("/en/facts/figures/screening/"))
    table = html.partition("<table")[2]
    assert table.index("t.counted/?on=2018") < table.index("t.counted/?on=2021")
    assert "<caption" in html
    assert 'scope="rowgroup"' in html


def test_the_list_leads_to_every_figure(client: Client, figures: None) -> None:
    html = client.get("/en/facts/figures/").content.decode()
    assert html.index("/en/facts/figures/screening/") < html.index("/en/facts/figures/identified/")
    assert 'href="/en/facts/figures/"' in client.get("/en/facts/").content.decode()
    assert "每年識別人數" in client.get("/zh-hant/facts/figures/").content.decode()


def test_without_figures_the_list_says_so(client: Client, db: None) -> None:
    assert "No figures yet." in words_of(client.get("/en/facts/figures/"))
    assert "/en/facts/figures/" not in client.get("/en/facts/").content.decode()


@pytest.mark.parametrize("end", ["/", ".svg", ".csv", ".json"])
def test_an_unknown_figure_is_not_found(client: Client, figures: None, end: str) -> None:
    assert client.get(f"/en/facts/figures/no.such{end}").status_code == 404
    assert client.get(f"/en/facts/figures/identified{end}").status_code == 200


def test_a_new_value_is_drawn_at_once(client: Client, figures: None) -> None:
    assert "11,000" not in client.get("/en/facts/figures/screening/").content.decode()
    api.add_value(
        "t.screened", value="11000", as_of="2023", confidence="H", qualifier="about", sources=[("gov-paper", "")]
    )
    page = words_of(client.get("/en/facts/figures/screening/"))
    assert "2023: 11,000" in page
    assert "about 11,000" in page
    assert "Not yet checked by a named person." in page


@pytest.mark.parametrize("end", ["/", ".svg", ".csv", ".json"])
def test_what_readers_may_not_see_is_nowhere(client: Client, figures: None, end: str) -> None:
    text = client.get(f"/en/facts/figures/hidden{end}").content.decode()
    assert SECRET not in text
    assert f"{int(SECRET):,}" not in text
    assert "being checked" in text


def test_the_sites_choice_to_hide_holds_in_the_drawing(client: Client, figures: None, hidden: None) -> None:
    api.load_facts([fact("t.screened", "count", year("7654", "2018", checked_by=""))])
    for end in ("/", ".svg", ".csv", ".json"):
        text = client.get(f"/en/facts/figures/screening{end}").content.decode()
        assert "7,654" not in text
        assert "7654" not in text
    assert "nothing to draw yet" in client.get("/en/facts/figures/screening/").content.decode()


def test_steps_stand_on_the_values_they_name(client: Client, figures: None) -> None:
    words = words_of(client.get("/en/facts/figures/tiers/"))
    assert "2001–2008" in words
    assert "Tier 1 from 2001 to 2008." in words
    data = json.loads(client.get("/en/facts/figures/tiers.json").content)
    assert [(row["as_of"], row["until"], row["level"]) for row in data["series"][0]["values"]] == [
        ("2001", "2008", "1"),
        ("2009", "", "2"),
    ]


def test_the_table_for_spreadsheets(client: Client, figures: None) -> None:
    text = client.get("/en/facts/figures/identified.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["fact"], row["as_of"], row["value"], row["published_by"]) for row in rows] == [
        ("t.counted", "2018", "18", "Example Government"),
        ("t.counted", "2021", "1", ""),
        ("t.others", "2018", "29", "Another State"),
        ("t.part", "2018", "7", ""),
    ]
    assert rows[2]["definition"] == "Definition of t.others."
    assert rows[0]["source"] == "Paper on screening"


def test_the_picture_stands_alone(client: Client, figures: None) -> None:
    response = client.get("/en/facts/figures/identified.svg")
    text = response.content.decode()
    root = fromstring(text)
    assert response["Content-Type"].startswith("image/svg+xml")
    assert root.get("role") == "img"
    assert not re.search(r"<script|<style|style=|currentColor|var\(|href=", text)
    for shown in (
        "Screened by year",
        "Counting &lt;changed&gt;.",
        "The two cannot be compared.",
        "/figures/identified/",
    ):
        assert shown in text


def test_from_right_to_left(client: Client, figures: None) -> None:
    api.load_figures([figure(title={"en": "Screened", "ur": "جانچ"})])
    page = client.get("/ur/facts/figures/screening/").content.decode()
    assert 'direction="rtl"' in page
    places = re.findall(
        r'<text x="([\d.]+)"[^>]*text-anchor="middle"[^>]*>\u2068(20\d\d)\u2069<',
        client.get("/ur/facts/figures/screening.svg").content.decode(),
    )
    by_year = {int(name): float(x) for x, name in places}
    assert by_year[2018] > by_year[2021]
    # Where nobody has translated its words the drawing runs as they do.
    assert 'direction="ltr"' in client.get("/ur/facts/figures/tiers/").content.decode()


def test_a_room_gets_a_figure_ready_to_place(figures: None) -> None:
    found = api.figure("screening", "en", name="one")
    assert found is not None
    assert 'id="one-w-t"' in found["picture"]
    assert api.figure("no.such", "en") is None
    assert list(api.figure_keys()) == ["hidden", "screening", "tiers", "identified"]


# --- loading ------------------------------------------------------------------------------------------


def test_loading_twice_is_as_good_as_once(figures: None) -> None:
    dumped = api.dump_figures()
    assert list(dumped) == ["hidden", "screening", "tiers", "identified"]
    loaded = api.load_figures(list(dumped.values()))
    assert (loaded.created, loaded.updated, loaded.unchanged) == (0, 0, 4)
    assert api.load_figures([figure(note={"en": "A note."})]).updated == 1
    assert api.dump_figures(["screening"])["screening"]["note"] == {"en": "A note."}


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"key": "figures"}, "key", "small letters"),
        ({"key": "a b"}, "key", "small letters"),
        ({"kind": "pie"}, "kind", "say one of"),
        ({"title": {}}, "title", "is empty"),
        ({"title": {"zh-hant": "題"}}, "title", "no words in en"),
        ({"title": "text"}, "title", "by language"),
        ({"note": {"en": "a\u202eb"}}, "note", "control character"),
        ({"colour": "red"}, "colour", "not a field"),
        ({"series": []}, "series", "at least one"),
        ({"series": [series("t.none")]}, "series[0].fact", "not the key of a fact"),
        ({"series": [series("t.staff-only")]}, "series[0].fact", "staff only"),
        ({"series": [series("t.tier")]}, "series[0].fact", "needs numbers"),
        ({"series": [series("t.part"), series("t.part")]}, "series[0].fact", "one fact, with one definition"),
        ({"series": [series("t.part", definition={})]}, "series[0].definition", "is empty"),
        ({"series": [series("t.part", part_of="t.others")]}, "series[0].part_of", "another series"),
        ({"series": [series("t.part", direction="up")]}, "series[0].direction", "say one of"),
        (
            {"series": [series("t.part", points=[{"as_of": "2018", "level": "1"}])]},
            "series[0].points",
            "only for the kind",
        ),
        ({"series": [series(f"t.{n}") for n in range(5)]}, "series", "at most 4"),
        ({"breaks": [{"at": "soon", "text": {"en": "x"}}]}, "breaks[0].at", "YYYY"),
        ({"breaks": [{"at": "2018"}]}, "breaks[0].text", "is empty"),
        ({**TIERS, "levels": []}, "levels", "is empty"),
        ({**TIERS, "levels": TIERS["levels"] * 2}, "levels[2].level", "twice"),
        ({**TIERS, "series": [series("t.tier")]}, "series[0].points", "is empty"),
        (
            {**TIERS, "series": [series("t.tier", points=[{"as_of": "2005", "level": "1"}])]},
            "series[0].points[0].as_of",
            "has no value as of that",
        ),
        (
            {**TIERS, "series": [series("t.tier", points=[{"as_of": "2001", "level": "3"}])]},
            "series[0].points[0].level",
            "not one of the levels",
        ),
        (
            {**TIERS, "series": [series("t.tier", points=[{"as_of": "2001", "level": "1", "until": "1999"}])]},
            "series[0].points[0].until",
            "not before",
        ),
    ],
)
def test_bad_figures_are_refused_with_where_and_why(
    figures: None, fields: dict[str, Any], field: str, message: str
) -> None:
    before = api.dump_figures()
    with pytest.raises(api.FactLoadError) as refusal:
        api.load_figures([figure("good"), figure("bad") | fields])
    faults = [(fault.field, fault.message) for fault in refusal.value.faults]
    assert any(found == field and message in words for found, words in faults), faults
    assert api.dump_figures() == before


@pytest.mark.parametrize(
    "items",
    [
        None,
        "x",
        [None],
        [{"series": "x"}],
        [{"series": [None], "breaks": 5, "levels": 7}],
        [{"title": 5, "translation": []}],
    ],
)
def test_nonsense_is_refused_and_not_a_crash(db: None, items: Any) -> None:
    assert api.check_figures(items)


def test_a_pack_is_checked_against_its_own_facts() -> None:
    assert api.check_figures([figure()], {"t.screened": SCREENED}) == []
    assert api.check_figures([figure()], {})


def test_a_fact_says_which_figures_show_it_and_is_not_deleted_under_them(
    client: Client, figures: None, admin_user: Any, without_second_factor: None
) -> None:
    page = client.get("/en/facts/t.others/").content.decode()
    assert 'href="/en/facts/figures/identified/"' in page
    shown = Fact.objects.get(key="t.others")
    signed_in(admin_user).post(reverse("fact:delete", args=[shown.pk]))
    assert Fact.objects.filter(pk=shown.pk).exists()


def test_a_fact_that_is_gone_leaves_the_figure_standing(client: Client, figures: None) -> None:
    Fact.objects.filter(key="t.screened").delete()
    assert "No values." in words_of(client.get("/en/facts/figures/screening/"))
    assert Figure.objects.count() == 4


# --- the page in a browser ----------------------------------------------------------------------------

PAGES = (
    "/en/facts/figures/",
    *(f"/{code}/facts/figures/{key}/" for code in ("en", "zh-hant", "ur") for key in ("identified", "tiers", "hidden")),
)


@pytest.mark.needs("vnu")
def test_the_pages_are_valid_html(client: Client, figures: None, tmp_path: Path) -> None:
    assert validator.faults({path: client.get(path).content for path in PAGES}, tmp_path) == []


@pytest.mark.needs("chromium")
@pytest.mark.parametrize("scheme", ["light", pytest.param("dark", marks=pytest.mark.needs("whole"))])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    client: Client, figures: None, browser: Browser, scheme: Any
) -> None:
    found: dict[str, Any] = {}
    for width in (320, 1280):
        context = browser.new_context(viewport={"width": width, "height": 640}, color_scheme=scheme)
        page = context.new_page()
        for path in PAGES:
            page.set_content(client.get(path).content.decode())
            page.evaluate(AXE)
            result = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)["violations"]
            found |= {f"{path} {fault['id']}": fault["nodes"][0]["html"][:200] for fault in result}
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                found[f"{path} at {width}"] = "is too wide"
        context.close()
    assert found == {}


# --- in a page ----------------------------------------------------------------------------------------


def test_an_editor_places_a_figure_in_a_page(figures: None) -> None:
    from causeway.pages.blocks import ReaderBlocks

    block = ReaderBlocks()
    html = block.render(block.to_python([{"type": "chart", "value": {"figure": "identified"}}]))
    assert html.count('role="img"') == 2
    assert "Definition of t.others." in html
    assert 'href="/en/facts/figures/identified/"' in html
    assert "<details>" in html
    gone = block.to_python([{"type": "chart", "value": {"figure": "no.such"}}])
    assert "<svg" not in block.render(gone)
    with pytest.raises(ValidationError):
        block.clean(gone)


def test_a_figure_in_a_page_goes_to_packs_and_paper(figures: None) -> None:
    from types import SimpleNamespace

    from causeway.pages.blocks import ReaderBlocks
    from causeway.pages.conversion import from_stream, to_stream
    from causeway.pages.pagedata import Block
    from causeway.pages.pdf import document
    from causeway.pages.prose import Prose

    blocks = (Block("chart", fields={"figure": "identified"}),)
    stream = ReaderBlocks().to_python(to_stream(blocks, lambda path: None))
    assert from_stream(stream, lambda pk: None) == blocks
    nodes = document.blocks(SimpleNamespace(body=stream), Prose("en", "en"), "https://example.org")
    text = json.dumps(nodes)
    for shown in ("Screened by year", "Label of t.others", "29", "The two cannot be compared."):
        assert shown in text
