"""A shape as it was sent, before it is known whether it can be a boundary."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from shapely.geometry import MultiPolygon, Polygon
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry.base import BaseGeometry

from txng.production.geometry.findings import WrongBoundary

POINTS, PARTS = 5_000, 50

XY = tuple[float, float]
Ring = list[XY]


@dataclass
class Candidate:
    polygons: list[list[Ring]]  # of each polygon the outer ring, then its holes; rings without their repeated end
    point: XY | None = None
    closed_for_them: bool = False

    @property
    def points(self) -> Iterator[XY]:
        if self.point:
            yield self.point
        for polygon in self.polygons:
            for ring in polygon:
                yield from ring

    @property
    def rings(self) -> Iterator[Ring]:
        for polygon in self.polygons:
            yield from polygon

    def shape(self) -> BaseGeometry:
        if self.point:
            return ShapelyPoint(self.point)
        parts = [Polygon(rings[0], rings[1:]) for rings in self.polygons]
        return parts[0] if len(parts) == 1 else MultiPolygon(parts)


def read(geometry: Any, *, may_be_point: bool) -> Candidate:
    if not isinstance(geometry, dict) or not isinstance(geometry.get("type"), str):
        raise WrongBoundary(_("There is no boundary in what you sent."), code="empty")
    kind, found = geometry["type"], geometry.get("coordinates")
    if kind == "Point" and may_be_point:
        if not found:
            raise WrongBoundary(_("There is no boundary in what you sent."), code="empty")
        return Candidate([], point=_xy(found))
    if kind == "Point":
        raise WrongBoundary(
            _("This is one point. For land or a pond mark every corner, at least three."), code="one_point"
        )
    if kind not in ("Polygon", "MultiPolygon"):
        raise WrongBoundary(
            _("This is a line or a group of points and not an area. Draw the boundary all the way round."),
            code="not_a_polygon",
        )
    polygons = [found] if kind == "Polygon" else found
    if not isinstance(polygons, list) or not polygons or not all(p and isinstance(p, list) for p in polygons):
        raise WrongBoundary(_("There is no boundary in what you sent."), code="empty")
    if len(polygons) > PARTS:
        raise WrongBoundary(
            _("The boundary has %(n)s parts, at most %(most)s. Make several places of them.")
            % {"n": len(polygons), "most": PARTS},
            code="too_many_parts",
        )
    if not all(isinstance(ring, list) and ring for polygon in polygons for ring in polygon):
        raise WrongBoundary(_("There is no boundary in what you sent."), code="empty")
    count = sum(len(ring) for polygon in polygons for ring in polygon)
    if count > POINTS:
        raise WrongBoundary(
            _("The boundary has %(n)s points, at most %(most)s. Simplify it in the map program.")
            % {"n": f"{count:,}".replace(",", "."), "most": f"{POINTS:,}".replace(",", ".")},
            code="too_many_points",
        )
    return Candidate([[[_xy(point) for point in ring] for ring in polygon] for polygon in polygons])


def _xy(found: Any) -> XY:
    try:
        x, y = (float(value) for value in found[:2])
    except (TypeError, ValueError, KeyError, OverflowError):
        x = y = math.nan
    if not (math.isfinite(x) and math.isfinite(y)):
        raise WrongBoundary(
            _("One of the coordinates is not a number. Write degrees, for example 10,02196; 105,66504."),
            code="not_finite",
        )
    return round(x, 7), round(y, 7)


def opened(candidate: Candidate) -> None:
    """Rings without the repetition of their first point."""
    for ring in candidate.rings:
        if len(ring) > 1 and ring[0] == ring[-1]:
            ring.pop()
