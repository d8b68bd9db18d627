"""What the code has, the documentation says; what the documentation names, the code has."""

from __future__ import annotations

import argparse
import ast
import re
from typing import Any

import pytest

from causeway.env import SETTINGS
from causeway.ops.logs import FIELDS
from causeway.ops.packs import grammar, shapes
from causeway.pages.api import page_types
from causeway.pages.blocks import CalloutBlock, ReaderBlocks
from causeway.staff.roles import ROLES

from .documents import ROOT, document

OPERATORS = document("docs/operators.md")
EDITORS = document("docs/editors.md")
PACKS = document("docs/packs.md")
ARCHITECTURE = document("docs/architecture.md")


# --- Settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_each_setting_has_a_row_with_its_default(setting: Any) -> None:
    rows = {row[0].strip("`"): row for row in OPERATORS.section("Settings").rows()}
    assert setting.name in rows, f"docs/operators.md, Settings: no row for {setting.name}"
    default = f"`{setting.default}`" if setting.default else "empty"
    assert rows[setting.name][1] == default
    assert len(rows[setting.name][2]) > 20


def test_no_setting_is_documented_that_does_not_exist() -> None:
    assert OPERATORS.section("Settings").first_cells() == {setting.name for setting in SETTINGS}


# --- Commands and targets -------------------------------------------------------------------------


def parsers() -> dict[str, argparse.ArgumentParser]:
    """Every command of ``causeway`` with its parser, also those that are for other commands."""
    from causeway.ops import cli
    from causeway.ops.packs.commands import add_actions

    pack = argparse.ArgumentParser()
    add_actions(pack)
    found = {f"pack {name}": made for name, made in _below(pack).items()}
    return {**{name: made for name, made in _below(cli._parser()).items() if name != "pack"}, **found}


def _below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    actions = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    return dict(actions[0].choices) if actions else {}


def _choices(parser: argparse.ArgumentParser) -> list[str]:
    return [str(choice) for action in parser._actions if not action.option_strings for choice in action.choices or ()]


def test_each_command_has_a_row_and_each_row_is_a_command() -> None:
    commands = {
        f"causeway {name}{f' {choice}' if choice else ''}"
        for name, parser in parsers().items()
        for choice in _choices(parser) or [""]
    }
    named = {re.sub(r" [A-Z]+$", "", cell) for cell in OPERATORS.section("Commands").first_cells()}
    assert named == commands


def test_each_option_is_documented() -> None:
    options = {
        option
        for parser in parsers().values()
        for action in parser._actions
        for option in action.option_strings
        if option not in {"-h", "--help"} and action.help != argparse.SUPPRESS
    }
    assert options, "no options were found: has the command line changed its shape?"
    assert options <= OPERATORS.code | PACKS.code


def test_what_is_said_not_to_be_there_is_not_there() -> None:
    missing = {"backup", "restore", "static"} - set(parsers())
    assert all(f"causeway {name}" in OPERATORS.code for name in missing)
    assert "are not there yet" in OPERATORS.section("Commands").text


def test_each_make_target_has_a_row_and_each_row_is_a_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert {"run", "test"} <= targets
    assert OPERATORS.section("make targets").first_cells() == {f"make {target}" for target in targets}


# --- Pages, blocks, packs -------------------------------------------------------------------------


def test_each_page_type_has_a_row() -> None:
    rows = {row[0].strip("`"): row[1].strip("`") for row in ARCHITECTURE.section("Page types and blocks").rows()}
    assert rows == {name: model.__name__ for name, model in page_types().items()}


def test_each_block_is_explained_to_editors_and_named_to_programmers() -> None:
    blocks = set(ReaderBlocks().child_blocks)
    assert EDITORS.section("Blocks").first_cells() == blocks
    assert blocks <= ARCHITECTURE.section("Page types and blocks").code


def test_each_callout_and_group_of_guides_is_named_as_editors_see_it() -> None:
    from causeway.pages.models import GuidePage

    kinds = CalloutBlock().child_blocks["kind"].field.choices
    for words in [str(label) for _code, label in [*kinds, *GuidePage.SECTIONS] if _code]:
        assert words in EDITORS.text, words


@pytest.mark.parametrize("directive", grammar.DIRECTIVES.values(), ids=lambda directive: directive.name)
def test_each_directive_has_a_row_with_its_fields(directive: grammar.Directive) -> None:
    rows = {row[0].strip("`"): row[1] for row in PACKS.section("Directives").rows()}
    assert directive.name in rows
    wanted = {*directive.styles, *directive.fields, *directive.item_fields, *directive.parts}
    missing = {name for name in wanted if not re.search(rf"`(?:#### )?{name}`", rows[directive.name])}
    assert not missing, f"docs/packs.md, Directives, {directive.name}: {missing}"


def test_no_directive_is_documented_that_does_not_exist() -> None:
    assert PACKS.section("Directives").first_cells() == set(grammar.DIRECTIVES)


def test_each_front_matter_key_has_a_row() -> None:
    front = PACKS.section("Front matter")
    rows = {row[0].strip("`"): row[1] for row in front.rows()}
    assert set(grammar.PAGE_KEYS) | set(grammar.EXTRA_KEYS) == set(rows)
    for kind, keys in grammar.EXTRA_KEYS.items():
        assert set(keys) <= set(re.findall(r"`([a-z_]+)`", rows[kind])), kind


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Sources", grammar.SOURCE_FIELDS),
        ("Facts", (*grammar.FACT_FIELDS, *grammar.VALUE_FIELDS, *grammar.CITED_FIELDS)),
        ("Words of facts in other languages", grammar.TEXT_FIELDS),
        ("Topics and wordings", (*grammar.TOPIC_FIELDS, *grammar.WORDING_FIELDS)),
    ],
)
def test_each_field_of_a_table_is_documented(title: str, fields: tuple[str, ...]) -> None:
    assert set(fields) <= PACKS.section(title).code


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("decision", "Decisions and bindings"),
        ("binding", "Decisions and bindings"),
        ("ask", "Asks"),
        ("event", "Events"),
        ("calendar", "Calendar"),
        ("figure", "Figures"),
    ],
)
def test_each_field_of_the_law_and_the_asks_is_documented(kind: str, title: str) -> None:
    fields = shapes.TABLES[kind].fields
    assert shapes.field_names(fields) | shapes.choices(fields) <= PACKS.section(title).code


def test_every_kind_of_entry_has_its_section() -> None:
    assert set(shapes.TABLES) == {"decision", "binding", "ask", "event", "calendar", "figure"}


def test_each_choice_of_a_fact_and_a_source_is_documented() -> None:
    from causeway.facts import vocabulary

    assert {*vocabulary.TOPICS, *vocabulary.TYPES, *vocabulary.CONFIDENCE} <= PACKS.section("Facts").code
    assert set(vocabulary.QUALIFIERS) - {""} <= PACKS.section("Facts").code
    assert {*vocabulary.SOURCE_KINDS, *vocabulary.READ} <= PACKS.section("Sources").code
    for words in [*vocabulary.TYPES.values(), *vocabulary.CONFIDENCE_SHORT.values()]:
        assert str(words).casefold() in EDITORS.section("Facts").text.casefold(), words


def test_each_field_of_the_manifest_is_documented() -> None:
    from causeway.ops.packs.faults import Faults
    from causeway.ops.packs.tables import read_manifest
    from causeway.ops.packs.yamlfile import read_yaml

    # The reader itself says which fields it knows, when it meets one it does not.
    faults = Faults()
    for text in ("nonsense: x\n", "organisation: {nonsense: x}\n"):
        node = read_yaml(text, "pack.yaml", faults)
        assert node is not None
        read_manifest(node, "pack.yaml", faults)
    said = [fault.message for fault in faults.blocking if "has no field" in fault.message]
    known = {name for message in said for name in re.findall(r"[a-z_]+", message.partition(" It is ")[2])}
    known -= {"one", "of"}
    assert {"name", "time_zone", "phone_fact"} <= known
    assert known <= PACKS.section("pack.yaml").code


# --- Rooms and roles ------------------------------------------------------------------------------


def test_each_room_has_a_row_and_each_row_is_a_room() -> None:
    rooms = {f"src/causeway/{place.parent.name}/" for place in (ROOT / "src/causeway").glob("*/apps.py")}
    assert ARCHITECTURE.section("The rooms").first_cells() == rooms


def test_each_module_of_the_house_is_named() -> None:
    modules = {f"src/causeway/{place.name}" for place in (ROOT / "src/causeway").glob("[!_]*.py")}
    assert modules <= ARCHITECTURE.section("The rooms").code


def test_each_role_has_a_row_with_its_name() -> None:
    rows = {row[0].strip("`"): row[1] for row in EDITORS.section("Who may do what").rows()}
    assert rows == {role.code: str(role.label) for role in ROLES}


# --- Running it -----------------------------------------------------------------------------------


def test_each_field_of_a_log_line_is_documented() -> None:
    named = OPERATORS.section("Logs").first_cells()
    assert named == set(FIELDS)


def test_each_folder_of_the_data_is_documented() -> None:
    from causeway.ops.machine import PRIVATE_FOLDERS, PUBLIC_FOLDERS

    rows = {row[0].strip("`/"): row[2] for row in OPERATORS.section("The data folder").rows()}
    assert {*PRIVATE_FOLDERS, *PUBLIC_FOLDERS} <= set(rows)
    assert all(rows[name] == "the site's account" for name in PRIVATE_FOLDERS)
    assert all(rows[name] == "others may read" for name in PUBLIC_FOLDERS)


def refusals() -> list[str]:
    """The longest fixed part of every sentence with which a start is refused."""
    found = []
    for name in ("machine", "prepare", "up"):
        tree = ast.parse((ROOT / f"src/causeway/ops/{name}.py").read_text(encoding="utf-8"))
        for call in ast.walk(tree):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "UnfitError" and call.args):
                continue
            sentence = call.args[0]
            parts = sentence.values if isinstance(sentence, ast.JoinedStr) else [sentence]
            fixed = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
            longest = max(fixed, key=len, default="").strip()
            if longest:
                found.append(longest)
    return found


@pytest.mark.parametrize("fixed", sorted(set(refusals())))
def test_each_sentence_at_the_start_is_explained(fixed: str) -> None:
    assert fixed in OPERATORS.section("Sentences at the start").text


def test_the_check_for_sentences_sees_them() -> None:
    assert len(refusals()) > 10


def test_the_sentences_of_make_are_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    sentences = re.findall(r'echo "((?:Causeway needs|Python\'s|This account)[^"]*)" >&2', makefile)
    assert len(sentences) >= 3
    text = OPERATORS.section("Sentences at the start").text
    for sentence in sentences:
        assert max(sentence.split("$(CURDIR)"), key=len).strip() in text


def test_the_health_addresses_exist() -> None:
    from django.urls import resolve

    for address in OPERATORS.section("Health").first_cells():
        resolve(address)


def test_the_public_addresses_that_are_named_exist() -> None:
    from django.urls import resolve

    named = ARCHITECTURE.section("The way of a request").code
    for address in sorted(named):
        if re.fullmatch(r"/[a-z./]+", address) and address not in {"/static/", "/media/images/", "/documents/"}:
            resolve(address)
    for below in ("facts/", "news-sign-up/", "search/", "news/feed.atom"):
        assert below in named
        resolve(f"/en/{below}")
