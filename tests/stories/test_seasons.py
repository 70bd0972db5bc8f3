"""A season of rice and one of chickens, from the first day in the field to the shopper's phone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE
from tests.sizes import WHOLE
from tests.stories.seasons import CHICKEN, RICE, Season, whole_season

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DAILY = [(RICE, PHONE, False)]
ALL = [(RICE, PHONE, False), (CHICKEN, PHONE, False), (CHICKEN, DESK, True)]


@pytest.mark.parametrize(
    ("season", "size", "javascript"), ALL if WHOLE else DAILY, ids=lambda value: getattr(value, "site_kind", None)
)
def test_a_season_ends_as_a_journey_one_can_read(
    season: Season, size: dict[str, int], javascript: bool, browser: Any, sites: Sites
) -> None:
    told = whole_season(browser, sites.of("can-tho"), season, size=size, javascript=javascript)
    assert told["in_order"], told
    assert told["told"] == len(season.stages)
    assert told["days"] == told["different_days"], told
    assert told["sideways"] == 0
