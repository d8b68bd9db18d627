"""Every answer in JSON keeps to the schema that is published for it, on tables that carry an estimate and on some that do not."""

from __future__ import annotations

import json
import math
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from darkfigure.cli import main
from darkfigure.schemas import COMMON, NAMES, schema

#: Keywords of draft 2020-12 that the checker below knows; the schemas may use no others.
KEYWORDS = {
    *("$schema", "$defs", "$ref", "title", "description", "type", "enum", "const", "allOf", "anyOf", "if", "then"),
    *("else", "properties", "required", "additionalProperties", "unevaluatedProperties", "items", "minItems"),
    *("maxItems", "minimum", "exclusiveMinimum", "exclusiveMaximum", "maximum", "pattern"),
}
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "null": type(None), "number": (int, float), "integer": int
}  # fmt: skip


_schema = cache(schema)


class InvalidError(Exception):
    """A value does not keep to its schema."""


class Checker:
    """Validates against a schema and says which properties it has looked at, as ``unevaluatedProperties`` needs."""

    def __init__(self, name: str) -> None:
        self.root = _schema(name)

    def check(self, value: Any) -> None:
        self._check(self.root, value, "$", self.root)

    def _check(self, rule: dict[str, Any], value: Any, at: str, root: dict[str, Any]) -> set[str]:
        unknown = rule.keys() - KEYWORDS
        assert not unknown, f"keywords the checker does not know: {unknown}"
        self._simple(rule, value, at)
        seen: set[str] = set()
        if "$ref" in rule:
            file, _, pointer = rule["$ref"].partition("#/$defs/")
            home = _schema(file.removesuffix(".schema.json")) if file else root
            seen |= self._check(home["$defs"][pointer], value, at, home)
        for each in rule.get("allOf", ()):
            seen |= self._check(each, value, at, root)
        if "anyOf" in rule:
            passed = [found for each in rule["anyOf"] if (found := self._try(each, value, at, root)) is not None]
            self._must(bool(passed), at, "fits none of anyOf", value)
            seen |= set().union(*passed)
        if "if" in rule:
            held = self._try(rule["if"], value, at, root)
            seen |= self._check(rule["else" if held is None else "then"], value, at, root)
        if isinstance(value, dict):
            seen |= self._object(rule, value, at, root, seen)
        if isinstance(value, list):
            for place, item in enumerate(value if "items" in rule else ()):
                self._check(rule["items"], item, f"{at}[{place}]", root)
        return seen

    def _try(self, rule: dict[str, Any], value: Any, at: str, root: dict[str, Any]) -> set[str] | None:
        try:
            return self._check(rule, value, at, root)
        except InvalidError:
            return None

    def _simple(self, rule: dict[str, Any], value: Any, at: str) -> None:
        if "type" in rule:
            kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
            fits = any(
                isinstance(value, TYPES[kind]) and not (isinstance(value, bool) and kind in ("number", "integer"))
                for kind in kinds
            )
            self._must(fits, at, f"is not {kinds}", value)
        self._must("enum" not in rule or value in rule["enum"], at, f"is none of {rule.get('enum')}", value)
        self._must("const" not in rule or value == rule["const"], at, f"is not {rule.get('const')!r}", value)
        if isinstance(value, str) and "pattern" in rule:
            self._must(bool(re.search(rule["pattern"], value)), at, "does not match", value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            self._must(value >= rule.get("minimum", -math.inf), at, "is too small", value)
            self._must(value <= rule.get("maximum", math.inf), at, "is too large", value)
            self._must(value > rule.get("exclusiveMinimum", -math.inf), at, "is too small", value)
            self._must(value < rule.get("exclusiveMaximum", math.inf), at, "is too large", value)
        if isinstance(value, list):
            self._must(
                rule.get("minItems", 0) <= len(value) <= rule.get("maxItems", math.inf), at, "has so many", value
            )

    def _object(
        self, rule: dict[str, Any], value: dict[str, Any], at: str, root: dict[str, Any], seen: set[str]
    ) -> set[str]:
        for name in rule.get("required", ()):
            self._must(name in value, at, f"has no {name!r}", value)
        known = rule.get("properties", {})
        for name in known.keys() & value.keys():
            self._check(known[name], value[name], f"{at}.{name}", root)
        found = set(known) & set(value)
        more = rule.get("additionalProperties", True)
        for name in value.keys() - known.keys():
            self._must(more is not False, at, f"may not have {name!r}", value)
            if isinstance(more, dict):
                self._check(more, value[name], f"{at}.{name}", root)
        if rule.get("unevaluatedProperties") is False:
            over = set(value) - seen - found
            self._must(not over, at, f"may not have {over}", value)
        return found

    @staticmethod
    def _must(holds: bool, at: str, why: str, value: Any) -> None:
        if not holds:
            raise InvalidError(f"{at} {why}: {str(value)[:200]}")


def strict(text: str) -> Any:
    """Read JSON as other languages do: without NaN and infinities."""

    def refuse(word: str) -> None:
        raise AssertionError(f"{word} is no JSON")

    return json.loads(text, parse_constant=refuse)


@pytest.fixture
def tables(tmp_path: Path) -> dict[str, str]:
    """Tables that carry an estimate, and three that do not."""
    (tmp_path / "apart.csv").write_text("A,B,count\n1,0,10\n0,1,12\n")
    (tmp_path / "one.csv").write_text("A,count\n1,10\n")
    (tmp_path / "apart3.csv").write_text("A,B,C,count\n1,0,0,10\n0,1,0,12\n0,0,1,7\n")
    refused = {name: str(tmp_path / f"{name}.csv") for name in ("apart", "one", "apart3")}
    return {"UKdat_5": "dataset:UKdat_5", "Korea": "dataset:Korea", **refused}


FEW = ["--boot", "30", "--json"]
#: Five lists have 1,024 models of pairs: they are bootstrapped once, with few of them.
QUICK = {
    **{key: ["--method", "stepwise", "--method", "dga", "--method", "chao"] for key in ("compare", "report", "plot")},
    "estimate-average": ["--top", "5"],
}
COMMANDS = {
    "check": ["check", "--json", "--model", "[1]"],
    "estimate": ["estimate", *FEW],
    "estimate-no-bootstrap": ["estimate", "--boot", "0", "--json"],
    "estimate-average": ["estimate", "--method", "bic", "--average", *FEW],
    "estimate-profile": ["estimate", "--method", "independence", "--interval", "profile", *FEW],
    "estimate-chao": ["estimate", "--method", "chao", *FEW],
    "estimate-dga": ["estimate", "--method", "dga", *FEW],
    "compare": ["compare", *FEW],
    "sensitivity": ["sensitivity", "--claim", "20000", *FEW],
    "coverage": ["coverage", "--sets", "8", *FEW],
    "report": ["report", "--sets", "8", "--population", "70000000", *FEW],
    "plot": ["plot", *FEW],
    "plot-models": ["plot", "--figure", "models", *FEW],
}


@pytest.mark.parametrize("name", ["UKdat_5", "Korea", "apart", "one", "apart3"])
@pytest.mark.parametrize("key", COMMANDS)
def test_answers_keep_to_their_schema(
    key: str, name: str, tables: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    command, *options = COMMANDS[key]
    status = main([command, tables[name], *options, *(QUICK.get(key, []) if name == "UKdat_5" else [])])
    told = capsys.readouterr()
    answer = strict(told.out)
    Checker(command).check(answer)
    assert (status, answer["status"]) == ((3, "not-estimable") if name in ("apart", "one", "apart3") else (0, "ok"))
    assert told.err == ""
    if status:
        assert answer["grade"] == "C"
        assert {reason["code"] for reason in answer["reasons"]} <= {"one-list", "no-overlap", "no-admissible-model"}


@pytest.mark.parametrize("figure", ["overlap", "bootstrap", "ladder", "departure", "thresholds", "chapman", "range"])
def test_every_figure_keeps_to_the_schema(figure: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["plot", "dataset:Korea", "--figure", figure, "--claim", "500", *FEW]) == 0
    answer = strict(capsys.readouterr().out)
    Checker("plot").check(answer)
    assert answer["figure"] == figure
    assert answer["table"]["rows"]


@pytest.mark.parametrize(
    "argv",
    [
        ["survey", "--positive", "3", "--size", "100"],
        ["survey", "--positive", "0", "--size", "40", "--population", "40"],
        ["simulate", "--total", "500", "--capture", "0.1,0.2,0.05", "--pair", "A,B=2.5", "--reps", "2"],
        ["datasets"],
        ["datasets", "ukDAT"],
    ],
)
def test_commands_without_a_table_keep_to_their_schema(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*argv, "--json"]) == 0
    Checker(argv[0]).check(strict(capsys.readouterr().out))


def test_a_model_without_a_fit_keeps_to_the_schema(capsys: pytest.CaptureFixture[str]) -> None:
    argv = ["estimate", "dataset:Artificial_3", "--model", "[12,13,23]", "--json"]
    assert main(argv) == 3
    answer = strict(capsys.readouterr().out)
    Checker("estimate").check(answer)
    assert answer["existence"] == 2
    assert (answer["grade"], answer["table_grade"]) == ("C", "B")
    assert [reason["code"] for reason in answer["reasons"]] == ["not-identifiable"]


def test_the_schemas_say_what_is_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["estimate", "dataset:Korea", *FEW]) == 0
    answer = strict(capsys.readouterr().out)
    changes: tuple[dict[str, Any], ...] = (
        {"estimate": None}, {"estimate": "269"}, {"grade": "D"}, {"more": 1}, {"reasons": [{}]}, {"observed": -1}
    )  # fmt: skip
    for change in changes:
        with pytest.raises(InvalidError):
            Checker("estimate").check({**answer, **change})
    del answer["warnings"]
    with pytest.raises(InvalidError, match="has no 'warnings'"):
        Checker("estimate").check(answer)


@pytest.mark.parametrize("name", [*NAMES, COMMON])
def test_schemas_are_of_the_draft_they_name(name: str) -> None:
    found = schema(name)
    assert found["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert found["title"]


def test_there_is_no_other_schema() -> None:
    with pytest.raises(ValueError, match=r"There is no schema 'words'\. There are: check, estimate"):
        schema("words")
