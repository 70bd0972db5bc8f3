"""The five verbs of Điều 6 as actions: who may, in which moment, what the ledger keeps."""

from __future__ import annotations

import importlib
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests import make
from tests.cast import every_province
from txng import provinces
from txng.access import Actor
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.registry import actions
from txng.registry.actions import Reason
from txng.registry.models import Dossier, DossierReturn

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossier(organisations: Any) -> Dossier:
    return make.dossier(organisations.commune)


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="registry.dossier").order_by("id").values_list("kind", flat=True))


BLURRED = Reason(step="business-paper", reason="Ảnh giấy mờ hoặc thiếu trang.")
ADDRESS = Reason(step="establishment", reason="Địa chỉ chưa rõ.")


def send_back(actor: Actor, dossier: Dossier, *reasons: Reason, at: datetime) -> DossierReturn:
    return actions.return_dossier(
        actor=actor, dossier_id=dossier.pk, reasons=reasons or (BLURRED,), complete=True, at=at
    )


def supplement(dossier: Dossier, guest: Actor, at: datetime, settings: Any) -> None:
    """As the applicant does; the paper is there."""
    from txng.registry.models import DossierPaper

    DossierPaper.objects.get_or_create(
        dossier=dossier, paper="business-paper", defaults={"file": make.picture(), "added_at": at}
    )
    Dossier.objects.filter(pk=dossier.pk).update(
        information={"primary_production": "x", "distribution": "x", "account_keeper": "x"}
    )
    actions.supplement_dossier(actor=guest, dossier_id=dossier.pk, at=at)


def test_receiving_and_reviewing_are_two_verbs_with_two_lines(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    actions.receive_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    dossier.refresh_from_db()
    assert (dossier.state, dossier.received_at) == ("received", at)
    actions.appraise_dossier(actor=hanh, dossier_id=dossier.pk, at=at, appraisal="Đã xem tại vườn.")
    dossier.refresh_from_db()
    assert (dossier.state, dossier.appraisal) == ("in_review", "Đã xem tại vườn.")
    assert kinds() == ["registry.dossier:received", "registry.dossier:appraised"]


def test_receiving_starts_the_clock_of_the_review(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    actions.receive_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    dossier.refresh_from_db()
    # Monday 21/09/2026 and three working days
    assert provinces.current().clocks.review == 3
    assert dossier.due_on == date(2026, 9, 24)


def test_one_press_receives_and_begins_the_review(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    actions.begin_review(actor=hanh, dossier_id=dossier.pk, at=at)
    dossier.refresh_from_db()
    assert dossier.state == "in_review"
    assert kinds() == ["registry.dossier:received", "registry.dossier:appraised"]


def test_approving_an_unopened_dossier_still_says_all_three_verbs(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    assert kinds() == [
        "registry.dossier:received",
        "registry.dossier:appraised",
        "registry.dossier:approved",
    ]


def test_the_slower_officer_is_told_who_was_faster_and_when(
    dossier: Dossier, hanh: Actor, dung: Actor, at: datetime
) -> None:
    actions.approve_and_forward(actor=hanh, dossier_id=dossier.pk, at=at)
    with pytest.raises(RuleBroken, match=r"^Nguyễn Thị Hạnh vừa duyệt mục này lúc 09:30\. Xem kết quả\.$"):
        actions.approve_and_forward(actor=dung, dossier_id=dossier.pk, at=at + timedelta(minutes=2))
    with pytest.raises(RuleBroken, match="Nguyễn Thị Hạnh vừa duyệt"):
        actions.reject_dossier(actor=dung, dossier_id=dossier.pk, reason="Không", at=at)
    assert kinds().count("registry.dossier:approved") == 1


@pytest.mark.parametrize("faster", ["return", "reject"])
def test_after_a_return_or_a_rejection_approving_says_so(
    dossier: Dossier, hanh: Actor, dung: Actor, at: datetime, faster: str
) -> None:
    if faster == "return":
        send_back(hanh, dossier, at=at)
        said = "Nguyễn Thị Hạnh vừa yêu cầu bổ sung mục này lúc 09:30"
    else:
        actions.reject_dossier(actor=hanh, dossier_id=dossier.pk, reason="Không đủ điều kiện.", at=at)
        said = "Nguyễn Thị Hạnh vừa từ chối mục này lúc 09:30"
    with pytest.raises(RuleBroken, match=said):
        actions.approve_dossier(actor=dung, dossier_id=dossier.pk, at=at)


def test_a_return_names_everything_at_once(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    made = send_back(hanh, dossier, BLURRED, ADDRESS, at=at)
    assert [item["step"] for item in made.items] == ["business-paper", "establishment"]
    entry = Entry.objects.get(kind="registry.dossier:returned")
    assert entry.reason == "Ảnh giấy mờ hoặc thiếu trang.; Địa chỉ chưa rõ."


def test_a_return_without_a_reason_or_the_tick_is_refused(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    with pytest.raises(RuleBroken, match="Nêu rõ lý do"):
        actions.return_dossier(actor=hanh, dossier_id=dossier.pk, reasons=[], complete=True, at=at)
    with pytest.raises(RuleBroken, match="Nêu rõ lý do"):
        nowhere = [Reason(step="nowhere", reason="x"), Reason(step="products", reason="  ")]
        actions.return_dossier(actor=hanh, dossier_id=dossier.pk, reasons=nowhere, complete=True, at=at)
    with pytest.raises(RuleBroken, match="đã nêu đủ mọi điểm"):
        actions.return_dossier(actor=hanh, dossier_id=dossier.pk, reasons=[BLURRED], complete=False, at=at)
    dossier.refresh_from_db()
    assert dossier.state == "submitted"
    assert kinds() == []


def test_a_new_reason_in_a_second_round_is_for_the_supervisor(
    dossier: Dossier, hanh: Actor, dung: Actor, guest: Actor, at: datetime, settings: Any
) -> None:
    """ux.md D14: people were sent back five times with a new reason each time."""
    send_back(dung, dossier, BLURRED, at=at)
    supplement(dossier, guest, at, settings)
    with pytest.raises(RuleBroken, match="Chỉ lãnh đạo cơ quan"):
        send_back(dung, dossier, BLURRED, ADDRESS, at=at)
    assert send_back(dung, dossier, BLURRED, at=at).round == 2, "what was named before anybody may ask for again"
    supplement(dossier, guest, at, settings)
    assert send_back(hanh, dossier, ADDRESS, at=at).round == 3


def test_a_rejection_needs_a_reason(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    with pytest.raises(RuleBroken, match="Nêu rõ lý do từ chối"):
        actions.reject_dossier(actor=hanh, dossier_id=dossier.pk, reason=" \u200b ", at=at)
    dossier.refresh_from_db()
    assert dossier.state == "submitted"


@every_province
def test_only_the_desk_that_received_it_decides(
    organisations: Any,
    province: str,
    hanh: Actor,
    nam: Actor,
    mai: Actor,
    lanh: Actor,
    guest: Actor,
    at: datetime,
) -> None:
    dossier = make.dossier(organisations.commune)
    for stranger in (nam, lanh, guest):
        with pytest.raises(NotThere):
            actions.approve_dossier(actor=stranger, dossier_id=dossier.pk, at=at)
    with pytest.raises(NotAllowed):
        actions.approve_dossier(actor=mai, dossier_id=dossier.pk, at=at)
    dossier.refresh_from_db()
    assert dossier.state == "submitted"
    assert kinds() == []
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    dossier.refresh_from_db()
    assert dossier.state == "approved"


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_a_dossier_filed_with_the_operator_is_not_forwarded_to_itself(
    organisations: Any, province: str, mai: Actor, hanh: Actor, at: datetime
) -> None:
    dossier = make.dossier(organisations.commune, filed_with=organisations.operator)
    with pytest.raises(NotAllowed):
        actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    actions.approve_dossier(actor=mai, dossier_id=dossier.pk, at=at)
    dossier.refresh_from_db()
    assert dossier.agency_told_at == at
    with pytest.raises((RuleBroken, NotAllowed)):
        actions.forward_dossier(actor=mai, dossier_id=dossier.pk, at=at)
    before = kinds()
    actions.tell_managing_agency(actor=mai, dossier_id=dossier.pk, at=at)
    assert kinds() == before, "told once is told"


def test_where_it_is_not_filed_directly_nobody_needs_telling(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    with pytest.raises(RuleBroken, match="không cần thông báo"):
        actions.tell_managing_agency(actor=hanh, dossier_id=dossier.pk, at=at)


def test_an_approved_dossier_is_forwarded_once(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    with pytest.raises(RuleBroken):
        actions.forward_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    actions.forward_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    with pytest.raises(RuleBroken, match="vừa duyệt"):
        actions.forward_dossier(actor=hanh, dossier_id=dossier.pk, at=at)


def test_approving_and_forwarding_stand_or_fall_together(
    dossier: Dossier, hanh: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_ignored: Any) -> None:
        raise RuntimeError("the second half fails")

    module = importlib.import_module("txng.registry.actions.approve_and_forward")
    monkeypatch.setattr(module, "forward_dossier", broken)
    with pytest.raises(RuntimeError):
        actions.approve_and_forward(actor=hanh, dossier_id=dossier.pk, at=at)
    dossier.refresh_from_db()
    assert dossier.state == "submitted"
    assert kinds() == []


@pytest.mark.parametrize("state", ["approved", "forwarded", "account_issued", "rejected", "withdrawn"])
def test_what_is_decided_is_not_written_in_any_more(organisations: Any, guest: Actor, at: datetime, state: str) -> None:
    dossier = make.dossier(organisations.commune, state=state, decided_at=at, decided_by="Nguyễn Thị Hạnh")
    for verb in (
        lambda: actions.save_step(actor=guest, dossier_id=dossier.pk, step="products", values={"products": []}, at=at),
        lambda: actions.supplement_dossier(actor=guest, dossier_id=dossier.pk, at=at),
    ):
        with pytest.raises(RuleBroken, match="không sửa được nữa"):
            verb()


def test_a_page_cannot_smuggle_in_another_column(organisations: Any, guest: Actor, at: datetime) -> None:
    draft = make.dossier(organisations.commune, state="draft")
    with pytest.raises(ValueError, match="does not write"):
        actions.save_step(
            actor=guest,
            dossier_id=draft.pk,
            step="products",
            values={"products": [], "state": "approved"},
            at=at,
        )


def test_withdrawing_a_draft_leaves_no_line_and_a_filed_one_does(
    organisations: Any, guest: Actor, at: datetime
) -> None:
    draft = make.dossier(organisations.commune, state="draft")
    actions.withdraw_dossier(actor=guest, dossier_id=draft.pk, at=at)
    assert kinds() == []
    filed = make.dossier(organisations.commune)
    actions.withdraw_dossier(actor=guest, dossier_id=filed.pk, at=at)
    assert kinds() == ["registry.dossier:withdrawn"]


def test_the_database_refuses_a_step_that_is_not_in_the_machine(organisations: Any) -> None:
    from django.db import DatabaseError, transaction

    dossier = make.dossier(organisations.commune)
    with pytest.raises(DatabaseError), transaction.atomic():
        Dossier.objects.filter(pk=dossier.pk).update(state="account_issued")


def test_the_new_address_is_not_in_the_ledger(dossier: Dossier, hanh: Actor, at: datetime) -> None:
    _dossier, token = actions.renew_link(actor=hanh, dossier_id=dossier.pk, at=at)
    entry = Entry.objects.get(kind="registry.dossier:link_renewed")
    assert token not in str(vars(entry))
