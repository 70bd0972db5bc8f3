"""Work of the agencies' desks about what is scanned: information withheld and taken down, stamps seen too often."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

from txng.access.actors import system
from txng.oversight import actions
from txng.oversight.actions import SeenOften, suspend_trace_at_once, take_down
from txng.oversight.models import TraceDisplay
from txng.places.models import AdministrativeUnit, Level
from txng.production.models import Lot
from txng.project.demo.world import World
from txng.registry.models import Agency
from txng.resolver.models import SeenCode
from txng.resolver.networks import short_name
from txng.stamps.models import CodeBatch

COPIED = (50, 51, 52)  # stamps of bà Lành's second roll that were seen all over the country


def _asked(world: World, batch: CodeBatch, days: int) -> TraceDisplay:
    """A question of the agency that manages the establishment, and the display stopped at once."""
    establishment = batch.product.establishment
    agency = Agency.objects.get(pk=establishment.managing_agency_id or 0)
    return suspend_trace_at_once(
        actor=replace(system("Phạm Thị Thu"), organisation=agency.name),
        product_id=batch.product_id,
        reason="Ảnh và mô tả sản phẩm không phải của cơ sở",
        ground="Điều 11 Thông tư 31/2026/TT-BCT",
        client_id=uuid.UUID(int=world.dice.getrandbits(128)),
        at=world.days_ago(days),
    )


def withheld(world: World, batch: CodeBatch) -> CodeBatch:
    _asked(world, batch, 2)
    return batch


def taken_down(world: World, batch: CodeBatch) -> None:
    display = _asked(world, batch, 6)
    take_down(
        actor=replace(system("Phạm Thị Thu"), organisation=display.agency),
        display_id=display.pk,
        reason="Cơ sở không giải trình; thông tin không đúng",
        ground="Điều 11.4 Thông tư 31/2026/TT-BCT",
        at=world.days_ago(4),
    )


def copied(world: World, batch: CodeBatch) -> None:
    """Stamps seen in more provinces than a package can be: for the page of buyers and the desk of officers."""
    units = AdministrativeUnit.objects.on(world.today).filter(level=Level.PROVINCE).order_by("-code")
    elsewhere = [short_name(name) for name in units.values_list("name", flat=True)[:9]]
    lot = Lot.objects.filter(code_ranges__batch=batch, code_ranges__state="activated").first()
    for place, number in enumerate(COPIED):
        provinces = [elsewhere[(place + n) % len(elsewhere)] for n in range(21 - 3 * place)]
        SeenCode.objects.create(
            tweak=batch.tweak,
            key_version=batch.key_version,
            counter=batch.first + number - 1,
            scans=len(provinces) + 12,
            sessions=len(provinces),
            first_at=world.days_ago(1),
            first_province=provinces[0],
            last_at=world.now,
            days=[world.today - timedelta(days=1)] * (len(provinces) // 2)
            + [world.today] * (len(provinces) - len(provinces) // 2),
            provinces=provinces,
            devices=[],
        )
        actions.raise_alarm(
            actor=system(),
            batch_id=batch.pk,
            seen=SeenOften(
                tweak=batch.tweak,
                key_version=batch.key_version,
                counter=batch.first + number - 1,
                lot_id=lot.pk if lot else None,
                sessions=len(provinces),
                places=len(set(provinces)),
                since=world.today - timedelta(days=1),
                last_at=world.now,
            ),
            at=world.now,
        )
