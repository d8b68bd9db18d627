"""Topics and wordings from a pack: loaded whole or not at all, given back as they were."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from causeway.supporters import api, catalogue
from causeway.supporters.models import ConsentWording, SignupRequest, Topic, WordingInUseError

from .conftest import TOPICS, WORDINGS

pytestmark = pytest.mark.django_db


def test_what_is_loaded_is_given_back_and_loading_again_changes_nothing(db: None) -> None:
    assert api.load_topics(TOPICS) == api.Loaded(3, 0, 0)
    assert api.load_wordings(WORDINGS) == api.Loaded(2, 0, 0)
    assert api.dump_topics() == TOPICS
    assert api.dump_wordings() == WORDINGS
    assert api.load_topics(TOPICS) == api.Loaded(0, 0, 3)
    assert api.load_wordings(WORDINGS) == api.Loaded(0, 0, 2)


def test_a_changed_topic_is_brought_up_to_date(offer: None) -> None:
    changed: Any = copy.deepcopy(TOPICS)
    changed[0].update(title={"en": "Law", "id": "Hukum"}, text={"en": "When a law is proposed or changed."})
    changed[1]["order"] = 0
    assert api.load_topics(changed) == api.Loaded(0, 2, 1)
    assert api.dump_topics()[0]["key"] == "events"
    assert {text.language: text.title for text in Topic.objects.get(key="law").texts.all()} == {
        "en": "Law",
        "id": "Hukum",
    }


def test_topics_a_pack_does_not_name_stay(offer: None) -> None:
    api.load_topics(TOPICS[:1])
    assert Topic.objects.count() == 3


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"key": ""}, "it has no key"),
        ({"key": "Law!"}, "its key"),
        ({"title": {}}, "no title in ‘en’"),
        ({"title": "Law"}, "no title in ‘en’"),
        ({"title": {"en": "Law", "xx": "?"}}, "no language ‘xx’"),
        ({"title": {"en": "L" * 121}}, "longer than 120"),
        ({"text": {"id": "Teks"}}, "no title in ‘id’"),
        ({"order": "first"}, "order"),
        ({"key": "events"}, "named twice"),
    ],
)
def test_a_broken_topic_is_named_and_nothing_is_loaded(db: None, change: dict[str, Any], fault: str) -> None:
    broken: Any = copy.deepcopy(TOPICS)
    broken[0].update(change)
    with pytest.raises(api.PackError) as raised:
        api.load_topics(broken)
    assert fault in str(raised.value)
    assert Topic.objects.count() == 0


def test_every_fault_is_listed(db: None) -> None:
    with pytest.raises(api.PackError) as raised:
        api.load_wordings([{"key": "news"}, {"version": "2", "from": "soon", "text": {"en": "x"}}])
    assert len(raised.value.faults) == 3


def test_words_agreed_to_cannot_change_by_any_way(offer: None, sign_up: Any) -> None:
    sign_up()
    used = SignupRequest.objects.get().wording
    changed: Any = copy.deepcopy(WORDINGS)
    changed[0]["text"]["en"] = "Other words."
    changed[0]["text"]["zh-hant"] = "別的字。"
    with pytest.raises(api.PackError, match="new version"):
        api.load_wordings(changed)
    used.text = "Other words."
    with pytest.raises(WordingInUseError):
        used.save()
    with pytest.raises(WordingInUseError):
        ConsentWording.objects.update(text="Other words.")
    assert api.dump_wordings() == WORDINGS, "half of the broken pack was loaded"


def test_the_newest_wording_holds_in_the_best_language(offer: None, clock: Any) -> None:
    today = clock.now.date()
    newer = {"key": "news", "version": "2", "from": today.isoformat(), "text": {"en": "Two."}}
    future = {"key": "news", "version": "3", "from": "2030-01-01", "text": {"en": "Three."}}
    api.load_wordings([newer, future])
    words = catalogue.Wordings(today)
    chinese = words.best("zh-hant")
    assert chinese is not None
    assert chinese.text == "Two.", "an older wording in the reader's language does not hold any more"
    assert words.shown("3:en", "en") is None
    assert words.shown("1:zh-hant", "zh-hant") is not None


def test_the_second_language_of_a_mail_comes_from_the_wordings(offer: None) -> None:
    assert catalogue.second_language("en") == "zh-hant"
    assert catalogue.second_language("zh-hant") == "en"
    assert catalogue.second_language("ur") == "en"
