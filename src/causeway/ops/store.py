"""The page store: pages as readers get them, kept in files, never older than what was last published.

Every stored page belongs to a *generation*, a folder; the symlink ``current`` names the one that is
served. Whatever changes the site swaps the link to a new, empty folder once its transaction is
committed. A render reads the name of the generation *before* it asks the database for anything and
stores into that folder, so a page that was being made while the site changed lands where nobody reads
any more. No dependency between pages has to be known.

This module knows nothing of Django or of the web: paths, bytes and headers only. nginx can serve the
same files (``deploy/nginx.conf``).

    pages/current -> g0000000007-1f0c…       the generation that is served
    pages/g0000000007-…/HOST/PATH.html       body; beside it PATH.html.gz, and PATH.html.head (headers)
    pages/pending/PID-START-…                a change is being committed by that process
    pages/locks/                             one render of a page at a time; one swap at a time
"""

from __future__ import annotations

import contextlib
import datetime
import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
import time
import zlib
import zoneinfo
from collections.abc import Callable, Iterator
from pathlib import Path

from causeway.ops.files import boot_mark, write_whole
from causeway.ops.pending import PendingNotes
from causeway.ops.stored import OWN, Entry, Headers, file_for, make_entry

NAME = re.compile(r"g(?P<number>\d{10})-(?P<release>[0-9a-z]*)-(?P<ends>\d+)-[0-9a-f]{8}")
LARGEST_PAGE = 2 * 1024 * 1024
MEMORY = 32 * 1024 * 1024
#: Until a swapped-out generation may be deleted: a reader may be in the middle of it.
GRACE = 60.0
LOCK_STRIPES = 256
LONGEST_WAIT = 10.0


class Flight:
    """The making of one page: knows the generation that was current before it began.

    Use it as a context manager; while it is open no other process or thread makes the same page.
    """

    def __init__(self, store: PageStore, host: str, path: str, generation: str | None, lock: int | None) -> None:
        self._store, self._lock = store, lock
        self.host, self.path, self.generation = host, path, generation

    @property
    def may_keep(self) -> bool:
        """Whether what is made now will be stored."""
        return self._lock is not None and self.generation is not None

    def found(self) -> Entry | None:
        """Return the page when another request made it while this one waited."""
        return self._store.read_from(self.generation, self.host, self.path) if self.generation else None

    def keep(self, headers: Headers, body: bytes) -> Entry:
        """Store the page if that is possible, and return it ready to be sent in either case."""
        entry = make_entry(headers, body)
        if self.may_keep and len(body) <= LARGEST_PAGE:
            self._store.write(self.generation or "", self.host, self.path, headers, entry)
        return entry

    def __enter__(self) -> Flight:
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


class PageStore:
    """Stored pages below one folder, shared by any number of processes.

    Args:
        root: the folder, made when it does not exist.
        release: mark of the code, styles and templates this process runs: pages that another release made
            are not served, and none are stored among them. Lower case letters and digits.
        clock: tells the time in seconds; for tests.

    No method raises ``OSError`` because the disk is full or a file is gone: then there is no stored page,
    and the caller asks Django.
    """

    def __init__(self, root: Path, *, release: str = "", clock: Callable[[], float] = time.time) -> None:
        self.root, self.release, self._clock = Path(root), release, clock
        self._link = str(self.root / "current")
        self._known: tuple[str, bool, int] = ("", False, 0)
        self._pages: tuple[str, dict[tuple[str, str], Entry]] = ("", {})
        self._held = 0
        self._notes = PendingNotes(self.root / "pending")
        #: Why the last page was not stored, for the log; ``None`` when nothing went wrong.
        self.last_errno: int | None = None

    # --- Generations ----------------------------------------------------------------------------

    def current(self) -> str | None:
        """Return the name of the generation to serve from and store into, or ``None`` when there is none."""
        try:
            name = os.readlink(self._link)
        except OSError:
            return None
        known, ours, ends = self._known
        if name != known:
            match = NAME.fullmatch(name)
            ours, ends = (match["release"] == self.release, int(match["ends"])) if match else (False, 0)
            self._known = (name, ours, ends)
        # The day is over: what pages say about dates may have changed, with nobody publishing anything.
        return name if ours and self._clock() < ends else None

    def swap(self) -> str | None:
        """Put a new, empty generation in the place of the current one.

        Returns:
            Its name; ``None`` when none could be made (a full disk): then nothing is served from the store
            until the next swap that works, because nothing is better than something old.
        """
        note = self._notes.own()
        try:
            with self._swap_lock():
                name = self._replace_current()
        except OSError as fault:
            self.last_errno = fault.errno
            self._drop_current()
            name = None
        # Only what this thread announced: another's change may not be committed yet.
        if note is not None:
            self._notes.forget(note)
        return name

    def _replace_current(self) -> str:
        numbers = [int(match["number"]) for match in map(NAME.fullmatch, os.listdir(self.root)) if match]
        ends = int(self._end_of_day())
        name = f"g{max(numbers, default=0) + 1:010d}-{self.release}-{ends}-{secrets.token_hex(4)}"
        folder = self.root / name
        folder.mkdir()
        folder.chmod(0o755)
        link = self.root / f".link-{secrets.token_hex(8)}"
        link.symlink_to(name)
        old = self._target()
        link.replace(self._link)
        if old:
            with contextlib.suppress(OSError):
                os.utime(self.root / old)  # when its grace began
        # The database calls its commit durable; the link must not fall behind it when the power fails.
        handle = os.open(self.root, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return name

    def _target(self) -> str:
        try:
            return os.readlink(self._link)
        except OSError:
            return ""

    def _drop_current(self) -> None:
        with contextlib.suppress(OSError):
            os.unlink(self._link)

    @contextlib.contextmanager
    def _swap_lock(self) -> Iterator[None]:
        (self.root / "locks").mkdir(parents=True, exist_ok=True)
        self.root.chmod(0o755)
        handle = os.open(self.root / "locks" / "swap", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)

    def prune(self, grace: float = GRACE) -> int:
        """Delete generations that were swapped out more than ``grace`` seconds ago; return how many."""
        gone = 0
        keep = self._target()
        try:
            names = [name for name in os.listdir(self.root) if NAME.fullmatch(name) or name.startswith(".gone-")]
        except OSError:
            return 0
        for name in names:
            folder = self.root / name
            try:
                if name == keep or (not name.startswith(".gone-") and self._clock() - folder.stat().st_mtime < grace):
                    continue
                # Renamed first: a late render must not find half of the folder and make the rest anew.
                doomed = folder if name.startswith(".gone-") else folder.rename(self.root / f".gone-{name}")
            except OSError:
                continue
            shutil.rmtree(doomed, ignore_errors=True)
            gone += 1
        return gone

    # --- Days -------------------------------------------------------------------------------------

    def zone(self) -> str:
        """Return the time zone whose midnight ends a generation."""
        try:
            return (self.root / "zone").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return "UTC"

    def set_zone(self, name: str) -> bool:
        """Say in which time zone the site's days end; return whether that is news, so that a swap is due."""
        if name == self.zone():
            return False
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            write_whole(self.root / "zone", name.encode())
        except OSError as fault:
            self.last_errno = fault.errno
        return True

    def _end_of_day(self) -> float:
        try:
            zone: datetime.tzinfo = zoneinfo.ZoneInfo(self.zone())
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            zone = datetime.UTC
        today = datetime.datetime.fromtimestamp(self._clock(), zone).date()
        tomorrow = datetime.datetime.combine(today + datetime.timedelta(days=1), datetime.time(), zone)
        return tomorrow.timestamp()

    # --- Changes that are under way ------------------------------------------------------------------

    def mark_pending(self) -> None:
        """Note, before it is committed, that a change is under way.

        Should this process be killed between the commit and the swap, ``recover`` finds the note.
        When it cannot be written, the store stops serving instead.
        """
        try:
            self._notes.write()
        except OSError as fault:
            self.last_errno = fault.errno
            self._drop_current()

    def recover(self, settings: str | None = None) -> bool:
        """Swap when there is reason to doubt the current generation; return whether it did.

        Reasons: none is there, another release or another day made it, or a process died between announcing a
        change and swapping. For a web server that starts also: the settings have changed, or the machine was
        started anew (files may be torn).

        Args:
            settings: mark of the settings pages are made with; ``None`` for a caller that makes none.
        """
        try:
            with self._swap_lock():
                dead = self._notes.left_behind()
                began = self.root / "began"
                now = "" if settings is None else f"{boot_mark()} {settings}"
                same = settings is None or (began.exists() and began.read_text(encoding="ascii") == now)
                whole = self.current() is not None and (self.root / "current").is_dir()
                if whole and same and not dead:
                    return False
                self._replace_current()
                if now:
                    began.write_text(now, encoding="ascii")
                for note in dead:
                    note.unlink(missing_ok=True)
        except OSError as fault:
            self.last_errno = fault.errno
            self._drop_current()
        return True

    # --- Pages -------------------------------------------------------------------------------------

    def read(self, host: str, path: str) -> Entry | None:
        """Return the stored page, or ``None``.

        Args:
            host: host name without port, one of the site's own.
            path: decoded path.
        """
        generation = self.current()
        return None if generation is None else self.read_from(generation, host, path)

    def read_from(self, generation: str, host: str, path: str) -> Entry | None:
        """Return the page as it is stored in one generation."""
        held, pages = self._pages
        if held != generation:
            pages = {}
            self._pages, self._held = (generation, pages), 0
        entry = pages.get((host, path))
        if entry is not None:
            return entry
        name = file_for(host, path)
        if name is None:
            return None
        place = f"{self.root}/{generation}/{name}"
        try:
            with open(place + ".head", "rb") as file:
                head = json.loads(file.read())
            with open(place, "rb") as file:
                body = file.read()
            packed = None
            if head["packed"]:
                with open(place + ".gz", "rb") as file:
                    packed = file.read()
        except (OSError, ValueError, KeyError, TypeError):
            return None
        if head["sum"] != _sum(body, packed):  # torn when the power failed
            return None
        entry = make_entry([(str(key), str(value)) for key, value in head["headers"]], body, packed)
        if self._held + entry.size > MEMORY:
            pages.clear()
            self._held = 0
        self._held += entry.size
        pages[host, path] = entry
        return entry

    def begin(self, host: str, path: str, *, wait: float = LONGEST_WAIT) -> Flight:
        """Begin to make a page. Call this before anything is read that the page is made of.

        Args:
            host: host name without port.
            path: decoded path.
            wait: how long to wait for another request that makes the same page; after that the
                page is made anyway but not stored.
        """
        generation = self.current()
        if generation is None or file_for(host, path) is None:
            return Flight(self, host, path, None, None)
        stripe = zlib.crc32(f"{host}{path}".encode(errors="replace")) % LOCK_STRIPES
        try:
            handle = os.open(self.root / "locks" / f"{stripe:03d}", os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as fault:
            self.last_errno = fault.errno
            return Flight(self, host, path, generation, None)
        until = time.monotonic() + wait
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() >= until:
                    os.close(handle)
                    return Flight(self, host, path, generation, None)
                time.sleep(0.005)
            else:
                # The site may have changed while this request waited: make the newest, and store it there.
                return Flight(self, host, path, self.current(), handle)

    def write(self, generation: str, host: str, path: str, headers: Headers, entry: Entry) -> bool:
        """Store a page into a generation, whole or not at all; return whether it is stored."""
        name = file_for(host, path)
        if name is None:
            return False
        base = self.root / generation
        place = base / name
        body, packed = entry.plain.body, entry.packed.body if entry.packed else None
        kept = [pair for pair in headers if pair[0].lower() not in OWN]
        head = json.dumps({"headers": kept, "packed": packed is not None, "sum": _sum(body, packed)}).encode()
        done: list[Path] = []
        try:
            folder = base
            for part in Path(name).parent.parts:
                folder = folder / part
                # One by one: a generation that was pruned meanwhile must not come back to life.
                if not folder.is_dir():
                    with contextlib.suppress(FileExistsError):
                        folder.mkdir()
                        folder.chmod(0o755)
            # The body last: who finds it finds the others.
            for suffix, content in ((".gz", packed), (".head", head), ("", body)):
                if content is not None:
                    write_whole(place.with_name(place.name + suffix), content)
                    done.append(place.with_name(place.name + suffix))
        except OSError as fault:
            self.last_errno = fault.errno
            for file in done:
                with contextlib.suppress(OSError):
                    file.unlink()
            return False
        self.last_errno = None
        return True


def _sum(body: bytes, packed: bytes | None) -> str:
    return hashlib.sha256(body + b"\0" + (packed or b"")).hexdigest()
