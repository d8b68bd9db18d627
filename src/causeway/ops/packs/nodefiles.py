"""Files of the law and of the asks as an export writes them: what staff changed in its own lines, the rest untouched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from lawgap import writing

from causeway.ops.packs import lawfiles, yamlwrite
from causeway.ops.packs.compare import alike
from causeway.ops.packs.faults import Faults
from causeway.ops.packs.merge_nodes import merge_nodes
from causeway.ops.packs.model import Entry, Pack
from causeway.ops.packs.shapes import TABLES
from causeway.ops.packs.yamlfile import plain_node, read_yaml

# Kinds that are a file each, with its folder; and the list of a file that others stand in.
_WHOLE = {kind: f"{lawfiles.FOLDER}{folder}/" for folder, (kind, _code) in lawfiles.WHOLE.items()}
_LISTS = {
    **{kind: table.root for kind, table in TABLES.items()},
    **dict((lawfiles.VERDICTS, lawfiles.VIEWS)),
}
KINDS = frozenset({*_WHOLE, *_LISTS})
# Where entries go that were made on the site.
_NEW = {
    "decision": "decisions.yaml",
    "binding": "bindings.yaml",
    "figure": "figures.yaml",
    "ask": "asks/asks.yaml",
    "event": "asks/events-from-the-site.yaml",
    "calendar": "asks/calendar.yaml",
}


def file_data(kind: str, state: Mapping[str, Any]) -> dict[str, Any]:
    """An entry as its file says it, from what a room holds of it.

    Args:
        kind: the kind of entry.
        state: what the room gives back.
    """
    hidden = {lawfiles.VERDICTS[0]: lawfiles.OUTER, lawfiles.VIEWS[0]: (*lawfiles.OUTER, "key")}.get(kind, ())
    return {name: _as_text(value) for name, value in state.items() if name not in hidden}


def _as_text(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(name): _as_text(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_as_text(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def edited(entry: Entry, loaded: Mapping[str, Any], held: Mapping[str, Any]) -> dict[str, Any]:
    """An entry of a file with the fields that staff changed since it was loaded.

    Args:
        entry: as the file has it.
        loaded: what the room held right after the load.
        held: what it holds now.
    """
    now = {name: held.get(name) for name in {**loaded, **held} if not alike(loaded.get(name), held.get(name))}
    return {**file_data(entry.kind, entry.data), **file_data(entry.kind, now)}


class NodeFiles:
    """Gathers what changed, and writes the files it belongs to.

    Args:
        pack: the pack as loaded.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.changes: dict[str, dict[tuple[str, str], Mapping[str, Any] | None]] = {}
        self.additions: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
        self.heads: dict[str, dict[str, str]] = {}

    def change(self, entry: Entry, data: Mapping[str, Any] | None) -> None:
        """Note what became of an entry.

        Args:
            entry: as the file has it.
            data: as the file must have it; ``None`` when it goes.
        """
        self.changes.setdefault(entry.file, {})[entry.kind, entry.key] = data

    def add(self, kind: str, key: str, state: Mapping[str, Any]) -> None:
        """Note an entry no file has.

        Args:
            kind: the kind of entry.
            key: its key.
            state: what the room holds of it.
        """
        self.additions.setdefault(self._place(kind, key, state), []).append((kind, file_data(kind, state)))

    def _place(self, kind: str, key: str, state: Mapping[str, Any]) -> str:
        if kind in _NEW:
            return _NEW[kind]
        if kind in _WHOLE:
            return f"{_WHOLE[kind]}{_slug(key)}.yaml"
        head = {name: str(state[name]) for name in lawfiles.OUTER if state.get(name)}
        for entry in [*self.pack.of(lawfiles.VERDICTS[0]), *self.pack.of(lawfiles.VIEWS[0])]:
            if all(entry.data.get(name, "") == head.get(name, "") for name in lawfiles.OUTER):
                return entry.file
        path = f"{lawfiles.FOLDER}verdicts/from-the-site-{_slug('-'.join(head.values()))}.yaml"
        self.heads[path] = head
        return path

    def written(self) -> Iterator[tuple[str, bytes | None]]:
        """The files that changed, each with what it must hold; ``None`` for one that goes."""
        for path in sorted({*self.changes, *self.additions}):
            changes, additions = self.changes.get(path, {}), self.additions.get(path, [])
            whole = [data for (kind, _key), data in changes.items() if kind in _WHOLE]
            whole += [data for kind, data in additions if kind in _WHOLE]
            root = whole[-1] if whole else self._root(path, changes, additions)
            yield path, None if root is None else self._content(path, root)

    def _content(self, path: str, root: Mapping[str, Any]) -> bytes:
        before = self.pack.files.get(path)
        if path.startswith(lawfiles.FOLDER):
            # The library writes its own files as it reads them.
            return writing.dump(root) if before is None else writing.rewrite(before, root)
        return (yamlwrite.document(root) if before is None else merge_nodes(before.decode(), root)).encode()

    def _root(
        self,
        path: str,
        changes: Mapping[tuple[str, str], Mapping[str, Any] | None],
        additions: list[tuple[str, Mapping[str, Any]]],
    ) -> dict[str, Any]:
        """What a file of lists must say."""
        content = self.pack.files.get(path)
        before = plain_node(read_yaml(content.decode(), path, Faults())) if content else None
        root: dict[str, Any] = before if isinstance(before, dict) else dict(self.heads.get(path, {}))
        for kind, name in _LISTS.items():
            entries = [entry for entry in self.pack.of(kind) if entry.file == path]
            more = [data for other, data in additions if other == kind]
            if entries or more:
                now = [changes.get((kind, entry.key), file_data(kind, entry.data)) for entry in entries]
                root[name] = [data for data in [*now, *more] if data is not None]
        return root


def _slug(code: str) -> str:
    return re.sub(r"[^a-z0-9]+", lambda found: found.group()[0] if found.group()[0] in "._-" else "-", code.lower())
