"""Whether a shape can be the boundary of a place. Each fault has its own code and sentence; the first
found is told.

The order matters: each rule may rely on those before it, so a shape with one fault is refused for exactly that one.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext as _
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from txng.production.geometry.candidate import XY, Candidate, Ring, opened, read
from txng.production.geometry.findings import LATITUDES, LONGITUDES, WrongBoundary, place, size
from txng.production.geometry.measuring import area_m2, metres, metres_a_degree
from txng.ui.formats import vn_number

# The ends of a ring in a file that are nearer than this are one corner that was stood on twice; farther, a side is
# missing, and drawing it would be inventing a border.
CLOSING_METRES = 10.0
SPIKE_DEGREES = 1.0
LARGEST_M2, SMALLEST_M2 = 500_000_000.0, 4.0  # the largest communes have some 50,000 ha; a pen has four square metres

Rule = Callable[[Candidate], None]


def judged(
    geometry: Any, *, may_be_point: bool = False, from_file: bool = False, without: str = ""
) -> tuple[BaseGeometry, Candidate]:
    """The shape of a GeoJSON geometry, or raise WrongBoundary. `without` leaves one rule out: for claims that show
    the rule is needed."""
    candidate = read(geometry, may_be_point=may_be_point)
    for code, rule in RULES:
        if code != without:
            if code == "unclosed" and not from_file:
                opened(candidate)
                continue
            rule(candidate)
    if without == "unclosed" and from_file:
        opened(candidate)
    shape = candidate.shape()
    if not shape.is_valid:
        raise WrongBoundary(
            _("This boundary cannot be drawn: %(why)s.") % {"why": shapely.is_valid_reason(shape)}, code="invalid"
        )
    return shape, candidate


# where it is


def _in_degrees(candidate: Candidate) -> None:
    if any(abs(x) > 180 or abs(y) > 180 for x, y in candidate.points):
        raise WrongBoundary(
            _("These are metres (VN-2000?) and not degrees. Let the map program give out WGS 84, in degrees."),
            code="not_degrees",
        )


def _not_swapped(candidate: Candidate) -> None:
    """The two ranges of Việt Nam do not meet, so it is never a guess."""
    swapped = [p for p in candidate.points if _within(p[0], LATITUDES) and _within(p[1], LONGITUDES)]
    if swapped:
        raise WrongBoundary(
            _("Latitude and longitude have changed places: %(x)s is a latitude, %(y)s a longitude. Swap them.")
            % {"x": place((0, swapped[0][0])).split(";")[0], "y": place((0, swapped[0][1])).split(";")[0]},
            code="swapped",
        )


def _in_the_country(candidate: Candidate) -> None:
    for number, (x, y) in enumerate(candidate.points, start=1):
        if not (_within(x, LONGITUDES) and _within(y, LATITUDES)):
            raise WrongBoundary(
                _("Point %(n)s (%(place)s) does not lie in Việt Nam.") % {"n": number, "place": place((x, y))},
                code="outside_country",
                at=(x, y),
            )


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


# the ring


def _closed(candidate: Candidate) -> None:
    for ring in candidate.rings:
        if len(ring) < 3 or ring[0] == ring[-1]:
            continue
        gap = metres(ring[0], ring[-1])
        if gap > CLOSING_METRES:
            raise WrongBoundary(
                _("The boundary is not closed: its end is %(gap)s from its beginning (%(place)s).")
                % {"gap": _length(gap), "place": place(ring[0])},
                code="unclosed",
                at=ring[0],
            )
        ring[-1] = ring[0]
        candidate.closed_for_them = True
    opened(candidate)


def _enough_points(candidate: Candidate) -> None:
    for ring in candidate.rings:
        if (n := len(set(ring))) < 3:
            raise WrongBoundary(
                _("A boundary needs at least 3 different points, this one has %(n)s.") % {"n": n}, code="too_few"
            )


def _no_point_twice(candidate: Candidate) -> None:
    for ring in candidate.rings:
        seen: dict[XY, list[int]] = {}
        for number, point in enumerate(ring):
            for earlier in seen.get(point, ()):
                apart = min(number - earlier, len(ring) - number + earlier)
                if apart != 2 or len(ring) < 4:  # there and back over one point is a spike
                    raise WrongBoundary(
                        _("Points %(one)s and %(other)s are the same (%(place)s). Leave one of them out.")
                        % {"one": earlier + 1, "other": number + 1, "place": place(point)},
                        code="duplicate_points",
                        at=point,
                    )
            seen.setdefault(point, []).append(number)


def _not_on_a_line(candidate: Candidate) -> None:
    for ring in candidate.rings:
        flat = _flat(ring)
        spread = np.linalg.svd(flat - flat.mean(axis=0), compute_uv=False)
        if spread[1] <= 1e-3 * spread[0] or spread[1] < 0.05:
            raise WrongBoundary(
                _("All points lie on one line, so there is no area between them."), code="on_a_line", at=ring[0]
            )


def _no_spike(candidate: Candidate) -> None:
    for ring in candidate.rings:
        flat = _flat(ring)
        back, on = np.roll(flat, 1, axis=0) - flat, np.roll(flat, -1, axis=0) - flat
        lengths = np.hypot(*back.T) * np.hypot(*on.T)
        cosine = np.einsum("ij,ij->i", back, on) / np.where(lengths == 0, 1, lengths)
        sharp = np.flatnonzero(cosine > math.cos(math.radians(SPIKE_DEGREES)))
        if len(sharp):
            number = int(sharp[0])
            raise WrongBoundary(
                _(
                    "At point %(n)s (%(place)s) the boundary goes out and straight back, as a spike. "
                    "Leave this point out."
                )
                % {"n": number + 1, "place": place(ring[number])},
                code="spike",
                at=ring[number],
            )


def _no_crossing(candidate: Candidate) -> None:
    for ring in candidate.rings:
        n = len(ring)
        ends = np.array(ring)
        sides = shapely.linestrings(np.stack([ends, np.roll(ends, -1, axis=0)], axis=1))
        one, other = shapely.STRtree(sides).query(sides, predicate="intersects")
        apart = np.minimum((other - one) % n, (one - other) % n)
        pairs = np.flatnonzero((one < other) & (apart > 1))
        if len(pairs):
            first, second = int(one[pairs[0]]), int(other[pairs[0]])
            meet = sides[first].intersection(sides[second]).representative_point()
            raise WrongBoundary(
                _(
                    "The boundary crosses itself near %(place)s: the side from point %(a)s to %(b)s meets the one from "
                    "%(c)s to %(d)s. Put the points in the order in which one walks round."
                )
                % {
                    "place": place((meet.x, meet.y)),
                    "a": first + 1,
                    "b": (first + 1) % n + 1,
                    "c": second + 1,
                    "d": (second + 1) % n + 1,
                },
                code="self_crossing",
                at=(meet.x, meet.y),
            )


def _no_hole(candidate: Candidate) -> None:
    for polygon in candidate.polygons:
        if len(polygon) > 1:
            raise WrongBoundary(
                _(
                    "The boundary has a hole near %(place)s. Draw only the outside; "
                    "what lies in the middle is its own place."
                )
                % {"place": place(polygon[1][0])},
                code="hole",
                at=polygon[1][0],
            )


def _parts_apart(candidate: Candidate) -> None:
    parts = [Polygon(polygon[0]) for polygon in candidate.polygons]
    if len(parts) < 2:
        return
    tree = shapely.STRtree(parts)
    one, other = tree.query(parts, predicate="intersects")
    for a, b in zip(one, other, strict=True):
        if a < b and parts[a].intersection(parts[b]).area > 0:
            raise WrongBoundary(
                _("Parts %(one)s and %(other)s of the boundary lie over one another.")
                % {"one": int(a) + 1, "other": int(b) + 1},
                code="parts_overlap",
            )


def _possible_size(candidate: Candidate) -> None:
    if candidate.point:
        return
    area = area_m2(candidate.shape())
    if area > LARGEST_M2:
        raise WrongBoundary(
            _("The area is %(size)s, more than a whole commune. Check the points.") % {"size": size(area)},
            code="too_large",
        )
    if area < SMALLEST_M2:
        raise WrongBoundary(
            _("The area is less than %(least)s m². Check the points.") % {"least": int(SMALLEST_M2)}, code="too_small"
        )


def _flat(ring: Ring) -> Any:
    """In metres around its first point."""
    points = np.array(ring)
    return (points - points[0]) * np.array(metres_a_degree(math.radians(ring[0][1])))


def _length(value: float) -> str:
    return f"{vn_number(value / 1000, 1)} km" if value >= 1000 else f"{vn_number(value, 0)} m"


RULES: tuple[tuple[str, Rule], ...] = (
    ("not_degrees", _in_degrees),
    ("swapped", _not_swapped),
    ("outside_country", _in_the_country),
    ("unclosed", _closed),
    ("too_few", _enough_points),
    ("duplicate_points", _no_point_twice),
    ("on_a_line", _not_on_a_line),
    ("spike", _no_spike),
    ("self_crossing", _no_crossing),
    ("hole", _no_hole),
    ("parts_overlap", _parts_apart),
    ("size", _possible_size),
)
