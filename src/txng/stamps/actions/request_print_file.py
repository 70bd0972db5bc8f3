from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from txng import provinces
from txng.access import Actor, Permission
from txng.kernel import jobs
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.ledger.recording import record
from txng.stamps.events import StampEvent
from txng.stamps.labels import TEMPLATES, Carrier
from txng.stamps.labels.formats import Format
from txng.stamps.models import PrintFile, PrintHouse, PrintOrder, StampClass
from txng.ui.formats import vn_number

HANDED_OUT = (PrintOrder.State.READY, PrintOrder.State.DOWNLOADED, PrintOrder.State.PRINTED)
TASK = "stamps.make_print_file"


@transaction.atomic
def request_print_file(
    *,
    actor: Actor,
    order_id: int,
    at: datetime,
    lock: str,
    format: Format = Format.SHEETS,
    template: str = "",
    carrier: Carrier = Carrier.QR,
    house_id: int | None = None,
    dpi: int = 203,
    offset_mm: tuple[Decimal, Decimal] = (Decimal(0), Decimal(0)),
    reason: str = "",
    client_id: uuid.UUID | None = None,
) -> PrintFile:
    """Have the codes of an approved order put into a file, locked as asked. A second call with the same `client_id`
    returns the first. Handing the codes over again needs a reason: a leaked file is the cheapest way to counterfeit.
    """
    order = (
        PrintOrder.objects.select_for_update(of=("self",), no_key=True)
        .select_related("batch__product")
        .get(id=order_id)
    )
    actor.require(Permission.PRINT_FILE_DOWNLOAD, order)
    if client_id is not None:
        found = PrintFile.objects.filter(client_id=client_id, order=order).first()
        if found is not None:
            return found
    require_codes(order)
    template = template or order.template
    _require_printable(order, format, template, carrier)
    limits = provinces.in_force(local_date(at)).limits
    if lock == PrintFile.Lock.NONE and order.batch.quantity > limits.plain_print_file:
        raise RuleBroken(
            _("A file of more than %(most)s stamps must be locked.") % {"most": vn_number(limits.plain_print_file)},
            code="must_lock",
        )
    if order.downloaded_at is not None and not reason.strip():
        raise RuleBroken(_("The codes have been handed over already. State why again."), code="reason")
    house = _house(order, house_id, at) if lock == PrintFile.Lock.CERTIFICATE else None
    made = PrintFile(
        establishment_id=order.establishment_id,
        order=order,
        house=house,
        lock=lock,
        format=format,
        template=template,
        carrier=carrier,
        dpi=dpi,
        offset_x=offset_mm[0],
        offset_y=offset_mm[1],
        reason=reason.strip(),
        asked_at=at,
        asked_by=actor.label,
        expires_at=at + timedelta(hours=limits.print_file_hours),
    )
    if client_id is not None:
        made.client_id = client_id
    made.stand_with(order)
    made.job = jobs.ask(
        title=_("Print file of %(number)s") % {"number": order.number},
        counts=_("stamps"),
        total=order.batch.quantity,
        result=reverse("print-files", args=[order.batch_id]),
        user_id=actor.user_id or 0,
        at=at,
    )
    made.save(force_insert=True)
    app.configure_task(TASK, queue="slow").defer(file_id=str(made.pk))
    record(
        StampEvent.FILE_REQUESTED,
        actor=actor,
        subject=order,
        at=at,
        after={"file": str(made.pk), "format": format, "lock": lock, "house": str(house or "")},
        reason=made.reason,
    )
    return made


def require_codes(order: PrintOrder) -> None:
    if order.state not in HANDED_OUT:
        raise RuleBroken(
            _("The print file exists once the order is approved. It is in the state “%(state)s”.")
            % {"state": order.get_state_display()},
            code="not_ready",
        )


def _require_printable(order: PrintOrder, format: Format, template: str, carrier: Carrier) -> None:
    if template not in TEMPLATES:
        raise RuleBroken(_("There is no such template."), code="template")
    if format in (Format.ROLLS, Format.ZPL) and not TEMPLATES[template].on_rolls:
        raise RuleBroken(_("This template is printed on sheets, not on rolls."), code="template")
    if format.most is not None and order.batch.quantity > format.most:
        raise RuleBroken(
            _("This format is for at most %(most)s stamps. Choose PDF, ZPL or CSV.") % {"most": vn_number(format.most)},
            code="format",
        )
    if carrier is Carrier.DATAMATRIX and not order.batch.gtin:
        raise RuleBroken(_("GS1 DataMatrix needs a GTIN; this product has none."), code="gtin")
    scratch = order.batch.stamp_class == StampClass.SCRATCH
    if scratch and format is not Format.CSV and TEMPLATES[template].pin is None:
        raise RuleBroken(_("This template has no field for the number under the scratch layer."), code="pin")


def _house(order: PrintOrder, house_id: int | None, at: datetime) -> PrintHouse:
    house = PrintHouse.objects.filter(
        id=house_id or 0, establishment_id=order.establishment_id, retired_at=None
    ).first()
    if house is None:
        raise RuleBroken(_("Choose the print house."), code="house")
    if house.valid_to <= at:
        raise RuleBroken(_("The certificate of this print house has run out. Register its new one."), code="expired")
    return house
