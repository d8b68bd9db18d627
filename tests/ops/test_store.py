"""The page store by itself: no Django, real files, real processes."""

from __future__ import annotations

import datetime
import gzip
import os
import signal
import subprocess
import sys
import threading
import time
import zoneinfo
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.ops.store import NAME, PageStore
from causeway.ops.stored import file_for, make_entry
from tests.ops.conftest import HEADERS

HOST = "example.org"


def put(store: PageStore, path: str, body: bytes = b"<p>hello</p>" * 50) -> None:
    with store.begin(HOST, path) as flight:
        flight.keep(HEADERS, body)


def body_of(store: PageStore, path: str) -> bytes | None:
    entry = store.read(HOST, path)
    return None if entry is None else entry.plain.body


def fresh(store: PageStore) -> PageStore:
    """The same folder, as another process sees it."""
    return PageStore(store.root, release=store.release)


# --- What is stored is what is read ------------------------------------------------------------------


def test_a_page_is_read_back_with_its_headers_by_another_process(store: PageStore) -> None:
    put(store, "/en/news/", b"<p>ok</p>" * 100)
    entry = fresh(store).read(HOST, "/en/news/")
    assert entry is not None
    assert entry.plain.body == b"<p>ok</p>" * 100
    assert entry.packed is not None
    assert gzip.decompress(entry.packed.body) == entry.plain.body
    assert set(HEADERS) <= set(entry.plain.headers)
    assert dict(entry.plain.headers)["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert dict(entry.plain.headers)["Content-Length"] == str(len(entry.plain.body))
    assert dict(entry.packed.headers)["Content-Length"] == str(len(entry.packed.body))
    assert entry.plain.etag != entry.packed.etag


def test_what_django_said_about_length_and_tags_is_replaced() -> None:
    said = [*HEADERS, ("Content-Length", "1"), ("ETag", '"old"'), ("Vary", "Cookie"), ("Cache-Control", "max-age=9")]
    headers = make_entry(said, b"x").plain.headers
    assert [name for name, _ in headers].count("Content-Length") == 1
    assert dict(headers)["Vary"] == "Accept-Encoding"
    assert dict(headers)["Cache-Control"].startswith("public, max-age=0")
    assert '"old"' not in dict(headers).values()


def test_the_tag_changes_with_the_body_and_with_the_headers() -> None:
    first = make_entry(HEADERS, b"a").plain.etag
    assert make_entry(HEADERS, b"b").plain.etag != first
    assert make_entry([*HEADERS, ("Content-Security-Policy", "x")], b"a").plain.etag != first
    assert make_entry(HEADERS, b"a").plain.etag == first


def test_one_host_never_gets_the_page_of_another(store: PageStore) -> None:
    put(store, "/en/")
    assert store.read("other.example.org", "/en/") is None


# --- Swapping ------------------------------------------------------------------------------------------


def test_after_a_swap_nothing_older_is_read(store: PageStore) -> None:
    other = fresh(store)
    put(store, "/en/")
    assert body_of(other, "/en/")
    store.swap()
    assert body_of(store, "/en/") is None
    assert body_of(other, "/en/") is None


def test_a_render_that_began_before_the_swap_is_not_read_after_it(store: PageStore) -> None:
    with store.begin(HOST, "/en/") as flight:
        store.swap()
        flight.keep(HEADERS, b"old")
    assert body_of(store, "/en/") is None
    assert body_of(fresh(store), "/en/") is None


def test_a_render_whose_generation_was_pruned_stores_nothing_and_does_not_fail(store: PageStore) -> None:
    with store.begin(HOST, "/en/") as flight:
        old = flight.generation
        store.swap()
        assert store.prune(grace=0) == 1
        assert flight.keep(HEADERS, b"old").plain.body == b"old"
    assert not (store.root / str(old)).exists()


def test_pruning_leaves_the_current_generation_and_the_young_ones(store: PageStore) -> None:
    put(store, "/en/")
    store.swap()
    put(store, "/en/")
    assert store.prune() == 0
    assert store.prune(grace=0) == 1
    assert body_of(fresh(store), "/en/")


def test_generations_never_share_a_name(store: PageStore) -> None:
    names = {store.swap() for _ in range(5)}
    store.prune(grace=0)
    (store.root / "current").unlink()
    names |= {store.swap() for _ in range(5)}
    assert len(names) == 10


def test_another_release_is_neither_served_nor_written_to(store: PageStore) -> None:
    put(store, "/en/")
    newer = PageStore(store.root, release="r2")
    assert newer.read(HOST, "/en/") is None
    assert not newer.begin(HOST, "/en/").may_keep
    assert newer.recover()
    assert newer.current() is not None
    assert store.read(HOST, "/en/") is None


def test_other_settings_swap_at_start_and_the_same_do_not(store: PageStore) -> None:
    store.recover("one")
    put(store, "/en/")
    assert not fresh(store).recover("one")
    assert not fresh(store).recover()
    assert body_of(store, "/en/")
    assert fresh(store).recover("two")
    assert body_of(store, "/en/") is None


def test_at_midnight_where_the_site_is_stored_pages_end(tmp_path: Path) -> None:
    zone = zoneinfo.ZoneInfo("Asia/Hong_Kong")
    now = datetime.datetime(2026, 11, 22, 23, 59, 50, tzinfo=zone).timestamp()
    store = PageStore(tmp_path / "pages", release="r1", clock=lambda: now)
    store.recover()
    assert store.set_zone("Asia/Hong_Kong")
    store.swap()
    put(store, "/en/")
    assert body_of(store, "/en/")
    now += 9
    assert body_of(store, "/en/")
    now += 1
    assert body_of(store, "/en/") is None
    assert store.recover()
    put(store, "/en/")
    now += 86_399
    assert body_of(store, "/en/")


def test_a_start_after_the_machine_was_started_anew_swaps(store: PageStore) -> None:
    put(store, "/en/")
    store.recover("same")
    put(store, "/en/")
    assert not fresh(store).recover("same")
    (store.root / "began").write_text("another-boot same")
    assert fresh(store).recover("same")
    assert body_of(store, "/en/") is None


# --- Path names ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "",
        "en/",
        "/..",
        "/../",
        "/en/../secret/",
        "/en/./",
        "/en/.hidden/",
        "/en/.html",
        "//en/",
        "/en//news/",
        "/en/\0/",
        "/en/a\nb/",
        "/en\\..\\x/",
        "/" + "a" * 201 + "/",
        "/" + "人" * 80 + "/",
        "/a" * 600,
        "/" + "a/" * 20,
        "/\udcff/",
    ],
)
def test_a_path_that_could_do_harm_is_not_stored_and_not_read(store: PageStore, path: str) -> None:
    assert file_for(HOST, path) is None
    with store.begin(HOST, path) as flight:
        assert not flight.may_keep
        assert flight.keep(HEADERS, b"x").plain.body == b"x"
    assert store.read(HOST, path) is None


@pytest.mark.parametrize("host", ["", ".", "..", "../x", "a/b", ".hidden"])
def test_a_host_that_could_do_harm_is_not_stored(host: str) -> None:
    assert file_for(host, "/en/") is None


@given(path=st.text(max_size=60), other=st.text(max_size=60))
@settings(max_examples=400, deadline=None)
def test_files_stay_in_the_folder_and_no_two_pages_share_one(path: str, other: str) -> None:
    place, second = file_for(HOST, "/" + path), file_for(HOST, "/" + other)
    if place is not None:
        assert os.path.normpath(f"/root/{place}") == f"/root/{place}"
        assert place.startswith(f"{HOST}/")
    if path != other and place is not None:
        assert place != second


def test_a_page_and_a_folder_of_the_same_name_live_side_by_side(store: PageStore) -> None:
    for path in ("/", "/en", "/en/", "/en/news", "/en/news/", "/en/news/one/", "/en/新聞/"):
        put(store, path, path.encode() * 100)
    other = fresh(store)
    for path in ("/", "/en", "/en/", "/en/news", "/en/news/", "/en/news/one/", "/en/新聞/"):
        assert body_of(other, path) == path.encode() * 100


def test_a_folder_where_a_file_should_be_stores_nothing_and_does_not_fail(store: PageStore) -> None:
    put(store, "/x.html/y")
    put(store, "/x")
    assert body_of(fresh(store), "/x") is None
    assert body_of(fresh(store), "/x.html/y")
    put(store, "/z")
    put(store, "/z.html/y")
    assert body_of(fresh(store), "/z")
    assert body_of(fresh(store), "/z.html/y") is None


# --- Faults -------------------------------------------------------------------------------------------


def test_a_torn_file_is_not_served(store: PageStore) -> None:
    put(store, "/en/")
    place = store.root / str(store.current()) / HOST / "en" / ".html"
    place.write_bytes(place.read_bytes()[:10])
    assert body_of(fresh(store), "/en/") is None


def test_a_full_disk_serves_the_page_and_stores_nothing_half(tmp_path: Path) -> None:
    script = f"""
import resource, signal, sys
from pathlib import Path
sys.path.insert(0, {str(Path("src").resolve())!r})
from causeway.ops.store import PageStore
store = PageStore(Path({str(tmp_path / "pages")!r}), release="r1")
store.recover()
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
with store.begin("example.org", "/en/") as flight:
    entry = flight.keep([], bytes(range(256)) * 40)
assert len(entry.plain.body) == 10240
assert store.last_errno, "the fault is told"
assert store.read("example.org", "/en/") is None
left = [p.name for p in store.root.rglob("*") if p.is_file() and "example.org" in p.parts]
assert left == [], left
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_when_no_generation_can_be_made_nothing_old_is_served(
    store: PageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(store, "/en/")

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", full)
        assert store.swap() is None
    assert body_of(store, "/en/") is None
    assert body_of(fresh(store), "/en/") is None
    assert store.recover()
    put(store, "/en/")
    assert body_of(store, "/en/")


def test_a_store_without_its_folder_answers_nothing_and_does_not_fail(tmp_path: Path) -> None:
    store = PageStore(tmp_path / "none", release="r1")
    assert store.read(HOST, "/en/") is None
    assert store.prune() == 0
    with store.begin(HOST, "/en/") as flight:
        assert not flight.may_keep


# --- Killed between commit and swap -------------------------------------------------------------------


def _child(store: PageStore, body: str) -> subprocess.Popen[str]:
    script = (
        f"import sys, time; sys.path.insert(0, {str(Path('src').resolve())!r})\n"
        "from pathlib import Path\nfrom causeway.ops.store import PageStore\n"
        f"store = PageStore(Path({str(store.root)!r}), release={store.release!r})\n{body}"
    )
    return subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)


def test_a_process_killed_between_commit_and_swap_is_found_out(store: PageStore) -> None:
    put(store, "/en/")
    child = _child(store, "store.mark_pending(); print('committed', flush=True); time.sleep(60)")
    assert child.stdout is not None
    assert child.stdout.readline() == "committed\n"
    # As long as it lives it may still be about to commit: its note is left alone.
    assert not store.recover()
    assert body_of(store, "/en/")
    child.send_signal(signal.SIGKILL)
    child.wait()
    child.stdout.close()
    assert store.recover()
    assert body_of(store, "/en/") is None
    assert not store.recover()


def test_a_swap_takes_away_its_own_note_and_no_other(store: PageStore) -> None:
    child = _child(store, "store.mark_pending(); print('x', flush=True); time.sleep(60)")
    assert child.stdout is not None
    child.stdout.readline()
    store.mark_pending()
    store.mark_pending()
    assert len(list((store.root / "pending").iterdir())) == 2
    store.swap()
    assert [note.name.split("-")[0] for note in (store.root / "pending").iterdir()] == [str(child.pid)]
    child.kill()
    child.wait()
    child.stdout.close()


# --- Many at once -----------------------------------------------------------------------------------------


def test_of_many_requests_for_a_page_one_makes_it(store: PageStore) -> None:
    made: list[int] = []
    start = threading.Barrier(12)

    def ask(number: int) -> None:
        own = fresh(store)
        start.wait()
        with own.begin(HOST, "/en/") as flight:
            if flight.found() is None:
                made.append(number)
                time.sleep(0.05)
                flight.keep(HEADERS, b"once")

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert body_of(store, "/en/") == b"once"


def test_who_waits_too_long_makes_the_page_but_does_not_store_it(store: PageStore) -> None:
    with store.begin(HOST, "/en/") as first:
        assert first.may_keep
        with store.begin(HOST, "/en/", wait=0.02) as second:
            assert not second.may_keep
            assert second.keep(HEADERS, b"second").plain.body == b"second"
    assert body_of(store, "/en/") is None


def test_publishing_while_many_read_never_gives_anyone_an_older_page(store: PageStore) -> None:
    """Readers in threads of two processes; 'the database' is a file that is written before each swap."""
    database = store.root.parent / "database"
    database.write_text("0")
    reader = """
import threading
database = store.root.parent / "database"
published = store.root.parent / "published"
stale = reads = 0
def read():
    global stale, reads
    mine = PageStore(store.root, release=store.release)
    while not (store.root.parent / "stop").exists():
        floor = int(published.read_text() or 0) if published.exists() else 0
        entry = mine.read("example.org", "/en/")
        if entry is None:
            with mine.begin("example.org", "/en/") as flight:
                entry = flight.found()
                if entry is None:
                    entry = flight.keep([], (database.read_text() or "0").encode())
        reads += 1
        stale += int(entry.plain.body) < floor
threads = [threading.Thread(target=read) for _ in range(3)]
[t.start() for t in threads]
[t.join() for t in threads]
print(reads, stale, flush=True)
"""
    children = [_child(store, reader) for _ in range(2)]
    published = store.root.parent / "published"
    spare = store.root.parent / "spare"
    for number in range(1, 61):
        for target in (database, published):
            spare.write_text(str(number))
            if target is published:
                store.swap()
            spare.replace(target)
        time.sleep(0.01)
    (store.root.parent / "stop").touch()
    reads = stale = 0
    for child in children:
        assert child.stdout is not None
        counted = child.stdout.readline().split()
        child.wait()
        child.stdout.close()
        reads, stale = reads + int(counted[0]), stale + int(counted[1])
    assert reads > 100
    assert stale == 0


def test_names_of_generations_can_be_read_back(store: PageStore) -> None:
    match = NAME.fullmatch(str(store.current()))
    assert match is not None
    assert match["release"] == "r1"
