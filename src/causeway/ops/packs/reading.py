"""A pack's folder into memory. Nothing here knows Django; what the database must agree to is in ``check``."""

from __future__ import annotations

import os
import re
from pathlib import Path

from causeway.ops.packs import grammar, lawfiles, shapes, tables
from causeway.ops.packs.body import Ref
from causeway.ops.packs.faults import Faults, nearest, quoted
from causeway.ops.packs.model import Entry, Manifest, Pack
from causeway.ops.packs.pagefile import read_page, tokens
from causeway.ops.packs.shaped import ShapedReader
from causeway.ops.packs.textfile import MAX_BYTES, read_text
from causeway.ops.packs.yamlfile import Node, read_yaml

MAX_FILES = 5_000
MAX_PACK_BYTES = 64 * 1024 * 1024
MANIFEST = "pack.yaml"
# Files beside the content, kept and given back as they are.
_BESIDE = re.compile(r"[A-Z][A-Z0-9_-]*(?:\.(?:md|txt))?")
_TEXTS = re.compile(r"facts/([a-z0-9-]+)\.([a-z]{2,3}(?:-[a-z]{4})?)\.yaml")
_TABLE = re.compile(r"(sources|facts)/([a-z0-9-]+)\.yaml")
_EVENTS = re.compile(r"asks/events(?:-[a-z0-9]+)*\.yaml")
# The one file of each kind of entry that has one.
_SHAPED = {
    "decisions.yaml": "decision",
    "bindings.yaml": "binding",
    "figures.yaml": "figure",
    "asks/asks.yaml": "ask",
    "asks/calendar.yaml": "calendar",
}
_AT_THE_TOP = ("pack.yaml", "topics.yaml", "wordings.yaml", *_SHAPED)
_PLACES = ", ".join(
    (
        *_AT_THE_TOP, "asks/events-NAME.yaml", "law/standards/NAME.yaml", "law/instruments/NAME.yaml",
        "law/bills/NAME.yaml", "law/verdicts/NAME.yaml", "sources/NAME.yaml", "facts/NAME.yaml",
        "facts/NAME.LANGUAGE.yaml", "pages/PATH/LANGUAGE.md", "images/NAME",
    )
)  # fmt: skip


class PackFolderError(ValueError):
    """The folder itself cannot be read; the message says why."""


def read_folder(folder: Path) -> tuple[Pack, Faults]:
    """Read a pack.

    Args:
        folder: its folder, which holds ``pack.yaml``.

    Returns:
        What it holds, and everything that is wrong with any one file. A file with faults may be missing from the pack.

    Raises:
        PackFolderError: when there is no such folder, or no pack in it.
    """
    faults = Faults()
    return read_files(gather(folder, faults), faults), faults


def gather(folder: Path, faults: Faults) -> dict[str, bytes]:
    """The bytes of every file of a pack, by path.

    Args:
        folder: the pack's folder.
        faults: collects files that are no part of a pack.

    Raises:
        PackFolderError: when there is no such folder, no ``pack.yaml``, or far too much.
    """
    if not folder.is_dir():
        raise PackFolderError(f"{folder}: there is no such folder")
    if not (folder / MANIFEST).is_file():
        raise PackFolderError(f"{folder}: this is no pack; a pack has a file {MANIFEST} at its top")
    files: dict[str, bytes] = {}
    total = 0
    for place, names, file_names in os.walk(folder):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(file_names):
            file = Path(place, name)
            path = file.relative_to(folder).as_posix()
            if name.startswith(".") or name.endswith("~"):
                continue
            if file.is_symlink() or not file.is_file():
                faults.add(path, 0, "a link or a special file; a pack holds plain files", code="file")
                continue
            limit = 10 * MAX_BYTES if path.startswith("images/") else MAX_BYTES
            with file.open("rb") as stream:
                # One byte more than allowed is enough to know.
                content = stream.read(limit + 1)
            total += len(content)
            if len(files) >= MAX_FILES or total > MAX_PACK_BYTES:
                raise PackFolderError(
                    f"{folder}: more than {MAX_FILES:,} files or {MAX_PACK_BYTES // 1024**2} MB; this is no pack"
                )
            files[path] = content
    for place, names, _files in os.walk(folder):
        for name in names:
            if (link := Path(place, name)).is_symlink():
                faults.add(
                    link.relative_to(folder).as_posix(), 0, "a linked folder; a pack holds plain files", code="file"
                )
    return files


def read_files(files: dict[str, bytes], faults: Faults) -> Pack:
    """Read the files of a pack.

    Args:
        files: bytes by path.
        faults: collects what is wrong with any one file.

    Returns:
        The pack as far as it can be read.
    """
    pack = Pack(files=files)
    reader = _Reader(pack, faults)
    if MANIFEST in files:
        reader.manifest(MANIFEST)
    for path in files:
        if path != MANIFEST:
            reader.file(path)
    reader.read_law()
    return pack


class _Reader:
    def __init__(self, pack: Pack, faults: Faults) -> None:
        self.pack, self.faults = pack, faults
        self.law: dict[str, Node | None] = {}

    def yaml(self, path: str) -> Node | None:
        text = read_text(self.pack.files[path], path, self.faults)
        if text is None:
            return None
        found = tokens(text.split("\n"), path, self.faults, braces=False)
        self.pack.refs += [(path, ref) for ref in found]
        return read_yaml(text, path, self.faults)

    def manifest(self, path: str) -> None:
        node = self.yaml(path)
        if node is None:
            # Without languages every page would be a fault of its own; this one says it.
            self.pack.manifest = Manifest("", languages=grammar.LANGUAGES)
            return
        manifest = tables.read_manifest(node, path, self.faults)
        self.pack.manifest = manifest
        self.pack.refs += [(path, ref) for ref in manifest.refs]
        line = manifest.lines.get("organisation", 1)
        self.add(Entry("organisation", "organisation", path, line, manifest.organisation))

    def add(self, entry: Entry) -> None:
        """Keep an entry; a key that another file or line has already is a fault."""
        first = self.pack.entries.get((entry.kind, entry.key))
        if first is None:
            self.pack.entries[entry.kind, entry.key] = entry
            return
        where = f"line {first.line}" if first.file == entry.file else f"{first.file}:{first.line}"
        what = f"the {entry.kind} {quoted(entry.key)} stands twice (first in {where}); keep one"
        self.faults.add(entry.file, entry.line, what, code="duplicate")

    def file(self, path: str) -> None:
        required = self.pack.manifest.required_languages
        if path.startswith("pages/"):
            self.page(path)
        elif path.startswith("images/"):
            self.image(path)
        elif path in ("topics.yaml", "wordings.yaml"):
            read = tables.read_topics if path == "topics.yaml" else tables.read_wordings
            if node := self.yaml(path):
                for entry in read(node, path, required, self.faults):
                    self.add(entry)
        elif path in _SHAPED or _EVENTS.fullmatch(path):
            self.shaped(path, shapes.TABLES[_SHAPED.get(path, "event")])
        elif lawfiles.FILE.fullmatch(path):
            self.law[path] = self.yaml(path)
        elif found := _TEXTS.fullmatch(path):
            self.texts(path, found[2])
        elif found := _TABLE.fullmatch(path):
            if node := self.yaml(path):
                for entry in tables.read_keyed(found[1].removesuffix("s"), node, path, self.faults):
                    self.add(entry)
                    self.cited(entry)
        elif _BESIDE.fullmatch(path):
            read_text(self.pack.files[path], path, self.faults)
        else:
            hint = nearest(path, _AT_THE_TOP)
            self.faults.add(path, 0, f"no file of a pack stands here.{hint} The files are {_PLACES}", code="file")

    def shaped(self, path: str, table: shapes.Table) -> None:
        """A table of the law or of the asks."""
        if node := self.yaml(path):
            reader = ShapedReader(path, self.pack.manifest.required_languages, self.faults)
            for entry in reader.entries(table, tables.listed(node, table.root, path, self.faults)):
                self.add(entry)
            self.pack.refs += [(path, ref) for ref in reader.refs]

    def read_law(self) -> None:
        """All files of law, which only together say what is wrong with them."""
        required = self.pack.manifest.required_languages
        found = lawfiles.read_law(self.law, self.pack.files, required, self.faults)
        self.pack.refs += found.refs
        for entry in found.entries:
            # Two of one code are named by the library already.
            self.pack.entries.setdefault((entry.kind, entry.key), entry)

    def cited(self, entry: Entry) -> None:
        for number, value in enumerate(entry.data.get("values", [])):
            for index, cited in enumerate(value.get("sources", [])):
                key = cited.get("source", "")
                if key:
                    line = entry.at(f"values[{number}].sources[{index}].source")
                    self.pack.refs.append((entry.file, Ref("source", key, line)))

    def texts(self, path: str, language: str) -> None:
        if not self.language(path, language):
            return
        if node := self.yaml(path):
            for entry in tables.read_texts(node, path, language, self.faults):
                self.add(entry)

    def language(self, path: str, language: str) -> bool:
        """Report a language the pack does not have."""
        if language in self.pack.manifest.languages:
            return True
        hint = nearest(language, self.pack.manifest.languages)
        known = ", ".join(self.pack.manifest.languages)
        self.faults.add(
            path, 0, f"{quoted(language)} is no language of the pack.{hint} It has {known}", code="language"
        )
        return False

    def page(self, path: str) -> None:
        folder, _, name = path.removeprefix("pages/").rpartition("/")
        language = name.removesuffix(".md")
        if (
            not name.endswith(".md")
            or not folder
            or not all(grammar.SLUG.fullmatch(part) for part in folder.split("/"))
        ):
            message = "a page is pages/PATH/LANGUAGE.md; PATH has small letters, digits and '-'"
            self.faults.add(path, 0, message, code="file")
        elif self.language(path, language):
            text = read_text(self.pack.files[path], path, self.faults)
            page = read_page(text, path, folder, language, self.faults) if text else None
            if page:
                self.pack.pages[folder, language] = page

    def image(self, path: str) -> None:
        content = self.pack.files[path]
        kinds = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")
        if not grammar.IMAGE.fullmatch(path):
            self.faults.add(
                path, 0, "a picture is images/NAME.avif, .gif, .jpg, .png or .webp, in small letters", code="file"
            )
        elif len(content) > 10 * MAX_BYTES:
            self.faults.add(path, 0, "a picture has at most 10 MB", code="size")
        elif not content.startswith(kinds) and content[4:12] not in (b"ftypavif", b"ftypavis"):
            self.faults.add(path, 0, "this is no picture a browser can show", code="file")
