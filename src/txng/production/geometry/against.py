"""A boundary against what else is known: the typed area, the commune, the places around it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from shapely.geometry.base import BaseGeometry

from txng.places import outlines
from txng.production.geometry.findings import Doubt, WrongBoundary, size
from txng.production.geometry.measuring import area_m2
from txng.ui.formats import vn_number

SAME = 0.999  # two shapes that share so much of what they cover together are one
# A neighbour's fence is walked twice by two phones: what two boundaries share by less than this is their inaccuracy.
SLIVER_M2, SLIVER_SHARE = 10.0, 0.01
AREA_OFF = 0.2
ACCURACY_METRES = 20.0


@dataclass(frozen=True, slots=True)
class Neighbour:
    id: int
    name: str
    own: bool  # of the same establishment: only then is it named
    shape: BaseGeometry


def refuse_same(shape: BaseGeometry, around: Iterable[Neighbour]) -> None:
    """One piece of land drawn twice would be counted twice."""
    for other in around:
        if shape.geom_type == "Point" or other.shape.geom_type == "Point":
            continue
        both = shape.intersection(other.shape).area
        if both and both / (shape.area + other.shape.area - both) >= SAME:
            raise WrongBoundary(
                _("This is exactly the boundary of “%(name)s”. One piece of land is one place.") % {"name": other.name}
                if other.own
                else _("Another establishment has already drawn exactly this boundary. Check the points."),
                code="same_as_another",
            )


def doubts_about(
    shape: BaseGeometry,
    *,
    unit_code: str,
    unit_name: str,
    province_code: str,
    typed_m2: float | None,
    around: Iterable[Neighbour],
    inside: Neighbour | None = None,
    accuracy_m: float | None = None,
    walk_gap_m: float | None = None,
    closed_for_them: bool = False,
) -> list[Doubt]:
    """What somebody should look at before it is kept."""
    found = _where(shape, unit_code, unit_name, province_code)
    area = area_m2(shape)
    if typed_m2 and area and abs(area - typed_m2) > AREA_OFF * typed_m2:
        sentence = _("The boundary holds %(drawn)s, you entered %(typed)s.")
        found.append(Doubt("area_differs", sentence % {"drawn": size(area), "typed": size(typed_m2)}))
    if closed_for_them:
        found.append(Doubt("closed", _("The ends of the boundary were a few metres apart; they have been joined.")))
    if walk_gap_m is not None and walk_gap_m > max(30.0, 2 * (accuracy_m or 0)):
        sentence = _("The walk ended %(gap)s m from where it began; a straight line closes it.")
        found.append(Doubt("walk_open", sentence % {"gap": vn_number(walk_gap_m, 0)}))
    if accuracy_m is not None and accuracy_m > ACCURACY_METRES:
        sentence = _(
            "The phone knew its place only within %(metres)s m. Under trees the corners may be off by as much."
        )
        found.append(Doubt("inaccurate", sentence % {"metres": vn_number(accuracy_m, 0)}))
    if inside is not None and area and inside.shape.geom_type != "Point":
        outside = area_m2(shape.difference(inside.shape))
        if outside > max(SLIVER_M2, 0.05 * area):
            sentence = _("%(size)s of it lie outside “%(name)s”, to which it belongs.")
            found.append(
                Doubt("outside_parent", sentence % {"size": size(outside), "name": inside.name}, str(inside.id))
            )
    return found + [doubt for other in around if (doubt := _overlap(shape, area, other))]


def _where(shape: BaseGeometry, unit_code: str, unit_name: str, province_code: str) -> list[Doubt]:
    middle = shape.representative_point()
    if outlines.lies_in(middle, unit_code, province_code) is not False:
        return []
    there = outlines.commune_at(middle, province_code)
    if there is None:
        return [Doubt("outside_province", _("The boundary lies outside the province. Check the points."))]
    words = {"there": there[1], "unit": unit_name}
    return [
        Doubt("outside_unit", _("The boundary lies in %(there)s, the place is entered in %(unit)s.") % words, there[0])
    ]


def _overlap(shape: BaseGeometry, area: float, other: Neighbour) -> Doubt | None:
    if not area or not shape.intersects(other.shape):
        return None
    shared = area_m2(shape.intersection(other.shape))
    if shared <= max(SLIVER_M2, SLIVER_SHARE * min(area, area_m2(other.shape))):
        return None
    words = {
        "size": size(shared),
        "percent": vn_number(100 * shared / area, 0 if shared > area / 100 else 1),
        "name": other.name,
    }
    if other.own:
        sentence = _("It lies over “%(name)s” by %(size)s (%(percent)s %% of this place).")
        return Doubt("overlap_own", sentence % words, str(other.id))
    sentence = _("It lies over a place of another establishment by %(size)s (%(percent)s %% of this place).")
    return Doubt("overlap_other", sentence % words, str(other.id))
