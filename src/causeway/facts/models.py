"""Sources, facts, the history of their values, their words in each language, and the pages that use them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from causeway.facts.dates import is_partial
from causeway.facts.history import end_of, start_of
from causeway.facts.tokens import KEY_LENGTH, is_key
from causeway.facts.vocabulary import (
    BASE_LANGUAGE,
    CONFIDENCE_SHORT,
    FIGURE_KINDS,
    QUALIFIERS,
    READ,
    SOURCE_KINDS,
    TOPICS,
    TRANSLATION_STATES,
    TYPES,
)
from causeway.facts.words import WordsField

#: Ends of addresses and names that a fact's own address would collide with.
RESERVED_KEYS = frozenset({"facts", "figures"})
RESERVED_ENDS = (".json", ".csv", ".svg")


def check_key(text: str) -> None:
    """Refuse what cannot stand in an address or in a token.

    Raises:
        ValidationError: when it is not a key.
    """
    if not is_key(text) or text in RESERVED_KEYS or text.endswith(RESERVED_ENDS):
        raise ValidationError(
            _("Write small letters a-z, digits, dots and hyphens, for example hk.usm.appeal-days."), code="key"
        )


def check_partial_date(text: str) -> None:
    """Refuse what is no year, month or day.

    Raises:
        ValidationError: when it is not a date of one of the three kinds.
    """
    if not is_partial(text):
        raise ValidationError(_("Write YYYY, YYYY-MM or YYYY-MM-DD, as much as is known."), code="date")


class PartialDateField(models.CharField):
    """A date as a source gives it: a year, a month or a day, kept as ISO text."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 10)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)
        self.validators = [*self.validators, check_partial_date]


class Source(models.Model):
    """A document, page or person that something was read from."""

    key = models.CharField(_("key"), max_length=KEY_LENGTH, unique=True, validators=[check_key])
    title = models.TextField(_("title"), help_text=_("What the document is; our own description when it has no title."))
    publisher = models.CharField(_("publisher"), max_length=300, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=list(SOURCE_KINDS.items()))
    url = models.URLField(_("address"), max_length=1000, blank=True)
    url_note = models.CharField(
        _("why there is no address"), max_length=300, blank=True, help_text=_("Shown to readers.")
    )
    date = PartialDateField(_("date of the source"), help_text=_("YYYY, YYYY-MM or YYYY-MM-DD."))
    language = models.CharField(_("language"), max_length=35, default=BASE_LANGUAGE)
    read = models.CharField(_("how much was read"), max_length=5, choices=list(READ.items()), default="part")
    note = models.TextField(_("note"), blank=True, help_text=_("For staff; never shown to readers."))

    class Meta:
        ordering = ["key"]
        verbose_name = _("source")
        verbose_name_plural = _("sources")

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}" if self.publisher else self.title


class Fact(ClusterableModel):
    """One thing that can be looked up: a number, a period, a date, a telephone number or a statement."""

    key = models.CharField(
        _("key"),
        max_length=KEY_LENGTH,
        unique=True,
        validators=[check_key],
        help_text=_("Its address, and how texts refer to it. It cannot be changed later."),
    )
    refs = models.JSONField(_("references"), default=list, blank=True, help_text=_("Numbers in the fact base."))
    topic = models.CharField(_("topic"), max_length=20, choices=list(TOPICS.items()), db_index=True)
    type = models.CharField(_("type"), max_length=10, choices=list(TYPES.items()))
    unit = models.CharField(_("unit"), max_length=100, blank=True, help_text=_("What is counted, in English words."))
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text=_("Three letters, for money."))
    title = models.CharField(_("title"), max_length=300)
    definition = models.TextField(_("definition"), blank=True)
    computed = models.CharField(
        _("worked out by"),
        max_length=300,
        blank=True,
        help_text=_("An expression that another part of the site works out; its values cannot be typed."),
    )
    computed_fault = models.CharField(
        _("why it could not be worked out"), max_length=500, blank=True, default="", editable=False
    )
    public = models.BooleanField(
        _("readers may see it"), default=True, help_text=_("Otherwise it is for staff only and never exported.")
    )

    class Meta:
        ordering = ["key"]
        verbose_name = _("fact")
        verbose_name_plural = _("facts")

    def __str__(self) -> str:
        return f"{self.title} ({self.key})"


class FactValue(ClusterableModel):
    """One value of a fact's history.

    ``position`` never changes: translations of statements and packs refer to a
    value by it. ``starts_on`` and ``ends_on`` are worked out from the partial
    dates on every save, so that the database can pick the current value too.
    """

    fact = ParentalKey(Fact, on_delete=models.CASCADE, related_name="values")
    position = models.PositiveSmallIntegerField(_("number"), null=True, blank=True, editable=False)
    value = models.TextField(
        _("value"),
        help_text=_("Digits without commas; a range as 21000000..30000000; a ratio as 1:6; a date as YYYY-MM-DD."),
    )
    qualifier = models.CharField(
        _("qualifier"),
        max_length=10,
        blank=True,
        default="",
        choices=[(key, words) for key, words in QUALIFIERS.items() if key],
    )
    valid_from = PartialDateField(_("from"), help_text=_("Day from which it is the value."))
    valid_until = PartialDateField(_("until"), help_text=_("Last day; empty while it holds."))
    as_of = PartialDateField(_("as of"), help_text=_("Day or period a figure describes."))
    published_by = models.CharField(
        _("published by"), max_length=300, blank=True, help_text=_("Who says so, when figures differ by publisher.")
    )
    confidence = models.CharField(
        _("confidence"), max_length=10, choices=list(CONFIDENCE_SHORT.items()), default="UNVERIFIED"
    )
    checked_on = models.DateField(
        _("compared with its source on"), null=True, blank=True, help_text=_("Or with a copy of it.")
    )
    checked_by = models.CharField(
        _("checked by"),
        max_length=200,
        blank=True,
        help_text=_("A named person. Without a name it counts as unchecked."),
    )
    review_by = models.DateField(_("check again by"), null=True, blank=True)
    note = models.TextField(
        _("note"), blank=True, help_text=_("For staff. Readers see it only where a value was worked out: the working.")
    )
    starts_on = models.DateField(null=True, editable=False, db_index=True)
    ends_on = models.DateField(null=True, editable=False)

    #: Staff lists show a statement in the words it was entered with.
    words = ""

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["fact", "position"], name="facts_value_once")]
        verbose_name = _("value")
        verbose_name_plural = _("values")

    def __str__(self) -> str:
        return self.value if len(self.value) <= 80 else self.value[:79] + "…"

    def clean(self) -> None:
        """Refuse dates that stand the wrong way round.

        Raises:
            ValidationError: when the value ends before it begins.
        """
        super().clean()
        if self.valid_from and self.valid_until and is_partial(self.valid_from) and is_partial(self.valid_until):
            start, end = start_of(self.valid_from, ""), end_of(self.valid_until)
            if start is not None and end is not None and end < start:
                raise ValidationError({"valid_until": _("This is before the day it begins.")})

    def set_days(self) -> None:
        """Work out ``starts_on`` and ``ends_on`` from the partial dates."""
        self.starts_on = start_of(self.valid_from, self.as_of)
        self.ends_on = end_of(self.valid_until)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.set_days()
        if self.position is not None:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            # The lock keeps two editors from taking the same number.
            Fact.objects.select_for_update().get(pk=self.fact_id)
            last = FactValue.objects.filter(fact_id=self.fact_id).aggregate(last=Max("position"))["last"]
            self.position = 0 if last is None else last + 1
            super().save(*args, **kwargs)


class ValueSource(Orderable):
    """Where a value stands: a source and the place in it."""

    value = ParentalKey(FactValue, on_delete=models.CASCADE, related_name="sources")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="cited", verbose_name=_("source"))
    place = models.CharField(
        _("place in it"), max_length=300, blank=True, help_text=_("Section, page or paragraph, for example s.37ZS(1).")
    )

    class Meta(Orderable.Meta):
        verbose_name = _("source of a value")
        verbose_name_plural = _("sources of a value")

    def __str__(self) -> str:
        return f"{self.source}, {self.place}" if self.place else str(self.source)


class FactText(models.Model):
    """The words of a fact in one other language."""

    fact = ParentalKey(Fact, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=35)
    title = models.CharField(_("title"), max_length=300, blank=True)
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit"), max_length=100, blank=True)
    words = WordsField(
        _("statements"),
        default=dict,
        blank=True,
        help_text=_("For facts that are statements: one a line, with the number of its value. For example: 1: …"),
    )
    translation = models.CharField(
        _("state of the translation"),
        max_length=8,
        blank=True,
        default="draft",
        choices=[(key, words) for key, words in TRANSLATION_STATES.items() if key],
    )

    class Meta:
        ordering = ["language"]
        constraints = [models.UniqueConstraint(fields=["fact", "language"], name="facts_text_once")]
        verbose_name = _("translation")
        verbose_name_plural = _("translations")

    def __str__(self) -> str:
        return f"{self.language}: {self.title}"


class FactUse(models.Model):
    """A page whose text places a fact."""

    fact = models.ForeignKey(Fact, on_delete=models.CASCADE, related_name="uses")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["fact", "page"], name="facts_use_once")]
        verbose_name = _("use of a fact")
        verbose_name_plural = _("uses of facts")

    def __str__(self) -> str:
        return f"{self.fact_id} on page {self.page_id}"


class Figure(models.Model):
    """A chart made from facts. It holds words and the keys of facts, never a number of its own.

    Words are mappings by language. ``series`` is a list of ``fact``, ``label``, ``definition``, ``part_of`` and
    ``points``; ``levels`` names the steps of an ordinal from the top down; ``breaks`` says where the way of counting
    changed. What each may hold is for :mod:`causeway.facts.figures.packing`.
    """

    key = models.CharField(_("key"), max_length=KEY_LENGTH, unique=True, validators=[check_key])
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("kind"), max_length=10, choices=list(FIGURE_KINDS.items()))
    title = models.JSONField(_("title"), default=dict)
    text = models.JSONField(_("text"), default=dict, blank=True)
    note = models.JSONField(_("note"), default=dict, blank=True)
    unit = models.JSONField(_("unit"), default=dict, blank=True)
    series = models.JSONField(_("series"), default=list)
    levels = models.JSONField(_("levels"), default=list, blank=True)
    breaks = models.JSONField(_("breaks in the series"), default=list, blank=True)
    translation = models.JSONField(_("state of the translations"), default=dict, blank=True)

    class Meta:
        ordering = ["order", "key"]
        verbose_name = _("figure")
        verbose_name_plural = _("figures")

    def __str__(self) -> str:
        return str(self.title.get(BASE_LANGUAGE) or self.key)


@register_setting(icon="view", order=300)
class FactDisplay(BaseSiteSetting):
    """What readers see of facts nobody has checked."""

    mode = models.CharField(
        _("facts that are not checked"),
        max_length=6,
        blank=True,
        default="",
        choices=[
            ("banner", _("Show them, under a banner that says so")),
            ("hide", _("Show ‘being checked’ instead of the value")),
        ],
        help_text=_(
            "Left empty, the server's own setting holds: a banner on a first run, hidden in production. "
            "A value no source was read for is never shown, whatever is chosen here."
        ),
    )

    class Meta:
        verbose_name = _("unchecked facts")

    def __str__(self) -> str:
        return self.mode or "default"
