"""Is this machine fit to run the site? Each fault is one sentence that says what to do."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

OLDEST_PYTHON = (3, 11)
#: What a first start writes: database, static files, pictures of the pack.
ROOM_NEEDED = 300 * 1024 * 1024
#: Folders of DATA. Others on the machine may pass through DATA to what is public anyway (nginx serves it).
PRIVATE_FOLDERS = ("db", "keys", "mail", "run", "log")
PUBLIC_FOLDERS = ("static", "media", "pages")


class UnfitError(Exception):
    """Something about the machine or its settings has to be changed first; the text says what."""


def plain_reason(fault: OSError) -> str:
    """Return what an error of the operating system means, in plain words."""
    known = {
        errno.ENOSPC: "the disk is full",
        errno.EDQUOT: "your share of the disk is used up",
        errno.EFBIG: "the file would be larger than this account may write",
        errno.EROFS: "the disk is mounted read-only",
        errno.EACCES: "this account may not write there",
        errno.EPERM: "this account may not write there",
        errno.ENOTDIR: "a file is in the way of a folder",
        errno.EEXIST: "a file is in the way of a folder",
        errno.ENAMETOOLONG: "the name is too long",
        errno.EMFILE: "too many files are open",
    }
    return known.get(fault.errno or 0, os.strerror(fault.errno) if fault.errno else "it did not say why")


def check_python(version: tuple[int, int] | None = None) -> None:
    """Refuse a Python that is too old.

    Raises:
        UnfitError: naming the version that is needed.
    """
    version = version or (sys.version_info[0], sys.version_info[1])
    if version < OLDEST_PYTHON:
        raise UnfitError(
            f"Causeway needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or newer; this is {version[0]}.{version[1]}. "
            "On Debian 12 or newer: apt-get install python3 python3-venv"
        )


def check_data(data: Path, room: int = ROOM_NEEDED) -> None:
    """Make the data folder and see that it can be written to and has room.

    Args:
        data: ``DATA``.
        room: bytes that have to be free.

    Raises:
        UnfitError: when it cannot be made or written to, or is nearly full.
    """
    choose = "Choose another folder with DATA=/path/to/folder, or change its owner or permissions."
    if not data.exists():
        try:
            data.mkdir(parents=True)
            data.chmod(0o711)
        except OSError as fault:
            raise UnfitError(f"The data folder {data} cannot be made: {plain_reason(fault)}. {choose}") from fault
    if not data.is_dir():
        raise UnfitError(f"DATA names {data}, which is a file. {choose}")
    try:
        free = shutil.disk_usage(data).free
        if free < room:
            raise UnfitError(
                f"The disk that holds {data} has {free // 1024**2} MB free; at least {room // 1024**2} MB are needed. "
                "Free some, or choose a folder on another disk with DATA=/path/to/folder."
            )
        for name in (*PRIVATE_FOLDERS, *PUBLIC_FOLDERS):
            folder = data / name
            if not folder.is_dir():
                folder.mkdir()
                folder.chmod(0o700 if name in PRIVATE_FOLDERS else 0o755)
            # A whole page: an empty file can be made on a full disk.
            with tempfile.TemporaryFile(dir=folder) as probe:
                probe.write(b"\0" * 65536)
                probe.flush()
    except OSError as fault:
        raise UnfitError(f"The data folder {data} cannot be written to: {plain_reason(fault)}. {choose}") from fault


def port_holder(port: int) -> str:
    """Return what listens on a port as ``name (process 123)``, or an empty text when this account may not know."""
    sockets = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        with contextlib.suppress(OSError):
            for line in Path(table).read_text(encoding="ascii").splitlines()[1:]:
                columns = line.split()
                if columns[3] == "0A" and int(columns[1].rpartition(":")[2], 16) == port:
                    sockets.add(f"socket:[{columns[9]}]")
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            for handle in (process / "fd").iterdir():
                with contextlib.suppress(OSError):
                    if str(handle.readlink()) in sockets:
                        return f"{(process / 'comm').read_text().strip()} (process {process.name})"
    return ""


def check_port(host: str, port: int) -> None:
    """See that the web server will be able to listen.

    Raises:
        UnfitError: naming what holds the port, where that can be known.
    """
    if not 0 < port < 65536:
        raise UnfitError(f"PORT={port} is not a port: say a number from 1 to 65535.")
    try:
        family, kind, proto, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    except socket.gaierror as fault:
        raise UnfitError(
            f"HOST={host} is not an address of this machine. Say 127.0.0.1, or 0.0.0.0 for all."
        ) from fault
    with socket.socket(family, kind, proto) as probe:
        # As the server does: a port that is only waiting for old connections to fade is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                holder = port_holder(port)
                raise UnfitError(
                    f"Port {port} is in use{f' by {holder}' if holder else ' by another program'}. "
                    f"Stop it, or choose another port, for example: PORT={port + 1 if port < 65535 else 8000} make run"
                ) from fault
            if fault.errno == errno.EACCES:
                raise UnfitError(
                    f"This account may not listen on port {port}. Choose one above 1023 with PORT=."
                ) from fault
            raise UnfitError(
                f"HOST={host} is not an address of this machine. Say 127.0.0.1, or 0.0.0.0 for all."
            ) from fault


@contextlib.contextmanager
def only_one(data: Path) -> Iterator[None]:
    """Hold the data folder for this process, so that no second site runs on it.

    Raises:
        UnfitError: when another process holds it.
    """
    place = data / "run" / "up.lock"
    handle = os.open(place, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            number = os.read(handle, 20).decode("ascii", "replace").strip()
            raise UnfitError(
                f"Causeway already runs on {data}{f' (process {number})' if number else ''}. "
                "Stop it, or give this one a folder of its own with DATA=/path/to/folder."
            ) from fault
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(handle)


def check_sqlite(place: Path) -> None:
    """See that the SQLite database can be written to now.

    Raises:
        UnfitError: when another process holds it, or it is no database.
    """
    if not place.exists():
        return
    try:
        database = sqlite3.connect(place, timeout=5, isolation_level=None)
        try:
            database.execute("BEGIN IMMEDIATE")
            database.execute("ROLLBACK")
        finally:
            database.close()
    except sqlite3.OperationalError as fault:
        if "locked" in str(fault):
            raise UnfitError(
                f"The database {place} is locked: another program has been writing to it for more than 5 seconds. "
                "Stop that program and start again."
            ) from fault
        raise UnfitError(f"The database {place} cannot be opened for writing: {fault}.") from fault
    except sqlite3.DatabaseError as fault:
        raise UnfitError(
            f"{place} is not a database that can be read ({fault}). Put back a backup, or move it away."
        ) from fault
