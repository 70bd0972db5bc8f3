"""What the verbs about the display of information share."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor, Permission
from txng.catalogue.models import Product
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.oversight.events import OversightEvent
from txng.oversight.models import DisplayState, TraceDisplay
from txng.production.models import Lot


def require_why(reason: str, ground: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("State the reason."), code="reason_missing")
    if not ground.strip():
        raise RuleBroken(_("Enter the number of the decision or the article."), code="ground_missing")


def new_display(
    *,
    actor: Actor,
    product_id: int,
    lot_id: int | None,
    reason: str,
    ground: str,
    client_id: UUID,
    at: datetime,
) -> tuple[TraceDisplay, bool]:
    """A row not saved yet, or the one that was sent before; whether it is new."""
    # The product's row lock: of two officers asking at once, the slower is told.
    product = Product.objects.select_for_update(of=("self",), no_key=True).filter(id=product_id).first()
    if product is None:
        raise NotThere
    actor.require(Permission.DISPLAY_DECIDE, product)
    lot = None
    if lot_id is not None and (lot := Lot.objects.filter(id=lot_id, product=product).first()) is None:
        raise NotThere
    if sent := TraceDisplay.objects.filter(client_id=client_id, product=product).first():
        return sent, False
    require_why(reason, ground)
    standing = TraceDisplay.objects.filter(product=product, lot=lot).exclude(state=DisplayState.SHOWN).first()
    if standing is not None:
        raise RuleBroken(
            _("%(name)s (%(agency)s) is dealing with this already: “%(state)s”.")
            % {"name": standing.opened_by, "agency": standing.agency, "state": standing.get_state_display()},
            code="asked_already",
        )
    made = TraceDisplay(
        establishment_id=product.establishment_id,
        product=product,
        lot=lot,
        client_id=client_id,
        agency=actor.organisation or provinces.current().identity.operator_name,
        opened_at=at,
        opened_by=actor.label,
        reason=reason.strip(),
        ground=ground.strip(),
    )
    made.stand_with(product)
    return made, True


def to_change(
    actor: Actor, display_id: int, *states: DisplayState, permission: Permission = Permission.DISPLAY_DECIDE
) -> TraceDisplay:
    """Locked: of two people deciding at once, the slower finds what the faster did."""
    display = (
        TraceDisplay.objects.select_for_update(of=("self",), no_key=True)
        .select_related("product", "lot")
        .filter(id=display_id)
        .first()
    )
    if display is None:
        raise NotThere
    actor.require(permission, display)
    if display.state not in states:
        raise RuleBroken(
            _("The display is in the state “%(state)s”.") % {"state": display.get_state_display()}, code="wrong_state"
        )
    return display


def note(
    kind: OversightEvent,
    display: TraceDisplay,
    *,
    actor: Actor,
    at: datetime,
    before: str = "",
    reason: str = "",
    ground: str = "",
    **told: Any,
) -> None:
    """What a card is rebuilt by: the lot where it is about one, else the product with all its lots."""
    about = {"lot_id": display.lot_id} if display.lot_id else {"product_id": display.product_id}
    record(
        kind,
        actor=actor,
        subject=display,
        label=str(display),
        at=at,
        before={"state": before} if before else None,
        after={"state": display.state, **about, **told},
        reason=reason.strip(),
        ground=ground.strip(),
    )


def hide(display: TraceDisplay, *, actor: Actor, at: datetime, before: str) -> None:
    """From this moment on; the caller holds the row or has just made it."""
    display.state = DisplayState.SUSPENDED
    display.suspended_at = at
    display.save()
    note(
        OversightEvent.DISPLAY_SUSPENDED,
        display,
        actor=actor,
        at=at,
        before=before,
        reason=display.reason,
        ground=display.ground,
    )
