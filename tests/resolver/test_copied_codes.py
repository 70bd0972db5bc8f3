"""From sightings to “Cần kiểm tra thêm” and to the officers' desk, and back when it was no copy."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests import make
from tests.resolver import kit
from tests.resolver.conftest import Goods
from tests.resolver.test_scan import text, title
from txng.access import Actor
from txng.kernel.errors import RuleBroken
from txng.ledger.models import Entry
from txng.oversight import actions
from txng.oversight.models import CopyAlarm
from txng.resolver import alarms, looking
from txng.resolver.models import SeenCode

pytestmark = pytest.mark.django_db

SPREAD = ["Cần Thơ", "Cần Thơ", "Đồng Tháp", "Hà Nội"]


@pytest.fixture(autouse=True)
def said_nothing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("txng.oversight.views.alarms.now", lambda: make.AT)
    monkeypatch.setattr("txng.oversight.views.alarms.today", lambda: make.TODAY)
    monkeypatch.setattr("txng.resolver.alarms.today", lambda: make.TODAY)
    alarms.forget()
    yield
    alarms.forget()


def seen(goods: Goods, nth: int = 0, provinces: list[str] = SPREAD, **fields: Any) -> SeenCode:
    batch = goods.batch
    return SeenCode.objects.create(
        **{
            "tweak": batch.tweak,
            "key_version": batch.key_version,
            "counter": batch.first + nth,
            "scans": 9,
            "sessions": len(provinces),
            "first_at": make.AT - timedelta(days=1),
            "last_at": make.AT,
            "days": [make.TODAY] * len(provinces),
            "provinces": provinces,
            "devices": [],
            **fields,
        }
    )


def look(at: Any = make.AT) -> int:
    return looking.look_at_recent(at=at)


# --- the page -----------------------------------------------------------------------------------------------


def test_a_code_seen_in_three_provinces_asks_the_buyer_to_look_closer(client: Client, goods: Goods) -> None:
    seen(goods)

    page = client.get(kit.path(goods.batch))
    assert page.status_code == 200
    assert title(page) == "Cần kiểm tra thêm"
    said = text(page)
    assert "Mã này đã được quét 5 lần ở 3 nơi trong 1 ngày. Tem có thể đã bị sao chép." in said, "this scan included"
    assert "Cách tự kiểm tra" in said and "L26A0917" in said
    assert "VietGAP" not in said.partition("Thông tin lô")[0]  # badges stand beside green alone
    assert "giả" not in said.replace("giải", "")


def test_the_same_sightings_within_one_province_are_a_shop(client: Client, goods: Goods) -> None:
    seen(goods, provinces=["Cần Thơ"] * 4)

    assert title(client.get(kit.path(goods.batch))) == "Mã hợp lệ"


# --- the desk -----------------------------------------------------------------------------------------------


def test_a_code_comes_onto_the_desk_once_however_often_it_is_looked_at(goods: Goods) -> None:
    seen(goods)
    seen(goods, 1, provinces=["Cần Thơ"] * 4)

    assert (look(), look()) == (1, 0)
    alarm = CopyAlarm.objects.get()
    assert (alarm.number, alarm.sessions, alarm.places, alarm.lot_id) == (1, 4, 3, goods.lot.pk)
    assert Entry.objects.filter(kind="oversight.alarm:raised").count() == 1


def test_more_sightings_change_the_row_and_open_no_second_one(goods: Goods) -> None:
    row = seen(goods)
    look()
    SeenCode.objects.filter(pk=row.pk).update(
        days=[make.TODAY] * 5, provinces=[*SPREAD, "Huế"], last_at=make.AT + timedelta(hours=1)
    )

    assert look(make.AT + timedelta(hours=1)) == 0
    assert (CopyAlarm.objects.get().sessions, CopyAlarm.objects.get().places) == (5, 4)


@pytest.mark.parametrize("how", ["voided", "not activated", "yesterday's yesterday"])
def test_what_opens_no_page_is_no_officers_work(goods: Goods, how: str) -> None:
    at = make.AT - timedelta(days=2) if how == "yesterday's yesterday" else make.AT
    seen(goods, last_at=at)
    if how == "voided":
        kit.void_one(goods.batch, 0)
    if how == "not activated":
        goods.batch.ranges.update(state="void")  # the database lets nothing go back to issued
        kit.refresh(goods.batch)

    assert look() == 0


def test_a_dismissed_code_answers_as_before_until_it_is_seen_too_often_again(
    client: Client, goods: Goods, hanh: Actor
) -> None:
    row = seen(goods)
    look()
    alarm = CopyAlarm.objects.get()
    assert title(client.get(kit.path(goods.batch))) == "Cần kiểm tra thêm"

    actions.dismiss_alarm(actor=hanh, alarm_id=alarm.pk, reason="Trưng bày ở hội chợ.", at=make.AT)

    assert title(client.get(kit.path(goods.batch))) == "Mã hợp lệ"
    row.refresh_from_db()
    assert (row.days, row.sessions) == ([], 5)  # the count on the page is not taken back
    assert look() == 0

    later = make.AT + timedelta(days=1)
    SeenCode.objects.filter(pk=row.pk).update(
        days=[make.TODAY + timedelta(days=1)] * 4, provinces=SPREAD, last_at=later
    )
    assert look(later) == 1
    alarm.refresh_from_db()
    assert alarm.state == "open"


def test_sightings_of_before_the_dismissal_told_late_open_nothing(goods: Goods, hanh: Actor) -> None:
    row = seen(goods)
    look()
    actions.dismiss_alarm(actor=hanh, alarm_id=CopyAlarm.objects.get().pk, reason="Hội chợ.", at=make.AT)
    SeenCode.objects.filter(pk=row.pk).update(days=[make.TODAY] * 4, provinces=SPREAD)  # a spool written late

    assert look() == 0


def test_many_codes_of_one_batch_are_told_once_a_day_and_to_officers(goods: Goods) -> None:
    for nth in range(4):
        seen(goods, nth)
    look()
    assert not Entry.objects.filter(kind="oversight.alarm:batch").exists()

    for nth in range(4, 7):
        seen(goods, nth)
    look()

    told = Entry.objects.get(kind="oversight.alarm:batch")
    assert told.after["quantity"] == 7
    seen(goods, 7)
    look()
    assert Entry.objects.filter(kind="oversight.alarm:batch").count() == 1


def test_the_operator_confirms_and_voids_in_one_step(client: Client, goods: Goods, mai: Actor, hanh: Actor) -> None:
    seen(goods)
    look()
    alarm = CopyAlarm.objects.get()
    actions.confirm_alarm(actor=mai, alarm_id=alarm.pk, reason="Hai nơi bán cùng mã.", void=True, at=make.AT)

    assert title(client.get(kit.path(goods.batch))) == "Mã đã bị hủy"
    assert "Mã này không còn giá trị từ 21/09/2026" in text(client.get(kit.path(goods.batch)))
    with pytest.raises(RuleBroken, match="Đặng Thị Mai đã kết luận"):
        actions.confirm_alarm(actor=hanh, alarm_id=alarm.pk, reason="x", at=make.AT)


def test_the_desk_shows_and_judges(goods: Goods, hanh_client: Client, mai_client: Client) -> None:
    for nth in range(6):
        seen(goods, nth)
    look()
    page = hanh_client.get(reverse("alarm-list"))
    assert "6 mã cùng lúc" in text(page)
    alarm = CopyAlarm.objects.order_by("counter")[0]
    assert "4 máy quét ở 3 tỉnh" in text(page)
    assert "giả" not in text(page).replace("giải", "").replace("giảm", "")

    step = reverse("alarm-judge", args=[alarm.pk, "khong-phai"])
    assert hanh_client.post(step, {"reason": ""}).status_code == 422
    assert hanh_client.post(step, {"reason": "Hội chợ."}).status_code == 302
    assert "Hội chợ." in text(hanh_client.get(reverse("alarm-detail", args=[alarm.pk])))
    # Voiding is the operator's.
    confirm = reverse("alarm-judge", args=[CopyAlarm.objects.order_by("counter")[1].pk, "nghi-sao-chep"])
    assert "Hủy luôn mã này" not in text(hanh_client.get(confirm))
    assert "Hủy luôn mã này" in text(mai_client.get(confirm))
    assert mai_client.post(confirm, {"reason": "Trùng mã.", "void": "on"}).status_code == 302
    assert CopyAlarm.objects.order_by("counter")[1].state == "confirmed"
    assert "Mã cần kiểm tra" in text(hanh_client.get(reverse("my-work")))


# --- the hook of the recording ------------------------------------------------------------------------------


def jobs() -> list[Any]:
    return list(ProcrastinateJob.objects.filter(task_name=alarms.TASK).order_by("id"))


def test_the_recording_says_a_code_once_and_asks_no_table(goods: Goods, django_assert_num_queries: Any) -> None:
    few, many = seen(goods, provinces=["Cần Thơ"] * 3), seen(goods, 1)
    with django_assert_num_queries(0):
        assert alarms.note([few]) == 0

    assert alarms.note([few, many]) == 1
    assert alarms.note([many]) == 0
    [job] = jobs()
    assert looking.look([tuple(key) for key in job.args["codes"]], at=make.AT) == 1
    assert CopyAlarm.objects.get().counter == many.counter
