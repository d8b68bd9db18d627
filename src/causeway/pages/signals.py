"""Keeps 'which page uses this fact' true, and tells the page store when the site changed."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.signals import copy_for_translation_done, page_published, page_unpublished

from causeway.facts import api as facts


def _published(sender: type, instance: Any, **kwargs: Any) -> None:
    from causeway.pages.models import ReaderPage
    from causeway.pages.prose import content_of

    if isinstance(instance, ReaderPage):
        facts.record_uses(instance, content_of(instance).keys)


def _unpublished(sender: type, instance: Any, **kwargs: Any) -> None:
    facts.record_uses(instance, set())


def _translation_begun(sender: type, source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """A new translation is a draft nobody has reviewed, whatever its original is."""
    from causeway.pages.models import ReaderPage

    if not isinstance(target_obj, ReaderPage) or target_obj.alias_of_id is not None:
        return
    target_obj.reviewed_by = target_obj.reviewer_role = ""
    target_obj.reviewed_on = None
    target_obj.translation_state = "draft"
    target_obj.save(clean=False)
    latest = target_obj.get_latest_revision()
    if latest is not None:
        # The editor opens the latest revision, not the row.
        latest.content = target_obj.serializable_data()
        latest.save(update_fields=["content"])


def _organisation_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    from causeway.pages.api import site_changed

    site_changed.send(sender=sender)


def connect() -> None:
    """Connect the handlers once, when the app is ready."""
    from causeway.pages.models import Organisation, OrganisationText

    page_published.connect(_published, dispatch_uid="pages.record_uses")
    page_unpublished.connect(_unpublished, dispatch_uid="pages.forget_uses")
    copy_for_translation_done.connect(_translation_begun, dispatch_uid="pages.translation_begun")
    for model in (Organisation, OrganisationText):
        for signal in (post_save, post_delete):
            signal.connect(_organisation_changed, sender=model, dispatch_uid=f"pages.{model.__name__}.{id(signal)}")
