"""The event hash of CBV 8.9, both readings (standards.md 3; vectors in tests/conformance/epcis).

It says that two events have the same content, whoever wrote them in whatever syntax. It says nothing about the
sender, and it is no stable name across versions of the CBV: keep it together with its `ver`, which is part of it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

from txng.gs1.epcis import cbv, identifiers, names, values
from txng.gs1.epcis.fields import (
    EPC_LISTS,
    QUANTITY,
    QUANTITY_LISTS,
    SENSOR_ELEMENT,
    SENSOR_METADATA,
    SENSOR_REPORT,
    SENSOR_TIMES,
    STANDARD,
)
from txng.gs1.epcis.model import Event

Version = Literal["2.0", "2.1"]
# The canonical order. epcList before parentID follows the table of the standard; the 2025 tool had it reversed.
HASH_ORDER = (
    "eventTime",
    "eventTimeZoneOffset",
    "epcList",
    "parentID",
    "inputEPCList",
    "childEPCs",
    "quantityList",
    "childQuantityList",
    "inputQuantityList",
    "outputEPCList",
    "outputQuantityList",
    "action",
    "transformationID",
    "bizStep",
    "disposition",
    "persistentDisposition",
    "readPoint",
    "bizLocation",
    "bizTransactionList",
    "sourceList",
    "destinationList",
    "sensorElementList",
    "ilmd",
)
# The canonical table of CBV knows bizRules in the metadata only; in a report it is not hashed (vector 7 of
# SensorDataExamples.xml). `fingerprint` sees it.
_HASHED_REPORT = tuple(name for name in SENSOR_REPORT if name != "bizRules")
_COMMENT = "{http://www.w3.org/2000/01/rdf-schema#}comment"
_LISTS = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
_WORDS = {"type": "sensorMeasurementType", "exception": "sensorAlertType", "component": "component"}


def event_hash(event: Event, ver: Version = "2.0") -> str:
    """`ni:///sha-256;…?ver=CBV2.0` or `…?ver=CBV2.1`."""
    digest = hashlib.sha256(prehash(event, ver).encode("utf-8", "surrogatepass")).hexdigest()
    return f"ni:///sha-256;{digest}?ver=CBV{ver}"


def matches(event: Event, uri: str) -> bool | None:
    """Whether a hash that came as an event's ID is its hash; None where it is no such hash. Old tools differ."""
    if uri.startswith("ni:///sha-256;"):
        for ver in ("2.0", "2.1"):
            if uri.endswith(f"?ver=CBV{ver}"):
                return event_hash(event, ver) == uri
    return None


def fingerprint(event: Event) -> str:
    """Like the hash, but blind to the two spellings of one GS1 namespace and not blind to certificates.

    The CBV hash of an event differs between XML and JSON where `cbvmda` is used, because the tools write the
    namespace as it was sent. For “is this the same event again” that must not matter.
    """
    text = _prehash(event, "2.1", names.one_namespace, SENSOR_REPORT)
    text += "".join(f"certificationInfo={uri}" for uri in sorted(event.certification_info))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def prehash(event: Event, ver: Version = "2.0") -> str:
    """The text that is hashed; shown to people who want to know why two hashes differ."""
    if ver not in ("2.0", "2.1"):
        raise ValueError(f"no such version of the event hash: {ver}")
    return _prehash(event, ver, str)


def _prehash(event: Event, ver: Version, space: Callable[[str], str], report: tuple[str, ...] = _HASHED_REPORT) -> str:
    writer = _Writer(ver, space, report)
    tree = event.tree
    parts = [f"eventType={tree['type']}"]
    for name in HASH_ORDER:
        if name in tree:
            parts.append(writer.field(name, tree[name]))
    # In CBV 2.0 extensions inside fields move behind ilmd, each group under its parents' names.
    parts += writer.moved
    parts.append(writer.beside(tree, STANDARD))
    return "".join(parts)


class _Writer:
    def __init__(self, ver: Version, space: Callable[[str], str], report: tuple[str, ...]) -> None:
        self.stays = ver == "2.1"
        self.report = report
        self.space = space
        self.moved: list[str] = []

    def field(self, name: str, value: Any) -> str:
        if name == "eventTime":
            return f"eventTime={values.hash_text(value)}"
        if name in EPC_LISTS:
            return _group(name, [f"epc={_identity(epc.strip())}" for epc in value])
        if name in QUANTITY_LISTS:
            return _group(name, [_quantity(part) + self.beside(part, QUANTITY) for part in value])
        if name in ("parentID", "transformationID"):
            return f"{name}={_identity(value.strip())}"
        if name in ("bizStep", "disposition"):
            return f"{name}={cbv.web_uri(name, value.strip())}"
        if name == "persistentDisposition":
            return _group(name, [f"{key}={cbv.web_uri('disposition', w)}" for key, ws in value.items() for w in ws])
        if name in ("readPoint", "bizLocation"):
            return self.place(name, value)
        if name in _LISTS:
            return _group(name, [_typed(part, _LISTS[name]) for part in value])
        if name == "sensorElementList":
            return self.sensors(value)
        if name == "ilmd":
            inner = self.beside(value, frozenset())
            return f"ilmd{inner}" if inner else ""
        return f"{name}={_scalar(value)}"

    def place(self, name: str, value: Mapping[str, Any]) -> str:
        text = f"{name}id={_identity(value['id'].strip())}"
        inner = self.beside(value, frozenset({"id"}))
        if inner and not self.stays:
            self.moved.append(f"{name}{inner}")
            inner = ""
        return text + inner

    def sensors(self, elements: list[Any]) -> str:
        written, moved = [], []
        for element in elements:
            text, away = self.sensor(element)
            written.append(text)
            if away:
                moved.append(away)
        self.moved += sorted(moved)
        return ("sensorElementList" if self.stays and written else "") + "".join(sorted(written))

    def sensor(self, element: Mapping[str, Any]) -> tuple[str, str]:
        text, away = "sensorElement", ""
        if element.get("sensorMetadata"):
            metadata = element["sensorMetadata"]
            inner = self.beside(metadata, frozenset(SENSOR_METADATA))
            text += "sensorMetadata" + _attributes(metadata, SENSOR_METADATA) + (inner if self.stays else "")
            away += f"sensorMetadata{inner}" if inner else ""
        reports, moved = [], []
        for report in element.get("sensorReport", ()):
            inner = self.beside(report, frozenset(SENSOR_REPORT))
            reports.append("sensorReport" + _attributes(report, self.report) + (inner if self.stays else ""))
            if inner:
                moved.append(f"sensorReport{inner}")
        text += "".join(sorted(reports))
        away += "".join(sorted(moved))
        inner = self.beside(element, SENSOR_ELEMENT)
        text += inner if self.stays else ""
        away += inner
        return text, f"sensorElement{away}" if away and not self.stays else ""

    def beside(self, value: Mapping[str, Any], standard: frozenset[str]) -> str:
        """The extensions among the fields of something, sorted."""
        found: list[str] = []
        for key, inner in value.items():
            if key not in standard and key != _COMMENT:
                found += self.free(key, inner)
        return "".join(sorted(found))

    def free(self, key: str, value: Any) -> list[str]:
        namespace, local = names.parts(key)
        name = f"{{{self.space(namespace)}}}{local}" if namespace else local
        if isinstance(value, list):
            return [text for inner in value for text in self.free(key, inner)]
        if isinstance(value, dict):
            return [name + self.beside(value, frozenset())]
        return [f"{name}={_scalar(value)}"]


def _identity(uri: str) -> str:
    # The published hashes leave the apostrophe alone, although a Digital Link must escape it.
    return identifiers.identity(uri).replace("%27", "'")


def _group(name: str, children: list[str]) -> str:
    return name + "".join(sorted(children)) if children else ""


def _quantity(part: Mapping[str, Any]) -> str:
    text = f"quantityElementepcClass={_identity(part['epcClass'].strip())}"
    for name in ("quantity", "uom"):
        if name in part:
            text += f"{name}={_scalar(part[name])}"
    return text


def _typed(part: Mapping[str, Any], name: str) -> str:
    # The type comes first: what the published hashes do, whatever the tool's README says.
    kind = part.get("type")
    text = f"type={cbv.web_uri(cbv.FIELDS[name], kind.strip())}" if kind else ""
    return f"{text}{name}={_identity(part[name].strip())}"


def _attributes(part: Mapping[str, Any], order: tuple[str, ...]) -> str:
    text = ""
    for name in order:
        if name not in part:
            continue
        value = part[name]
        if name in SENSOR_TIMES:
            value = values.hash_text(value)
        elif name in _WORDS:
            value = cbv.web_uri(_WORDS[name], value.strip())
        else:
            value = _scalar(value)
        text += f"{name}={value}"
    return text


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return values.number_text(value)
    if value is None:
        return ""
    return _identity(str(value).strip())
