"""Where a commune lies: the outlines of data/outlines, one file a province (origin and licence: data/README.md).

They are simplified, so a point within `TOLERANCE` of a border may belong to either side; nothing is refused by them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

FOLDER = Path(__file__).parent / "data" / "outlines"
TOLERANCE = 0.004  # degrees, about 400 m: what the simplification moved a border at most, with some to spare


@dataclass(frozen=True)
class Province:
    codes: tuple[str, ...]
    names: tuple[str, ...]  # as the unit is called in full
    shapes: tuple[BaseGeometry, ...]
    tree: shapely.STRtree

    def of(self, code: str) -> BaseGeometry | None:
        return self.shapes[self.codes.index(code)] if code in self.codes else None


@lru_cache(maxsize=4)
def province(code: str) -> Province | None:
    """None where no outlines are known: then nothing can be said about places."""
    file = FOLDER / f"{code}.topojson"
    if not (code.isdigit() and file.exists()):
        return None
    found = json.loads(file.read_text("utf-8"))
    arcs = _arcs(found)
    units = found["objects"]["wards"]["geometries"]
    shapes = tuple(_shape(one, arcs) for one in units)
    return Province(
        codes=tuple(one["properties"]["code"] for one in units),
        names=tuple(one["properties"]["fullName"] for one in units),
        shapes=shapes,
        tree=shapely.STRtree(shapes),
    )


def outline_of(unit_code: str, province_code: str) -> BaseGeometry | None:
    found = province(province_code)
    return found.of(unit_code) if found else None


def lies_in(place: BaseGeometry, unit_code: str, province_code: str) -> bool | None:
    """Whether a point lies in a commune, its border taken generously. None: nothing is known of the commune."""
    outline = outline_of(unit_code, province_code)
    return None if outline is None else bool(outline.distance(place) <= TOLERANCE)


def commune_at(place: BaseGeometry, province_code: str) -> tuple[str, str] | None:
    """(code, name) of the commune around a point; None outside the province."""
    found = province(province_code)
    if found is None:
        return None
    inside = found.tree.query(place, predicate="intersects")
    if not len(inside):
        return None
    return found.codes[inside[0]], found.names[inside[0]]


def around(place: BaseGeometry, province_code: str, *, within: float) -> list[tuple[str, str, BaseGeometry]]:
    """The communes within so many degrees of a place: what a map draws behind it."""
    found = province(province_code)
    if found is None:
        return []
    near = found.tree.query(place.buffer(within), predicate="intersects")
    return [(found.codes[n], found.names[n], found.shapes[n]) for n in sorted(near)]


def _arcs(found: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Each arc's points are steps from the one before, in whole units of the file's own grid."""
    (sx, sy), (tx, ty) = found["transform"]["scale"], found["transform"]["translate"]
    arcs = []
    for steps in found["arcs"]:
        x = y = 0
        line = []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            line.append((x * sx + tx, y * sy + ty))
        arcs.append(line)
    return arcs


def _shape(one: dict[str, Any], arcs: list[list[tuple[float, float]]]) -> BaseGeometry:
    parts = one["arcs"] if one["type"] == "MultiPolygon" else [one["arcs"]]
    polygons = [Polygon(rings[0], rings[1:]) for rings in ([_ring(r, arcs) for r in part] for part in parts)]
    made: BaseGeometry = polygons[0] if len(polygons) == 1 else MultiPolygon(polygons)
    # Simplifying may have drawn a bay shut.
    return made if made.is_valid else shapely.make_valid(made)


def _ring(numbers: list[int], arcs: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """A negative number is an arc walked backwards; each arc begins where the one before ended."""
    ring: list[tuple[float, float]] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring += arc[1:] if ring else arc
    return ring


def centre(unit_code: str, province_code: str) -> Point | None:
    """A point inside the commune, where a map begins."""
    outline = outline_of(unit_code, province_code)
    return None if outline is None else outline.representative_point()
