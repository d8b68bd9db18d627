"""The links of a mail: each does one thing, only on a press, only for whom it was made, and never twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from causeway.supporters import api
from causeway.supporters.models import Consent, SignupRequest, Supporter
from causeway.supporters.tokens import leave_token

pytestmark = pytest.mark.django_db

Links = Callable[..., dict[str, str]]
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def live() -> set[str]:
    return set(Consent.objects.filter(withdrawn_at__isnull=True).values_list("topic__key", flat=True))


def snapshot() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (SignupRequest, Supporter, Consent)]


def test_no_get_of_any_mailed_link_changes_anything(
    offer: None, sign_up: Any, links: Links, reader: Client, clock: Any
) -> None:
    sign_up()
    api.send_due()
    paths = links()
    for _state in ("waiting", "on", "left"):
        before = snapshot()
        for path in paths.values():
            for method in (reader.get, reader.head, reader.options):
                method(path)
        assert snapshot() == before
        reader.post(paths["confirm"]) if not Supporter.objects.exists() else reader.post(paths["leave"], ONE_CLICK)


def test_confirming_twice_is_confirming_once(supporter: dict[str, str], reader: Client) -> None:
    before = snapshot()
    answer = reader.post(supporter["confirm"])
    assert answer.status_code == 303
    assert snapshot() == before


def test_an_old_confirm_link_does_not_bring_back_somebody_who_left(supporter: dict[str, str], reader: Client) -> None:
    reader.post(supporter["leave"], ONE_CLICK)
    reader.post(supporter["confirm"])
    assert live() == set()
    assert "You are not on our list" in reader.get(supporter["confirm"]).content.decode()


def test_a_mail_providers_one_click_post_stops_all_news(supporter: dict[str, str]) -> None:
    provider = Client(enforce_csrf_checks=True)
    answer = provider.post(supporter["leave"], ONE_CLICK, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200, "RFC 8058: no redirect"
    assert live() == set()
    assert Supporter.objects.get().left_at is not None


def test_one_click_is_understood_in_both_encodings_and_with_an_empty_body(
    supporter: dict[str, str], reader: Client
) -> None:
    for body, kind in (
        (b"List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (
            b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
        (b"", "application/x-www-form-urlencoded"),
    ):
        reader.post(supporter["leave"], {"do": "rejoin"})
        assert live() == {"law", "events"}
        assert reader.generic("POST", supporter["leave"], body, content_type=kind).status_code == 200
        assert live() == set()


def test_leaving_can_be_undone_with_one_press(supporter: dict[str, str], reader: Client, clock: Any) -> None:
    reader.post(supporter["leave"], {"do": "leave"})
    clock.pass_by(days=3)
    answer = reader.post(supporter["leave"], {"do": "rejoin"})
    assert answer.status_code == 303
    assert live() == {"law", "events"}
    assert Supporter.objects.get().left_at is None
    history = Consent.objects.filter(topic__key="law").order_by("pk")
    assert [row.withdrawn_at is None for row in history] == [False, True], "the history must say that they left"


def test_who_left_can_sign_up_again_with_the_very_same_form(
    supporter: dict[str, str], reader: Client, sign_up: Any, links: Links, clock: Any
) -> None:
    reader.post(supporter["leave"], ONE_CLICK)
    clock.pass_by(hours=2)
    sign_up("name@example.org", "law", "events")
    assert api.send_due() == 1
    assert links()["confirm"] != supporter["confirm"]
    reader.post(links()["confirm"])
    assert live() == {"law", "events"}


def test_a_link_lives_for_seven_days_from_its_own_mail(
    offer: None, sign_up: Any, links: Links, reader: Client, clock: Any
) -> None:
    for _mail in range(2):
        sign_up()
        api.send_due()
        clock.pass_by(days=4)
    assert reader.get(links(0)["confirm"]).status_code == 410
    assert reader.get(links(1)["confirm"]).status_code == 200


def test_another_site_cannot_undo_leaving(supporter: dict[str, str], reader: Client) -> None:
    reader.post(supporter["leave"], {"do": "leave"})
    reader.post(supporter["leave"], {"do": "rejoin"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert live() == set()


def test_one_topic_can_be_stopped_and_the_others_go_on(supporter: dict[str, str], reader: Client) -> None:
    page = reader.get(supporter["leave"]).content.decode()
    assert 'value="law" checked' in page
    reader.post(supporter["leave"], {"do": "topics", "topics": ["events", "appeals"]})
    assert live() == {"events"}, "a topic that was never agreed to must not be added here"


def test_keeping_no_topic_is_leaving(supporter: dict[str, str], reader: Client) -> None:
    reader.post(supporter["leave"], {"do": "topics"})
    assert Supporter.objects.get().left_at is not None


def test_somebody_who_did_not_sign_up_can_have_the_address_deleted_at_once(
    offer: None, sign_up: Any, links: Links, reader: Client
) -> None:
    sign_up()
    api.send_due()
    page = reader.get(links()["leave"]).content.decode()
    assert "Delete this address" in page
    reader.post(links()["leave"], {"do": "leave"})
    assert SignupRequest.objects.count() == 0
    assert reader.get(links()["confirm"]).status_code == 410


def test_a_link_that_is_too_old_says_so_before_and_after_the_address_is_deleted(
    offer: None, sign_up: Any, links: Links, reader: Client, clock: Any
) -> None:
    sign_up()
    api.send_due()
    path = links()["confirm"]
    clock.pass_by(days=7, seconds=1)
    for answer in (reader.get(path), reader.post(path)):
        assert answer.status_code == 410
        assert "This link is too old" in answer.content.decode()
        assert "/en/news-sign-up/" in answer.content.decode()
    api.purge(clock.now)
    assert reader.get(path).status_code == 410
    assert Supporter.objects.count() == 0


def test_a_made_up_or_damaged_link_gets_a_helpful_page(supporter: dict[str, str], reader: Client) -> None:
    confirm, leave = supporter["confirm"], supporter["leave"]
    token = leave.split("/")[-2]
    for path in (
        "/en/news-sign-up/confirm/x/",
        "/en/news-sign-up/leave/x/",
        confirm[:-3] + "/",
        confirm.replace("confirm/", "confirm/A"),
        leave[:-3] + "/",
        f"/en/news-sign-up/confirm/{token}/",
        f"/en/news-sign-up/leave/{confirm.split('/')[-2]}/",
        "/en/news-sign-up/leave/%00%E2%80%AE%0d%0a/",
        "/en/news-sign-up/confirm/" + "9" * 3000 + "/",
    ):
        for answer in (reader.get(path), reader.post(path, ONE_CLICK)):
            assert answer.status_code == 404
            assert "This link does not work" in answer.content.decode()
    assert live() == {"law", "events"}


def test_a_leave_link_works_for_ever_and_never_claims_more_than_is_true(
    supporter: dict[str, str], reader: Client, clock: Any
) -> None:
    clock.pass_by(days=4000)
    api.purge(clock.now)
    assert reader.get(supporter["leave"]).status_code == 200
    reader.post(supporter["leave"], ONE_CLICK)
    assert live() == set()
    clock.pass_by(days=31)
    api.purge(clock.now)
    assert "We hold no address" in reader.get(supporter["leave"]).content.decode()
    reader.post(supporter["leave"], {"do": "rejoin"})
    assert live() == set()


def test_the_first_mails_leave_link_still_works_after_a_second_sign_up(
    supporter: dict[str, str], sign_up: Any, reader: Client, links: Links, clock: Any
) -> None:
    clock.pass_by(days=30)
    sign_up("name@example.org", "appeals")
    api.send_due()
    assert links()["leave"] == supporter["leave"]
    reader.post(links()["confirm"])
    reader.post(supporter["leave"], ONE_CLICK)
    assert live() == set()


def test_links_of_two_people_differ_and_the_database_alone_gives_none_away(
    offer: None, sign_up: Any, links: Links
) -> None:
    sign_up("one@example.org")
    sign_up("two@example.org")
    api.send_due()
    assert links(0)["confirm"] != links(1)["confirm"]
    stored = repr(snapshot())
    for place in (0, 1):
        secret = links(place)["confirm"].split("/")[-2].split(".")[0]
        assert secret not in stored
        assert leave_token(SignupRequest.objects.order_by("pk")[place].email_hash) in links(place)["leave"]
