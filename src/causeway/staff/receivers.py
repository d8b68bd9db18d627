"""Signals of Django and allauth: they keep the session's notes and the record of staff events."""

from __future__ import annotations

from typing import Any

from allauth.account import signals as account_signals
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.account.models import EmailAddress
from allauth.mfa import signals as mfa_signals
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db.models.signals import m2m_changed, post_init, post_save
from django.http import HttpRequest

from causeway.staff import sessions
from causeway.staff.events import Kind, acting, record
from causeway.staff.models import User

CODES = Authenticator.Type.RECOVERY_CODES


def signed_in(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    sessions.begin(request)
    if not is_mfa_enabled(user, sessions.FACTORS):
        # The password was typed a second ago: do not ask for it again before the second factor is added.
        reauthenticate_by_password(request)
    record(Kind.SIGNED_IN, actor=user.pk, account=user.pk)


def signed_out(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    if user is not None:
        record(Kind.SIGNED_OUT, actor=user.pk, account=user.pk)


def sign_in_refused(sender: Any, credentials: dict[str, Any], **kwargs: Any) -> None:
    # One row for a known and an unknown address alike: the time it takes must not tell them apart.
    address = str(credentials.get("email") or credentials.get("username") or "")
    user = get_user_model().objects.filter(email=address.lower()).only("pk").first()
    record(Kind.SIGN_IN_REFUSED, account=user.pk if user else None)


def factor_used(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    sessions.prove(request, user)
    if authenticator.type == CODES:
        record(Kind.CODE_USED, actor=user.pk, account=user.pk)


def factor_added(sender: Any, request: HttpRequest, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type != CODES:
        sessions.prove(request, user)
    record(Kind.CODES_MADE if authenticator.type == CODES else Kind.FACTOR_ADDED, actor=user.pk, account=user.pk)


def factor_removed(sender: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if authenticator.type != CODES:
        record(Kind.FACTOR_REMOVED, actor=user.pk, account=user.pk)


def codes_made(sender: Any, user: User, **kwargs: Any) -> None:
    record(Kind.CODES_MADE, actor=user.pk, account=user.pk)


def factor_refused(sender: Any, user: User, **kwargs: Any) -> None:
    record(Kind.FACTOR_REFUSED, account=user.pk)


def password_changed(sender: Any, user: User, **kwargs: Any) -> None:
    record(Kind.PASSWORD_CHANGED, actor=user.pk, account=user.pk)


def password_reset(sender: Any, user: User, **kwargs: Any) -> None:
    record(Kind.PASSWORD_RESET, account=user.pk)


def remember_account(sender: Any, instance: User, **kwargs: Any) -> None:
    """Note what the account was when it was read, to know what changed when it is saved."""
    held = instance.__dict__
    instance.__dict__["_was"] = {name: held.get(name) for name in ("email", "is_active", "is_superuser")}


def account_saved(sender: Any, instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Keep allauth's copy of the address equal to ours, and record what changed."""
    if raw:
        return
    EmailAddress.objects.filter(user=instance).exclude(email=instance.email).delete()
    EmailAddress.objects.update_or_create(
        user=instance, email=instance.email, defaults={"primary": True, "verified": True}
    )
    actor = acting()
    was = instance.__dict__.get("_was") or {}
    if created:
        record(Kind.ACCOUNT_MADE, actor=actor, account=instance.pk)
        if instance.is_superuser:
            record(Kind.OWNER_MADE, actor=actor, account=instance.pk)
    else:
        if was.get("email") not in {None, instance.email}:
            record(Kind.ADDRESS_CHANGED, actor=actor, account=instance.pk)
        if was.get("is_active") not in {None, instance.is_active}:
            kind = Kind.ACCOUNT_OPENED if instance.is_active else Kind.ACCOUNT_CLOSED
            record(kind, actor=actor, account=instance.pk)
        if was.get("is_superuser") not in {None, instance.is_superuser}:
            kind = Kind.OWNER_MADE if instance.is_superuser else Kind.OWNER_UNMADE
            record(kind, actor=actor, account=instance.pk)
    remember_account(sender, instance)


def roles_changed(
    sender: Any, instance: Any, action: str, reverse: bool, pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Record roles given and taken, from whichever side they were changed."""
    if action == "pre_clear":
        other = instance.user_set if reverse else instance.groups
        instance.__dict__["_cleared"] = set(other.values_list("pk", flat=True))
        return
    kinds = {"post_add": Kind.ROLE_GIVEN, "post_remove": Kind.ROLE_TAKEN, "post_clear": Kind.ROLE_TAKEN}
    if action not in kinds:
        return
    changed = instance.__dict__.pop("_cleared", set()) if action == "post_clear" else pk_set or set()
    if reverse:
        pairs = [(number, instance.name) for number in sorted(changed)]
    else:
        names = Group.objects.filter(pk__in=changed).order_by("name").values_list("name", flat=True)
        pairs = [(instance.pk, name) for name in names]
    for account, role in pairs:
        record(kinds[action], actor=acting(), account=account, role=role)


def connect() -> None:
    """Connect everything, once."""
    user_model = get_user_model()
    for signal, receiver, sender in (
        (user_logged_in, signed_in, None),
        (user_logged_out, signed_out, None),
        (user_login_failed, sign_in_refused, None),
        (mfa_signals.authenticator_used, factor_used, None),
        (mfa_signals.authenticator_added, factor_added, None),
        (mfa_signals.authenticator_removed, factor_removed, None),
        (mfa_signals.authenticator_reset, codes_made, None),
        (mfa_signals.authentication_failed, factor_refused, None),
        (account_signals.password_changed, password_changed, None),
        (account_signals.password_reset, password_reset, None),
        (post_init, remember_account, user_model),
        (post_save, account_saved, user_model),
        (m2m_changed, roles_changed, user_model.groups.through),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"staff.{receiver.__name__}")
