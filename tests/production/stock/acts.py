"""Several workers: random acts on the same goods, as many as asked of each, each through the verbs people use.

`python -m tests.production.stock.acts WORKERS COUNT all|crossing [WITHOUT]` prints how many acts were done and how many
refused; `crossing` are those that lock rows of several kinds. The workers are processes, forked before anything asks
the database.
WITHOUT plants the fault a control looks for: `lock` forgets to lock the row of what is taken, `order` takes the locks in
an order of its own here and there, as each verb once did.
"""

from __future__ import annotations

import gc
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from multiprocessing import get_context
from typing import Any

ORIGINS = 20  # lots in which goods come into being: a diary of thousands of lines is not what is tried here
DEADLOCK = "each waited for the other"
# The last eight piles anybody touched that are not empty; written out, for it is asked as often as all verbs together.
LAST_PILES = """
SELECT lot_id, material_lot_id, site_id, there
FROM (SELECT lot_id, material_lot_id, site_id, max(id) AS last
      FROM (SELECT * FROM production_stockline WHERE unit = 'kg' AND site_id = ANY(%(places)s)
            AND lot_id IS DISTINCT FROM %(besides)s ORDER BY id DESC LIMIT 16) AS touched
      GROUP BY lot_id, material_lot_id, site_id) AS pile,
     LATERAL (SELECT sum(quantity) AS there FROM production_stockline AS line
              WHERE line.unit = 'kg' AND line.site_id = pile.site_id
              AND (line.lot_id = pile.lot_id OR line.material_lot_id = pile.material_lot_id)) AS weighed
WHERE there > 0 ORDER BY last DESC LIMIT 8
"""
NAMED = "Kho thử"  # the sites and goods of this test begin so


def run(seed: int, count: int, only: str, *, first_day: date) -> Counter[str]:
    from django.db import OperationalError, connection

    from txng.access import Actor
    from txng.accounts.acting import actor_of
    from txng.accounts.models import Membership
    from txng.kernel.clock import now
    from txng.kernel.errors import RuleBroken
    from txng.production import actions
    from txng.production.actions.lots_from_lots import NewLot
    from txng.production.actions.stock_in_hand import Pile
    from txng.production.models import Lot, Material, Site, StockMove
    from txng.production.uses import Used

    dice, done = random.Random(seed), Counter[str]()
    actor: Actor = actor_of(Membership.objects.get(user__login="lanh"))
    neighbour: Actor = actor_of(Membership.objects.get(user__login="khai"))
    sites = list(Site.objects.filter(name__startswith=NAMED, establishment_id=actor.establishment_id).order_by("id"))
    lots = list(Lot.objects.filter(site=sites[0]).order_by("id").values_list("pk", flat=True)[:ORIGINS])

    product = Lot.objects.get(pk=lots[0]).product_id
    materials = list(Material.objects.filter(establishment_id=actor.establishment_id).order_by("id"))

    places = {
        who.establishment_id: list(
            Site.objects.filter(establishment_id=who.establishment_id).values_list("pk", flat=True)
        )
        for who in (actor, neighbour)
    }

    def part(besides: int | None = None, *, of: Actor = actor) -> Pile | None:
        """Some of one of the last few piles: the workers must get in each other's way."""
        with connection.cursor() as cursor:
            cursor.execute(LAST_PILES, {"places": places[of.establishment_id], "besides": besides or 0})
            piles = cursor.fetchall()
        if not piles:
            return None
        lot_id, material_lot_id, site_id, there = dice.choice(piles)
        most = int(there * 1000)
        grams = dice.choice((most, dice.randint(1, most), most + 1, dice.randint(1, max(1, most // 3))))
        return Pile(
            site_id=site_id, quantity=Decimal(grams) / 1000, unit="kg", lot_id=lot_id,
            material_lot_id=material_lot_id,
        )  # fmt: skip

    def day() -> date:
        return first_day + timedelta(days=dice.choice((20, 20, 20, dice.randint(0, 20))))

    def transfer(pile: Pile) -> Any:
        to = dice.choice([site.pk for site in sites if site.pk != pile.site_id])
        return actions.transfer_stock(actor=actor, pile=pile, to_site_id=to, done_on=day(), at=now())

    def lose(pile: Pile) -> Any:
        return actions.write_off(actor=actor, pile=pile, reason="Hao hụt", done_on=day(), at=now())

    def count_(pile: Pile) -> Any:
        return actions.count_stock(actor=actor, pile=pile, reason="Cân lại", counted_on=day(), at=now())

    def split(pile: Pile) -> Any:
        if pile.lot_id is None:
            return transfer(pile)
        cut = Decimal(dice.randint(1, 999)) / 1000 * pile.quantity
        cut = cut.quantize(Decimal("0.001"))
        shares = [share for share in (cut, pile.quantity - cut) if share > 0]
        parts = [NewLot(quantity=share, unit="kg", site_id=dice.choice(sites).pk) for share in shares]
        return actions.split_lot(
            actor=actor, lot_id=pile.lot_id, site_id=pile.site_id, parts=parts, done_on=day(), at=now()
        )

    def merge(pile: Pile) -> Any:
        other = part(besides=pile.lot_id) if pile.lot_id else None
        if other is None or other.lot_id is None:
            return lose(pile)
        into = NewLot(quantity=pile.quantity + other.quantity, unit="kg", site_id=dice.choice(sites).pk)
        return actions.merge_lots(actor=actor, piles=[pile, other], into=into, done_on=day(), at=now())

    def take_back(pile: Pile) -> Any:
        last = (
            StockMove.objects.filter(establishment_id=actor.establishment_id)
            .order_by("-id")
            .values_list("pk", flat=True)
        )
        return actions.take_back_move(actor=actor, move_id=dice.choice(last[:20]), reason="Nhầm", at=now())

    def harvest(_pile: Pile) -> Any:
        return actions.write_diary(
            actor=actor, lot_id=dice.choice(lots), activity="harvest", done_on=day(), quantity=Decimal(dice.randint(1, 40)),
            quantity_unit="kg", site_id=dice.choice(sites).pk, at=now(),
        )  # fmt: skip

    def process(pile: Pile) -> Any:
        other = part(besides=pile.lot_id)
        inputs = [pile] if other is None or _same(pile, other) else [pile, other]
        made = sum((one.quantity for one in inputs), Decimal(0)) * dice.choice((1, 2, 3)) / 4
        out = NewLot(
            quantity=max(made.quantize(Decimal("0.001")), Decimal("0.001")), unit="kg", product_id=product,
            site_id=dice.choice(sites).pk,
        )  # fmt: skip
        return actions.process_lots(actor=actor, inputs=inputs, outputs=[out], done_on=day(), at=now())

    def receive(_pile: Pile) -> Any:
        return actions.receive_material(
            actor=actor, material_id=dice.choice(materials).pk, site_id=dice.choice(sites).pk, unit="kg",
            quantity=Decimal(dice.randint(1, 60)), received_on=day(), at=now(),
            partner_name=dice.choice(("Đại lý Ba Hưng", "Cửa hàng Tư Phước")), supplier_lot=dice.choice(("", "HC-1", "HC-2")),
        )  # fmt: skip

    def used() -> list[Used]:
        some = dice.sample(materials, dice.randint(1, len(materials)))
        return [Used(material_id=one.pk, quantity=Decimal(dice.randint(1, 20)), unit="kg") for one in some]

    def use(pile: Pile) -> Any:
        lot = pile.lot_id or dice.choice(lots)
        return actions.write_diary(
            actor=actor, lot_id=lot, activity="fertilise", done_on=day(), used=used(), at=now()
        )  # fmt: skip

    def use_for_several(pile: Pile) -> Any:
        chosen = {pile.lot_id or lots[0], *dice.sample(lots, 2)}
        return actions.write_diary_for_lots(
            actor=actor, lot_ids=list(chosen), activity="fertilise", done_on=day(), used=used(), at=now()
        )

    def hand_over(pile: Pile) -> Any:
        """To the neighbour or from him: each writes in both books."""
        giver, taker = dice.choice(((actor, neighbour), (neighbour, actor)))
        given = pile if giver is actor else part(of=neighbour)
        if given is None or given.lot_id is None:
            giver, taker, given = actor, neighbour, Pile(quantity=Decimal(1), unit="kg", site_id=0, lot_id=lots[0])
        place = Site.objects.filter(establishment_id=taker.establishment_id).order_by("id")[0]
        offer = actions.offer_goods(
            actor=giver, lot_id=given.lot_id or 0, to_code=place.site_code, quantity=given.quantity, quantity_unit="kg",
            sent_on=first_day + timedelta(days=20), at=now(),
        )  # fmt: skip
        goods = Lot.objects.filter(establishment_id=taker.establishment_id).order_by("id")[0].product_id
        return actions.accept_goods(
            actor=taker, handover_id=offer.pk, product_id=goods, quantity=given.quantity,
            received_on=first_day + timedelta(days=20), at=now(),
        )  # fmt: skip

    # Mostly what moves goods; what writes a diary as well is tried beside it.
    acts: list[tuple[Callable[[Pile], Any], int]] = [
        (transfer, 50), (lose, 12), (count_, 26), (split, 26), (merge, 22), (take_back, 16), (harvest, 7), (process, 8),
        (receive, 3), (use, 3), (use_for_several, 1), (hand_over, 3),
    ]  # fmt: skip
    if only == "crossing":
        acts = [(act, 1) for act, _weight in acts if act not in (transfer, lose, count_)]
    verbs, weights = zip(*acts, strict=True)
    while sum(done.values()) < count:
        act = dice.choices(verbs, weights)[0]
        pile = part()
        if pile is None:
            act, pile = harvest, Pile(quantity=Decimal(1), unit="kg", site_id=sites[0].pk, lot_id=lots[0])
        try:
            act(pile)
        except RuleBroken as refusal:
            done[f"refused {refusal.code}"] += 1
        except OperationalError as wrong:
            if "deadlock detected" not in str(wrong):
                raise
            done[DEADLOCK] += 1
        else:
            done[act.__name__.strip("_")] += 1
    return done


def _same(one: Any, other: Any) -> bool:
    return bool((one.lot_id, one.material_lot_id) == (other.lot_id, other.material_lot_id))


def plant(fault: str) -> None:
    if fault == "order":
        from txng.production.stock import booking

        waiting: list[int] = []

        def later(ids: Any) -> None:
            waiting[:] = ids

        def things_first(things: Any) -> None:
            booking.lock_things(things)
            booking.lock_establishments(waiting)

        instead = {"lock_establishments": later, "lock_things": things_first, "lock_lots": lambda ids: None}
        instead["lock_family"] = instead["lock_lots"]
        for verb in ("lots_from_lots", "accept_goods", "write_diary_for_lots", "take_back_move"):
            module = sys.modules[f"txng.production.actions.{verb}"]
            for name in instead.keys() & vars(module).keys():
                setattr(module, name, instead[name])
    if fault == "lock":
        from txng.production.actions import count_stock, lots_from_lots
        from txng.production.stock import booking

        def forgotten(things: object) -> None:
            return None

        booking.lock_things = forgotten  # type: ignore[assignment]
        for module in (sys.modules[count_stock.__module__], lots_from_lots):
            module.lock_things = forgotten  # type: ignore[attr-defined]


def main() -> None:
    import django

    django.setup()
    workers, count, only, *fault = sys.argv[1:]
    plant("".join(fault))
    from txng.kernel.clock import today

    gc.freeze()
    gc.set_threshold(50_000, 20, 10)  # as on any server: what stands now stands to the end
    work = partial(run, count=int(count), only=only, first_day=today() - timedelta(days=20))
    with get_context("fork").Pool(int(workers)) as pool:
        told = pool.map(work, range(int(workers)), chunksize=1)
    print(json.dumps(sum(told, Counter())))


if __name__ == "__main__":
    main()
