"""What a browser sends from the forms of the asks."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from causeway.asks.models import Ask, Event
from tests.facts.test_admin import form_of


def source_pk(key: str) -> str:
    field = Event._meta.get_field("sources").related_model._meta.get_field("source")
    return str(field.related_model.objects.get(key=key).pk)


def posted(client: Client, address: str) -> dict[str, Any]:
    """What a browser would post back from a form left as it is, with its boxes by language and its ticks."""
    data: dict[str, Any] = dict(form_of(client, address))
    form = client.get(address).context["form"]

    def collect(one: Any) -> None:
        for bound in one:
            value = bound.value()
            if isinstance(value, dict):
                data.pop(bound.html_name, None)
                data.update({f"{bound.html_name}.{code}": text for code, text in value.items()})
            elif isinstance(value, list | tuple):
                data[bound.html_name] = [str(getattr(item, "pk", item)) for item in value]
        for formset in getattr(one, "formsets", {}).values():
            for child in formset.forms:
                collect(child)

    collect(form)
    return data


def errors(response: Any) -> str:
    """Every error a page shows, in one text."""
    form = response.context["form"]
    every = [form.errors, *(row.errors for formset in form.formsets.values() for row in formset.forms)]
    return str([dict(found) for found in every if found])


def edit(key: str) -> str:
    return reverse("asks_event:edit", args=[Event.objects.get(key=key).pk])


def new_event(client: Client, **fields: Any) -> Any:
    """Fill in the form of a new event, with one source."""
    data = posted(client, reverse("asks_event:add"))
    data |= {
        "date": "2026-11-24",
        "kind": "statement",
        "actor.en": "A bureau",
        "actor_kind": "government",
        "text.en": "It said something.",
        "stance": "neutral",
        "effect": "none",
        "confidence": "H",
        "asks": [str(Ask.objects.get(key="law").pk)],
        "sources-TOTAL_FORMS": "1",
        "sources-0-source": source_pk("gov-paper"),
        "sources-0-place": "para 1",
        "sources-0-ORDER": "1",
    }
    return client.post(reverse("asks_event:add"), data | fields)


def dispute_page(key: str) -> str:
    return reverse("asks_event:dispute", args=[Event.objects.get(key=key).pk])
