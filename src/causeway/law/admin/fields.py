"""Fields of forms for what entries hold: words by language, sources, codes, parts of a bill."""

from __future__ import annotations

import re
from typing import Any

import yaml
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lawgap import LawError
from lawgap.strictyaml import plain, read_bytes

from causeway.law.words import BASE_LANGUAGE

_LONGEST = 8000


class WordsWidget(forms.Widget):
    """One box a language: the base language and those that have words stand open, the rest behind a line to open."""

    template_name = "law/admin/words.html"

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
        return context | {
            "own_id": own_id,
            "shown": shown,
            "hidden": [box for box in boxes if box not in shown],
            "rows": self.rows,
        }

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

    def __init__(self, *, rows: int = 2, **kwargs: Any) -> None:
        super().__init__(widget=WordsWidget(rows), **kwargs)

    def clean(self, value: Any) -> dict[str, str]:
        words = dict(value or {})
        if self.required and not words.get(BASE_LANGUAGE):
            raise ValidationError(_("Write it in English at least."), code="required")
        for code, text in words.items():
            if len(text) > _LONGEST:
                raise ValidationError(_("The words in ‘%(code)s’ are too long.") % {"code": code})
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or {}) != (data or {})


class LinesField(forms.CharField):
    """A list of codes, one a line."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows, "spellcheck": "false"}))
        super().__init__(**kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, list):
            return value
        lines = [line.strip() for line in str(value or "").splitlines()]
        return list(dict.fromkeys(line for line in lines if line))

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        for line in value:
            super().run_validators(line)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)


class CitedField(LinesField):
    """Sources with the place in each, one a line: the key, then the place."""

    _LINE = re.compile(r"(\S+)[ \t]*(.*)")

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{item.get('source', '')} {item.get('place', '')}".strip() for item in value)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        found = []
        for line in super().to_python(value):
            key, place = self._LINE.match(line).groups()  # type: ignore[union-attr] # a line is never empty
            found.append({"source": key, "place": place})
        return found

    def run_validators(self, value: Any) -> None:
        for item in value:
            forms.CharField.run_validators(self, item["place"])

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.prepare_value(initial or []) != self.prepare_value(self.to_python(data))


class PartsField(forms.CharField):
    """Part of an entry as its file writes it, in YAML, for what has too many sides for boxes."""

    def __init__(self, *, rows: int = 8, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.Textarea(attrs={"rows": rows, "spellcheck": "false", "class": "law-code"}), **kwargs
        )

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, list):
            return (
                yaml.safe_dump(value, allow_unicode=True, sort_keys=False, default_flow_style=None, width=100)
                if value
                else ""
            )
        return value

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        text = str(value or "").replace("\r\n", "\n")
        if not text.strip():
            return []
        try:
            found = plain(read_bytes(text.encode(), ""))
        except LawError as refused:
            fault = refused.faults[0]
            raise ValidationError(_("Line %(line)s: %(what)s") % {"line": fault.line, "what": fault.message}) from None
        if not isinstance(found, list):
            raise ValidationError(_("Begin each entry with ‘- ’."))
        return found

    def validate(self, value: Any) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Nothing more: the library reads what is inside."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (initial or []) != self.to_python(data)
        except ValidationError:
            return True
