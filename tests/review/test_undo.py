"""Hoàn tác: ten minutes, the same officer, nothing followed (names.md 5). The database knows no other way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import run_jobs
from txng.access import Actor
from txng.access.actors import visitor
from txng.catalogue import actions as catalogue
from txng.catalogue.models import ProductChange, ProductVersion
from txng.kernel.errors import NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.registry import actions as registry
from txng.registry.actions import Reason
from txng.registry.models import Document, Dossier
from txng.resolver.models import CodeState
from txng.stamps import actions as stamps
from txng.stamps.models import CodeRange, PrintOrder

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _in_vietnamese(settings: Any) -> Any:
    from django.utils import translation

    with translation.override("vi"):
        yield


def fresh(thing: Any) -> Any:
    return type(thing)._default_manager.get(pk=thing.pk)


# --- dossiers ---------------------------------------------------------------------------------------------------


def decide(kind: str, actor: Actor, dossier: Dossier, at: datetime) -> None:
    given: dict[str, Any] = {"actor": actor, "dossier_id": dossier.pk, "at": at}
    if kind == "return":
        reasons = [Reason(step="establishment", reason="Địa chỉ chưa rõ.")]
        registry.return_dossier(**given, reasons=reasons, complete=True)
    elif kind == "reject":
        registry.reject_dossier(**given, reason="Giấy của cơ sở khác.")
    else:
        {"approve": registry.approve_dossier, "forward": registry.approve_and_forward}[kind](**given)


@pytest.mark.parametrize("kind", ["approve", "forward", "return", "reject"])
def test_a_dossier_is_under_review_again_as_if_it_had_not_been_answered(
    kind: str, organisations: Any, hanh: Actor, at: datetime
) -> None:
    dossier = make.dossier(organisations.commune)
    registry.begin_review(actor=hanh, dossier_id=dossier.pk, at=at)
    due = fresh(dossier).due_on
    decide(kind, hanh, dossier, at)
    assert fresh(dossier).undo_until == at + 10 * MINUTE
    registry.undo_decision(actor=hanh, dossier_id=dossier.pk, at=at + 10 * MINUTE)
    back = fresh(dossier)
    assert (back.state, back.due_on, back.decided_by, back.decided_at, back.answer) == ("in_review", due, "", None, "")
    assert not back.returns.exists()
    line = Entry.objects.latest("id")
    assert (line.kind, line.actor_label) == ("registry.dossier:decision_undone", hanh.label)
    decide("approve", hanh, dossier, at + 11 * MINUTE)
    assert fresh(dossier).state == "approved"


def test_letters_wait_until_the_moment_the_ledger_names(organisations: Any, hanh: Actor, at: datetime) -> None:
    dossier = make.dossier(organisations.commune)
    decide("approve", hanh, dossier, at)
    told = Entry.objects.get(kind="registry.dossier:approved").after
    assert told is not None and datetime.fromisoformat(told["undo_until"]) == at + 10 * MINUTE


def test_only_the_officer_who_decided_and_only_for_ten_minutes(
    organisations: Any, hanh: Actor, dung: Actor, nam: Actor, at: datetime
) -> None:
    dossier = make.dossier(organisations.commune)
    decide("approve", hanh, dossier, at)
    with pytest.raises(RuleBroken, match="Chỉ người đã quyết định"):
        registry.undo_decision(actor=dung, dossier_id=dossier.pk, at=at + MINUTE)
    with pytest.raises(RuleBroken, match="Đã quá 10 phút"):
        registry.undo_decision(actor=hanh, dossier_id=dossier.pk, at=at + 10 * MINUTE + timedelta(seconds=1))
    with pytest.raises(NotThere):
        registry.undo_decision(actor=nam, dossier_id=dossier.pk, at=at + MINUTE)
    registry.undo_decision(actor=hanh, dossier_id=dossier.pk, at=at + MINUTE)
    with pytest.raises(RuleBroken, match="Không có quyết định nào"):
        registry.undo_decision(actor=hanh, dossier_id=dossier.pk, at=at + 2 * MINUTE)


def test_what_the_applicant_has_begun_to_mend_is_not_taken_from_under_them(
    organisations: Any, hanh: Actor, at: datetime
) -> None:
    dossier = make.dossier(organisations.commune)
    decide("return", hanh, dossier, at)
    registry.save_step(
        actor=visitor(), dossier_id=dossier.pk, step="establishment", values={"address": "Số 5"}, at=at + MINUTE
    )
    with pytest.raises(RuleBroken, match="Đã có việc tiếp theo"):
        registry.undo_decision(actor=hanh, dossier_id=dossier.pk, at=at + 2 * MINUTE)
    assert fresh(dossier).state == "returned"


def test_sent_on_by_a_colleague_an_approval_has_been_followed(
    organisations: Any, hanh: Actor, dung: Actor, at: datetime
) -> None:
    dossier = make.dossier(organisations.commune)
    decide("approve", hanh, dossier, at)
    registry.forward_dossier(actor=dung, dossier_id=dossier.pk, at=at + MINUTE)
    with pytest.raises(RuleBroken, match="Không có quyết định nào"):
        registry.undo_decision(actor=hanh, dossier_id=dossier.pk, at=at + 2 * MINUTE)


def test_an_issued_account_has_followed(organisations: Any, hanh: Actor, mai: Actor, at: datetime) -> None:
    from txng.accounts.actions import issue_account

    dossier = make.dossier(organisations.commune)
    decide("forward", hanh, dossier, at)
    issue_account(actor=mai, dossier_id=dossier.pk, login="nhon-ai", owner_name="Lành", at=at + MINUTE)
    with pytest.raises(RuleBroken, match="Đã có việc tiếp theo"):
        registry.undo_decision(actor=hanh, dossier_id=dossier.pk, at=at + 2 * MINUTE)
    assert fresh(dossier).state == "account_issued"


@pytest.mark.parametrize(
    ("sets", "why"),
    [
        ("state = 'in_review'", "the window stays open"),
        ("state = 'in_review', undo_until = NULL", "nobody says when"),
        ("state = 'in_review', undo_until = NULL, undone_at = undo_until + interval '1 second'", "too late"),
        ("state = 'received', undo_until = NULL, undone_at = undo_until", "not where it came from"),
        (
            "state = 'submitted', decided_from = 'submitted', undo_until = NULL, undone_at = undo_until",
            "a forged origin",
        ),
    ],
)
def test_the_database_refuses_every_other_way_back(
    sets: str, why: str, organisations: Any, hanh: Actor, at: datetime
) -> None:
    dossier = make.dossier(organisations.commune)
    decide("approve", hanh, dossier, at)
    with pytest.raises(DatabaseError, match="nvalid transition"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE registry_dossier SET {sets} WHERE id = %s", [dossier.pk])
    with connection.cursor() as cursor:  # the control: the one way that is allowed
        cursor.execute(
            "UPDATE registry_dossier SET state = 'in_review', undo_until = NULL, undone_at = undo_until WHERE id = %s",
            [dossier.pk],
        )
    assert fresh(dossier).state == "in_review", why


def test_the_button_stands_where_the_officer_goes_next_and_works(
    organisations: Any, hanh_client: Client, dung_client: Client
) -> None:
    dossier, other = make.dossier(organisations.commune), make.dossier(organisations.commune, tax_code="0100109106")
    answer = hanh_client.post(reverse("dossier-approve", args=[dossier.pk]), follow=True)
    page = answer.content.decode()
    assert answer.redirect_chain[-1][0] == reverse("dossier-review", args=[other.pk]), "the next one opens by itself"
    undo = reverse("dossier-undo", args=[dossier.pk])
    assert "Hoàn tác (còn 10 phút)" in page and f'action="{undo}"' in page
    for name in ("my-work", "dossier-queue"):
        assert undo in hanh_client.get(reverse(name)).content.decode()
        assert undo not in dung_client.get(reverse(name)).content.decode()
    page = hanh_client.post(undo, follow=True).content.decode()
    assert f"Đã hoàn tác quyết định về hồ sơ {dossier.number}" in page
    assert fresh(dossier).state == "in_review"


# --- what is published ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_an_approved_change_leaves_the_public_page_and_the_version_before_it_is_back(
    organisations: Any, hanh: Actor, at: datetime
) -> None:
    product = make.product(organisations.lanh)
    change = make.change(product, description="Câu mới.")
    catalogue.approve_change(actor=hanh, change_id=change.pk, at=at)
    assert fresh(product).description == "Câu mới."
    catalogue.undo_change_decision(actor=hanh, change_id=change.pk, at=at + MINUTE)
    assert fresh(product).description == "Trái chín cây, cơm vàng hạt lép."
    assert fresh(change).state == "waiting"
    states = list(ProductVersion.objects.filter(product=product).order_by("number").values_list("state", flat=True))
    assert states == ["published", "taken_down"]
    catalogue.approve_change(actor=hanh, change_id=change.pk, at=at + 2 * MINUTE)
    assert fresh(product).description == "Câu mới."


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_a_first_publication_taken_back_is_public_nowhere(organisations: Any, hanh: Actor, at: datetime) -> None:
    product = make.product(organisations.lanh, "Mận", published=False)
    change = make.change(product, name="Mận máu", group="fresh-fruit", origin="Việt Nam", description="Giòn.")
    catalogue.approve_change(actor=hanh, change_id=change.pk, at=at)
    assert fresh(product).is_published
    catalogue.undo_change_decision(actor=hanh, change_id=change.pk, at=at + MINUTE)
    back = fresh(product)
    assert not back.is_published and back.description == "" and back.origin == ""
    assert not ProductVersion.objects.filter(product=product, state="published").exists()


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_papers_stand_with_the_version_that_is_public(organisations: Any, hanh: Actor, at: datetime) -> None:
    product = make.product(organisations.lanh)
    old, new = (make.document(organisations.lanh, number=number, shown_since=None) for number in ("VG-1", "VG-2"))

    def approve(document: Document, when: datetime) -> ProductChange:
        change = make.change(product, certificates=[document.entry(scheme="vietgap", scope="12 ha")])
        catalogue.approve_change(actor=hanh, change_id=change.pk, at=when)
        return change

    approve(old, at - 60 * MINUTE)
    change = approve(new, at)
    assert (fresh(old).is_current, fresh(new).is_current) == (False, True)
    catalogue.undo_change_decision(actor=hanh, change_id=change.pk, at=at + MINUTE)
    assert (fresh(old).is_current, fresh(new).is_current) == (True, False)
    assert [row.document for row in product.certificates.filter(ended_at=None)] == [old]
    assert [entry["number"] for entry in fresh(product).published()["certificates"]] == ["VG-1"]


def test_what_the_owner_has_begun_to_supplement_is_not_taken_from_under_them(
    organisations: Any, hanh: Actor, lanh: Actor, at: datetime
) -> None:
    change = make.change(make.product(organisations.lanh))
    catalogue.return_change(actor=hanh, change_id=change.pk, at=at, reasons=["photo"])
    fields = {"usage": "Ăn chín."}
    catalogue.save_draft(actor=lanh, product_id=change.product_id, fields=fields, at=at + MINUTE)
    with pytest.raises(RuleBroken, match="Không có quyết định nào"):
        catalogue.undo_change_decision(actor=hanh, change_id=change.pk, at=at + 2 * MINUTE)
    profile = make.profile_change(organisations.lanh)
    registry.return_profile(actor=hanh, change_id=profile.pk, at=at, reasons=["claims"])
    registry.save_profile(actor=lanh, fields={"introduction": "Vườn sầu riêng."}, at=at + MINUTE)
    with pytest.raises(RuleBroken, match="Không có quyết định nào"):
        registry.undo_profile_decision(actor=hanh, change_id=profile.pk, at=at + 2 * MINUTE)
    assert (fresh(change).state, fresh(profile).state) == ("returned", "returned")


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_an_approved_profile_leaves_the_public_page_with_its_papers(
    organisations: Any, hanh: Actor, dung: Actor, at: datetime
) -> None:
    old = make.document(organisations.lanh, "business_registration")
    new = make.document(organisations.lanh, "business_registration", shown_since=None)
    change = make.profile_change(organisations.lanh, introduction="Câu mới.", papers=[new.entry()])
    registry.approve_profile(actor=hanh, change_id=change.pk, at=at)
    assert fresh(organisations.lanh).introduction == "Câu mới." and not fresh(old).is_current
    with pytest.raises(RuleBroken, match="Chỉ người đã quyết định"):
        registry.undo_profile_decision(actor=dung, change_id=change.pk, at=at + MINUTE)
    registry.undo_profile_decision(actor=hanh, change_id=change.pk, at=at + MINUTE)
    establishment = fresh(organisations.lanh)
    assert establishment.introduction == organisations.lanh.introduction
    assert (fresh(old).is_current, fresh(new).is_current) == (True, False)
    assert [version.state for version in establishment.versions.all()] == ["published", "taken_down"]
    assert fresh(change).state == "waiting"
    registry.approve_profile(actor=hanh, change_id=change.pk, at=at + 2 * MINUTE)
    assert fresh(organisations.lanh).introduction == "Câu mới."


@pytest.mark.parametrize("kind", ["return", "reject"])
def test_an_answer_to_a_profile_is_taken_back_from_the_desk(
    kind: str, organisations: Any, hanh_client: Client, dung_client: Client
) -> None:
    change = make.profile_change(organisations.lanh)
    sent = {"reasons": ["claims"], "text": "", "complete": "on", "reason": "Không đúng."}
    hanh_client.post(reverse(f"profile-change-{kind}", args=[change.pk]), sent)
    undo = reverse("profile-change-undo", args=[change.pk])
    for name in ("my-work", "change-queue"):
        assert undo in hanh_client.get(reverse(name)).content.decode()
        assert undo not in dung_client.get(reverse(name)).content.decode()
    page = hanh_client.post(undo, follow=True).content.decode()
    assert "Đã hoàn tác:" in page and fresh(change).state == "waiting"


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_a_lot_opened_on_the_strength_of_it_keeps_a_first_publication(
    organisations: Any, hanh: Actor, lanh: Actor, at: datetime
) -> None:
    from txng.stamps.actions import order_stamps

    product = make.product(organisations.lanh, "Mận", published=False)
    change = make.change(product, name="Mận máu", group="fresh-fruit", origin="Việt Nam")
    catalogue.approve_change(actor=hanh, change_id=change.pk, at=at)
    order_stamps(actor=lanh, product_id=product.pk, quantity=5, at=at + MINUTE)
    with pytest.raises(RuleBroken, match="Đã có việc tiếp theo"):
        catalogue.undo_change_decision(actor=hanh, change_id=change.pk, at=at + 2 * MINUTE)


@pytest.mark.parametrize("kind", ["return", "reject"])
def test_an_answer_to_a_change_is_taken_back_unless_another_request_followed(
    kind: str, organisations: Any, hanh: Actor, dung: Actor, at: datetime
) -> None:
    change = make.change(make.product(organisations.lanh))
    catalogue.check_change(actor=dung, change_id=change.pk, at=at)

    def answer() -> None:
        if kind == "return":
            catalogue.return_change(actor=hanh, change_id=change.pk, at=at, reasons=["photo"])
        else:
            catalogue.reject_change(actor=hanh, change_id=change.pk, at=at, reason="Không đúng.")

    answer()
    catalogue.undo_change_decision(actor=hanh, change_id=change.pk, at=at + MINUTE)
    assert (fresh(change).state, fresh(change).checked_by) == ("checked", dung.label)
    answer()
    if kind == "reject":
        make.change(change.product)
        with pytest.raises(RuleBroken, match="Đã có việc tiếp theo"):
            catalogue.undo_change_decision(actor=hanh, change_id=change.pk, at=at + MINUTE)


# --- print orders -----------------------------------------------------------------------------------------------


@pytest.fixture
def order(organisations: Any) -> PrintOrder:
    batch = make.batch(make.product(organisations.lanh), approved=False)
    return PrintOrder.objects.get(batch=batch)


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
@pytest.mark.parametrize("kind", ["approve", "return", "reject"])
def test_a_print_order_waits_again_and_its_codes_are_gone(
    kind: str, order: PrintOrder, mai: Actor, at: datetime
) -> None:
    given: dict[str, Any] = {"actor": mai, "order_id": order.pk, "at": at}
    if kind == "approve":
        stamps.approve_print_order(**given)
    elif kind == "return":
        stamps.return_print_order(**given, reason="Ghi rõ lô.")
    else:
        stamps.reject_print_order(**given, reason="Quá nhiều.")
    assert CodeRange.objects.filter(batch=order.batch).exists() == (kind == "approve")
    stamps.undo_print_order_decision(actor=mai, order_id=order.pk, at=at + MINUTE)
    run_jobs()
    assert fresh(order).state == "submitted"
    assert not CodeRange.objects.filter(batch=order.batch).exists()
    assert not CodeState.objects.filter(product_id=order.batch.product_id).exists(), "a scan finds nothing of it"
    stamps.approve_print_order(actor=mai, order_id=order.pk, at=at + 2 * MINUTE)
    assert fresh(order).state == "ready"


@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_a_print_file_that_left_the_house_has_followed(
    order: PrintOrder, mai: Actor, lanh: Actor, at: datetime
) -> None:
    stamps.approve_print_order(actor=mai, order_id=order.pk, at=at)
    stamps.hand_out_print_file(actor=lanh, order_id=order.pk, at=at + MINUTE)
    with pytest.raises(RuleBroken, match="Đã có việc tiếp theo"):
        stamps.undo_print_order_decision(actor=mai, order_id=order.pk, at=at + 2 * MINUTE)
    assert CodeRange.objects.filter(batch=order.batch).exists()


# --- proposals about accounts -----------------------------------------------------------------------------------


def test_a_no_to_a_proposal_is_taken_back_and_a_yes_is_not(people: Any, hanh: Actor, mai: Actor, at: datetime) -> None:
    from txng.accounts.actions import (
        decide_account_change,
        propose_account_change,
        undo_account_change_decision,
    )
    from txng.review.models import ProposalState

    account = people["lanh"].account
    change = propose_account_change(
        actor=hanh, account_id=account.pk, verb="reconfirm", reason="Đổi người đại diện.", ground="CV 12", at=at
    )
    decide_account_change(actor=mai, change_id=change.pk, decision=ProposalState.REJECTED, answer="Chưa đủ.", at=at)
    undo_account_change_decision(actor=mai, change_id=change.pk, at=at + MINUTE)
    assert fresh(change).state == "waiting"
    decide_account_change(actor=mai, change_id=change.pk, decision=ProposalState.APPROVED, at=at + MINUTE)
    with pytest.raises(RuleBroken):
        undo_account_change_decision(actor=mai, change_id=change.pk, at=at + 2 * MINUTE)
    assert fresh(change).state == "approved"


def test_a_change_still_waiting_has_nothing_to_undo(organisations: Any, hanh: Actor, at: datetime) -> None:
    change: ProductChange = make.change(make.product(organisations.lanh))
    with pytest.raises(RuleBroken, match="Không có quyết định nào"):
        catalogue.undo_change_decision(actor=hanh, change_id=change.pk, at=at)
