"""The two links a mail holds. Each is good for one purpose and holds no address.

*Confirm*: ``<secret>.<expiry>.<signature>``. The secret comes from random bits of the sign-up and the
site's key, so that a mail sent twice holds the same link; the database keeps only its SHA-256, so a
stolen copy of the database confirms nobody. The expiry is inside the signature, so that a late reader
is told the link is too old even when the sign-up behind it is already deleted.

*Leave*: ``<address hash>.<signature>``. It never expires, and it is the same in every mail to one address.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core.signing import BadSignature, Signer
from django.utils.crypto import salted_hmac

CONFIRM_DAYS = 7

_confirm = Signer(salt="causeway.supporters.confirm", sep=".", algorithm="sha256")
_leave = Signer(salt="causeway.supporters.leave", sep=".", algorithm="sha256")


class TokenError(ValueError):
    """The link was not made by this site, or was cut short on its way."""


class TokenExpiredError(TokenError):
    """The link was made by this site and is too old."""


def _secret(seed: str) -> str:
    digest = salted_hmac("causeway.supporters.secret", seed, algorithm="sha256").digest()[:16]
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("ascii")).hexdigest()


@dataclass(frozen=True)
class ConfirmToken:
    """A confirm link and the hash by which its sign-up is found again."""

    text: str
    hash: str


def confirm_token(seed: str, asked_at: datetime) -> ConfirmToken:
    """Make the confirm link of a sign-up.

    Args:
        seed: the random bits of the sign-up.
        asked_at: when it was (last) asked for; the link lives ``CONFIRM_DAYS`` from then.
    """
    secret = _secret(seed)
    expiry = int((asked_at + timedelta(days=CONFIRM_DAYS)).timestamp())
    return ConfirmToken(text=_confirm.sign(f"{secret}.{expiry:x}"), hash=_hash(secret))


def read_confirm_token(text: str, now: datetime) -> str:
    """Check a confirm link.

    Args:
        text: the last part of the address.
        now: the present time.

    Returns:
        The hash under which its sign-up is stored.

    Raises:
        TokenExpiredError: when it is too old.
        TokenError: when it is not one of ours.
    """
    try:
        secret, expiry = _confirm.unsign(text).split(".")
        until = datetime.fromtimestamp(int(expiry, 16), UTC)
    except (BadSignature, ValueError) as fault:
        raise TokenError from fault
    if now > until:
        raise TokenExpiredError
    return _hash(secret)


def leave_token(email_hash: str) -> str:
    """Make the leave link for an address.

    Args:
        email_hash: from ``addresses.address_hash``.
    """
    return _leave.sign(email_hash)


def read_leave_token(text: str) -> str:
    """Check a leave link and return the address hash in it.

    Raises:
        TokenError: when it is not one of ours.
    """
    try:
        return _leave.unsign(text)
    except BadSignature as fault:
        raise TokenError from fault
