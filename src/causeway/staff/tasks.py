"""Mail that must not be sent while someone waits, because the waiting would tell them something."""

from __future__ import annotations

import logging
import smtplib

from allauth.account import app_settings
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import reverse
from django.utils.http import int_to_base36
from django_tasks import task

from causeway.staff.adapters import render_mail

log = logging.getLogger("causeway.staff")


@task()
def mail_password_reset(number: int) -> None:
    """Mail the link for a new password.

    Args:
        number: the account's number; 0, or that of a closed account, sends nothing.
    """
    user = get_user_model().objects.filter(pk=number, is_active=True).first()
    if user is None:
        return
    # The site's own address, not the one in the request: that one a stranger can choose.
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": int_to_base36(user.pk),
            "key": app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user),
        },
    )
    subject, body = render_mail("staff/mail/password_reset", {"link": settings.SITE_URL + path})
    try:
        send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [user.email])
    except (OSError, smtplib.SMTPException):
        log.exception("password reset mail not sent")
