"""Kiểm tra in the field: cô Hạnh scans in a row, takes codes along to where there is no network, and comes back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.looking import Reel, camera, phone
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, Album, window
from tests.harness import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PRINTED = "HTTPS://CHECK.CANTHO.GOV.VN"
DRAFT = re.compile(r"/co-quan/kiem-tra/[0-9]+/$")
STRIP = '[data-slot="strip"] li'
# Which tunes were played: every one of them begins with a pitch of its own.
EARS = """
self.__heard = [];
const Before = self.OscillatorNode;
self.OscillatorNode = class extends Before {
  constructor(device, told) { super(device, told); self.__heard.push(told.frequency); }
};
"""


@pytest.fixture(scope="module")
def site(sites: Sites) -> Installation:
    return sites.of("can-tho")


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Reel:
    return Reel(tmp_path_factory.mktemp("camera") / "seen.mjpeg")


@pytest.fixture(scope="module")
def looking(browser: Any, reel: Reel) -> Iterator[Any]:
    with camera(browser, reel) as running:
        yield running


def at_three_stamps(reel: Reel, site: Installation) -> None:
    scan = site.facts["scan"]
    reel.codes(*(PRINTED + str(scan[verdict]).upper() for verdict in ("valid", "recalled", "not_activated")))


def test_three_stamps_three_sounds_and_a_draft(looking: Any, reel: Reel, site: Installation) -> None:
    at_three_stamps(reel, site)
    album = Album("kiem-tra")
    with phone(looking, site.base_url) as opened:
        page = opened.page
        page.add_init_script(EARS)
        sign_in(page, site.user("mai"))
        page.goto("/co-quan/kiem-tra/quet/")
        page.locator('[data-slot="start"]').click()
        page.locator(STRIP).nth(2).wait_for()
        for tone in ("ok", "look", "bad"):
            assert page.locator(f"{STRIP}.is-{tone}").count() == 1, tone
        assert {880, 660, 196} <= set(page.evaluate("__heard"))
        assert (violations(page), sideways(page)) == ([], 0)
        album.take(page, "kiem-tra-quet-360")
        # The reel has gone round meanwhile: a stamp still before the camera is no further line.
        assert page.locator(STRIP).count() == 3
        page.locator('[data-slot="stop"]').click()
        page.reload()
        page.locator(STRIP).nth(2).wait_for()  # nothing is lost with the page
        assert page.locator(STRIP).count() == 3
        page.locator("#nhap input[name=place]").fill("Chợ Xuân Khánh")
        page.locator("#nhap textarea[name=note]").fill("Sạp 12: một hộp dán tem đã thu hồi.")
        page.locator("#nhap button.btn-primary").click()
        page.wait_for_url(DRAFT)
        assert page.locator("tbody tr").count() == 3
        assert (violations(page), sideways(page)) == ([], 0)
        album.take(page, "kiem-tra-nhap-360")


def test_away_from_the_network_the_pack_answers_and_is_checked_on_return(
    looking: Any, reel: Reel, site: Installation
) -> None:
    valid, stranger = str(site.facts["scan"]["valid"]), "/t/0000000000000000"
    reel.codes(PRINTED + valid.upper(), PRINTED + stranger.upper())
    with phone(looking, site.base_url) as opened:
        page = opened.page
        sign_in(page, site.user("mai"))
        lot = page.request.get(f"/co-quan/kiem-tra/ma/?ma={valid}").json()["lot"]
        page.goto(f"/co-quan/kiem-tra/bo-ma/?tim={lot}")
        for box in page.locator("input[name=lo]").all():
            box.check()
        assert (violations(page), sideways(page)) == ([], 0)
        Album("kiem-tra").take(page, "kiem-tra-bo-ma-360")
        page.locator("#chon-lo button").click()
        page.locator('[data-slot="says"]').wait_for(state="visible")
        page.goto("/co-quan/kiem-tra/quet/")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()

        opened.context.set_offline(True)
        page.goto("/co-quan/kiem-tra/quet/")
        page.locator('[data-slot="start"]').click()
        page.locator(STRIP).nth(1).wait_for()
        assert page.locator(f"{STRIP}.is-ok").count() == 1
        assert page.locator(f"{STRIP}.is-waiting").count() == 1
        page.locator('[data-slot="stop"]').click()
        Album("kiem-tra").take(page, "kiem-tra-mat-mang-360")
        page.locator("#nhap input[name=place]").fill("Chợ nổi Cái Răng")
        page.locator("#nhap button.btn-primary").click()
        page.locator('[data-slot="notices"] .is-info').wait_for()

        opened.context.set_offline(False)
        page.wait_for_url(DRAFT)
        assert page.locator("h1").inner_text() == "Chợ nổi Cái Răng"
        assert page.locator("tbody tr").count() == 2


def test_the_desk_shows_the_drafts(browser: Any, site: Installation) -> None:
    with window(browser, site.base_url, size=DESK) as opened:
        page = opened.page
        sign_in(page, site.user("mai"))
        page.goto("/co-quan/kiem-tra/")
        assert (violations(page), sideways(page)) == ([], 0)
        Album("kiem-tra").take(page, "kiem-tra-so-1280")
        page.goto("/co-quan/kiem-tra/quet/")
        assert (violations(page), sideways(page)) == ([], 0)
        Album("kiem-tra").take(page, "kiem-tra-quet-1280")
