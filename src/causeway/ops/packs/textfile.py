"""Bytes to text: one encoding, one kind of line end, and no character that hides what a line says."""

from __future__ import annotations

import re
import unicodedata

from causeway.ops.packs.faults import Faults

MAX_BYTES = 1024 * 1024

# Characters with no glyph that reorder or hide text. Joiners (U+200C, U+200D), the zero-width space (U+200B) and
# variation selectors are absent on purpose: Bengali, Hindi, Nepali, Urdu, Khmer, Thai and Chinese need them.
_CONTROLS = r"\x00-\x09\x0b-\x1f\x7f-\x9f"
_BIDI = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_HIDDEN = r"\u00ad\u2028\u2029\u2060-\u2064\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_DAMAGED = r"\ufffd\ufffe\uffff\ud800-\udfff"
FORBIDDEN = re.compile(f"[{_CONTROLS}{_BIDI}{_HIDDEN}{_DAMAGED}]")


def character_fault(char: str) -> str:
    """Say what is wrong with a forbidden character.

    Args:
        char: one character that ``FORBIDDEN`` matches.

    Returns:
        A sentence without its place.
    """
    name = f"U+{ord(char):04X} {unicodedata.name(char, '')}".strip()
    if char == "\0":
        return "a NUL character (U+0000); delete it"
    if char == "\t":
        return "a tab; write spaces"
    if re.match(f"[{_BIDI}]", char):
        return f"a hidden character that changes the direction of text ({name}); delete it: the site sets direction"
    if re.match(f"[{_DAMAGED}]", char):
        return f"a damaged character ({name}); put back the letter that was lost"
    return f"a hidden control character ({name}); delete it"


def read_text(content: bytes, path: str, faults: Faults) -> str | None:
    """Decode a pack file.

    Args:
        content: the bytes of the file.
        path: the file, from the pack's folder.
        faults: collects what is wrong.

    Returns:
        The text with ``\\n`` line ends and without forbidden characters, or ``None`` when it cannot be read at all.
        Slips in white space are reported and mended, so that reading goes on and finds the rest.
    """
    if len(content) > MAX_BYTES:
        size = f"{len(content):,} bytes; a pack file holds at most {MAX_BYTES:,}"
        faults.add(path, 0, f"the file has {size}; split it", code="size")
        return None
    if not content.strip():
        faults.add(path, 0, "the file is empty; write it or remove it", code="empty")
        return None
    if content[:2] in (b"\xff\xfe", b"\xfe\xff") or content[:4].count(b"\0") >= 2:
        faults.add(path, 0, "the file is UTF-16 (or UTF-32); save it as UTF-8", code="encoding")
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = content.count(b"\n", 0, fault.start) + 1
        byte = f"byte 0x{content[fault.start]:02X} is not UTF-8"
        faults.add(path, line, f"{byte} (the file may be Big5, GBK or Windows text); save it as UTF-8", code="encoding")
        return None
    if text.startswith("\ufeff"):
        faults.add(path, 1, "the file begins with a byte order mark; save it as UTF-8 without one", code="encoding")
        text = text[1:]
    if "\r" in text:
        line = text.count("\n", 0, text.index("\r")) + 1
        faults.add(
            path, line, "lines end in CR or CRLF (Windows or old Mac); save the file with LF ends", code="line-end"
        )
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line_text in enumerate(text.split("\n"), 1):
        if line_text.endswith(" "):
            faults.add(path, number, "spaces at the end of the line; delete them", code="trailing-space")
        report_characters(line_text, path, number, faults)
    return FORBIDDEN.sub(lambda found: " " if found.group() == "\t" else "", text)


def report_characters(text: str, path: str, line: int, faults: Faults) -> bool:
    """Report forbidden characters, once for each kind.

    Args:
        text: the words to look at.
        path: the file.
        line: the line they stand on.
        faults: collects what is wrong.

    Returns:
        True when there was one.
    """
    found = sorted(set(FORBIDDEN.findall(text)))
    for char in found:
        faults.add(path, line, character_fault(char), code="character")
    return bool(found)
