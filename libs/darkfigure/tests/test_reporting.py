"""The report: what its first page says, what it never says, and that its three forms agree."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from darkfigure.datasets import dataset
from darkfigure.models import HierarchicalModel
from darkfigure.reporting import FORMATS, report, report_dict
from darkfigure.results import (
    Assessment,
    Comparison,
    Coverage,
    Estimate,
    Interval,
    Note,
    NotEstimable,
    Replicates,
    Scenario,
    Sensitivity,
)
from darkfigure.tables import CaptureTable

# --- Results to report on, with the totals and limits of the papers' authors (Chan, Silverman & Vincent 2021) -------

UK, NEW_ORLEANS = dataset("UKdat_5"), dataset("NewOrl_5")
APART = CaptureTable.from_histories(["Shelter", "Police"], {"Shelter": 40, "Police": 31})

UNKNOWN = tuple(
    Note(code, {}, "know")
    for code in ("feeds-unknown", "separate-unknown", "definitions-unknown", "linkage-unaudited", "highest-order")
)


def estimated(
    table: CaptureTable, method: str, total: float, lower: float, upper: float, kind: str = "bca", **more: Any
) -> Estimate:
    """Return an estimate as a method would."""
    return Estimate(
        method,
        table.n,
        total,
        table.lists,
        table.sha256,
        (Interval(lower, upper, 0.95, kind), *more.pop("others", ())),
        **more,
    )


def united_kingdom() -> dict[str, Any]:
    """The UK in 2013: three methods twofold apart."""
    pairs = [("LA", "NG"), ("NG", "GP"), ("PFNCA", "GP"), ("LA", "PFNCA"), ("GO", "GP"), ("NG", "GO")]
    spread = [8_000 + 10 * place for place in range(1_000)]
    stepwise = estimated(
        UK,
        "stepwise",
        11_312.990289435264,
        8_784.8,
        14_700.5,
        others=(
            Interval(9_120.0, 15_480.0, 0.95, "percentile"),
            Interval(9_884.4, 13_027.4, 0.95, "wald", (Note("conditional-interval", {"method": "wald"}, "know"),)),
        ),
        model=HierarchicalModel.from_pairs(pairs, UK.lists),
        seed=1234,
        settings={"n_boot": 1000, "p_threshold": 0.02},
        replicates=Replicates(tuple(map(float, spread)), (11_300.0,), (54,), 0, 0, -0.31, -0.012),
    )
    best = estimated(
        UK,
        "bic",
        22_991.331314151787,
        11_753.6,
        43_894.1,
        model=HierarchicalModel.parse("[12,13,23,25,34]", 5),
        seed=1234,
        settings={"n_boot": 1000, "max_order": 2},
    )
    graphs = estimated(UK, "dga", 21_282.0, 10_389.0, 33_509.0, "credible", settings={"delta": 0.03125})
    lowest = {"low_method": "stepwise", "low": 11_312.99, "high_method": "bic", "high": 22_991.33, "ratio": 2.0323}
    notes = (
        Note("methods-differ", lowest),
        Note(
            "drop-list-range",
            {"low_list": "GO", "low": 10_202.0, "high_list": "PFNCA", "high": 22_623.03, "ratio": 2.2175},
        ),
        Note("empty-pairs", {"pairs": ["LA & GP"], "count": 1, "of": 10}),
        *UNKNOWN,
    )
    comparison = Comparison((stepwise, best, graphs), 2.0323, 8_784.8, 43_894.1, Assessment("B", notes))
    dropped = {
        "LA": (2690, 11_110.93),
        "NG": (2281, 12_187.38),
        "PFNCA": (1749, 22_623.03),
        "GO": (2049, 10_202.0),
        "GP": (2428, 11_015.24),
    }
    scenarios = [Scenario("drop-list", name, n, total) for name, (n, total) in dropped.items()]
    scenarios += [Scenario("threshold", "0.01", UK.n, 12_262.41), Scenario("threshold", "0.02", UK.n, 11_312.99)]
    scenarios += [Scenario("drop-list", "twin", UK.n - 3, math.nan)]
    return {
        "table": UK,
        "comparison": comparison,
        "sensitivity": Sensitivity(stepwise, tuple(scenarios)),
        "coverage": Coverage("stepwise", 11_313.0, 500, 0, {"bca": {0.95: 0.918, 0.8: 0.726}}, 120.0, 3_057.0, 7),
        "title": "Modern slavery in the United Kingdom, 2013",
        "subject": "potential victims",
        "place": "United Kingdom",
        "period": "2013",
        "definition": "Potential victims in the strategic assessment of the National Crime Agency",
        "population": 64_100_000,
        "date": "22 November 2026",
    }


def new_orleans(grade: str = "B") -> dict[str, Any]:
    """New Orleans: the methods agree, the data are thin."""
    notes = (
        Note("empty-pairs", {"pairs": ["A & H", "C & H", "D & H"], "count": 3, "of": 10}),
        Note("small-overlap", {"median": 1.0}),
        Note("one-case", {"history": "A & BEFG & D", "total_with": 1_034.15, "total_without": 1_163.0, "share": 0.125}),
        *UNKNOWN,
    )
    results = (
        estimated(NEW_ORLEANS, "stepwise", 1_034.15, 588.8, 1_703.7, model=HierarchicalModel.independence(5)),
        estimated(NEW_ORLEANS, "bic", 1_034.15, 602.0, 1_710.0),
        estimated(NEW_ORLEANS, "dga", 936.0, 511.0, 1_762.0, "credible"),
    )
    kept = notes if grade == "B" else UNKNOWN
    return {
        "table": NEW_ORLEANS,
        "comparison": Comparison(results, 1_034.15 / 936, 511.0, 1_762.0, Assessment(grade, kept)),  # type: ignore[arg-type]
    }


def refused() -> dict[str, Any]:
    """Two lists without a case in common."""
    notes = (Note("no-overlap", {}, "refuse"), Note("few-lists", {"n_lists": 2}), *UNKNOWN)
    results = tuple(
        NotEstimable(method, APART.n, APART.lists, APART.sha256, notes[:1]) for method in ("stepwise", "bic", "chapman")
    )
    return {
        "table": APART,
        "comparison": Comparison(results, math.nan, math.nan, math.nan, Assessment("C", notes)),
        "place": "Hong Kong",
        "period": "2024",
    }


def examples() -> dict[str, dict[str, Any]]:
    """Every report the tests look at."""
    return {"uk": united_kingdom(), "neworl": new_orleans(), "agree": new_orleans("A"), "refused": refused()}


# --- Reading a report back ------------------------------------------------------------------------------------


def words(text: str) -> str:
    """Return the words of a page or a part of it, drawings left out."""
    told = re.sub(r"<(svg|style|title)\b.*?</\1>|</?strong>", "", text, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", told)).split())


def first_page(text: str) -> str:
    """Return the words of the first page."""
    return words(text.split("</article>")[0])


def annex(text: str) -> str:
    """Return the words of what follows it."""
    return words(text.split("</article>")[1])


def rendered(name: str, language: str = "en", **more: Any) -> str:
    """Return an example as HTML."""
    return report(**{**examples()[name], "language": language, **more})


# --- The first page --------------------------------------------------------------------------------------------


def test_first_page_says_what_is_known_and_the_widest_range() -> None:
    said = first_page(rendered("uk"))
    assert "We know of 2,744 potential victims." in said
    assert "between 8,800 and 44,000." in said
    assert "Grade B Exploratory, not for headlines" in said
    assert "no single number: the methods differ 2.0 times, from about 11,000 (Stepwise selection)" in said
    assert "between 14 and 68 for every 100,000 people (population 64,100,000; SDG indicator 16.2.2)" in said
    assert said.index("8,800") < said.index("What this assumes") < said.index("It would be wrong if")
    assert "leaving one out moves the estimate from about 10,000 to about 23,000" in said
    assert "Do not say There are exactly 11,313. Every figure here is an estimate within a range." in said


def test_one_number_only_where_methods_agree_and_the_grade_is_a() -> None:
    found = {name: report_dict(**examples()[name])["headline"] for name in examples()}
    assert found == {"uk": None, "neworl": None, "agree": 1_000, "refused": None}
    said = first_page(rendered("agree"))
    assert "between 510 and 1,800; about 1,000 is the middle" in said
    assert "no single number" not in said
    assert "about 1,000 is the middle" not in first_page(rendered("neworl"))
    apart = examples()["agree"]
    apart["comparison"] = replace(apart["comparison"], spread=1.51)
    assert report_dict(**apart)["headline"] is None


def test_sentence_to_copy_holds_range_grade_and_source() -> None:
    copied = report_dict(**united_kingdom())["copy"]
    assert copied.startswith("2,744 potential victims were known from 5 lists (United Kingdom, 2013).")
    assert "between 8,800 and 44,000 (95% intervals, 3 methods compared; exploratory)" in copied
    assert UK.sha256[:12] in copied
    assert "22 November 2026" in copied
    assert "exploratory" not in report_dict(**new_orleans("A"))["copy"]


def test_refusal_is_a_page_with_reasons_and_what_would_help_and_no_number() -> None:
    said = first_page(rendered("refused"))
    assert "No estimate can be given from these lists" in said
    assert "No case is on two lists" in said
    assert "A third list" in said
    assert "There must be thousands more." in said
    numbers = set(re.findall(r"\d[\d,.]*\d", said)) - {"2024", "0.1.0"}
    assert {number for number in numbers if not re.search(number, APART.sha256[:12])} == {"71"}


def test_no_number_leaves_a_table_that_carries_none() -> None:
    given = refused()
    stray = Estimate(
        "chao", APART.n, 987_654.0, APART.lists, APART.sha256, (Interval(876_543.0, 998_877.0, 0.95, "wald"),)
    )
    given["comparison"] = replace(given["comparison"], results=(*given["comparison"].results, stray), lower=876_543.0)
    given["sensitivity"] = Sensitivity(stray, (Scenario("drop-list", "Police", 40, 555_444.0),))
    for form in FORMATS:
        text = report(format=form, **given)
        assert not re.search(r"98[78],?[06]|876,?5|998,?8|555,?4", text.replace(APART.sha256, ""))


@pytest.mark.parametrize("language", ["en", "zh-hant"])
def test_range_without_upper_end_and_without_any(language: str) -> None:
    given = united_kingdom()
    comparison = given["comparison"]
    given["comparison"] = replace(comparison, upper=math.inf)
    said = first_page(report(language=language, **given))
    assert ("8,800 or more" in said) or ("8,800或以上" in said)
    assert report_dict(**given)["range"]["upper"] is None
    bare = tuple(replace(result, intervals=()) for result in comparison.results)
    given["comparison"] = replace(comparison, results=bare, lower=math.nan, upper=math.nan)
    said = first_page(report(language=language, **given))
    assert ("no range that holds" in said) or ("得不出可靠的範圍" in said)
    assert not re.search(r"\b(11|22),", said)


def test_rounded_range_never_falls_below_the_known() -> None:
    given = united_kingdom()
    given["comparison"] = replace(given["comparison"], lower=2_744.0, upper=2_748.2)
    assert "between 2,744 and 2,749." in first_page(report(**given))


# --- The annex ---------------------------------------------------------------------------------------------------


def test_annex_shows_methods_warnings_and_what_would_have_to_be_true() -> None:
    said = annex(rendered("uk"))
    assert "Stepwise selection 11,313 8,785 to 14,700 95% bootstrap, BCa yes" in said
    assert "Links between lists in the model: LA & NG; LA & PFNCA" in said
    assert "61% of the time where 95% was meant" in said
    assert "What data would help: Knowledge of how these two lists come about" in said
    assert "44,000 4.81 times what the model says" in said
    assert "PFNCA 1,749 22,623 2.00 times" in said
    assert "twin not shown no estimate none" in said
    assert "bootstrap, BCa 95% 91.8%" in said


def test_claims_the_user_named_are_told() -> None:
    given = united_kingdom()
    named = Scenario("departure", "20000", UK.n, 20_000.0, {"factor": 2.0138, "claim": True})
    given["sensitivity"] = replace(given["sensitivity"], scenarios=(named, *given["sensitivity"].scenarios))
    assert "20,000 2.01 times what the model says" in annex(report(**given))
    assert {"total": 20_000.0, "unseen_times": pytest.approx(2.01377, abs=1e-4)} in report_dict(**given)["sensitivity"][
        "claims"
    ]


def test_average_over_models_goes_by_its_own_name_and_does_not_count() -> None:
    given = united_kingdom()
    average = estimated(UK, "bic", 18_000.0, 11_000.0, 36_000.0, settings={"average": True})
    given["comparison"] = replace(given["comparison"], results=(average, *given["comparison"].results))
    said = annex(report(**given))
    assert "Average of models by BIC 18,000 11,000 to 36,000 95% bootstrap, BCa no" in said
    assert said.index("Stepwise selection 11,313") < said.index("Average of models by BIC 18,000")


def test_where_the_numbers_come_from() -> None:
    said = annex(rendered("uk", command=None))
    assert UK.sha256 in said
    assert re.search(r"darkfigure [\d.]+, python 3\.\d+\.\d+, numpy [\d.]+, scipy [\d.]+", said)
    assert "--seed 1234 --boot 1000 --level 0.95 --population 64100000 --language en" in said
    assert "n_boot=1000, p_threshold=0.02" in said
    assert "darkfigure report uk.csv" in rendered("uk", command="darkfigure report uk.csv")
    assert "<dt>Date</dt>" not in rendered("uk", date=None)


def test_coverage_that_could_not_be_simulated_says_why() -> None:
    none = NotEstimable("stepwise", UK.n, UK.lists, UK.sha256, (Note("no-admissible-model", {}, "refuse"),))
    assert "Not one of the models that were tried" in annex(rendered("uk", coverage=none))
    assert report_dict(**{**united_kingdom(), "coverage": none})["coverage"]["estimable"] is False


# --- Small counts -----------------------------------------------------------------------------------------------


def test_small_counts_are_not_printed() -> None:
    said = annex(rendered("uk"))
    assert "LA & GO <10" in said
    assert "LA & NG & PFNCA & GO <10" in said
    assert "LA – 18 21 <10 0" in said
    assert "2 or more 221" in said
    assert "LA & GO 3" in annex(rendered("uk", publish_below=1))
    table = report_dict(**united_kingdom())["table"]
    shown = [entry["count"] for part in ("lists", "overlaps", "histories") for entry in table[part]]
    assert all(count is None or count == 0 or count >= 10 for count in shown)
    assert {"lists": ["LA", "GO"], "count": None, "below": 10} in table["histories"]


def test_no_small_count_follows_from_a_list_left_out() -> None:
    found = report_dict(**united_kingdom())["sensitivity"]["scenarios"]
    assert {one["label"]: one["n"] for one in found if one["kind"] == "drop-list"}["twin"] is None
    assert all(one["n"] is None or UK.n - one["n"] == 0 or UK.n - one["n"] >= 10 for one in found)


def test_pairwise_totals_that_give_a_small_overlap_away_are_withheld() -> None:
    given = united_kingdom()
    values = {"low_pair": "LA & NG", "low": 2_831.0, "high_pair": "NG & GP", "high": 95_707.0, "ratio": 33.8}
    assessment = Assessment("B", (Note("chapman-spread", values),))
    given["comparison"] = replace(given["comparison"], assessment=assessment)
    for form in FORMATS:
        text = report(format=form, **given)
        assert not re.search(r"96,000|95,?707", text)
        assert "give totals that lie far apart" in text
    assert "96,000" in report(publish_below=1, **given)


# --- Mistakes -------------------------------------------------------------------------------------------------


def test_what_makes_no_sense_is_refused_with_a_sentence() -> None:
    given = united_kingdom()
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"format": "docx"}, "formats are html, markdown, json"),
        ({"language": "fr"}, "languages are en, zh-hant"),
        ({"population": 2_000}, "smaller than the number of cases"),
        ({"publish_below": 0}, "must be 1 or more"),
        ({"table": NEW_ORLEANS}, "belong to another table"),
    ]
    for change, message in wrong:
        with pytest.raises(ValueError, match=message):
            report(**{**given, **change})
