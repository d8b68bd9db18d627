"""Tells the page store that a page may look different now."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save

from causeway.pages import api as pages
from causeway.supporters.models import ConsentWording, Topic, TopicText


def _changed(sender: type, **kwargs: Any) -> None:
    pages.site_changed.send(sender=sender)


def connect() -> None:
    """Connect the handlers once, when the app is ready."""
    for model in (Topic, TopicText, ConsentWording):
        post_save.connect(_changed, sender=model, dispatch_uid=f"supporters.saved.{model.__name__}")
        post_delete.connect(_changed, sender=model, dispatch_uid=f"supporters.deleted.{model.__name__}")
