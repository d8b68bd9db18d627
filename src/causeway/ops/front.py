"""What stands before Django: stored pages, and an answer while Django is loading or cannot.

Granian calls ``Front`` for every request. A stored page is answered from the page store without Django
having been loaded. Anything else goes to Django, which a thread loads while stored pages are already
being served.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from causeway.ops.failure import FAILURE_HEADERS, FAILURE_PAGE
from causeway.ops.store import PageStore
from causeway.ops.stored import Entry, Variant

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

log = logging.getLogger("causeway.front")

#: Names of the cookie of a signed-in member of staff, in the local and in the production settings.
SESSION_COOKIES = ("sessionid=", "__Host-session=")
#: Below these nothing is ever the same for everyone, or it is a file already.
NEVER = ("/admin/", "/documents/", "/media/", "/static/", "/readyz")
#: What a reader's browser says that must not change the page that is kept for all.
PERSONAL = (
    "HTTP_COOKIE",
    "HTTP_ACCEPT_ENCODING",
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
    "HTTP_IF_RANGE",
    "HTTP_RANGE",
)
#: ``causeway.ops.freshness.StoreMiddleware`` says here that nothing personal went into an answer.
KEEP = "causeway.keep"
LONGEST_LOAD = 120.0
#: For how long it is remembered that an answer could not be kept, and how many of those are remembered.
UNKEPT_SECONDS, UNKEPT_MOST = 30.0, 10_000
RECOVER_EVERY = 2.0
#: For how long after a change the caches of a process are emptied before each page that is made.
RENEW_SECONDS = 5.0


def accepts_gzip(header: str) -> bool:
    """Whether an ``Accept-Encoding`` header allows gzip."""
    for item in header.lower().split(","):
        name, _, weight = item.partition(";")
        if name.strip() in {"gzip", "*"}:
            return weight.replace(" ", "") not in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
    return False


def tag_matches(header: str, etag: str) -> bool:
    """Whether an ``If-None-Match`` header names this tag (or any)."""
    return any(tag.strip().removeprefix("W/") in {etag, "*"} for tag in header.split(","))


def known_hosts(env: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Return, for each ``Host`` header the store answers to, the folder's name and the header pages are made with.

    A port we do not serve on, or a name matched only by a wildcard, is not among them: what a stranger writes into
    ``Host`` must neither reach a page that others get nor fill the disk with folders.
    """
    site = urlsplit(str(env["SITE_URL"]))
    hosts: dict[str, tuple[str, str]] = {}
    for name in env["ALLOWED_HOSTS"]:
        host = name.lower()
        if "*" in host or host.startswith("."):
            continue
        canonical = site.netloc.lower() if site.hostname == host.strip("[]") else f"{host}:{env['PORT']}"
        for form in (canonical, host, f"{host}:{env['PORT']}"):
            hosts[form] = (host, canonical)
    return hosts


class Front:
    """The application the web server runs.

    Args:
        env: the settings (``causeway.env.read_environment``).
        store: the page store.
        load: loads Django and returns its application.
    """

    def __init__(self, env: Mapping[str, Any], store: PageStore, load: Callable[[], Application]) -> None:
        self.store = store
        self.hosts = known_hosts(env)
        # The page that redirects to https is Django's; only what came over TLS is answered from the store.
        self.tls_only = bool(env["PRODUCTION"])
        self._load_django = load
        self._loaded = threading.Event()
        self._starting = threading.Lock()
        self._app: Application | None = None
        self._gzip: dict[str, bool] = {}
        self._unkept: dict[tuple[str, str], float] = {}
        self._generation = ""
        self._renew_until = 0.0
        self._recovered = 0.0
        #: Called, in a process that has Django, when it meets a generation it has not seen: caches of this process
        #: cannot know what another process changed.
        self.on_new_generation: list[Callable[[], None]] = []

    # --- Django ---------------------------------------------------------------------------------

    def load(self) -> None:
        """Load Django now, unless that was done; a failure is logged and answered with the failure page."""
        with self._starting:
            if self._loaded.is_set():
                return
            try:
                self._app = self._load_django()
            except BaseException as fault:
                log.critical("django cannot be loaded", exc_info=fault)
                if not isinstance(fault, Exception):
                    raise
            finally:
                self._loaded.set()

    def load_in_background(self) -> None:
        """Begin to load Django while stored pages are already served."""
        threading.Thread(target=self.load, name="load-django", daemon=True).start()

    def django(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Let Django answer, waiting for it when it is still being loaded."""
        if self._app is None and not self._loaded.wait(LONGEST_LOAD):
            log.error("django takes too long to load")
        if self._app is None:
            start_response("503 Service Unavailable", list(FAILURE_HEADERS))
            return [] if environ["REQUEST_METHOD"] == "HEAD" else [FAILURE_PAGE]
        return self._app(environ, start_response)

    # --- Requests ----------------------------------------------------------------------------------

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer one request."""
        if environ["PATH_INFO"] == "/healthz":
            return self._alive(environ, start_response)
        place = self._place(environ)
        if place is None:
            return self.django(environ, start_response)
        host, path, canonical = place
        entry = self.store.read(host, path)
        if entry is not None:
            return self._send(entry, environ, start_response)
        return self._make(host, path, canonical, environ, start_response)

    def _place(self, environ: Environ) -> tuple[str, str, str] | None:
        """Where the answer to this request would be stored; ``None`` when it would not be."""
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("QUERY_STRING"):
            return None
        named = self.hosts.get(environ.get("HTTP_HOST", ""))
        path: str = environ["PATH_INFO"]
        if named is None or path.startswith(NEVER) or "HTTP_AUTHORIZATION" in environ:
            return None
        cookie: str = environ.get("HTTP_COOKIE", "")
        if cookie and any(name in cookie for name in SESSION_COOKIES):
            return None
        if self.tls_only and environ.get("HTTP_X_FORWARDED_PROTO") != "https":
            return None
        if not path.isascii():
            try:
                path = path.encode("latin-1").decode()  # WSGI hands bytes over as if they were Latin-1
            except UnicodeError:
                return None
        return named[0], path, named[1]

    def _send(self, entry: Entry, environ: Environ, start_response: StartResponse) -> list[bytes]:
        variant: Variant = entry.plain
        if entry.packed is not None:
            accepted: str = environ.get("HTTP_ACCEPT_ENCODING", "")
            gzip = self._gzip.get(accepted)
            if gzip is None:
                if len(self._gzip) > 256:
                    self._gzip.clear()
                gzip = self._gzip[accepted] = accepts_gzip(accepted)
            if gzip:
                variant = entry.packed
        wanted = environ.get("HTTP_IF_NONE_MATCH")
        if wanted is not None and tag_matches(wanted, variant.etag):
            start_response("304 Not Modified", list(variant.unchanged))
            return []
        start_response("200 OK", list(variant.headers))
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [variant.body]

    def _make(
        self, host: str, path: str, canonical: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let Django make the page and keep it when it is the same for every reader."""
        now = time.monotonic()
        if self.store.current() is None and now - self._recovered > RECOVER_EVERY:
            self._recovered = now
            self.store.recover()
        self._renew(self.store.current() or "")
        if self._unkept.get((host, path), 0.0) > now:
            return self.django(environ, start_response)
        with self.store.begin(host, path) as flight:
            entry = flight.found()
            if entry is not None:
                return self._send(entry, environ, start_response)
            if self._unkept.get((host, path), 0.0) > time.monotonic() or not flight.may_keep:
                return self.django(environ, start_response)
            self._loaded.wait(LONGEST_LOAD)
            self._renew(flight.generation or "")
            shared = {name: value for name, value in environ.items() if name not in PERSONAL}
            shared["REQUEST_METHOD"] = "GET"
            shared["HTTP_HOST"] = canonical
            answer = Answer(self.django, shared)
            if answer.may_be_kept:
                entry = flight.keep(answer.headers, answer.body)
                if self.store.last_errno:
                    log.warning("page not stored", extra={"errno": self.store.last_errno})
                return self._send(entry, environ, start_response)
        if len(self._unkept) >= UNKEPT_MOST:
            self._unkept.clear()
        self._unkept[host, path] = time.monotonic() + UNKEPT_SECONDS
        start_response(answer.status, answer.headers)
        if environ["REQUEST_METHOD"] == "HEAD":
            answer.close()
            return []
        return answer.content

    def _renew(self, generation: str) -> None:
        """Forget what was true of the generation before; call it before a page is made."""
        now = time.monotonic()
        if generation != self._generation:
            self._unkept.clear()
            self._renew_until = now + RENEW_SECONDS
        if now < self._renew_until:
            # Again for a while: a request that began before the change may still put old things back.
            for renew in self.on_new_generation:
                renew()
        # Last, so that no other request takes the caches for new before they are.
        self._generation = generation

    @staticmethod
    def _alive(environ: Environ, start_response: StartResponse) -> list[bytes]:
        body = b"ok\n"
        start_response(
            "200 OK",
            [
                ("Content-Type", "text/plain; charset=utf-8"),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
                ("Content-Length", str(len(body))),
            ],
        )
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


class Answer:
    """An answer of Django's, looked at before it is sent."""

    def __init__(self, application: Application, environ: Environ) -> None:
        self.status, self.headers = "", list[tuple[str, str]]()

        def start(status: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            self.status, self.headers = status, headers

        self.content = application(environ, start)
        self.body = b""
        self.may_be_kept = self._may_be_kept(environ)
        if self.may_be_kept:
            try:
                self.body = b"".join(self.content)
            finally:
                self.close()

    def close(self) -> None:
        """Tell Django that the answer was sent."""
        close = getattr(self.content, "close", None)
        if close is not None:
            close()

    def _may_be_kept(self, environ: Environ) -> bool:
        said = {name.lower(): value for name, value in self.headers}
        control = {word.strip().partition("=")[0] for word in said.get("cache-control", "").lower().split(",")}
        varies = {word.strip() for word in said.get("vary", "").lower().split(",")} - {""}
        return (
            environ.get(KEEP) is True
            and self.status.startswith("200 ")
            and said.get("content-type", "").lower().startswith("text/html")
            and "set-cookie" not in said
            and "content-encoding" not in said
            and not control & {"no-store", "private", "no-cache"}
            and varies <= {"accept-encoding"}
        )


def front_for(env: Mapping[str, Any], release: str, settings: str, load: Callable[[], Application]) -> Front:
    """Return the application for these settings, with its store put right.

    Args:
        env: the settings.
        release: mark of the code (``causeway.ops.release.release_mark``).
        settings: mark of the settings (``causeway.ops.release.settings_mark``).
        load: loads Django.
    """
    store = PageStore(Path(env["DATA"]) / "pages", release=release)
    store.recover(settings)
    return Front(env, store, load)
