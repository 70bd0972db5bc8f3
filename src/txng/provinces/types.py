"""The shape of a province: what a regulation may settle, and nothing else.

Every difference between two provinces is a value here, never a branch in the code. Whatever a person reads
has an `_en` twin for the English mirror; `shown` picks the one of the language in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from txng.access.permissions import Permission
from txng.provinces.dossiers import DossierRules, RecordItem
from txng.provinces.identity import Identity, Theme
from txng.provinces.lists import AreaUnit, Department, ListVersion, Quantity, Sector, Suggestion, Target, Texts
from txng.provinces.powers import (
    AccountRules,
    CertificateRules,
    Clocks,
    Duty,
    FunctionGroup,
    Limits,
    OcopRules,
    PrintOrderRules,
    PublishingRules,
    ReportRules,
    Tier,
)
from txng.provinces.words import AccountKind, Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    id: str
    regulation: str
    regulation_en: str
    regulation_of: date  # the day it was signed
    former_area: str = ""  # the older province this profile speaks of, where it is now part of a larger one
    identity: Identity
    theme: Theme
    tiers: tuple[Tier, ...]
    dossier: DossierRules
    accounts: AccountRules
    function_groups: Mapping[AccountKind, tuple[FunctionGroup, ...]]
    duties: Mapping[AccountKind, tuple[Duty, ...]]
    publishing: PublishingRules
    print_orders: PrintOrderRules
    clocks: Clocks
    limits: Limits
    reports: ReportRules
    targets: tuple[Target, ...]
    sectors: tuple[Sector, ...]
    departments: tuple[Department, ...]
    suggestions: tuple[Suggestion, ...]
    ocop: OcopRules
    certificate: CertificateRules
    area_units: tuple[AreaUnit, ...]
    quantities: tuple[Quantity, ...]
    lists: tuple[ListVersion, ...]
    texts: Texts
    record_items: tuple[RecordItem, ...]

    def tier(self, kind: str) -> Tier:
        return next(tier for tier in self.tiers if tier.kind == kind)

    def seats(self, kind: str) -> int:
        return self.tier(kind).seats

    def groups_of(self, kind: AccountKind) -> tuple[FunctionGroup, ...]:
        """The menu of a kind of account."""
        return self.function_groups.get(kind, ())

    def duties_of(self, kind: AccountKind) -> tuple[Duty, ...]:
        return self.duties.get(kind, ())

    def permissions_of(self, kind: AccountKind) -> frozenset[Permission]:
        """All a kind of account may do, by its groups and by its duties."""
        bundles: tuple[FunctionGroup | Duty, ...] = (*self.groups_of(kind), *self.duties_of(kind))
        return frozenset(permission for bundle in bundles for permission in bundle.permissions)

    def forwards(self, *, decided_by: Desk, delegated: bool = False) -> bool:
        """Whether an approved dossier goes on to the operator: not where the decider issues it."""
        if decided_by == "operator":
            return False
        return self.dossier.approval_forwards and not (delegated and self.accounts.delegation_possible)

    def tells_managing_agency(self, *, filed_at: Desk) -> bool:
        return filed_at == "operator" and self.dossier.managing_agency_told_on_direct_filing

    def department(self, code: str) -> Department | None:
        return next((department for department in self.departments if department.code == code), None)

    def sector(self, code: str) -> Sector | None:
        return next((sector for sector in self.sectors if sector.code == code), None)

    def suggest_managing_agency(self, *, sector: str, establishment_kind: str = "") -> Suggestion | None:
        """An offer, never a decision: one establishment answers to one agency, chosen with a reason."""
        return next((line for line in self.suggestions if line.fits(sector, establishment_kind)), None)

    @property
    def area_unit(self) -> AreaUnit:
        """The local measure people think in; hectares and square metres are always understood."""
        return self.area_units[0]
