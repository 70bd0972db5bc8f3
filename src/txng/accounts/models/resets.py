from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from txng.accounts.models.users import User


class PasswordReset(models.Model):
    """A link by which a person chooses a new password: 30 minutes, single use, its token known to the mail alone."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("password reset")
        ordering = ["id"]
