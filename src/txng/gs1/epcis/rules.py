"""What the schema cannot see: sense inside one event, words of the vocabulary, times that are real."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from txng.gs1.epcis import cbv, values
from txng.gs1.epcis.faults import Fault, Source
from txng.gs1.epcis.fields import QUANTITY_LISTS, SENSOR_TIMES

# TCR-53: said once for all reports, or in each report; both would leave open which of the two holds.
_ONCE = ("deviceID", "deviceMetadata", "rawData", "dataProcessingMethod", "time")
_LISTS = (("bizTransactionList", "bizTransaction"), ("sourceList", "source"), ("destinationList", "destination"))
_SENSOR_WORDS = ("type", "exception", "component")


def respell(tree: dict[str, Any]) -> None:
    """CBV words bare, in place; tolerant of any shape, because the schema has not been asked yet."""
    for name in ("bizStep", "disposition"):
        if isinstance(value := tree.get(name), str) and ":" in value:
            tree[name] = _bare(name, value)
    for list_name, name in _LISTS:
        if isinstance(parts := tree.get(list_name), list):
            for part in parts:
                if isinstance(part, dict) and isinstance(value := part.get("type"), str) and ":" in value:
                    part["type"] = _bare(cbv.FIELDS[name], value)
    if isinstance(persistent := tree.get("persistentDisposition"), dict):
        for name, words in persistent.items():
            if isinstance(words, list):
                persistent[name] = [_bare("disposition", w) if isinstance(w, str) else w for w in words]
    if isinstance(declared := tree.get("errorDeclaration"), dict) and isinstance(value := declared.get("reason"), str):
        declared["reason"] = _bare("errorReason", value)
    if "sensorElementList" in tree:
        for report in _reports(tree):
            for name in _SENSOR_WORDS:
                if isinstance(value := report.get(name), str) and ":" in value:
                    report[name] = _bare(cbv.FIELDS[name], value)


def _bare(kind: str, value: str) -> str:
    return cbv.bare(kind, cbv.resolve(value, {}))


def _reports(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    elements = tree.get("sensorElementList")
    for element in elements if isinstance(elements, list) else ():
        reports = element.get("sensorReport") if isinstance(element, dict) else None
        for report in reports if isinstance(reports, list) else ():
            if isinstance(report, dict):
                yield report


def words(tree: dict[str, Any]) -> Iterator[tuple[list[Any], str, str, Callable[[str], None]]]:
    """CBV words that are not bare: where, list of the vocabulary, value, and how to put another one there."""
    for name in ("bizStep", "disposition"):
        if isinstance(value := tree.get(name), str) and ":" in value:
            yield [name], name, value, _setter(tree, name)
    for list_name, name in _LISTS:
        parts = tree.get(list_name)
        for number, part in enumerate(parts if isinstance(parts, list) else ()):
            if isinstance(part, dict) and isinstance(value := part.get("type"), str) and ":" in value:
                yield [list_name, number, "type"], cbv.FIELDS[name], value, _setter(part, "type")
    if isinstance(persistent := tree.get("persistentDisposition"), dict):
        for name, found in persistent.items():
            for number, value in enumerate(found if isinstance(found, list) else ()):
                if isinstance(value, str) and ":" in value:
                    yield ["persistentDisposition", name, number], "disposition", value, _setter(found, number)
    if (
        isinstance(declared := tree.get("errorDeclaration"), dict)
        and isinstance(value := declared.get("reason"), str)
        and ":" in value
    ):
        yield ["errorDeclaration", "reason"], "errorReason", value, _setter(declared, "reason")


def _setter(holder: Any, key: Any) -> Callable[[str], None]:
    def put(value: str) -> None:
        holder[key] = value

    return put


def unknown_words(tree: dict[str, Any]) -> list[tuple[list[Any], str, Callable[[str], None]]]:
    """Words that use GS1's own name space and are not GS1's."""
    return [(where, value, put) for where, kind, value, put in words(tree) if cbv.is_unknown(kind, value)]


def model_faults(tree: dict[str, Any], at: Callable[[list[Any]], str], source: Source) -> list[Fault]:
    """Rules of standards.md 1.4. The tree has passed the schema, but for what the source forgives."""
    found: list[Fault] = []

    def say(where: list[Any], code: str, message: str, deviation: str = "") -> None:
        found.append(source.judge(Fault("model", at(where), code, message), deviation))

    kind = tree["type"]
    if kind == "AggregationEvent" and tree.get("action") in ("ADD", "DELETE") and "parentID" not in tree:
        say(["parentID"], "parent", "putting into or taking out of a parent needs the parentID", "aggregation_parent")
    for name in QUANTITY_LISTS:
        for number, part in enumerate(tree.get(name, ())):
            amount = part.get("quantity")
            if isinstance(amount, (int, Decimal)) and amount < 0:
                say([name, number, "quantity"], "quantity", "a quantity cannot be less than nothing")
    event_time = values.order(tree["eventTime"])
    for place, element in enumerate(tree.get("sensorElementList", ())):
        metadata = element.get("sensorMetadata", {})
        base = ["sensorElementList", place]
        for name in SENSOR_TIMES:
            if name in metadata and values.order(metadata[name]) > event_time:
                say(
                    [*base, "sensorMetadata", name],
                    "sensor_time",
                    "the measurement is later than the event",
                    "sensor_time",
                )
        ends = "startTime" in metadata and "endTime" in metadata
        if ends and values.order(metadata["startTime"]) > values.order(metadata["endTime"]):
            say([*base, "sensorMetadata", "endTime"], "sensor_time", "the measurement ends before it starts")
        for number, report in enumerate(element.get("sensorReport", ())):
            for name in _ONCE:
                if name in metadata and name in report:
                    say(
                        [*base, "sensorReport", number, name],
                        "sensor_twice",
                        f"“{name}” stands in the metadata and in the report",
                        "sensor_twice",
                    )
            if "time" in report and values.order(report["time"]) > event_time:
                say(
                    [*base, "sensorReport", number, "time"],
                    "sensor_time",
                    "the measurement is later than the event",
                    "sensor_time",
                )
    return found


def time_faults(tree: dict[str, Any], at: Callable[[list[Any]], str]) -> list[Fault]:
    """Times of the right form that no calendar or clock knows (30 February, 24:00, an offset of 20 hours)."""
    places: list[tuple[list[Any], Any]] = [([name], tree[name]) for name in ("eventTime", "recordTime") if name in tree]
    if "errorDeclaration" in tree:
        places.append((["errorDeclaration", "declarationTime"], tree["errorDeclaration"].get("declarationTime")))
    for place, element in enumerate(tree.get("sensorElementList", ())):
        metadata = element.get("sensorMetadata", {})
        base = ["sensorElementList", place]
        places += [([*base, "sensorMetadata", name], metadata[name]) for name in SENSOR_TIMES if name in metadata]
        for number, report in enumerate(element.get("sensorReport", ())):
            if "time" in report:
                places.append(([*base, "sensorReport", number, "time"], report["time"]))
    return [
        Fault("schema", at(where), "time", f"“{str(value)[:60]}” is not a date and time with a zone")
        for where, value in places
        if not values.is_time(value)
    ]
