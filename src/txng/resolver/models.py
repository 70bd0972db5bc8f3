from __future__ import annotations

from typing import Any

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _


class Card(models.Model):
    """What a scan reads of a product or a lot: approved snapshots only, rebuilt whenever something behind it changes.

    Keys: `product:{id}`, `lot:{id}`; `path` is how a Digital Link names it: `01/{gtin}`, `01/{gtin}/10/{lot}`,
    `t/{product_code}`, `t/{product_code}/{lot}`. A product that got its GTIN later keeps its first address too
    (`other_path`), because that one may be printed already.
    """

    key = models.CharField(max_length=40, unique=True)
    path = models.CharField(max_length=60, unique=True)
    other_path = models.CharField(max_length=60, unique=True, null=True)
    payload: Any = models.JSONField()
    product_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    establishment_id = models.BigIntegerField(db_index=True)
    recalled_at = models.DateTimeField(null=True, db_index=True)  # of a lot under recall, for the notices at home
    rebuilt_at = models.DateTimeField()

    class Meta:
        verbose_name = _("card")


class CodeState(models.Model):
    """One row a code range, found by counter: what the codes of it are worth and which card they open."""

    range_id = models.BigIntegerField(unique=True)
    key_version = models.PositiveSmallIntegerField()
    tweak = models.BigIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    state = models.CharField(max_length=10)
    void_counters = ArrayField(models.BigIntegerField(), default=list)
    voided_on = models.DateField(null=True)
    voided_by_operator = models.BooleanField(default=False)
    stamp_class = models.CharField(max_length=8, default="open")  # of a scratch stamp the hidden number may be asked
    card = models.ForeignKey(Card, on_delete=models.SET_NULL, null=True)
    product_id = models.BigIntegerField()
    establishment_id = models.BigIntegerField()

    class Meta:
        verbose_name = _("state of codes")
        constraints = [
            ExclusionConstraint(
                name="a_code_has_one_state",
                deferrable=models.Deferrable.DEFERRED,
                expressions=[
                    (F("key_version"), RangeOperators.EQUAL),
                    (F("tweak"), RangeOperators.EQUAL),
                    (Func(F("first"), F("last"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                ],
            )
        ]
        indexes = [models.Index(fields=["tweak", "key_version", "first"], name="code_state_lookup")]


class DayKey(models.Model):
    """The random key of one Vietnamese day; destroyed after 48 hours, and with it every way back to a device."""

    day = models.DateField(primary_key=True)
    key = models.BinaryField()

    class Meta:
        verbose_name = _("day key")


class ScanLine(models.Model):
    """One scan, as it came: the raw input too, so that mistyped and forged codes can be understood later."""

    at = models.DateTimeField()
    raw = models.CharField(max_length=300)
    verdict = models.CharField(max_length=20)
    key_version = models.PositiveSmallIntegerField(null=True)
    tweak = models.BigIntegerField(null=True)
    counter = models.BigIntegerField(null=True)
    card_key = models.CharField(max_length=40, blank=True)
    product_id = models.BigIntegerField(null=True)
    lot_id = models.BigIntegerField(null=True)
    establishment_id = models.BigIntegerField(null=True)
    session = models.BinaryField(null=True)  # HMAC(day key, network ‖ user agent); None for what does not count
    province = models.CharField(max_length=40, blank=True)
    folded = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("scan")
        indexes = [
            models.Index(
                fields=["tweak", "counter", "key_version", "at"],
                name="scan_of_a_code",
                condition=models.Q(counter__isnull=False),
            ),
            models.Index(fields=["at"], name="scan_not_folded", condition=models.Q(folded=False)),
            models.Index(
                fields=["product_id", "at"], name="scan_of_a_product", condition=models.Q(product_id__isnull=False)
            ),
        ]


class SeenCode(models.Model):
    """What buyers have seen of one code, in one row: how often, since when, and where lately (names.md 5).

    Written with every scan, so that an answer reads one row by its key instead of counting lines. `days` and
    `provinces` run side by side, a place for each session, the newest last; only as many as the copy rule may need.
    """

    pk = models.CompositePrimaryKey("tweak", "key_version", "counter")
    tweak = models.BigIntegerField()
    key_version = models.PositiveSmallIntegerField()
    counter = models.BigIntegerField()
    scans = models.PositiveIntegerField()  # raw hits of people
    sessions = models.PositiveIntegerField()  # a device a day
    first_at = models.DateTimeField()
    first_province = models.CharField(max_length=40, blank=True)
    last_at = models.DateTimeField()
    days = ArrayField(models.DateField())
    provinces = ArrayField(models.CharField(max_length=40, blank=True))
    devices = ArrayField(models.BinaryField())  # sessions of the last day: they tell a device come back from a new one

    class Meta:
        verbose_name = _("code seen")
