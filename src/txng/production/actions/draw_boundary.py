from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from shapely.geometry import mapping

from txng.access import Actor, Permission
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.recording import record
from txng.production import boundaries
from txng.production.actions.in_hand import own_establishment, sent_before
from txng.production.events import ProductionEvent
from txng.production.geometry.against import Neighbour, doubts_about, refuse_same
from txng.production.geometry.checking import judged
from txng.production.geometry.findings import Unconfirmed
from txng.production.geometry.measuring import area_m2
from txng.production.models import Boundary, BoundarySource, Site
from txng.production.site_tree import POINT_IS_ENOUGH, family_of


@transaction.atomic
def draw_boundary(
    *,
    actor: Actor,
    site_id: int,
    geometry: dict[str, Any],
    source: str,
    at: datetime,
    accuracy_m: float | None = None,
    walk_gap_m: float | None = None,
    confirmed: Collection[str] = (),
    client_id: UUID | None = None,
) -> Boundary:
    """Where a place lies. What cannot be a boundary is refused; what is merely odd is kept once somebody confirmed
    exactly those doubts (`confirmed`: their keys), and the officer sees them with it."""
    # Locked whole: of two neighbours of one establishment drawn at once, the second must see the first.
    establishment = own_establishment(actor, Permission.SITE_EDIT)
    if earlier := sent_before(Boundary, client_id, actor, Permission.SITE_EDIT):
        return earlier
    site = Site.objects.select_related("unit", "parent").filter(pk=site_id).first()
    if site is None:
        raise NotThere(_("Not found."))
    actor.require(Permission.SITE_EDIT, site)
    if source not in BoundarySource.values:
        raise RuleBroken(_("Choose how the boundary was made."), code="source")
    from_file = source == BoundarySource.FILE
    shape, candidate = judged(geometry, may_be_point=site.kind in POINT_IS_ENOUGH, from_file=from_file)
    around = boundaries.neighbours(
        shape, establishment_id=establishment.pk, practice=establishment.practice, apart_from=family_of(site)
    )
    refuse_same(shape, around)
    doubts = doubts_about(
        shape,
        unit_code=site.unit.code,
        unit_name=site.unit.name,
        province_code=site.unit.province_code,
        typed_m2=float(site.area_m2) if site.area_m2 else None,
        around=around,
        inside=_parent(site),
        accuracy_m=accuracy_m,
        walk_gap_m=walk_gap_m,
        closed_for_them=candidate.closed_for_them,
    )
    if any(doubt.key not in confirmed for doubt in doubts):
        raise Unconfirmed(_("Look at these points. If they are right, confirm and save."), doubts)
    before = boundaries.boundary_of(site)
    if before is not None:
        before.replaced_at = at
        before.save(update_fields=["replaced_at"])
    west, south, east, north = shape.bounds
    made = Boundary(
        establishment=establishment,
        site=site,
        geometry=mapping(shape),
        west=west,
        south=south,
        east=east,
        north=north,
        area_m2=Decimal(f"{area_m2(shape):.2f}") if shape.geom_type != "Point" else None,
        source=source,
        accuracy_m=None if accuracy_m is None else Decimal(f"{min(accuracy_m, 99_999):.1f}"),
        confirmed=[{"code": doubt.code, "sentence": doubt.sentence} for doubt in doubts],
        client_id=client_id or uuid4(),
        drawn_at=at,
        drawn_by=actor.label[:200],
    )
    made.stand_with(site)
    made.save(force_insert=True)
    record(
        ProductionEvent.BOUNDARY_DRAWN,
        actor=actor,
        subject=made,
        at=at,
        before=_told(before) if before else None,
        after=_told(made) | {"site": site.site_code, "confirmed": [doubt.code for doubt in doubts]},
    )
    return made


def _parent(site: Site) -> Neighbour | None:
    drawn = boundaries.boundary_of(site.parent) if site.parent else None
    return Neighbour(drawn.site_id, drawn.site.name, True, boundaries.shape(drawn.geometry)) if drawn else None


def _told(row: Boundary) -> dict[str, Any]:
    return {"boundary_id": row.pk, "area_m2": None if row.area_m2 is None else str(row.area_m2), "source": row.source}
