"""The function groups of an establishment (CT-REG Điều 7.4) as bà Lành comes to them: through the menu, on a phone,
without a script; and what she does in those that hold records."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from python_calamine import CalamineWorkbook

from tests.browser.axe import violations
from tests.browser.looks import sideways
from tests.browser.people import sign_in
from tests.browser.windows import PHONE, window
from tests.stories.telling import follow, main, press

GROUPS = (
    "own-information", "workers", "products", "plots", "workshops", "lots", "materials", "material-use", "stock",
    "partners", "code-batches", "reports", "scans",
)  # fmt: skip
# group: address of its list, the name of a record that is made, changed and put away there
RECORDS = {
    "workers": ("/quan-ly/nguoi-lam/", "Họ và tên", "Đặng Thị Thử", {}),
    "plots": ("/quan-ly/vung-trong/", "Tên", "Vườn thử nghiệm", {}),
    "workshops": ("/quan-ly/nha-xuong/", "Tên", "Nhà sơ chế thử", {}),
    "materials": ("/quan-ly/vat-tu/", "Tên", "Vôi nông nghiệp thử", {"Loại": "fertiliser"}),
    "partners": ("/quan-ly/doi-tac/", "Tên", "Chợ đầu mối thử", {"Là gì với bạn": "customer"}),
}
# Made elsewhere or by steps of their own: found, printed and taken along here.
LISTED = {
    "products": "/quan-ly/san-pham/",
    "lots": "/quan-ly/lo-hang/",
    "material-use": "/quan-ly/vat-tu-cho-lo/",
    "stock": "/quan-ly/kho/nhap-kho/",
}
# Beside each list of records: the form, the archived, the paper.
FORMS = tuple(f"{row[0]}{end}" for end in ("moi/", "?cat=tat-ca", "?in=1") for row in RECORDS.values())


@dataclass
class Walk:
    opened: dict[str, str] = field(default_factory=dict)  # group: heading
    kept: list[str] = field(default_factory=list)  # groups whose records were made, changed, put away, found, taken
    wrong: list[str] = field(default_factory=list)


def walk(browser: Any, site: Any, groups: dict[str, str], *, lists: bool, forms: Sequence[str]) -> Walk:
    """`groups`: code and the words of the menu. Axe judges the `lists` as they come without scripts, and `forms`."""
    found = Walk()
    addresses: dict[str, str] = {}
    with window(browser, site.base_url, size=PHONE) as opened:
        page = opened.page
        scripts = Scripts(page)
        sign_in(page, site.user("lanh"))
        page.goto("/quan-ly/")
        for code, words in groups.items():
            link = page.locator("#menu a.menu-item", has_text=words)
            if link.count() == 1:
                addresses[code] = link.get_attribute("href")
            else:
                found.wrong.append(f"{code}: no line “{words}” in the menu")
        for code, address in addresses.items():
            page.goto(address)
            found.opened[code] = page.locator("h1").inner_text()
            if wide := sideways(page):
                found.wrong.append(f"{code}: {wide} px too wide")
            if lists:
                scripts.run(True)  # axe is one, and waits for timers; those of the page were passed over
                found.wrong += [f"{code}: {line}" for line in violations(page)]
                scripts.run(False)
        for code, record in RECORDS.items():
            _kept(page, code, record, found)
        for code, address in LISTED.items():
            page.goto(address)
            _taken_along(page, code, "", found)
        scripts.run(True)
        for address in forms:
            page.goto(address)
            found.wrong += [f"{address}: {line}" for line in violations(page)]
        found.wrong += [f"server error: {line}" for line in opened.broken]
    return found


class Scripts:
    """Off from the first page on, as for a person who has none, but they can be let in again."""

    def __init__(self, page: Any) -> None:
        self.session = page.context.new_cdp_session(page)
        self.run(False)
        page.goto("data:text/html,<title>off</title><script>document.title = 'on'</script>")
        assert page.title() == "off"

    def run(self, on: bool) -> None:
        self.session.send("Emulation.setScriptExecutionDisabled", {"value": not on})


def _kept(page: Any, code: str, record: tuple[str, str, str, dict[str, str]], found: Walk) -> None:
    address, label, name, more = record
    page.goto(address)
    follow(page, "Thêm")
    page.get_by_label(label, exact=True).fill(name)
    for box, value in more.items():
        choice = page.locator(f"[value={value}]")
        if choice.first.evaluate("one => one.tagName") == "OPTION":
            page.get_by_label(box, exact=True).select_option(value)
        else:
            choice.first.check()
    press(page, "Lưu")
    steps = [("made", name in main(page).inner_text())]
    page.goto(f"{address}?q={name.split()[-1]}")
    steps.append(("found", name in main(page).inner_text()))
    _open(page, name)
    page.get_by_label(label, exact=True).fill(f"{name} Hai")
    press(page, "Lưu")
    steps.append(("changed", f"{name} Hai" in main(page).inner_text()))
    _taken_along(page, code, f"{name} Hai", found)
    page.goto(f"{address}?q=thu")
    _open(page, f"{name} Hai")
    press(page, "Cất đi")
    page.goto(address)
    steps.append(("put away", f"{name} Hai" not in main(page).inner_text()))
    page.goto(f"{address}?cat=1")
    steps.append(("found among the archived", f"{name} Hai" in main(page).inner_text()))
    if all(held for _step, held in steps):
        found.kept.append(code)
    else:
        found.wrong.append(f"{code}: not {', '.join(step for step, held in steps if not held)}")


def _open(page: Any, name: str) -> None:
    """From the list to where it is changed; a place has a page of its own in between."""
    follow(page, name)
    if main(page).get_by_role("link", name="Sửa", exact=True).count():
        follow(page, "Sửa")


def _taken_along(page: Any, code: str, name: str, found: Walk) -> None:
    file = page.get_by_role("link", name="Tải Excel đúng danh sách này").first
    paper = page.get_by_role("link", name="Bản in").first
    if not file.count() or not paper.count():
        found.wrong.append(f"{code}: no Excel or no print")
        return
    data = page.request.get(file.get_attribute("href")).body()
    with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
        rows = book.get_sheet_by_index(0).to_python()[1:]
    if not rows or (name and not any(name in row for row in rows)):
        found.wrong.append(f"{code}: the Excel file lacks what the page shows")
    paper.click()
    if page.locator("nav").count() or (name and name not in page.locator("body").inner_text()):
        found.wrong.append(f"{code}: the print is not the list alone")
    page.go_back()
