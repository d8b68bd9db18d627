"""What forms offer to choose from, and how they say what is wrong."""

from __future__ import annotations

from collections.abc import Iterable

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS

from causeway.law import book
from causeway.law.faults import Fault
from causeway.law.models import Instrument, Provision
from causeway.law.words import pick


def place_choices() -> list[tuple[str, str]]:
    """The jurisdictions whose law is here."""
    codes = Instrument.objects.order_by("jurisdiction").values_list("jurisdiction", flat=True).distinct()
    return [(code, code) for code in codes]


def standard_choices() -> list[tuple[str, str]]:
    """The standards by code."""
    law = book.law()
    return [(code, pick(law.standards[code].short) or code) for code in book.standard_codes() if code in law.standards]


def target_choices() -> list[tuple[str, str]]:
    """What a view can be about: the values of the dimensions and the elements of every standard."""
    found = []
    for standard in book.law().standards.values():
        found += [
            (f"{side.code}.{value.code}", f"{pick(side.title)}: {pick(value.title)}")
            for side in standard.dimensions
            for value in side.values
        ]
        found += [(element.code, f"{element.code}: {pick(element.title)}") for element in standard.elements]
    return list(dict.fromkeys(found))


def element_choices() -> list[tuple[str, str]]:
    """The elements of every standard."""
    found = [
        (element.code, f"{element.code}: {pick(element.title)}")
        for standard in book.law().standards.values()
        for element in standard.elements
    ]
    return list(dict.fromkeys(found))


def provision_choices() -> list[tuple[str, str]]:
    """Every provision by code."""
    return list(dict.fromkeys((row.code, str(row)) for row in Provision.objects.select_related("instrument")))


def show_faults(form: forms.BaseForm, faults: Iterable[Fault], own_key: str = "") -> None:
    """Put faults beside the boxes they are about.

    Args:
        form: the form.
        faults: what is wrong.
        own_key: the key of the form's own entry; faults of others name theirs.
    """
    for fault in faults:
        name = fault.field.partition("[")[0].partition(".")[0]
        where = name if name in form.fields else NON_FIELD_ERRORS
        message = (
            fault.message
            if where != NON_FIELD_ERRORS or fault.key in ("", own_key)
            else f"{fault.key}: {fault.message}"
        )
        if where == NON_FIELD_ERRORS and fault.field:
            message = f"{fault.field}: {fault.message}"
        form.add_error(None if where == NON_FIELD_ERRORS else where, message[:1].upper() + message[1:])
