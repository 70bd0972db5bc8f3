from __future__ import annotations

from typing import Any

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Func, Value
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


def _followed(kind: str, key: str) -> list[pgtrigger.Trigger]:
    """Rows that card stores on other disks copy: each tells which transaction changed it, each end leaves a line, and
    whoever listens is told at the commit. A number of our own would not do: a later one may be committed earlier."""
    now = "pg_current_xact_id()::text::bigint"
    return [
        pgtrigger.Trigger(
            name=f"{kind}_changed",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert | pgtrigger.Update,
            func=f"NEW.changed := {now}; RETURN NEW;",
        ),
        pgtrigger.Trigger(
            name=f"{kind}_gone",
            when=pgtrigger.After,
            operation=pgtrigger.Delete,
            func=f"INSERT INTO resolver_gone (kind, row, changed) VALUES ('{kind}', OLD.{key}, {now}); RETURN NULL;",
        ),
        pgtrigger.Trigger(
            name=f"{kind}_told",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            func="NOTIFY txng_cards; RETURN NULL;",
        ),
    ]


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
    changed = models.BigIntegerField(default=0, editable=False, db_index=True)  # the transaction, by a trigger

    class Meta:
        verbose_name = _("card")
        triggers = _followed("card", "id")


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
    changed = models.BigIntegerField(default=0, editable=False, db_index=True)

    class Meta:
        verbose_name = _("state of codes")
        triggers = _followed("code", "range_id")
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


class Gone(models.Model):
    """A card or a range of codes that is no more, for those who hold a copy."""

    kind = models.CharField(max_length=8)
    row = models.BigIntegerField()
    changed = models.BigIntegerField(db_index=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("ended card")


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

    class Meta:
        verbose_name = _("scan")
        # Lines come in the order of their time; what is asked of a code is asked of SeenCode.
        indexes = [BrinIndex(fields=["at"], name="scan_by_time", autosummarize=True)]


class ScanBatch(models.Model):
    """Scans written down together. Who does not know whether that went well writes them again under the same token,
    and the second time does nothing."""

    token = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name = _("scans written together")


class ScanFolding(models.Model):
    """How far the tallies have counted; one row."""

    last_line = models.BigIntegerField()

    class Meta:
        verbose_name = _("counting of scans")


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


class Linkset(models.Model):
    """What one anchor links to (RFC 9264's link context). `thing` is the key of a card of ours, `product:12`,
    `lot:34`, so that links outlive a change of address; of any other GS1 key its path, `414/8938505970004`."""

    thing = models.CharField(max_length=300, unique=True)
    description = models.CharField(max_length=300, blank=True)
    product_id = models.BigIntegerField(null=True, db_index=True)  # ours, where it is one
    lot_id = models.BigIntegerField(null=True)
    establishment_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("linkset")

    def __str__(self) -> str:
        return self.description or self.thing


class ResolverLink(models.Model):
    """One link of a thing to a page or file elsewhere: a type of GS1's vocabulary, a target, a title."""

    linkset = models.ForeignKey(Linkset, on_delete=models.CASCADE, related_name="links")
    link_type = models.CharField(max_length=220)
    href = models.CharField(max_length=2000)
    title = models.CharField(max_length=200)
    languages = ArrayField(models.CharField(max_length=5), default=list)
    media_type = models.CharField(max_length=100, blank=True)
    context: Any = ArrayField(models.CharField(max_length=60), default=list)
    passes_query = models.BooleanField(default=True)  # fwqs: what the request's query says goes along
    public = models.BooleanField(default=True)
    active_from = models.DateField(null=True, blank=True)
    active_to = models.DateField(null=True, blank=True)
    client_id = models.UUIDField(unique=True, null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("link")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(href__startswith="https://"), name="a_link_leads_to_https"),
            models.UniqueConstraint(
                fields=["linkset"],
                condition=models.Q(link_type="gs1:defaultLink"),
                name="one_default_link_a_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title
