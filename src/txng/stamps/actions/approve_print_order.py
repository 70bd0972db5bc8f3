from __future__ import annotations

from datetime import datetime

from django.db import transaction

from txng.access import Actor
from txng.stamps.actions.decide import order_to_decide, refuse_same_person
from txng.stamps.actions.issue_codes import issue_codes
from txng.stamps.models import PrintOrder


@transaction.atomic
def approve_print_order(*, actor: Actor, order_id: int, at: datetime) -> PrintOrder:
    """Phê duyệt lệnh in tem mã QR (CB Điều 11.6); the codes exist from this moment. The author never approves, nor does
    who checked (names.md 5)."""
    order = order_to_decide(actor, order_id)
    refuse_same_person(actor, order)
    issue_codes(order, at=at, by=actor.label, actor=actor)
    return order
