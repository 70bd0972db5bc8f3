"""From the names of parameters to conditions; a name nobody knows is refused, never passed over."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from txng.access.actors import Actor
from txng.gs1.epcis import names
from txng.trace.eventquery import conditions, extensions, masterdata, sensors, things, values
from txng.trace.eventquery.conditions import OPERATORS, Condition
from txng.trace.eventquery.faults import WrongParameter
from txng.trace.models import Namespace

MOST_PARAMETERS = 100
SHAPE = ("orderBy", "orderDirection", "eventCountLimit", "maxEventCount")
_UNIT = r"(?:_(?P<unit>[A-Za-z0-9]{1,3}))?"
_QUANTITY = re.compile(rf"(?P<operator>EQ|GT|GE|LT|LE)_quantity{_UNIT}")
_SENSOR = re.compile(rf"(?P<operator>EQ|GT|GE|LT|LE)_(?P<member>{'|'.join(sensors.NUMBERS)}){_UNIT}")
_TYPED = re.compile(r"EQ_(?P<which>bizTransaction|source|destination)_(?P<kind>.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Query:
    conditions: tuple[Condition, ...] = ()
    order_by: str = ""  # eventTime, recordTime or the qualified name of an extension
    ascending: bool = False
    limit: int | None = None  # so many and no more
    most: int | None = None  # more than so many is refused
    prefixes: Mapping[str, str] | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """The things the question names one by one."""
        return tuple(dict.fromkeys(key for condition in self.conditions for key in condition.named))


def known_names() -> dict[str, str]:
    """prefix → namespace, for who reads parameters: those of the standard, and those senders have brought."""
    return dict(Namespace.objects.values_list("prefix", "uri")) | names.CONTEXT_PREFIXES


def read_query(parameters: Mapping[str, Any], *, actor: Actor, context: Any = None) -> Query:
    """`parameters`: name → list of values, or one value. `context` declares prefixes of its own (named queries)."""
    if len(parameters) > MOST_PARAMETERS:
        raise WrongParameter("query", f"at most {MOST_PARAMETERS} parameters")
    known = known_names()
    if context is not None:
        known = names.context_of(context, known)
    found: list[Condition] = []
    shape: dict[str, list[Any]] = {}
    for name, given in parameters.items():
        listed = given if isinstance(given, list) else [given]
        if name in SHAPE:
            shape[name] = listed
        elif (condition := _condition(name, listed, known, actor)) is not None:
            found.append(condition)
    return Query(tuple(found), prefixes=known, **_shape(shape, known))


def _condition(name: str, given: list[Any], known: Mapping[str, str], actor: Actor) -> Condition | None:
    if build := conditions.SIMPLE.get(name) or sensors.SENSORS.get(name):
        return build(name, given)
    if name in things.MATCH:
        return things.match(name, given)
    if name in masterdata.WITHIN:
        return masterdata.within(name, given, actor)
    if asked := _QUANTITY.fullmatch(name):
        return conditions.quantity(name, given, OPERATORS[asked["operator"]], asked["unit"])
    if asked := _SENSOR.fullmatch(name):
        return sensors.number(name, given, OPERATORS[asked["operator"]], asked["member"], asked["unit"])
    if masterdata.NAME.fullmatch(name):
        return masterdata.attribute(name, given, known, actor)
    if asked := _TYPED.fullmatch(name):
        return conditions.typed(name, given, asked["which"], asked["kind"])
    return extensions.build(name, given, known)


def _shape(given: dict[str, list[Any]], known: Mapping[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "orderBy" in given:
        found["order_by"] = order = values.text("orderBy", values.one("orderBy", given["orderBy"]))
        if order not in ("eventTime", "recordTime"):
            extensions.qualified("orderBy", order, known)
    if "orderDirection" in given:
        direction = values.one("orderDirection", given["orderDirection"])
        if direction not in ("ASC", "DESC"):
            raise WrongParameter("orderDirection", "ASC or DESC")
        found["ascending"] = direction == "ASC"
    if "eventCountLimit" in given and "maxEventCount" in given:
        raise WrongParameter("eventCountLimit", "not together with maxEventCount")
    if "eventCountLimit" in given:
        if "orderBy" not in given:
            raise WrongParameter("eventCountLimit", "needs orderBy")
        found["limit"] = values.count("eventCountLimit", given["eventCountLimit"])
    if "maxEventCount" in given:
        found["most"] = values.count("maxEventCount", given["maxEventCount"])
    return found
