"""The whole of what is kept about a person. A column that is not named here is one nobody agreed to."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps

from causeway import supporters
from causeway.ops.logs import AllowListFormatter
from causeway.supporters import api
from causeway.supporters.letters import Writer
from causeway.supporters.models import SignupRequest

PERSONAL = {
    "supporters.SignupRequest": {
        "id", "key", "email", "email_hash", "language", "topics", "wording", "received_at", "asked_at", "posts", "state",
        "seed", "confirm_hash", "mail_due", "mail_tries", "mail_tried_at", "mail_sent_at", "mails_sent",
    },
    "supporters.Supporter": {"id", "email", "email_hash", "language", "confirmed_at", "left_at"},
    "supporters.Consent": {"id", "supporter", "topic", "wording", "language", "given_at", "withdrawn_at"},
}  # fmt: skip
NOT_PERSONAL = {"supporters.Topic", "supporters.TopicText", "supporters.ConsentWording"}


def test_nothing_is_kept_about_a_person_but_what_is_named_here() -> None:
    found = {
        model._meta.label: model for model in apps.get_app_config("supporters").get_models(include_auto_created=True)
    }
    assert set(found) == set(PERSONAL) | NOT_PERSONAL
    for label, columns in PERSONAL.items():
        fields = found[label]._meta.get_fields()
        assert {field.name for field in fields if not (field.auto_created and not field.concrete)} == columns


def test_no_code_of_this_room_reads_who_a_browser_is() -> None:
    root = Path(supporters.__file__).parent
    for path in root.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"HTTP_USER_AGENT|User-Agent|\.session\b", text), path
        if path.name != "limits.py":
            assert not re.search(r"REMOTE_ADDR|X_FORWARDED_FOR", text), path


@pytest.mark.django_db
def test_an_address_stands_in_no_log(
    offer: None, caplog: pytest.LogCaptureFixture, sign_up: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(self: Writer, row: SignupRequest) -> None:
        raise RuntimeError(f"cannot write to {row.email}")

    monkeypatch.setattr(Writer, "confirmation", fail)
    sign_up("canary@example.org", "law")
    sign_up("canary@", "law")
    api.send_due()
    lines = [AllowListFormatter().format(record) for record in caplog.records]
    assert any("mail failed" in line for line in lines)
    assert not [line for line in lines if "canary" in line]
