"""Reads Hong Kong e-Legislation XML (HKLM) to learn whether a section's text is still the one that was read.

Of each section only its start, its status and a fingerprint of its text are kept. The text itself is Government
copyright; it stays in the file, which each site fetches for itself from the Department of Justice's open data
(dataset ``hk-doj-hkel-legislation-current``; schema ``hklm.xsd``).
"""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse

from lawgap.faults import Fault, LawError, quoted
from lawgap.models import Record, first_day

#: The longest ordinance of the open data has about 6 MB.
MAX_BYTES = 32 * 1024 * 1024
MAX_DEPTH = 120
MAX_ELEMENTS = 2_000_000
NAMESPACE = "http://www.xml.gov.hk/schemas/hklm/1.0"
#: Roots seen in the open data; some tools call the root ``lawDoc``.
ROOTS = frozenset({"ordinance", "subLeg", "lawDoc"})
_IDENTIFIER = re.compile(r"/?([a-z]{2})/([A-Za-z0-9.]{1,40})(?:!([A-Za-z-]{2,10}))?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
#: Where a law lets a section end, and no part of what the section says.
_ASIDE = frozenset({"sourceNote"})


@dataclass(frozen=True)
class Part:
    """One section as the file has it.

    Args:
        name: such as ``s129``.
        temporal_id: the publisher's key of this version of the section.
        start_period: the day from which this text is in force, empty when the file gives none.
        status: such as ``operational``.
        sha256: fingerprint of its text, whatever the line breaks and spaces.
    """

    name: str
    temporal_id: str
    start_period: str
    status: str
    sha256: str


@dataclass(frozen=True)
class Statute:
    """What one file says of itself.

    Args:
        instrument: the code, such as ``hk.cap200``.
        language: such as ``en``.
        date: the date of the file, as it says.
        parts: its sections, in their order.
    """

    instrument: str
    language: str
    date: str
    parts: tuple[Part, ...]

    def records(self, read_on: str) -> tuple[Record, ...]:
        """The sections in force as records, to be kept and held against what was read.

        Args:
            read_on: the day the file was read.
        """
        found: dict[str, Part] = {}
        for part in self.parts:
            known = found.get(part.name)
            if known is None or (_is_in_force(part), part.start_period) > (_is_in_force(known), known.start_period):
                found[part.name] = part
        return tuple(
            Record(self.instrument, part.name, part.start_period, part.sha256, read_on, self.language)
            for part in found.values()
        )


def _is_in_force(part: Part) -> bool:
    return part.status in ("", "operational")


def read_statute(content: bytes, name: str = "") -> Statute:
    """Read one file.

    Args:
        content: its bytes.
        name: its name, for faults.

    Returns:
        What it says of its sections.

    Raises:
        LawError: when it is too large, no XML, has a DTD or entities, is nested too deep, or is no HKLM.
    """
    if len(content) > MAX_BYTES:
        raise LawError([Fault(name, 0, f"larger than {MAX_BYTES // 1024**2} MB; this is no single ordinance")])
    if not content.strip():
        raise LawError([Fault(name, 0, "the file is empty")])
    reader = _Reader(name)
    try:
        for event, element in iterparse(io.BytesIO(content), events=("start", "end"), forbid_dtd=True):
            reader.take(event, element)
    except DefusedXmlException:
        message = "has a document type or an entity, which e-Legislation never needs; fetch the file again"
        raise LawError([Fault(name, 0, message)]) from None
    except ParseError as fault:
        line = fault.position[0] if fault.position else 0
        raise LawError([Fault(name, line, f"this is no well-formed XML ({fault}); fetch the file again")]) from None
    except (ValueError, LookupError) as fault:
        if isinstance(fault, LawError):
            raise
        raise LawError([Fault(name, 0, f"cannot be read as XML: {quoted(str(fault), 120)}")]) from None
    return reader.statute()


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.depth = self.elements = self.inside = 0
        self.meta: dict[str, str] = {}
        self.parts: list[Part] = []

    def fault(self, message: str) -> LawError:
        return LawError([Fault(self.name, 0, message)])

    def take(self, event: str, element: Any) -> None:
        if event == "start":
            self.depth += 1
            self.elements += 1
            if self.depth == 1:
                self.root(element)
            if self.depth > MAX_DEPTH or self.elements > MAX_ELEMENTS:
                raise self.fault(f"nested deeper than {MAX_DEPTH}, or more than {MAX_ELEMENTS:,} elements")
            self.inside += _local(element) == "section"
            return
        self.depth -= 1
        tag = _local(element)
        if tag == "section":
            self.inside -= 1
            if not self.inside:
                self.section(element)
                element.clear()
        elif not self.inside and tag in ("identifier", "date", "language"):
            self.meta.setdefault(tag, (element.text or "").strip())

    def root(self, element: Any) -> None:
        namespace, _, tag = element.tag.rpartition("}")
        if namespace.lstrip("{") != NAMESPACE or tag not in ROOTS:
            shown = quoted(f"{tag} of {namespace.lstrip('{') or 'no namespace'}", 100)
            raise self.fault(f"this is no e-Legislation file: its root is {shown}, not an ordinance of {NAMESPACE}")

    def section(self, element: Any) -> None:
        name = element.get("name") or element.get("temporalId") or ""
        if not name:
            raise self.fault("a section has neither a name nor a temporalId; this file cannot be used")
        start = element.get("startPeriod") or ""
        if start:
            self.check_day(start, name)
        text = unicodedata.normalize("NFC", " ".join(" ".join(_texts(element)).split()))
        self.parts.append(
            Part(
                name=name,
                temporal_id=element.get("temporalId") or name,
                start_period=start,
                status=element.get("status") or "",
                sha256=hashlib.sha256(text.encode()).hexdigest(),
            )
        )

    def check_day(self, day: str, name: str) -> None:
        try:
            if not _DAY.fullmatch(day):
                raise ValueError
            first_day(day)
        except ValueError:
            raise self.fault(f"the section {quoted(name)} has the start {quoted(day)}, which is no date") from None

    def statute(self) -> Statute:
        identifier = self.meta.get("identifier", "")
        found = _IDENTIFIER.fullmatch(identifier)
        if not found:
            raise self.fault(f"does not say which law it is: its identifier is {quoted(identifier)}, not /hk/cap200!en")
        if not self.parts:
            raise self.fault("has no section")
        return Statute(
            instrument=f"{found[1]}.{found[2].lower()}",
            language=found[3] or self.meta.get("language", "") or "en",
            date=self.meta.get("date", ""),
            parts=tuple(self.parts),
        )


def _local(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _texts(element: Any) -> Iterator[str]:
    """The words of an element in their order, without notes on where they come from."""
    if _local(element) in _ASIDE:
        return
    if element.text:
        yield element.text
    for child in element:
        yield from _texts(child)
        if child.tail:
            yield child.tail
