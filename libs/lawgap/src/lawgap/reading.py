"""From nodes to models: instruments, bills, verdicts; every fault with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from lawgap.faults import Fault, listed, nearest, quoted
from lawgap.fields import Taker
from lawgap.models import (
    HOLDERS,
    INSTRUMENT_KINDS,
    KINDS,
    VERDICTS,
    Amendment,
    Bill,
    Cite,
    Instrument,
    Penalty,
    Provision,
    Reading,
    Record,
    Review,
    Scope,
    Standard,
    Verdict,
    View,
    first_day,
    last_day,
)
from lawgap.scopes import outside, read_scope
from lawgap.standards import once
from lawgap.strictyaml import Fields, Node

MAX_QUOTE_WORDS = 40


class LawReader:
    """Reads what is held against standards.

    Args:
        standards: those that were read, by code.
        faults: collects what is wrong.
    """

    def __init__(self, standards: Mapping[str, Standard], faults: list[Fault]) -> None:
        self.standards, self.faults = standards, faults

    def standard(self, taker: Taker, default: Standard | None = None) -> Standard | None:
        """The standard an entry names, else the default, else the only one there is."""
        code = taker.code("standard", required=False)
        if code in self.standards:
            return self.standards[code]
        if code:
            hint = nearest(code, self.standards)
            taker.fault(taker.at("standard"), f"there is no standard {quoted(code)}.{hint}")
            return None
        if default is not None:
            return default
        if len(self.standards) == 1:
            return next(iter(self.standards.values()))
        if self.standards:
            message = f"{taker.what} does not say which standard: write 'standard:' and one of {listed(self.standards)}"
            taker.fault(taker.line, message)
        return None

    # --- instruments ----------------------------------------------------------------------------

    def instrument(self, node: Node, file: str) -> Instrument:
        """Read an instrument with its provisions."""
        taker = Taker(node, file, self.faults, "this instrument")
        code = taker.code("instrument")
        jurisdiction = taker.code("jurisdiction", required=False) or code.partition(".")[0]
        standard = self.standard(taker)
        found = Instrument(
            code=code,
            jurisdiction=jurisdiction,
            kind=taker.choice("kind", INSTRUMENT_KINDS, default="statute"),
            title=taker.words("title"),
            provisions=tuple(
                provision
                for item in taker.entries("provisions")
                if (provision := self.provision(item, file, code, jurisdiction, standard))
            ),
            url=taker.text("url", limit=1000),
            sources=taker.texts("sources"),
            note=taker.words("note"),
        )
        taker.finish()
        return found

    def provision(
        self, node: Node, file: str, owner: str, jurisdiction: str, default: Standard | None
    ) -> Provision | None:
        """Read one provision; ``None`` when there is no standard to read it against."""
        taker = Taker(node, file, self.faults, "this provision")
        code = taker.code("code")
        taker.what = f"the provision '{code}'" if code else taker.what
        standard = self.standard(taker, default)
        if standard is None:
            return None
        earlier = tuple(self.earlier(item, file, standard) for item in taker.entries("superseded"))
        found = Provision(
            code=f"{owner}.{code}",
            instrument=owner,
            jurisdiction=jurisdiction,
            standard=standard.code,
            title=taker.words("title"),
            summary=taker.words("summary"),
            valid_from=taker.date("valid_from"),
            valid_to=taker.date("valid_to"),
            penalty=self.penalty(taker),
            cite=_cite(taker),
            sources=taker.texts("sources"),
            readings=(*earlier, self.reading(taker, standard)),
            file=file,
            line=taker.line,
        )
        taker.finish()
        if first_day(found.valid_from) > last_day(found.valid_to):
            taker.fault(taker.at("valid_to"), "the provision ends before it begins; look at valid_from and valid_to")
        days = [first_day(reading.read_on) for reading in found.readings]
        if days != sorted(days):
            taker.fault(taker.at("superseded"), "readings stand oldest first; a later one is before an earlier one")
        return found

    def earlier(self, node: Node, file: str, standard: Standard) -> Reading:
        taker = Taker(node, file, self.faults, "this earlier reading")
        found = self.reading(taker, standard)
        taker.finish()
        return found

    def reading(self, taker: Taker, standard: Standard) -> Reading:
        """Read what an entry is taken to reach."""
        kind = taker.choice("kind", KINDS)
        reaches = kind in ("offence", "fragment")
        scope = read_scope(taker, "scope", standard, whole=reaches)
        doubtful = read_scope(taker, "doubtful", standard, whole=False)
        return Reading(
            kind=kind,
            scope=scope,
            doubtful=doubtful,
            doubtful_offence=self.doubtful_offence(taker, standard, kind, scope, doubtful),
            read_on=taker.date("read_on", whole=True),
            put_forward_by=taker.text("put_forward_by"),
            review=read_review(taker),
            note=taker.words("note"),
        )

    def doubtful_offence(
        self, taker: Taker, standard: Standard, kind: str, scope: Scope, doubtful: Scope
    ) -> Scope | None:
        if not taker.has("doubtful_offence"):
            taker.known.append("doubtful_offence")
            return None
        node = taker.node.items["doubtful_offence"]
        written = read_scope(taker, "doubtful_offence", standard, whole=False)
        if not (isinstance(node, Fields) and node.items):
            return None
        if kind != "fragment":
            taker.fault(taker.at("doubtful_offence"), "only a fragment can be an offence in the high reading alone")
            return None
        widest = {code: scope.get(code, frozenset()) | doubtful.get(code, frozenset()) for code in scope}
        every = {
            dimension.code: frozenset(value.code for value in dimension.values) for dimension in standard.dimensions
        }
        # 'any' means all that the scope has.
        narrowed = {
            code: widest[code] if values == every[code] else values
            for code, values in written.items()
            if code in widest
        }
        if wrong := outside(narrowed, scope, doubtful):
            taker.fault(
                taker.at("doubtful_offence"),
                f"{listed(wrong)} is neither in 'scope' nor in 'doubtful'; an offence in doubt stays inside the provision",
            )
        return {**widest, **narrowed}

    def penalty(self, taker: Taker) -> Penalty:
        inner = taker.inner("max_penalty", "'max_penalty'")
        found = Penalty(
            years=inner.number("years"),
            months=inner.number("months"),
            life=inner.yes("life"),
            fine=inner.text("fine"),
            note=inner.words("note"),
        )
        inner.finish()
        return found

    # --- bills ----------------------------------------------------------------------------------

    def bill(self, node: Node, file: str) -> Bill | None:
        """Read a bill; ``None`` when there is no standard to read it against."""
        taker = Taker(node, file, self.faults, "this bill")
        code = taker.code("bill")
        jurisdiction = taker.code("jurisdiction", required=False) or code.partition(".")[0].partition("-")[0]
        standard = self.standard(taker)
        if standard is None:
            return None
        found = Bill(
            code=code,
            jurisdiction=jurisdiction,
            standard=standard.code,
            title=taker.words("title"),
            repeals=taker.texts("repeals"),
            amends=tuple(self.amendment(item, file, standard) for item in taker.entries("amends")),
            adds=tuple(
                provision
                for item in taker.entries("adds")
                if (provision := self.provision(item, file, code, jurisdiction, standard))
            ),
            duties=taker.texts("duties"),
            text=taker.words("text", limit=8000),
            status=taker.words("status"),
            date=taker.date("date"),
            sources=taker.texts("sources"),
            note=taker.words("note"),
        )
        taker.finish()
        once(taker, "adds", [provision.code for provision in found.adds])
        for element in found.duties:
            if standard.element(element) is None:
                hint = nearest(element, [known.code for known in standard.elements])
                taker.fault(taker.at("duties"), f"{standard.code} has no element {quoted(element)}.{hint}")
        return found

    def amendment(self, node: Node, file: str, standard: Standard) -> Amendment:
        taker = Taker(node, file, self.faults, "this amendment")
        code = taker.code("code")
        found = Amendment(
            code=code,
            kind=taker.choice("kind", KINDS) if taker.has("kind") else None,
            scope=read_scope(taker, "scope", standard, whole=True) if taker.has("scope") else None,
            doubtful=read_scope(taker, "doubtful", standard, whole=False) if taker.has("doubtful") else None,
            penalty=self.penalty(taker) if taker.has("max_penalty") else None,
            note=taker.words("note"),
        )
        if taker.has("doubtful_offence"):
            scope = found.scope or {}
            narrow = read_scope(taker, "doubtful_offence", standard, whole=False)
            found = replace(found, doubtful_offence={**scope, **narrow})
        taker.known += ["kind", "scope", "doubtful", "doubtful_offence", "max_penalty"]
        taker.finish()
        return found

    # --- verdicts -------------------------------------------------------------------------------

    def verdicts(self, node: Node, file: str) -> tuple[list[Verdict], list[View]]:
        """Read a file of verdicts and views."""
        taker = Taker(node, file, self.faults, "this file of verdicts")
        jurisdiction = taker.code("jurisdiction")
        standard = self.standard(taker)
        verdicts, views = taker.entries("verdicts"), taker.entries("views")
        taker.finish()
        if standard is None:
            return [], []
        return (
            [self.verdict(item, file, jurisdiction, standard) for item in verdicts],
            [self.view(item, file, jurisdiction, standard) for item in views],
        )

    def verdict(self, node: Node, file: str, jurisdiction: str, standard: Standard) -> Verdict:
        taker = Taker(node, file, self.faults, "this verdict")
        code = taker.code("code")
        taker.what = f"the verdict '{code}'" if code else taker.what
        found = Verdict(
            code=code,
            element=self.element(taker, standard),
            jurisdiction=jurisdiction,
            standard=standard.code,
            value=taker.choice("value", VERDICTS),
            basis=taker.words("basis", required=True),
            as_of=taker.date("as_of"),
            cites=taker.texts("cites"),
            sources=taker.texts("sources"),
            put_forward_by=taker.text("put_forward_by"),
            review=read_review(taker),
            supersedes=taker.code("supersedes", required=False),
        )
        taker.finish()
        if not found.put_forward_by and not found.review.by:
            message = f"{taker.what} is by nobody; write 'put_forward_by', and 'review' once a named person has signed"
            taker.fault(taker.line, message)
        return found

    def element(self, taker: Taker, standard: Standard) -> str:
        code = taker.code("element")
        if code and standard.element(code) is None:
            hint = nearest(code, [element.code for element in standard.elements])
            taker.fault(taker.at("element"), f"{standard.code} has no element {quoted(code)}.{hint}")
        return code

    def view(self, node: Node, file: str, jurisdiction: str, standard: Standard) -> View:
        taker = Taker(node, file, self.faults, "this view")
        target = taker.code("target")
        self.target(taker, target, standard)
        quote = taker.words("quote")
        for language, text in quote.items():
            if len(text.split()) > MAX_QUOTE_WORDS or (len(text.split()) < 3 and len(text) > 4 * MAX_QUOTE_WORDS):
                taker.fault(taker.at("quote"), f"the quote in '{language}' is longer than {MAX_QUOTE_WORDS} words")
        found = View(
            target=target,
            jurisdiction=jurisdiction,
            standard=standard.code,
            holder=taker.words("holder", required=True),
            holder_kind=taker.choice("holder_kind", HOLDERS),
            value=taker.choice("value", VERDICTS),
            text=taker.words("text", required=True),
            quote=quote,
            date=taker.date("date"),
            sources=taker.texts("sources"),
        )
        taker.finish()
        if not found.sources:
            taker.fault(taker.line, "this view has no 'sources'; what somebody else says needs one")
        return found

    def target(self, taker: Taker, target: str, standard: Standard) -> None:
        dimension, _, value = target.partition(".")
        found = standard.dimension(dimension)
        if standard.element(target) or (found and value in {known.code for known in found.values}):
            return
        if target:
            known = [element.code for element in standard.elements]
            known += [f"{side.code}.{known_value.code}" for side in standard.dimensions for known_value in side.values]
            message = (
                f"{quoted(target)} is no element and no dimension.value of {standard.code}.{nearest(target, known)}"
            )
            taker.fault(taker.at("target"), message)

    # --- records --------------------------------------------------------------------------------

    def records(self, node: Node, file: str) -> list[Record]:
        """Read what the publisher's files said of an instrument's sections."""
        taker = Taker(node, file, self.faults, "this file of records")
        instrument = taker.code("instrument")
        found = []
        for item in taker.entries("parts"):
            part = Taker(item, file, self.faults, "this record")
            found.append(
                Record(
                    instrument,
                    part.text("part", required=True),
                    part.date("start_period"),
                    part.text("sha256"),
                    part.date("read_on"),
                    part.text("language") or "en",
                )
            )
            part.finish()
        taker.finish()
        return found


def read_review(taker: Taker) -> Review:
    """Read who signed an entry."""
    inner = taker.inner("review", "'review'")
    review = Review(inner.text("by"), inner.text("role"), inner.date("on", whole=True), inner.text("note", limit=2000))
    inner.finish()
    if not review.by.strip() and (review.on or review.role):
        inner.fault(
            inner.at("by"), "a review by nobody: write the name of the person who signs, or empty role and date"
        )
    elif review.by and not review.on:
        inner.fault(inner.at("on"), f"{quoted(review.by)} signs without a date; write 'on'")
    return review


def _cite(taker: Taker) -> Cite:
    inner = taker.inner("cite", "'cite'")
    found = Cite(
        url=inner.text("url", limit=1000),
        part=inner.text("part"),
        checked=inner.date("checked"),
        start_period=inner.date("start_period"),
        sha256=inner.text("sha256"),
        language=inner.text("language") or "en",
    )
    inner.finish()
    return found
