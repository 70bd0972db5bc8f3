"""Between a sender's tree and the normal form, and between keys with prefixes and keys with namespaces."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from txng.gs1.epcis import identifiers, names, values
from txng.gs1.epcis.fields import (
    EPC_LISTS,
    FIELDS,
    INSIDE,
    QUANTITY,
    QUANTITY_LISTS,
    SENSOR_ELEMENT,
    SENSOR_IDENTIFIERS,
    SENSOR_METADATA,
    SENSOR_NUMBERS,
    SENSOR_REPORT,
    SENSOR_TIMES,
    STANDARD,
)
from txng.gs1.epcis.model import Event, Identifiers

_STANDARD = STANDARD | {"@context"}
_METADATA = frozenset(SENSOR_METADATA)
_REPORT = frozenset(SENSOR_REPORT)


# --- reading: prefix → namespace ------------------------------------------------------------------------------------


def open_event(sent: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    """The tree of a JSON event, extension keys expanded; `known` are the prefixes declared around and in it."""
    tree: dict[str, Any] = {}
    for key, value in sent.items():
        if key == "@context":
            continue
        if key == "type" and ":" in value:  # an event type of somebody else; its prefix does not outlive the context
            prefix, _, local = value.partition(":")
            tree[key] = known[prefix] + local if prefix in known and not local.startswith("//") else value
            continue
        if key not in _STANDARD:
            tree[names.expand(key, known)] = _open(value, known)
        elif key in INSIDE and isinstance(value, dict):
            tree[key] = _open_beside(value, INSIDE[key], known)
        elif key == "ilmd":
            tree[key] = _open(value, known)
        elif key == "sensorElementList":
            tree[key] = [_open_sensor(part, known) for part in value]
        elif key in QUANTITY_LISTS:
            tree[key] = [part if part.keys() <= QUANTITY else _open_beside(part, QUANTITY, known) for part in value]
        else:
            tree[key] = value
    return tree


def _open_beside(value: Mapping[str, Any], standard: frozenset[str], known: Mapping[str, str]) -> dict[str, Any]:
    return {
        key if key in standard else names.expand(key, known): inner if key in standard else _open(inner, known)
        for key, inner in value.items()
    }


def _open_sensor(part: Mapping[str, Any], known: Mapping[str, str]) -> dict[str, Any]:
    found = _open_beside(part, SENSOR_ELEMENT, known)
    if "sensorMetadata" in found:
        found["sensorMetadata"] = _open_beside(found["sensorMetadata"], _METADATA, known)
    if "sensorReport" in found:
        found["sensorReport"] = [_open_beside(report, _REPORT, known) for report in found["sensorReport"]]
    return found


def _open(value: Any, known: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        if "@context" in value:
            known = names.context_of(value["@context"], known)
        return {names.expand(key, known): _open(inner, known) for key, inner in value.items() if key != "@context"}
    if isinstance(value, list):
        return [_open(inner, known) for inner in value]
    return value


def revive(stored: Mapping[str, Any]) -> Event:
    stored = _exact(stored)
    known = names.context_of(stored.get("@context", {}), names.CONTEXT_PREFIXES)
    prefixes = {namespace: prefix for prefix, namespace in names.context_of(stored.get("@context", {})).items()}
    return Event(open_event(stored, known), prefixes)


def _exact(value: Any) -> Any:
    """Binary floats of a careless JSON reader as the decimals they were written as."""
    if isinstance(value, Mapping):
        return {key: _exact(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_exact(inner) for inner in value]
    return Decimal(repr(value)) if isinstance(value, float) else value


# --- writing: namespace → prefix ------------------------------------------------------------------------------------


class Rendering:
    """How one event is written: which prefix a namespace gets and which form an identifier takes."""

    __slots__ = ("chosen", "identifier", "sent", "untyped")

    def __init__(
        self,
        event: Event,
        identifier: Identifiers | Callable[[str], str],
        wished: Mapping[str, str] | None,
        untyped: bool,
    ) -> None:
        self.untyped = untyped
        self.chosen = names.prefixes_for(names.namespaces_in(event.tree), wished)
        self.sent = identifier == "sent"
        if callable(identifier):
            self.identifier = identifier
        else:
            self.identifier = _verbatim if self.sent else identifiers.canonical

    def context(self) -> dict[str, str]:
        """What has to be declared beside GS1's own context."""
        return {
            prefix: names.one_namespace(namespace)
            for namespace, prefix in self.chosen.items()
            if prefix not in names.CONTEXT_PREFIXES
        }

    def key(self, key: str) -> str:
        if not key.startswith("{"):
            return key
        namespace, local = names.parts(key)
        return f"{self.chosen[namespace]}:{local}" if namespace else local

    def free(self, value: Any) -> Any:
        """An extension value. A list of one says what its item says, and lists hold no lists: as XML has it."""
        if isinstance(value, dict):
            return self.beside(value, frozenset())
        if isinstance(value, list):
            if self.sent:
                return [self.free(inner) for inner in value]
            flat = [self.free(inner) for inner in names.flat(value)]
            return flat[0] if len(flat) == 1 else flat
        if self.untyped and isinstance(value, (bool, int, Decimal)):
            return ("true" if value else "false") if isinstance(value, bool) else values.number_text(value)
        return self.number(value) if isinstance(value, Decimal) else value

    def beside(self, value: Mapping[str, Any], standard: tuple[str, ...] | frozenset[str]) -> dict[str, Any]:
        return {
            self.key(key): self.free(inner)
            for key, inner in sorted(value.items())
            if key not in standard and (self.sent or names.says_something(inner))
        }

    def number(self, value: int | Decimal) -> int | Decimal:
        return value if self.sent else values.one_number(value)

    def time(self, value: str) -> str:
        return value if self.sent else values.utc_text(value)


def _verbatim(uri: str) -> str:
    return uri


def render(
    event: Event,
    identifier: Identifiers | Callable[[str], str],
    wished: Mapping[str, str] | None,
    untyped: bool = False,
) -> dict[str, Any]:
    as_ = Rendering(event, identifier, wished, untyped)
    tree = event.tree
    out: dict[str, Any] = {}
    if context := as_.context():
        out["@context"] = context
    for name in FIELDS:
        if name in tree:
            value = _field(name, tree[name], as_)
            if as_.sent or value not in ([], {}) or (name == "epcList" and _needs_empty_list(tree)):
                out[name] = value
    out |= as_.beside(tree, _STANDARD)
    return out


def _needs_empty_list(tree: Mapping[str, Any]) -> bool:
    """Whether only the empty epcList of an event says that something was observed."""
    if tree["type"] not in ("ObjectEvent", "TransactionEvent") or tree.get("quantityList"):
        return False
    if tree["type"] == "TransactionEvent":
        return tree.get("action") != "DELETE"
    return not (tree.get("sensorElementList") and tree.get("readPoint"))


def _field(name: str, value: Any, as_: Rendering) -> Any:
    if name in ("eventTime", "recordTime"):
        return as_.time(value)
    if name in EPC_LISTS:
        return _epcs(value, as_)
    if name in QUANTITY_LISTS:
        return [_quantity(part, as_) for part in value]
    if name in ("parentID", "transformationID"):
        return as_.identifier(value)
    if name in ("readPoint", "bizLocation"):
        return {"id": as_.identifier(value["id"]), **as_.beside(value, INSIDE[name])}
    if name in ("bizTransactionList", "sourceList", "destinationList"):
        return [
            {
                key: as_.identifier(inner) if key != "type" else inner
                for key, inner in sorted(part.items(), reverse=True)
            }
            for part in value
        ]
    if name == "sensorElementList":
        return [_sensor(part, as_) for part in value]
    if name == "ilmd":
        return as_.free(value)
    if name == "errorDeclaration":
        found = {"declarationTime": as_.time(value["declarationTime"])}
        found |= {
            key: value[key] for key in ("reason", "correctiveEventIDs") if value.get(key) or (key in value and as_.sent)
        }
        return found | as_.beside(value, INSIDE[name])
    if name == "certificationInfo":
        return value[0] if isinstance(value, list) and len(value) == 1 and not as_.sent else value
    return value


def _epcs(value: list[str], as_: Rendering) -> list[str]:
    """One thing sent in two spellings stays in two spellings: a list of the standard names nothing twice."""
    shown = [as_.identifier(epc) for epc in value]
    if len(set(shown)) == len(shown):
        return shown
    seen: set[str] = set()
    for number, epc in enumerate(shown):
        if epc in seen:
            shown[number] = value[number]
        seen.add(epc)
    return shown


def _quantity(part: Mapping[str, Any], as_: Rendering) -> dict[str, Any]:
    found: dict[str, Any] = {"epcClass": as_.identifier(part["epcClass"])}
    if "quantity" in part:
        found["quantity"] = as_.number(part["quantity"])
    if "uom" in part:
        found["uom"] = part["uom"]
    return found | as_.beside(part, QUANTITY)


def _sensor(part: Mapping[str, Any], as_: Rendering) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if part.get("sensorMetadata"):
        found["sensorMetadata"] = _sensor_part(part["sensorMetadata"], SENSOR_METADATA, as_)
    found["sensorReport"] = [_sensor_part(report, SENSOR_REPORT, as_) for report in part.get("sensorReport", ())]
    return found | as_.beside(part, SENSOR_ELEMENT)


def _sensor_part(part: Mapping[str, Any], order: tuple[str, ...], as_: Rendering) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in order:
        if name not in part:
            continue
        value = part[name]
        if name in SENSOR_TIMES:
            value = as_.time(value)
        elif name in SENSOR_IDENTIFIERS:
            value = as_.identifier(value)
        elif name in SENSOR_NUMBERS:
            value = as_.number(value)
        found[name] = value
    return found | as_.beside(part, order)
