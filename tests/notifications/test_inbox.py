"""The inbox: what one person is told for one organisation, and no more than they may still read."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province, run_jobs
from txng.access import Actor
from txng.access.actors import system
from txng.accounts.acting import actor_of
from txng.accounts.models import Membership
from txng.catalogue.actions import propose_change
from txng.catalogue.events import ProductEvent
from txng.ledger.models import Entry
from txng.ledger.recording import record
from txng.notifications import subscribers
from txng.notifications.models import Notice
from txng.notifications.queries import unread_of
from txng.oversight.actions import open_recall
from txng.registry.events import DossierEvent
from txng.registry.models import Establishment

pytestmark = pytest.mark.any_server

LONG_AGO = make.AT - timedelta(days=30)  # what is told of it is shown by now, whatever the clock says


def told(who: Membership) -> list[str]:
    return list(Notice.objects.filter(user=who.user).order_by("id").values_list("template", flat=True))


@every_province
def test_a_change_is_told_to_those_who_decide_and_its_answer_to_those_who_asked(
    people: dict[str, Any], organisations: Any, lanh: Actor, mai: Actor, province: str
) -> None:
    product = make.product(organisations.lanh)
    change = propose_change(actor=lanh, product_id=product.pk, fields={"description": "Giao trong ngày."}, at=make.AT)
    run_jobs()
    assert told(people["hanh"]) == told(people["dung"]) == ["change-proposed"]
    assert told(people["lanh"]) == [], "she knows what she asked"
    record(ProductEvent.CHANGE_RETURNED, actor=mai, subject=product, at=make.AT, reason="Ảnh mờ", after={"x": 1})
    run_jobs()
    assert told(people["lanh"]) == ["change-returned"]
    assert {told(people[key]) == [] for key in ("khai", "nam", "tu")} == {True}
    assert change.pk


def test_a_subscriber_that_runs_twice_tells_once(people: dict[str, Any], organisations: Any, mai: Actor) -> None:
    entry = record(ProductEvent.CHANGE_APPROVED, actor=mai, subject=make.product(organisations.lanh), at=make.AT)
    for _ in range(3):
        subscribers.tell(entry)
    assert told(people["lanh"]) == ["change-approved"]


def test_direct_filing_is_told_to_the_managing_agency(people: dict[str, Any], organisations: Any, mai: Actor) -> None:
    dossier = make.dossier(organisations.commune, filed_with=organisations.operator)
    record(DossierEvent.SUBMITTED, actor=system("Nguyễn Thị Lành"), subject=dossier, at=make.AT)
    record(DossierEvent.AGENCY_TOLD, actor=mai, subject=dossier, at=make.AT)
    run_jobs()
    assert told(people["hanh"]) == told(people["dung"]) == ["dossier-agency-told"]
    assert told(people["nam"]) == []


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_a_dossier_is_told_where_it_was_filed(people: dict[str, Any], organisations: Any, province: str) -> None:
    dossier = make.dossier(organisations.commune, filed_with=organisations.operator)
    record(DossierEvent.SUBMITTED, actor=system("Nguyễn Thị Lành"), subject=dossier, at=make.AT)
    run_jobs()
    assert told(people["mai"]) == ["dossier-submitted"]
    assert told(people["hanh"]) == []


@every_province
def test_a_recall_is_told_at_once_to_the_owner_and_every_agency_of_the_place(
    people: dict[str, Any], organisations: Any, mai: Actor, lanh_client: Client, province: str
) -> None:
    lot = make.lot(make.product(organisations.lanh))
    open_recall(
        actor=mai,
        lot_id=lot.pk,
        kind="mandatory",
        reason="Dư lượng vượt mức",
        decision_number="15/TB",
        decided_on=make.TODAY,
        return_to="HTX Lành",
        return_phone="0912345678",
        at=make.AT,
    )
    run_jobs()
    assert told(people["lanh"]) == ["recall-opened"]
    assert told(people["hanh"]) == told(people["dung"]) == ["recall-opened-agency"]
    assert told(people["khai"]) == told(people["nam"]) == [], "of agriculture, in another commune"
    page = lanh_client.get("/quan-ly/thong-bao/?xem=tat-ca").content.decode()
    assert "THU HỒI: ngừng bán ngay" in page and "Lý do: Dư lượng vượt mức" in page and "Khẩn" in page


def test_a_notice_of_a_decision_waits_ten_minutes(people: dict[str, Any], organisations: Any, mai: Actor) -> None:
    record(ProductEvent.CHANGE_APPROVED, actor=mai, subject=make.product(organisations.lanh), at=make.AT)
    run_jobs()
    seat = people["lanh"]
    assert unread_of(seat.user_id, seat.account_id, make.AT + timedelta(minutes=9, seconds=59)) == 0
    assert unread_of(seat.user_id, seat.account_id, make.AT + timedelta(minutes=10)) == 1


def approvals(seats: Any, organisations: Any, mai: Actor, many: int) -> None:
    for _ in range(many):
        record(ProductEvent.CHANGE_APPROVED, actor=mai, subject=make.product(organisations.lanh), at=LONG_AGO)
    run_jobs()


def test_reading_one_goes_to_the_thing_and_reading_all_empties_the_inbox(
    people: dict[str, Any], organisations: Any, mai: Actor, lanh_client: Client
) -> None:
    approvals(people, organisations, mai, 3)
    page = lanh_client.get("/quan-ly/thong-bao/").content.decode()
    assert '<span class="counter is-loud">3</span>' in page
    notice = Notice.objects.order_by("id").first()
    answer = lanh_client.post(reverse("notice-open", args=[notice.pk]))
    assert answer["Location"] == f"/quan-ly/san-pham/{notice.subject_id}/"
    assert '<span class="counter is-loud">2</span>' in lanh_client.get("/quan-ly/san-pham/").content.decode()
    lanh_client.post("/quan-ly/thong-bao/da-doc-het/")
    page = lanh_client.get("/quan-ly/thong-bao/").content.decode()
    assert "counter is-loud" not in page and "Bạn đã đọc hết thông báo." in page
    assert "đã được duyệt" in lanh_client.get("/quan-ly/thong-bao/?xem=tat-ca&loai=products").content.decode()
    assert (
        "Không có thông báo nào ở đây."
        in lanh_client.get("/quan-ly/thong-bao/?xem=tat-ca&loai=stamps").content.decode()
    )


def test_in_english_too(people: dict[str, Any], organisations: Any, mai: Actor, lanh_client: Client) -> None:
    approvals(people, organisations, mai, 1)
    assert "has been approved and is public" in lanh_client.get("/en/quan-ly/thong-bao/").content.decode()


@pytest.mark.parametrize("many", [1, 20])
def test_the_head_of_a_page_costs_one_query_and_the_inbox_the_same_for_many(
    people: dict[str, Any],
    organisations: Any,
    mai: Actor,
    lanh_client: Client,
    many: int,
    django_assert_num_queries: Any,
) -> None:
    approvals(people, organisations, mai, many)
    lanh_client.get("/quan-ly/thong-bao/")
    with django_assert_num_queries(6):
        lanh_client.get("/quan-ly/thong-bao/")


@pytest.mark.parametrize("many", [1, 20])
def test_an_agencys_inbox_asks_anew_what_it_reaches(
    people: dict[str, Any], organisations: Any, hanh_client: Client, many: int, django_assert_num_queries: Any
) -> None:
    for _ in range(many):
        record(ProductEvent.CHANGE_WITHDRAWN, actor=system("x"), subject=make.product(organisations.lanh), at=LONG_AGO)
    run_jobs()
    hanh_client.get("/co-quan/thong-bao/")
    with django_assert_num_queries(7):
        assert "đã rút yêu cầu" in hanh_client.get("/co-quan/thong-bao/").content.decode()


def test_an_agency_that_no_longer_reaches_a_thing_reads_no_more_of_it(
    people: dict[str, Any], organisations: Any, hanh_client: Client
) -> None:
    product = make.product(organisations.lanh, "Sầu riêng bí mật")
    record(ProductEvent.CHANGE_WITHDRAWN, actor=system("x"), subject=product, at=LONG_AGO)
    run_jobs()
    assert "Sầu riêng bí mật" in hanh_client.get("/co-quan/thong-bao/").content.decode()
    away = {"unit_path": make.unit("elsewhere").unit_path, "managing_agency_id": organisations.elsewhere.pk}
    Establishment.objects.filter(pk=organisations.lanh.pk).update(**away)
    type(product).objects.filter(pk=product.pk).update(**away)
    page = hanh_client.get("/co-quan/thong-bao/").content.decode()
    assert "Sầu riêng bí mật" not in page
    assert "Nội dung này không còn thuộc phạm vi bạn được xem." in page
    notice = Notice.objects.filter(user=people["hanh"].user).get()
    assert hanh_client.post(reverse("agency-notice-open", args=[notice.pk]))["Location"] == "/co-quan/thong-bao/"


def test_people_of_two_organisations_read_each_in_its_place(
    people: dict[str, Any], organisations: Any, mai: Actor, lanh_client: Client
) -> None:
    Membership.objects.create(
        account=people["khai"].account,
        user=people["lanh"].user,
        role="owner",
        since=make.AT,
        duties_accepted_at=make.AT,
    )
    record(
        ProductEvent.CHANGE_APPROVED, actor=mai, subject=make.product(organisations.khai, "Của ông Khải"), at=LONG_AGO
    )
    run_jobs()
    assert "Của ông Khải" not in lanh_client.get("/quan-ly/thong-bao/").content.decode()
    notice = Notice.objects.get(user=people["lanh"].user)
    assert lanh_client.post(reverse("notice-open", args=[notice.pk])).status_code == 404


def test_what_was_told_cannot_be_rewritten(people: dict[str, Any], organisations: Any, mai: Actor) -> None:
    approvals(people, organisations, mai, 1)
    with pytest.raises(Exception, match=r"what_was_told_stays|read-only|Cannot modify"):
        Notice.objects.update(facts={"subject": "khác"})


def test_two_people_of_one_name_are_not_mixed_up(people: dict[str, Any], organisations: Any, lanh: Actor) -> None:
    from txng.accounts.events import AccountEvent

    account = people["lanh"].account
    entry = record(
        AccountEvent.ROLE_CHANGED, actor=lanh, subject=account, at=make.AT, after={"person": "Trần Văn Tư", "role": "x"}
    )
    subscribers.tell(entry)
    assert told(people["tu"]) == ["role-changed"]
    twin = type(people["tu"].user).objects.create_user("tu2", None, name="Trần Văn Tư", kind="establishment")
    Membership.objects.create(account=account, user=twin, role="worker", since=make.AT)
    second = Entry.objects.get(pk=entry.pk)
    second.pk = None
    second.save()
    subscribers.tell(second)
    assert Notice.objects.filter(entry=second).count() == 0
    assert actor_of(people["tu"]).role == "worker"
