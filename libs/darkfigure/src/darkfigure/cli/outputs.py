"""Files that are written whole or not at all, and never over the data they were made from."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from darkfigure.cli.inputs import SHIPPED


def check_file(target: str, source: str | None = None) -> None:
    """Refuse a place for a file before the work is done for it.

    Args:
        target: the path.
        source: where the data come from; a file of data is never written over.

    Raises:
        ValueError: when the file cannot be written there; the message says what to do.
    """
    path = Path(target)
    if source is not None and _same(path, source):
        raise ValueError(f"{target!r} is the file the data come from. Name another file for the result.")
    if path.is_dir():
        raise ValueError(f"{target!r} is a folder. Name a file in it.")
    if not path.parent.is_dir():
        raise ValueError(f"There is no folder {str(path.parent)!r}. Make it first, or name another.")


def write_file(text: str, target: str) -> None:
    """Write a file: first beside its place under another name, then into its place.

    Args:
        text: what is to stand in it.
        target: the path.

    Raises:
        ValueError: when the file cannot be written there; the message says what to do.
    """
    path, content = Path(target), text.encode()
    try:
        if path.exists() and not path.is_file():  # a device or a pipe: it cannot be replaced, only written to
            path.write_bytes(content)
        else:
            _replace(path.resolve(), content)
    except OSError as error:
        raise ValueError(f"{target!r} cannot be written ({error.strerror}). Name another file.") from None


def check_folder(target: str) -> None:
    """Refuse a place for a new folder before the work is done for it.

    Args:
        target: the path of the folder; it may exist where it is empty.

    Raises:
        ValueError: when files cannot be written there; the message says what to do.
    """
    path = Path(target).absolute()
    if path.exists() and not path.is_dir():
        raise ValueError(f"{target!r} is a file. Name a folder for the tables.")
    if path.is_dir() and any(path.iterdir()):
        raise ValueError(f"The folder {target!r} is not empty. Name a new one, so that no old table stays in it.")
    if not path.parent.is_dir():
        raise ValueError(f"There is no folder {str(path.parent)!r}. Make it first, or name another.")


def write_folder(files: Mapping[str, str], target: str) -> None:
    """Write files into a new folder, all or none.

    Args:
        files: text by name.
        target: the path of the folder; see :func:`check_folder`.

    Raises:
        ValueError: when it cannot be written there; the message says what to do.
    """
    path = Path(target).absolute()
    try:
        with tempfile.TemporaryDirectory(prefix=".darkfigure-", dir=path.parent) as beside:
            new = Path(beside) / "tables"
            new.mkdir()
            for name, text in files.items():
                (new / name).write_text(text, encoding="utf-8", newline="")
            new.replace(path)
    except OSError as error:
        raise ValueError(f"{target!r} cannot be written ({error.strerror}). Name another folder.") from None


def _same(path: Path, source: str) -> bool:
    given = Path(source)
    if source == "-" or source.startswith(SHIPPED) or not (path.exists() and given.exists()):
        return False
    return path.samefile(given)


def _replace(path: Path, content: bytes) -> None:
    handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_mask())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _mask() -> int:
    """Return the permissions that new files do not get; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
