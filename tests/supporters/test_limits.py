"""How many sign-ups a network may send: counted in memory, for a network rather than a person, and forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory

from causeway.supporters import limits
from causeway.supporters.limits import Limiter, network_of
from causeway.supporters.models import SignupRequest


@pytest.fixture
def limiter(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Limiter:
    fresh = Limiter()
    monkeypatch.setattr("causeway.supporters.views.signups", fresh)
    settings.SIGNUPS_PER_HOUR = 2
    return fresh


def test_a_network_that_sends_too_much_is_asked_to_wait(offer: None, sign_up: Any, limiter: Limiter) -> None:
    for number in range(2):
        assert sign_up(f"name{number}@example.org").status_code == 303
    assert sign_up("wrong@").status_code == 422
    answer = sign_up("name3@example.org")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "Please try again in" in answer.content.decode()
    assert SignupRequest.objects.count() == 2
    assert "127.0.0" not in repr(vars(limiter)), "the network itself must not be kept"


@pytest.mark.django_db
def test_faults_do_not_count(offer: None, sign_up: Any, limiter: Limiter) -> None:
    for _time in range(5):
        assert sign_up("wrong@").status_code == 422
    assert sign_up("name@example.org").status_code == 303


def test_the_count_begins_anew_after_an_hour_and_differs_by_network() -> None:
    now = [0.0]
    limiter = Limiter(clock=lambda: now[0])
    assert [limiter.wait("203.0.113.0/24", 1) for _time in range(2)] == [0, 3600]
    assert limiter.wait("198.51.100.0/24", 1) == 0
    now[0] = 3599.9
    assert limiter.wait("203.0.113.0/24", 1) == 1
    now[0] = 3600.0
    assert limiter.wait("203.0.113.0/24", 1) == 0


def test_nothing_is_limited_when_the_setting_is_nought_or_the_network_unknown() -> None:
    limiter = Limiter()
    assert {limiter.wait("203.0.113.0/24", 0) for _time in range(9)} == {0}
    assert {limiter.wait("", 1) for _time in range(9)} == {0}


def test_a_flood_of_networks_does_not_eat_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_NETWORKS", 10)
    limiter = Limiter()
    for number in range(100):
        limiter.wait(f"2001:db8:{number:x}::/48", 5)
    assert len(limiter._counts) == 10


@pytest.mark.parametrize(
    ("address", "forwarded", "proxies", "network"),
    [
        ("203.0.113.77", "", 0, "203.0.113.0/24"),
        ("2001:db8:1:2::3", "", 0, "2001:db8:1::/48"),
        ("::ffff:203.0.113.77", "", 0, "203.0.113.0/24"),
        ("fe80::1%eth0", "", 0, "fe80::/48"),
        ("8.8.8.8", "198.51.100.1", 0, "8.8.8.0/24"),
        ("127.0.0.1", "198.51.100.1", 0, ""),
        ("172.17.0.1", "198.51.100.1", 0, ""),
        ("127.0.0.1", "198.51.100.1", 1, "198.51.100.0/24"),
        ("127.0.0.1", "192.0.2.1, 198.51.100.1", 1, "198.51.100.0/24"),
        ("127.0.0.1", "192.0.2.1, 198.51.100.1", 2, "192.0.2.0/24"),
        ("127.0.0.1", "", 1, "127.0.0.0/24"),
        ("127.0.0.1", "rubbish", 1, ""),
        ("", "", 0, ""),
    ],
)
def test_the_network_is_read_past_our_own_proxies_only(
    settings: Any, address: str, forwarded: str, proxies: int, network: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    more = {"HTTP_X_FORWARDED_FOR": forwarded} if forwarded else {}
    assert network_of(RequestFactory().post("/", REMOTE_ADDR=address, **more)) == network
