"""From a wish for stamps to codes: batch, print order, and who decides (CB Điều 11.6; names.md 6)."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from tests import make
from tests.cast import every_province
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.registry.models import Establishment
from txng.resolver.models import CodeState
from txng.stamps import actions, queries
from txng.stamps.labels import TEMPLATES
from txng.stamps.models import CodeBatch, CodeRange, PrintOrder

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def product(organisations: object) -> object:
    return make.product(organisations.lanh)  # type: ignore[attr-defined]


def order(actor: Actor, product: object, quantity: int = 280, **more: object) -> PrintOrder:
    return actions.order_stamps(actor=actor, product_id=product.pk, quantity=quantity, at=AT, **more)  # type: ignore[attr-defined, arg-type]


@every_province
def test_who_approves_a_print_order_is_the_profiles_word(
    province: str, lanh: Actor, mai: Actor, product: object
) -> None:
    made = order(lanh, product)

    if province != "cao-bang":  # recorded and approved by rule
        assert (made.state, made.decided_by_rule) == ("ready", True)
        assert CodeRange.objects.get().quantity == 280
        return
    assert made.state == "submitted"
    assert not CodeRange.objects.exists(), "codes exist before anybody approved them"
    assert [task.address for task in queries.tray(mai)] == [f"/co-quan/lenh-in/{made.pk}/"]

    actions.approve_print_order(actor=mai, order_id=made.pk, at=AT)

    made.refresh_from_db()
    assert (made.state, made.decided_by) == ("ready", "Đặng Thị Mai")
    assert queries.tray(mai) == []
    assert list(Entry.objects.filter(kind="stamps.codes:issued").values_list("after", flat=True)) == [
        {"batch_id": made.batch_id, "quantity": 280}
    ]


def test_a_batch_is_one_row_whatever_its_size(lanh: Actor, product: object) -> None:
    order(lanh, product, 100_000)

    assert CodeBatch.objects.count() == CodeRange.objects.count() == 1
    assert CodeRange.objects.get().quantity == 100_000


def test_two_batches_never_share_a_code(lanh: Actor, product: object) -> None:
    first, second = order(lanh, product, 50).batch, order(lanh, product, 50).batch

    assert not set(make.serials(first)) & set(make.serials(second))


def test_a_resend_orders_nothing_twice(lanh: Actor, product: object) -> None:
    same = uuid.uuid4()

    assert order(lanh, product, client_id=same).pk == order(lanh, product, client_id=same).pk
    assert PrintOrder.objects.count() == 1


@pytest.mark.parametrize("quantity", [0, -5, 5_000_001])
def test_an_impossible_quantity_is_refused(lanh: Actor, product: object, quantity: int) -> None:
    with pytest.raises(RuleBroken, match=r"5\.000\.000"):
        order(lanh, product, quantity)


@pytest.mark.parametrize(("level", "where"), [("class", "sản phẩm"), ("lot", "lô")])
def test_shared_stamps_all_bear_one_address_and_take_no_serial(
    lanh: Actor, product: Any, level: str, where: str
) -> None:
    from txng.stamps.printing import labels_of

    lot = make.lot(product, "L26A0917", complete=True)
    made = order(lanh, product, 5_000, level=level, lot_id=lot.pk)
    later = order(lanh, product, 10)

    labels = {label.url for label in labels_of(made)}
    assert labels == {next(iter(labels))}, f"one address for every {where}"
    assert next(iter(labels)).endswith(product.product_code + ("/L26A0917" if level == "lot" else ""))
    assert sum(1 for _ in labels_of(made)) == 5_000
    assert later.batch.first == 0, "the shared labels took no counters"
    assert not CodeState.objects.filter(range_id__in=made.batch.ranges.values("pk")).exists(), (
        "nothing a scanned serial could meet"
    )


def test_a_scratch_stamp_is_a_stamp_of_its_own(lanh: Actor, product: object) -> None:
    with pytest.raises(RuleBroken) as refusal:
        order(lanh, product, level="class", stamp_class="scratch")
    assert refusal.value.code == "scratch"
    made = order(lanh, product, stamp_class="scratch")
    assert made.batch.stamp_class == "scratch"
    assert TEMPLATES[made.template].pin, "the sheet everybody downloads would leave out the hidden numbers"
    with pytest.raises(RuleBroken) as refusal:
        order(lanh, product, stamp_class="scratch", template="T2")
    assert refusal.value.code == "pin"


def test_a_shared_stamp_of_a_lot_names_its_lot(lanh: Actor, product: object) -> None:
    with pytest.raises(RuleBroken) as refusal:
        order(lanh, product, level="lot")
    assert refusal.value.code == "lot"


def test_the_database_refuses_a_shared_code_that_hides_something(lanh: Actor, product: object) -> None:
    made = order(lanh, product, level="class")
    with pytest.raises(IntegrityError, match="a_shared_code_hides_nothing"), transaction.atomic():
        CodeBatch.objects.filter(pk=made.batch_id).update(stamp_class="scratch")


def test_blank_rolls_name_no_product(lanh: Actor, organisations: Any) -> None:
    from txng.stamps.printing import labels_of

    with_gtin = make.product(organisations.lanh, gtin="08930000000004")
    made = order(lanh, with_gtin, 3, generic=True)

    assert (made.batch.tweak, made.batch.gtin) == (0, "")
    labels = list(labels_of(made))
    assert [label.product for label in labels] == ["", "", ""]
    assert all("/T/" in label.url for label in labels)


def test_the_form_of_an_order_speaks_of_kinds_in_one_list(lanh_client: Client, product: Any) -> None:
    shown = lanh_client.get("/quan-ly/tem/lenh-in/moi/").content.decode()
    assert shown.count('name="kind"') == 5

    sent = {"product": product.pk, "kind": "scratch", "quantity": "1.000", "roll_size": "250", "lot": ""}
    assert lanh_client.post("/quan-ly/tem/lenh-in/moi/", sent).status_code == 302
    made = PrintOrder.objects.select_related("batch").get()
    assert (made.batch.stamp_class, made.roll_size, made.rolls) == ("scratch", 250, 4)


def test_from_the_page_of_a_lot_the_order_is_filled_in_for_it(lanh_client: Client, product: Any) -> None:
    make.product(product.establishment, "Bưởi năm roi")
    lot = make.lot(product, complete=True)
    listed = lanh_client.get(f"/quan-ly/tem/?lo={lot.pk}").content.decode()
    assert f"/quan-ly/tem/lenh-in/moi/?lo={lot.pk}" in listed

    shown = lanh_client.get(f"/quan-ly/tem/lenh-in/moi/?lo={lot.pk}").content.decode()
    assert re.search(rf'name="product" value="{product.pk}"[^>]* checked', shown)
    assert re.search(rf'<option value="{lot.pk}" selected>', shown)
    assert lanh_client.get("/quan-ly/tem/lenh-in/moi/?lo=x").status_code == 200


def test_an_unapproved_product_gets_no_stamps(lanh: Actor, organisations: object) -> None:
    draft = make.product(organisations.lanh, published=False)  # type: ignore[attr-defined]

    with pytest.raises(RuleBroken, match="chưa được duyệt"):
        order(lanh, draft)


def test_the_neighbour_finds_no_such_product(khai: Actor, product: object) -> None:
    with pytest.raises(NotThere):
        order(khai, product)


def test_a_worker_sees_the_stamps_but_may_not_order(tu: Actor, product: object) -> None:
    with pytest.raises((NotAllowed, NotThere)):
        order(tu, product)


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
@pytest.mark.parametrize(("verb", "state"), [("return_print_order", "returned"), ("reject_print_order", "rejected")])
def test_a_refusal_states_its_reason_and_makes_no_codes(
    province: str, lanh: Actor, mai: Actor, product: object, verb: str, state: str
) -> None:
    made = order(lanh, product)

    with pytest.raises(RuleBroken, match="lý do"):
        getattr(actions, verb)(actor=mai, order_id=made.pk, reason="  ", at=AT)
    getattr(actions, verb)(actor=mai, order_id=made.pk, reason="Vượt sản lượng dự kiến.", at=AT)

    made.refresh_from_db()
    assert (made.state, made.answer) == (state, "Vượt sản lượng dự kiến.")
    assert not CodeRange.objects.exists()
    with pytest.raises(RuleBroken, match="Đặng Thị Mai"):
        actions.approve_print_order(actor=mai, order_id=made.pk, at=AT)


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_the_commune_sees_the_order_but_the_operator_decides(
    province: str, lanh: Actor, hanh: Actor, nam: Actor, product: object
) -> None:
    made = order(lanh, product)

    for officer in (hanh, nam):
        with pytest.raises((NotAllowed, NotThere)):
            actions.approve_print_order(actor=officer, order_id=made.pk, at=AT)


def test_no_pdf_before_approval(lanh: Actor, product: object) -> None:
    made = order(lanh, product)
    PrintOrder.objects.filter(pk=made.pk).delete()
    waiting = PrintOrder.objects.create(
        number="LI-2026-9999",
        establishment=Establishment.objects.get(pk=made.establishment_id),
        batch=made.batch,
        state="submitted",
        ordered_at=AT,
        ordered_by="x",
        unit_path=made.unit_path,
        sector=made.sector,
        managing_agency_id=made.managing_agency_id,
    )

    with pytest.raises(RuleBroken, match="Chờ duyệt"):
        actions.hand_out_print_file(actor=lanh, order_id=waiting.pk, at=AT)


def test_each_hand_out_of_the_file_is_recorded_with_its_hash(lanh: Actor, product: object) -> None:
    import hashlib

    made = order(lanh, product, 3)
    _, data = actions.hand_out_print_file(actor=lanh, order_id=made.pk, at=AT)
    again, same = actions.hand_out_print_file(actor=lanh, order_id=made.pk, at=AT)

    assert data == same
    assert again.file_sha256 == hashlib.sha256(data).hexdigest()
    assert Entry.objects.filter(kind="stamps.print_file:downloaded").count() == 2
