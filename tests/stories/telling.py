"""What the chapters of a story share: the people, each at a browser of their own, and what they have in hand."""

from __future__ import annotations

import itertools
import re
from datetime import date, timedelta
from typing import Any

from playwright.sync_api import expect

from tests.browser.people import sign_in
from tests.browser.windows import Album, Window
from tests.harness import Installation
from tests.stories.flows import FLOWS, Flow

_walks = itertools.count(1)
expect.set_options(timeout=15_000)  # a busy machine is no fault of the page
WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)


class Story:
    """One walk: a province, a size of the window, with or without JavaScript."""

    def __init__(
        self, browser: Any, site: Installation, *, size: dict[str, int], javascript: bool, direct: bool
    ) -> None:
        self.browser, self.site, self.size, self.javascript = browser, site, size, javascript
        self.flow: Flow = FLOWS[site.province]
        self.direct = direct and self.flow.direct_filing
        number = next(_walks)
        self.name = f"Hợp tác xã Đồng Xanh số {number}"
        self.owner = "Trương Thị Thơm"
        self.tax_code = tax_code(230_011_000 + number * 17 + len(site.province))
        self.phone = f"0977{number:02d}{len(site.province):02d}{size['width'] % 100:02d}"
        self.password = "vu-mua-nam-nay-duoc-gia"
        self.product = f"{self.flow.product} Đồng Xanh {number}"
        self.link = ""  # the secret address of the dossier
        self.number = ""  # of the dossier
        self.lookup_code = ""
        self.login = ""
        self.letter = ""  # the address in the activation letter
        self.order = ""
        self.batch = ""  # the address of the batch's page
        self.lot = ""
        self.scans: list[str] = []  # the paths of the printed stamps, in their order
        self.complaint_code = ""
        words = [site.province, str(size["width"]), "js" if javascript else "khong-js"]
        self.album = Album("-".join(words))
        self._windows: dict[str, Window] = {}

    def at(self, who: str) -> Any:
        """The page of a person; the cast signs in on its first use, everybody else comes as a stranger."""
        if who not in self._windows:
            options = {"user_agent": PHONE_AGENT} if who == "shopper" else {}
            opened = Window(self.browser, self.site.base_url, size=self.size, javascript=self.javascript, **options)
            self._windows[who] = opened
            if who in ("hanh", "dung", "mai", "nam"):
                sign_in(opened.page, self.site.user(who))
        return self._windows[who].page

    @property
    def decider(self) -> str:
        """Who reviews the dossier: the desk it was filed with."""
        return "mai" if self.direct else "hanh"

    @property
    def forwards(self) -> bool:
        """The agency's approval sends the dossier on to the operator, who issues the account; filed with the
        operator there is nobody to send it to."""
        return not self.direct

    def close(self) -> list[str]:
        """End of the walk; everything that went wrong on the way beside the story."""
        found = [complaint for opened in self._windows.values() for complaint in opened.complaints()]
        for opened in self._windows.values():
            opened.close()
        return found


PHONE_AGENT = (
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36"
)


def tax_code(base: int) -> str:
    """Ten digits with the right last one (names.md 5)."""
    while True:
        digits = f"{base:09d}"
        check = 10 - sum(w * int(d) for w, d in zip(WEIGHTS, digits, strict=True)) % 11
        if check < 10:
            return f"{digits}{check}"
        base += 1


def days_ago(days: int) -> date:
    return date.today() - timedelta(days=days)


def fill_date(group: Any, day: date) -> None:
    """The three boxes of a date."""
    for label, value in (("Ngày", day.day), ("Tháng", day.month), ("Năm", day.year)):
        group.get_by_label(label, exact=True).fill(str(value))


def main(page: Any) -> Any:
    return page.get_by_role("main")


def heading(page: Any) -> str:
    return str(page.get_by_role("heading", level=1).inner_text()).strip()


def press(page: Any, name: str, *, within: Any = None) -> None:
    """Press a button and wait for the page it leads to."""
    with page.expect_navigation():
        (within or main(page)).get_by_role("button", name=name, exact=True).click()


def follow(page: Any, name: str | re.Pattern[str], *, within: Any = None) -> None:
    with page.expect_navigation():
        (within or main(page)).get_by_role("link", name=name, exact=isinstance(name, str)).first.click()


def download(page: Any, name: str) -> bytes:
    """What a button gives to keep."""
    with page.expect_download() as waiting:
        main(page).get_by_role("button", name=name, exact=True).click()
    return bytes(waiting.value.path().read_bytes())
