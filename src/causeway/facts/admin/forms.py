"""The form of a fact: what its type allows, and the closing of former values."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.models import formfield_for_dbfield

from causeway.facts.amounts import fault_in
from causeway.facts.editing import close_former
from causeway.facts.models import Source
from causeway.facts.signals import once


class FactForm(WagtailAdminModelForm):
    """Checks across fields that a single field cannot see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "key" in self.fields:
            # Texts refer to it and its page may be linked from anywhere.
            self.fields["key"].disabled = True
        if self.instance.computed:
            # Another part of the site writes its values; whoever could type here would be overwritten.
            self.formsets.pop("values", None)

    def is_valid(self) -> bool:
        """Check the values against the fact's type, and that what is claimed has a source."""
        valid = super().is_valid()
        if not self.is_bound or not hasattr(self, "cleaned_data"):
            return valid
        kind = self.cleaned_data.get("type", "")
        if kind == "money" and not self.cleaned_data.get("currency") and not self.has_error("currency"):
            self.add_error("currency", _("Money needs its three-letter code, for example HKD."))
        for form in getattr(self.formsets.get("values"), "forms", []):
            if self._is_dropped(form):
                continue
            text = form.cleaned_data.get("value", "")
            wrong = fault_in(kind, text) if kind and text else ""
            if wrong:
                form.add_error("value", _("The value %(what_is_wrong)s.") % {"what_is_wrong": wrong})
            sources = [
                entry for entry in getattr(form.formsets.get("sources"), "forms", []) if not self._is_dropped(entry)
            ]
            if form.cleaned_data.get("confidence") in {"H", "M", "L"} and not sources:
                form.add_error("confidence", _("Name the source below, or choose ‘No source read’."))
        forms = [self, *getattr(self.formsets.get("values"), "forms", [])]
        return valid and not any(form.errors for form in forms if form is self or not self._is_dropped(form))

    @staticmethod
    def _is_dropped(form: Any) -> bool:
        data = getattr(form, "cleaned_data", None)
        return not data or bool(data.get("DELETE"))

    def save(self, commit: bool = True) -> Any:
        """Save; an open value that a later one has replaced gets its last day."""
        with transaction.atomic(), once():
            instance = super().save(commit)
            if commit:
                close_former(instance.pk)
        return instance


class SourceForm(WagtailAdminModelForm):
    """A new source, added while choosing one."""

    class Meta:
        model = Source
        formfield_callback = formfield_for_dbfield
        fields = ("key", "title", "publisher", "kind", "url", "url_note", "date", "language", "read", "note")
