"""Whatever is typed or sent: accepted or refused in one clear sentence, never an error, never half stored."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.supporters import api
from causeway.supporters.addresses import AddressError, normalise
from causeway.supporters.models import SignupRequest

SignUp = Callable[..., Any]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("name@example.org", "name@example.org"),
        ("  Name@EXAMPLE.org ", "name@example.org"),
        ("\u202aname@example.org\u202c", "name@example.org"),
        ("\u00a0name@example.org\u200e", "name@example.org"),
        ("first.last+news@sub.example.org", "first.last+news@sub.example.org"),
        ("ｎａｍｅ＠ｅｘａｍｐｌｅ．ｏｒｇ", "name@example.org"),
        ("name@例子.香港", "name@xn--fsqu00a.xn--j6w193g"),
        ("name@BÜCHER.example.org", "name@xn--bcher-kva.example.org"),
        ("name@xn--bcher-kva.example.org", "name@xn--bcher-kva.example.org"),
        ("o'hara@example.org", "o'hara@example.org"),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Enter your e-mail address."),
        (" \t\u3000", "Enter your e-mail address."),
        ("a" * 290 + "@example.org", "too long"),
        ("n@" + "a" * 63 + "." + "例" * 100 + ".org", "."),
        ("name@example.org\r\nBcc: other@example.org", "line breaks"),
        ("name@example.org\n", "line breaks"),
        ("name@example.org%0aBcc: other@example.org", "written like"),
        ("name\x00@example.org", "invisible"),
        ("na\u202eme@example.org", "invisible"),
        ("name@exa\u200bmple.org", "invisible"),
        ("name@example.org, other@example.org", "one e-mail address"),
        ("name example.org", "one e-mail address"),
        ("Name <name@example.org>", "one e-mail address"),
        ('"a b"@example.org', "one e-mail address"),
        ("name@", "not a complete"),
        ("@example.org", "not a complete"),
        ("name@example", "not a complete"),
        ("name@localhost", "not a complete"),
        ("name@[127.0.0.1]", "not a complete"),
        ("name..x@example.org", "not a complete"),
        ("<script>@example.org", "not a complete"),
        ("名@example.org", "plain letters"),
        ("ñ@example.org", "plain letters"),
        ("\ud800@example.org", "invisible"),
    ],
)
def test_an_address_is_refused_in_one_sentence(typed: str, sentence: str) -> None:
    with pytest.raises(AddressError) as fault:
        normalise(typed)
    assert sentence in str(fault.value)


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_no_text_breaks_the_reading_of_an_address(typed: str) -> None:
    try:
        kept = normalise(typed)
    except AddressError:
        return
    assert kept.isascii()
    assert kept == kept.lower()
    assert len(kept) <= 254
    assert not set(kept) & set("\r\n\0 <>,;:")
    assert normalise(kept) == kept


@given(st.from_regex(r"[A-Za-z0-9.+_-]{1,20}@[a-zé例-]{1,20}\.(org|香港)", fullmatch=True))
@settings(max_examples=300, deadline=None)
def test_what_looks_like_an_address_stays_one(typed: str) -> None:
    test_no_text_breaks_the_reading_of_an_address.hypothesis.inner_test(typed)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "name@example.org\r\nBcc: other@example.org",
        "a" * 300 + "@example.org",
        "na\u202eme@example.org",
        "name\x00@example.org",
        "<script>alert(1)</script>",
        '"><img src=x>@example.org',
        "x" * 12_000,
    ],
)
def test_a_hostile_address_gets_the_form_back_and_nothing_is_kept(offer: None, sign_up: SignUp, typed: str) -> None:
    answer = sign_up(typed, "law")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count('class="error"') == 1
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert SignupRequest.objects.count() == 0
    assert not {"Bcc", "bcc"} & set(answer.headers)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "ur"])
def test_nul_is_refused_in_the_sites_own_words(offer: None, reader: Client, language: str) -> None:
    text = reader.post(f"/{language}/news-sign-up/", {"email": "name\x00@example.org"}).content.decode()
    with translation.override(language):
        sentence = gettext(
            "This address has line breaks or invisible characters in it. Type it again by hand, on one line."
        )
    assert sentence in text
    assert "Null characters" not in text


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["%00", "%22%3E%3Cb%3E", "%E2%80%AEx", "%2e%2e"])
def test_a_link_that_was_spoilt_is_not_passed_on_as_it_came(offer: None, reader: Client, token: str) -> None:
    answer = reader.get(f"/en/news-sign-up/confirm/{token}/")
    assert answer.status_code == 404
    text = answer.content.decode()
    assert not {"\x00", "\u202e"} & set(text)
    assert "<b>" not in text
    assert 'href="/ur/news-sign-up/confirm/' in text


@pytest.mark.django_db
def test_an_address_in_another_script_gets_its_mail(offer: None, sign_up: SignUp) -> None:
    assert sign_up("name@例子.香港", "law").status_code == 303
    api.send_due()
    message = mail.outbox[0].message()
    assert message["To"] == "name@xn--fsqu00a.xn--j6w193g"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"x" * 1_000_000, "application/x-www-form-urlencoded", 413),
        (b"email=" + b"x" * 1_000_000, "multipart/form-data; boundary=x", 413),
        (b"", "application/x-www-form-urlencoded", 422),
        (b'{"email": "name@example.org"}', "application/json", 422),
        (b"email=name%40example.org&topics=law", "text/plain", 422),
        (b"\xff\xfe%ff=%fe&email=%ff%fe@example.org&topics=law", "application/x-www-form-urlencoded", 422),
        (b"email=name%40example.org&topics=law", "application/x-www-form-urlencoded; charset=utf-16", 400),
        (b"broken", "multipart/form-data; boundary=x", 422),
        (b"broken", "multipart/form-data", 400),
        (b"topics=law&" * 1200, "application/x-www-form-urlencoded", 422),
        (b"email=name%40example.org&topics=%00&topics=" + b"x" * 5000, "application/x-www-form-urlencoded", 422),
        (b"email=name%40example.org&topics=law&wording=" + b"9" * 5000, "application/x-www-form-urlencoded", 422),
        (b"email=name%40example.org&topics=law&wording=%00", "application/x-www-form-urlencoded", 422),
    ],
)
def test_a_hostile_body_gets_an_answer(offer: None, reader: Client, body: bytes, kind: str, status: int) -> None:
    answer = reader.generic("POST", "/en/news-sign-up/", body, content_type=kind)
    assert answer.status_code == status
    assert SignupRequest.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("method", ["put", "delete", "patch"])
def test_other_methods_are_refused(offer: None, reader: Client, method: str) -> None:
    assert getattr(reader, method)("/en/news-sign-up/").status_code == 405


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "refused"),
    [
        ({"Sec-Fetch-Site": "cross-site"}, True),
        ({"Sec-Fetch-Site": "same-site"}, True),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, True),
        ({"Origin": "https://elsewhere.example"}, True),
        ({"Origin": "https://[broken"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, False),
        ({"Sec-Fetch-Site": "none"}, False),
        ({"Origin": "http://testserver"}, False),
        ({"Origin": "null"}, False),
        ({}, False),
    ],
)
def test_a_form_on_another_site_cannot_sign_people_up(
    offer: None, sign_up: SignUp, headers: dict[str, str], refused: bool
) -> None:
    answer = sign_up("name@example.org", "law", headers=headers)
    assert answer.status_code == (403 if refused else 303)
    assert SignupRequest.objects.count() == (0 if refused else 1)
    if refused:
        assert "sent from another website" in answer.content.decode()


@pytest.mark.django_db
def test_no_answer_of_this_room_sets_a_cookie(supporter: dict[str, str], reader: Client, sign_up: SignUp) -> None:
    answers = [
        reader.get("/en/news-sign-up/"),
        reader.get("/en/news-sign-up/received/"),
        sign_up("other@example.org", "law"),
        sign_up("", "law"),
        sign_up("x@example.org", headers={"Sec-Fetch-Site": "cross-site"}),
        *(reader.get(path) for path in supporter.values()),
        *(reader.post(path) for path in supporter.values()),
    ]
    for answer in answers:
        assert not answer.cookies
        assert "cookie" not in answer.get("Vary", "").lower()
