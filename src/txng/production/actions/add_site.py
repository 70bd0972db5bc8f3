from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from txng.access import Actor, Permission
from txng.kernel.codes import random_code
from txng.kernel.errors import NotThere, RuleBroken
from txng.kernel.text import clean
from txng.ledger.recording import record
from txng.places.models import AdministrativeUnit
from txng.production.actions.in_hand import own_establishment, same_name, sent_before
from txng.production.events import ProductionEvent
from txng.production.models import Site
from txng.production.site_tree import refuse_parent
from txng.registry.models import Establishment


@transaction.atomic
def add_site(
    *,
    actor: Actor,
    kind: str,
    name: str,
    unit: AdministrativeUnit,
    at: datetime,
    address: str = "",
    area_m2: Decimal | None = None,
    parent_id: int | None = None,
    client_id: UUID | None = None,
) -> Site:
    """A plot, pond, workshop or store, with the internal code that stands for a GLN (mã truy vết địa điểm)."""
    establishment = own_establishment(actor, Permission.SITE_EDIT)
    if earlier := sent_before(Site, client_id, actor, Permission.SITE_EDIT):
        return earlier
    name = refuse_impossible_site(establishment, kind=kind, name=name, area_m2=area_m2)
    parent = checked_parent(establishment, parent_id, kind)
    site = Site(
        establishment=establishment,
        parent=parent,
        kind=kind,
        name=name,
        site_code=f"D{random_code(7)}",
        unit=unit,
        address=clean(address),
        area_m2=area_m2,
        client_id=client_id or uuid4(),
        created_at=at,
    )
    # It stands where its establishment does: a plot across the commune border changes nobody's responsibility.
    site.stand_with(establishment)
    site.save()
    record(ProductionEvent.SITE_ADDED, actor=actor, subject=site, at=at, after={"kind": kind, "unit": unit.code})
    return site


def refuse_impossible_site(
    establishment: Establishment, *, kind: str, name: str, area_m2: Decimal | None, but: Site | None = None
) -> str:
    """The name as it is kept."""
    name = clean(name)
    if not name:
        raise RuleBroken(_("Enter the name of the site."), code="name_missing")
    if kind not in Site.Kind.values:
        raise RuleBroken(_("Choose what kind of site it is."), code="kind")
    others = establishment.sites.filter(kind=kind, archived_at=None).exclude(pk=but.pk if but else 0)
    if same_name(others, name):
        raise RuleBroken(_("You already have a site with this name."), code="name_taken")
    if area_m2 is not None and area_m2 <= 0:
        raise RuleBroken(_("The area must be greater than 0."), code="area")
    return name


def checked_parent(
    establishment: Establishment, parent_id: int | None, kind: str, of: Site | None = None
) -> Site | None:
    """One of their own, in use, in which a place of that kind may stand."""
    if parent_id is None:
        return None
    parent = establishment.sites.filter(pk=parent_id, archived_at=None).first()
    if parent is None:
        raise NotThere(_("Not found."))
    refuse_parent(kind, parent, of)
    return parent
