"""People who asked for news: what they asked for, in which words they agreed, and when they stopped.

Kept on purpose: an e-mail address, a language, the topics ticked, the version of the wording that was
shown, and the times. Not kept, and there is no column for it: name, network address, browser, where a
person came from, what they opened or clicked, and above all whether someone is a worker, a claimant or
a survivor. ``tests/supporters/test_inventory.py`` lists every column, so a new one cannot slip in.
"""

from __future__ import annotations

import re
import secrets
from typing import Any, ClassVar

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

NEWS = "news"

SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*\Z")
_slug = RegexValidator(SLUG.pattern, _("Use lower-case letters, digits and hyphens."))


class WordingInUseError(ValueError):
    """A wording people have agreed to cannot be changed; a new version can be added."""


def language_choices() -> list[tuple[str, str]]:
    """The site's languages; a function so that a new language needs no migration."""
    return list(settings.LANGUAGES)


def new_seed() -> str:
    """128 random bits, from which the links of one sign-up are made."""
    return secrets.token_hex(16)


class Topic(ClusterableModel):
    """A subject of news that a reader may tick."""

    key = models.CharField(
        _("key"),
        max_length=60,
        unique=True,
        validators=[_slug],
        help_text=_("A short name that never changes, such as ‘law’. Readers do not see it."),
    )
    order = models.PositiveIntegerField(_("order"), default=100, help_text=_("Small numbers come first."))
    shown = models.BooleanField(
        _("offered on the sign-up page"),
        default=True,
        help_text=_("A topic that people have chosen cannot be deleted; stop offering it instead."),
    )

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")

    def __str__(self) -> str:
        return self.key

    def in_use(self) -> bool:
        """Whether somebody has chosen it."""
        return bool(self.pk) and Consent.objects.filter(topic=self.pk).exists()


class TopicText(models.Model):
    """What a topic is called, and what it brings, in one language."""

    topic = ParentalKey(Topic, on_delete=models.CASCADE, related_name="texts", verbose_name=_("topic"))
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    title = models.CharField(_("title"), max_length=120)
    text = models.CharField(_("what it brings"), max_length=300, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["topic", "language"], name="one_topic_text_per_language")
        ]
        ordering = ["language"]
        verbose_name = _("text of a topic")
        verbose_name_plural = _("texts of topics")

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class WordingQuerySet(models.QuerySet["ConsentWording"]):
    """Refuses in bulk what ``ConsentWording.save`` refuses one by one."""

    def update(self, **values: Any) -> int:
        """Update rows, but never the words somebody has agreed to.

        Raises:
            WordingInUseError: when one of the rows has been agreed to.
        """
        if set(values) & set(ConsentWording.FIXED) and any(row.in_use() for row in self):
            raise WordingInUseError("A wording people have agreed to cannot be changed.")
        return super().update(**values)


class ConsentWording(models.Model):
    """The exact words somebody agrees to, by version and language. Fixed from the first use on."""

    FIXED = ("key", "version", "language", "text")

    key = models.CharField(_("what it is for"), max_length=60, default=NEWS, validators=[_slug])
    version = models.CharField(_("version"), max_length=20)
    language = models.CharField(_("language"), max_length=12, choices=language_choices)
    text = models.TextField(
        _("wording"),
        help_text=_("Say who writes, about what, that people can stop at any time, and how long addresses are kept."),
    )
    start = models.DateField(_("in force from"))

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "version", "language"], name="one_wording_per_version_and_language")
        ]
        ordering = ["key", "-start", "-version", "language"]
        verbose_name = _("consent wording")
        verbose_name_plural = _("consent wordings")

    def __str__(self) -> str:
        return f"{self.key} {self.version} ({self.language})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, unless that would change words in use.

        Raises:
            WordingInUseError: when somebody has agreed to these words and they differ now.
        """
        if self.pk:
            before = ConsentWording.objects.filter(pk=self.pk).values(*self.FIXED).first()
            if before and before != {name: getattr(self, name) for name in self.FIXED} and self.in_use():
                raise WordingInUseError(f"The wording {self} has been agreed to. Add a new version instead.")
        super().save(*args, **kwargs)

    def in_use(self) -> bool:
        """Whether somebody has agreed, or been asked to agree, to these words."""
        return bool(self.pk) and (
            SignupRequest.objects.filter(wording=self.pk).exists() or Consent.objects.filter(wording=self.pk).exists()
        )


class SignupRequest(models.Model):
    """One sign-up as it was received, waiting for the button in the mail to be pressed.

    The row is also its own outbox: ``mail_due`` is written in the same transaction as the request, so a
    process that is killed at any moment leaves behind what still has to be sent.
    """

    PENDING, CONFIRMED = "pending", "confirmed"
    STATES = ((PENDING, _("waiting for confirmation")), (CONFIRMED, _("confirmed")))

    # What makes two posts the same sign-up; empty once confirmed, so that the same person may ask anew.
    key = models.CharField(max_length=64, unique=True, null=True)
    email = models.EmailField(_("e-mail address"), db_index=True)
    email_hash = models.CharField(max_length=43, db_index=True)
    language = models.CharField(_("language"), max_length=12)
    topics = models.JSONField(_("topics"))
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, verbose_name=_("wording"))
    received_at = models.DateTimeField(_("received"))
    asked_at = models.DateTimeField(_("last asked for"), db_index=True)
    posts = models.PositiveIntegerField(_("times posted"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=PENDING)
    seed = models.CharField(max_length=32, default=new_seed)
    confirm_hash = models.CharField(max_length=64, unique=True, null=True)
    mail_due = models.DateTimeField(null=True, db_index=True)
    mail_tries = models.PositiveIntegerField(default=0)
    mail_tried_at = models.DateTimeField(null=True)
    mail_sent_at = models.DateTimeField(null=True)
    mails_sent = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("sign-up waiting")
        verbose_name_plural = _("sign-ups waiting")

    def __str__(self) -> str:
        # Never the address: this text ends up in logs and in the audit trail.
        return f"sign-up {self.pk}"


class Supporter(models.Model):
    """Somebody who confirmed. After they leave, the address goes and only a keyed hash of it stays for a time."""

    email = models.EmailField(_("e-mail address"), unique=True, null=True)
    email_hash = models.CharField(max_length=43, db_index=True)
    language = models.CharField(_("language"), max_length=12)
    confirmed_at = models.DateTimeField(_("confirmed"))
    left_at = models.DateTimeField(_("left"), null=True, blank=True, db_index=True)

    class Meta:
        verbose_name = _("supporter")
        verbose_name_plural = _("supporters")

    def __str__(self) -> str:
        return f"supporter {self.pk}"


class Consent(models.Model):
    """That somebody wants news on one topic, and the words in which they said so."""

    supporter = models.ForeignKey(Supporter, on_delete=models.CASCADE, related_name="consents")
    topic = models.ForeignKey(Topic, on_delete=models.PROTECT, verbose_name=_("topic"))
    wording = models.ForeignKey(ConsentWording, on_delete=models.PROTECT, verbose_name=_("wording"))
    language = models.CharField(_("language"), max_length=12)
    given_at = models.DateTimeField(_("given"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["supporter", "topic", "wording"],
                condition=models.Q(withdrawn_at__isnull=True),
                name="one_live_consent_per_topic_and_wording",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["topic", "withdrawn_at"], name="consent_by_topic")]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")

    def __str__(self) -> str:
        return f"consent {self.pk}"
