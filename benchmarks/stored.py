"""A stored page from the site itself, and from nginx: requests a second with the same file and headers in the same run."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import socket
import statistics
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.site import PAGE, REPOSITORY, Site, free_port
from benchmarks.table import Row

ROUNDS, SECONDS, CONNECTIONS = 9, 3, 16
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
WRK = shutil.which("wrk")


def load(url: str) -> float:
    """Return the requests a second that ``wrk`` gets answered; an error of any kind is a failure."""
    done = subprocess.run(
        [str(WRK), "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", url], check=True, stdout=subprocess.PIPE, text=True
    )
    assert "Non-2xx" not in done.stdout, done.stdout
    assert "Socket errors" not in done.stdout, done.stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    assert found is not None
    return float(found.group(1))


@contextlib.contextmanager
def nginx(site: Site) -> Iterator[tuple[str, str]]:
    """nginx twice: the bare file with the same headers, and the site behind the example in ``deploy/``."""
    folder = site.data.parent / "nginx"
    folder.mkdir()
    plain, front = free_port(), free_port()
    site.run("-m", "causeway.ops.cli", "nginx", str(folder))
    text = (REPOSITORY / "deploy" / "nginx.conf").read_text()
    text = re.sub(r"server \{\n    listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"^ *(ssl_|http2|listen \[::\]).*\n", "", text, flags=re.MULTILINE)
    for old, new in (
        ("listen 443 ssl;", f"listen 127.0.0.1:{front};"),
        ("server_name example.org;", "server_name 127.0.0.1;"),
        ("/var/lib/causeway", str(site.data)),
        ("127.0.0.1:8000", f"127.0.0.1:{site.port}"),
        ("include snippets/", f"include {folder}/"),
    ):
        text = text.replace(old, new)
    temporary = "".join(
        f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    generation = (site.data / "pages" / "current").resolve()
    beside = (
        f"server {{ listen 127.0.0.1:{plain}; access_log off; root {generation}/127.0.0.1; types {{ }} "
        "default_type text/html; location / { set $causeway_language en; try_files $uri.html =404; "
        f"include {folder}/causeway-headers.conf; }} }}"
    )
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log crit;\n"
        f"events {{ worker_connections 512; }}\nhttp {{ sendfile on; keepalive_requests 1000000; {temporary}\n{text}\n{beside} }}\n"
    )
    process = subprocess.Popen([str(NGINX), "-e", str(folder / "error.log"), "-c", str(config)])
    try:
        for port in (plain, front):
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
        yield f"http://127.0.0.1:{plain}{PAGE}", f"http://127.0.0.1:{front}{PAGE}"
    finally:
        process.terminate()
        process.wait(10)


def measure(site: Site) -> list[Row]:
    """Return the rows; the site runs."""
    status, body = site.get(PAGE)
    assert status == 200
    assert list(Path(site.data / "pages" / "current").rglob("*.html")), "the page is not stored"
    what = f"stored guide page ({len(body) / 1024:.0f} kB) from the site itself"
    if not WRK:
        return [Row(what, "not measured: apt-get install wrk", "≥ 10,000/s", met=False)]
    embedded = f"http://127.0.0.1:{site.port}{PAGE}"
    if not NGINX:
        own = statistics.median(load(embedded) for _ in range(ROUNDS))
        return [Row(what, f"{own:,.0f}/s; nginx is not installed", "≥ 10,000/s", met=own >= 10_000)]
    rates: dict[str, list[float]] = {"own": [], "plain": [], "front": []}
    with nginx(site) as (plain, front):
        # In turn, so that whatever else the machine does falls on all of them.
        for _ in range(ROUNDS):
            for name, url in (("own", embedded), ("plain", plain), ("front", front)):
                rates[name].append(load(url))
    own, peer, behind = (statistics.median(rates[name]) for name in ("own", "plain", "front"))
    # Of each round, not of the medians: what else the machine did in a round fell on all three.
    share = {
        name: statistics.median(a / b for a, b in zip(rates[name], rates["plain"], strict=True))
        for name in ("own", "front")
    }
    return [
        Row(what, f"{own:,.0f}/s", "≥ 10,000/s", met=own >= 10_000),
        Row(
            "… : nginx with the same file and headers",
            f"{share['own']:.2f} : 1 ({peer:,.0f}/s)",
            "≥ 0.35",
            met=share["own"] >= 0.35,
        ),
        Row(
            "behind nginx (deploy/nginx.conf) : nginx with the same file and headers",
            f"{share['front']:.2f} : 1 ({behind:,.0f}/s)",
            "≥ 0.90",
            met=share["front"] >= 0.9,
        ),
    ]
