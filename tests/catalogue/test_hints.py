from __future__ import annotations

import pytest
from django.utils.translation import override

from tests import make
from txng.catalogue.hints import claims_in, foreign_letters, hints_of


def test_words_that_promise_a_cure_are_found_as_whole_words() -> None:
    assert claims_in("Trái ngọt, CHỮA BỆNH tiểu đường.") == ["chữa bệnh", "tiểu đường"]
    assert claims_in("Điều trịnh trọng") == []  # “điều trị” is only a beginning here
    assert claims_in("Trái chín cây, cơm vàng hạt lép.") == []


def test_accents_count_unless_the_writer_used_none() -> None:
    assert claims_in("chua benh tieu duong") == ["chua benh", "tieu duong"]
    assert claims_in("Chua bệnh viện nào") == []


def test_letters_of_other_scripts_are_named() -> None:
    assert foreign_letters("Sầu riêng Ri6") == []
    assert foreign_letters("Нạt dẻ") == ["Н"]  # a Cyrillic letter
    assert foreign_letters("αβ Ðức") == ["α", "β"]


@pytest.mark.django_db
def test_hints_stand_beside_the_field_they_are_about(organisations: object) -> None:
    product = make.product(organisations.lanh, gtin="08938505974002")
    change = make.change(product, description="Trị bệnh mất ngủ.", name="Sầu riêng Ri6 loại 1")
    with override("vi"):
        hints = hints_of(change)
    by_field = {hint.field: hint for hint in hints}
    assert by_field["description"].tone == "danger" and "trị bệnh" in by_field["description"].text
    assert by_field[""].tone == "ok" and "08938505974002" in by_field[""].text
    assert "name" not in by_field


@pytest.mark.django_db
def test_a_second_product_of_the_same_name_is_pointed_out(organisations: object) -> None:
    make.product(organisations.lanh, "Sầu riêng Ri6")
    change = make.change(make.product(organisations.lanh, "Sầu riêng"), name="sau rieng RI6")
    assert [hint.tone for hint in hints_of(change) if hint.field == "name"] == ["warn"]


@pytest.mark.django_db
def test_a_code_without_a_vietnamese_prefix_asks_for_a_second_look(organisations: object) -> None:
    change = make.change(make.product(organisations.lanh, gtin="04006381333931"))
    assert hints_of(change)[0].tone == "warn"
