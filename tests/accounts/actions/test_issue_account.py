"""Cấp tài khoản (CB 6.3 Bước 2, CT-REG 6.3.b): one account a dossier, one letter, nobody's password known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests import make
from tests.cast import Organisations, every_province
from txng import provinces
from txng.access import Actor
from txng.accounts.acting import actor_of
from txng.accounts.actions import (
    activate_account,
    add_member,
    create_agency_account,
    issue_account,
    make_letter,
    raise_seats,
)  # fmt: skip
from txng.accounts.actions._people import Issued
from txng.accounts.models import Account, AccountLetter, Membership, User
from txng.accounts.queries import tray
from txng.kernel.codes import token_digest
from txng.kernel.errors import NotAllowed, NotThere, RuleBroken
from txng.ledger.models import Entry
from txng.registry.models import Dossier, Establishment

pytestmark = pytest.mark.django_db

PASSWORD = "cay-gao-dau-lang-no-hoa"
OWNER = {"login": "htx-nhon-ai", "owner_name": "Nguyễn Thị Út", "owner_phone": "0987654321"}


def issue(mai: Actor, dossier: Any, at: Any, **fields: str) -> Issued:
    return issue_account(actor=mai, dossier_id=dossier.pk, at=at, **(OWNER | fields))


@every_province
def test_a_forwarded_dossier_becomes_an_establishment_with_an_account_and_a_letter(
    province: str, mai: Actor, ready: Any, organisations: Organisations, at: Any
) -> None:
    issued = issue(mai, ready, at)
    account = Account.objects.get(dossier=ready)
    establishment = Establishment.objects.get(name="Hợp tác xã Nông nghiệp Nhơn Ái")
    assert (account.kind, account.state, account.seats) == (
        "establishment", "issued", provinces.current().seats("establishment"),
    )  # fmt: skip
    assert (account.establishment, account.unit_path, account.sector, account.managing_agency_id) == (
        establishment, establishment.unit_path, establishment.sector, organisations.commune.pk,  # type: ignore[attr-defined]
    )  # fmt: skip
    ready.refresh_from_db()
    assert (ready.state, ready.establishment) == ("account_issued", establishment)
    membership = Membership.objects.get(account=account)
    assert (membership.role, membership.user.login, membership.user.phone) == ("owner", "htx-nhon-ai", "0987654321")
    assert not membership.user.has_usable_password()
    letter = AccountLetter.objects.get(account=account)
    assert letter.expires_at == at + timedelta(hours=72)
    assert letter.token_digest == token_digest(issued.token)
    entry = Entry.objects.get(kind="accounts.account:issued")
    assert (entry.actor_label, entry.subject_label, entry.establishment_id) == (
        "Đặng Thị Mai", establishment.name, establishment.pk,
    )  # fmt: skip


def test_the_token_is_stored_nowhere(mai: Actor, ready: Any, at: Any) -> None:
    token = issue(mai, ready, at).token
    rows = [*AccountLetter.objects.values(), *Entry.objects.values(), *User.objects.values(), *Account.objects.values()]
    assert token not in str(rows)


@pytest.mark.parametrize("state", ["submitted", "received", "in_review", "returned", "rejected", "withdrawn"])
def test_only_an_approved_dossier_gets_an_account(
    mai: Actor, organisations: Organisations, at: Any, state: str
) -> None:
    dossier = make.dossier(organisations.commune, state=state)
    with pytest.raises(RuleBroken, match="Chỉ cấp tài khoản cho hồ sơ đã phê duyệt"):
        issue(mai, dossier, at)
    assert not Account.objects.filter(dossier=dossier).exists()


@every_province
def test_who_sees_the_dossier_but_may_not_issue_is_told_so_and_a_stranger_finds_nothing(
    province: str, hanh: Actor, nam: Actor, lanh: Actor, ready: Any, at: Any
) -> None:
    with pytest.raises(NotAllowed):
        issue(hanh, ready, at)
    for stranger in (nam, lanh):
        with pytest.raises(NotThere):
            issue(stranger, ready, at)
    with pytest.raises(NotThere):
        issue_account(actor=nam, dossier_id=10**9, at=at, **OWNER)


def test_the_second_operator_is_told_who_was_faster(mai: Actor, ready: Any, at: Any) -> None:
    issue(mai, ready, at)
    with pytest.raises(
        RuleBroken, match="Đặng Thị Mai vừa cấp tài khoản cho hồ sơ này lúc 09:30, 21/09/2026"
    ) as caught:
        issue(mai, ready, at, login="another-name", owner_phone="0911111111")
    assert caught.value.code == "already_issued"
    assert Account.objects.filter(dossier=ready).count() == 1
    assert not User.objects.filter(login="another-name").exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"login": "lanh"}, "login_taken"),
        ({"login": "LANH"}, "login_taken"),
        ({"owner_phone": "0900000001"}, "phone_taken"),
        ({"login": "0912345678"}, "login_malformed"),
        ({"login": "a@b"}, "login_malformed"),
        ({"login": "ab"}, "login_malformed"),
        ({"login": "tên-có-dấu"}, "login_malformed"),
        ({"owner_email": "Lanh@example.vn"}, "email_taken"),
    ],
)
def test_a_name_that_is_taken_or_could_be_mistaken_takes_everything_back(
    mai: Actor, ready: Any, people: Any, at: Any, fields: dict[str, str], code: str
) -> None:
    User.objects.filter(login="lanh").update(email="lanh@example.vn")
    with pytest.raises(RuleBroken) as caught:
        issue(mai, ready, at, **fields)
    assert caught.value.code == code
    ready.refresh_from_db()
    assert (ready.state, ready.establishment) == ("forwarded", None)
    assert not Entry.objects.exists()


@every_province
def test_the_operators_tray_holds_what_waits_for_an_account(
    province: str, mai: Actor, hanh: Actor, organisations: Organisations, ready: Any, at: Any
) -> None:
    direct = make.dossier(organisations.operator, state="approved", managing_agency=organisations.commune)
    make.dossier(organisations.commune, state="approved")
    make.dossier(organisations.commune, state="in_review")
    assert {task.title[:14] for task in tray(mai)} == {ready.number, direct.number}
    assert {task.kind for task in tray(mai)} == {"Cấp tài khoản"}
    assert tray(hanh) == []
    issued = issue(mai, ready, at)
    waiting = {task.title for task in tray(hanh)}
    assert waiting == {issued.account.organisation_name}
    assert issued.account.organisation_name in {task.organisation for task in tray(mai)} or not mai.holds(
        "accounts.account.hand_over"  # type: ignore[arg-type]
    )


def test_the_tray_costs_the_same_for_one_and_for_three(
    mai: Actor, organisations: Organisations, ready: Any, django_assert_num_queries: Any
) -> None:
    # Dossiers, proposals, emergencies: one each, whatever their number.
    with django_assert_num_queries(3):
        assert len(tray(mai)) == 1
    for _more in range(2):
        make.dossier(organisations.commune, state="forwarded")
    with django_assert_num_queries(3):
        assert len(tray(mai)) == 3


# --- activation -----------------------------------------------------------------------------------------------------


def activate(guest: Actor, token: str, at: Any, password: str = PASSWORD, accepts: bool = True) -> User:
    return activate_account(actor=guest, token=token, password=password, accepts_duties=accepts, at=at)


def test_the_letter_gives_its_person_a_password_and_wakes_the_account(guest: Actor, issued: Issued, at: Any) -> None:
    later = at + timedelta(hours=71, minutes=59)
    user = activate(guest, issued.token, later)
    account = Account.objects.get(pk=issued.account.pk)
    assert (account.state, account.activated_at) == ("active", later)
    assert user.check_password(PASSWORD)
    assert actor_of(Membership.objects.select_related("account__establishment", "user").get(user=user)).is_known
    entry = Entry.objects.get(kind="accounts.account:activated")
    assert (entry.actor_label, entry.actor_user_id, entry.after["duties_accepted"]) == ("Nguyễn Thị Út", user.pk, True)


def test_a_letter_works_once(guest: Actor, issued: Issued, at: Any) -> None:
    activate(guest, issued.token, at)
    with pytest.raises(RuleBroken, match="Thư này đã được dùng"):
        activate(guest, issued.token, at, "mot-mat-khau-khac-han")
    assert User.objects.get(pk=issued.user.pk).check_password(PASSWORD)


def test_a_letter_ends_after_72_hours(guest: Actor, issued: Issued, at: Any) -> None:
    with pytest.raises(RuleBroken, match="đã quá hạn"):
        activate(guest, issued.token, at + timedelta(hours=72))
    assert Account.objects.get(pk=issued.account.pk).state == "issued"


def test_a_new_letter_replaces_the_old_one(mai: Actor, guest: Actor, issued: Issued, at: Any) -> None:
    second = make_letter(actor=mai, account_id=issued.account.pk, membership_id=issued.membership.pk, at=at)
    with pytest.raises(RuleBroken, match="được thay bằng thư mới hơn"):
        activate(guest, issued.token, at)
    assert activate(guest, second.token, at) == issued.user


def test_a_forgotten_password_is_replaced_by_a_letter_and_the_old_one_holds_until_then(
    mai: Actor, guest: Actor, issued: Issued, at: Any
) -> None:
    activate(guest, issued.token, at)
    second = make_letter(actor=mai, account_id=issued.account.pk, membership_id=issued.membership.pk, at=at)
    assert User.objects.get(pk=issued.user.pk).check_password(PASSWORD)
    activate(guest, second.token, at, "con-cho-nha-ben-sua-dem")
    assert User.objects.get(pk=issued.user.pk).check_password("con-cho-nha-ben-sua-dem")
    assert Entry.objects.filter(kind="accounts.membership:activated").count() == 1


def test_an_invented_token_opens_nothing(guest: Actor, issued: Issued, at: Any) -> None:
    with pytest.raises(NotThere):
        activate(guest, "A" * 22, at)


@pytest.mark.parametrize(
    ("password", "accepts", "code"),
    [
        (PASSWORD, False, "duties_not_accepted"),
        ("ngan", True, "password_refused"),
        ("nguyen-thi-ut", True, "password_refused"),
    ],
)
def test_without_the_duties_or_a_good_password_the_letter_stays_good(
    guest: Actor, issued: Issued, at: Any, password: str, accepts: bool, code: str
) -> None:
    with pytest.raises(RuleBroken) as caught:
        activate(guest, issued.token, at, password, accepts)
    assert caught.value.code == code
    assert activate(guest, issued.token, at) == issued.user


def test_a_letter_of_a_locked_account_opens_nothing(guest: Actor, issued: Issued, at: Any) -> None:
    issued.account.state = "active"
    issued.account.save(update_fields=["state"])
    issued.account.state = "locked"
    issued.account.save(update_fields=["state"])
    with pytest.raises(RuleBroken, match="Đang khóa"):
        activate(guest, issued.token, at)


# --- agencies and seats ---------------------------------------------------------------------------------------------


@every_province
def test_an_agency_gets_one_account_with_the_seats_of_its_tier(
    province: str, mai: Actor, guest: Actor, organisations: Organisations, at: Any
) -> None:
    agency: Any = organisations.agriculture
    first = create_agency_account(
        actor=mai, agency_id=agency.pk, login="so-nnmt", name="Lý Văn Hòa", title="Phó Giám đốc", at=at
    )
    assert (first.account.kind, first.account.seats) == ("department", provinces.current().seats("department"))
    with pytest.raises(RuleBroken, match="đã có tài khoản"):
        create_agency_account(actor=mai, agency_id=agency.pk, login="so-nnmt-2", name="Ai Đó", at=at)
    activate(guest, first.token, at)
    assert actor_of(_seat(first)).kind == "department"


def _seat(issued: Issued) -> Membership:
    return Membership.objects.select_related("account__agency", "user").get(pk=issued.membership.pk)


def test_nobody_but_the_operator_makes_accounts_of_agencies(
    hanh: Actor, lanh: Actor, organisations: Organisations, at: Any
) -> None:
    for actor in (hanh, lanh):
        with pytest.raises((NotThere, NotAllowed)):
            create_agency_account(actor=actor, agency_id=organisations.agriculture.pk, login="x-y", name="Z", at=at)  # type: ignore[attr-defined]


def test_a_seat_beyond_the_quota_needs_a_recorded_request(mai: Actor, organisations: Organisations, at: Any) -> None:
    account = create_agency_account(
        actor=mai,
        agency_id=organisations.agriculture.pk,
        login="so-nnmt",
        name="Lý Văn Hòa",
        at=at,  # type: ignore[attr-defined]
    ).account

    def add(login: str) -> Issued:
        return add_member(actor=mai, account_id=account.pk, login=login, name="Người Mới", role="officer", at=at)

    with pytest.raises(RuleBroken, match="đã đủ 1 người dùng") as caught:
        add("nguoi-moi")
    assert caught.value.code == "no_seat_left"
    with pytest.raises(RuleBroken, match="Nhập số và ngày của văn bản đề nghị"):
        raise_seats(actor=mai, account_id=account.pk, seats=2, request="  ", at=at)
    raise_seats(actor=mai, account_id=account.pk, seats=2, request="45/SNNMT-VP ngày 12/09/2026", at=at)
    assert add("nguoi-moi").membership.role == "officer"
    with pytest.raises(RuleBroken):
        add("nguoi-nua")
    entry = Entry.objects.get(kind="accounts.account:seats_raised")
    assert entry.ground == "45/SNNMT-VP ngày 12/09/2026"
    assert (entry.before["seats"], entry.after["seats"]) == (1, 2)


def test_a_person_who_left_frees_the_seat(mai: Actor, organisations: Organisations, at: Any) -> None:
    first = create_agency_account(
        actor=mai,
        agency_id=organisations.agriculture.pk,
        login="so-nnmt",
        name="Lý Văn Hòa",
        at=at,  # type: ignore[attr-defined]
    )
    first.membership.ended_at = at
    first.membership.save(update_fields=["ended_at"])
    add_member(actor=mai, account_id=first.account.pk, login="nguoi-moi", name="Người Mới", role="lead", at=at)


@pytest.mark.parametrize(
    ("key", "role"), [("hanh", "owner"), ("lanh", "officer"), ("hanh", "worker"), ("lanh", "lead")]
)
def test_a_role_belongs_to_its_kind_of_account(mai: Actor, people: Any, at: Any, key: str, role: str) -> None:
    with pytest.raises(RuleBroken) as caught:
        add_member(actor=mai, account_id=people[key].account_id, login="ai-do", name="Ai Đó", role=role, at=at)
    assert caught.value.code == "wrong_role"


def test_the_state_machine_of_the_database_refuses_other_steps(issued: Issued) -> None:
    from django.db import Error, transaction

    issued.account.state = "locked"
    with pytest.raises(Error), transaction.atomic():
        issued.account.save(update_fields=["state"])
    assert Dossier.objects.filter(state="account_issued").count() == 1
