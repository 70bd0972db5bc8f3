"""EPCIS 2.0 (ISO/IEC 19987, TCVN 12345) documents: read, judge, compare and write events.

    document = read_json(body, limits=Limits(), source=STANDARD)
    document.events            good events, in order
    document.errors            position of a bad event → its faults
    event_hash(event)          ni:///sha-256;…?ver=CBV2.0
    write_json(events)         an EPCISDocument

A document that cannot be read at all raises EpcisError; a bad event inside a readable one never does. No input makes
these functions fetch anything, run anything or raise anything else.
"""

from txng.gs1.epcis.document import Attribute, Document, Element, Vocabulary
from txng.gs1.epcis.event_hash import event_hash, fingerprint, matches, prehash
from txng.gs1.epcis.faults import DEVIATIONS, LAYERS, LIBERAL, STANDARD, STRICT, EpcisError, Fault, Limits, Source
from txng.gs1.epcis.fields import EVENT_TYPES
from txng.gs1.epcis.model import ErrorDeclaration, Event, Quantity, Thing, Typed
from txng.gs1.epcis.reading_json import read_json
from txng.gs1.epcis.reading_xml import read_xml
from txng.gs1.epcis.writing_json import dumps, write_event, write_json
from txng.gs1.epcis.writing_xml import write_xml

__all__ = [
    "DEVIATIONS",
    "EVENT_TYPES",
    "LAYERS",
    "LIBERAL",
    "STANDARD",
    "STRICT",
    "Attribute",
    "Document",
    "Element",
    "EpcisError",
    "ErrorDeclaration",
    "Event",
    "Fault",
    "Limits",
    "Quantity",
    "Source",
    "Thing",
    "Typed",
    "Vocabulary",
    "dumps",
    "event_hash",
    "fingerprint",
    "matches",
    "prehash",
    "read_json",
    "read_xml",
    "write_event",
    "write_json",
    "write_xml",
]
