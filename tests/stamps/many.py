"""Several processes that order, print, receive, activate, void and reprint the same stamps, and what they leave behind.

`python -m tests.stamps.many WORKERS ACTS [FAULT]` on an empty database of the environment prints JSON. FAULT plants what
the control looks for: `lock` activates without waiting for whoever counts what the lot holds, `exception` forgets the
single stamps voided out of a range.
"""

from __future__ import annotations

import json
import random
import sys
import time
from collections import Counter
from itertools import pairwise
from multiprocessing import get_context
from typing import Any

LOTS = 3
ACTIVE, VOID = "active", "void"


def run(seed: int, count: int, fault: str) -> Counter[str]:
    from django.db import OperationalError, connection

    from txng.accounts.acting import actor_of
    from txng.accounts.models import Membership
    from txng.catalogue.models import Product
    from txng.kernel.clock import now
    from txng.kernel.errors import RuleBroken
    from txng.production.models import Lot
    from txng.stamps import actions
    from txng.stamps.models import PrintOrder
    from txng.stamps.ranges import Run

    connection.close()
    if fault:
        _plant(fault)
    dice, done = random.Random(seed), Counter[str]()
    actor = actor_of(Membership.objects.get(user__login="lanh"))
    product = Product.objects.get().pk
    lots = list(Lot.objects.order_by("id").values_list("pk", flat=True))

    def order() -> Any:
        return actions.order_stamps(actor=actor, product_id=product, quantity=dice.randint(5, 60), at=now())

    def print_() -> Any:
        one = some("ready")
        # The hand-out of the file is tried elsewhere; here only its state counts.
        PrintOrder.objects.filter(pk=one.pk, state="ready").update(state="downloaded")
        return actions.record_printed(actor=actor, order_id=one.pk, printed=one.batch.quantity, at=now())

    def receive() -> Any:
        one = some("printed")
        return actions.receive_stamps(actor=actor, order_id=one.pk, received=one.printed or 1, spoiled=0, at=now())

    def close() -> Any:
        return actions.close_print_order(actor=actor, order_id=some("delivered").pk, reason="Đếm lại", at=now())

    def activate() -> Any:
        runs = [Run(one.batch_id, *span(one.batch.quantity)) for one in (some() for _ in range(dice.randint(1, 2)))]
        return actions.activate_ranges(actor=actor, lot_id=dice.choice(lots), runs=runs, at=now())

    def void() -> Any:
        one = some()
        first, last = span(one.batch.quantity)
        last = first if dice.random() < 0.5 else min(last, first + 4)
        return actions.void_codes(
            actor=actor, batch_id=one.batch_id, first=first, last=last, kind="lost", reason="Mất", at=now()
        )

    def reprint() -> Any:
        return actions.reprint_stamps(actor=actor, order_id=some("printed").pk, at=now())

    def some(state: str = "") -> PrintOrder:
        found = PrintOrder.objects.select_related("batch").order_by("-id")
        rows = list((found.filter(state=state) if state else found)[:12])
        if not rows:
            raise RuleBroken("none", code="none")
        return dice.choice(rows)

    def span(most: int) -> tuple[int, int]:
        first = dice.randint(1, most)
        return first, min(most, first + dice.randint(0, 12))

    verbs = {order: 6, print_: 6, receive: 4, close: 2, activate: 50, void: 20, reprint: 4}
    for _ in range(count):
        verb = dice.choices(list(verbs), list(verbs.values()))[0]
        try:
            verb()
            done[verb.__name__.strip("_")] += 1
        except RuleBroken as refusal:
            done[f"refused {refusal.code}"] += 1
        except OperationalError as trouble:
            done["deadlock" if "deadlock" in str(trouble) else "trouble"] += 1
    connection.close()
    return done


def _plant(fault: str) -> None:
    from txng.production.models import Lot
    from txng.stamps.actions import activate_ranges as verb

    module = sys.modules["txng.stamps.actions.activate_ranges"]
    assert verb is not module
    if fault == "exception":
        module.spoiled_among = lambda batch, ranges, low, high: 0  # type: ignore[attr-defined]
        return
    module._lot_in_hand = (  # type: ignore[attr-defined]
        lambda lot_id, batches: Lot.objects.select_related("product", "establishment").get(pk=lot_id)
    )
    counts = module.despite  # type: ignore[attr-defined]

    def slowly(*words: Any, **named: Any) -> Any:
        """On a slow machine the acts hardly meet between the counting and the writing."""
        found = counts(*words, **named)
        time.sleep(0.02)
        return found

    module.despite = slowly  # type: ignore[attr-defined]


def faults() -> tuple[list[str], int]:
    """Every counter told by the ledger, act after act, against what stands in the rows; and how many there are."""
    from txng.kernel.clock import today
    from txng.ledger.models import Entry
    from txng.production.models import Lot
    from txng.stamps.capacity import capacity_of, in_use
    from txng.stamps.custody import count_of
    from txng.stamps.models import CodeBatch, PrintOrder

    wrong: list[str] = []
    told: dict[int, dict[int, str]] = {}
    for entry in Entry.objects.filter(kind__in=("stamps.codes:activated", "stamps.codes:voided")).order_by("id"):
        said = entry.after or {}
        for part in said.get("runs") or [said]:
            known = told.setdefault(part["batch_id"], {})
            numbers = range(part["first"], part["last"] + 1)
            if entry.kind == "stamps.codes:voided":
                known |= dict.fromkeys(numbers, VOID)
                continue
            fresh = [number for number in numbers if number not in known]
            known |= dict.fromkeys(fresh, ACTIVE)
            if len(fresh) != part["quantity"]:
                wrong.append(f"{part['quantity']} told as activated, {len(fresh)} were")
    total = 0
    for batch in CodeBatch.objects.order_by("id"):
        found: dict[int, str] = {}
        single = set(batch.exceptions.values_list("counter", flat=True))
        every = 0
        for one in batch.ranges.order_by("first"):
            for counter in range(one.first, one.last + 1):
                every += 1
                state = VOID if counter in single or one.state == "void" else one.state
                if state in (VOID, "activated"):
                    found[counter - batch.first + 1] = VOID if state == VOID else ACTIVE
        total += every
        if every != batch.quantity:
            wrong.append(f"{batch.number}: {every} counters of {batch.quantity} stand in a range")
        if found != told.get(batch.pk, {}):
            wrong.append(f"{batch.number}: the ledger tells of other stamps than the rows")
    for order in PrintOrder.objects.select_related("batch"):
        count = count_of(order)
        if count.activated + count.voided + count.left != count.ordered:
            wrong.append(f"{order.number}: the count does not add up")
    for lot in Lot.objects.select_related("product", "site"):
        packs = capacity_of(lot, today()).packs
        if packs is None or in_use(lot) > packs:
            wrong.append(f"lot {lot.number}: {in_use(lot)} active stamps, {packs} packs")
    starts = list(CodeBatch.objects.order_by("key_version", "tweak", "first").values_list("tweak", "first", "quantity"))
    for (tweak, first, quantity), (other, following, _more) in pairwise(starts):
        if tweak == other and first + quantity > following:
            wrong.append("two batches share a serial")
    return wrong, total


def main() -> None:
    import django

    django.setup()
    from django.db import connection

    from tests import make
    from tests.cast import build_organisations, build_people

    workers, acts, fault = int(sys.argv[1]), int(sys.argv[2]), "".join(sys.argv[3:])
    organisations = build_organisations()
    build_people(organisations)
    product = make.product(organisations.lanh)
    for _ in range(LOTS):
        make.lot(product, complete=True, quantity=120)  # 82 boxes each
    make.batch(product, quantity=60)
    connection.close()
    with get_context("fork").Pool(workers) as pool:
        done = sum(pool.starmap(run, [(seed, acts, fault) for seed in range(workers)]), Counter[str]())
    wrong, total = faults()
    wrong += [f"{done[name]} × {name}" for name in ("deadlock", "trouble") if done[name]]
    print(json.dumps({"done": done, "faults": wrong, "counters": total}))


if __name__ == "__main__":
    main()
