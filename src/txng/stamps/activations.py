"""Acts of activation. A module of its own, read by models.py: the ranges say what is, these rows who did it and why."""

from __future__ import annotations

import uuid
from typing import Any

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.access.models import PLACE, PlacedModel
from txng.production.models import Lot
from txng.registry.models import Establishment


class Activation(PlacedModel):
    """One act: these stamps for this lot. `despite` is what stood against it, in sentences, where the owner or the
    manager answered for it with `reason` (names.md 7.15); officers look such acts over."""

    append_only = True

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="activations")
    runs: Any = models.JSONField()  # [{"batch", "first", "last"}], stamps as people count them
    quantity = models.PositiveIntegerField()
    despite = models.TextField(blank=True)
    reason = models.TextField(blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    activated_at = models.DateTimeField()
    activated_by = models.CharField(max_length=200)
    activated_by_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("activation of stamps")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(despite="") | ~models.Q(reason=""), name="what_is_done_despite_has_a_reason"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="an_activation_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="an_activation_is_never_changed", exclude=PLACE),
        ]

    def __str__(self) -> str:
        return self.lot.number
