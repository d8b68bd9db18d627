"""What the running of the house must remember."""

from __future__ import annotations

from django.db import models


class PackFile(models.Model):
    """A file of a content pack as it was when last loaded, kept whole so that export gives it back byte for byte."""

    pack = models.CharField(max_length=100)
    path = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    loaded_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pack", "path"], name="ops_packfile_once")]
        ordering = ["pack", "path"]

    def __str__(self) -> str:
        return f"{self.pack}: {self.path}"


class PackObject(models.Model):
    """One thing a pack file made: its state right after the load tells whether staff have changed it since.

    ``key`` is ``PATH LANGUAGE`` for a page, else the key the pack gives the thing. ``object_id`` and ``revision_id``
    are set for pages. ``written`` is the digest of what the file said, ``loaded`` what the database held once it was
    loaded: where it holds something else now, staff have edited it.
    """

    file = models.ForeignKey(PackFile, on_delete=models.CASCADE, related_name="objects_made")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=500)
    object_id = models.BigIntegerField(null=True)
    revision_id = models.BigIntegerField(null=True)
    written = models.CharField(max_length=64)
    loaded = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "kind", "key"], name="ops_packobject_once")]
        ordering = ["kind", "key"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
