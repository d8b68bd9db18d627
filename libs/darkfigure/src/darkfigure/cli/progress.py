"""How far a long run has come, on standard error, for people who watch."""

from __future__ import annotations

import sys
import time
from argparse import Namespace
from types import TracebackType
from typing import Self

#: Seconds before anything is said, and between two lines.
PATIENCE, PAUSE = 2.0, 0.2


class Progress:
    """Says how many of how many are done, where somebody watches and it takes long.

    Attributes:
        live: whether the line is written over, as on a terminal.
    """

    def __init__(self, args: Namespace) -> None:
        self.live = sys.stderr.isatty()
        self._wanted = not args.quiet and (self.live or args.progress)
        self._begin = time.monotonic()
        self._next = self._begin + (0.0 if args.progress else PATIENCE)
        self._shown = False

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Take the line away again."""
        if self._shown and self.live:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()

    def __call__(self, done: int, of: int) -> None:
        """Say how many are done."""
        self.about("", done, of)

    def about(self, what: str, done: int, of: int) -> None:
        """Say how many are done of one of several things.

        Args:
            what: which thing.
            done: how many.
            of: of how many.
        """
        now = time.monotonic()
        if not self._wanted or now < self._next:
            return
        self._next, self._shown = now + PAUSE, True
        line = f"{what + ': ' if what else ''}{done:,} of {of:,} ({now - self._begin:.0f} s)"
        sys.stderr.write(f"\r\x1b[K{line}" if self.live else f"{line}\n")
        sys.stderr.flush()
