"""Several readers, workers and processes at once, on whichever database runs the tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from causeway.supporters import api, signup
from causeway.supporters.models import Consent, SignupRequest, Supporter
from causeway.supporters.tokens import confirm_token

pytestmark = pytest.mark.usefixtures("committed")


def at_once(work: Callable[[int], Any], times: int) -> list[Any]:
    """Run ``work`` in as many threads as ``times``, all let go at the same moment."""
    gate = threading.Barrier(times)

    def run(number: int) -> Any:
        try:
            gate.wait(timeout=30)
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as threads:
        return list(threads.map(run, range(times)))


def post(email: str, *topics: str) -> int:
    data = {"email": email, "topics": topics or ("law",)}
    return Client().post("/en/news-sign-up/", data, headers={"Sec-Fetch-Site": "same-origin"}).status_code


def test_a_double_click_makes_one_row_and_one_mail() -> None:
    assert at_once(lambda number: post("name@example.org"), 8) == [303] * 8
    row = SignupRequest.objects.get()
    assert row.posts == 8
    at_once(lambda number: api.send_due(), 4)
    assert [message.to for message in mail.outbox] == [["name@example.org"]]


def test_many_people_at_once_all_get_in_and_each_one_mail() -> None:
    assert at_once(lambda number: {post(f"name{number}-{turn}@example.org") for turn in range(5)}, 8) == [{303}] * 8
    assert SignupRequest.objects.count() == 40
    sent = sum(at_once(lambda number: api.send_due(), 3))
    assert sent == 40
    assert len({message.to[0] for message in mail.outbox}) == len(mail.outbox) == 40


def test_different_choices_of_one_address_at_once_still_mean_one_mail() -> None:
    choices = [("law",), ("events",), ("law", "events"), ("appeals",)]
    at_once(lambda number: post("name@example.org", *choices[number]), 4)
    at_once(lambda number: api.send_due(), 4)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("round_", range(5))
def test_two_links_of_one_person_confirmed_at_once_make_one_supporter(round_: int) -> None:
    now = timezone.now()
    hashes = []
    for topics in (["law"], ["law", "events"]):
        signup.receive("name@example.org", topics, "en", _wording(), now)
        row = SignupRequest.objects.latest("pk")
        row.confirm_hash = confirm_token(row.seed, row.asked_at).hash
        row.save()
        hashes += [row.confirm_hash] * 3
    standings = at_once(lambda number: signup.confirm(hashes[number], now), 6)
    assert {standing.state for standing in standings} == {"on"}
    assert Supporter.objects.count() == 1
    held = list(Consent.objects.filter(withdrawn_at__isnull=True).values_list("topic__key", flat=True))
    assert sorted(held) == ["events", "law"]


def test_leaving_and_confirming_at_once_end_in_one_of_the_two() -> None:
    for turn in range(5):
        email = f"name{turn}@example.org"
        now = timezone.now() + timedelta(seconds=turn)
        signup.receive(email, ["law"], "en", _wording(), now)
        row = SignupRequest.objects.get(email=email)
        row.confirm_hash = confirm_token(row.seed, row.asked_at).hash
        row.save()
        acts = [lambda row=row, now=now: signup.confirm(row.confirm_hash, now), lambda row=row, now=now: signup.leave(row.email_hash, now)]  # fmt: skip
        at_once(lambda number, acts=acts: acts[number](), 2)
        supporter = Supporter.objects.filter(email=email).first()
        live = Consent.objects.filter(supporter=supporter, withdrawn_at__isnull=True).count() if supporter else 0
        assert live == (1 if supporter and supporter.left_at is None else 0)


def test_leaving_while_a_second_sign_up_is_confirmed_leaves_nobody_on_the_list_without_a_topic() -> None:
    for turn in range(25):
        email = f"name{turn}@example.org"
        now = timezone.now() + timedelta(seconds=turn)
        rows = []
        for topics in (["law"], ["law", "events"]):
            signup.receive(email, topics, "en", _wording(), now)
            row = SignupRequest.objects.latest("pk")
            row.confirm_hash = confirm_token(row.seed, row.asked_at).hash
            row.save()
            rows.append(row)
        signup.confirm(rows[0].confirm_hash, now)
        acts = (
            lambda row=rows[1], now=now: signup.confirm(row.confirm_hash, now),
            lambda row=rows[1], now=now: signup.leave(row.email_hash, now),
        )
        at_once(lambda number, acts=acts: acts[number](), 2)
        supporter = Supporter.objects.get(email=email)
        live = set(supporter.consents.filter(withdrawn_at__isnull=True).values_list("topic__key", flat=True))
        assert live in (set(), {"law", "events"})
        assert bool(live) == (supporter.left_at is None)


def test_confirming_while_the_purge_runs_loses_nobody() -> None:
    now = timezone.now()
    signup.receive("name@example.org", ["law"], "en", _wording(), now - timedelta(days=7) + timedelta(seconds=5))
    row = SignupRequest.objects.get()
    row.confirm_hash = confirm_token(row.seed, row.asked_at).hash
    row.save()
    acts = [lambda: signup.confirm(row.confirm_hash or "", now).state, lambda: api.purge(now + timedelta(seconds=10))]
    state, _purged = at_once(lambda number: acts[number](), 2)
    assert (state == "on") == Supporter.objects.filter(left_at__isnull=True).exists()


def _wording() -> Any:
    found = api.wording("en", timezone.localdate())
    assert found is not None
    return found
