"""What rides along with events: prefixes of extensions, and master data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from txng.gs1.epcis import Event, Vocabulary, dumps
from txng.gs1.epcis import names as epcis_names
from txng.gs1.epcis.identifiers import identity
from txng.trace.models import MasterData, Namespace
from txng.trace.models.captured import LONGEST
from txng.trace.storing import Sender

# A repository that knows a thousand vocabularies knows enough; more than that is somebody filling a table.
MOST_NAMESPACES = 1_000
# What EPCIS has no word for and our own events say: which codes of which batch, that a time is only a day.
OWN_NAMESPACE, OWN_PREFIX = "urn:x-txng:", "txng"
_LONGEST_PREFIX = 40
_STANDARD = frozenset(epcis_names.CONTEXT_PREFIXES.values())
_LONGEST_NAMESPACE = 400
_MOST_VALUE = 20_000  # bytes of one element's attributes


def known_prefixes() -> dict[str, str]:
    """namespace → prefix, as this repository writes them; those of the standard's own context come by themselves."""
    return {OWN_NAMESPACE: OWN_PREFIX, **dict(Namespace.objects.values_list("uri", "prefix"))}


def keep_prefixes(events: Iterable[Event]) -> None:
    """The first sender of a namespace names it for everybody, unless the prefix is taken."""
    wished: dict[str, str] = {}
    plain: dict[int, bool] = {}  # the events of a document share what it declared
    for event in events:
        declared = event.prefixes
        if id(declared) not in plain:
            plain[id(declared)] = all(uri in _STANDARD for uri in declared)
        if plain[id(declared)]:
            continue
        for uri in epcis_names.namespaces_in(event.tree):
            if prefix := event.prefixes.get(uri):
                wished.setdefault(epcis_names.one_namespace(uri), prefix)
    usable = [
        (uri, prefix)
        for uri, prefix in sorted(wished.items())
        if len(uri) <= _LONGEST_NAMESPACE
        and len(prefix) <= _LONGEST_PREFIX
        and prefix not in epcis_names.CONTEXT_PREFIXES
        and prefix != OWN_PREFIX
        and uri not in _STANDARD
        and epcis_names.prefixes_for([uri], {uri: prefix})[uri] == prefix
    ]
    known = set(Namespace.objects.filter(uri__in=[uri for uri, _ in usable]).values_list("uri", flat=True))
    fresh = [Namespace(uri=uri, prefix=prefix) for uri, prefix in usable if uri not in known]
    if fresh and Namespace.objects.count() + len(fresh) <= MOST_NAMESPACES:
        Namespace.objects.bulk_create(fresh, ignore_conflicts=True)


def keep_master_data(vocabularies: list[Vocabulary], *, sender: Sender, client_id: int | None, at: datetime) -> int:
    """What a document's header says of places and products; the later word of one sender replaces the earlier."""
    latest: dict[tuple[str, str], tuple[bytes, list[str]]] = {}
    for vocabulary in vocabularies:
        for element in vocabulary.elements:
            key = identity(element.id)
            attributes = dumps([{"id": one.id, "attribute": one.value} for one in element.attributes])
            too_long = any(len(text.encode()) > LONGEST for text in (key, *element.children))
            if too_long or len(vocabulary.type) > 200 or len(attributes) > _MOST_VALUE:
                continue
            latest[vocabulary.type, key] = attributes, [identity(child) for child in element.children]
    if not latest:
        return 0
    rows = [
        (
            kind, key, attributes.decode(), children, at, client_id, sender.capture_id, sender.establishment_id,
            sender.agency_id, sender.unit_path, sender.sector, sender.managing_agency_id,
        )
        for (kind, key), (attributes, children) in sorted(latest.items())
    ]  # fmt: skip
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {MasterData._meta.db_table} (type, key, attributes, children, valid_since, client_id, "
            "capture_id, establishment_id, agency_id, unit_path, sector, managing_agency_id) "
            "VALUES (%s, %s, %s::jsonb, %s, %s, %s, %s, %s, %s, %s, %s, %s) "
            "ON CONFLICT (establishment_id, agency_id, type, key) DO UPDATE SET attributes = EXCLUDED.attributes, "
            "children = EXCLUDED.children, valid_since = EXCLUDED.valid_since, client_id = EXCLUDED.client_id, "
            "capture_id = EXCLUDED.capture_id",
            rows,
        )
    return len(rows)
