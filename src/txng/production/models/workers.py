"""Who works there: the hands a diary tells of, most of whom never sign in."""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PlacedModel
from txng.accounts.models import Membership
from txng.registry.models import Establishment


class Worker(PlacedModel):
    """Người làm. No more of a person than the work asks for (Luật 91/2025 art. 3): no number of an identity card, no
    day of birth, no address; all of it but the name may stay empty, and none of it is ever public."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="workers")
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField(null=True, blank=True)
    job = models.CharField(max_length=120, blank=True)
    household = models.CharField(max_length=160, blank=True)  # of a co-operative: whose plots they work
    trained_on = models.DateField(null=True, blank=True)  # food safety, GAP
    health_checked_on = models.DateField(null=True, blank=True)
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    archived_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("worker")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
