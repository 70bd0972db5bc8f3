"""EPCIS 2.0 documents, query documents and single events in JSON and JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from txng.gs1.epcis import masterdata, names, schema
from txng.gs1.epcis.document import Document
from txng.gs1.epcis.faults import STANDARD, EpcisError, Fault, Limits, Source
from txng.gs1.epcis.judge import judge, sweep
from txng.gs1.epcis.likes import Likes
from txng.gs1.epcis.model import Event

_DECODER = msgspec.json.Decoder(float_hook=Decimal)
# Every event with a context of its own copies the document's.
_MOST_NAMES = 1_000
_BOM = b"\xef\xbb\xbf"
_MALFORMED = (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError, ArithmeticError)
_AT = re.compile(r"\(byte (\d+)\)")


def read_json(data: bytes, *, limits: Limits | None = None, source: Source = STANDARD) -> Document:
    """Read and judge. Raises EpcisError where the document itself is bad; bad events are in `errors`."""
    limits = limits or Limits()
    try:
        return _read(_in_parts(data, limits) or _decode(data, limits), limits, source)
    except _Malformed:
        return _read(_decode(data, limits), limits, source)


class _Malformed(Exception):
    """An event that is no JSON: the whole document is none, and its reader says where."""


def _in_parts(data: bytes, limits: Limits) -> dict[str, Any] | None:
    """The document with its events still as they were sent, which most of them may stay (likes.py)."""
    if len(data) > limits.bytes:
        return None
    try:
        str(data, "utf-8")  # nobody looks into a raw part
        whole: dict[str, Any] = msgspec.json.decode(data.removeprefix(_BOM), type=dict[str, msgspec.Raw])
        path = ("epcisBody", "eventList")
        if _DECODER.decode(whole["type"]) == "EPCISQueryDocument":
            path = ("epcisBody", "queryResults", "resultsBody", "eventList")  # type: ignore[assignment]
        levels = [whole]
        for name in path[:-1]:
            levels.append(msgspec.json.decode(levels[-1][name], type=dict[str, msgspec.Raw]))
        inner: Any = msgspec.json.decode(levels[-1][path[-1]], type=list[msgspec.Raw])
        for level, name in zip(reversed(levels), reversed(path), strict=True):
            inner = {key: inner if key == name else _DECODER.decode(value) for key, value in level.items()}
    except (*_MALFORMED, KeyError, TypeError):
        return None
    found: dict[str, Any] = inner
    return found


def _read(whole: Any, limits: Limits, source: Source) -> Document:
    if isinstance(whole, list) and "event_array" in source.forgives:
        document = Document("EPCISDocument", "json")
        document.warnings.append(Fault("schema", "", "event_array", "events without a document", "warning"))
        _events(document, whole, names.CONTEXT_PREFIXES, "", limits, source)
        return document
    if not isinstance(whole, dict):
        raise EpcisError(Fault("schema", "", "type", "an EPCIS document is a JSON object"))
    kind = whole.get("type")
    if kind == "EPCISDocument" or kind == "EPCISQueryDocument":
        return _document(whole, kind, limits, source)
    if not isinstance(kind, str):
        raise EpcisError(Fault("schema", "/type", "missing", "“type” is missing"))
    return _single(whole, limits, source)


def _decode(data: bytes, limits: Limits) -> Any:
    if len(data) > limits.bytes:
        raise EpcisError(Fault("syntax", "", "too_large", f"the document is larger than {limits.bytes} bytes"))
    try:
        return _DECODER.decode(data.removeprefix(_BOM))
    except RecursionError:
        raise EpcisError(Fault("syntax", "", "depth", "the document is nested too deeply")) from None
    except _MALFORMED as wrong:
        place = _AT.search(str(wrong))
        where = ""
        if place:
            before = data[: int(place[1])]
            where = f" (line {before.count(10) + 1}, column {int(place[1]) - before.rfind(10)})"
        raise EpcisError(Fault("syntax", "", "not_json", f"this is not JSON{where}")) from None


def _document(whole: dict[str, Any], kind: Any, limits: Limits, source: Source) -> Document:
    document = Document(kind, "json")
    body = whole.get("epcisBody")
    events: Any = None
    base = "/epcisBody/eventList"
    if kind == "EPCISDocument":
        if isinstance(body, dict) and "eventList" not in body and isinstance(body.get("event"), dict):
            body = _single_event(body, source, document)
        if isinstance(body, dict):
            events = body.get("eventList")
    else:
        base = "/epcisBody/queryResults/resultsBody/eventList"
        results = body.get("queryResults") if isinstance(body, dict) else None
        inner = results.get("resultsBody") if isinstance(results, dict) else None
        if isinstance(inner, dict):
            events = inner.get("eventList")
    if isinstance(events, list) and len(events) > limits.events:
        raise EpcisError(Fault("syntax", base, "too_many_events", f"more than {limits.events} events"))
    envelope = _without_events(whole, kind, body, events)
    if found := sweep(envelope, limits.depth):
        raise EpcisError(Fault("syntax", schema.pointer(found[2][:8]), found[0], found[1]))
    envelope = _forgive(envelope, document, source)
    if faults := schema.envelope_faults(envelope, kind, limits.faults):
        raise EpcisError(*faults)
    if not isinstance(events, list):
        raise EpcisError(Fault("schema", base, "missing", "“eventList” is missing"))
    known = names.context_of(whole.get("@context"))
    if len(known) > _MOST_NAMES:
        raise EpcisError(Fault("syntax", "/@context", "too_large", f"more than {_MOST_NAMES} names in a context"))
    document.version = str(whole.get("schemaVersion", ""))
    document.creation_date = str(whole.get("creationDate", ""))
    document.header |= {
        name: whole[name] for name in ("id", "instanceIdentifier", "sender", "receiver") if name in whole
    }
    masterdata.from_json_header(whole, document, known)
    if kind == "EPCISQueryDocument" and isinstance(body, dict):
        document.query_name = body["queryResults"].get("queryName", "")
        document.subscription_id = body["queryResults"].get("subscriptionID", "")
        masterdata.from_json_list(body["queryResults"]["resultsBody"].get("vocabularyList"), document, known)
    _events(document, events, known, base, limits, source)
    return document


def _single_event(body: dict[str, Any], source: Source, document: Document) -> dict[str, Any]:
    if "single_event" not in source.forgives:
        return body
    document.warnings.append(
        Fault("schema", "/epcisBody/event", "single_event", "one event instead of an eventList", "warning")
    )
    return {"eventList": [body["event"]]}


def _without_events(whole: dict[str, Any], kind: Any, body: Any, events: Any) -> dict[str, Any]:
    """The envelope with an empty list of events, so that it can be judged in no time."""
    if not isinstance(events, list):
        return whole
    if kind == "EPCISDocument":
        return whole | {"epcisBody": body | {"eventList": []}}
    results = body["queryResults"]
    empty = results | {"resultsBody": results["resultsBody"] | {"eventList": []}}
    return whole | {"epcisBody": body | {"queryResults": empty}}


def _forgive(envelope: dict[str, Any], document: Document, source: Source) -> dict[str, Any]:
    """The envelope as the schema may see it once the source's known deviations are taken out."""

    def warn(path: str, code: str, message: str) -> None:
        document.warnings.append(Fault("schema", path, code, message, "warning"))

    out = dict(envelope)
    if document.kind == "EPCISQueryDocument" and "epcisHeader" in out and "query_header" in source.forgives:
        warn("/epcisHeader", "query_header", "a query document has no header in JSON")
        del out["epcisHeader"]
    version = out.get("schemaVersion")
    if type(version) in (int, Decimal) and "version_number" in source.forgives:
        warn("/schemaVersion", "version_number", "schemaVersion must be text")
        out["schemaVersion"] = str(version)
    if isinstance(out.get("id"), str) and out["id"].startswith("_:") and "blank_node" in source.forgives:
        warn("/id", "blank_node", "a blank node is not a URI")
        del out["id"]
    return out


def _single(whole: dict[str, Any], limits: Limits, source: Source) -> Document:
    """POST /events: one event that carries its own context."""
    document = Document("event", "json")
    if "@context" not in whole:
        raise EpcisError(Fault("schema", "/@context", "missing", "“@context” is missing"))
    _events(document, [whole], {}, None, limits, source)
    return document


def _events(
    document: Document,
    events: list[Any],
    known: Mapping[str, str],
    base: str | None,
    limits: Limits,
    source: Source,
) -> None:
    if len(events) > limits.events:
        raise EpcisError(Fault("syntax", base or "", "too_many_events", f"more than {limits.events} events"))
    prefixes = {namespace: prefix for prefix, namespace in known.items()}

    def judged(sent: Any, path: str) -> Event | list[Fault]:
        here, here_prefixes = known, prefixes
        if isinstance(sent, dict) and "@context" in sent:
            here = names.context_of(sent["@context"], known)
            here_prefixes = {namespace: prefix for prefix, namespace in here.items()}
        return judge(sent, known=here, prefixes=here_prefixes, path=path, source=source, limits=limits)

    likes = Likes(lambda raw, path: judged(_decoded(raw), path))
    told = 0
    for position, sent in enumerate(events):
        path = "" if base is None else f"{base}/{position}"
        found = likes.judge(sent, path) if isinstance(sent, msgspec.Raw) else judged(sent, path)
        if isinstance(found, Event):
            document.events.append(found)
            document.positions.append(position)
        elif told < limits.faults:
            document.errors[position] = found[: limits.faults - told]
            told += len(document.errors[position])
        else:
            document.errors[position] = found[:1]


def _decoded(raw: msgspec.Raw) -> Any:
    try:
        return _DECODER.decode(raw)
    except _MALFORMED:
        raise _Malformed from None
