"""The web server: Granian, told how this site wants it."""

from __future__ import annotations

import copy
import importlib
import os
from collections.abc import Callable, Mapping
from typing import Any, cast

from causeway.ops.logs import CONFIG, install_hooks
from causeway.ops.processes import die_with

#: Threads that may wait for Django at once, in each process. Stored pages need no more than one.
THREADS = min(8, 2 * (os.cpu_count() or 1) + 1)
#: A client that has not finished its request line and headers by then is let go.
HEADER_MILLISECONDS = 15_000
STOP_SECONDS = 3


class Load:
    """Loads the application in a process of the server's; that process ends with the server."""

    def __init__(self, parent: int) -> None:
        self.parent = parent

    def __call__(self) -> Callable[..., Any]:
        """Return the application, with Django loading in the background."""
        die_with(self.parent)
        install_hooks()
        # By name: the application stands on everything else, this module included.
        application = importlib.import_module("causeway.wsgi").application
        application.load_in_background()
        return cast("Callable[..., Any]", application)


def serve(env: Mapping[str, Any]) -> None:
    """Serve the site until a signal ends it.

    Args:
        env: the settings.
    """
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.http import HTTP1Settings
    from granian.log import LogLevels

    server = Granian(
        "causeway.wsgi:application",
        address=env["HOST"],
        port=env["PORT"],
        interface=Interfaces.WSGI,
        workers=env["WORKERS"],
        blocking_threads=THREADS,
        # HTTP/2 is for the proxy that holds the certificate.
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_MILLISECONDS),
        websockets=False,
        backlog=2048,
        log_dictconfig=copy.deepcopy(CONFIG),
        log_level=LogLevels.warning,
        # An access log would hold every reader's address and what was read.
        log_access=False,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_SECONDS,
    )
    install_hooks()
    server.serve(target_loader=Load(os.getpid()), wrap_loader=False)
