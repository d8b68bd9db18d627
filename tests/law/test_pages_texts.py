"""The first page of the law, each provision, the duties, the courts and the treaties."""

from __future__ import annotations

from typing import Any

import lawgap
import pytest
from django.test import Client

from causeway.facts import api as facts_api
from causeway.law import api
from causeway.law.models import Reading, Verdict
from causeway.law.signing import sign_reading, sign_verdict
from tests.law.hongkong import DRAFT, hongkong, page, words

__all__ = ["hongkong"]
pytestmark = pytest.mark.django_db
READINGS = ("low", "central", "high")
PAGES = (
    "law/", "law/matrix/", "law/compare/", "law/bills/", "law/bills/hk-widen-s129/", "law/provisions/",
    "law/provisions/hk.cap200.s129/", "law/standards/un.tip-protocol/", "law/courts/", "law/treaties/",
)  # fmt: skip


def test_the_first_page_answers_in_one_glance(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/")
    live = found.find(class_="live")
    text = words(live)  # type: ignore[arg-type]
    score = lawgap.score(hongkong, None, "hk")
    low, central, high = (score.counts[name].offence for name in READINGS)
    assert f"covers between {low} and {high}" in text
    assert f"As the readings were put forward: {central}" in text
    assert DRAFT in text
    rows = found.select(".law-purposes tbody tr")
    assert len(rows) == 7
    forced = next(words(row) for row in rows if "Forced labour" in words(row) or "forced labour" in words(row))
    assert forced.endswith("0 / 90 90 0 Covered"), "none in any reading, all touched, and what the Government says"
    assert "Counts more than 50 provisions" in text
    assert "For forced labour or services: from 0 to 90 of 90" in text, "the bill's answer is on the first page"
    links = {str(link["href"]) for link in found.select(".law-rooms a")}
    assert links >= {f"/en/law/{name}/" for name in ("matrix", "compare", "bills", "provisions", "courts", "treaties")}


def test_before_any_law_the_first_page_stands_alone(client: Client, db: Any) -> None:
    from causeway.pages import api as pages_api
    from causeway.pages.pagedata import PageData

    for kind, path in (("home", "home"), ("law", "law")):
        pages_api.upsert_page(path, "en", PageData(type=kind, path=path, language="en", title="Words"))
    assert "glance" not in words(page(client, "law/").find("main"))


@pytest.mark.parametrize("address", PAGES)
def test_no_page_needs_a_script_a_cookie_or_a_third_party(hongkong: lawgap.Law, client: Client, address: str) -> None:
    answer = client.get(f"/en/{address}")
    assert answer.status_code == 200
    assert not answer.cookies
    found = page(client, address)
    assert not found.select("main script, main iframe, main [style], main [onclick]")
    assert not found.select("main img, link[rel=stylesheet]")
    assert len(found.find_all("h1")) == 1
    for table in found.find_all("table"):
        assert table.find("caption"), address
    numbers = [str(tag["id"]) for tag in found.find_all(id=True)]
    assert len(numbers) == len(set(numbers)), address


def test_a_provision(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/provisions/hk.cap200.s129/")
    text = words(found.find("main"))
    provision = next(item for item in hongkong.provisions("hk") if item.code == "hk.cap200.s129")
    assert provision.summary["en"] in text
    assert "Up to 10 years in prison" in text or "up to 10 years in prison" in text
    assert "In doubt: Act: recruiting and transferring" in text
    assert "it covers 9–27 and touches 0" in text
    assert "Draft: nobody has signed this reading yet." in text
    assert "Put forward by: Causeway, from published sources, 25 November 2026" in text
    link = found.find("a", href="https://www.elegislation.gov.hk/hk/cap200")
    assert link is not None
    assert "elegislation.gov.hk" in words(link)  # type: ignore[arg-type]
    assert "22 November 2026 : Offence of trafficking kind" in text, "the earlier reading is kept"
    verdicts = {str(link["href"]) for link in found.select("#verdicts + ul a")}
    assert "/en/law/standards/un.tip-protocol/#art5.1" in verdicts
    boxes = [words(box) for box in found.select(".matrix td.box")]
    assert len(boxes) == 35
    assert sum(box.startswith("C ") for box in boxes) == 3


def test_who_signed_a_reading_stands_on_its_page(hongkong: lawgap.Law, client: Client) -> None:
    newest = Reading.objects.filter(provision__code="hk.cap200.s130").order_by("-position").first()
    assert newest
    sign_reading(newest.pk, name="Ada Example", role="barrister", account=None)
    text = words(page(client, "law/provisions/hk.cap200.s130/").find("main"))
    assert "This reading is signed by Ada Example (barrister)" in text
    assert "Draft: nobody" not in text
    index = page(client, "law/provisions/")
    line = next(item for item in index.select(".law-list > li") if "hk.cap200.s130" in words(item))
    assert "unsigned" not in words(line)


def test_versions_in_time(hongkong: lawgap.Law, client: Client) -> None:
    text = words(page(client, "law/provisions/hk.cap57.part12-fees/").find("main"))
    assert "Versions in time" in text
    assert "until 8 February 2018" in text
    assert "from 9 February 2018 (shown above)" in text


def test_the_list_of_provisions_has_all_and_ours_first(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/provisions/")
    codes = [words(code) for code in found.select(".law-list .law-code")]
    assert len(codes) == len(set(codes))
    assert set(codes) == {item.code for place in ("hk", "gb-eaw") for item in hongkong.provisions(place)}
    assert codes[0].startswith("hk.")
    assert codes[-1].startswith("gb-eaw.")


def test_the_duties_with_our_answer_and_that_of_others(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/standards/un.tip-protocol/")
    standard = hongkong.standards["un.tip-protocol"]
    for element in standard.elements:
        assert element.title["en"] in words(found.find(id=element.code))  # type: ignore[arg-type]
    plan = words(found.find(id="art9.1"))  # type: ignore[arg-type]
    assert "must" in plan
    assert "Partly covered Draft, nobody has signed it" in plan
    assert "all measures of the Action Plan were in place by the end of 2019" in plan, "the Government"
    assert "no definition or offence of trafficking, no time frames" in plan, "its critics"
    assert "no breach" not in plan
    stay = words(found.find(id="art7"))  # type: ignore[arg-type]
    assert "Falling short of this is no breach" in stay
    unknown = words(found.find(id="art8"))  # type: ignore[arg-type]
    assert "wording not read yet" in unknown
    assert "Falling short" not in unknown


def test_a_signed_verdict_names_who(hongkong: lawgap.Law, client: Client) -> None:
    sign_verdict(Verdict.objects.get(code="hk.art9.1").pk, name="Ada Example", role="barrister", account=None)
    plan = words(page(client, "law/standards/un.tip-protocol/").find(id="art9.1"))  # type: ignore[arg-type]
    assert "Signed by Ada Example (barrister)" in plan
    assert "Draft, nobody" not in plan


def test_the_courts_step_by_step(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/courts/")
    text = words(found.find("main"))
    assert "A page that quotes only the first judgment of a case misleads" in text
    steps = [str(step["id"]) for step in found.select(".law-steps > li")]
    assert len(steps) == len(api.decisions())
    assert steps[:3] == ["zn-cfi", "zn-ca", "zn-cfa"]
    assert steps[3:6] == ["cb-cfi", "cb-ca", "cb-cfa"]
    for step in ("cb-cfi", "cb-ca", "cb-cfa"):
        assert "acquitted on a retrial" in words(found.find(id=step)), step  # type: ignore[arg-type]


def test_the_treaties(hongkong: lawgap.Law, client: Client) -> None:
    found = page(client, "law/treaties/")
    assert {str(item["id"]) for item in found.select(".law-list > li")} == {entry["key"] for entry in api.bindings()}
    checked = found.find(id="status-unverified")
    assert words(checked) == "Being checked"  # type: ignore[arg-type]
    not_extended = found.find(id="status-not-extended").parent  # type: ignore[union-attr]
    assert "it has not been extended to Hong Kong" in words(not_extended)


def test_addresses_that_must_not_be_shown_are_not(hongkong: lawgap.Law, client: Client) -> None:
    """A source whose address may not be shown has a note instead; its title stands without a link."""
    held = {key for view in hongkong.views for key in view.sources}
    found = {source.key: source for source in facts_api.sources(list(held))}
    hidden = [source for source in found.values() if not source.url]
    text = words(page(client, "law/standards/un.tip-protocol/").find("main"))
    for source in hidden:
        assert source.title in text
    html = client.get("/en/law/standards/un.tip-protocol/").content.decode()
    for source in found.values():
        if source.url:
            assert f">{source.url}<" not in html, "an address is a link, never text"


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("language", ["zh-hant", "ur"])
def test_every_page_in_other_languages(hongkong: lawgap.Law, client: Client, address: str, language: str) -> None:
    found = page(client, address, language=language)
    assert found.html is not None
    assert found.html["dir"] == ("rtl" if language == "ur" else "ltr")
    english = "prostitution of others"
    marked = list(found.find_all(string=lambda text: text and text.strip() == english))
    for text in marked:
        if text.find_parent("select"):
            continue
        assert text.find_parent(lang="en") is not None, "English words say that they are English"
    if language == "zh-hant":
        assert not marked


@pytest.mark.parametrize("language", ["en", "zh-hant", "zh-hans", "id", "tl", "vi", "th", "ne", "km", "ur", "bn", "hi"])
def test_a_term_of_prison_is_written_in_every_language(hongkong: lawgap.Law, client: Client, language: str) -> None:
    """Not every language has a long word for a year where dates come from."""
    found = words(page(client, "law/provisions/", language=language).find("main"))
    assert "duration-" not in found
    if language == "zh-hant":
        assert "10 年" in found or "10年" in found
