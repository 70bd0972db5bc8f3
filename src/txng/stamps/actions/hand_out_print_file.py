from __future__ import annotations

import hashlib
import io
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps.actions.request_print_file import require_codes
from txng.stamps.events import StampEvent
from txng.stamps.models import PrintOrder
from txng.stamps.printing import write_labels
from txng.ui.formats import vn_number


@transaction.atomic
def hand_out_print_file(*, actor: Actor, order_id: int, at: datetime) -> tuple[PrintOrder, bytes]:
    """The label sheet of an approved order as PDF, in one tap for a household that prints it at home. Every hand-out
    stands in the ledger with the file's hash: a leaked order file is the cheapest way to counterfeit (domain.md
    18.21). More stamps than `plain_print_file` leave the house locked (request_print_file).
    """
    order = (
        PrintOrder.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch__product", "lot")
        .get(id=order_id)
    )
    actor.require(Permission.PRINT_FILE_DOWNLOAD, order)
    require_codes(order)
    most = provinces.in_force(local_date(at)).limits.plain_print_file
    if order.batch.quantity > most:
        raise RuleBroken(
            _("A file of more than %(most)s stamps must be locked.") % {"most": vn_number(most)}, code="must_lock"
        )
    out = io.BytesIO()
    write_labels(out, order)
    data = out.getvalue()
    handed_out(order, actor=actor, at=at, sha256=hashlib.sha256(data).hexdigest())
    return order, data


def handed_out(order: PrintOrder, *, actor: Actor, at: datetime, sha256: str, **more: str) -> None:
    """A locked order's codes leave the house; the first time is remembered on the order itself."""
    if order.state == PrintOrder.State.READY:
        order.state = PrintOrder.State.DOWNLOADED
        order.downloaded_at = at
        order.downloaded_by = actor.label
        order.file_sha256 = sha256
        order.save(update_fields=["state", "downloaded_at", "downloaded_by", "file_sha256"])
    record(
        StampEvent.FILE_DOWNLOADED,
        actor=actor,
        subject=order,
        at=at,
        after={"sha256": sha256, "labels": order.batch.quantity, **more},
    )
