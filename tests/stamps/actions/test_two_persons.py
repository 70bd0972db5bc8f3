"""A large print order takes two persons: one checks, another approves (names.md 5)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from tests import make
from tests.cast import every_province
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.stamps import actions, queries
from txng.stamps.models import CodeRange, PrintOrder

pytestmark = pytest.mark.django_db
AT = make.AT
MANY = 100_001


@pytest.fixture
def large(organisations: Any, lanh: Actor) -> PrintOrder:
    product = make.product(organisations.lanh)
    return actions.order_stamps(actor=lanh, product_id=product.pk, quantity=MANY, at=AT)


@every_province
def test_no_rule_and_no_single_officer_lets_out_so_many_codes(
    province: str, hanh: Actor, mai: Actor, large: PrintOrder
) -> None:
    assert (large.state, large.needs_check) == ("submitted", True)
    with pytest.raises(RuleBroken) as refusal:
        actions.approve_print_order(actor=mai, order_id=large.pk, at=AT)
    assert refusal.value.code == "not_checked"

    actions.check_print_order(actor=hanh, order_id=large.pk, at=AT, note="Đúng sản lượng vụ này.")
    assert not CodeRange.objects.exists()
    actions.approve_print_order(actor=mai, order_id=large.pk, at=AT)

    large.refresh_from_db()
    assert (large.state, large.checked_by, large.decided_by) == ("ready", "Nguyễn Thị Hạnh", "Đặng Thị Mai")
    assert CodeRange.objects.get().quantity == MANY
    assert Entry.objects.get(kind="stamps.print_order:checked").reason == "Đúng sản lượng vụ này."


def test_who_checked_does_not_approve(mai: Actor, large: PrintOrder) -> None:
    actions.check_print_order(actor=mai, order_id=large.pk, at=AT)

    with pytest.raises(RuleBroken) as refusal:
        actions.approve_print_order(actor=mai, order_id=large.pk, at=AT)
    assert refusal.value.code == "same_person"
    second = replace(mai, user_id=(mai.user_id or 0) + 1000, label="Lý Thị Thu")
    assert queries.tray(mai) == [], "it waits for another officer"
    assert len(queries.tray(second)) == 1
    actions.approve_print_order(actor=second, order_id=large.pk, at=AT)


def test_who_ordered_neither_checks_nor_approves(mai: Actor, large: PrintOrder) -> None:
    """A person who changed seats since."""
    PrintOrder.objects.filter(pk=large.pk).update(ordered_by_id=mai.user_id)

    with pytest.raises(RuleBroken) as refusal:
        actions.check_print_order(actor=mai, order_id=large.pk, at=AT)
    assert refusal.value.code == "same_person"
    PrintOrder.objects.filter(pk=large.pk).update(state="checked", checked_by_id=0)
    with pytest.raises(RuleBroken) as refusal:
        actions.approve_print_order(actor=mai, order_id=large.pk, at=AT)
    assert refusal.value.code == "same_person"


def test_the_first_check_is_of_who_manages_the_establishment(
    lanh: Actor, nam: Actor, dung: Actor, large: PrintOrder
) -> None:
    for stranger in (lanh, nam):
        with pytest.raises((NotAllowed, NotThere)):
            actions.check_print_order(actor=stranger, order_id=large.pk, at=AT)
    actions.check_print_order(actor=dung, order_id=large.pk, at=AT)
    with pytest.raises(RuleBroken, match="Phạm Tiến Dũng"):
        actions.check_print_order(actor=dung, order_id=large.pk, at=AT)


def test_whoever_checks_may_send_it_back_and_take_that_back(hanh: Actor, large: PrintOrder) -> None:
    actions.return_print_order(actor=hanh, order_id=large.pk, reason="Nêu rõ vụ thu hoạch.", at=AT)
    large.refresh_from_db()
    assert large.state == "returned"

    actions.undo_print_order_decision(actor=hanh, order_id=large.pk, at=AT)
    large.refresh_from_db()
    assert large.state == "submitted"


def test_at_the_limit_the_rule_decides_as_before(lanh: Actor, organisations: Any) -> None:
    made = actions.order_stamps(actor=lanh, product_id=make.product(organisations.lanh).pk, quantity=MANY - 1, at=AT)
    assert (made.state, made.needs_check) == ("ready", False)


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_the_agency_looks_first_where_the_profile_asks_it(
    province: str, lanh: Actor, hanh: Actor, mai: Actor, organisations: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from txng import provinces

    current = provinces.in_force
    rules = replace(current(make.TODAY).print_orders, looked_at_by_managing_agency=True)
    monkeypatch.setattr(provinces, "in_force", lambda day: replace(current(day), print_orders=rules))

    made = actions.order_stamps(actor=lanh, product_id=make.product(organisations.lanh).pk, quantity=280, at=AT)

    assert [task.state for task in queries.tray(hanh)] == ["submitted"]
    assert queries.tray(mai) != [], "the operator may look as well"
    actions.check_print_order(actor=hanh, order_id=made.pk, at=AT)
    actions.approve_print_order(actor=mai, order_id=made.pk, at=AT)


def test_the_pages_offer_the_step_that_is_due(hanh_client: Client, mai_client: Client, large: PrintOrder) -> None:
    page = f"/co-quan/lenh-in/{large.pk}/"

    shown = hanh_client.get(page).content.decode()
    assert 'value="check"' in shown
    assert 'value="approve"' not in shown
    assert hanh_client.post(page, {"decision": "check"}).status_code == 302

    shown = mai_client.get(page).content.decode()
    assert "Nguyễn Thị Hạnh" in shown
    assert mai_client.post(page, {"decision": "approve"}).status_code == 302
    large.refresh_from_db()
    assert large.state == "ready"
