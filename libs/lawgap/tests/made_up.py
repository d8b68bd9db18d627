"""A small standard, and law made up for it: obviously fictional places and provisions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import lawgap
from hypothesis import strategies as st

EXAMPLES = Path(__file__).parent.parent / "examples"
FIRST_READING = EXAMPLES / "hk-first-reading"

SIZES = {
    "act": ("take", "keep"),
    "means": ("force", "lies", "pay"),
    "aim": ("work", "trade"),
    "who": ("adult", "child"),
}
STANDARD: dict[str, Any] = {
    "standard": "made.up",
    "title": {"en": "A made-up standard"},
    "dimensions": [
        {"code": code, "title": {"en": code}, "values": [{"code": value, "title": {"en": value}} for value in values]}
        for code, values in SIZES.items()
    ],
    "cells": [{"who": "adult", "of": ["act", "means", "aim"]}, {"who": "child", "of": ["act", "aim"]}],
    "elements": [
        {"code": "help", "title": {"en": "Help"}, "force": "must"},
        {"code": "think", "title": {"en": "Think"}, "force": "consider"},
    ],
}
#: 2 x 3 x 2 cells of adults and 2 x 2 of children.
CELLS = 16


def scopes(*, whole: bool = True) -> st.SearchStrategy[dict[str, Any]]:
    """Scopes of the made-up standard."""
    sides = {code: st.just("any") | st.lists(st.sampled_from(values), unique=True) for code, values in SIZES.items()}
    return st.fixed_dictionaries(sides) if whole else st.fixed_dictionaries({}, optional=sides)


@st.composite
def provisions(draw: st.DrawFn, code: str) -> dict[str, Any]:
    """A provision, perhaps with doubts, an end in time and earlier readings."""
    made: dict[str, Any] = {
        "code": code,
        "kind": draw(st.sampled_from(("offence", "fragment", "duty", "policy"))),
        "scope": draw(scopes()),
    }
    if draw(st.booleans()):
        made["doubtful"] = draw(scopes(whole=False))
    if made["kind"] == "fragment" and draw(st.booleans()):
        made["doubtful_offence"] = {"act": "any"}
    if draw(st.booleans()):
        made["valid_from"] = draw(st.sampled_from(("2001", "2010-06", "2020-02-29")))
    if draw(st.booleans()):
        made["valid_to"] = draw(st.sampled_from(("2021", "2022-06", "2024-02-29")))
    if draw(st.booleans()):
        made["max_penalty"] = {"years": str(draw(st.integers(1, 20)))}
    return made


def laws(most: int = 6) -> st.SearchStrategy[list[dict[str, Any]]]:
    """The provisions of a made-up place."""
    return st.integers(0, most).flatmap(
        lambda size: st.tuples(*(provisions(f"s{number}") for number in range(size))).map(list)
    )


def law_of(found: list[dict[str, Any]], bills: list[dict[str, Any]] | None = None, place: str = "xx") -> lawgap.Law:
    """The law of a made-up place that has these provisions."""
    entries: list[tuple[str, Any]] = [
        ("standards/made.up", STANDARD),
        (f"instruments/{place}.act", {"instrument": f"{place}.act", "provisions": found}),
    ]
    entries += [(f"bills/{bill['bill']}", bill) for bill in bills or []]
    return lawgap.from_data(entries)
