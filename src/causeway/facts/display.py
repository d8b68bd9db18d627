"""What readers see of facts nobody has checked: the site's choice, else the server's."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from causeway.facts.models import FactDisplay
from causeway.facts.status import MODES


def display_mode(site: Any = None) -> str:
    """How facts that are not checked appear.

    Args:
        site: a Wagtail site; the default site when not given.

    Returns:
        ``banner`` or ``hide``. Reading it never writes, so that a reader's request does not either.
    """
    rows = (
        FactDisplay.objects.filter(site=site)
        if site is not None
        else FactDisplay.objects.filter(site__is_default_site=True)
    )
    chosen = rows.values_list("mode", flat=True).first() or settings.UNVERIFIED_FACTS
    # An unknown word in the settings must not show what nobody checked.
    return chosen if chosen in MODES else "hide"
