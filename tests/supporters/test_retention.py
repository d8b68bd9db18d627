"""What is kept goes away by itself, at the time stated."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from causeway.supporters import api
from causeway.supporters.models import Consent, SignupRequest, Supporter

pytestmark = pytest.mark.django_db


def test_a_sign_up_nobody_confirmed_is_deleted_after_seven_days(offer: None, sign_up: Any, clock: Any) -> None:
    sign_up()
    assert api.purge(clock.pass_by(days=7)).requests == 0
    assert api.purge(clock.pass_by(seconds=1)).requests == 1
    assert SignupRequest.objects.count() == 0


def test_a_supporter_stays_as_long_as_they_like(supporter: dict[str, str], clock: Any) -> None:
    api.purge(clock.pass_by(days=3000))
    assert Supporter.objects.get().email == "name@example.org"
    assert Consent.objects.filter(withdrawn_at__isnull=True).count() == 2


def test_the_address_of_somebody_who_left_is_erased_and_later_the_record(
    supporter: dict[str, str], reader: Client, clock: Any
) -> None:
    reader.post(supporter["leave"])
    assert api.purge(clock.pass_by(days=30)).addresses == 0
    assert api.purge(clock.pass_by(seconds=1)).addresses == 1
    with connection.cursor() as cursor:
        for table in ("supporters_supporter", "supporters_signuprequest", "supporters_consent"):
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - a fixed name
            assert "name@example.org" not in repr(cursor.fetchall())
    kept = Supporter.objects.get()
    assert (kept.email, kept.language, len(kept.email_hash)) == (None, "", 43)
    assert Consent.objects.count() == 2, "the proof of what was agreed and withdrawn stays for its time"
    api.purge(clock.pass_by(days=3 * 366))
    assert Supporter.objects.count() == Consent.objects.count() == 0


def test_somebody_who_came_back_keeps_the_address(supporter: dict[str, str], reader: Client, clock: Any) -> None:
    reader.post(supporter["leave"], {"do": "leave"})
    clock.pass_by(days=29)
    reader.post(supporter["leave"], {"do": "rejoin"})
    api.purge(clock.pass_by(days=5))
    assert Supporter.objects.get().email == "name@example.org"


def test_mail_files_and_unfinished_ones_are_deleted_with_the_links_in_them(
    db: None, settings: Any, tmp_path: Path, clock: Any
) -> None:
    settings.EMAIL_FILE_PATH = tmp_path
    for name, days in (("old.eml", 8), (".killed.tmp", 8), ("new.eml", 6), ("notes.txt", 800)):
        (tmp_path / name).write_text("x")
        then = clock.now.timestamp() - days * 86400
        os.utime(tmp_path / name, (then, then))
    assert api.purge(clock.now).files == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.eml", "notes.txt"]


def test_a_purge_with_nothing_to_do_does_nothing(db: None, settings: Any, tmp_path: Path, clock: Any) -> None:
    settings.EMAIL_FILE_PATH = tmp_path / "none"
    assert api.purge(clock.now) == api.Purged(0, 0, 0, 0)
