"""Documents as they come in: a glance that refuses at once what cannot be read, and the whole reading by the job."""

from __future__ import annotations

from typing import Any

import msgspec

from txng.gs1.epcis import EVENT_TYPES, STANDARD, EpcisError, Fault, Limits, Source, read_json, read_xml
from txng.gs1.epcis.document import Document
from txng.gs1.epcis.xml_stream import events_of, release
from txng.trace.media import is_xml

_BOM = b"\xef\xbb\xbf"
_ROOTS = ("EPCISDocument", "EPCISQueryDocument", "EPCISMasterDataDocument")
_RAW = msgspec.Raw
_MALFORMED = (msgspec.DecodeError, UnicodeError, RecursionError, ValueError, KeyError)


def read(body: bytes, media: str, *, source: Source = STANDARD, limits: Limits) -> Document:
    return (read_xml if is_xml(media) else read_json)(body, limits=limits, source=source)


def read_documents(body: bytes, media: str, *, source: Source = STANDARD, limits: Limits) -> Document:
    """What POST /capture takes: a single event belongs to POST /events."""
    document = read(body, media, source=source, limits=limits)
    if document.kind == "event":
        raise _not_a_document()
    return document


def glance(body: bytes, media: str, *, source: Source = STANDARD, limits: Limits) -> int:
    """How many events the document carries; raises EpcisError where it cannot be read as one at all.

    In the time of the request, so no event is judged: syntax, envelope and the number of events alone.
    """
    return _glance_xml(body, limits) if is_xml(media) else _glance_json(body, source, limits)


def _glance_json(body: bytes, source: Source, limits: Limits) -> int:
    try:
        str(body, "utf-8")  # a raw part is not looked into
        top = msgspec.json.decode(body.removeprefix(_BOM), type=dict[str, _RAW])
        envelope, events = _emptied(top)
    except _MALFORMED:
        # Not JSON, or no document: the reader says which, and where. It may also forgive.
        if _is_single(body):
            raise _not_a_document() from None
        return len(read_documents(body, "application/json", source=source, limits=limits).events)
    if events > limits.events:
        raise _too_many(limits)
    read_documents(envelope, "application/json", source=source, limits=limits)
    return events


def _is_single(body: bytes) -> bool:
    try:
        found = msgspec.json.decode(body.removeprefix(_BOM), type=dict[str, _RAW])
        return msgspec.json.decode(found["type"]) in EVENT_TYPES
    except (*_MALFORMED, TypeError):
        return False


def _emptied(top: dict[str, Any]) -> tuple[bytes, int]:
    """The document without its events, and their number."""
    path = ("epcisBody", "eventList")
    if msgspec.json.decode(top["type"]) == "EPCISQueryDocument":
        path = ("epcisBody", "queryResults", "resultsBody", "eventList")  # type: ignore[assignment]
    levels = [top]
    for name in path[:-1]:
        levels.append(msgspec.json.decode(levels[-1][name], type=dict[str, _RAW]))
    events = len(msgspec.json.decode(levels[-1][path[-1]], type=list[_RAW]))
    inner: Any = []
    for level, name in zip(reversed(levels), reversed(path), strict=True):
        inner = level | {name: inner}
    return msgspec.json.encode(inner), events


def _glance_xml(body: bytes, limits: Limits) -> int:
    events, depth = 0, 0
    lists: list[int] = []  # depths at which an EventList is open
    for what, element in events_of(body, limits):
        name = str(element.tag).rpartition("}")[2]
        if what == "start":
            if depth == 0:
                _require_root(name, str(element.tag))
            if name == "EventList":
                lists.append(depth)
            elif lists and name.endswith("Event") and depth > lists[-1]:
                # Event elements stand in the list, in EPCIS 1.x some levels of `extension` below it.
                events += 1
                if events > limits.events:
                    raise _too_many(limits)
            depth += 1
        else:
            depth -= 1
            if lists and lists[-1] == depth:
                lists.pop()
            release(element)
    return events


def _require_root(name: str, tag: str) -> None:
    if name in EVENT_TYPES:
        raise _not_a_document()
    if name not in _ROOTS or "urn:epcglobal:epcis" not in tag:
        raise EpcisError(Fault("schema", f"/{name[:80]}", "not_epcis", "this XML is not an EPCIS document"))


def _not_a_document() -> EpcisError:
    return EpcisError(Fault("schema", "", "not_a_document", "a single event is sent to /epcis/events"))


def _too_many(limits: Limits) -> EpcisError:
    return EpcisError(Fault("syntax", "", "too_many_events", f"more than {limits.events} events"))
