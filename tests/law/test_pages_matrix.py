"""The matrix and its downloads: the library's own numbers, every filter, and a sentence for what is not there."""

from __future__ import annotations

import csv
import datetime
import io
import json
import re
from typing import Any

import lawgap
import pytest
from bs4 import BeautifulSoup
from defusedxml import ElementTree
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causeway.facts import api as facts_api
from causeway.law import matrix
from causeway.law.models import Reading
from causeway.law.presenting import Reader
from causeway.law.signing import sign_reading
from tests.law.hongkong import DRAFT, by_library, hongkong, page, words

__all__ = ["hongkong"]
pytestmark = pytest.mark.django_db
TODAY = datetime.date(2026, 11, 26)
READINGS = ("low", "central", "high")
DIMENSIONS = {
    dimension.code: [value.code for value in dimension.values]
    for dimension in by_library().standards["un.tip-protocol"].dimensions
}
CHOICES = st.fixed_dictionaries({}, optional={code: st.sampled_from(values) for code, values in DIMENSIONS.items()})


def boxes(found: BeautifulSoup) -> dict[str, str]:
    """What each box says, by the row and column in its link."""
    links = found.select("#matrix td.box a")
    for away in found.select("#matrix td.box .away"):
        away.decompose()
    return {re.search(r"box=([\w.]+)", str(link["href"]))[1]: words(link) for link in links}  # type: ignore[index]


def test_every_box_has_the_librarys_number(hongkong: lawgap.Law, client: Client) -> None:
    score = lawgap.score(hongkong, None, "hk")
    for reading in READINGS:
        found = boxes(page(client, f"law/matrix/?reading={reading}"))
        assert len(found) == 35
        for name, text in found.items():
            purpose, act = name.split(".")
            counts = score.select(purpose=purpose, act=act)[reading]
            letter = "C" if counts.offence else "F" if counts.fragment else "N"
            assert text.startswith(f"{letter} "), (reading, name)
            assert text.endswith(f"{counts.offence or counts.fragment}/{counts.total}"), (reading, name)


def test_it_says_a_range_who_signed_and_for_which_day(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/matrix/")
    text = words(found.find("main"))
    counts = lawgap.score(hongkong, None, "hk").counts
    numbers = [counts[name].offence for name in READINGS]
    assert "Covered: {} in the low, {} in the central, {} in the high reading, of 630".format(*numbers) in text
    assert DRAFT in text
    assert "Not legal advice" in text or "not legal advice" in text
    assert len(found.find_all("h1")) == 1
    assert "Counts more than 50 provisions" in text, "the Government's answer stands beside the finding"
    table = found.select_one("#matrix table")
    assert table is not None
    assert table.find("caption")
    assert {cell.get("scope") for cell in table.find_all("th")} == {"col", "row"}


def test_once_signed_it_names_who(hongkong: lawgap.Law, client: Client) -> None:
    first = Reading.objects.filter(provision__code="hk.cap200.s129").order_by("-position").first()
    assert first
    sign_reading(first.pk, name="Ada <Example>", role="barrister", account=None)
    answer = client.get("/en/law/matrix/")
    assert "Ada &lt;Example&gt; (barrister)" in answer.content.decode()
    assert "readings of the law are unsigned" in answer.content.decode()
    newest: dict[int, Reading] = {}
    for reading in Reading.objects.order_by("position"):
        newest[reading.provision_id] = reading
    for reading in newest.values():
        if not reading.is_signed:
            sign_reading(reading.pk, name="Ada Example", role="barrister", account=None)
    assert "Signed by" in words(page(client, "law/matrix/").find(class_="review"))


def test_an_open_box_shows_the_penalty_beside_every_fragment(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/matrix/?box=forced_labour.recruit")
    section = found.select_one(".law-box")
    assert section is not None
    score = lawgap.score(hongkong, None, "hk")
    among = score.chosen({"purpose": "forced_labour", "act": "recruit"})
    expected = {hit.provision.code for hit in score.reaching(among, "high")}
    lines = section.select(".law-list > li")
    assert {words(line.select_one(".law-code")) for line in lines} == expected
    for line in lines:
        assert re.search(r"in prison|a fine of|penalty not verified", words(line), re.IGNORECASE), words(line)
    assert len(section.select("details tbody tr")) == among.bit_count() == 18
    # Beside the finding stands what the Government says of this purpose, with its source.
    said = words(found.find(id="views").parent)  # type: ignore[union-attr]
    assert "Hong Kong Government" in said
    assert "Employment Ordinance" in said
    assert "acquitted on a retrial" in said


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("purpose=work", "‘work’ is not on the list under ‘Purpose’"),
        ("means=%3Cscript%3E", "is not on the list under ‘Means’"),
        ("reading=middle", "not on the list under ‘Reading’"),
        ("place=zz", "not on the list under ‘Whose law’"),
        ("as_of=yesterday", "‘yesterday’ is no day"),
        ("as_of=2026-02-31", "is no day"),
        ("as_of=0000", "is no day"),
        ("box=slavery", "There is no box ‘slavery’"),
        ("box=" + "x" * 5000, "There is no box"),
    ],
)
def test_what_is_not_there_is_refused_with_a_sentence(
    hongkong: lawgap.Law, client: Client, query: str, sentence: str
) -> None:
    found = page(client, f"law/matrix/?{query}", 400)
    alert = words(found.find(role="alert"))
    assert sentence in alert
    assert len(alert) < 400
    assert not found.select("main script")
    assert len(boxes(found)) == 35, "everything is shown below"
    for name in ("csv", "svg"):
        answer = client.get(f"/en/law/matrix.{name}?{query}")
        assert (answer.status_code, answer["Content-Type"].split(";")[0]) == (400, "text/plain")
        assert sentence in answer.content.decode()
    answer = client.get(f"/en/law/matrix.json?{query}")
    assert answer.status_code == 400
    assert sentence in answer.json()["error"]


def test_parameters_it_does_not_know_change_nothing(hongkong: lawgap.Law, client: Client) -> None:
    assert boxes(page(client, "law/matrix/?utm_source=x&purpose=")) == boxes(page(client, "law/matrix/"))


@given(choice=CHOICES, reading=st.sampled_from(READINGS), place=st.sampled_from(["hk", "gb-eaw"]))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_filters_together_count_as_the_library_does(
    hongkong: lawgap.Law, client: Client, choice: dict[str, str], reading: str, place: str
) -> None:
    query = "&".join(f"{name}={value}" for name, value in {**choice, "reading": reading, "place": place}.items())
    score = lawgap.score(hongkong, None, place)
    counts = score.select(**choice)
    found = page(client, f"law/matrix/?{query}")
    text = words(found.select_one(".law-answer"))
    assert f"{counts['low'].offence} in the low" in text
    assert f"of {counts['low'].total} kinds" in text
    shown = boxes(found)
    rows = [choice["purpose"]] if "purpose" in choice else DIMENSIONS["purpose"]
    columns = [choice["act"]] if "act" in choice else DIMENSIONS["act"]
    assert set(shown) == {f"{row}.{column}" for row in rows for column in columns}
    assert sum(int(box.rpartition("/")[2]) for box in shown.values()) == counts[reading].total
    covered = sum(int(re.findall(r"(\d+)/", box)[0]) for box in shown.values() if box.startswith("C"))
    assert covered == counts[reading].offence
    # The form holds what was asked, so that one more filter keeps the others.
    chosen = {str(field["name"]): field.select_one("option[selected]") for field in found.select("form select[id^=f-]")}
    for name, value in choice.items():
        assert chosen[name] is not None
        assert chosen[name]["value"] == value  # type: ignore[index]
    data = client.get(f"/en/law/matrix.json?{query}").json()
    assert data["counts"][reading]["covered"] == counts[reading].offence
    assert len(data["cells"]) == counts[reading].total


@given(choice=CHOICES, reading=st.sampled_from(READINGS), day=st.dates(datetime.date(1990, 1, 1)))
def test_a_question_survives_its_own_address(choice: dict[str, str], reading: str, day: datetime.date) -> None:
    law = by_library()
    standard = law.standards["un.tip-protocol"]
    from urllib.parse import parse_qsl

    asked = matrix.Question("gb-eaw", reading, day, choice, ("slavery", "recruit"), "hk", TODAY)
    values = dict(parse_qsl(asked.query().lstrip("?")))
    assert matrix.read_question(values, law, standard, "hk", TODAY, Reader("en")) == asked


def test_the_law_of_another_day(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/matrix/?as_of=2014&place=gb-eaw")
    counts = lawgap.score(hongkong, None, "gb-eaw", datetime.date(2014, 1, 1)).counts
    assert counts["high"].offence == 0, "the Act was not there yet"
    assert "Covered: 0 in the low, 0 in the central, 0 in the high reading" in words(found.select_one(".law-answer"))


def test_the_table_to_download(hongkong: lawgap.Law, client: Client) -> None:
    answer = client.get("/en/law/matrix.csv?purpose=slavery")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text[1:])))
    score = lawgap.score(hongkong, None, "hk")
    assert len(rows) == score.by["purpose"]["slavery"]["low"].total == 90
    for row in rows:
        wanted = {"offence": "covered", "fragment": "fragment", "none": "none"}
        assert [row[name] for name in READINGS] == [wanted[score.verdict(int(row["cell"]), name)] for name in READINGS]
        assert row["draft"] == "yes"
        assert (row["means"] == "") == (row["victim"] == "child")


def test_the_data(hongkong: lawgap.Law, client: Client) -> None:
    data = client.get("/en/law/matrix.json").json()
    score = lawgap.score(hongkong, None, "hk")
    assert data["counts"]["central"] == {"covered": 54, "fragment": 421, "none": 155, "cells": 630}
    assert data["draft"] is True
    assert data["signed_by"] == []
    assert data["by"]["purpose"]["forced_labour"]["high"]["covered"] == 0
    held = {line["code"]: line for line in data["provisions"]}
    assert held["hk.cap200.s129"]["max_penalty"]["years"] == "10"
    assert held["hk.cap200.s129"]["signed_by"] is None
    assert set(held) == {hit.provision.code for hit in score.reaching(score.space.all, "high")}


def test_the_picture_may_stand_on_other_sites_and_says_that_it_is_a_draft(hongkong: lawgap.Law, client: Client) -> None:
    answer = client.get("/en/law/matrix.svg")
    assert answer["Content-Type"].startswith("image/svg+xml")
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert client.get("/en/law/matrix/")["Cross-Origin-Resource-Policy"] == "same-origin"
    tree = ElementTree.fromstring(answer.content)
    space = "{http://www.w3.org/2000/svg}"
    assert tree.get("role") == "img"
    assert "What the law of HK covers" in (tree.findtext(f"{space}title") or "")
    counts = lawgap.score(hongkong, None, "hk").counts
    described = tree.findtext(f"{space}desc") or ""
    assert f"between {counts['low'].offence} and {counts['high'].offence} of 630" in described
    assert "nobody has signed" in described
    texts = " ".join("".join(text.itertext()) for text in tree.iter(f"{space}text"))
    assert "nobody has signed" in texts
    assert not list(tree.iter(f"{space}script"))
    assert "script-src" not in answer["Content-Security-Policy"]
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")


def test_in_chinese_the_words_of_the_law_are_chinese(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/matrix/", language="zh-hant")
    assert "強迫勞動或服務" in words(found.find(id="matrix"))
    assert not found.select("#matrix [lang=en]")
    other = page(client, "law/matrix/", language="ur")
    row = other.select_one("#matrix tbody th span")
    assert row is not None
    assert (row["lang"], row["dir"]) == ("en", "ltr"), "what is not translated says which language it is in"


def test_words_of_the_data_cannot_become_markup(hongkong: lawgap.Law, client: Client) -> None:
    from causeway.law import api

    entry = next(item for item in api.dump("law-instrument").values() if item["instrument"] == "hk.cap200")
    entry["provisions"][1]["title"] = {"en": "<img src=x onerror=alert(1)>", "zh-hant": "x"}
    api.load_instruments([entry])
    for address in ("law/matrix/?box=prostitution.transport", "law/provisions/", "law/provisions/hk.cap200.s129/"):
        html = client.get(f"/en/{address}").content.decode()
        assert "<img src=x" not in html
        assert "&lt;img src=x" in html


def test_places_are_called_as_the_facts_call_them(hongkong: lawgap.Law, client: Client) -> None:
    assert "What the law of HK covers" in words(page(client, "law/matrix/").find("h1"))
    facts_api.load_facts(
        [
            {
                "key": "law.place.hk", "refs": [], "topic": "law", "type": "statement", "title": "Hong Kong",
                "definition": "A place.", "public": True,
                "values": [{"value": "A place.", "confidence": "H", "sources": [{"source": "law-sb"}]}],
            }
        ]
    )  # fmt: skip
    assert "What the law of Hong Kong covers" in words(page(client, "law/matrix/").find("h1"))


def test_before_any_law_there_is_no_page(client: Client, db: Any) -> None:
    assert client.get("/en/law/matrix/").status_code == 404
    assert client.get("/en/law/bills/").status_code == 404


def test_it_costs_few_queries(hongkong: lawgap.Law, client: Client, django_assert_max_num_queries: Any) -> None:
    client.get("/en/law/matrix/")
    with django_assert_max_num_queries(10):
        client.get("/en/law/matrix/?box=forced_labour.recruit")
    assert json.loads(client.get("/en/law/matrix.json").content)
