"""What happens to a sign-up: received, confirmed, left, taken up again.

*Received means kept.* :func:`receive` is one short transaction; the reader is told 'received' only after
it is committed.

*A resend makes nothing new.* The form carries no key of its own, since one stored page is given to many
readers and a shared key would let one reader's sign-up swallow another's. The key is made of what was
sent (address, topics, language, wording), so a double click, a reload or a repeat after a lost answer meets
the same row for as long as it waits. Within an hour it also asks for no second mail; after an hour it
does, because somebody who sends the same form again then is missing the mail.

*The same work for everyone.* No query asks whether the address is known, and both ways through the
two statements write one row, so neither the answer nor its time tells whether somebody is on the list.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Case, F, When

from causeway.supporters.addresses import address_hash
from causeway.supporters.models import Consent, ConsentWording, SignupRequest, Supporter, Topic
from causeway.supporters.retention import UNCONFIRMED

RESEND = timedelta(hours=1)


def _key(email: str, topics: Sequence[str], language: str, wording: ConsentWording) -> str:
    return hashlib.sha256("\n".join([email, language, str(wording.pk), *topics]).encode()).hexdigest()


def receive(email: str, topics: Collection[str], language: str, wording: ConsentWording, now: datetime) -> None:
    """Keep a sign-up and what has to be sent for it. When this returns, it is on disk.

    Args:
        email: the address in normal form.
        topics: keys of topics, at least one.
        language: the language of the page.
        wording: the words that were shown.
        now: the present time.
    """
    chosen = sorted(set(topics))
    key = _key(email, chosen, language, wording)
    row = SignupRequest(
        key=key,
        email=email,
        email_hash=address_hash(email),
        language=language,
        topics=chosen,
        wording=wording,
        received_at=now,
        asked_at=now,
        mail_due=now,
    )
    later = When(asked_at__lt=now - RESEND, then=now)
    # Nothing was sent for it yet: of several choices that wait, this is now the last one made.
    waiting = When(mail_tried_at__isnull=True, then=now)
    with transaction.atomic():
        SignupRequest.objects.bulk_create([row], ignore_conflicts=True)
        SignupRequest.objects.filter(key=key).update(
            posts=F("posts") + 1,
            mail_due=Case(later, waiting, default=F("mail_due")),
            asked_at=Case(later, waiting, default=F("asked_at")),
        )


@dataclass(frozen=True)
class Standing:
    """How somebody stands who holds a link.

    Attributes:
        state: ``waiting`` (not yet confirmed), ``on`` (gets news), ``left`` (can still undo),
            ``gone`` (we hold nothing that could be taken up again).
        topics: keys of the topics asked for (waiting) or wanted (on).
        email_hash: stands for the address in the leave link.
    """

    state: str
    topics: tuple[str, ...] = ()
    email_hash: str = ""


GONE = Standing("gone")


def _live_topics(supporter: Supporter) -> tuple[str, ...]:
    live = supporter.consents.filter(withdrawn_at__isnull=True)
    return tuple(live.order_by("topic__order", "topic__key").values_list("topic__key", flat=True).distinct())


def _standing_of(supporter: Supporter | None) -> Standing:
    if supporter is None or supporter.email is None:
        return GONE
    if supporter.left_at is not None:
        return Standing("left", email_hash=supporter.email_hash)
    return Standing("on", _live_topics(supporter), supporter.email_hash)


def standing_of_request(confirm_hash: str, now: datetime) -> Standing:
    """Look at the sign-up behind a confirm link; changes nothing.

    Args:
        confirm_hash: from ``tokens.read_confirm_token``.
        now: the present time.
    """
    row = SignupRequest.objects.filter(confirm_hash=confirm_hash).first()
    if row is None or row.asked_at < now - UNCONFIRMED:
        return GONE
    if row.state == SignupRequest.PENDING:
        return Standing("waiting", tuple(row.topics), row.email_hash)
    return _standing_of(Supporter.objects.filter(email=row.email).first())


def confirm(confirm_hash: str, now: datetime) -> Standing:
    """Turn a waiting sign-up into consents. A second time it changes nothing, also after the person left.

    Args:
        confirm_hash: from ``tokens.read_confirm_token``.
        now: the present time.

    Returns:
        The standing afterwards.
    """
    with transaction.atomic():
        row = SignupRequest.objects.select_for_update().filter(confirm_hash=confirm_hash).first()
        if row is None or row.asked_at < now - UNCONFIRMED:
            return GONE
        if row.state == SignupRequest.CONFIRMED:
            return _standing_of(Supporter.objects.filter(email=row.email).first())
        supporter, _made = Supporter.objects.select_for_update().get_or_create(
            email=row.email,
            defaults={"email_hash": row.email_hash, "language": row.language, "confirmed_at": now},
        )
        supporter.language, supporter.confirmed_at, supporter.left_at = row.language, now, None
        supporter.save(update_fields=["language", "confirmed_at", "left_at"])
        _give(supporter, row.topics, row.wording, row.language, now)
        row.state, row.key, row.mail_due = SignupRequest.CONFIRMED, None, None
        row.save(update_fields=["state", "key", "mail_due"])
        return _standing_of(supporter)


def _give(supporter: Supporter, keys: Collection[str], wording: ConsentWording, language: str, now: datetime) -> None:
    """Add the consents that are not there yet; consents given earlier to other topics stay."""
    held = set(supporter.consents.filter(withdrawn_at__isnull=True, wording=wording).values_list("topic_id", flat=True))
    Consent.objects.bulk_create(
        Consent(supporter=supporter, topic=topic, wording=wording, language=language, given_at=now)
        for topic in Topic.objects.filter(key__in=keys)
        if topic.pk not in held
    )


def _holder(email_hash: str, *, lock: bool = False) -> Supporter | None:
    """The supporter a leave link speaks of: the one who still has an address, else the latest."""
    found = Supporter.objects.filter(email_hash=email_hash).order_by(F("email").desc(nulls_last=True), "-pk")
    return (found.select_for_update() if lock else found).first()


def standing_of_address(email_hash: str) -> Standing:
    """Look at what we hold for an address; changes nothing.

    Args:
        email_hash: from ``tokens.read_leave_token``.
    """
    standing = _standing_of(_holder(email_hash))
    if standing.state in {"on", "left"}:
        return standing
    row = SignupRequest.objects.filter(email_hash=email_hash, state=SignupRequest.PENDING).order_by("-pk").first()
    return Standing("waiting", tuple(row.topics), email_hash) if row else GONE


def leave(email_hash: str, now: datetime) -> Standing:
    """Stop all news to an address at once, and drop sign-ups that still wait for it.

    Args:
        email_hash: from ``tokens.read_leave_token``.
        now: the present time.
    """
    with transaction.atomic():
        SignupRequest.objects.filter(email_hash=email_hash, state=SignupRequest.PENDING).delete()
        supporter = _holder(email_hash, lock=True)
        if supporter is not None and supporter.left_at is None:
            supporter.left_at = now
            supporter.save(update_fields=["left_at"])
            supporter.consents.filter(withdrawn_at__isnull=True).update(withdrawn_at=now)
        return _standing_of(supporter)


def rejoin(email_hash: str, now: datetime) -> Standing:
    """Undo leaving: give again the consents that ended with it, in the same words.

    Args:
        email_hash: from ``tokens.read_leave_token``.
        now: the present time.
    """
    with transaction.atomic():
        supporter = _holder(email_hash, lock=True)
        if supporter is None or supporter.email is None or supporter.left_at is None:
            return _standing_of(supporter)
        ended = supporter.consents.filter(withdrawn_at=supporter.left_at)
        Consent.objects.bulk_create(
            Consent(supporter=supporter, topic_id=topic, wording_id=wording, language=language, given_at=now)
            for topic, wording, language in set(ended.values_list("topic_id", "wording_id", "language"))
        )
        supporter.left_at, supporter.confirmed_at = None, now
        supporter.save(update_fields=["left_at", "confirmed_at"])
        return _standing_of(supporter)


def keep_only(email_hash: str, keys: Collection[str], now: datetime) -> Standing:
    """Stop the topics that are not named; topics not held before are not added.

    Args:
        email_hash: from ``tokens.read_leave_token``.
        keys: topics to go on with; none means leaving.
        now: the present time.
    """
    with transaction.atomic():
        supporter = _holder(email_hash, lock=True)
        if supporter is None or supporter.left_at is not None:
            return _standing_of(supporter)
        if not set(keys) & set(_live_topics(supporter)):
            return leave(email_hash, now)
        dropped = supporter.consents.filter(withdrawn_at__isnull=True).exclude(topic__key__in=keys)
        dropped.update(withdrawn_at=now)
        return _standing_of(supporter)
