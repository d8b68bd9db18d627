"""The first account, invitations, and the second factor that comes next."""

from __future__ import annotations

import datetime
import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from causeway.staff import api
from causeway.staff.models import AccessLink, User

from .conftest import ENROL, PASSWORD, code_of

pytestmark = pytest.mark.usefixtures("commits")

HOME = "/admin/"
BASE = "http://127.0.0.1:8000"
TOTP = "/admin/access/2fa/totp/activate/"
CODES = "/admin/access/2fa/recovery-codes/"
INVITE = "/admin/users/new/"
ANSWERS = {"first_name": "Ada", "last_name": "Example", "password": PASSWORD, "again": PASSWORD}


def path_of(link: str) -> str:
    return re.sub(r"^https?://[^/]+", "", link)


def enrol(client: Client) -> list[str]:
    """Add an app as a person does; the recovery codes shown."""
    page = client.get(TOTP).content.decode()
    secret = re.search(r'<code class="secret">([^<]+)</code>', page)[1].replace(" ", "")
    answer = client.post(TOTP, {"code": code_of(secret)}, follow=True)
    assert answer.request["PATH_INFO"] == CODES
    return re.findall(r"<li><code>(\d+)</code></li>", answer.content.decode())


# --- The first account -------------------------------------------------------------------------------


def test_from_the_printed_link_to_the_open_admin(db: None, client: Client) -> None:
    link = api.first_account_link(BASE)
    assert link.startswith(f"{BASE}/admin/access/begin/")
    page = client.get(path_of(link))
    assert "Make the first account" in page.content.decode()
    made = client.post(path_of(link), {**ANSWERS, "email": "Ada@Example.org"})
    assert made.url == ENROL
    assert client.get(HOME).url == ENROL, "the admin stays shut until there is a second factor"
    assert "The admin opens once your account has a second factor" in client.get(ENROL).content.decode()
    codes = enrol(client)
    assert len(set(codes)) == 10
    assert client.get(HOME).status_code == 200
    ada = User.objects.get()
    assert (ada.email, ada.is_superuser, ada.get_full_name()) == ("ada@example.org", True, "Ada Example")
    assert [group.name for group in ada.groups.all()] == ["administrator"]


def test_the_link_makes_one_account(db: None) -> None:
    link = path_of(api.first_account_link(BASE))
    assert Client().post(link, {**ANSWERS, "email": "ada@example.org"}).status_code == 302
    again = Client().post(link, {**ANSWERS, "email": "eve@example.org"})
    assert again.status_code == 410
    assert "This link does not work any more" in again.content.decode()
    assert User.objects.count() == 1


def test_of_two_who_use_it_at_once_one_wins(only_our_tables: None, transactional_db: None, as_migrated: None) -> None:
    token = api.first_account_link(BASE).rstrip("/").rpartition("/")[2]
    start = threading.Barrier(4)

    def use(number: int) -> bool:
        try:
            start.wait()
            api.accept(token, email=f"ada{number}@example.org", password=PASSWORD, first_name="Ada")
        except api.LinkSpentError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(4) as people:
        assert sorted(people.map(use, range(4))) == [False, False, False, True]
    assert User.objects.count() == 1


def test_opening_the_link_uses_nothing_up(db: None, client: Client) -> None:
    """Mail scanners and chat previews open links."""
    link = path_of(api.first_account_link(BASE))
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert AccessLink.objects.open().count() == 1
    assert client.get(link).headers["Cache-Control"].find("no-store") >= 0


def test_a_newer_link_ends_the_older(db: None, client: Client) -> None:
    older, newer = (path_of(api.first_account_link(BASE)) for _ in range(2))
    assert client.get(older).status_code == 410
    assert client.get(newer).status_code == 200


def test_it_ends_after_a_day(db: None, client: Client) -> None:
    link = path_of(api.first_account_link(BASE))
    AccessLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert client.get(link).status_code == 410
    assert client.post(link, {**ANSWERS, "email": "ada@example.org"}).status_code == 410
    assert not User.objects.exists()


def test_there_is_none_once_an_owner_can_sign_in(colleague: Any, client: Client) -> None:
    link = path_of(api.first_account_link(BASE))
    owner = colleague(owner=True)
    assert api.first_account_link(BASE) is None
    assert client.get(link).status_code == 410, "an unused link of before is worthless too"
    User.objects.filter(pk=owner.user.pk).update(is_active=False)
    assert api.first_account_link(BASE) is not None


def test_the_database_does_not_hold_the_link(db: None) -> None:
    token = path_of(api.first_account_link(BASE)).rstrip("/").rpartition("/")[2]
    assert len(token) >= 43
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM staff_accesslink")
        assert token not in repr(cursor.fetchall())


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"password": "too short", "again": "too short"}, "at least 15 characters"),
        ({"password": "passwordpassword", "again": "passwordpassword"}, "easy to guess"),
        ({"password": "123456789012345", "again": "123456789012345"}, "easy to guess"),
        ({"password": "qwertyuiopasdfgh", "again": "qwertyuiopasdfgh"}, "easy to guess"),
        ({"password": "aaaaaaaaaaaaaaaaaaaa", "again": "aaaaaaaaaaaaaaaaaaaa"}, "easy to guess"),
        ({"password": "ada.example@example.org", "again": "ada.example@example.org"}, "too similar"),
        ({"again": "walnut ferry lantern sevenpence"}, "not the same"),
        ({"email": "not an address"}, "valid email address"),
        ({"first_name": ""}, "required"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    db: None, client: Client, wrong: dict[str, str], sentence: str
) -> None:
    link = path_of(api.first_account_link(BASE))
    answer = client.post(link, {**ANSWERS, "email": "ada.example@example.org", **wrong})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not User.objects.exists()
    assert client.get(link).status_code == 200, "the link still works"


# --- Invitations -------------------------------------------------------------------------------------


def test_an_invited_colleague_gets_the_role_and_nothing_more(db: None, client: Client) -> None:
    link = path_of(api.invite("Bea@Example.org", "press"))
    page = client.get(link).content.decode()
    assert "You are invited as press officer." in page
    # The address is the invitation's: another one typed in its place changes nothing.
    client.post(link, {**ANSWERS, "email": "eve@example.org"})
    bea = User.objects.get()
    assert (bea.email, bea.is_superuser, bea.is_staff) == ("bea@example.org", False, False)
    assert [group.name for group in bea.groups.all()] == ["press"]
    assert client.get(HOME).url == ENROL


@pytest.mark.parametrize(
    ("email", "role", "sentence"),
    [
        ("not an address", "editor", "is not an e-mail address"),
        ("bea@example.org\nBcc: eve@example.org", "editor", "is not an e-mail address"),
        ("bea@example.org", "king", "There is no role"),
    ],
)
def test_who_cannot_be_invited(db: None, email: str, role: str, sentence: str) -> None:
    with pytest.raises(api.InvitationError, match=sentence):
        api.invite(email, role)
    assert not AccessLink.objects.exists()


def test_nobody_is_invited_twice(colleague: Any, client: Client) -> None:
    with pytest.raises(api.InvitationError, match="has an account"):
        api.invite(colleague("editor").user.email, "press")
    first, second = path_of(api.invite("bea@example.org")), path_of(api.invite("bea@example.org", "press"))
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


def test_an_administrator_invites_in_the_admin(colleague: Any) -> None:
    client = colleague("administrator").sign_in()
    mail.outbox.clear()
    answer = client.post(INVITE, {"email": "Bea@Example.org", "role": "reviewer"})
    link = re.search(r"<code>(http\S+)</code>", answer.content.decode())[1]
    assert [message.to for message in mail.outbox] == [["bea@example.org"]]
    assert link in mail.outbox[0].body
    assert "as Reviewer" in mail.outbox[0].body
    assert link not in client.get(INVITE).content.decode(), "shown once"
    assert "bea@example.org" in client.get(INVITE).content.decode(), "and listed while it is open"
    assert Client().get(path_of(link)).status_code == 200


def test_an_invitation_can_be_withdrawn(colleague: Any) -> None:
    client = colleague("administrator").sign_in()
    link = path_of(api.invite("bea@example.org"))
    client.post(INVITE, {"withdraw": AccessLink.objects.get().pk})
    assert Client().get(link).status_code == 410
    assert "None. An invitation stands here" in client.get(INVITE).content.decode()


def test_an_invitation_that_cannot_be_says_why(colleague: Any) -> None:
    boss = colleague("administrator")
    answer = boss.sign_in().post(INVITE, {"email": boss.user.email, "role": "editor"})
    assert "has an account" in answer.content.decode()


# --- The second factor ----------------------------------------------------------------------------------


def test_recovery_codes_are_shown_once(colleague: Any) -> None:
    client = colleague("editor", factor=False).sign_in()
    codes = enrol(client)
    again = client.get(CODES).content.decode()
    assert not any(code in again for code in codes)
    assert "They were shown once" in again
    assert client.get("/admin/access/2fa/recovery-codes/download/").status_code in {302, 403}


def test_new_codes_end_the_old(colleague: Any) -> None:
    person = colleague("editor", factor=False)
    client = person.sign_in()
    codes = enrol(client)
    client.post("/admin/access/2fa/recovery-codes/generate/")
    authenticator = Authenticator.objects.get(user=person.user, type="recovery_codes").wrap()
    assert not set(codes) & set(authenticator.get_unused_codes())


def test_secrets_are_not_stored_in_clear(colleague: Any, settings: Any) -> None:
    person = colleague("editor")
    codes = Authenticator.objects.get(user=person.user, type="recovery_codes").wrap().get_unused_codes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = repr(cursor.fetchall())
    assert person.secret not in stored
    assert not any(code in stored for code in codes)


def test_a_new_secret_key_still_opens_what_the_old_one_closed(colleague: Any, client: Client, settings: Any) -> None:
    person = colleague("editor")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another-" + "y" * 50
    person.sign_in(client)
    assert client.get(HOME).status_code == 200


def test_a_wrong_first_code_adds_nothing(colleague: Any) -> None:
    person = colleague("editor", factor=False)
    client = person.sign_in()
    client.get(TOTP)
    assert "That code is not right" in client.post(TOTP, {"code": "000000"}).content.decode()
    assert not Authenticator.objects.exists()
    assert client.get(HOME).url == ENROL


def test_who_waits_is_asked_for_the_password_again(colleague: Any) -> None:
    client = colleague("editor", factor=False).sign_in()
    session = client.session
    for entry in session["account_authentication_methods"]:
        entry["at"] = time.time() - 400
    session.save()
    assert client.get(TOTP).url == f"/admin/access/reauthenticate/?next={TOTP.replace('/', '%2F')}"
    answer = client.post("/admin/access/reauthenticate/", {"password": PASSWORD, "next": TOTP})
    assert answer.url == TOTP
    assert len(enrol(client)) == 10


def test_taking_the_last_factor_away_shuts_the_admin(colleague: Any) -> None:
    person = colleague("editor")
    client = person.sign_in()
    path = "/admin/access/2fa/totp/deactivate/"
    assert client.get(path).url.startswith("/admin/access/reauthenticate/")
    client.post("/admin/access/reauthenticate/", {"password": PASSWORD, "next": path})
    mail.outbox.clear()
    client.post(path)
    assert len(mail.outbox) == 1, "the owner of the account is told"
    assert client.get(HOME).url == ENROL
    assert not Authenticator.objects.filter(user=person.user).exists()


# --- Locked out -----------------------------------------------------------------------------------------


def test_an_administrator_helps_who_lost_everything(colleague: Any) -> None:
    boss, person = colleague("administrator").sign_in(), colleague("editor")
    old_session = person.sign_in()
    path = f"/admin/users/forget-factor/{person.user.pk}/"
    assert path in boss.get("/admin/users/").content.decode()
    assert "call back on a number you know" in boss.get(path).content.decode()
    assert Authenticator.objects.filter(user=person.user).exists(), "opening the page changes nothing"
    mail.outbox.clear()
    boss.post(path)
    assert [message.to for message in mail.outbox] == [[person.user.email]]
    assert old_session.get(HOME).url.startswith("/admin/access/login/")
    anew = Client()
    assert person.type_password(anew).url == HOME
    assert anew.get(HOME).url == ENROL
    assert len(enrol(anew)) == 10


def test_nobody_below_an_owner_takes_an_owners_factor(colleague: Any) -> None:
    boss, owner = colleague("administrator"), colleague(owner=True)
    path = f"/admin/users/forget-factor/{owner.user.pk}/"
    client = boss.sign_in()
    assert path not in client.get("/admin/users/").content.decode()
    assert client.post(path).url == HOME
    assert Authenticator.objects.filter(user=owner.user).exists()
    assert client.post(f"/admin/users/forget-factor/{boss.user.pk}/").url == HOME, "nor their own this way"
