"""What was told of some things themselves, for many at once: the short form of their supply chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from django.db import connection

from txng.trace.graph.walking import TOLD, Told, texts


class History(NamedTuple):
    events: list[Told]  # oldest first
    more: bool


# One statement and no choice for the planner: the things by their index, each event by its number. What the
# establishment itself has declared wrong is no history.
_HISTORY = f"""
SELECT asked.key, {", ".join(f"found.{name}" for name in TOLD)}
FROM unnest(%s::text[], %s::bigint[]) AS asked(key, owner) CROSS JOIN LATERAL (
  SELECT DISTINCT ON (thing.event_time, thing.event_id) event.*
  FROM trace_eventidentifier thing CROSS JOIN LATERAL (
    SELECT {", ".join(TOLD)} FROM trace_capturedevent
    WHERE id = thing.event_id AND establishment_id = asked.owner AND declared_at IS NULL OFFSET 0
  ) event
  WHERE thing.key = asked.key AND NOT EXISTS (
    SELECT FROM trace_capturedevent said WHERE said.event_id = event.event_id AND said.declared_at IS NOT NULL
    AND said.establishment_id = asked.owner OFFSET 0
  )
  ORDER BY thing.event_time, thing.event_id LIMIT %s
) found
"""


def histories(things: Mapping[str, int], *, most: int) -> dict[str, History]:
    """By identifier; `things` says whose events count: those of the establishment answering for it, and no other's.

    What somebody else says of a lot is theirs to show: a public page would lend it the maker's name.
    """
    found: dict[str, list[Told]] = defaultdict(list)
    owners = "{" + ",".join(map(str, things.values())) + "}"
    with connection.cursor() as cursor:
        cursor.execute(_HISTORY, [texts(things), owners, most + 1])
        for key, *told in cursor.fetchall():
            found[key].append(Told._make(told))
    return {key: History(_sorted(events)[:most], len(events) > most) for key, events in found.items()}


def _sorted(events: Iterable[Told]) -> list[Told]:
    return sorted(events, key=lambda event: (event.time, event.id))
