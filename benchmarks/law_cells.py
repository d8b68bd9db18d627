"""How long lawgap takes for a very large law, in processor time, beside a loop over cells and provisions."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

import lawgap
from lawgap.models import READINGS
from lawgap.scoring import scopes_of

from benchmarks.table import Row

EXAMPLE = Path(__file__).parent.parent / "libs" / "lawgap" / "examples" / "hk-first-reading"
PROVISIONS = 10_000
#: The loop takes minutes for all of them; it is run on so many and scaled up.
LOOPED = 500
SEED = 1


def made_up(provisions: int) -> dict[str, bytes]:
    """Files of a made-up law of so many provisions with random scopes, a hundred in each file."""
    standard = "standards/un.tip-protocol.yaml"
    files = {standard: (EXAMPLE / standard).read_bytes()}
    sides = lawgap.read_files(files).standards["un.tip-protocol"].dimensions
    chance = random.Random(SEED)

    def side(codes: list[str]) -> str:
        some = sorted(chance.sample(codes, chance.randint(1, len(codes))))
        return f"[{', '.join(some)}]" if chance.random() < 0.7 else "any"

    for number in range(provisions // 100):
        lines = [f"instrument: xx.act{number}", "provisions:"]
        for code in range(100):
            scope = ", ".join(f"{one.code}: {side([value.code for value in one.values])}" for one in sides)
            lines += [
                f"  - code: s{code}",
                '    title: {en: "A made-up provision"}',
                f"    kind: {chance.choice(('offence', 'fragment'))}",
                f"    scope: {{{scope}}}",
                "    doubtful: {act: [recruit]}",
                '    max_penalty: {years: "10"}',
                '    review: {by: "", role: "", on: ""}',
            ]
        files[f"instruments/xx.act{number}.yaml"] = "\n".join(lines).encode()
    return files


def looped(law: lawgap.Law, provisions: int) -> dict[str, list[str]]:
    """The verdict of every cell in every reading, by asking every provision of every cell; no sets, no engine."""
    score = lawgap.score(law)
    found: dict[str, list[str]] = {}
    chosen = [(hit.reading.kind, scopes_of(hit.reading)) for hit in score.scored[:provisions]]
    for name in READINGS:
        found[name] = []
        for cell in score.cells:
            best = "none"
            for kind, scopes in chosen:
                scope = scopes[name]
                if all(value in scope[code] for code, value in cell.values.items()) and all(scope.values()):
                    if kind == "offence":
                        best = "offence"
                    elif best == "none":
                        best = "fragment"
            found[name].append(best)
    return found


def _seconds(run: Callable[[], object], times: int = 3) -> float:
    took = []
    for _ in range(times):
        begin = time.process_time()
        run()
        took.append(time.process_time() - begin)
    return min(took)


def measure() -> list[Row]:
    """Return the rows."""
    files = made_up(PROVISIONS)
    law = lawgap.read_files(files)
    read = _seconds(lambda: lawgap.read_files(files))
    scored = _seconds(lambda: lawgap.score(law).by)
    few = lawgap.read_files(made_up(LOOPED))
    begin = time.process_time()
    by_loop = looped(few, LOOPED)
    loop = (time.process_time() - begin) * PROVISIONS / LOOPED
    score = lawgap.score(few)
    same = all(by_loop[name] == [score.verdict(cell.number, name) for cell in score.cells] for name in READINGS)
    what = f"{PROVISIONS:,} provisions against the Protocol's 630 cells, three readings"
    return [
        Row(f"{what}: counted", f"{scored:.2f} s, a loop over cells {loop:,.0f} s: {loop / scored:,.0f} times as long", "≤ 2 s", scored <= 2),
        Row("… read from YAML, checked and counted", f"{read + scored:.2f} s", "≤ 2 s", read + scored <= 2),
        Row(f"… cell for cell as the loop says, on {LOOPED:,} provisions", "equal" if same else "different", "equal", same),
    ]  # fmt: skip
