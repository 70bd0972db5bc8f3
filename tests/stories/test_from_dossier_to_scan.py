"""The first story whole: from a dossier to a scanned stamp, and back to a recall."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE
from tests.sizes import WHOLE
from tests.stories.chapters import (
    deciding,
    handing_over,
    producing,
    publishing,
    recalling,
    registering,
    scanning,
    stamping,
)
from tests.stories.telling import Story

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WALKS = {"a phone without JavaScript": (PHONE, False), "a desk with JavaScript": (DESK, True)}


PLOT = (
    registering.opens_a_task_list,
    registering.says_who_they_are,
    registering.says_what_they_make,
    registering.says_where_to_file,
    registering.adds_papers,
    registering.undertakes_and_files,
    deciding.asks_for_everything_at_once,
    registering.supplements,
    deciding.approves,
    handing_over.issues_the_account,
    handing_over.hands_it_over,
    handing_over.sets_a_password,
    publishing.proposes_a_product,
    publishing.sees_it_side_by_side_and_approves,
    producing.adds_a_plot,
    producing.opens_a_lot,
    producing.writes_the_diary,
    stamping.orders_stamps,
    stamping.prints_the_labels,
    stamping.is_told_what_is_missing,
    producing.harvests_and_packs,
    stamping.activates,
    scanning.scans_for_the_first_time,
    scanning.somebody_else_scans_it_too,
    scanning.types_the_code,
    scanning.reports_it,
    recalling.recalls_the_lot,
    recalling.the_page_is_red,
    recalling.lifts_the_recall,
)


# Both sizes, and JavaScript on and off; the other four walks are the proof's (`./txng prove house`). The third profile
# is walked every day in test_notices.
DAILY = (("can-tho", "a phone without JavaScript"), ("cao-bang", "a desk with JavaScript"))
ALL = tuple((province, walk) for province in ("can-tho", "cao-bang", "dak-nong") for walk in WALKS)


@pytest.mark.parametrize(("province", "walk"), ALL if WHOLE else DAILY)
def test_from_a_dossier_to_a_scanned_stamp(province: str, walk: str, browser: Any, sites: Sites) -> None:
    size, javascript = WALKS[walk]
    story = Story(browser, sites.of(province), size=size, javascript=javascript, direct=javascript)
    try:
        for happens in PLOT:
            happens(story)
    finally:
        complaints = story.close()
    assert complaints == []
