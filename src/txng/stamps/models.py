from __future__ import annotations

import uuid

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Value
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from txng.access.models import PlacedModel
from txng.access.scopes import NOWHERE
from txng.catalogue.models import Product
from txng.kernel.models import Job
from txng.production.models import Lot
from txng.registry.models import Establishment
from txng.review.undoing import Steps, Undoable
from txng.stamps.activations import Activation
from txng.stamps.key_models import KeyVersion, KeyWithdrawal, PinCheck

__all__ = [
    "Activation",
    "CodeBatch",
    "CodeException",
    "CodeLevel",
    "CodeRange",
    "CodeRangeState",
    "KeyVersion",
    "KeyWithdrawal",
    "PinCheck",
    "PrintOrder",
    "PrintOrderState",
    "ScanTally",
    "StampClass",
    "VoidKind",
]


class CodeLevel(models.TextChoices):
    CLASS = "class", _("One code for the product")
    LOT = "lot", _("One code for the lot")
    ITEM = "item", _("One code for each item")


class StampClass(models.TextChoices):
    OPEN = "open", _("Open stamp")
    SCRATCH = "scratch", _("Scratch stamp")


class CodeBatch(PlacedModel):
    """Lô mã: `quantity` codes from counter `first`, under one key version and tweak. One row whatever its size.

    At class and lot level every label bears the same address: such a batch has no key and no serials, and its counters
    only count labels. A generic batch is printed under /t/ without the product's name; its ranges are bound to a
    product when they are activated (names.md 4).
    """

    Level = CodeLevel
    StampClass = StampClass

    number = models.CharField(max_length=20, unique=True)  # LM-2026-000001
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="code_batches")
    level = models.CharField(max_length=8, choices=CodeLevel.choices, default=CodeLevel.ITEM)
    stamp_class = models.CharField(max_length=8, choices=StampClass.choices, default=StampClass.OPEN)
    generic = models.BooleanField(default=False)
    key_version = models.PositiveSmallIntegerField()  # 0: no serials
    tweak = models.BigIntegerField()  # GTIN-14 as an integer under /01/, 0 under /t/
    first = models.BigIntegerField()
    quantity = models.PositiveIntegerField()
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("code batch")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(quantity__gt=0), name="a_batch_has_codes"),
            # What is only practised has no codes that a scan could ever answer for.
            models.CheckConstraint(condition=~models.Q(unit_path__startswith=NOWHERE), name="practice_has_no_codes"),
            models.CheckConstraint(
                condition=models.Q(level="item") | models.Q(stamp_class="open", generic=False, key_version=0),
                name="a_shared_code_hides_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(generic=False) | models.Q(tweak=0), name="a_generic_code_names_no_product"
            ),
            ExclusionConstraint(
                name="batches_never_share_a_counter",
                expressions=[
                    (F("key_version"), RangeOperators.EQUAL),
                    (F("tweak"), RangeOperators.EQUAL),
                    (
                        Func(F("first"), F("first") + F("quantity"), Value("[)"), function="int8range"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=models.Q(level="item"),
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def has_serials(self) -> bool:
        return self.level == CodeLevel.ITEM

    @property
    def gtin(self) -> str:
        """The GTIN its codes are printed under: the one of that day, none of a generic roll."""
        return f"{self.tweak:014d}" if self.tweak else ""

    @property
    def last(self) -> int:
        return self.first + self.quantity - 1


class CodeRangeState(models.TextChoices):
    ISSUED = "issued", _("Codes made")
    PRINTED = "printed", pgettext_lazy("codes", "Printed")
    DELIVERED = "delivered", pgettext_lazy("codes", "Stamps received")
    ACTIVATED = "activated", pgettext_lazy("codes", "Activated")
    CONSUMED = "consumed", _("Scratch code confirmed")
    VOID = "void", _("Voided")


class VoidKind(models.TextChoices):
    LOST = "lost", pgettext_lazy("voided stamps", "Lost")
    SPOILED = "spoiled", pgettext_lazy("voided stamps", "Spoiled")
    OTHER = "other", pgettext_lazy("voided stamps", "Another reason")


CODE_RANGE_TRANSITIONS = [
    ("issued", "printed"),
    ("issued", "activated"),
    ("printed", "delivered"),
    ("printed", "activated"),
    ("delivered", "activated"),
    ("activated", "consumed"),
    ("issued", "void"),
    ("printed", "void"),
    ("delivered", "void"),
    ("activated", "void"),
    ("consumed", "void"),
]


class CodeRange(PlacedModel):
    """Dải mã: a run of counters of one batch in one state. Activating a part splits the row; nothing is per stamp."""

    State = CodeRangeState

    batch = models.ForeignKey(CodeBatch, on_delete=models.PROTECT, related_name="ranges")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=CodeRangeState.choices, default=CodeRangeState.ISSUED)
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="code_ranges")
    # Of a generic batch: the goods the stamps were bound to, where these are others than the batch names.
    product = models.ForeignKey(Product, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    activated_at = models.DateTimeField(null=True)
    activated_by = models.CharField(max_length=200, blank=True)
    override_reason = models.TextField(blank=True)
    voided_at = models.DateTimeField(null=True)
    void_kind = models.CharField(max_length=8, choices=VoidKind.choices, blank=True)
    void_reason = models.TextField(blank=True)
    voided_by_operator = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("code range")
        ordering = ["batch_id", "first"]
        constraints = [
            models.CheckConstraint(condition=models.Q(last__gte=F("first")), name="a_range_runs_forward"),
            models.CheckConstraint(
                condition=~models.Q(state__in=["activated", "consumed"]) | models.Q(lot__isnull=False),
                name="an_activated_range_has_a_lot",
            ),
            ExclusionConstraint(
                name="ranges_of_a_batch_never_overlap",
                expressions=[
                    (F("batch"), RangeOperators.EQUAL),
                    (Func(F("first"), F("last"), Value("[]"), function="int8range"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        triggers = [pgtrigger.FSM(name="code_range_steps", field="state", transitions=CODE_RANGE_TRANSITIONS)]

    @property
    def quantity(self) -> int:
        return self.last - self.first + 1


class CodeException(models.Model):
    """A single code that left its range: spoiled or lost (hủy mã)."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.PROTECT, related_name="exceptions")
    counter = models.BigIntegerField()
    kind = models.CharField(max_length=8, choices=VoidKind.choices, default=VoidKind.OTHER)
    reason = models.TextField()
    voided_at = models.DateTimeField()
    voided_by = models.CharField(max_length=200)

    class Meta:
        verbose_name = _("voided code")
        ordering = ["counter"]
        constraints = [models.UniqueConstraint(fields=["batch", "counter"], name="a_code_is_voided_once")]


class PrintOrderState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("print order", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("print order", "Waiting for approval")
    CHECKED = "checked", pgettext_lazy("print order", "Checked")
    APPROVED = "approved", pgettext_lazy("print order", "Approved")
    RETURNED = "returned", pgettext_lazy("print order", "Needs supplement")
    REJECTED = "rejected", pgettext_lazy("print order", "Rejected")
    READY = "ready", _("Print file made")
    DOWNLOADED = "downloaded", _("Print file handed out")
    PRINTED = "printed", pgettext_lazy("print order", "Printed")
    DELIVERED = "delivered", pgettext_lazy("print order", "Stamps received")
    CLOSED = "closed", _("Reconciled")
    CANCELLED = "cancelled", pgettext_lazy("print order", "Cancelled")


PRINT_ORDER_TRANSITIONS = [
    ("draft", "submitted"),
    ("draft", "cancelled"),
    ("submitted", "checked"),
    ("submitted", "approved"),
    ("submitted", "returned"),
    ("submitted", "rejected"),
    ("submitted", "cancelled"),
    ("checked", "approved"),
    ("checked", "returned"),
    ("checked", "rejected"),
    ("checked", "cancelled"),
    ("returned", "submitted"),
    ("returned", "cancelled"),
    ("approved", "ready"),
    ("approved", "cancelled"),
    ("ready", "downloaded"),
    ("ready", "cancelled"),
    ("downloaded", "printed"),
    ("printed", "delivered"),
    ("delivered", "closed"),
    ("downloaded", "closed"),
    ("printed", "closed"),
]

# Taken back within ten minutes, while no print file was handed out (names.md 5).
PRINT_ORDER_WAYS_BACK = [
    (answer, before) for answer in ("ready", "returned", "rejected") for before in ("submitted", "checked")
]


class PrintOrder(Undoable, PlacedModel):
    """Lệnh in tem mã QR (CB Điều 11.6), made with its batch; the codes exist only once it is approved."""

    State = PrintOrderState

    number = models.CharField(max_length=20, unique=True)  # LI-2026-0456
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    batch = models.OneToOneField(CodeBatch, on_delete=models.PROTECT, related_name="print_order")
    lot = models.ForeignKey(Lot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    template = models.CharField(max_length=4, default="T2")
    roll_size = models.PositiveIntegerField(null=True, blank=True)  # labels on a roll or sheet, as it is cut
    reprint_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reprints")
    state = models.CharField(max_length=10, choices=PrintOrderState.choices, default=PrintOrderState.DRAFT)
    purpose = models.CharField(max_length=300, blank=True)
    ordered_at = models.DateTimeField()
    ordered_by = models.CharField(max_length=200)
    ordered_by_id = models.BigIntegerField(null=True)
    due_on = models.DateField(null=True)
    needs_check = models.BooleanField(default=False)  # by the rules of the day it was sent: two persons, or a look
    checked_at = models.DateTimeField(null=True)
    checked_by = models.CharField(max_length=200, blank=True)
    checked_by_id = models.BigIntegerField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=200, blank=True)
    decided_by_rule = models.BooleanField(default=False)
    answer = models.TextField(blank=True)
    downloaded_at = models.DateTimeField(null=True)
    downloaded_by = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    # Custody: what is said of the paper, beside what the ranges know of the codes (custody.py sets them side by side).
    printed_at = models.DateTimeField(null=True)
    printed_by = models.CharField(max_length=200, blank=True)
    printed = models.PositiveIntegerField(null=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.CharField(max_length=200, blank=True)
    received = models.PositiveIntegerField(null=True)
    spoiled = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    difference_reason = models.TextField(blank=True)

    class Meta:
        verbose_name = _("print order")
        ordering = ["-id"]
        triggers = [
            Steps(
                name="print_order_steps",
                field="state",
                transitions=PRINT_ORDER_TRANSITIONS,
                ways_back=PRINT_ORDER_WAYS_BACK,
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def waits_for_check(self) -> bool:
        return self.needs_check and self.state == PrintOrderState.SUBMITTED

    @property
    def rolls(self) -> int:
        return -(-self.batch.quantity // self.roll_size) if self.roll_size else 0


class PrintHouse(PlacedModel):
    """Nhà in: whom an establishment has its stamps printed by, and the certificate its files are locked to."""

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    certificate = models.TextField()  # PEM: public, the print house keeps the key
    fingerprint = models.CharField(max_length=64)  # SHA-256 of the certificate, compared on the telephone
    valid_to = models.DateTimeField()
    registered_at = models.DateTimeField()
    registered_by = models.CharField(max_length=200)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("print house")
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["establishment", "fingerprint"],
                condition=models.Q(retired_at=None),
                name="a_certificate_stands_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class PrintFileLock(models.TextChoices):
    CERTIFICATE = "certificate", _("Locked to a print house's key")
    PASSPHRASE = "passphrase", _("Locked with a passphrase")
    NONE = "none", _("Not locked, printed by ourselves")


class PrintFile(PlacedModel):
    """Tệp in: one handing over of an order's codes. Encrypted from the first byte on, taken once, gone at expiry.

    The bytes lie in a file of that name; here is what opens them only for whom they are meant: a recipient's share
    of the key (`recipient`), or the key held under one that is not in the database (`held_key`) until somebody takes
    the passphrase or the file.
    """

    Lock = PrintFileLock

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(PrintOrder, on_delete=models.PROTECT, related_name="files")
    house = models.ForeignKey(PrintHouse, on_delete=models.PROTECT, null=True, related_name="+")
    job = models.OneToOneField(Job, on_delete=models.PROTECT, related_name="+")
    client_id = models.UUIDField(default=uuid.uuid4, unique=True)
    lock = models.CharField(max_length=12, choices=PrintFileLock.choices)
    format = models.CharField(max_length=10)
    template = models.CharField(max_length=4)
    carrier = models.CharField(max_length=16)
    dpi = models.PositiveSmallIntegerField(default=203)
    offset_x = models.DecimalField(max_digits=4, decimal_places=1, default=0)  # mm, to the right
    offset_y = models.DecimalField(max_digits=4, decimal_places=1, default=0)  # mm, upwards
    reason = models.CharField(max_length=300, blank=True)  # why it is handed over again
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=200)
    expires_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    plain_sha256 = models.CharField(max_length=64, blank=True)  # of what the print house sees once it is open
    nonce = models.BinaryField(max_length=12, default=bytes)
    tag = models.BinaryField(max_length=16, default=bytes)
    recipient = models.BinaryField(max_length=4096, default=bytes)
    held_key = models.BinaryField(max_length=64, default=bytes)
    passphrase_at = models.DateTimeField(null=True)
    downloaded_at = models.DateTimeField(null=True)
    downloaded_by = models.CharField(max_length=200, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)  # of what left the house
    discarded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("print file")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.order.number} · {self.format}"


class ScanTally(models.Model):
    """Scans of a lot by day, folded from the scan lines; raw hits and sessions apart (names.md 5)."""

    day = models.DateField()
    establishment_id = models.BigIntegerField()
    product_id = models.BigIntegerField()
    lot_id = models.BigIntegerField(null=True)
    scans = models.PositiveIntegerField(default=0)
    sessions = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("scan tally")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "product_id", "lot_id"], name="one_tally_a_day_and_lot", nulls_distinct=False
            )
        ]
        indexes = [models.Index(fields=["establishment_id", "day"], name="tally_establishment")]
