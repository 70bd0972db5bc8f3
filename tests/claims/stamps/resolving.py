"""The lines RS and CA of the conformance list, and what a running resolver is asked for the claim about them."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from tests.claims.house.asking import Visitor

LEVELS = {f"RS-{number:02d}": "M" for number in range(1, 23)} | {"RS-23": "P", "RS-24": "P"}
LEVELS |= {"CA-01": "M", "CA-02": "M"}  # CA-03, quiet zone and module on paper, is a should
FOLDERS = ("tests/conformance/resolver", "tests/resolver", "tests/stamps")
DEVIATION = "test_rs_05_deviation_our_own_page_is_the_default_link_and_is_served_in_place"
_NAMED = re.compile(r"^def (test_\w+)\(", re.MULTILINE)
_ID = re.compile(r"(?<![a-z])(rs|ca)_([0-9]{2})(?![0-9])")
_PIECES = ("//evil.example", "https://evil.example/", "@evil.example", "\\evil.example", "/../..", "%0d%0aX:1", "#x", "&u=https://evil.example")  # fmt: skip


def ids_of(name: str) -> set[str]:
    return {f"{group.upper()}-{number}" for group, number in _ID.findall(name)}


def found_tests(repository: Path) -> dict[str, set[str]]:
    """ID → the tests whose names carry it."""
    found: dict[str, set[str]] = {one: set() for one in LEVELS}
    for folder in FOLDERS:
        for path in sorted((repository / folder).rglob("test_*.py")):
            for name in _NAMED.findall(path.read_text(encoding="utf-8")):
                for one in ids_of(name) & found.keys():
                    found[one].add(f"{path.relative_to(repository)}::{name}")
    return found


def every_path(site: Any) -> list[str]:
    """Every product and lot of the demo, and a stamp of each verdict that has a code."""
    cards = [f"/{path}" for (path,) in site.sql("SELECT path FROM resolver_card ORDER BY path")]
    return cards + [path for name, path in site.facts["scan"].items() if name != "not_found"]


def linked(site: Any) -> tuple[list[str], set[str]]:
    """Paths of products with links elsewhere, and the addresses those lead to."""
    query = """SELECT card.path, link.href FROM resolver_resolverlink link
                 JOIN resolver_linkset linkset ON linkset.id = link.linkset_id
                 JOIN resolver_card card ON card.key = linkset.thing ORDER BY 1, 2"""
    found = site.sql(query)
    return sorted({f"/{path}" for path, _href in found}), {href for _path, href in found}


def hostile(paths: list[str], count: int) -> Iterator[str]:
    dice = random.Random(20_260_921)
    for _ in range(count):
        asked = dice.choice(
            ["linkType=gs1:hasRetailers", "linkType=gs1:instructions", "linkType=" + quote(dice.choice(_PIECES)), ""]
        )
        noise = "".join(dice.choices("abc/:@?&=%.;+~", k=dice.randint(0, 12)))
        piece = dice.choice([quote(dice.choice(_PIECES), safe=""), dice.choice(_PIECES[:3])])
        tail = dice.choice(["", "/10/KHONGCO", "/21/" + quote(piece, safe=""), "/"])
        yield f"{dice.choice(paths)}{tail}?{asked}&{dice.choice(['next', 'url', 'q', ''])}={piece}{quote(noise)}"


def astray(location: str, stored: set[str]) -> bool:
    """Whether a redirect leads anywhere but to a stored address."""
    target = urlsplit(location)
    known = {urlsplit(href)[:3] for href in stored}
    return target[:3] not in known or bool({"\r", "\n"} & set(location))


def paced(base_url: str, path: str, *, rate: int, seconds: int) -> list[float]:
    """Milliseconds of each of `rate` requests a second, begun on time whether or not the one before has ended."""
    began = time.perf_counter() + 0.5
    askers = 16

    def ask(first: int) -> list[float]:
        visitor, taken = Visitor(base_url), []
        visitor.once(path)
        for number in range(first, rate * seconds, askers):
            due = began + number / rate
            time.sleep(max(0.0, due - time.perf_counter()))
            assert visitor.once(path).status == 307
            taken.append((time.perf_counter() - due) * 1000)
        visitor.close()
        return taken

    with ThreadPoolExecutor(askers) as pool:
        return sorted(one for taken in pool.map(ask, range(askers)) for one in taken)
