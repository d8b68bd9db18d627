"""Colleagues with real second factors, and the real way in."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client, TransactionTestCase
from wagtail.models import Collection, Locale, Page

from causeway.staff.models import AccessLink, StaffEvent, User
from causeway.staff.role_setup import set_up_roles

PASSWORD = "walnut ferry lantern sixpence"
LOGIN = "/admin/access/login/"
SECOND = "/admin/access/2fa/authenticate/"
ENROL = "/admin/access/2fa/"
_numbers = itertools.count(1)


@pytest.fixture(autouse=True)
def fresh_counters() -> None:
    """Attempts counted in one test do not slow the next."""
    cache.clear()


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits for a commit is done at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, using=None, robust=False: function())


@pytest.fixture(scope="module")
def only_our_tables() -> Iterator[None]:
    """After a test that commits, take away what it made, not what migrations made as Django would.

    For the whole module: the live server takes the database before a test's own fixtures are made.
    """

    def clear(_case: Any) -> None:
        User.objects.all().delete()
        Session.objects.all().delete()
        AccessLink.objects.all().delete()
        # The model itself refuses.
        QuerySet(StaffEvent).delete()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", clear)
        yield


def code_of(secret: str, steps: int = 0) -> str:
    """The code an app shows now, or some half minutes from now.

    Args:
        secret: the app's secret.
        steps: half minutes from now.
    """
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


@dataclass
class Colleague:
    """An account and what its person knows."""

    user: User
    secret: str = ""

    def type_password(self, client: Client, password: str = PASSWORD, **extra: Any) -> Any:
        return client.post(LOGIN, {"login": self.user.email, "password": password, **extra})

    def sign_in(self, client: Client | None = None) -> Client:
        """Go the whole way: password, then the code the app shows now."""
        client = client or Client()
        asked = self.type_password(client)
        if self.secret:
            assert asked.status_code == 302, asked.content
            assert asked.url == SECOND
            done = client.post(SECOND, {"code": code_of(self.secret)})
            assert done.status_code == 302, done.content
        return client


@pytest.fixture
def as_migrated(db: None) -> None:
    """The root page and the roles, also after another test has emptied the tables of a kept database."""
    if Page.get_first_root_node() is None:
        Page.add_root(
            instance=Page(title="Root", slug="root", locale=Locale.objects.get_or_create(language_code="en")[0])
        )
        Collection.get_first_root_node() or Collection.add_root(name="Root")
        set_up_roles()


@pytest.fixture
def colleague(as_migrated: None) -> Callable[..., Colleague]:
    """Makes colleagues: ``colleague("editor")``, ``colleague(owner=True)``, ``colleague("press", factor=False)``."""

    def make(*roles: str, owner: bool = False, factor: bool = True, **fields: Any) -> Colleague:
        number = next(_numbers)
        user = User.objects.create_user(
            f"colleague{number}@example.org", PASSWORD, first_name=f"Colleague {number}", is_superuser=owner, **fields
        )
        user.groups.add(*Group.objects.filter(name__in=roles))
        if not factor:
            return Colleague(user)
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        RecoveryCodes.activate(user)
        assert Authenticator.objects.filter(user=user).count() == 2
        return Colleague(user, secret)

    return make
