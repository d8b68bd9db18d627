"""The nginx example, run by a real nginx: the same pages, the same headers, never an old page."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from causeway.ops.headers import public_headers, style_hash
from causeway.ops.nginx import headers_file, languages_file
from causeway.ops.store import PageStore

pytestmark = pytest.mark.needs("nginx")
EXAMPLE = Path("deploy/nginx.conf")
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") or "nginx"


class App(BaseHTTPRequestHandler):
    """Stands for the site behind nginx."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[tuple[str, dict[str, str]]]] = []

    def do_GET(self) -> None:
        App.asked.append((self.path, dict(self.headers)))
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(b"app")

    do_POST = do_HEAD = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        pass


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def app() -> Iterator[int]:
    App.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), App)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder nginx may read as another user; pytest closes its own ones to others whenever it starts."""
    made = Path(tempfile.mkdtemp(prefix="causeway-nginx-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)


@pytest.fixture
def store(folder: Path) -> PageStore:
    made = PageStore(folder / "pages", release="r1")
    made.recover()
    return made


@pytest.fixture
def site(folder: Path, store: PageStore, app: int) -> Iterator[str]:
    """The example with other ports, folders and names, and without TLS."""
    port = free_port()
    (folder / "snippets").mkdir()
    (folder / "snippets" / "causeway-headers.conf").write_text(headers_file(hsts=False))
    (folder / "snippets" / "causeway-languages.conf").write_text(languages_file(["en", "zh-hant"]))
    text = EXAMPLE.read_text()
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^ *(ssl_|http2|listen \[::\]).*\n", "", text, flags=re.MULTILINE)
    for old, new in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{port};"),
        ("/var/lib/causeway", str(folder)),
        ("127.0.0.1:8000", f"127.0.0.1:{app}"),
        ("include snippets/", f"include {folder}/snippets/"),
    ):
        assert old in text, old
        text = text.replace(old, new)
    temporary = "".join(
        f"{name}_temp_path {folder}/t-{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 256; }}\nhttp {{ {temporary}\n{text}\n}}\n"
    )
    process = subprocess.Popen([NGINX, "-e", str(folder / "error.log"), "-c", str(config)])
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert process.poll() is None, (folder / "error.log").read_text()
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


def get(url: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, method=method, headers={"Host": "example.org", **named})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as fault:
        with fault:
            return fault.code, dict(fault.headers), fault.read()


def put(store: PageStore, path: str, body: bytes) -> None:
    headers = [("Content-Type", "text/html; charset=utf-8"), *public_headers(style_hash()).items()]
    with store.begin("example.org", path) as flight:
        flight.keep(headers, body)


def test_a_stored_page_is_served_from_its_file_with_the_sites_own_headers(site: str, store: PageStore) -> None:
    for path, language in (("/en/", "en"), ("/zh-hant/news/first/", "zh-hant"), ("/en/新聞/", "en")):
        put(store, path, b"<p>stored</p>" * 50)
        status, headers, body = get(site + urllib.request.pathname2url(path))
        assert (status, body) == (200, b"<p>stored</p>" * 50)
        entry = store.read("example.org", path)
        assert entry is not None
        said = dict(entry.plain.headers)
        for name in set(said) - {"ETag", "Content-Length"}:
            assert headers[name] == said[name], name
        assert headers["Content-Language"] == language
        assert "ETag" in headers
    assert App.asked == []


def test_the_compressed_file_is_sent_to_who_takes_it(site: str, store: PageStore) -> None:
    put(store, "/en/", b"<p>stored</p>" * 50)
    _, headers, body = get(f"{site}/en/", Accept_Encoding="gzip")
    entry = store.read("example.org", "/en/")
    assert headers["Content-Encoding"] == "gzip"
    assert entry is not None
    assert entry.packed is not None
    assert body == entry.packed.body
    status, headers, _ = get(f"{site}/en/", Accept_Encoding="gzip", If_None_Match=headers["ETag"])
    assert status == 304
    assert "Content-Security-Policy" in headers


def test_what_is_not_a_readers_plain_request_goes_to_the_site(site: str, store: PageStore) -> None:
    put(store, "/en/", b"stored")
    for path, method, headers in (
        ("/en/?q=1", "GET", {}),
        ("/en/", "POST", {}),
        ("/en/", "GET", {"Cookie": "a=b; sessionid=x"}),
        ("/en/", "GET", {"Cookie": "__Host-session=x"}),
        ("/en/", "GET", {"Authorization": "Bearer x"}),
        ("/en/other/", "GET", {}),
        ("/admin/", "GET", {}),
    ):
        App.asked.clear()
        get(site + path, method, **headers)
        assert [asked for asked, _ in App.asked] == [path]
    assert get(f"{site}/en/", "HEAD")[2] == b""
    assert get(f"{site}/en/", Cookie="other=1")[2] == b"stored"


def test_nothing_but_stored_pages_can_be_read_from_the_data_folder(site: str, store: PageStore, folder: Path) -> None:
    (folder / "db").mkdir()
    (folder / "db" / "causeway.sqlite3").write_text("secret")
    (folder / "db" / "x.html").write_text("secret")
    put(store, "/en/", b"stored")
    for path in (
        "/db/causeway.sqlite3",
        "/db/x",
        "/%2e%2e/%2e%2e/db/x",
        "/..%2f..%2fdb/x",
        "/pages/current/example.org/en/",
        "/en/.html",
        "/en/.html.head",
        "/.html.head",
    ):
        status, _, body = get(site + path)
        assert b"secret" not in body
        assert b"headers" not in body
        assert (status, body) in {(200, b"app"), (400, body)}


def test_the_site_hears_the_name_the_scheme_and_one_address_but_no_other_hosts_word(site: str) -> None:
    get(f"{site}/x/", X_Forwarded_For="203.0.113.9", X_Forwarded_Host="evil.example")
    _, headers = App.asked[0]
    assert headers["Host"] == "example.org"
    assert headers["X-Forwarded-For"] == "127.0.0.1"
    assert "X-Forwarded-Host" not in headers
    assert headers["X-Forwarded-Proto"] == "http"


def test_readiness_is_not_told_to_the_world(site: str) -> None:
    assert get(f"{site}/readyz")[0] == 404
    assert App.asked == []


def test_a_swap_is_seen_by_nginx_at_once(site: str, store: PageStore) -> None:
    wrong: list[tuple[int, int, bytes]] = []
    for number in range(100):
        store.swap()
        put(store, "/en/", str(number).encode())
        status, _, body = get(f"{site}/en/")
        if body != str(number).encode():
            wrong.append((number, status, body))
        store.swap()
        status, _, body = get(f"{site}/en/")
        if body != b"app":
            wrong.append((number, status, body))
    assert wrong == []
    assert store.prune(grace=0) == 200


def test_nginx_writes_no_line_about_a_reader(site: str, store: PageStore, folder: Path) -> None:
    put(store, "/en/", b"stored")
    get(f"{site}/en/?canary", User_Agent="canary", Referer="http://canary.example/")
    get(f"{site}/" + "canary" * 2000)
    written = [path for path in folder.rglob("*log*") if path.is_file() and b"canary" in path.read_bytes()]
    assert written == []
