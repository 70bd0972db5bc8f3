"""One event, as it was sent and as everything else wants to see it.

`tree` keeps the sender's values: identifiers and times as text, numbers as written, list order as sent. Only three
things are settled while reading, because without them no two syntaxes can be compared: CBV words are bare, wrappers
of EPCIS 1.2 are gone, and extension keys carry their namespace (`{namespace}local`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from txng.gs1.epcis import identifiers, values
from txng.gs1.epcis.faults import Fault
from txng.gs1.epcis.fields import EPC_LISTS, QUANTITY_LISTS, STANDARD

Identifiers = Literal["canonical", "sent"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A class of things and how many or how much; no unit means a count."""

    epc_class: str
    quantity: Decimal | int | None = None
    uom: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A business transaction, source or destination."""

    type: str
    id: str


@dataclass(frozen=True, slots=True)
class Thing:
    """One identifier of the event's “what”, for indexes: `id` is the form to match, `sent` what was written."""

    role: str
    id: str
    sent: str
    quantity: Decimal | int | None = None
    uom: str = ""
    is_class: bool = False


@dataclass(frozen=True, slots=True)
class ErrorDeclaration:
    time: datetime
    reason: str = ""
    corrective_event_ids: tuple[str, ...] = ()
    extensions: dict[str, Any] = field(default_factory=dict)


class Event:
    """Read only: nobody changes what a sender said. Two events are equal when their normal forms are."""

    __slots__ = ("path", "prefixes", "tree", "warnings")

    def __init__(
        self,
        tree: dict[str, Any],
        prefixes: Mapping[str, str] | None = None,
        path: str = "",
        warnings: tuple[Fault, ...] = (),
    ) -> None:
        self.tree = tree
        self.prefixes: Mapping[str, str] = prefixes or {}  # namespace → prefix, as the sender chose them
        self.path = path
        self.warnings = warnings

    def __repr__(self) -> str:
        return f"<Event {self.type} {self.id or self.path}>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Event) and self.as_json(untyped=True) == other.as_json(untyped=True)

    __hash__ = None  # type: ignore[assignment]

    @property
    def type(self) -> str:
        return str(self.tree["type"])

    @property
    def id(self) -> str:
        return str(self.tree.get("eventID", ""))

    @property
    def event_time(self) -> datetime:
        return values.moment(self.tree["eventTime"])

    @property
    def event_time_zone_offset(self) -> str:
        return str(self.tree["eventTimeZoneOffset"])

    @property
    def record_time(self) -> datetime | None:
        """What the sender claims; the repository sets its own."""
        sent = self.tree.get("recordTime")
        return values.moment(sent) if sent else None

    @property
    def action(self) -> str:
        return str(self.tree.get("action", ""))

    @property
    def biz_step(self) -> str:
        return str(self.tree.get("bizStep", ""))

    @property
    def disposition(self) -> str:
        return str(self.tree.get("disposition", ""))

    @property
    def persistent_disposition(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """(set, unset)."""
        found = self.tree.get("persistentDisposition", {})
        return tuple(found.get("set", ())), tuple(found.get("unset", ()))

    @property
    def read_point(self) -> str:
        return _place(self.tree.get("readPoint"))

    @property
    def biz_location(self) -> str:
        return _place(self.tree.get("bizLocation"))

    @property
    def transformation_id(self) -> str:
        sent = self.tree.get("transformationID", "")
        return identifiers.identity(sent) if sent else ""

    @property
    def parent_id(self) -> str:
        sent = self.tree.get("parentID", "")
        return identifiers.identity(sent) if sent else ""

    @property
    def epcs(self) -> dict[str, tuple[str, ...]]:
        """role → identifiers in the form to match (`parentID` too); roles without any are absent."""
        found = {
            role: tuple(identifiers.identity(epc) for epc in self.tree[role])
            for role in EPC_LISTS
            if self.tree.get(role)
        }
        return {"parentID": (self.parent_id,), **found} if self.parent_id else found

    @property
    def quantities(self) -> dict[str, tuple[Quantity, ...]]:
        return {
            role: tuple(
                Quantity(identifiers.identity(part["epcClass"]), part.get("quantity"), part.get("uom", ""))
                for part in self.tree[role]
            )
            for role in QUANTITY_LISTS
            if self.tree.get(role)
        }

    def things(self) -> Iterator[Thing]:
        """Every identifier of the “what”, in document order: what an index of events is made of."""
        if parent := self.tree.get("parentID"):
            yield Thing("parentID", identifiers.identity(parent), parent)
        for role in EPC_LISTS:
            for sent in self.tree.get(role, ()):
                yield Thing(role, identifiers.identity(sent), sent)
        for role in QUANTITY_LISTS:
            for part in self.tree.get(role, ()):
                sent = part["epcClass"]
                yield Thing(
                    role, identifiers.identity(sent), sent, part.get("quantity"), part.get("uom", ""), is_class=True
                )

    @property
    def biz_transactions(self) -> tuple[Typed, ...]:
        return self._typed("bizTransactionList", "bizTransaction")

    @property
    def sources(self) -> tuple[Typed, ...]:
        return self._typed("sourceList", "source")

    @property
    def destinations(self) -> tuple[Typed, ...]:
        return self._typed("destinationList", "destination")

    def _typed(self, field_name: str, name: str) -> tuple[Typed, ...]:
        return tuple(
            Typed(part.get("type", ""), identifiers.identity(part[name])) for part in self.tree.get(field_name, ())
        )

    @property
    def sensor_elements(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.tree.get("sensorElementList", [])
        return found

    @property
    def ilmd(self) -> dict[str, Any]:
        """Instance and lot master data, keys as `{namespace}local`."""
        found: dict[str, Any] = self.tree.get("ilmd", {})
        return found

    @property
    def certification_info(self) -> tuple[str, ...]:
        found = self.tree.get("certificationInfo", ())
        return (found,) if isinstance(found, str) else tuple(found)

    @property
    def error_declaration(self) -> ErrorDeclaration | None:
        found = self.tree.get("errorDeclaration")
        if found is None:
            return None
        known = ("declarationTime", "reason", "correctiveEventIDs")
        return ErrorDeclaration(
            values.moment(found["declarationTime"]),
            found.get("reason", ""),
            tuple(found.get("correctiveEventIDs", ())),
            {key: value for key, value in found.items() if key not in known},
        )

    @property
    def extensions(self) -> dict[str, Any]:
        """Extensions of the event itself, keys as `{namespace}local`; those inside fields stay there."""
        return {key: value for key, value in self.tree.items() if key not in STANDARD}

    def as_json(
        self,
        *,
        identifiers: Identifiers | Callable[[str], str] = "canonical",
        prefixes: Mapping[str, str] | None = None,
        untyped: bool = False,
    ) -> dict[str, Any]:
        """The normal form: EPCIS 2.0 JSON, the same for the same event in every syntax.

        Times in UTC, numbers without trailing zeros (int or Decimal), CBV words bare, GS1 identifiers as canonical
        Digital Links, prefixes chosen by rule (`prefixes`: namespace → prefix, for who wants others) and declared in
        the event's own @context. `from_json` reads it back without judging it again. `identifiers="sent"` keeps
        identifiers, times, numbers and lists exactly as they were written; a function translates each identifier.
        `untyped` writes numbers and truth values of extensions as text: XML without xsi:type knows nothing else, so
        this is the form in which events are compared.
        """
        from txng.gs1.epcis import normal

        return normal.render(self, identifiers, prefixes, untyped)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Event:
        """An event from its own stored normal form, not judged again. Decode it with Decimal: floats lose digits."""
        from txng.gs1.epcis import normal

        return normal.revive(stored)


def _place(found: Mapping[str, Any] | None) -> str:
    return identifiers.identity(found["id"]) if found else ""
