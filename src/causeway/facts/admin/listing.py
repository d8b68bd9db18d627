"""Facts in the editors' lists: their current value and status, in two queries a page."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, StatusTagColumn

from causeway.facts.due import status_condition, with_current
from causeway.facts.history import value_on
from causeway.facts.markup import formatted
from causeway.facts.models import Fact, FactValue
from causeway.facts.status import Status, status_of
from causeway.facts.vocabulary import BASE_LANGUAGE, CONFIDENCE_SHORT, STATUS_SHORT, TOPICS

STATUS_CHOICES = [
    (Status.UNVERIFIED.value, _("Not checked by a named person")),
    (Status.OVERDUE.value, _("Overdue")),
    ("due-soon", _("Due within 30 days")),
    (Status.UNCONFIRMED.value, _("No source read, or no value")),
    (Status.VERIFIED.value, _("Checked")),
]


def listed(facts: QuerySet[Fact] | None = None) -> QuerySet[Fact]:
    """Facts with what a list shows of them.

    Args:
        facts: the facts; all of them when not given.
    """
    rows = with_current(Fact.objects.all() if facts is None else facts)
    # The same for every row, so it is fetched once a page.
    return rows.prefetch_related(Prefetch("values", queryset=FactValue.objects.all(), to_attr="all_values"))


def current(fact: Any) -> FactValue | None:
    """A listed fact's value today."""
    return value_on(fact.all_values, timezone.localdate())


def current_text(fact: Any) -> str:
    """A listed fact's value today in words; staff see it whatever its status."""
    value = current(fact)
    if value is None:
        return str(_("no value today"))
    text = formatted(fact, value, get_language() or BASE_LANGUAGE).text
    return text if len(text) <= 120 else text[:119] + "…"


def status_words(fact: Any) -> str:
    """A listed fact's status in a word or two."""
    today = timezone.localdate()
    value = current(fact)
    if value is None:
        return str(_("No value"))
    status = status_of(value, today)
    if fact.computed and status is Status.UNVERIFIED:
        return str(_("Worked out, not signed"))
    words = str(STATUS_SHORT[status])
    if status is Status.UNVERIFIED and value.review_by and value.review_by < today:
        words = f"{words}, {str(STATUS_SHORT[Status.OVERDUE]).lower()}"
    return words


def is_settled(fact: Any) -> bool:
    """Whether nothing is to be done about a listed fact."""
    return status_of(current(fact), timezone.localdate()) is Status.VERIFIED


def review_day(fact: Any) -> str:
    """The day by which a listed fact is to be checked again (Wagtail's own column calls any coming day 'just now')."""
    value = current(fact)
    return date_format(value.review_by, "j M Y") if value is not None and value.review_by else ""


def columns() -> list[Column]:
    """The columns after a fact's title, the same in the list and in the report."""
    return [
        Column("current", label=_("Value today"), accessor=current_text),
        StatusTagColumn("status", label=_("Status"), accessor=status_words, primary=is_settled),
        Column("review", label=_("Check again by"), accessor=review_day, sort_key="current_review_by"),
        Column("topic", label=_("Topic"), accessor="get_topic_display", sort_key="topic"),
        Column("key", label=_("Key"), accessor="key", sort_key="key"),
    ]


class FactFilterSet(WagtailFilterSet):
    """The filters beside the list of facts."""

    status = django_filters.ChoiceFilter(label=_("Status"), choices=STATUS_CHOICES, method="filter_status")
    topic = django_filters.ChoiceFilter(label=_("Topic"), choices=list(TOPICS.items()))
    confidence = django_filters.ChoiceFilter(
        label=_("Confidence"), choices=list(CONFIDENCE_SHORT.items()), field_name="current_confidence"
    )
    public = django_filters.BooleanFilter(label=_("Readers may see it"))

    class Meta:
        model = Fact
        fields = ["status", "topic", "confidence", "public"]

    def filter_status(self, queryset: QuerySet[Fact], _name: str, value: str) -> QuerySet[Fact]:
        return queryset.filter(status_condition(value))


def search(facts: QuerySet[Fact], words: str) -> QuerySet[Fact]:
    """Facts whose key, title, definition or words in any language hold some words.

    Args:
        facts: the facts to search.
        words: what was typed; each must be found.
    """
    for word in words.split()[:10]:
        facts = facts.filter(
            Q(key__icontains=word)
            | Q(title__icontains=word)
            | Q(definition__icontains=word)
            | Q(pk__in=Fact.objects.filter(texts__title__icontains=word).values("pk"))
        )
    return facts
