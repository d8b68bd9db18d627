"""The staff's part: lists, putting forward with a preview, signing, reports, plain forms; and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from causeway.law import api
from causeway.law.models import Bill, Binding, Decision, Provision, Reading, StatuteRecord, Verdict, View
from causeway.law.signing import sign_reading
from tests.law.conftest import ACTS, MEANS, PURPOSES, client_with, sample, words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("without_second_factor", "root")]
PROPOSE = [
    f"{action}_{model}"
    for model in (
        "instrument",
        "provision",
        "reading",
        "bill",
        "verdict",
        "view",
        "decision",
        "binding",
        "statuterecord",
    )
    for action in ("view", "add", "change")
]
SIGN = [
    "sign_reading",
    "sign_verdict",
    *(f"delete_{model}" for model in ("bill", "view", "decision", "binding", "provision", "instrument")),
]
SINGLE = {
    "bill": ("law-bill", Bill),
    "view": ("law-view", View),
    "decision": ("decision", Decision),
    "binding": ("binding", Binding),
}


@pytest.fixture
def editor(law: None) -> Client:
    return client_with(*PROPOSE, name="Bo Editor")


@pytest.fixture
def reviewer(law: None) -> Client:
    return client_with(*PROPOSE, *SIGN, name="Ada Reviewer")


def provision_of(code: str = "xx.cap200.s131") -> Provision:
    return Provision.objects.get(code=code)


def ticks(**fields: Any) -> dict[str, Any]:
    """What a browser sends of a reading: recruiting for prostitution, an offence."""
    return {
        "kind": "offence",
        "scope.act": ["recruit"],
        "scope.means": MEANS,
        "scope.purpose": ["prostitution"],
        "scope.border": ["cross", "internal"],
        "scope.victim": ["adult", "child"],
        "read_on": "2026-12-01",
        "put_forward_by": "Bo Editor",
        "note.en": "",
        **fields,
    }


# --- Lists and pages --------------------------------------------------------------------------------


def test_the_list_says_what_is_signed(reviewer: Client) -> None:
    sign_reading(provision_of().newest.pk, name="Ada Example", role="judge", account=None)
    html = reviewer.get(reverse("law_provision:index")).content.decode()
    assert html.count("Draft") == 7
    assert "Ada Example, 20" in html
    assert "Offence of trafficking kind" in html
    assert reverse("law_provision:page", args=[provision_of().pk]) in html


def test_the_list_costs_the_same_for_more_provisions(editor: Client, django_assert_max_num_queries: Any) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    editor.get(reverse("law_provision:index"))
    with CaptureQueriesContext(connection) as few:
        editor.get(reverse("law_provision:index"))
    more = sample("law-instrument")
    for number in range(12):
        more["provisions"].append({**more["provisions"][2], "code": f"t{number}"})
    api.load_instruments([more])
    with django_assert_max_num_queries(len(few) + 1):
        editor.get(reverse("law_provision:index"))


def test_a_provision_shows_its_reading_sources_views_and_history(editor: Client) -> None:
    html = editor.get(reverse("law_provision:page", args=[provision_of("xx.cap212.wages").pk])).content.decode()
    for shown in (
        "forced labour",
        "Other offence that catches part of it",
        "Answer to a question",
        "Government of Xx",
        "over fifty provisions",
        "Read as a policy at first.",
        "nobody has signed it yet",
        "The makers of the site",
    ):
        assert shown in html, shown
    html = editor.get(reverse("law_provision:page", args=[provision_of("xx.cap200.s129").pk])).content.decode()
    assert "in doubt, though counted: recruit, transfer" in html
    assert "10 years in prison" in html
    html = editor.get(reverse("law_provision:page", args=[provision_of("xx.cap200.s130").pk])).content.decode()
    assert "in doubt, and not counted: receive" in html


def test_two_versions_of_one_code_have_their_own_pages(editor: Client) -> None:
    new = sample("law-instrument")
    old = {**new["provisions"][2], "valid_from": "1978", "valid_to": "1999", "summary": words("The old wording.")}
    new["provisions"][2] |= {"valid_from": "2000", "summary": words("The new wording.")}
    new["provisions"].append(old)
    api.load_instruments([new])
    pages = [
        editor.get(reverse("law_provision:page", args=[row.pk])).content.decode()
        for row in Provision.objects.filter(code="xx.cap200.s131").order_by("position")
    ]
    assert ["The new wording." in page for page in pages] == [True, False]
    assert ["The old wording." in page for page in pages] == [False, True]


# --- Putting forward --------------------------------------------------------------------------------


def test_the_form_begins_with_the_reading_that_stands(editor: Client) -> None:
    response = editor.get(reverse("law_provision:propose", args=[provision_of("xx.cap200.s129").pk]))
    html = response.content.decode()
    ticked = [line for line in html.split("<input") if " checked" in line and 'type="checkbox"' in line]
    assert len([line for line in ticked if 'name="scope.act"' in line]) == 3
    assert len([line for line in ticked if 'name="scope.means"' in line]) == 8
    assert len([line for line in ticked if 'name="doubtful.act"' in line]) == 2
    assert "Bo Editor" in html


def test_first_the_preview_then_the_proposal(editor: Client) -> None:
    provision = provision_of()
    address = reverse("law_provision:propose", args=[provision.pk])
    form = ticks(kind="fragment", **{"doubtful_offence.act": ["recruit"]})
    # Whatever the button says: what was not shown is not saved.
    html = editor.post(address, {**form, "do": "save"}).content.decode()
    assert "54 → 45" in html
    assert "45 → 27" in html
    assert "covered → touched by another offence" in html or "covered → " in html
    assert provision.readings.count() == 1
    shown = editor.post(address, {**form, "do": "preview"}).context["shown"]
    changed = {**form, "scope.act": ["recruit", "harbour"]}
    html = editor.post(address, {**changed, "do": "save", "shown": shown}).content.decode()
    assert "You changed it after this was shown" in html
    assert provision.readings.count() == 1
    response = editor.post(address, {**form, "do": "save", "shown": shown})
    assert response.status_code == 302
    made = provision_of().newest
    assert made.data == {
        "kind": "fragment",
        "scope": {
            "act": ["recruit"],
            "means": "any",
            "purpose": ["prostitution"],
            "border": "any",
            "victim": "any",
        },
        "doubtful_offence": {"act": ["recruit"]},
        "read_on": "2026-12-01",
        "put_forward_by": "Bo Editor",
    }
    assert made.proposed_account is not None
    assert not made.is_signed
    assert ModelLogEntry.objects.filter(action="law.propose").exists()


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"scope.act": []}, "Nothing is ticked under ‘Act’"),
        ({"put_forward_by": ""}, "This field is required"),
        ({"read_on": "yesterday"}, "Enter a valid date"),
        (
            {"kind": "fragment", "doubtful_offence.act": ["harbour"]},
            "neither in &#x27;scope&#x27; nor in &#x27;doubtful&#x27;",
        ),
        ({"read_on": "1999-01-01"}, "oldest first"),
    ],
)
def test_a_proposal_that_means_nothing_says_why(editor: Client, wrong: dict[str, Any], why: str) -> None:
    address = reverse("law_provision:propose", args=[provision_of().pk])
    for do in ("preview", "save"):
        response = editor.post(address, {**ticks(**wrong), "do": do, "shown": "x"})
        assert response.status_code == 422
        assert why in response.content.decode()
    assert provision_of().readings.count() == 1


def test_a_proposal_can_be_withdrawn_until_it_is_signed(editor: Client) -> None:
    provision = provision_of()
    page = reverse("law_provision:page", args=[provision.pk])
    first = provision.newest
    assert "Withdraw" not in editor.get(page).content.decode()
    address = reverse("law_provision:propose", args=[provision.pk])
    shown = editor.post(address, ticks()).context["shown"]
    editor.post(address, {**ticks(), "do": "save", "shown": shown})
    newest = provision_of().newest
    assert "Withdraw this reading" in editor.get(page).content.decode()
    editor.post(page, {"withdraw": newest.pk})
    assert provision_of().newest == first
    # A second press, and somebody else's number, change nothing.
    assert editor.post(page, {"withdraw": newest.pk}).status_code == 404
    assert editor.post(page, {"withdraw": first.pk}).status_code == 302
    assert provision_of().newest == first


def test_a_provision_is_added_with_its_first_reading(editor: Client) -> None:
    address = reverse("law_provision:add")
    form = {
        **ticks(**{"scope.purpose": PURPOSES, "scope.act": ACTS}),
        "provision-instrument": provision_of().instrument_id,
        "provision-code": "s200",
        "provision-title.en": "A new offence",
        "provision-years": "14",
        "provision-url": "https://law.example.org/s200",
        "provision-part": "s200",
        "provision-sources": "question",
    }
    response = editor.post(address, {**form, "provision-sources": "qestion", "provision-title.en": ""})
    assert response.status_code == 422
    assert "in English at least" in response.content.decode()
    response = editor.post(address, {**form, "provision-sources": "qestion"})
    assert "Do you mean &#x27;question&#x27;" in response.content.decode()
    assert not Provision.objects.filter(code="xx.cap200.s200").exists()
    assert editor.post(address, form).status_code == 302
    held = api.dump_instruments(["xx.cap200"])["xx.cap200"]["provisions"][-1]
    assert held["max_penalty"] == {"years": "14"}
    assert held["title"] == {"en": "A new offence"}
    assert held["scope"]["act"] == "any"
    assert api.every_cell_covered("un.test-protocol", "xx")
    # The same code once more would hold at the same time.
    response = editor.post(address, form)
    assert response.status_code == 422
    assert "hold at the same time" in response.content.decode()


def test_editing_a_provision_leaves_alone_what_stands_in_no_box(editor: Client) -> None:
    provision = provision_of("xx.cap200.s129")
    before = api.dump_instruments(["xx.cap200"])["xx.cap200"]
    address = reverse("law_provision:edit", args=[provision.pk])
    form = _words_form(editor, address)
    assert editor.post(address, form).status_code == 302
    assert api.dump_instruments(["xx.cap200"])["xx.cap200"] == before
    editor.post(address, {**form, "years": "14", "summary.en": "Taking part in bringing a person."})
    after = api.dump_instruments(["xx.cap200"])["xx.cap200"]["provisions"][0]
    assert after["max_penalty"] == {"years": "14"}
    assert after["summary"] == {"en": "Taking part in bringing a person."}
    assert after["cite"] == before["provisions"][0]["cite"]
    response = editor.post(address, {**form, "valid_from": "2000-13"})
    assert response.status_code == 200
    assert "is no date" in response.content.decode()


def _words_form(client: Client, address: str) -> dict[str, Any]:
    """What a browser would post back from a form left as it is."""
    form = client.get(address).context["form"]
    data: dict[str, Any] = {}
    for field in form:
        value = field.value()
        if isinstance(value, dict):
            data |= {f"{field.html_name}.{code}": text for code, text in value.items()}
        elif isinstance(value, bool):
            data |= {field.html_name: "on"} if value else {}
        elif value is not None:
            data[field.html_name] = value
    return data


# --- Signing ----------------------------------------------------------------------------------------


def test_signing_shows_what_is_signed_and_asks_for_a_tick(reviewer: Client) -> None:
    provision = provision_of("xx.cap212.wages")
    address = reverse("law_provision:sign", args=[provision.pk])
    response = reviewer.get(address)
    html = response.content.decode()
    for shown in ("forced labour", "over fifty provisions", "I have read the text of the provision", "Ada Reviewer"):
        assert shown in html
    assert "put it forward yourself" not in html
    form = {"name": "Ada Reviewer", "role": "solicitor", "seen": response.context["form"]["seen"].value()}
    for missing in ({}, {"read": "on", "name": "  "}, {"read": "on", "role": ""}):
        assert reviewer.post(address, form | missing).status_code == 422
        assert not provision_of("xx.cap212.wages").newest.is_signed
    assert reviewer.post(address, form | {"read": "on", "note": "As in 2026."}).status_code == 302
    row = provision_of("xx.cap212.wages").newest
    assert (row.signed_by, row.signer_role, row.data["review"]["note"]) == ("Ada Reviewer", "solicitor", "As in 2026.")
    assert row.signed_account is not None
    assert ModelLogEntry.objects.filter(action="law.sign").exists()
    page = reviewer.get(reverse("law_provision:page", args=[provision.pk])).content.decode()
    assert "by Ada Reviewer, solicitor, on 20" in page
    assert reviewer.get(address).status_code == 302
    reviewer.post(address, form | {"read": "on", "name": "Somebody else"})
    assert provision_of("xx.cap212.wages").newest.signed_by == "Ada Reviewer"


def test_signing_something_else_than_what_was_shown_is_refused(reviewer: Client) -> None:
    address = reverse("law_provision:sign", args=[provision_of().pk])
    seen = reviewer.get(address).context["form"]["seen"].value()
    changed = sample("law-instrument")
    changed["provisions"][2]["kind"] = "fragment"
    api.load_instruments([changed])
    response = reviewer.post(address, {"name": "Ada", "role": "x", "seen": seen, "read": "on"}, follow=True)
    assert "It changed while you were reading" in response.content.decode()
    assert not provision_of().newest.is_signed


def test_who_proposed_is_told_that_a_colleague_had_better_sign(reviewer: Client) -> None:
    address = reverse("law_provision:propose", args=[provision_of().pk])
    shown = reviewer.post(address, ticks()).context["shown"]
    reviewer.post(address, {**ticks(), "do": "save", "shown": shown})
    html = reviewer.get(reverse("law_provision:sign", args=[provision_of().pk])).content.decode()
    assert "put it forward yourself" in html


def test_an_editor_proposes_and_does_not_sign(editor: Client) -> None:
    for name, pk in (("law_provision:sign", provision_of().pk), ("law_verdict:sign", Verdict.objects.get().pk)):
        address = reverse(name, args=[pk])
        assert "Read and sign" not in editor.get(address.replace("/sign/", "/page/")).content.decode()
        for answer in (editor.get(address), editor.post(address, {"name": "Bo", "role": "x", "read": "on"})):
            assert answer.status_code == 302
            assert answer.url.startswith(("/admin/", "/en/admin/"))
    assert not Reading.objects.signed().exists()
    assert not Verdict.objects.signed().exists()


def test_a_verdict_is_put_forward_signed_and_superseded(reviewer: Client) -> None:
    first = Verdict.objects.get()
    form = {
        "jurisdiction": "xx",
        "standard": "un.test-protocol",
        "element": "art5.1",
        "value": "not",
        "as_of": "2026-12-01",
        "basis.en": "Read again.",
        "cites": ["xx.cap200.s129", "xx.cap200.s130"],
        "sources": "question\ntreaty",
        "put_forward_by": "Ada Reviewer",
    }
    add = reverse("law_verdict:add")
    begun = reviewer.get(f"{add}?supersedes={first.code}").context["form"]
    assert begun["element"].value() == "art5.1"
    for wrong in ({"basis.en": ""}, {"sources": "nowhere"}, {"put_forward_by": ""}, {"as_of": "soon"}):
        assert reviewer.post(add, form | wrong).status_code == 422, wrong
    assert Verdict.objects.count() == 1
    assert reviewer.post(add, form).status_code == 302
    made = Verdict.objects.get(supersedes=first.code)
    assert made.data["sources"] == ["question", "treaty"]
    html = reviewer.get(reverse("law_verdict:page", args=[first.pk])).content.decode()
    assert "A later verdict supersedes this one" in html
    sign = reverse("law_verdict:sign", args=[made.pk])
    seen = reviewer.get(sign).context["form"]["seen"].value()
    reviewer.post(sign, {"name": "Ada Reviewer", "role": "solicitor", "read": "on", "seen": seen})
    made.refresh_from_db()
    assert made.signed_by == "Ada Reviewer"
    page = reverse("law_verdict:page", args=[made.pk])
    reviewer.post(page, {"withdraw": made.pk})
    assert Verdict.objects.filter(pk=made.pk).exists()
    assert "Ada Reviewer" in reviewer.get(page).content.decode()


def test_no_address_edits_or_deletes_a_verdict(reviewer: Client) -> None:
    first = Verdict.objects.get()
    for action in ("edit", "delete"):
        assert reviewer.get(f"/admin/law/verdicts/{action}/{first.pk}/").status_code == 404


# --- Reports ----------------------------------------------------------------------------------------


def test_what_is_unsigned_is_listed_until_it_is_signed(reviewer: Client) -> None:
    address = reverse("law_unsigned:index")
    html = reviewer.get(address).content.decode()
    assert "8 readings wait" in html
    assert "1 verdict waits" in html
    for row in Reading.objects.exclude(provision__code="xx.cap212.wages", position=0):
        sign_reading(row.pk, name="Ada", role="judge", account=None)
    Verdict.objects.get().delete()
    html = reviewer.get(address).content.decode()
    assert html.count("None waits.") == 2


def test_what_is_stale_is_listed(reviewer: Client) -> None:
    address = reverse("law_stale:index")
    html = reviewer.get(address).content.decode()
    assert "No statute was read here yet" in html
    StatuteRecord.objects.create(instrument="xx.cap200", part="s129", start_period="2018", sha256="a" * 64)
    sign_reading(provision_of("xx.cap200.s129").newest.pk, name="Ada", role="judge", account=None)
    assert "None. A provision appears" in reviewer.get(address).content.decode()
    record = StatuteRecord.objects.get()
    record.start_period = "2027"
    record.save()
    html = reviewer.get(address).content.decode()
    assert "was read as in force from 2018" in html
    assert "It rests on xx.cap200.s129." in html


# --- Plain forms ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SINGLE)
def test_a_form_left_as_it_is_changes_nothing(reviewer: Client, name: str) -> None:
    kind, model = SINGLE[name]
    before = api.dump(kind)
    address = reverse(f"law_{name}:edit", args=[model.objects.get().pk])
    form = _words_form(reviewer, address)
    response = reviewer.post(address, _as_text(form))
    assert response.status_code == 302, response.context["form"].errors
    assert api.dump(kind) == before


def _as_text(form: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in form.items() if value is not None}


@pytest.mark.parametrize(
    ("name", "change", "field", "value"),
    [
        ("bill", {"repeals": "xx.cap200.s130\n", "status.en": "A draft."}, "repeals", ["xx.cap200.s130"]),
        ("bill", {"amends": ""}, "amends", []),
        ("view", {"value": "partly"}, "value", "partly"),
        ("decision", {"outcome.en": "Changed."}, "outcome", {"en": "Changed.", "zh-hant": "The lack of an offence was a central flaw.（中）"}),
        ("decision", {"sources": "question para 2\ntreaty"}, "sources",
         [{"source": "question", "place": "para 2"}, {"source": "treaty", "place": ""}]),
        ("binding", {"status": "unverified", "sources": ""}, "sources", []),
    ],
)  # fmt: skip
def test_an_entry_is_changed_in_a_form(reviewer: Client, name: str, change: Any, field: str, value: Any) -> None:
    kind, model = SINGLE[name]
    address = reverse(f"law_{name}:edit", args=[model.objects.get().pk])
    response = reviewer.post(address, _as_text(_words_form(reviewer, address)) | change)
    assert response.status_code == 302, response.context["form"].errors
    (entry,) = api.dump(kind).values()
    assert entry[field] == value


@pytest.mark.parametrize(
    ("name", "change", "why"),
    [
        ("bill", {"repeals": "xx.cap200.s999"}, "no known provision"),
        ("bill", {"amends": "- {code: xx.cap200.s129, scope: [}"}, "Line 1: this is not YAML"),
        ("bill", {"amends": "- {code: xx.cap200.s129, scope: {act: [steal]}}"}, "is no value of"),
        ("bill", {"adds": "code: x"}, "Begin each entry with"),
        ("view", {"quote.en": "word " * 41}, "longer than 40 words"),
        ("view", {"sources": ""}, "This field is required"),
        ("view", {"sources": "nowhere"}, "not the key of a source"),
        ("decision", {"sources": ""}, "This field is required"),
        ("decision", {"sources": "nowhere"}, "not the key of a source"),
        ("decision", {"date": "2016-02-31"}, "YYYY-MM-DD"),
        ("binding", {"sources": ""}, "or say unverified"),
        ("binding", {"title.en": ""}, "in English at least"),
    ],
)
def test_a_form_says_what_is_wrong_and_saves_nothing(reviewer: Client, name: str, change: Any, why: str) -> None:
    kind, model = SINGLE[name]
    before = api.dump(kind)
    address = reverse(f"law_{name}:edit", args=[model.objects.get().pk])
    response = reviewer.post(address, _as_text(_words_form(reviewer, address)) | change)
    assert response.status_code == 200
    assert why in str(response.context["form"].errors)
    assert api.dump(kind) == before


def test_new_entries_from_forms(reviewer: Client) -> None:
    view = {
        "jurisdiction": "xx", "standard": "un.test-protocol", "target": "purpose.organs", "holder.en": "Court",
        "holder_kind": "court", "value": "unclear", "text.en": "Left open.", "date": "2020", "sources": "question",
    }  # fmt: skip
    for _time in range(2):
        assert reviewer.post(reverse("law_view:add"), view).status_code == 302
    assert {"xx:purpose.organs:court:2020", "xx:purpose.organs:court:2020:2"} <= set(api.dump_views())
    decision = {
        "key": "zn-ca", "series": "zn", "order": "2", "parties": "ZN v SJ", "court.en": "CA", "date": "2018",
        "outcome.en": "Upheld in part.", "sources": "question",
    }  # fmt: skip
    assert reviewer.post(reverse("law_decision:add"), decision).status_code == 302
    assert [item["key"] for item in api.decisions()] == ["zn-cfi", "zn-ca"]
    assert reviewer.post(reverse("law_decision:add"), decision).status_code == 200
    instrument = {"instrument": "xx.cap57", "jurisdiction": "xx", "title.en": "Employment", "kind": "statute"}
    assert reviewer.post(reverse("law_instrument:add"), instrument).status_code == 302
    assert api.dump_instruments(["xx.cap57"])["xx.cap57"]["provisions"] == []


def test_what_something_rests_on_is_not_deleted(reviewer: Client) -> None:
    bill = Bill.objects.get()
    assert reviewer.post(reverse("law_bill:delete", args=[bill.pk])).status_code == 302
    assert not Bill.objects.exists()
    rests_on = provision_of("xx.cap200.s129")
    signed = provision_of("xx.cap200.s130")
    sign_reading(signed.newest.pk, name="Ada", role="judge", account=None)
    for doomed, why in ((rests_on, "xx.art5.1.a cites"), (signed, "Ada signed this")):
        response = reviewer.post(reverse("law_provision:delete", args=[doomed.pk]), follow=True)
        assert why in response.content.decode()
        assert doomed.readings.exists()
    response = reviewer.post(reverse("law_instrument:delete", args=[signed.instrument_id]), follow=True)
    assert "It has provisions" in response.content.decode()
    free = provision_of()
    assert reviewer.post(reverse("law_provision:delete", args=[free.pk])).status_code == 302
    assert not Provision.objects.filter(pk=free.pk).exists()


# --- Who may not ------------------------------------------------------------------------------------


def test_somebody_without_permissions_sees_nothing(law: None) -> None:
    stranger = client_with(name="No Body")
    names = [
        "provision",
        "verdict",
        "bill",
        "view",
        "decision",
        "binding",
        "instrument",
        "unsigned",
        "stale",
        "statute",
    ]
    for name in names:
        assert stranger.get(reverse(f"law_{name}:index")).status_code == 302, name
    for page in ("page", "propose", "sign"):
        assert stranger.get(reverse(f"law_provision:{page}", args=[provision_of().pk])).status_code == 302
    assert stranger.post(reverse("law_provision:add"), {}).status_code == 302
    assert "law/provisions" not in stranger.get("/admin/").content.decode()


def test_everything_is_empty_at_first(sources: None) -> None:
    reviewer = client_with(*PROPOSE, *SIGN, name="Ada Reviewer")
    names = [
        "provision",
        "verdict",
        "bill",
        "view",
        "decision",
        "binding",
        "instrument",
        "unsigned",
        "stale",
        "statute",
    ]
    for name in names:
        response = reviewer.get(reverse(f"law_{name}:index"))
        assert response.status_code == 200, name
    assert "There is no instrument yet" in response.content.decode()
    assert reviewer.get(reverse("law_provision:add")).status_code == 200
    assert "There is no standard yet" in reviewer.post(reverse("law_provision:add"), ticks()).content.decode()


def test_who_may_sign_is_in_the_table_of_roles() -> None:
    from causeway.staff.role_setup import wanted_permissions
    from causeway.staff.roles import ROLES

    held = {role.code: {name for app, name in wanted_permissions(role) if app == "law"} for role in ROLES}
    assert {code for code, names in held.items() if {"sign_reading", "sign_verdict"} & names} == {
        "reviewer",
        "administrator",
    }
    assert {code for code, names in held.items() if "add_reading" in names} == {
        "editor",
        "reviewer",
        "advocacy",
        "administrator",
    }
    # Nobody deletes what could have been signed by any way but withdrawing.
    assert held["press"] == held["casework"] == set()
