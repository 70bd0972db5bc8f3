from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

_SUFFIXES = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "application/pdf": "pdf",
    "audio/webm": "webm",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
    "application/geo+json": "geojson",
}


class StoredFile(models.Model):
    """One file kept for a record. Its id is random, yet a file that is not public is opened by a signed link only."""

    class Kind(models.TextChoices):
        IMAGE = "image"
        PDF = "pdf"
        SOUND = "sound"
        GEO = "geo"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    content_type = models.CharField(max_length=80)
    name = models.CharField(max_length=160)  # as the person's device called it, shown back on the receipt
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    sent_sha256 = models.CharField(max_length=64, db_index=True)  # of the bytes as sent: a resend is recognised
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    seconds = models.FloatField(null=True)  # of sound
    # 64 comparisons of neighbouring spots (remake.likeness): few of them differ when a picture is sent again. Signed.
    likeness = models.BigIntegerField(null=True)
    public = models.BooleanField(default=False)
    owner = models.CharField(max_length=40, blank=True, db_index=True)  # who pays with their room: kernel.files.quota
    stored_at = models.DateTimeField()

    class Meta:
        app_label = "kernel"
        indexes = [
            # Look-alikes share one of the four pieces; nothing else finds them among a million pictures.
            models.Index(
                F("likeness").bitrightshift(shift).bitand(65535),
                condition=Q(likeness__isnull=False),
                name=f"look_alikes_by_piece_{piece}",
            )
            for piece, shift in enumerate((0, 16, 32, 48))
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Relative to the files folder; spread over 256 folders so that none grows too large to list."""
        return f"{self.id.hex[:2]}/{self.id.hex}.{_SUFFIXES[self.content_type]}"


class UsedRoom(models.Model):
    """How much an organisation has stored. One row each: two uploads at once are counted in turn."""

    owner = models.CharField(max_length=40, primary_key=True)
    used = models.PositiveBigIntegerField(default=0)

    class Meta:
        app_label = "kernel"
