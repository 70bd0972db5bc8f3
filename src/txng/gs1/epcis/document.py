"""A document as a reader hands it over, and the master data that rode along."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from txng.gs1.epcis.faults import Fault
from txng.gs1.epcis.model import Event


@dataclass(slots=True)
class Attribute:
    id: str
    value: Any


@dataclass(slots=True)
class Element:
    """One entry of master data: a place, a product class, a party."""

    id: str
    attributes: list[Attribute] = field(default_factory=list)
    children: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Vocabulary:
    type: str
    elements: list[Element] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """What a reader found. `events[i]` stands at `positions[i]`; `errors` maps the position of a bad event to why."""

    kind: Literal["EPCISDocument", "EPCISQueryDocument", "EPCISMasterDataDocument", "event"]
    syntax: Literal["json", "xml"]
    version: str = ""
    creation_date: str = ""
    events: list[Event] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    errors: dict[int, list[Fault]] = field(default_factory=dict)
    warnings: list[Fault] = field(default_factory=list)
    master_data: list[Vocabulary] = field(default_factory=list)
    header: dict[str, Any] = field(default_factory=dict)  # sender, receiver, instanceIdentifier, id
    query_name: str = ""
    subscription_id: str = ""

    @property
    def faults(self) -> list[Fault]:
        """Every error of every event, in document order."""
        return [fault for position in sorted(self.errors) for fault in self.errors[position]]
