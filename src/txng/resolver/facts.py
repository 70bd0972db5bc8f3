"""What is known about a scanned code, in one SELECT (architecture 3.9). No ORM relation, no back office."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection

from txng.resolver.codes import Code

# int8range(first, last) is the expression of the exclusion constraint, so its index finds the range at once.
_BY_CODE = """
SELECT asked.tweak, asked.version, asked.counter, state.state, asked.counter = ANY(state.void_counters),
       state.voided_on, state.voided_by_operator, state.product_id, state.establishment_id,
       card.key, card.payload, card.lot_id, card.rebuilt_at, state.stamp_class
  FROM unnest(%(tweaks)s::bigint[], %(versions)s::int[], %(counters)s::bigint[])
       WITH ORDINALITY AS asked(tweak, version, counter, place)
  JOIN resolver_codestate state ON state.tweak = asked.tweak AND state.key_version = asked.version
       AND int8range(state.first, state.last, '[]') @> asked.counter
  LEFT JOIN resolver_card card ON card.id = state.card_id
 ORDER BY asked.place
 LIMIT 1
"""

_BY_PATH = """
SELECT key, payload, product_id, lot_id, establishment_id, rebuilt_at
  FROM resolver_card WHERE path = %(path)s OR other_path = %(path)s
 LIMIT 1
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The row read, and nothing decided."""

    level: str = ""  # item, lot, product; "" when we hold no such code
    code: Code | None = None
    state: str = ""
    voided: bool = False
    voided_on: date | None = None
    voided_by_operator: bool = False
    stamp_class: str = ""  # open, scratch
    product_id: int | None = None
    lot_id: int | None = None
    establishment_id: int | None = None
    card_key: str = ""
    card: dict[str, Any] = field(default_factory=dict)
    rebuilt_at: datetime | None = None


NOTHING = Found()


def by_code(codes: Sequence[Code]) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(
            _BY_CODE,
            {
                "tweaks": [code.tweak for code in codes],
                "versions": [code.version for code in codes],
                "counters": [code.counter for code in codes],
            },
        )
        row = cursor.fetchone()
    if row is None:
        return NOTHING
    return Found(
        level="item",
        code=Code(*row[0:3]),
        state=row[3],
        voided=row[4] or row[3] == "void",
        voided_on=row[5],
        voided_by_operator=row[6],
        product_id=row[7],
        establishment_id=row[8],
        card_key=row[9] or "",
        card=payload_of(row[10]),
        lot_id=row[11],
        rebuilt_at=row[12],
        stamp_class=row[13],
    )


def by_path(path: str) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(_BY_PATH, {"path": path})
        row = cursor.fetchone()
    if row is None:
        return NOTHING
    return Found(
        level="product" if row[3] is None else "lot",
        card_key=row[0],
        card=payload_of(row[1]),
        product_id=row[2],
        lot_id=row[3],
        establishment_id=row[4],
        rebuilt_at=row[5],
    )


def payload_of(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found
