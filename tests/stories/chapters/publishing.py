"""Chapter 4: the product, with its photo, beside what the public sees; the agency approves what is published."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.looks import is_loaded
from tests.browser.paper import upload
from tests.stories.telling import Story, follow, heading, main, press


def proposes_a_product(story: Story) -> None:
    page = story.at("owner")
    page.goto("/quan-ly/")
    follow(page, "Thêm sản phẩm đầu tiên, có ảnh")
    if heading(page) != "Thêm sản phẩm":
        follow(page, "Thêm sản phẩm đầu tiên")
    page.get_by_label("Tên sản phẩm").fill(story.product)
    page.get_by_label("Nhóm sản phẩm").select_option(label=story.flow.group)
    page.get_by_label("Quy cách đóng gói").fill("Hộp 1,5 kg")
    page.get_by_label("Xuất xứ").fill(f"Xã {story.flow.commune}, Việt Nam")
    page.get_by_label("Tiêu chuẩn áp dụng").fill("TCVN 11892-1:2017 VietGAP")
    page.get_by_label("Thời hạn sử dụng").fill("30")
    page.get_by_label("Mô tả").fill("Chín tự nhiên, đóng hộp trong ngày.")
    press(page, "Gửi duyệt")
    expect(main(page)).to_contain_text("Chụp hoặc chọn ít nhất một ảnh sản phẩm.")
    expect(page.get_by_label("Quy cách đóng gói")).to_have_value("Hộp 1,5 kg")
    page.get_by_label("Ảnh sản phẩm").set_input_files([upload("san-pham.jpg")])
    press(page, "Gửi duyệt")
    expect(page.locator("body")).to_contain_text("Đã gửi duyệt.")
    expect(main(page)).to_contain_text("Chờ duyệt")
    story.album.take(page, "san-pham-cho-duyet")
    follow(page, "Tất cả mục, giấy tờ và ảnh")
    expect(main(page)).to_contain_text("Thông tin bắt buộc")
    story.album.take(page, "ho-so-san-pham")


def sees_it_side_by_side_and_approves(story: Story) -> None:
    if story.flow.first_check:
        # Two persons: whoever checks does not approve.
        page = story.at("hanh")
        _open(story, page)
        expect(main(page)).to_contain_text("Yêu cầu phải được một người kiểm tra trước khi người khác phê duyệt.")
        expect(main(page).get_by_role("button", name="Phê duyệt", exact=True)).to_have_count(0)
    _is_checked(story)
    page = story.at("hanh")
    _open(story, page)
    compared = main(page)  # nothing is public yet to stand beside it
    for side in (story.product, "Hộp 1,5 kg", "TCVN 11892-1:2017 VietGAP"):
        expect(compared).to_contain_text(side)
    assert is_loaded(compared.locator("img").first)
    story.album.take(page, "duyet-so-sanh")
    press(page, "Phê duyệt")
    expect(page.locator("body")).to_contain_text("Đã phê duyệt và công khai")
    owner = story.at("owner")
    owner.goto("/quan-ly/san-pham/")
    row = owner.get_by_role("listitem").or_(owner.get_by_role("row")).filter(has_text=story.product)
    expect(row.first).to_contain_text("Đang công khai")


def is_approved(story: Story) -> None:
    """The same without looking twice, where another story is told."""
    _is_checked(story)
    page = story.at("hanh")
    _open(story, page)
    press(page, "Phê duyệt")
    expect(page.locator("body")).to_contain_text("Đã phê duyệt và công khai")


def _is_checked(story: Story) -> None:
    if story.flow.first_check:
        checker = story.at("dung")
        _open(story, checker)
        press(checker, "Đã kiểm tra, đạt")
        expect(checker.locator("body")).to_contain_text("Chờ người khác phê duyệt")


def _open(story: Story, page: object) -> None:
    page.goto("/co-quan/duyet/")
    follow(page, story.product)
