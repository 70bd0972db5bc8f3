from __future__ import annotations

import hashlib
import io
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintOrder
from txng.stamps.printing import write_labels

_HANDED_OUT = (PrintOrder.State.READY, PrintOrder.State.DOWNLOADED, PrintOrder.State.PRINTED)


@transaction.atomic
def hand_out_print_file(*, actor: Actor, order_id: int, at: datetime) -> tuple[PrintOrder, bytes]:
    """The label sheet of an approved order as PDF. Every hand-out stands in the ledger with the file's hash:
    a leaked order file is the cheapest way to counterfeit (domain.md 18.21).
    """
    order = PrintOrder.objects.select_for_update(of=("self",)).select_related("batch__product", "lot").get(id=order_id)
    actor.require(Permission.PRINT_FILE_DOWNLOAD, order)
    if order.state not in _HANDED_OUT:
        raise RuleBroken(
            _("The print file exists once the order is approved. It is in the state “%(state)s”.")
            % {"state": order.get_state_display()},
            code="not_ready",
        )
    out = io.BytesIO()
    write_labels(out, order)
    data = out.getvalue()
    if order.state == PrintOrder.State.READY:
        order.state = PrintOrder.State.DOWNLOADED
        order.downloaded_at = at
        order.downloaded_by = actor.label
        order.file_sha256 = hashlib.sha256(data).hexdigest()
        order.save(update_fields=["state", "downloaded_at", "downloaded_by", "file_sha256"])
    record(
        StampEvent.FILE_DOWNLOADED,
        actor=actor,
        subject=order,
        at=at,
        after={"sha256": hashlib.sha256(data).hexdigest(), "labels": order.batch.quantity},
    )
    return order, data
