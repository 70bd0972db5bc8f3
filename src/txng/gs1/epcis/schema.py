"""The schema layer: the EPCIS 2.0 JSON Schema, one event at a time, its findings in plain sentences.

The event's own sub-schema is chosen by `type` first. Asked about a whole document the official schema answers a
cascade of `anyOf` in which the one wrong field drowns (gs1/EPCIS #298), and one bad event would condemn the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema_rs import Draft7Validator, ValidationError

from txng.gs1.epcis import values
from txng.gs1.epcis.faults import Fault, Source
from txng.gs1.epcis.fields import EVENT_TYPES, STANDARD

_HUGE = 2_000
_CODES = {
    "required": "missing",
    "enum": "unknown_word",
    "const": "unknown_word",
    "type": "type",
    "format": "format",
    "pattern": "format",
    "additionalProperties": "unknown_field",
    "propertyNames": "unknown_field",
    "minItems": "empty",
    "uniqueItems": "repeated",
    "anyOf": "unknown_word",
}
_TYPES = {"string": "text", "number": "a number", "array": "a list", "object": "an object", "boolean": "true or false"}
_WHAT = {
    "ObjectEvent": "an ObjectEvent needs an epcList, a quantityList, or a sensorElementList with a readPoint",
    "AggregationEvent": "an AggregationEvent needs childEPCs or a childQuantityList unless its action is DELETE",
    "TransactionEvent": "a TransactionEvent needs an epcList or a quantityList unless its action is DELETE",
    "TransformationEvent": "a TransformationEvent needs inputs and outputs, or a transformationID with one of them",
    "AssociationEvent": "an AssociationEvent needs childEPCs or a childQuantityList unless its action is DELETE",
}


@cache
def _definitions() -> dict[str, Any]:
    text = (Path(__file__).parent / "data" / "epcis-2.0-derived.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)["definitions"]
    return found


@cache
def _validator(name: str) -> Draft7Validator:
    definitions = _definitions()
    if name.startswith("epcis"):
        # The envelope alone: events are judged one by one.
        definitions = definitions | {"eventList": {"type": "array"}}
    schema = {"$schema": "http://json-schema.org/draft-07/schema#", "$ref": f"#/definitions/{name}"}
    return Draft7Validator(schema | {"definitions": definitions}, validate_formats=True)


def warm() -> None:
    """Compile now what the first document would otherwise pay for."""
    for name in (*EVENT_TYPES, "Extended-Event", "epcisDocument", "epcisQueryDocument"):
        _validator(name)


def pointer(tokens: list[Any]) -> str:
    return "".join("/" + str(token).replace("~", "~0").replace("/", "~1") for token in tokens)


def event_faults(event: Mapping[str, Any], path: str, source: Source, most: int) -> list[Fault]:
    """What the schema finds in one event; no more than `most` of it, the deepest cause of each cascade only."""
    name = event.get("type")
    if not isinstance(name, str):
        return [Fault("schema", path + "/type", "missing", "an event needs a type")]
    if name not in EVENT_TYPES:
        if ":" not in name:
            return [Fault("schema", path + "/type", "unknown_word", f"“{_short(name)}” is not a type of event")]
        name = "Extended-Event"
    validator = _validator(name)
    if validator.is_valid(event):
        return []
    found: list[Fault] = []
    late: list[Fault] = []
    for error in _errors(validator, event):
        tokens = list(error.instance_path)
        if error.kind.name == "anyOf" and not tokens:
            fault = _whole(name, error)
            if fault is not None:
                late.append(Fault("schema", path + fault[0], fault[1], fault[2]))
            continue
        fault_, deviation = _translate(error, tokens, path)
        if deviation == "persistent_disposition" and not _is_disposition(event.get("persistentDisposition")):
            deviation = ""  # nobody else looks at its form where it does not belong
        if fault_ not in found:
            found.append(source.judge(fault_, deviation))
        if len(found) >= most:
            break
    return found or late


def _is_disposition(value: object) -> bool:
    return isinstance(value, dict) and value.keys() <= {"set", "unset"} and all(map(_is_words, value.values()))


def _is_words(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(one, str) for one in value)


def envelope_faults(document: Mapping[str, Any], kind: str, most: int) -> list[Fault]:
    validator = _validator("epcisDocument" if kind == "EPCISDocument" else "epcisQueryDocument")
    found: list[Fault] = []
    for error in _errors(validator, document):
        fault, _ = _translate(error, list(error.instance_path), "")
        found.append(fault)
        if len(found) >= most:
            break
    return found


def _errors(validator: Draft7Validator, instance: Mapping[str, Any]) -> Iterable[ValidationError]:
    """What is wrong with something of ordinary size; of something huge only the first.

    Each finding carries a copy of what it is about: two hundred thousand unknown fields would be forty billion.
    """
    if not _is_huge(instance):
        return validator.iter_errors(instance)
    try:
        validator.validate(instance)
    except ValidationError as first:
        return [first]
    return []


def _is_huge(instance: Any) -> bool:
    left = _HUGE
    waiting = [instance]
    while waiting and left > 0:
        one = waiting.pop()
        if isinstance(one, (dict, list)):
            left -= len(one)
            waiting.extend(one.values() if isinstance(one, dict) else one)
    return left <= 0


def _whole(name: str, error: ValidationError) -> tuple[str, str, str] | None:
    """The two rules about the event as a whole that the schema writes as choices."""
    instance: Any = error.instance
    if name == "ObjectEvent" and list(error.schema_path)[-2:-1] == [3]:
        if "ilmd" in instance and instance.get("action") in ("OBSERVE", "DELETE"):
            return "/ilmd", "ilmd", "ilmd belongs to an ObjectEvent with action ADD or to a TransformationEvent"
        return None
    return "", "nothing", _WHAT.get(name, "the event says nothing")


def _translate(error: ValidationError, tokens: list[Any], path: str) -> tuple[Fault, str]:
    kind = error.kind
    name = kind.name
    code = _CODES.get(name, "invalid")
    where = path + pointer(tokens)
    last = tokens[-1] if tokens else ""
    deviation = ""
    shown = _short(error.instance) if isinstance(error.instance, str) else ""
    if name == "required":
        missing = str(getattr(kind, "property", "")) or error.message.split('"')[1]
        where, message = f"{where}/{missing}", f"“{missing}” is missing"
        if missing == "type" and len(tokens) > 1 and tokens[-2] == "sensorReport":
            deviation = "sensor_type"
    elif name == "propertyNames":
        field_name = str(error.instance) if isinstance(error.instance, str) else error.message.split('"')[1]
        where = f"{where}{pointer([field_name])}"
        message = f"“{_short(field_name)}” is no field here; extensions need a prefix"
        if not tokens:
            # A field of another type of event is no extension: nobody has looked at its form.
            deviation = "persistent_disposition" if field_name == "persistentDisposition" else "plain_extension"
            if field_name in STANDARD and field_name != "persistentDisposition":
                deviation = ""
        elif tokens == ["ilmd"]:
            deviation = "plain_ilmd"
    elif name == "additionalProperties":
        extra = [str(key) for key in getattr(kind, "unexpected", [])]
        where = f"{where}{pointer(extra[:1])}"
        message = f"“{_short(', '.join(extra))}” is no field here"
        if tokens and str(tokens[0]).endswith("uantityList") and all(":" in key for key in extra):
            deviation = "quantity_extension"
    elif name in ("enum", "const"):
        message = f"“{shown}” is not one of the allowed words"
    elif name == "anyOf":
        message = f"“{shown}” is neither a word of the vocabulary nor a URI of your own"
        if isinstance(error.instance, (dict, list)):
            code, message = "invalid", f"“{last}” has the wrong form"
        elif last in ("type", "exception", "component") and "sensorReport" in tokens:
            deviation = "sensor_words"
    elif name == "type":
        wanted = getattr(kind, "types", None) or [error.message.rsplit('"', 2)[-2]]
        message = f"this must be {' or '.join(_TYPES.get(str(one), str(one)) for one in wanted)}"
    elif name == "format":
        form = str(getattr(kind, "format", ""))
        message = f"“{shown}” is not a date and time with a zone" if form == "date-time" else f"“{shown}” is not a URI"
        code = "time" if form == "date-time" else "uri"
        deviation = "blank_node" if shown.startswith("_:") else "not_uri"
        if code == "time":
            deviation = "short_time" if values.is_time(shown) else ""
    elif name == "pattern":
        message = f"“{shown}” does not have the form wanted here"
    elif name == "minItems":
        message = f"“{last}” must not be empty"
    elif name == "uniqueItems":
        message, deviation = f"“{last}” names the same thing twice", "repeated"
    else:
        message = f"“{last}” is not valid here"
    return Fault("schema", where, code, message), deviation


def _short(text: object) -> str:
    shown = str(text)
    return shown if len(shown) <= 80 else shown[:77] + "…"
