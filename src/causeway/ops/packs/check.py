"""What no single file can tell: keys nobody defines, links to nowhere, languages that are missing or behind."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from causeway.facts import api as facts_api
from causeway.ops.packs import grammar
from causeway.ops.packs.body import Ref
from causeway.ops.packs.crosscheck import check_rooms, milestone_keys, report_fields
from causeway.ops.packs.faults import Faults, nearest, quoted
from causeway.ops.packs.fields import first_day
from causeway.ops.packs.model import Entry, Pack
from causeway.ops.packs.reading import read_folder

_NO = {
    "fact": "no fact has the key",
    "figure": "no figure has the key",
    "source": "no source has the key",
    "page": "no page stands at",
    "image": "the pack has no picture",
    "standard": "the law has no standard",
    "ask": "no ask has the key",
    "milestone": "no ask has a milestone with the key",
    "event": "no event has the key",
}


def check_folder(folder: Path, today: datetime.date) -> tuple[Pack, Faults]:
    """Read a pack and check all of it.

    Args:
        folder: the pack's folder.
        today: the day reviews are held against.

    Returns:
        The pack, and every fault of it.

    Raises:
        PackFolderError: when there is no pack in the folder.
    """
    pack, faults = read_folder(folder)
    check_pack(pack, faults, today)
    return pack, faults


def check_pack(pack: Pack, faults: Faults, today: datetime.date) -> None:
    """Check a pack as a whole.

    Args:
        pack: the pack as read.
        faults: collects what is wrong.
        today: the day reviews are held against.
    """
    _Checker(pack, faults, today).run()


class _Checker:
    def __init__(self, pack: Pack, faults: Faults, today: datetime.date) -> None:
        self.pack, self.faults, self.today = pack, faults, today
        self.default = pack.manifest.default_language
        self.source_keys = [entry.key for entry in pack.of("source")]
        self.paths = sorted({path for path, _language in pack.pages})
        self.known: dict[str, list[str]] = {
            "fact": [entry.key for entry in pack.of("fact")],
            "figure": [entry.key for entry in pack.of("figure")],
            "source": self.source_keys,
            "page": self.paths,
            "image": [path for path in pack.files if path.startswith("images/")],
            "standard": [entry.key for entry in pack.of("law-standard")],
            "ask": [entry.key for entry in pack.of("ask")],
            "milestone": milestone_keys(pack),
            "event": [entry.key for entry in pack.of("event")],
        }
        self.hints: dict[tuple[str, str], str] = {}

    def run(self) -> None:
        self.facts()
        self.references()
        check_rooms(self.pack, self.faults, set(self.source_keys))
        self.pages()
        self.translations()
        self.reviews()

    def hint(self, kind: str, word: str, known: Iterable[str]) -> str:
        # The same wrong key often stands in many places, and comparing with all keys is slow.
        if (kind, word) not in self.hints:
            self.hints[kind, word] = nearest(word, known)
        return self.hints[kind, word]

    # --- facts ----------------------------------------------------------------------------------

    def facts(self) -> None:
        """Hold the tables against the rules of the room that keeps them."""
        sources, facts = self.pack.of("source"), self.pack.of("fact")
        report_fields(sources, facts_api.check_sources([entry.data for entry in sources]), self.faults)
        known = set(self.source_keys)
        report_fields(facts, facts_api.check_facts([entry.data for entry in facts], known), self.faults)
        counts = {entry.key: len(entry.data.get("values", [])) for entry in facts}
        by_language: dict[str, list[Entry]] = {}
        for entry in self.pack.of("text"):
            key, _, language = entry.key.rpartition(" ")
            if key in counts:
                by_language.setdefault(language, []).append(entry)
            else:
                hint = self.hint("fact", key, counts)
                self.faults.add(entry.file, entry.line, f"no fact has the key {quoted(key)}.{hint}", code="fact")
        for language, entries in by_language.items():
            texts = {entry.key.rpartition(" ")[0]: entry.data for entry in entries}
            report_fields(entries, facts_api.check_texts(language, texts, counts), self.faults, f" {language}")

    # --- references -----------------------------------------------------------------------------

    def references(self) -> None:
        for file, ref in self.all_refs():
            self.reference(file, ref)
        used = {ref.target for _file, ref in self.all_refs() if ref.kind == "image"}
        for file in self.pack.files:
            if file.startswith("images/") and file not in used:
                self.faults.add(file, 0, "no page shows this picture; use it or remove it", code="file")

    def all_refs(self) -> list[tuple[str, Ref]]:
        pages = [(page.file, ref) for page in self.pack.pages.values() for ref in page.refs]
        return [*self.pack.refs, *pages]

    def reference(self, file: str, ref: Ref) -> None:
        known = self.known[ref.kind]
        if ref.kind == "page" and (ref.target, self.default) not in self.pack.pages and ref.target in self.paths:
            known = []
        if ref.target in known:
            return
        hint = self.hint(ref.kind, ref.target, known)
        self.faults.add(file, ref.line, f"{_NO[ref.kind]} {quoted(ref.target)}.{hint}", code=ref.kind)

    # --- pages ----------------------------------------------------------------------------------

    def pages(self) -> None:
        if self.pack.manifest.name and "home" not in self.paths:
            self.faults.add("pages/home", 0, "the pack has no home page; write pages/home/en.md", code="missing")
        for (path, language), page in self.pack.pages.items():
            original = self.pack.pages.get((path, self.default))
            data = page.data
            if language == self.default:
                self.original(path, page.file, data.type, page.at("type"))
                for name in ("translation", "translated_from"):
                    if getattr(data, name):
                        message = f"'{name}' is only for translations; delete it"
                        self.faults.add(page.file, page.at(name), message, code="translation")
                continue
            if original is None:
                message = f"there is no page pages/{path}/{self.default}.md for it to translate"
                self.faults.add(page.file, 0, message, code="translation")
                continue
            above = path.rpartition("/")[0] or "home"
            if path != "home" and (above, language) not in self.pack.pages:
                message = f"there is no page above it in its language; write pages/{above}/{language}.md"
                self.faults.add(page.file, 0, message, code="page")
            if data.type != original.data.type and data.type and original.data.type:
                message = f"the page is a {quoted(data.type)} and its {self.default} is a {quoted(original.data.type)}"
                self.faults.add(page.file, page.at("type"), message)
            if not data.translation:
                message = "a translation says 'translation: draft', or 'checked' when a second speaker has read it"
                self.faults.add(page.file, page.at("translation"), message, code="translation")
            if data.translated_from and data.translated_from != original.digest:
                message = (
                    f"{original.file} has changed since this translation was made; bring the words up to date, then "
                    f"write 'translated_from: {original.digest}'"
                )
                self.faults.add(page.file, page.at("translated_from"), message, code="behind", due=True)

    def original(self, path: str, file: str, kind: str, line: int) -> None:
        """A page in the default language: its place in the tree."""
        above = path.rpartition("/")[0]
        parent = self.pack.pages.get((above or "home", self.default))
        if above and parent is None:
            message = f"there is no page above it; write pages/{above}/{self.default}.md"
            self.faults.add(file, 0, message, code="page")
        wanted = grammar.PARENTS.get(kind)
        if wanted and parent is not None and parent.data.type != wanted:
            message = f"a page of the type '{kind}' stands below one of the type '{wanted}'"
            self.faults.add(file, line, message, code="page")
        if kind in grammar.PLACES and path != grammar.PLACES[kind]:
            place = f"pages/{grammar.PLACES[kind]}"
            message = f"a page of the type '{kind}' stands at {place}: its room's addresses are below that one"
            self.faults.add(file, line, message, code="page")

    # --- languages ------------------------------------------------------------------------------

    def translations(self) -> None:
        wanted = [code for code in self.pack.manifest.required_languages if code != self.default]
        for path in self.paths:
            for language in wanted:
                if (path, self.default) in self.pack.pages and (path, language) not in self.pack.pages:
                    file = f"pages/{path}/{language}.md"
                    if file not in self.pack.files:
                        message = f"the page is missing; pack.yaml requires '{language}' of every page"
                        self.faults.add(file, 0, message, code="translation")
        texts = {entry.key: entry.data for entry in self.pack.of("text")}
        shown = {ref.target for _file, ref in self.all_refs() if ref.kind == "fact"}
        for fact in self.pack.of("fact"):
            for language in wanted:
                if fact.key in shown:
                    self.fact_words(fact, texts.get(f"{fact.key} {language}", {}), language)

    def fact_words(self, fact: Entry, words: dict[str, Any], language: str) -> None:
        """A fact that stands on a page needs its words in every required language."""
        missing = [] if words.get("title") else ["title"]
        if fact.data.get("type") == "statement":
            written = words.get("values", {})
            count = len(fact.data.get("values", []))
            missing += [f"value {number}" for number in range(count) if not written.get(str(number))]
        if missing:
            message = f"fact {fact.key} stands on a page and has no words in '{language}' for: {', '.join(missing)}"
            self.faults.add(fact.file, fact.line, message, code="translation", due=True)

    # --- reviews --------------------------------------------------------------------------------

    def reviews(self) -> None:
        for page in self.pack.pages.values():
            due = page.data.review.due
            if due and first_day(due) < self.today:
                message = f"the review of this page was due on {due}; review it, then set 'due' to the next day"
                self.faults.add(page.file, page.at("review"), message, code="overdue", due=True)
        for fact in self.pack.of("fact"):
            for number, value in enumerate(fact.data.get("values", [])):
                due = value.get("review_by", "")
                if due and self.past(due) and not self.past(value.get("until", "")):
                    message = f"fact {fact.key} was to be checked again by {due}"
                    line = fact.at(f"values[{number}].review_by")
                    self.faults.add(fact.file, line, message, code="overdue", due=True)

    def past(self, day: str) -> bool:
        try:
            return bool(day) and first_day(day) < self.today
        except ValueError:
            return False


def report(pack: Pack, faults: Faults) -> dict[str, Any]:
    """The result of a check for machines.

    Args:
        pack: the pack.
        faults: what is wrong with it.

    Returns:
        ``ok``, ``pack``, ``version``, ``counts``, ``faults`` and ``due``.
    """
    return {
        "ok": not len(faults),
        "pack": pack.manifest.name,
        "version": pack.manifest.version,
        "counts": pack.counts(),
        "faults": [fault.as_dict() for fault in faults.blocking],
        "due": [fault.as_dict() for fault in faults.due],
    }
