"""Tạm ngừng, gỡ thông tin: what an agency keeps from being shown is gone from every page at once."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests import make
from tests.resolver import kit
from tests.resolver.test_scan import text, title
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.queries import history_of
from txng.oversight import actions, displays
from txng.oversight.models import TraceDisplay
from txng.production.models import Lot
from txng.resolver.models import Card

pytestmark = pytest.mark.django_db

WHY = {"reason": "Ảnh sản phẩm không phải của cơ sở.", "ground": "Điều 11 Thông tư 31/2026/TT-BCT"}


@pytest.fixture
def lot(organisations: Any) -> Lot:
    product = make.product(organisations.lanh, gtin=kit.GTIN, description="Ngọt như mía lùi")
    lot = make.lot(product, "L26A0917", complete=True)
    kit.activate(kit.batch(product), lot)
    return lot


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("txng.resolver.views.scan", "txng.oversight.views.displays"):
        monkeypatch.setattr(f"{module}.now", lambda: make.AT)


def ask(actor: Actor, lot: Lot, act: Any = actions.request_explanation, **fields: Any) -> TraceDisplay:
    given = {"product_id": lot.product_id, "client_id": uuid.uuid4(), "at": make.AT, **WHY, **fields}
    made: TraceDisplay = act(actor=actor, **given)
    return made


def hide(actor: Actor, lot: Lot, **fields: Any) -> TraceDisplay:
    return ask(actor, lot, actions.suspend_trace_at_once, **fields)


def of_lot(client: Client, lot: Lot) -> Any:
    return client.get(f"/01/{kit.GTIN}/10/{lot.number}")


def of_product(client: Client) -> Any:
    return client.get(f"/01/{kit.GTIN}")


# --- the machine --------------------------------------------------------------------------------------------


def test_a_question_hides_nothing_and_is_answered_within_a_day(
    client: Client, lot: Lot, hanh: Actor, lanh: Actor
) -> None:
    display = ask(hanh, lot)
    assert display.due_at == make.AT + timedelta(hours=24)
    assert title(of_lot(client, lot)) == "Mã hợp lệ – dùng chung cho cả lô"

    actions.explain_display(actor=lanh, display_id=display.pk, explanation="Ảnh chụp ở vườn mới.", at=make.AT)
    actions.restore_trace(actor=hanh, display_id=display.pk, reason="Đã giải trình rõ.", at=make.AT)

    display.refresh_from_db()
    assert (display.state, display.explained_by) == ("shown", "Nguyễn Thị Lành")
    assert [entry.kind.partition(":")[2] for entry in history_of(display)] == [
        *("explanation_requested", "explained", "restored")
    ]


def test_no_explanation_and_it_is_late_the_next_day(lot: Lot, hanh: Actor) -> None:
    display = ask(hanh, lot)

    assert not displays.is_late(display, make.AT + timedelta(hours=24))
    assert displays.is_late(display, make.AT + timedelta(hours=25))


def test_what_is_suspended_says_who_looks_since_when_and_shows_nothing_else(
    client: Client, lot: Lot, hanh: Actor
) -> None:
    assert "Ngọt như mía lùi" in of_product(client).content.decode()
    display = hide(hanh, lot)

    for page in (of_lot(client, lot), of_product(client), client.get(kit.path(lot.product.code_batches.get(), 1))):
        assert page.status_code == 200
        assert title(page) == "Thông tin đang tạm ngừng hiển thị"
        said = text(page)
        assert f"{display.agency} đang kiểm tra thông tin này từ 21/09/2026. Kết quả sẽ được đăng tại đây." in said
        assert "Sầu riêng Ri6" in said
        assert "Ngọt như mía lùi" not in said and "Hành trình" not in said and WHY["reason"] not in said

    actions.restore_trace(actor=hanh, display_id=display.pk, reason="Đã rõ.", at=make.AT)
    assert title(of_lot(client, lot)) == "Mã hợp lệ – dùng chung cho cả lô"
    assert "Ngọt như mía lùi" in text(of_product(client))


def test_what_is_taken_down_is_on_no_card_any_more_and_says_its_ground(client: Client, lot: Lot, hanh: Actor) -> None:
    display = hide(hanh, lot)
    actions.take_down(actor=hanh, display_id=display.pk, at=make.AT, **WHY)

    said = text(of_lot(client, lot))
    assert title(of_lot(client, lot)) == "Thông tin đã bị gỡ"
    assert f"{display.agency} đã gỡ thông tin này ngày 21/09/2026. Căn cứ: {WHY['ground']}." in said
    for card in Card.objects.filter(product_id=lot.product_id):
        kept = json.dumps(card.payload, ensure_ascii=False)
        assert "Ngọt như mía lùi" not in kept and "Sầu riêng" not in kept and "Lành" not in kept


def test_one_lot_alone_is_hidden_and_its_product_is_not(client: Client, lot: Lot, hanh: Actor) -> None:
    other = make.lot(lot.product, "L26A0918", complete=True, on_sale_since=make.AT)
    hide(hanh, lot, lot_id=lot.pk)

    assert title(of_lot(client, lot)) == "Thông tin đang tạm ngừng hiển thị"
    assert title(of_product(client)).startswith("Mã hợp lệ")
    kit.refresh(lot.product.code_batches.get())
    assert title(of_lot(client, other)) == "Mã hợp lệ – dùng chung cho cả lô"


def test_a_recall_of_what_is_taken_down_still_tells_what_not_to_eat(client: Client, lot: Lot, hanh: Actor) -> None:
    display = hide(hanh, lot)
    actions.take_down(actor=hanh, display_id=display.pk, at=make.AT, **WHY)
    kit.recall(lot)

    page = of_lot(client, lot)
    assert title(page) == "Đang bị thu hồi – không sử dụng"
    assert "L26A0917" in text(page) and "Sầu riêng Ri6" in text(page)


@pytest.mark.parametrize(
    ("state", "step"),
    [
        *(("explanation_requested", step) for step in ("take_down",)),
        *(("cancelled", step) for step in ("suspend_trace", "restore_trace", "take_down", "explain_display")),
        *(("shown", step) for step in ("suspend_trace", "restore_trace", "take_down", "explain_display")),
        ("suspended", "suspend_trace"),
    ],
)
def test_no_step_that_the_machine_does_not_have(lot: Lot, mai: Actor, lanh: Actor, state: str, step: str) -> None:
    display = make.display(lot.product, state=state)
    fields: dict[str, str] = {"explain_display": {"explanation": "x"}, "restore_trace": {"reason": "x"}}.get(step, WHY)

    with pytest.raises(RuleBroken, match="đang ở trạng thái"):
        getattr(actions, step)(
            actor=lanh if step == "explain_display" else mai, display_id=display.pk, at=make.AT, **fields
        )


def test_the_slower_of_two_officers_is_told_who_was_faster_and_a_repeat_is_no_second_question(
    lot: Lot, hanh: Actor, mai: Actor
) -> None:
    sent = uuid.uuid4()
    assert ask(hanh, lot, client_id=sent) == ask(hanh, lot, client_id=sent)

    with pytest.raises(RuleBroken, match="Nguyễn Thị Hạnh"):
        hide(mai, lot)
    assert TraceDisplay.objects.count() == 1


@pytest.mark.parametrize("who", ["nam", "khai", "lanh", "tu"])
def test_who_does_not_manage_the_establishment_decides_nothing(
    request: pytest.FixtureRequest, lot: Lot, who: str
) -> None:
    with pytest.raises((NotAllowed, NotThere)):
        hide(request.getfixturevalue(who), lot)


@pytest.mark.parametrize("missing", ["reason", "ground"])
def test_nothing_is_hidden_without_a_reason_and_a_ground(lot: Lot, hanh: Actor, missing: str) -> None:
    with pytest.raises(RuleBroken):
        hide(hanh, lot, **{missing: " "})


# --- the screens --------------------------------------------------------------------------------------------


def test_an_officer_asks_from_the_products_page_and_the_owner_answers(
    lot: Lot, hanh_client: Client, lanh_client: Client
) -> None:
    page = hanh_client.get(reverse("agency-product-detail", args=[lot.product_id]))
    address = f"{reverse('display-new')}?san-pham={lot.product_id}"
    assert address in page.content.decode()

    form = hanh_client.get(address).context["form"]
    sent = {"client_id": form["client_id"].value(), "about": str(lot.pk), "way": "explain", **WHY}
    display = TraceDisplay.objects.get(pk=hanh_client.post(address, sent).url.rstrip("/").rpartition("/")[2])
    assert (display.lot, display.state) == (lot, "explanation_requested")

    own = reverse("own-display", args=[display.pk])
    assert "Gửi giải trình" in text(lanh_client.get(own))
    assert lanh_client.post(own, {"explanation": ""}).status_code == 422
    assert lanh_client.post(own, {"explanation": "Ảnh chụp ở vườn mới."}).status_code == 302
    detail = hanh_client.get(reverse("display-detail", args=[display.pk]))
    assert "Ảnh chụp ở vườn mới." in text(detail)

    step = reverse("display-step", args=[display.pk, "tam-ngung"])
    assert hanh_client.post(step, WHY).status_code == 302
    display.refresh_from_db()
    assert display.state == "suspended"
    assert "Tạm ngừng hiển thị" in text(hanh_client.get(reverse("display-list")))


def test_what_cannot_wait_is_hidden_from_the_same_page(client: Client, lot: Lot, hanh_client: Client) -> None:
    address = f"{reverse('display-new')}?san-pham={lot.product_id}"
    form = hanh_client.get(address).context["form"]
    sent = {"client_id": form["client_id"].value(), "about": "tat-ca", "way": "at_once", **WHY}

    assert hanh_client.post(address, sent).status_code == 302
    assert title(of_lot(client, lot)) == "Thông tin đang tạm ngừng hiển thị"


@pytest.mark.parametrize("chosen", ["", "x", "9" * 30, "-1", "0"])
def test_an_address_without_a_product_answers_clearly(hanh_client: Client, chosen: str) -> None:
    assert hanh_client.get(f"{reverse('display-new')}?san-pham={chosen}").status_code in (302, 404)
