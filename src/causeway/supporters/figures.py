"""How many, never who: what staff see of the sign-up without asking for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from causeway.supporters import catalogue
from causeway.supporters.models import Consent, SignupRequest, Supporter, Topic

# Counts below this could point at a person in a small community.
FEW = 10


@dataclass(frozen=True)
class Row:
    """A line of a table: what, and how many, in words."""

    label: str
    count: str


@dataclass(frozen=True)
class Overview:
    """What the overview page shows."""

    supporters: str
    waiting: str
    by_topic: list[Row]
    by_language: list[Row]
    is_empty: bool


@dataclass(frozen=True)
class Outbox:
    """Mail that should have gone out."""

    waiting: int
    oldest: datetime | None
    troubled: int


def shown(count: int, *, exact: bool) -> str:
    """A count in words.

    Args:
        count: how many.
        exact: whether this member of staff may see single people anyway.
    """
    return str(count) if exact or count == 0 or count >= FEW else _("fewer than %(few)s") % {"few": FEW}


def overview(language: str, *, exact: bool) -> Overview:
    """Supporters by topic and by language.

    Args:
        language: the language staff read.
        exact: whether small counts are shown.
    """
    on = Supporter.objects.filter(left_at__isnull=True, email__isnull=False)
    waiting = SignupRequest.objects.filter(state=SignupRequest.PENDING).values("email").distinct().count()
    live: Any = Consent.objects.filter(withdrawn_at__isnull=True).values_list("topic__key")
    topics = dict(live.annotate(people=Count("supporter", distinct=True)))
    languages = dict(on.values_list("language").annotate(people=Count("pk")))
    titles = {topic.key: topic.title for topic in catalogue.topics(language, keys=Topic.objects.values_list("key"))}
    total = sum(languages.values())
    return Overview(
        supporters=shown(total, exact=exact),
        waiting=shown(waiting, exact=exact),
        by_topic=[Row(title, shown(topics.get(key, 0), exact=exact)) for key, title in titles.items()],
        by_language=[
            Row(name, shown(languages[code], exact=exact)) for code, name in settings.LANGUAGES if code in languages
        ],
        is_empty=not total and not waiting,
    )


def outbox(now: datetime) -> Outbox:
    """Mail that is due and has not gone, for health checks and the overview.

    Args:
        now: the present time.
    """
    unsent = SignupRequest.objects.filter(state=SignupRequest.PENDING, mail_due__isnull=False)
    due = unsent.filter(mail_due__lte=now).aggregate(waiting=Count("pk"), oldest=Min("mail_due"))
    return Outbox(due["waiting"], due["oldest"], unsent.filter(mail_tries__gt=1).count())
