from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from txng import provinces
from txng.access import Actor
from txng.kernel.clock import local_date
from txng.kernel.errors import RuleBroken
from txng.kernel.text import fold, slugify
from txng.ledger.recording import record
from txng.registry.actions.taking import State
from txng.registry.events import EstablishmentEvent
from txng.registry.models import Agency, Dossier, Establishment, ManagingAssignment
from txng.registry.sectors import Sector


@transaction.atomic
def join_establishment(*, actor: Actor, dossier: Dossier, at: datetime) -> Establishment:
    """The establishment an approved dossier speaks of, with its managing agency (CB 6.3, CT-REG 6.3).

    Part of issuing the account: the caller has locked the dossier, asked for the right, and moves its state.
    """
    if dossier.state not in (State.APPROVED, State.FORWARDED):
        raise RuleBroken(
            _("An account is issued for an approved dossier; this one is in the state “%(state)s”.")
            % {"state": dossier.get_state_display()},
            code="wrong_moment",
        )
    if dossier.establishment is not None:
        return dossier.establishment
    agency, unit = dossier.managing_agency, dossier.unit
    if agency is None or unit is None:
        raise RuleBroken(_("The dossier names no managing agency or no commune."), code="dossier_incomplete")
    establishment = Establishment.objects.create(
        name=dossier.name,
        plain_name=fold(dossier.name)[:300],
        slug=_free_slug(dossier.name),
        kind=dossier.kind,
        tax_code=dossier.tax_code,
        representative=dossier.representative,
        phone=dossier.phone,
        email=dossier.email,
        address=dossier.address,
        unit=unit,
        unit_path=unit.unit_path,
        sector=_sector(dossier),
        managing_agency_id=agency.pk,
        business_kind=dossier.business_kind,
        capacity=dossier.capacity,
        joined_on=local_date(at),
    )
    dossier.establishment = establishment
    dossier.save(update_fields=["establishment"])
    record(
        EstablishmentEvent.JOINED,
        actor=actor,
        subject=establishment,
        at=at,
        after={"name": establishment.name, "dossier": dossier.number},
        ground=dossier.number or "",
    )
    assign(establishment, agency, actor=actor, dossier=dossier, at=at)
    return establishment


def assign(establishment: Establishment, agency: Agency, *, actor: Actor, dossier: Dossier, at: datetime) -> None:
    """A step of its own, with its own line: who answers for an establishment changes more often than that it joined."""
    ManagingAssignment.objects.create(
        establishment=establishment,
        agency=agency,
        valid_from=establishment.joined_on,
        reason=_assigned_because(dossier),
    )
    record(
        EstablishmentEvent.ASSIGNED,
        actor=actor,
        subject=establishment,
        at=at,
        after={"managing_agency": agency.name},
        ground=dossier.number or "",
    )


def _free_slug(name: str) -> str:
    """`htx-truong-thanh`, or with a number behind it. Two at once: the unique column refuses the slower one."""
    base = slugify(name)[:100].strip("-") or "co-so"
    taken = set(Establishment.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number = 2
    slug = base
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    return slug


def _sector(dossier: Dossier) -> str:
    """The group the applicant chose and the reviewer let stand; else the one sector its department is there for."""
    if dossier.sector:
        return dossier.sector
    sectors = dossier.managing_agency.sectors if dossier.managing_agency else []
    return sectors[0] if len(sectors) == 1 else Sector.OTHER


def _assigned_because(dossier: Dossier) -> str:
    suggested = provinces.current().suggest_managing_agency(sector=dossier.sector, establishment_kind=dossier.kind)
    agency = dossier.managing_agency
    if suggested and agency and agency.kind == suggested.tier:
        return _("Dossier %(number)s; %(reason)s") % {"number": dossier.number, "reason": suggested.reason}
    return _("Dossier %(number)s; chosen by the applicant, kept at the review") % {"number": dossier.number}
