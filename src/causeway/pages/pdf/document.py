"""From a page's blocks to a plain tree that the PDF template lays out.

The tree is data: no text of an editor ever becomes template code.
"""

from __future__ import annotations

from typing import Any

from bs4 import BeautifulSoup, NavigableString, Tag
from django.utils.translation import gettext as _

from causeway.facts import api as facts
from causeway.pages.prose import Prose

Node = dict[str, Any]


def inline(element: Tag, base: str, style: Node | None = None) -> list[Node]:
    """Flatten the inline content of an element into styled runs.

    Args:
        element: an element of prose as a reader gets it (facts filled in).
        base: the site's address, put before links that start with a slash.
        style: what the runs inherit.

    Returns:
        Runs with ``text`` and, where they apply, ``bold``, ``italic``, ``href``, ``lang``, ``mark``.
    """
    style = style or {}
    runs: list[Node] = []
    for child in element.children:
        if isinstance(child, NavigableString):
            if text := str(child).replace("\u200b", ""):
                runs.append({**style, "text": text})
            continue
        if not isinstance(child, Tag):
            continue
        own = dict(style)
        if child.name in {"b", "strong"}:
            own["bold"] = True
        elif child.name in {"i", "em"}:
            own["italic"] = True
        elif child.name == "br":
            runs.append({**style, "text": "\n"})
        elif child.name == "a" and child.get("href"):
            href = str(child["href"])
            own["href"] = base + href if href.startswith("/") else href
            if "source-mark" in (child.get("class") or []):
                runs.append({"text": "", "href": own["href"], "mark": True})
                continue
        if child.get("lang"):
            own["lang"] = str(child["lang"])
        runs += inline(child, base, own)
    return runs


def rich(html: str, base: str) -> list[Node]:
    """Turn prose into paragraphs and lists."""
    soup = BeautifulSoup(html, "html.parser")
    nodes: list[Node] = []
    for element in soup.children:
        if isinstance(element, NavigableString):
            if str(element).strip():
                nodes.append({"kind": "p", "runs": [{"text": str(element)}]})
        elif isinstance(element, Tag) and element.name in {"ul", "ol"}:
            items = [inline(item, base) for item in element.find_all("li", recursive=False)]
            nodes.append({"kind": element.name, "items": items})
        elif isinstance(element, Tag):
            runs = inline(element, base) if element.name == "p" else inline(_wrap(soup, element), base)
            nodes.append({"kind": "p", "runs": runs})
    return nodes


def _wrap(soup: BeautifulSoup, element: Tag) -> Tag:
    wrapper = soup.new_tag("p")
    wrapper.append(element.__copy__())
    return wrapper


def blocks(page: Any, prose: Prose, base: str) -> list[Node]:
    """Every block of a page in order.

    Args:
        page: the publication.
        prose: its prose, with the facts of the page loaded.
        base: the site's address.
    """

    def text(value: Any) -> list[Node]:
        source = getattr(value, "source", value) or ""
        return rich(prose.html(source), base) if source else []

    def line(value: str) -> list[Node]:
        soup = BeautifulSoup(prose.words(value), "html.parser")
        return inline(soup, base)

    nodes: list[Node] = []
    for child in page.body:
        kind, value = child.block_type, child.value
        if kind == "text":
            nodes += text(value)
        elif kind == "heading":
            nodes.append({"kind": "heading", "level": int(value["level"]) - 1, "runs": line(value["text"])})
        elif kind == "next":
            nodes.append({"kind": "box", "title": [{"text": _("Do this first")}], "body": text(value["body"])})
        elif kind == "callout":
            nodes.append({"kind": "box", "title": line(value["title"]), "body": text(value["body"])})
        elif kind in {"steps", "definitions", "asks", "figures", "contacts"}:
            nodes += _items(kind, value, text, line, prose, base)
        elif kind == "range":
            body = [{"kind": "p", "runs": _range_runs(value, prose, base)}, *text(value["body"])]
            nodes.append({"kind": "box", "title": line(value["title"]), "body": body})
        elif kind == "chart":
            nodes += _chart(value["figure"], prose.text_language, base)
    return nodes


def _chart(key: str, language: str, base: str) -> list[Node]:
    """A figure on paper: its values in words, each with its source, and what must be known beside them."""
    chart = facts.figure(key, language)
    if chart is None:
        return []

    def runs(html: str) -> list[Node]:
        return inline(BeautifulSoup(html, "html.parser"), base)

    nodes: list[Node] = [{"kind": "heading", "level": 2, "runs": runs(chart["title"])}]
    for series in chart["series"]:
        nodes.append({"kind": "p", "runs": [*runs(series["label"]), {"text": " – "}, *runs(series["definition"])]})
        rows = [[*runs(row["when"]), {"text": ": "}, *runs(row["html"])] for row in series["rows"]]
        nodes.append({"kind": "ul", "items": rows})
    notes = [*(entry["text"] for entry in chart["breaks"]), chart["note"]]
    return [*nodes, *({"kind": "p", "runs": runs(note)} for note in notes if note)]


def _items(kind: str, value: Any, text: Any, line: Any, prose: Prose, base: str) -> list[Node]:
    title = {"steps": "title", "definitions": "term", "asks": "title", "figures": "label", "contacts": "name"}[kind]
    nodes: list[Node] = []
    for number, item in enumerate(value, 1):
        runs = line(item[title])
        if kind in {"steps", "asks"}:
            runs = [{"text": f"{number}. "}, *runs]
        nodes.append({"kind": "heading", "level": 2, "runs": runs})
        if kind == "figures":
            nodes.append({"kind": "p", "runs": _fact(item["fact"], prose, base)})
        body = item.get("body") if kind in {"steps", "definitions", "asks"} else item.get("note")
        nodes += text(body)
        if kind == "contacts" and item["phone"]:
            nodes.append({"kind": "p", "runs": _fact(item["phone"], prose, base)})
        if kind == "asks" and item["government"].source:
            nodes.append(
                {"kind": "box", "title": [{"text": _("What the Government says")}], "body": text(item["government"])}
            )
    return nodes


def _fact(key: str, prose: Prose, base: str) -> list[Node]:
    return inline(BeautifulSoup(prose.book.render(key), "html.parser"), base, {"bold": True})


def _range_runs(value: Any, prose: Prose, base: str) -> list[Node]:
    return [*_fact(value["low"], prose, base), {"text": " – "}, *_fact(value["high"], prose, base)]
