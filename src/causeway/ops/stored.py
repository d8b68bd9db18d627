"""A stored page: where it is kept, and the forms in which it is sent."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

Headers = Sequence[tuple[str, str]]

#: Longest name a file system takes is 255 bytes; what we add is shorter than 55.
LONGEST_SEGMENT, LONGEST_PATH, DEEPEST = 200, 1000, 16
#: Headers the store sets itself.
OWN = frozenset(
    {"content-length", "content-encoding", "etag", "cache-control", "vary", "date", "last-modified", "expires"}
)


def file_for(host: str, path: str) -> str | None:
    """Return where a page is kept below its generation, or ``None`` when it must not be kept.

    The mapping is one to one and equals nginx's ``$host$uri.html``.

    Args:
        host: a host name that the caller knows to be one of ours, without port.
        path: the decoded path of the address, beginning with a slash.
    """
    if not path.startswith("/") or len(path) > LONGEST_PATH or not host or "/" in host or host.startswith("."):
        return None
    *folders, last = path[1:].split("/")
    # A segment that begins with a dot could leave the folder or meet our own file names;
    # an empty one (``//``) is merged by nginx into another page's address.
    if len(folders) > DEEPEST or any(not part or part.startswith(".") for part in folders) or last.startswith("."):
        return None
    try:
        if len(path.encode()) > LONGEST_PATH or any(len(part.encode()) > LONGEST_SEGMENT for part in (*folders, last)):
            return None
    except UnicodeEncodeError:
        return None
    if any(ord(char) < 0x20 or char in "\\\x7f" for char in path):
        return None
    return f"{host}{path}.html"


@dataclass(frozen=True, slots=True)
class Variant:
    """One form of a stored page: as it is, or compressed."""

    body: bytes
    headers: list[tuple[str, str]]
    unchanged: list[tuple[str, str]]
    etag: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A page ready to be sent."""

    plain: Variant
    packed: Variant | None

    @property
    def size(self) -> int:
        """Bytes it takes in memory, roughly."""
        return len(self.plain.body) + (len(self.packed.body) if self.packed else 0) + 1024


def make_entry(headers: Headers, body: bytes, packed: bytes | None = None) -> Entry:
    """Build what is sent for a page.

    Args:
        headers: the headers Django answered with; those that depend on the form sent are replaced.
        body: the page, not compressed.
        packed: the page compressed with gzip, when that is already known.
    """
    kept = [(name, value) for name, value in headers if name.lower() not in OWN]
    shared = [*kept, ("Cache-Control", "public, max-age=0, must-revalidate"), ("Vary", "Accept-Encoding")]
    # A 304 says nothing of the content, only what may have changed beside it.
    beside = [(name, value) for name, value in shared if not name.lower().startswith("content-t")]
    mark = hashlib.sha256(repr(sorted(kept)).encode() + b"\0" + body).hexdigest()[:24]
    if packed is None and len(body) > 200:
        packed = gzip.compress(body, 9, mtime=0)

    def variant(content: bytes, etag: str, extra: list[tuple[str, str]]) -> Variant:
        own = [("ETag", etag)]
        return Variant(content, [*shared, *own, *extra, ("Content-Length", str(len(content)))], [*beside, *own], etag)

    return Entry(
        plain=variant(body, f'"{mark}"', []),
        # Different bytes, so a strong tag of their own.
        packed=variant(packed, f'"{mark}-gz"', [("Content-Encoding", "gzip")]) if packed else None,
    )
