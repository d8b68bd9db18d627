"""A small site: two languages, one of each page type, a few facts."""

from __future__ import annotations

from typing import Any

import pytest

from causeway.facts import api as facts
from causeway.pages import api
from causeway.pages.pagedata import Block, Item, PageData, Review

GUIDE = "get-help/your-claim-was-refused"
BRIEFING = "publications/three-changes"


def source(key: str = "sample-source", **changes: Any) -> dict[str, Any]:
    return {
        "key": key,
        "title": "A sample source",
        "publisher": "Sample publisher",
        "kind": "government",
        "url": "https://example.org/source",
        "url_note": "",
        "date": "2020",
        "language": "en",
        "read": "whole",
        "note": "",
        **changes,
    }


def fact(key: str, kind: str, value: str, **changes: Any) -> dict[str, Any]:
    return {
        "key": key,
        "refs": ["S1"],
        "topic": "claim",
        "type": kind,
        "unit": "",
        "currency": "HKD" if kind == "money" else "",
        "title": f"Sample {key}",
        "definition": "What it counts.",
        "public": True,
        "values": [
            {
                "value": value,
                "qualifier": "",
                "from": "",
                "until": "",
                "as_of": "2020",
                "published_by": "",
                "confidence": "H",
                "sources": [{"source": "sample-source", "place": "page 1"}],
                "checked_on": "2026-11-22",
                "checked_by": "",
                "review_by": "2030-01-01",
                "note": "",
                **changes,
            }
        ],
    }


def page(kind: str, path: str, language: str, title: str, **changes: Any) -> PageData:
    given: dict[str, Any] = {
        "summary": f"Summary of {title}",
        "translation": "draft" if language != "en" else "",
        "review": Review(due="2030-01-01"),
        **changes,
    }
    return PageData(type=kind, path=path, language=language, title=title, **given)


GUIDE_BLOCKS = (
    Block("next", body="<p>You have <b>{fact:xx.days}</b>. Ask a lawyer.</p>"),
    Block("steps", items=(Item("Look at your letter", body="<p>Find the date.</p>"), Item("Call", body="<p>Now.</p>"))),
    Block("heading", level=2, title="What it costs"),
    Block("text", body="<p>At most {fact:xx.money}. The [統一審核機制]{lang=zh-hant} form is free.</p>"),
    Block("callout", style="late", title="Late already?", body="<p>Say why.</p>"),
    Block("contacts", items=(Item("Police", fields={"phone": "xx.phone", "what": "Danger now"}),)),
    Block("definitions", items=(Item("Forced labour", body="<p>Work under threat.</p>"),)),
    Block("asks", items=(Item("One law", body="<p>Pass it.</p>", parts={"government": "<p>Not needed.</p>"}),)),
    Block("figures", items=(Item("People", fields={"fact": "xx.people"}, body="<p>In the world.</p>"),)),
    Block("range", title="How many", fields={"low": "xx.range", "high": "xx.people"}, body="<p>It differs.</p>"),
    Block("links", items=(Item("More", fields={"to": "page:get-help", "text": "All guides"}),)),
)


@pytest.fixture
def site(db: None) -> None:
    """Load the facts and the pages."""
    facts.load_sources([source()])
    facts.load_facts(
        [
            fact("xx.days", "days", "14"),
            fact("xx.money", "money", "5100"),
            fact("xx.phone", "phone", "999"),
            fact("xx.people", "count", "49600000"),
            fact("xx.range", "range", "21000000..30000000"),
        ]
    )
    pages = [
        page("home", "home", "en", "Protection for people"),
        page("guide-index", "get-help", "en", "Get help", nav=True),
        page("guide", GUIDE, "en", "Your claim was refused", section="claims", sensitive=True, blocks=GUIDE_BLOCKS),
        page("guide", "get-help/legal-help", "en", "Legal help", section="legal"),
        page("news-index", "news", "en", "News", nav=True),
        page("news", "news/opening", "en", "The site opens", extra={"published": "2026-11-22"}),
        page("publication-index", "publications", "en", "Publications", nav=True),
        page(
            "publication",
            BRIEFING,
            "en",
            "Three changes",
            blocks=GUIDE_BLOCKS,
            extra={"series": "Policy briefings", "number": "1", "published": "2026-11-22", "authors": ("A. Sample",)},
        ),
        page("home", "home", "zh-hant", "保護有需要的人"),
        page("guide-index", "get-help", "zh-hant", "尋求協助", nav=True),
        page(
            "guide",
            GUIDE,
            "zh-hant",
            "你的聲請被拒絕",
            section="claims",
            blocks=(Block("text", body="<p>由收到決定起，你有 {fact:xx.days} 上訴。全球有 {fact:xx.people} 人。</p>"),),
        ),
        page("publication-index", "publications", "zh-hant", "刊物", nav=True),
        page(
            "publication",
            BRIEFING,
            "zh-hant",
            "三項改變",
            blocks=(Block("heading", level=2, title="人口販運"), Block("text", body="<p>香港法例的統一審核機制。</p>")),
            extra={"published": "2026-11-22"},
        ),
    ]
    for data in pages:
        api.upsert_page(data.path, data.language, data)
    api.load_organisation(
        {
            "name": {"en": "Sample Organisation"},
            "time_zone": "Asia/Hong_Kong",
            "leave_url": "https://example.org/weather",
            "licence": "CC BY 4.0",
        }
    )
