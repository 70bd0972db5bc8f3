"""What offering, taking, refusing and withdrawing goods share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.production.models import Handover, HandoverState, Lot, Partner
from txng.registry.models import Establishment


def handover_in_hand(actor: Actor, handover_id: int, *, side: str) -> Handover:
    """The offer, locked: of two who answer it at one moment the second reads what the first did. Each side has its own
    answers; for everybody else, and for the other side's answers, it is not there."""
    actor.require_verb(Permission.STOCK_EDIT)
    found = (
        Handover.objects.select_for_update(of=("self",), no_key=True)
        .select_related(
            "lot__product", "lot__site", "lot__establishment", "establishment__unit", "receiver__unit",
            "to_site__unit", "partner",
        )
        .filter(pk=handover_id)
        .first()
    )  # fmt: skip
    own = actor.establishment_id or 0
    if found is None or own != (found.receiver_id if side == "receiver" else found.establishment_id):
        raise NotThere(_("Not found."))
    return found


def refuse_decided(handover: Handover) -> None:
    if handover.state == HandoverState.WITHDRAWN:
        raise RuleBroken(_("The sender has withdrawn these goods. Ask them to send the offer again."), code="withdrawn")
    if handover.state == HandoverState.ACCEPTED:
        raise RuleBroken(_("The receiver has confirmed these goods already."), code="accepted")
    if handover.state == HandoverState.REFUSED:
        raise RuleBroken(_("The receiver has not taken these goods."), code="refused")


def end_offer(handover: Handover, state: HandoverState, *, reason: str, by: Actor, at: datetime) -> None:
    """Nothing changes hands."""
    handover.state, handover.reason = state, clean(reason)[:300]
    handover.decided_at, handover.decided_by = at, by.label
    handover.save(update_fields=["state", "reason", "decided_at", "decided_by"])


def partner_for(owner: Establishment, other: Establishment, *, kind: str) -> Partner:
    """What one side keeps of the other in its book: known by who they are here, then by name, else a new line.

    One name is one line of the book: who was a customer and now supplies as well becomes both.
    """
    mine = Partner.objects.filter(establishment=owner).select_for_update(of=("self",), no_key=True)
    found = mine.filter(stands_for=other).first() or next(
        (row for row in mine.filter(stands_for=None) if row.name.casefold() == other.name.casefold()), None
    )
    if found is None:
        found = Partner(establishment=owner, kind=kind, name=other.name)
        found.stand_with(owner)
    elif found.kind not in (kind, Partner.Kind.BOTH):
        found.kind = Partner.Kind.BOTH
    found.stands_for = other
    return found


def with_address(partner: Partner, other: Establishment) -> Partner:
    """Name, address, phone and code of the other side stand in the book once goods have changed hands (TT17 art. 6);
    what its owner has written there stays."""
    partner.address = partner.address or other.full_address[:300]
    partner.phone = partner.phone or other.phone
    partner.tax_code = partner.tax_code or other.tax_code
    return partner


def as_told(handover: Handover) -> dict[str, Any]:
    lot: Lot = handover.lot
    return {
        "handover_id": handover.pk,
        "state": handover.state,
        "lot_id": lot.pk,
        "lot": lot.number,
        "goods": lot.product.name,
        "giver_id": handover.establishment_id,
        "giver": handover.establishment.name,
        "receiver_id": handover.receiver_id,
        "receiver": handover.receiver.name,
        "quantity": handover.quantity,
        "quantity_unit": handover.quantity_unit,
        "sent_on": handover.sent_on,
        "received_quantity": handover.received_quantity,
        "received_on": handover.received_on,
    }
