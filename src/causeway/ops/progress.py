"""Tells a person what is going on, once it takes longer than they should have to wonder."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Iterator

FIRST, AGAIN = 2.0, 5.0


def say(text: str) -> None:
    """Print a line at once."""
    print(text, flush=True)


class Step:
    """A step under way; ``note`` says how far it has come."""

    def __init__(self, title: str) -> None:
        self.title = title
        self.note = ""


@contextlib.contextmanager
def step(title: str) -> Iterator[Step]:
    """Show a step that takes longer than two seconds, how far it is, and how long it took.

    Args:
        title: what is being done, as in "Making the database".
    """
    began = time.monotonic()
    done = threading.Event()
    told = threading.Event()
    current = Step(title)
    live = sys.stdout.isatty()

    def line() -> str:
        return f"  {title} … {time.monotonic() - began:.0f} s{f', {current.note}' if current.note else ''}"

    def tell() -> None:
        wait = FIRST
        while not done.wait(wait):
            told.set()
            print(("\r\x1b[K" if live else "") + line(), end="" if live else "\n", flush=True)
            wait = 0.5 if live else AGAIN

    teller = threading.Thread(target=tell, daemon=True)
    teller.start()
    try:
        yield current
    finally:
        done.set()
        teller.join()
        if told.is_set() and live:
            print(f"\r\x1b[K{line()}", flush=True)
