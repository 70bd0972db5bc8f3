"""Places of a chain as points on a sheet: our own map, without tiles, of those whose position somebody gave."""

from __future__ import annotations

import math
from dataclasses import dataclass

from txng.trace.graph.chain import Chain

WIDTH, HEIGHT, EDGE = 320, 240, 28
_LEAST = 0.02  # degrees: two gardens side by side are not blown up to a province


@dataclass(frozen=True, slots=True)
class Point:
    number: int
    name: str
    latitude: float
    longitude: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Atlas:
    points: list[Point]
    way: str  # path from place to place in the order of events
    kilometres: int  # the bar of the scale
    bar: float  # its length


def atlas_of(chain: Chain) -> Atlas | None:
    """None where nobody told of a position: an empty map would say the goods came from nowhere."""
    stops: list[tuple[str, tuple[float, float]]] = []
    for row in chain.rows:
        for place in (row.place, row.other):
            if place and place.point and (not stops or stops[-1][1] != place.point):
                stops.append((place.name, place.point))
    if not stops:
        return None
    latitudes, longitudes = [p[0] for _, p in stops], [p[1] for _, p in stops]
    middle = (min(latitudes) + max(latitudes)) / 2, (min(longitudes) + max(longitudes)) / 2
    flat = math.cos(math.radians(middle[0]))
    span_y = max(max(latitudes) - min(latitudes), _LEAST)
    span_x = max((max(longitudes) - min(longitudes)) * flat, _LEAST)
    scale = min((WIDTH - 2 * EDGE) / span_x, (HEIGHT - 2 * EDGE) / span_y)

    def drawn(point: tuple[float, float]) -> tuple[float, float]:
        x = WIDTH / 2 + (point[1] - middle[1]) * flat * scale
        return round(x, 1), round(HEIGHT / 2 - (point[0] - middle[0]) * scale, 1)

    points: dict[tuple[float, float], Point] = {}
    for name, point in stops:
        if point not in points:
            points[point] = Point(len(points) + 1, name, *point, *drawn(point))
    way = "M" + "L".join(f"{points[point].x:g} {points[point].y:g}" for _, point in stops)
    kilometre = scale / 111.2
    kilometres = next((n for n in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000) if n * kilometre >= 40), 5000)
    return Atlas(list(points.values()), way if len(points) > 1 else "", kilometres, round(kilometres * kilometre, 1))
