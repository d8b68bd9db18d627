"""The law as data: what is held against what, who reads it how, who signed, and what others say.

Every row keeps the entry as its file says it (``data``), so that what was loaded comes back exactly; the columns beside
it are worked out from the entry on every save.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from causeway.law.signed import SignedEntry
from causeway.law.vocabulary import BINDING_STATUS, HOLDERS, READING_KINDS, VERDICTS
from causeway.law.words import pick

CODE_LENGTH: Final = 240


def _text(data: Any, name: str, length: int = CODE_LENGTH) -> str:
    found = data.get(name, "") if isinstance(data, dict) else ""
    return found[:length] if isinstance(found, str) else ""


class Entry(models.Model):
    """An entry as its file says it."""

    data = models.JSONField(_("entry"), default=dict)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it together with what is told of the change."""
        self.set_columns()
        with transaction.atomic():
            super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Delete it together with what is told of the change."""
        with transaction.atomic():
            return super().delete(*args, **kwargs)

    def set_columns(self) -> None:
        """Work the columns out from the entry."""


class LawState(models.Model):
    """One row: the mark of the law as it stands. Another process that sees a new mark reads the law again.

    The mark is drawn at random and not counted up: a change that is undone leaves no mark that a later one could have.
    """

    stamp = models.CharField(max_length=32, default="", editable=False)

    class Meta:
        verbose_name = _("state of the law")
        default_permissions = ()

    def __str__(self) -> str:
        return self.stamp


class Standard(Entry):
    """What a law is held against: a treaty's definition as dimensions, and its duties as elements."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("standard")
        verbose_name_plural = _("standards")

    def __str__(self) -> str:
        return pick(self.data.get("short")) or pick(self.data.get("title")) or self.code

    def set_columns(self) -> None:
        self.code = _text(self.data, "standard")


class Instrument(Entry):
    """A statute, treaty or policy; its provisions are rows of their own."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=CODE_LENGTH, db_index=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")

    def __str__(self) -> str:
        return pick(self.data.get("title")) or self.code

    def set_columns(self) -> None:
        self.code = _text(self.data, "instrument")
        self.jurisdiction = _text(self.data, "jurisdiction") or self.code.partition(".")[0]


class Provision(Entry):
    """One provision in one of its versions in time; what it is taken to reach are its readings."""

    instrument = models.ForeignKey(
        Instrument, on_delete=models.PROTECT, related_name="provisions", verbose_name=_("instrument")
    )
    code = models.CharField(_("code"), max_length=CODE_LENGTH, db_index=True)
    position = models.PositiveIntegerField(_("place in the instrument"), default=0, editable=False)

    class Meta:
        ordering = ["instrument__code", "position"]
        verbose_name = _("provision")
        verbose_name_plural = _("provisions")

    def __str__(self) -> str:
        title = pick(self.data.get("title"))
        return f"{self.code}: {title}" if title else self.code

    def set_columns(self) -> None:
        self.code = f"{self.instrument.code}.{_text(self.data, 'code')}"[:CODE_LENGTH]

    @property
    def newest(self) -> Reading | None:
        """The reading that was put forward last, which is the one to be signed if it is not yet."""
        return max(self.readings.all(), key=lambda reading: reading.position, default=None)


class Reading(SignedEntry):
    """What somebody takes a provision to reach. A correction is a new reading; a signed one never changes."""

    provision = models.ForeignKey(
        Provision, on_delete=models.PROTECT, related_name="readings", verbose_name=_("provision")
    )
    position = models.PositiveIntegerField(_("number"), default=0, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=list(READING_KINDS.items()), editable=False)
    read_on = models.CharField(_("put forward on"), max_length=10, blank=True, default="", editable=False)

    class Meta:
        ordering = ["provision_id", "position"]
        constraints = [models.UniqueConstraint(fields=["provision", "position"], name="law_reading_once")]
        permissions = [("sign_reading", "Can sign a reading")]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")

    def __str__(self) -> str:
        return f"{self.provision}, {self.read_on}" if self.read_on else str(self.provision)

    def set_columns(self) -> None:
        super().set_columns()
        self.kind = _text(self.data, "kind", 10)
        self.read_on = _text(self.data, "read_on", 10)


class Bill(Entry):
    """A bill or draft: what it repeals, changes and adds."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    jurisdiction = models.CharField(_("jurisdiction"), max_length=CODE_LENGTH, db_index=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("bill")
        verbose_name_plural = _("bills")

    def __str__(self) -> str:
        return pick(self.data.get("title")) or self.code

    def set_columns(self) -> None:
        self.code = _text(self.data, "bill")
        self.jurisdiction = _text(self.data, "jurisdiction") or self.code.partition(".")[0].partition("-")[0]


class Verdict(SignedEntry):
    """How far a place meets one element of a standard. A correction is a new verdict; a signed one never changes."""

    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    standard = models.CharField(_("standard"), max_length=CODE_LENGTH, blank=True, default="")
    jurisdiction = models.CharField(_("jurisdiction"), max_length=CODE_LENGTH, db_index=True)
    element = models.CharField(_("element"), max_length=CODE_LENGTH)
    value = models.CharField(_("verdict"), max_length=10, choices=list(VERDICTS.items()))
    supersedes = models.CharField(_("supersedes"), max_length=CODE_LENGTH, blank=True, default="")

    class Meta:
        ordering = ["pk"]
        permissions = [("sign_verdict", "Can sign a verdict")]
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")

    def __str__(self) -> str:
        return f"{self.element}: {self.get_value_display()} ({self.code})"

    def set_columns(self) -> None:
        super().set_columns()
        for name in ("code", "standard", "jurisdiction", "element", "supersedes"):
            setattr(self, name, _text(self.data, name))
        self.value = _text(self.data, "value", 10)


class View(Entry):
    """What somebody else says about the same question, with its source."""

    key = models.CharField(_("key"), max_length=CODE_LENGTH, unique=True)
    standard = models.CharField(_("standard"), max_length=CODE_LENGTH, blank=True, default="")
    jurisdiction = models.CharField(_("jurisdiction"), max_length=CODE_LENGTH, db_index=True)
    target = models.CharField(_("about"), max_length=CODE_LENGTH)
    holder_kind = models.CharField(_("kind of holder"), max_length=10, choices=list(HOLDERS.items()))
    value = models.CharField(_("what they say"), max_length=10, choices=list(VERDICTS.items()))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("view of others")
        verbose_name_plural = _("views of others")

    def __str__(self) -> str:
        return f"{pick(self.data.get('holder'))}: {self.target}"

    def set_columns(self) -> None:
        for name in ("standard", "jurisdiction", "target"):
            setattr(self, name, _text(self.data, name))
        self.holder_kind, self.value = _text(self.data, "holder_kind", 10), _text(self.data, "value", 10)


class Decision(Entry):
    """A court's decision and what it changed. Parties stay initials."""

    key = models.CharField(_("key"), max_length=CODE_LENGTH, unique=True)
    series = models.CharField(_("case"), max_length=CODE_LENGTH, blank=True, default="")
    order = models.PositiveIntegerField(_("order"), default=0)
    date = models.CharField(_("date"), max_length=10, blank=True, default="")

    class Meta:
        ordering = ["date", "order", "key"]
        verbose_name = _("court decision")
        verbose_name_plural = _("court decisions")

    def __str__(self) -> str:
        return " ".join(filter(None, (_text(self.data, "parties"), _text(self.data, "citation")))) or self.key

    def set_columns(self) -> None:
        self.key, self.series = _text(self.data, "key"), _text(self.data, "series")
        self.date, self.order = _text(self.data, "date", 10), int(_text(self.data, "order", 9) or 0)


class Binding(Entry):
    """Whether a treaty or other instrument binds the place."""

    key = models.CharField(_("key"), max_length=CODE_LENGTH, unique=True)
    status = models.CharField(_("status"), max_length=20, choices=list(BINDING_STATUS.items()))
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("treaty and whether it binds")
        verbose_name_plural = _("treaties and whether they bind")

    def __str__(self) -> str:
        return pick(self.data.get("title")) or self.key

    def set_columns(self) -> None:
        self.key, self.status = _text(self.data, "key"), _text(self.data, "status", 20)
        self.order = int(_text(self.data, "order", 9) or 0)


class StatuteRecord(models.Model):
    """What the publisher's file said of one section when it was read: a date and a fingerprint, never the text."""

    instrument = models.CharField(_("instrument"), max_length=CODE_LENGTH)
    part = models.CharField(_("section"), max_length=300)
    language = models.CharField(_("language"), max_length=35, default="en")
    start_period = models.CharField(_("in force from"), max_length=10, blank=True, default="")
    sha256 = models.CharField(_("fingerprint of the text"), max_length=64, blank=True, default="")
    read_on = models.CharField(_("read on"), max_length=10, blank=True, default="")

    class Meta:
        ordering = ["instrument", "pk"]
        constraints = [models.UniqueConstraint(fields=["instrument", "part", "language"], name="law_record_once")]
        verbose_name = _("record of a statute's text")
        verbose_name_plural = _("records of statutes' texts")

    def __str__(self) -> str:
        return f"{self.instrument} {self.part} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it together with what is told of the change."""
        with transaction.atomic():
            super().save(*args, **kwargs)
