from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import make
from txng import provinces
from txng.production.completeness import EXISTS_WHEN, SOURCES, general_rules, missing_of
from txng.production.models import Lot
from txng.provinces.rulesets import all_rule_sets

pytestmark = pytest.mark.django_db
TODAY = make.TODAY


def lacking(lot: Lot, on: date = TODAY) -> list[str]:
    return [item.field_id for item in missing_of(lot, on=on)]


def test_a_complete_lot_lacks_nothing(organisations: Any) -> None:
    assert lacking(make.lot(make.product(organisations.lanh), complete=True)) == []


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("name", "", ["product-name"]),
        ("image", "", ["product-image"]),
        ("origin", "", ["origin"]),
        ("standards", "", ["standards"]),
        ("brand", "", []),  # “nếu có”, and the lot has a number
        ("description", "", []),
    ],
)
def test_each_item_of_the_law_is_asked_of_the_approved_version(
    organisations: Any, field: str, value: str, expected: list[str]
) -> None:
    product = make.product(organisations.lanh)
    version = product.versions.get()
    version.fields[field] = value
    version.save()
    assert lacking(make.lot(product, complete=True)) == expected


def test_what_was_not_approved_does_not_count(organisations: Any) -> None:
    product = make.product(organisations.lanh)
    product.versions.update(state="taken_down")
    items = missing_of(make.lot(product, complete=True), on=TODAY)
    assert {"product-name", "product-image", "origin", "standards"} == {item.field_id for item in items}
    assert {item.detail for item in items} == {"Sản phẩm chưa được duyệt."}


def test_an_empty_diary_lacks_the_events(organisations: Any) -> None:
    lot = make.lot(make.product(organisations.lanh))
    events = next(item for item in missing_of(lot, on=TODAY) if item.field_id == "events")
    assert events.label == "Các sự kiện theo dõi trọng yếu và thời gian diễn ra"
    assert events.article == "37/2026/NĐ-CP, Điều 23.5.e"
    assert events.address == f"/nhat-ky/?lo={lot.pk}" and events.detail == "Nhật ký chưa có việc sản xuất nào."


def test_packed_goods_lack_their_packing_until_it_is_written(organisations: Any) -> None:
    product = make.product(organisations.lanh, shelf_life_days=None)
    lot = make.lot(product)
    make.diary(lot, "harvest", TODAY)
    assert [item.detail for item in missing_of(lot, on=TODAY)] == ["Nhật ký chưa ghi việc đóng gói."]
    make.diary(lot, "pack", TODAY)
    assert lacking(lot) == []


def test_goods_sold_unpacked_need_no_packing(organisations: Any) -> None:
    lot = make.lot(make.product(organisations.lanh, pack="", shelf_life_days=None))
    make.diary(lot, "harvest", TODAY)
    assert lacking(lot) == []


def test_carrying_a_lot_about_makes_nothing(organisations: Any) -> None:
    lot = make.lot(make.product(organisations.lanh, pack="", shelf_life_days=None))
    make.diary(lot, "transport", TODAY)
    assert lacking(lot) == ["events"]


def test_a_product_with_a_shelf_life_needs_the_expiry_of_the_lot(organisations: Any) -> None:
    lot = make.lot(make.product(organisations.lanh), complete=True, expires_on=None)
    assert lacking(lot) == ["expiry"]
    without = make.lot(
        make.product(organisations.lanh, "Thổ cẩm", shelf_life_days=None), complete=True, expires_on=None
    )
    assert lacking(without) == []


def test_a_corrected_entry_no_longer_counts(organisations: Any, lanh: Any) -> None:
    from txng.production.actions import correct_diary

    lot = make.lot(make.product(organisations.lanh, pack="", shelf_life_days=None))
    entry = make.diary(lot, "harvest", TODAY)
    assert lacking(lot) == []
    correct_diary(actor=lanh, entry_id=entry.pk, reason="Chưa hái", activity="inspect", done_on=TODAY, at=make.AT)
    assert lacking(lot) == ["events"]


def test_the_rule_set_is_the_one_in_force_that_day() -> None:
    assert [rules.id for rules in general_rules(date(2026, 9, 21))] == ["ND37-2026"]
    assert [rules.id for rules in general_rules(date(2025, 9, 21))] == ["TT02-2024"]


def test_rule_data_drives_the_list_not_the_code(organisations: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """One item is struck from the law, another added by it: the answer follows without a line of code."""
    import dataclasses

    rules = provinces.rule_set("ND37-2026")
    more = dataclasses.replace(rules.fields[0], code="pack", name="Quy cách", sources=("product.pack",))
    changed = dataclasses.replace(rules, fields=(*(f for f in rules.fields if f.code != "standards"), more))
    monkeypatch.setattr(provinces, "rules_in_force", lambda on, sector=None: (changed,))
    lot = make.lot(make.product(organisations.lanh, standards="", pack=""), complete=True)
    assert lacking(lot) == ["pack"]


def test_every_source_the_general_rule_sets_name_can_be_answered() -> None:
    named = {s for rules in all_rule_sets().values() if not rules.sectors for f in rules.fields for s in f.sources}
    assert named - SOURCES.keys() == set()
    assert EXISTS_WHEN.keys() <= SOURCES.keys()


@pytest.mark.parametrize("entries", [1, 3])
def test_asking_costs_the_same_however_long_the_diary(
    organisations: Any, entries: int, django_assert_num_queries: Any
) -> None:
    lot = make.lot(make.product(organisations.lanh))
    for number in range(entries):
        make.diary(lot, "water", TODAY, what=f"Lần {number}")
    lot = Lot.objects.select_related("product", "establishment").get(pk=lot.pk)
    with django_assert_num_queries(6):
        missing_of(lot, on=TODAY)
