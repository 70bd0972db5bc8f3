"""Every kind of page each person of the cast can reach, judged by the same measures."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import crawling
from tests.browser.axe import violations
from tests.browser.looks import sideways, unsendable_forms
from tests.browser.people import sign_in
from tests.browser.sites import Sites
from tests.browser.windows import DESK, NARROW, PHONE, window

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
def test_every_page_a_person_can_reach_is_sound(person: str, browser: Any, sites: Sites) -> None:
    site = sites.of("can-tho")
    starts, least = PERSONS[person]
    scans = [*site.facts["scan"].values()] if person == "guest" else []
    wrong: dict[str, list[str]] = {}
    count = 0
    with window(browser, site.base_url, size=DESK) as opened:
        if person != "guest":
            sign_in(opened.page, site.user(person))
        for address in crawling.pages(opened.page, [*starts, *scans], known=_judged):
            count += 1
            kind = crawling.shape(address)
            if kind in _judged:
                continue
            _judged.add(kind)
            found = faults(opened.page, PHONE if "/co-quan/" not in starts else DESK)
            if found:
                wrong[address.removeprefix(site.base_url)] = found
            opened.page.set_viewport_size(DESK)
    assert wrong == {}
    assert count >= least, f"{person} came to only {count} kinds of pages"


# The next person's page of the same kind is made of the same parts: each kind is judged once.
_judged: set[str] = set()


def faults(page: Any, usual: dict[str, int]) -> list[str]:
    """What is wrong with the page on its readers' usual screen and on the narrowest one (UX-05, UX-06, UX-11)."""
    page.set_viewport_size(usual)
    found = [f"axe at {usual['width']}: {line}" for line in violations(page)]
    found += [f"cannot be sent without a script: {form}" for form in unsendable_forms(page)]
    headings = page.locator("h1").count()
    if headings != 1:
        found.append(f"{headings} headings of the first level")
    page.set_viewport_size(NARROW)
    if wide := sideways(page):
        found.append(f"scrolls sideways by {wide} px at 320")
    return found
