"""What stands before Django, asked as a web server asks it; Django is played by a function."""

from __future__ import annotations

import gzip
import json
import logging
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from causeway.ops.front import KEEP, Front, known_hosts
from causeway.ops.store import PageStore

ENV = {
    "SITE_URL": "https://www.example.org",
    "ALLOWED_HOSTS": ["127.0.0.1", "www.example.org", ".wild.example.org", "*"],
    "PORT": 8000,
    "PRODUCTION": False,
}
PAGE = b"<!doctype html><p>page</p>" * 40
HTML = ("Content-Type", "text/html; charset=utf-8")


class Django:
    """Answers like Django, counts, and remembers what it was asked."""

    def __init__(
        self, status: str = "200 OK", headers: list[tuple[str, str]] | None = None, *, keep: bool = True
    ) -> None:
        self.status, self.headers, self.keep = status, headers or [HTML], keep
        self.asked: list[dict[str, Any]] = []
        self.closed = 0
        self.during: Callable[[], object] = lambda: None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
        self.asked.append(dict(environ))
        environ[KEEP] = self.keep
        self.during()
        start_response(self.status, list(self.headers))
        return Body(self)


class Body:
    def __init__(self, django: Django) -> None:
        self.django = django

    def __iter__(self) -> Any:
        yield PAGE

    def close(self) -> None:
        self.django.closed += 1


class Reply:
    def __init__(self, front: Front, path: str = "/en/", **environ: Any) -> None:
        asked = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "HTTP_HOST": "127.0.0.1:8000",
            **environ,
        }

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            self.status, self.headers = status, dict(headers)

        content = front(asked, start)
        self.body = b"".join(content)
        getattr(content, "close", lambda: None)()


def front_of(store: PageStore, django: Django, **env: Any) -> Front:
    front = Front({**ENV, **env}, store, lambda: django)
    front.load()
    return front


def test_the_second_reader_is_answered_without_django_and_with_the_same_headers(store: PageStore) -> None:
    django = Django(headers=[HTML, ("Content-Language", "zh-hant"), ("Content-Security-Policy", "default-src 'none'")])
    front = front_of(store, django)
    first, second = Reply(front), Reply(front)
    assert len(django.asked) == 1
    assert django.closed == 1
    assert first.body == second.body == PAGE
    assert first.headers == second.headers
    assert second.headers["Content-Language"] == "zh-hant"
    assert second.headers["Content-Security-Policy"] == "default-src 'none'"
    assert second.headers["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_a_stored_page_is_answered_while_django_is_still_loading(store: PageStore) -> None:
    Reply(front_of(store, Django()))
    gate = threading.Event()

    def slow() -> Django:
        gate.wait(10)
        return Django()

    front = Front(ENV, PageStore(store.root, release="r1"), slow)
    front.load_in_background()
    assert Reply(front).body == PAGE
    late: list[Reply] = []
    waiting = threading.Thread(target=lambda: late.append(Reply(front, "/en/other/")))
    waiting.start()
    assert Reply(front).body == PAGE
    gate.set()
    waiting.join(10)
    assert late[0].body == PAGE


def test_when_django_cannot_be_loaded_stored_pages_health_and_a_failure_page_remain(
    store: PageStore, caplog: pytest.LogCaptureFixture
) -> None:
    Reply(front_of(store, Django()))

    def broken() -> Django:
        raise RuntimeError("secret words")

    front = Front(ENV, PageStore(store.root, release="r1"), broken)
    with caplog.at_level(logging.CRITICAL):
        front.load()
    assert [record.msg for record in caplog.records] == ["django cannot be loaded"]
    assert Reply(front).body == PAGE
    assert Reply(front, "/healthz").status == "200 OK"
    failed = Reply(front, "/en/other/")
    assert failed.status == "503 Service Unavailable"
    assert b"This site cannot answer just now" in failed.body
    assert "default-src 'none'" in failed.headers["Content-Security-Policy"]
    assert failed.headers["Cache-Control"] == "no-store"
    assert Reply(front, "/en/other/", REQUEST_METHOD="HEAD").body == b""


# --- Forms of an answer --------------------------------------------------------------------------------


def test_compressed_or_not_as_the_reader_says(store: PageStore) -> None:
    front = front_of(store, Django())
    for accepted in ("gzip", "deflate, GZIP;q=0.5, br", "*"):
        reply = Reply(front, HTTP_ACCEPT_ENCODING=accepted)
        assert reply.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(reply.body) == PAGE
        assert reply.headers["Vary"] == "Accept-Encoding"
    for accepted in ("", "br", "gzip;q=0", "deflate, gzip; q=0.0"):
        reply = Reply(front, HTTP_ACCEPT_ENCODING=accepted)
        assert "Content-Encoding" not in reply.headers
        assert reply.body == PAGE
        assert reply.headers["Vary"] == "Accept-Encoding"


def test_a_page_the_reader_has_is_answered_304(store: PageStore) -> None:
    django = Django(headers=[HTML, ("Content-Security-Policy", "x")])
    front = front_of(store, django)
    plain, packed = Reply(front).headers["ETag"], Reply(front, HTTP_ACCEPT_ENCODING="gzip").headers["ETag"]
    assert plain != packed
    for wanted in (plain, f"W/{plain}", f'"other", {plain}', "*"):
        reply = Reply(front, HTTP_IF_NONE_MATCH=wanted)
        assert reply.status == "304 Not Modified"
        assert reply.body == b""
        assert reply.headers["ETag"] == plain
        assert reply.headers["Content-Security-Policy"] == "x"
        assert "Content-Length" not in reply.headers
    assert Reply(front, HTTP_IF_NONE_MATCH=packed).status == "200 OK"
    assert Reply(front, HTTP_IF_NONE_MATCH=packed, HTTP_ACCEPT_ENCODING="gzip").status == "304 Not Modified"
    store.swap()
    django.headers = [HTML, ("Content-Security-Policy", "y")]
    assert Reply(front, HTTP_IF_NONE_MATCH=plain).status == "200 OK"


def test_a_first_reader_who_has_the_page_does_not_leave_a_304_for_the_others(store: PageStore) -> None:
    front = front_of(store, Django())
    etag = Reply(front).headers["ETag"]
    store.swap()
    assert Reply(front, HTTP_IF_NONE_MATCH=etag, HTTP_RANGE="bytes=0-3").status == "304 Not Modified"
    assert Reply(front).body == PAGE


def test_head_is_get_without_the_body_also_when_it_comes_first(store: PageStore) -> None:
    django = Django()
    front = front_of(store, django)
    head, get = Reply(front, REQUEST_METHOD="HEAD"), Reply(front)
    assert head.body == b""
    assert head.headers == get.headers
    assert get.body == PAGE
    assert len(django.asked) == 1
    assert django.asked[0]["REQUEST_METHOD"] == "GET"


# --- What is not stored ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("404 Not Found", [HTML]),
        ("301 Moved Permanently", [HTML, ("Location", "/x")]),
        ("500 Internal Server Error", [HTML]),
        ("200 OK", [HTML, ("Set-Cookie", "a=b")]),
        ("200 OK", [HTML, ("Cache-Control", "no-store")]),
        ("200 OK", [HTML, ("Cache-Control", "max-age=0, private")]),
        ("200 OK", [HTML, ("Cache-Control", 'private="x"')]),
        ("200 OK", [HTML, ("Vary", "Accept-Encoding, Cookie")]),
        ("200 OK", [HTML, ("Vary", "Accept-Language")]),
        ("200 OK", [HTML, ("Vary", "*")]),
        ("200 OK", [HTML, ("Content-Encoding", "br")]),
        ("200 OK", [("Content-Type", "application/json")]),
        ("200 OK", [("X-Other", "no type")]),
    ],
)
def test_these_answers_are_passed_on_and_never_stored(
    store: PageStore, status: str, headers: list[tuple[str, str]]
) -> None:
    django = Django(status, headers)
    front = front_of(store, django)
    for _ in range(3):
        reply = Reply(front)
        assert reply.status == status
        assert reply.headers == dict(headers)
        assert reply.body == PAGE
    assert len(django.asked) == 3
    assert django.closed == 3
    assert not [path for path in store.root.rglob("*.html*") if path.is_file()]


def test_an_answer_that_looked_at_the_reader_is_never_stored(store: PageStore) -> None:
    django = Django(keep=False)
    front = front_of(store, django)
    Reply(front)
    Reply(front)
    assert len(django.asked) == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"QUERY_STRING": "q=1"},
        {"HTTP_COOKIE": "a=b; sessionid=abc"},
        {"HTTP_COOKIE": "__Host-session=abc"},
        {"HTTP_AUTHORIZATION": "Bearer x"},
        {"HTTP_HOST": "evil.example.net"},
        {"HTTP_HOST": "127.0.0.1:9999"},
        {"HTTP_HOST": "any.wild.example.org"},
        {"HTTP_HOST": ""},
        {"PATH_INFO": "/admin/"},
        {"PATH_INFO": "/documents/1/x/"},
        {"PATH_INFO": "/media/images/x"},
        {"PATH_INFO": "/en/\xff\xfe/"},
    ],
)
def test_these_requests_neither_get_nor_leave_a_stored_page(store: PageStore, asked: dict[str, str]) -> None:
    django = Django()
    front = front_of(store, django)
    Reply(front)
    before = sorted(store.root.rglob("*"))
    Reply(front, **asked)
    Reply(front, **asked)
    assert len(django.asked) == 3
    assert django.asked[1]["REQUEST_METHOD"] == asked.get("REQUEST_METHOD", "GET")
    assert sorted(store.root.rglob("*")) == before


def test_in_production_only_what_came_over_tls_is_answered_from_the_store(store: PageStore) -> None:
    django = Django()
    front = front_of(store, django, PRODUCTION=True)
    Reply(front, HTTP_X_FORWARDED_PROTO="https")
    Reply(front, HTTP_X_FORWARDED_PROTO="https")
    assert len(django.asked) == 1
    Reply(front)
    Reply(front, HTTP_X_FORWARDED_PROTO="http")
    assert len(django.asked) == 3


def test_nothing_of_one_reader_reaches_the_page_of_all(store: PageStore) -> None:
    django = Django()
    front = front_of(store, django)
    Reply(
        front,
        HTTP_COOKIE="tracking=1",
        HTTP_ACCEPT_ENCODING="gzip",
        HTTP_IF_NONE_MATCH="x",
        HTTP_RANGE="bytes=0-1",
        HTTP_HOST="127.0.0.1",
    )
    assert not {name for name in django.asked[0] if "COOKIE" in name or "RANGE" in name or "NONE_MATCH" in name}
    assert django.asked[0]["HTTP_HOST"] == "127.0.0.1:8000"


def test_the_page_of_the_public_name_is_made_with_the_public_name() -> None:
    hosts = known_hosts(ENV)
    assert hosts["www.example.org"] == ("www.example.org", "www.example.org")
    assert hosts["127.0.0.1:8000"] == ("127.0.0.1", "127.0.0.1:8000")
    assert not [name for name in hosts if "wild" in name or "*" in name]


# --- New content -----------------------------------------------------------------------------------------


def test_a_change_while_a_page_is_made_keeps_the_old_page_from_every_later_reader(store: PageStore) -> None:
    django = Django()
    django.during = store.swap
    front = front_of(store, django)
    Reply(front)
    django.during = lambda: None
    Reply(front)
    Reply(front)
    assert len(django.asked) == 2


def test_a_process_forgets_what_it_remembers_before_it_makes_a_page_of_a_new_generation(store: PageStore) -> None:
    django = Django()
    front = front_of(store, django)
    renewed: list[str] = []
    made_with: list[list[str]] = []
    front.on_new_generation.append(lambda: renewed.append(front.store.current() or ""))
    django.during = lambda: made_with.append(list(renewed))
    Reply(front)
    store.swap()
    Reply(front)
    assert made_with[0], "before the first page"
    assert made_with[1][-1] == store.current()


def test_one_render_for_many_readers(store: PageStore) -> None:
    django = Django()
    django.during = lambda: time.sleep(0.1)
    front = front_of(store, django)
    threads = [threading.Thread(target=Reply, args=(front,)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(django.asked) == 1


def test_an_address_that_cannot_be_stored_is_not_made_one_reader_at_a_time(store: PageStore) -> None:
    """Else anyone could hold up an address by asking for it."""
    inside = threading.Barrier(4, timeout=10)
    django = Django("404 Not Found")
    front = front_of(store, django)
    Reply(front, "/nowhere/")
    django.during = lambda: inside.wait()
    threads = [threading.Thread(target=Reply, args=(front, "/nowhere/")) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(django.asked) == 5
    assert not inside.broken


def test_the_store_comes_back_by_itself(store: PageStore) -> None:
    django = Django()
    front = front_of(store, django)
    (store.root / "current").unlink()
    Reply(front)
    Reply(front)
    assert len(django.asked) == 1


def test_headers_kept_on_disk_hold_nothing_of_the_request(store: PageStore) -> None:
    front = front_of(store, Django())
    Reply(front, HTTP_USER_AGENT="canary", HTTP_REFERER="canary", REMOTE_ADDR="203.0.113.9")
    heads = list(store.root.rglob("*.head"))
    assert len(heads) == 1
    assert set(json.loads(heads[0].read_text())) == {"headers", "packed", "sum"}
    assert "canary" not in heads[0].read_text()
