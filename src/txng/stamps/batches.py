"""Making a code batch: the next counters of the newest key, or none at all where every label bears the same address."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from txng.access import Actor
from txng.catalogue.models import Product
from txng.kernel.codes import next_number, next_value
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps.events import StampEvent
from txng.stamps.keyring import ring_for_issuing, version_for_issuing
from txng.stamps.models import CodeBatch, CodeLevel, StampClass
from txng.stamps.serials import COUNTERS, tweak_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Make:
    """What is to be printed. Scratch stamps and generic rolls are serials by nature: an address that all share can
    neither hide a number of its own nor wait for its goods."""

    level: str = CodeLevel.ITEM
    stamp_class: str = StampClass.OPEN
    generic: bool = False

    def refuse_nonsense(self) -> None:
        if self.level not in CodeLevel.values or self.stamp_class not in StampClass.values:
            raise RuleBroken(_("Choose the kind of stamp."), code="level")
        if self.level == CodeLevel.ITEM:
            return
        if self.stamp_class == StampClass.SCRATCH:
            raise RuleBroken(
                _("A scratch stamp hides a number of its own: order it with one code for each item."), code="scratch"
            )
        if self.generic:
            raise RuleBroken(_("Stamps without a product's name need one code for each item."), code="generic")


def make_batch(
    product: Product, quantity: int, make: Make, client_id: uuid.UUID | None, *, actor: Actor, at: datetime
) -> CodeBatch:
    """A line of its own for these counters; they open nothing before the order is approved."""
    make.refuse_nonsense()
    tweak = 0 if make.generic else tweak_of(product.gtin or "")
    key_version, first = _counters(tweak, quantity) if make.level == CodeLevel.ITEM else (0, 0)
    batch = CodeBatch(
        number=next_number("LM", at),
        establishment=product.establishment,
        product=product,
        level=make.level,
        stamp_class=make.stamp_class,
        generic=make.generic,
        key_version=key_version,
        tweak=tweak,
        first=first,
        quantity=quantity,
        created_at=at,
        created_by=actor.label,
    )
    if client_id is not None:
        batch.client_id = client_id
    batch.stand_with(product)
    batch.save()
    record(StampEvent.BATCH_REQUESTED, actor=actor, subject=batch, at=at, after={"quantity": quantity})
    return batch


def _counters(tweak: int, quantity: int) -> tuple[int, int]:
    """Of a key and tweak: two orders at once can never share a code (and the constraint would refuse it)."""
    version = version_for_issuing(ring_for_issuing())
    end = next_value(f"serial:{version}:{tweak}", 0, step=quantity)
    if end >= COUNTERS:
        raise RuleBroken(
            _("This key has no more codes. Tell the operator to make a new key version."), code="key_used_up"
        )
    return version, end - quantity
