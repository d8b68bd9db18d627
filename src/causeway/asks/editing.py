"""What staff do with events beside writing them: who wrote, disputes that a second person settles, corrections."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from causeway.asks.models import Correction, Event

#: What readers see of an event: changing one of these after publication is a correction.
PUBLIC_FIELDS = ("date", "kind", "actor", "actor_kind", "text", "quote", "stance", "effect", "answers", "note", "asks")


class NotAllowedError(ValueError):
    """What was asked for is not for this person to do, or not now; the text says why, for people."""


def person(user: Any) -> str:
    """What a person is called in the records of who did what.

    Args:
        user: their account.
    """
    return str(user.get_full_name() or user)[:300]


def stamp(event: Event, user: Any) -> None:
    """Note who enters or changes an event; call it before saving.

    Args:
        event: the event.
        user: the account of whoever does.
    """
    now = timezone.now()
    if event.pk is None:
        event.entered_account, event.entered_by, event.entered_at = user.pk, person(user), now
    else:
        event.changed_account, event.changed_by, event.changed_at = user.pk, person(user), now


def may_confirm(event: Event, user: Any) -> bool:
    """Whether a person is the second one an event in dispute waits for.

    It is not who entered or last changed it. Where it came with a pack and nobody has changed it, it is not who
    disputed it: two people have looked at it in any case.

    Args:
        event: the event.
        user: the account.
    """
    wrote = {event.entered_account, event.changed_account} - {None}
    return user.pk not in (wrote or {event.disputed_account})


@transaction.atomic
def dispute(event: Event, user: Any, note: str) -> None:
    """Put an event in dispute: it stays to be seen, marked so, and has no effect until a second person confirms it.

    Args:
        event: the event.
        user: who disputes it.
        note: why, for colleagues.

    Raises:
        NotAllowedError: when it is in dispute already, or no reason is given.
    """
    held = Event.objects.select_for_update().get(pk=event.pk)
    if held.disputed:
        raise NotAllowedError(_("It is in dispute already."))
    if not note.strip():
        raise NotAllowedError(_("Say why, so that a colleague can look into it."))
    held.disputed, held.dispute_note = True, note.strip()
    held.disputed_account, held.disputed_by, held.disputed_at = user.pk, person(user), timezone.now()
    held.confirmed_account, held.confirmed_by, held.confirmed_at = None, "", None
    held.save()
    log(held, "asks.dispute", user=user, data={"why": held.dispute_note})
    event.refresh_from_db()


@transaction.atomic
def confirm(event: Event, user: Any) -> None:
    """End a dispute: a second person has looked at the sources and stands behind the event as it is now.

    Args:
        event: the event.
        user: the second person.

    Raises:
        NotAllowedError: when it is not in dispute, or the person is not a second one.
    """
    held = Event.objects.select_for_update().get(pk=event.pk)
    if not held.disputed:
        raise NotAllowedError(_("It is not in dispute."))
    if not may_confirm(held, user):
        raise NotAllowedError(_("You wrote or disputed it yourself; a second person has to confirm it."))
    held.disputed = False
    held.confirmed_account, held.confirmed_by, held.confirmed_at = user.pk, person(user), timezone.now()
    held.save()
    log(held, "asks.confirm", user=user)
    event.refresh_from_db()


def correct(event: Event, user: Any, was: dict[str, str], now: dict[str, str]) -> Correction:
    """Write a line of the public corrections log about an event.

    Args:
        event: the event that was corrected.
        user: who corrected it.
        was: what was wrong, by language.
        now: what it says now, by language.
    """
    return Correction.objects.create(
        event=event, was=was, now=now, made_account=user.pk, made_by=person(user), date=timezone.localdate()
    )
