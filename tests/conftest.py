"""What every test may use, and what the run says at its end about tests it could not run."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests import validator

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

#: Playwright drives Django's test server from a thread that has an event loop; the ORM would refuse to work there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = Path("/usr/bin/chromium")
#: What repeats another test in a dark scheme or another size takes minutes and runs in CI: ``needs("whole")``.
WHOLE = "whole"
TOOLS = {
    "chromium": (CHROMIUM.exists, "apt-get install chromium fonts-noto-core fonts-noto-cjk"),
    "vnu": (validator.is_here, validator.INSTALL),
    "nginx": (
        lambda: shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin") is not None,
        "apt-get install nginx",
    ),
    "pdftotext": (lambda: shutil.which("pdftotext") is not None, "apt-get install poppler-utils"),
    "systemd": (lambda: shutil.which("systemd-analyze") is not None, "apt-get install systemd"),
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--nothing-skipped", action="store_true", help="a test that cannot run is a failure (for CI)")


def pytest_configure(config: pytest.Config) -> None:
    from causeway.ops.machine import UnfitError
    from causeway.ops.release import PACKAGE_DIR
    from causeway.ops.translations import compile_changed

    # A catalogue that cannot be compiled fails tests/ops/test_translations.py, not every test.
    with contextlib.suppress(UnfitError):
        compile_changed(PACKAGE_DIR / "locale")
    config.addinivalue_line("markers", "needs(tool, ...): runs only where these tools are installed; see TOOLS")
    config.addinivalue_line("markers", "database(vendor): is about one database (sqlite or postgresql) only")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    from django.db import connection

    elsewhere, here = [], []
    whole = config.getoption("--nothing-skipped")
    for item in items:
        about = item.get_closest_marker("database")
        (here if about is None or connection.vendor in about.args else elsewhere).append(item)
        for marker in item.iter_markers("needs"):
            for tool in marker.args:
                if tool == WHOLE:
                    if not whole:
                        item.add_marker(
                            pytest.mark.skip(reason="a repeat in another scheme or size: --nothing-skipped")
                        )
                    continue
                present, install = TOOLS[tool]
                if not present():
                    item.add_marker(pytest.mark.skip(reason=f"needs {tool}: {install}"))
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = here


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under ``--nothing-skipped`` a skipped test fails the run."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and session.config.getoption("--nothing-skipped") and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Name what did not run and what would make it run."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons: dict[str, int] = {}
    for report in skipped:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons[reason.removeprefix("Skipped: ")] = reasons.get(reason.removeprefix("Skipped: "), 0) + 1
    from django.db import connection

    if connection.vendor == "sqlite" and not terminalreporter.config.getoption("--nothing-skipped"):
        terminalreporter.section("not run")
        terminalreporter.line("PostgreSQL: give DATABASE_URL to run the same tests on it")
    elif reasons:
        terminalreporter.section("not run")
    for reason, count in sorted(reasons.items()):
        terminalreporter.line(f"{count} test{'s' if count != 1 else ''}: {reason}")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take away the files of this process's run."""
    from django.conf import settings

    if settings.configured and "causeway-test-" in str(settings.DATA):
        shutil.rmtree(settings.DATA, ignore_errors=True)


@pytest.fixture(autouse=True)
def language_of_its_own() -> Iterator[None]:
    """A request leaves its language behind in this thread; the next test must not be answered in it."""
    from django.utils import translation

    with translation.override("en"):
        yield


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium that reaches nothing but this machine. Mark the test ``needs("chromium")``."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking"],
        )
        yield chromium
        chromium.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A cheap phone with JavaScript off, 360 x 640."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    yield context
    context.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    """A page of a desktop browser, 1440 x 900, with JavaScript."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    yield context.new_page()
    context.close()
