"""A whole season of one lot, written down by the people who did the work, ending on the page a shopper reads.

What is done is data below; how it is done is what a phone without scripts does: fetch the form, fill it in, send it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.looks import sideways
from tests.browser.paper import upload
from tests.browser.people import sign_in
from tests.browser.windows import Window
from tests.claims.house.forms import Form, read
from tests.stories.chapters import publishing, stamping
from tests.stories.telling import PHONE_AGENT, Story, days_ago, fill_date, heading, main, press


@dataclass(frozen=True)
class Done:
    """One line of the diary: days after the lot was opened, the tile, what, how much."""

    day: int
    work: str
    what: str = ""
    amount: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Season:
    product: str
    group: str
    site_kind: str
    site: str
    opened: int  # days ago
    done: tuple[Done, ...]
    stages: tuple[str, ...]  # in the order in which the public page must tell them


RICE = Season(
    product="Gạo ST25 vụ Đông Xuân",
    group="Lúa, gạo",
    site_kind="plot",
    site="Ruộng Ba Bờ",
    opened=118,
    done=(
        Done(0, "sow", "Giống ST25 xác nhận, sạ hàng", "80", "kg"),
        Done(3, "water", "Nước kênh Thơm Rơm", "6", "giờ"),
        Done(8, "fertilise", "Urê + DAP đợt 1", "90", "kg"),
        Done(12, "weed", "Nhổ cỏ, dặm lúa", "16", "giờ"),
        Done(20, "fertilise", "NPK 20-20-15 đợt 2", "110", "kg"),
        Done(26, "water", "Tưới ngập khô xen kẽ", "5", "giờ"),
        Done(34, "spray", "Chế phẩm nấm xanh Metarhizium", "4", "kg"),
        Done(42, "fertilise", "NPK 16-8-16 nuôi đòng", "80", "kg"),
        Done(48, "water", "Tưới ngập khô xen kẽ", "5", "giờ"),
        Done(55, "weed", "Cắt cỏ bờ", "8", "giờ"),
        Done(63, "spray", "Validamycin 5%", "2", "lít"),
        Done(80, "water", "Rút nước trước thu hoạch", "2", "giờ"),
        Done(97, "harvest", "Máy gặt đập liên hợp", "5200", "kg"),
        Done(99, "prepare", "Sấy đến ẩm độ 14 %", "4700", "kg"),
        Done(106, "process", "Xay xát, lau bóng", "3100", "kg"),
        Done(108, "pack", "Túi 5 kg", "600", "túi"),
    ),
    stages=("Gieo", "Bón phân", "Thu hoạch", "Đóng gói"),
)
CHICKEN = Season(
    product="Gà ta thả vườn",
    group="Thịt tươi, gia súc, gia cầm",
    site_kind="pen",
    site="Chuồng gà sau vườn",
    opened=102,
    done=(
        Done(0, "sow", "Gà ta lai chọi 1 ngày tuổi, giấy kiểm dịch 0456", "500", "con"),
        Done(1, "vaccinate", "Marek, nhỏ Lasota", "500", "con"),
        Done(7, "vaccinate", "Gumboro lần 1", "496", "con"),
        Done(14, "feed", "Cám gà con 21 % đạm", "180", "kg"),
        Done(21, "vaccinate", "Gumboro lần 2", "494", "con"),
        Done(30, "clean", "Thay trấu, phun sát trùng", "4", "giờ"),
        Done(45, "feed", "Cám gà choai, thóc ủ mầm", "420", "kg"),
        Done(60, "clean", "Thay trấu, phun sát trùng", "4", "giờ"),
        Done(75, "feed", "Thóc, rau, cám vỗ", "510", "kg"),
        Done(92, "harvest", "Bắt gà xuất bán", "870", "kg"),
        Done(93, "prepare", "Giết mổ tại cơ sở có kiểm soát", "690", "kg"),
        Done(93, "pack", "Con 1,4 kg hút chân không", "480", "con"),
    ),
    stages=("Tiêm phòng", "Cho ăn", "Thu hoạch", "Đóng gói"),
)


class Farmer:
    """Whoever writes the season down: bà Lành's browser, her forms filled in by name."""

    def __init__(self, story: Story) -> None:
        self.story = story
        opened = Window(story.browser, story.site.base_url, size=story.size, javascript=story.javascript)
        story._windows["owner"] = opened
        self.page = opened.page
        sign_in(self.page, story.site.user("lanh"))

    def send(self, address: str, **typed: str) -> str:
        """The page that answers, after the only form of that page which can be filled in so was sent."""
        asked = self.page.request.get(address)
        assert asked.status == 200, f"{address}: {asked.status}"
        form = _form(read(asked.text(), asked.url)[0], set(typed))
        values: dict[str, str] = {}
        for field in form.fields.values():
            first = field.options[:1] if field.kind == "select" else []
            if field.kind == "hidden" or field.chosen or field.value or first:
                values[field.name] = (field.chosen or first or [field.value])[0]
        answer = self.page.request.post(
            form.action, form=values | typed, headers={"Referer": asked.url}, max_redirects=5
        )
        said = answer.text()
        assert answer.status == 200, f"{address}: {answer.status} {_complaints(said)}"
        return str(said)


def _form(found: list[Form], names: set[str]) -> Form:
    fitting = [form for form in found if names <= set(form.fields)]
    assert fitting, f"no form with {names}: {[sorted(form.fields) for form in found]}"
    return fitting[0]


def _complaints(html: str) -> str:
    found = re.search(r'<div class="tx-summary" id="loi".*?</div>', html, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0])[:300] if found else ""


def whole_season(browser: Any, site: Any, season: Season, *, size: dict[str, int], javascript: bool) -> dict[str, Any]:
    """From the proposal of the product to what a shopper reads; what the page tells."""
    story = Story(browser, site, size=size, javascript=javascript, direct=False)
    story.product = f"{season.product} {size['width']}"
    story.name = site.user("lanh")["organisation"]
    try:
        farmer = Farmer(story)
        _gets_the_product_approved(story, season)
        opened = days_ago(season.opened)
        _adds_the_place(farmer, season)
        _opens_the_lot(story, season, opened)
        lot = _lot_id(farmer, story)
        for line in season.done:
            _writes(farmer, lot, line, opened)
        stamping.orders_stamps(story)
        stamping.prints_the_labels(story)
        stamping.activates(story)
        return _reads(story, season, opened)
    finally:
        told = story.close()
        assert not told, told


def _gets_the_product_approved(story: Story, season: Season) -> None:
    page = story.at("owner")
    page.goto("/quan-ly/san-pham/moi/")
    page.get_by_label("Tên sản phẩm").fill(story.product)
    page.get_by_label("Nhóm sản phẩm").select_option(label=season.group)
    page.get_by_label("Quy cách đóng gói").fill("Túi 5 kg" if season is RICE else "Con 1,4 kg")
    page.get_by_label("Xuất xứ").fill(f"Xã {story.flow.commune}, Việt Nam")
    page.get_by_label("Tiêu chuẩn áp dụng").fill("TCVN 11888:2017")
    page.get_by_label("Thời hạn sử dụng").fill("270")
    page.get_by_label("Mô tả").fill("Làm tại vùng nguyên liệu của hợp tác xã.")
    page.get_by_label("Ảnh sản phẩm").set_input_files([upload("san-pham.jpg")])
    press(page, "Gửi duyệt")
    expect(main(page)).to_contain_text("Chờ duyệt")
    publishing.is_approved(story)


def _adds_the_place(farmer: Farmer, season: Season) -> None:
    farmer.send("/quan-ly/vung-trong/moi/", name=f"{season.site} {farmer.story.size['width']}", kind=season.site_kind)


def _opens_the_lot(story: Story, season: Season, opened: date) -> None:
    page = story.at("owner")
    page.goto("/quan-ly/lo-hang/moi/")
    page.get_by_label("Sản phẩm", exact=True).select_option(label=story.product)
    page.get_by_label("Nơi trồng, nuôi hoặc chế biến").select_option(label=f"{season.site} {story.size['width']}")
    fill_date(page.get_by_role("group", name="Ngày mở lô"), opened)
    press(page, "Tạo lô")
    found = re.search(r"L\d\d[A-Z]\d{4}", page.locator("body").inner_text())
    assert found
    story.lot = found[0]


def _lot_id(farmer: Farmer, story: Story) -> str:
    farmer.page.goto(f"/quan-ly/lo-hang/?q={story.lot}")
    found = re.search(r"/quan-ly/lo-hang/(\d+)/", farmer.page.content())
    assert found
    return found[1]


def _writes(farmer: Farmer, lot: str, line: Done, opened: date) -> None:
    day = opened + timedelta(days=line.day)
    typed = {"done_on_day": str(day.day), "done_on_month": str(day.month), "done_on_year": str(day.year)}
    typed |= {"what": line.what} if line.what else {}
    typed |= {"quantity": line.amount, "quantity_unit": line.unit} if line.amount else {}
    said = farmer.send(f"/nhat-ky/ghi/?lo={lot}&viec={line.work}", **typed)
    assert not _complaints(said), f"{line}: {_complaints(said)}"


def _reads(story: Story, season: Season, opened: date) -> dict[str, Any]:
    """What bác Ba reads: the verdict, and every kind of work once at least, in the order in which it was done."""
    opened_window = Window(
        story.browser, story.site.base_url, size=story.size, javascript=story.javascript, user_agent=PHONE_AGENT
    )
    story._windows["reader"] = opened_window
    page = opened_window.page
    answer = page.goto(story.scans[0])
    assert (answer.status, heading(page)) == (200, "Mã hợp lệ")
    journey = main(page).locator("section", has=page.get_by_role("heading", name="Hành trình sản phẩm"))
    for more in journey.locator("summary").all():
        more.click()
    text = str(journey.inner_text())
    story.album.take(page, "hanh-trinh")
    places = [text.find(stage) for stage in season.stages]
    days = {f"{opened + timedelta(days=line.day):%d/%m/%Y}" for line in season.done}
    return {
        "entries": len(season.done),
        "stages": season.stages,
        "told": sum(place >= 0 for place in places),
        "in_order": places == sorted(places) and min(places) >= 0,
        "days": sum(day in text for day in days),
        "different_days": len(days),
        "sideways": sideways(page),
        "text": text,
    }
