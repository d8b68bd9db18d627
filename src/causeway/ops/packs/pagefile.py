"""A page file: front matter between two lines ``---``, then the body."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from causeway.ops.packs import grammar
from causeway.ops.packs.body import BodyReader, Ref
from causeway.ops.packs.faults import Faults, quoted
from causeway.ops.packs.fields import Fields, date_fault
from causeway.ops.packs.yamlfile import read_yaml
from causeway.pages.pagedata import SECTIONS, TYPES, PageData, Review

_MEANT = re.compile(r"\{\s*(?:fact|lang)\b(?!: *\{)", re.IGNORECASE)
_TOKEN = re.compile(r"\{[^{}\n]{0,200}\}?")


@dataclass(frozen=True)
class PageFile:
    """A page as its file says it, with where everything stands.

    ``digest`` is the fingerprint of the words a translator works from.
    """

    file: str
    data: PageData
    refs: tuple[Ref, ...]
    digest: str
    lines: dict[str, int] = field(default_factory=dict)

    def at(self, name: str) -> int:
        """The line of a front-matter field, or 1."""
        return self.lines.get(name, 1)


def read_page(text: str, file: str, page_path: str, language: str, faults: Faults) -> PageFile | None:
    """Read one page file.

    Args:
        text: the file.
        file: its path in the pack, for faults.
        page_path: the address below the language.
        language: its language.
        faults: collects what is wrong.

    Returns:
        The page, or ``None`` when its front matter cannot be read.
    """
    lines = text.split("\n")
    if lines[0] != "---":
        faults.add(file, 1, "a page begins with a line '---', then its front matter, then '---' again", code="front")
        return None
    try:
        end = lines.index("---", 1)
    except ValueError:
        faults.add(file, 1, "the front matter is never closed; end it with a line '---'", code="front")
        return None
    node = read_yaml("\n".join(lines[1:end]), file, faults, first_line=2)
    if node is None:
        return None
    body = "\n".join(lines[end + 1 :])
    reader = BodyReader(file, faults)
    fields = Fields(node, file, faults, "the front matter")
    data, refs = _front(fields, page_path, language)
    blocks = reader.read(body, end + 2)
    refs += reader.refs + tokens(lines[: end + 1], file, faults, braces=False)
    refs += tokens(lines[end + 1 :], file, faults, first_line=end + 2)
    complete = PageData(**{**data.__dict__, "blocks": blocks})
    words = "\0".join((data.title, data.summary, body.strip("\n")))
    digest = hashlib.sha256(words.encode()).hexdigest()[:12]
    return PageFile(file, complete, tuple(refs), digest, dict(fields.lines))


def _front(fields: Fields, page_path: str, language: str) -> tuple[PageData, list[Ref]]:
    kind = fields.choice("type", TYPES, required=True)
    kind = kind if kind in TYPES else ""
    sources = fields.texts("sources")
    related = fields.texts("related")
    review = fields.inner("review", "'review'")
    data = PageData(
        type=kind,
        path=page_path,
        language=language,
        title=fields.text("title", required=True, limit=grammar.MAX_PAGE_TITLE),
        summary=fields.text("summary", limit=grammar.MAX_SUMMARY),
        order=fields.number("order"),
        section=fields.choice("section", SECTIONS),
        sensitive=fields.flag("sensitive"),
        nav=fields.flag("nav"),
        review=Review(
            by=review.text("by", limit=120),
            role=review.text("role", limit=120),
            on=review.date("on", whole=True),
            due=review.date("due", whole=True),
        ),
        translation=fields.choice("translation", grammar.TRANSLATION),
        translated_from=fields.text("translated_from"),
        sources=tuple(node.value for node in sources),
        related=tuple(node.value for node in related),
        extra=_extra(fields, grammar.EXTRA_KEYS.get(kind, {})),
    )
    review.finish()
    fields.finish(known=(*grammar.PAGE_KEYS, *grammar.EXTRA_KEYS.get(kind, {})))
    _sense(fields, data)
    refs = [Ref("source", node.value, node.line) for node in sources]
    return data, refs + [Ref("page", node.value, node.line) for node in related]


def _extra(fields: Fields, wanted: dict[str, tuple[str, int]]) -> dict[str, str | tuple[str, ...]]:
    extra: dict[str, str | tuple[str, ...]] = {}
    for name, (form, limit) in wanted.items():
        value: str | tuple[str, ...]
        if form == "list":
            value = tuple(node.value for node in fields.texts(name, limit=limit))
        elif form == "date":
            value = fields.date(name, required=True)
        elif form == "url":
            value = fields.url(name, limit=limit)
        else:
            value = fields.text(name, limit=limit)
        if value:
            extra[name] = value
    return extra


def _sense(fields: Fields, data: PageData) -> None:
    """What the fields must be beside each other."""
    if data.type == "guide" and not data.section:
        fields.fault(fields.line, f"a guide needs its section: one of {', '.join(SECTIONS)}", "missing")
    if data.section and data.type not in ("guide", ""):
        fields.fault(fields.at("section"), "only a guide has a section; delete it")
    if data.type and (data.path == "home") != (data.type == "home"):
        fields.fault(fields.at("type"), "the page 'home' has the type home, and no other page has")
    if data.review.on and not data.review.by:
        fields.fault(fields.at("review"), "a review has a day and nobody's name; name the reviewer or empty the day")
    if data.review.by and not data.review.on:
        fields.fault(fields.at("review"), "a review has a name and no day; write the day")
    if data.translated_from and not re.fullmatch(r"[0-9a-f]{12}", data.translated_from):
        fields.fault(fields.at("translated_from"), "'translated_from' is 12 digits or letters a-f; delete it")
    for path in data.related:
        if path == data.path:
            fields.fault(fields.at("related"), "a page is not related to itself; delete it")


def tokens(lines: list[str], file: str, faults: Faults, *, first_line: int = 1, braces: bool = True) -> list[Ref]:
    """Find fact tokens and language runs in the lines of a file, and report what was meant to be one.

    Args:
        lines: the lines, as written.
        file: the file, for faults.
        faults: collects what is wrong.
        first_line: the number of the first line.
        braces: report every other brace too; false where YAML has braces of its own.

    Returns:
        A reference for each fact token.
    """
    refs: list[Ref] = []
    for number, line in enumerate(lines, first_line):
        if "{" not in line:
            continue
        for run in grammar.RUN.finditer(line):
            if run[2] not in grammar.LANGUAGES:
                known = ", ".join(grammar.LANGUAGES)
                faults.add(file, number, f"{quoted(run[2])} is no language of the platform ({known})", code="language")
        rest = grammar.RUN.sub(lambda run: run[1], line)
        for found in _TOKEN.finditer(rest):
            token = grammar.FACT_TOKEN.fullmatch(found.group())
            if token:
                refs.append(Ref("fact", token[1], number))
                if token[2] and (message := date_fault(token[2])):
                    faults.add(file, number, f"{quoted(found.group())}: {message}", code="date")
            elif (braces and not _escaped(rest, found.start())) or _MEANT.match(found.group()):
                message = "braces hold {fact:KEY}, {fact:KEY@DATE} or, after [words], {lang=CODE}"
                faults.add(file, number, f"{quoted(found.group())}: {message}", code="token")
    return refs


def _escaped(line: str, at: int) -> bool:
    return line[at - 1 : at] == "\\"
