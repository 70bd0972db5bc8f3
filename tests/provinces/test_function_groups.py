"""The menu is the regulation's: exact words, exact order, each with its article (golden files)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from txng import provinces
from txng.provinces import load

GOLDEN = Path(__file__).parent / "golden"
KINDS = ("operator", "department", "commune", "establishment")


def quotes(province: str) -> dict[str, str]:
    texts = tomllib.loads((GOLDEN / "regulations.toml").read_text(encoding="utf-8"))
    return {article: re.sub(r"\s+", " ", text) for article, text in texts[province].items()}


@pytest.mark.parametrize("province", provinces.ids())
def test_the_function_groups_are_those_of_the_golden_file(province: str) -> None:
    lines = (GOLDEN / f"{province}.txt").read_text(encoding="utf-8").splitlines()
    expected = [line for line in lines if line and not line.startswith("#")]
    profile = load(province)
    assert expected == [
        f"{kind} | {group.article} | {group.wording} | {group.name}"
        for kind in KINDS
        for group in profile.groups_of(kind)
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_every_group_of_can_tho_stands_in_article_7_in_that_order(kind: str) -> None:
    profile = load("can-tho")
    article = {"operator": "7.1", "department": "7.2", "commune": "7.3", "establishment": "7.4"}[kind]
    text = quotes("can-tho")[article]
    places = [text.index(group.wording) for group in profile.groups_of(kind)]
    assert places == sorted(places)
    assert {group.article for group in profile.groups_of(kind)} == {article}


@pytest.mark.parametrize("kind", ["department", "commune"])
def test_no_group_that_a_regulation_names_is_forgotten(kind: str) -> None:
    for province in ("can-tho", "cao-bang"):
        article = {"department": "7.2", "commune": "7.3"}[kind]
        named = quotes(province)[article].split("gồm: ")[1].rstrip(".").split("; ")
        # Cần Thơ's article 7.3 names the notices twice.
        assert [group.wording for group in load(province).groups_of(kind)] == list(dict.fromkeys(named))


def test_the_operators_groups_of_cao_bang_are_words_of_article_11() -> None:
    texts = quotes("cao-bang")
    for group in load("cao-bang").groups_of("operator"):
        assert group.wording in texts[group.article]


@pytest.mark.parametrize("province", provinces.ids())
def test_an_establishment_has_the_same_thirteen_groups_everywhere(province: str) -> None:
    thirteen = load("can-tho").groups_of("establishment")
    assert len(thirteen) == 13
    assert load(province).groups_of("establishment") == thirteen


@pytest.mark.parametrize("province", provinces.ids())
def test_the_line_of_the_menu_is_the_wording_without_its_lead(province: str) -> None:
    for kind in ("department", "commune", "establishment"):
        for group in load(province).groups_of(kind):
            bare = re.sub(r"^Nhóm( chức năng| Chức năng)? ", "", group.wording)
            assert group.name == bare[0].upper() + bare[1:]


@pytest.mark.parametrize("province", provinces.ids())
def test_no_group_and_no_duty_stands_twice_in_a_menu(province: str) -> None:
    profile = load(province)
    for kind in KINDS:
        for bundles in (profile.groups_of(kind), profile.duties_of(kind)):
            codes = [bundle.code for bundle in bundles]
            assert len(codes) == len(set(codes))
