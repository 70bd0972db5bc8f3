"""Every kind of page each person of the cast can reach, judged by the same measures."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.browser import crawling
from tests.browser.axe import violations
from tests.browser.looks import sideways, unsendable_forms
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, NARROW, PHONE, window
from tests.sizes import WHOLE, Taken, one_of
from tests.stories.thirteen import RECORDS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# person → where they begin, and how many kinds of pages they must at least come to; agencies sit at desks
PERSONS = {
    "guest": (["/", "/dang-ky/", "/dang-nhap/", "/phan-anh/", "/quet", "/en/"], 15),
    "lanh": (["/quan-ly/", "/nhat-ky/", "/tai-khoan/"], 20),
    "tu": (["/nhat-ky/", "/quan-ly/"], 4),
    "hanh": (["/co-quan/"], 12),
    "nam": (["/co-quan/"], 5),
    "mai": (["/co-quan/"], 15),
}
LIMIT = 80 if WHOLE else 56  # kinds: a fourth of those in English stand among them


@pytest.mark.parametrize("person", PERSONS)
def test_every_page_a_person_can_reach_is_sound(person: str, browser: Any, sites: Sites, taken: Taken) -> None:
    site = sites.of("can-tho")
    starts, least = PERSONS[person]
    scans = [*site.facts["scan"].values()] if person == "guest" else []
    usual = DESK if "/co-quan/" in starts else PHONE
    judged = Judged(taken, usual["width"])
    wrong: dict[str, list[str]] = {}
    count = 0
    with window(browser, site.base_url, size=DESK) as opened:
        if person != "guest":
            sign_in(opened.page, site.user(person))
        opened.page.set_viewport_size(usual)
        for address in crawling.pages(opened.page, [*starts, *scans], limit=LIMIT, known=judged, kind_of=kind_of):
            count += 1
            if judged.take(address):
                found = faults(opened.page, usual, markup=judged.take_markup(address))
                wrong |= {address.removeprefix(site.base_url): found} if found else {}
    assert wrong == {}
    assert count >= least, f"{person} came to only {count} kinds of pages"


class Judged:
    """The next person's page of the same kind is made of the same parts: each kind is opened in the window once in a
    run, whoever of the workers comes to it, and asked for by the others. A daily run takes a list with any of its
    filters set for one kind and a fourth of the English pages, which are the Vietnamese ones with other words."""

    def __init__(self, taken: Taken, width: int) -> None:
        self.taken, self.width = taken, width

    def __contains__(self, kind: object) -> bool:
        return ("judged", self.width, kind) in self.taken

    def take(self, address: str) -> bool:
        kind = kind_of(address)
        return kind is not None and self.taken.take(("judged", self.width, kind))

    def take_markup(self, address: str) -> bool:
        """Its markup is the same in either language, on either screen and whichever rows are shown."""
        markup = (self.width, kind_of(address)) if WHOLE else _markup(address)
        return markup not in _SEEN_BY_THE_STORY and self.taken.take(("markup", markup))


def kind_of(address: str) -> str | None:
    kind = crawling.shape(address)
    if WHOLE:
        return kind
    if kind.startswith("/en/") and kind != "/en/" and one_of(range(4), kind) != 0:
        return None
    return re.sub(r"=[^&]*", "", kind)


def _markup(address: str) -> str:
    """By what is asked of the page, but for the filters of a list."""
    path, _, asked = crawling.shape(address).partition("?")
    names = {each.partition("=")[0] for each in asked.split("&")} - _FILTERS - {""}
    path = path if path == "/en/" else re.sub(r"^/en/", "/", path)
    return "?".join([path, *sorted(names)])


_FILTERS = {"loai", "xem", "trang", "truoc", "trang_thai", "lo", "ngon-ngu"}
# axe looks at these every day in tests/stories/test_groups.py.
_SEEN_BY_THE_STORY = (
    set() if WHOLE else {_markup(row[0] + end) for row in RECORDS.values() for end in ("moi/", "?in=1")}
)


def faults(page: Any, usual: dict[str, int], *, markup: bool) -> list[str]:
    """What is wrong with the page on its readers' usual screen and on the narrowest one (UX-05, UX-06, UX-11)."""
    found = [f"axe at {usual['width']}: {line}" for line in violations(page)] if markup else []
    found += [f"cannot be sent without a script: {form}" for form in unsendable_forms(page)]
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    page.set_viewport_size(NARROW)
    if wide := sideways(page):
        found.append(f"scrolls sideways by {wide} px at 320")
    page.set_viewport_size(usual)
    return found
