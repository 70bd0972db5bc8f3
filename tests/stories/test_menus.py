"""Each kind of account finds the function groups of its regulation in the menu, in its words and order (CB-17, CT-13)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, window
from tests.sizes import WHOLE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FOLDER = Path(__file__).parent / "menus"
PROVINCES = ("can-tho", "cao-bang", "dak-nong")
TIERS = {"operator": "mai", "department": "nam", "commune": "hanh", "establishment": "lanh"}
# A day opens each tier's menu once, of the two profiles whose sites other tests need too: a site takes twenty seconds to
# build. The words of all twelve are compared below.
WALKS = [
    (province, tier)
    for row, province in enumerate(PROVINCES)
    for column, tier in enumerate(TIERS)
    if WHOLE or (row < 2 and column % 2 == row)
]


def golden(province: str) -> dict[str, list[tuple[bool, str]]]:
    """Tier: its groups, and whether each has a screen."""
    found: dict[str, list[tuple[bool, str]]] = {}
    tier = ""
    for line in (FOLDER / f"{province}.txt").read_text(encoding="utf-8").splitlines():
        if line[:2] in ("+ ", "- "):
            found[tier].append((line[0] == "+", line[2:]))
        elif line and not line.startswith("#"):
            tier, _, article = line.partition(" · ")
            assert article.startswith("Điều "), f"{line}: without its article"
            found[tier] = []
    return found


@pytest.mark.parametrize(("province", "tier"), WALKS)
def test_the_menu_is_the_regulations(province: str, tier: str, browser: Any, sites: Sites) -> None:
    site = sites.of(province)
    with window(browser, site.base_url, size=DESK if tier != "establishment" else PHONE) as opened:
        page = opened.page
        sign_in(page, site.user(TIERS[tier]))
        shown = page.locator("#menu li").all_text_contents()
        groups = [line.strip() for line in shown]
        assert "Nhóm chức năng" in groups
        groups = groups[groups.index("Nhóm chức năng") + 1 :]
        assert groups == [name for has_screen, name in golden(province)[tier] if has_screen]
        for link in page.locator("#menu a.menu-item").evaluate_all("links => links.map(link => link.href)"):
            assert page.request.get(link).status == 200, link
        assert violations(page) == []
        assert sideways(page) == 0


@pytest.mark.parametrize("province", PROVINCES)
def test_the_file_names_every_group_of_the_profile(province: str) -> None:
    import tomllib

    import txng.provinces

    profiles = Path(txng.provinces.__path__[0]) / "profiles"
    kept = tomllib.loads((profiles / f"{province}.toml").read_text(encoding="utf-8"))
    for tier, groups in kept["function_groups"].items():
        assert [group["name"] for group in groups] == [name for _, name in golden(province)[tier]], tier
