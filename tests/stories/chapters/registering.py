"""Chapter 1: a producer registers, and nobody has to help."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.paper import upload, words
from tests.stories.telling import Story, follow, heading, main, press

TASKS = ["Thông tin cơ sở", "Sản phẩm đăng ký", "Nơi nộp hồ sơ", "Giấy tờ kinh doanh"]


def opens_a_task_list(story: Story) -> None:
    page = story.at("applicant")
    page.goto("/dang-ky/")
    press(page, "Bắt đầu đăng ký")
    story.link = page.url
    asked = [*TASKS]
    asked += ["Phiếu cung cấp thông tin"] if story.flow.information_form else []
    asked += ["Các tài liệu khác liên quan đến sản phẩm"] if story.flow.product_papers else []
    assert _tasks(page) == [*asked, "Mục đích và cam kết"]
    expect(main(page)).to_contain_text("Đã xong 0/")
    story.album.take(page, "dang-ky-danh-sach-viec")


def _tasks(page: object) -> list[str]:
    return [link.inner_text().strip() for link in main(page).get_by_role("listitem").get_by_role("link").all()]


def says_who_they_are(story: Story) -> None:
    page = story.at("applicant")
    follow(page, "Bắt đầu")
    wrong = story.tax_code[:-1] + str((int(story.tax_code[-1]) + 1) % 10)
    page.get_by_label("Mã số thuế").fill(wrong)
    press(page, "Tiếp tục")
    expect(main(page)).to_contain_text("Mã số thuế sai một chữ số")
    assert page.title().startswith("Lỗi: ")
    expect(page.get_by_label("Mã số thuế")).to_have_value(wrong)
    page.get_by_label("Mã số thuế").fill(story.tax_code)
    press(page, "Tiếp tục")

    page.get_by_label("Tên tổ chức/cơ sở").fill(story.name)
    page.get_by_role("radio", name="Hợp tác xã", exact=True).check()
    page.get_by_label("Người đại diện").fill(story.owner)
    page.get_by_label("Số điện thoại liên hệ").fill(story.phone)
    page.get_by_label("Xã, phường").fill(story.flow.former_commune)
    page.get_by_label("Địa chỉ").fill("Tổ 3, đường liên xã")
    page.get_by_label("Loại hình sản xuất, kinh doanh").fill("Trồng và đóng gói nông sản")
    press(page, "Lưu và tiếp tục")
    # The place was given by its name of before the merger; today's unit is what the dossier now says.
    page.goto(f"{story.link}co-so/")
    expect(page.get_by_label("Xã, phường")).to_have_value(re.compile(f"Xã {story.flow.commune}"))
    story.album.take(page, "dang-ky-co-so")
    press(page, "Lưu và tiếp tục")


def says_what_they_make(story: Story) -> None:
    page = story.at("applicant")
    page.get_by_label("Tên sản phẩm").fill("Nông sản")
    page.get_by_role("radio", name="Nông nghiệp và môi trường").check()
    press(page, "Lưu và tiếp tục")


def says_where_to_file(story: Story) -> None:
    page = story.at("applicant")
    assert heading(page) == "Nơi nộp hồ sơ"
    office = f"Ủy ban nhân dân xã {story.flow.commune}"
    page.get_by_role("radio", name=office).first.check()
    directly = page.get_by_role("radio", name="Nộp trực tiếp tại")
    expect(directly).to_have_count(1 if story.flow.direct_filing else 0)
    if story.flow.direct_filing:
        (directly if story.direct else page.get_by_role("radio", name="Nộp tại cơ quan chủ quản")).check()
    press(page, "Lưu và tiếp tục")


def adds_papers(story: Story) -> None:
    page = story.at("applicant")
    assert heading(page) == "Giấy tờ kinh doanh"
    press(page, "Lưu và tiếp tục")
    expect(main(page)).to_contain_text("Chụp hoặc chọn ít nhất một ảnh hoặc PDF")
    page.get_by_label("Ảnh hoặc PDF").set_input_files([upload("dang-ky-kinh-doanh.jpg", "white")])
    press(page, "Lưu và chọn thêm")
    expect(main(page)).to_contain_text("Tệp đã nhận")
    page.get_by_label("Ảnh hoặc PDF").set_input_files([upload("trang-2.jpg", "beige")])
    press(page, "Lưu và tiếp tục")
    if story.flow.information_form:
        assert heading(page) == "Phiếu cung cấp thông tin"
        page.get_by_label("Quá trình sản xuất ban đầu").fill("Trồng tại vườn của 30 hộ xã viên.")
        page.get_by_label("Công đoạn lưu thông phân phối").fill("Bán cho siêu thị và cửa hàng trong tỉnh.")
        page.get_by_label("Người quản lý tài khoản").fill(story.owner)
        press(page, "Lưu và tiếp tục")
    if story.flow.product_papers:
        assert heading(page) == "Các tài liệu khác liên quan đến sản phẩm"
        page.get_by_label("Ảnh hoặc PDF").set_input_files([upload("nhan-san-pham.jpg")])
        press(page, "Lưu và tiếp tục")


def undertakes_and_files(story: Story) -> None:
    page = story.at("applicant")
    assert heading(page) == "Mục đích và cam kết"
    main(page).get_by_role("group", name="Mục đích đăng ký").get_by_role("checkbox").first.check()
    page.get_by_role("checkbox", name="cam kết").check()
    page.get_by_label("Họ và tên người ký").fill(story.owner)
    press(page, "Lưu và tiếp tục")
    assert heading(page) == "Kiểm tra lại"
    for told in (story.name, story.owner, f"Xã {story.flow.commune}", "Nông sản"):
        expect(main(page)).to_contain_text(told)
    expect(main(page)).to_contain_text("Nơi nhận: ")
    story.album.take(page, "dang-ky-kiem-tra-lai")
    press(page, "Nộp hồ sơ")
    _keeps_the_receipt(story)


def _keeps_the_receipt(story: Story) -> None:
    page = story.at("applicant")
    facts = main(page).locator("dl")
    story.number = facts.get_by_text("HS-", exact=False).first.inner_text().strip()
    assert heading(page) == f"Đã nộp hồ sơ {story.number}"
    story.lookup_code = facts.locator("dd", has=page.locator(".tx-code")).last.inner_text().split("\n")[0].strip()
    story.album.take(page, "dang-ky-da-nop")
    href = page.get_by_role("link", name="Tải giấy tiếp nhận (PDF)").get_attribute("href")
    receipt = page.context.request.get(href)
    assert receipt.headers["content-type"] == "application/pdf"
    assert story.number in words(receipt.body())
    # The number opens nothing; the look-up code shows the state and nothing of the contents.
    assert page.context.request.get(f"/dang-ky/{story.number}/").status == 404
    page.goto("/dang-ky/tra-cuu/")
    page.get_by_label("Mã tra cứu").fill(story.lookup_code.lower())
    press(page, "Tra cứu")
    expect(main(page)).to_contain_text("Đã nộp")
    expect(main(page)).not_to_contain_text(story.owner)


def supplements(story: Story) -> None:
    """Everything asked for stands there at once, each reason with its page."""
    page = story.at("applicant")
    page.goto(story.link)
    expect(main(page)).to_contain_text("Hồ sơ cần bổ sung 3 mục")
    for reason in ("Tên sản phẩm quá chung chung.", "Ảnh giấy mờ hoặc thiếu trang.", "Ghi rõ giống."):
        expect(main(page)).to_contain_text(reason)
    story.album.take(page, "dang-ky-can-bo-sung")
    follow(page, "Sản phẩm đăng ký")
    expect(page.get_by_label("Tên sản phẩm")).to_have_value("Nông sản")
    page.get_by_label("Tên sản phẩm").fill(story.product)
    press(page, "Lưu và tiếp tục")
    follow(page, "Giấy tờ kinh doanh")
    page.get_by_label("Ảnh hoặc PDF").set_input_files([upload("chup-lai.jpg", "lightyellow")])
    press(page, "Lưu và tiếp tục")
    follow(page, "Kiểm tra lại và gửi bổ sung")
    page.get_by_label("Lời nhắn cho cơ quan").fill("Đã ghi rõ giống và chụp lại giấy.")
    press(page, "Gửi bổ sung")
    expect(page.locator("body")).to_contain_text("Đã gửi bổ sung hồ sơ.")
