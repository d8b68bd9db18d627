"""The reader of e-Legislation XML: what it records, what makes a verdict stale, and what it refuses."""

from __future__ import annotations

from typing import Any

import lawgap
import pytest
from lawgap import hklm

from libs.lawgap.tests.made_up import STANDARD

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<ordinance xmlns="http://www.xml.gov.hk/schemas/hklm/1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">'
META = "<meta><docName>Made-up Ordinance</docName><dc:identifier>/hk/cap9999!en</dc:identifier><dc:date>2026-01-02</dc:date></meta>"


def section(name: str, text: str, start: str = "2003-04-11", extra: str = "") -> str:
    return (
        f'<section name="{name}" temporalId="{name}" startPeriod="{start}" status="operational" {extra}>'
        f"<num value='1'>{name}</num><heading>Made up</heading><content>{text}</content></section>"
    )


def file(*sections: str, head: str = HEAD, meta: str = META) -> bytes:
    return f"{head}{meta}<main><part>{''.join(sections)}</part></main></ordinance>".encode()


def test_it_records_start_and_fingerprint_by_section() -> None:
    statute = hklm.read_statute(
        file(section("s1", "No one may."), section("s2", "Words.", "2010-01-01")), "cap9999.xml"
    )
    assert (statute.instrument, statute.language, statute.date) == ("hk.cap9999", "en", "2026-01-02")
    assert [(part.name, part.start_period) for part in statute.parts] == [("s1", "2003-04-11"), ("s2", "2010-01-01")]
    assert len({part.sha256 for part in statute.parts}) == 2


def test_spaces_and_notes_change_no_fingerprint_and_words_do() -> None:
    def fingerprint(text: str) -> str:
        return hklm.read_statute(file(section("s1", text))).parts[0].sha256

    plain = fingerprint("No one may take another.")
    assert fingerprint("No one\n   may take\tanother.") == plain
    assert fingerprint("No one may take another.<sourceNote>(Added 1 of 2003)</sourceNote>") == plain
    assert fingerprint("Nobody may take another.") != plain


def test_of_several_versions_the_one_in_force_is_recorded() -> None:
    old = section("s1", "Old.", "2001-01-01")
    coming = section("s1", "To come.", "2030-01-01").replace('status="operational"', 'status="notYetInOperation"')
    [record] = hklm.read_statute(file(old, section("s1", "Now.", "2015-05-05"), coming)).records("2026-11-25")
    assert (record.start_period, record.read_on) == ("2015-05-05", "2026-11-25")


def law(cite: dict[str, str], record: dict[str, str]) -> lawgap.Law:
    everything = {"act": "any", "means": "any", "aim": "any", "who": "any"}
    provision: dict[str, Any] = {"code": "s1", "kind": "offence", "scope": everything, "cite": {"part": "s1", **cite}}
    verdict = {"code": "v1", "element": "help", "value": "not", "basis": {"en": "x"}, "cites": ["hk.cap9999.s1"]}
    return lawgap.from_data(
        [
            ("standards/made.up", STANDARD),
            ("instruments/x", {"instrument": "hk.cap9999", "provisions": [provision]}),
            ("verdicts/x", {"jurisdiction": "hk", "verdicts": [verdict | {"put_forward_by": "A. Sample"}]}),
            ("records/x", {"instrument": "hk.cap9999", "parts": [{"part": "s1", **record}]}),
        ]
    )


def test_a_changed_start_or_text_makes_every_verdict_that_cites_it_stale() -> None:
    read = {"start_period": "2003-04-11", "sha256": "aa"}
    for record in ({"start_period": "2026-01-01"}, {"start_period": "2003-04-11", "sha256": "bb"}):
        changed = law(read, record)
        assert lawgap.stale_verdicts(changed) == {"v1": ("hk.cap9999.s1",)}
        assert lawgap.score(changed).stale == ("hk.cap9999.s1",)
        assert lawgap.score(changed).is_draft
    assert not lawgap.stale_verdicts(law(read, read))
    # The Chinese text has another fingerprint by nature.
    assert not lawgap.stale_verdicts(
        law(read, {"start_period": "2003-04-11", "sha256": "cc", "language": "zh-Hant-HK"})
    )
    assert not lawgap.stale_verdicts(law({}, read))


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + i)} '{('&' + chr(97 + i) + ';') * 10}'>" for i in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the file is empty"),
        (b"   \n ", "the file is empty"),
        (b"not xml at all", "no well-formed XML"),
        (file(section("s1", "x"))[:-20], "no well-formed XML"),
        (b"<?xml version='1.0' encoding='made-up'?><a/>", "XML"),
        (b"PK\x03\x04" + b"\0" * 100, "no well-formed XML"),
        (b"<html><body>Too many requests</body></html>", "no e-Legislation file"),
        (file(head="<ordinance xmlns='http://example.org/other'>", meta=""), "no e-Legislation file"),
        (
            (HEAD.replace("<ordinance", LAUGHS + "<ordinance") + "&j;</ordinance>").encode(),
            "a document type or an entity",
        ),
        (
            file(head=HEAD.replace("<ordinance", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><ordinance')),
            "a document type",
        ),
        ((HEAD + "<a>" * 500 + "</a>" * 500 + "</ordinance>").encode(), "nested deeper than"),
        (file(), "has no section"),
        (file(section("s1", "x"), meta=""), "does not say which law"),
        (file(section("s1", "x"), meta=META.replace("/hk/cap9999!en", "../../etc")), "does not say which law"),
        (file(section("", "x")), "neither a name nor a temporalId"),
        (file(section("s1", "x", start="2003-02-30")), "which is no date"),
        (file(section("s1", "x", start="<b>")), "no well-formed XML"),
        (file(section("s1", "&undefined;")), "XML"),
    ],
)
def test_the_hostile_corpus_is_refused_in_a_sentence(content: bytes, message: str) -> None:
    with pytest.raises(lawgap.LawError) as refusal:
        hklm.read_statute(content, "made-up.xml")
    [fault] = refusal.value.faults
    assert message in fault.message
    assert fault.file == "made-up.xml"
    assert len(str(fault)) < 400


def test_a_file_too_large_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hklm, "MAX_BYTES", 1000)
    with pytest.raises(lawgap.LawError, match="larger than"):
        hklm.read_statute(file(section("s1", "x" * 2000)))


def test_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hklm, "MAX_ELEMENTS", 50)
    with pytest.raises(lawgap.LawError, match="more than 50 elements"):
        hklm.read_statute(file(section("s1", "<b/>" * 60)))


def test_traps_of_real_files_are_read() -> None:
    body = 'A<def name="x"></def><def name="x"/> term <term xml:lang="zh">\u8a5e</term> <ref href="hk/cap1"/><ref href="/hk/cap1">Cap. 1</ref>'
    statute = hklm.read_statute(file(section("s2B", body), section("s3", "x" * 526_000)))
    assert [part.name for part in statute.parts] == ["s2B", "s3"]
