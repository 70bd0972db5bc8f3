"""Several processes that move the same goods at the same moment, and what they leave behind.

`python -m tests.production.stock.many WORKERS ACTS [FAULT]` on an empty database of the environment prints JSON: what
was done, what is wrong, and what the piles weigh against what they should.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import timedelta
from decimal import Decimal
from typing import Any

from tests.production.stock import acts


def prepare(establishment: Any, by: Any, neighbour: Any) -> None:
    """Places and goods to quarrel about, and a neighbour who gives and takes."""
    from tests import make
    from txng.kernel.clock import now, today
    from txng.production import actions

    sites = [make.site(establishment, f"{acts.NAMED} {n}", kind="warehouse" if n else "plot") for n in range(3)]
    product, opened = make.product(establishment), today() - timedelta(days=40)
    lots = [make.lot(product, site=sites[0], opened_on=opened) for _ in range(acts.ORIGINS)]
    make.lot(make.product(neighbour), site=make.site(neighbour, "Sạp ông Khải", kind="shop"), opened_on=opened)
    actions.write_diary(
        actor=by, lot_id=lots[0].pk, activity="harvest", done_on=today() - timedelta(days=20), quantity=Decimal(400),
        quantity_unit="kg", at=now(),
    )  # fmt: skip
    sack = actions.add_material(actor=by, kind="fertiliser", name="Phân hữu cơ vi sinh", unit="kg", at=now())
    actions.add_material(actor=by, kind="fertiliser", name="Phân lân nung chảy", unit="kg", at=now())
    actions.receive_material(
        actor=by, material_id=sack.pk, site_id=sites[1].pk, quantity=Decimal(300), unit="kg",
        received_on=today() - timedelta(days=20), partner_name="Đại lý Ba Hưng", supplier_lot="HC-0826", at=now(),
    )  # fmt: skip


def let_go(
    environment: dict[str, str], *, workers: int, count: int, fault: str = "", only: str = "all"
) -> dict[str, int]:
    """Workers in processes of their own; what they did, together."""
    words = [sys.executable, "-m", "tests.production.stock.acts", str(workers), str(count), only]
    done = subprocess.run(
        [*words, *([fault] if fault else [])], env=environment, capture_output=True, text=True, timeout=1500
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def main() -> None:
    import django

    django.setup()
    from tests.cast import build_organisations, build_people
    from tests.production.stock import balances
    from txng.accounts.acting import actor_of

    organisations = build_organisations()
    prepare(organisations.lanh, actor_of(build_people(organisations)["lanh"]), organisations.khai)
    workers, count, *fault = sys.argv[1:]
    done = let_go(dict(os.environ), workers=int(workers), count=int(count), fault="".join(fault))
    weighed = balances.weights()
    print(
        json.dumps(
            {
                "done": done,
                "faults": [*balances.faults(), *([f"deadlocks: {n}"] if (n := done.get(acts.DEADLOCK)) else [])],
                "there": str(weighed["there"]),
                "should": str(weighed["should"]),
                "lines": weighed["lines"],
            }
        )
    )


if __name__ == "__main__":
    main()
