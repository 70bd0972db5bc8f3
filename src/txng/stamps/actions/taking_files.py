"""What the verbs of a made print file share: its lock, who may, and whether it is still there."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import RuleBroken
from txng.stamps.actions.request_print_file import require_codes
from txng.stamps.models import PrintFile, PrintOrder


def take_file(actor: Actor, file_id: UUID, at: datetime) -> PrintFile:
    """Locked with its order until the transaction ends: of two who press at once, one takes it."""
    found = PrintFile.objects.get(pk=file_id)
    order = (
        PrintOrder.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch__product")
        .get(pk=found.order_id)
    )
    made = PrintFile.objects.select_for_update(of=("self",), no_key=True).select_related("house").get(pk=file_id)
    made.order = order
    actor.require(Permission.PRINT_FILE_DOWNLOAD, made)
    require_codes(order)
    if made.downloaded_at is not None:
        raise RuleBroken(_("This file has been taken. Ask for a new one and state why."), code="taken")
    if made.discarded_at is not None or made.expires_at <= at:
        raise RuleBroken(_("This file has run out. Ask for a new one."), code="expired")
    if made.made_at is None:
        raise RuleBroken(_("This file is still being made."), code="not_made")
    return made
