"""Chapter 5: where it grows, the lot, and the first line of its diary."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.paper import upload
from tests.stories.telling import Story, days_ago, fill_date, follow, heading, main, press


def adds_a_plot(story: Story) -> None:
    page = story.at("owner")
    page.goto("/quan-ly/vung-trong/moi/")
    page.get_by_label("Tên", exact=True).fill("Vườn 1")
    page.get_by_label("Diện tích", exact=False).first.fill("5,5")
    press(page, "Lưu")
    expect(main(page)).to_contain_text("Vườn 1")


def opens_a_lot(story: Story) -> None:
    page = story.at("owner")
    page.goto("/quan-ly/lo-hang/moi/")
    page.get_by_label("Sản phẩm", exact=True).select_option(label=story.product)
    page.get_by_label("Nơi trồng, nuôi hoặc chế biến").select_option(label="Vườn 1")
    fill_date(page.get_by_role("group", name="Ngày mở lô"), days_ago(80))
    press(page, "Tạo lô")
    said = page.locator("body").inner_text()
    found = re.search(r"L\d\d[A-Z]\d{4}", said)
    assert found, said
    story.lot = found[0]


def writes_the_diary(story: Story) -> None:
    """Three taps: the work, an amount, “Lưu”."""
    page = story.at("owner")
    page.goto("/nhat-ky/")
    assert heading(page) == "Vừa làm việc gì?"
    story.album.take(page, "nhat-ky")
    follow(page, "Bón phân")
    page.locator("[name=what]").fill("Phân hữu cơ vi sinh")
    page.get_by_label("Số lượng", exact=False).first.fill("20")
    page.get_by_label("Ảnh", exact=False).set_input_files([upload("bon-phan.jpg")])
    press(page, "Lưu")
    expect(page.locator("body")).to_contain_text("Phân hữu cơ vi sinh")


def harvests_and_packs(story: Story) -> None:
    page = story.at("owner")
    for work, amount in (("Thu hoạch", "300"), ("Đóng gói", "280")):
        page.goto("/nhat-ky/")
        follow(page, work)
        page.get_by_label("Số lượng", exact=False).first.fill(amount)
        press(page, "Lưu")
        expect(page.locator("body")).to_contain_text("Đã ghi")
