"""The seat in which somebody of an agency acts, locked: two absences of one person are written one after the other."""

from __future__ import annotations

from txng.access.actors import Actor
from txng.accounts.models import Membership
from txng.kernel.errors import NotThere


def own_seat(actor: Actor) -> Membership:
    if actor.agency_id is None or actor.user_id is None:
        raise NotThere
    seat = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("user", "account__agency")
        .filter(user_id=actor.user_id, account__agency_id=actor.agency_id, ended_at=None)
        .first()
    )
    if seat is None:
        raise NotThere
    return seat
