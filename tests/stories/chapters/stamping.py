"""Chapter 6: stamps are ordered, printed, and put to use once the law's information is complete."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.paper import codes, pages
from tests.stories.telling import Story, download, follow, heading, main, press

STAMPS = 24


def orders_stamps(story: Story) -> None:
    page = story.at("owner")
    page.goto("/quan-ly/tem/lenh-in/moi/")
    page.get_by_role("radio", name=story.product).check()
    page.get_by_label("Số lượng tem").fill(str(STAMPS))
    press(page, "Gửi lệnh in")
    expect(page.locator("body")).to_contain_text("Đã gửi lệnh in")
    if not re.search(r"/tem/\d+/$", page.url):
        follow(page, re.compile("LM-"))
    story.batch = urlsplit(page.url).path
    found = re.search(r"LI-\d{4}-\d+", main(page).inner_text())
    assert found
    story.order = found[0]
    story.album.take(page, "lenh-in")
    if story.flow.orders_wait:
        expect(main(page)).to_contain_text("Chờ duyệt")
        expect(main(page).get_by_role("button", name="Tải tệp in (PDF)")).to_have_count(0)
        operator = story.at("mai")
        operator.goto("/co-quan/lenh-in/")
        follow(operator, f"{story.order} · {story.product}")
        press(operator, "Phê duyệt")
        expect(operator.locator("body")).to_contain_text(f"Đã phê duyệt lệnh in {story.order}")
    else:
        expect(main(page)).to_contain_text("tự động theo quy định của tỉnh")


def prints_the_labels(story: Story) -> None:
    page = story.at("owner")
    page.goto(story.batch)
    calibration, *sheets = pages(download(page, "Tải tệp in (PDF)"), dpi=203)
    assert len(sheets) == 1
    found = [text for sheet in sheets for text in codes(sheet)]
    assert len(found) == len(set(found)) == STAMPS
    for text in found:
        parts = urlsplit(text)
        assert (parts.scheme, parts.netloc, text) == ("https", story.flow.host, text.upper()), text
    story.scans = [urlsplit(text).path for text in found]
    assert any(text.upper().endswith("/T/TEST") for text in codes(calibration)), codes(calibration)
    shopper = story.at("shopper")
    shopper.goto("/t/TEST")
    assert heading(shopper) == "Tem in thử đọc tốt"
    shopper.goto(story.scans[-1])
    assert heading(shopper) == "Mã chưa kích hoạt"
    expect(main(shopper)).not_to_contain_text("Vườn 1")


def is_told_what_is_missing(story: Story) -> None:
    page = story.at("owner")
    _activate(story)
    expect(main(page)).to_contain_text("Còn thiếu trước khi kích hoạt tem")
    missing = main(page).get_by_role("listitem").filter(has_text="Điều 23")
    expect(missing.first).to_be_visible()
    expect(main(page)).to_contain_text(f"Chưa thể kích hoạt tem của lô {story.lot}")
    expect(page.get_by_label("Đến tem số").first).to_have_value(str(STAMPS - 1))
    story.album.take(page, "kich-hoat-con-thieu")


def activates(story: Story) -> None:
    page = story.at("owner")
    _activate(story)
    expect(page.locator("body")).to_contain_text(f"Đã kích hoạt {STAMPS - 1} tem.")
    story.album.take(page, "kich-hoat-xong")


def _activate(story: Story) -> None:
    """All stamps but the last one, which stays on the roll."""
    page = story.at("owner")
    page.goto(story.batch)
    form = main(page).locator("form", has=page.get_by_role("button", name="Kích hoạt tem", exact=True))
    lot = form.get_by_label("Lô", exact=True)
    lot.select_option(value=lot.locator("option", has_text=story.lot).get_attribute("value"))
    form.get_by_label("Từ tem số").fill("1")
    form.get_by_label("Đến tem số").fill(str(STAMPS - 1))
    press(page, "Kích hoạt tem", within=form)
