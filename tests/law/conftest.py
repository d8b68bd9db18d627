"""A small law: the dimensions of the Protocol, the first reading of one place's law, a bill, verdicts and views."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client

from causeway.facts import api as facts_api
from causeway.law import api, book
from tests.facts.conftest import root, signed_in, without_second_factor

__all__ = ["root", "without_second_factor"]

ACTS = ["recruit", "transport", "transfer", "harbour", "receive"]
MEANS = ["force", "coercion", "abduction", "fraud", "deception", "power", "vulnerability", "payment"]
PURPOSES = [
    "prostitution",
    "other_sexual",
    "forced_labour",
    "slavery",
    "similar_practices",
    "servitude",
    "organs",
]
UNSIGNED = {"by": "", "role": "", "on": "", "note": ""}


def words(text: str) -> dict[str, str]:
    return {"en": text, "zh-hant": f"{text}（中）"}


def dimension(code: str, values: list[str]) -> dict[str, Any]:
    return {
        "code": code,
        "title": words(code.capitalize()),
        "values": [{"code": value, "title": words(value.replace("_", " "))} for value in values],
    }


STANDARD = {
    "standard": "un.test-protocol",
    "title": words("Protocol on trafficking"),
    "short": words("Test Protocol"),
    "adopted": "2000-11-15",
    "sources": ["treaty"],
    "dimensions": [
        dimension("act", ACTS),
        dimension("means", MEANS),
        dimension("purpose", PURPOSES),
        dimension("border", ["cross", "internal"]),
        dimension("victim", ["adult", "child"]),
    ],
    "cells": [
        {"victim": "adult", "of": ["act", "means", "purpose", "border"]},
        {"victim": "child", "of": ["act", "purpose", "border"]},
    ],
    "elements": [
        {"code": "art5.1", "title": words("Criminalise"), "text": words("Make it a crime."), "force": "must"},
        {"code": "art7.1", "title": words("Stay"), "text": words("Consider leave to stay."), "force": "consider"},
    ],
}


def scope(act: Any = "any", means: Any = "any", purpose: Any = "any", border: Any = "any", victim: Any = "any") -> Any:
    return {"act": act, "means": means, "purpose": purpose, "border": border, "victim": victim}


def provision(code: str, kind: str, reach: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {
        "code": code,
        "title": words(f"Title of {code}"),
        "cite": {"url": "https://law.example.org/cap200", "part": code},
        "sources": ["question"],
        "kind": kind,
        "scope": reach,
        "read_on": "2026-11-20",
        "put_forward_by": "The makers of the site",
        "review": dict(UNSIGNED),
        **fields,
    }


CRIMES = {
    "instrument": "xx.cap200",
    "title": words("Crimes Ordinance"),
    "kind": "statute",
    "url": "https://law.example.org/cap200",
    "sources": ["question"],
    "provisions": [
        provision(
            "s129",
            "offence",
            scope(["recruit", "transport", "transfer"], purpose=["prostitution"], border=["cross"]),
            doubtful={"act": ["recruit", "transfer"]},
            max_penalty={"years": "10"},
        ),
        provision("s130", "offence", scope(["harbour"], purpose=["prostitution"]), doubtful={"act": ["receive"]}),
        provision("s131", "offence", scope(["recruit"], purpose=["prostitution"])),
    ],
}
PERSONS = {
    "instrument": "xx.cap212",
    "jurisdiction": "xx",
    "title": words("Offences against the Person"),
    "provisions": [
        provision("s42", "fragment", scope(["transport", "harbour"], ["force", "fraud", "abduction"])),
        provision("s43", "fragment", scope(["transport", "harbour", "receive"], victim=["child"])),
        {
            **provision("wages", "fragment", scope(purpose=["forced_labour"])),
            "valid_from": "2020",
            "superseded": [
                {
                    "read_on": "2026-11-01",
                    "kind": "policy",
                    "put_forward_by": "The makers of the site",
                    "note": words("Read as a policy at first."),
                }
            ],
        },
        provision("organs", "fragment", scope(purpose=["organs"])),
        {**provision("pictures", "fragment", scope(purpose=["other_sexual"], victim=["child"])), "superseded": []},
    ],
}
BILL = {
    "bill": "xx-widen-s129",
    "title": words("Widen s129"),
    "text": words("A thought experiment."),
    "date": "2017-08-01",
    "sources": ["question"],
    "amends": [
        {
            "code": "xx.cap200.s129",
            "scope": scope(["recruit", "transport", "transfer"], border=["cross"]),
            "doubtful": {},
        }
    ],
    "duties": ["art5.1"],
}
VERDICT = {
    "code": "xx.art5.1.a",
    "jurisdiction": "xx",
    "standard": "un.test-protocol",
    "element": "art5.1",
    "value": "partly",
    "as_of": "2026-11-22",
    "basis": words("Only one purpose is an offence."),
    "cites": ["xx.cap200.s129"],
    "sources": ["question"],
    "put_forward_by": "The makers of the site",
    "review": dict(UNSIGNED),
}
VIEW = {
    "key": "xx:purpose.forced_labour:government:2024-06-25",
    "jurisdiction": "xx",
    "standard": "un.test-protocol",
    "target": "purpose.forced_labour",
    "holder": words("Government of Xx"),
    "holder_kind": "government",
    "value": "covered",
    "text": words("Says that over fifty provisions cover it."),
    "date": "2024-06-25",
    "sources": ["question"],
}
DECISION = {
    "key": "zn-cfi",
    "series": "zn",
    "order": "1",
    "parties": "ZN v Secretary for Justice",
    "citation": "HCAL 15/2015",
    "court": words("Court of First Instance"),
    "date": "2016-12-23",
    "outcome": words("The lack of an offence was a central flaw."),
    "sources": [{"source": "question", "place": "para 1"}],
}
BINDING = {
    "key": "un-test",
    "title": words("Test Protocol"),
    "status": "not-extended",
    "text": words("Not extended."),
    "order": "1",
    "sources": [{"source": "treaty", "place": ""}],
}
LAW: dict[str, list[dict[str, Any]]] = {
    "law-standard": [STANDARD],
    "law-instrument": [CRIMES, PERSONS],
    "law-bill": [BILL],
    "law-verdict": [VERDICT],
    "law-view": [VIEW],
    "decision": [DECISION],
    "binding": [BINDING],
}


def sample(kind: str, number: int = 0) -> dict[str, Any]:
    """A copy of one of the entries above, to be changed."""
    return copy.deepcopy(LAW[kind][number])


@pytest.fixture(autouse=True)
def no_law_of_another_test() -> None:
    """What this process remembers of the law belongs to a database that is gone."""
    book.forget()


@pytest.fixture
def sources(db: None) -> None:
    """The two sources that the entries name."""
    facts_api.load_sources(
        [
            {"key": "question", "title": "Answer to a question", "publisher": "Government of Xx", "kind": "government"},
            {"key": "treaty", "title": "The Protocol", "publisher": "United Nations", "kind": "un"},
        ]
    )


@pytest.fixture
def law(sources: None) -> None:
    """All of it, in the database."""
    api.load_law(copy.deepcopy(LAW))


def client_with(*codenames: str, name: str = "Ada Example") -> Client:
    """A browser of a colleague with some permissions on the law."""
    first, _, last = name.partition(" ")
    user = get_user_model().objects.create_user(
        f"{len(codenames)}-{first.lower()}@example.org", "a long made-up password", first_name=first, last_name=last
    )
    group = Group.objects.create(name=f"Law {name} " + " ".join(codenames)[:60])
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in codenames:
        group.permissions.add(Permission.objects.get(content_type__app_label="law", codename=codename))
    user.groups.add(group)
    return signed_in(user)
