from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.cast import Organisations
from txng.production.lot_numbers import LONGEST, first_free, is_well_formed, lot_number
from txng.production.queries import suggested_number

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2099, 12, 31))


def test_the_number_says_year_turn_and_day() -> None:
    assert lot_number(date(2026, 9, 17), 1) == "L26A0917"
    assert lot_number(date(2026, 10, 2), 2) == "L26B1002"
    assert lot_number(date(2026, 9, 17), 26) == "L26Z0917"
    assert lot_number(date(2026, 9, 17), 27) == "L26Z0917-27"


@given(day=days, nth=st.integers(1, 99_999))
def test_every_number_fits_the_box_of_a_lot_and_of_gs1(day: date, nth: int) -> None:
    assert is_well_formed(lot_number(day, nth)) and len(lot_number(day, nth)) <= LONGEST


@given(a=st.tuples(days, st.integers(1, 200)), b=st.tuples(days, st.integers(1, 200)))
def test_two_lots_share_a_number_only_when_they_are_the_same_turn_of_a_day(
    a: tuple[date, int], b: tuple[date, int]
) -> None:
    same = a[1] == b[1] and (a[0].month, a[0].day, a[0].year % 100) == (b[0].month, b[0].day, b[0].year % 100)
    assert (lot_number(*a) == lot_number(*b)) == same


@given(day=days, taken=st.sets(st.integers(1, 40)))
def test_the_first_free_number_is_the_first_and_is_free(day: date, taken: set[int]) -> None:
    used = {lot_number(day, nth) for nth in taken}
    found = first_free(day, used)
    expected = next(nth for nth in range(1, 50) if nth not in taken)
    assert found == lot_number(day, expected) and found not in used


@pytest.mark.parametrize("number", ["", "L26a0917", "LÔ1", "L26A0917 ", "A" * 21, "L/1", "L_1"])
def test_what_does_not_fit_is_refused(number: str) -> None:
    assert not is_well_formed(number)


def test_nobody_is_lot_nought() -> None:
    with pytest.raises(ValueError, match="counted from 1"):
        lot_number(date(2026, 9, 17), 0)


@pytest.mark.django_db
def test_after_z_the_count_goes_on_from_the_highest(organisations: Organisations) -> None:
    day = date(2026, 9, 17)
    product = make.product(organisations.lanh)
    for nth in [*range(1, 27), 27, 28, 100]:
        make.lot(product, number=lot_number(day, nth), opened_on=day)
        if nth == 26:
            assert suggested_number(organisations.lanh.pk, day) == "L26Z0917-27"
    make.lot(product, number="L26Z0917-2-THEM", opened_on=day)
    assert suggested_number(organisations.lanh.pk, day) == "L26Z0917-101"
    assert suggested_number(organisations.lanh.pk, date(2026, 9, 18)) == "L26A0918"
