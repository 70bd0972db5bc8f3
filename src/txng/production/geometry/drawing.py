"""A plot among its neighbours as SVG paths, and the commune with a mark where the plot lies. North is up."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from txng.production.geometry.measuring import metres_a_degree

WIDTH, HEIGHT = 640.0, 420.0
_MARGIN = 0.35  # of the plot's own width, so that what lies beside it is seen
_LEAST_METRES = 120.0
_ROOM, _ROOM_METRES = 70.0, 40.0  # what a name needs in the picture, and on the ground beside a point
_BARS = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)


@dataclass(frozen=True, slots=True)
class Shown:
    look: str  # "mine", "beside", "over", "parent", "commune"
    name: str
    path: str
    x: float
    y: float
    is_point: bool = False
    named: bool = True  # there is room for its name


@dataclass(frozen=True, slots=True)
class Picture:
    width: float
    height: float
    shapes: list[Shown] = field(default_factory=list)
    bar: float = 0.0  # length of the scale in the picture
    bar_metres: int = 0


def picture(
    wanted: Iterable[tuple[str, str, BaseGeometry]],
    around: BaseGeometry,
    *,
    width: float = WIDTH,
    height: float = HEIGHT,
    margin: float = _MARGIN,
    least_metres: float = _LEAST_METRES,
) -> Picture:
    """`wanted`: (look, name, shape), drawn in this order; `around` says what piece of the world is seen."""
    west, south, east, north = around.bounds
    x0, y0 = (west + east) / 2, (south + north) / 2
    across, along = metres_a_degree(math.radians(y0))
    wide = max((east - west) * across * (1 + 2 * margin), least_metres)
    high = max((north - south) * along * (1 + 2 * margin), least_metres * height / width)
    scale = min(width / wide, height / high)
    seen = box(
        x0 - width / scale / across / 2, y0 - height / scale / along / 2,
        x0 + width / scale / across / 2, y0 + height / scale / along / 2,
    )  # fmt: skip

    def flat(points: shapely.CoordinateSequence | list[tuple[float, float]]) -> list[tuple[float, float]]:
        return [
            (round((x - x0) * across * scale + width / 2, 1), round(height / 2 - (y - y0) * along * scale, 1))
            for x, y, *_ in points
        ]

    shapes = []
    for look, name, shape in wanted:
        cut = _clean(shape).intersection(seen.buffer((seen.bounds[2] - seen.bounds[0]) * 0.02))
        if cut.is_empty:
            continue
        [(x, y)] = flat(list(cut.intersection(seen).representative_point().coords or cut.representative_point().coords))
        path = "".join(
            _path(flat(ring.coords)) for polygon in _polygons(cut) for ring in (polygon.exterior, *polygon.interiors)
        )
        room = (cut.bounds[2] - cut.bounds[0]) * across * scale if path else scale * _ROOM_METRES
        named = look == "mine" or (look in ("beside", "over") and room >= _ROOM)
        shapes.append(Shown(look, name, path, x, y, is_point=not path, named=named))
    bar = max((b for b in _BARS if b * scale <= width / 3), default=_BARS[0])
    return Picture(width, height, shapes, round(bar * scale, 1), bar)


def _clean(shape: BaseGeometry) -> BaseGeometry:
    return shape if shape.is_valid else shapely.make_valid(shape)


def _polygons(shape: BaseGeometry) -> list[BaseGeometry]:
    return [part for part in getattr(shape, "geoms", [shape]) if part.geom_type == "Polygon"]


def _path(points: list[tuple[float, float]]) -> str:
    steps: list[tuple[float, float]] = []
    for point in points:
        if not steps or steps[-1] != point:
            steps.append(point)
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in steps) + "Z"
