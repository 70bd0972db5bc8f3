"""Conditions over the columns and the lists of an event that the standard names."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from txng.gs1.epcis import cbv
from txng.gs1.epcis.identifiers import canonical, identity
from txng.trace.eventquery import units, values
from txng.trace.eventquery.faults import WrongParameter
from txng.trace.numbers import ACTIONS, CLASS_ROLES, ROLES, TYPES

E = "trace_capturedevent"
BODY = f"{E}.body"
OPERATORS = {"EQ": "=", "GT": ">", "GE": ">=", "LT": "<", "LE": "<="}


@dataclass(frozen=True, slots=True)
class Condition:
    """SQL over one event. `field` is whose right it takes (redaction.TABLE); `named` the things it names exactly."""

    sql: str
    values: tuple[Any, ...]
    field: str
    named: tuple[str, ...] = ()


Build = Callable[[str, list[Any]], Condition | None]


def _column(column: str, field: str, kind: str) -> Build:
    def words(name: str, given: list[Any]) -> Condition:
        found = [cbv.bare(kind, word) for word in values.texts(name, given)]
        for word in found:
            if ":" not in word and word not in cbv.WORDS[kind]:
                raise WrongParameter(name, f"“{word[:80]}” is no word of the vocabulary")
        return Condition(f"{E}.{column} = ANY(%s)", (found,), field)

    return words


def _place(column: str, field: str) -> Build:
    def places(name: str, given: list[Any]) -> Condition:
        return Condition(f"{E}.{column} = ANY(%s)", ([identity(uri) for uri in values.uris(name, given)],), field)

    return places


def _time(column: str, field: str, sign: str) -> Build:
    def moment(name: str, given: list[Any]) -> Condition:
        return Condition(f"{E}.{column} {sign} %s", (values.time(name, given),), field)

    return moment


def event_types(name: str, given: list[Any]) -> Condition:
    known, others = [], []
    for word in values.texts(name, given):
        bare = word.removeprefix("https://ref.gs1.org/epcis/").removeprefix("epcis:")
        if bare in TYPES:
            known.append(TYPES[bare])
        elif ":" in word:
            others.append(word)
        else:
            raise WrongParameter(name, f"“{word[:80]}” is no event type")
    return Condition(f"({E}.type = ANY(%s) OR ({E}.type = 0 AND {BODY} ->> 'type' = ANY(%s)))", (known, others), "type")


def actions(name: str, given: list[Any]) -> Condition:
    found = values.texts(name, given)
    for word in found:
        if word not in ACTIONS:
            raise WrongParameter(name, f"one of {', '.join(ACTIONS)}")
    return Condition(f"{E}.action = ANY(%s)", ([ACTIONS[word] for word in found],), "action")


def event_ids(name: str, given: list[Any]) -> Condition:
    return Condition(f"{E}.event_id = ANY(%s)", (values.texts(name, given),), "eventID")


def transformation_ids(name: str, given: list[Any]) -> Condition:
    keys = [identity(uri) for uri in values.texts(name, given)]
    return Condition(
        f"{E}.id IN (SELECT i.event_id FROM trace_eventidentifier i WHERE i.role = %s AND i.key = ANY(%s))",
        (ROLES["transformationID"], keys),
        "transformationID",
    )


def _persistent(which: str) -> Build:
    def dispositions(name: str, given: list[Any]) -> Condition:
        found = [cbv.bare("disposition", word) for word in values.texts(name, given)]
        return Condition(
            f"{BODY} -> 'persistentDisposition' -> '{which}' ?| %s::text[]", (found,), "persistentDisposition"
        )

    return dispositions


def error_exists(name: str, given: list[Any]) -> Condition | None:
    return Condition(f"{E}.declared_at IS NOT NULL", (), "errorDeclaration") if values.truth(name, given) else None


def error_reasons(name: str, given: list[Any]) -> Condition:
    found = [cbv.bare("errorReason", word) for word in values.texts(name, given)]
    return Condition(f"{BODY} -> 'errorDeclaration' ->> 'reason' = ANY(%s)", (found,), "errorDeclaration")


def corrective_ids(name: str, given: list[Any]) -> Condition:
    return Condition(
        f"{BODY} -> 'errorDeclaration' -> 'correctiveEventIDs' ?| %s::text[]", (values.texts(name, given),), "eventID"
    )


def quantity(name: str, given: list[Any], sign: str, unit: str | None) -> Condition:
    """Without a unit the amount in whatever unit it was sent, as EPCIS 1 meant it; with one, also its relatives."""
    tests: list[str] = []
    found: list[Any] = [list(CLASS_ROLES)]
    for value in values.numbers(name, given) if sign == "=" else [values.number(name, values.one(name, given))]:
        if unit is None:
            tests.append(f"i.quantity {sign} %s::numeric")
            found.append(str(value))
            continue
        for other, amount in units.same(value, unit):
            tests.append(f"(i.uom = %s AND i.quantity {sign} %s::numeric)")
            found += [other, str(amount)]
    return Condition(
        f"{E}.id IN (SELECT i.event_id FROM trace_eventidentifier i WHERE i.role = ANY(%s) AND ({' OR '.join(tests)}))",
        tuple(found),
        "quantity",
    )


_TYPED = {
    "bizTransaction": ("bizTransactionList", "bizTransactionType"),
    "source": ("sourceList", "sourceDestType"),
    "destination": ("destinationList", "sourceDestType"),
}


def typed(name: str, given: list[Any], which: str, kind: str) -> Condition:
    """`EQ_bizTransaction_po`: the type stands in the name of the parameter."""
    field, words = _TYPED[which]
    word = cbv.bare(words, values.text(name, kind))
    if ":" not in word and word not in cbv.WORDS[words]:
        raise WrongParameter(name, f"“{word[:80]}” is no type of {field}")
    parts = [json.dumps([{"type": word, which: canonical(uri)}]) for uri in values.texts(name, given)]
    return Condition(f"{BODY} -> '{field}' @> ANY(%s::jsonb[])", (parts,), field)


SIMPLE: dict[str, Build] = {
    "eventType": event_types,
    "GE_eventTime": _time("event_time", "eventTime", ">="),
    "LT_eventTime": _time("event_time", "eventTime", "<"),
    "GE_recordTime": _time("record_time", "recordTime", ">="),
    "LT_recordTime": _time("record_time", "recordTime", "<"),
    "EQ_action": actions,
    "EQ_bizStep": _column("biz_step", "bizStep", "bizStep"),
    "EQ_disposition": _column("disposition", "disposition", "disposition"),
    "EQ_persistentDisposition_set": _persistent("set"),
    "EQ_persistentDisposition_unset": _persistent("unset"),
    "EQ_readPoint": _place("read_point", "readPoint"),
    "EQ_bizLocation": _place("biz_location", "bizLocation"),
    "EQ_eventID": event_ids,
    "EQ_transformationID": transformation_ids,
    "EXISTS_errorDeclaration": error_exists,
    "GE_errorDeclarationTime": _time("declared_at", "errorDeclaration", ">="),
    "LT_errorDeclarationTime": _time("declared_at", "errorDeclaration", "<"),
    # The query schema and the OpenAPI file spell them differently (standards.md 2.8).
    "GE_errorDeclaration_Time": _time("declared_at", "errorDeclaration", ">="),
    "LT_errorDeclaration_Time": _time("declared_at", "errorDeclaration", "<"),
    "EQ_errorReason": error_reasons,
    "EQ_correctiveEventID": corrective_ids,
}
