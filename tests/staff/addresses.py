"""Every address below /admin/, from the resolver itself, and who may open it.

An address that is new and not named here makes ``test_addresses`` fail: somebody has to say who may open it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

from causeway.staff.roles import ADMINISTRATOR, ADVOCACY, CASEWORK, EDITOR, PRESS, REVIEWER

EVERYBODY = frozenset({EDITOR, REVIEWER, ADVOCACY, PRESS, CASEWORK, ADMINISTRATOR})
WRITERS = EVERYBODY - {CASEWORK}
PUBLISHERS = frozenset({REVIEWER, ADMINISTRATOR})
FACT_WRITERS = frozenset({EDITOR, REVIEWER, ADVOCACY, ADMINISTRATOR})
SUPPORTER_READERS = frozenset({ADVOCACY, ADMINISTRATOR})
ADMINISTRATORS = frozenset({ADMINISTRATOR})
OWNERS_ONLY: frozenset[str] = frozenset()

#: By the name of the address; a name ending in ``:`` or ``*`` stands for all that begin with it; the longest wins.
WHO: dict[str, frozenset[str]] = {
    "wagtailadmin_home": EVERYBODY,
    "wagtailadmin_account": EVERYBODY,
    "wagtailadmin_dismissibles": EVERYBODY,
    "wagtailadmin_choose_page*": EVERYBODY,
    "wagtailadmin_tag_autocomplete": EVERYBODY,
    "wagtailadmin_api:": EVERYBODY,
    "wagtailadmin_explore_root": WRITERS,
    "wagtailadmin_pages:": WRITERS,
    "wagtailadmin_collections:": ADMINISTRATORS,
    "wagtailadmin_workflows:": ADMINISTRATORS,
    "wagtailadmin_workflows:task_chooser*": EVERYBODY,
    "wagtailadmin_reports:": WRITERS,
    "wagtailadmin_reports:locked_pages*": PUBLISHERS,
    "wagtailadmin_reports:site_history*": EVERYBODY,
    "staff_events*": ADMINISTRATORS,
    "facts_to_check*": EVERYBODY,
    "fact:": EVERYBODY,
    "fact:add": FACT_WRITERS,
    "source:": EVERYBODY,
    "source:add": FACT_WRITERS,
    "law_provision:": FACT_WRITERS,
    "law_verdict:": FACT_WRITERS,
    "law_unsigned:": FACT_WRITERS,
    "law_stale:": FACT_WRITERS,
    "law_statute:": FACT_WRITERS,
    "law_bill:": FACT_WRITERS,
    "law_view:": FACT_WRITERS,
    "law_decision:": FACT_WRITERS,
    "law_binding:": FACT_WRITERS,
    "law_instrument:": FACT_WRITERS,
    "asks_ask:": FACT_WRITERS,
    "asks_event:": FACT_WRITERS,
    "asks_correction:": FACT_WRITERS,
    "asks_calendar:": FACT_WRITERS,
    "fact_chooser:": EVERYBODY,
    "fact_chooser:create": FACT_WRITERS,
    "source_chooser:": EVERYBODY,
    "source_chooser:create": FACT_WRITERS,
    "supporters_staff:": SUPPORTER_READERS,
    "news-topics:": SUPPORTER_READERS,
    "news-topics:add": ADMINISTRATORS,
    "consent-wordings:": SUPPORTER_READERS,
    "consent-wordings:add": ADMINISTRATORS,
    "wagtail_localize:": EVERYBODY,
    "wagtailredirects:": PUBLISHERS,
    "wagtailsearchpromotions:": ADMINISTRATORS,
    "wagtailsearchpromotions:chooser*": EVERYBODY,
    # What people searched for is kept nowhere, so there is nothing to read for anybody.
    "wagtailsearchpromotions:search_terms*": OWNERS_ONLY,
    "wagtailembeds:": EVERYBODY,
    "wagtailsnippets:": OWNERS_ONLY,
    "wagtaildocs:": WRITERS,
    "wagtailimages:": WRITERS,
    "wagtaildocs_chooser:": EVERYBODY,
    "wagtaildocs_chooser:create": WRITERS,
    "wagtailimages_chooser:": EVERYBODY,
    "wagtailimages_chooser:create": WRITERS,
    "wagtaillocales:": ADMINISTRATORS,
    "wagtailsites:": ADMINISTRATORS,
    "wagtailusers_users:": ADMINISTRATORS,
    "wagtailusers_groups:": OWNERS_ONLY,
}
#: Named, but not opened with a plain GET: they change the session, want POST or a query, or only fail.
NOT_WALKED = {
    "",
    "wagtailadmin_logout",
    "wagtailadmin_error_test",
    "wagtailadmin_block_preview",
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_done",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
#: Open to whoever asks, because they are about signing in or hold only words and pictures of Wagtail itself.
PUBLIC = {
    "access_home",
    "staff_begin",
    "account_login",
    "account_logout",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_login_webauthn",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
}
_PARAMETER = re.compile(r"<(?:(\w+):)?\w+>|\(\?P<\w+>[^)]*\)")
_STAND_IN = {"int": "1", "uuid": "00000000-0000-0000-0000-000000000001"}


@dataclass(frozen=True)
class Address:
    """One address of the admin."""

    name: str
    path: str
    plain: bool


def _patterns(patterns: list[Any], prefix: str, names: list[str]) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join([*names, pattern.name or ""]), route
        else:
            space = [pattern.namespace] if pattern.namespace else []
            yield from _patterns(pattern.url_patterns, route, names + space)


def addresses() -> list[Address]:
    """Every address below /admin/, with something in place of its parameters."""
    found = []
    for name, route in _patterns(get_resolver().url_patterns, "", []):
        if not route.startswith("admin/"):
            continue
        path = _PARAMETER.sub(lambda match: _STAND_IN.get(match[1] or "", "x1"), route)
        path = path.replace("^", "").replace("$", "").replace(".*", "zzz").replace("\\", "").replace("?", "")
        found.append(Address(name, "/" + path, plain="<" not in route))
    return found


def who_may(name: str) -> frozenset[str] | None:
    """The roles that may open the address ``name``; None when nobody has said."""
    best = max(
        (key for key in WHO if name == key or (key[-1] in ":*" and name.startswith(key.rstrip("*")))),
        key=len,
        default=None,
    )
    return None if best is None else WHO[best]
