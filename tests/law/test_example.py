"""The worked example of the library, through the database: the same numbers, and every file comes back as it was."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lawgap.strictyaml import plain, read_bytes

from causeway.facts import api as facts_api
from causeway.law import api, computing
from causeway.law.entries import sources_in

pytestmark = pytest.mark.django_db
EXAMPLE = Path(__file__).parents[2] / "libs/lawgap/examples/hk-first-reading"


def read(folder: str) -> list[dict[str, Any]]:
    return [plain(read_bytes(path.read_bytes(), path.name)) for path in sorted((EXAMPLE / folder).glob("*.yaml"))]


def by_key(data: Any, keys: dict[str, str]) -> Any:
    if isinstance(data, dict):
        return {
            name: [keys[text] for text in value] if name == "sources" else by_key(value, keys)
            for name, value in data.items()
        }
    return [by_key(item, keys) for item in data] if isinstance(data, list) else data


@pytest.fixture
def example(db: None) -> dict[str, list[dict[str, Any]]]:
    verdicts, views = [], []
    for file in read("verdicts"):
        outer = {name: file[name] for name in ("jurisdiction", "standard") if name in file}
        verdicts += [{**outer, **verdict} for verdict in file.get("verdicts", [])]
        views += [{**outer, **view} for view in file.get("views", [])]
    views = [{**view, "key": key} for view, key in zip(views, api.view_keys(views), strict=True)]
    found = {
        "law-standard": read("standards"),
        "law-instrument": read("instruments"),
        "law-bill": read("bills"),
        "law-verdict": verdicts,
        "law-view": views,
    }
    # The example cites in words; a site cites by the keys of its sources.
    cited = sorted({text for entries in found.values() for entry in entries for _place, text in sources_in(entry)})
    keys = {text: f"source-{number}" for number, text in enumerate(cited)}
    facts_api.load_sources([{"key": key, "title": text, "kind": "government"} for text, key in keys.items()])
    found = {kind: [by_key(entry, keys) for entry in entries] for kind, entries in found.items()}
    api.load_law(found)
    return found


def test_the_numbers_of_the_fact_base(example: Any) -> None:
    score = api.score()
    assert score.total == 630
    assert tuple(vars(score.counts["central"]).values()) == (54, 262, 314)
    assert [score.counts[name].offence for name in ("low", "high")] == [45, 294]
    assert [counts.offence for counts in score.select(purpose="forced_labour").values()] == [0, 0, 0]
    assert api.simulate("hk-widen-s129").after.counts["central"].offence == 216
    expression = "law:score hk un.tip-protocol central offence purpose=forced_labour"
    assert computing.compute({expression})[expression].value == "0"


def test_every_file_comes_back(example: Any) -> None:
    for kind, entries in example.items():
        held = api.dump(kind)
        assert len(held) == len(entries)
        assert all(entry in held.values() for entry in entries), kind
        assert api.load(kind, entries) == api.Loaded(unchanged=len(entries))
