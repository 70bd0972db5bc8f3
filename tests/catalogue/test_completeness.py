"""Completeness said in data and in code: every source has a screen, every screen a box, and the bar counts right."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import make
from tests.cast import every_province
from txng import provinces
from txng.catalogue.completeness import Item, Record, record_of
from txng.catalogue.forms import ProductForm
from txng.catalogue.models import Product
from txng.catalogue.sections import address_of, screens
from txng.catalogue.sheet_forms import PAPER_FORMS, ArticlesForm
from txng.provinces.rulesets import all_rule_sets
from txng.registry.forms.profile import IdentityForm

ON = date(2026, 9, 21)


@every_province
def test_every_source_of_every_list_has_its_screen(province: str) -> None:
    named = {source for rules in all_rule_sets().values() for field in rules.fields for source in field.sources}
    extra = {item.source for item in provinces.current().record_items if item.source.startswith("product.")}
    assert named | extra <= set(screens())


@pytest.mark.django_db
@every_province
def test_every_screen_has_its_box_and_its_address(province: str) -> None:
    forms: dict[str, Any] = {"main": ProductForm(), "articles": ArticlesForm(), "establishment": IdentityForm()}
    forms |= {name: form() for name, form in PAPER_FORMS.items()}
    for screen in screens().values():
        if screen.section == "lot":
            continue
        assert screen.box in forms[screen.section].fields, screen.source
        if screen.section != "establishment":
            assert address_of(screen.section, 7).startswith("/quan-ly/san-pham/7/")


@pytest.mark.django_db
@every_province
def test_the_bar_is_full_exactly_when_nothing_required_is_missing(organisations: Any, province: str) -> None:
    product = make.product(organisations.lanh)
    record = record_of(product, None, on=ON)
    assert record.done + len(record.missing) == len(record.counted) and record.of_lots
    codes = {item.code for item in record.missing}
    wanted = {item.code for item in provinces.current().record_items if item.required and "product." in item.source}
    assert codes == wanted  # the nine fields are there; the papers of the regulation are not yet
    change = make.change(product, labels=[_entry()], declarations=[_entry()])
    full = record_of(product, change, on=ON)
    assert full.missing == () and full.done == len(full.counted)
    late = make.TODAY.replace(year=2030)
    assert {item.code for item in record_of(product, change, on=late).missing} == wanted  # both have run out


def _entry() -> dict[str, Any]:
    return {"document": 1, "kind": "label", "name": "Nhãn", "number": "", "valid_to": "2028-01-01", "file": ""}


@pytest.mark.django_db
def test_the_list_is_the_one_in_force_that_day(organisations: Any) -> None:
    product = make.product(organisations.lanh)
    older = {item.article for item in record_of(product, None, on=date(2025, 6, 1)).items}
    newer = {item.article for item in record_of(product, None, on=ON).items}
    assert any("02/2024/TT-BKHCN" in article for article in older)
    assert not any("02/2024/TT-BKHCN" in article for article in newer)
    assert any("37/2026/NĐ-CP" in article for article in newer)
    assert any("17/2021/TT-BNNPTNT" in article for article in newer)  # fruit is of agriculture


@pytest.mark.django_db
def test_what_is_empty_is_missing_and_leads_to_its_box(organisations: Any) -> None:
    for field, code in (("origin", "origin"), ("standards", "standards")):
        product = make.product(organisations.lanh, **{field: ""})
        (item,) = [item for item in record_of(product, None, on=ON).missing if item.code == code]
        assert item.address == f"/quan-ly/san-pham/{product.pk}/thay-doi/"


_ITEMS = st.lists(
    st.builds(
        Item,
        code=st.text(max_size=3),
        label=st.just("x"),
        article=st.just("y"),
        required=st.booleans(),
        there=st.booleans(),
        each_lot=st.booleans(),
    )
)


@given(_ITEMS)
def test_nothing_is_counted_twice_or_lost(items: list[Item]) -> None:
    record = Record(items=tuple(items))
    assert record.done + len(record.missing) == len(record.counted)
    assert not set(map(id, record.missing)) & set(map(id, record.wanted))
    assert len(record.counted) == sum(item.required and not item.each_lot for item in items)


def test_every_published_field_has_a_section() -> None:
    from txng.catalogue.comparing import label_of
    from txng.catalogue.sections import FIELDS

    placed = {field for fields in FIELDS.values() for field in fields} - {"gtin"}
    assert placed == set(Product.PUBLISHED_FIELDS)
    assert all(label_of(field) for field in Product.PUBLISHED_FIELDS)
