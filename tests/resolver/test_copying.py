"""The copy rule: sessions of people, not raw scans, within the days the goods are about (names.md 5)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.provinces.copy_rules import all_copy_rules, copy_rule
from txng.resolver.copying import Suspicion, suspicion

TODAY = date(2026, 9, 21)
RULE = copy_rule(TODAY)


def ask(*seen: tuple[int, str], keeps: str = "fresh") -> Suspicion | None:
    """Sightings as (days ago, province)."""
    ordered = sorted(seen, key=lambda one: -one[0])
    return suspicion(
        [TODAY - timedelta(days=ago) for ago, _ in ordered],
        [province for _, province in ordered],
        keeps=keeps,
        rule=RULE,
        today=TODAY,
    )


def test_the_thresholds_are_those_of_the_canonical_page() -> None:
    assert (RULE.sessions, RULE.places, RULE.sessions_anywhere) == (4, 2, 10)
    assert (RULE.window("fresh"), RULE.window("dry")) == (14, 365)
    assert copy_rule(date(2020, 1, 1)) is all_copy_rules()[0]


def test_three_people_in_three_provinces_are_a_family_and_no_copy() -> None:
    assert ask((2, "Cần Thơ"), (1, "Đồng Tháp"), (0, "Hà Nội")) is None


def test_the_fourth_in_a_second_province_makes_people_look() -> None:
    found = ask((2, "Cần Thơ"), (2, "Cần Thơ"), (1, "Cần Thơ"), (0, "Đồng Tháp"))

    assert found == Suspicion(sessions=4, places=2, since=TODAY - timedelta(days=2), days=3)


def test_ten_in_one_province_are_a_shop_and_eleven_are_not() -> None:
    assert ask(*[(0, "Cần Thơ")] * 10) is None
    assert ask(*[(0, "Cần Thơ")] * 11) == Suspicion(sessions=11, places=1, since=TODAY, days=1)


def test_a_province_nobody_knows_is_never_another_place() -> None:
    assert ask((0, "Cần Thơ"), (0, ""), (0, ""), (0, "")) is None
    found = ask(*[(0, "")] * 11)
    assert found is not None and (found.places, found.said_places) == (0, 1)


@pytest.mark.parametrize(("keeps", "fires"), [("fresh", False), ("dry", True), ("", False)])
def test_what_was_seen_before_the_window_of_the_goods_is_forgotten(keeps: str, fires: bool) -> None:
    found = ask((15, "Cần Thơ"), (14, "Cần Thơ"), (1, "Hà Nội"), (0, "Hà Nội"), keeps=keeps)

    assert (found is not None) is fires


def test_the_first_day_of_the_window_still_counts() -> None:
    assert ask((13, "Cần Thơ"), (13, "Cần Thơ"), (1, "Hà Nội"), (0, "Hà Nội")) is not None


PROVINCES = st.sampled_from(["", "Cần Thơ", "Đồng Tháp", "Hà Nội"])
SEEN = st.lists(st.tuples(st.integers(0, 30), PROVINCES), max_size=25)


@given(SEEN, st.sampled_from(["fresh", "dry"]))
def test_the_rule_said_a_second_time(seen: list[tuple[int, str]], keeps: str) -> None:
    inside = [province for ago, province in seen if ago < (14 if keeps == "fresh" else 365)]
    fires = len(inside) > 10 or (len(inside) >= 4 and len(set(inside) - {""}) >= 2)

    assert (ask(*seen, keeps=keeps) is not None) is fires


@given(SEEN, st.tuples(st.integers(0, 30), PROVINCES))
def test_one_more_sighting_never_takes_a_suspicion_away(seen: list[tuple[int, str]], more: tuple[int, str]) -> None:
    if ask(*seen) is not None:
        assert ask(*seen, more) is not None
