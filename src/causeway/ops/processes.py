"""Processes that belong together: a child that does not outlive its parent."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with(parent: int, sent: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel to end this process when its parent ends, even by ``kill -9``.

    Args:
        parent: the process number of the parent, known before this process was made.
        sent: the signal that arrives.

    Raises:
        SystemExit: when the parent is gone already.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(sent), 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)
