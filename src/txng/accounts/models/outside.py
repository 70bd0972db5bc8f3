from __future__ import annotations

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.users import User


class OutsideIdentity(models.Model):
    """One person's identity at a provider outside, linked by themselves. What it reads there is not kept."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    provider = models.CharField(max_length=400)  # issuer and claim
    identity_digest = models.CharField(max_length=64, unique=True)  # of provider and identity: one person each
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("outside identity")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["user", "provider"], name="one_identity_a_person_and_provider")]
        # A link is made and taken away, never moved to somebody else.
        triggers = [
            pgtrigger.ReadOnly(
                name="an_outside_identity_stays_whose_it_is",
                fields=["user", "provider", "identity_digest", "linked_at"],
            )
        ]
