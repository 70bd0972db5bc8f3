"""Where every stamp of an order is: what people counted on paper beside what the ranges know of the codes.

Ordered = activated + voided + left, always and exactly: that is read off the ranges. Printed, received and spoiled are
what people say of the paper; where the two do not fit, somebody says why before the order is closed (domain.md 9.3).
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from txng.stamps.models import CodeException, CodeRange, PrintOrder
from txng.stamps.ranges import IN_USE
from txng.ui.formats import vn_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    ordered: int
    printed: int | None
    received: int | None
    spoiled: int | None
    activated: int
    voided: int
    left: int

    @property
    def missing(self) -> int:
        """Ordered, and neither received nor said to be spoiled."""
        return self.ordered - (self.received or 0) - (self.spoiled or 0)

    @property
    def spoiled_yet_good(self) -> int:
        """Spoiled stamps whose codes are still good: somebody could stick them on anything."""
        return max(0, (self.spoiled or 0) - self.voided)

    @property
    def differences(self) -> list[str]:
        found = []
        if self.missing > 0:
            found.append(
                ngettext(
                    "%(n)s stamp was ordered and did not arrive.",
                    "%(n)s stamps were ordered and did not arrive.",
                    self.missing,
                )
                % {"n": vn_number(self.missing)}
            )
        if self.spoiled_yet_good:
            found.append(
                ngettext(
                    "%(n)s spoiled stamp has not been voided.",
                    "%(n)s spoiled stamps have not been voided.",
                    self.spoiled_yet_good,
                )
                % {"n": vn_number(self.spoiled_yet_good)}
            )
        if self.activated > (self.received or 0):
            found.append(
                _("%(activated)s stamps are active, more than the %(received)s received.")
                % {"activated": vn_number(self.activated), "received": vn_number(self.received or 0)}
            )
        return found


def count_of(order: PrintOrder) -> Count:
    singles = list(CodeException.objects.filter(batch_id=order.batch_id).values_list("counter", flat=True))
    activated = voided = left = 0
    ranges = CodeRange.objects.filter(batch_id=order.batch_id).order_by()
    for first, last, state in ranges.values_list("first", "last", "state"):
        every = last - first + 1
        single = sum(1 for counter in singles if first <= counter <= last)
        if state == CodeRange.State.VOID:
            voided += every
            continue
        voided += single
        if state in IN_USE:
            activated += every - single
        else:
            left += every - single
    return Count(
        ordered=order.batch.quantity,
        printed=order.printed,
        received=order.received,
        spoiled=order.spoiled,
        activated=activated,
        voided=voided,
        left=left,
    )


def to_reprint(order: PrintOrder) -> int:
    """Voided stamps of an order for which none were ordered in their place."""
    again = order.reprints.exclude(state__in=(PrintOrder.State.CANCELLED, PrintOrder.State.REJECTED))
    return max(0, count_of(order).voided - sum(again.values_list("batch__quantity", flat=True)))
