from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.accounts import Account
from txng.accounts.models.users import User


class ApiClient(models.Model):
    """Khóa kết nối: a program that acts within an account, with some of its verbs and never more than its maker has.

    The token is shown once; its digest is all that is kept.
    """

    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="clients")
    name = models.CharField(max_length=160)
    verbs = ArrayField(models.CharField(max_length=60))
    token_digest = models.CharField(max_length=64, unique=True)
    shown = models.CharField(max_length=12)  # the first characters, to know it again
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    class Meta:
        verbose_name = _("connection key")
        ordering = ["-id"]
