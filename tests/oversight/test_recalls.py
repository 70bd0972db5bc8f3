"""Thu hồi sản phẩm: the operator's word turns every scan of a lot red in the same transaction."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.resolver import kit
from tests.resolver.test_scan import text, title
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.ledger.queries import history_of
from txng.oversight import actions, queries
from txng.oversight.models import Recall
from txng.production.models import Lot

pytestmark = pytest.mark.django_db

FIELDS = {
    "kind": "mandatory",
    "reason": "Dư lượng vượt mức.",
    "decision_number": "15/TB-SKHCN",
    "decided_on": make.TODAY,
    "return_to": "HTX Lành, xã Phong Điền",
    "return_phone": "0912345678",
}


@pytest.fixture
def lot(organisations: Any) -> Lot:
    product = make.product(organisations.lanh, gtin=kit.GTIN)
    lot = make.lot(product, "L26A0917", complete=True)
    kit.ship(lot, "Siêu thị")
    kit.activate(kit.batch(product, 280), lot)
    return lot


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("txng.resolver.views.scan", "txng.oversight.views.agency"):
        monkeypatch.setattr(f"{module}.now", lambda: make.AT)
    monkeypatch.setattr("txng.ui.fields.dates.today", lambda: make.TODAY, raising=False)


def open_it(actor: Actor, lot: Lot, **fields: Any) -> Recall:
    return actions.open_recall(actor=actor, lot_id=lot.pk, at=make.AT, **{**FIELDS, **fields})


def lift_it(actor: Actor, recall: Recall, **fields: Any) -> Recall:
    return actions.lift_recall(
        actor=actor,
        recall_id=recall.pk,
        at=make.AT + timedelta(days=1),
        **{"reason": "Kiểm nghiệm lại đạt.", "decision_number": "18/TB-SKHCN", **fields},
    )


def verdict(client: Client, lot: Lot) -> str:
    return title(client.get(f"/01/{kit.GTIN}/10/{lot.number}"))


# --- the actions --------------------------------------------------------------------------------------------


def test_a_recall_is_on_every_scan_at_once_and_gone_when_it_is_lifted(client: Client, lot: Lot, mai: Actor) -> None:
    assert verdict(client, lot) == "Mã hợp lệ – dùng chung cho cả lô"

    recall = open_it(mai, lot)
    assert verdict(client, lot) == "Đang bị thu hồi – không sử dụng"

    lift_it(mai, recall)
    assert verdict(client, lot) == "Mã hợp lệ – dùng chung cho cả lô"


def test_both_decisions_stay_in_the_history(lot: Lot, mai: Actor) -> None:
    recall = lift_it(mai, open_it(mai, lot))

    opened, lifted = history_of(recall)
    assert (opened.kind, opened.ground, opened.reason) == (
        "oversight.recall:opened",
        "15/TB-SKHCN",
        "Dư lượng vượt mức.",
    )
    assert (lifted.kind, lifted.ground, lifted.actor_label) == (
        "oversight.recall:lifted",
        "18/TB-SKHCN",
        "Đặng Thị Mai",
    )
    assert opened.after["lot_id"] == lot.pk
    assert opened.subject_label == "L26A0917 – Sầu riêng Ri6"


def test_the_slower_of_two_officers_is_told_who_was_faster(lot: Lot, mai: Actor) -> None:
    open_it(mai, lot)

    with pytest.raises(RuleBroken, match="đang bị thu hồi theo quyết định 15/TB-SKHCN, do Đặng Thị Mai mở"):
        open_it(mai, lot)
    assert Recall.objects.count() == 1


def test_a_lot_can_be_recalled_again_after_the_first_recall_was_lifted(lot: Lot, mai: Actor) -> None:
    lift_it(mai, open_it(mai, lot))

    assert open_it(mai, lot, decision_number="22/TB-SKHCN").state == "open"


@pytest.mark.parametrize("who", ["hanh", "dung", "lanh", "tu"])
def test_only_the_operator_opens_a_recall(request: pytest.FixtureRequest, lot: Lot, who: str) -> None:
    with pytest.raises(NotAllowed):
        open_it(request.getfixturevalue(who), lot)

    assert not Entry.objects.filter(kind="oversight.recall:opened").exists()


@pytest.mark.parametrize("who", ["khai", "nam"])
def test_for_somebody_who_does_not_reach_the_lot_it_is_not_there(
    request: pytest.FixtureRequest, lot: Lot, who: str
) -> None:
    with pytest.raises(NotThere):
        open_it(request.getfixturevalue(who), lot)


def test_a_commune_reads_the_recall_but_cannot_lift_it(lot: Lot, mai: Actor, hanh: Actor, nam: Actor) -> None:
    recall = open_it(mai, lot)

    assert list(queries.recalls_of(hanh)) == [recall]
    assert list(queries.recalls_of(nam)) == []
    with pytest.raises(NotAllowed):
        lift_it(hanh, recall)
    with pytest.raises(NotThere):
        lift_it(nam, recall)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": " "}, "Ghi lý do thu hồi sản phẩm."),
        ({"decision_number": ""}, "Nhập số quyết định."),
        ({"return_to": ""}, "Ghi nơi nhận lại hàng."),
        ({"decided_on": make.TODAY + timedelta(days=1)}, "Ngày quyết định không thể sau hôm nay."),
    ],
)
def test_a_recall_says_why_by_which_decision_and_where_to_bring_the_goods(
    lot: Lot, mai: Actor, fields: Any, sentence: str
) -> None:
    with pytest.raises(RuleBroken, match=re.escape(sentence)):
        open_it(mai, lot, **fields)


def test_nothing_of_a_cancelled_lot_can_be_recalled(lot: Lot, mai: Actor) -> None:
    Lot.objects.filter(pk=lot.pk).update(cancelled_at=make.AT)

    with pytest.raises(RuleBroken, match="đã hủy"):
        open_it(mai, lot)


@pytest.mark.parametrize("fields", [{"reason": ""}, {"decision_number": " "}])
def test_lifting_needs_a_reason_and_a_decision(lot: Lot, mai: Actor, fields: Any) -> None:
    recall = open_it(mai, lot)

    with pytest.raises(RuleBroken):
        lift_it(mai, recall, **fields)
    recall.refresh_from_db()
    assert recall.state == "open"


def test_a_recall_is_lifted_once(lot: Lot, mai: Actor) -> None:
    recall = lift_it(mai, open_it(mai, lot))

    with pytest.raises(RuleBroken, match="Đã bãi bỏ"):
        lift_it(mai, recall)


# --- the screens --------------------------------------------------------------------------------------------

TYPED = {
    "kind": "mandatory",
    "reason": "Dư lượng vượt mức.",
    "decision_number": "15/TB-SKHCN",
    "decided_on": "21/09/2026",
    "return_to": "HTX Lành, xã Phong Điền",
    "return_phone": "0912 345 678",
}


def hidden_of(response: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', response.content.decode()))


def test_the_operator_finds_the_lot_says_why_reads_what_it_does_and_confirms(
    client: Client, mai_client: Client, lot: Lot
) -> None:
    found = mai_client.get("/co-quan/thu-hoi/moi/", {"tim": "sau rieng l26a"})
    assert f'href="?lo={lot.pk}"' in found.content.decode()

    address = f"/co-quan/thu-hoi/moi/?lo={lot.pk}"
    asked = mai_client.post(address, TYPED)
    page = text(asked)
    assert "Thu hồi sản phẩm lô L26A0917?" in page
    assert "280 tem sẽ báo đỏ ngay lập tức." in page
    assert "1 đối tác đã nhận hàng của lô này, cần được báo: Siêu thị." in page
    assert not Recall.objects.exists()

    done = mai_client.post(address, {**hidden_of(asked), "xac-nhan": "1"})
    recall = Recall.objects.get()
    assert done["Location"] == f"/co-quan/thu-hoi/{recall.pk}/"
    assert (recall.decided_on, recall.return_phone) == (make.TODAY, "0912345678")
    assert verdict(client, lot) == "Đang bị thu hồi – không sử dụng"
    assert "Trang của lô đã báo đỏ." in text(mai_client.get(done["Location"]))


def test_going_back_from_the_question_keeps_what_was_typed(mai_client: Client, lot: Lot) -> None:
    address = f"/co-quan/thu-hoi/moi/?lo={lot.pk}"
    html = mai_client.post(address, {**hidden_of(mai_client.post(address, TYPED)), "sua": "1"}).content.decode()

    for value in ("Dư lượng vượt mức.", "15/TB-SKHCN", "HTX Lành, xã Phong Điền"):
        assert value in html
    assert re.search(r'name="decided_on_day"[^>]*value="21"', html)
    assert not Recall.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Ghi lý do thu hồi sản phẩm."),
        ({"decided_on": "31/02/2026"}, "Ngày quyết định phải là ngày có thật"),
        ({"decided_on": ""}, "ngày quyết định"),
        ({"return_phone": "12"}, "Số điện thoại gồm 10 chữ số, bắt đầu bằng 0."),
        ({"kind": "x"}, "hình thức"),
        ({"reason": "x" * 501}, "500"),
    ],
)
def test_wrong_input_is_told_and_what_was_typed_stays(mai_client: Client, lot: Lot, fields: Any, sentence: str) -> None:
    response = mai_client.post(f"/co-quan/thu-hoi/moi/?lo={lot.pk}", {**TYPED, **fields, "xac-nhan": "1"})

    assert response.status_code == 422
    assert sentence.lower() in text(response).lower()
    assert "HTX Lành, xã Phong Điền" in response.content.decode()
    assert not Recall.objects.exists()


def test_a_second_confirmation_is_told_and_recalls_nothing_twice(mai_client: Client, lot: Lot, mai: Actor) -> None:
    open_it(mai, lot)
    response = mai_client.post(f"/co-quan/thu-hoi/moi/?lo={lot.pk}", {**TYPED, "xac-nhan": "1"})

    assert response.status_code == 422
    assert "đang bị thu hồi theo quyết định 15/TB-SKHCN" in text(response)
    assert Recall.objects.count() == 1


@pytest.mark.parametrize("lo", ["0", "999999", "x", "-1", "9" * 30])
def test_a_lot_that_is_not_there_cannot_be_chosen(mai_client: Client, lot: Lot, lo: str) -> None:
    assert mai_client.get("/co-quan/thu-hoi/moi/", {"lo": lo}).status_code in (200, 404)


def test_lifting_through_the_page(client: Client, mai_client: Client, lot: Lot, mai: Actor) -> None:
    recall = open_it(mai, lot)
    empty = mai_client.post(f"/co-quan/thu-hoi/{recall.pk}/bai-bo/", {})
    assert empty.status_code == 422
    assert "Ghi lý do bãi bỏ việc thu hồi sản phẩm." in text(empty)

    done = mai_client.post(
        f"/co-quan/thu-hoi/{recall.pk}/bai-bo/", {"reason": "Đạt.", "decision_number": "18/TB-SKHCN"}, follow=True
    )
    assert "Đã bãi bỏ việc thu hồi sản phẩm lô L26A0917." in text(done)
    assert verdict(client, lot) == "Mã hợp lệ – dùng chung cho cả lô"


def test_the_list_costs_the_same_for_one_and_for_three(
    mai_client: Client, lot: Lot, mai: Actor, django_assert_num_queries: Any
) -> None:
    open_it(mai, lot)
    mai_client.get("/co-quan/thu-hoi/")
    with django_assert_num_queries(6):
        mai_client.get("/co-quan/thu-hoi/")
    for number in ("L26B0917", "L26C0917"):
        open_it(mai, make.lot(lot.product, number))
    with django_assert_num_queries(6):
        page = mai_client.get("/co-quan/thu-hoi/")
    assert text(page).count("Đang thu hồi") == 3
