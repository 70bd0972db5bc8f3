"""Cards: approved snapshots and recorded facts only, the same whatever order they arrived in."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from tests import make
from tests.resolver import kit
from tests.resolver.conftest import Goods
from txng.access.actors import system
from txng.accounts.events import AccountEvent
from txng.catalogue.events import ProductEvent
from txng.catalogue.models import Product, ProductVersion
from txng.kernel.files import storage
from txng.ledger.models import Entry
from txng.oversight.events import OversightEvent
from txng.production.events import ProductionEvent
from txng.production.models import DiaryEntry, Lot
from txng.registry.events import EstablishmentEvent
from txng.registry.models import Establishment
from txng.resolver import cards, payloads, subscribers
from txng.resolver.models import Card, CodeState
from txng.stamps.events import StampEvent

pytestmark = pytest.mark.django_db


def card(lot: Lot) -> dict[str, Any]:
    found: dict[str, Any] = Card.objects.get(key=f"lot:{lot.pk}").payload
    return found


def entry(kind: Any, subject: Any, **after: Any) -> Entry:
    """A ledger entry as `record()` writes it, without its listeners."""
    return Entry.objects.create(
        at=make.AT,
        kind=kind.value,
        actor_label="Lành",
        actor_kind="establishment",
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject),
        establishment_id=getattr(subject, "establishment_id", None),
        after=after or None,
    )


def test_a_card_shows_the_approved_snapshot_and_never_the_working_row(goods: Goods) -> None:
    Product.objects.filter(pk=goods.product.pk).update(name="Tên chưa duyệt", description="Chữa bách bệnh")
    cards.rebuild_product(goods.product.pk)

    assert "chưa duyệt" not in json.dumps(card(goods.lot), ensure_ascii=False)
    assert card(goods.lot)["product"]["name"] == "Sầu riêng Ri6"


def test_a_product_that_was_never_approved_has_no_card(organisations: Any) -> None:
    product = make.product(organisations.lanh, published=False)
    make.lot(product, complete=True)
    cards.rebuild_product(product.pk)

    assert not Card.objects.exists()


def test_a_practice_establishment_is_never_public(goods: Goods) -> None:
    product = make.product(make.practice(goods.establishment))
    make.lot(product, complete=True, on_sale_since=make.AT)
    cards.rebuild_product(product.pk)

    assert not Card.objects.filter(product_id=product.pk).exists()
    assert Card.objects.filter(product_id=goods.product.pk).exists()


def test_taking_the_public_version_away_takes_the_cards_away(goods: Goods) -> None:
    ProductVersion.objects.filter(product=goods.product).update(state="taken_down")
    cards.rebuild_product(goods.product.pk)

    assert not Card.objects.exists()


def test_a_cancelled_lot_has_no_card(goods: Goods) -> None:
    Lot.objects.filter(pk=goods.lot.pk).update(cancelled_at=make.AT)
    cards.rebuild_product(goods.product.pk)

    assert not Card.objects.filter(lot_id=goods.lot.pk).exists()


def test_a_lot_that_is_not_on_sale_keeps_its_diary_to_itself(goods: Goods) -> None:
    lot = make.lot(goods.product, "L26W0917", complete=True)
    cards.rebuild_product(goods.product.pk)

    assert card(lot)["lot"] == {"number": "L26W0917", "on_sale": False}
    assert "journey" not in card(lot)


def written(lot: Lot, activity: str, **fields: Any) -> DiaryEntry:
    """A line of the diary with more than make.diary knows."""
    row = DiaryEntry(
        establishment=lot.establishment,
        lot=lot,
        activity=activity,
        site=lot.site,
        recorded_at=make.AT,
        **{"done_on": make.TODAY - timedelta(days=30), "recorded_by": "Trần Văn Tư", **fields},
    )
    row.stand_with(lot)
    row.save()
    return row


def test_a_correction_stands_in_the_place_of_what_it_corrects(goods: Goods) -> None:
    wrong = DiaryEntry.objects.get(lot=goods.lot, activity="fertilise")
    day = wrong.done_on
    make.diary(goods.lot, "weed", day)
    for what in ("Phân NPK", "Phân hữu cơ vi sinh, 25 kg"):
        wrong = written(goods.lot, "fertilise", done_on=day, what=what, corrects=wrong)
    cards.rebuild_product(goods.product.pk)

    steps = card(goods.lot)["journey"]
    assert [step["did"]["en"] for step in steps] == [
        "Sowing, planting",
        "Fertilising",
        "Weeding",
        "Harvest",
        "Packing",
    ]
    assert steps[1]["what"] == "Phân hữu cơ vi sinh, 25 kg"
    assert [step["corrected"] for step in steps] == [False, True, False, False, False]


def test_people_appear_by_role_and_initials_only(goods: Goods, people: Any) -> None:
    written(goods.lot, "spray", recorded_by_id=people["tu"].user_id, on_behalf_of="Nguyễn Đình Bảy")
    cards.rebuild_product(goods.product.pk)

    step = next(step for step in card(goods.lot)["journey"] if step["for"])
    assert (step["by"], step["for"]) == ("T.V.T.", "N.D.B.")
    assert step["role"]["en"] == "Worker"
    text = json.dumps(card(goods.lot), ensure_ascii=False)
    assert "Trần Văn Tư" not in text
    assert "Đình Bảy" not in text
    assert goods.establishment.phone not in text
    assert goods.establishment.representative not in text


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("cooperative", "Ấp Nhơn Lộc, xã Phong Điền, TP.\u00a0Cần Thơ"),
        ("household", "Xã Phong Điền, TP.\u00a0Cần Thơ"),
        ("business_household", "Xã Phong Điền, TP.\u00a0Cần Thơ"),
    ],
)
def test_the_home_of_a_household_is_shown_to_the_commune_only(goods: Goods, kind: str, address: str) -> None:
    Establishment.objects.filter(pk=goods.establishment.pk).update(kind=kind)
    cards.rebuild_product(goods.product.pk)

    assert card(goods.lot)["maker"]["address"] == address


def test_a_long_diary_is_cut_and_says_how_long_it_is(goods: Goods) -> None:
    for day in range(payloads.JOURNEY + 10):
        make.diary(goods.lot, "water", make.TODAY - timedelta(days=day))
    cards.rebuild_product(goods.product.pk)

    assert len(card(goods.lot)["journey"]) == payloads.JOURNEY
    assert card(goods.lot)["journey_length"] == payloads.JOURNEY + 14


def test_a_drill_turns_nothing_red(goods: Goods) -> None:
    kit.recall(goods.lot, is_drill=True)

    assert card(goods.lot)["recall"] is None


def test_an_address_printed_before_the_product_had_a_gtin_goes_on_working(goods: Goods, client: Any) -> None:
    product = make.product(goods.establishment, "Mãng cầu")
    cards.rebuild_product(product.pk)
    Product.objects.filter(pk=product.pk).update(gtin="08938505970028")
    cards.rebuild_product(product.pk)

    for path in (f"/t/{product.product_code}", "/01/08938505970028"):
        assert client.get(path).status_code == 200


def test_a_rebuild_that_changes_nothing_writes_nothing(goods: Goods) -> None:
    before = list(Card.objects.order_by("id").values())
    states = list(CodeState.objects.order_by("id").values())
    cards.rebuild_all()

    assert list(Card.objects.order_by("id").values()) == before
    assert list(CodeState.objects.order_by("id").values()) == states


# --- arrival ------------------------------------------------------------------------------------------------


def everything_that_happened(goods: Goods) -> list[tuple[Any, Entry]]:
    """Each listener with an entry of the kind it hears (project/subscriptions.py)."""
    diary = goods.lot.diary.first()
    recall = kit.recall(goods.lot)
    unused = kit.batch(goods.product, 5)
    kit.void_one(goods.batch, 2)
    Card.objects.all().delete()
    CodeState.objects.all().delete()
    change = make.change(goods.product)
    return [
        (subscribers.rebuild_cards_of_product, entry(ProductEvent.CHANGE_APPROVED, goods.product)),
        (subscribers.rebuild_cards_of_product, entry(ProductEvent.CHANGE_APPROVED, change)),
        (subscribers.rebuild_codes_and_card, entry(StampEvent.CODES_ISSUED, unused, batch_id=unused.pk)),
        (
            subscribers.rebuild_codes_and_card,
            entry(StampEvent.CODES_ACTIVATED, goods.batch, batch_id=goods.batch.pk, lot_id=goods.lot.pk),
        ),
        (subscribers.rebuild_codes_and_card, entry(StampEvent.CODES_VOIDED, goods.batch)),
        (subscribers.rebuild_lot_card, entry(OversightEvent.RECALL_OPENED, recall, lot_id=goods.lot.pk)),
        (subscribers.rebuild_lot_card, entry(ProductionEvent.LOT_OPENED, goods.lot)),
        (subscribers.rebuild_lot_card, entry(ProductionEvent.DIARY_WRITTEN, diary, lot_id=goods.lot.pk)),
        (subscribers.rebuild_lot_card, entry(ProductionEvent.DIARY_CORRECTED, diary)),
        (subscribers.rebuild_cards_of_establishment, entry(EstablishmentEvent.PAUSED, goods.establishment)),
    ]


def picture() -> tuple[list[Any], list[Any]]:
    """All cards and code states, without what a rebuild may choose."""
    shown = sorted((c.key, c.path, c.other_path, json.dumps(c.payload, sort_keys=True)) for c in Card.objects.all())
    states = CodeState.objects.order_by("range_id").values_list(
        "range_id", "tweak", "first", "last", "state", "void_counters", "card__key"
    )
    return shown, list(states)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_order_the_news_arrives_in_the_cards_are_the_same(goods: Goods, seed: int) -> None:
    happened = everything_that_happened(goods)
    cards.rebuild_all()
    wanted = picture()
    Card.objects.all().delete()
    CodeState.objects.all().delete()

    shuffled = happened * 2  # at least once means sometimes twice
    random.Random(seed).shuffle(shuffled)
    for listener, heard in shuffled:
        listener(heard)

    assert picture() == wanted
    assert len(wanted[0]) == 2
    assert len(wanted[1]) == 2


@pytest.mark.parametrize("kind", [AccountEvent.LOCKED, EstablishmentEvent.PAUSED])
def test_an_entry_that_names_nothing_of_ours_changes_nothing(goods: Goods, kind: Any) -> None:
    before = picture()
    for listener in (
        subscribers.rebuild_cards_of_product,
        subscribers.rebuild_codes_and_card,
        subscribers.rebuild_lot_card,
    ):
        listener(entry(kind, goods.establishment))

    assert picture() == before


def test_the_command_makes_good_what_was_lost(goods: Goods, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = picture()
    Card.objects.all().delete()
    CodeState.objects.all().delete()
    call_command("rebuild_cards")

    assert picture() == wanted
    assert "2 cards, 1 code ranges" in capsys.readouterr().out


def test_rebuilding_costs_the_same_for_one_diary_line_and_for_thirty(
    goods: Goods, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(20):
        cards.rebuild_product(goods.product.pk)
    for day in range(30):
        make.diary(goods.lot, "water", make.TODAY - timedelta(days=day))
        kit.receive(goods.lot, f"Nhà cung cấp {day}")
    with django_assert_num_queries(21):  # and the card is written
        cards.rebuild_product(goods.product.pk)


# --- the picture --------------------------------------------------------------------------------------------


def test_the_small_photo_is_small_public_and_kept_for_ever(goods: Goods, client: Any) -> None:
    photo = card(goods.lot)["product"]["photo"]
    response = client.get(f"/anh/{photo['name']}")

    assert response["Content-Type"] == "image/webp"
    assert 0 < len(response.content) <= 30 * 1024
    assert "immutable" in response["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize("name", ["0" * 32 + "-320", "x", "..-320", "0" * 32 + "-640"])
def test_no_other_picture_is_served_there(client: Any, name: str) -> None:
    assert client.get(f"/anh/{name}.webp").status_code == 404


def test_a_photo_whose_bytes_are_gone_stops_no_rebuild(goods: Goods) -> None:
    image = make.picture(public=True)
    storage.open_path(image.path).unlink()
    version = goods.product.versions.get()
    ProductVersion.objects.filter(pk=version.pk).update(fields={**version.fields, "image": str(image.id)})
    cards.rebuild_product(goods.product.pk)

    assert card(goods.lot)["product"]["photo"] is None


def test_the_system_itself_may_be_the_actor_of_an_entry(goods: Goods) -> None:
    from txng.ledger.recording import record

    with transaction.atomic():
        record(ProductEvent.CHANGE_APPROVED, actor=system(), subject=goods.product, at=make.AT)

    assert Card.objects.filter(key=f"product:{goods.product.pk}").exists()
