"""Sends what is due. A process killed at any moment loses no mail; at worst one mail goes out twice.

A row is claimed by writing, before anything is sent, when it would be tried *again*: five minutes from
now, then ten, twenty, up to six hours. Only success takes that date away. So a crash, a refusal and a
mail server that is down need no clearing up; the row simply becomes due again. Several workers may run
at once: on PostgreSQL they skip each other's rows, on SQLite they take turns.

Whatever is posted, an address gets at most one confirmation mail an hour, and each further one waits
twice as long as the one before, so that the form cannot be used to pester somebody. Of several
sign-ups of one address that wait, only the newest is sent: it is what the person chose last.
"""

from __future__ import annotations

import logging
import smtplib
from datetime import datetime, timedelta

from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection as database
from django.db import transaction
from django.db.models import F, Max, Q, Sum
from django.utils import timezone

from causeway.supporters.letters import Writer
from causeway.supporters.models import SignupRequest
from causeway.supporters.signup import RESEND
from causeway.supporters.tokens import confirm_token

log = logging.getLogger("causeway.supporters")

BATCH = 20
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=6)
# After this the mail server itself is asked again.
SERVER_DOWN = timedelta(minutes=1)


class ServerDownError(Exception):
    """There is no mail server to talk to; no use trying the next mail."""


def send_due(limit: int = 100, now: datetime | None = None) -> int:
    """Send confirmation mails that are due.

    Args:
        limit: how many at most in this call.
        now: the present time, by default the clock's.

    Returns:
        How many were sent.
    """
    now = now or timezone.now()
    sent = tried = 0
    way, writer = get_connection(), Writer()
    try:
        while tried < limit:
            looked_at, rows = _claim(min(BATCH, limit - tried), now)
            if not looked_at:
                break
            for done, row in enumerate(rows):
                try:
                    sent += _send(row, writer, way, now)
                except ServerDownError:
                    _give_back(rows[done:], now)
                    log.warning("mail server not reached", extra={"count": len(rows) - done})
                    return sent
            tried += len(rows)
    finally:
        _close(way)
        if sent:
            log.info("confirmations sent", extra={"count": sent})
    return sent


def _claim(most: int, now: datetime) -> tuple[int, list[SignupRequest]]:
    """Take rows that are due and may be written to now; put off or drop the others that are due.

    Returns:
        How many due rows were looked at, and those that were taken.
    """
    looked_at = 0
    claimed: list[SignupRequest] = []
    with transaction.atomic():
        due = SignupRequest.objects.filter(mail_due__lte=now, state=SignupRequest.PENDING).order_by("mail_due", "pk")
        locked = due.select_for_update(skip_locked=database.features.has_select_for_update_skip_locked)
        for row in locked[:most]:
            looked_at += 1
            if _chose_again(row):
                row.mail_due = None
            elif (until := _quiet_until(row)) > now:
                row.mail_due = until
            else:
                row.mail_due = now + min(FIRST_RETRY * 2 ** min(row.mail_tries, 10), LONGEST_RETRY)
                row.mail_tries += 1
                row.mail_tried_at = now
                row.confirm_hash = confirm_token(row.seed, row.asked_at).hash
                claimed.append(row)
            row.save(update_fields=["mail_due", "mail_tries", "mail_tried_at", "confirm_hash"])
    return looked_at, claimed


def _chose_again(row: SignupRequest) -> bool:
    """Whether a newer sign-up of the same address waits to be sent."""
    newer = Q(asked_at__gt=row.asked_at) | Q(asked_at=row.asked_at, pk__gt=row.pk)
    return SignupRequest.objects.filter(newer, email=row.email, mail_due__isnull=False).exists()


def _quiet_until(row: SignupRequest) -> datetime:
    """Until when this address has to be left alone."""
    held = SignupRequest.objects.filter(email=row.email)
    mine = held.aggregate(sent=Sum("mails_sent"), last=Max("mail_sent_at"))
    quiet = mine["last"] + RESEND * 2 ** (min(mine["sent"], 8) - 1) if mine["sent"] else row.received_at
    # A mail for another sign-up of this address may be on its way at this moment, in another worker.
    others = held.exclude(pk=row.pk).aggregate(last=Max("mail_tried_at"))["last"]
    return max(quiet, others + RESEND) if others else quiet


def _send(row: SignupRequest, writer: Writer, way: BaseEmailBackend, now: datetime) -> int:
    """Send one mail and take note; a fault concerns this row alone.

    Raises:
        ServerDownError: when the mail server cannot be reached or takes nothing from us.
    """
    try:
        way.open()
    except Exception as fault:
        # Refused, unknown host, bad certificate, wrong password: all the same to the mails that wait.
        raise ServerDownError from fault
    try:
        way.send_messages([writer.confirmation(row)])
    except smtplib.SMTPRecipientsRefused as fault:
        for_good = all(500 <= code < 600 for code, _text in fault.recipients.values())
        if for_good:
            SignupRequest.objects.filter(pk=row.pk).update(mail_due=None)
        log.warning("mail refused", extra={"count": row.mail_tries})
        return 0
    except Exception:  # one mail that cannot be made or sent must not hold up the others
        log.warning("mail failed", extra={"count": row.mail_tries}, exc_info=True)
        _close(way)
        return 0
    SignupRequest.objects.filter(pk=row.pk).update(
        mail_due=None, mail_tries=0, mail_sent_at=now, mails_sent=F("mails_sent") + 1
    )
    return 1


def _give_back(rows: list[SignupRequest], now: datetime) -> None:
    """Not their fault: the rows are tried again soon, and the try does not count."""
    SignupRequest.objects.filter(pk__in=[row.pk for row in rows], mail_due__isnull=False).update(
        mail_due=now + SERVER_DOWN, mail_tries=F("mail_tries") - 1, mail_tried_at=F("mail_sent_at")
    )


def _close(way: BaseEmailBackend) -> None:
    try:
        way.close()
    except Exception:  # noqa: BLE001 - a connection that is already gone is closed enough
        log.debug("mail connection lost")
