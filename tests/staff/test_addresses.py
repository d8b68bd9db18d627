"""Role by address: who may open what, asked of every address of the admin."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from causeway.staff.middleware import ENROLMENT
from causeway.staff.roles import ROLE_CODES

from .addresses import EVERYBODY, NOT_WALKED, PUBLIC, WHO, addresses, who_may
from .conftest import ENROL, LOGIN

pytestmark = [
    # Forms and lists of other people's code; what they warn of is not about who may open them.
    pytest.mark.filterwarnings("ignore:The default scheme will be changed"),
    pytest.mark.filterwarnings("ignore:Pagination may yield inconsistent results"),
]
HOME = "/admin/"


def turned_away(answer: Any) -> bool:
    """Whether Wagtail or we refused."""
    return answer.status_code == 403 or (answer.status_code == 302 and answer.url == HOME)


def test_somebody_has_said_who_may_open_each_address() -> None:
    unnamed = {
        address.name
        for address in addresses()
        if address.plain and not address.path.startswith("/admin/access/") and who_may(address.name) is None
    } - NOT_WALKED
    assert unnamed == set()
    names = [address.name for address in addresses()]
    stale = [key for key in WHO if not any(name.startswith(key.rstrip("*")) for name in names)]
    assert stale == []


@pytest.mark.parametrize("role", ROLE_CODES)
def test_each_role_opens_what_it_may_and_nothing_else(colleague: Any, role: str) -> None:
    client = colleague(role).sign_in()
    wrong = {}
    for address in addresses():
        if not address.plain or address.name in NOT_WALKED or address.path.startswith("/admin/access/"):
            continue
        answer = client.get(address.path)
        assert answer.status_code < 500, address
        may = role in who_may(address.name)
        if turned_away(answer) is may and address.name != "wagtailadmin_home":
            wrong[address.path] = (answer.status_code, "should open" if may else "should be refused")
    assert wrong == {}


def test_a_stranger_is_sent_to_sign_in_from_every_address(db: None) -> None:
    reached = {}
    for address in addresses():
        if address.name in PUBLIC:
            continue
        client = Client()
        for method in (client.get, client.post):
            answer = method(address.path)
            if not _leads_to_sign_in(answer):
                reached[address.path] = answer.status_code
    assert reached == {}


def _leads_to_sign_in(answer: HttpResponse) -> bool:
    if answer.status_code in {301, 302}:
        return answer["Location"].startswith((LOGIN, "/admin/login/", "/admin/access/password/reset/"))
    return answer.status_code in {403, 404, 405}


def test_without_a_second_factor_only_enrolment_opens(colleague: Any) -> None:
    person = colleague("administrator", factor=False, is_staff=True)
    client = person.sign_in()
    reached = {}
    for address in addresses():
        if address.name in ENROLMENT or "logout" in address.path:
            continue
        for method in (client.get, client.post):
            answer = method(address.path)
            if answer.status_code != 302 or answer["Location"] != ENROL:
                reached[address.path] = (answer.status_code, answer.headers.get("Location"))
    assert reached == {}


@pytest.mark.parametrize("path", ["/en/styleguide/", "/zh-hant/styleguide/", "/admin", "/admin/pages/1/edit/preview/"])
def test_nor_what_stands_elsewhere_for_staff(colleague: Any, path: str) -> None:
    client = colleague("administrator", factor=False).sign_in()
    assert client.get(path)["Location"] == ENROL


def test_a_script_without_a_second_factor_gets_a_sentence(colleague: Any) -> None:
    answer = (
        colleague("editor", factor=False)
        .sign_in()
        .get("/admin/api/main/pages/", headers={"accept": "application/json"})
    )
    assert answer.status_code == 403
    assert answer.content.decode() == "Your account needs a second factor first."


def test_everybody_is_every_role() -> None:
    assert frozenset(ROLE_CODES) == EVERYBODY


# --- Readers' addresses -----------------------------------------------------------------------------


class Untouchable:
    """A session nobody may look into."""

    accessed = False

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"the session was asked for {name}")


@pytest.mark.parametrize("path", ["/", "/en/", "/en/get-help/", "/documents/1/x.pdf", "/en/facts/", "/administrator/"])
def test_a_readers_address_leaves_the_session_alone(rf: Any, path: str) -> None:
    from django.contrib.auth.middleware import AuthenticationMiddleware

    from causeway.staff.middleware import SecondFactorMiddleware

    request = rf.get(path)
    request.session = Untouchable()
    AuthenticationMiddleware(lambda request: HttpResponse()).process_request(request)
    assert SecondFactorMiddleware(lambda request: HttpResponse("read"))(request).content == b"read"


def test_elsewhere_a_password_alone_is_nobody(colleague: Any, rf: Any) -> None:
    """A page or document for staff only asks ``request.user``; that is nobody until the factor is shown."""
    from importlib import import_module

    from django.conf import settings

    from causeway.staff.middleware import SecondFactorMiddleware

    seen = []

    def view(request: Any) -> HttpResponse:
        seen.append(request.user.is_authenticated)
        return HttpResponse()

    for factor, whole in ((False, False), (True, True)):
        person = colleague("editor", factor=factor)
        client = person.sign_in()
        request = rf.get("/documents/1/for-staff.pdf")
        engine = import_module(settings.SESSION_ENGINE)
        request.session = engine.SessionStore(client.session.session_key)
        request.user = person.user
        SecondFactorMiddleware(view)(request)
        assert seen.pop() is whole
