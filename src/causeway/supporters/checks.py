"""Faults in the settings of the mail are named at the start, not when the first mail fails."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from causeway.supporters.mail import smtp_options


def install() -> None:
    """Register the checks once, when the app is ready."""
    checks.register(check_mail)


def check_mail(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """``EMAIL_URL`` and ``MAIL_FROM`` can be read."""
    found: list[checks.CheckMessage] = []
    if settings.EMAIL_URL:
        try:
            smtp_options(settings.EMAIL_URL)
        except ImproperlyConfigured as fault:
            found.append(checks.Error(str(fault), id="supporters.E001"))
    sender = settings.DEFAULT_FROM_EMAIL
    if "@" not in parseaddr(sender)[1] or "\n" in sender or "\r" in sender:
        found.append(
            checks.Error("MAIL_FROM must hold one e-mail address, such as news@example.org.", id="supporters.E002")
        )
    return found
