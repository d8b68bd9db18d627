"""What staff lists show of readings and verdicts, the same in every list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import lawgap
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from causeway.law import book
from causeway.law.models import Provision, Verdict


@dataclass(frozen=True)
class Waiting:
    """Something that waits for a person: what it is, why, who put it forward, where it is dealt with."""

    title: str
    code: str
    why: str
    by: str
    on: str
    url: str


def listed_provisions() -> QuerySet[Provision]:
    """Provisions with what a list shows of them, in two queries."""
    return Provision.objects.select_related("instrument").prefetch_related("readings")


def status_words(row: Any) -> str:
    """Whether the standing reading of a provision, or a verdict, is signed."""
    signed = row.newest if isinstance(row, Provision) else row
    if signed is None:
        return _("No reading yet")
    return _("Signed") if signed.is_signed else _("Draft")


def is_signed(row: Any) -> bool:
    """Whether nothing waits for a signature."""
    signed = row.newest if isinstance(row, Provision) else row
    return bool(signed and signed.is_signed)


def signer(row: Any) -> str:
    """Who signed, and when."""
    signed = row.newest if isinstance(row, Provision) else row
    return f"{signed.signed_by}, {signed.signed_on}" if signed and signed.is_signed else ""


def kind_words(provision: Provision) -> str:
    """What the standing reading takes a provision for."""
    standing = provision.newest
    return str(standing.get_kind_display()) if standing else ""


def verdicts_standing() -> list[Verdict]:
    """The verdicts that no later one supersedes."""
    gone = Verdict.objects.exclude(supersedes="").values("supersedes")
    return list(Verdict.objects.exclude(code__in=gone))


def unsigned() -> tuple[list[Waiting], list[Waiting]]:
    """Readings and verdicts that stand and that nobody has signed.

    Returns:
        Those of provisions, and verdicts.
    """
    readings = [
        Waiting(
            str(provision),
            provision.code,
            str(standing.get_kind_display()),
            standing.put_forward_by,
            standing.read_on,
            reverse("law_provision:page", args=[provision.pk]),
        )
        for provision in listed_provisions()
        if (standing := provision.newest) and not standing.is_signed
    ]
    verdicts = [
        Waiting(
            str(verdict),
            verdict.code,
            str(verdict.get_value_display()),
            verdict.put_forward_by,
            str(verdict.data.get("as_of", "")),
            reverse("law_verdict:page", args=[verdict.pk]),
        )
        for verdict in verdicts_standing()
        if not verdict.is_signed
    ]
    return readings, verdicts


def stale() -> tuple[list[Waiting], list[Waiting]]:
    """Readings and verdicts on a text that has changed since.

    Returns:
        Those of provisions, and verdicts.
    """
    law = book.law()
    why = lawgap.stale_provisions(law)
    cited = lawgap.stale_verdicts(law)
    readings = [
        Waiting(
            str(provision), provision.code, why[provision.code], signer(provision), "",
            reverse("law_provision:page", args=[provision.pk]),
        )
        for provision in listed_provisions()
        if provision.code in why
    ]  # fmt: skip
    verdicts = [
        Waiting(
            str(verdict), verdict.code, _("It rests on %(codes)s.") % {"codes": ", ".join(cited[verdict.code])},
            signer(verdict), "", reverse("law_verdict:page", args=[verdict.pk]),
        )
        for verdict in Verdict.objects.filter(code__in=cited)
    ]  # fmt: skip
    return readings, verdicts
