from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ObjectDoesNotExist

from tests import make
from txng.access import Actor
from txng.catalogue.actions import propose_change, return_change, withdraw_change
from txng.catalogue.models import Product, ProductChange
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry

pytestmark = pytest.mark.django_db

FIRST = {"name": "Sầu riêng Ri6", "group": "fresh-fruit", "origin": "Việt Nam", "pack": "Hộp 1,5 kg"}


def propose(actor: Actor, at: Any, **changes: Any) -> ProductChange:
    return propose_change(**{"actor": actor, "fields": FIRST, "image": make.picture(), "at": at, **changes})


def refusal_of(call: Any) -> str:
    with pytest.raises(RuleBroken) as caught:
        call()
    return caught.value.code


def test_a_first_proposal_makes_a_product_nobody_else_sees(lanh: Actor, at: Any) -> None:
    change = propose(lanh, at)
    product = change.product
    assert (change.state, product.is_published, product.name) == ("waiting", False, "Sầu riêng Ri6")
    assert product.product_code[0] == "P" and len(product.product_code) == 8 and product.gtin is None
    assert product.unit_path == product.establishment.unit_path and change.managing_agency_id
    assert change.fields["pack"] == "Hộp 1,5 kg" and change.fields["image"] == str(change.image_id)
    entry = Entry.objects.get(kind="catalogue.change:proposed")
    assert (entry.actor_label, entry.before) == ("Nguyễn Thị Lành", None) and entry.after["name"] == "Sầu riêng Ri6"


def test_the_answer_is_due_in_the_working_days_of_the_profile(lanh: Actor, at: Any) -> None:
    # Monday 21/09/2026 and two working days.
    assert propose(lanh, at).due_on.isoformat() == "2026-09-23"


def test_a_second_press_of_the_button_proposes_nothing_more(lanh: Actor, at: Any) -> None:
    key = uuid4()
    assert propose(lanh, at, client_id=key).pk == propose(lanh, at, client_id=key).pk
    assert Product.objects.count() == ProductChange.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"fields": FIRST | {"name": "  "}}, "name_missing"),
        ({"fields": FIRST | {"group": ""}}, "group_missing"),
        ({"fields": FIRST | {"group": "gold"}}, "unknown_group"),
        ({"fields": FIRST | {"origin": ""}}, "origin_missing"),
        ({"fields": FIRST | {"shelf_life_days": 0}}, "shelf_life"),
        ({"fields": FIRST | {"gtin": "08938505974002"}}, "foreign_field"),
        ({"fields": FIRST | {"published_at": "2026-01-01"}}, "foreign_field"),
        ({"image": None}, "photo_missing"),
        ({"gtin": "8938505974003"}, "gtin"),
        ({"gtin": "2012345678900"}, "gtin"),
        ({"gtin": "12345"}, "gtin"),
    ],
)
def test_what_cannot_be_reviewed_is_refused(lanh: Actor, at: Any, changes: dict[str, Any], code: str) -> None:
    assert refusal_of(lambda: propose(lanh, at, **changes)) == code
    assert not Product.objects.exists()


def test_a_gtin_is_kept_as_fourteen_digits_and_belongs_to_one_product(lanh: Actor, khai: Actor, at: Any) -> None:
    assert propose(lanh, at, gtin="893 8505 97400 2").product.gtin == "08938505974002"
    assert refusal_of(lambda: propose(khai, at, gtin="8938505974002")) == "gtin_taken"


def test_names_alike_get_addresses_of_their_own(lanh: Actor, khai: Actor, at: Any) -> None:
    first, second = propose(lanh, at).product, propose(khai, at).product
    assert first.slug == "sau-rieng-ri6" and second.slug == f"sau-rieng-ri6-{second.product_code.lower()}"


def test_a_change_carries_only_what_would_change(lanh: Actor, organisations: Any, at: Any) -> None:
    product = make.product(organisations.lanh)
    change = propose_change(
        actor=lanh,
        product_id=product.pk,
        fields={"name": product.name, "origin": "Việt Nam", "description": "Giao trong ngày.", "shelf_life_days": 14},
        at=at,
    )
    assert change.fields == {"description": "Giao trong ngày."}
    product.refresh_from_db()
    assert product.description == "Trái chín cây, cơm vàng hạt lép."  # the public page stays


def test_a_change_of_nothing_is_refused(lanh: Actor, organisations: Any, at: Any) -> None:
    product = make.product(organisations.lanh)
    code = refusal_of(
        lambda: propose_change(actor=lanh, product_id=product.pk, fields={"name": f" {product.name} "}, at=at)
    )
    assert code == "nothing_changed"


def test_the_code_of_a_public_product_stays(lanh: Actor, organisations: Any, at: Any) -> None:
    product = make.product(organisations.lanh)
    arguments = {"actor": lanh, "product_id": product.pk, "fields": {"brand": "Lành Farm"}, "at": at}
    assert refusal_of(lambda: propose_change(**arguments, gtin="8938505974002")) == "gtin_fixed"


def test_one_request_at_a_time(lanh: Actor, organisations: Any, at: Any) -> None:
    product = make.product(organisations.lanh)
    first = propose_change(actor=lanh, product_id=product.pk, fields={"brand": "Một"}, at=at)
    again = {"actor": lanh, "product_id": product.pk, "fields": {"brand": "Hai"}, "at": at}
    assert refusal_of(lambda: propose_change(**again)) == "open_change"
    withdraw_change(actor=lanh, change_id=first.pk, at=at)
    assert propose_change(**again).fields == {"brand": "Hai"}


def test_a_returned_request_is_supplemented_in_place_and_keeps_its_photo(lanh: Actor, hanh: Actor, at: Any) -> None:
    change = propose(lanh, at)
    return_change(actor=hanh, change_id=change.pk, at=at, reasons=["origin"], text="Ghi rõ xã.")
    again = propose_change(
        actor=lanh,
        product_id=change.product_id,
        fields=FIRST | {"name": "Sầu riêng Ri6 Nhơn Ái", "origin": "Xã Nhơn Ái"},
        gtin="8938505974002",
        at=at,
    )
    assert again.pk == change.pk and again.state == "waiting" and again.image_id == change.image_id
    assert (again.decided_by, again.checked_by) == ("", "")
    product = Product.objects.get(pk=change.product_id)
    assert (product.name, product.gtin) == ("Sầu riêng Ri6 Nhơn Ái", "08938505974002")


def test_nobody_proposes_for_another_establishment(khai: Actor, tu: Actor, organisations: Any, at: Any) -> None:
    product = make.product(organisations.lanh)
    for actor in (khai, tu):
        with pytest.raises((NotThere, NotAllowed)):
            propose_change(actor=actor, product_id=product.pk, fields={"brand": "X"}, at=at)
    with pytest.raises(NotThere):
        propose_change(actor=tu, fields=FIRST, image=make.picture(), at=at)
    assert not ProductChange.objects.exists()


def test_a_product_that_does_not_exist_answers_like_a_foreign_one(lanh: Actor, at: Any) -> None:
    with pytest.raises(NotThere):
        propose_change(actor=lanh, product_id=10**9, fields={"brand": "X"}, at=at)
    with pytest.raises(ObjectDoesNotExist):
        Product.objects.get(pk=10**9)


def test_text_is_stored_in_one_form(lanh: Actor, at: Any) -> None:
    change = propose(lanh, at, fields=FIRST | {"brand": " Ðức   Lập\u200b "})
    assert change.fields["brand"] == "Đức Lập"


def test_whoever_may_not_read_an_id_of_another_form_is_told_nothing(lanh: Actor, khai: Actor, at: Any) -> None:
    key = uuid4()
    propose(lanh, at, client_id=key)
    with pytest.raises(NotThere):
        propose(khai, at, client_id=key)
