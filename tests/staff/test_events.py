"""What is written down about accounts, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from causeway.staff import api
from causeway.staff.models import AppendOnlyError, StaffEvent, User

from .conftest import LOGIN, PASSWORD, SECOND, code_of

pytestmark = pytest.mark.django_db
Kind = StaffEvent.Kind


@pytest.fixture
def new_events() -> Any:
    """The events since the last call: (kind, actor, account, role)."""
    seen = {"last": 0}

    def read() -> list[tuple[str, int | None, int | None, str]]:
        rows = StaffEvent.objects.filter(pk__gt=seen["last"]).order_by("pk")
        seen["last"] = StaffEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        return [(event.kind, event.actor, event.object, event.role) for event in rows]

    return read


def test_no_column_could_hold_where_somebody_was() -> None:
    names = {field.name for field in StaffEvent._meta.get_fields()}
    assert names == {"id", "time", "kind", "actor", "object", "role"}


def test_events_are_only_added() -> None:
    event = StaffEvent.objects.create(kind=Kind.SIGNED_IN, actor=1, object=1)
    event.kind = Kind.SIGNED_OUT
    for change in (
        event.save,
        event.delete,
        lambda: StaffEvent.objects.update(kind=Kind.SIGNED_OUT),
        lambda: StaffEvent.objects.filter(pk=event.pk).delete(),
    ):
        with pytest.raises(AppendOnlyError):
            change()
    assert StaffEvent.objects.get().kind == Kind.SIGNED_IN


def test_signing_in_and_out(colleague: Any, client: Client, new_events: Any) -> None:
    person = colleague("editor")
    me = person.user.pk
    new_events()
    person.type_password(client, password="not the right one at all")
    assert new_events() == [(Kind.SIGN_IN_REFUSED, None, me, "")]
    client.post(LOGIN, {"login": "nobody@example.org", "password": "not the right one at all"})
    assert new_events() == [(Kind.SIGN_IN_REFUSED, None, None, "")]
    person.type_password(client)
    assert new_events() == [], "a password alone is not signing in"
    client.post(SECOND, {"code": "000000"})
    assert new_events() == [(Kind.FACTOR_REFUSED, None, me, "")]
    client.post(SECOND, {"code": code_of(person.secret)})
    assert new_events() == [(Kind.SIGNED_IN, me, me, "")]
    client.post("/admin/access/logout/")
    assert new_events() == [(Kind.SIGNED_OUT, me, me, "")]


@pytest.mark.usefixtures("commits")
def test_factors_and_passwords(colleague: Any, new_events: Any) -> None:
    person = colleague("editor", factor=False)
    me = person.user.pk
    client = person.sign_in()
    new_events()
    client.get("/admin/access/2fa/totp/activate/")
    client.post("/admin/access/2fa/totp/activate/", {"code": code_of(client.session["mfa.totp.secret"])})
    assert sorted(new_events()) == sorted([(Kind.FACTOR_ADDED, me, me, ""), (Kind.CODES_MADE, me, me, "")])
    new = "harbour biscuit window thirteen"
    client.post("/admin/access/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert new_events() == [(Kind.PASSWORD_CHANGED, me, me, "")]
    client.post("/admin/access/2fa/recovery-codes/generate/")
    assert new_events() == [(Kind.CODES_MADE, me, me, "")]
    client.post("/admin/access/2fa/totp/deactivate/")
    assert new_events() == [(Kind.FACTOR_REMOVED, me, me, "")]


def test_invitations(colleague: Any, new_events: Any) -> None:
    boss = colleague("administrator")
    client = boss.sign_in()
    new_events()
    client.post("/admin/users/new/", {"email": "bea@example.org", "role": "press"})
    assert new_events() == [(Kind.INVITED, boss.user.pk, None, "press")]
    link = api.invite("cora@example.org", "editor")
    assert new_events() == [(Kind.INVITED, None, None, "editor")]
    token = link.rstrip("/").rpartition("/")[2]
    cora = api.accept(token, email="cora@example.org", password=PASSWORD, first_name="Cora").pk
    assert new_events() == [(Kind.ACCOUNT_MADE, None, cora, ""), (Kind.ROLE_GIVEN, None, cora, "editor")]


def test_what_an_administrator_changes_about_an_account(colleague: Any, new_events: Any) -> None:
    boss, person = colleague("administrator"), colleague("editor")
    me, you = boss.user.pk, person.user.pk
    client = boss.sign_in()
    press = Group.objects.get(name="press")
    form = {"email": person.user.email, "first_name": "New name", "last_name": "", "is_active": "on"}
    new_events()
    client.post(f"/admin/users/edit/{you}/", {**form, "groups": [press.pk]})
    assert sorted(new_events()) == sorted([(Kind.ROLE_GIVEN, me, you, "press"), (Kind.ROLE_TAKEN, me, you, "editor")])
    client.post(f"/admin/users/edit/{you}/", {**form, "groups": [press.pk], "email": "Else@Example.org"})
    assert new_events() == [(Kind.ADDRESS_CHANGED, me, you, "")]
    person.user.refresh_from_db()
    assert person.user.email == "else@example.org"
    assert person.sign_in().get("/admin/").status_code == 200, "the new address signs in"
    new_events()
    closed = {**form, "email": "else@example.org", "groups": [press.pk]}
    del closed["is_active"]
    client.post(f"/admin/users/edit/{you}/", closed)
    assert new_events() == [(Kind.ACCOUNT_CLOSED, me, you, "")]


def test_owners_are_made_by_owners_only(colleague: Any, new_events: Any) -> None:
    owner, boss, person = colleague(owner=True), colleague("administrator"), colleague("editor")
    path = f"/admin/users/edit/{person.user.pk}/"
    form = {"email": person.user.email, "first_name": "A", "last_name": "", "is_active": "on", "is_superuser": "on"}
    boss.sign_in().post(path, form)
    assert not User.objects.get(pk=person.user.pk).is_superuser
    new_events()
    owner.sign_in().post(path, form)
    assert User.objects.get(pk=person.user.pk).is_superuser
    assert (Kind.OWNER_MADE, owner.user.pk, person.user.pk, "") in new_events()


def test_nobody_below_an_owner_changes_an_owner(colleague: Any) -> None:
    """With the owner's address an administrator could ask for the owner's new password."""
    owner, boss = colleague(owner=True), colleague("administrator")
    form = {"email": "mine@example.org", "first_name": "A", "last_name": "", "is_active": "on"}
    answer = boss.sign_in().post(f"/admin/users/edit/{owner.user.pk}/", form)
    assert answer.url == "/admin/"
    assert User.objects.get(pk=owner.user.pk).email == owner.user.email


def test_the_report_is_read_only_and_names_people(colleague: Any) -> None:
    boss = colleague("administrator")
    client = boss.sign_in()
    page = client.get("/admin/reports/staff-events/").content.decode()
    assert "Signed in" in page
    assert str(boss.user) in page
    assert client.post("/admin/reports/staff-events/").status_code == 405
    table = b"".join(client.get("/admin/reports/staff-events/?export=csv").streaming_content).decode()
    assert "Signed in" in table or "signed-in" in table
    assert boss.user.email not in table


def test_the_report_says_when_there_is_nothing(colleague: Any) -> None:
    client = colleague("administrator").sign_in()
    page = client.get("/admin/reports/staff-events/?kind=code-used").content.decode()
    assert "Nothing of that kind happened then." in page
