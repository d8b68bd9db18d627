"""Which arithmetic does the work, and with how many threads."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

#: From so many fits on, Numba earns back the time its import takes.
WORTH_COMPILING = 200_000


@dataclass(frozen=True)
class Engine:
    """What does the work.

    Attributes:
        name: ``numpy`` or ``numba``.
        threads: threads that share the fits; NumPy alone uses one.
    """

    name: str = "numpy"
    threads: int = 1


_PLAIN = Engine()
_now: ContextVar[Engine] = ContextVar("engine", default=_PLAIN)


def numba_is_here() -> bool:
    """Whether Numba is installed."""
    return importlib.util.find_spec("numba") is not None


def _processors() -> int:
    # What this process may use, where the system tells (Linux); a container often has fewer than the machine.
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def current() -> Engine:
    """Return the engine in use."""
    return _now.get()


@contextmanager
def using(name: str | None, threads: int | None = None, fits: int = 0) -> Iterator[Engine]:
    """Use an engine for what is done within.

    Args:
        name: ``numpy``, ``numba``, or ``None`` to choose: Numba where it is installed and there is much to do. The
            environment variable ``DARKFIGURE_ENGINE`` chooses where nothing is said here.
        threads: threads to use; all processors by default.
        fits: how many fits are to be expected.

    Raises:
        ValueError: for another name, or for ``numba`` where it is not installed.
    """
    wanted = name or os.environ.get("DARKFIGURE_ENGINE") or ("numba" if fits >= WORTH_COMPILING else "numpy")
    if wanted not in {"numpy", "numba"}:
        raise ValueError(f"There is no engine {wanted!r}; say numpy or numba.")
    if wanted == "numba" and not numba_is_here():
        if name == "numba":
            raise ValueError(
                "Numba is not installed. Leave the engine out, or install darkfigure with its extra 'numba'."
            )
        wanted = "numpy"
    if threads is not None and threads < 1:
        raise ValueError("The number of threads must be at least 1.")
    token = _now.set(Engine(wanted, threads or _processors()))
    try:
        yield _now.get()
    finally:
        _now.reset(token)
