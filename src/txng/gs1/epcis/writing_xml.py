"""Events written as EPCIS 2.0 XML in the order of the XSD, extensions last."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from lxml import etree

from txng.gs1.epcis import cbv, names, values
from txng.gs1.epcis.document import Vocabulary
from txng.gs1.epcis.fields import EPC_LISTS, FIELDS, QUANTITY_LISTS, SENSOR_ELEMENT, SENSOR_METADATA, SENSOR_REPORT
from txng.gs1.epcis.model import Event, Identifiers
from txng.gs1.epcis.writing_json import creation_date
from txng.gs1.epcis.xml_names import JSON_FIELD, JSON_IS, STANDARD_NAMES, order_of
from txng.gs1.epcis.xml_stream import XSI

CbvFormat = Literal["web_uri", "urn"]
_XSD = "http://www.w3.org/2001/XMLSchema"
_LISTS = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
# XML cannot say these characters at all; JSON can.
_UNSAYABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MDA = {"urn:epcglobal:cbv:mda:": "urn:epcglobal:cbv:mda"}  # how XML documents spell it


def write_xml(
    events: Iterable[Event],
    *,
    kind: str = "EPCISDocument",
    created: datetime | None = None,
    identifiers: Identifiers | Callable[[str], str] = "canonical",
    cbv_format: CbvFormat = "web_uri",
    prefixes: Mapping[str, str] | None = None,
    master_data: Iterable[Vocabulary] = (),
    query_name: str = "SimpleEventQuery",
    subscription_id: str = "",
) -> bytes:
    """A document or query document; `cbv_format` is what GS1-CBV-XML-Format asks for."""
    ready = [_Ready(event, identifiers) for event in events]
    wished: dict[str, str] = {}
    spaces: set[str] = set()
    for one in ready:
        wished |= one.event.prefixes
        spaces |= one.spaces
    chosen = names.prefixes_for(spaces, wished | dict(prefixes or {}))
    writer = _Writer(cbv_format)
    space = "urn:epcglobal:epcis-query:xsd:2" if kind == "EPCISQueryDocument" else "urn:epcglobal:epcis:xsd:2"
    nsmap = {"epcisq" if kind == "EPCISQueryDocument" else "epcis": space, "xsi": XSI, "xsd": _XSD}
    for namespace, prefix in chosen.items():
        if _is_namespace(_MDA.get(namespace, namespace)):
            nsmap.setdefault(prefix, _MDA.get(namespace, namespace))
    root = etree.Element(f"{{{space}}}{kind}", nsmap=nsmap)
    root.set("schemaVersion", "2.0")
    root.set("creationDate", creation_date(created))
    vocabularies = list(master_data)
    if vocabularies:
        data = etree.SubElement(etree.SubElement(root, "EPCISHeader"), "extension")
        writer.vocabularies(etree.SubElement(data, "EPCISMasterData"), vocabularies)
    body = etree.SubElement(root, "EPCISBody")
    if kind == "EPCISQueryDocument":
        results = etree.SubElement(body, f"{{{space}}}QueryResults")
        etree.SubElement(results, "queryName").text = _say(query_name)
        if subscription_id:
            etree.SubElement(results, "subscriptionID").text = _say(subscription_id)
        body = etree.SubElement(results, "resultsBody")
    holder = etree.SubElement(body, "EventList")
    for one in ready:
        writer.event(holder, one.tree)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return written


class _Ready:
    """An event in its normal form with namespaces in its keys."""

    def __init__(self, event: Event, identifiers: Identifiers | Callable[[str], str]) -> None:
        self.event = event
        self.tree = Event.from_json(event.as_json(identifiers=identifiers)).tree
        self.spaces = names.namespaces_in(self.tree)


class _Writer:
    def __init__(self, cbv_format: CbvFormat) -> None:
        self._spell = cbv.urn if cbv_format == "urn" else cbv.web_uri

    def spell(self, kind: str, word: str) -> str:
        """Words of the vocabulary in the wanted form; what is not one of them stays as it was sent."""
        return self._spell(kind, word) if word in cbv.WORDS[kind] else word

    def event(self, holder: etree._Element, tree: Mapping[str, Any]) -> None:
        kind = tree["type"]
        split = names.split(kind) if ":" in kind else kind
        element = etree.SubElement(holder, _tag(split) or "ObjectEvent")
        order = order_of(2, kind) if ":" not in kind else FIELDS[1:]
        written = {"type"}
        for name in (*order, *FIELDS):
            if name in tree and name not in written:
                self.field(element, name, tree[name])
                written.add(name)
        self.beside(element, tree, written, is_event=True)

    def field(self, parent: etree._Element, name: str, value: Any) -> None:
        if name == "certificationInfo":
            for uri in value if isinstance(value, list) else [value]:
                _leaf(parent, name, uri)
        elif name in ("bizStep", "disposition"):
            _leaf(parent, name, self.spell(name, value))
        elif name in EPC_LISTS:
            element = etree.SubElement(parent, name)
            for epc in value:
                _leaf(element, "epc", epc)
        elif name in QUANTITY_LISTS:
            element = etree.SubElement(parent, name)
            for part in value:
                inner = etree.SubElement(element, "quantityElement")
                for key in ("epcClass", "quantity", "uom"):
                    if key in part:
                        _leaf(inner, key, part[key])
                self.beside(inner, part, {"epcClass", "quantity", "uom"})
        elif name in _LISTS:
            self.typed(etree.SubElement(parent, name), _LISTS[name], value)
        elif name in ("readPoint", "bizLocation"):
            element = etree.SubElement(parent, name)
            _leaf(element, "id", value["id"])
            self.beside(element, value, {"id"})
        elif name == "errorDeclaration":
            self.declaration(etree.SubElement(parent, name), value)
        elif name == "persistentDisposition":
            element = etree.SubElement(parent, name)
            for key in ("set", "unset"):
                for word in value.get(key, ()):
                    _leaf(element, key, self.spell("disposition", word))
        elif name == "sensorElementList":
            element = etree.SubElement(parent, name)
            for part in value:
                self.sensor(etree.SubElement(element, "sensorElement"), part)
        elif name == "ilmd":
            self.beside(etree.SubElement(parent, name), value, set())
        else:
            _leaf(parent, name, value)

    def typed(self, element: etree._Element, name: str, value: list[Any]) -> None:
        for part in value:
            inner = _leaf(element, name, part[name])
            if "type" in part:
                inner.set("type", _say(self.spell(cbv.FIELDS[name], part["type"])))

    def declaration(self, element: etree._Element, value: Mapping[str, Any]) -> None:
        _leaf(element, "declarationTime", value["declarationTime"])
        if "reason" in value:
            _leaf(element, "reason", self.spell("errorReason", value["reason"]))
        if "correctiveEventIDs" in value:
            inner = etree.SubElement(element, "correctiveEventIDs")
            for uri in value["correctiveEventIDs"]:
                _leaf(inner, "correctiveEventID", uri)
        self.beside(element, value, {"declarationTime", "reason", "correctiveEventIDs"})

    def sensor(self, element: etree._Element, part: Mapping[str, Any]) -> None:
        if "sensorMetadata" in part:
            self.attributes(etree.SubElement(element, "sensorMetadata"), part["sensorMetadata"], SENSOR_METADATA)
        for report in part.get("sensorReport", ()):
            self.attributes(etree.SubElement(element, "sensorReport"), report, SENSOR_REPORT)
        self.beside(element, part, set(SENSOR_ELEMENT))

    def attributes(self, element: etree._Element, part: Mapping[str, Any], order: tuple[str, ...]) -> None:
        for name in order:
            if name in part:
                value = part[name]
                if name in ("type", "exception", "component"):
                    value = self.spell(cbv.FIELDS[name], value)
                element.set(name, _text(value))
        self.beside(element, part, set(order))

    def beside(
        self, element: etree._Element, value: Mapping[str, Any], standard: set[str], *, is_event: bool = False
    ) -> None:
        for key in sorted(key for key in value if key not in standard):
            self.free(element, key, value[key], is_event)

    def free(self, parent: etree._Element, key: str, value: Any, is_event: bool = False) -> None:
        if isinstance(value, list):
            for inner in value:
                self.free(parent, key, inner, is_event)
            return
        # A stray “extension” or “action” of JSON must not come back as a wrapper or as the action.
        tag = "" if is_event and key in STANDARD_NAMES else _tag(key)
        element = etree.SubElement(parent, tag or JSON_FIELD)
        if not tag:
            element.set("name", _say(key))
        if isinstance(value, dict):
            self.beside(element, value, set())
            if not len(element):
                element.set(JSON_IS, "object")
        elif value is None:
            element.set(f"{{{XSI}}}nil", "true")
        else:
            if not isinstance(value, str):
                kind = "boolean" if isinstance(value, bool) else "integer" if isinstance(value, int) else "decimal"
                element.set(f"{{{XSI}}}type", f"xsd:{kind}")
            element.text = _text(value)

    def vocabularies(self, holder: etree._Element, vocabularies: list[Vocabulary]) -> None:
        holder = etree.SubElement(holder, "VocabularyList")
        for vocabulary in vocabularies:
            outer = etree.SubElement(holder, "Vocabulary")
            outer.set("type", _say(vocabulary.type))
            outer = etree.SubElement(outer, "VocabularyElementList")
            for entry in vocabulary.elements:
                element = etree.SubElement(outer, "VocabularyElement")
                element.set("id", _say(entry.id))
                for one in entry.attributes:
                    attribute = etree.SubElement(element, "attribute")
                    attribute.set("id", _say(one.id))
                    if isinstance(one.value, dict):
                        self.beside(
                            attribute, {names.split(key) or key: part for key, part in one.value.items()}, set()
                        )
                    elif one.value is not None:
                        attribute.text = _text(one.value)
                if entry.children:
                    children = etree.SubElement(element, "children")
                    for child in entry.children:
                        _leaf(children, "id", child)


def _leaf(parent: etree._Element, name: str, value: Any) -> etree._Element:
    element = etree.SubElement(parent, name)
    element.text = _text(value)
    return element


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return values.number_text(value)
    return _say(str(value))


def _say(text: str) -> str:
    return _UNSAYABLE.sub("\ufffd", text)


def _is_namespace(uri: str) -> bool:
    return _tag(f"{{{uri}}}x") != ""


def _tag(key: str) -> str:
    """The element name of a key, or "" where XML has no such name."""
    namespace, local = names.parts(key)
    namespace = _MDA.get(namespace, namespace)
    if not names.is_ncname(local) or namespace in (XSI, "http://www.w3.org/2000/xmlns/"):
        return ""
    try:
        return str(etree.QName(namespace or None, local).text)
    except ValueError:
        return ""
