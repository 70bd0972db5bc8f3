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


_HISTORY = f"SELECT key, {', '.join(TOLD)} FROM trace_history(%s::text[], %s::bigint[], %s)"


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
