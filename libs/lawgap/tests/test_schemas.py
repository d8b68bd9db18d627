"""Every file that is shipped and every answer in JSON keeps to the schema that is published for it."""

from __future__ import annotations

import copy
import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lawgap.cli import arguments
from lawgap.schemas import ANSWERS, COMMON, FILES, schema
from lawgap.settled import ENTRIES, ORDER
from lawgap.strictyaml import plain, read_bytes
from lawgap.writing import kind_of

from libs.lawgap.tests.cli_answers import Output, answer, told
from libs.lawgap.tests.made_up import EXAMPLES, FIRST_READING, STANDARD, law_of, laws
from libs.lawgap.tests.test_cli import PACK, statute

#: Keywords of draft 2020-12 that the checker below knows; the schemas may use no others.
KEYWORDS = {
    *("$schema", "$defs", "$ref", "title", "description", "type", "enum", "const", "anyOf", "properties", "required"),
    *("additionalProperties", "items", "minItems", "minimum", "pattern"),
}
TYPES: dict[str, Any] = {
    "object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "null": type(None)
}  # fmt: skip
_schema = cache(schema)


class InvalidError(Exception):
    """A value does not keep to its schema."""


def check(name: str, value: Any) -> None:
    """Validate a value against a published schema."""
    _check(_schema(name), value, name, _schema(name))


def _check(rule: dict[str, Any], value: Any, at: str, root: dict[str, Any]) -> None:
    assert not rule.keys() - KEYWORDS, f"keywords the checker does not know: {rule.keys() - KEYWORDS}"
    if "$ref" in rule:
        file, _, pointer = rule["$ref"].partition("#/$defs/")
        home = _schema(file.removesuffix(".schema.json")) if file else root
        _check(home["$defs"][pointer], value, at, home)
    if "anyOf" in rule:
        _must(any(_holds(each, value, at, root) for each in rule["anyOf"]), at, "fits none", value)
    if "type" in rule:
        kinds = [rule["type"]] if isinstance(rule["type"], str) else rule["type"]
        fits = any(isinstance(value, TYPES[k]) and not (isinstance(value, bool) and k == "integer") for k in kinds)
        _must(fits, at, f"is not {kinds}", value)
    _must("enum" not in rule or value in rule["enum"], at, f"is none of {rule.get('enum')}", value)
    _must("const" not in rule or value == rule["const"], at, "is another", value)
    _must(not isinstance(value, int) or value >= rule.get("minimum", value), at, "is too small", value)
    if isinstance(value, str) and "pattern" in rule:
        _must(bool(re.search(rule["pattern"], value)), at, "does not match", value)
    if isinstance(value, list):
        _must(len(value) >= rule.get("minItems", 0), at, "has too few", value)
        for place, item in enumerate(value if "items" in rule else ()):
            _check(rule["items"], item, f"{at}[{place}]", root)
    if isinstance(value, dict):
        for name in rule.get("required", ()):
            _must(name in value, at, f"has no {name!r}", value)
        known, more = rule.get("properties", {}), rule.get("additionalProperties", True)
        for name, inner in value.items():
            _must(name in known or more is not False, at, f"may not have {name!r}", value)
            if name in known or isinstance(more, dict):
                _check(known.get(name, more), inner, f"{at}.{name}", root)


def _holds(rule: dict[str, Any], value: Any, at: str, root: dict[str, Any]) -> bool:
    try:
        _check(rule, value, at, root)
    except InvalidError:
        return False
    return True


def _must(holds: bool, at: str, why: str, value: Any) -> None:
    if not holds:
        raise InvalidError(f"{at} {why}: {str(value)[:200]}")


# --- Files ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    sorted([*EXAMPLES.rglob("*.yaml"), *PACK.rglob("*.yaml")]),
    ids=lambda path: f"{path.parent.parent.name}/{path.name}",
)
def test_shipped_files_keep_to_their_schema(path: Path) -> None:
    data = plain(read_bytes(path.read_bytes(), path.name))
    check(kind_of(data), data)
    assert kind_of(data) == path.parent.name.removesuffix("s") or path.parent.name == "verdicts"


@given(laws())
def test_what_the_loader_takes_the_schema_takes(found: list[dict[str, Any]]) -> None:
    law_of(found)
    check("instrument", {"instrument": "xx.act", "provisions": found})
    check("standard", STANDARD)


@given(st.data())
def test_a_field_that_the_loader_does_not_know_the_schema_refuses(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(sorted(FIRST_READING.rglob("*.yaml"))))
    changed = copy.deepcopy(plain(read_bytes(path.read_bytes(), path.name)))
    changed["made_up"] = "x"
    with pytest.raises(InvalidError):
        check(kind_of(changed), changed)


def test_the_settled_order_names_every_field_of_the_schemas() -> None:
    for name in FILES:
        assert set(schema(name)["properties"]) == set(ORDER[name]), name
    shared = schema(COMMON)["$defs"]
    for field, definition in {
        "provisions": "provision", "superseded": "reading", "review": "review", "cite": "cite", "max_penalty": "max_penalty"
    }.items():  # fmt: skip
        assert set(shared[definition]["properties"]) == set(ENTRIES[field]), field


# --- Answers --------------------------------------------------------------------------------------------


def test_answers_keep_to_their_schema(tmp_path: Path, capsys: Output) -> None:
    xml = statute(tmp_path)
    for folder, place in ((FIRST_READING, "hk"), (PACK, "hk"), (PACK, "gb-eaw")):
        check("score", answer(capsys, "score", folder, "--jurisdiction", place, "--cells"))
        check("score", answer(capsys, "score", folder, "--jurisdiction", place, "--read-on", "2026-11-22"))
        check("diff", answer(capsys, "diff", folder, place, f"{place}@2000-01-01", "--cells"))
    for bill in ("hk-widen-s129", "hk-modern-slavery-2017"):
        check("simulate", answer(capsys, "simulate", PACK, bill, "--cells"))
    check("check", answer(capsys, "check", PACK, "--statute", xml, status=1))
    check("statute", answer(capsys, "statute", xml))
    (tmp_path / "law" / "standards").mkdir(parents=True)
    source = next(FIRST_READING.glob("standards/*.yaml"))
    (tmp_path / "law" / "standards" / "one.yaml").write_bytes(source.read_bytes())
    check("record", answer(capsys, "record", tmp_path / "law", xml))
    kept = tmp_path / "law" / "records" / "hk.cap200.yaml"
    check("records", plain(read_bytes(kept.read_bytes(), kept.name)))
    (tmp_path / "law" / "standards" / "one.yaml").write_text("standard: [")
    from lawgap.cli import main

    assert main(["check", str(tmp_path / "law"), "--json"]) == 2
    check("check", json.loads(capsys.readouterr().out))


def test_the_command_prints_every_schema(capsys: Output) -> None:
    assert (FILES, ANSWERS) == (arguments.FILE_SCHEMAS, arguments.ANSWER_SCHEMAS)
    for name in (*FILES, *ANSWERS, COMMON):
        printed = json.loads(told(capsys, "schema", name))
        assert printed == schema(name)
        assert printed["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    with pytest.raises(ValueError, match="no schema 'none'"):
        schema("none")
