"""The front and the real site together: which of its pages are stored, and that they are what Django says."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from causeway.env import read_environment
from causeway.ops.front import Front
from causeway.ops.headers import admin_headers, public_headers, style_hash
from causeway.ops.nginx import headers_file, languages_file
from causeway.ops.store import PageStore

Site = Callable[..., Any]


class Reader:
    """Asks the site as the web server would, and counts what reaches Django."""

    def __init__(self, store: PageStore) -> None:
        self.handler = WSGIHandler()
        self.reached: list[str] = []
        self.store = store
        self.front = Front(read_environment({}), store, lambda: self._django)
        self.front.load()
        self.cookies = ""

    def _django(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        self.reached.append(environ["PATH_INFO"])
        return self.handler(environ, start_response)

    def get(self, path: str, **more: Any) -> Reader:
        asked = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path.partition("?")[0],
            "QUERY_STRING": path.partition("?")[2],
            "HTTP_HOST": "127.0.0.1:8000",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **more,
        }

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            self.status, self.headers = int(status[:3]), dict(headers)

        content = self.front(asked, start)
        self.body = b"".join(content)
        getattr(content, "close", lambda: None)()
        return self

    def is_stored(self, path: str) -> bool:
        return self.store.read("127.0.0.1", path) is not None


@pytest.fixture
def reader(site_store: PageStore, small_site: Site) -> Reader:
    return Reader(site_store)


PUBLIC = ["/en/", "/zh-hant/", "/ur/", "/en/news/", "/en/news/first/", "/ur/news/first/", "/en/facts/"]


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_page_is_stored_and_says_the_same_from_the_store(reader: Reader, path: str) -> None:
    first = reader.get(path)
    assert first.status == 200
    said = (first.headers, first.body)
    assert reader.is_stored(path), f"not stored: {first.headers}"
    assert reader.reached == [path]
    again = reader.get(path)
    assert (again.headers, again.body) == said
    assert reader.reached == [path]
    assert "Set-Cookie" not in again.headers
    assert again.headers["Vary"] == "Accept-Encoding"
    for name, value in public_headers(style_hash()).items():
        assert again.headers[name] == value


def test_nginx_is_told_the_same_headers(reader: Reader) -> None:
    lines = headers_file(hsts=False)
    for path in PUBLIC:
        headers = reader.get(path).headers
        listed = re.search(r"<causeway_code>([a-z|-]+)\)", languages_file([code for code, _ in settings.LANGUAGES]))
        assert listed is not None
        assert headers["Content-Language"] in listed[1].split("|")
        assert path.startswith(f"/{headers['Content-Language']}/")
        for name, value in headers.items():
            if name in {"Content-Type", "Content-Length", "ETag", "Vary", "Content-Language"}:
                continue
            assert f"add_header {name} " in lines, name
            assert value in lines


def test_a_changed_page_and_the_pages_that_list_it_are_new_for_the_next_reader(
    reader: Reader, small_site: Site
) -> None:
    for path in ("/en/news/", "/en/news/first/"):
        assert b"First" in reader.get(path).body
    small_site("Second thoughts")
    for path in ("/en/news/", "/en/news/first/"):
        assert b"Second thoughts" in reader.get(path).body


@pytest.mark.parametrize(
    ("path", "status"), [("/", 302), ("/en/no-such-page/", 404), ("/en/news", 301), ("/nope/", 404), ("/admin/", 302)]
)
def test_other_answers_are_not_stored(reader: Reader, path: str, status: int) -> None:
    assert reader.get(path).status == status
    assert not reader.is_stored(path)


def test_a_private_page_is_never_stored_nor_served_from_the_store(reader: Reader) -> None:
    from wagtail.models import PageViewRestriction

    from causeway.pages.api import find_page

    assert reader.get("/en/news/first/").status == 200
    assert reader.is_stored("/en/news/first/")
    page: Any = find_page("news/first", "en")
    restriction = PageViewRestriction.objects.create(page=page.page_ptr, restriction_type="password", password="x")
    answer = reader.get("/en/news/first/")
    assert b"First" not in answer.body or answer.status != 200
    assert not reader.is_stored("/en/news/first/")
    restriction.restriction_type = "login"
    restriction.save()
    assert reader.get("/en/news/first/").status == 302
    assert not reader.is_stored("/en/news/first/")
    restriction.delete()
    assert reader.get("/en/news/first/").status == 200
    assert reader.is_stored("/en/news/first/")


def test_staff_who_are_signed_in_are_answered_by_django(reader: Reader) -> None:
    reader.get("/en/")
    reader.get("/en/", HTTP_COOKIE="sessionid=abc")
    assert reader.reached == ["/en/", "/en/"]


def test_the_admin_has_its_own_headers_and_is_never_kept(reader: Reader) -> None:
    headers = reader.get("/admin/").headers
    wanted = admin_headers()
    for name in ("Content-Security-Policy", "X-Frame-Options", "Referrer-Policy", "X-Content-Type-Options"):
        assert headers[name] == wanted[name]
    assert "'unsafe-inline'" in headers["Content-Security-Policy"]
    assert "http" not in headers["Content-Security-Policy"]
    headers = reader.get("/admin/access/login/").headers
    assert reader.status == 200
    assert "no-store" in headers["Cache-Control"]
    assert "'unsafe-inline'" not in headers["Content-Security-Policy"], "the page that takes the password is strict"
    assert not reader.is_stored("/admin/access/login/")


def test_a_preview_can_be_shown_in_the_admins_own_frame(reader: Reader, rf: RequestFactory) -> None:
    from causeway.pages.api import find_page

    page: Any = find_page("news/first", "en")
    headers = page.make_preview_request(rf.get("/admin/pages/1/edit/preview/")).headers
    assert headers["Content-Security-Policy"] == admin_headers()["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_an_error_page_of_the_public_site_has_the_public_headers(reader: Reader) -> None:
    headers = reader.get("/en/no-such-page/").headers
    assert headers["Content-Security-Policy"] == public_headers(style_hash())["Content-Security-Policy"]
    assert "Set-Cookie" not in headers


def test_a_full_disk_leaves_readers_with_their_page(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("causeway.ops.store.write_whole", full)
    for _ in range(2):
        assert reader.get("/en/").status == 200
    assert reader.reached == ["/en/", "/en/"]
    assert not [path for path in reader.store.root.rglob("*.html*") if path.is_file()]


def test_readiness_is_told_to_this_machine_only(reader: Reader) -> None:
    assert reader.get("/readyz").status == 200
    assert reader.get("/readyz", REMOTE_ADDR="203.0.113.9").status == 403
    assert reader.get("/readyz", HTTP_X_FORWARDED_FOR="203.0.113.9").status == 403
    assert reader.get("/healthz").body == b"ok\n"


def test_readiness_names_what_fails(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.ops.health.FREE_BYTES", 10**18)
    monkeypatch.setattr("causeway.ops.health.FREE_SHARE", 1.1)
    answer = reader.get("/readyz")
    assert answer.status == 503
    assert answer.body == b"not ready: disk\n"
