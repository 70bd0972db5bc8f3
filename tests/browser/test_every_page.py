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
        for address in crawling.pages(opened.page, [*starts, *scans], known=judged):
            count += 1
            if judged.take(address) and (found := faults(opened.page, usual)):
                wrong[address.removeprefix(site.base_url)] = found
    assert wrong == {}
    assert count >= least, f"{person} came to only {count} kinds of pages"


class Judged:
    """The next person's page of the same kind is made of the same parts: each kind is judged once in a run, whoever
    of the workers comes to it. A daily run takes a list with any of its filters set for one kind and a fourth of the
    English pages, which are the Vietnamese ones with other words; the proof takes each."""

    def __init__(self, taken: Taken, width: int) -> None:
        self.taken, self.width = taken, width

    def __contains__(self, kind: object) -> bool:
        return _left_to_the_proof(str(kind)) or self._name(str(kind)) in self.taken

    def take(self, address: str) -> bool:
        kind = crawling.shape(address)
        return not _left_to_the_proof(kind) and self.taken.take(self._name(kind))

    def _name(self, kind: str) -> tuple[object, ...]:
        return ("judged", self.width, kind if WHOLE else re.sub(r"=[^&]*", "", kind))


def _left_to_the_proof(kind: str) -> bool:
    return not WHOLE and kind.startswith("/en/") and kind != "/en/" and one_of(range(4), kind) != 0


def faults(page: Any, usual: dict[str, int]) -> list[str]:
    """What is wrong with the page on its readers' usual screen and on the narrowest one (UX-05, UX-06, UX-11)."""
    found = [f"axe at {usual['width']}: {line}" for line in violations(page)]
    found += [f"cannot be sent without a script: {form}" for form in unsendable_forms(page)]
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    page.set_viewport_size(NARROW)
    if wide := sideways(page):
        found.append(f"scrolls sideways by {wide} px at 320")
    page.set_viewport_size(usual)
    return found
