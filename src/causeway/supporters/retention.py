"""How long what is kept. Each period stands here once; ``docs/data-protection.md`` repeats them for readers."""

from __future__ import annotations

import contextlib
import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from causeway.supporters.models import SignupRequest, Supporter
from causeway.supporters.tokens import CONFIRM_DAYS

log = logging.getLogger("causeway.supporters")

# A sign-up nobody confirmed, and the traces of one that somebody did.
UNCONFIRMED = timedelta(days=CONFIRM_DAYS)
# After leaving, the address stays this long so that leaving by mistake can be undone with one press.
LEFT = timedelta(days=30)
# After that only a keyed hash and the dates stay, as proof that the wish to leave was followed. Three years is
# what laws on unsolicited messages ask a sender to keep such a request (for example Hong Kong, Cap. 593, s. 9).
LEFT_RECORD = timedelta(days=3 * 366)


# Without a mail server each mail is a file, which holds an address too. By then its links are dead.
MAIL_FILES = UNCONFIRMED


@dataclass(frozen=True)
class Purged:
    """How many rows and files a purge took away or emptied."""

    requests: int
    addresses: int
    records: int
    files: int


def purge(now: datetime) -> Purged:
    """Delete and erase what is due. May run at any time and any number of times.

    Args:
        now: the present time.
    """
    requests, _models = SignupRequest.objects.filter(asked_at__lt=now - UNCONFIRMED).delete()
    # One statement each, so that somebody who joins again at this moment is not overtaken.
    addresses = Supporter.objects.filter(left_at__lt=now - LEFT, email__isnull=False).update(email=None, language="")
    with transaction.atomic():
        _count, models = Supporter.objects.filter(left_at__lt=now - LEFT_RECORD).delete()
    purged = Purged(requests, addresses, models.get("supporters.Supporter", 0), _purge_files(now - MAIL_FILES))
    if any(asdict(purged).values()):
        log.info("supporters purged", extra={"count": sum(asdict(purged).values())})
    return purged


def _purge_files(before: datetime) -> int:
    """Delete old mail files, and what a killed process left unfinished."""
    count = 0
    with contextlib.suppress(FileNotFoundError):
        for path in Path(settings.EMAIL_FILE_PATH).iterdir():
            if path.suffix in {".eml", ".tmp"} and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                count += 1
    return count
