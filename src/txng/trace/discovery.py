"""What the six collections of the interface list: values of events the caller sees whole, and nothing of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F
from django.db.models.fields.json import KT

from txng.access.actors import Actor
from txng.trace.eventquery import Query, matching, read_query, visible
from txng.trace.eventquery.faults import WrongParameter
from txng.trace.eventquery.running import limited
from txng.trace.eventquery.things import EVERYWHERE
from txng.trace.eventquery.things import matching as about
from txng.trace.models import EventIdentifier
from txng.trace.numbers import INSTANCE_ROLES, TYPE_WORDS


def _of_column(column: str) -> Callable[[Actor, str, int], list[str]]:
    def values(actor: Actor, after: str, count: int) -> list[str]:
        rows = visible(actor, Query()).exclude(**{column: ""}).filter(**{f"{column}__gt": after})
        return list(rows.order_by(column).values_list(column, flat=True).distinct()[:count])

    return values


def _things(actor: Actor, after: str, count: int) -> list[str]:
    seen = visible(actor, Query()).values("id")
    found = EventIdentifier.objects.filter(role__in=INSTANCE_ROLES, key__gt=after, event_id__in=seen)
    return list(found.order_by("key").values_list("key", flat=True).distinct()[:count])


def _types(actor: Actor, after: str, count: int) -> list[str]:
    seen = visible(actor, Query())
    numbers = seen.exclude(type=0).values_list("type", flat=True).distinct()
    found = {TYPE_WORDS[number] for number in numbers}
    others = seen.filter(type=0).annotate(named=KT("body__type")).values_list(F("named"), flat=True).distinct()
    return sorted(name for name in {*found, *others} if name > after)[:count]


@dataclass(frozen=True, slots=True)
class Collection:
    parameter: str  # the one the address stands for
    members: Callable[[Actor, str, int], list[str]]


COLLECTIONS: dict[str, Collection] = {
    "eventTypes": Collection("eventType", _types),
    "epcs": Collection("MATCH_anyEPC", _things),
    "bizSteps": Collection("EQ_bizStep", _of_column("biz_step")),
    "bizLocations": Collection("EQ_bizLocation", _of_column("biz_location")),
    "readPoints": Collection("EQ_readPoint", _of_column("read_point")),
    "dispositions": Collection("EQ_disposition", _of_column("disposition")),
}


def members(name: str, actor: Actor, after: str, count: int) -> list[str]:
    with limited():
        return COLLECTIONS[name].members(actor, after, count)


def item(name: str, value: str, actor: Actor) -> Query | None:
    """The question the address of one member asks; None where it is no value of that collection."""
    try:
        if name == "epcs":
            # A lot is asked for under /epcs as well: no other collection has it.
            return Query((about("epcs", [value], EVERYWHERE),))
        return read_query({COLLECTIONS[name].parameter: [value]}, actor=actor)
    except WrongParameter:
        return None


def is_known(query: Query, actor: Actor) -> bool:
    with limited():
        return matching(actor, query).exists()
