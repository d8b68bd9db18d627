"""What other rooms may ask of the sign-up."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import translation

from causeway.supporters.addresses import address_hash
from causeway.supporters.catalogue import wording
from causeway.supporters.figures import Outbox, outbox
from causeway.supporters.models import NEWS, ConsentWording
from causeway.supporters.outbox import send_due
from causeway.supporters.packing import Loaded, PackError, dump_topics, dump_wordings, load_topics, load_wordings
from causeway.supporters.people import erase, export, find
from causeway.supporters.retention import Purged, purge

__all__ = [
    "NEWS",
    "ConsentWording",
    "Loaded",
    "Outbox",
    "PackError",
    "Purged",
    "address_hash",
    "dump_topics",
    "dump_wordings",
    "erase",
    "export",
    "find",
    "footer_context",
    "load_topics",
    "load_wordings",
    "outbox",
    "purge",
    "send_due",
    "wording",
]


def footer_context(language: str) -> dict[str, Any]:
    """What the small form of a footer needs, without a query: every page of the site has it.

    Args:
        language: the reader's language.

    Returns:
        ``action``, the address the form is sent to. Where there is no topic to tick, that address says so.
    """
    with translation.override(language):
        action = reverse("supporters:sign-up")
    return {"action": action}
