"""Flags of lots on record: the grower sees them quietly, the officer within reach, the shopper never."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from tests import make
from tests.production.plausibility.diaries import Photo, draw
from txng.access import Actor
from txng.kernel.clock import now, today
from txng.kernel.errors import NotAllowed, NotThere
from txng.kernel.files.intake import store_bytes
from txng.ledger.models import Entry
from txng.production import actions
from txng.production.models import FlagLook, Lot, Material
from txng.production.plausibility import flags_of, flags_of_lots

pytestmark = [pytest.mark.django_db, pytest.mark.any_server]
DAY = make.TODAY


def text(answer: Any) -> str:
    return answer.content.decode()


def listed(client: Client) -> list[int]:
    return [one.lot.pk for one in client.get(reverse("flagged-list")).context["page"]]


def sprayed_too_late(establishment: Any) -> Lot:
    lot = make.lot(make.product(establishment))
    make.diary(lot, "spray", DAY - timedelta(days=10), what="Dầu khoáng, cách ly 14 ngày")
    make.diary(lot, "harvest", DAY - timedelta(days=4), quantity=420)
    return lot


@pytest.fixture
def lot(organisations: Any) -> Lot:
    return sprayed_too_late(organisations.lanh)


def test_the_grower_reads_the_reason_on_the_lots_page_and_corrects(lanh_client: Client, lot: Lot) -> None:
    page = text(lanh_client.get(reverse("lot-detail", args=[lot.pk])))
    assert "Đáng xem lại" in page and "cần chờ 14 ngày, đến 25/09/2026; thu hoạch ghi ngày 17/09/2026." in page
    spray = lot.diary.get(activity="spray")
    assert reverse("diary-correct", args=[spray.pk]) in page
    assert "(ghi sau 10 ngày)" in page


def test_a_correction_takes_the_flag_away(lanh: Actor, lot: Lot) -> None:
    assert [flag.code for flag in flags_of(lot)] == ["waiting"]
    wrong = lot.diary.get(activity="spray")
    actions.correct_diary(
        actor=lanh,
        entry_id=wrong.pk,
        reason="Ghi nhầm tháng",
        activity="spray",
        done_on=wrong.done_on - timedelta(days=30),
        what=wrong.what,
        at=make.AT,
    )
    assert flags_of(lot) == []


def test_nothing_is_refused_and_nothing_stored(lanh: Actor, organisations: Any) -> None:
    lot = make.lot(make.product(organisations.lanh))
    for days, activity, what in ((10, "spray", "cách ly 14 ngày"), (4, "harvest", "")):
        actions.write_diary(
            actor=lanh, lot_id=lot.pk, activity=activity, done_on=DAY - timedelta(days=days), what=what, at=make.AT
        )
    assert [flag.code for flag in flags_of(lot)] == ["waiting"]
    assert not FlagLook.objects.exists()


def test_the_catalogue_knows_the_waiting_time_by_the_materials_name(organisations: Any) -> None:
    lot = make.lot(make.product(organisations.lanh))
    material = Material(
        establishment=organisations.lanh,
        kind="pesticide",
        name="Dầu khoáng SK 99",
        plain_name="",
        unit="lít",
        phi_days=14,
        created_at=make.AT,
    )
    material.stand_with(lot)
    material.save()
    make.diary(lot, "spray", DAY - timedelta(days=10), what="Phun dầu khoáng SK 99 sáng sớm")
    make.diary(lot, "harvest", DAY - timedelta(days=4))
    assert [flag.code for flag in flags_of(lot)] == ["waiting"]


def shown(lot: Lot, days: int, photo: Photo, at: Any) -> None:
    entry = make.diary(lot, "weed", DAY - timedelta(days=days))
    stored = store_bytes(draw(photo), name="ruong.jpg")
    type(entry).objects.bulk_create([_again(entry, stored, at)])


def _again(entry: Any, stored: Any, at: Any) -> Any:
    entry.pk, entry.client_id, entry.photo, entry.recorded_at = None, stored.pk, stored, at
    return entry


def test_a_photo_out_of_another_establishment_is_named_only_within_reach(
    organisations: Any, hanh: Actor, mai: Actor
) -> None:
    hers, his = make.lot(make.product(organisations.lanh)), make.lot(make.product(organisations.khai))
    shown(his, 40, Photo(9, 9), make.AT - timedelta(days=40))
    shown(hers, 5, Photo(9, 9, quality=60), make.AT)
    (told,) = flags_of(hers)
    assert told.sentence == "Ảnh ngày 16/09/2026 giống một ảnh đã có của cơ sở khác." and not told.extra
    assert [flag.extra for flag in flags_of(hers, hanh)] == [""], "ông Khải is out of cô Hạnh's reach"
    assert [flag.extra for flag in flags_of(hers, mai)] == [f"Cơ sở Khải, lô {his.number}, 12/08/2026"]
    assert flags_of(his) == [], "whose photo came first is asked nothing"


def test_a_hundred_lots_cost_as_many_queries_as_one(
    organisations: Any, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    lots = [sprayed_too_late(organisations.lanh) for _ in range(5)]
    lots = list(Lot.objects.filter(pk__in=[lot.pk for lot in lots]).select_related("product"))
    with django_assert_max_num_queries(5):
        assert all(flags_of_lots(lots).values())


# the officers' list


def test_an_officer_sees_the_lots_in_reach_and_marks_one(hanh_client: Client, lot: Lot, organisations: Any) -> None:
    his = sprayed_too_late(organisations.khai)
    page = text(hanh_client.get(reverse("flagged-list")))
    assert lot.number in page and "cần chờ 14 ngày" in page and his.number not in page
    address = reverse("flagged-lot", args=[lot.pk])
    assert "Dầu khoáng" in text(hanh_client.get(address))
    answer = hanh_client.post(address, {"note": "Đã hỏi, ghi nhầm ngày phun."})
    assert answer.status_code == 302
    assert listed(hanh_client) == []
    assert "Đã hỏi, ghi nhầm ngày phun." in text(hanh_client.get(reverse("flagged-list") + "?xem=da-xem"))


def test_without_a_note_nothing_is_marked(hanh_client: Client, lot: Lot) -> None:
    answer = hanh_client.post(reverse("flagged-lot", args=[lot.pk]), {"note": ""})
    assert answer.status_code == 422 and "Ghi vắn tắt anh/chị thấy gì" in text(answer)
    assert not FlagLook.objects.exists()


def test_what_is_written_later_asks_for_another_look(hanh: Actor, hanh_client: Client, lanh: Actor, lot: Lot) -> None:
    actions.look_at_flags(actor=hanh, lot_id=lot.pk, note="Đã hỏi", at=now())
    assert lot.number not in text(hanh_client.get(reverse("flagged-list")))
    actions.write_diary(actor=lanh, lot_id=lot.pk, activity="weed", done_on=DAY - timedelta(days=20), at=now())
    assert lot.number in text(hanh_client.get(reverse("flagged-list")))


def test_a_look_is_kept_once_however_often_it_is_sent(hanh: Actor, lot: Lot) -> None:
    once = actions.look_at_flags(actor=hanh, lot_id=lot.pk, note="Đã hỏi", at=now(), client_id=lot.client_id)
    again = actions.look_at_flags(actor=hanh, lot_id=lot.pk, note="Đã hỏi", at=now(), client_id=lot.client_id)
    assert once == again and FlagLook.objects.count() == 1
    told = Entry.objects.get(kind="production.flag:looked_at")
    assert (told.actor_label, told.after["note"]) == ("Nguyễn Thị Hạnh", "Đã hỏi")


def test_who_may_not_read_the_lot_may_not_mark_it(nam: Actor, lanh: Actor, lot: Lot) -> None:
    with pytest.raises(NotThere):
        actions.look_at_flags(actor=nam, lot_id=lot.pk, at=now())
    with pytest.raises(NotAllowed):
        actions.look_at_flags(actor=lanh, lot_id=lot.pk, at=now())


def test_another_agency_has_its_own_list(hanh: Actor, mai_client: Client, lot: Lot) -> None:
    actions.look_at_flags(actor=hanh, lot_id=lot.pk, note="Đã hỏi", at=now())
    assert lot.number in text(mai_client.get(reverse("flagged-list")))


def test_the_whole_province_by_a_command(lot: Lot) -> None:
    said = StringIO()
    call_command("look_through_diaries", stdout=said)
    assert lot.number in said.getvalue() and said.getvalue().splitlines()[-1] == '{"lots_read": 1}'


def one_act(lots: list[Lot], actor: Actor, photo: Photo, **more: Any) -> list[Any]:
    stored = store_bytes(draw(photo), name="ruong.jpg")
    return actions.write_diary_for_lots(
        actor=actor, lot_ids=[lot.pk for lot in lots], activity="weed", done_on=DAY - timedelta(days=2), photo=stored,
        at=now(), **more,
    )  # fmt: skip


def test_one_act_on_several_lots_has_one_photo_even_once_one_of_them_is_put_right(
    organisations: Any, lanh: Actor
) -> None:
    product = make.product(organisations.lanh)
    lots = [make.lot(product, opened_on=DAY - timedelta(days=60)) for _ in range(3)]
    _first, second, _third = one_act(lots, lanh, Photo(7, 7))
    assert not any(flags_of_lots(lots).values())
    actions.correct_diary(
        actor=lanh, entry_id=second.pk, reason="Lô này làm hôm trước", activity="weed", done_on=DAY - timedelta(days=3),
        at=now(),
    )  # fmt: skip
    assert not any(flags_of_lots(lots).values())
    one_act(lots[:1], lanh, Photo(7, 7, quality=60), site_id=None)
    assert [flag.code for flag in flags_of(lots[0])] == ["photo"], "another act with that photo still asks"


def test_a_month_out_of_the_paper_book_is_no_made_up_month(
    organisations: Any, lanh: Actor, lanh_client: Client
) -> None:
    """Typed on the page for it: who typed it on the ordinary page is asked (control)."""
    product = make.product(organisations.lanh)
    paper, memory = (make.lot(product, opened_on=today() - timedelta(days=90)) for _ in range(2))
    days = [today() - timedelta(days=5 + 6 * n) for n in range(8)]
    typed = {
        f"d{n}-{name}": value
        for n, day in enumerate(days)
        for name, value in {"client_id": str(uuid4()), "done_on": f"{day:%d/%m/%Y}", "activity": "weed"}.items()
    }
    assert lanh_client.post(f"{reverse('diary-typing')}?lo={paper.pk}", typed).status_code == 302
    for day in days:
        actions.write_diary(actor=lanh, lot_id=memory.pk, activity="weed", done_on=day, at=now())
    assert paper.diary.filter(from_paper=True).count() == len(days) and not memory.diary.filter(from_paper=True)
    flags = flags_of_lots([paper, memory])
    assert [flag.code for flag in flags[memory.pk]] == ["sitting"] and flags[paper.pk] == []
    assert "chép từ sổ giấy" in text(lanh_client.get(reverse("lot-detail", args=[paper.pk])))
    wrong = paper.diary.order_by("id")[0]
    right = actions.correct_diary(
        actor=lanh, entry_id=wrong.pk, reason="Đọc nhầm", activity="prune", done_on=wrong.done_on, at=now()
    )
    assert right.from_paper
