"""Adding to the record of what happened to accounts."""

from __future__ import annotations

from allauth.core import context

from causeway.staff.models import StaffEvent

Kind = StaffEvent.Kind


def record(kind: str, *, actor: int | None = None, account: int | None = None, role: str = "") -> None:
    """Add an event.

    Args:
        kind: one of ``StaffEvent.Kind``.
        actor: the number of the account that did it.
        account: the number of the account it was done to.
        role: the role's code, for events about roles.
    """
    StaffEvent.objects.create(kind=kind, actor=actor, object=account, role=role)


def acting() -> int | None:
    """The number of the account whose request this is; None outside a request and for a stranger's."""
    user = getattr(context.request, "user", None)
    return user.pk if user is not None and user.is_authenticated else None
