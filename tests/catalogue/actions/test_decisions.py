from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, transaction

from tests import make
from tests.cast import every_province
from txng import provinces
from txng.access import Actor
from txng.catalogue.actions import approve_change, check_change, reject_change, return_change, withdraw_change
from txng.catalogue.models import Product, ProductChange
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(organisations: Any) -> Product:
    return make.product(organisations.lanh)


@pytest.fixture
def change(product: Product) -> ProductChange:
    return make.change(product, description="Giao trong ngày.")


def checked_where_needed(change: ProductChange, dung: Actor, at: Any) -> ProductChange:
    if "commune" in provinces.current().publishing.first_check_by:
        check_change(actor=dung, change_id=change.pk, at=at)
    return change


@every_province
def test_approval_puts_the_change_before_the_public(change: Any, hanh: Actor, dung: Actor, at: Any) -> None:
    checked_where_needed(change, dung, at)
    product = approve_change(actor=hanh, change_id=change.pk, at=at)

    product.refresh_from_db()
    assert product.description == "Giao trong ngày."
    assert [(v.number, v.state) for v in product.versions.all()] == [(1, "superseded"), (2, "published")]
    version = product.versions.get(state="published")
    assert version.fields["description"] == "Giao trong ngày." and version.fields["name"] == product.name
    assert (version.approved_by, version.approved_for) == (hanh.label, hanh.organisation)
    entry = Entry.objects.get(kind="catalogue.change:approved")
    assert entry.actor_label == "Nguyễn Thị Hạnh"
    assert entry.before["description"] == "Trái chín cây, cơm vàng hạt lép."
    assert entry.after["description"] == "Giao trong ngày."


def test_a_first_approval_publishes_the_product_and_its_photo(
    organisations: Any, hanh: Actor, dung: Actor, at: Any
) -> None:
    product = make.product(organisations.lanh, "Chôm chôm", published=False)
    picture = make.picture()
    change = make.change(product, name="Chôm chôm nhãn", group="fresh-fruit", origin="Việt Nam", image=str(picture.pk))
    ProductChange.objects.filter(pk=change.pk).update(image=picture)
    check_change(actor=dung, change_id=change.pk, at=at)
    product = approve_change(actor=hanh, change_id=change.pk, at=at)
    picture.refresh_from_db()
    assert product.is_published and picture.public and product.image_id == picture.pk
    assert product.plain_name == "chom chom nhan"
    assert Entry.objects.get(kind="catalogue.change:approved").before is None


def test_a_change_cannot_smuggle_in_another_field(product: Product, hanh: Actor, dung: Actor, at: Any) -> None:
    change = make.change(product, gtin="08938505974002")
    check_change(actor=dung, change_id=change.pk, at=at)
    with pytest.raises(ValueError, match="gtin"):
        approve_change(actor=hanh, change_id=change.pk, at=at)


def test_where_the_profile_asks_for_a_first_check_one_person_cannot_publish_alone(
    change: Any, hanh: Actor, dung: Actor, at: Any
) -> None:
    with pytest.raises(RuleBroken) as early:
        approve_change(actor=hanh, change_id=change.pk, at=at)
    assert early.value.code == "not_checked"
    check_change(actor=hanh, change_id=change.pk, at=at)
    for decide in (
        lambda: approve_change(actor=hanh, change_id=change.pk, at=at),
        lambda: return_change(actor=hanh, change_id=change.pk, at=at, text="…"),
        lambda: reject_change(actor=hanh, change_id=change.pk, at=at, reason="…"),
    ):
        with pytest.raises(RuleBroken) as own:
            decide()
        assert own.value.code == "second_person_needed"
    approve_change(actor=dung, change_id=change.pk, at=at)
    change.refresh_from_db()
    assert (change.state, change.checked_by, change.decided_by) == ("approved", hanh.label, dung.label)


def test_a_check_is_made_once(change: Any, hanh: Actor, dung: Actor, at: Any) -> None:
    check_change(actor=hanh, change_id=change.pk, at=at)
    with pytest.raises(RuleBroken, match="Nguyễn Thị Hạnh"):
        check_change(actor=dung, change_id=change.pk, at=at)


def test_the_operator_may_publish_without_the_commune(change: Any, mai: Actor, at: Any) -> None:
    assert approve_change(actor=mai, change_id=change.pk, at=at).description == "Giao trong ngày."


def test_the_author_never_approves(change: Any, mai: Actor, at: Any) -> None:
    ProductChange.objects.filter(pk=change.pk).update(proposed_by_id=mai.user_id)
    with pytest.raises(RuleBroken) as own:
        approve_change(actor=mai, change_id=change.pk, at=at)
    assert own.value.code == "second_person_needed"


def test_a_returned_request_names_every_reason_and_the_public_page_stays(
    change: Any, product: Product, hanh: Actor, at: Any
) -> None:
    return_change(actor=hanh, change_id=change.pk, at=at, reasons=["claims", "photo"], text="Bỏ câu cuối.")
    change.refresh_from_db()
    product.refresh_from_db()
    assert change.state == "returned"
    assert change.answer.splitlines() == [
        "Ảnh mờ hoặc không đúng sản phẩm",
        "Nội dung quảng cáo sai quy định",
        "Bỏ câu cuối.",
    ]
    assert product.description == "Trái chín cây, cơm vàng hạt lép."
    assert Entry.objects.get(kind="catalogue.change:returned").reason == change.answer


@pytest.mark.parametrize(
    ("reasons", "text"), [([], ""), ([], "  "), (["other"], ""), (["no-such-reason"], "Bỏ câu cuối.")]
)
def test_without_a_reason_nothing_is_returned(change: Any, hanh: Actor, at: Any, reasons: Any, text: str) -> None:
    with pytest.raises(RuleBroken):
        return_change(actor=hanh, change_id=change.pk, at=at, reasons=reasons, text=text)
    change.refresh_from_db()
    assert change.state == "waiting"


def test_a_rejection_states_its_reason(change: Any, hanh: Actor, at: Any) -> None:
    with pytest.raises(RuleBroken):
        reject_change(actor=hanh, change_id=change.pk, at=at, reason=" ")
    reject_change(actor=hanh, change_id=change.pk, at=at, reason="Không thuộc địa bàn.", ground="Điều 10")
    entry = Entry.objects.get(kind="catalogue.change:rejected")
    assert (entry.reason, entry.ground) == ("Không thuộc địa bàn.", "Điều 10")


@pytest.mark.parametrize("deed", ["reject", "withdraw"])
def test_a_product_that_never_was_public_gives_its_code_back(
    organisations: Any, hanh: Actor, lanh: Actor, at: Any, deed: str
) -> None:
    product = make.product(organisations.lanh, published=False, gtin="08938505974002")
    change = make.change(product, name="Sầu riêng")
    if deed == "reject":
        reject_change(actor=hanh, change_id=change.pk, at=at, reason="Mã của sản phẩm khác.")
    else:
        withdraw_change(actor=lanh, change_id=change.pk, at=at)
    product.refresh_from_db()
    assert product.gtin is None


def test_a_public_product_keeps_its_code_whatever_becomes_of_a_change(organisations: Any, hanh: Actor, at: Any) -> None:
    product = make.product(organisations.lanh, gtin="08938505974002")
    reject_change(actor=hanh, change_id=make.change(product).pk, at=at, reason="Trùng.")
    product.refresh_from_db()
    assert product.gtin == "08938505974002"


def test_a_service_is_known_as_one_once_it_is_approved(organisations: Any, mai: Actor, at: Any) -> None:
    product = make.product(organisations.lanh, "Điểm du lịch vườn", published=False)
    change = make.change(product, name="Điểm du lịch vườn", group="community-tourism", origin="Việt Nam")
    assert approve_change(actor=mai, change_id=change.pk, at=at).kind == "service"


def test_the_slower_of_two_officers_is_told_who_was_faster(change: Any, hanh: Actor, dung: Actor, at: Any) -> None:
    return_change(actor=hanh, change_id=change.pk, at=at, text="Ghi rõ nơi trồng.")
    with pytest.raises(RuleBroken) as slower:
        reject_change(actor=dung, change_id=change.pk, at=at, reason="Trùng.")
    assert "Nguyễn Thị Hạnh" in str(slower.value) and "09:30" in str(slower.value)


def test_an_officer_elsewhere_neither_sees_nor_decides(
    change: Any, nam: Actor, khai: Actor, lanh: Actor, at: Any
) -> None:
    for actor in (nam, khai):
        with pytest.raises(NotThere):
            approve_change(actor=actor, change_id=change.pk, at=at)
    with pytest.raises(NotAllowed):  # she sees her own request, but it is not hers to decide
        approve_change(actor=lanh, change_id=change.pk, at=at)


def test_a_request_is_withdrawn_by_its_establishment_while_it_is_open(
    change: Any, lanh: Actor, khai: Actor, hanh: Actor, at: Any
) -> None:
    with pytest.raises(NotThere):
        withdraw_change(actor=khai, change_id=change.pk, at=at)
    withdraw_change(actor=lanh, change_id=change.pk, at=at)
    with pytest.raises(RuleBroken):
        return_change(actor=hanh, change_id=change.pk, at=at, text="…")
    with pytest.raises(RuleBroken):
        withdraw_change(actor=lanh, change_id=change.pk, at=at)


def test_the_database_refuses_a_step_no_rule_knows(change: Any) -> None:
    ProductChange.objects.filter(pk=change.pk).update(state="withdrawn")
    with pytest.raises(DatabaseError), transaction.atomic():
        ProductChange.objects.filter(pk=change.pk).update(state="approved")


def test_a_failing_consequence_takes_the_approval_back(change: Any, mai: Actor, at: Any, monkeypatch: Any) -> None:
    from txng.catalogue.events import ProductEvent
    from txng.ledger import recording

    def fail(entry: Entry) -> None:
        raise RuntimeError("card")

    monkeypatch.setitem(recording._at_once, ProductEvent.CHANGE_APPROVED, [fail])
    with pytest.raises(RuntimeError, match="card"), transaction.atomic():
        approve_change(actor=mai, change_id=change.pk, at=at)
    change.refresh_from_db()
    assert change.state == "waiting" and change.product.versions.count() == 1
