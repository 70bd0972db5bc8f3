"""Khóa và mở khóa (CB 12.5, 13.3; CT-REG 12.5), bàn giao (CB 6.3 Bước 3, CT-REG 6.3.c)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Organisations, every_province
from txng.access import Actor
from txng.accounts.actions import hand_over_account, lock_account, unlock_account
from txng.accounts.models import Account, HandOver
from txng.accounts.queries import tray
from txng.kernel.clock import local_date
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry

pytestmark = pytest.mark.django_db

WHY = {"reason": "Cố ý đưa thông tin không phù hợp.", "ground": "Quyết định 12/QĐ-SKHCN ngày 20/09/2026"}


@every_province
def test_a_lock_shuts_out_on_the_very_next_request_and_unlocking_lets_in_again(
    province: str, mai: Actor, people: Any, lanh_client: Client, at: Any
) -> None:
    account = people["lanh"].account
    address = "/quan-ly/"
    before = lanh_client.get(address)
    lock_account(actor=mai, account_id=account.pk, at=at, **WHY)
    during = lanh_client.get(address)
    own = lanh_client.get(reverse("own-account")).content.decode()
    unlock_account(actor=mai, account_id=account.pk, at=at, **WHY)
    after = lanh_client.get(address)
    assert (before.status_code, during.status_code, after.status_code) == (200, 403, 200)
    assert "đang bị khóa theo Quyết định 12/QĐ-SKHCN ngày 20/09/2026" in during.content.decode()
    assert "đang bị khóa theo Quyết định 12/QĐ-SKHCN" in own


def test_lock_and_unlock_are_recorded_with_reason_and_ground(mai: Actor, people: Any, at: Any) -> None:
    account = people["lanh"].account
    lock_account(actor=mai, account_id=account.pk, at=at, **WHY)
    locked = Account.objects.get(pk=account.pk)
    assert (locked.state, locked.lock_reason, locked.lock_ground) == ("locked", WHY["reason"], WHY["ground"])
    unlock_account(actor=mai, account_id=account.pk, reason="Đã khắc phục.", ground="Quyết định 15/QĐ-SKHCN", at=at)
    kinds = ["accounts.account:locked", "accounts.account:unlocked"]
    entries = list(Entry.objects.filter(kind__in=kinds).order_by("id"))
    assert [(e.kind, e.before["state"], e.after["state"], e.ground) for e in entries] == [
        ("accounts.account:locked", "active", "locked", WHY["ground"]),
        ("accounts.account:unlocked", "locked", "active", "Quyết định 15/QĐ-SKHCN"),
    ]
    assert Account.objects.get(pk=account.pk).lock_reason == ""


@pytest.mark.parametrize(("field", "code"), [("reason", "reason_missing"), ("ground", "ground_missing")])
def test_a_lock_without_reason_or_ground_is_refused(mai: Actor, people: Any, at: Any, field: str, code: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        lock_account(actor=mai, account_id=people["lanh"].account.pk, at=at, **(WHY | {field: "   "}))
    assert caught.value.code == code
    assert Account.objects.get(pk=people["lanh"].account.pk).state == "active"


@every_province
def test_the_managing_agency_locks_at_once_and_the_operator_alone_unlocks(
    province: str, hanh: Actor, mai: Actor, people: Any, at: Any
) -> None:
    account_id = people["lanh"].account.pk
    lock_account(actor=hanh, account_id=account_id, at=at, **WHY)
    with pytest.raises(NotAllowed, match="do đơn vị vận hành"):
        unlock_account(actor=hanh, account_id=account_id, at=at, **WHY)
    assert unlock_account(actor=mai, account_id=account_id, at=at, **WHY).state == "active"


@every_province
def test_an_agency_locks_only_what_it_manages(
    province: str, hanh: Actor, nam: Actor, lanh: Actor, people: Any, at: Any
) -> None:
    for stranger, key in ((nam, "lanh"), (hanh, "khai"), (lanh, "khai")):
        with pytest.raises(NotThere):
            lock_account(actor=stranger, account_id=people[key].account.pk, at=at, **WHY)
    with pytest.raises(NotAllowed):
        lock_account(actor=lanh, account_id=people["lanh"].account.pk, at=at, **WHY)


@every_province
def test_a_commune_does_not_lock_what_a_department_manages_on_its_territory(
    province: str, hanh: Actor, people: Any, organisations: Organisations, at: Any
) -> None:
    account = people["lanh"].account
    account.managing_agency_id = organisations.agriculture.pk  # type: ignore[attr-defined]
    account.save(update_fields=["managing_agency_id"])
    with pytest.raises(NotAllowed):
        lock_account(actor=hanh, account_id=account.pk, at=at, **WHY)


def test_nobody_locks_the_account_they_sit_in(mai: Actor, people: Any, at: Any) -> None:
    with pytest.raises(RuleBroken) as caught:
        lock_account(actor=mai, account_id=people["mai"].account.pk, at=at, **WHY)
    assert caught.value.code == "own_account"


def test_only_an_active_account_is_locked_and_only_a_locked_one_unlocked(mai: Actor, people: Any, at: Any) -> None:
    account_id = people["lanh"].account.pk
    with pytest.raises(RuleBroken, match="không bị khóa"):
        unlock_account(actor=mai, account_id=account_id, at=at, **WHY)
    lock_account(actor=mai, account_id=account_id, at=at, **WHY)
    with pytest.raises(RuleBroken, match="Đang khóa"):
        lock_account(actor=mai, account_id=account_id, at=at, **WHY)


# --- hand-over ------------------------------------------------------------------------------------------------------


def hand_over(actor: Actor, account: Account, at: Any, **fields: Any) -> HandOver:
    given = {
        "handed_by": "Nguyễn Thị Hạnh",
        "received_by": "Nguyễn Thị Út",
        "instructed_by": "Phạm Tiến Dũng",
        "instructed_whom": "Nguyễn Thị Út và hai kế toán",
        "instructed_on": local_date(at),
        "place": "UBND xã",
        **fields,
    }
    return hand_over_account(actor=actor, account_id=account.pk, at=at, **given)


@every_province
def test_the_managing_agency_hands_over_and_the_record_names_who_instructed_whom_and_when(
    province: str, hanh: Actor, issued: Any, organisations: Organisations, at: Any
) -> None:
    assert len(tray(hanh)) == 1
    record = hand_over(hanh, issued.account, at)
    assert (record.agency, record.instructed_by, record.instructed_whom, record.instructed_on) == (
        organisations.commune, "Phạm Tiến Dũng", "Nguyễn Thị Út và hai kế toán", date(2026, 9, 21),
    )  # fmt: skip
    entry = Entry.objects.get(kind="accounts.account:handed_over")
    assert entry.after["instructed_whom"] == "Nguyễn Thị Út và hai kế toán"
    assert tray(hanh) == []


def test_the_day_of_instruction_lies_not_in_the_future(hanh: Actor, issued: Any, at: Any) -> None:
    with pytest.raises(RuleBroken, match="không thể sau hôm nay"):
        hand_over(hanh, issued.account, at, instructed_on=local_date(at) + timedelta(days=1))
    assert not HandOver.objects.exists()


def test_the_operator_hands_over_where_the_regulation_lets_it(province: str, mai: Actor, issued: Any, at: Any) -> None:
    # CT-REG 6.3.c: the managing agency alone. The table of grants says so, not the action.
    with pytest.raises(NotAllowed):
        hand_over(mai, issued.account, at)


@pytest.mark.parametrize("province", ["cao-bang", "dak-nong"], indirect=True)
def test_the_operator_may_hand_over_under_the_other_regulation(province: str, mai: Actor, issued: Any, at: Any) -> None:
    assert hand_over(mai, issued.account, at).agency.kind == "operator"


def test_another_agency_finds_no_account_to_hand_over(nam: Actor, khai: Actor, issued: Any, at: Any) -> None:
    for stranger in (nam, khai):
        with pytest.raises(NotThere):
            hand_over(stranger, issued.account, at)
