"""Words by language: as a column, and as boxes of a form, one a language."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from causeway.law.api import language_of, pick

__all__ = ["BASE_LANGUAGE", "WordsField", "WordsFormField", "WordsWidget", "language_of", "pick"]

#: The language in which everything must be said; the others translate it.
BASE_LANGUAGE = "en"
_LONGEST = 4000


class WordsWidget(forms.Widget):
    """One box a language: the base language and those that have words stand open, the rest behind a line to open."""

    template_name = "asks/admin/words.html"

    def __init__(self, rows: int = 2, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.rows = rows

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        words = value if isinstance(value, dict) else {}
        own_id = context["widget"]["attrs"].get("id", f"id_{name}")
        boxes = [
            {
                "name": f"{name}.{code}",
                # The label of the whole leads to the first box.
                "id": own_id if code == BASE_LANGUAGE else f"{own_id}.{code}",
                "code": code,
                "label": label,
                "words": words.get(code, ""),
                "is_base": code == BASE_LANGUAGE,
            }
            for code, label in settings.LANGUAGES
        ]
        shown = [box for box in boxes if box["words"] or box["is_base"]]
        return context | {"shown": shown, "hidden": [box for box in boxes if box not in shown], "rows": self.rows}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, str]:
        found = {
            code: str(data.get(f"{name}.{code}", "")).replace("\r\n", "\n").strip()
            for code, _label in settings.LANGUAGES
        }
        return {code: text for code, text in found.items() if text}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return all(f"{name}.{code}" not in data for code, _label in settings.LANGUAGES)


class WordsFormField(forms.Field):
    """Words by language; the base language is asked for where the field is required."""

    widget = WordsWidget

    def clean(self, value: Any) -> dict[str, str]:
        words = dict(value or {})
        if self.required and not words.get(BASE_LANGUAGE):
            raise ValidationError(_("Write it in English at least."), code="required")
        for code, text in words.items():
            if len(text) > _LONGEST:
                raise ValidationError(
                    _("The words in ‘%(code)s’ have more than %(most)s characters."),
                    params={"code": code, "most": _LONGEST},
                )
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


class WordsField(models.JSONField):
    """Words by language; stored as JSON, edited in one box a language."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        # The default is made anew each time, for which Django would send the initial words along in hidden boxes.
        own = {"form_class": WordsFormField, "widget": WordsWidget(), "show_hidden_initial": False}
        return models.Field.formfield(self, **{**kwargs, **own})

    def deconstruct(self) -> Any:
        # The column is a plain JSON one; how it is edited is no matter for the database.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
