"""Where allauth asks what this site wants: closed doors, quiet mail, and secrets that are not stored in clear."""

from __future__ import annotations

import base64
import logging
import smtplib
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

log = logging.getLogger("causeway.staff")

NO_ADDRESS = "0.0.0.0"  # noqa: S104 - a name for "unknown" in a counter, nothing listens on it


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in for invited people only."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("The e-mail address or the password is not right."),
        "account_inactive": _("This account is closed. Ask an administrator."),
        "too_many_login_attempts": _("That was tried too often. Wait five minutes and try again."),
        "incorrect_password": _("The password is not right."),
        "incorrect_code": _("That code is not right, or it was used before. Wait for the next one."),
        "rate_limited": _("That was tried too often. Wait a few minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that attempts are counted by, in memory only.

        Behind a proxy that did not say who asked, and on a Unix socket, everyone is counted together:
        that may slow staff down, but it never lets a stranger guess freely.
        """
        forwarded = request.headers.get("x-forwarded-for", "").split(",")
        proxies = settings.TRUSTED_PROXIES
        if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
            return forwarded[-proxies].strip()
        return request.META.get("REMOTE_ADDR") or NO_ADDRESS

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send mail to staff; a mail server that is away does not keep anyone from signing in."""
        site = {"site_name": str(settings.WAGTAIL_SITE_NAME), "site_url": settings.SITE_URL}
        try:
            super().send_mail(template_prefix, email, {**context, **site})
        except (OSError, smtplib.SMTPException):
            log.exception("staff mail not sent")

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell the owner of an account that it changed; to the address we know, not to one of allauth's."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)


def _box() -> MultiFernet:
    """Keys drawn from the site's secret key, newest first; an old key still opens what it closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(
                base64.urlsafe_b64encode(
                    salted_hmac("causeway.staff.second-factor", "key", secret=key, algorithm="sha256").digest()
                )
            )
            for key in keys
        ]
    )


class UnreadableFactorError(RuntimeError):
    """The site's secret key was changed without keeping the old one in ``SECRET_KEY_FALLBACKS``."""


class MFAAdapter(DefaultMFAAdapter):
    """Second factors, stored so that a copy of the database alone is worth nothing."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": AccountAdapter.error_messages["incorrect_code"],
    }

    def encrypt(self, text: str) -> str:
        """Close a secret before it is stored."""
        return _box().encrypt(text.encode()).decode("ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """Open a stored secret.

        Raises:
            UnreadableFactorError: when none of the site's keys opens it.
        """
        try:
            return _box().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as fault:
            raise UnreadableFactorError("The secret key has changed: second factors must be made anew.") from fault

    def get_totp_issuer(self) -> str:
        """The name under which the code stands in a person's app."""
        return str(settings.WAGTAIL_SITE_NAME)

    def _get_site_name(self) -> str:
        return str(settings.WAGTAIL_SITE_NAME)

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:  # noqa: A002
        """A first name for a passkey, which its owner can change."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return gettext("Passkey %(number)s") % {"number": number} if number > 1 else gettext("Passkey")


def render_mail(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and body of a mail of our own.

    Args:
        template: path without ``_subject.txt`` and ``_message.txt``.
        context: what the two templates need.
    """
    values = {**context, "site_name": str(settings.WAGTAIL_SITE_NAME), "site_url": settings.SITE_URL}
    subject = " ".join(render_to_string(f"{template}_subject.txt", values).split())
    return subject, render_to_string(f"{template}_message.txt", values).strip() + "\n"
