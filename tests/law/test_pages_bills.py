"""What a bill would change, and two scores beside each other: the library's numbers, in words first."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import lawgap
import pytest
from defusedxml import ElementTree
from django.test import Client

from causeway.law import api
from tests.law.hongkong import DRAFT, hongkong, page, words

__all__ = ["hongkong"]
pytestmark = pytest.mark.django_db
READINGS = ("low", "central", "high")
BILLS = ("hk-modern-slavery-2017", "hk-widen-s129")


def sentences(found: Any) -> list[str]:
    return [words(item) for item in found.select(".law-sentences > li")]


def test_for_forced_labour_in_plain_words(hongkong: lawgap.Law, client: Client) -> None:
    draft = page(client, "law/bills/hk-modern-slavery-2017/")
    assert "↑ For forced labour or services: from 0 to 90 of 90 (low to high: 54–90)." in sentences(draft)
    trial = page(client, "law/bills/hk-widen-s129/")
    assert "↑ For forced labour or services: from 0 to 27 of 90 (low to high: 9–27)." in sentences(trial)
    assert sentences(trial)[-1].startswith("= For prostitution of others: nothing changes; 54 of 90"), (
        "what changes first"
    )


@pytest.mark.parametrize("code", BILLS)
def test_every_number_is_the_librarys(hongkong: lawgap.Law, client: Client, code: str) -> None:
    found = lawgap.simulate(hongkong, code)
    table = page(client, f"law/bills/{code}/").select_one(".law-changes")
    assert table is not None
    rows = {words(row.find("th")).partition(" of ")[0].casefold(): row for row in table.select("tbody tr")}
    for value in found.before.standard.dimension("purpose").values:  # type: ignore[union-attr]
        before, after = (score.by["purpose"][value.code] for score in (found.before, found.after))
        row = next(row for title, row in rows.items() if value.title["en"].startswith(title))
        cells = [words(cell) for cell in row.find_all("td")]
        for text, counts in zip(cells, (before, after), strict=False):
            low, central, high = (counts[name].offence for name in READINGS)
            assert text == f"{central} {low}" if low == high else text == f"{central} {low}–{high}"
    whole = words(table.select_one(".sum"))
    assert f"of {found.before.total}" in whole
    assert f"{found.after.counts['central'].offence} " in whole
    data = client.get(f"/en/law/bills/{code}.json").json()
    for reading in READINGS:
        assert data["after"][reading]["covered"] == found.after.counts[reading].offence
        assert data["cells"][reading] == {"gained": found.diff[reading].gained, "lost": found.diff[reading].lost}
    assert data["draft"] is True
    text = client.get(f"/en/law/bills/{code}.csv").content.decode()
    table_rows = list(csv.DictReader(io.StringIO(text[1:])))
    assert len(table_rows) == 3 * (1 + sum(len(values) for values in found.after.by.values()))
    total = next(row for row in table_rows if not row["dimension"] and row["reading"] == "central")
    assert int(total["covered_after"]) == found.after.counts["central"].offence


def test_duties_left_alone_and_whose_draft_it_is(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/bills/hk-modern-slavery-2017/")
    text = words(found.find("main"))
    for element in lawgap.simulate(hongkong, "hk-modern-slavery-2017").untouched:
        assert element.title["en"] in text, element.code
    assert "No First Reading was found; that is not proof that there was none" in text
    assert "What the Government says Counts more than 50 provisions" in text
    assert DRAFT in text
    assert "No kind of conduct would be worse off than today, in any reading." in text
    assert "up to life in prison" in text


def test_a_bill_that_loses_cells_is_warned_of(hongkong: lawgap.Law, client: Client) -> None:
    bill = next(item for item in api.dump("law-bill").values() if item["bill"] == "hk-widen-s129")
    api.load_bills([{**bill, "amends": [], "repeals": ["hk.cap200.s129"], "duties": []}])
    lost = lawgap.simulate(api.law(), "hk-widen-s129").diff
    most = max(lost[reading].lost for reading in READINGS)
    assert most > 0
    found = page(client, "law/bills/hk-widen-s129/")
    warning = words(found.find(class_="callout--warning"))
    assert f"{most} kinds of conduct would be worse off than today" in warning
    assert any(line.startswith("↓ For prostitution of others: from 54 to") for line in sentences(found))
    assert "worse off than today" in words(page(client, "law/bills/hk-widen-s129/print/").find("main"))


def test_the_list_and_the_sheet(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/bills/")
    assert {str(link["href"]) for link in found.select(".law-bills h2 a")} == {
        f"/en/law/bills/{code}/" for code in BILLS
    }
    sheet = page(client, "law/bills/hk-widen-s129/print/")
    text = words(sheet.find("main"))
    assert DRAFT in text
    assert "What the Government says:" in text
    assert "For all conduct together: from 54 to 216 of 630 (low to high: 99–428)." in text
    assert "/en/law/bills/hk-widen-s129/" in text


def test_the_picture_of_a_bill(hongkong: lawgap.Law, client: Client) -> None:
    answer = client.get("/zh-hant/law/bills/hk-widen-s129.svg")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    tree = ElementTree.fromstring(answer.content)
    texts = ["".join(text.itertext()).strip("\u2066\u2069") for text in tree.iter("{http://www.w3.org/2000/svg}text")]
    assert "強迫勞動或服務" in texts
    assert "27 (\u20669–27\u2069)" in texts
    assert tree.get("lang") == "zh-Hant"


@pytest.mark.parametrize("address", ["bills/nothing/", "bills/nothing.json", "bills/nothing.csv", "bills/nothing.svg",
                                     "bills/nothing/print/", "provisions/hk.cap200.s999/", "standards/un.other/",
                                     "bills/%3Cb%3E/"])  # fmt: skip
def test_what_is_not_there_is_404(hongkong: lawgap.Law, client: Client, address: str) -> None:
    assert client.get(f"/en/law/{address}").status_code == 404


# --- Comparing -----------------------------------------------------------------------------------------


def test_two_readings_of_the_law(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/compare/?what=readings&from=2026-11-22&to=2026-11-25")
    day = datetime.date
    first, second = (lawgap.score(hongkong, None, "hk", None, day(2026, 11, number)) for number in (22, 25))
    assert first.counts["central"] == lawgap.Counts(54, 262, 314), "the first reading of the fact base"
    change = lawgap.diff(first, second)["central"]
    answer = words(found.select_one(".law-answer"))
    assert f"{change.gained} kinds of conduct get a better answer; {change.lost} get a worse one." in answer
    shown = {
        tuple(words(cell).split(" ")[0] for cell in row.find_all("td"))
        for row in found.select(".matrix--changes tbody tr")
    }
    assert shown != {("=",) * 5}
    assert "22 November 2026" in words(found.find(id="answer"))


def test_two_places_beside_each_other(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/compare/?what=places&place=hk&other=gb-eaw&reading=low")
    here, there = (lawgap.score(hongkong, None, place) for place in ("hk", "gb-eaw"))
    change = lawgap.diff(here, there)["low"]
    text = words(found.find("main"))
    assert f"{change.gained} kinds of conduct have a better answer than in HK, and {change.lost} a worse one." in text
    assert "Only sections 1, 2 and 4 are modelled" in text, "what was not looked at is said beside the numbers"
    assert "HK covers 0 (0)" in text


def test_two_days(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/compare/?what=dates&from=2018-02-08&to=2018-02-09")
    penalties = words(found.select_one(".law-penalties"))
    assert "hk.cap57.part12-fees" in penalties
    assert "up to 3 years in prison" in penalties
    back = page(client, "law/compare/?what=dates&from=2018-02-09&to=2018-02-08")
    assert words(back.select_one(".law-penalties")) != penalties


def test_law_and_bill_and_the_first_sight(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/compare/?what=bill&bill=hk-widen-s129")
    assert "162 kinds of conduct get a better answer; 0 get a worse one." in words(found.select_one(".law-answer"))
    assert "↑ For slavery: from 0 to 27 of 90" in " ".join(sentences(found))
    assert page(client, "law/compare/").select_one(".law-answer") is not None


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("what=laws", "not on the list under ‘Compare’"),
        ("what=bill&bill=none", "not on the list under ‘Bill’"),
        ("what=places&other=%22%3E%3Cb%3E", "not on the list under ‘Second place’"),
        ("what=dates&from=1.2.2018", "‘1.2.2018’ is no day"),
        ("what=readings&to=99999999", "is no day"),
    ],
)
def test_a_bad_question_gets_a_sentence(hongkong: lawgap.Law, client: Client, query: str, sentence: str) -> None:
    found = page(client, f"law/compare/?{query}", 400)
    assert sentence in words(found.find(role="alert"))
    assert found.select_one(".law-answer") is not None


def test_a_provision_that_changes_twice_in_one_day_is_the_same_on_both_sides(
    hongkong: lawgap.Law, client: Client
) -> None:
    found = page(client, "law/compare/?what=dates&from=2020-01-01&to=2020-01-01")
    assert "No conduct gets another answer." in words(found.select_one(".law-answer"))
    assert "No penalty changes." in words(found.find("main"))
