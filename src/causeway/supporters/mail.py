"""How mail leaves: by SMTP to the server in ``EMAIL_URL``, or as one file a mail in ``DATA/mail``.

``Backend`` is Django's default e-mail backend, so that mail to staff takes the same way.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.backends.smtp import EmailBackend
from django.core.mail.message import EmailMessage

TIMEOUT = 20
# Scheme -> (usual port, what Django is told).
SCHEMES: dict[str, tuple[int, dict[str, bool]]] = {
    "smtp": (25, {"use_tls": False, "use_ssl": False}),
    "smtp+tls": (587, {"use_tls": True, "use_ssl": False}),
    "smtp+ssl": (465, {"use_tls": False, "use_ssl": True}),
}


def smtp_options(url: str) -> dict[str, Any]:
    """Read ``EMAIL_URL``.

    Args:
        url: ``smtp://``, ``smtp+tls://`` (STARTTLS) or ``smtp+ssl://``, then ``USER:PASSWORD@HOST:PORT``,
            of which only the host is needed. Special characters in user and password are percent-encoded.

    Returns:
        The arguments of Django's SMTP backend.

    Raises:
        ImproperlyConfigured: when it cannot be read; the text never repeats the password.
    """
    try:
        parts = urlsplit(url)
        port, user, password = parts.port, parts.username, parts.password
    except ValueError as fault:
        raise ImproperlyConfigured("EMAIL_URL: the port must be a number from 1 to 65535.") from fault
    if parts.scheme not in SCHEMES:
        raise ImproperlyConfigured("EMAIL_URL must begin with one of: " + ", ".join(f"{name}://" for name in SCHEMES))
    if not parts.hostname:
        raise ImproperlyConfigured(f"EMAIL_URL names no host, as in {parts.scheme}://mail.example.org")
    usual, options = SCHEMES[parts.scheme]
    return {
        "host": parts.hostname,
        "port": port or usual,
        "username": unquote(user or ""),
        "password": unquote(password or ""),
        "timeout": TIMEOUT,
        **options,
    }


class FileBackend(BaseEmailBackend):
    """Writes each mail into a file of its own, so that a site without a mail server can be tried and tested.

    The name sorts by time. A file appears whole or not at all: it is written under another name, synced
    and renamed. Only its owner can read it.
    """

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages and return how many."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        written = 0
        for message in email_messages:
            if message.recipients():
                self._write(folder, message.message().as_bytes())
                written += 1
        return written

    def _write(self, folder: Path, content: bytes) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        name = f"{stamp}-{secrets.token_hex(4)}"
        unfinished = folder / f".{name}.tmp"
        try:
            handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(folder / f"{name}.eml")
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
        # The new name itself has to reach the disk before the outbox calls the mail sent.
        directory = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)


def connection(*, fail_silently: bool = False) -> BaseEmailBackend:
    """The way mail leaves this site.

    Args:
        fail_silently: passed on to the SMTP backend; the outbox never uses it.

    Raises:
        ImproperlyConfigured: when ``EMAIL_URL`` cannot be read.
    """
    if not settings.EMAIL_URL:
        return FileBackend(fail_silently=fail_silently)
    return EmailBackend(fail_silently=fail_silently, **smtp_options(settings.EMAIL_URL))


class Backend(BaseEmailBackend):
    """Django's e-mail backend for everything the site sends: see :func:`connection`."""

    def __init__(self, fail_silently: bool = False, **kwargs: Any) -> None:
        super().__init__(fail_silently=fail_silently)
        self._way = connection(fail_silently=fail_silently)

    def open(self) -> bool | None:
        """Open the connection, if there is one to open."""
        return self._way.open()

    def close(self) -> None:
        """Close the connection."""
        self._way.close()

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send the messages and return how many were sent."""
        return self._way.send_messages(email_messages) or 0
