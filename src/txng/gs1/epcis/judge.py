"""One event, layer by layer: the same road for events that came as JSON and as XML."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from txng.gs1.epcis import identifiers, normal, rules, schema, values
from txng.gs1.epcis.faults import Fault, Limits, Source, errors
from txng.gs1.epcis.fields import QUANTITY_LISTS
from txng.gs1.epcis.model import Event

# Stands in for a word the vocabulary layer has to judge while the schema, which would refuse it wholesale, is asked.
_STAND_IN = "urn:x-txng:word"


def sweep(value: Any, deepest: int, where: list[Any] | None = None) -> tuple[str, str, list[Any]] | None:
    """What must not reach any later step: bottomless nesting, endless numbers, characters no database stores."""
    if type(value) is str:
        if "\0" in value:
            return "character", "the character U+0000 is not allowed", where or []
        return None
    if type(value) is dict:
        if deepest <= 0:
            return "depth", "the document is nested too deeply", []
        for key, inner in value.items():
            if "\0" in key:
                return "character", "the character U+0000 is not allowed", []
            if found := sweep(inner, deepest - 1):
                return found[0], found[1], [key, *found[2]]
    elif type(value) is list:
        if deepest <= 0:
            return "depth", "the document is nested too deeply", []
        for number, inner in enumerate(value):
            if found := sweep(inner, deepest - 1):
                return found[0], found[1], [number, *found[2]]
    elif (type(value) is int or type(value) is Decimal) and not values.is_reasonable(value):
        return "number", "this number has more digits than any real one", []
    return None


def judge(
    sent: Any,
    *,
    known: Mapping[str, str],
    prefixes: Mapping[str, str],
    path: str,
    source: Source,
    limits: Limits,
    is_open: bool = False,
    at: Callable[[list[Any]], str] | None = None,
    warnings: list[Fault] | None = None,
    plain: frozenset[str] = frozenset(),
) -> Event | list[Fault]:
    """The event, or why not.

    `is_open`: keys already carry their namespace (XML); `at` makes paths of tokens; `plain`: keys of extensions
    that need no prefix where they stood (the innermost wrapper of 1.2).
    """
    where = at or (lambda tokens: path + schema.pointer(tokens))
    most = limits.faults_per_event
    if not isinstance(sent, dict):
        return [Fault("schema", path, "type", "an event must be an object")]
    if found := sweep(sent, limits.depth):
        return [Fault("syntax", where(found[2][:8]), found[0], found[1])]
    faults = list(warnings or ())
    rules.respell(sent)
    shown = sent
    if strange := rules.unknown_words(sent):
        for tokens, value, _ in strange:
            fault = Fault(
                "vocabulary", where(tokens), "unknown_word", f"“{value[:80]}” is not a word of GS1's vocabulary"
            )
            # Kept and flagged: CBV 1.2 had words that 2.0 dropped, and newer lists have more (standards.md 1.8).
            faults.append(fault.as_warning())
        shown = copy.deepcopy(sent)
        for number, (_, _, put) in enumerate(rules.unknown_words(shown)):
            put(f"{_STAND_IN}:{number}")
    seen = schema.event_faults(_closed(shown, plain) if is_open else shown, "", source, most)
    faults += [
        Fault(fault.layer, where(_tokens(fault.path)), fault.code, fault.message, fault.severity) for fault in seen
    ]
    if bad := errors(faults):
        return bad[:most]
    tree = sent if is_open else normal.open_event(sent, known)
    if late := rules.time_faults(tree, where):
        return late[:most]
    faults += rules.model_faults(tree, where, source)
    faults += identifiers.faults(tree, where, source)
    if bad := errors(faults):
        return bad[:most]
    return Event(tree, prefixes, path, tuple(faults))


def _tokens(pointer: str) -> list[Any]:
    return [
        int(token) if token.isdigit() else token.replace("~1", "/").replace("~0", "~")
        for token in pointer.split("/")[1:]
    ]


def _closed(tree: Mapping[str, Any], plain: frozenset[str]) -> dict[str, Any]:
    """An open tree as the schema wants to see one: some prefix before every extension, at every level it looks at."""
    out = {f"x:{key}" if key in plain else _key(key): value for key, value in tree.items()}
    for name in ("ilmd", "errorDeclaration", "readPoint", "bizLocation"):
        if isinstance(value := out.get(name), dict):
            out[name] = {_key(key): inner for key, inner in value.items()}
    for name in QUANTITY_LISTS:
        if isinstance(parts := out.get(name), list):
            out[name] = [{_key(key): inner for key, inner in part.items()} for part in parts]
    if isinstance(elements := out.get("sensorElementList"), list):
        out["sensorElementList"] = [_closed_sensor(element) for element in elements]
    return out


def _closed_sensor(element: Any) -> Any:
    if not isinstance(element, dict):
        return element
    out = {_key(key): value for key, value in element.items()}
    if isinstance(metadata := out.get("sensorMetadata"), dict):
        out["sensorMetadata"] = {_key(key): value for key, value in metadata.items()}
    if isinstance(reports := out.get("sensorReport"), list):
        out["sensorReport"] = [
            {_key(key): value for key, value in report.items()} if isinstance(report, dict) else report
            for report in reports
        ]
    return out


def _key(key: str) -> str:
    return "x:" + key[1:].partition("}")[2] if key.startswith("{") and not key.startswith("{}") else key
