"""Signing in: two locks, one answer for everybody who may not, and nothing left on for long."""

from __future__ import annotations

import re
import time
from typing import Any, ClassVar

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client

from causeway.staff.models import User
from causeway.staff.sessions import BEGAN, SEEN

from .conftest import ENROL, LOGIN, PASSWORD, SECOND, Colleague, code_of

HOME = "/admin/"
RESET = "/admin/access/password/reset/"
NEW_PASSWORD = "harbour biscuit window thirteen"


def text_of(response: Any) -> str:
    """What a person reads, without the token that differs every time."""
    body = re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", response.content.decode())
    return re.sub(r'value="[^"]*"', "", body)


def is_in(client: Client) -> bool:
    return client.get(HOME).status_code == 200


def test_password_and_code_open_the_admin(colleague: Any) -> None:
    assert is_in(colleague("editor").sign_in())


def test_the_password_alone_opens_nothing(colleague: Any, client: Client) -> None:
    person = colleague("editor")
    assert person.type_password(client).url == SECOND
    asked = client.get(HOME)
    assert asked.status_code == 302
    assert asked.url.startswith(LOGIN)


def test_the_way_leads_back_to_what_was_asked_for(colleague: Any, client: Client) -> None:
    person = colleague("editor")
    asked = client.get("/admin/images/")
    assert asked.url == f"{LOGIN}?next=/admin/images/"
    person.type_password(client, next="/admin/images/")
    assert client.post(SECOND, {"code": code_of(person.secret)}).url == "/admin/images/"


def test_it_leads_to_no_other_host(colleague: Any, client: Client) -> None:
    person = colleague("editor")
    person.type_password(client, next="https://elsewhere.example/")
    assert client.post(SECOND, {"code": code_of(person.secret)}).url == HOME


def test_a_wrong_code_is_refused(colleague: Any, client: Client) -> None:
    person = colleague("editor")
    person.type_password(client)
    wrong = str((int(code_of(person.secret, 40)) + 1) % 10**6).zfill(6)
    answer = client.post(SECOND, {"code": wrong})
    assert "That code is not right" in answer.content.decode()
    assert not is_in(client)


def test_a_code_works_once(colleague: Any) -> None:
    person = colleague("editor")
    code = code_of(person.secret)
    for number, client in enumerate((Client(), Client())):
        # Another process of the server has a cache of its own and knows nothing of the first use.
        from django.core.cache import cache

        cache.clear()
        person.type_password(client)
        answer = client.post(SECOND, {"code": code})
        assert (answer.status_code == 302) is (number == 0)
        assert is_in(client) is (number == 0)


def test_an_older_code_does_not_work_after_a_newer_one(colleague: Any) -> None:
    person = colleague("editor")
    newer, older = Client(), Client()
    person.type_password(newer)
    assert newer.post(SECOND, {"code": code_of(person.secret, 1)}).status_code == 302
    person.type_password(older)
    assert older.post(SECOND, {"code": code_of(person.secret)}).status_code == 200


def test_a_recovery_code_works_once(colleague: Any) -> None:
    person = colleague("editor")
    codes = Authenticator.objects.get(user=person.user, type="recovery_codes").wrap().get_unused_codes()
    first, second = Client(), Client()
    person.type_password(first)
    assert first.post(SECOND, {"code": codes[0]}).status_code == 302
    assert is_in(first)
    person.type_password(second)
    assert second.post(SECOND, {"code": codes[0]}).status_code == 200
    assert not is_in(second)


def test_guessing_codes_is_stopped(colleague: Any, client: Client) -> None:
    person = colleague("editor")
    person.type_password(client)
    answers = [client.post(SECOND, {"code": "000000"}).content.decode() for _ in range(7)]
    assert "tried too often" in answers[-1]
    assert "tried too often" in client.post(SECOND, {"code": code_of(person.secret)}).content.decode()


def test_guessing_passwords_is_stopped(colleague: Any, client: Client) -> None:
    person = colleague("editor")
    for _ in range(6):
        answer = person.type_password(client, password="not the right one at all")
    assert "tried too often" in answer.content.decode()
    assert person.type_password(client).status_code == 200, "the right password works again only later"


def test_one_answer_for_a_wrong_password_and_an_unknown_address(colleague: Any, client: Client) -> None:
    person = colleague("editor")
    wrong = person.type_password(client, password="not the right one at all")
    unknown = client.post(LOGIN, {"login": "nobody@example.org", "password": "not the right one at all"})
    assert wrong.status_code == unknown.status_code == 200
    assert text_of(wrong) == text_of(unknown)
    assert "The e-mail address or the password is not right." in text_of(wrong)


def test_both_cost_a_password_check_and_one_row(
    colleague: Any, client: Client, django_assert_max_num_queries: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What could be timed: the slow hash, and what is written to disk."""
    from django.contrib.auth import hashers

    from causeway.staff.models import StaffEvent

    person, hashed = colleague("editor"), []
    hasher = hashers.get_hasher()
    encode = type(hasher).encode

    def counting(self: Any, *args: Any, **kwargs: Any) -> str:
        hashed.append(1)
        return encode(self, *args, **kwargs)

    monkeypatch.setattr(type(hasher), "encode", counting)
    costs = []
    for address in (person.user.email, "nobody@example.org"):
        before = len(hashed), StaffEvent.objects.count()
        client.post(LOGIN, {"login": address, "password": "not the right one at all"})
        costs.append((len(hashed) - before[0], StaffEvent.objects.count() - before[1]))
    assert costs == [(1, 1), (1, 1)]


def test_a_closed_account_stays_out_and_ends_its_sessions(colleague: Any) -> None:
    person = colleague("editor")
    client = person.sign_in()
    User.objects.filter(pk=person.user.pk).update(is_active=False)
    assert not is_in(client)
    assert person.type_password(Client()).url == "/admin/access/inactive/"


@pytest.mark.parametrize("path", ["/admin/access/signup/", "/admin/access/email/", "/admin/access/login/code/"])
def test_nobody_can_sign_up_or_add_an_address(colleague: Any, path: str) -> None:
    assert colleague(owner=True).sign_in().get(path, follow=True).status_code == 404


@pytest.mark.parametrize("path", ["/admin/login/", "/en/_util/login/"])
@pytest.mark.parametrize("factor", [True, False])
def test_the_sign_in_pages_wagtail_brings_do_not_sign_in(
    colleague: Any, client: Client, path: str, factor: bool
) -> None:
    person = colleague("editor", factor=factor)
    client.post(path, {"username": person.user.email, "password": PASSWORD})
    assert client.get(HOME).url.startswith((LOGIN, ENROL))
    assert client.get("/admin/pages/").url.startswith((LOGIN, ENROL))


def test_a_session_that_has_not_shown_the_factor_ends(colleague: Any, client: Client) -> None:
    """However it came to be signed in: a password alone must not reach the pages that remove the factor."""
    person = colleague("editor")
    client.force_login(person.user)
    for path in (HOME, ENROL, "/admin/access/2fa/totp/deactivate/", "/admin/access/password/change/"):
        client.force_login(person.user)
        assert client.get(path).url.startswith(LOGIN), path
        assert "_auth_user_id" not in client.session


@pytest.mark.usefixtures("commits")
def test_the_factor_one_session_enrols_does_not_bless_another(colleague: Any) -> None:
    """A thief with the password, signed in before the owner enrols, is not let in by the owner's factor."""
    person = colleague("editor", factor=False)
    thief, owner = person.sign_in(), person.sign_in()
    assert thief.get(HOME).url == ENROL
    owner.get("/admin/access/2fa/totp/activate/")
    secret = owner.session["mfa.totp.secret"]
    assert owner.post("/admin/access/2fa/totp/activate/", {"code": code_of(secret)}).status_code == 302
    assert is_in(owner)
    assert thief.get(HOME).url.startswith(LOGIN)


# --- Sessions ---------------------------------------------------------------------------------


def wind(client: Client, **back: float) -> None:
    """Set a session's clocks back by seconds."""
    session = client.session
    for name, seconds in back.items():
        session[{"began": BEGAN, "seen": SEEN}[name]] = time.time() - seconds
    session.save()


def test_half_an_hour_without_a_click_ends_the_session(colleague: Any) -> None:
    client = colleague("editor").sign_in()
    wind(client, seen=29 * 60)
    assert is_in(client)
    wind(client, seen=31 * 60)
    answer = client.get("/admin/images/")
    assert answer.url == f"{LOGIN}?next=/admin/images/"
    assert "Your time was up" in client.get(answer.url).content.decode()
    assert not is_in(client)


def test_eight_hours_end_it_whatever_was_clicked(colleague: Any) -> None:
    client = colleague("editor").sign_in()
    wind(client, began=8 * 3600 - 60, seen=5)
    assert is_in(client)
    wind(client, began=8 * 3600 + 1, seen=5)
    assert not is_in(client)


def test_a_click_starts_the_half_hour_anew(colleague: Any) -> None:
    client = colleague("editor").sign_in()
    wind(client, seen=20 * 60)
    assert is_in(client)
    assert time.time() - client.session[SEEN] < 60


def test_what_the_editor_does_by_itself_is_no_click(colleague: Any) -> None:
    client = colleague("editor").sign_in()
    wind(client, seen=20 * 60)
    client.post("/admin/editing-sessions/ping/wagtailcore/page/1/1/")
    assert time.time() - client.session[SEEN] > 19 * 60


def test_a_script_is_told_instead_of_redirected(colleague: Any) -> None:
    client = colleague("editor").sign_in()
    wind(client, seen=31 * 60)
    answer = client.get("/admin/pages/1/", headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.status_code == 403
    assert "time was up" in answer.content.decode()


def test_signing_out_ends_it(colleague: Any) -> None:
    client = colleague("editor").sign_in()
    client.post("/admin/access/logout/")
    assert not is_in(client)


# --- A forgotten password ------------------------------------------------------------------------


def reset_link(person: Colleague, client: Client, **extra: Any) -> str:
    mail.outbox.clear()
    client.post(RESET, {"email": person.user.email}, **extra)
    assert len(mail.outbox) == 1
    assert mail.outbox[0].to == [person.user.email]
    return re.search(r"https?://\S+/password/reset/key/\S+", mail.outbox[0].body)[0]


def test_asking_for_a_new_password_says_the_same_to_everybody(colleague: Any, client: Client) -> None:
    person = colleague("editor")
    known = client.post(RESET, {"email": person.user.email}, follow=True)
    sent = len(mail.outbox)
    unknown = client.post(RESET, {"email": "nobody@example.org"}, follow=True)
    assert sent == 1
    assert len(mail.outbox) == 1, "a stranger's address gets no mail"
    assert known.redirect_chain == unknown.redirect_chain
    assert text_of(known) == text_of(unknown)


def test_the_worker_is_called_for_either(colleague: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody can tell by the time it takes: the same row is written, and the mail is sent later."""
    from causeway.staff import tasks

    class Queue:
        called: ClassVar[list[int]] = []

        @classmethod
        def enqueue(cls, number: int) -> None:
            cls.called.append(number)

    monkeypatch.setattr(tasks, "mail_password_reset", Queue)
    person = colleague("editor")
    client.post(RESET, {"email": person.user.email})
    client.post(RESET, {"email": "nobody@example.org"})
    assert Queue.called == [person.user.pk, 0]


def test_the_new_password_is_asked_for_once_and_the_factor_still(colleague: Any, client: Client, settings: Any) -> None:
    person = colleague("editor")
    signed_in = person.sign_in()
    link = reset_link(person, client)
    assert link.startswith(settings.SITE_URL)
    path = link.removeprefix(settings.SITE_URL)
    form = client.get(path, follow=True)
    assert "Choose a new password" in form.content.decode()
    done = client.post(form.request["PATH_INFO"], {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
    assert done.status_code == 302
    assert not is_in(client), "the mailed link alone signs nobody in"
    assert not is_in(signed_in), "whoever was signed in with the old password is out"
    assert person.type_password(client, password=NEW_PASSWORD).url == SECOND
    assert "does not work any more" in Client().get(path, follow=True).content.decode()


def test_a_false_host_does_not_get_into_the_mail(colleague: Any, client: Client, settings: Any) -> None:
    link = reset_link(colleague("editor"), client, headers={"host": "evil.example"})
    assert link.startswith(settings.SITE_URL)


def test_mail_about_a_change_names_no_address_and_no_browser(colleague: Any) -> None:
    person = colleague("editor")
    client = person.sign_in()
    mail.outbox.clear()
    client.post(
        "/admin/access/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
        headers={"user-agent": "Canary/1.0"},
        REMOTE_ADDR="203.0.113.77",
    )
    assert [message.to for message in mail.outbox] == [[person.user.email]]
    assert "203.0.113.77" not in mail.outbox[0].body
    assert "Canary" not in mail.outbox[0].body
    assert "If it was not you" in mail.outbox[0].body


def test_a_mail_server_that_is_away_keeps_nobody_out(
    colleague: Any, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core.mail import EmailMessage

    def away(*args: Any, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    monkeypatch.setattr(EmailMessage, "send", away)
    person = colleague("editor")
    assert client.post(RESET, {"email": person.user.email}).status_code == 302
    signed_in = person.sign_in()
    answer = signed_in.post(
        "/admin/access/password/change/",
        {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD},
    )
    assert answer.status_code == 302
