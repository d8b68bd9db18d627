"""Staff accounts, the links that open one, and what happened to them."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Any, ClassVar, NoReturn

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

LINK_LIFE = timedelta(hours=24)


class UserManager(BaseUserManager["User"]):
    """Creates staff accounts by address."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Create an account that may sign in.

        Args:
            email: the address, which is also the sign-in name.
            password: ``None`` leaves the account without a usable password.
            **extra: further fields of the account.

        Raises:
            ValueError: when the address is empty.
        """
        if not email:
            raise ValueError("A staff account needs an e-mail address.")
        user = self.model(email=self.normalize_email(email).lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **extra: Any) -> User:
        """Create an account that may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)


class User(AbstractUser):
    """A member of staff."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail address"), unique=True)
    #: Sessions begun before this moment have ended.
    sessions_from = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save with the address in lower case, so that one address cannot hold two accounts."""
        self.email = self.email.lower()
        super().save(*args, **kwargs)


class AccessLinkQuerySet(models.QuerySet["AccessLink"]):
    """Links by what can still be done with them."""

    def open(self, now: datetime | None = None) -> AccessLinkQuerySet:
        """Links that were neither used nor have run out."""
        return self.filter(used_at=None, expires_at__gt=now or timezone.now())


class AccessLink(models.Model):
    """A link that makes one account, once, within a day. The database holds only its keyed hash."""

    class Purpose(models.TextChoices):
        FIRST = "first", _("First account")
        INVITATION = "invitation", _("Invitation")

    digest = models.CharField(max_length=64, unique=True, editable=False)
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    email = models.EmailField(blank=True)
    role = models.CharField(max_length=20, blank=True)
    invited_by = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    objects = AccessLinkQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-created_at"]
        verbose_name = _("access link")
        verbose_name_plural = _("access links")

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

    @staticmethod
    def digest_of(token: str) -> str:
        """The keyed hash under which ``token`` is kept: a stolen table opens nothing."""
        return salted_hmac("causeway.staff.access-link", token, algorithm="sha256").hexdigest()

    @classmethod
    def make(
        cls, purpose: str, *, email: str = "", role: str = "", invited_by: int | None = None
    ) -> tuple[AccessLink, str]:
        """Store a new link.

        Args:
            purpose: one of ``Purpose``.
            email: the address invited; empty for the first account, which names its own.
            role: the role the account will have; empty for the first account.
            invited_by: the number of the account that invites.

        Returns:
            The stored link and its token, which is kept nowhere.
        """
        token = secrets.token_urlsafe(32)
        now = timezone.now()
        link = cls.objects.create(
            digest=cls.digest_of(token),
            purpose=purpose,
            email=email,
            role=role,
            invited_by=invited_by,
            created_at=now,
            expires_at=now + LINK_LIFE,
        )
        return link, token


class AppendOnlyError(TypeError):
    """What happened cannot be changed afterwards."""


class StaffEventQuerySet(models.QuerySet["StaffEvent"]):
    """Events may be added and read."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Staff events cannot be changed.")

    def delete(self) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Staff events cannot be deleted.")


class StaffEvent(models.Model):
    """Something that happened to an account: when, who did it, what, to which account.

    No network address, no browser, no e-mail address: the account's number is enough to find it.
    """

    class Kind(models.TextChoices):
        SIGNED_IN = "signed-in", _("Signed in")
        SIGNED_OUT = "signed-out", _("Signed out")
        SIGN_IN_REFUSED = "sign-in-refused", _("Sign-in refused")
        FACTOR_ADDED = "factor-added", _("Second factor added")
        FACTOR_REMOVED = "factor-removed", _("Second factor removed")
        FACTOR_REFUSED = "factor-refused", _("Second factor refused")
        CODES_MADE = "codes-made", _("Recovery codes made")
        CODE_USED = "code-used", _("Recovery code used")
        PASSWORD_CHANGED = "password-changed", _("Password changed")
        PASSWORD_RESET = "password-reset", _("Password reset by e-mail")
        INVITED = "invited", _("Colleague invited")
        INVITATION_WITHDRAWN = "invitation-withdrawn", _("Invitation withdrawn")
        ACCOUNT_MADE = "account-made", _("Account made")
        ACCOUNT_OPENED = "account-opened", _("Account reopened")
        ACCOUNT_CLOSED = "account-closed", _("Account closed")
        ADDRESS_CHANGED = "address-changed", _("E-mail address changed")
        ROLE_GIVEN = "role-given", _("Role given")
        ROLE_TAKEN = "role-taken", _("Role taken away")
        OWNER_MADE = "owner-made", _("Made owner")
        OWNER_UNMADE = "owner-unmade", _("No longer owner")

    time = models.DateTimeField(_("time"), default=timezone.now, db_index=True)
    kind = models.CharField(_("what"), max_length=24, choices=Kind.choices)
    # Numbers, not foreign keys: what happened stays true when an account is gone.
    actor = models.BigIntegerField(_("who"), null=True)
    object = models.BigIntegerField(_("to which account"), null=True)
    role = models.CharField(_("role"), max_length=150, blank=True)

    objects = StaffEventQuerySet.as_manager()

    class Meta:
        ordering: ClassVar[list[str]] = ["-time", "-pk"]
        default_permissions = ("view",)
        verbose_name = _("staff event")
        verbose_name_plural = _("staff events")

    def __str__(self) -> str:
        return f"{self.time:%Y-%m-%d %H:%M} {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Add the event.

        Raises:
            AppendOnlyError: when it has been added before.
        """
        if not self._state.adding:
            raise AppendOnlyError("Staff events cannot be changed.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnlyError("Staff events cannot be deleted.")
