from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from txng.accounts.models import ApiClient
from txng.registry.models import Establishment
from txng.trace.ids import uuid7


class NamedQuery(models.Model):
    """A query a program keeps under a name, within its own account."""

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="+")
    account_id = models.BigIntegerField()  # of the client: all keys of one account see its queries
    name = models.CharField(max_length=200)
    query = models.JSONField()
    context = models.JSONField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("named query")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["account_id", "name"], condition=Q(ended_at=None), name="a_query_has_a_name_of_its_own"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="query_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="query_is_never_changed", exclude=["ended_at"]),
        ]

    def __str__(self) -> str:
        return self.name


class Subscription(models.Model):
    """Somebody who is told of new events of a named query, by a clock or as they come."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    query = models.ForeignKey(NamedQuery, on_delete=models.PROTECT, related_name="subscriptions")
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="+")
    dest = models.CharField(max_length=2000)
    sealed_token = models.TextField(blank=True)  # accounts.sealing: what answers are signed with
    schedule = models.JSONField(null=True)
    stream = models.BooleanField(default=False)
    report_if_empty = models.BooleanField(default=False)
    epc_format = models.CharField(max_length=30, default="No_Preference")  # GS1-EPC-Format of who subscribed
    initial_record_time = models.DateTimeField()
    # Events up to this row have been seen: the record's own order, not the clock (trace/order.py).
    seen_to = models.BigIntegerField(default=0)
    next_run_at = models.DateTimeField(null=True)
    last_notified_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("subscription")
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stream=True, schedule=None) | Q(stream=False, schedule__isnull=False),
                name="a_schedule_or_a_stream",
            )
        ]
        indexes = [models.Index(fields=["next_run_at"], name="subscription_due", condition=Q(ended_at=None))]

    def __str__(self) -> str:
        return str(self.id)


class Delivery(models.Model):
    """One answer on its way to a subscriber: in order, until it is taken."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        DEAD = "dead", _("Given up")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.PROTECT, related_name="deliveries")
    number = models.PositiveIntegerField()
    events = ArrayField(models.BigIntegerField(), default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("delivery to a subscriber")
        ordering = ["subscription", "number"]
        constraints = [models.UniqueConstraint(fields=["subscription", "number"], name="deliveries_have_an_order")]
        indexes = [models.Index(fields=["next_try_at"], name="delivery_due", condition=Q(state="waiting"))]
        triggers = [
            pgtrigger.FSM(name="delivery_steps", field="state", transitions=[("waiting", "sent"), ("waiting", "dead")])
        ]

    def __str__(self) -> str:
        return f"{self.subscription_id} {self.number}"


class PartnerGrant(models.Model):
    """An establishment lets the program of another see its events whole; everybody else sees what is public."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    granted_by = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        verbose_name = _("grant to a partner")
        ordering = ["-granted_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "client"], condition=Q(ended_at=None), name="one_grant_a_partner"
            )
        ]
        triggers = [
            pgtrigger.Protect(name="grant_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="grant_is_never_changed", exclude=["ended_at", "ended_by"]),
        ]

    def __str__(self) -> str:
        return f"{self.establishment_id} → {self.client_id}"
