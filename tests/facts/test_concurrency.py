"""Several people adding to one history at once: nothing is lost and no number is given twice."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase

from causeway.facts import api
from causeway.facts.models import Fact, FactValue, Source
from tests.facts.conftest import fact, source, value


@pytest.fixture
def only_what_we_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the test, take away what it made, not everything that migrations made as Django would."""

    def clear(_case: Any) -> None:
        for model in (FactValue, Fact, Source):
            model.objects.all().delete()

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", clear)


def test_values_added_at_once_are_all_kept(only_what_we_made: None, transactional_db: None) -> None:
    people, each = 6, 5
    api.load_sources([source()])
    api.load_facts([fact("t.busy", "count", value("0", **{"from": "1999"}))])
    errors: list[BaseException] = []
    start = threading.Barrier(people)

    def add(person: int) -> None:
        try:
            start.wait()
            for turn in range(each):
                year = 2000 + person * each + turn
                api.add_value("t.busy", value=str(year), from_=str(year), confidence="H", sources=[("gov-paper", "")])
        except BaseException as error:  # noqa: BLE001 (reported below, whatever it is)
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=add, args=(person,)) for person in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not errors
    values = list(FactValue.objects.filter(fact__key="t.busy").order_by("valid_from"))
    assert sorted(item.position for item in values) == list(range(people * each + 1))
    assert [item.value for item in values] == ["0", *(str(2000 + number) for number in range(people * each))]
    # Each ends the day before the next begins; the last still holds.
    assert [item.valid_until for item in values] == [f"{year}-12-31" for year in range(1999, 1999 + people * each)] + [
        ""
    ]
