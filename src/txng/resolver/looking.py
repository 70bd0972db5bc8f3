"""From sightings to the officers' desk: the copy rule as the page applies it, and an alarm where it fires."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from txng.access.actors import system
from txng.kernel.clock import local_date
from txng.oversight.actions import SeenOften
from txng.oversight.raising import raise_alarms
from txng.provinces.copy_rules import copy_rule
from txng.resolver.copying import suspicion
from txng.resolver.models import SeenCode

AT_ONCE = 500
Key = tuple[int, int, int]  # tweak, key version, counter

# Codes that open a page of their own today; a voided or a not yet used one has nothing to be looked at.
_OPENED = """
SELECT seen.tweak, seen.key_version, seen.counter, seen.days, seen.provinces, seen.last_at, card.lot_id,
       card.payload->'product'->>'keeps'
  FROM unnest(%(tweaks)s::bigint[], %(versions)s::int[], %(counters)s::bigint[]) AS asked(tweak, version, counter)
  JOIN resolver_seencode seen ON seen.tweak = asked.tweak AND seen.key_version = asked.version
       AND seen.counter = asked.counter
  JOIN resolver_codestate state ON state.tweak = asked.tweak AND state.key_version = asked.version
       AND int8range(state.first, state.last, '[]') @> asked.counter
  JOIN resolver_card card ON card.id = state.card_id
 WHERE state.state IN ('activated', 'consumed') AND NOT asked.counter = ANY(state.void_counters)
"""


def look(codes: Iterable[Key], *, at: datetime) -> int:
    """How many codes came onto the desk that were not there."""
    opened = 0
    wanted = sorted(set(codes))
    for first in range(0, len(wanted), AT_ONCE):
        hits = list(_fired(wanted[first : first + AT_ONCE], at))
        if hits:
            opened += len(raise_alarms(actor=system(), seen=hits, at=at))
    return opened


def look_at_recent(*, at: datetime) -> int:
    """Codes seen within the last day, whatever was said about them when they were seen.

    No index serves this: one on the day of the last scan would be written with every scan. One reading an hour is
    cheaper.
    """
    found = SeenCode.objects.filter(
        last_at__gte=at - timedelta(hours=25), days__len__gte=copy_rule(local_date(at)).sessions
    )
    return look(found.values_list("tweak", "key_version", "counter"), at=at)


def _fired(codes: Iterable[Key], at: datetime) -> Iterator[SeenOften]:
    day = local_date(at)
    rule = copy_rule(day)
    asked = list(zip(*codes, strict=True))
    with connection.cursor() as cursor:
        cursor.execute(_OPENED, dict(zip(("tweaks", "versions", "counters"), map(list, asked), strict=True)))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    for tweak, version, counter, days, provinces, last_at, lot_id, keeps in rows:
        found = suspicion(days, provinces, keeps=keeps or "", rule=rule, today=day)
        if found is not None:
            yield SeenOften(
                tweak=tweak,
                key_version=version,
                counter=counter,
                lot_id=lot_id,
                sessions=found.sessions,
                places=found.places,
                since=found.since,
                last_at=last_at,
            )
