"""Stamps by the hundred thousand at their screens: from the print house to the goods, and what takes two persons."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE, Album, Window, window
from tests.harness import Installation
from tests.sizes import WHOLE
from tests.stories.telling import follow, main, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BOTH = [(PHONE, False), (DESK, True)]
# bà Lành has a phone, the officers sit at desks; the proof walks each story at both.
AT_HOME = BOTH if WHOLE else BOTH[:1]
AT_THE_OFFICE = BOTH if WHOLE else BOTH[1:]
SECOND_SEAT = """
from txng.accounts.models import Membership, User
from txng.accounts.second_factor import enrol_totp
first = Membership.objects.get(user__login="mai")
user = User.objects.create(login="hai", name="Trịnh Văn Hải", kind=first.account.kind, password=first.user.password)
Membership.objects.create(
    account=first.account, user=user, role="officer", since=first.since, duties_accepted_at=first.since
)
print("secret", enrol_totp(user))
"""


@pytest.fixture(scope="module")
def site(sites: Sites) -> Installation:
    return sites.of("can-tho")


@pytest.fixture(scope="module")
def hai(site: Installation) -> dict[str, Any]:
    """anh Hải has the second seat of the operator: what takes two persons takes him."""
    secret = re.search(r"secret (\S+)", site.manage("shell", "-c", SECOND_SEAT))
    assert secret
    return site.user("mai") | {"login": "hai", "name": "Trịnh Văn Hải", "totp_secret": secret[1]}


class Walk:
    """A window whose every page must be sound, and which takes the pictures."""

    def __init__(self, opened: Window, album: Album) -> None:
        self.page, self.album, self.javascript = opened.page, album, opened.javascript

    def sees(self, *words: str, picture: str = "", part: str = "") -> None:
        for each in words:
            expect(main(self.page)).to_contain_text(each)
        assert sideways(self.page) == 0
        if self.javascript:
            assert violations(self.page) == []
        if picture:
            self.album.take(self.page, picture, part)

    def opens(self, summary: str) -> Any:
        """The folded part of the page of this name, opened."""
        part = main(self.page).locator("details", has=self.page.locator("summary", has_text=summary))
        part.locator("summary").click()
        return part


def ordered(page: Any, quantity: int, kind: str = "item", roll: int | None = None) -> str:
    """Stamps of bà Lành's first product; the address of the code batch."""
    page.goto("/quan-ly/tem/lenh-in/moi/")
    page.locator("input[name=product]").first.check()
    page.locator(f"input[name=kind][value={kind}]").check()
    page.get_by_label("Số lượng tem").fill(str(quantity))
    if roll:
        page.get_by_label("Số tem một cuộn").fill(str(roll))
    press(page, "Gửi lệnh in")
    return str(page.url)


@pytest.mark.parametrize(("size", "javascript"), AT_HOME, ids=str)
def test_rolls_go_to_the_print_house_and_onto_the_goods(
    size: dict[str, int], javascript: bool, browser: Any, site: Installation, tmp_path: Path
) -> None:
    with window(browser, site.base_url, size=size, javascript=javascript) as opened:
        walk, page = Walk(opened, Album("tem-cuon")), opened.page
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/nha-in/")
        walk.sees("Đăng ký nhà in", picture="nha-in")
        page.get_by_label("Tên nhà in").fill("Nhà in Tây Đô")
        page.locator("textarea").fill("không phải chứng thư")
        press(page, "Đăng ký nhà in")
        assert page.get_by_label("Tên nhà in").input_value() == "Nhà in Tây Đô"
        walk.sees("Đây không phải chứng thư")

        # Too many to lie about unlocked: the file opens with a passphrase that is shown once.
        batch = ordered(page, 6_000, "scratch", roll=1_000)
        walk.sees("6 cuộn, mỗi cuộn 1.000 tem", "60 × 40 mm")
        follow(page, "Giao tệp in")
        walk.sees("Tệp mới", picture="giao-tep")
        page.locator("input[name=lock][value=passphrase]").check()
        press(page, "Tạo tệp")
        page.goto(batch)  # the page of a job asks for itself again, and would do so while we go elsewhere
        site.run_jobs()
        page.goto(f"{batch}giao-tep/")
        walk.sees("Đã xong, giữ đến")
        press(page, "Xem mật khẩu (một lần)")
        walk.sees("mật khẩu chỉ hiện lần này", picture="mat-khau-tep-in")
        with page.expect_download() as taken:
            main(page).get_by_role("button", name="Tải tệp (một lần)").click()
        assert taken.value.suggested_filename.endswith(".pdf.p7m")

        # On paper and back: what does not fit has to be explained, and what was typed stays.
        page.goto(batch)
        page.get_by_label("Số tem đã in").fill("6500")
        press(page, "Ghi đã in xong")
        assert page.get_by_label("Số tem đã in").input_value() == "6500"
        assert page.title().startswith("Lỗi: ")
        page.get_by_label("Số tem đã in").fill("6.000")
        press(page, "Ghi đã in xong")
        page.get_by_label("Số tem tốt đã nhận").fill("5.998")
        page.get_by_label("Số tem hỏng khi in, khi giao").fill("2")
        press(page, "Ghi đã nhận tem")
        walk.sees("2 tem hỏng chưa được hủy mã", picture="doi-soat", part="#doi-soat")
        press(page, page.locator("#doi-soat .tx-buttons button").inner_text())
        walk.sees("Hãy hủy mã các tem đó, hoặc nêu lý do.")
        void = walk.opens("Hủy mã")
        void.get_by_label("Từ tem số").fill("5999")
        void.get_by_label("Đến tem số").fill("6000")
        void.get_by_role("radio", name="Bị hỏng").check()
        void.get_by_label("Lý do", exact=True).fill("Rách khi in")
        press(page, "Hủy mã", within=void)
        press(page, page.locator("#doi-soat .tx-buttons button").inner_text())
        walk.sees("Đã đối soát")

        # Onto the goods: by the number of the roll; by a strange code nothing happens.
        form = page.locator("#kich-hoat form")
        form.get_by_label("Từ tem số").fill("7K3M-9QX2-P4VN-8RTC")
        press(page, "Kích hoạt tem", within=form)
        walk.sees("Không có tem nào của cơ sở mang mã")
        assert form.get_by_label("Từ tem số").input_value() == "7K3M-9QX2-P4VN-8RTC"
        form.locator("[name=roll]").fill("1-2")
        press(page, "Kích hoạt tem", within=form)
        walk.sees("000001 – 002000", picture="kich-hoat-cuon")
        page.goto("/quan-ly/tem/kich-hoat/")
        page.locator("[name=first_2]").fill("3001")
        press(page, "Kích hoạt tem")
        assert page.locator("[name=first_2]").input_value() == "3001"
        walk.sees("cần sửa")


@pytest.mark.parametrize(("size", "javascript"), AT_THE_OFFICE, ids=str)
def test_a_large_order_and_a_key_take_two_persons(
    size: dict[str, int], javascript: bool, browser: Any, site: Installation, hai: dict[str, Any]
) -> None:
    site.manage("rotate_serial_key")  # this story's stamps alone go with the key that is withdrawn
    options: dict[str, Any] = {"size": size, "javascript": javascript}
    with window(browser, site.base_url, **options) as opened:
        page = opened.page
        sign_in(page, site.user("lanh"))
        ordered(page, 150_000)
        Walk(opened, Album("hai-nguoi")).sees("Số tem lớn cần hai cán bộ")
        number = str(re.search(r"LI-\d{4}-\d+", main(page).inner_text())[0])  # type: ignore[index]
    with window(browser, site.base_url, **options) as one, window(browser, site.base_url, **options) as two:
        first, second = Walk(one, Album("hai-nguoi")), Walk(two, Album("hai-nguoi"))
        sign_in(first.page, site.user("mai"))
        sign_in(second.page, hai)
        first.page.goto("/co-quan/lenh-in/")
        first.sees("chờ kiểm tra", "150.000")
        follow(first.page, re.compile(number))
        first.sees("Bước 1 trên 2", picture="lenh-in-hai-nguoi")
        review = first.page.url
        press(first.page, "Đã kiểm tra, hợp lệ")
        first.page.goto(review)
        first.sees("bạn đã tự kiểm tra lệnh này")
        expect(main(first.page).get_by_role("button", name="Phê duyệt")).to_have_count(0)
        second.page.goto("/co-quan/lenh-in/")
        follow(second.page, re.compile(number))
        press(second.page, "Phê duyệt")
        second.sees(f"Đã phê duyệt lệnh in {number}")

        first.page.goto("/co-quan/khoa-ma/")
        first.sees("Đang dùng cho lô mã mới", picture="khoa-ma")
        follow(first.page, re.compile("Đề nghị thu hồi phiên bản"))
        first.sees("toàn bộ 150.000 mã")
        press(first.page, "Đề nghị thu hồi")
        first.sees("Nêu lý do thu hồi")
        first.page.get_by_label("Lý do").fill("Người không có quyền đã đọc được tệp khóa.")
        press(first.page, "Đề nghị thu hồi")
        first.sees("Bạn là người đề nghị")
        expect(main(first.page).get_by_role("button", name="Xác nhận thu hồi")).to_have_count(0)
        second.page.goto(first.page.url)
        second.opens("Không đồng ý")
        press(second.page, "Không đồng ý")
        second.sees("Nêu rõ lý do")
        second.page.goto(first.page.url)
        second.sees("bị hủy vĩnh viễn", picture="khoa-ma-nguoi-thu-hai")
        press(second.page, "Xác nhận thu hồi")
        second.sees("Tem của khóa này không còn giá trị")


@pytest.mark.parametrize(("size", "javascript"), AT_THE_OFFICE, ids=str)
def test_what_is_shown_is_asked_about_explained_and_shown_again(
    size: dict[str, int], javascript: bool, browser: Any, site: Installation
) -> None:
    options: dict[str, Any] = {"size": size, "javascript": javascript}
    with (
        window(browser, site.base_url, **options) as office,
        window(browser, site.base_url, size=PHONE, javascript=False) as home,
    ):
        mai, lanh = Walk(office, Album("ban-can-bo")), Walk(home, Album("ban-can-bo"))
        page = mai.page
        sign_in(page, site.user("mai"))
        page.goto("/co-quan/ma-can-kiem-tra/")
        mai.sees("máy quét ở", picture="ma-can-kiem-tra")
        follow(page, re.compile("tem 50"))
        mai.sees("Số tỉnh")
        follow(page, "Không phải sao chép")
        press(page, "Không phải sao chép")
        mai.sees("Nêu rõ lý do")

        sign_in(lanh.page, site.user("lanh"))
        lanh.page.goto("/quan-ly/lien-ket/")
        lanh.sees("Nạp liên kết từ tệp")
        follow(lanh.page, "Sầu riêng Ri6 Nhơn Lộc")
        product = re.search(r"/san-pham/(\d+)/", lanh.page.url)
        assert product
        lanh.sees("Thêm liên kết", picture="lien-ket")
        lanh.page.get_by_label("Địa chỉ").fill("http://khong-an-toan.example/")
        lanh.page.get_by_label("Tiêu đề").fill("Cách bảo quản")
        press(lanh.page, "Thêm liên kết")
        assert lanh.page.get_by_label("Tiêu đề").input_value() == "Cách bảo quản"
        lanh.sees("Địa chỉ phải bắt đầu bằng https://")

        page.goto(f"/co-quan/tam-ngung/moi/?san-pham={product[1]}")
        press(page, "Tiếp tục")
        mai.sees("Nêu rõ lý do")
        page.get_by_label("Lý do").fill("Ảnh bao bì không khớp với hồ sơ đã công bố.")
        page.get_by_label("Căn cứ").fill("Điều 11 Thông tư 31/2026/TT-BCT")
        press(page, "Tiếp tục")
        mai.sees("Chờ giải trình")
        asked = page.url

        lanh.page.goto(asked.replace("/co-quan/tam-ngung/", "/quan-ly/giai-trinh/"))
        lanh.sees("Hạn giải trình", picture="giai-trinh")
        press(lanh.page, "Gửi giải trình")
        lanh.sees("Hãy viết nội dung giải trình")
        lanh.page.get_by_label("Giải trình").fill("Ảnh cũ của vụ trước. Đã chụp lại và gửi duyệt hôm nay.")
        press(lanh.page, "Gửi giải trình")

        page.goto(asked)
        mai.sees("Đã chụp lại", picture="tam-ngung")
        follow(page, "Kết thúc: hiển thị như cũ")
        page.get_by_label("Kết luận").fill("Đã thay ảnh.")
        press(page, "Kết thúc: hiển thị như cũ")
        mai.sees("Đang hiển thị")
        page.goto("/co-quan/tam-ngung/")
        mai.sees("Sầu riêng Ri6 Nhơn Lộc")
