"""Item stamps may not exceed what a lot can hold (names.md 7.15)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from tests import make
from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.models import Entry
from txng.production.yields import band_of, bands
from txng.stamps import actions, queries
from txng.stamps.actions.activate_codes import Incomplete, TooMany
from txng.stamps.capacity import capacity_of, in_use
from txng.stamps.capacity.packs import pack_of
from txng.stamps.models import Activation, CodeBatch

pytestmark = pytest.mark.django_db
AT = make.AT


@pytest.fixture
def product(organisations: Any) -> Any:
    return make.product(organisations.lanh)  # “Hộp 1,5 kg”


@pytest.fixture
def lot(product: Any) -> Any:
    """420 kg harvested, on land nobody measured: 280 boxes, and 3 % for weighing."""
    return make.lot(product, "L26A0917", complete=True)


@pytest.fixture
def batch(product: Any) -> CodeBatch:
    return make.batch(product, quantity=1_000)


def activate(actor: Actor, batch: CodeBatch, lot: Any, first: int, last: int, **more: Any) -> None:
    actions.activate_codes(actor=actor, batch_id=batch.pk, lot_id=lot.pk, first=first, last=last, at=AT, **more)


@pytest.mark.parametrize(
    ("words", "amount", "unit"),
    [
        ("Hộp 1,5 kg", "1.5", "kg"),
        ("Túi 500g", "0.5", "kg"),
        ("Bao 50 kg", "50", "kg"),
        ("Chai 330 ml", "0.33", "lít"),
        ("Thùng 24 chai x 330 ml", "7.92", "lít"),
        ("Hộp 1–1,5 kg", "1", "kg"),
        ("Can 5 lít", "5", "lít"),
    ],
)
def test_what_a_pack_holds_is_read_out_of_its_words(words: str, amount: str, unit: str) -> None:
    pack = pack_of(words)
    assert pack is not None
    assert (pack.amount, pack.unit) == (Decimal(amount), unit)


@pytest.mark.parametrize("words", ["", "Hộp 6 quả", "Giỏ quà", "Túi lưới", "Loại 1 lớn"])
def test_words_that_name_no_weight_say_nothing(words: str) -> None:
    assert pack_of(words) is None


def test_a_measured_plot_counts_by_the_band_of_its_crop(lot: Any, product: Any) -> None:
    lot.site.area_m2 = 1_000
    lot.site.save()
    band = band_of(product.name, product.group, make.TODAY)
    assert band is not None
    assert band.crop == "Sầu riêng"

    capacity = capacity_of(lot, make.TODAY)

    assert capacity.packs == int(Decimal(band.kg_per_ha) / 10 / Decimal("1.5"))
    assert "Sầu riêng" in capacity.how


def test_a_band_is_found_by_whole_words_and_else_by_the_group() -> None:
    named = {name: band_of(name, "fresh-fruit", make.TODAY) for name in ("Cam sành", "Sầu riêng Ri6", "Trái lạ")}
    assert [band.crop for band in named.values() if band] == ["Cam, quýt, chanh", "Sầu riêng", "Trái cây"]
    assert band_of("Cá tra", "fish", make.TODAY) is None
    for band in bands():
        assert band.source.startswith("Mặc định")
        assert band.kg_per_ha > 0


def test_the_operator_scales_the_bands(lot: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from txng import provinces

    lot.site.area_m2 = 1_000
    lot.site.save()
    before = capacity_of(lot, make.TODAY).packs
    current = provinces.in_force
    monkeypatch.setattr(
        provinces, "in_force", lambda day: replace(current(day), limits=replace(current(day).limits, yield_percent=200))
    )
    assert before is not None
    assert capacity_of(lot, make.TODAY).packs in (before * 2, before * 2 + 1)


def test_more_than_the_lot_holds_is_refused_with_the_numbers(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    activate(lanh, batch, lot, 1, 288)

    with pytest.raises(TooMany, match=r"288.*289") as refusal:
        activate(lanh, batch, lot, 289, 289)
    assert "1,5 kg" in str(refusal.value)
    assert in_use(lot) == 288


def test_voided_stamps_make_room_for_others(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    activate(lanh, batch, lot, 1, 288)
    actions.void_codes(actor=lanh, batch_id=batch.pk, first=7, last=7, kind="spoiled", reason="Rách", at=AT)
    actions.void_codes(actor=lanh, batch_id=batch.pk, first=20, last=29, kind="lost", reason="Mất", at=AT)

    activate(lanh, batch, lot, 289, 299)
    with pytest.raises(TooMany):
        activate(lanh, batch, lot, 300, 300)


def test_with_a_reason_it_is_done_logged_and_shown_to_officers(
    lanh: Actor, mai: Actor, khai: Actor, batch: CodeBatch, lot: Any
) -> None:
    activate(lanh, batch, lot, 1, 400, reason="Đóng hộp nhỏ 1 kg từ vụ này")

    act = Activation.objects.get()
    assert "400" in act.despite
    told = Entry.objects.get(kind="stamps.codes:activated")
    assert (told.reason, told.after["despite"]) == ("Đóng hộp nhỏ 1 kg từ vụ này", act.despite)
    assert list(queries.activations_to_look_at(mai)) == [act]
    assert not queries.activations_to_look_at(khai).exists()
    assert batch.ranges.get(state="activated").override_reason == "Đóng hộp nhỏ 1 kg từ vụ này"


def test_within_the_limit_a_reason_typed_in_advance_overrides_nothing(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    activate(lanh, batch, lot, 1, 10, reason="Cho chắc")
    assert Activation.objects.get().despite == ""
    assert batch.ranges.get(state="activated").override_reason == ""


def test_a_program_answers_for_nothing(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    with pytest.raises(TooMany):
        activate(replace(lanh, client_id=1), batch, lot, 1, 400, reason="x")


def test_where_nothing_says_how_much_there_is_nothing_is_refused(
    lanh: Actor, organisations: Any, lanh_client: Client
) -> None:
    gift = make.product(organisations.lanh, "Giỏ quà", pack="Giỏ quà")
    lot = make.lot(gift, complete=True)
    batch = make.batch(gift, quantity=5_000, lot=lot)

    assert capacity_of(lot, make.TODAY).packs is None
    activate(lanh, batch, lot, 1, 5_000)
    assert capacity_of(lot, make.TODAY).how in lanh_client.get(f"/quan-ly/tem/{batch.pk}/").content.decode()


def test_goods_that_went_on_into_another_lot_are_stamped_there(lanh: Actor, product: Any, lot: Any) -> None:
    from txng.production import actions as work
    from txng.production.actions.lots_from_lots import NewLot
    from txng.production.models import Lot

    work.write_diary(
        actor=lanh, lot_id=lot.pk, activity="harvest", done_on=lot.harvested_on, quantity=Decimal(300),
        quantity_unit="kg", at=AT,
    )  # fmt: skip
    before = capacity_of(lot, make.TODAY).packs
    work.split_lot(
        actor=lanh,
        lot_id=lot.pk,
        site_id=lot.site_id,
        parts=[NewLot(quantity=Decimal(150), unit="kg", site_id=lot.site_id)],
        done_on=make.TODAY,
        at=AT,
    )
    child = Lot.objects.exclude(pk=lot.pk).get()
    assert before is not None
    assert capacity_of(child, make.TODAY).packs == 100
    assert capacity_of(lot, make.TODAY).packs == before - 100


def test_what_the_law_asks_for_only_if_any_can_be_answered_for(lanh: Actor, batch: CodeBatch, lot: Any) -> None:
    """NĐ37 art. 23.5.h: an expiry date “nếu có”."""
    lot.expires_on = None
    lot.save()

    with pytest.raises(Incomplete) as refusal:
        activate(lanh, batch, lot, 1, 10)
    assert refusal.value.answerable
    activate(lanh, batch, lot, 1, 10, reason="Trái tươi nguyên quả, không ghi hạn")
    assert Activation.objects.get().despite

    lot.harvested_on = lot.packed_on = None
    lot.save()
    lot.diary.all()
    bare = make.lot(lot.product)
    with pytest.raises(Incomplete) as refusal:
        activate(lanh, batch, bare, 11, 20, reason="Không có gì cả")
    assert not refusal.value.answerable


def test_the_page_asks_for_the_reason_only_when_it_counts(lanh_client: Client, batch: CodeBatch, lot: Any) -> None:
    page = f"/quan-ly/tem/{batch.pk}/kich-hoat/"
    shown = lanh_client.get(f"/quan-ly/tem/{batch.pk}/").content.decode()
    assert '<input type="hidden" name="reason"' in shown

    sent = {"lot": lot.pk, "first": "1", "last": "400"}
    refused = lanh_client.post(page, sent)
    assert refused.status_code == 422
    assert '<textarea name="reason"' in refused.content.decode()
    assert lanh_client.post(page, sent | {"reason": "Đóng hộp nhỏ"}).status_code == 302
    assert batch.ranges.filter(state="activated").get().last == batch.first + 399


def test_conflicts_no_reason_here_answers_for(
    lanh: Actor, batch: CodeBatch, lot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from txng.stamps.actions import activation_gates

    class Found:
        sentence = "Thu hoạch trong thời gian cách ly."

    monkeypatch.setattr(activation_gates, "open_conflicts", lambda lot, on: [Found()])
    with pytest.raises(RuleBroken) as refusal:
        activate(lanh, batch, lot, 1, 10, reason="Vẫn bán")
    assert refusal.value.code == "conflict"
