"""The words of statements in another language, edited one a line: ``1: the words of value 1``."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

_LINE = re.compile(r"\s*([0-9]{1,4})\s*[:：]\s*(.*\S)\s*\Z")


def as_lines(words: Any) -> str:
    """Words as an editor sees them.

    Args:
        words: by the position of the value, from 0, as they are stored.
    """
    if not isinstance(words, dict):
        return ""
    numbered = sorted((int(number), str(text)) for number, text in words.items() if str(number).isdecimal())
    return "\n".join(f"{number + 1}: {text}" for number, text in numbered)


def from_lines(text: str) -> dict[str, str]:
    """Words as they are stored.

    Args:
        text: what an editor wrote.

    Raises:
        ValidationError: naming the first line that does not begin with the number of a value.
    """
    words: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        found = _LINE.match(line)
        if found is None or int(found.group(1)) == 0:
            raise ValidationError(
                _("Line %(line)s does not begin with the number of a value and a colon, for example 1: …"),
                params={"line": number},
            )
        key = str(int(found.group(1)) - 1)
        if key in words:
            raise ValidationError(_("Value %(number)s is there twice."), params={"number": found.group(1)})
        words[key] = found.group(2)
    return words


class WordsFormField(forms.CharField):
    """A box with one statement a line."""

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else as_lines(value)

    def to_python(self, value: Any) -> dict[str, str]:  # type: ignore[override]
        return value if isinstance(value, dict) else from_lines(value or "")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(data) != (initial or {})
        except ValidationError:
            return True


class WordsField(models.JSONField):
    """Words by the position of the value; stored as JSON, edited as lines."""

    def formfield(self, **kwargs: Any) -> Any:
        kwargs.pop("encoder", None)
        kwargs.pop("decoder", None)
        return models.Field.formfield(
            self, **{"form_class": WordsFormField, "widget": forms.Textarea(attrs={"rows": 3}), **kwargs}
        )

    def deconstruct(self) -> Any:
        # The column is a plain JSON one; how it is edited is no matter for the database.
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.JSONField", args, kwargs
