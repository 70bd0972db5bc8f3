"""Who runs the system: names, addresses, colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from txng.provinces.language import said


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """Colours of the province; `theme.refusals` says which may not be used."""

    brand: str
    brand_strong: str
    brand_soft: str
    on_brand: str = "#FFFFFF"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who runs the system, under which names and addresses."""

    province_code: str
    name: str
    name_en: str
    kind: Literal["tỉnh", "thành phố"]
    kind_en: str
    system_name: str
    system_name_en: str
    short_name: str
    short_name_en: str
    app_name: str
    site: str  # "" while the province has not named its address
    id_host: str  # of the identifiers without GS1 keys: fixed at first start, kept after a change of address
    other_hosts: tuple[str, ...] = ()  # printed once, so answered for ever
    people_committee: str
    people_committee_en: str
    operator_name: str
    operator_name_en: str
    operator_short: str
    operator_short_en: str
    responsible: str
    responsible_en: str
    address: str
    hotline: str
    email: str
    heading: tuple[str, ...]  # the two lines at the head of every paper

    @property
    def host(self) -> str:
        """Where codes point: the site, and until there is one the host of the identifiers."""
        return self.site or self.id_host

    @property
    def hosts(self) -> frozenset[str]:
        """Every host that answers the codes of this province."""
        return frozenset({self.host, self.id_host, *self.other_hosts})

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def shown(self) -> str:
        return said(self, "name")

    @property
    def shown_system_name(self) -> str:
        return said(self, "system_name")

    @property
    def shown_short_name(self) -> str:
        return said(self, "short_name")

    @property
    def shown_operator_name(self) -> str:
        return said(self, "operator_name")

    @property
    def shown_operator_short(self) -> str:
        return said(self, "operator_short")

    @property
    def shown_people_committee(self) -> str:
        return said(self, "people_committee")

    @property
    def shown_responsible(self) -> str:
        return said(self, "responsible")
