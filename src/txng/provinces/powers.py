"""Kinds of account, their function groups and duties, and who decides what (Điều 7, 9, 10, 11, 12)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from txng.access.permissions import Permission
from txng.provinces.language import Named
from txng.provinces.words import AccountKind, AgencyKind, Desk


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Named):
    """A kind of account, and how many persons may sit in one by default."""

    kind: AccountKind
    name: str
    name_en: str
    article: str
    seats: int
    former: str = ""  # the tier whose work it took over, as the text still calls it


@dataclass(frozen=True, slots=True, kw_only=True)
class Undertaking(Named):
    """What a user accepts when they activate an account, in the regulation's words."""

    name: str
    name_en: str
    article: str
    kinds: tuple[AccountKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRules:
    """Who issues an account, hands it over, and takes it away (Điều 6, 11, 12)."""

    issued_by: tuple[Literal["operator", "delegated-agency"], ...]
    activated_by: tuple[Desk, ...]
    handed_over_by: tuple[Desk, ...]
    locked_by: tuple[Desk, ...]  # an agency's lock holds at once
    revocation_proposed_by: tuple[Desk, ...]
    revocation_decided_by: tuple[Desk, ...]
    undertakings: tuple[Undertaking, ...]
    # Whoever accepted other words before this day is asked again.
    undertakings_since: date | None = None

    @property
    def delegation_possible(self) -> bool:
        return "delegated-agency" in self.issued_by


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionGroup(Named):
    """A nhóm chức năng in the regulation's words and order: a line of the menu, a bundle of permissions."""

    code: str
    wording: str  # as it stands in the regulation, “Nhóm chức năng …” included
    name: str  # the same words as a line of the menu
    name_en: str
    article: str
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty(Named):
    """Work given to a kind of account outside its list of groups: reached from “Việc của tôi”."""

    code: str
    name: str
    name_en: str
    article: str
    permissions: tuple[Permission, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground(Named):
    code: str
    name: str
    name_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishingRules:
    """Who lets information out, and who takes it down (Điều 9, 10)."""

    decided_by: tuple[Desk, ...]
    first_check_by: tuple[AccountKind, ...]  # *kiểm tra yêu cầu*: these tiers check before they decide
    # Their menu names no approving group: the tray stands on “Việc của tôi”.
    from_home_desk: tuple[AccountKind, ...]
    take_down_by: tuple[Desk, ...]
    take_down_grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintOrderRules:
    approved_by: Literal["operator", "rule"]
    looked_at_by_managing_agency: bool

    @property
    def needs_approval(self) -> bool:
        return self.approved_by == "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """Working days a step may take."""

    receive: int
    review: int
    issue_account: int
    approve_information: int
    print_order: int
    complaint: int
    rating_reply: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much and how long, where no regulation says."""

    codes_an_order: int  # a print order of more takes two persons (names.md 5)
    most_codes_an_order: int
    yield_percent: int  # of the upper bands of yields (production/data/yield_bands.toml)
    plain_print_file: int  # stamps of an order whose file may be taken home unlocked
    print_file_hours: int
    agency_idle_minutes: int
    agency_longest_hours: int
    unused_months: int
    balance_tolerance_percent: int  # more of a thing may come out of processing than weighing can tell apart


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPeriod(Named):
    """A report is due *before* this day of every year."""

    code: Literal["six-month", "annual"]
    name: str
    name_en: str
    month: int
    day: int
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRules:
    written_by: tuple[AccountKind, ...]
    addressee: str
    addressee_en: str
    addressee_kind: AgencyKind
    periods: tuple[ReportPeriod, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OcopRules:
    scored_by: tuple[AccountKind, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Named):
    """What an establishment must have before it is given the certificate; oversight/eligibility.py looks it up."""

    code: Literal["account-active", "product-complete", "lot-with-events", "commitment", "no-open-violation"]
    name: str
    name_en: str
    article: str
    valid_from: date
    valid_to: date | None = None  # exclusive

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateRules:
    """Giấy xác nhận tham gia."""

    issued_by: tuple[Desk, ...]
    valid_months: int
    number: str  # a format: n, year
    conditions: tuple[Condition, ...]

    def conditions_on(self, day: date) -> tuple[Condition, ...]:
        return tuple(condition for condition in self.conditions if condition.in_force(day))
