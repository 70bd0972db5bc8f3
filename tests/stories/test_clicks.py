"""What is promised of hands: ≤ 25 typed fields to register and none asked twice (UX-16); approve in two clicks, return
in three, and the decision undone by one (UX-17). The browser counts, not the test's own idea of what it does."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.browser.looks import sideways
from tests.browser.paper import upload
from tests.browser.sites import Sites
from tests.browser.windows import DESK, PHONE
from tests.sizes import WHOLE
from tests.stories.telling import Story, follow, heading, main, press

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Survives navigation: the tab's own storage. Only what a hand did counts, hence isTrusted.
COUNTING = """
const add = (key, one) => {
  const have = JSON.parse(sessionStorage.getItem(key) || "[]"); have.push(one);
  sessionStorage.setItem(key, JSON.stringify(have));
};
addEventListener("click", e => {
  const hit = e.target.closest("a, button, summary, label, input");
  if (e.isTrusted && hit) add("clicks", hit.innerText || hit.value || hit.name || hit.tagName);
}, true);
addEventListener("change", e => {
  if (e.isTrusted && e.target.matches("input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea"))
    add("typed", [location.pathname.split("/").slice(3).join("/"), e.target.name, e.target.value]);
}, true);
"""


def counted(page: Any, key: str) -> list[Any]:
    return list(json.loads(page.evaluate(f"sessionStorage.getItem('{key}') || '[]'")))


def forget(page: Any) -> None:
    page.evaluate("sessionStorage.clear()")


def empty_boxes(page: Any) -> list[str]:
    """The labels of the text boxes a page still asks for."""
    boxes = main(page).locator("input[type=text], input[type=tel], input[type=email], input:not([type]), textarea")
    return [
        box.evaluate("b => (b.labels && b.labels[0] ? b.labels[0].innerText : b.name).trim()")
        for box in boxes.all()
        if box.is_visible() and not box.input_value()
    ]


def fill(page: Any, label: str, value: str) -> None:
    box = main(page).locator("[name=number]") if label == "Số" else main(page).get_by_label(label).first
    if not box.input_value():
        box.fill(value)
        box.blur()


def register(story: Story) -> tuple[list[str], list[Any]]:
    """Every box there is filled, the optional ones too: what was asked for, what was typed."""
    page = story.at("applicant")
    page.add_init_script(COUNTING)
    page.goto("/dang-ky/")
    press(page, "Bắt đầu đăng ký")
    story.link = page.url
    asked: list[str] = []
    follow(page, "Bắt đầu")
    for values, button in _pages(story):
        asked += [f"{heading(page)}: {label}" for label in empty_boxes(page)]
        for label, value in values.items():
            if value is None:
                main(page).get_by_role("radio", name=label).first.check()
            elif value == "file":
                page.get_by_label(label).set_input_files([upload("giay.jpg", "white")])
            elif value == "tick":
                main(page).get_by_role("checkbox", name=label).first.check()
            else:
                fill(page, label, value)
        press(page, button)
    press(page, "Nộp hồ sơ")
    story.number = main(page).locator(".tx-code").first.inner_text()
    return asked, counted(page, "typed")


def _pages(story: Story) -> list[tuple[dict[str, Any], str]]:
    flow, save = story.flow, "Lưu và tiếp tục"
    pages: list[tuple[dict[str, Any], str]] = [
        ({"Mã số thuế": story.tax_code}, "Tiếp tục"),
        (
            {
                "Tên tổ chức/cơ sở": story.name,
                "Hợp tác xã": None,
                "Người đại diện": story.owner,
                "Số điện thoại liên hệ": story.phone,
                "E-mail": "htx@example.vn",
                "Xã, phường": flow.commune,
                "Địa chỉ": "Tổ 3, đường liên xã",
                "Loại hình sản xuất, kinh doanh": "Trồng và đóng gói",
                "Diện tích sản xuất": "12 ha",
            },
            save,
        ),
        ({"Tên sản phẩm": story.product, "Ghi chú": "Hộp 1 kg", "Nông nghiệp và môi trường": None}, save),
        (
            {f"Ủy ban nhân dân xã {flow.commune}": None}
            | ({"Nộp tại cơ quan chủ quản": None} if flow.direct_filing else {}),
            save,
        ),
        (
            {
                "Ảnh hoặc PDF": "file",
                "Số": f"57A8-{story.tax_code[:4]}",
                "Ngày cấp": "12/05/2022",
                "Có hiệu lực đến": "12/05/2032",
            },
            save,
        ),
    ]
    if flow.information_form:
        pages.append(
            ({"Quá trình sản xuất ban đầu": "Vườn nhà", "Công đoạn lưu thông phân phối": "Chợ"}, save),
        )
    if flow.product_papers:
        pages.append(({"Ảnh hoặc PDF": "file"}, save))
    pages.append(({"Nâng cao uy tín": "tick", "cam kết": "tick"}, save))
    return pages


def said(figures: dict[str, Any]) -> None:
    if os.environ.get("TXNG_FIGURES"):
        with Path(os.environ["TXNG_FIGURES"]).open("a", encoding="utf-8") as out:
            out.write(json.dumps(figures, ensure_ascii=False) + "\n")


@pytest.mark.parametrize("province", ["can-tho", "cao-bang"] if WHOLE else ["can-tho"])
def test_hands(province: str, browser: Any, sites: Sites) -> None:
    first = Story(browser, sites.of(province), size=PHONE, javascript=True, direct=False)
    second = Story(browser, sites.of(province), size=DESK, javascript=True, direct=False)
    try:
        asked, typed = register(first)
        values = [value for _page, _name, value in typed]
        assert len(asked) <= 25 and len(typed) <= 25
        labels = [label.partition(": ")[2] for label in asked]
        assert len(set(labels)) == len(labels), "asked twice"
        assert len(set(values)) == len(values), "typed twice"
        assert not sideways(first.at("applicant"))
        register(second)
        clicks = _officer(first, second)
        said({"province": province, "asked": len(asked), "typed": len(typed), **clicks})
        assert clicks == {"approve": 2, "return": 3, "undo": 1}
    finally:
        complaints = first.close() + second.close()
    assert complaints == []


def _officer(story: Story, other: Story) -> dict[str, int]:
    page = story.at("hanh")
    page.add_init_script(COUNTING)
    page.goto("/co-quan/")
    forget(page)
    follow(page, story.name)
    press(page, "Phê duyệt và chuyển Sở KH&CN")
    found = {"approve": len(counted(page, "clicks"))}
    story.album.take(page, "vua-quyet-dinh")
    forget(page)
    undo = main(page).locator("li", has_text=story.name).get_by_role("button", name="Hoàn tác")
    with page.expect_navigation():
        undo.click()
    found["undo"] = len(counted(page, "clicks"))
    page.goto("/co-quan/")
    forget(page)
    follow(page, other.name)
    follow(page, "Yêu cầu bổ sung")
    _reasons(page)
    press(page, "Gửi yêu cầu")
    # Ticking what is wrong is the content of the answer; the clicks promised lead from the list to the answer sent.
    made = [one for one in counted(page, "clicks") if "\n" not in one]
    found["return"] = len([one for one in made if one.strip() in (other.name, "Yêu cầu bổ sung", "Gửi yêu cầu")])
    return found


def _reasons(page: Any) -> None:
    main(page).get_by_role("checkbox", name="Địa chỉ chưa đủ rõ").or_(
        main(page).get_by_role("group", name="Sản phẩm đăng ký").get_by_role("checkbox")
    ).first.check()
    page.get_by_role("checkbox", name="Tôi đã nêu đủ mọi điểm cần sửa").check()
