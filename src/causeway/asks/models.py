"""What is asked for, the steps to it, what happened, what comes back every year, and what was corrected.

Words for readers are JSON by language (``{"en": "...", "zh-hant": "..."}``); :meth:`Worded.words` gives them in a
reader's language, or in the base language where they have none. Where an ask stands is never stored:
:mod:`causeway.asks.status` works it out from the events.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from causeway.asks import dates
from causeway.asks.status import REACHABLE
from causeway.asks.vocabulary import (
    ACTOR_KINDS,
    CONFIDENCE,
    EFFECTS,
    KINDS,
    MILESTONE_EFFECTS,
    REACHED_BY,
    STANCES,
    STATES,
)
from causeway.asks.words import BASE_LANGUAGE, WordsField, language_of, pick
from causeway.facts import api as facts_api

KEY_LENGTH = 120


def check_key(text: str) -> None:
    """Refuse what cannot stand in an address.

    Raises:
        ValidationError: when it is not a key.
    """
    if not facts_api.is_key(text):
        raise ValidationError(
            _("Write small letters a-z, digits, dots and hyphens, for example law.draft."), code="key"
        )


def check_partial_date(text: str) -> None:
    """Refuse what is no year, month or day.

    Raises:
        ValidationError: when it is not a date of one of the three kinds.
    """
    if not dates.is_partial(text):
        raise ValidationError(_("Write YYYY, YYYY-MM or YYYY-MM-DD, as much as is known."), code="date")


def check_month_day(text: str) -> None:
    """Refuse what is no day of a year.

    Raises:
        ValidationError: when it is not month and day.
    """
    if not dates.is_month_day(text):
        raise ValidationError(_("Write month and day as MM-DD, for example 06-30."), code="date")


class KeyField(models.CharField):
    """The unique key of an entry, which never changes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs = {"max_length": KEY_LENGTH, "unique": True, "validators": [check_key], **kwargs}
        super().__init__(*args, **kwargs)


class Worded(models.Model):
    """Something with words by language."""

    class Meta:
        abstract = True

    def words(self, name: str, language: str = BASE_LANGUAGE) -> str:
        """Words in a reader's language, or what stands in for them.

        Args:
            name: the field, such as ``text``.
            language: the reader's.
        """
        return pick(getattr(self, name), language)

    def words_language(self, name: str, language: str = BASE_LANGUAGE) -> str:
        """The language in which :meth:`words` answers; empty where there are none.

        Args:
            name: the field.
            language: the reader's.
        """
        return language_of(getattr(self, name), language)


class Translated(Worded):
    """Something whose words are translated.

    ``translation`` says for each language other than the base one whether a second speaker has checked the words;
    a language that is not in it is a draft.
    """

    translation = models.JSONField(_("state of the translations"), default=dict, blank=True)

    class Meta:
        abstract = True

    def is_draft_in(self, language: str) -> bool:
        """Whether the words in a language are a translation that no second speaker has checked.

        Args:
            language: the language.
        """
        return language != BASE_LANGUAGE and (self.translation or {}).get(language) != "checked"


class Ask(Translated, ClusterableModel):
    """One thing the organisation asks for."""

    key = KeyField(_("key"), help_text=_("Its address. It cannot be changed later."))
    order = models.PositiveIntegerField(_("order"), default=100, help_text=_("Small numbers come first."))
    title = WordsField(_("title"))
    wording = WordsField(_("what is asked for, in full"))
    addressed_to = WordsField(_("to whom"))

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("ask")
        verbose_name_plural = _("asks")

    def __str__(self) -> str:
        return self.words("title") or self.key


class Milestone(Translated, Orderable):
    """A step to an ask, with a test that a stranger can make."""

    ask = ParentalKey(Ask, on_delete=models.CASCADE, related_name="milestones", verbose_name=_("ask"))
    key = KeyField(_("key"), help_text=_("For example law.draft. It cannot be changed later."))
    title = WordsField(_("title"))
    test = WordsField(_("test"), help_text=_("The fact by which anyone can tell that it is reached."))
    optional = models.BooleanField(_("the ask can be met without it"), default=False)
    state = models.CharField(
        _("where the ask stands once it is reached"),
        max_length=20,
        blank=True,
        default="",
        choices=[(state, STATES[state]) for state in REACHABLE],
    )
    reached_by = models.CharField(_("reached by"), max_length=20, default="events", choices=list(REACHED_BY.items()))
    standard = models.CharField(
        _("standard"), max_length=240, blank=True, default="", help_text=_("For steps that the law itself reaches.")
    )
    jurisdiction = models.CharField(_("jurisdiction"), max_length=120, blank=True, default="")

    class Meta(Orderable.Meta):
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")

    def __str__(self) -> str:
        return f"{self.words('title')} ({self.key})"

    def is_draft_in(self, language: str) -> bool:
        """Whether the words in a language are an unchecked translation. Whoever checked the ask checked this too.

        Args:
            language: the language.
        """
        return super().is_draft_in(language) and self.ask.is_draft_in(language)


class Event(Translated, ClusterableModel):
    """Something that happened about one or more asks.

    ``starts_on`` and ``ends_on`` are the first and last day its date allows, worked out on every save. Who entered and
    who last changed it are numbers of accounts with names beside them, not foreign keys: they stay true when an
    account is gone. Without a number it came with a pack.
    """

    key = KeyField(_("key"), help_text=_("For example 2026-11-25-question. It cannot be changed later."))
    date = models.CharField(
        _("date"),
        max_length=10,
        validators=[check_partial_date],
        help_text=_("YYYY, YYYY-MM or YYYY-MM-DD, as much as is known. It counts from the last day the date allows."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=list(KINDS.items()), db_index=True)
    actor = WordsField(_("who"), help_text=_("An office or a body. Never the name of a private person."))
    actor_kind = models.CharField(_("kind of actor"), max_length=20, choices=list(ACTOR_KINDS.items()))
    text = WordsField(_("what happened"), help_text=_("In your own words, one or two sentences."))
    quote = WordsField(
        _("quote"),
        blank=True,
        help_text=_("Exactly as it was said, at most 40 words, in the language it was said in."),
    )
    stance = models.CharField(_("stance toward the asks"), max_length=10, choices=list(STANCES.items()))
    asks = ParentalManyToManyField(Ask, blank=True, related_name="events", verbose_name=_("asks"))
    effect = models.CharField(
        _("effect on the asks as wholes"), max_length=20, default="none", choices=list(EFFECTS.items())
    )
    answers = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name=_("the question it answers"),
    )
    confidence = models.CharField(_("confidence"), max_length=1, choices=list(CONFIDENCE.items()))
    note = WordsField(_("note"), blank=True, help_text=_("Shown to readers."))
    draft = models.BooleanField(
        _("draft"), default=False, db_index=True, help_text=_("Not shown to readers, and without effect.")
    )
    compared_text = models.TextField(
        _("full text, for comparison"),
        blank=True,
        default="",
        help_text=_("Paste the whole reply here to find others like it. For staff; never shown and never exported."),
    )

    disputed = models.BooleanField(_("disputed"), default=False, editable=False, db_index=True)
    dispute_note = models.TextField(_("why it is disputed"), blank=True, default="", editable=False)
    disputed_account = models.BigIntegerField(null=True, editable=False)
    disputed_by = models.CharField(_("disputed by"), max_length=300, blank=True, default="", editable=False)
    disputed_at = models.DateTimeField(_("disputed on"), null=True, editable=False)
    confirmed_account = models.BigIntegerField(null=True, editable=False)
    confirmed_by = models.CharField(_("confirmed by"), max_length=300, blank=True, default="", editable=False)
    confirmed_at = models.DateTimeField(_("confirmed on"), null=True, editable=False)

    entered_account = models.BigIntegerField(null=True, editable=False)
    entered_by = models.CharField(_("entered by"), max_length=300, blank=True, default="", editable=False)
    entered_at = models.DateTimeField(_("entered on"), default=timezone.now, editable=False)
    changed_account = models.BigIntegerField(null=True, editable=False)
    changed_by = models.CharField(_("last changed by"), max_length=300, blank=True, default="", editable=False)
    changed_at = models.DateTimeField(_("last changed on"), null=True, editable=False)

    starts_on = models.DateField(editable=False)
    ends_on = models.DateField(editable=False, db_index=True)

    class Meta:
        ordering = ["ends_on", "starts_on", "key"]
        verbose_name = _("event")
        verbose_name_plural = _("events")

    def __str__(self) -> str:
        return f"{self.date}, {self.words('actor')}: {self.get_kind_display()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_days()
        super().save(*args, **kwargs)

    def set_days(self) -> None:
        """Work out ``starts_on`` and ``ends_on`` from the date."""
        self.starts_on, self.ends_on = dates.first_day(self.date), dates.last_day(self.date)


class Cited(Orderable):
    """A source, and the place in it."""

    source = models.ForeignKey("facts.Source", on_delete=models.PROTECT, related_name="+", verbose_name=_("source"))
    place = models.CharField(
        _("place in it"), max_length=300, blank=True, default="", help_text=_("Page or paragraph, for example para 20.")
    )

    class Meta(Orderable.Meta):
        abstract = True


class EventSource(Cited):
    """Where an event stands."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="sources")

    class Meta(Cited.Meta):
        abstract = False
        verbose_name = _("source of an event")
        verbose_name_plural = _("sources of an event")

    def __str__(self) -> str:
        return f"{self.event_id}: {self.source_id}"


class EventMilestone(Orderable):
    """What an event did to a milestone."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="effects")
    # A step that something happened to is not taken away behind the event's back.
    milestone = models.ForeignKey(
        Milestone, on_delete=models.PROTECT, related_name="effects", verbose_name=_("milestone")
    )
    effect = models.CharField(_("effect"), max_length=20, choices=list(MILESTONE_EFFECTS.items()))

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["event", "milestone"], name="asks_effect_once")]
        verbose_name = _("effect on a milestone")
        verbose_name_plural = _("effects on milestones")

    def __str__(self) -> str:
        return f"{self.effect} {self.milestone_id}"


class CalendarEntry(Translated, ClusterableModel):
    """Something that comes back every year, between two days of the year."""

    key = KeyField(_("key"), help_text=_("It cannot be changed later."))
    title = WordsField(_("title"))
    text = WordsField(_("what it is, and what to look for"), blank=True)
    starts = models.CharField(_("from"), max_length=5, validators=[check_month_day], help_text=_("MM-DD"))
    ends = models.CharField(_("to"), max_length=5, validators=[check_month_day], help_text=_("MM-DD, the last day."))

    class Meta:
        ordering = ["starts", "ends", "key"]
        verbose_name = _("yearly date")
        verbose_name_plural = _("yearly dates")

    def __str__(self) -> str:
        return self.words("title") or self.key


class CalendarSource(Cited):
    """Where a yearly date stands."""

    entry = ParentalKey(CalendarEntry, on_delete=models.CASCADE, related_name="sources")

    class Meta(Cited.Meta):
        abstract = False
        verbose_name = _("source of a yearly date")
        verbose_name_plural = _("sources of a yearly date")

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.source_id}"


class Correction(Translated):
    """One line of the public corrections log: what was wrong, and what is said now.

    ``event_key`` and ``ask_key`` stay when the event or ask is gone.
    """

    date = models.DateField(_("date"), default=timezone.localdate)
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections", verbose_name=_("event")
    )
    ask = models.ForeignKey(
        Ask, on_delete=models.SET_NULL, null=True, blank=True, related_name="corrections", verbose_name=_("ask")
    )
    event_key = models.CharField(max_length=KEY_LENGTH, blank=True, default="", editable=False)
    ask_key = models.CharField(max_length=KEY_LENGTH, blank=True, default="", editable=False)
    was = WordsField(_("what was wrong"))
    now = WordsField(_("what it says now"))
    made_account = models.BigIntegerField(null=True, editable=False)
    made_by = models.CharField(_("written by"), max_length=300, blank=True, default="", editable=False)

    class Meta:
        ordering = ["-date", "-pk"]
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")

    def __str__(self) -> str:
        return f"{self.date}: {self.words('was')}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; the keys are noted while what they belong to is there."""
        self.event_key = self.event.key if self.event else self.event_key
        self.ask_key = self.ask.key if self.ask else self.ask_key
        super().save(*args, **kwargs)
