"""Who may do what: the one table of roles. ``role_setup`` writes it into the database; tests read it too.

The roles are Django groups. A person may hold several. An owner (``is_superuser``; the first account)
may do everything and alone may make another owner or change what groups may do.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EDITOR: Final = "editor"
REVIEWER: Final = "reviewer"
ADVOCACY: Final = "advocacy"
PRESS: Final = "press"
CASEWORK: Final = "casework"
ADMINISTRATOR: Final = "administrator"

#: Stands for every model of an app, present or to come.
EVERY: Final = ("*",)

VIEW: Final = ("view",)
WRITE: Final = ("view", "add", "change")
KEEP: Final = ("view", "add", "change", "delete")


@dataclass(frozen=True)
class Grant:
    """Actions on models of one app. What does not exist (yet) is passed over.

    Args:
        app: the app's label.
        models: model names in lower case, or ``EVERY``.
        actions: ``view``, ``add``, ``change``, ``delete`` or a permission of the model's own.
    """

    app: str
    models: tuple[str, ...]
    actions: tuple[str, ...]


@dataclass(frozen=True)
class Role:
    """One role.

    Args:
        code: the group's name.
        label: what people call it.
        purpose: one sentence for the person who invites.
        pages: actions on the whole page tree.
        files: actions on all images and documents.
        collections: actions on the folders images and documents lie in.
        grants: actions on other models.
    """

    code: str
    label: str | Promise
    purpose: str | Promise
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()
    grants: tuple[Grant, ...] = field(default=())


FACT_MODELS: Final = ("source", "fact", "factvalue", "facttext", "valuesource")

#: What people may sign up for and the words they agree to; never the people themselves.
TOPIC_MODELS: Final = ("topic", "topictext", "consentwording")

#: What is put forward about the law: whoever may add may propose; signing is an action of its own.
LAW_MODELS: Final = (
    "instrument",
    "provision",
    "reading",
    "bill",
    "verdict",
    "view",
    "decision",
    "binding",
    "statuterecord",
)
LAW_SIGNED: Final = ("reading", "verdict")

ROLES: Final[tuple[Role, ...]] = (
    Role(
        code=EDITOR,
        label=_("Editor"),
        purpose=_("Writes and changes pages and facts; a reviewer publishes them."),
        pages=("add", "change"),
        files=("add", "change", "choose"),
        grants=(
            Grant("facts", FACT_MODELS, WRITE),
            Grant("law", LAW_MODELS, WRITE),
            Grant("asks", EVERY, WRITE),
            Grant("wagtail_localize", ("translation",), ("submit",)),
        ),
    ),
    Role(
        code=REVIEWER,
        label=_("Reviewer"),
        purpose=_("Reads what others wrote, checks facts against their sources, publishes."),
        pages=("add", "change", "publish", "lock", "unlock"),
        files=("add", "change", "choose"),
        grants=(
            Grant("facts", FACT_MODELS, KEEP),
            Grant("law", LAW_MODELS, KEEP),
            Grant("asks", EVERY, KEEP),
            Grant("law", LAW_SIGNED, ("sign",)),
            Grant("wagtail_localize", ("translation",), ("submit",)),
            Grant("wagtailredirects", ("redirect",), KEEP),
        ),
    ),
    Role(
        code=ADVOCACY,
        label=_("Advocacy officer"),
        purpose=_("Keeps the asks, the law and the lawmakers, and sees who asked for news."),
        pages=("add", "change"),
        files=("add", "change", "choose"),
        grants=(
            Grant("facts", FACT_MODELS, WRITE),
            Grant("law", LAW_MODELS, WRITE),
            Grant("asks", EVERY, WRITE),
            Grant("supporters", EVERY, VIEW),
        ),
    ),
    Role(
        code=PRESS,
        label=_("Press officer"),
        purpose=_("Writes news and releases; a reviewer publishes them."),
        pages=("add", "change"),
        files=("add", "change", "choose"),
        grants=(Grant("facts", FACT_MODELS, VIEW),),
    ),
    Role(
        code=CASEWORK,
        label=_("Caseworker"),
        purpose=_("Records cases; sees facts, and neither pages nor supporters."),
        grants=(Grant("facts", FACT_MODELS, VIEW),),
    ),
    Role(
        code=ADMINISTRATOR,
        label=_("Administrator"),
        purpose=_("Runs the site: colleagues, settings, supporters, and everything a reviewer may do."),
        pages=("add", "change", "publish", "bulk_delete", "lock", "unlock"),
        files=("add", "change", "delete", "choose"),
        collections=("add", "change", "delete"),
        grants=(
            Grant("facts", EVERY, KEEP),
            Grant("law", LAW_MODELS, KEEP),
            Grant("asks", EVERY, KEEP),
            Grant("law", LAW_SIGNED, ("sign",)),
            Grant("pages", EVERY, KEEP),
            Grant("supporters", EVERY, VIEW),
            Grant("supporters", TOPIC_MODELS, KEEP),
            # Someone who asks to be forgotten is.
            Grant("supporters", ("supporter",), ("delete",)),
            # Accounts are closed, not deleted: pages and events keep their author.
            Grant("staff", ("user",), WRITE),
            Grant("staff", ("staffevent",), VIEW),
            Grant("wagtail_localize", ("translation",), ("submit",)),
            Grant("wagtailredirects", ("redirect",), KEEP),
            Grant("wagtailsearchpromotions", ("searchpromotion",), KEEP),
            Grant("wagtailcore", ("site", "locale", "workflow", "task", "groupapprovaltask"), WRITE),
        ),
    ),
)

ROLE_CODES: Final = tuple(role.code for role in ROLES)
ROLE_CHOICES: Final = [(role.code, role.label) for role in ROLES]
BY_CODE: Final = {role.code: role for role in ROLES}
#: Those who read a page again before it is published.
SECOND_PAIR_OF_EYES: Final = (REVIEWER, ADMINISTRATOR)
