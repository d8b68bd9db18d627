"""Puts a pack into the database: all of it or nothing, and never over what staff have written since."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from causeway.asks import api as asks_api
from causeway.facts import api as facts_api
from causeway.law import api as law_api
from causeway.ops.models import PackFile, PackObject
from causeway.ops.packs import images
from causeway.ops.packs.compare import alike, digest
from causeway.ops.packs.faults import Fault, Faults
from causeway.ops.packs.links import number_links
from causeway.ops.packs.model import KINDS, Entry, Pack, sha256
from causeway.ops.packs.pagefile import PageFile
from causeway.ops.packs.pagestate import is_edited, state_of
from causeway.ops.packs.rooms import LAW_KINDS, ORGANISATION, TABLES, Room, note_refusal
from causeway.pages import api as pages_api
from causeway.pages.pagedata import map_rich_text
from causeway.supporters import api as supporters_api

Tell = Callable[[str], None]
# How an expression begins that the law works out.
_FROM_LAW = "law:"
# How a room says that it does not take something.
_REFUSALS = (
    facts_api.FactLoadError,
    supporters_api.PackError,
    pages_api.PageError,
    law_api.LawDataError,
    asks_api.AsksError,
)


class PackLoadError(ValueError):
    """Nothing was loaded; ``faults`` says why."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True)
class Kept:
    """Something of the site that a load left as it is, although the pack says otherwise."""

    file: str
    kind: str
    key: str
    why: str


@dataclass
class Outcome:
    """What a load did. ``gone`` is what earlier loads made and the pack no longer has."""

    created: dict[str, int] = field(default_factory=dict)
    updated: dict[str, int] = field(default_factory=dict)
    unchanged: dict[str, int] = field(default_factory=dict)
    kept: list[Kept] = field(default_factory=list)
    gone: list[Kept] = field(default_factory=list)
    pruned: list[Kept] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def count(self, what: dict[str, int], kind: str, number: int = 1) -> None:
        """Count something."""
        if number:
            what[kind] = what.get(kind, 0) + number


class _DryRunError(Exception):
    """Undoes a load that was only a rehearsal."""


def load_pack(
    pack: Pack,
    *,
    take: frozenset[str] = frozenset(),
    prune: bool = False,
    dry_run: bool = False,
    tell: Tell = lambda text: None,
) -> Outcome:
    """Load a pack that was checked.

    Args:
        pack: the pack.
        take: files (``pages/x/en.md``), or files with a key (``facts/law.yaml:hk.a.b``), whose content replaces what
            staff have written.
        prune: unpublish pages whose files are gone from the pack.
        dry_run: say what would happen and undo it.
        tell: told how far the load has come.

    Returns:
        What it did.

    Raises:
        PackLoadError: when a room refuses something; the database is as it was.
    """
    loader = _Loader(pack, take, prune, tell)
    try:
        with transaction.atomic(), facts_api.changes_once():
            loader.run()
            if dry_run:
                raise _DryRunError
    except _DryRunError:
        pass
    return loader.outcome


class _Loader:
    def __init__(self, pack: Pack, take: frozenset[str], prune: bool, tell: Tell) -> None:
        self.pack, self.take, self.prune, self.tell = pack, take, prune, tell
        self.name = pack.manifest.name
        self.outcome = Outcome()
        self.faults = Faults()
        self.files: dict[str, PackFile] = {}
        self.numbers: dict[tuple[str, str], int | None] = {}
        self.pictures_by_path: dict[str, str] = {}
        self.changed_pictures: set[str] = set()

    def run(self) -> None:
        self.keep_files()
        made = PackObject.objects.select_related("file").select_for_update(of=("self",))
        self.records = {(record.kind, record.key): record for record in made.filter(file__pack=self.name)}
        self.tables()
        self.pictures()
        self.pages()
        self.table(ORGANISATION, self.pack.of(ORGANISATION.kind))
        self.stop_on_faults()
        if {*self.outcome.created, *self.outcome.updated} & {*LAW_KINDS, "fact"}:
            self.compute()
        self.forget()

    def compute(self) -> None:
        """Work out the numbers that facts take from the law, which all is there by now."""
        self.tell("numbers worked out from the law")
        for fact in self.pack.of("fact"):
            expression = fact.data.get("computed", "")
            if expression.startswith(_FROM_LAW) and (message := law_api.expression_fault(expression)):
                self.faults.add(fact.file, fact.at("computed"), f"fact {fact.key}: computed {message}", code="refused")
        self.stop_on_faults()
        facts_api.recompute(_FROM_LAW.rstrip(":"))

    def stop_on_faults(self) -> None:
        if len(self.faults):
            raise PackLoadError(self.faults.sorted())

    def taken(self, file: str, key: str) -> bool:
        return file in self.take or f"{file}:{key}" in self.take

    # --- files ----------------------------------------------------------------------------------

    def keep_files(self) -> None:
        held = {file.path: file for file in PackFile.objects.select_for_update().filter(pack=self.name)}
        for path, content in self.pack.files.items():
            file = held.get(path) or PackFile(pack=self.name, path=path)
            if file.pk is None or file.sha256 != sha256(content):
                file.sha256, file.content = sha256(content), content
                file.save()
            self.files[path] = file

    def record(self, kind: str, key: str, file: str, **values: Any) -> None:
        record = self.records.get((kind, key)) or PackObject(kind=kind, key=key)
        record.file = self.files[file]
        for name, value in values.items():
            setattr(record, name, value)
        record.save()
        self.records[kind, key] = record

    def keep(self, file: str, kind: str, key: str, why: str) -> None:
        self.outcome.kept.append(Kept(file, kind, key, why))

    # --- tables ---------------------------------------------------------------------------------

    def tables(self) -> None:
        for together, group in groupby(TABLES, key=attrgetter("together")):
            rooms = list(group)
            try:
                with together():
                    for room in rooms:
                        self.table(room, self.pack.of(room.kind))
            except law_api.LawDataError as refusal:
                # Each entry was fine, and the law as a whole is not.
                note_refusal([entry for room in rooms for entry in self.pack.of(room.kind)], refusal, self.faults)
                self.stop_on_faults()

    def table(self, room: Room, entries: list[Entry]) -> None:
        """Load what is new or changed of one kind, and leave what staff have changed."""
        if not entries:
            return
        self.tell(f"{KINDS.get(room.kind, room.kind)}s")
        held = room.held([entry.key for entry in entries])
        due = [entry for entry in entries if self.is_due(entry, held)]
        self.outcome.count(self.outcome.unchanged, room.kind, len(entries) - len(due))
        wanted = [entry for entry in due if self.may_load(entry, held)]
        if not wanted:
            return
        try:
            room.take(wanted)
        except _REFUSALS as refusal:
            note_refusal(wanted, refusal, self.faults)
            self.stop_on_faults()
        now = room.held([entry.key for entry in wanted])
        for entry in wanted:
            what = self.outcome.updated if entry.key in held else self.outcome.created
            self.outcome.count(what, room.kind)
            state = now.get(entry.key, {})
            self.record(entry.kind, entry.key, entry.file, written=digest(entry.data), loaded=state)

    def is_due(self, entry: Entry, held: dict[str, Any]) -> bool:
        record = self.records.get((entry.kind, entry.key))
        if record is None or record.written != digest(entry.data):
            return True
        if record.file_id != self.files[entry.file].pk:
            self.record(entry.kind, entry.key, entry.file)
        return self.taken(entry.file, entry.key) and not alike(held.get(entry.key), record.loaded)

    def may_load(self, entry: Entry, held: dict[str, Any]) -> bool:
        record = self.records.get((entry.kind, entry.key))
        state = held.get(entry.key)
        if self.taken(entry.file, entry.key):
            return True
        if record is None:
            # The organisation exists from the first page on, without words of its own.
            if state is None or (entry.kind == ORGANISATION.kind and not state.get("name")):
                return True
            why = "made in the admin, or by another pack"
        elif state is None:
            why = "deleted in the admin"
        elif alike(state, record.loaded):
            return True
        else:
            why = "edited in the admin"
        self.keep(entry.file, entry.kind, entry.key, why)
        return False

    # --- pictures -------------------------------------------------------------------------------

    def pictures(self) -> None:
        """Load pictures; a changed file becomes a new picture, since others may use the old one by now."""
        for path, content in self.pack.files.items():
            if not path.startswith("images/"):
                continue
            written = sha256(content)
            record = self.records.get(("image", path))
            if record and record.written == written and images.exists(record.object_id):
                self.outcome.count(self.outcome.unchanged, "picture")
            else:
                self.outcome.count(self.outcome.updated if record else self.outcome.created, "picture")
                if record:
                    self.changed_pictures.add(path)
                made = images.create(path, content)
                self.record("image", path, path, object_id=made, written=written, loaded={})
            self.pictures_by_path[path] = images.REFERENCE + str(self.records["image", path].object_id)

    # --- pages ----------------------------------------------------------------------------------

    def pages(self) -> None:
        default = settings.LANGUAGE_CODE
        ordered = sorted(
            self.pack.pages.values(),
            key=lambda page: (
                page.data.path != pages_api.HOME,
                page.data.path.count("/"),
                page.data.language != default,
                page.data.order,
                page.data.path,
            ),
        )
        new: list[PageFile] = []
        changed: list[PageFile] = []
        for page in ordered:
            self.plan(page, new, changed)
        fresh = {page.file for page in new}
        # First every new page without its text, so that links may lead to pages that come later.
        for number, page in enumerate(new, 1):
            self.tell(f"pages {number} of {2 * len(new) + len(changed)}")
            self.write(page, bare=True)
        self.stop_on_faults()
        for number, page in enumerate([*new, *changed], len(new) + 1):
            self.tell(f"pages {number} of {2 * len(new) + len(changed)}")
            self.write(page, fresh=page.file in fresh)
        self.stop_on_faults()

    def plan(self, page: PageFile, new: list[PageFile], changed: list[PageFile]) -> None:
        """Decide what becomes of one page file."""
        data = page.data
        key = f"{data.path} {data.language}"
        record = self.records.get(("page", key))
        existing = pages_api.find_page(data.path, data.language)
        if record is None:
            if existing is None:
                new.append(page)
            elif self.taken(page.file, key):
                changed.append(page)
            else:
                self.keep(page.file, "page", key, "made in the admin, or by another pack")
            return
        before = Page.objects.filter(pk=record.object_id).first()
        why = (
            is_edited(before.specific, record.revision_id, data.path, record.loaded)
            if before
            else "deleted in the admin"
        )
        taken = self.taken(page.file, key)
        same = record.written == self.files[page.file].sha256 and self.changed_pictures.isdisjoint(
            ref.target for ref in page.refs if ref.kind == "image"
        )
        if same and not (taken and why):
            self.outcome.count(self.outcome.unchanged, "page")
        elif why and not taken:
            self.keep(page.file, "page", key, why)
        else:
            (new if existing is None else changed).append(page)

    def write(self, page: PageFile, *, bare: bool = False, fresh: bool = False) -> None:
        data = page.data
        if bare:
            data = replace(data, blocks=(), related=())
        else:
            data = map_rich_text(data, lambda html: number_links(html, lambda path: self.number(path, page)))
            data = images.renamed(data, self.pictures_by_path.get)
        try:
            made = pages_api.upsert_page(data.path, data.language, data)
        except pages_api.PageError as refusal:
            self.faults.add(page.file, 0, str(refusal), code="refused")
            return
        self.numbers.pop((data.path, data.language), None)
        if bare:
            return
        if fresh:
            # Nobody ever sees the page without its text, so nobody should find that version in its history.
            made.revisions.exclude(pk=made.latest_revision_id).delete()
        self.outcome.count(self.outcome.created if fresh else self.outcome.updated, "page")
        self.record(
            "page",
            f"{data.path} {data.language}",
            page.file,
            object_id=made.pk,
            revision_id=made.latest_revision_id,
            written=self.files[page.file].sha256,
            loaded=state_of(made),
        )

    def number(self, path: str, page: PageFile) -> int | None:
        """The number of the page a link leads to, in the page's own language where there is one."""
        language = page.data.language
        if (path, language) not in self.numbers:
            found = pages_api.find_page(path, language) or pages_api.find_page(path, settings.LANGUAGE_CODE)
            self.numbers[path, language] = found.pk if found else None
        number = self.numbers[path, language]
        if number is None:
            self.outcome.notes.append(
                f"{page.file}: the link to {path} was left out: that page was deleted in the admin"
            )
        return number

    # --- what is gone ---------------------------------------------------------------------------

    def forget(self) -> None:
        """Name what earlier loads made and the pack no longer has; take pages off the site when asked to."""
        wanted = {("page", f"{path} {language}") for path, language in self.pack.pages} | set(self.pack.entries)
        wanted |= {("image", path) for path in self.pack.files}
        for (kind, key), record in self.records.items():
            if (kind, key) in wanted:
                continue
            page = Page.objects.filter(pk=record.object_id).first() if kind == "page" else None
            gone = Kept(record.file.path, kind, key, "")
            if kind != "page":
                self.outcome.gone.append(replace(gone, why="it stays; delete it in the admin if it should go"))
            elif page is None:
                record.delete()
            elif not self.prune:
                self.outcome.gone.append(replace(gone, why="the page stays; --prune takes it off the site"))
            elif why := is_edited(page.specific, record.revision_id, key.partition(" ")[0], record.loaded):
                self.outcome.gone.append(replace(gone, why=f"the page stays: {why}"))
            else:
                page.specific.unpublish()
                record.delete()
                self.outcome.pruned.append(gone)
        empty = PackFile.objects.filter(pack=self.name, objects_made=None).exclude(path__in=self.pack.files)
        empty.delete()
