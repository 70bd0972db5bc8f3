"""Chapter 8: the operator recalls the lot, and every page of it is red until the recall is lifted."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.stories.telling import Story, days_ago, fill_date, follow, heading, main, press

REASON = "Mẫu kiểm nghiệm có dư lượng vượt mức cho phép"


def recalls_the_lot(story: Story) -> None:
    page = story.at("mai")
    page.goto("/co-quan/thu-hoi/moi/")
    page.get_by_label("Số lô, sản phẩm hoặc cơ sở").fill(story.product)
    press(page, "Tìm")
    follow(page, re.compile(story.lot))
    page.get_by_role("radio", name="Bắt buộc").check()
    page.get_by_label("Lý do").fill(REASON)
    press(page, "Tiếp tục")
    expect(main(page)).to_contain_text("Nhập số quyết định")
    expect(page.get_by_label("Lý do")).to_have_value(REASON)
    page.get_by_label("Số quyết định").fill("21/TB-SKHCN")
    fill_date(page.get_by_role("group", name="Ngày quyết định"), days_ago(0))
    page.get_by_label("Nơi nhận lại hàng").fill(story.name)
    page.get_by_label("Số điện thoại liên hệ").fill("0912345678")
    press(page, "Tiếp tục")
    expect(main(page)).to_contain_text("tem sẽ báo đỏ ngay lập tức")
    story.album.take(page, "thu-hoi-xac-nhan")
    press(page, "Thu hồi sản phẩm")
    expect(page.locator("body")).to_contain_text(f"Đang thu hồi sản phẩm lô {story.lot}")


def the_page_is_red(story: Story) -> None:
    page = story.at("shopper")
    page.goto(story.scans[0])
    assert heading(page) == "Đang bị thu hồi – không sử dụng"
    for told in (REASON, story.lot, "21/TB-SKHCN", story.name):
        expect(main(page)).to_contain_text(told)
    story.album.take(page, "quet-thu-hoi")
    page.goto("/")
    expect(main(page)).to_contain_text(f"lô {story.lot}")


def lifts_the_recall(story: Story) -> None:
    page = story.at("mai")
    page.goto("/co-quan/thu-hoi/")
    follow(page, re.compile(story.lot))
    follow(page, "Bãi bỏ thu hồi sản phẩm")
    page.get_by_label("Vì sao bãi bỏ việc thu hồi sản phẩm?").fill("Kết quả kiểm nghiệm lại đạt")
    page.get_by_label("Số quyết định").fill("22/TB-SKHCN")
    press(page, "Bãi bỏ thu hồi sản phẩm")
    expect(page.locator("body")).to_contain_text(f"Đã bãi bỏ việc thu hồi sản phẩm lô {story.lot}.")
    shopper = story.at("shopper")
    shopper.goto(story.scans[0])
    assert heading(shopper) == "Mã hợp lệ"
