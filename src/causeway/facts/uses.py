"""Which pages use which facts."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db import transaction

from causeway.facts.models import Fact, FactUse, Figure
from causeway.facts.signals import announce, once


def record_uses(page: Any, keys: Collection[str]) -> None:
    """Remember which facts a page uses now, and forget those it no longer uses.

    Args:
        page: a saved Wagtail page, or its primary key.
        keys: the keys in its published text; unknown ones are passed over.
    """
    page_id = getattr(page, "pk", page)
    with transaction.atomic(), once():
        wanted = set(Fact.objects.filter(key__in=set(keys)).values_list("pk", flat=True))
        held = set(FactUse.objects.select_for_update().filter(page_id=page_id).values_list("fact_id", flat=True))
        FactUse.objects.filter(page_id=page_id, fact_id__in=held - wanted).delete()
        FactUse.objects.bulk_create(
            [FactUse(fact_id=fact_id, page_id=page_id) for fact_id in sorted(wanted - held)], ignore_conflicts=True
        )
        if wanted != held:
            announce()


def figures_with(key: str) -> list[Figure]:
    """The figures that show a fact, in their order. There are few, so that all are read.

    Args:
        key: the fact's key.
    """
    return [figure for figure in Figure.objects.all() if any(entry.get("fact") == key for entry in figure.series)]
