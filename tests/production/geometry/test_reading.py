"""What is typed, walked and sent, as coordinates."""

from __future__ import annotations

import json

import pytest

from txng.production.geometry import reading
from txng.production.geometry.findings import WrongBoundary


@pytest.mark.parametrize(
    "typed",
    [
        "10,02196; 105,66504",
        "10.02196, 105.66504",
        "10.02196,105.66504",
        "10.02196 105.66504",
        "10,02196 105,66504",
        "10,02196,105,66504",
        "(10.02196, 105.66504)",
        "10°01'19.056\"N 105°39'54.144\"E",
        "10° 01' 19,056\" B; 105° 39' 54,144\" Đ",
        "105.66504E, 10.02196N",
        "N10.02196 E105.66504",
    ],
)
def test_every_way_people_write_a_place(typed: str) -> None:
    found = reading.from_points(typed)
    assert found and found["type"] == "Point"
    assert found["coordinates"] == pytest.approx([105.66504, 10.02196], abs=1e-6)


def test_a_line_that_is_no_place_is_named_and_its_number_told() -> None:
    with pytest.raises(WrongBoundary, match=r"2.*vườn nhà tôi") as caught:
        reading.from_points("10,02; 105,66\nvườn nhà tôi\n10,03; 105,66")
    assert caught.value.code == "unreadable"


def test_a_number_that_is_none_has_its_own_message() -> None:
    with pytest.raises(WrongBoundary) as caught:
        reading.from_points("NaN; 105,66")
    assert caught.value.code == "not_finite"


def test_nothing_typed_is_nothing() -> None:
    assert reading.from_points(" \n \n") is None


def test_more_lines_than_anybody_types() -> None:
    with pytest.raises(WrongBoundary) as caught:
        reading.from_points("10,02; 105,66\n" * 1_001)
    assert caught.value.code == "too_many_points"


def test_where_a_phone_stood_still_it_leaves_one_corner() -> None:
    still = [f"10,0200{n}; 105,66" for n in range(9)]  # a metre apart
    walk = "\n".join([*still, "10,021; 105,66", "10,021; 105,661", "10,0202; 105,6601"])
    found, gap = reading.from_walk(walk)
    assert found and 5 <= len(found["coordinates"][0]) <= 8
    assert gap == pytest.approx(24.7, abs=1)


def test_several_areas_of_a_file_are_parts_of_one() -> None:
    ring = [[105.66, 10.02], [105.661, 10.02], [105.661, 10.021], [105.66, 10.02]]
    one = {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [ring]}}
    line = {"type": "Feature", "properties": {}, "geometry": {"type": "LineString", "coordinates": ring}}
    found = reading.from_file(json.dumps({"type": "FeatureCollection", "features": [one, line, one]}).encode())
    assert (found["type"], len(found["coordinates"])) == ("MultiPolygon", 2)


def test_a_kept_boundary_can_be_typed_over() -> None:
    ring = [[105.66, 10.02], [105.661, 10.02], [105.661, 10.021], [105.66, 10.02]]
    text = reading.as_points({"type": "Polygon", "coordinates": [ring]})
    assert text.splitlines()[1] == "10,02; 105,661"
    assert reading.from_points(text) == {"type": "Polygon", "coordinates": [ring[:-1]]}
    assert reading.as_points({"type": "Polygon", "coordinates": [ring, ring]}) == ""
