"""Loading the law and giving it back: exactly what was loaded, twice as good as once, and nothing inconsistent."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causeway.law import api
from causeway.law.models import Instrument, Provision, Reading, Verdict
from causeway.law.signing import sign_reading, sign_verdict
from tests.law.conftest import ACTS, CRIMES, LAW, MEANS, PURPOSES, provision, sample, scope

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("kind", api.KINDS)
def test_what_was_loaded_comes_back(kind: str) -> None:
    held = api.dump(kind)
    assert list(held.values()) == LAW[kind]
    one = next(iter(held))
    assert api.dump(kind, [one]) == {one: held[one]}
    assert api.dump(kind, []) == {}


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("kind", api.KINDS)
def test_loading_twice_changes_nothing(kind: str) -> None:
    before = list(Reading.objects.values_list("pk", "made_at"))
    assert api.load(kind, copy.deepcopy(LAW[kind])) == api.Loaded(unchanged=len(LAW[kind]))
    assert list(Reading.objects.values_list("pk", "made_at")) == before


@pytest.mark.usefixtures("law")
def test_a_written_out_instrument_reads_like_one_by_hand() -> None:
    held = api.dump_instruments(["xx.cap200"])["xx.cap200"]
    assert list(held) == ["instrument", "kind", "title", "url", "sources", "provisions"]
    assert list(held["provisions"][0])[:3] == ["code", "title", "max_penalty"]


@pytest.mark.usefixtures("law")
def test_an_unsigned_reading_can_be_replaced_by_a_pack() -> None:
    changed = sample("law-instrument")
    changed["provisions"][2]["scope"] = scope(["harbour"], purpose=["prostitution"])
    reading = Reading.objects.get(provision__code="xx.cap200.s131")
    assert api.load_instruments([changed]) == api.Loaded(updated=1)
    assert api.dump_instruments(["xx.cap200"])["xx.cap200"] == changed
    assert Reading.objects.get(provision__code="xx.cap200.s131").pk == reading.pk


def _sign(code: str) -> Reading:
    pk = Reading.objects.filter(provision__code=code).order_by("-position").values_list("pk", flat=True)[0]
    return sign_reading(pk, name="Ada Example", role="solicitor", account=7)


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("how", ["changed", "unsigned again", "the provision is gone"])
def test_a_pack_cannot_undo_what_was_signed(how: str) -> None:
    _sign("xx.cap200.s131")
    held = api.dump_instruments(["xx.cap200"])["xx.cap200"]
    assert held["provisions"][2]["review"]["by"] == "Ada Example"
    new = copy.deepcopy(held)
    if how == "changed":
        new["provisions"][2]["kind"] = "fragment"
    elif how == "unsigned again":
        new = sample("law-instrument")
    else:
        del new["provisions"][2]
    with pytest.raises(api.LawDataError, match="signed by Ada Example"):
        api.load_instruments([new])
    assert api.dump_instruments(["xx.cap200"])["xx.cap200"] == held


@pytest.mark.usefixtures("law")
def test_a_pack_adds_a_reading_after_a_signed_one() -> None:
    _sign("xx.cap200.s131")
    new = copy.deepcopy(api.dump_instruments(["xx.cap200"])["xx.cap200"])
    held = new["provisions"][2]
    names = ("kind", "scope", "read_on", "put_forward_by", "review")
    held["superseded"] = [{name: held[name] for name in names}]
    held |= {"kind": "fragment", "read_on": "2026-12-01", "review": {"by": "", "role": "", "on": "", "note": ""}}
    assert api.load_instruments([new]) == api.Loaded(updated=1)
    assert api.dump_instruments(["xx.cap200"])["xx.cap200"] == new
    signed, draft = Reading.objects.filter(provision__code="xx.cap200.s131")
    assert (signed.signed_by, signed.signed_account, draft.is_signed) == ("Ada Example", 7, False)


@pytest.mark.usefixtures("law")
def test_a_pack_cannot_change_a_signed_verdict() -> None:
    sign_verdict(Verdict.objects.get().pk, name="Ada Example", role="solicitor", account=None)
    with pytest.raises(api.LawDataError, match="signed by Ada Example"):
        api.load_verdicts([{**sample("law-verdict"), "value": "covered"}])
    assert Verdict.objects.get().value == "partly"


@pytest.mark.usefixtures("law")
def test_versions_in_time_keep_apart() -> None:
    new = sample("law-instrument")
    old, later = copy.deepcopy(new["provisions"][0]), new["provisions"][0]
    old |= {"valid_from": "1978", "valid_to": "2019-12-31"}
    later["valid_from"] = "2020-01-01"
    new["provisions"].insert(0, old)
    api.load_instruments([new])
    assert api.dump_instruments(["xx.cap200"])["xx.cap200"] == new
    assert Provision.objects.filter(code="xx.cap200.s129").count() == 2


@pytest.mark.usefixtures("law")
def test_a_provision_that_left_the_pack_leaves_the_database() -> None:
    new = sample("law-instrument", 1)
    del new["provisions"][1]
    api.load_instruments([new])
    assert api.dump_instruments(["xx.cap212"])["xx.cap212"] == new
    assert not Provision.objects.filter(code="xx.cap212.s43").exists()


# --- What is refused --------------------------------------------------------------------------------


def _refused(kind: str, item: Any) -> list[api.Fault]:
    before = {name: api.dump(name) for name in api.KINDS}
    with pytest.raises(api.LawDataError) as refused:
        api.load(kind, [item])
    assert {name: api.dump(name) for name in api.KINDS} == before
    return refused.value.faults


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize(
    ("kind", "change", "field", "message"),
    [
        ("law-standard", {"sources": ["nowhere"]}, "sources[0]", "not the key of a source"),
        ("law-instrument", {"sources": ["questoin"]}, "sources[0]", "Do you mean 'question'"),
        ("law-instrument", {"url": "javascript:alert(1)"}, "url", "no web address"),
        ("law-instrument", {"provisions": "none"}, "provisions", "must be a list"),
        ("law-instrument", {"instrument": "a b"}, "instrument", "no code"),
        ("law-instrument", {"kind": 7}, "kind", "must be text"),
        ("law-bill", {"repeals": ["xx.cap200.s999"]}, "", "no known provision"),
        ("law-bill", {"title": {"en": "hid\u202eden"}}, "title.en", "control character"),
        ("law-verdict", {"put_forward_by": ""}, "", "by nobody"),
        ("law-verdict", {"value": "yes"}, "", "'value' is 'yes'"),
        ("law-verdict", {"review": {"by": "", "role": "judge", "on": "2026-01-01"}}, "", "review by nobody"),
        ("law-verdict", {"cites": ["xx.cap200.s999"]}, "", "no known provision"),
        ("law-view", {"sources": []}, "", "no 'sources'"),
        ("law-view", {"quote": {"en": "word " * 41}}, "", "longer than 40 words"),
        ("decision", {"sources": []}, "sources", "without a source"),
        ("decision", {"sources": [{"source": "nowhere"}]}, "sources[0].source", "not the key of a source"),
        ("decision", {"parties": ""}, "parties", "is empty"),
        ("decision", {"date": "2016-13"}, "date", "YYYY-MM-DD"),
        ("decision", {"outcome": "text"}, "outcome", "by language"),
        ("decision", {"judge": "someone"}, "judge", "not a field"),
        ("binding", {"status": "maybe"}, "status", "say one of"),
        ("binding", {"sources": []}, "sources", "or say unverified"),
        ("binding", {"order": "first"}, "order", "whole number"),
    ],
)
def test_bad_entries_are_refused_with_where_and_why(
    kind: str, change: dict[str, Any], field: str, message: str
) -> None:
    (fault,) = _refused(kind, {**sample(kind), **change})
    assert fault.field == field
    assert message in fault.message
    assert fault.kind == kind
    # Which key: that of the entry, or its number where it has no proper one.
    assert fault.key


@pytest.mark.usefixtures("law")
def test_a_provision_that_a_bill_amends_cannot_go() -> None:
    new = sample("law-instrument")
    del new["provisions"][0]
    faults = _refused("law-instrument", new)
    assert {(fault.kind, fault.key) for fault in faults} == {
        ("law-bill", "xx-widen-s129"),
        ("law-verdict", "xx.art5.1.a"),
    }


@pytest.mark.usefixtures("law")
def test_overlapping_versions_are_refused_in_words_without_file_names() -> None:
    new = sample("law-instrument")
    new["provisions"].append(copy.deepcopy(new["provisions"][0]))
    faults = _refused("law-instrument", new)
    assert "hold at the same time" in faults[0].message
    assert "instruments/" not in str(faults[0])


@pytest.mark.usefixtures("sources")
def test_what_makes_sense_only_together_is_loaded_together() -> None:
    with api.changes_once():
        api.load_bills([sample("law-bill")])
        api.load_instruments([sample("law-instrument")])
        api.load_standards([sample("law-standard")])
    assert set(api.law().bills) == {"xx-widen-s129"}


@pytest.mark.usefixtures("sources")
def test_all_of_it_or_nothing() -> None:
    with pytest.raises(api.LawDataError):
        api.load_law({**copy.deepcopy(LAW), "law-view": [{**sample("law-view"), "target": "nothing"}]})
    assert not Instrument.objects.exists()


SCOPES = st.fixed_dictionaries(
    {
        name: st.one_of(st.just("any"), st.lists(st.sampled_from(values), unique=True))
        for name, values in (
            ("act", ACTS),
            ("means", MEANS),
            ("purpose", PURPOSES),
            ("border", ["cross", "internal"]),
            ("victim", ["adult", "child"]),
        )
    }
)
PROVISIONS = st.builds(
    lambda kind, reach, more: {**provision("s1", kind, reach), **more},
    st.sampled_from(["offence", "fragment", "duty", "policy"]),
    SCOPES,
    st.fixed_dictionaries(
        {},
        optional={
            "summary": st.dictionaries(st.sampled_from(["en", "zh-hant", "ur"]), st.sampled_from(["A", "乙", ""])),
            "max_penalty": st.sampled_from([{}, {"years": "10"}, {"life": "true"}, {"fine": "at level 6"}]),
            "doubtful": st.sampled_from([{}, {"act": ["recruit"]}]),
            "doubtful_offence": st.just({}),
            "valid_to": st.sampled_from(["", "2030", "2030-01"]),
            "superseded": st.just([]),
            "note": st.just({"en": "A note"}),
        },
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(made=st.lists(PROVISIONS, max_size=4), bare=st.booleans())
@pytest.mark.usefixtures("law")
def test_any_instrument_comes_back_as_it_went_in(made: list[dict[str, Any]], bare: bool) -> None:
    item: dict[str, Any] = {"instrument": "xx.any", "provisions": made}
    for number, entry in enumerate(made):
        entry["code"] = f"s{number}"
    if bare and not made:
        del item["provisions"]
    api.load_instruments([copy.deepcopy(item)])
    assert api.dump_instruments(["xx.any"]) == {"xx.any": item}
    assert api.load_instruments([item]) == api.Loaded(unchanged=1)


@pytest.mark.usefixtures("law")
def test_views_of_one_description_are_numbered() -> None:
    bare = {name: value for name, value in sample("law-view").items() if name != "key"}
    assert api.view_keys([bare, bare, {**bare, "key": "own"}]) == [
        "xx:purpose.forced_labour:government:2024-06-25",
        "xx:purpose.forced_labour:government:2024-06-25:2",
        "own",
    ]


def test_the_sample_is_left_as_it_is() -> None:
    """Tests change copies."""
    assert CRIMES["provisions"][0]["max_penalty"] == {"years": "10"}
