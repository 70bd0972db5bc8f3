"""In whose name the worker enters rows: the person who sent or confirmed, with the rights of this very moment."""

from __future__ import annotations

from txng.access import Actor
from txng.access.actors import visitor
from txng.accounts.acting import actor_of, memberships
from txng.production.models import SheetRun


def who(run: SheetRun) -> Actor:
    """Somebody whose seat or account has ended meanwhile is a visitor, and every verb refuses them."""
    seats = memberships().select_related("user").filter(user=run.by_user_id, ended_at=None)
    seat = seats.filter(account__establishment=run.establishment_id).first()
    return actor_of(seat) if seat is not None else visitor(run.by)
