"""The establishment's groups on a phone without a script (CT-REG Điều 7.4): a day walks them in one province."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.sites import Sites
from tests.sizes import WHOLE, one_of
from tests.stories.test_menus import golden
from tests.stories.thirteen import FORMS, GROUPS, RECORDS, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROVINCES = ("can-tho", "cao-bang", "dak-nong")
# A day leaves the thirteen lists to tests/browser/test_every_page.py, whose bà Lành has them before her by axe too, and
# takes each form, one list of the archived and one paper: those are the same template in every group.
DAILY = (*FORMS[: len(RECORDS)], *(one_of([f for f in FORMS if f.endswith(end)], end) for end in ("tat-ca", "in=1")))


@pytest.mark.parametrize("province", PROVINCES if WHOLE else ("can-tho",))
def test_every_group_opens_from_the_menu_and_keeps_its_records(province: str, browser: Any, sites: Sites) -> None:
    groups = golden(province)["establishment"]
    assert len(groups) == len(GROUPS)
    shown = {code: words for code, (has_screen, words) in zip(GROUPS, groups, strict=True) if has_screen}
    found = walk(browser, sites.of(province), shown, lists=WHOLE, forms=FORMS if WHOLE else DAILY)
    assert found.wrong == []
    assert set(found.opened) == set(shown) and found.kept == list(RECORDS)
