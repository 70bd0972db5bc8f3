"""The plan of a lot: a process copied, so that what is published later changes no season that has begun."""

from __future__ import annotations

import uuid

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from txng.access.models import PLACE, PlacedModel
from txng.production.models.lots import Lot
from txng.production.models.process import DAYS_IN_ORDER, PlannedWork, ProcessTemplate
from txng.registry.models import Establishment


class LotPlan(PlacedModel):
    """Shifted by `starts_on` alone. Choosing another process ends this plan and begins a new one."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="plans")
    # None: the establishment wrote the plan itself.
    template = models.ForeignKey(ProcessTemplate, on_delete=models.PROTECT, null=True, blank=True, related_name="plans")
    starts_on = models.DateField()
    # The size of the lot, from which amounts follow; the area of its site unless another was written.
    area_m2 = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    heads = models.PositiveIntegerField(null=True, blank=True)
    input_kg = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("plan of a lot")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["lot"], condition=Q(ended_at__isnull=True), name="one_plan_a_lot")
        ]
        triggers = [
            pgtrigger.Protect(name="a_plan_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="a_plan_keeps_its_process",
                exclude=[*PLACE, "starts_on", "area_m2", "heads", "input_kg", "ended_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template.title if self.template else _('Own plan')} – {self.lot.number}"


class LotTask(PlannedWork):
    """One line of a lot's plan: copied, or the establishment's own. Never changed, never deleted: left out."""

    plan = models.ForeignKey(LotPlan, on_delete=models.PROTECT, related_name="tasks")
    own = models.BooleanField(default=False)
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("planned task of a lot")
        ordering = ["first_day", "position", "id"]
        constraints = [models.CheckConstraint(condition=DAYS_IN_ORDER, name="days_of_a_planned_task_in_order")]
        triggers = [
            pgtrigger.Protect(name="a_planned_task_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="a_planned_task_is_never_changed", exclude=["dropped_at"]),
        ]
