"""What a reader sees in place of a token."""

from __future__ import annotations

import datetime
import logging
import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.utils.safestring import SafeString

from causeway.facts import api, wording
from causeway.facts.models import FactDisplay
from tests.facts.conftest import SECRET, TODAY

pytestmark = pytest.mark.django_db


def book(language: str = "en", **options: Any) -> api.FactBook:
    return api.factbook(set(), language, today=TODAY, **options)


def test_a_checked_fact_with_its_source_mark(facts: None) -> None:
    assert api.render("t.days", language="en") == (
        '<span class="fact"><bdi>14 days</bdi><a class="source-mark" href="/en/facts/t.days/"'
        ' aria-label="Source: Title of t.days">\u2060•</a></span>'
    )
    assert isinstance(api.render("t.days", language="en"), SafeString)


def test_without_mark_and_with_another_prefix(facts: None) -> None:
    assert api.render("t.days", language="en", mark=False) == '<span class="fact"><bdi>14 days</bdi></span>'
    html = api.render("t.days", language="en", page_url_prefix="https://example.org/en/facts/")
    assert 'href="https://example.org/en/facts/t.days/"' in html


def test_marks_lead_to_the_readers_language(facts: None) -> None:
    html = book("en", reader_language="ur").render("t.days")
    assert 'href="/ur/facts/t.days/"' in html
    assert "14 days" in html


@pytest.mark.parametrize(("on", "written"), [("2013", "28 days"), ("2016-12-31", "28 days"), ("2017-01-01", "14 days")])
def test_a_past_day_gives_the_past_value_and_leads_to_it(facts: None, on: str, written: str) -> None:
    html = api.fill(f"{{fact:t.days@{on}}}", language="en", escape=True)
    assert written in html
    assert f'href="/en/facts/t.days/?on={on}"' in html


def test_before_the_first_value_there_is_none(facts: None) -> None:
    assert "fact--hidden" in api.render("t.days", language="en", on=datetime.date(2011, 12, 31))


def test_unchecked_and_overdue_values_are_marked_in_banner_mode(facts: None) -> None:
    for key, label in {
        "t.unverified": "not yet checked by a named person",
        "t.weak": "not yet checked by a named person",
        "t.overdue": "due to be checked again",
    }.items():
        html = book(mode="banner").render(key)
        assert html.startswith('<span class="fact fact--unverified"><bdi>')
        assert label in html


def test_unchecked_and_overdue_values_are_hidden_in_hide_mode(facts: None) -> None:
    for key, digits in {"t.unverified": "4,321", "t.weak": "8,765", "t.overdue": "4,990"}.items():
        html = book(mode="hide").render(key)
        assert html.startswith('<span class="fact fact--hidden">being checked</span><a class="source-mark"')
        assert digits not in html


@pytest.mark.parametrize("mode", ["banner", "hide"])
def test_what_no_source_was_read_for_is_never_seen(facts: None, mode: str) -> None:
    for language in ("en", "zh-hant", "bn"):
        pages = book(language, mode=mode)
        seen = [
            pages.render("t.unconfirmed"),
            pages.plain("t.unconfirmed"),
            str(pages.summary("t.unconfirmed")),
            pages.fill("<p title='{fact:t.unconfirmed}'>{fact:t.unconfirmed}</p>", escape=False),
            pages.fill_plain("{fact:t.unconfirmed} {fact:t.mixed@2005}"),
            pages.render("t.mixed", "2005"),
        ]
        for text in seen:
            assert not re.search("987[.,٬]?654|৯,?৮৭,?৬৫৪|9,87,654|৯৮৭", text)
    assert pages.summary("t.unconfirmed").number is None  # type: ignore[union-attr]


@pytest.mark.parametrize("mode", ["banner", "hide"])
def test_a_fact_for_staff_is_never_seen_and_leads_nowhere(facts: None, mode: str) -> None:
    pages = book(mode=mode)
    assert pages.render("t.staff") == '<span class="fact fact--hidden">being checked</span>'
    assert pages.plain("t.staff") == "being checked"
    summary = pages.summary("t.staff")
    assert summary is not None
    assert (summary.title, summary.number, summary.source_name, summary.text) == ("", None, "", "being checked")


def test_an_unknown_key_is_visible_and_logged_by_key(facts: None, caplog: Any) -> None:
    with caplog.at_level(logging.ERROR, logger="causeway.facts"):
        html = api.fill("<b>{fact:no.such-fact}</b>", language="en", escape=True)
    assert html == '&lt;b&gt;<span class="fact fact--unknown">[unknown fact no.such-fact]</span>&lt;/b&gt;'
    assert [(record.msg, record.fact) for record in caplog.records] == [("unknown fact", "no.such-fact")]


def test_a_thirty_fact_page_costs_two_queries(db: None, django_assert_num_queries: Any) -> None:
    from tests.facts.conftest import fact, source, value

    api.load_sources([source(), source("other")])
    cited = [{"source": "gov-paper", "place": "p. 1"}, {"source": "other", "place": "p. 2"}]
    facts = [
        fact(f"f{n}", "count", value("1", as_of="2001", sources=cited), value(str(n), as_of="2020", sources=cited))
        for n in range(30)
    ]
    api.load_facts(facts)
    text = "".join(f"<p>{{fact:f{n}}} {{fact:f{n}@2005}}</p>" for n in range(30))
    with django_assert_num_queries(2):
        pages = api.factbook(api.keys_in(text), "zh-hant")
        pages.fill(text, escape=False)
        assert [pages.summary(f"f{n}").number for n in range(30)] == list(range(30))  # type: ignore[union-attr]
        assert not pages.has_unverified


def test_a_page_without_facts_costs_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert api.fill("<p>no facts</p>", language="en", escape=False) == "<p>no facts</p>"
        assert not api.page_has_unverified(set())


def test_text_is_escaped_around_and_inside(facts: None) -> None:
    html = api.fill('<script>"{fact:t.statement}"', language="en", escape=True)
    assert html.startswith("&lt;script&gt;&quot;<span")
    assert "<bdi>The law names the &lt;crime&gt; &amp; its purpose.</bdi>" in html


class Checker(HTMLParser):
    """Knows whether a link stands in a link, and what the attributes are."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.nested, self.titles = 0, False, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self.nested |= self.depth > 0
            self.depth += 1
        self.titles += [value for name, value in attrs if name == "title"]

    def handle_endtag(self, tag: str) -> None:
        self.depth -= tag == "a"


def test_in_attributes_and_links_html_stays_sound(facts: None) -> None:
    html = (
        '<p title="Up to {fact:t.days}">{fact:t.days} <a href="/x/">see {fact:t.days}</a> {fact:t.days}</p>'
        '<img alt="{fact:t.statement}"><title>{fact:t.statement}</title><option>{fact:t.days}</option>'
    )
    filled = api.fill(html, language="en", escape=False)
    checker = Checker()
    checker.feed(filled)
    assert not checker.nested
    assert checker.titles == ["Up to 14 days"]
    assert '<a href="/x/">see <span class="fact"><bdi>14 days</bdi></span></a>' in filled
    assert filled.count("source-mark") == 2
    assert 'alt="The law names the &lt;crime&gt; &amp; its purpose."' in filled
    assert "<title>The law names the &lt;crime&gt; &amp; its purpose.</title><option>14 days</option>" in filled


def test_titles_and_words_follow_the_language(facts: None) -> None:
    html = api.render("t.statement", language="zh-hant")
    assert "<bdi>法例訂明該罪行。</bdi>" in html
    foreign = api.render("t.statement", language="bn")
    assert '<bdi><span lang="en" dir="ltr">The law names' in foreign
    # No Bengali title: the whole label is English, and says so.
    assert 'lang="en" aria-label="Source: Title of t.statement"' in foreign


def test_our_words_say_their_language_until_they_are_translated(facts: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(wording.translation, "gettext", lambda text: text)
    html = book("ur", mode="hide").render("t.unverified")
    assert '<span class="fact fact--hidden" lang="en" dir="ltr">being checked</span>' in html


def test_a_telephone_number_is_left_to_right_and_a_link_only_when_asked(facts: None) -> None:
    assert '<bdi dir="ltr">+852 3109 7359</bdi>' in api.render("t.phone", language="bn")
    assert "tel:" not in api.render("t.phone", language="bn")
    link = api.render("t.phone", language="ur", link=True, mark=False)
    assert link == ('<span class="fact"><a href="tel:+85231097359"><bdi dir="ltr">+852 3109 7359</bdi></a></span>')
    assert "tel:" not in api.render("t.days", language="ur", link=True)


def test_plain_text_keeps_a_telephone_number_in_order(facts: None) -> None:
    assert api.plain("t.phone", "en") == "+852 3109 7359"
    assert api.plain("t.phone", "ur") == "\u2066+852 3109 7359\u2069"


def test_plain_is_not_escaped(facts: None) -> None:
    assert book().fill_plain("A & {fact:t.statement}") == "A & The law names the <crime> & its purpose."


def test_summary(facts: None) -> None:
    summary = api.summary("t.range", "en")
    assert summary is not None
    assert summary.text == "21–30 million"
    assert summary.number == (21_000_000, 30_000_000)
    assert summary.source_name == "Example Government"
    assert summary.status is api.Status.VERIFIED
    assert api.summary("t.people", "zh-hant").date_text == "2021年"  # type: ignore[union-attr]
    assert api.summary("t.phone", "en").telephone == "tel:+85231097359"  # type: ignore[union-attr]
    assert api.summary("no.such", "en") is None


def test_the_banner_is_needed_only_where_something_unchecked_is_seen(facts: None, settings: Any) -> None:
    assert not api.page_has_unverified({"t.days", "t.unconfirmed", "t.staff"}, TODAY)
    assert api.page_has_unverified({"t.days", "t.overdue"}, TODAY)
    assert not api.page_has_unverified({"t.overdue"}, datetime.date(2020, 1, 31))
    settings.UNVERIFIED_FACTS = "hide"
    assert not api.page_has_unverified({"t.days", "t.overdue"}, TODAY)
    assert book().has_unverified is False
    assert api.factbook({"t.overdue"}, "en", today=TODAY).has_hidden


def test_the_sites_choice_comes_before_the_servers(facts: None, root: Any, settings: Any) -> None:
    from wagtail.models import Site

    site = Site.objects.get(is_default_site=True)
    settings.UNVERIFIED_FACTS = "hide"
    assert api.display_mode() == "hide"
    FactDisplay.objects.create(site=site, mode="banner")
    assert (api.display_mode(), api.display_mode(site)) == ("banner", "banner")
    FactDisplay.objects.update(mode="")
    assert api.display_mode(site) == "hide"
    settings.UNVERIFIED_FACTS = "shown"
    assert api.display_mode() == "hide"


def test_asking_for_the_mode_writes_nothing(db: None) -> None:
    api.display_mode()
    assert not FactDisplay.objects.exists()


def test_malformed_tokens_stay_as_they_are(facts: None) -> None:
    text = "{fact:} {fact:T.days} {fact:t.days@2014-99} {{fact:t.days}"
    html = api.fill(text, language="en", escape=True)
    assert html.startswith("{fact:} {fact:T.days} {fact:t.days@2014-99} {<span")


def test_unknown_keys(facts: None) -> None:
    assert api.unknown_keys({"t.days", "no.such"}) == {"no.such"}
    assert api.unknown_keys(set()) == set()


def test_sources_in_the_order_asked_for(facts: None) -> None:
    assert [source.key for source in api.sources(["second", "none", "gov-paper"])] == ["second", "gov-paper"]


def test_the_secret_is_a_value_that_could_leak() -> None:
    # Guards the tests above: formatted like any other count it would be found.
    from causeway.facts.formats import format_value

    assert format_value("count", SECRET, language="en", phrases={}).text == "987,654"
