"""One person of two, in a process of their own, on the same material.

`python -m tests.production.uses.together use|receive hold|go [lock]` writes down a use of 3 lít, or a receipt of 5; with
`hold` it says “done” before the transaction ends and ends it when told. `many SEED [lock]` does twenty-five of both at random.
`lock` plants the fault a control looks for: the material is not locked.
"""

from __future__ import annotations

import random
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

NAME = "Dầu khoáng SK 99"


def _who() -> Any:
    from txng.accounts.acting import actor_of
    from txng.accounts.models import Membership

    return actor_of(Membership.objects.get(user__login="lanh"))


def _things() -> tuple[Any, Any, Any]:
    from txng.production.models import Lot, Material, Site

    return Lot.objects.order_by("id")[0], Material.objects.get(name=NAME), Site.objects.order_by("id")[0]


def use(quantity: int = 3, days: int = 5) -> None:
    from txng.kernel.clock import now, today
    from txng.production import actions
    from txng.production.uses import Used

    lot, material, _store = _things()
    used = Used(material_id=material.pk, quantity=Decimal(quantity), unit="lít")
    day = today() - timedelta(days=days)
    actions.write_diary(actor=_who(), lot_id=lot.pk, activity="spray", done_on=day, used=[used], at=now())


def receive(quantity: int = 5, days: int = 9) -> None:
    from txng.kernel.clock import now, today
    from txng.production import actions

    _lot, material, store = _things()
    actions.receive_material(
        actor=_who(), material_id=material.pk, site_id=store.pk, quantity=Decimal(quantity), unit="lít",
        received_on=today() - timedelta(days=days), partner_name="Đại lý Ba Hưng", at=now(),
    )  # fmt: skip


def many(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(25):
        dice.choice((use, use, receive))(dice.randint(1, 6), dice.randint(0, 20))


def forget_the_lock() -> None:
    from txng.production.actions import receive_material, taking

    for module in (sys.modules[receive_material.__module__], taking):
        module.lock_materials = lambda ids: None  # type: ignore[attr-defined]


def main() -> None:
    import django

    django.setup()
    from django.db import transaction

    from txng.project.subscriptions import connect

    connect()
    role, how, *fault = sys.argv[1:]
    if fault:
        forget_the_lock()
    if role == "many":
        many(int(how))
        return
    with transaction.atomic():
        {"use": use, "receive": receive}[role]()
        print("done", flush=True)
        if how == "hold":
            sys.stdin.readline()


if __name__ == "__main__":
    main()
