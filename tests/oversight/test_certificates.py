"""Giấy xác nhận tham gia: conditions, proposal, issue, suspension, revocation (CB 11.8, CT-REG 11.7)."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client

from tests import make
from tests.cast import every_province, run_jobs
from tests.oversight.certifying import WHY, eligible, issue, propose
from tests.resolver.test_scan import text
from txng import provinces
from txng.access import Actor
from txng.accounts.models import Account
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.ledger.queries import history_of
from txng.oversight import actions, certificates
from txng.oversight.actions.issue_certificate import months_after
from txng.oversight.eligibility import findings, unmet
from txng.oversight.models import Complaint, ParticipationCertificate
from txng.production.models import Lot

pytestmark = pytest.mark.django_db


def lacking(establishment: Any) -> dict[str, str]:
    return {f.code: f.lacking.sentence for f in unmet(establishment, on=make.TODAY) if f.lacking}


# --- the conditions -----------------------------------------------------------------------------------------


@every_province
def test_each_condition_has_its_article_and_says_what_is_missing_and_where(organisations: Any, people: Any) -> None:
    found = findings(organisations.lanh, on=make.TODAY)

    assert [f.code for f in found] == [
        "account-active", "commitment", "product-complete", "lot-with-events", "no-open-violation",
    ]  # fmt: skip
    assert all("Điều" in f.article for f in found)
    assert lacking(organisations.lanh) == {
        "product-complete": "Cơ sở chưa có sản phẩm nào được phê duyệt.",
        "lot-with-events": "Chưa mở lô nào của sản phẩm đã được phê duyệt.",
    }
    assert [f.lacking.address for f in found if f.lacking] == ["/quan-ly/san-pham/", "/quan-ly/lo-hang/"]

    eligible(organisations.lanh)
    assert lacking(organisations.lanh) == {}


def test_the_conditions_are_dated(organisations: Any, people: Any) -> None:
    rules = provinces.current().certificate

    assert rules.conditions_on(date(2024, 2, 22)) == ()
    assert len(rules.conditions_on(date(2024, 2, 23))) == 5


def test_a_product_that_lacks_a_field_is_named_with_the_field_and_its_page(organisations: Any, people: Any) -> None:
    product = make.product(organisations.lanh, "Nước ép", standards="", origin="")

    (finding,) = [f for f in unmet(organisations.lanh, on=make.TODAY) if f.code == "product-complete"]
    assert finding.lacking is not None
    assert finding.lacking.sentence == ("Sản phẩm “Nước ép” còn thiếu: Xuất xứ, Tiêu chuẩn, quy chuẩn áp dụng.")
    assert finding.lacking.address == f"/quan-ly/san-pham/{product.pk}/thay-doi/"


def test_a_lot_without_work_a_cancelled_one_and_a_corrected_line_are_no_lot_with_events(
    organisations: Any, people: Any
) -> None:
    product = make.product(organisations.lanh)
    lot = make.lot(product)
    assert lacking(organisations.lanh)["lot-with-events"].startswith("Nhật ký chưa ghi")

    written = make.diary(lot, "fertilise", make.TODAY)
    assert "lot-with-events" not in lacking(organisations.lanh)

    correction = make.diary(lot, "transport", make.TODAY)
    type(correction).objects.bulk_create(
        [type(correction)(**{
            **{f.attname: getattr(correction, f.attname) for f in correction._meta.concrete_fields if f.name not in ("id", "client_id")},
            "corrects_id": written.pk, "client_id": uuid.uuid4(),
        })]
    )  # fmt: skip
    assert "lot-with-events" in lacking(organisations.lanh)

    make.diary(lot, "harvest", make.TODAY)
    assert "lot-with-events" not in lacking(organisations.lanh)
    Lot.objects.filter(pk=lot.pk).update(cancelled_at=make.AT)
    assert "lot-with-events" in lacking(organisations.lanh)


def test_a_recall_and_a_violation_an_agency_looks_into_stand_against_it_a_mere_report_does_not(
    organisations: Any, people: Any
) -> None:
    lot = eligible(organisations.lanh)
    complaint = make.complaint(lot, kind="violation", number="PA-2026-000077")
    assert lacking(organisations.lanh) == {}

    Complaint.objects.filter(pk=complaint.pk).update(state="verifying")
    assert "PA-2026-000077" in lacking(organisations.lanh)["no-open-violation"]

    recall = make.recall(lot)
    assert "15/TB-SKHCN" in lacking(organisations.lanh)["no-open-violation"]

    type(recall).objects.filter(pk=recall.pk).update(state="lifted")
    Complaint.objects.filter(pk=complaint.pk).update(state="answered")
    assert lacking(organisations.lanh) == {}


def test_a_locked_account_and_an_owner_without_duties_are_told(organisations: Any, people: Any) -> None:
    eligible(organisations.lanh)
    people["lanh"].duties_accepted_at = None
    people["lanh"].save()
    Account.objects.filter(establishment=organisations.lanh).update(state="locked")

    assert set(lacking(organisations.lanh)) == {"account-active", "commitment"}
    assert "Đang khóa" in lacking(organisations.lanh)["account-active"]


# --- proposing and issuing ----------------------------------------------------------------------------------


@every_province
def test_the_establishment_asks_the_operator_issues_and_the_number_runs_without_a_gap(
    organisations: Any, lanh: Actor, khai: Actor, mai: Actor
) -> None:
    eligible(organisations.lanh)
    eligible(organisations.khai)
    first, second = propose(lanh, organisations.lanh), propose(khai, organisations.khai)
    assert (first.state, first.number, first.proposed_for) == ("proposed", None, "Hợp tác xã Trái cây Lành")

    make.recall(Lot.objects.get(establishment=organisations.khai))
    with pytest.raises(RuleBroken, match="Không có vi phạm đang xử lý"):
        issue(mai, second)
    issued = issue(mai, first)

    assert (issued.state, issued.number) == ("issued", "000001/2026/GXN")
    assert (issued.valid_from, issued.valid_to) == (date(2026, 9, 21), date(2029, 9, 21))
    assert issued.facts["products"] == [make.GOODS[make.province()]]
    assert issued.facts["address"] == organisations.lanh.full_address

    from txng.oversight.models import Recall

    Recall.objects.update(state="lifted")
    assert issue(mai, second).number == "000002/2026/GXN"


def test_the_number_begins_anew_every_year(organisations: Any, lanh: Actor, khai: Actor, mai: Actor) -> None:
    for actor, whose in ((lanh, organisations.lanh), (khai, organisations.khai)):
        eligible(whose)
        propose(actor, whose)
    first, second = ParticipationCertificate.objects.order_by("id")

    assert issue(mai, first).number == "000001/2026/GXN"
    assert issue(mai, second, at=make.AT + timedelta(days=110)).number == "000001/2027/GXN"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 9, 21), 36, date(2029, 9, 21)),
        (date(2028, 2, 29), 36, date(2031, 2, 28)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: date, months: int, expected: date) -> None:
    assert months_after(day, months) == expected


def test_what_is_missing_is_said_when_it_is_proposed(organisations: Any, lanh: Actor) -> None:
    with pytest.raises(RuleBroken, match=r"Có ít nhất một sản phẩm đã duyệt.*Có ít nhất một lô"):
        propose(lanh, organisations.lanh)
    assert not ParticipationCertificate.objects.exists()
    assert not Entry.objects.filter(kind__startswith="oversight.certificate").exists()


def test_sent_twice_it_is_proposed_once_and_a_second_proposal_is_told_of_the_first(
    organisations: Any, lanh: Actor, hanh: Actor
) -> None:
    eligible(organisations.lanh)
    key = uuid.uuid4()
    assert propose(lanh, organisations.lanh, client_id=key) == propose(lanh, organisations.lanh, client_id=key)

    with pytest.raises(RuleBroken, match="Nguyễn Thị Lành đã đề nghị việc này"):
        propose(hanh, organisations.lanh)
    assert ParticipationCertificate.objects.count() == 1


def test_nobody_issues_what_they_proposed(organisations: Any, mai: Actor) -> None:
    eligible(organisations.lanh)
    certificate = propose(mai, organisations.lanh)

    with pytest.raises(RuleBroken, match=r"[Nn]gười khác"):
        issue(mai, certificate)
    assert certificates.tray(mai) == []


def test_the_managing_agency_proposes_and_only_the_operator_decides(
    organisations: Any, hanh: Actor, nam: Actor, khai: Actor, tu: Actor, mai: Actor
) -> None:
    eligible(organisations.lanh)
    for stranger in (nam, khai):
        with pytest.raises(NotThere):
            propose(stranger, organisations.lanh)
    with pytest.raises(NotThere):
        propose(tu, organisations.lanh)
    certificate = propose(hanh, organisations.lanh)

    assert [task.title for task in certificates.tray(mai)] == ["Hợp tác xã Trái cây Lành"]
    with pytest.raises(NotAllowed):
        issue(hanh, certificate)
    issue(mai, certificate)
    with pytest.raises(NotAllowed):
        actions.revoke_certificate(actor=hanh, certificate_id=certificate.pk, at=make.AT, **WHY)
    with pytest.raises(NotThere):
        actions.revoke_certificate(actor=khai, certificate_id=certificate.pk, at=make.AT, **WHY)


def test_a_declined_proposal_says_why_and_may_be_made_again(organisations: Any, lanh: Actor, mai: Actor) -> None:
    eligible(organisations.lanh)
    first = propose(lanh, organisations.lanh)
    with pytest.raises(RuleBroken):
        actions.decline_certificate(actor=mai, certificate_id=first.pk, reason=" ", at=make.AT)
    actions.decline_certificate(actor=mai, certificate_id=first.pk, reason="Ảnh sản phẩm bị mờ.", at=make.AT)
    with pytest.raises(RuleBroken, match="Không cấp"):
        issue(mai, first)

    second = propose(lanh, organisations.lanh)
    assert issue(mai, second).number == "000001/2026/GXN"


def test_it_is_renewed_in_its_last_sixty_days(organisations: Any, lanh: Actor, mai: Actor) -> None:
    eligible(organisations.lanh)
    certificate = issue(mai, propose(lanh, organisations.lanh))
    with pytest.raises(RuleBroken, match="được đề nghị cấp lại từ 23/07/2029"):
        propose(lanh, organisations.lanh)

    assert certificate.valid_to is not None
    soon = make.AT + (certificate.valid_to - make.TODAY) - timedelta(days=60)
    assert propose(lanh, organisations.lanh, at=soon).is_open


# --- standing -----------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(organisations: Any, lanh: Actor, mai: Actor) -> ParticipationCertificate:
    eligible(organisations.lanh)
    return issue(mai, propose(lanh, organisations.lanh))


def test_suspended_reinstated_revoked_each_with_its_line(certificate: ParticipationCertificate, mai: Actor) -> None:
    key = {"actor": mai, "certificate_id": certificate.pk}
    actions.suspend_certificate(**key, **WHY, at=make.AT)
    actions.reinstate_certificate(**key, reason="Đã khắc phục.", ground="", at=make.AT)
    actions.revoke_certificate(**key, **WHY, at=make.AT)

    assert [entry.kind.rpartition(":")[2] for entry in history_of(certificate)] == [
        "proposed", "issued", "suspended", "reinstated", "revoked",
    ]  # fmt: skip
    last = list(history_of(certificate))[-1]
    assert (last.before["state"], last.after["state"], last.ground) == ("issued", "revoked", WHY["ground"])
    with pytest.raises(RuleBroken, match="Đã thu hồi"):
        actions.reinstate_certificate(**key, reason="x", ground="", at=make.AT)


@pytest.mark.parametrize("fields", [{"cause": ""}, {"cause": "x"}, {"reason": " "}, {"ground": ""}])
def test_stopping_it_needs_cause_reason_and_ground(
    certificate: ParticipationCertificate, mai: Actor, fields: dict[str, str]
) -> None:
    for act in (actions.suspend_certificate, actions.revoke_certificate):
        with pytest.raises(RuleBroken):
            act(actor=mai, certificate_id=certificate.pk, at=make.AT, **{**WHY, **fields})


def test_it_is_not_reinstated_while_a_condition_is_missing(certificate: ParticipationCertificate, mai: Actor) -> None:
    actions.suspend_certificate(actor=mai, certificate_id=certificate.pk, at=make.AT, **WHY)
    make.recall(Lot.objects.get())

    with pytest.raises(RuleBroken, match="Không có vi phạm"):
        actions.reinstate_certificate(actor=mai, certificate_id=certificate.pk, reason="x", ground="", at=make.AT)


def test_expiry_is_of_the_calendar_and_revocation_stronger(certificate: ParticipationCertificate, mai: Actor) -> None:
    assert certificate.valid_to is not None
    after = certificate.valid_to + timedelta(days=1)

    assert certificate.standing(certificate.valid_to) == "issued"
    assert (certificate.standing(after), certificate.standing_label(after)) == ("expired", "Hết hạn")
    revoked = actions.revoke_certificate(actor=mai, certificate_id=certificate.pk, at=make.AT, **WHY)
    assert revoked.standing(after) == "revoked"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"state": "proposed"}, "proposed"),
        ({"number": "000009/2026/GXN"}, "never changed"),
        ({"facts": {"name": "Khác"}}, "never changed"),
        ({"valid_to": date(2099, 1, 1)}, "never changed"),
        ({"public_code": "x"}, "never changed"),
        ({"state": "suspended"}, "stopped_certificate_says_why"),
    ],
)
def test_the_database_refuses_what_no_verb_does(
    certificate: ParticipationCertificate, values: dict[str, Any], fault: str
) -> None:
    with pytest.raises((DatabaseError, IntegrityError), match=fault), transaction.atomic():
        ParticipationCertificate.objects.filter(pk=certificate.pk).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM oversight_participationcertificate")


# --- what becomes of the account ----------------------------------------------------------------------------

LOCK = {"reason": "Cố ý đưa thông tin không phù hợp.", "ground": "Quyết định 12/QĐ-SKHCN"}


def take_away(account: Account, verb: str, hanh: Actor, mai: Actor) -> None:
    from txng.accounts.actions import decide_account_change, propose_account_change

    change = propose_account_change(actor=hanh, account_id=account.pk, verb=verb, at=make.AT, **LOCK)
    decide_account_change(actor=mai, change_id=change.pk, decision="approved", at=make.AT)


def test_a_locked_account_suspends_it_and_the_unlocking_reinstates_it(
    certificate: ParticipationCertificate, hanh: Actor, mai: Actor
) -> None:
    from txng.accounts.actions import lock_account

    account = Account.objects.get(establishment=certificate.establishment)
    lock_account(actor=hanh, account_id=account.pk, at=make.AT, **LOCK)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.cause, certificate.stopped_by) == ("suspended", "account", "Nguyễn Thị Hạnh")

    take_away(account, "unlock", hanh, mai)
    certificate.refresh_from_db()
    assert (certificate.state, certificate.cause) == ("issued", "")


def test_an_officers_suspension_is_not_lifted_by_an_unlocking(
    certificate: ParticipationCertificate, hanh: Actor, mai: Actor
) -> None:
    from txng.accounts.actions import lock_account

    actions.suspend_certificate(actor=mai, certificate_id=certificate.pk, at=make.AT, **WHY)
    account = Account.objects.get(establishment=certificate.establishment)
    lock_account(actor=hanh, account_id=account.pk, at=make.AT, **LOCK)
    take_away(account, "unlock", hanh, mai)
    certificate.refresh_from_db()

    assert (certificate.state, certificate.cause) == ("suspended", "violation")


@pytest.mark.parametrize("verb", ["revoke", "remove"])
def test_a_revoked_or_removed_account_revokes_it(
    certificate: ParticipationCertificate, hanh: Actor, mai: Actor, verb: str
) -> None:
    take_away(Account.objects.get(establishment=certificate.establishment), verb, hanh, mai)
    certificate.refresh_from_db()

    assert (certificate.state, certificate.cause, certificate.ground) == ("revoked", "account", LOCK["ground"])


# --- the screens --------------------------------------------------------------------------------------------


@every_province
def test_the_road_on_the_screens(
    organisations: Any, lanh_client: Client, hanh_client: Client, mai_client: Client, client: Client
) -> None:
    before = text(lanh_client.get("/quan-ly/giay-xac-nhan/"))
    assert "Cơ sở chưa có sản phẩm nào được phê duyệt." in before
    assert "Gửi yêu cầu" not in before

    eligible(organisations.lanh)
    assert "Gửi yêu cầu" in text(lanh_client.get("/quan-ly/giay-xac-nhan/"))
    key = make.client_id()
    asked = lanh_client.post("/quan-ly/giay-xac-nhan/", {"client_id": key, "note": "Cần cho hội chợ."}, follow=True)
    assert "Đã gửi yêu cầu." in text(asked)

    certificate = ParticipationCertificate.objects.get()
    assert "Hợp tác xã Trái cây Lành" in text(mai_client.get("/co-quan/"))
    address = f"/co-quan/giay-xac-nhan/{certificate.pk}/"
    assert "Cần cho hội chợ." in text(hanh_client.get(address))
    done = text(mai_client.post(f"{address}cap/", {"ground": ""}, follow=True))
    assert "Đã cấp Giấy xác nhận." in done
    assert "Đang ký số" in done

    run_jobs()
    from txng.oversight.tasks import sign_certificate

    sign_certificate.func(certificate_id=certificate.pk)
    certificate.refresh_from_db()
    own = lanh_client.get("/quan-ly/giay-xac-nhan/")
    assert "Tải bản ký số (PDF)" in text(own)
    check = text(client.get(f"/giay-xac-nhan/{certificate.public_code}/"))
    assert "Giấy xác nhận còn giá trị" in check
    assert "không có giá trị pháp lý" in check
    for found in ("000001", "trai cay lanh", "000001/2026/gxn"):
        assert "000001/2026/GXN" in text(mai_client.get("/co-quan/giay-xac-nhan/", {"tim": found, "xem": "issued"}))
    assert "000001/2026/GXN" not in text(mai_client.get("/co-quan/giay-xac-nhan/", {"xem": "revoked"}))


def test_the_number_of_a_certificate_opens_nothing(client: Client, certificate: ParticipationCertificate) -> None:
    for guess in ("000001", "000001-2026-GXN", str(certificate.pk), certificate.public_code[:-1], "x" * 22):
        assert client.get(f"/giay-xac-nhan/{guess}/").status_code == 404


def test_the_page_tells_the_next_reader_of_each_step(
    client: Client, certificate: ParticipationCertificate, mai: Actor
) -> None:
    address = f"/giay-xac-nhan/{certificate.public_code}/"
    key = {"actor": mai, "certificate_id": certificate.pk, "at": make.AT}

    assert "Giấy xác nhận còn giá trị" in text(client.get(address))
    actions.suspend_certificate(**key, **WHY)
    page = client.get(address)
    assert "Giấy xác nhận đang bị tạm đình chỉ" in text(page)
    assert "Đang xử lý vi phạm" in text(page)
    assert WHY["reason"] not in text(page)
    assert page["Cache-Control"] == "no-store"
    actions.reinstate_certificate(**key, reason="Đã khắc phục.", ground="")
    assert "Giấy xác nhận còn giá trị" in text(client.get(address))
    actions.revoke_certificate(**key, **WHY)
    assert "Giấy xác nhận đã bị thu hồi" in text(client.get(address))


def test_wrong_input_keeps_what_was_typed(mai_client: Client, certificate: ParticipationCertificate) -> None:
    address = f"/co-quan/giay-xac-nhan/{certificate.pk}/"
    answer = mai_client.post(f"{address}thu-hoi/", {"cause": "", "reason": "Cấp nhầm cơ sở.", "ground": ""})

    assert answer.status_code == 422
    assert "Cấp nhầm cơ sở." in answer.content.decode()
    assert mai_client.get(f"{address}khong-co/").status_code == 404
    assert mai_client.post(f"{address}khoi-phuc/", {"reason": "x"}).status_code == 422


def test_the_register_costs_the_same_for_one_and_for_three(
    organisations: Any,
    mai_client: Client,
    khai: Actor,
    certificate: ParticipationCertificate,
    django_assert_num_queries: Any,
) -> None:
    mai_client.get("/co-quan/giay-xac-nhan/")
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        mai_client.get("/co-quan/giay-xac-nhan/")
    eligible(organisations.khai)
    propose(khai, organisations.khai)
    with django_assert_num_queries(len(one)):
        mai_client.get("/co-quan/giay-xac-nhan/")
