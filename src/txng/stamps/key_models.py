"""Serial keys and hidden PINs as the database knows them: numbers, dates and persons, never a key (security.md 5.3)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class KeyVersion(models.Model):
    """Phiên bản khóa: its file lies beside the database (serials/keys.py); here stands when it came and went."""

    version = models.PositiveSmallIntegerField(primary_key=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=200, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("key version")
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.version)


class KeyWithdrawalState(models.TextChoices):
    WAITING = "waiting", pgettext_lazy("withdrawal of a key", "Waits for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("withdrawal of a key", "Confirmed")
    DECLINED = "declined", pgettext_lazy("withdrawal of a key", "Declined")
    TAKEN_BACK = "taken_back", pgettext_lazy("withdrawal of a key", "Taken back")


class KeyWithdrawal(models.Model):
    """Đề nghị thu hồi phiên bản khóa: one person of the operator proposes, another one confirms (names.md 5)."""

    State = KeyWithdrawalState

    key = models.ForeignKey(KeyVersion, on_delete=models.PROTECT, related_name="withdrawals")
    state = models.CharField(max_length=10, choices=KeyWithdrawalState.choices, default=KeyWithdrawalState.WAITING)
    reason = models.TextField()
    proposed_by = models.CharField(max_length=200)
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_at = models.DateTimeField()
    answered_by = models.CharField(max_length=200, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        verbose_name = _("withdrawal of a key version")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["key"], condition=models.Q(state="waiting"), name="one_open_withdrawal_a_key_version"
            )
        ]

    def __str__(self) -> str:
        return str(self.key_id)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.WAITING


class PinCheck(models.Model):
    """One scratched stamp on which somebody tried the hidden number: tries of the day, and the first success.

    A confirmed code (“Đã xác nhận mã cào”) is this fact of its own and cuts no range: a roll whose buyers confirm one
    stamp here and one there would soon be a row a stamp. A range becomes `consumed` only where all of it is.
    """

    batch = models.ForeignKey("stamps.CodeBatch", on_delete=models.PROTECT, related_name="pin_checks")
    counter = models.BigIntegerField()
    day = models.DateField()
    tries = models.PositiveSmallIntegerField(default=0)  # on that Vietnamese day, wrong ones
    confirmed_at = models.DateTimeField(null=True)
    province = models.CharField(max_length=40, blank=True)

    class Meta:
        verbose_name = _("check of a hidden number")
        constraints = [models.UniqueConstraint(fields=["batch", "counter"], name="one_pin_check_a_code")]
        indexes = [models.Index(fields=["day"], name="pin_check_tried", condition=models.Q(confirmed_at__isnull=True))]
