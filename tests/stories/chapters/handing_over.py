"""Chapter 3: the operator issues the account, the letter is handed over, and its owner alone chooses a password."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import expect

from tests.browser.paper import codes, pages, words
from tests.stories.telling import Story, download, follow, heading, main, press


def issues_the_account(story: Story) -> None:
    page = story.at("mai")
    page.goto("/co-quan/tai-khoan/")
    follow(page, story.name)
    expect(page.get_by_label("Người quản lý tài khoản")).to_have_value(story.owner)
    story.login = page.get_by_label("Tên tài khoản").input_value()
    press(page, "Cấp tài khoản")
    assert heading(page) == "Thư kích hoạt đã sẵn sàng"
    story.album.take(page, "cap-tai-khoan-thu")
    letter = download(page, "Tải thư kích hoạt")
    assert story.name in words(letter)
    [address] = codes(pages(letter, dpi=203)[0])
    story.letter = urlsplit(address).path


def hands_it_over(story: Story) -> None:
    """The managing agency does; in a province where the operator may too, it still belongs to the agency's list."""
    page = story.at("hanh")
    page.goto("/co-quan/tai-khoan/")
    follow(page, story.name)
    assert heading(page) == "Bàn giao tài khoản"
    page.get_by_label("Người nhận").fill(story.owner)
    page.get_by_label("Người được hướng dẫn").fill(story.owner)
    press(page, "Ghi nhận bàn giao")
    expect(page.locator("body")).to_contain_text("bàn giao")
    story.album.take(page, "ban-giao")
    href = page.get_by_role("link", name="Tải biên bản bàn giao (PDF)").get_attribute("href")
    record = words(page.context.request.get(href).body())
    for told in (story.name, story.owner, "Nguyễn Thị Hạnh"):
        assert told in record


def sets_a_password(story: Story) -> None:
    page = story.at("owner")
    page.goto(story.letter)
    expect(main(page)).to_contain_text(story.name)
    page.get_by_label("Mật khẩu mới", exact=True).fill("123456")
    page.get_by_label("Nhập lại mật khẩu mới").fill("123456")
    press(page, "Kích hoạt và đăng nhập")
    expect(main(page)).to_contain_text("Mật khẩu cần ít nhất 12 ký tự.")
    page.get_by_label("Mật khẩu mới", exact=True).fill(story.password)
    page.get_by_label("Nhập lại mật khẩu mới").fill(story.password)
    page.get_by_role("checkbox", name="Tôi đã đọc và cam kết").check()
    story.album.take(page, "kich-hoat-tai-khoan")
    press(page, "Kích hoạt và đăng nhập")
    assert urlsplit(page.url).path == "/quan-ly/"
    story.album.take(page, "trang-cua-co-so")
    # The letter is spent; the password opens the door from now on.
    stranger = story.at("applicant")
    assert stranger.goto(story.letter).status in (404, 409, 410)
    expect(main(stranger)).to_contain_text("Thư này đã được dùng")
    stranger.goto("/dang-nhap/")
    stranger.get_by_label("Số điện thoại, tên tài khoản hoặc e-mail").fill(story.login)
    stranger.get_by_label("Mật khẩu", exact=True).fill(story.password)
    press(stranger, "Đăng nhập")
    assert urlsplit(stranger.url).path == "/quan-ly/"
