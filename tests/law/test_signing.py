"""Signing and putting forward: a named person, once, what was read and nothing else; and it stays for ever."""

from __future__ import annotations

import datetime
import threading
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import TransactionTestCase

from causeway.facts import api as facts_api
from causeway.law import api, book, proposing, signing
from causeway.law.models import (
    Bill,
    Binding,
    Decision,
    Instrument,
    LawState,
    Provision,
    Reading,
    Standard,
    StatuteRecord,
    Verdict,
    View,
)
from causeway.law.signed import AppendOnlyError
from causeway.law.signing import SigningError, sign_reading, sign_verdict
from tests.law.conftest import LAW, sample, scope, words

pytestmark = pytest.mark.django_db
ADA = {"name": "Ada Example", "role": "solicitor", "account": 7}


def reading_of(code: str = "xx.cap200.s131") -> Reading:
    return Reading.objects.filter(provision__code=code).order_by("-position")[0]


def proposal(**fields: Any) -> dict[str, Any]:
    return {
        "kind": "fragment",
        "scope": scope(["recruit"], purpose=["prostitution"]),
        "read_on": "2026-12-01",
        "put_forward_by": "Bo Example",
        **fields,
    }


# --- Signing ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("law")
def test_a_signature_holds_name_role_day_and_account() -> None:
    row = sign_reading(reading_of().pk, **ADA, on=datetime.date(2026, 12, 3), note=" Read whole. ")
    row.refresh_from_db()
    assert row.data["review"] == {"by": "Ada Example", "role": "solicitor", "on": "2026-12-03", "note": "Read whole."}
    assert (row.signed_by, row.signer_role, row.signed_on) == ("Ada Example", "solicitor", "2026-12-03")
    assert row.signed_account == 7
    assert api.score().reviewers == (("Ada Example", "solicitor", "2026-12-03"),)
    assert "xx.cap200.s131" not in api.score().unsigned
    verdict = sign_verdict(Verdict.objects.get().pk, **ADA)
    assert api.law().verdicts[0].review.by == verdict.signed_by == "Ada Example"


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("empty", [{"name": ""}, {"name": " \t\n"}, {"role": "  "}, {"name": "x" * 301}])
def test_nobody_cannot_sign(empty: dict[str, str]) -> None:
    for sign, pk in ((sign_reading, reading_of().pk), (sign_verdict, Verdict.objects.get().pk)):
        with pytest.raises(SigningError):
            sign(pk, **(ADA | empty))
    assert not Reading.objects.signed().exists()
    assert not Verdict.objects.signed().exists()


@pytest.mark.usefixtures("law")
def test_nothing_is_signed_twice() -> None:
    for sign, pk in ((sign_reading, reading_of().pk), (sign_verdict, Verdict.objects.get().pk)):
        sign(pk, **ADA)
        with pytest.raises(SigningError, match="Ada Example signed this"):
            sign(pk, name="Bo Example", role="clerk", account=8)
    assert reading_of().signed_by == "Ada Example"


@pytest.mark.usefixtures("law")
def test_only_what_was_shown_is_signed() -> None:
    row = reading_of()
    seen = signing.fingerprint(row)
    changed = sample("law-instrument")
    changed["provisions"][2]["scope"] = scope(purpose=["prostitution"])
    api.load_instruments([changed])
    with pytest.raises(SigningError, match="changed while you were reading"):
        sign_reading(row.pk, **ADA, seen=seen)
    sign_reading(row.pk, **ADA, seen=signing.fingerprint(reading_of()))


@pytest.mark.usefixtures("law")
def test_an_older_reading_or_verdict_is_not_signed() -> None:
    old = reading_of()
    proposing.propose_reading(old.provision_id, proposal(), 8)
    with pytest.raises(SigningError, match="newer reading"):
        sign_reading(old.pk, **ADA)
    verdict = Verdict.objects.get()
    proposing.propose_verdict(sample("law-verdict"), 8)
    with pytest.raises(SigningError, match="newer verdict"):
        sign_verdict(verdict.pk, **ADA)
    for sign in (sign_reading, sign_verdict):
        with pytest.raises(SigningError, match="no longer there"):
            sign(987654, **ADA)


@pytest.mark.usefixtures("law")
def test_signing_notes_which_text_was_read() -> None:
    StatuteRecord.objects.create(
        instrument="xx.cap200", part="s131", start_period="2018-01-01", sha256="a" * 64, read_on="2026-11-30"
    )
    sign_reading(reading_of().pk, **ADA, on=datetime.date(2026, 12, 3))
    cite = reading_of().provision.data["cite"]
    assert (cite["start_period"], cite["sha256"], cite["checked"]) == ("2018-01-01", "a" * 64, "2026-12-03")
    assert cite["url"] == "https://law.example.org/cap200"
    StatuteRecord.objects.update(sha256="b" * 64)
    book.forget()
    assert api.score().stale == ("xx.cap200.s131",)


# --- Append-only --------------------------------------------------------------------------------------


def _attempts(row: Any) -> list[Any]:
    model = type(row)

    def change() -> None:
        row.data = {**row.data, "put_forward_by": "Somebody else"}
        row.save()

    def unsign() -> None:
        row.data = {**row.data, "review": {}}
        row.save()

    def another_account() -> None:
        row.signed_account = 99
        row.save(update_fields=["signed_account"])

    def in_bulk() -> None:
        row.signed_by = ""
        model.objects.bulk_update([row], ["signed_by"])

    return [
        change,
        unsign,
        another_account,
        in_bulk,
        row.delete,
        lambda: model.objects.filter(pk=row.pk).update(signed_by=""),
        lambda: model.objects.all().delete(),
        lambda: model.objects.signed().delete(),
    ]


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize("number", range(8))
@pytest.mark.parametrize("what", ["reading", "verdict"])
def test_what_was_signed_stays(what: str, number: int) -> None:
    if what == "reading":
        row: Any = sign_reading(reading_of().pk, **ADA)
    else:
        row = sign_verdict(Verdict.objects.get().pk, **ADA)
    before = type(row).objects.filter(pk=row.pk).values().get()
    with pytest.raises(AppendOnlyError), transaction.atomic():
        _attempts(row)[number]()
    assert type(row).objects.filter(pk=row.pk).values().get() == before


@pytest.mark.usefixtures("law")
def test_a_provision_with_readings_does_not_go_and_take_them_along() -> None:
    from django.db.models import ProtectedError

    row = sign_reading(reading_of().pk, **ADA)
    for doomed in (row.provision, row.provision.instrument):
        with pytest.raises(ProtectedError):
            doomed.delete()
    with pytest.raises(ProtectedError):
        Provision.objects.all().delete()


@pytest.mark.usefixtures("law")
def test_saving_a_signed_row_as_it_is_is_no_change() -> None:
    row = sign_reading(reading_of().pk, **ADA)
    Reading.objects.get(pk=row.pk).save()


# --- Putting forward ----------------------------------------------------------------------------------


@pytest.mark.usefixtures("law")
def test_a_proposal_counts_at_once_only_where_nobody_has_signed() -> None:
    first = reading_of()
    before = api.score().counts["low"].offence
    made = proposing.propose_reading(
        first.provision_id, proposal(review={"by": "Forged", "role": "x", "on": "2026-01-01"}), 8
    )
    assert (made.position, made.is_signed, made.proposed_account) == (first.position + 1, False, 8)
    assert api.score().counts["low"].offence < before
    assert "xx.cap200.s131" in api.score().unsigned
    proposing.withdraw_reading(made.pk)
    assert api.score().counts["low"].offence == before


@pytest.mark.usefixtures("law")
def test_a_signed_reading_stands_until_a_newer_one_is_signed_and_stays_in_the_history() -> None:
    old = sign_reading(reading_of().pk, **ADA)
    before = api.score().counts["low"].offence
    made = proposing.propose_reading(old.provision_id, proposal(), 8)
    assert api.score().counts["low"].offence == before
    assert "xx.cap200.s131" not in api.score().unsigned
    assert proposing.preview(old.provision, made.data).diff["low"].lost > 0
    sign_reading(made.pk, **ADA)
    assert api.score().counts["low"].offence < before
    held = api.dump_instruments(["xx.cap200"])["xx.cap200"]["provisions"][2]
    assert held["superseded"][0]["review"]["by"] == "Ada Example"
    with pytest.raises(AppendOnlyError):
        proposing.withdraw_reading(old.pk)


@pytest.mark.usefixtures("law")
@pytest.mark.parametrize(
    "wrong",
    [{"scope": {"act": "any"}}, {"put_forward_by": " "}, {"kind": "crime"}, {"read_on": "2020-01-01"}],
)
def test_a_proposal_that_means_nothing_is_refused(wrong: dict[str, Any]) -> None:
    count = Reading.objects.count()
    with pytest.raises(api.LawDataError):
        proposing.propose_reading(reading_of().provision_id, proposal(**wrong), 8)
    assert Reading.objects.count() == count


@pytest.mark.usefixtures("law")
def test_a_preview_says_what_would_change_and_changes_nothing() -> None:
    provision = reading_of().provision
    seen = proposing.preview(provision, proposal())
    assert [seen.before.counts[name].offence for name in ("low", "central", "high")] == [45, 54, 72]
    assert [seen.after.counts[name].offence for name in ("low", "central", "high")] == [27, 45, 63]
    assert seen.diff["central"].lost == 9
    assert not seen.changes_nothing
    assert proposing.preview(provision, {**reading_of().data}).changes_nothing
    assert reading_of().provision.readings.count() == 1
    with pytest.raises(api.LawDataError):
        proposing.preview(provision, proposal(kind="crime"))


@pytest.mark.usefixtures("law")
def test_a_verdict_supersedes_the_one_that_stands() -> None:
    made = proposing.propose_verdict({**sample("law-verdict"), "value": "not", "basis": words("Read again.")}, 8)
    assert (made.code, made.supersedes) == ("xx.art5.1.b", "xx.art5.1.a")
    again = proposing.propose_verdict({**sample("law-verdict"), "value": "unclear"}, 8)
    assert (again.code, again.supersedes) == ("xx.art5.1.c", "xx.art5.1.b")
    standing = api.law().current_verdicts("xx", "un.test-protocol")
    assert standing["art5.1"].value == "unclear"
    with pytest.raises(AppendOnlyError):
        proposing.withdraw_verdict(made.pk)
    proposing.withdraw_verdict(again.pk)
    assert api.law().current_verdicts("xx", "un.test-protocol")["art5.1"].value == "not"
    fresh = proposing.propose_verdict({**sample("law-verdict"), "element": "art7.1"}, 8)
    assert (fresh.code, fresh.supersedes) == ("xx.art7.1.a", "")


@pytest.mark.usefixtures("law")
def test_a_verdict_by_nobody_is_refused() -> None:
    with pytest.raises(api.LawDataError, match="by nobody"):
        proposing.propose_verdict({**sample("law-verdict"), "put_forward_by": ""}, 8)


# --- At once ------------------------------------------------------------------------------------------


@pytest.fixture
def only_what_we_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the test, take away what it made, not everything that migrations made as Django would."""

    def clear(_case: Any) -> None:
        for model in (Reading, Provision, Instrument, Standard, Bill, Verdict, View, Decision, Binding, LawState):
            model._base_manager.all()._raw_delete("default")
        from causeway.facts.models import Source

        Source.objects.all().delete()

    monkeypatch.setattr(TransactionTestCase, "_fixture_teardown", clear)


def _at_once(*actions: Any) -> list[Any]:
    """Do things at the same time; what each returned or raised."""
    results: list[Any] = [None] * len(actions)
    start = threading.Barrier(len(actions))

    def run(number: int) -> None:
        try:
            start.wait()
            results[number] = actions[number]()
        except BaseException as error:  # noqa: BLE001 (given back, whatever it is)
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_several_who_sign_at_once_one_has_signed(only_what_we_made: None, transactional_db: None) -> None:
    facts_api.load_sources(
        [{"key": key, "title": key, "publisher": "Xx", "kind": "government"} for key in ("question", "treaty")]
    )
    api.load_law(LAW)
    reading, verdict = reading_of().pk, Verdict.objects.get().pk
    people = [f"Person {number}" for number in range(5)]
    for sign, pk, model in ((sign_reading, reading, Reading), (sign_verdict, verdict, Verdict)):
        results = _at_once(*(partial(sign, pk, name=name, role="solicitor", account=None) for name in people))
        signed = [one.signed_by for one in results if not isinstance(one, BaseException)]
        refused = [one for one in results if isinstance(one, SigningError)]
        assert (len(signed), len(refused)) == (1, 4), results
        assert model.objects.get(pk=pk).signed_by == signed[0]


def test_of_signing_and_proposing_at_once_neither_is_lost(only_what_we_made: None, transactional_db: None) -> None:
    facts_api.load_sources(
        [{"key": key, "title": key, "publisher": "Xx", "kind": "government"} for key in ("question", "treaty")]
    )
    api.load_law(LAW)
    row = reading_of()
    results = _at_once(
        lambda: sign_reading(row.pk, **ADA),
        *(lambda: proposing.propose_reading(row.provision_id, proposal(), 8) for _number in range(4)),
    )
    assert not [one for one in results[1:] if isinstance(one, BaseException)], results
    held = list(Reading.objects.filter(provision_id=row.provision_id).order_by("position"))
    assert [one.position for one in held] == list(range(5))
    assert held[0].is_signed is not isinstance(results[0], SigningError)
    assert not any(one.is_signed for one in held[1:])
