"""Rows that are signed: once a named person stands behind one, it stays as it is for ever."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class AppendOnlyError(TypeError):
    """What somebody has signed cannot be changed or deleted; a correction is a new entry."""


class SignedQuerySet(models.QuerySet[Any]):
    """Rows of which the signed ones may be read only."""

    def signed(self) -> SignedQuerySet:
        """Those that a named person has signed."""
        return self.exclude(signed_by="")

    def unsigned(self) -> SignedQuerySet:
        """Those that nobody has signed."""
        return self.filter(signed_by="")

    def _refuse_signed(self) -> None:
        if self.model._base_manager.filter(pk__in=self.values("pk")).exclude(signed_by="").exists():
            raise AppendOnlyError(_("Among these are some that were signed; they cannot be changed or deleted."))

    def update(self, **kwargs: Any) -> int:
        """Change rows nobody has signed.

        Raises:
            AppendOnlyError: when one of them is signed.
        """
        self._refuse_signed()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Delete rows nobody has signed.

        Raises:
            AppendOnlyError: when one of them is signed.
        """
        self._refuse_signed()
        return super().delete()


class SignedEntry(models.Model):
    """An entry as its file says it, with the columns lists are made from.

    ``data`` is the entry; the columns beside it are worked out from it on every save. The two accounts are numbers,
    not foreign keys: who proposed and who signed stays true when an account is gone.
    """

    data = models.JSONField(gettext_lazy("entry"), default=dict)
    signed_by = models.CharField(
        gettext_lazy("signed by"), max_length=300, blank=True, default="", db_index=True, editable=False
    )
    signer_role = models.CharField(gettext_lazy("as"), max_length=300, blank=True, default="", editable=False)
    signed_on = models.CharField(gettext_lazy("signed on"), max_length=10, blank=True, default="", editable=False)
    signed_account = models.BigIntegerField(null=True, editable=False)
    proposed_account = models.BigIntegerField(null=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = SignedQuerySet.as_manager()

    class Meta:
        abstract = True

    #: Columns that may differ without anything signed having changed.
    unsigned_columns: ClassVar[frozenset[str]] = frozenset({"made_at"})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless the row in the database is signed and would change.

        Raises:
            AppendOnlyError: when it is.
        """
        self.set_columns()
        with transaction.atomic():
            if not self._state.adding:
                held = type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
                if held is not None and held.is_signed and held._differs(self):
                    raise AppendOnlyError(
                        _("%(name)s signed this on %(day)s; it cannot be changed. A correction is a new entry.")
                        % {"name": held.signed_by, "day": held.signed_on}
                    )
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete it, unless it is signed.

        Raises:
            AppendOnlyError: when it is.
        """
        with transaction.atomic():
            held = type(self)._base_manager.select_for_update().filter(pk=self.pk).first()
            if held is not None and held.is_signed:
                raise AppendOnlyError(
                    _("%(name)s signed this on %(day)s; it cannot be deleted.")
                    % {"name": held.signed_by, "day": held.signed_on}
                )
            return super().delete(*args, **kwargs)

    @property
    def is_signed(self) -> bool:
        """Whether a named person stands behind it."""
        return bool(self.signed_by)

    @property
    def put_forward_by(self) -> str:
        """Who proposed it, as the entry says."""
        return str(self.data.get("put_forward_by", ""))

    def set_columns(self) -> None:
        """Work the columns out from the entry."""
        review = self.data.get("review") or {}
        self.signed_by = str(review.get("by", "")).strip()[:300]
        self.signer_role = str(review.get("role", ""))[:300]
        self.signed_on = str(review.get("on", ""))[:10]

    def _differs(self, other: SignedEntry) -> bool:
        names = [field.attname for field in self._meta.concrete_fields if field.name not in self.unsigned_columns]
        return any(getattr(self, name) != getattr(other, name) for name in names)
