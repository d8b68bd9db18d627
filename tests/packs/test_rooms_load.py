"""The law and the asks of a pack: loaded once, kept where staff wrote, given back line by line."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from causeway.asks import api as asks_api
from causeway.facts import api as facts_api
from causeway.law import api as law_api
from causeway.ops.models import PackFile, PackObject
from causeway.ops.packs import load
from causeway.ops.packs.check import check_folder
from causeway.ops.packs.export import export_pack
from causeway.ops.packs.load import PackLoadError
from causeway.ops.packs.rooms import TABLES

from . import rooms_pack
from .conftest import FILES, TODAY
from .rooms_pack import ACT, BILL, EVENTS, STANDARD, VERDICTS
from .test_export import bytes_of, changed_lines

pytestmark = pytest.mark.django_db

KINDS = {
    "law-standard": 1, "law-instrument": 1, "law-bill": 1, "law-verdict": 1, "law-view": 1, "decision": 1, "binding": 1,
    "figure": 1, "ask": 1, "event": 2, "calendar": 1,
}  # fmt: skip


def exported(tmp_path: Path, name: str = "out") -> dict[str, bytes]:
    """What an export writes, which must be a sound pack itself."""
    export_pack(tmp_path / name)
    _pack, faults = check_folder(tmp_path / name, TODAY)
    assert [str(fault) for fault in faults] == []
    return bytes_of(tmp_path / name)


def sign(code: str = "s1") -> None:
    """A reviewer signs the reading of a provision, as the admin does."""
    act = law_api.dump("law-instrument", ["xx.act"])["xx.act"]
    provision = next(item for item in act["provisions"] if item["code"] == code)
    provision["review"] = {"by": "A. Lawyer", "role": "solicitor", "on": "2026-11-25", "note": ""}
    law_api.load("law-instrument", [act])


def test_every_kind_arrives_in_its_room(rooms):
    """The law can be counted, the asks have their events."""
    outcome = rooms.load()
    assert KINDS.items() <= outcome.created.items()
    assert outcome.kept == outcome.notes == []
    score = law_api.score("xx.standard", "xx")
    central = score.counts["central"]
    assert (central.offence, central.fragment, central.none) == (1, 2, 1)
    assert law_api.simulate("xx-bill").after.counts["central"].offence == 4
    assert set(keys(asks_api.dump_events())) == {"2014-02-12-q1", "2014-02-12-a1"}


def keys(dumped: object) -> list[str]:
    """The keys of what a room gives back, by key or as a list."""
    return list(dumped) if isinstance(dumped, dict) else [item["key"] for item in dumped]  # type: ignore[attr-defined]


def test_a_second_load_changes_nothing_and_an_export_gives_every_byte(rooms, tmp_path):
    """Comments, quotes, order, blank lines: everything."""
    rooms.load()
    before = list(PackObject.objects.order_by("pk").values_list("pk", "written"))
    outcome = rooms.load()
    assert (outcome.created, outcome.updated, outcome.kept) == ({}, {}, [])
    assert list(PackObject.objects.order_by("pk").values_list("pk", "written")) == before
    written = export_pack(tmp_path / "out")
    assert (written.changed, written.new, written.left_out) == ([], [], [])
    assert bytes_of(tmp_path / "out") == {name: text.encode() for name, text in (FILES | rooms_pack.FILES).items()}


def test_a_changed_file_changes_what_it_is_about_and_nothing_else(rooms):
    """A whole instrument counts as one, an event as one."""
    rooms.load()
    rooms.replace(ACT, "act: [move], purpose: [labour]", "act: any, purpose: [labour]")
    rooms.replace(EVENTS, "Asked for a law.", "Asked when there would be a law.")
    assert rooms.load().updated == {"law-instrument": 1, "event": 1}
    assert law_api.score("xx.standard", "xx").counts["central"].offence == 2


def test_a_signature_is_kept_and_named(rooms):
    """The pack may not write over a reading a lawyer has signed, nor over the Act it belongs to."""
    rooms.load()
    sign()
    rooms.replace(ACT, "Moving a person.", "Moving somebody.")
    outcome = rooms.load()
    assert [(kept.file, kept.key, kept.why) for kept in outcome.kept] == [(ACT, "xx.act", "edited in the admin")]
    assert law_api.dump("law-instrument")["xx.act"]["provisions"][0]["review"]["by"] == "A. Lawyer"


def test_taking_over_a_signed_reading_is_refused_with_its_place(rooms):
    """--take replaces what staff wrote, but a signature cannot be taken back: nothing is loaded."""
    rooms.load()
    sign()
    rooms.replace(ACT, "act: [move], purpose: [labour]", "act: any, purpose: [labour]")
    with pytest.raises(PackLoadError) as refusal:
        rooms.load(take=frozenset({ACT}))
    fault = refusal.value.faults[0]
    assert fault.path == ACT
    assert "was signed by A. Lawyer" in fault.message


def test_a_signature_is_written_into_its_own_line(rooms, tmp_path):
    """A colleague sees one line in the difference; the comment above the provision stays."""
    rooms.load()
    sign()
    files = exported(tmp_path)
    assert changed_lines(rooms_pack.FILES[ACT], files[ACT].decode()) == {
        '    review: {by: "", role: "", on: "", note: ""}',
        '    review: {by: "A. Lawyer", role: "solicitor", on: "2026-11-25", note: ""}',
    }
    assert {name for name, content in files.items() if content != (FILES | rooms_pack.FILES)[name].encode()} == {ACT}


def test_a_verdict_made_on_the_site_goes_into_the_file_of_its_place(rooms, tmp_path):
    """Below the verdicts that are there, and without saying the place twice."""
    rooms.load()
    held = law_api.dump("law-verdict")["xx.art1"]
    law_api.load("law-verdict", [{**held, "code": "xx.art1.b", "value": "not", "supersedes": "xx.art1"}])
    text = exported(tmp_path)[VERDICTS].decode()
    assert text.count("jurisdiction:") == 1
    assert text.index("code: xx.art1.b") < text.index("views:")
    assert changed_lines(rooms_pack.FILES[VERDICTS], text).isdisjoint(rooms_pack.FILES[VERDICTS].splitlines())


def test_a_bill_made_on_the_site_gets_a_file_of_its_own(rooms, tmp_path):
    """Named by its code; the others stay as they are."""
    rooms.load()
    law_api.load("law-bill", [{**law_api.dump("law-bill")["xx-bill"], "bill": "xx-other"}])
    files = exported(tmp_path)
    assert files["law/bills/xx-other.yaml"].decode().startswith("bill: xx-other\n")
    assert files[BILL] == rooms_pack.FILES[BILL].encode()


def test_an_edited_event_changes_its_line(rooms, tmp_path):
    """The other event, the comment between them and every other field stay; empty fields do not appear."""
    rooms.load()
    asks_api.load_events([{**held_event("2014-02-12-q1"), "stance": "neutral"}])
    text = exported(tmp_path)[EVENTS].decode()
    assert changed_lines(rooms_pack.FILES[EVENTS], text) == {"    stance: supports", "    stance: neutral"}
    rooms.replace(EVENTS, "Asked for a law.", "Asked for one law.")
    assert [(kept.file, kept.key) for kept in rooms.load().kept] == [(EVENTS, "2014-02-12-q1")]
    assert rooms.load(take=frozenset({f"{EVENTS}:2014-02-12-q1"})).updated == {"event": 1}
    assert held_event("2014-02-12-q1")["text"]["en"] == "Asked for one law."


@pytest.mark.parametrize("kind", ["decision", "binding", "ask", "calendar"])
def test_what_staff_wrote_is_kept_in_every_kind(rooms, kind):
    """And named, until somebody decides."""
    rooms.load()
    room = next(room for room in TABLES if room.kind == kind)
    entry = rooms.check()[0].of(kind)[0]
    field = "court" if kind == "decision" else "title"
    edited = {**room.held([entry.key])[entry.key], field: {"en": "As staff say it", "zh-hant": "職員的說法"}}
    room.take([replace(entry, data=edited)])
    rooms.replace(entry.file, str(entry.data[field]["en"]), "As the pack says it")
    assert [(kept.kind, kept.key, kept.why) for kept in rooms.load().kept] == [(kind, entry.key, "edited in the admin")]
    assert room.held([entry.key])[entry.key][field]["en"] == "As staff say it"
    assert rooms.load(take=frozenset({entry.file})).updated == {kind: 1}
    assert room.held([entry.key])[entry.key][field]["en"] == "As the pack says it"


def held_event(key: str) -> dict:
    """An event as its room gives it back."""
    held = asks_api.dump_events([key])
    return dict(held[key] if isinstance(held, dict) else held[0])


def test_an_event_made_on_the_site_gets_a_file(rooms, tmp_path):
    """Beside those of the pack; the result loads into another site."""
    rooms.load()
    asks_api.load_events([{**held_event("2014-02-12-q1"), "key": "2026-11-25-new", "date": "2026-11-25"}])
    files = exported(tmp_path)
    assert 'key: "2026-11-25-new"' in files["asks/events-from-the-site.yaml"].decode()
    assert files[EVENTS] == rooms_pack.FILES[EVENTS].encode()


def test_a_word_of_the_standard_changes_together_with_the_law_that_uses_it(rooms):
    """Each file alone would contradict the law as it was; together they are sound."""
    rooms.load()
    for file in (STANDARD, ACT):
        rooms.write(file, rooms.read(file).replace("organs", "body-parts"))
    assert rooms.load().updated == {"law-standard": 1, "law-instrument": 1}
    assert law_api.score("xx.standard", "xx").by["purpose"]["body-parts"]["central"].fragment == 2


def test_law_that_would_contradict_what_staff_wrote_is_not_loaded(rooms):
    """A verdict made on the site cites what the pack takes out: it is named, and the law stays as it was."""
    rooms.load()
    held = law_api.dump("law-verdict")["xx.art1"]
    law_api.load("law-verdict", [{**held, "code": "xx.art1.b", "cites": ["xx.act.s2"], "supersedes": "xx.art1"}])
    text = rooms.read(ACT)
    rooms.write(ACT, text[: text.index("\n  - code: s2")])
    rooms.replace(BILL, "repeals: [xx.act.s2]\n", "")
    with pytest.raises(PackLoadError, match=r"xx\.art1\.b.*'xx\.act\.s2'"):
        rooms.load()
    assert len(law_api.dump("law-instrument")["xx.act"]["provisions"]) == 2
    assert PackFile.objects.get(path=ACT).content == text.encode()


def test_what_a_room_refuses_undoes_everything(rooms, monkeypatch):
    """With the file and the line of what it refuses; nothing of the pack is there, its sources neither."""

    def refuse(entries):
        raise law_api.LawDataError([law_api.Fault("law-bill", "xx-bill", "repeals[0]", "is not to be repealed")])

    bills = next(room for room in TABLES if room.kind == "law-bill")
    monkeypatch.setattr(load, "TABLES", tuple(replace(room, take=refuse) if room is bills else room for room in TABLES))
    with pytest.raises(PackLoadError) as refusal:
        rooms.load()
    assert str(refusal.value.faults[0]).startswith(f"{BILL}:5: ")
    assert PackFile.objects.count() == PackObject.objects.count() == 0
    assert facts_api.source_keys() == set()


def test_a_number_worked_out_from_the_law_is_there_after_the_load(rooms, tmp_path):
    """In the same transaction, and no edit of anybody: it is neither kept nor written out."""
    from .test_rooms_check import COMPUTED

    rooms.write("facts/live.yaml", COMPUTED)
    rooms.load()
    assert facts_api.plain("sample.law.covered", "en").startswith("1")
    rooms.replace(ACT, "act: [move], purpose: [labour]", "act: any, purpose: [labour]")
    outcome = rooms.load()
    assert (outcome.updated, outcome.kept) == ({"law-instrument": 1}, [])
    assert facts_api.plain("sample.law.covered", "en").startswith("2")
    assert exported(tmp_path)["facts/live.yaml"] == COMPUTED.encode()


@pytest.mark.parametrize(
    ("old", "new"),
    [("central", "middle"), ("xx.standard", "xx.other"), ("offence", "offence purpose=gold"), ("score xx", "score yy")],
)
def test_a_number_that_cannot_be_worked_out_is_refused_with_its_line(rooms, old, new):
    """Readers would be told 'being checked' for ever; nothing is loaded."""
    from .test_rooms_check import COMPUTED

    rooms.write("facts/live.yaml", COMPUTED.replace(old, new))
    with pytest.raises(PackLoadError) as refusal:
        rooms.load()
    assert str(refusal.value.faults[0]).startswith("facts/live.yaml:9: fact sample.law.covered: computed ")
    assert PackFile.objects.count() == 0
