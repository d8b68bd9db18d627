"""The inventory covers every field about people, and says as long as the code does."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import models

from causeway.staff.models import LINK_LIFE
from causeway.supporters import retention

from .documents import document

DOCUMENT = document("docs/data-protection.md")
INVENTORY = DOCUMENT.section("Inventory")
CLASSES = {"personal", "trace", "secret", "internal", "public"}
#: Rooms about people: every field of every table has a row. Of the others, only what points at a person.
ROOMS = ("supporters", "staff")
TABLES = [model for room in ROOMS for model in apps.get_app_config(room).get_models()]
#: Fields of these names hold an address or number, or sound as if they did.
TELLING = re.compile(r"email|phone|address|user_agent|(?:^|_)ip(?:_|$)|birth|gender|nationality|passport")


def fields_of(model: type[models.Model]) -> set[str]:
    """The names of a table's columns and of its lists of other rows."""
    own = [*model._meta.concrete_fields, *model._meta.local_many_to_many, *model._meta.many_to_many]
    return {field.name for field in own}


@pytest.mark.parametrize("model", TABLES, ids=lambda model: model._meta.label)
def test_each_field_of_a_room_about_people_is_classified(model: type[models.Model]) -> None:
    section = INVENTORY.section(model._meta.label)
    classified = {name: row[1] for row in section.rows() for name in re.findall(r"`([a-z_]+)`", row[0])}
    assert fields_of(model) - set(classified) == set(), f"{model._meta.label}: say what these fields are for"
    assert set(classified) - fields_of(model) == set(), f"{model._meta.label}: these fields are gone"
    assert set(classified.values()) <= CLASSES


def test_no_table_is_described_that_does_not_exist() -> None:
    titles = re.findall(r"^### ((?:supporters|staff)\.\w+)$", DOCUMENT.text, re.MULTILINE)
    assert sorted(titles) == sorted(model._meta.label for model in TABLES)


def pointing_at_people() -> list[str]:
    """Every field of another room or package that names an account, or whose name sounds like an address."""
    account = get_user_model()
    found = []
    for model in apps.get_models():
        if model._meta.app_label in ROOMS:
            continue
        for field in model._meta.local_fields:
            points = field.is_relation and field.related_model is account
            sounds = isinstance(field, models.EmailField | models.GenericIPAddressField) or TELLING.search(field.name)
            if points or sounds:
                found.append(f"{model._meta.label} {field.name}")
    return found


def test_each_field_elsewhere_that_points_at_a_person_is_listed() -> None:
    cells = [row[0] for row in INVENTORY.rows()]
    missing = []
    for entry in pointing_at_people():
        label, name = entry.split()
        if not any(f"`{label}`" in cell and f"`{name}`" in cell for cell in cells):
            missing.append(entry)
    assert missing == []


def test_every_row_of_the_inventory_has_a_class() -> None:
    assert {row[1] for row in INVENTORY.rows()} <= CLASSES


def test_the_periods_are_those_of_the_code() -> None:
    from django.conf import settings

    rows = {row[0]: row[1] for row in DOCUMENT.section("Retention").rows()}

    def period(word: str) -> str:
        found = [said for what, said in rows.items() if word in what]
        assert len(found) == 1, word
        return found[0]

    assert period("nobody confirmed") == f"{retention.UNCONFIRMED.days} days"
    assert period("mail written as a file") == f"{retention.MAIL_FILES.days} days"
    assert period("address of somebody who left") == f"{retention.LEFT.days} days"
    assert period("keyed hash") == f"{retention.LEFT_RECORD.days // 365} years"
    assert period("one-time link").startswith(f"{LINK_LIFE.total_seconds() / 3600:.0f} hours")
    minutes, hours = settings.STAFF_IDLE_SECONDS // 60, settings.STAFF_SESSION_SECONDS // 3600
    assert f"{minutes} minutes without a click, {hours} hours" in period("staff session")
    assert f"{minutes} minutes without a click and after {hours} hours" in " ".join(
        document("docs/editors.md").text.split()
    )


def test_the_promise_of_no_column_is_kept() -> None:
    words = re.compile(r"worker|claimant|survivor|victim|status|name$|referr|click|open|ip$|agent")
    for model in apps.get_app_config("supporters").get_models():
        assert [name for name in fields_of(model) if words.search(name)] == [], model._meta.label
