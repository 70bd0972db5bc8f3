"""Scanning inside the site (/quet): a real camera picture, read on the phone, with and without what phones lack."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.browser.axe import violations
from tests.browser.looking import Reel, camera, data_matrix, held, phone, qr
from tests.browser.looks import sideways
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, Album, window
from tests.harness import Installation

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PRINTED = "HTTPS://CHECK.CANTHO.GOV.VN"
ZALO = "Mozilla/5.0 (Linux; Android 13; SM-A245F) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/120.0 Mobile Safari/537.36 Zalo android/24010180"
START, SAYS, FOREIGN = '[data-slot="start"]', '[data-slot="says"]', '[data-slot="foreign"]'


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Reel:
    return Reel(tmp_path_factory.mktemp("camera") / "seen.mjpeg")


@pytest.fixture(scope="module")
def looking(browser: Any, reel: Reel) -> Iterator[Any]:
    with camera(browser, reel) as running:
        yield running


@pytest.fixture(scope="module")
def site(sites: Sites) -> Installation:
    return sites.of("can-tho")


def printed(site: Installation, verdict: str) -> str:
    """The upper-case address on a stamp, whose host is the province's and not this machine's."""
    return PRINTED + str(site.facts["scan"][verdict]).upper()


def test_the_camera_reads_a_stamp_and_its_answer_opens_on_this_host(
    looking: Any, reel: Reel, site: Installation
) -> None:
    reel.codes(printed(site, "valid"))
    album = Album("quet")
    with phone(looking, site.base_url) as opened:
        page = opened.page
        page.goto("/quet")
        before = [url for url in opened.asked if "barcode-detector" in url or url.endswith(".wasm")]
        assert before == []  # the reader comes after a tap only
        assert (violations(page), sideways(page)) == ([], 0)
        album.take(page, "quet-trang-360")
        page.locator(START).click()
        page.wait_for_url("**/01/**")
        assert page.locator("h1").count() == 1
        assert page.url.startswith(site.base_url + "/01/")
        page.go_back()
        line = page.locator("#da-quet li a")
        assert line.count() == 1
        assert line.first.inner_text().count("-") == 3  # the serial in fours
        album.take(page, "quet-lich-su-360")
        assert (violations(page), sideways(page)) == ([], 0)
        page.locator('#da-quet [data-slot="clear"]').click()
        assert not page.locator("#da-quet").is_visible()
        page.reload()
        assert page.locator("#da-quet li").count() == 0


def test_a_pasted_over_code_is_shown_and_not_opened(looking: Any, reel: Reel, site: Installation) -> None:
    reel.codes("https://uu-dai.example/nhan-qua?01/08938505970011")
    with phone(looking, site.base_url) as opened:
        page = opened.page
        page.goto("/quet")
        page.locator(START).click()
        page.locator(FOREIGN).wait_for(state="visible")
        assert page.locator(f"{FOREIGN} a").count() == 0
        assert "uu-dai.example" in page.locator(f"{FOREIGN} [data-slot=text]").inner_text()
        assert page.url == f"{site.base_url}/quet"
        assert violations(page) == []
        Album("quet").take(page, "quet-ma-la-360")
        # The right one held before it afterwards opens all the same.
        page.locator('[data-slot="stop"]').click()
        reel.codes(printed(site, "recalled"))
        page.locator(START).click()
        page.wait_for_url("**/01/**")


def test_a_gs1_link_of_another_host_and_a_datamatrix_ask_us(looking: Any, reel: Reel, site: Installation) -> None:
    path = str(site.facts["scan"]["valid"])
    gtin, serial = path.split("/")[2], path.split("/")[4]
    for picture in (qr(f"https://id.gs1.org/eu/01/{gtin}/21/{serial}?x=1"), data_matrix(f"(01){gtin}(21){serial}")):
        reel.show(held(picture))
        with phone(looking, site.base_url) as opened:
            page = opened.page
            page.goto("/quet")
            page.locator(START).click()
            page.wait_for_url(f"{site.base_url}/01/{gtin}/21/{serial}")


def test_in_a_chat_a_photo_is_read_on_the_phone(looking: Any, reel: Reel, site: Installation, tmp_path: Path) -> None:
    photo = tmp_path / "tem.jpg"
    held(qr(printed(site, "valid"))).save(photo, "JPEG")
    with phone(looking, site.base_url, user_agent=ZALO) as opened:
        page = opened.page
        page.goto("/quet")
        assert not page.locator(START).is_visible()
        assert page.locator(SAYS).inner_text() != ""
        Album("quet").take(page, "quet-trong-zalo-360")
        opened.asked.clear()
        page.locator('input[type="file"]').first.set_input_files(photo)
        page.wait_for_url("**/01/**")
        assert not any("tem.jpg" in url for url in opened.asked)


def test_a_photo_without_a_code_says_so(looking: Any, site: Installation, tmp_path: Path) -> None:
    photo = tmp_path / "ban.jpg"
    held(qr("x", dark="#FFFFFF")).save(photo, "JPEG")
    with phone(looking, site.base_url) as opened:
        page = opened.page
        page.goto("/quet")
        page.locator('input[type="file"]').last.set_input_files(photo)
        page.wait_for_function(
            "() => document.querySelector('[data-slot=says]').textContent"
            " === document.getElementById('may-quet').dataset.wNothing"
        )


def test_a_camera_that_is_refused_or_missing_leaves_photo_and_box(
    looking: Any, browser: Any, site: Installation
) -> None:
    said = (
        "() => document.querySelector('[data-slot=says]').textContent === document.getElementById('may-quet').dataset"
    )
    with phone(looking, site.base_url, may=False) as opened:
        opened.page.goto("/quet")
        opened.page.locator(START).click()
        opened.page.wait_for_function(f"{said}.wRefused")
        assert opened.page.locator("label.btn").first.is_visible()
    with window(browser, site.base_url, size=PHONE) as opened:  # a browser without any camera
        opened.context.grant_permissions(["camera"], origin=site.base_url)
        opened.page.goto("/quet")
        opened.page.locator(START).click()
        opened.page.wait_for_function(f"{said}.wNone")
        opened.page.locator("#o-ma").fill("7K3M")
        opened.page.locator("form[action='/q'] button").click()
        assert opened.page.url.endswith("/q?ma=7K3M")


def test_without_a_script_there_is_the_box_alone(browser: Any, site: Installation) -> None:
    with window(browser, site.base_url, size=DESK, javascript=False) as opened:
        page = opened.page
        page.goto("/quet")
        assert not page.locator("#quet").is_visible()
        assert not page.locator("#da-quet").is_visible()
        page.locator("#o-ma").fill(str(site.facts["scan"]["valid"]).rpartition("/")[2].lower())
        page.locator("form[action='/q'] button").click()
        assert page.locator("h1").inner_text() == "Mã hợp lệ"


def test_at_a_desk_the_page_is_sound(looking: Any, reel: Reel, site: Installation) -> None:
    reel.show(held(qr("https://uu-dai.example/")))
    with phone(looking, site.base_url, size=DESK) as opened:
        page = opened.page
        page.goto("/quet")
        page.locator(START).click()
        page.locator(FOREIGN).wait_for(state="visible")
        assert (violations(page), sideways(page)) == ([], 0)
        Album("quet").take(page, "quet-may-anh-1280")


def test_away_from_any_network_the_page_still_reads_and_keeps(looking: Any, reel: Reel, site: Installation) -> None:
    reel.codes(printed(site, "valid"))
    with phone(looking, site.base_url) as opened:
        page = opened.page
        page.goto("/quet")
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
        page.reload()
        page.locator(START).click()  # the reader is kept from now on
        page.wait_for_url("**/01/**")
        opened.context.set_offline(True)
        page.goto("/quet")
        page.evaluate("localStorage.clear()")
        page.reload()
        assert page.locator('[data-slot="net"]').is_visible()
        page.locator(START).click()
        page.locator("#da-quet li").wait_for()
        assert page.url == f"{site.base_url}/quet"
        kept = page.evaluate("""async () => {
          const all = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()));
          return all.flat().map((one) => new URL(one.url).pathname);
        }""")
        assert any(path.endswith(".wasm") for path in kept)
        assert [path for path in kept if path.startswith(("/01/", "/t/", "/q?", "/q/"))] == []
        opened.context.set_offline(False)
