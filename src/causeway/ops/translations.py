"""Compiles the interface's translations (.po) for gettext (.mo), with Babel: no gettext tools are needed."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from causeway.ops.machine import UnfitError


def compile_changed(folder: Path) -> int:
    """Compile each ``.po`` below a folder that is newer than its ``.mo``; return how many.

    Args:
        folder: one of Django's ``LOCALE_PATHS``.

    Raises:
        OSError: when a file cannot be written.
        UnfitError: when one is not a catalogue.
    """
    changed = [
        po
        for po in sorted(folder.glob("*/LC_MESSAGES/*.po"))
        if not (mo := po.with_suffix(".mo")).exists() or mo.stat().st_mtime_ns < po.stat().st_mtime_ns
    ]
    if changed:
        from babel.messages.mofile import write_mo
        from babel.messages.pofile import PoFileError, read_po

        for po in changed:
            try:
                with po.open("rb") as source:
                    catalogue = read_po(source)
            except (ValueError, PoFileError) as fault:
                raise UnfitError(f"{po} is not a catalogue of translations: {fault}.") from fault
            handle, name = tempfile.mkstemp(dir=po.parent)
            with os.fdopen(handle, "wb") as target:
                write_mo(target, catalogue)
            Path(name).chmod(0o644)
            Path(name).replace(po.with_suffix(".mo"))
    return len(changed)
