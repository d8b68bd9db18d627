"""What staff have to check, and on which day what readers see changes by itself."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F, Min, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from causeway.facts.models import Fact, FactValue
from causeway.facts.status import DUE_SOON_DAYS, Status, status_of


@dataclass(frozen=True)
class DueSummary:
    """Counts of facts for the staff dashboard. A fact can be both unchecked and overdue."""

    facts: int
    unconfirmed: int
    unverified: int
    overdue: int
    due_soon: int
    #: Of them, worked out by the site from what nobody has signed yet: not for whoever checks facts.
    unsigned: int = 0

    @property
    def to_check(self) -> int:
        """Facts readers see as not yet checked, or not at all."""
        return self.unconfirmed + self.unverified


class _Check(NamedTuple):
    confidence: str
    checked_by: str
    review_by: datetime.date | None


def current_value_of(fact: str, today: datetime.date) -> QuerySet[FactValue]:
    """The current value of a fact, for a subquery: the database's twin of ``history.value_on``.

    Args:
        fact: the name of the outer query's column with the fact's primary key.
        today: the day asked about.
    """
    return FactValue.objects.filter(
        Q(starts_on__isnull=True) | Q(starts_on__lte=today),
        Q(ends_on__isnull=True) | Q(ends_on__gte=today),
        fact=OuterRef(fact),
    ).order_by(F("starts_on").desc(nulls_last=True), F("position").desc())


def with_current(facts: QuerySet[Fact], today: datetime.date | None = None) -> QuerySet[Fact]:
    """Facts with the primary key of their current value as ``current_id``, and what its status depends on.

    Args:
        facts: the facts.
        today: the day asked about; today when not given.
    """
    day = today or timezone.localdate()
    current = current_value_of("pk", day)
    return facts.annotate(
        current_id=Subquery(current.values("pk")[:1]),
        current_confidence=Subquery(current.values("confidence")[:1]),
        current_checked_by=Subquery(current.values("checked_by")[:1]),
        current_review_by=Subquery(current.values("review_by")[:1]),
    )


def status_condition(status: str, today: datetime.date | None = None) -> Q:
    """The condition on ``with_current`` for one status: the database's twin of ``status_of``.

    Args:
        status: one of the four, or ``due-soon``, or ``to-check`` (all that staff should look at).
        today: the day asked about; today when not given.
    """
    day = today or timezone.localdate()
    soon = day + datetime.timedelta(days=DUE_SOON_DAYS)
    unconfirmed = Q(current_id__isnull=True) | Q(current_confidence="UNVERIFIED")
    unverified = (
        ~Q(current_confidence="UNVERIFIED")
        & (Q(current_checked_by="") | Q(current_confidence="L"))
        & Q(current_id__isnull=False)
    )
    # A fact nobody checked can have missed its date as well; staff look for both.
    overdue = Q(current_review_by__lt=day)
    due_soon = Q(current_review_by__gte=day, current_review_by__lte=soon)
    conditions = {
        Status.UNCONFIRMED.value: unconfirmed,
        Status.UNVERIFIED.value: unverified,
        Status.OVERDUE.value: overdue,
        "due-soon": due_soon,
        Status.VERIFIED.value: ~(unconfirmed | unverified)
        & (Q(current_review_by__isnull=True) | Q(current_review_by__gte=day)),
        # What the site works out is signed where it comes from; only a missing value is a matter of facts.
        "to-check": unconfirmed | ((unverified | overdue | due_soon) & Q(computed="")),
    }
    return conditions[status]


def overdue_summary(today: datetime.date | None = None) -> DueSummary:
    """Count what has to be checked, in one query.

    Args:
        today: the day asked about; today when not given.
    """
    day = today or timezone.localdate()
    soon = day + datetime.timedelta(days=DUE_SOON_DAYS)
    rows = list(
        with_current(Fact.objects.all(), day).values_list(
            "current_id", "current_confidence", "current_checked_by", "current_review_by", "computed"
        )
    )
    states = [
        (status_of(None if pk is None else _Check(confidence, checked_by, review_by), day), bool(computed))
        for pk, confidence, checked_by, review_by, computed in rows
    ]
    dates = [row[3] for row in rows if row[3] is not None]
    return DueSummary(
        facts=len(rows),
        unconfirmed=sum(status is Status.UNCONFIRMED for status, _computed in states),
        unverified=states.count((Status.UNVERIFIED, False)),
        unsigned=states.count((Status.UNVERIFIED, True)),
        overdue=sum(date < day for date in dates),
        due_soon=sum(day <= date <= soon for date in dates),
    )


def next_change(after: datetime.date | None = None) -> datetime.date | None:
    """The first later day on which a reader sees something else without anybody's doing.

    A value begins, a value ends, or a review date has passed: stored pages must
    be made anew that day.

    Args:
        after: the day last looked at; today when not given.

    Returns:
        The day, or ``None`` when nothing is foreseen.
    """
    day = after or timezone.localdate()
    found = FactValue.objects.aggregate(
        begins=Min("starts_on", filter=Q(starts_on__gt=day)),
        ends=Min("ends_on", filter=Q(ends_on__gte=day)),
        lapses=Min("review_by", filter=Q(review_by__gte=day)),
    )
    one = datetime.timedelta(days=1)
    days = [found["begins"], *(end + one for end in (found["ends"], found["lapses"]) if end is not None)]
    return min((day for day in days if day is not None), default=None)
