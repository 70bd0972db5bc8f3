from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import ApiClient
from txng.trace.models.captures import Capture


class SourceSetting(models.Model):
    """How forgivingly what one program sends is read, where it differs from the standard; earlier ones: the ledger.

    What was captured keeps the level it was read with (`Capture.source`).
    """

    client = models.OneToOneField(ApiClient, on_delete=models.PROTECT, primary_key=True, related_name="+")
    source = models.CharField(max_length=8, choices=Capture.Source.choices)
    since = models.DateTimeField()
    by = models.CharField(max_length=200)
    reason = models.CharField(max_length=500)

    class Meta:
        verbose_name = _("reading level of a program")
        ordering = ["client"]
        triggers = [
            pgtrigger.Protect(name="source_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="source_keeps_its_program", fields=["client"]),
        ]

    def __str__(self) -> str:
        return f"{self.client_id}: {self.source}"
