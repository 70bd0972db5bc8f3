"""Giao – nhận: goods of a lot offered to another establishment of the platform, which confirms what came."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.production.models.lots import Lot
from txng.production.models.partners import Partner, Receipt, Shipment
from txng.production.models.sites import Site
from txng.registry.models import Establishment


class HandoverState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("handover", "Waiting for the receiver")
    ACCEPTED = "accepted", pgettext_lazy("handover", "Received")
    REFUSED = "refused", pgettext_lazy("handover", "Not taken")
    WITHDRAWN = "withdrawn", pgettext_lazy("handover", "Withdrawn")


class Handover(PlacedModel):
    """One delivery as both sides tell it. It stands with the giver; the receiver is named, nobody else sees it.

    Nothing is booked while it waits: what left and what came are booked on both sides when the receiver confirms.
    """

    State = HandoverState

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")  # the giver
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, related_name="handovers")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+")  # what the giver calls them
    receiver = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    to_site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")  # whose code was scanned
    quantity = models.DecimalField(max_digits=14, decimal_places=3)
    quantity_unit = models.CharField(max_length=20)
    sent_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=10, choices=HandoverState.choices, default=HandoverState.WAITING)
    offered_at = models.DateTimeField()
    offered_by = models.CharField(max_length=200)
    # As the lot stood when the goods came over: the receiver's lot is as old, whatever is corrected at the giver later.
    harvested_on = models.DateField(null=True)
    packed_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    received_quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True)
    received_on = models.DateField(null=True)
    reason = models.CharField(max_length=300, blank=True)  # of a difference, a refusal, a withdrawal
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    shipment = models.OneToOneField(Shipment, on_delete=models.PROTECT, null=True, related_name="handover")
    receipt = models.OneToOneField(Receipt, on_delete=models.PROTECT, null=True, related_name="handover")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        verbose_name = _("handover")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(establishment=models.F("receiver")), name="goods_are_handed_to_somebody_else"
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted")
                | Q(shipment__isnull=False, receipt__isnull=False, received_quantity__gt=0, received_on__isnull=False),
                name="what_was_received_is_booked",
            ),
        ]
        indexes = [models.Index(fields=["receiver", "state"], name="handovers_to")]
        triggers = [
            pgtrigger.Protect(name="a_handover_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.FSM(
                name="handover_steps",
                field="state",
                transitions=[("waiting", "accepted"), ("waiting", "refused"), ("waiting", "withdrawn")],
            ),
            pgtrigger.ReadOnly(
                name="what_was_offered_is_never_changed",
                fields=["establishment", "lot", "partner", "receiver", "to_site", "quantity", "quantity_unit",
                        "sent_on", "note", "offered_at", "offered_by", "client_id"],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.lot.product.name} {self.lot.number}"

    @property
    def difference(self) -> Decimal | None:
        """Received less sent; nothing while it waits."""
        return None if self.received_quantity is None else self.received_quantity - self.quantity
