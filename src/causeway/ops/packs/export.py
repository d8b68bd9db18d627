"""Writes a pack as the site has it: loaded files byte for byte, and staff's changes in the lines they belong to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from wagtail.models import Page

from causeway.facts import api as facts_api
from causeway.ops.models import PackFile, PackObject
from causeway.ops.packs import images, serialise, yamlwrite
from causeway.ops.packs.compare import alike, digest
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.merge import Change, merge_manifest, merge_page, merge_table
from causeway.ops.packs.model import Entry, Pack, sha256
from causeway.ops.packs.nodefiles import KINDS as NODE_KINDS
from causeway.ops.packs.nodefiles import NodeFiles, edited, file_data
from causeway.ops.packs.pagestate import Paths, data_for_file, page_path, state_of
from causeway.ops.packs.reading import MANIFEST, PackFolderError, read_files
from causeway.ops.packs.rooms import ORGANISATION, TABLES, Room
from causeway.pages import api as pages_api
from causeway.pages.pagedata import PageData

# Where entries go that were made on the site, by kind.
NEW_FILES = {
    "source": "sources/from-the-site.yaml",
    "fact": "facts/from-the-site.yaml",
    "topic": "topics.yaml",
    "wording": "wordings.yaml",
}


@dataclass
class Written:
    """The files of an export by what became of them; ``left_out`` are sentences on what a pack cannot hold."""

    as_loaded: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def export_pack(folder: Path, name: str = "") -> Written:
    """Write a pack into a new folder.

    Args:
        folder: the folder to make; it may exist when it is empty.
        name: which pack; needed only when several are loaded.

    Returns:
        What was written.

    Raises:
        PackFolderError: when the folder holds something, or there is no such pack.
    """
    folder = folder.resolve()
    if folder.is_dir() and any(folder.iterdir()):
        raise PackFolderError(f"{folder}: the folder is not empty; name a new one")
    if folder.exists() and not folder.is_dir():
        raise PackFolderError(f"{folder}: there is a file of that name; name a new folder")
    if not folder.parent.is_dir():
        raise PackFolderError(f"{folder}: there is no folder {folder.parent} to make it in")
    with transaction.atomic():
        exporter = _Exporter(_pack_name(name))
        exporter.run()
    _write(folder, exporter.files)
    return exporter.written


def _pack_name(name: str) -> str:
    names = list(PackFile.objects.order_by("pack").values_list("pack", flat=True).distinct())
    if not names:
        raise PackFolderError("no pack was loaded into this site yet, so there is none to write")
    if name and name not in names:
        raise PackFolderError(f"no pack '{name}' was loaded into this site; it has: {', '.join(names)}")
    if not name and len(names) > 1:
        raise PackFolderError(f"several packs are loaded; say which with --pack: {', '.join(names)}")
    return name or names[0]


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    # Written beside its place and moved there whole, so that nobody ever finds half of it.
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for path, content in files.items():
            file = draft / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        draft.chmod(0o755)
        if folder.is_dir():
            folder.rmdir()
        draft.rename(folder)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise


class _Exporter:
    def __init__(self, name: str) -> None:
        self.name = name
        self.written = Written()
        self.files: dict[str, bytes] = {}
        self.loaded = {file.path: bytes(file.content) for file in PackFile.objects.filter(pack=name)}
        # What cannot be read any more is given back as it was, so faults do not matter here.
        self.pack: Pack = read_files(self.loaded, Faults())
        self.records: dict[tuple[str, str], PackObject] = {}
        self.elsewhere: set[tuple[str, str]] = set()
        for record in PackObject.objects.select_related("file"):
            if record.file.pack == name:
                self.records[record.kind, record.key] = record
            else:
                self.elsewhere.add((record.kind, record.key))
        self.paths = Paths()
        self.moved: set[str] = set()
        self.pictures = {
            f"{images.REFERENCE}{record.object_id}": key
            for (kind, key), record in self.records.items()
            if kind == "image"
        }

    def run(self) -> None:
        self.files.update(self.loaded)
        self.pages()
        self.new_pages()
        self.tables()
        self.organisation()
        for path, content in sorted(self.files.items()):
            if path not in self.loaded:
                self.written.new.append(path)
            elif content == self.loaded[path]:
                self.written.as_loaded.append(path)
            else:
                self.written.changed.append(path)
        self.files = dict(sorted(self.files.items()))

    def lost(self, file: str, what: str) -> None:
        self.written.left_out.append(f"{file}: {what}")

    # --- pages ----------------------------------------------------------------------------------

    def pages(self) -> None:
        records = {record.file.path: record for (kind, _key), record in self.records.items() if kind == "page"}
        numbers = {record.object_id: record.key.partition(" ")[0] for record in records.values()}
        self.moved = {
            numbers[page.pk] for page in Page.objects.filter(pk__in=numbers) if page_path(page) != numbers[page.pk]
        }
        for file in [path for path in self.loaded if path.startswith("pages/")]:
            record = records.get(file)
            if record is None:
                # Never loaded, because the site had a page of its own there: that page is among the new ones.
                del self.files[file]
                continue
            found = Page.objects.filter(pk=record.object_id).first()
            if found is None or not found.live:
                del self.files[file]
                self.lost(file, "left out: the page was deleted or taken off the site in the admin")
                continue
            self.page(file, record, found.specific)

    def page(self, file: str, record: PackObject, page: Any) -> None:
        state = state_of(page)
        place = f"pages/{page_path(page)}/{page.locale.language_code}.md"
        as_written = record.written == sha256(self.loaded[file])
        path, _, language = record.key.rpartition(" ")
        links = {ref.target for ref in self.pack.pages[path, language].refs if ref.kind == "page"}
        points_astray = not links.isdisjoint(self.moved)
        if as_written and alike(state, record.loaded) and place == file and not points_astray:
            return
        del self.files[file]
        now = self.data(page, place)

        def changed(name: str) -> bool:
            if not as_written or (points_astray and name in ("blocks", "related")):
                return True
            if name in now.extra or name in record.loaded.get("extra", {}):
                return not alike(state["extra"].get(name), record.loaded["extra"].get(name))
            return not alike(state.get(name), record.loaded.get(name))

        text = self.loaded[file].decode()
        self.files[place] = merge_page(text, now, changed).encode()

    def data(self, page: Any, place: str) -> PageData:
        if page.has_unpublished_changes:
            self.lost(place, "its unpublished draft is not part of it")
        data = data_for_file(page, self.paths, lambda what: self.lost(place, f"a pack cannot hold: {what}"))
        return images.renamed(data, lambda reference: self.picture(reference, place))

    def picture(self, reference: str, place: str) -> str | None:
        """The file of a picture; one that came from the admin gets a file of its own."""
        if reference not in self.pictures:
            found = images.content(int(reference.removeprefix(images.REFERENCE) or 0))
            if found is None:
                self.lost(place, "a picture whose file is gone or of a kind no pack holds")
                return None
            self.pictures[reference], self.files[found[0]] = found
        return self.pictures[reference]

    def new_pages(self) -> None:
        """Pages made in the admin."""
        known = {record.object_id for record in PackObject.objects.filter(kind="page")}
        for model in pages_api.page_types().values():
            for page in model.objects.live().filter(alias_of=None).exclude(pk__in=known).select_related("locale"):
                place = f"pages/{page_path(page)}/{page.locale.language_code}.md"
                self.files[place] = serialise.page(self.data(page, place)).encode()

    # --- tables ---------------------------------------------------------------------------------

    def tables(self) -> None:
        more: dict[str, list[Change]] = {}
        nodes = NodeFiles(self.pack)
        for room in TABLES:
            if room.kind in NODE_KINDS:
                self.nodes(room, nodes)
                continue
            keys = [key for kind, key in self.records if kind == room.kind]
            held = room.held([*keys, *(entry.key for entry in self.pack.of(room.kind))])
            by_file: dict[str, list[Entry]] = {}
            for entry in self.pack.of(room.kind):
                by_file.setdefault(entry.file, []).append(entry)
            for key in keys:
                record = self.records[room.kind, key]
                if (room.kind, key) not in self.pack.entries and key in held:
                    # Gone from the pack, still on the site.
                    more.setdefault(record.file.path, []).append(_change(room.kind, key, held[key]))
            for path, change in self.made_on_the_site(room.kind, room.all_keys()):
                more.setdefault(path, []).append(change)
            for path in sorted({*by_file, *(path for path, add in more.items() if add[0].kind == room.kind)}):
                self.table(path, room.kind, by_file.get(path, []), held, more.pop(path, []))
        for path, content in nodes.written():
            if content is None:
                self.files.pop(path, None)
            else:
                self.files[path] = content

    def nodes(self, room: Room, nodes: NodeFiles) -> None:
        """What became of the entries of one kind whose files are written field by field."""
        entries = self.pack.of(room.kind)
        gone = [key for kind, key in self.records if kind == room.kind and (kind, key) not in self.pack.entries]
        held = room.held([*gone, *(entry.key for entry in entries)])
        for entry in entries:
            if self.is_as_loaded(entry, held):
                continue
            record, state = self.records.get((entry.kind, entry.key)), held.get(entry.key)
            if state is None:
                nodes.change(entry, None)
            elif record is not None and record.written == digest(entry.data):
                nodes.change(entry, edited(entry, record.loaded, state))
            else:
                nodes.change(entry, file_data(room.kind, state))
        made = self.unknown(room.kind, room.all_keys())
        for key, state in {**room.held(made), **{key: held[key] for key in gone if key in held}}.items():
            nodes.add(room.kind, key, state)

    def table(self, path: str, kind: str, entries: list[Entry], held: Mapping[str, Any], more: list[Change]) -> None:
        changes = {
            entry.key: _change(kind, entry.key, held.get(entry.key))
            for entry in entries
            if not self.is_as_loaded(entry, held)
        }
        if path not in self.loaded:
            datas = [change.data for change in more if change.data is not None]
            self.files[path] = yamlwrite.table(kind, datas).encode()
        elif changes or more:
            self.files[path] = merge_table(self.loaded[path].decode(), kind, entries, changes, more).encode()

    def is_as_loaded(self, entry: Entry, held: Mapping[str, Any]) -> bool:
        record = self.records.get((entry.kind, entry.key))
        if record is None or entry.key not in held:
            return False
        return record.written == digest(entry.data) and alike(record.loaded, held[entry.key])

    def made_on_the_site(self, kind: str, keys: Iterable[str]) -> Iterable[tuple[str, Change]]:
        """Entries no pack knows, each with the file it goes to."""
        if kind == "text":
            yield from self.new_texts()
            return
        if new := self.unknown(kind, keys):
            room = next(room for room in TABLES if room.kind == kind)
            for key, state in room.held(new).items():
                yield NEW_FILES[kind], _change(kind, key, state)

    def unknown(self, kind: str, keys: Iterable[str]) -> list[str]:
        """Those keys no pack has."""
        known = (self.records, self.elsewhere, self.pack.entries)
        return [key for key in keys if not any((kind, key) in where for where in known)]

    def new_texts(self) -> Iterable[tuple[str, Change]]:
        """Words of facts that staff added: beside the file of the fact."""
        for language, _name in settings.LANGUAGES:
            for fact, words in facts_api.dump_texts(language).items():
                key = f"{fact} {language}"
                if any(("text", key) in known for known in (self.records, self.elsewhere, self.pack.entries)):
                    continue
                record = self.records.get(("fact", fact))
                file = record.file.path if record else NEW_FILES["fact"]
                yield f"{file.removesuffix('.yaml')}.{language}.yaml", _change("text", key, words)

    def organisation(self) -> None:
        record = self.records.get((ORGANISATION.kind, ORGANISATION.kind))
        state = ORGANISATION.held([ORGANISATION.kind]).get(ORGANISATION.kind)
        if record is None or state is None or alike(state, record.loaded) or MANIFEST not in self.loaded:
            return
        text = self.loaded[MANIFEST].decode()
        before = record.loaded
        self.files[MANIFEST] = merge_manifest(
            text, state, lambda name: not alike(state.get(name), before.get(name))
        ).encode()


def _change(kind: str, key: str, state: Mapping[str, Any] | None) -> Change:
    if state is not None and kind == "text":
        return Change(kind, {**state, "key": key.rpartition(" ")[0]})
    return Change(kind, state)
