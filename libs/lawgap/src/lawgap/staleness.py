"""What was read and has changed since: a verdict on an older text says so until it is read again."""

from __future__ import annotations

from lawgap.models import Law, Record


def stale_provisions(law: Law) -> dict[str, str]:
    """Provisions whose text has another start or fingerprint than the one that was read.

    Args:
        law: what was read, with the records of the publisher's files.

    Returns:
        By code, a sentence that says what changed. A provision that cites no fingerprint and no start is never stale:
        nothing is known of the text that was read.
    """
    if not law.records:
        return {}
    latest: dict[tuple[str, str, str], Record] = {}
    for record in law.records:
        key = (record.instrument, record.part, record.language)
        if key not in latest or latest[key].read_on <= record.read_on:
            latest[key] = record
    found: dict[str, str] = {}
    for instrument in law.instruments.values():
        for provision in instrument.provisions:
            cite = provision.cite
            known = latest.get((provision.instrument, cite.part, cite.language))
            if known is None or provision.valid_to:
                continue
            if cite.start_period and known.start_period and cite.start_period != known.start_period:
                found[provision.code] = (
                    f"{provision.code} was read as in force from {cite.start_period}; the text now starts on "
                    f"{known.start_period}"
                )
            elif cite.sha256 and known.sha256 and cite.sha256 != known.sha256:
                found[provision.code] = f"{provision.code} has another text than the one that was read"
    return found


def stale_verdicts(law: Law) -> dict[str, tuple[str, ...]]:
    """Verdicts that cite a stale provision, with the provisions, by the verdict's code."""
    stale = stale_provisions(law)
    found = {}
    for verdict in law.standing_verdicts():
        cited = tuple(code for code in verdict.cites if code in stale)
        if cited:
            found[verdict.code] = cited
    return found
