"""Loading: all or nothing, twice as good as once, and back out as it went in."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causeway.facts import api
from causeway.facts.models import Fact, FactText, FactValue, Source
from tests.facts.conftest import FACTS, TEXTS, fact, source, value

pytestmark = pytest.mark.django_db


def test_loading_twice_changes_nothing(facts: None) -> None:
    values = list(FactValue.objects.order_by("pk").values())
    assert api.load_sources([source()]) == api.Loaded(0, 0, 1)
    assert api.load_facts(FACTS) == api.Loaded(0, 0, len(FACTS))
    assert api.load_texts("zh-hant", TEXTS) == api.Loaded(0, 0, len(TEXTS))
    assert list(FactValue.objects.order_by("pk").values()) == values


def test_what_was_loaded_comes_back(facts: None) -> None:
    dumped = api.dump_facts()
    for item in FACTS:
        given_back = dumped[item["key"]]
        for name, text in item.items():
            if name != "values":
                assert given_back[name] == text
        for mine, theirs in zip(item["values"], given_back["values"], strict=True):
            assert {name: theirs[name] for name in mine} == mine
    assert api.dump_texts("zh-hant") == TEXTS
    assert api.dump_sources(["gov-paper"])["gov-paper"] == {
        "url_note": "",
        "language": "en",
        "read": "part",
        "note": "",
        **source(),
    }


def test_a_dump_loads_again_unchanged(facts: None) -> None:
    assert api.load_facts(list(api.dump_facts().values())).unchanged == len(FACTS)
    assert api.load_sources(list(api.dump_sources().values())).unchanged == 2


def test_a_changed_value_replaces_and_the_rest_stays(facts: None) -> None:
    changed = copy.deepcopy(FACTS)
    changed[0]["values"][1]["value"] = "21"
    changed[0]["values"].append(value("30", **{"from": "2030"}))
    assert api.load_facts(changed) == api.Loaded(0, 1, len(FACTS) - 1)
    assert api.plain("t.days", "en") == "21 days"
    assert [item["value"] for item in api.dump_facts(["t.days"])["t.days"]["values"]] == ["28", "21", "30"]


def test_days_are_worked_out_on_loading(facts: None) -> None:
    first = FactValue.objects.get(fact__key="t.days", position=0)
    assert (str(first.starts_on), str(first.ends_on)) == ("2012-01-01", "2016-12-31")


BROKEN: list[tuple[dict[str, Any], str, str]] = [
    ({"topic": "gossip"}, "topic", "one of"),
    ({"type": "number"}, "type", "one of"),
    ({"key": "Upper"}, "key", "small letters"),
    ({"key": ""}, "key", "is empty"),
    ({"key": "facts"}, "key", "small letters"),
    ({"key": "x.json"}, "key", "small letters"),
    ({"title": ""}, "title", "is empty"),
    ({"title": 7}, "title", "quotation marks"),
    ({"title": "x" * 301}, "title", "at most 300"),
    ({"title": "a\u202eb"}, "title", "control character"),
    ({"title": "a\x00b"}, "title", "control character"),
    ({"colour": "red"}, "colour", "not a field"),
    ({"public": "no"}, "public", "true or false"),
    ({"refs": "U15"}, "refs", "list"),
    ({"currency": "dol"}, "currency", "three letters"),
    ({"type": "money"}, "currency", "ISO"),
    ({"values": []}, "values", "at least one"),
    ({"values": "14"}, "values", "at least one"),
    ({"values": ["14"]}, "values[0]", "fields"),
    ({"values": [value("1,400")]}, "values[0].value", "no commas"),
    ({"values": [value("")]}, "values[0].value", "is empty"),
    ({"values": [value("٣")]}, "values[0].value", "digits only"),
    ({"values": [value("9" * 40)]}, "values[0].value", "digits only"),
    ({"values": [value("14..7")]}, "values[0].value", "lower one"),
    ({"type": "count", "values": [value("1.5")]}, "values[0].value", "decimal"),
    ({"type": "range", "values": [value("5")]}, "values[0].value", "low..high"),
    ({"type": "ratio", "values": [value("1/6")]}, "values[0].value", "colon"),
    ({"type": "ratio", "values": [value("1:0")]}, "values[0].value", "above nought"),
    ({"type": "date", "values": [value("3 March")]}, "values[0].value", "YYYY"),
    ({"type": "phone", "values": [value("call us")]}, "values[0].value", "telephone"),
    ({"values": [value("14", confidence="sure")]}, "values[0].confidence", "one of"),
    ({"values": [value("14", qualifier="nearly")]}, "values[0].qualifier", "one of"),
    ({"values": [value("14", checked_on="2026-11")]}, "values[0].checked_on", "YYYY-MM-DD"),
    ({"values": [value("14", **{"from": "2014-02-30"})]}, "values[0].from", "YYYY"),
    ({"values": [value("14", **{"from": "2014", "until": "2013"})]}, "values[0].until", "before"),
    ({"values": [value("14", sources=[])]}, "values[0].sources", "name the source"),
    ({"values": [value("14", confidence="derived", sources=[])]}, "values[0].note", "working"),
    ({"values": [value("14", sources=[{"source": "nowhere"}])]}, "values[0].sources[0].source", "not the key"),
    ({"values": [value("14", sources=["gov-paper"])]}, "values[0].sources[0]", "source and place"),
    ({"values": [value("14", sources="gov-paper")]}, "values[0].sources", "list"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "hint"), BROKEN)
def test_a_fault_names_key_and_field_and_nothing_is_loaded(
    facts: None, change: dict[str, Any], field: str, hint: str
) -> None:
    broken = {**fact("t.broken", "days", value("14")), **change}
    before = api.dump_facts()
    with pytest.raises(api.FactLoadError) as caught:
        api.load_facts([fact("t.new", "days", value("1")), broken])
    found = {fault.field: fault for fault in caught.value.faults}
    assert field in found
    assert hint in found[field].message
    if "key" not in change:
        assert found[field].key == "t.broken"
        assert "fact t.broken" in str(caught.value)
    assert api.dump_facts() == before


def test_every_fault_is_named_at_once(facts: None) -> None:
    with pytest.raises(api.FactLoadError) as caught:
        api.load_facts(
            [fact("Bad", "days", value("x")), fact("t.days", "nothing", value("1")), fact("t.days", "days", value("1"))]
        )
    assert {(fault.key, fault.field) for fault in caught.value.faults} == {
        ("Bad", "key"), ("Bad", "values[0].value"), ("t.days", "type"), ("t.days", "key"),
    }  # fmt: skip


@pytest.mark.parametrize("items", [None, "text", {"key": "x"}, [None], ["x"], [[]], [{}]])
def test_no_list_of_entries(facts: None, items: Any) -> None:
    for load in (api.load_sources, api.load_facts):
        with pytest.raises(api.FactLoadError):
            load(items)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "javascript:alert(1)"}, "url"),
        ({"url": "example.org"}, "url"),
        ({"url": "ftp://example.org/x"}, "url"),
        ({"kind": "blog"}, "kind"),
        ({"read": "some"}, "read"),
        ({"date": "2014-2"}, "date"),
        ({"language": "English please"}, "language"),
        ({"key": "a..b"}, "key"),
    ],
)
def test_faults_of_sources(db: None, change: dict[str, Any], field: str) -> None:
    with pytest.raises(api.FactLoadError) as caught:
        api.load_sources([source("fine"), {**source("odd"), **change}])
    assert [fault.field for fault in caught.value.faults] == [field]
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("texts", "field"),
    [
        ({"no.such": {"title": "x"}}, "key"),
        ({"t.days": "x"}, "entry"),
        ({"t.days": {"titel": "x"}}, "titel"),
        ({"t.days": {"values": {"2": "x"}}}, "values"),
        ({"t.days": {"values": {"-1": "x"}}}, "values"),
        ({"t.days": {"values": {"0": ""}}}, "values[0]"),
        ({"t.days": {"values": ["x"]}}, "values"),
        ({"t.days": {"translation": "machine"}}, "translation"),
    ],
)
def test_faults_of_texts(facts: None, texts: dict[str, Any], field: str) -> None:
    with pytest.raises(api.FactLoadError) as caught:
        api.load_texts("th", {"t.people": {"title": "คน"}, **texts})
    assert field in {fault.field for fault in caught.value.faults}
    assert not FactText.objects.filter(language="th").exists()


def test_sources_are_changed_by_key(facts: None) -> None:
    assert api.load_sources([source(title="Another title"), source("third")]) == api.Loaded(1, 1, 0)
    assert Source.objects.get(key="gov-paper").title == "Another title"


_scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=6)
    | st.sampled_from(["H", "days", "2014", "gov-paper"])
)
_anything = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["key", "values", "value", "sources", "type", "from", "source", "refs"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_anything)
def test_no_input_breaks_the_check(entry: Any) -> None:
    # Whatever a file holds: faults, never an exception of another kind.
    api.check_sources([entry])
    api.check_facts([entry, {**fact("t.x", "days"), "values": [entry]}], {"gov-paper"})
    api.check_texts("th", {"t.days": entry}, {"t.days": 2})


def test_a_new_value_closes_the_former(facts: None) -> None:
    api.add_value("t.days", value="10", from_="2027-02-01", confidence="H", sources=[("gov-paper", "s.9")])
    held = api.dump_facts(["t.days"])["t.days"]["values"]
    assert [(item["value"], item["from"], item["until"]) for item in held] == [
        ("28", "2012", "2016-12-31"), ("14", "2017", "2027-01-31"), ("10", "2027-02-01", ""),
    ]  # fmt: skip


def test_a_newer_figure_leaves_the_older_one_as_it_was(facts: None) -> None:
    api.add_value("t.people", value="50100000", as_of="2024", confidence="M", sources=[("gov-paper", "")])
    assert [item["until"] for item in api.dump_facts(["t.people"])["t.people"]["values"]] == ["", ""]
    assert api.plain("t.people", "en") == "50.1 million"
    assert api.plain("t.people", "en", on="2022") == "49.6 million"


def test_a_faulty_value_is_not_added(facts: None) -> None:
    for key, fields in {"t.days": {"value": "ten", "confidence": "UNVERIFIED"}, "no.such": {"value": "1"}}.items():
        with pytest.raises(api.FactLoadError):
            api.add_value(key, **fields)
    assert Fact.objects.get(key="t.days").values.count() == 2
