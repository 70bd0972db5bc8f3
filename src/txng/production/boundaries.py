"""Questions about boundaries and area codes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from txng.access import Actor, Permission
from txng.access.scopes import NOWHERE
from txng.production.geometry.against import Neighbour
from txng.production.models import AreaCode, AreaCodeStatus, Boundary, Site

RUNNING_OUT_DAYS = 60
MOST_NEIGHBOURS = 200  # a boundary that meets more has been drawn around a whole commune

# The words of the index `boundary_box`, or the planner would not see that it is meant.
_MEETS = (
    "box(point(production_boundary.west, production_boundary.south),"
    " point(production_boundary.east, production_boundary.north)) && box(point(%s, %s), point(%s, %s))"
)


def meeting(bounds: tuple[float, float, float, float], *, whose: int | None = None) -> QuerySet[Boundary]:
    """The boundaries in force whose box meets a box (west, south, east, north): of one establishment, else of everybody
    apart from what is only practised, which lies nowhere."""
    meets = RawSQL(_MEETS, bounds, output_field=BooleanField())
    found = Boundary.objects.filter(meets, replaced_at=None).select_related("site").order_by("id")
    return found.exclude(unit_path__startswith=NOWHERE) if whose is None else found.filter(establishment_id=whose)


def neighbours(
    drawn: BaseGeometry,
    *,
    establishment_id: int,
    practice: bool = False,
    apart_from: set[int] = frozenset(),  # type: ignore[assignment]
) -> list[Neighbour]:
    """Whose land a shape may lie on, its own family left out. Not limited to a reach: who draws must be warned of
    others, and is told nothing of them but that they are there (geometry/against.py). Who practises draws the fields
    everybody knows, and is alone there."""
    found = meeting(drawn.bounds, whose=establishment_id if practice else None).exclude(site_id__in=apart_from)[
        :MOST_NEIGHBOURS
    ]
    return [
        Neighbour(row.site_id, row.site.name, row.establishment_id == establishment_id, shape(row.geometry))
        for row in found
    ]


def boundary_of(site: Site) -> Boundary | None:
    return site.boundaries.filter(replaced_at=None).first()


def versions_of(site: Site) -> QuerySet[Boundary]:
    """The newest first."""
    return site.boundaries.order_by("-id")


def beside(site: Site, bounds: tuple[float, float, float, float]) -> list[Boundary]:
    """The establishment's own other places in a piece of map."""
    return list(meeting(bounds, whose=site.establishment_id).exclude(site=site)[:MOST_NEIGHBOURS])


def with_boundary(sites: QuerySet[Site]) -> dict[int, Boundary]:
    rows = Boundary.objects.filter(replaced_at=None, site__in=sites).defer("geometry", "confirmed").order_by("id")
    return {row.site_id: row for row in rows}


# codes


def area_codes_of(actor: Actor) -> QuerySet[AreaCode]:
    """Those that end soonest first; revoked ones last."""
    return (
        AreaCode.objects.filter(actor.reach(Permission.PRODUCTION_READ))
        .select_related("site")
        .order_by(
            ExpressionWrapper(Q(status=AreaCodeStatus.REVOKED), BooleanField()),
            F("valid_to").asc(nulls_last=True),
            "code",
            "id",
        )
    )


def running_out(codes: QuerySet[AreaCode], on: date) -> QuerySet[AreaCode]:
    """Those over or about to be, of those that are not revoked."""
    return codes.exclude(status=AreaCodeStatus.REVOKED).filter(valid_to__lte=on + timedelta(days=RUNNING_OUT_DAYS))


def state_of(code: AreaCode, on: date) -> str:
    """`status`, or what the calendar makes of it: not yet, soon over, over."""
    if code.status != AreaCodeStatus.ACTIVE:
        return code.status
    if code.granted_on > on:
        return "future"
    if code.valid_to is None or code.valid_to > on + timedelta(days=RUNNING_OUT_DAYS):
        return "active"
    return "over" if code.valid_to < on else "soon"


def area_code_problem(site: Site, market: str, on: date) -> str | None:
    """Why goods of a place should not go to a market on that day, or None. “” is the domestic market, where a code
    is wanted only of who has one."""
    ids, above = [site.pk], site.parent
    while above is not None and len(ids) < 20:  # a code given to an area covers the plots in it
        ids.append(above.pk)
        above = above.parent
    wanted = market.strip().casefold()
    codes = [c for c in AreaCode.objects.filter(site_id__in=ids).order_by("id") if c.market.casefold() == wanted]
    if any(state_of(code, on) in ("active", "soon") for code in codes):
        return None
    words: dict[str, Any] = {"site": site.name, "market": market.strip()}
    if not codes:
        return _("“%(site)s” has no area code for %(market)s.") % words if wanted else None
    words["code"] = codes[-1].code
    match state_of(codes[-1], on):
        case "suspended":
            return _("The area code %(code)s of “%(site)s” is suspended.") % words
        case "revoked":
            return _("The area code %(code)s of “%(site)s” has been revoked.") % words
        case "future":
            return _("The area code %(code)s of “%(site)s” is not yet in force.") % words
        case _other:
            return _("The area code %(code)s of “%(site)s” has run out.") % words


@dataclass(frozen=True, slots=True)
class Overlap:
    """A boundary kept although it lies over another establishment's, as an agency sees it."""

    boundary: Boundary
    others: list[Boundary]  # those the agency may see
    hidden: int  # and how many it may not


def kept_over_others(actor: Actor) -> QuerySet[Boundary]:
    """Those whose drawer confirmed that they lie over somebody else's land, the newest first."""
    found = Boundary.objects.filter(actor.reach(Permission.PRODUCTION_READ), replaced_at=None)
    return (
        found.filter(confirmed__contains=[{"code": "overlap_other"}])
        .select_related("site__unit", "establishment")
        .order_by("-id")
    )


def overlaps(actor: Actor, rows: Iterable[Boundary]) -> list[Overlap]:
    """Whose they lie over today: one redrawn since is no longer among them."""
    listed = []
    for row in rows:
        mine = shape(row.geometry)
        near = meeting(mine.bounds).exclude(establishment_id=row.establishment_id).select_related("establishment")
        over = [other for other in near[:MOST_NEIGHBOURS] if mine.intersection(shape(other.geometry)).area > 0]
        seen = [other for other in over if actor.may(Permission.PRODUCTION_READ, other)]
        if over:
            listed.append(Overlap(row, seen, len(over) - len(seen)))
    return listed
