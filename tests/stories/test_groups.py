"""The establishment's groups on a phone without a script (CT-REG Điều 7.4): a day walks them in one province."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.sites import Sites
from tests.sizes import WHOLE
from tests.stories.test_menus import golden
from tests.stories.thirteen import GROUPS, RECORDS, walk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PROVINCES = ("can-tho", "cao-bang", "dak-nong")


@pytest.mark.parametrize("province", PROVINCES if WHOLE else ("can-tho",))
def test_every_group_opens_from_the_menu_and_keeps_its_records(province: str, browser: Any, sites: Sites) -> None:
    groups = golden(province)["establishment"]
    assert len(groups) == len(GROUPS)
    shown = {code: words for code, (has_screen, words) in zip(GROUPS, groups, strict=True) if has_screen}
    found = walk(browser, sites.of(province), shown)
    assert found.wrong == []
    assert set(found.opened) == set(shown) and found.kept == list(RECORDS)
