"""Inside the site's environment: what a batch costs in rows, and orders of several processes at once.

Prints JSON: rows of a batch of 10 and of 10,000,000; codes ordered; how many of them two orders were given.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from typing import Any

import django
from django.db import connection, transaction

TABLES = ("stamps_codebatch", "stamps_coderange", "stamps_codeexception", "resolver_codestate")
ORDER = 7  # codes of one of the orders at once


def main(allocators: int, orders: int, spoil: str) -> None:
    django.setup()
    from txng.stamps.models import CodeBatch

    if spoil == "alone":
        # What the counter and the constraint keep from happening.
        with _owner() as owner:
            owner.execute("ALTER TABLE stamps_codebatch DROP CONSTRAINT batches_never_share_a_counter")
            owner.execute("ALTER TABLE resolver_codestate DROP CONSTRAINT a_code_has_one_state")
    rows = []
    for quantity in (10, 10_000_000):
        before = _rows()
        _batch(quantity)
        rows.append(_rows() - before)
    last = CodeBatch.objects.order_by("-id").values_list("id", flat=True)[0]
    words = [sys.executable, "-m", "tests.bench.codes_inside", "order", str(orders), spoil]
    workers = [subprocess.Popen(words) for _ in range(allocators)]
    failed = [worker.wait() for worker in workers]
    assert not any(failed), failed
    made = CodeBatch.objects.filter(id__gt=last)
    ranges = sorted(made.values_list("key_version", "tweak", "first", "quantity"))
    given = [(v, t, n) for v, t, first, quantity in ranges for n in range(first, first + quantity)]
    assert len(given) == allocators * orders * ORDER, len(given)
    print(json.dumps({"rows": rows, "codes": len(given), "doubles": len(given) - len(set(given))}))


def order(orders: int, spoil: str) -> None:
    django.setup()
    if spoil == "alone":
        module: Any = importlib.import_module("txng.stamps.batches")
        module.next_value = _as_if_alone
    for _ in range(orders):
        _batch(ORDER)


def _batch(quantity: int) -> Any:
    """As an order makes it, approved by the rule: request, order, codes."""
    from txng.access.actors import system
    from txng.catalogue.models import Product
    from txng.kernel.clock import now
    from txng.kernel.codes import next_number
    from txng.stamps.actions.issue_codes import make_codes
    from txng.stamps.batches import Make, make_batch
    from txng.stamps.models import PrintOrder

    who, at = system(), now()
    product = Product.objects.filter(code_batches__isnull=False).order_by("id")[0]
    with transaction.atomic():
        batch = make_batch(product, quantity, Make(), None, actor=who, at=at)
        asked = PrintOrder(
            number=next_number("LI", at),
            establishment=product.establishment,
            batch=batch,
            state=PrintOrder.State.APPROVED,
            ordered_at=at,
            ordered_by=who.label,
        )
        asked.stand_with(product)
        asked.save()
        make_codes(asked, at=at, who=who)
    return batch


def _rows() -> int:
    with connection.cursor() as cursor:
        counts = [f"(SELECT count(*) FROM {table})" for table in TABLES]
        cursor.execute(f"SELECT {' + '.join(counts)}")
        return int(cursor.fetchone()[0])


def _as_if_alone(series: str, year: int, *, step: int = 1) -> int:
    """The mistake: look for the last counter, add, and hope that nobody else does the same at this moment."""
    import time

    from txng.stamps.models import CodeBatch

    _, version, tweak = series.split(":")
    found = CodeBatch.objects.filter(key_version=version, tweak=tweak).order_by("-first").first()
    time.sleep(0.002)
    return (found.first + found.quantity if found else 0) + step


def _owner() -> Any:
    import os

    import psycopg

    return psycopg.connect(os.environ["TXNG_DATABASE_OWNER"], autocommit=True)


if __name__ == "__main__":
    if sys.argv[1] == "order":
        order(int(sys.argv[2]), sys.argv[3])
    else:
        main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
