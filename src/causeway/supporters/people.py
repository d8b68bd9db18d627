"""What the law lets a person ask: what do you hold about me, and erase it. One address at a time, never a list."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from causeway.supporters.addresses import address_hash
from causeway.supporters.models import SignupRequest, Supporter


def find(email: str) -> tuple[Supporter | None, list[SignupRequest]]:
    """Everything held under one address.

    Args:
        email: an address in normal form (see ``addresses.normalise``).

    Returns:
        The supporter, if there is one, and sign-ups of the last days.
    """
    supporter = Supporter.objects.filter(email=email).prefetch_related("consents__topic", "consents__wording").first()
    requests = SignupRequest.objects.filter(email=email).select_related("wording").order_by("received_at")
    return supporter, list(requests)


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def export(email: str) -> dict[str, Any]:
    """Everything held about one person, in a form that can be handed over.

    Args:
        email: an address in normal form.
    """
    supporter, requests = find(email)
    return {
        "address": email,
        "exported": _time(timezone.now()),
        "supporter": {
            "language": supporter.language,
            "confirmed": _time(supporter.confirmed_at),
            "left": _time(supporter.left_at),
            "consents": [
                {
                    "topic": consent.topic.key,
                    "given": _time(consent.given_at),
                    "withdrawn": _time(consent.withdrawn_at),
                    "language": consent.language,
                    "wording_version": consent.wording.version,
                    "wording": consent.wording.text,
                }
                for consent in supporter.consents.order_by("given_at", "pk")
            ],
        }
        if supporter
        else None,
        "sign_ups": [
            {
                "topics": row.topics,
                "language": row.language,
                "received": _time(row.received_at),
                "state": row.state,
                "confirmation_sent": _time(row.mail_sent_at),
                "wording_version": row.wording.version,
                "wording": row.wording.text,
            }
            for row in requests
        ],
    }


def erase(email: str, now: datetime | None = None) -> Supporter | None:
    """Erase a person: the address and the sign-ups go at once, news stops.

    What stays for the time stated in ``retention`` is a keyed hash and the dates, as proof that the wish to
    hear no more was followed; it cannot be turned back into an address.

    Args:
        email: an address in normal form.
        now: the present time.

    Returns:
        The emptied record, or ``None`` when there was no supporter under this address.
    """
    now = now or timezone.now()
    with transaction.atomic():
        SignupRequest.objects.filter(email=email).delete()
        supporter = Supporter.objects.select_for_update().filter(email=email).first()
        if supporter is not None:
            supporter.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
            supporter.left_at = supporter.left_at or now
            supporter.email, supporter.language = None, ""
            supporter.email_hash = supporter.email_hash or address_hash(email)
            supporter.save()
        return supporter
