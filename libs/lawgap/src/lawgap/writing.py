"""Writes the YAML of a law: whole files in one settled form, and files that are there already, changed as little as can be.

What is written here reads back as the same text. :func:`dump` has no comments to keep; :func:`rewrite` keeps every byte
of what did not change, so that a reviewer sees one signature as a change of one line.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lawgap.faults import LawError
from lawgap.patching import patched
from lawgap.settled import block_mapping
from lawgap.strictyaml import plain, read_bytes

__all__ = ["dump", "kind_of", "rewrite"]


def dump(data: Mapping[str, Any]) -> bytes:
    """Write a file in the settled form.

    Args:
        data: what it is to say, as dicts, lists and text: a standard, instrument, bill, set of verdicts or records.

    Returns:
        Its bytes. Read again they give the same data; written again, the same bytes.

    Raises:
        LawError: when there is other data in it than dicts, lists and text, or an invisible character.
    """
    return ("\n".join(block_mapping(data, kind_of(data), "")) + "\n").encode()


def rewrite(original: bytes, data: Mapping[str, Any]) -> bytes:
    """Write changed data into a file that is there already.

    Args:
        original: the file.
        data: what it is to say now, as dicts, lists and text.

    Returns:
        The file with the lines of what changed written anew. Comments, order, quotation marks and all other lines stay
        byte for byte; data that says what the file says gives the file. Only where lines cannot be matched at all is the
        whole written anew.

    Raises:
        LawError: when the original is no YAML that a folder of law may hold, or the data is none.
    """
    before = plain(read_bytes(original, "the original"))
    if before == data:
        return original
    whole = dump(data)
    try:
        changed = patched(original.decode(), data, kind_of(data)).encode()
        if plain(read_bytes(changed, "the changed file")) == plain(read_bytes(whole, "the changed file")):
            return changed
    except LawError:
        pass
    return whole


def kind_of(data: Any) -> str:
    """What a file is: ``standard``, ``instrument``, ``bill``, ``verdicts`` or ``records``.

    Args:
        data: what it says.
    """
    if not isinstance(data, Mapping):
        raise LawError("a file of law is a mapping of fields")
    if "parts" in data:
        return "records"
    if "verdicts" in data or "views" in data:
        return "verdicts"
    # An instrument and a bill name their standard too.
    return next((kind for kind in ("bill", "instrument", "standard") if kind in data), "verdicts")
