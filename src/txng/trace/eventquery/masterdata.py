"""WD_ (a place and everything below it), HASATTR_ and EQ_ATTR_ (what master data says of a place, a class, a party).

Master data is its sender's word: a caller asks that of senders whose events it may see whole, and no other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet

from txng.access.actors import Actor
from txng.gs1.epcis import masterdata
from txng.gs1.epcis.identifiers import canonical, identity
from txng.trace.eventquery import extensions, values
from txng.trace.eventquery.conditions import BODY, Condition, E
from txng.trace.eventquery.faults import TooComplex, WrongParameter
from txng.trace.models import MasterData
from txng.trace.numbers import CLASS_ROLES, INSTANCE_ROLES
from txng.trace.queries import granted, reach

MOST = 10_000  # identifiers one parameter may stand for
WITHIN = {"WD_readPoint": ("read_point", "readPoint"), "WD_bizLocation": ("biz_location", "bizLocation")}
NAME = re.compile(r"(?P<what>HASATTR|EQ_?ATTR)_(?P<rest>.+)", re.DOTALL)
_COLUMNS = {
    "readPoint": "read_point", "bizLocation": "biz_location", "bizStep": "biz_step", "disposition": "disposition",
}  # fmt: skip
_THINGS = {
    "epc": INSTANCE_ROLES, "epcList": (2,), "childEPCs": (3,), "parentID": (1,), "inputEPCList": (4,),
    "outputEPCList": (5,), "epcClass": CLASS_ROLES, "quantityList": (6,), "childQuantityList": (7,),
    "inputQuantityList": (8,), "outputQuantityList": (9,),
}  # fmt: skip
_LISTS = {
    "source": ("sourceList", "source"), "sourceList": ("sourceList", "source"),
    "destination": ("destinationList", "destination"), "destinationList": ("destinationList", "destination"),
    "bizTransaction": ("bizTransactionList", "bizTransaction"),
    "bizTransactionList": ("bizTransactionList", "bizTransaction"),
}  # fmt: skip


def heard_by(actor: Actor) -> QuerySet[MasterData]:
    return MasterData.objects.filter(reach(actor) | granted(actor))


def within(name: str, given: list[Any], actor: Actor) -> Condition:
    column, field = WITHIN[name]
    found = {identity(uri) for uri in values.uris(name, given)}
    fresh = found
    while fresh:
        # The children one sender names may be parents in another's words; a circle ends by itself.
        lists = heard_by(actor).filter(key__in=fresh).values_list("children", flat=True)
        fresh = {child for children in lists for child in children} - found
        found |= fresh
        if len(found) > MOST:
            raise TooComplex(f"{name}: more than {MOST} places lie below")
    return Condition(f"{E}.{column} = ANY(%s)", (sorted(found),), field)


def attribute(name: str, given: list[Any], prefixes: Mapping[str, str], actor: Actor) -> Condition:
    asked = NAME.fullmatch(name)
    if asked is None:
        raise WrongParameter(name, "no such parameter")
    if asked["what"] == "HASATTR":
        field, wanted = asked["rest"], [[{"id": _full(word, prefixes)}] for word in values.texts(name, given)]
    else:
        field, _, word = asked["rest"].partition("_")
        if not word:
            raise WrongParameter(name, "a field and the name of an attribute")
        full = _full(word, prefixes)
        wanted = [[{"id": full, "attribute": value}] for value in _both(values.texts(name, given))]
    told = Q()
    for one in wanted:
        told |= Q(attributes__contains=one)
    keys = list(heard_by(actor).filter(told).order_by().values_list("key", flat=True).distinct()[: MOST + 1])
    if len(keys) > MOST:
        raise TooComplex(f"{name}: more than {MOST} identifiers have it")
    return _about(name, field, keys, prefixes)


def _full(word: str, prefixes: Mapping[str, str]) -> str:
    return masterdata.full(word, prefixes)


def _both(words: list[str]) -> list[Any]:
    """JSON may have said 5 where XML could only say "5"."""
    found: list[Any] = list(words)
    for word in words:
        try:
            number = json.loads(word)
        except ValueError:
            continue
        if isinstance(number, (int, bool)) or (isinstance(number, float) and abs(number) < 1e300):
            found.append(number)
    return found


def _about(name: str, field: str, keys: list[str], prefixes: Mapping[str, str]) -> Condition:
    if field in _COLUMNS:
        return Condition(f"{E}.{_COLUMNS[field]} = ANY(%s)", (keys,), field)
    if field in _THINGS:
        sql = f"{E}.id IN (SELECT i.event_id FROM trace_eventidentifier i WHERE i.role = ANY(%s) AND i.key = ANY(%s))"
        # Whoever asks by an attribute does not hold the things in hand.
        return Condition(sql, (list(_THINGS[field]), keys), "pattern")
    if field in _LISTS:
        list_name, member = _LISTS[field]
        shown = sorted({*keys, *map(canonical, keys)})
        test = f"EXISTS (SELECT 1 FROM jsonb_path_query({BODY}, '$.{list_name}[*]') r WHERE r ->> '{member}' = ANY(%s))"
        return Condition(test, (shown,), list_name)
    if ":" in field:
        namespace, local = extensions.qualified(name, field, prefixes)
        source, found = extensions.elements(namespace, local, "$", inner=False)
        return Condition(f"EXISTS (SELECT 1 FROM {source} WHERE e #>> '{{}}' = ANY(%s))", (*found, keys), "extension")
    raise WrongParameter(name, f"“{field[:40]}” is no field with master data")
