"""Connects whatever changes the site to the page store.

Every model counts unless it is named here as one that readers never see: a model that is forgotten costs
a needless swap, not an old page.
"""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from causeway.ops.freshness import announce, set_time_zone, swap_after_commit

#: Apps whose tables are about staff, work and readers' addresses, not about pages.
UNSEEN_APPS = frozenset(
    {
        "account",
        "admin",
        "auth",
        "contenttypes",
        "django_tasks_database",
        "mfa",
        "migrations",
        "ops",
        "sessions",
        "staff",
        "wagtail_localize",
        "wagtailadmin",
        "wagtailembeds",
        "wagtailsearch",
        "wagtailusers",
    }
)
UNSEEN_MODELS = frozenset(
    {
        "wagtailcore.apitoken",
        "wagtailcore.comment",
        "wagtailcore.commentreply",
        "wagtailcore.editingsession",
        "wagtailcore.groupapprovaltask",
        "wagtailcore.groupapprovaltask_groups",
        "wagtailcore.groupcollectionpermission",
        "wagtailcore.grouppagepermission",
        "wagtailcore.groupsitepermission",
        "wagtailcore.modellogentry",
        "wagtailcore.pagelogentry",
        "wagtailcore.pagesubscription",
        "wagtailcore.referenceindex",
        "wagtailcore.revision",
        "wagtailcore.task",
        "wagtailcore.taskstate",
        "wagtailcore.uploadedfile",
        "wagtailcore.workflow",
        "wagtailcore.workflowcontenttype",
        "wagtailcore.workflowpage",
        "wagtailcore.workflowstate",
        "wagtailcore.workflowtask",
        # Made while a page is rendered: a swap for each would throw the page away as it is made.
        "wagtailimages.rendition",
        # Written when somebody searches.
        "wagtailsearchpromotions.query",
        "wagtailsearchpromotions.querydailyhits",
    }
)
#: Of the supporters' tables readers see only what they can choose from.
SEEN_SUPPORTERS = ("topic", "consentwording")
#: Fields of a page or snippet that a draft changes, and nothing a reader sees.
DRAFT_FIELDS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
        "wagtail_admin_comments",
    }
)


def is_seen(model: type) -> bool:
    """Whether readers can see what is in a model's table."""
    meta = model._meta  # type: ignore[attr-defined]
    if meta.app_label == "supporters":
        return bool(meta.model_name.startswith(SEEN_SUPPORTERS))
    return meta.app_label not in UNSEEN_APPS and meta.label_lower not in UNSEEN_MODELS


def _is_draft(instance: Any, update_fields: frozenset[str] | None, *, new: bool) -> bool:
    if update_fields is not None and update_fields <= DRAFT_FIELDS:
        return True
    # Every type with drafts has ``live``; one that never was live has no reader.
    return new and getattr(instance, "live", True) is False


def _before_save(sender: type, instance: Any, update_fields: frozenset[str] | None = None, **_: Any) -> None:
    if is_seen(sender) and not _is_draft(instance, update_fields, new=instance._state.adding):
        announce()


def _after_save(
    sender: type, instance: Any, created: bool = False, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    if is_seen(sender) and not _is_draft(instance, update_fields, new=created):
        swap_after_commit()


def _before_delete(sender: type, **_: Any) -> None:
    if is_seen(sender):
        announce()


def _changed(sender: type, action: str = "", **_: Any) -> None:
    if is_seen(sender) and not action.startswith("pre_"):
        swap_after_commit()


def _told(**_: Any) -> None:
    swap_after_commit()


def _before_move(**_: Any) -> None:
    announce()


def _organisation_saved(instance: Any, **_: Any) -> None:
    set_time_zone(instance.time_zone)


def connect() -> None:
    """Connect everything; called once when all apps are ready."""
    from wagtail.signals import (
        page_published,
        page_slug_changed,
        page_unpublished,
        post_page_move,
        pre_page_move,
        published,
        unpublished,
    )

    from causeway.facts.api import facts_changed
    from causeway.pages.api import site_changed

    pre_save.connect(_before_save, dispatch_uid="ops.before_save")
    post_save.connect(_after_save, dispatch_uid="ops.after_save")
    pre_delete.connect(_before_delete, dispatch_uid="ops.before_delete")
    post_delete.connect(_changed, dispatch_uid="ops.after_delete")
    m2m_changed.connect(_changed, dispatch_uid="ops.relation")
    pre_page_move.connect(_before_move, dispatch_uid="ops.before_move")
    # By name: the organisation is the pages' own business but for the midnight that ends a stored page.
    post_save.connect(_organisation_saved, sender="pages.Organisation", dispatch_uid="ops.time_zone")
    for signal in (
        page_published,
        page_unpublished,
        page_slug_changed,
        post_page_move,
        published,
        unpublished,
        facts_changed,
        site_changed,
    ):
        signal.connect(_told, dispatch_uid="ops.told")
