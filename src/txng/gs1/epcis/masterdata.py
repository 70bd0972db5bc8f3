"""Master data that rides along: vocabularies in the header of a document or in the answer to a query (EP-18)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from txng.gs1.epcis import names
from txng.gs1.epcis.document import Attribute, Document, Element, Vocabulary


def from_json_header(whole: Mapping[str, Any], document: Document, known: Mapping[str, str]) -> None:
    header = whole.get("epcisHeader")
    if not isinstance(header, dict):
        return
    # GDST partners write the XML name of the element.
    data = header.get("epcisMasterData", header.get("EPCISMasterData"))
    if isinstance(data, dict):
        from_json_list(data.get("vocabularyList"), document, known)


def from_json_list(vocabularies: Any, document: Document, known: Mapping[str, str]) -> None:
    for sent in vocabularies if isinstance(vocabularies, list) else ():
        if not isinstance(sent, dict):
            continue
        vocabulary = Vocabulary(str(sent.get("type", "")))
        elements = sent.get("vocabularyElementList")
        for part in elements if isinstance(elements, list) else ():
            if isinstance(part, dict) and isinstance(part.get("id"), str):
                vocabulary.elements.append(_element(part, known))
        document.master_data.append(vocabulary)


def _element(part: Mapping[str, Any], known: Mapping[str, str]) -> Element:
    attributes = part.get("attributes")
    children = part.get("children")
    return Element(
        part["id"],
        [
            Attribute(full(one["id"], known), with_full_names(one.get("attribute"), known))
            for one in (attributes if isinstance(attributes, list) else ())
            if isinstance(one, dict) and isinstance(one.get("id"), str)
        ],
        [child for child in (children if isinstance(children, list) else ()) if isinstance(child, str)],
    )


def full(name: str, known: Mapping[str, str]) -> str:
    """The URI of an attribute's name; `cbvmda:name` means the same in every syntax."""
    prefix, colon, local = name.partition(":")
    if colon and prefix in known and not local.startswith("//"):
        return known[prefix] + local
    return name


def with_full_names(value: Any, known: Mapping[str, str]) -> Any:
    """A structured value with URIs for names: master data is asked for by URI, in whatever syntax it came."""
    if isinstance(value, dict):
        return {
            "".join(names.parts(names.expand(key, known))) if not key.startswith("{") else "".join(names.parts(key)): (
                with_full_names(inner, known)
            )
            for key, inner in value.items()
        }
    return [with_full_names(inner, known) for inner in value] if isinstance(value, list) else value


def to_json(vocabularies: list[Vocabulary]) -> list[dict[str, Any]]:
    return [
        {
            "type": vocabulary.type,
            "vocabularyElementList": [
                {
                    "id": element.id,
                    "attributes": [{"id": one.id, "attribute": one.value} for one in element.attributes],
                    **({"children": element.children} if element.children else {}),
                }
                for element in vocabulary.elements
            ],
        }
        for vocabulary in vocabularies
    ]
