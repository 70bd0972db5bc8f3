from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.accounts import Account, MembershipRole
from txng.accounts.models.users import User


class Invite(models.Model):
    """A QR or link by which one more person joins an establishment: single use, 72 hours, no password for a worker.

    What the guest becomes is decided by who invites; the guest brings a name and a phone of their own.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="invites")
    role = models.CharField(max_length=12, choices=MembershipRole.choices)
    name = models.CharField(max_length=160)
    phone = models.CharField(max_length=20, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        ordering = ["-id"]
