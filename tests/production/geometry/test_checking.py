"""Each fault has its own message, and nothing that is right is refused."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from shapely.geometry import box

from tests.production.geometry import corpus
from txng.production.geometry.checking import RULES, judged
from txng.production.geometry.findings import WrongBoundary
from txng.production.geometry.measuring import area_m2, metres


def told(case: corpus.Case, **options: Any) -> tuple[str, str]:
    try:
        judged(case.geometry, from_file=case.from_file, **options)
    except WrongBoundary as refusal:
        return refusal.code, str(refusal)
    return "", ""


def test_every_wrong_boundary_gets_exactly_its_own_message() -> None:
    sentences: dict[str, set[str]] = defaultdict(set)
    for case in corpus.wrong():
        code, sentence = told(case)
        assert code == case.code, f"{case.name}: {code} {sentence}"
        sentences[code].add(re.sub(r"[\d.,;]+", "#", sentence).split("(")[0])
    assert sentences.keys() == {code for code, _ in corpus.FAULTS}
    begun = [beginning for beginnings in sentences.values() for beginning in beginnings]
    assert len(begun) == len(set(begun)), "two faults are told in the same words"


def test_what_is_right_is_not_refused() -> None:
    for case in corpus.right(count=80):
        assert told(case) == ("", ""), case.name


@pytest.mark.parametrize("code", [code for code, _ in RULES])
def test_a_checker_without_one_rule_is_noticed(code: str) -> None:
    codes = {"too_large", "too_small"} if code == "size" else {code}
    cases = [case for case in corpus.wrong(each=3) if case.code in codes]
    assert any(told(case, without=code)[0] != case.code for case in cases)


def test_the_place_of_a_crossing_is_told() -> None:
    bow = [[105.66, 10.02], [105.661, 10.021], [105.661, 10.02], [105.66, 10.021], [105.66, 10.02]]
    with pytest.raises(WrongBoundary, match=r"10,0205; 105,6605.*1.*2.*3.*4") as caught:
        judged(corpus.polygon(bow))
    assert caught.value.at == pytest.approx((105.6605, 10.0205))


def test_a_point_is_enough_for_an_apiary_and_not_for_a_field() -> None:
    point = {"type": "Point", "coordinates": [105.66, 10.02]}
    assert judged(point, may_be_point=True)[0].geom_type == "Point"
    with pytest.raises(WrongBoundary) as caught:
        judged(point)
    assert caught.value.code == "one_point"


def test_corners_without_the_first_one_again_are_closed_unless_a_file_says_otherwise() -> None:
    ring = [[105.66, 10.02], [105.661, 10.02], [105.661, 10.021]]
    assert judged(corpus.polygon(ring))[0].exterior.is_closed
    with pytest.raises(WrongBoundary) as caught:
        judged(corpus.polygon(ring), from_file=True)
    assert caught.value.code == "unclosed"


# area


def exact(west: float, south: float, east: float, north: float) -> float:
    """Of the ellipsoid between two meridians and two parallels: ∫ M(φ)·N(φ)·cos φ dφ, by Simpson's rule."""
    a, f = 6_378_137.0, 1 / 298.257223563
    e2 = f * (2 - f)

    def strip(latitude: float) -> float:
        root = 1 - e2 * math.sin(latitude) ** 2
        return a * a * (1 - e2) * math.cos(latitude) / root**2

    low, high, steps = math.radians(south), math.radians(north), 200
    width = (high - low) / steps
    total = sum((1 if i in (0, steps) else 4 if i % 2 else 2) * strip(low + i * width) for i in range(steps + 1))
    return total * width / 3 * math.radians(east - west)


@settings(deadline=None, max_examples=200)
@given(some.floats(102, 117), some.floats(8, 23), some.floats(0.0001, 0.5), some.floats(0.0001, 0.5))
def test_the_area_of_a_rectangle_is_exact(west: float, south: float, wide: float, high: float) -> None:
    found = area_m2(box(west, south, west + wide, south + high))
    assert found == pytest.approx(exact(west, south, west + wide, south + high), rel=1e-7)


def test_an_oblique_plot_is_off_by_less_than_a_hundred_thousandth() -> None:
    """A square of a kilometre set on its corner, against the same square laid out in metres on the ground."""
    x, y = 106.25, 22.66
    per_x, per_y = metres((x, y), (x + 1e-4, y)) * 1e4, metres((x, y - 5e-5), (x, y + 5e-5)) * 1e4
    r = 1_000 / math.sqrt(2)
    ring = [[x + r / per_x, y], [x, y + r / per_y], [x - r / per_x, y], [x, y - r / per_y]]
    assert area_m2(judged(corpus.polygon(ring))[0]) == pytest.approx(1_000_000, rel=1e-4)


def test_distance_on_the_ground() -> None:
    """A degree of latitude at 10°N is 110,608 m, of longitude 109,639 m."""
    assert metres((105.0, 9.5), (105.0, 10.5)) == pytest.approx(110_608, rel=1e-4)
    assert metres((105.0, 10.0), (106.0, 10.0)) == pytest.approx(109_639, rel=1e-4)
