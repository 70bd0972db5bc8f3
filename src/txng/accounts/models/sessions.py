from __future__ import annotations

from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils.translation import gettext_lazy as _


class Session(AbstractBaseSession):
    """A sign-in that lasts. Knows whose it is, so that a person sees theirs and ends one or all (names.md 5).

    No network address is kept: the browser's own name tells a person enough to know a device again.
    """

    user_id = models.BigIntegerField(null=True, db_index=True)
    device = models.CharField(max_length=120, blank=True)  # “Chrome, Android”
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        verbose_name = _("session")  # type: ignore[assignment]

    @classmethod
    def get_session_store_class(cls) -> type:
        from txng.accounts.sessions import SessionStore

        return SessionStore


class KnownDevice(models.Model):
    """A browser on which this person has signed in before: guesses from elsewhere cannot shut it out (names.md 5)."""

    user = models.ForeignKey("accounts.User", on_delete=models.CASCADE, related_name="+")
    key_digest = models.CharField(max_length=64)  # of the cookie's random value
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    class Meta:
        verbose_name = _("known device")
        constraints = [models.UniqueConstraint(fields=["user", "key_digest"], name="one_row_a_person_and_device")]
