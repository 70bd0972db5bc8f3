"""Names and order of EPCIS elements in XML, as the two generations of XSD have them (standards.md 1.10)."""

from __future__ import annotations

# Where a JSON key is no XML name, this element of ours carries it as an attribute.
JSON_FIELD = "{urn:x-txng:json}field"
JSON_IS = "{urn:x-txng:json}is"  # tells an empty object from an empty text
EPCIS_SPACES = ("urn:epcglobal:epcis:xsd:1", "urn:epcglobal:epcis:xsd:2")
TYPED = {"bizTransactionList": "bizTransaction", "sourceList": "source", "destinationList": "destination"}
WORDS = frozenset({"bizStep", "disposition"})
_WHERE = ("bizStep", "disposition", "readPoint", "bizLocation")
_LATE = ("sourceList", "destinationList", "sensorElementList", "persistentDisposition")
_BASE = {
    1: ("eventTime", "recordTime", "eventTimeZoneOffset", "baseExtension"),
    2: ("eventTime", "recordTime", "eventTimeZoneOffset", "eventID", "errorDeclaration", "certificationInfo"),
}
# The order the XSD wants, which is also the order we write.
ORDER: dict[int, dict[str, tuple[str, ...]]] = {
    1: {
        "ObjectEvent": ("epcList", "action", *_WHERE, "bizTransactionList", "extension"),
        "AggregationEvent": ("parentID", "childEPCs", "action", *_WHERE, "bizTransactionList", "extension"),
        "TransactionEvent": ("bizTransactionList", "parentID", "epcList", "action", *_WHERE, "extension"),
        "TransformationEvent": (
            *("inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID"),
            *(*_WHERE, "bizTransactionList", "sourceList", "destinationList", "ilmd", "extension"),
        ),
    },
    2: {
        "ObjectEvent": ("epcList", "action", *_WHERE, "bizTransactionList", "quantityList", *_LATE, "ilmd"),
        "AggregationEvent": (
            *("parentID", "childEPCs", "action", *_WHERE, "bizTransactionList", "childQuantityList"),
            *_LATE,
        ),
        "TransactionEvent": ("bizTransactionList", "parentID", "epcList", "action", *_WHERE, "quantityList", *_LATE),
        "TransformationEvent": (
            *("inputEPCList", "inputQuantityList", "outputEPCList", "outputQuantityList", "transformationID"),
            *(*_WHERE, "bizTransactionList", *_LATE, "ilmd"),
        ),
        "AssociationEvent": (
            *("parentID", "childEPCs", "childQuantityList", "action"),
            *(*_WHERE, "bizTransactionList", *_LATE),
        ),
    },
}
STANDARD_NAMES = frozenset(name for one in ORDER.values() for names in one.values() for name in names) | set(
    _BASE[1] + _BASE[2]
)
WRAPPERS = ("baseExtension", "extension")
# In 1.2 these elements stand even when they are empty.
MUST_STAND = {"ObjectEvent": "epcList", "AggregationEvent": "childEPCs"}
XSI_SCALARS = {"integer", "int", "long", "short", "decimal", "double", "float", "boolean", "string", "dateTime"}


def order_of(version: int, kind: str) -> tuple[str, ...]:
    return _BASE[version] + ORDER[version].get(kind, ())
