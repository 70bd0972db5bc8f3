"""The law's lists are dated data: nine fields since 23/01/2026, ten before."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from txng.provinces import ProfileError, RuleSetNotInForce, rule_set, rules_in_force, rulesets

TODAY = date(2026, 11, 21)


def test_decree_37_has_nine_fields_lettered_a_to_i() -> None:
    rules = rule_set("ND37-2026", on=TODAY)
    assert [field.letter for field in rules.fields] == list("abcdđeghi")
    assert [field.letter for field in rules.fields if field.if_any] == ["g", "h"]
    assert [field.letter for field in rules.shown_to_public] == list("abcdđgh")
    assert len(rules.needed) == 7
    assert rules.article_of(rules.fields[4]) == "37/2026/NĐ-CP, Điều 23.5.đ"


def test_decree_37_says_where_each_value_is_found() -> None:
    sources = {field.letter: field.sources for field in rule_set("ND37-2026").fields}
    assert sources == {
        "a": ("product.name",),
        "b": ("product.image",),
        "c": ("establishment.name",),
        "d": ("establishment.address",),
        "đ": ("product.origin",),
        "e": ("lot.events",),
        "g": ("product.brand", "lot.number"),
        "h": ("lot.expires_on",),
        "i": ("product.standards",),
    }


@pytest.mark.parametrize(
    ("day", "general"),
    [
        (date(2024, 5, 31), []),
        (date(2024, 6, 1), ["TT02-2024"]),
        (date(2026, 1, 22), ["TT02-2024"]),
        (date(2026, 1, 23), ["ND37-2026"]),
        (TODAY, ["ND37-2026"]),
    ],
)
def test_one_general_list_holds_at_a_time_and_the_decree_takes_over_on_its_day(day: date, general: list[str]) -> None:
    assert [rules.id for rules in rules_in_force(day) if not rules.sectors] == general


def test_the_circular_of_2024_has_ten_fields_and_stays_readable() -> None:
    assert len(rule_set("TT02-2024").fields) == 10
    assert rule_set("ND37-2026").replaces == "TT02-2024"
    with pytest.raises(RuleSetNotInForce, match="21/11/2026"):
        rule_set("TT02-2024", on=TODAY)


def test_goods_of_industry_and_trade_get_ten_more_from_2027() -> None:
    assert [rules.id for rules in rules_in_force(TODAY, "industry_trade")] == ["ND37-2026"]
    assert [rules.id for rules in rules_in_force(date(2027, 1, 1), "industry_trade")] == [
        "ND37-2026",
        "TT31-2026",
    ]
    assert len(rule_set("TT31-2026").fields) == 10


def test_a_sector_sees_only_its_own_lists() -> None:
    assert [rules.id for rules in rules_in_force(TODAY, "agriculture")] == ["ND37-2026", "TT17-2021"]
    assert [rules.id for rules in rules_in_force(TODAY, "health")] == ["ND37-2026", "TT25-2019"]
    assert [rules.id for rules in rules_in_force(TODAY, "other")] == ["ND37-2026"]


def test_an_unknown_rule_set_is_refused() -> None:
    with pytest.raises(RuleSetNotInForce, match="ND37-2026"):
        rule_set("ND38-2026")


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("valid_from = 2026-01-23", 'valid_from = "2026-01-23"', "valid_from: expected date, found str"),
        ("required = true", "requird = true", r"fields\[0\]\.requird: unknown key"),
        ("public = true", "public = 1", r"fields\[0\]\.public: expected bool, found int"),
        ('code = "product-image"', 'code = "product-name"', "a code stands there twice"),
        ("sectors = []", "sectors = []\nvalid_to = 2026-01-23", "ends before it begins"),
    ],
)
def test_a_spoilt_rule_set_refuses_to_start(tmp_path: Path, right: str, wrong: str, message: str) -> None:
    text = (rulesets.FOLDER / "ND37-2026.toml").read_text(encoding="utf-8")
    assert right in text
    path = tmp_path / "ND37-2026.toml"
    path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(ProfileError, match=message):
        rulesets.read(path)
