"""Programs of the demo, with keys that may send events and ask for them: bà Lành's own warehouse software, and that of
an older packing line whose faults are known, so that the operator has its events read liberally."""

from __future__ import annotations

from txng.access.permissions import Permission
from txng.accounts.acting import actor_of
from txng.accounts.actions import make_client
from txng.accounts.keys import LONGEST, MadeClient
from txng.accounts.models import Membership
from txng.ledger.recording import without_consequences
from txng.project.demo.world import World
from txng.trace.actions import set_source
from txng.trace.models import Capture

VERBS = (Permission.TRACE_READ, Permission.TRACE_CAPTURE, Permission.PRODUCT_READ, Permission.PRODUCTION_READ)


def build(world: World) -> dict[str, str]:
    """The tokens, which exist in `./txng facts` and nowhere else."""
    with without_consequences():
        warehouse = _made(world, "Phần mềm kho của hợp tác xã")
        packing = _made(world, "Máy đóng gói (phần mềm cũ)")
        set_source(
            actor=actor_of(Membership.objects.get(user__login="mai")),
            client_id=packing.client.pk,
            source=Capture.Source.LIBERAL,
            reason="Phần mềm cũ ghi mã công-te-nơ thiếu chữ số; nhà cung cấp hẹn sửa trong quý tới.",
            at=world.now,
        )
    return {"token": warehouse.token, "liberal_token": packing.token}


def _made(world: World, name: str) -> MadeClient:
    owner = Membership.objects.get(user__login="lanh")
    return make_client(
        actor=actor_of(owner), name=name, verbs=[str(verb) for verb in VERBS], days=LONGEST, at=world.now
    )
