"""What was told of some things themselves, for many at once: the short form of their supply chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection

from txng.trace.graph.walking import Told, told_of
from txng.trace.models import CapturedEvent


class History(NamedTuple):
    events: list[Told]  # oldest first
    more: bool


def histories(things: Mapping[str, int], *, most: int) -> dict[str, History]:
    """By identifier; `things` says whose events count: those of the establishment answering for it, and no other's.

    What somebody else says of a lot is theirs to show: a public page would lend it the maker's name.
    """
    numbers: dict[int, list[str]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT asked.key, found.event_id FROM unnest(%s::text[], %s::bigint[]) AS asked(key, owner) "
            "CROSS JOIN LATERAL (SELECT DISTINCT thing.event_id, thing.event_time FROM trace_eventidentifier thing "
            "JOIN trace_capturedevent event ON event.id = thing.event_id AND event.establishment_id = asked.owner "
            "WHERE thing.key = asked.key ORDER BY thing.event_time, thing.event_id LIMIT %s) found",
            [list(things), list(things.values()), most + 1],
        )
        for key, number in cursor.fetchall():
            numbers[number].append(key)
    found: dict[str, list[Told]] = defaultdict(list)
    for number, event in told_of(CapturedEvent.objects.all(), set(numbers)).items():
        for key in numbers[number]:
            found[key].append(event)
    return {key: History(_sorted(events)[:most], len(events) > most) for key, events in found.items()}


def _sorted(events: Iterable[Told]) -> list[Told]:
    return sorted(events, key=lambda event: (event.time, event.id))
