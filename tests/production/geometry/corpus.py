"""Boundaries as people draw them, and each of them spoilt in one way. Knows nothing of the checker but its codes."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Ring = list[list[float]]


@dataclass(frozen=True)
class Case:
    name: str
    geometry: Any
    code: str  # "" for one that is right
    from_file: bool = True


def plot(dice: random.Random, *, corners: int = 0, metres: float = 0, at: tuple[float, float] | None = None) -> Ring:
    """A field somewhere in the country, walked round: corners in order, none of them sharp, closed."""
    n = corners or dice.randint(4, 14)
    size = (metres or dice.uniform(30, 300)) / 111_000
    x, y = at or (dice.uniform(104.5, 107), dice.uniform(9.5, 22.5))
    ring = []
    for step in range(n):
        angle = 2 * math.pi * (step + dice.uniform(-0.2, 0.2)) / n
        reach = size * dice.uniform(0.75, 1)
        ring.append([round(x + reach * math.cos(angle), 7), round(y + reach * math.sin(angle), 7)])
    return [*ring, ring[0]]


def polygon(*rings: Ring) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def _swapped(dice: random.Random) -> Any:
    return polygon([[y, x] for x, y in plot(dice)])


def _unclosed(dice: random.Random) -> Any:
    return polygon(plot(dice, metres=dice.uniform(80, 300))[:-1])


def _half_a_file(dice: random.Random) -> Any:
    return polygon(plot(dice, corners=12, metres=200)[: dice.randint(5, 9)])


def _bow_tie(dice: random.Random) -> Any:
    ring = plot(dice, corners=4)
    return polygon([ring[0], ring[2], ring[1], ring[3], ring[0]])


def _two_corners_changed(dice: random.Random) -> Any:
    while True:
        ring = plot(dice, corners=dice.randint(8, 14))[:-1]
        at = dice.randrange(1, len(ring) - 4)
        ring[at], ring[at + 3] = ring[at + 3], ring[at]
        if _sharpest(ring) > 3:  # else it is a needle as well, by chance
            return polygon([*ring, ring[0]])


def _sharpest(ring: Ring) -> float:
    def angle(n: int) -> float:
        (x, y), (ax, ay), (bx, by) = ring[n], ring[n - 1], ring[(n + 1) % len(ring)]
        turn = math.degrees(math.atan2(ay - y, ax - x) - math.atan2(by - y, bx - x))
        return abs((turn + 180) % 360 - 180)

    return min(angle(n) for n in range(len(ring)))


def _corner_twice(dice: random.Random) -> Any:
    ring = plot(dice)
    at = dice.randrange(1, len(ring) - 1)
    return polygon([*ring[:at], ring[at], *ring[at:]])


def _corner_come_back_to(dice: random.Random) -> Any:
    ring = plot(dice, corners=dice.randint(9, 14))[:-1]
    at = dice.randrange(0, 3)
    ring[at + 4] = list(ring[at])
    return polygon([*ring, ring[0]])


def _there_and_back(dice: random.Random) -> Any:
    ring = plot(dice)
    at = dice.randrange(1, len(ring) - 1)
    x, y = ring[at]
    away = [round(x + (x - _middle(ring)[0]) * 2, 7), round(y + (y - _middle(ring)[1]) * 2, 7)]
    return polygon([*ring[: at + 1], away, ring[at], *ring[at + 1 :]])


def _needle(dice: random.Random) -> Any:
    """A jump of the phone: far off and back to nearly where it was."""
    ring = plot(dice, metres=100)
    at = dice.randrange(1, len(ring) - 1)
    x, y = ring[at]
    far = [round(x + (x - _middle(ring)[0]) * 9, 7), round(y + (y - _middle(ring)[1]) * 9, 7)]
    beside = [round(x + 2e-6, 7), round(y - 1e-6, 7)]
    return polygon([*ring[: at + 1], far, beside, *ring[at + 1 :]])


def _middle(ring: Ring) -> tuple[float, float]:
    return sum(p[0] for p in ring[:-1]) / (len(ring) - 1), sum(p[1] for p in ring[:-1]) / (len(ring) - 1)


def _two_points(dice: random.Random) -> Any:
    ring = plot(dice)
    return polygon([ring[0], ring[1], ring[0]])


def _on_a_line(dice: random.Random) -> Any:
    x, y = dice.uniform(105, 106), dice.uniform(10, 11)
    steps = sorted(dice.sample(range(1, 90), dice.randint(2, 5)))
    out = [[round(x + s * 1e-5, 7), round(y + s * 2e-5, 7)] for s in (0, *steps)]
    return polygon([*out, out[0]])


def _hole(dice: random.Random) -> Any:
    at = (dice.uniform(105, 106), dice.uniform(10, 11))
    return polygon(plot(dice, metres=200, at=at), plot(dice, metres=40, at=at))


def _parts_overlap(dice: random.Random) -> Any:
    x, y = dice.uniform(105, 106), dice.uniform(10, 11)
    two = [plot(dice, corners=8, metres=150, at=(x, y)), plot(dice, corners=8, metres=150, at=(x + 5e-4, y))]
    return {"type": "MultiPolygon", "coordinates": [[ring] for ring in two]}


def _metres(dice: random.Random) -> Any:
    return polygon([[round(580_000 + x * 100, 2), round(1_100_000 + y * 100, 2)] for x, y in plot(dice)])


def _abroad(dice: random.Random) -> Any:
    return polygon(plot(dice, at=(dice.choice((2.35, 98.5, 139.7)), dice.choice((48.8, 35.6, 14.0)))))


def _one_corner_abroad(dice: random.Random) -> Any:
    ring = plot(dice)
    ring[1] = [ring[1][0] - 10, ring[1][1]]
    return polygon(ring)


def _not_a_number(dice: random.Random) -> Any:
    ring = plot(dice)
    ring[1] = dice.choice(
        ([float("nan"), 10.0], [105.0, float("inf")], [None, 10.0], ["một trăm linh năm", 10.0], [105.0])
    )  # type: ignore[list-item]
    return polygon(ring)


def _empty(dice: random.Random) -> Any:
    return dice.choice(
        (polygon(), polygon([]), {"type": "MultiPolygon", "coordinates": []}, {"type": "Polygon"}, {}, None)
    )


def _a_line(dice: random.Random) -> Any:
    return {"type": dice.choice(("LineString", "MultiPoint")), "coordinates": plot(dice)[:-1]}


def _one_point(dice: random.Random) -> Any:
    return {"type": "Point", "coordinates": plot(dice)[0]}


def _too_many_points(dice: random.Random) -> Any:
    return polygon(plot(dice, corners=dice.randint(5_001, 6_000), metres=5_000))


def _too_many_parts(dice: random.Random) -> Any:
    return {"type": "MultiPolygon", "coordinates": [[plot(dice)] for _ in range(51)]}


def _too_large(dice: random.Random) -> Any:
    return polygon(plot(dice, metres=40_000, at=(105.5, 15.0)))


def _too_small(dice: random.Random) -> Any:
    return polygon(plot(dice, corners=6, metres=0.8))


FAULTS: tuple[tuple[str, Callable[[random.Random], Any]], ...] = (
    ("swapped", _swapped),
    ("unclosed", _unclosed),
    ("unclosed", _half_a_file),
    ("self_crossing", _bow_tie),
    ("self_crossing", _two_corners_changed),
    ("duplicate_points", _corner_twice),
    ("duplicate_points", _corner_come_back_to),
    ("spike", _there_and_back),
    ("spike", _needle),
    ("too_few", _two_points),
    ("on_a_line", _on_a_line),
    ("hole", _hole),
    ("parts_overlap", _parts_overlap),
    ("not_degrees", _metres),
    ("outside_country", _abroad),
    ("outside_country", _one_corner_abroad),
    ("not_finite", _not_a_number),
    ("empty", _empty),
    ("not_a_polygon", _a_line),
    ("one_point", _one_point),
    ("too_many_points", _too_many_points),
    ("too_many_parts", _too_many_parts),
    ("too_large", _too_large),
    ("too_small", _too_small),
)


def wrong(seed: int = 1, each: int = 6) -> Iterator[Case]:
    for number, (code, spoil) in enumerate(FAULTS):
        dice = random.Random(seed * 1_000 + number)
        for turn in range(each):
            yield Case(f"{spoil.__name__[1:]} {turn + 1}", spoil(dice), code)


def right(seed: int = 1, count: int = 60) -> Iterator[Case]:
    dice = random.Random(seed)
    for turn in range(count):
        match turn % 4:
            case 0 | 1:
                yield Case(f"plot {turn}", polygon(plot(dice)), "")
            case 2:  # its last corner stood on twice, a few metres apart
                ring = plot(dice, corners=dice.randint(5, 14), metres=150)
                ring[-1] = [round(ring[0][0] + 4e-5, 7), ring[0][1]]
                yield Case(f"nearly closed {turn}", polygon(ring), "")
            case _:
                x, y = dice.uniform(105, 106), dice.uniform(10, 11)
                two = [plot(dice, metres=80, at=(x, y)), plot(dice, metres=80, at=(x + 0.01, y))]
                yield Case(f"two parts {turn}", {"type": "MultiPolygon", "coordinates": [[r] for r in two]}, "")
