"""What other apps and the ``causeway`` command may ask of the staff room."""

from __future__ import annotations

import smtplib

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from causeway.staff.adapters import render_mail
from causeway.staff.events import Kind, record
from causeway.staff.models import AccessLink, User
from causeway.staff.role_setup import role_label, set_up_roles
from causeway.staff.roles import ADMINISTRATOR, EDITOR, ROLE_CODES

__all__ = [
    "ROLE_CODES",
    "InvitationError",
    "LinkSpentError",
    "accept",
    "find_link",
    "first_account_link",
    "forget_second_factor",
    "invite",
    "mail_invitation",
    "set_up_roles",
    "withdraw",
]


class InvitationError(ValueError):
    """Why nobody was invited, in one sentence."""


class LinkSpentError(ValueError):
    """The link was used, withdrawn or is too old."""


def _address(base_url: str, token: str) -> str:
    return (base_url or settings.SITE_URL).rstrip("/") + reverse("staff_begin", args=[token])


def first_account_link(base_url: str = "") -> str | None:
    """Make the one-time link with which the first account is made.

    Args:
        base_url: where the site answers, for example ``http://127.0.0.1:8000``; ``SITE_URL`` when empty.

    Returns:
        The link, good for a day and for one account; an earlier one stops working.
        None when an owner exists who can sign in.
    """
    if _has_owner():
        return None
    with transaction.atomic():
        AccessLink.objects.open().filter(purpose=AccessLink.Purpose.FIRST).delete()
        _link, token = AccessLink.make(AccessLink.Purpose.FIRST)
    return _address(base_url, token)


def invite(email: str, role: str = EDITOR, *, base_url: str = "", invited_by: int | None = None) -> str:
    """Make a one-time link with which a colleague makes an account.

    Args:
        email: the colleague's address; an earlier invitation to it stops working.
        role: one of ``ROLE_CODES``.
        base_url: where the site answers; ``SITE_URL`` when empty.
        invited_by: the number of the account that invites; None from the command line.

    Returns:
        The link, good for a day.

    Raises:
        InvitationError: when the address or the role cannot be, or the colleague has an account.
    """
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as fault:
        raise InvitationError(f"‘{email}’ is not an e-mail address.") from fault
    if role not in ROLE_CODES:
        raise InvitationError(f"There is no role ‘{role}’. Choose one of: {', '.join(ROLE_CODES)}.")
    existing = User.objects.filter(email=email).first()
    if existing is not None:
        state = "an account" if existing.is_active else "a closed account, which an administrator can reopen"
        raise InvitationError(f"{email} has {state}.")
    with transaction.atomic():
        AccessLink.objects.open().filter(email=email).delete()
        _link, token = AccessLink.make(AccessLink.Purpose.INVITATION, email=email, role=role, invited_by=invited_by)
        record(Kind.INVITED, actor=invited_by, role=role)
    return _address(base_url, token)


def mail_invitation(email: str, role: str, link: str) -> bool:
    """Mail an invitation.

    Args:
        email: the colleague's address.
        role: the role's code.
        link: what ``invite`` gave.

    Returns:
        Whether the mail server took it.
    """
    subject, body = render_mail("staff/mail/invitation", {"link": link, "role": role_label(role)})
    return _mail(subject, body, email)


def withdraw(number: int, *, actor: int | None = None) -> bool:
    """Make an open invitation worthless.

    Args:
        number: the invitation's number.
        actor: the number of the account that withdraws it.

    Returns:
        Whether there was such an invitation.
    """
    with transaction.atomic():
        link = AccessLink.objects.open().filter(pk=number, purpose=AccessLink.Purpose.INVITATION).first()
        if link is None:
            return False
        record(Kind.INVITATION_WITHDRAWN, actor=actor, role=link.role)
        link.delete()
    return True


def find_link(token: str) -> AccessLink | None:
    """The open link of ``token``; None when it is unknown, used, withdrawn, too old, or no longer needed."""
    link = AccessLink.objects.open().filter(digest=AccessLink.digest_of(token)).first()
    if link is not None and link.purpose == AccessLink.Purpose.FIRST and _has_owner():
        return None
    return link


def accept(token: str, *, email: str, password: str, first_name: str, last_name: str = "") -> User:
    """Make the account a link stands for, and use the link up; both or neither.

    Args:
        token: the token of the link.
        email: the address; for an invitation it has to be the one invited.
        password: a password that has been checked.
        first_name: the given or whole name.
        last_name: the family name.

    Returns:
        The new account: an owner by the first link, else a colleague with the role of the invitation.

    Raises:
        LinkSpentError: when the link does not work, or stopped working in this moment.
    """
    with transaction.atomic():
        link = find_link(token)
        # Of two that use one link at the same time, the one whose UPDATE finds the row unused wins.
        used = link and AccessLink.objects.filter(pk=link.pk, used_at=None).update(used_at=timezone.now())
        if link is None or not used:
            raise LinkSpentError("This link does not work any more.")
        first = link.purpose == AccessLink.Purpose.FIRST
        if not first and email.lower() != link.email:
            raise LinkSpentError("This link is for another address.")
        person = User.objects.create_user(
            email, password, first_name=first_name, last_name=last_name, is_superuser=first, is_staff=first
        )
        person.groups.add(Group.objects.get_or_create(name=ADMINISTRATOR if first else link.role)[0])
    return person


def forget_second_factor(person: User, *, actor: int | None = None) -> None:
    """Take away every second factor and recovery code of an account, for someone who has lost them all.

    The account is asked for a new one at its next sign-in; its owner is told by mail. Its sessions
    end, because they have shown a factor that no longer counts.

    Args:
        person: the account.
        actor: the number of the account that does it; None from the command line.
    """
    with transaction.atomic():
        Authenticator.objects.filter(user=person).delete()
        User.objects.filter(pk=person.pk).update(sessions_from=timezone.now())
        record(Kind.FACTOR_REMOVED, actor=actor, account=person.pk)
    subject, body = render_mail("staff/mail/factor_forgotten", {})
    _mail(subject, body, person.email)


def _mail(subject: str, body: str, address: str) -> bool:
    try:
        return bool(send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [address]))
    except (OSError, smtplib.SMTPException):
        return False


def _has_owner() -> bool:
    return User.objects.filter(is_superuser=True, is_active=True).exists()
