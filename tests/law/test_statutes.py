"""Reading the publisher's files: dates and fingerprints are kept, the text never; a change marks what was read of it."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.test import Client
from django.urls import reverse

import causeway.law.admin.statutes
from causeway.law import api, book
from causeway.law.models import Instrument, Provision, StatuteRecord
from causeway.law.signing import sign_reading
from tests.law.conftest import client_with
from tests.law.test_admin import PROPOSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor", "root", "law")]
SECRET = "A person who takes part in bringing another person"


def statute(start: str = "2018-01-01", text: str = SECRET, law: str = "/xx/cap200!en") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<ordinance xmlns="http://www.xml.gov.hk/schemas/hklm/1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<meta><dc:identifier>{law}</dc:identifier><dc:date>2026-01-01</dc:date></meta><main>
<section id="a" name="s129" temporalId="s129" startPeriod="{start}" status="operational"><num value="129">129.</num>
<content>{text}</content></section>
<section id="b" name="s130" temporalId="s130" startPeriod="1997-06-30" status="operational"><content>Other</content>
</section></main></ordinance>""".encode()


@pytest.fixture
def editor() -> Client:
    return client_with(*PROPOSE, name="Bo Editor")


def hand_in(client: Client, content: bytes) -> str:
    response = client.post(reverse("law_statute:index"), {"file": SimpleUploadedFile("cap.xml", content)})
    book.forget()
    return response.content.decode()


def test_dates_and_fingerprints_are_kept_and_no_text(editor: Client) -> None:
    html = hand_in(editor, statute())
    assert "2 sections were read." in html
    assert "2 are new here." in html
    assert "No reading became stale by it." in html
    record = StatuteRecord.objects.get(part="s129")
    assert (record.instrument, record.start_period, record.language) == ("xx.cap200", "2018-01-01", "en")
    assert len(record.sha256) == 64
    held = [
        str(value)
        for model in (StatuteRecord, Provision, Instrument)
        for row in model._base_manager.values_list(*[f.attname for f in model._meta.concrete_fields])
        for value in row
    ]
    assert not [value for value in held if SECRET in value]
    assert isinstance(StatuteRecord._meta.get_field("sha256"), models.CharField)


@pytest.mark.parametrize("signed", [True, False])
def test_a_changed_section_marks_what_was_read_of_it(editor: Client, signed: bool) -> None:
    hand_in(editor, statute())
    if signed:
        row = Provision.objects.get(code="xx.cap200.s129").newest
        sign_reading(row.pk, name="Ada", role="judge", account=None, on=datetime.date(2026, 11, 26))
    assert "No reading became stale by it." in hand_in(editor, statute())
    html = hand_in(editor, statute(start="2027-02-01"))
    assert "1 has changed." in html
    assert "the text now starts on 2027-02-01" in html
    assert api.score().stale == ("xx.cap200.s129",)
    assert "xx.cap200.s130" not in html
    # Another language of the same law is another text.
    hand_in(editor, statute(start="2027-02-01", text="任何人", law="/xx/cap200!zh-Hant-HK"))
    assert StatuteRecord.objects.filter(part="s129").count() == 2
    assert api.score().stale == ("xx.cap200.s129",)


def test_signing_again_on_the_new_text_takes_the_mark_away(editor: Client) -> None:
    from causeway.law import proposing

    hand_in(editor, statute())
    hand_in(editor, statute(text="Otherwise"))
    assert api.score().stale == ("xx.cap200.s129",)
    provision = Provision.objects.get(code="xx.cap200.s129")
    made = proposing.propose_reading(provision.pk, {**provision.newest.data, "read_on": "2026-12-01"}, 1)
    assert api.score().stale == ("xx.cap200.s129",)
    sign_reading(made.pk, name="Ada", role="judge", account=None)
    assert api.score().stale == ()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"<ordinance", "no well-formed XML"),
        (b"<html/>", "no e-Legislation file"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><ordinance/>', "document type or an entity"),
        (statute(law="/xx/cap999!en"), "there is no such instrument here"),
        (statute(start="soon"), "which is no date"),
    ],
)
def test_what_is_no_statute_is_refused(editor: Client, content: bytes, why: str) -> None:
    response = editor.post(reverse("law_statute:index"), {"file": SimpleUploadedFile("cap.xml", content)})
    assert response.status_code == 422
    assert why in response.content.decode()
    assert not StatuteRecord.objects.exists()


def test_a_file_that_is_too_large_is_not_read(editor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(causeway.law.admin.statutes, "MAX_BYTES", 100)
    assert "larger than 16 MB" in hand_in(editor, statute())
    assert not StatuteRecord.objects.exists()
