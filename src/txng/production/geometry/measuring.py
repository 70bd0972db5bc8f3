"""Areas and lengths on the ellipsoid (WGS 84), without a projection library.

Area: every point goes to Lambert's cylindrical equal-area projection *of the ellipsoid*, where the area of a polygon is
the shoelace sum and exact for edges along meridians and parallels. An oblique edge is straight there and nearly so on
the ground: over an edge of L metres at latitude φ the two part by at most L²·tan φ / 8R, 8 mm for a kilometre at 23°N,
and the area is off by less than a hundred-thousandth for plots with edges below a kilometre. What a phone's position is
off by is thousands of times that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from shapely.geometry.base import BaseGeometry

Point = Sequence[float]  # longitude, latitude

_A = 6_378_137.0
_F = 1 / 298.257223563
_E2 = _F * (2 - _F)
_E = math.sqrt(_E2)


def area_m2(shape: BaseGeometry) -> float:
    """Of a polygon or of many, holes taken off; 0 for a point."""
    polygons = [shape] if shape.geom_type == "Polygon" else getattr(shape, "geoms", ())
    return sum(
        ring_area(polygon.exterior.coords) - sum(ring_area(hole.coords) for hole in polygon.interiors)
        for polygon in polygons
        if polygon.geom_type == "Polygon"
    )


def ring_area(points: Iterable[Point]) -> float:
    flat = [(math.radians(x), _authalic(math.radians(y))) for x, y, *_ in points]
    if len(flat) < 3:
        return 0.0
    # Seen from its first corner: large numbers that cancel would cost the digits of a small plot.
    x0, y0 = flat[0]
    moved = [(x - x0, y - y0) for x, y in flat]
    around = zip(moved, [*moved[1:], moved[0]], strict=True)
    return abs(math.fsum(ax * by - bx * ay for (ax, ay), (bx, by) in around)) / 2 * _A * _A


def _authalic(latitude: float) -> float:
    """q(φ)/2: how much of the ellipsoid lies between the equator and φ, for a radian of longitude and a = 1."""
    sine = math.sin(latitude)
    return (1 - _E2) / 2 * (sine / (1 - _E2 * sine * sine) + math.atanh(_E * sine) / _E)


def metres(one: Point, other: Point) -> float:
    """Between two points near each other, by the radii of curvature between them."""
    latitude = math.radians((one[1] + other[1]) / 2)
    across, along = metres_a_degree(latitude)
    return math.hypot((other[0] - one[0]) * across, (other[1] - one[1]) * along)


def metres_a_degree(latitude: float) -> tuple[float, float]:
    """(of longitude, of latitude) at a latitude in radians."""
    root = 1 - _E2 * math.sin(latitude) ** 2
    return (
        math.radians(1) * _A * math.cos(latitude) / math.sqrt(root),
        math.radians(1) * _A * (1 - _E2) / root**1.5,
    )
