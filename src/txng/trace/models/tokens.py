from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SpentToken(models.Model):
    """A page token its holder gave back before it ran out; the row goes when the token would have."""

    digest = models.CharField(max_length=64, unique=True)  # SHA-256
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("page token given back")
        ordering = ["expires_at"]

    def __str__(self) -> str:
        return self.digest
