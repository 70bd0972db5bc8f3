"""Code batches and what became of them; scans of the last weeks; the codes that show each verdict."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from txng.access.actors import system
from txng.catalogue.models import Product
from txng.ledger.recording import without_consequences
from txng.oversight.actions import open_recall
from txng.production.models import Lot
from txng.project.demo import desks
from txng.project.demo.world import World
from txng.resolver.actions import fold_scans
from txng.resolver.recording import write_all_down
from txng.resolver.scanlines import Scan
from txng.stamps import actions, keyring
from txng.stamps.actions.issue_codes import issue_codes
from txng.stamps.capacity import capacity_of
from txng.stamps.labels import product_url, serial_url
from txng.stamps.models import CodeBatch, PrintOrder
from txng.stamps.serials import issue

BATCHES = 16  # establishments with printed stamps


def build(world: World) -> dict[str, str]:
    """Orders, activations, a recall, voided and expired stamps; returns verdict id → path for `facts`."""
    with without_consequences():
        batches = [_batch(world, number) for number in range(BATCHES)]
        mine = _batch(world, 0, again=True)
        waiting_batch(world)
        recalled = _recall(world, batches[5])
        actions.void_codes(
            actor=system(world.establishments[0].representative),
            batch_id=mine.pk,
            first=40,
            last=40,
            reason="Rách khi dán",
            at=world.days_ago(1),
        )
        expired = _expired(world, batches[3])
        paused = _paused(world)
        withheld = desks.withheld(world, batches[7])
        desks.taken_down(world, batches[9])
        desks.copied(world, mine)
    # What the listeners would have done at each step, once.
    Lot.objects.filter(code_ranges__state="activated").update(on_sale_since=world.days_ago(1))
    _scans(world, [mine, *batches])
    return {
        "valid": path_of(mine, 1),
        "valid_shared": _shared(world, mine),
        "not_activated": path_of(mine, mine.quantity),
        "void": path_of(mine, 40),
        "recalled": path_of(recalled, 3),
        "suspended": path_of(withheld, 2),
        "check": path_of(mine, desks.COPIED[0]),
        "expired": path_of(expired, 20),
        "paused": path_of(paused, 2),
        "not_found": path_of(mine, 1)[:-4] + "ZZZZ",
    }


def path_of(batch: CodeBatch, number: int) -> str:
    """The path a printed stamp opens, by its number on the sheet."""
    [serial] = issue(keyring.ring(), batch.key_version, batch.tweak, batch.first + number - 1, 1)
    return "/" + serial_url("h", serial, batch.product.gtin or "").split("/", 3)[3]


def _order(world: World, product: Product, quantity: int, lot: Lot | None, days: int) -> CodeBatch:
    who = system(product.establishment.representative)
    order: PrintOrder = actions.order_stamps(
        actor=who,
        product_id=product.pk,
        quantity=quantity,
        lot_id=lot.pk if lot else None,
        purpose="Dán lên hàng xuất bán",
        at=world.days_ago(days),
    )
    order.refresh_from_db()
    if order.state == "submitted":
        issue_codes(order, at=world.days_ago(max(0, days - 1)), by="Đặng Thị Mai", actor=system("Đặng Thị Mai"))
    PrintOrder.objects.filter(pk=order.pk).update(
        state="downloaded",
        downloaded_at=world.days_ago(max(0, days - 1)),
        downloaded_by=product.establishment.representative,
    )
    return CodeBatch.objects.select_related("product__establishment").get(pk=order.batch_id)


def _lots(product: Product) -> list[Lot]:
    """Packed lots of a product, newest first."""
    return list(Lot.objects.filter(product=product, packed_on__isnull=False).order_by("-packed_on"))


def _activate(world: World, batch: CodeBatch, lot: Lot, first: int, last: int, days: int) -> None:
    actions.activate_codes(
        actor=system(batch.product.establishment.representative),
        batch_id=batch.pk,
        lot_id=lot.pk,
        first=first,
        last=last,
        reason="Đóng gói nhỏ hơn quy cách đã đăng ký",  # counts only where the lot's numbers say otherwise
        at=world.days_ago(days),
    )


def _product(world: World, number: int) -> Product:
    return Product.objects.filter(establishment=world.establishments[number], kind="goods").order_by("id")[0]


def _batch(world: World, number: int, *, again: bool = False) -> CodeBatch:
    """A batch of one establishment: most of it activated for its newest packed lot, the rest waiting on the roll."""
    product = _product(world, number)
    lot = _lots(product)[0]
    quantity = 320 if number == 0 else world.dice.choice([224, 480, 960, 3_200])
    packs = capacity_of(lot, world.today).packs
    quantity = quantity if packs is None else min(quantity, max(224, packs))
    batch = _order(world, product, quantity, lot, 1 if again else 5)
    _activate(world, batch, lot, 1, quantity - 32, 0 if again else 1)
    return batch


def waiting_batch(world: World) -> None:
    """Two orders still waiting where somebody has to approve them."""
    if not world.profile.print_orders.needs_approval:
        return
    for number, quantity in ((0, 640), (2, 5_000)):
        product = _product(world, number)
        actions.order_stamps(
            actor=system(product.establishment.representative),
            product_id=product.pk,
            quantity=quantity,
            purpose="Vụ mới",
            at=world.days_ago(1),
        )


def _recall(world: World, batch: CodeBatch) -> CodeBatch:
    lot = Lot.objects.get(code_ranges__batch=batch, code_ranges__state="activated")
    open_recall(
        actor=system("Đặng Thị Mai"),
        lot_id=lot.pk,
        kind="mandatory",
        reason="Mẫu kiểm nghiệm có dư lượng vượt mức cho phép",
        decision_number="15/TB-SKHCN",
        decided_on=world.today - timedelta(days=1),
        return_to=f"{lot.establishment.name}, {lot.establishment.unit.name}",
        return_phone=world.profile.identity.hotline,
        at=world.days_ago(0),
    )
    return batch


def _expired(world: World, batch: CodeBatch) -> CodeBatch:
    """Stamps of a lot that was good when they were stuck on and is past its date now."""
    lot = Lot.objects.get(code_ranges__batch=batch, code_ranges__state="activated")
    Lot.objects.filter(pk=lot.pk).update(expires_on=world.today - timedelta(days=2))
    return batch


def _paused(world: World) -> CodeBatch:
    number = next(i for i, e in enumerate(world.establishments) if e.paused_on)
    product = _product(world, number)
    lot = _lots(product)[0]
    # A locked account is not expired goods: its lot keeps long enough for the page to say so.
    Lot.objects.filter(pk=lot.pk).update(expires_on=world.today + timedelta(days=30))
    batch = _order(world, product, 64, lot, 30)
    _activate(world, batch, lot, 1, 64, 25)
    return batch


def _shared(world: World, batch: CodeBatch) -> str:
    lot = Lot.objects.filter(code_ranges__batch=batch, code_ranges__state="activated").first()
    assert lot is not None
    code = batch.product.gtin or batch.product.product_code
    return "/" + product_url("h", code, lot.number).split("/", 3)[3]


def _scans(world: World, batches: list[CodeBatch]) -> None:
    """Some hundred scans of shoppers over the last days, and their tallies."""
    scans: list[Scan] = []
    for batch in batches:
        lot = Lot.objects.filter(code_ranges__batch=batch, code_ranges__state="activated").first()
        if lot is None:
            continue
        for _ in range(world.dice.randrange(12, 46)):
            days = world.dice.choice([0, 0, 0, 1, 1, 2, 3])
            at = world.days_ago(days, hour=world.dice.randrange(7, 21))
            number = world.dice.randrange(5, min(batch.quantity - 40, 180))
            device = hashlib.sha256(f"{batch.pk}/{number}/{world.dice.randrange(3)}".encode()).digest()[:16]
            scans.append(
                Scan(
                    at=at.timestamp(),
                    raw=path_of(batch, number),
                    verdict="valid",
                    version=batch.key_version,
                    tweak=batch.tweak,
                    counter=batch.first + number - 1,
                    card_key=f"lot:{lot.pk}",
                    product_id=batch.product_id,
                    lot_id=lot.pk,
                    establishment_id=batch.establishment_id,
                    session=device,
                )
            )
    write_all_down(sorted(scans))
    fold_scans(at=world.now)
