"""What a reader gets at each address."""

from __future__ import annotations

import itertools
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from causeway.pages import api
from causeway.pages.pagedata import Block

from .conftest import BRIEFING, GUIDE, GUIDE_BLOCKS, page

pytestmark = pytest.mark.usefixtures("site")


def text(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_root_sends_each_browser_to_its_language(client: Client) -> None:
    answer = client.get("/", headers={"accept-language": "ur-PK,en;q=0.5"})
    assert (answer.status_code, answer["Location"]) == (302, "/ur/")
    assert "Accept-Language" in answer["Vary"]
    client.cookies["django_language"] = "hi"
    assert client.get("/", headers={"accept-language": "ne"})["Location"] == "/ne/", "never by a cookie"


def test_a_guide_shows_its_facts_in_the_language_of_the_page(client: Client) -> None:
    english = text(client, f"/en/{GUIDE}/")
    assert "<bdi>14 days</bdi>" in english
    assert 'href="/en/facts/xx.days/"' in english
    assert "HK$5,100" in english
    assert '<span lang="zh-Hant" dir="ltr">統一審核機制</span>' in english
    assert 'href="tel:999"' in english
    assert "Not yet reviewed by a lawyer." in english
    chinese = text(client, f"/zh-hant/{GUIDE}/")
    assert "4960萬" in chinese
    assert 'href="/zh-hant/facts/xx.days/"' in chinese


def test_headings_never_skip_a_level(client: Client) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", text(client, f"/en/{GUIDE}/").split("<footer")[0])]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_a_page_nobody_translated_is_shown_in_english_and_says_so(client: Client) -> None:
    html = text(client, f"/ur/{GUIDE}/")
    assert '<html lang="ur" dir="rtl">' in html
    assert re.search(r'<article[^>]* lang="en" dir="ltr">', html)
    assert "notice--language" in html
    assert 'href="/ur/facts/xx.days/"' in html, "links stay in the reader's language"
    assert f'rel="canonical" href="http://127.0.0.1:8000/en/{GUIDE}/"' in html


def test_a_day_among_words_of_another_language_keeps_its_own_order(client: Client) -> None:
    assert re.search(r'<time datetime="[0-9-]+" lang="ur" dir="rtl">', text(client, "/ur/news/"))
    assert re.search(r'<time datetime="[0-9-]+">', text(client, "/en/news/"))


def test_a_draft_translation_says_so(client: Client) -> None:
    assert "notice--language" in text(client, f"/zh-hant/{GUIDE}/")


def test_only_real_translations_are_announced_to_search_engines(client: Client) -> None:
    html = text(client, f"/en/{GUIDE}/")
    assert set(re.findall(r'hreflang="([^"]+)" href="http', html)) == {"en", "zh-Hant"}
    assert html.count('hreflang="') >= 12, "the menu offers all twelve"


def test_a_translation_takes_over_the_same_address(client: Client) -> None:
    before = text(client, "/zh-hant/get-help/legal-help/")
    assert re.search(r'<article[^>]* lang="en"', before)
    data = page("guide", "get-help/legal-help", "zh-hant", "法律協助", section="legal")
    api.upsert_page(data.path, data.language, data)
    after = text(client, "/zh-hant/get-help/legal-help/")
    assert "<h1>法律協助</h1>" in after
    assert not re.search(r'<article[^>]* lang="en"', after)


def test_lists_show_one_entry_for_each_page(client: Client) -> None:
    html = text(client, "/zh-hant/get-help/")
    assert html.count(f'href="/zh-hant/{GUIDE}/"') == 1
    assert "你的聲請被拒絕" in html
    assert "Your claim was refused" not in html
    assert 'lang="en" dir="ltr"><h3><a href="/zh-hant/get-help/legal-help/">' in html


@pytest.mark.parametrize("code", ["en", "zh-hant", "ur"])
def test_an_unknown_page_is_a_helpful_404_in_the_right_language(client: Client, code: str) -> None:
    html = text(client, f"/{code}/no/such/page/", 404)
    assert f'href="/{code}/get-help/"' in html
    assert 'name="robots" content="noindex"' in html


def test_an_unknown_language_is_a_404_in_a_language_the_browser_asked_for(client: Client) -> None:
    answer = client.get("/xx/get-help/", headers={"accept-language": "zh-HK"})
    assert answer.status_code == 404
    assert '<html lang="zh-Hant"' in answer.content.decode()


def test_a_page_made_private_is_not_shown(client: Client) -> None:
    from wagtail.models import PageViewRestriction

    guide = api.find_page(GUIDE, "en")
    PageViewRestriction.objects.create(page=guide.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"/en/{GUIDE}/").status_code in {302, 403}
    assert GUIDE not in text(client, "/en/search/?q=refused")


def test_an_unpublished_page_is_gone(client: Client) -> None:
    api.find_page(GUIDE, "en").unpublish()
    assert client.get(f"/en/{GUIDE}/").status_code == 404
    assert client.get(f"/zh-hant/{GUIDE}/").status_code == 200


@pytest.mark.parametrize("address", [f"/en/{GUIDE}/", f"/zh-hant/{GUIDE}/", f"/ur/{GUIDE}/"])
def test_an_uncached_guide_costs_at_most_eight_queries(client: Client, address: str) -> None:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    assert len(queries) <= 8, "\n".join(query["sql"][:120] for query in queries)


@pytest.mark.parametrize("address", ["/en/", f"/en/{GUIDE}/", "/en/search/?q=law", "/en/nothing/", "/robots.txt"])
def test_readers_get_no_cookie_and_nothing_varies_by_one(client: Client, address: str) -> None:
    answer = client.get(address)
    assert not answer.cookies
    assert "cookie" not in answer.get("Vary", "").lower()


def test_what_is_written_is_read_back(client: Client) -> None:
    data = api.page_data(api.find_page(GUIDE, "en"))
    assert data.blocks == tuple(
        block if block.kind != "links" else Block("links", items=block.items) for block in GUIDE_BLOCKS
    )
    assert (data.type, data.path, data.section, data.sensitive) == ("guide", GUIDE, "claims", True)


def test_the_site_map_names_every_page_and_its_translations(client: Client) -> None:
    xml = text(client, "/sitemap.xml")
    assert f"<loc>http://127.0.0.1:8000/zh-hant/{GUIDE}/</loc>" in xml
    assert 'hreflang="zh-Hant"' in xml
    assert "/ur/" not in xml


def test_the_feed_is_atom(client: Client) -> None:
    from xml.etree import ElementTree

    answer = client.get("/en/news/feed.atom")
    assert answer["Content-Type"].startswith("application/atom+xml")
    root = ElementTree.fromstring(answer.content)  # noqa: S314 (our own output)
    titles = [
        entry.findtext("{http://www.w3.org/2005/Atom}title")
        for entry in root.iter("{http://www.w3.org/2005/Atom}entry")
    ]
    assert titles == ["The site opens"]


def test_how_to_cite(client: Client) -> None:
    html = text(client, f"/en/{BRIEFING}/")
    assert (
        "A. Sample (2026). Three changes. Policy briefings 1. http://127.0.0.1:8000/en/publications/three-changes/"
        in html
    )


def test_a_translation_made_in_the_admin_claims_no_review(client: Client) -> None:
    import datetime

    from wagtail.models import Locale
    from wagtail_localize.operations import TranslationCreator

    guide = api.find_page("get-help/legal-help", "en")
    guide.reviewed_by, guide.reviewed_on = "Sample Reviewer", datetime.date(2026, 11, 1)
    guide.save_revision().publish()
    assert "Sample Reviewer" in text(client, "/en/get-help/legal-help/")
    hindi = Locale.objects.get(language_code="hi")
    TranslationCreator(user=None, target_locales=[hindi]).create_translations(guide)
    made = api.find_page("get-help/legal-help", "hi")
    made.save_revision().publish()
    html = text(client, "/hi/get-help/legal-help/")
    assert "Sample Reviewer" not in html
    assert "notice--language" in html
    assert "review--open" in html


def test_an_editor_can_put_a_page_first_for_a_query(client: Client) -> None:
    from wagtail.contrib.search_promotions.models import Query, SearchPromotion

    legal = api.find_page("get-help/legal-help", "en")
    SearchPromotion.objects.create(query=Query.get("refused"), page=legal, description="")
    html = text(client, "/en/search/?q=Refused").split("<main")[1]
    assert html.index("Legal help") < html.index("Your claim was refused")
    client.get("/en/search/?q=canary")
    assert not Query.objects.filter(query_string="canary").exists()


def test_the_time_zone_of_a_page_does_not_outlive_its_request(client: Client) -> None:
    from django.utils import timezone

    client.get("/en/")
    assert timezone.get_current_timezone_name() == timezone.get_default_timezone_name()
