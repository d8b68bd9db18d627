"""Forms of asks, events, yearly dates and corrections: the rules of the packs, said beside the boxes."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from causeway.asks import checks, editing
from causeway.asks.faults import Fault
from causeway.asks.models import Ask, Event, Milestone
from causeway.asks.words import BASE_LANGUAGE, WordsFormField

_IN_LIST = re.compile(r"(\w+)\[(\d+)\](?:\.(\w+))?")
#: Fields of a form that hold what a pack calls otherwise.
_NAMES = {"from": "starts", "to": "ends"}


def _languages() -> list[tuple[str, str]]:
    return [(code, name) for code, name in settings.LANGUAGES if code != BASE_LANGUAGE]


class TranslatedForm(WagtailAdminModelForm):
    """A form of something that is translated."""

    checked_languages = forms.MultipleChoiceField(
        label=_("Checked by a second speaker"),
        required=False,
        choices=_languages,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Readers of other languages are told that the words are a draft."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        states = self.instance.translation or {}
        self.initial["checked_languages"] = [code for code, state in states.items() if state == "checked"]
        if self.instance.pk and "key" in self.fields:
            # It is the address, and other entries refer to it.
            self.fields["key"].disabled = True

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.translation = dict.fromkeys(self.cleaned_data.get("checked_languages", []), "checked")


class EntryForm(TranslatedForm):
    """A form of what packs hold too: the same rules, each beside its box."""

    #: The formset that holds each list of an entry, and the box of its key.
    lists: dict[str, tuple[str, str]] = {}

    def entry(self) -> dict[str, Any]:
        """What was filled in, as a pack writes it."""
        raise NotImplementedError

    def faults(self, entry: dict[str, Any]) -> list[Fault]:
        """What the rules of the packs say of it.

        Args:
            entry: as a pack writes it.
        """
        raise NotImplementedError

    def rows(self, name: str) -> list[Any]:
        """The filled-in forms of a list that are not about to be deleted.

        Args:
            name: the formset's.
        """
        return [
            form
            for form in getattr(self.formsets.get(name), "forms", [])
            if getattr(form, "cleaned_data", None) and not form.cleaned_data.get("DELETE")
        ]

    def is_valid(self) -> bool:
        """Hold what was filled in against the rules of the packs."""
        valid = super().is_valid()
        if not self.is_bound or not hasattr(self, "cleaned_data") or not valid:
            # Boxes that say nothing usable come first; the rest can only be told once they do.
            return valid
        for fault in self.faults(self.entry()):
            self.place(fault)
        every = [self, *(form for name in self.formsets for form in self.rows(name))]
        return not any(form.errors for form in every)

    def place(self, fault: Fault) -> None:
        """Say what is wrong beside the box it is about.

        Args:
            fault: what is wrong.
        """
        text = _("This %(what_is_wrong)s") % {"what_is_wrong": fault.message}
        found = _IN_LIST.match(fault.field)
        formset, box = self.lists.get(found[1], ("", "")) if found else ("", "")
        rows = self.rows(formset) if formset else []
        if found and int(found[2]) < len(rows):
            form, name = rows[int(found[2])], box if found[3] in (None, "key", "source") else found[3]
        else:
            form, name = self, re.split(r"[.\[]", fault.field)[0]
            name = _NAMES.get(name, name)
        form.add_error(name if name in form.fields else None, text)


def _cited(form: EntryForm) -> list[dict[str, str]]:
    rows = [row.cleaned_data for row in form.rows("sources")]
    return [{"source": row["source"].key, "place": row.get("place", "")} for row in rows]


class AskForm(EntryForm):
    """An ask with its milestones."""

    lists = {"milestones": ("milestones", "key")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in getattr(self.formsets.get("milestones"), "forms", []):
            if row.instance.pk:
                row.fields["key"].disabled = True

    def entry(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("key", "title", "test", "state", "reached_by", "standard", "jurisdiction")
        rows = [row.cleaned_data for row in self.rows("milestones")]
        return {
            **{name: data.get(name) for name in ("key", "title", "wording", "addressed_to")},
            "milestones": [
                {**{name: row.get(name) for name in names}, "optional": bool(row.get("optional"))} for row in rows
            ],
        }

    def faults(self, entry: dict[str, Any]) -> list[Fault]:
        found = checks.check_asks([entry])
        dropped = [
            row.instance.pk
            for row in getattr(self.formsets.get("milestones"), "forms", [])
            if getattr(row, "cleaned_data", None) and row.cleaned_data.get("DELETE") and row.instance.pk
        ]
        for key in (
            Milestone.objects.filter(pk__in=dropped, effects__isnull=False).distinct().values_list("key", flat=True)
        ):
            found.append(Fault("ask", "", "", f"still needs the milestone {key!r}: events name it; change those first"))
        return found


class EventForm(EntryForm):
    """An event: who enters it, and what is put right in public once it was published."""

    lists = {"sources": ("sources", "source"), "milestones": ("effects", "milestone")}

    nothing_wrong = forms.BooleanField(
        label=_("Nothing was wrong"),
        required=False,
        help_text=_("You add something, translate, or only say it better: this needs no line in the log."),
    )
    correction_was = WordsFormField(label=_("What was wrong"), required=False)
    correction_now = WordsFormField(label=_("What it says now"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.was_published = bool(self.instance.pk) and not self.instance.draft
        if "answers" in self.fields:
            questions = Event.objects.filter(kind="question").order_by("-ends_on", "-key")
            self.fields["answers"].queryset = questions.exclude(pk=self.instance.pk)
        if "key" in self.fields and not self.instance.pk:
            self.fields["key"].required = False
            self.fields["key"].help_text = _("Leave it empty and it is made from the date and the kind.")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("key") and not self.instance.pk and data.get("date") and data.get("kind"):
            data["key"] = _free_key(data["date"], data["kind"])
        return data

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.instance.key and self.cleaned_data.get("key"):
            # An empty box leaves the model's own default alone.
            self.instance.key = self.cleaned_data["key"]

    def entry(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = (
            "key",
            "date",
            "kind",
            "actor",
            "actor_kind",
            "text",
            "quote",
            "stance",
            "effect",
            "confidence",
            "note",
        )
        return {
            **{name: data.get(name) for name in names},
            "asks": [ask.key for ask in data.get("asks", [])],
            "answers": data["answers"].key if data.get("answers") else "",
            "draft": bool(data.get("draft")),
            "sources": _cited(self),
            "milestones": [
                {"key": row.cleaned_data["milestone"].key, "effect": row.cleaned_data["effect"]}
                for row in self.rows("effects")
            ],
        }

    def faults(self, entry: dict[str, Any]) -> list[Fault]:
        found = checks.check_events([entry])
        if not self.needs_correction or self.cleaned_data.get("nothing_wrong"):
            return found
        for name in ("correction_was", "correction_now"):
            if not self.cleaned_data.get(name):
                message = "is needed: readers have seen this event. Write the line, or say that nothing was wrong."
                found.append(Fault("event", "", name, message))
        return found

    @property
    def needs_correction(self) -> bool:
        """Whether something changes that readers have seen."""
        if not self.was_published:
            return False
        seen = {*editing.PUBLIC_FIELDS, "draft"}
        lists = (self.formsets[name] for name in ("sources", "effects") if name in self.formsets)
        return bool(seen & set(self.changed_data)) or any(formset.has_changed() for formset in lists)

    def save(self, commit: bool = True) -> Any:
        """Save; who does it is noted, and the line for the corrections log is written."""
        with transaction.atomic():
            if self.for_user is not None:
                editing.stamp(self.instance, self.for_user)
            event = super().save(commit)
            data = self.cleaned_data
            if commit and self.needs_correction and not data.get("nothing_wrong"):
                editing.correct(event, self.for_user, data["correction_was"], data["correction_now"])
        return event


def _free_key(date: str, kind: str) -> str:
    """A key for an event that no other has."""
    key = base = f"{date}-{kind.replace('_', '-')}"
    number = 2
    while Event.objects.filter(key=key).exists():
        key, number = f"{base}-{number}", number + 1
    return key


class CalendarForm(EntryForm):
    """A yearly date."""

    lists = {"sources": ("sources", "source")}

    def entry(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            **{name: data.get(name) for name in ("key", "title", "text")},
            "from": data.get("starts"),
            "to": data.get("ends"),
            "sources": _cited(self),
        }

    def faults(self, entry: dict[str, Any]) -> list[Fault]:
        return checks.check_calendar([entry])


class CorrectionForm(TranslatedForm):
    """A line of the public corrections log."""

    def save(self, commit: bool = True) -> Any:
        """Save; who wrote it is noted for colleagues."""
        if self.instance.pk is None and self.for_user is not None:
            self.instance.made_account = self.for_user.pk
            self.instance.made_by = editing.person(self.for_user)
        return super().save(commit)


class DisputeForm(forms.Form):
    """Why an event is put in dispute."""

    note = forms.CharField(
        label=_("What is wrong with it, and where did you read so?"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For colleagues; readers see only that it is in dispute."),
    )


def in_use(ask: Ask) -> int:
    """How many events are about an ask or a milestone of it.

    Args:
        ask: the ask.
    """
    return Event.objects.filter(Q(asks=ask) | Q(effects__milestone__ask=ask)).distinct().count()
