"""Whether an establishment may be given the participation certificate, told to both sides in the same words.

Which conditions there are, since when and by which article is data of the province (provinces: certificate); here
stands how each is looked up, and for one that is not met what is missing and the page on which to mend it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from txng import provinces
from txng.accounts.models import Account
from txng.accounts.models.accounts import AccountState, MembershipRole
from txng.catalogue.models import Product, ProductVersion
from txng.oversight.models import Complaint, ComplaintState, Recall, RecallState
from txng.production.completeness import general_rules
from txng.production.models import DiaryEntry, Lot
from txng.production.work import PRODUCING
from txng.provinces import RuleField
from txng.registry.models import Dossier, Establishment


@dataclass(frozen=True, slots=True, kw_only=True)
class Lacking:
    """What is missing, and the establishment's own page on which to supply it; "" when somebody else has to act."""

    sentence: str
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One condition, with what stands against it."""

    code: str
    title: str
    article: str
    lacking: Lacking | None

    @property
    def is_met(self) -> bool:
        return self.lacking is None


def findings(establishment: Establishment, *, on: date) -> list[Finding]:
    """Every condition in force that day, in the order of the province's list."""
    return [
        Finding(
            code=condition.code,
            title=condition.shown,
            article=condition.article,
            lacking=_LOOK_UP[condition.code](establishment, on),
        )
        for condition in provinces.current().certificate.conditions_on(on)
    ]


def unmet(establishment: Establishment, *, on: date) -> list[Finding]:
    return [finding for finding in findings(establishment, on=on) if not finding.is_met]


def complete_products(establishment: Establishment, *, on: date) -> list[Product]:
    """The approved products to which none of the law's fields about goods and producer is missing."""
    return [version.product for version in _published(establishment) if not _missing_fields(version, on)]


def _account_active(establishment: Establishment, on: date) -> Lacking | None:
    account = Account.objects.filter(establishment=establishment).first()
    if account is not None and account.state == AccountState.ACTIVE:
        return None
    if account is None:
        return Lacking(sentence=_("No account has been issued to the establishment."))
    return Lacking(
        sentence=_("The account is in the state “%(state)s”. Ask the managing agency.")
        % {"state": account.get_state_display()}
    )


def _commitment(establishment: Establishment, on: date) -> Lacking | None:
    """Signed with the dossier, or taken on by the owner when the account was activated."""
    account = Account.objects.filter(establishment=establishment).first()
    signed = Dossier.objects.filter(establishment=establishment, committed_at__isnull=False).exists()
    if signed or (account is not None and account.dossier is not None and account.dossier.committed_at):
        return None
    owners = account.memberships.filter(role=MembershipRole.OWNER, ended_at=None) if account else None
    if owners is not None and owners.filter(duties_accepted_at__isnull=False).exists():
        return None
    return Lacking(
        sentence=_("The owner has not yet accepted the duties of a user of the account."),
        address=reverse("own-account"),
    )


def _product_complete(establishment: Establishment, on: date) -> Lacking | None:
    """One product is enough; where none is complete, the nearest one tells what it lacks."""
    nearest: tuple[int, ProductVersion, list[str]] | None = None
    for version in _published(establishment):
        missing = _missing_fields(version, on)
        if not missing:
            return None
        if nearest is None or len(missing) < nearest[0]:
            nearest = len(missing), version, missing
    if nearest is None:
        return Lacking(
            sentence=_("No product of the establishment has been approved yet."), address=reverse("product-list")
        )
    _count, version, missing = nearest
    return Lacking(
        sentence=_("The product “%(product)s” still lacks: %(fields)s.")
        % {"product": version.product.name, "fields": ", ".join(missing)},
        address=reverse("product-change", args=[version.product_id]),
    )


def _lot_with_events(establishment: Establishment, on: date) -> Lacking | None:
    lots = Lot.objects.filter(establishment=establishment, cancelled_at=None, product__published_at__isnull=False)
    work = DiaryEntry.objects.filter(lot__in=lots, activity__in=PRODUCING, corrections=None)
    if work.exists():
        return None
    if lots.exists():
        return Lacking(
            sentence=_("No work of production stands in the diary of any lot."), address=reverse("diary-home")
        )
    return Lacking(sentence=_("No lot of an approved product has been opened."), address=reverse("lot-list"))


def _no_open_violation(establishment: Establishment, on: date) -> Lacking | None:
    """A recall in force, or a report of a violation that an agency is looking into."""
    recall = (
        Recall.objects.filter(
            establishment=establishment, is_drill=False, state__in=[RecallState.OPEN, RecallState.DISPOSING]
        )
        .select_related("lot")
        .order_by("id")
        .first()
    )
    if recall is not None:
        return Lacking(
            sentence=_("Lot %(lot)s is being recalled (decision %(number)s).")
            % {"lot": recall.lot.number, "number": recall.decision_number},
            address=reverse("lot-detail", args=[recall.lot_id]),
        )
    looked_into = Complaint.objects.filter(
        establishment=establishment, kind=Complaint.Kind.VIOLATION, state__in=_UNDER_WAY
    )
    complaint = looked_into.order_by("id").first()
    if complaint is None:
        return None
    return Lacking(
        sentence=_("Report %(number)s of a violation is being looked into by the agency.")
        % {"number": complaint.number}
    )


# What somebody merely claims holds nobody up: an agency has taken it on.
_UNDER_WAY = (ComplaintState.ASSIGNED, ComplaintState.VERIFYING)

_LOOK_UP: dict[str, Callable[[Establishment, date], Lacking | None]] = {
    "account-active": _account_active,
    "commitment": _commitment,
    "product-complete": _product_complete,
    "lot-with-events": _lot_with_events,
    "no-open-violation": _no_open_violation,
}


def _published(establishment: Establishment) -> list[ProductVersion]:
    return list(
        ProductVersion.objects.filter(product__establishment=establishment, state=ProductVersion.State.PUBLISHED)
        .select_related("product__establishment")
        .order_by("product_id")
    )


def _missing_fields(version: ProductVersion, on: date) -> list[str]:
    """Of the nine fields those that goods and producer answer; the lot's own are another condition."""
    return [
        field.shown
        for rules in general_rules(on)
        for field in rules.fields
        if field.required and _of_goods(field) and not any(_value(source, version) for source in field.sources)
    ]


def _of_goods(field: RuleField) -> bool:
    return any(source.startswith(("product.", "establishment.")) for source in field.sources)


def _value(source: str, version: ProductVersion) -> object:
    owner, _dot, name = source.partition(".")
    if owner == "product":
        return version.fields.get(name) or getattr(version.product, name, None)
    if owner == "establishment":
        establishment = version.product.establishment
        return getattr(establishment, name, None) or (name == "address" and establishment.unit_id)
    return None
