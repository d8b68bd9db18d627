"""How long staff stay signed in, and whether this session has shown the second factor."""

from __future__ import annotations

import enum
import time
from typing import TYPE_CHECKING, Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings

if TYPE_CHECKING:
    from django.http import HttpRequest

BEGAN = "staff_began"
SEEN = "staff_seen"
SHOWN_BY = "staff_second_factor"
#: The time of the last click is written at most this often, so that reading pages does not write sessions.
SEEN_EVERY = 60
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


class Standing(enum.Enum):
    """What a signed-in session may do."""

    GOOD = "good"
    #: Signed in too long ago, idle for too long, or ended by an administrator.
    OVER = "over"
    #: The account has a second factor, this session has not shown it.
    UNPROVEN = "unproven"
    #: The account has no second factor yet.
    NO_FACTOR = "no factor"


def begin(request: HttpRequest) -> None:
    """Start the two clocks; called when someone has signed in."""
    request.session[BEGAN] = request.session[SEEN] = time.time()


def prove(request: HttpRequest, user: Any) -> None:
    """Note that ``user`` has shown, or has just made, a second factor in this session."""
    request.session[SHOWN_BY] = user.pk


def touch(request: HttpRequest) -> None:
    """Note a click."""
    now = time.time()
    if now - request.session.get(SEEN, 0) >= SEEN_EVERY:
        request.session[SEEN] = now


def standing(request: HttpRequest, user: Any) -> Standing:
    """Judge the session of ``user``; changes nothing.

    Args:
        request: the request, whose session is read.
        user: the account that is signed in.
    """
    now = time.time()
    session = request.session
    ended = user.sessions_from.timestamp() if user.sessions_from else 0
    if (
        session.get(BEGAN, 0) <= ended
        or now - session.get(BEGAN, 0) >= settings.STAFF_SESSION_SECONDS
        or now - session.get(SEEN, 0) >= settings.STAFF_IDLE_SECONDS
    ):
        return Standing.OVER
    if not is_mfa_enabled(user, FACTORS):
        return Standing.NO_FACTOR
    return Standing.GOOD if session.get(SHOWN_BY) == user.pk else Standing.UNPROVEN
