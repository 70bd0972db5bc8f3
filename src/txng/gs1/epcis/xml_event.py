"""One event element of EPCIS 1.x or 2.0 as the tree every syntax shares (standards.md 1.10)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from lxml import etree

from txng.gs1.epcis import cbv, values
from txng.gs1.epcis.faults import Fault, Source
from txng.gs1.epcis.fields import EPC_LISTS, QUANTITY_LISTS, SENSOR_NUMBERS
from txng.gs1.epcis.xml_names import (
    EPCIS_SPACES,
    JSON_FIELD,
    JSON_IS,
    MUST_STAND,
    STANDARD_NAMES,
    TYPED,
    WORDS,
    WRAPPERS,
    XSI_SCALARS,
    order_of,
)
from txng.gs1.epcis.xml_stream import XSI

_MOST_FAULTS = 50


class EventReader:
    """Turns one element into a tree and remembers where each field stood."""

    def __init__(self, element: etree._Element, version: int, path: str, source: Source) -> None:
        self.element, self.version, self.path, self.source = element, version, path, source
        self.faults: list[Fault] = []
        self.homes: dict[str, str] = {}
        self.prefixes: dict[str, str] = {}
        self.plain: set[str] = set()
        self.tree: dict[str, Any] = {"type": local_of(element)}

    def read(self) -> dict[str, Any]:
        self._fields(self.element, "", 0)
        if self.version == 1 and (name := MUST_STAND.get(self.tree["type"])) and name not in self.tree:
            self.say(name, "missing", f"“{name}” is missing; EPCIS 1.2 wants it even when it is empty", "xml_epc_list")
            self.tree[name] = []
        return self.tree

    def say(self, where: str, code: str, message: str, deviation: str = "") -> None:
        fault = self.source.judge(Fault("schema", f"{self.path}/{where}", code, message), deviation)
        # The first of them tell the sender enough, and looking through thousands costs more than reading did.
        if len(self.faults) < _MOST_FAULTS and fault not in self.faults:
            self.faults.append(fault)

    def _fields(self, holder: etree._Element, home: str, wrapped: int) -> None:
        # An AssociationEvent in a 1.2 document sits where the XSD looks at nothing any more; it is 2.0's.
        order = order_of(2 if self.tree["type"] == "AssociationEvent" else self.version, self.tree["type"])
        rank = -1
        for child in holder:
            space, name = names_of(child)
            if space in EPCIS_SPACES:
                self.say(home + name, "namespaced", f"“{name}” must not be in a namespace", "xml_namespaced")
                space = ""
            if space or name not in STANDARD_NAMES:
                key = self._key(child)
                self._put(key, self.free(child), home)
                if wrapped > 1 and self.version == 1 and not space:
                    self.plain.add(key)
                rank = max(rank, len(order))
                continue
            if not wrapped:
                here = order.index(name) if name in order else -1
                if here < 0 and name in WRAPPERS + order_of(2, self.tree["type"]):
                    self.say(home + name, "wrapper", f"“{name}” does not stand here in this version", "xml_wrappers")
                elif 0 <= here < rank:
                    self.say(home + name, "order", f"“{name}” stands too late", "xml_order")
                rank = max(rank, here)
            if name in WRAPPERS:
                if wrapped > 4:
                    continue
                self._fields(child, f"{home}{name}/", wrapped + 1)
            else:
                self._put(name, self._field(name, child), home)

    def _put(self, name: str, value: Any, home: str) -> None:
        if name not in self.tree:
            self.tree[name] = value
            if home:
                self.homes[name] = home
        elif name == "certificationInfo" or name not in STANDARD_NAMES:
            _add(self.tree, name, value)
        else:
            self.say(home + name, "repeated", f"“{name}” stands twice")

    def _field(self, name: str, element: etree._Element) -> Any:
        if name in EPC_LISTS:
            return [text_of(child) for child in element]
        if name in QUANTITY_LISTS:
            return [self._quantity(child) for child in element]
        if name in TYPED:
            return [self._typed_part(child, TYPED[name]) for child in element]
        if name in ("readPoint", "bizLocation"):
            return self._mixed(element, {"id": text_of})
        if name == "errorDeclaration":
            ids = {"correctiveEventIDs": lambda part: [text_of(one) for one in part]}
            return self._mixed(element, {"declarationTime": text_of, "reason": self._word, **ids})
        if name == "persistentDisposition":
            found: dict[str, Any] = {}
            for child in element:
                found.setdefault(local_of(child), []).append(self._word(child))
            return found
        if name == "sensorElementList":
            return [self._sensor(child) for child in element]
        if name == "ilmd":
            return self._mixed(element, {})
        if len(element):
            return self.free(element)
        return self._word(element) if name in WORDS else text_of(element)

    def _word(self, element: etree._Element) -> str:
        return cbv.resolve(text_of(element), nsmap_of(element))

    def _quantity(self, element: etree._Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in element:
            space, name = names_of(child)
            if space and space not in EPCIS_SPACES:
                _add(found, self._key(child), self.free(child))
            elif child.get(f"{{{XSI}}}nil", "") not in ("true", "1"):
                found[name] = _number(text_of(child)) if name == "quantity" else text_of(child)
        return found

    def _typed_part(self, element: etree._Element, name: str) -> dict[str, Any]:
        found = {name if local_of(element) == name else local_of(element): text_of(element)}
        for key, value in element.attrib.items():
            if not _is_xsi(key):
                found[str(key)] = cbv.resolve(str(value).strip(), nsmap_of(element)) if key == "type" else str(value)
        return found

    def _mixed(self, element: etree._Element, known: Mapping[str, Any]) -> dict[str, Any]:
        """Standard children by their readers, others as extensions; `extension` wrappers are looked through."""
        found: dict[str, Any] = {}
        for child in element:
            space, name = names_of(child)
            bare = name if not space or space in EPCIS_SPACES else ""
            if bare == "extension" and not _is_leaf(child):
                for inner in child:
                    _add(found, self._key(inner), self.free(inner))
            elif bare in known:
                found[bare] = known[bare](child)
            else:
                _add(found, self._key(child), self.free(child))
        return found

    def _sensor(self, element: etree._Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for child in element:
            space, name = names_of(child)
            if name == "sensorMetadata" and not (space and space not in EPCIS_SPACES):
                found["sensorMetadata"] = self._attributes(child)
            elif name == "sensorReport" and not (space and space not in EPCIS_SPACES):
                found.setdefault("sensorReport", []).append(self._attributes(child))
            else:
                _add(found, self._key(child), self.free(child))
        return found

    def _attributes(self, element: etree._Element) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, raw in element.attrib.items():
            name, value = str(key), str(raw)
            if name.startswith("{"):
                self._remember(element, name)
                found[name] = value
            elif name in SENSOR_NUMBERS:
                found[name] = _number(value)
            elif name == "booleanValue":
                found[name] = {"true": True, "1": True, "false": False, "0": False}.get(value.strip(), value)
            elif name in ("type", "exception", "component"):
                found[name] = cbv.resolve(value.strip(), nsmap_of(element))
            else:
                found[name] = value if name == "stringValue" else value.strip()
        for child in element:
            _add(found, self._key(child), self.free(child))
        return found

    def free(self, element: etree._Element) -> Any:
        """An extension element: text, or its children and attributes by name; repeated children make a list."""
        kind = element.get(f"{{{XSI}}}type", "").rpartition(":")[2]
        if element.get(f"{{{XSI}}}nil", "") in ("true", "1"):
            return None
        if element.get(JSON_IS) == "object":
            return {}
        found: dict[str, Any] = {}
        for key, value in element.attrib.items():
            if not _is_xsi(key) and element.tag != JSON_FIELD:
                self._remember(element, str(key))
                _add(found, str(key), str(value))
        for child in element:
            _add(found, self._key(child), self.free(child))
        text = element.text or ""
        if not found:
            return _scalar(text, kind) if kind in XSI_SCALARS else text
        if text.strip():
            found["@value"] = text
        return found

    def _key(self, element: etree._Element) -> str:
        tag = str(element.tag)
        if tag == JSON_FIELD:
            return str(element.get("name", ""))
        self._remember(element, tag)
        return tag

    def _remember(self, element: etree._Element, name: str) -> None:
        if name.startswith("{"):
            namespace = name[1:].partition("}")[0]
            if namespace not in self.prefixes:
                self.prefixes[namespace] = next((p for p, n in element.nsmap.items() if n == namespace and p), "")

    def xpath(self, tokens: list[Any]) -> str:
        """Where in the document a place of the tree was."""
        path = [self.path]
        name = str(tokens[0]) if tokens else ""
        for number, step in enumerate(tokens):
            if isinstance(step, int):
                before = str(tokens[number - 1])
                child = "" if before in ("sensorReport", "set", "unset") else self._item(before)
                path[-1] += f"/{child}[{step + 1}]" if child else f"[{step + 1}]"
            elif number == 0:
                path.append(self.homes.get(name, "") + self._shown(name))
            elif step == "type" or (name == "sensorElementList" and number >= 3 and step != "sensorReport"):
                path.append(f"@{self._shown(str(step))}")
            elif not (name in TYPED and step == TYPED[name]):
                path.append(self._shown(str(step)))
        return "/".join(path)

    def _item(self, name: str) -> str:
        if name in QUANTITY_LISTS:
            return "quantityElement"
        if name == "correctiveEventIDs":
            return "correctiveEventID"
        return TYPED.get(name, "sensorElement" if name == "sensorElementList" else "epc")

    def _shown(self, name: str) -> str:
        if not name.startswith("{"):
            return name
        namespace, _, local = name[1:].partition("}")
        prefix = self.prefixes.get(namespace, "")
        return f"{prefix}:{local}" if prefix else local


def names_of(element: etree._Element) -> tuple[str, str]:
    tag = str(element.tag)
    if tag.startswith("{"):
        space, _, local = tag[1:].partition("}")
        return space, local
    return "", tag


def local_of(element: etree._Element) -> str:
    return names_of(element)[1]


def nsmap_of(element: etree._Element) -> dict[str, str]:
    return {prefix: space for prefix, space in element.nsmap.items() if prefix}


def text_of(element: etree._Element) -> str:
    return "".join(element.itertext()).strip() if len(element) else (element.text or "").strip()


def _is_leaf(element: etree._Element) -> bool:
    return len(element) == 0


def _is_xsi(name: Any) -> bool:
    return str(name).startswith(f"{{{XSI}}}")


def _number(text: str) -> Any:
    found = values.decimal(text)
    return text if found is None else found


def _scalar(text: str, kind: str) -> Any:
    if kind in ("string", "dateTime"):
        return text
    if kind == "boolean":
        return {"true": True, "1": True, "false": False, "0": False}.get(text.strip(), text)
    found = _number(text)
    if isinstance(found, int) and kind in ("decimal", "double", "float") and "." in text:
        return Decimal(text.strip())
    return found


def _add(found: dict[str, Any], key: str, value: Any) -> None:
    """One more of a name; no value read from XML is a list by itself."""
    if key not in found:
        found[key] = value
    elif isinstance(found[key], list):
        found[key].append(value)
    else:
        found[key] = [found[key], value]
