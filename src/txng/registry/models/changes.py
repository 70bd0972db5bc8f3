from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.registry.models.establishments import Establishment
from txng.review.models import Proposal


class VersionState(models.TextChoices):
    PUBLISHED = "published", _("Public now")
    SUPERSEDED = "superseded", _("Old version")
    TAKEN_DOWN = "taken_down", _("Taken down")


class EstablishmentVersion(models.Model):
    """One approved profile; the newest is public, the others are its history (NĐ37 art. 53)."""

    State = VersionState

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    fields: Any = models.JSONField()
    state = models.CharField(max_length=12, choices=VersionState.choices)
    approved_by = models.CharField(max_length=200)
    approved_for = models.CharField(max_length=300)  # the agency that answers for it
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version of an establishment's profile")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["establishment", "number"], name="one_profile_version_a_number"),
            models.UniqueConstraint(
                fields=["establishment"],
                condition=models.Q(state="published"),
                name="one_public_profile_an_establishment",
            ),
        ]


class EstablishmentChange(Proposal):
    """What an establishment asks to have said of itself. `fields` holds only what would change (Điều 9.2, 10)."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="changes")
    fields: Any = models.JSONField(default=dict)  # Establishment.PUBLISHED_FIELDS → proposed value
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta(Proposal.Meta):
        abstract = False
        verbose_name = _("change of an establishment's profile")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment"],
                condition=models.Q(state__in=["draft", "waiting", "checked", "returned"]),
                name="one_open_change_an_establishment",
            )
        ]

    def __str__(self) -> str:
        return str(self.fields.get("name") or self.establishment.name)
