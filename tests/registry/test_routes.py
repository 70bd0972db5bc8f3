"""Every route of domain.md 16.2 under each profile: who receives, who decides, who issues, who is told (names.md 6)."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import every_province
from txng import provinces
from txng.access import Actor
from txng.access.actors import visitor
from txng.accounts.actions import issue_account, make_delegation
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.registry import actions, clocks
from txng.registry.actions import Reason
from txng.registry.models import Dossier
from txng.registry.models.dossiers import DOSSIER_TRANSITIONS, DossierState

MINUTE = timedelta(minutes=1)
ADDRESS = Reason(step="establishment", reason="Địa chỉ chưa rõ.")
PRODUCT = Reason(step="products", reason="Tên sản phẩm quá chung.")

# names.md 6, by hand: may the applicant file with the operator; is the agency told then; may issue be delegated
ROUTES = {"can-tho": (False, False, False), "cao-bang": (True, True, True), "dak-nong": (True, True, False)}
both = pytest.mark.parametrize("direct", [False, True], ids=["at-the-agency", "direct"])


def state(dossier: Dossier) -> str:
    return str(Dossier.objects.get(pk=dossier.pk).state)


def lines(dossier: Dossier) -> list[str]:
    found = Entry.objects.filter(subject_type="registry.dossier", subject_id=str(dossier.pk)).order_by("id")
    return [kind.partition(":")[2] for kind in found.values_list("kind", flat=True)]


def filed(organisations: Any, *, direct: bool) -> Dossier:
    desk = organisations.operator if direct else organisations.commune
    return make.dossier(organisations.commune, filed_with=desk)


def possible(direct: bool) -> bool:
    return not direct or "operator" in provinces.current().dossier.filing_channels


def supplement(dossier: Dossier, at: datetime) -> None:
    from txng.registry.models import DossierPaper

    DossierPaper.objects.get_or_create(
        dossier=dossier, paper="business-paper", defaults={"file": make.picture(), "added_at": at}
    )
    Dossier.objects.filter(pk=dossier.pk).update(
        information={"primary_production": "x", "distribution": "x", "account_keeper": "x"}
    )
    actions.supplement_dossier(actor=visitor(), dossier_id=dossier.pk, at=at)


# --- the routes -------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@every_province
def test_the_profiles_hold_the_routes_of_the_names(province: str) -> None:
    profile = provinces.current()
    assert (
        "operator" in profile.dossier.filing_channels,
        profile.tells_managing_agency(filed_at="operator"),
        province == "cao-bang" and profile.accounts.delegation_possible,
    ) == ROUTES[province]


@pytest.mark.django_db
@every_province
@both
def test_from_filing_to_the_account(
    direct: bool, organisations: Any, hanh: Actor, mai: Actor, at: datetime, province: str
) -> None:
    """Returned once, supplemented, approved, issued; each press its own line, and the agency told where due."""
    dossier = filed(organisations, direct=direct)
    if not possible(direct):
        with pytest.raises(NotAllowed):
            actions.approve_dossier(actor=mai, dossier_id=dossier.pk, at=at)
        return
    decider, stranger = (mai, hanh) if direct else (hanh, mai)
    with pytest.raises(NotAllowed):
        actions.receive_dossier(actor=stranger, dossier_id=dossier.pk, at=at)
    actions.receive_dossier(actor=decider, dossier_id=dossier.pk, at=at)
    actions.return_dossier(actor=decider, dossier_id=dossier.pk, reasons=[ADDRESS], complete=True, at=at)
    assert Dossier.objects.get(pk=dossier.pk).due_on is None, "the clock is the applicant's"
    supplement(dossier, at + timedelta(days=2))
    sends_on = not direct
    verb = actions.approve_and_forward if sends_on else actions.approve_dossier
    verb(actor=decider, dossier_id=dossier.pk, at=at + timedelta(days=3))
    assert state(dossier) == ("forwarded" if sends_on else "approved")
    issue_account(actor=mai, dossier_id=dossier.pk, login="nhon-ai", owner_name="Lành", at=at + timedelta(days=3))
    assert state(dossier) == "account_issued"
    told = ["agency_told"] if direct and ROUTES[province][1] else []
    assert [line for line in lines(dossier) if line not in ("issued", "account_issued")] == [
        "received",
        "appraised",
        "returned",
        "supplemented",
        "approved",
        *told,
        *(["forwarded"] if sends_on else []),
    ]
    again = Dossier.objects.get(pk=dossier.pk)
    assert again.establishment is not None and again.establishment.managing_agency_id == organisations.commune.pk


@pytest.mark.django_db
@every_province
def test_under_a_delegation_the_agency_issues_and_nothing_is_forwarded(
    organisations: Any, people: Any, mai: Actor, hanh: Actor, province: str
) -> None:
    from txng.accounts.acting import actor_of, memberships
    from txng.kernel.clock import now, today

    given: dict[str, Any] = {"actor": mai, "agency_id": organisations.commune.pk, "document": "Số 12/QĐ", "at": now()}
    if not provinces.current().accounts.delegation_possible:
        with pytest.raises(RuleBroken, match=r"không được phân cấp|không phân cấp"):
            make_delegation(**given, valid_from=today())
        return
    dossier = make.dossier(organisations.commune)
    with pytest.raises(NotAllowed):
        issue_account(actor=hanh, dossier_id=dossier.pk, login="a-b-c", owner_name="Lành", at=now())
    make_delegation(**given, valid_from=today())
    delegated = actor_of(memberships().get(pk=people["hanh"].pk))
    actions.approve_dossier(actor=delegated, dossier_id=dossier.pk, at=now())
    with pytest.raises(RuleBroken):
        actions.forward_dossier(actor=delegated, dossier_id=dossier.pk, at=now())
    issue_account(actor=delegated, dossier_id=dossier.pk, login="nhon-ai", owner_name="Lành", at=now())
    assert state(dossier) == "account_issued"


@pytest.mark.django_db
@every_province
@both
def test_rejected_or_withdrawn_is_the_end_and_says_so(
    direct: bool, organisations: Any, hanh: Actor, mai: Actor, at: datetime
) -> None:
    decider = mai if direct else hanh
    if not possible(direct):
        return
    rejected = filed(organisations, direct=direct)
    with pytest.raises(RuleBroken, match="Nêu rõ lý do từ chối"):
        actions.reject_dossier(actor=decider, dossier_id=rejected.pk, reason=" ", at=at)
    actions.reject_dossier(actor=decider, dossier_id=rejected.pk, reason="Không thuộc diện.", ground="Điều 2", at=at)
    line = Entry.objects.get(kind="registry.dossier:rejected")
    assert (line.reason, line.ground) == ("Không thuộc diện.", "Điều 2")
    with pytest.raises(RuleBroken, match="đã có kết quả"):
        actions.withdraw_dossier(actor=visitor(), dossier_id=rejected.pk, at=at)
    withdrawn = filed(organisations, direct=direct)
    actions.withdraw_dossier(actor=visitor(), dossier_id=withdrawn.pk, at=at)
    with pytest.raises(RuleBroken, match="đã rút hồ sơ"):
        actions.approve_dossier(actor=decider, dossier_id=withdrawn.pk, at=at)


@pytest.mark.django_db
@every_province
def test_the_database_takes_every_step_of_the_names_and_no_other(organisations: Any) -> None:
    """All pairs of states, in plain SQL past every action."""
    taken = set()
    for before, after in itertools.permutations(DossierState.values, 2):
        dossier = make.dossier(organisations.commune, state=before)
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("UPDATE registry_dossier SET state = %s WHERE id = %s", [after, dossier.pk])
        except DatabaseError:
            continue
        taken.add((before, after))
    assert taken == set(DOSSIER_TRANSITIONS)


# --- one round of supplements -----------------------------------------------------------------------------------


@pytest.fixture
def returned_once(organisations: Any, dung: Actor, at: datetime) -> Dossier:
    dossier = make.dossier(organisations.commune)
    actions.return_dossier(actor=dung, dossier_id=dossier.pk, reasons=[ADDRESS], complete=True, at=at)
    supplement(dossier, at)
    return dossier


def one_seat(actor: Actor) -> Actor:
    from dataclasses import replace

    return replace(actor, seats=1)


@pytest.mark.django_db
@every_province
def test_with_one_seat_the_operator_lets_a_new_reason_pass(
    returned_once: Dossier, hanh: Actor, mai: Actor, nam: Actor, at: datetime
) -> None:
    alone = one_seat(hanh)
    given: dict[str, Any] = {"actor": alone, "dossier_id": returned_once.pk, "complete": True, "at": at}
    with pytest.raises(RuleBroken, match=r"chỉ có một người dùng.*Sở KH&CN cho phép"):
        actions.return_dossier(**given, reasons=[PRODUCT])
    with pytest.raises(NotAllowed):
        actions.allow_new_reasons(actor=alone, dossier_id=returned_once.pk, reason="Tự cho phép", at=at)
    with pytest.raises((NotAllowed, NotThere)):
        actions.allow_new_reasons(actor=nam, dossier_id=returned_once.pk, reason="Không phải việc", at=at)
    actions.allow_new_reasons(actor=mai, dossier_id=returned_once.pk, reason="Sản phẩm mới thấy khi xuống vườn", at=at)
    assert actions.return_dossier(**given, reasons=[PRODUCT]).round == 2
    supplement(returned_once, at)
    with pytest.raises(RuleBroken, match="chỉ có một người dùng"):
        actions.return_dossier(**given, reasons=[Reason(step="agency", reason="Cơ quan khác quản lý.")])


@pytest.mark.django_db
def test_the_lead_lets_it_pass_for_a_colleague_and_a_stand_in_counts_as_the_lead(
    returned_once: Dossier, hanh: Actor, dung: Actor, people: Any, at: datetime
) -> None:
    from txng.accounts.acting import actor_of, memberships
    from txng.accounts.actions import end_absence, name_stand_in
    from txng.kernel.clock import now, today

    given: dict[str, Any] = {"dossier_id": returned_once.pk, "complete": True, "at": at, "reasons": [PRODUCT]}
    with pytest.raises(RuleBroken, match="Chỉ lãnh đạo cơ quan"):
        actions.return_dossier(actor=dung, **given)
    absence = name_stand_in(actor=hanh, stand_in_id=people["dung"].pk, first=today(), last=today(), at=now())
    assert actor_of(memberships().get(pk=people["dung"].pk)).stands_in_for_lead
    end_absence(actor=hanh, absence_id=absence.pk, at=now())
    assert not actor_of(memberships().get(pk=people["dung"].pk)).stands_in_for_lead
    actions.allow_new_reasons(actor=hanh, dossier_id=returned_once.pk, reason="Đã xem cùng", at=at)
    assert actions.return_dossier(actor=dung, **given).round == 2


@pytest.mark.django_db
def test_the_applicant_reads_every_reason_with_a_link_to_its_page(
    organisations: Any, hanh: Actor, at: datetime
) -> None:
    dossier = make.dossier(organisations.commune)
    actions.return_dossier(actor=hanh, dossier_id=dossier.pk, reasons=[ADDRESS, PRODUCT], complete=True, at=at)
    token = dossier.token  # type: ignore[attr-defined]
    page = Client().get(reverse("registration-tasks", args=[token])).content.decode()
    for reason, name in ((ADDRESS, "registration-establishment"), (PRODUCT, "registration-products")):
        assert reason.reason in page and f'href="{reverse(name, args=[token])}"' in page


# --- transfer ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
@every_province
@both
def test_a_dossier_goes_to_the_agency_responsible_and_the_applicant_reads_why(
    direct: bool, organisations: Any, hanh: Actor, mai: Actor, nam: Actor, at: datetime
) -> None:
    if not possible(direct):
        return
    dossier, decider = filed(organisations, direct=direct), mai if direct else hanh
    target, why = organisations.agriculture, "Sản phẩm thuộc ngành nông nghiệp."
    given: dict[str, Any] = {"dossier_id": dossier.pk, "agency_id": target.pk, "at": at}
    for wrong, refused in (
        ({"actor": nam, "reason": why}, (NotAllowed, NotThere)),
        ({"actor": decider, "reason": " "}, RuleBroken),
        ({"actor": decider, "reason": why, "agency_id": dossier.filed_with_id}, RuleBroken),
        ({"actor": decider, "reason": why, "agency_id": 10**9}, RuleBroken),
    ):
        with pytest.raises(refused):
            actions.transfer_dossier(**{**given, **wrong})
    actions.transfer_dossier(actor=decider, reason=why, **given)
    moved = Dossier.objects.get(pk=dossier.pk)
    assert (moved.filed_with, moved.managing_agency, moved.state) == (target, target, "submitted")
    assert moved.due_on == clocks.receive_by(at)
    with pytest.raises((NotAllowed, NotThere)):
        actions.approve_dossier(actor=decider, dossier_id=dossier.pk, at=at)
    token = dossier.token  # type: ignore[attr-defined]
    page = Client().get(reverse("registration-receipt", args=[token])).content.decode()
    assert why in page and f"Đã chuyển đến {target.name}" in page
    with pytest.raises(DatabaseError), transaction.atomic():
        moved.transfers.update(reason="Lý do khác")


@pytest.mark.django_db
def test_a_decided_dossier_is_not_transferred(organisations: Any, hanh: Actor, at: datetime) -> None:
    dossier = make.dossier(organisations.commune)
    actions.approve_dossier(actor=hanh, dossier_id=dossier.pk, at=at)
    with pytest.raises(RuleBroken, match="vừa duyệt"):
        actions.transfer_dossier(
            actor=hanh, dossier_id=dossier.pk, agency_id=organisations.agriculture.pk, reason="x", at=at
        )


# --- clocks -----------------------------------------------------------------------------------------------------


def at_home(text: str) -> datetime:
    """Vietnamese wall time, kept in UTC as everything is."""
    return (datetime.fromisoformat(text) - timedelta(hours=7)).replace(tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("filed_at", "receive", "review"),
    [
        ("2026-09-21 09:30", "2026-09-22", "2026-09-24"),  # a Monday
        ("2026-09-21 23:30", "2026-09-22", "2026-09-24"),  # after hours of the same Monday
        ("2026-09-22 06:30", "2026-09-23", "2026-09-25"),  # before hours: still the day before in UTC
        ("2026-09-25 16:59", "2026-09-28", "2026-09-30"),  # Friday
        ("2026-09-25 17:01", "2026-09-28", "2026-09-30"),  # Friday after hours
        ("2026-09-26 10:00", "2026-09-28", "2026-09-30"),  # Saturday
        ("2026-09-27 23:59", "2026-09-28", "2026-09-30"),  # Sunday
        ("2026-02-12 15:00", "2026-02-13", "2026-02-24"),  # the Thursday before Tết Bính Ngọ
        ("2026-02-13 18:00", "2026-02-23", "2026-02-25"),  # the last evening before Tết
        ("2026-02-17 09:00", "2026-02-23", "2026-02-25"),  # the first day of the year
        ("2026-01-09 10:00", "2026-01-10", "2026-01-13"),  # the Saturday worked for 02/01
        ("2026-08-21 10:00", "2026-08-22", "2026-08-25"),  # the Saturday worked for 31/08
        ("2026-08-28 10:00", "2026-09-03", "2026-09-07"),  # over National Day
        ("2026-04-24 10:00", "2026-04-28", "2026-05-04"),  # Hùng Kings, then 30/4 and 1/5
        ("2026-04-29 10:00", "2026-05-04", "2026-05-06"),  # the eve of 30/4
        ("2026-12-31 10:00", "2027-01-04", "2027-01-06"),  # New Year and a weekend
    ],
)
def test_days_are_counted_as_offices_work(filed_at: str, receive: str, review: str, province: str) -> None:
    moment = at_home(filed_at)
    assert (str(clocks.receive_by(moment)), str(clocks.review_by(moment))) == (receive, review)


@pytest.mark.django_db
def test_the_clock_stops_while_returned_and_an_overdue_list_does_not_name_it(
    organisations: Any, hanh: Actor, hanh_client: Client, at: datetime
) -> None:
    dossier = make.dossier(organisations.commune)
    actions.return_dossier(actor=hanh, dossier_id=dossier.pk, reasons=[ADDRESS], complete=True, at=at)
    later = at + timedelta(days=60)
    assert Dossier.objects.get(pk=dossier.pk).due_on is None
    assert dossier.number not in hanh_client.get(reverse("my-work")).content.decode()
    supplement(dossier, later)
    assert Dossier.objects.get(pk=dossier.pk).due_on == clocks.review_by(later)


@pytest.mark.django_db
@pytest.mark.parametrize("province", ["cao-bang"], indirect=True)
def test_my_work_groups_every_kind_of_work_by_its_deadline(
    organisations: Any, people: Any, hanh: Actor, mai_client: Client, at: datetime
) -> None:
    from txng.accounts.actions import propose_account_change
    from txng.accounts.models import AccountChange
    from txng.catalogue.models import ProductChange
    from txng.kernel.clock import today
    from txng.stamps.models import PrintOrder

    day, product = today(), make.product(organisations.lanh)
    filed(organisations, direct=True)
    Dossier.objects.update(due_on=day - timedelta(days=1))
    change = make.change(make.product(organisations.lanh, "Hạt dẻ rang"))
    ProductChange.objects.filter(pk=change.pk).update(due_on=day)
    make.batch(product, approved=False)
    PrintOrder.objects.update(due_on=day + timedelta(days=2))
    asked = propose_account_change(
        actor=hanh, account_id=people["lanh"].account_id, verb="reconfirm", reason="Đổi chủ", ground="CV 1", at=at
    )
    assert asked.due_on == date(2026, 9, 23), "two working days"
    AccountChange.objects.update(due_on=day + timedelta(days=30))
    groups = mai_client.get(reverse("my-work")).context["groups"]
    assert [(group.label, len(group.tasks), group.tone) for group in groups] == [
        ("Quá hạn", 1, "danger"),
        ("Đến hạn hôm nay", 1, "warn"),
        ("Sắp đến hạn", 1, "neutral"),
        ("Chưa đến hạn", 1, "neutral"),
    ]
    assert {task.kind for group in groups for task in group.tasks} >= {"Hồ sơ đăng ký", "Lệnh in tem"}
