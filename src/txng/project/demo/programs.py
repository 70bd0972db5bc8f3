"""A program of the demo: bà Lành's own warehouse software, with a key that may send events and ask for them."""

from __future__ import annotations

from txng.access.permissions import Permission
from txng.accounts.actions import make_client
from txng.accounts.keys import LONGEST
from txng.accounts.models import Membership
from txng.accounts.queries import actor_of
from txng.ledger.recording import without_consequences
from txng.project.demo.world import World

VERBS = (Permission.TRACE_READ, Permission.TRACE_CAPTURE, Permission.PRODUCT_READ, Permission.PRODUCTION_READ)


def build(world: World) -> str:
    """The token, which exists in `./txng facts` and nowhere else."""
    owner = Membership.objects.get(user__login="lanh")
    with without_consequences():
        made = make_client(
            actor=actor_of(owner),
            name="Phần mềm kho của hợp tác xã",
            verbs=[str(verb) for verb in VERBS],
            days=LONGEST,
            at=world.now,
        )
    return made.token
