"""Pictures of a pack: a file ``images/NAME`` there, an image of Wagtail's library here."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePosixPath

from django.core.files.base import ContentFile
from wagtail.images import get_image_model

from causeway.ops.packs import grammar
from causeway.pages.pagedata import PageData

# How ``causeway.pages.api`` names a picture: by its number, where a pack has the name of a file.
REFERENCE = "images/"


def exists(number: int | None) -> bool:
    """Tell whether the library still has a picture."""
    return bool(get_image_model().objects.filter(pk=number).exists())


def create(path: str, content: bytes) -> int:
    """Put a picture into the library.

    Args:
        path: its file in the pack.
        content: the file.

    Returns:
        Its number.
    """
    name = PurePosixPath(path)
    image = get_image_model()(title=name.stem.replace("-", " "), file=ContentFile(content, name=name.name))
    image.save()
    return int(image.pk)


def content(number: int) -> tuple[str, bytes] | None:
    """A picture's file, with a name a pack can hold.

    Args:
        number: the picture's number.

    Returns:
        ``images/NAME`` and the bytes, or ``None`` when there is no such picture.
    """
    image = get_image_model().objects.filter(pk=number).first()
    if image is None:
        return None
    name = PurePosixPath(image.file.name)
    stem = re.sub(r"[^a-z0-9]+", "-", name.stem.lower()).strip("-") or "picture"
    path = f"images/{stem}{name.suffix.lower()}"
    try:
        with image.file.open("rb") as stream:
            return (path, stream.read()) if grammar.IMAGE.fullmatch(path) else None
    except OSError:
        return None


def renamed(data: PageData, name_of: Callable[[str], str | None]) -> PageData:
    """Change the names of a page's pictures.

    Args:
        data: the page.
        name_of: the new name for a name, or ``None`` to leave the picture out.
    """
    blocks = []
    for block in data.blocks:
        if block.kind != "image":
            blocks.append(block)
        elif name := name_of(block.fields.get("file", "")):
            blocks.append(replace(block, fields={**block.fields, "file": name}))
    return replace(data, blocks=tuple(blocks))
