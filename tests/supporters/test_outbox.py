"""What is due is sent: to a real SMTP server or into files, never lost, never more than an address can bear."""

from __future__ import annotations

import email
import email.policy
import itertools
import os
import socket
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.test import Client

from causeway.supporters import api, checks
from causeway.supporters.figures import outbox
from causeway.supporters.mail import connection, smtp_options
from causeway.supporters.models import SignupRequest
from causeway.supporters.outbox import _claim

pytestmark = pytest.mark.django_db
OURS = "causeway.supporters.mail.Backend"

SignUp = Callable[..., Any]


class Server:
    """A mail server on this machine that keeps what it gets and can be told to be difficult."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.refused: dict[str, str] = {}
        self.data_answer = "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.data_answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.got.append((envelope.rcpt_tos, email.message_from_bytes(content, policy=email.policy.default)))
        return self.data_answer


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def server(settings: Any) -> Iterator[Server]:
    kept, port = Server(), free_port()
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND, settings.EMAIL_URL = OURS, f"smtp://127.0.0.1:{port}"
    settings.DEFAULT_FROM_EMAIL = "news@example.org"
    yield kept
    controller.stop()


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND, settings.EMAIL_URL = OURS, ""
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path / "mail"


def test_the_confirmation_reaches_a_mail_server_whole(offer: None, sign_up: SignUp, server: Server) -> None:
    sign_up("name@example.org", "law", "events", language="zh-hant")
    assert api.send_due() == 1
    recipients, message = server.got[0]
    assert recipients == ["name@example.org"]
    assert "news@example.org" in message["From"]
    text = message.get_content()
    assert "法律與訴求" in text
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = str(message["List-Unsubscribe"]).strip()
    assert link.startswith("<http")
    assert link[1:-1] in text, "the footer must offer the same way out"
    assert "/en/news-sign-up/leave/" in text, "the footer must also stand in the second language"
    assert message["Auto-Submitted"] == "auto-generated"
    assert not message.is_multipart(), "a plain text cannot hold a tracker"
    assert "name@example.org" not in text
    row = SignupRequest.objects.get()
    assert (row.mail_due, row.mails_sent) == (None, 1)
    assert api.send_due() == 0


def test_an_address_refused_for_good_is_not_tried_again_and_holds_up_nobody(
    offer: None, sign_up: SignUp, server: Server, clock: Any
) -> None:
    server.refused = {"gone@example.org": "550 no such user", "busy@example.org": "451 later"}
    for name in ("gone", "busy", "well"):
        sign_up(f"{name}@example.org")
    assert api.send_due() == 1
    assert [recipients for recipients, _message in server.got] == [["well@example.org"]]
    server.refused = {}
    assert api.send_due(now=clock.pass_by(minutes=6)) == 1
    assert server.got[-1][0] == ["busy@example.org"]
    assert api.send_due(now=clock.pass_by(days=1)) == 0


def test_tries_grow_apart_and_go_on_until_the_sign_up_is_deleted(
    offer: None, sign_up: SignUp, server: Server, clock: Any
) -> None:
    server.data_answer = "451 try later"
    sign_up()
    waits = []
    for _try in range(9):
        api.send_due(now=clock.now)
        row = SignupRequest.objects.get()
        assert row.mail_due is not None
        waits.append(round((row.mail_due - clock.now).total_seconds() / 60))
        clock.now = row.mail_due
    assert waits == [5, 10, 20, 40, 80, 160, 320, 360, 360]
    assert outbox(clock.now).troubled == 1
    server.data_answer = "250 OK"
    assert api.send_due(now=clock.now) == 1
    assert outbox(clock.now).waiting == 0


def test_a_mail_server_that_is_down_costs_no_tries(
    offer: None, sign_up: SignUp, settings: Any, clock: Any, server: Server
) -> None:
    working, settings.EMAIL_URL = settings.EMAIL_URL, f"smtp://127.0.0.1:{free_port()}"
    for number in range(30):
        sign_up(f"name{number}@example.org")
    for _minute in range(5):
        assert api.send_due(now=clock.pass_by(minutes=1, seconds=1)) == 0
    assert set(SignupRequest.objects.values_list("mail_tries", flat=True)) == {0}
    settings.EMAIL_URL = working
    assert api.send_due(now=clock.pass_by(minutes=1, seconds=1)) == 30
    assert len({str(recipients) for recipients, _message in server.got}) == 30


def test_without_a_mail_server_each_mail_becomes_a_file_of_its_own(
    offer: None, sign_up: SignUp, files: Path, reader: Client
) -> None:
    for name in ("one", "two"):
        sign_up(f"{name}@example.org")
    assert api.send_due() == 2
    written = sorted(files.iterdir())
    assert [path.suffix for path in written] == [".eml", ".eml"], "an unfinished file was left behind"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (files, *written)] == [0o700, 0o600, 0o600]
    names = [email.message_from_bytes(path.read_bytes())["To"] for path in written]
    assert names == ["one@example.org", "two@example.org"], "names must sort by time"


def test_a_full_disk_leaves_no_half_file_and_loses_no_mail(
    offer: None, sign_up: SignUp, files: Path, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    sign_up()
    real = os.fsync

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    assert api.send_due() == 0
    assert list(files.iterdir()) == []
    monkeypatch.setattr(os, "fsync", real)
    assert api.send_due(now=clock.pass_by(minutes=6)) == 1


def test_mail_to_staff_takes_the_same_way(files: Path) -> None:
    EmailMessage("A subject", "Text", "site@example.org", ["staff@example.org"]).send()
    assert len(list(files.iterdir())) == 1


def test_a_crash_between_sending_and_taking_note_sends_the_same_mail_once_more(
    offer: None, sign_up: SignUp, server: Server, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_up()

    class Killed(BaseException):
        pass

    from django.db.models import QuerySet

    real = QuerySet.update

    def die(self: Any, **values: Any) -> int:
        if "mails_sent" in values:
            raise Killed
        return real(self, **values)

    monkeypatch.setattr(QuerySet, "update", die)
    with pytest.raises(Killed):
        api.send_due()
    monkeypatch.setattr(QuerySet, "update", real)
    assert api.send_due(now=clock.now) == 0, "not at once: another worker may still be sending it"
    assert api.send_due(now=clock.pass_by(minutes=6)) == 1
    assert len(server.got) == 2
    first, second = (message for _recipients, message in server.got)
    assert first["Message-ID"] == second["Message-ID"]
    assert first.get_content() == second.get_content(), "both mails must hold a link that works"


def test_whatever_is_posted_an_address_gets_one_mail_an_hour_and_ever_fewer(
    offer: None, sign_up: SignUp, clock: Any
) -> None:
    sent: list[int] = []
    for quarter in range(4 * 24 * 6):
        topics = [key for place, key in enumerate(("law", "events", "appeals")) if quarter % 7 + 1 & 1 << place]
        language = ("en", "zh-hant", "id")[quarter % 3]
        sign_up("victim@example.org", *topics, language=language)
        if api.send_due(now=clock.now):
            sent.append(quarter)
        clock.pass_by(minutes=15)
    hours = [(later - earlier) / 4 for earlier, later in itertools.pairwise(sent)]
    assert min(hours) >= 1
    assert hours == sorted(hours)
    assert len(sent) <= 8, "a week of pestering"


def test_a_mail_that_may_be_on_its_way_in_another_worker_counts_as_sent(
    offer: None, sign_up: SignUp, clock: Any
) -> None:
    sign_up("name@example.org", "law")
    assert len(_claim(10, clock.now)[1]) == 1
    clock.pass_by(minutes=1)
    sign_up("name@example.org", "events")
    assert api.send_due(now=clock.now) == 0
    # The first worker died: its mail, or else the newer choice, goes out after all, but once an hour at most.
    sent = [api.send_due(now=clock.pass_by(minutes=5)) for _time in range(14)]
    assert sum(sent) == 1
    assert "Events" in str(mail.outbox[0].body)


def test_of_several_choices_only_the_last_is_asked_about(offer: None, sign_up: SignUp) -> None:
    sign_up("name@example.org", "law")
    sign_up("name@example.org", "law", "events")
    sign_up("other@example.org", "law")
    assert api.send_due() == 2
    bodies = {message.to[0]: str(message.body) for message in mail.outbox}
    assert "Events" in bodies["name@example.org"]
    assert "Events" not in bodies["other@example.org"]


def test_going_back_to_the_first_choice_counts(offer: None, sign_up: SignUp, clock: Any) -> None:
    sign_up("name@example.org", "law")
    clock.pass_by(seconds=20)
    sign_up("name@example.org", "events")
    clock.pass_by(seconds=20)
    sign_up("name@example.org", "law")
    assert api.send_due() == 1
    assert "Law and the asks" in str(mail.outbox[0].body)


def test_a_mail_that_cannot_be_written_does_not_stop_the_others(
    offer: None, sign_up: SignUp, monkeypatch: pytest.MonkeyPatch
) -> None:
    from causeway.supporters.letters import Writer

    sign_up("one@example.org")
    sign_up("two@example.org")
    real = Writer.confirmation

    def fail(self: Writer, row: SignupRequest) -> EmailMessage:
        if row.email.startswith("one"):
            raise RuntimeError("broken template")
        return real(self, row)

    monkeypatch.setattr(Writer, "confirmation", fail)
    assert api.send_due() == 1
    assert mail.outbox[0].to == ["two@example.org"]


def test_no_more_than_the_limit_is_sent_in_one_call(offer: None, sign_up: SignUp) -> None:
    for number in range(25):
        sign_up(f"name{number}@example.org")
    assert api.send_due(limit=22) == 22
    assert api.send_due() == 3


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("smtp://mail.example.org", ("mail.example.org", 25, "", "", False, False)),
        ("smtp+tls://me%40example.org:p%3A%2Fss@mail.example.org", ("mail.example.org", 587, "me@example.org", "p:/ss", True, False)),
        ("smtp+ssl://me:x@mail.example.org:4465", ("mail.example.org", 4465, "me", "x", False, True)),
        ("smtp://[::1]:2525", ("::1", 2525, "", "", False, False)),
    ],
)  # fmt: skip
def test_the_mail_servers_address_is_read(url: str, wanted: tuple[Any, ...]) -> None:
    options = smtp_options(url)
    assert (
        options["host"],
        options["port"],
        options["username"],
        options["password"],
        options["use_tls"],
        options["use_ssl"],
    ) == wanted
    assert options["timeout"], "a mail server that hangs must not hang the worker"


@pytest.mark.parametrize("url", ["mail.example.org", "http://mail.example.org", "smtp://:25", "smtp://u:secret@h:x"])
def test_a_wrong_mail_address_is_named_at_the_start_without_its_password(settings: Any, url: str) -> None:
    settings.EMAIL_URL = url
    with pytest.raises(ImproperlyConfigured) as fault:
        connection()
    assert "EMAIL_URL" in str(fault.value)
    assert "secret" not in str(fault.value)
    assert [found.id for found in checks.check_mail()] == ["supporters.E001"]


def test_a_wrong_sender_is_named_at_the_start(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "nobody"
    assert [found.id for found in checks.check_mail()] == ["supporters.E002"]
