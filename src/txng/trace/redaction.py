"""Who sees what of an event. Every reading path asks this table, and so does every condition of a query: a field that
is hidden from somebody answers to none of their questions either, or they would guess it by asking (RE-20).

- AUTHORITY: the organisation whose event it is, and agencies that reach its place. Everything.
- PARTNER: a program the owner has granted (PartnerGrant). Everything, until one field of it says otherwise here.
- PUBLIC: any other program, and only of goods it names one by one, as a shopper does who holds the code. Nobody
  can list what is somebody else's: the number of events alone tells a competitor how much is sold. Of the other
  goods in the event, of amounts, places and parties it learns nothing, and not the event's ID: a hash among IDs
  could be tried against guesses of what is hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from txng.gs1.epcis.fields import EPC_LISTS, QUANTITY_LISTS
from txng.gs1.epcis.identifiers import identity


class Audience(StrEnum):
    PUBLIC = "public"
    PARTNER = "partner"
    AUTHORITY = "authority"


_KNOWN = frozenset({Audience.PARTNER, Audience.AUTHORITY})
_ALL = _KNOWN | {Audience.PUBLIC}

# Field of the event → who sees it. What stands in no line (extensions) is for those who see everything.
TABLE: dict[str, frozenset[Audience]] = {
    "@context": _ALL,
    "type": _ALL,
    "eventID": _KNOWN,
    "eventTime": _ALL,
    "recordTime": _ALL,
    "eventTimeZoneOffset": _ALL,
    "errorDeclaration": _ALL,  # that it was declared wrong, and why; see INSIDE
    "certificationInfo": _ALL,
    "things": _ALL,  # those they named themselves; see `shown`
    "quantity": _KNOWN,
    "action": _ALL,
    "transformationID": _KNOWN,
    "bizStep": _ALL,
    "disposition": _ALL,
    "persistentDisposition": _ALL,
    "readPoint": _KNOWN,  # a plot is somebody's home
    "bizLocation": _KNOWN,
    "bizTransactionList": _KNOWN,
    "sourceList": _KNOWN,
    "destinationList": _KNOWN,
    "sensorElementList": _KNOWN,
    "ilmd": _KNOWN,
}
_REST = _KNOWN
# Of fields that are seen, the parts the public sees.
INSIDE: dict[str, frozenset[str]] = {"errorDeclaration": frozenset({"declarationTime", "reason"})}
THINGS = frozenset({"parentID", *EPC_LISTS, *QUANTITY_LISTS})


def may_see(audience: Audience, field: str) -> bool:
    return audience in TABLE.get("things" if field in THINGS else field, _REST)


def shown(body: Mapping[str, Any], audience: Audience, named: Iterable[str] = ()) -> dict[str, Any]:
    """The normal form of an event as that audience sees it; `named` are the things the question named."""
    found = {field: value for field, value in body.items() if may_see(audience, field)}
    if audience is not Audience.PUBLIC:
        return found
    things = frozenset(named)
    for field in THINGS & found.keys():
        found[field] = _things(field, found[field], things)
        if not found[field] and field != "epcList":
            del found[field]
    for field in INSIDE.keys() & found.keys():
        found[field] = {name: inner for name, inner in found[field].items() if name in INSIDE[field]}
    return found


def _things(field: str, value: Any, named: frozenset[str]) -> Any:
    if field == "parentID":
        return value if identity(value) in named else ""
    if field in QUANTITY_LISTS:
        return [{"epcClass": part["epcClass"]} for part in value if identity(part["epcClass"]) in named]
    return [uri for uri in value if identity(uri) in named]
