"""EPCIS documents in XML, 1.x and 2.0: a stream of elements, one event in memory at a time."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from txng.gs1.epcis.document import Attribute, Document, Element, Vocabulary
from txng.gs1.epcis.faults import STANDARD, EpcisError, Fault, Limits, Source
from txng.gs1.epcis.fields import EVENT_TYPES
from txng.gs1.epcis.judge import judge
from txng.gs1.epcis.masterdata import with_full_names
from txng.gs1.epcis.model import Event
from txng.gs1.epcis.names import one_namespace
from txng.gs1.epcis.xml_event import EventReader, local_of, names_of, nsmap_of, text_of
from txng.gs1.epcis.xml_names import EPCIS_SPACES
from txng.gs1.epcis.xml_stream import events_of, release

_ROOTS = {
    f"{{urn:epcglobal:epcis{middle}:xsd:{version}}}{name}": (name, version)
    for middle, name in (
        ("", "EPCISDocument"),
        ("-query", "EPCISQueryDocument"),
        ("-masterdata", "EPCISMasterDataDocument"),
    )
    for version in (1, 2)
}
_QUERY = ("urn:epcglobal:epcis-query:xsd:1", "urn:epcglobal:epcis-query:xsd:2")
_VERSION = re.compile(r"\d+(\.\d+)*")
_HEADER_NAMES = {"InstanceIdentifier": "instanceIdentifier"}


def read_xml(data: bytes, *, limits: Limits | None = None, source: Source = STANDARD) -> Document:
    """Read and judge. Raises EpcisError where the document itself is bad; bad events are in `errors`."""
    return _Reader(limits or Limits(), source).read(data)


class _Reader:
    def __init__(self, limits: Limits, source: Source) -> None:
        self.limits, self.source = limits, source.reading_xml()
        self.document = Document("EPCISDocument", "xml")
        self.version = 2
        self.stack: list[tuple[str, str]] = []  # (local name, path) of the open elements
        self.counts: dict[str, int] = {}
        self.inside: etree._Element | None = None  # the event or vocabulary element being gathered
        self.saw_list = False
        self.told = 0
        self.position = 0
        self.vocabulary: Vocabulary | None = None

    def read(self, data: bytes) -> Document:
        for what, element in events_of(data, self.limits):
            if what == "start":
                self._start(element)
            else:
                self._end(element)
        self._require_body()
        return self.document

    def _start(self, element: etree._Element) -> None:
        space, name = names_of(element)
        if not self.stack:
            self._root(element, space, name)
            self.stack.append((name, f"/{_shown(element, name)}"))
            if self.document.kind == "event":
                self.inside = element
            return
        parent = self.stack[-1][1]
        step = f"{parent}/{_shown(element, name)}"
        if self.inside is None:
            # Counted by name under one parent, as XPath counts.
            self.counts[step] = self.counts.get(step, 0) + 1
            if self._is_event(name) or name == "VocabularyElement":
                self.inside = element
                step += f"[{self.counts[step]}]"
            elif name == "EventList":
                self._event_list(step)
            elif name == "Vocabulary" and "VocabularyList" in self._open():
                self.vocabulary = Vocabulary(str(element.get("type", "")))
                self.document.master_data.append(self.vocabulary)
        self.stack.append((name, step))

    def _end(self, element: etree._Element) -> None:
        name, path = self.stack.pop()
        if self.inside is element:
            self.inside = None
            if name == "VocabularyElement":
                self._vocabulary_element(element)
            else:
                self._event(element, path)
            release(element)
        elif self.inside is None:
            self._outside(element, name)
            release(element)

    def _open(self) -> list[str]:
        return [name for name, _ in self.stack]

    def _is_event(self, name: str) -> bool:
        parents = self._open()
        while parents and parents[-1] == "extension":
            parents.pop()
        return bool(parents) and parents[-1] == "EventList" and name != "extension"

    def _root(self, element: etree._Element, space: str, name: str) -> None:
        if name in EVENT_TYPES and (not space or space in EPCIS_SPACES):
            self.document.kind = "event"
            self.version = 1 if space == EPCIS_SPACES[0] else 2
            return
        found = _ROOTS.get(str(element.tag))
        if found is None:
            raise EpcisError(Fault("schema", f"/{name[:80]}", "not_epcis", "this XML is not an EPCIS document"))
        self.document.kind, self.version = found[0], found[1]  # type: ignore[assignment]
        self.document.version = str(element.get("schemaVersion", ""))
        self.document.creation_date = str(element.get("creationDate", ""))
        path = f"/{_shown(element, name)}"
        missing = [
            Fault("schema", f"{path}/@{one}", "missing", f"“{one}” is missing")
            for one in ("schemaVersion", "creationDate")
            if not element.get(one)
        ]
        if missing:
            raise EpcisError(*missing)
        if not _VERSION.fullmatch(self.document.version):
            raise EpcisError(Fault("schema", f"{path}/@schemaVersion", "format", "schemaVersion must be a number"))
        if not self.document.version.startswith(f"{self.version}"):
            self._warn(f"{path}/@schemaVersion", "version", "schemaVersion does not fit the namespace")

    def _warn(self, path: str, code: str, message: str) -> None:
        self.document.warnings.append(Fault("schema", path, code, message, "warning"))

    def _event_list(self, path: str) -> None:
        if self.saw_list:
            raise EpcisError(Fault("schema", path, "repeated", "a document has one EventList"))
        self.saw_list = True
        wanted = ["EPCISDocument", "EPCISBody"]
        if self.document.kind == "EPCISQueryDocument":
            wanted = ["EPCISQueryDocument", "EPCISBody", "QueryResults", "resultsBody"]
        if self._open() != wanted:
            self._place(path)

    def _place(self, path: str) -> None:
        fault = self.source.judge(
            Fault("schema", path, "place", "this does not stand where the schema wants it"),
            "xml_query_results" if self.document.kind == "EPCISQueryDocument" else "",
        )
        if fault.severity == "error":
            raise EpcisError(fault)
        self.document.warnings.append(fault)

    def _outside(self, element: etree._Element, name: str) -> None:
        document, parents = self.document, self._open()
        if name == "queryName" and "params" not in parents:
            document.query_name = document.query_name or text_of(element)
        elif name == "subscriptionID":
            document.subscription_id = text_of(element)
        elif name == "Identifier" and parents[-1:] in (["Sender"], ["Receiver"]):
            document.header.setdefault(parents[-1].lower(), text_of(element))
        elif name in _HEADER_NAMES:
            document.header.setdefault(_HEADER_NAMES[name], text_of(element))
        elif name == "QueryResults" and names_of(element)[0] not in _QUERY:
            self._place("/".join(["", *parents, name]))

    def _event(self, element: etree._Element, path: str) -> None:
        position = self.position
        self.position += 1
        if self.position > self.limits.events:
            raise EpcisError(Fault("syntax", path, "too_many_events", f"more than {self.limits.events} events"))
        reader = EventReader(element, self.version, path, self.source)
        space = names_of(element)[0]
        if space and self.document.kind != "event":
            if space in EPCIS_SPACES:
                reader.say("", "namespaced", "an event must not be in a namespace", "xml_namespaced")
            else:
                reader.tree["type"] = space + ("" if space[-1] in "/#:" else "/") + local_of(element)
        tree = reader.read()
        found = judge(
            tree,
            known={},
            prefixes=reader.prefixes,
            path=path,
            source=self.source,
            limits=self.limits,
            is_open=True,
            at=reader.xpath,
            warnings=reader.faults,
            plain=frozenset(reader.plain),
        )
        if isinstance(found, Event):
            self.document.events.append(found)
            self.document.positions.append(position)
        else:
            left = max(self.limits.faults - self.told, 1)
            self.document.errors[position] = found[:left]
            self.told += len(found[:left])

    def _vocabulary_element(self, element: etree._Element) -> None:
        if self.vocabulary is None:
            return
        names = nsmap_of(element)
        found = Element(str(element.get("id", "")))
        for child in element:
            local = local_of(child)
            if local == "attribute":
                name = str(child.get("id", ""))
                prefix, colon, rest = name.partition(":")
                if colon and prefix in names:
                    name = one_namespace(names[prefix]) + rest
                value: Any = text_of(child)
                if len(child):
                    reader = EventReader(child, self.version, "", self.source)
                    value = reader.free(child)
                    if isinstance(value, dict):
                        value = with_full_names({key: one for key, one in value.items() if key != "id"}, {})
                found.attributes.append(Attribute(name, value))
            elif local == "children":
                found.children += [text_of(one) for one in child]
        self.vocabulary.elements.append(found)

    def _require_body(self) -> None:
        if self.saw_list or self.document.kind in ("event", "EPCISMasterDataDocument"):
            return
        message = (
            "this is a question or an answer without events, not the events of a query"
            if self.document.kind == "EPCISQueryDocument"
            else "“EventList” is missing"
        )
        raise EpcisError(Fault("schema", f"/{self.document.kind}/EPCISBody", "missing", message))


def _shown(element: etree._Element, name: str) -> str:
    return f"{element.prefix}:{name}" if element.prefix else name
