"""A round at a market, as an officer keeps it: stamps of every kind, one told otherwise away from the network."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from txng.accounts.acting import actor_of
from txng.accounts.models import Membership
from txng.oversight import actions
from txng.project.demo.world import World
from txng.resolver import telling

ROUND = ("valid", "recalled", "not_activated", "valid_shared", "expired")


def build(world: World, scan: dict[str, str]) -> None:
    seats = Membership.objects.filter(account__agency=world.operator, role__in=("lead", "officer"))
    seat = seats.select_related("account__agency", "user").order_by("id").first()
    if seat is None:
        return
    began = world.days_ago(1)
    codes = []
    for number, path in enumerate(scan[key] for key in ROUND if key in scan):
        told = telling.tell(path)
        # In the market's cellar there was no network: the pack still called the recalled lot valid.
        away = told.verdict == "recalled"
        seen_at = began + timedelta(minutes=3 * number)
        codes.append(told.seen(path, told="valid" if away else told.verdict, at=seen_at, from_pack=away))
    actions.save_inspection_draft(
        actor=actor_of(seat),
        client_id=UUID(int=world.dice.getrandbits(128), version=4),
        place="Chợ trung tâm, dãy trái cây",
        note="Sạp 12 còn bày một hộp của lô đang thu hồi, chủ sạp cất ngay. Sạp 7 có tem chưa kích hoạt.",
        codes=codes,
        began_at=began,
        pack_at=began - timedelta(hours=1),
        at=min(began + timedelta(hours=2), world.now),
    )
