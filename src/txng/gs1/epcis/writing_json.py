"""Events written as EPCIS 2.0 JSON: bare words, versioned context, schema-valid."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import msgspec

from txng.gs1.epcis import masterdata, names
from txng.gs1.epcis.document import Vocabulary
from txng.gs1.epcis.model import Event, Identifiers

_ENCODER = msgspec.json.Encoder(decimal_format="number")


def dumps(value: Any) -> bytes:
    """JSON of a normal form, every digit of its numbers kept."""
    return _ENCODER.encode(_plain(value))


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    # 1E+2 is legal JSON and surprises half of its readers.
    if isinstance(value, Decimal) and "E" in str(value):
        return Decimal(format(value, "f"))
    return value


def write_json(
    events: Iterable[Event],
    *,
    kind: str = "EPCISDocument",
    created: datetime | None = None,
    identifiers: Identifiers | Callable[[str], str] = "canonical",
    prefixes: Mapping[str, str] | None = None,
    master_data: Iterable[Vocabulary] = (),
    header: Mapping[str, Any] | None = None,
    query_name: str = "SimpleEventQuery",
    subscription_id: str = "",
) -> bytes:
    """A document or query document. `prefixes` (namespace → prefix) are wishes; each sender's own come after them.

    Prefixes that all events agree on are declared once, in front; an event that needs others carries its own context.
    """
    shared: dict[str, str] = {}
    written = []
    rendered = [
        event.as_json(identifiers=identifiers, prefixes={**event.prefixes, **(prefixes or {})}) for event in events
    ]
    contexts = [found.pop("@context", {}) for found in rendered]
    # A prefix nobody declared means nothing; declared in front for somebody else, it would begin to.
    meaningless = {prefix for found, own in zip(rendered, contexts, strict=True) for prefix in _undeclared(found, own)}
    for found, own in zip(rendered, contexts, strict=True):
        clash = {
            prefix: namespace
            for prefix, namespace in own.items()
            if prefix in meaningless or shared.get(prefix, namespace) != namespace
        }
        shared |= {prefix: namespace for prefix, namespace in own.items() if prefix not in clash}
        written.append({"@context": [clash], **found} if clash else found)
    context: list[Any] = [names.GS1_CONTEXT]
    if shared:
        context.append(shared)
    vocabularies = masterdata.to_json(list(master_data))
    document: dict[str, Any] = {"@context": context, "type": kind, "schemaVersion": "2.0"}
    document["creationDate"] = creation_date(created)
    if kind == "EPCISQueryDocument":
        results: dict[str, Any] = {"queryName": query_name}
        if subscription_id:
            results["subscriptionID"] = subscription_id
        results["resultsBody"] = {"eventList": written}
        if vocabularies:
            results["resultsBody"]["vocabularyList"] = vocabularies
        document["epcisBody"] = {"queryResults": results}
    else:
        document |= dict(header or {})
        if vocabularies:
            document["epcisHeader"] = {"epcisMasterData": {"vocabularyList": vocabularies}}
        document["epcisBody"] = {"eventList": written}
    return dumps(document)


def _undeclared(value: Any, own: Mapping[str, str]) -> set[str]:
    """Prefixes of keys that neither the event's own context nor GS1's declares."""
    if isinstance(value, list):
        return {prefix for inner in value if isinstance(inner, (dict, list)) for prefix in _undeclared(inner, own)}
    found = {key.partition(":")[0] for key in value if ":" in key} - own.keys() - names.CONTEXT_PREFIXES.keys()
    for inner in value.values():
        if isinstance(inner, (dict, list)):
            found |= _undeclared(inner, own)
    return found


def creation_date(created: datetime | None) -> str:
    moment = (created or datetime.now(UTC)).astimezone(UTC)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"


def write_event(
    event: Event,
    *,
    identifiers: Identifiers | Callable[[str], str] = "canonical",
    prefixes: Mapping[str, str] | None = None,
) -> bytes:
    """One event with its own context, as POST /events takes it."""
    found = event.as_json(identifiers=identifiers, prefixes={**event.prefixes, **(prefixes or {})})
    own = found.pop("@context", None)
    return dumps({"@context": [names.GS1_CONTEXT, own] if own else [names.GS1_CONTEXT], **found})
