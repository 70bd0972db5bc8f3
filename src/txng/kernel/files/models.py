from __future__ import annotations

import uuid

from django.db import models


class StoredFile(models.Model):
    """One file kept for a record. Its id is random, yet a file that is not public is opened by a signed link only."""

    class Kind(models.TextChoices):
        IMAGE = "image"
        PDF = "pdf"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    content_type = models.CharField(max_length=80)
    name = models.CharField(max_length=160)  # as the person's device called it, shown back on the receipt
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sent_sha256 = models.CharField(max_length=64, db_index=True)  # of the bytes as sent: a resend is recognised
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    public = models.BooleanField(default=False)
    stored_at = models.DateTimeField()

    class Meta:
        app_label = "kernel"

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Relative to the files folder; spread over 256 folders so that none grows too large to list."""
        suffix = {"image/jpeg": "jpg", "image/png": "png", "application/pdf": "pdf"}[self.content_type]
        return f"{self.id.hex[:2]}/{self.id.hex}.{suffix}"
