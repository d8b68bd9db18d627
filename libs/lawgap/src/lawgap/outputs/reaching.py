"""Which provisions reach each cell, for lists of all cells: one walk over what each provision reaches."""

from __future__ import annotations

from lawgap.models import READINGS
from lawgap.scoring import Score


def reached_by(score: Score) -> dict[str, list[dict[str, str]]]:
    """What reaches each cell.

    Args:
        score: the score.

    Returns:
        For each reading, by number of the cell, ``offence`` or ``fragment`` by code of the provision, offences first.
    """
    found: dict[str, list[dict[str, str]]] = {name: [{} for _cell in score.cells] for name in READINGS}
    hits = sorted(score.scored, key=lambda hit: hit.provision.code)
    for name, cells in found.items():
        for verdict in ("offence", "fragment"):
            for hit in hits:
                masks = hit.masks[name]
                mask = masks.offence if verdict == "offence" else masks.fragment & ~masks.offence
                for cell in score.space.listed(mask):
                    cells[cell.number].setdefault(hit.provision.code, verdict)
    return found
