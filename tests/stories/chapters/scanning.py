"""Chapter 7: bác Ba scans, reads, and reports; whoever has the look-up code sees where the report stands."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.looks import is_loaded, sideways
from tests.browser.paper import upload
from tests.stories.telling import PHONE_AGENT, Story, follow, heading, main, press


def scans_for_the_first_time(story: Story) -> None:
    page = story.at("shopper")
    answer = page.goto(_stamp(story))
    assert (answer.status, heading(page)) == (200, "Mã hợp lệ")
    assert answer.request.redirected_from is None
    expect(main(page)).to_contain_text("Đây là lần quét đầu tiên.")
    for told in (story.product, story.name, story.lot, "Thu hoạch", "Bón phân", f"Xã {story.flow.commune}"):
        expect(main(page)).to_contain_text(told)
    assert sideways(page) == 0
    story.album.take(page, "quet-hop-le")


def somebody_else_scans_it_too(story: Story) -> None:
    """Another device of the same day counts; the same one again would not."""
    shopper = story.at("shopper")
    neighbour = {"User-Agent": f"{PHONE_AGENT} neighbour"}
    assert shopper.context.request.get(_stamp(story), headers=neighbour).status == 200
    shopper.goto(_stamp(story))
    expect(main(shopper)).to_contain_text("Đã quét 2 lần. Lần đầu: ")


def types_the_code(story: Story) -> None:
    """Whoever cannot scan types the sixteen characters, as they are printed."""
    page = story.at("shopper")
    page.goto("/")
    serial = _stamp(story).rsplit("/", 1)[1]
    typed = "-".join(serial[i : i + 4] for i in range(0, 16, 4)).lower()
    page.get_by_label("Mã trên tem").first.fill(typed)
    press(page, "Kiểm tra")
    assert heading(page) == "Mã hợp lệ"
    expect(main(page)).to_contain_text(story.product)


def reports_it(story: Story) -> None:
    page = story.at("shopper")
    page.goto(_stamp(story))
    follow(page, "Báo sản phẩm có vấn đề")
    expect(main(page)).to_contain_text(_stamp(story).rsplit("/", 1)[1])
    press(page, "Gửi phản ánh")
    expect(main(page)).to_contain_text("Ghi điều bạn thấy.")
    page.get_by_label("Có vấn đề gì?").fill("Trái bên trong bị sượng.")
    page.get_by_label("Ảnh", exact=False).set_input_files([upload("trai-suong.jpg", "brown")])
    page.get_by_label("Mua ở đâu?").fill("Chợ trung tâm")
    story.album.take(page, "phan-anh")
    press(page, "Gửi phản ánh")
    found = re.search(r"PA-\d{4}-\d{6}", heading(page))
    assert found
    story.album.take(page, "phan-anh-da-gui")
    follow(page, "Xem tình trạng")
    if not page.get_by_text("Mới", exact=True).count():
        raise AssertionError(main(page).inner_text())
    expect(main(page)).not_to_contain_text("sượng")
    agency = story.at("hanh")
    agency.goto("/co-quan/")
    follow(agency, re.compile(found[0]))
    expect(main(agency)).to_contain_text("Trái bên trong bị sượng.")
    expect(main(agency)).to_contain_text(story.lot)
    assert is_loaded(main(agency).locator("img").first)


def _stamp(story: Story) -> str:
    return story.scans[0]
