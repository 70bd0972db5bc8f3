"""Chapter 2: the agency reads the dossier, asks once for everything, and decides."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.stories.telling import Story, follow, heading, main, press


def asks_for_everything_at_once(story: Story) -> None:
    page = story.at(story.decider)
    page.goto("/co-quan/")
    follow(page, story.name)
    assert heading(page) == story.name
    expect(main(page)).to_contain_text("Mã số thuế đúng chữ số kiểm tra")
    press(page, "Tiếp nhận và xem xét")
    expect(main(page)).to_contain_text("Đang xem xét")
    story.album.take(page, "ho-so-xem-xet")
    follow(page, "Yêu cầu bổ sung")
    products = page.get_by_role("group", name="Sản phẩm đăng ký", exact=True).first
    products.get_by_role("checkbox", name="Tên sản phẩm quá chung chung.").check()
    products.get_by_label("Lý do khác").fill("Ghi rõ giống.")
    papers = page.get_by_role("group", name="Giấy tờ kinh doanh", exact=True).first
    papers.get_by_role("checkbox", name="Ảnh giấy mờ hoặc thiếu trang.").check()
    press(page, "Gửi yêu cầu")
    expect(main(page)).to_contain_text("Xác nhận bạn đã nêu đủ mọi điểm cần sửa.")
    expect(products.get_by_label("Lý do khác")).to_have_value("Ghi rõ giống.")
    page.get_by_role("checkbox", name="Tôi đã nêu đủ mọi điểm cần sửa").check()
    story.album.take(page, "ho-so-yeu-cau-bo-sung")
    press(page, "Gửi yêu cầu")
    expect(page.locator("body")).to_contain_text(f"Đã gửi yêu cầu bổ sung hồ sơ {story.number}.")


def approves(story: Story) -> None:
    page = story.at(story.decider)
    page.goto("/co-quan/ho-so/")
    follow(page, story.name)
    changed = (
        main(page)
        .get_by_role("region", name="Nội dung đã bổ sung, sửa")
        .or_(main(page).locator("section", has=page.get_by_role("heading", name="Nội dung đã bổ sung, sửa")))
    )
    for side in ("Nông sản", story.product, "Đã ghi rõ giống và chụp lại giấy."):
        expect(changed.first).to_contain_text(side)
    story.album.take(page, "ho-so-so-sanh-bo-sung")
    if story.forwards:
        press(page, "Phê duyệt và chuyển Sở KH&CN")
        expect(page.locator("body")).to_contain_text(f"Đã phê duyệt hồ sơ {story.number} và chuyển Sở KH&CN.")
    else:
        press(page, "Phê duyệt")
        expect(page.locator("body")).to_contain_text(f"Đã phê duyệt hồ sơ {story.number}.")
    _the_applicant_sees_it(story)


def _the_applicant_sees_it(story: Story) -> None:
    page = story.at("applicant")
    page.goto("/dang-ky/tra-cuu/")
    page.get_by_label("Mã tra cứu").fill(story.lookup_code)
    press(page, "Tra cứu")
    expect(main(page)).to_contain_text("Đã chuyển Sở KH&CN" if story.forwards else "Đã phê duyệt")
    if story.direct:
        # Filed at the operator's: the managing agency does not decide, it is told.
        agency = story.at("hanh")
        agency.goto("/co-quan/ho-so/?trang_thai=told")
        follow(agency, story.name)
        expect(main(agency)).to_contain_text("Đã thông báo cho cơ quan chủ quản")
        expect(main(agency).get_by_role("button", name="Phê duyệt")).to_have_count(0)
