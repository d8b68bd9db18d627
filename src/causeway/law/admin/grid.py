"""The grid of a reading: for each value of each dimension whether it is reached, in doubt, or an offence in doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from lawgap.models import Scope, Standard

from causeway.law.entries import Data
from causeway.law.words import pick

#: The columns of the grid; each is a field of a reading.
COLUMNS: Final = ("scope", "doubtful", "doubtful_offence")


@dataclass(frozen=True)
class Row:
    """One value and its ticks."""

    code: str
    title: str
    ticks: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Side:
    """One dimension with its values."""

    code: str
    title: str
    rows: tuple[Row, ...]


@dataclass
class Grid:
    """The ticks of a reading.

    Args:
        standard: whose dimensions and values it has.
        ticks: for each column the ticked values of each dimension.
    """

    standard: Standard
    ticks: dict[str, dict[str, set[str]]] = field(default_factory=dict)

    @classmethod
    def of_reading(cls, standard: Standard, reading: Mapping[str, Any]) -> Grid:
        """The grid of a reading as its file says it."""
        found = cls(standard)
        for column in COLUMNS:
            written = reading.get(column) or {}
            found.ticks[column] = {
                side.code: _values(written.get(side.code), {value.code for value in side.values})
                for side in standard.dimensions
            }
        return found

    @classmethod
    def of_post(cls, standard: Standard, post: QueryDict) -> Grid:
        """The grid as a browser sends it; what is no value of the standard is passed over."""
        found = cls(standard)
        for column in COLUMNS:
            found.ticks[column] = {
                side.code: set(post.getlist(f"{column}.{side.code}")) & {value.code for value in side.values}
                for side in standard.dimensions
            }
        return found

    def sides(self, language: str) -> list[Side]:
        """The grid for a template, in a reader's language."""
        return [
            Side(
                side.code,
                pick(side.title, language),
                tuple(
                    Row(
                        value.code,
                        pick(value.title, language),
                        tuple(
                            (column, f"{column}.{side.code}", value.code in self.ticks[column][side.code])
                            for column in COLUMNS
                        ),
                    )
                    for value in side.values
                ),
            )
            for side in self.standard.dimensions
        ]

    def reading(self, kind: str) -> Data:
        """The fields of a reading that the grid holds, as its file would say them.

        Args:
            kind: the reading's kind; only offences and fragments reach conduct.
        """
        if kind not in ("offence", "fragment"):
            return {}
        found: Data = {"scope": {side.code: self._written("scope", side.code) for side in self.standard.dimensions}}
        for column in COLUMNS[1:] if kind == "fragment" else COLUMNS[1:2]:
            ticked = {code: self._written(column, code) for code, values in self.ticks[column].items() if values}
            if ticked:
                found[column] = ticked
        return found

    def _written(self, column: str, code: str) -> Any:
        side = self.standard.dimension(code)
        known = [value.code for value in side.values] if side else []
        ticked = [value for value in known if value in self.ticks[column][code]]
        return "any" if ticked == known and column == "scope" else ticked

    def faults(self, kind: str) -> list[str]:
        """Why the grid makes no sense, in sentences."""
        if kind not in ("offence", "fragment"):
            return []
        return [
            _(
                "Nothing is ticked under ‘%(side)s’, so the provision would reach nothing. Tick every value without a limit."
            )
            % {"side": pick(side.title)}
            for side in self.standard.dimensions
            if not self.ticks["scope"][side.code] and not self.ticks["doubtful"][side.code]
        ]


def _values(written: Any, known: set[str]) -> set[str]:
    if written == "any":
        return set(known)
    return set(written if isinstance(written, list) else [written] if written else []) & known


def in_words(standard: Standard, scope: Scope, doubtful: Scope, language: str) -> list[dict[str, Any]]:
    """A scope as sentences: for each dimension what is reached and what is in doubt.

    Args:
        standard: whose dimensions and values it uses.
        scope: what counts in the central reading.
        doubtful: what is in doubt.
        language: the reader's.

    Returns:
        For each dimension its ``title``, ``reached`` words, whether that is ``every`` value, and the words that are
        in doubt although counted (``doubted``) and in doubt and not counted (``perhaps``).
    """
    found = []
    for side in standard.dimensions:
        inside, unsure = scope.get(side.code, frozenset()), doubtful.get(side.code, frozenset())
        words = {value.code: pick(value.title, language) for value in side.values}
        found.append(
            {
                "title": pick(side.title, language),
                "reached": [title for code, title in words.items() if code in inside],
                "every": len(inside) == len(words),
                "doubted": [title for code, title in words.items() if code in inside & unsure],
                "perhaps": [title for code, title in words.items() if code in unsure - inside],
            }
        )
    return found
