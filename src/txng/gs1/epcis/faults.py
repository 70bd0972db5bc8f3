"""What can be wrong with a document, how much of it is read, and how forgiving a source is read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

# In the order in which a document is judged; a later layer is looked at only where the earlier one passed.
Layer = Literal["syntax", "schema", "vocabulary", "model", "identifier"]
LAYERS: tuple[Layer, ...] = ("syntax", "schema", "vocabulary", "model", "identifier")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: `path` is a JSON pointer or an XPath into what was sent, `message` a plain sentence.

    `code` is stable and may be translated; `severity` is `warning` where the source setting forgives it.
    """

    layer: Layer
    path: str
    code: str
    message: str
    severity: Literal["error", "warning"] = "error"

    def as_warning(self) -> Fault:
        return Fault(self.layer, self.path, self.code, self.message, "warning")


class EpcisError(Exception):
    """The document as a whole cannot be read. The only exception this package raises for any input."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.path or '/'}: {fault.message}" for fault in faults))
        self.faults = faults

    @property
    def layer(self) -> Layer:
        return self.faults[0].layer


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on one document. Reached bounds are a `syntax` fault, found before memory is spent on the rest."""

    bytes: int = 20 * 1024 * 1024
    events: int = 10_000
    depth: int = 40
    # The first faults of a document are enough to repair it; a page of ten thousand helps nobody.
    faults: int = 100
    faults_per_event: int = 10


# What a partner's system is known to get wrong without changing what the event says (docs/epcis-quyet-dinh.md).
DEVIATIONS: dict[str, str] = {
    "query_header": "a query document in JSON carries an epcisHeader",
    "version_number": "schemaVersion is a number, not text",
    "blank_node": "an id is a blank node (_:x)",
    "not_uri": "an identifier is plain text, not a URI",
    "repeated": "a list names the same thing twice",
    "short_time": "a time without seconds",
    "xml_order": "elements stand in another order than the XSD wants",
    "xml_namespaced": "event elements are in the EPCIS namespace",
    "xml_query_results": "QueryResults or its children are not where the XSD wants them, or unqualified",
    "xml_wrappers": "1.2 wrappers in a 2.0 document, or 2.0 fields unwrapped in a 1.2 document",
    "xml_epc_list": "an EPCIS 1.2 event without its mandatory, possibly empty list",
    "event_array": "a bare list of events without a document around it",
    "single_event": "epcisBody holds one `event` in the place of an eventList",
    "persistent_disposition": "persistentDisposition in an event type where only the XSD allows it",
    "quantity_extension": "an extension inside a quantityElement",
    "sensor_type": "a sensorReport without type",
    "sensor_words": "a sensor word of a draft or of nobody (MT-Temperature, Molar_concentration)",
    "sensor_time": "a sensor time after the event time",
    "sensor_twice": "one thing said in the sensorMetadata and in its reports (TCR-53)",
    "plain_extension": "an extension without a prefix in an event",
    "plain_ilmd": "an ilmd field without a prefix",
    "aggregation_parent": "an aggregation ADD or DELETE without parentID",
    "level": "an instance identifier as a class, or the reverse",
    "epc": "an EPC URI that breaks the rules of its scheme",
    "link": "an address at id.gs1.org that is no Digital Link",
    "old_link": "a Digital Link in the older form, with words or a short GTIN",
    "check_digit": "a Digital Link with a wrong check digit",
}
# What GS1's XSD lets pass where its JSON schema does not: JSON is the strict side (standards.md 1.10).
XSD_LAX = frozenset({"not_uri", "repeated", "sensor_type", "sensor_words", "persistent_disposition", "sensor_time"})


@dataclass(frozen=True, slots=True)
class Source:
    """How one sender is read. `forgives` names deviations, each of which becomes a warning."""

    name: str = ""
    forgives: frozenset[str] = field(default_factory=frozenset)
    in_xml: frozenset[str] = field(default_factory=frozenset)  # forgiven in XML only

    def __post_init__(self) -> None:
        if unknown := (self.forgives | self.in_xml) - DEVIATIONS.keys():
            raise ValueError(f"no such deviation: {', '.join(sorted(unknown))}")

    def judge(self, fault: Fault, deviation: str) -> Fault:
        return fault.as_warning() if deviation in self.forgives else fault

    def reading_xml(self) -> Source:
        return Source(self.name, self.forgives | self.in_xml) if self.in_xml else self


# The default blocks what standards.md, rule 5, wants blocked: form, schema and identifiers. STRICT is for our own
# systems and for tests of partners; LIBERAL takes everything whose meaning survives, and says what was wrong.
STRICT = Source("strict")
STANDARD = Source("standard", frozenset({"sensor_time", "aggregation_parent"}), XSD_LAX)
LIBERAL = Source("liberal", frozenset(DEVIATIONS))


def errors(faults: Iterable[Fault]) -> list[Fault]:
    return [fault for fault in faults if fault.severity == "error"]
