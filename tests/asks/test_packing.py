"""Asks, events and yearly dates in and out as plain data, and what is refused, with where and why."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from causeway.asks import api
from causeway.asks.counting import count_words
from causeway.asks.models import Ask, CalendarEntry, Event, Milestone
from causeway.facts import api as facts_api

from .conftest import ASKS, CALENDAR, EVENTS, SECRET, SOURCES, event, sample, words

pytestmark = pytest.mark.django_db
PACK = Path(__file__).parents[2] / "packs" / "hongkong"


def test_everything_arrives_and_comes_back(asks: None) -> None:
    assert [ask.key for ask in Ask.objects.all()] == ["law", "plan"]
    for dump, entries in ((api.dump_asks, ASKS), (api.dump_events, EVENTS), (api.dump_calendar, CALENDAR)):
        held = dump()
        for entry in entries:
            # What the entry does not say is empty in what comes back.
            assert {name: held[entry["key"]][name] for name in entry} == entry
    assert json.loads(json.dumps(api.dump_events())) == api.dump_events()


def test_what_comes_back_can_be_loaded_again_and_changes_nothing(asks: None) -> None:
    before = api.dump_asks(), api.dump_events(), api.dump_calendar()
    assert api.load_asks(before[0].values()) == api.Loaded(unchanged=2)
    assert api.load_events(before[1].values()) == api.Loaded(unchanged=len(EVENTS))
    assert api.load_calendar(before[2].values()) == api.Loaded(unchanged=1)
    for model in (Event, Ask, CalendarEntry):
        model.objects.filter(key__in=["published", "rumour"] if model is Event else []).delete()
    assert api.load_events(EVENTS) == api.Loaded(created=2, unchanged=len(EVENTS) - 2)
    assert api.dump_events() == before[1]


def test_some_are_asked_for_by_key(asks: None) -> None:
    assert list(api.dump_events(["q1", "nobody"])) == ["q1"]
    assert list(api.dump_asks([])) == []


def test_a_change_is_counted_and_replaces_what_was_there(asks: None) -> None:
    changed = sample(EVENTS, "published") | {
        "sources": [{"source": "daily", "place": ""}, {"source": "weekly", "place": "p. 2"}],
        "milestones": [],
        "note": words("Said otherwise."),
    }
    assert api.load_events([changed, sample(EVENTS, "q1")]) == api.Loaded(updated=1, unchanged=1)
    held = api.dump_events(["published"])["published"]
    assert (held["sources"], held["milestones"]) == (changed["sources"], [])


def test_a_reply_may_stand_before_its_question(sources: None) -> None:
    api.load_asks(ASKS)
    api.load_events([sample(EVENTS, "a1"), sample(EVENTS, "q1")])
    assert Event.objects.get(key="a1").answers == Event.objects.get(key="q1")


def test_what_is_to_set_is_a_draft(sources: None) -> None:
    api.load_asks(ASKS)
    entry = sample(EVENTS, "unread")
    del entry["draft"]
    api.load_events([entry])
    assert Event.objects.get().draft


def test_what_staff_keep_to_themselves_is_never_given_out_and_survives_a_load(asks: None) -> None:
    Event.objects.filter(key="a1").update(
        compared_text=SECRET, entered_by="Ada Example", dispute_note=SECRET, disputed_by="Ada Example"
    )
    assert SECRET not in json.dumps(api.dump_events())
    assert "Ada Example" not in json.dumps(api.dump_events())
    api.load_events([sample(EVENTS, "a1") | {"stance": "neutral"}])
    assert Event.objects.get(key="a1").compared_text == SECRET


def test_what_was_checked_by_a_second_speaker_comes_back(asks: None) -> None:
    ask = sample(ASKS, "law") | {"translation": {"zh-hant": "draft"}}
    ask["milestones"][0]["translation"] = {"zh-hant": "checked"}
    api.load_asks([ask])
    assert api.dump_asks(["law"])["law"] == {**ask, "milestones": api.dump_asks(["law"])["law"]["milestones"]}
    first, second, *_rest = Milestone.objects.filter(ask__key="law").order_by("sort_order")
    assert [row.is_draft_in("zh-hant") for row in (first, second)] == [False, True]
    Ask.objects.filter(key="law").update(translation={"zh-hant": "checked"})
    assert not Milestone.objects.get(key="law.in-force").is_draft_in("zh-hant")


def test_a_file_does_not_lift_a_dispute(asks: None) -> None:
    Event.objects.filter(key="published").update(disputed=True)
    api.load_events([sample(EVENTS, "published") | {"date": "2015-06"}])
    assert Event.objects.get(key="published").disputed
    assert api.dump_events(["published"])["published"]["disputed"] == "true"


def test_a_milestone_with_events_does_not_go(asks: None) -> None:
    ask = sample(ASKS, "plan")
    del ask["milestones"][0]
    with pytest.raises(api.AsksError) as refusal:
        api.load_asks([ask])
    assert str(refusal.value) == (
        "ask plan: milestones no longer has 'plan.published', which events name (published); change those first"
    )
    assert Milestone.objects.filter(key="plan.published").exists()
    free = sample(ASKS, "law")
    del free["milestones"][0]
    assert api.load_asks([free]).updated == 1
    assert not Milestone.objects.filter(key="law.draft").exists()


def test_a_milestone_belongs_to_one_ask(asks: None) -> None:
    ask = sample(ASKS, "plan")
    ask["milestones"].append(sample(ASKS, "law")["milestones"][0])
    with pytest.raises(api.AsksError, match=r"'law\.draft' is a milestone of 'law' already"):
        api.load_asks([ask])


LONG = " ".join(["word"] * 41)
BAD_EVENTS = [
    ({"sources": []}, "sources", "is empty; an event without a source is not recorded"),
    ({"sources": [{"source": "gov-papr"}]}, "sources[0].source", "is not the key of a source: 'gov-papr'. Do you mean 'gov-paper'?"),
    ({"sources": [{"source": "daily"}, {"source": "daily", "place": ""}]}, "sources[1]", "stands twice"),
    ({"sources": ["daily"]}, "sources[0]", "must have source and place"),
    ({"sources": [{"source": "daily", "page": "3"}]}, "sources[0].page", "is not a field that is known here"),
    ({"kind": "speech"}, "kind", "is 'speech'; say one of: question, reply,"),
    ({"stance": "for"}, "stance", "is 'for'; say one of: supports,"),
    ({"stance": "to-set"}, "stance", "is 'to-set'; such an event stays a draft"),
    ({"actor_kind": "person"}, "actor_kind", "is 'person'; say one of"),
    ({"effect": "helps"}, "effect", "is 'helps'; say one of: none,"),
    ({"confidence": "X"}, "confidence", "is 'X'; say one of: H, M, L"),
    ({"milestones": [{"key": "law.drft", "effect": "completes"}]}, "milestones[0].key", "Do you mean 'law.draft'?"),
    ({"milestones": [{"key": "law.draft", "effect": "finishes"}]}, "milestones[0].effect", "is 'finishes'; say one of"),
    ({"milestones": [{"key": "law.draft", "effect": "advances"}] * 2}, "milestones[1].key", "stands twice"),
    ({"milestones": [{"key": "law.covers", "effect": "completes"}]}, "milestones[0].key", "which the law itself reaches"),
    ({"asks": ["lwa"]}, "asks[0]", "is not the key of an ask: 'lwa'."),
    ({"asks": []}, "asks", "is empty; name the asks it is about"),
    ({"asks": ["law", "law"]}, "asks[1]", "stands twice"),
    ({"asks": [], "draft": "true", "effect": "refuses"}, "asks", "is empty, yet the effect is 'refuses'"),
    ({"kind": "reply", "answers": "q9"}, "answers", "is not the key of an event: 'q9'."),
    ({"kind": "reply", "answers": "published"}, "answers", "which is a statement; only a question is answered"),
    ({"kind": "reply", "answers": "q2"}, "answers", "which was asked after this was said (2014-02-20)"),
    ({"answers": "q1"}, "answers", "is only for a reply; this is a statement"),
    ({"quote": {"en": LONG}}, "quote.en", "has 41 words; at most 40 may be quoted"),
    ({"quote": {"zh-hant": "字" * 81}}, "quote.zh-hant", "has 41 words"),
    ({"date": "2014-02-30"}, "date", "is '2014-02-30'; write YYYY"),
    ({"date": "12.2.2014"}, "date", "is '12.2.2014'"),
    ({"date": ""}, "date", "is ''"),
    ({"actor": {}}, "actor", "has no words in 'en'"),
    ({"text": {"zh-hant": "字"}}, "text", "has no words in 'en'"),
    ({"text": "words"}, "text", "needs its words by language"),
    ({"text": {"en": "ok", "xx": "?"}}, "text", "has words in 'xx', which is no language of this site"),
    ({"text": {"en": 4}}, "text.en", "must be text"),
    ({"text": {"en": "a\u202eb"}}, "text.en", "holds a control character"),
    ({"note": {"en": "x" * 4001}}, "note.en", "has 4,001 characters; at most 4,000 fit"),
    ({"draft": "maybe"}, "draft", "is 'maybe'; say true or false"),
    ({"translation": {"zh-hant": "good"}}, "translation.zh-hant", "is 'good'; say one of: draft, checked"),
    ({"compared_text": SECRET}, "compared_text", "is not a field that is known here"),
    ({"key": "Q 1"}, "key", "may hold only small letters"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "field", "message"), BAD_EVENTS)
def test_a_bad_event_is_refused_with_where_and_why(asks: None, change: Any, field: str, message: str) -> None:
    entry = event("new", "2014-02-20") | change
    found = api.check_events([entry])
    assert [fault.field for fault in found if message in fault.message] == [field], found
    before = api.dump_events()
    with pytest.raises(api.AsksError) as refusal:
        api.load_events([event("good", "2020"), entry])
    fault = refusal.value.faults[0]
    assert (fault.kind, fault.key) == ("event", entry["key"] if isinstance(entry["key"], str) else "number 2")
    assert api.dump_events() == before


BAD_ASKS: list[tuple[Any, str, str]] = [
    ({"milestones": []}, "milestones", "must be a list with at least one milestone"),
    ({"title": {}}, "title", "has no words in 'en'"),
    ({"order": "first"}, "order", "is 'first'; write a whole number"),
    ({"states": "x"}, "states", "is not a field that is known here"),
]
BAD_MILESTONES: list[tuple[Any, str, str]] = [
    ({"state": "stalled"}, "state", "is 'stalled'; say one of: acknowledged,"),
    ({"reached_by": "magic"}, "reached_by", "is 'magic'"),
    ({"test": {}}, "test", "has no words in 'en'"),
    ({"translation": {"en": "checked"}}, "translation", "which is no language translated into here"),
    ({"optional": "perhaps"}, "optional", "say true or false"),
    ({"standard": "un.x"}, "standard", "is only for a milestone that is reached by law-coverage"),
    ({"key": "law.in-force"}, "key", "is used twice"),
]


@pytest.mark.parametrize(("change", "field", "message"), BAD_ASKS)
def test_a_bad_ask_is_refused(change: Any, field: str, message: str) -> None:
    found = api.check_asks([sample(ASKS, "law") | change])
    assert [fault.field for fault in found if message in fault.message] == [field], found


@pytest.mark.parametrize(("change", "field", "message"), BAD_MILESTONES)
def test_a_bad_milestone_is_refused(change: Any, field: str, message: str) -> None:
    ask = sample(ASKS, "law")
    number = 0 if "key" not in change else 1
    ask["milestones"][0].update(change)
    found = api.check_asks([ask])
    assert [fault.field for fault in found if message in fault.message] == [f"milestones[{number}].{field}"], found


@pytest.mark.parametrize(
    ("change", "field"),
    [({"from": "6-1"}, "from"), ({"to": "02-30"}, "to"), ({"title": {}}, "title"), ({"sources": [{"source": "x"}]}, "sources[0].source")],
)  # fmt: skip
def test_a_bad_yearly_date_is_refused(sources: None, change: Any, field: str) -> None:
    with pytest.raises(api.AsksError) as refusal:
        api.load_calendar([sample(CALENDAR, "report") | change])
    assert [fault.field for fault in refusal.value.faults] == [field]
    assert not CalendarEntry.objects.exists()


def test_the_same_key_twice_is_refused(asks: None) -> None:
    for check, entries in ((api.check_asks, ASKS), (api.check_events, EVENTS), (api.check_calendar, CALENDAR)):
        assert "is used twice" in {fault.message for fault in check([entries[0], entries[0]])}


def test_events_are_held_against_the_asks_of_a_pack_without_a_database_of_them(sources: None) -> None:
    assert api.check_events(EVENTS, [source["key"] for source in SOURCES], ASKS) == []
    (fault,) = api.check_events([event("x", "2020", asks=["other"])], ["gov-paper"], ASKS)
    assert (fault.field, fault.kind) == ("asks[0]", "event")


@pytest.mark.parametrize(
    "items",
    [
        None,
        "text",
        [None],
        [["list"]],
        [{}],
        [{"key": 4}],
        [{"key": ["a"], "asks": 3}],
        [{"milestones": [{"key": []}, {"key": []}]}],
    ],
)
def test_nonsense_is_refused_and_not_stumbled_over(sources: None, items: Any) -> None:
    for check in (api.check_asks, api.check_events, api.check_calendar):
        assert check(items)


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=12)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["key", "source", "place", "effect", "en", "zh-hant", "title"]), inner, max_size=3
        ),
    ),
    max_leaves=8,
)


@given(st.sampled_from(sorted({*EVENTS[0], "disputed", "translation", "milestones"})), JUNK)
def test_no_value_of_any_field_breaks_the_check_of_events(field: str, junk: Any) -> None:
    api.check_events([event("x", "2020") | {field: junk}], ["gov-paper"], ASKS)


@given(st.sampled_from(sorted(ASKS[0])), JUNK)
def test_no_value_of_any_field_breaks_the_check_of_asks(field: str, junk: Any) -> None:
    api.check_asks([copy.deepcopy(ASKS[0]) | {field: junk}])


@given(st.sampled_from(sorted(CALENDAR[0])), JUNK)
def test_no_value_of_any_field_breaks_the_check_of_yearly_dates(field: str, junk: Any) -> None:
    api.check_calendar([copy.deepcopy(CALENDAR[0]) | {field: junk}], ["gov-paper"])


@pytest.mark.parametrize(
    ("text", "number"),
    [("", 0), ("one", 1), ("over 50 provisions, he said – no", 6), ("沒有立法的計劃。", 4), ("沒有 plan B", 3), ("ไม่มีแผน", 2), ("— …", 0)],
)  # fmt: skip
def test_words_are_counted_in_every_script(text: str, number: int) -> None:
    assert count_words(text) == number


# --- the pack of Hong Kong -------------------------------------------------------------------------------


def entries(pattern: str, name: str) -> list[dict[str, Any]]:
    files = [yaml.safe_load(path.read_text()) for path in sorted(PACK.glob(pattern))]
    return [entry for file in files for entry in file[name]]


@pytest.fixture
def hongkong(db: None) -> None:
    facts_api.load_sources(entries("sources/*.yaml", "sources"))
    api.load_asks(entries("asks/asks.yaml", "asks"))
    api.load_events(entries("asks/events-*.yaml", "events"))
    api.load_calendar(entries("asks/calendar.yaml", "calendar"))


def test_the_three_asks_of_hong_kong_stand_where_the_facts_say(hongkong: None) -> None:
    found = api.statuses()
    assert {key: status.state for key, status in found.items()} == {
        "definition": "partly_met",
        "action-plan": "partly_met",
        "law": "refused",
    }
    assert found["definition"].made_by == ("2016-security-bureau-definition",)
    assert found["action-plan"].made_by == ("2018-03-21-action-plan", "2019-budget")
    assert found["law"].made_by == ("2018-06-05-refusal",)
    # In policy, not in law.
    done = [rung.key for rung in found["definition"].milestones if rung.done]
    assert done == ["definition.in-policy"]


def test_what_is_to_set_in_the_pack_of_hong_kong_is_a_draft(hongkong: None) -> None:
    assert Event.objects.filter(stance="to-set").exists()
    assert not Event.objects.filter(stance="to-set", draft=False).exists()


@pytest.mark.usefixtures("sources")
def test_an_ask_cannot_take_the_address_of_another_page() -> None:
    with pytest.raises(api.AsksError) as refusal:
        api.load_asks([{**ASKS[0], "key": "calendar"}])
    assert any("the address of another page" in fault.message for fault in refusal.value.faults)
