"""Conditions over sensorElementList: metadata and reports, numbers with their units."""

from __future__ import annotations

from typing import Any

from txng.gs1.epcis import cbv
from txng.gs1.epcis.identifiers import canonical
from txng.trace.eventquery import units, values
from txng.trace.eventquery.conditions import BODY, Build, Condition

FIELD = "sensorElementList"
_METADATA, _REPORT = "$.sensorElementList[*].sensorMetadata", "$.sensorElementList[*].sensorReport[*]"
NUMBERS = ("value", "minValue", "maxValue", "meanValue", "sDev", "percValue", "percRank")


def _some(paths: tuple[str, ...], test: str, *found: Any) -> Condition:
    """Some part `r` at one of these paths passes the test."""
    tests = [f"EXISTS (SELECT 1 FROM jsonb_path_query({BODY}, '{path}') r WHERE {test})" for path in paths]
    return Condition("(" + " OR ".join(tests) + ")", tuple(found) * len(paths), FIELD)


def exists(name: str, given: list[Any]) -> Condition | None:
    return Condition(f"{BODY} ? '{FIELD}'", (), FIELD) if values.truth(name, given) else None


def _texts(member: str, *paths: str) -> Build:
    def build(name: str, given: list[Any]) -> Condition:
        found = values.texts(name, given)
        if member == "type":
            found = [cbv.bare("sensorMeasurementType", word) for word in found]
        elif member in ("deviceID", "dataProcessingMethod", "bizRules"):
            found = list({*found, *map(canonical, found)})
        return _some(paths, f"r ->> '{member}' = ANY(%s)", found)

    return build


def _boolean(name: str, given: list[Any]) -> Condition:
    return _some((_REPORT,), "r ->> 'booleanValue' = %s", "true" if values.truth(name, given) else "false")


def _time(member: str, sign: str, *paths: str) -> Build:
    def build(name: str, given: list[Any]) -> Condition:
        return _some(paths, f"trace_moment(r ->> '{member}') {sign} %s", values.time(name, given))

    return build


def number(name: str, given: list[Any], sign: str, member: str, unit: str | None) -> Condition:
    asked = values.numbers(name, given) if sign == "=" else [values.number(name, values.one(name, given))]
    amount = f"trace_number(r -> '{member}')"
    tests: list[str] = []
    found: list[Any] = []
    for value in asked:
        if unit is None:
            tests.append(f"{amount} {sign} %s::numeric")
            found.append(str(value))
            continue
        for other, there in units.same(value, unit):
            tests.append(f"(coalesce(r ->> 'uom', '') = %s AND {amount} {sign} %s::numeric)")
            found += [other, str(there)]
    return _some((_REPORT,), " OR ".join(tests), *found)


SENSORS: dict[str, Build] = {
    "EXISTS_sensorElementList": exists,
    "EQ_type": _texts("type", _REPORT),
    "EQ_deviceID": _texts("deviceID", _METADATA, _REPORT),
    "EQ_dataProcessingMethod": _texts("dataProcessingMethod", _METADATA, _REPORT),
    "EQ_bizRules": _texts("bizRules", _METADATA, _REPORT),
    "EQ_microorganism": _texts("microorganism", _REPORT),
    "EQ_chemicalSubstance": _texts("chemicalSubstance", _REPORT),
    "EQ_stringValue": _texts("stringValue", _REPORT),
    "EQ_hexBinaryValue": _texts("hexBinaryValue", _REPORT),
    "EQ_uriValue": _texts("uriValue", _REPORT),
    "EQ_booleanValue": _boolean,
    "GE_time": _time("time", ">=", _METADATA, _REPORT),
    "LT_time": _time("time", "<", _METADATA, _REPORT),
    "GE_startTime": _time("startTime", ">=", _METADATA),
    "LT_startTime": _time("startTime", "<", _METADATA),
    "GE_endTime": _time("endTime", ">=", _METADATA),
    "LT_endTime": _time("endTime", "<", _METADATA),
}
